internal import Catalogue
internal import Health
internal import Posix
internal import Records
package import Tree

extension Tree {
  /// Whether bytes are the content that was published last under a path of this tree: the only backup that may take a
  /// document's place without losing what came after it.
  ///
  /// Proved for the two catalogues, whose history names the hash of every version; false for all else.
  package func isLastPublished(_ bytes: [UInt8], at path: String, brandID: String) -> Bool {
    for source in [Source.halilit, .brand] where catalogue(source, brandID) == "\(root)/\(path)" {
      let examination = CatalogueExamination(bytes, source, brandID: brandID)
      guard let hash = examination.contentHash else { return false }
      let history = try? HistoryTail(path: self.history(brandID), sources: [source], horizon: .max)
      return history?.batches.first { $0.source == source }?.to == hash
    }
    return false
  }

  /// Whether a document that is derived from the catalogues or the stored pages is whole now.
  package func isWhole(_ path: String, brandID: String?) -> Bool {
    guard let brandID else { return (try? SharedDocuments(self, gaps: nil, runs: nil).problems.isEmpty) ?? false }
    var survey = BrandSurvey(tree: self, brandID: brandID, expected: [], horizon: .max, heldSince: nil)
    guard (try? survey.run()) != nil, File.exists("\(root)/\(path)") else { return false }
    return !survey.problems.contains { $0.path == path }
  }
}
