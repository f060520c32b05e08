internal import Catalogue
internal import Records
internal import Text

extension Page {
  /// Refuses a page of which no link could be followed and no record could say where it is from.
  func requireAddress() throws(RecordError) {
    guard (try? WebURL(finalURL)) == nil else { return }
    throw RecordError("the page's address '\(finalURL)' is no web address")
  }
}
