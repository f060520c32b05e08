package import Catalogue

/// All that a guard may look at: the new crawl, what is published, and what people said of the brand.
package struct Evidence: Sendable {
  /// The crawl, before anything is carried over.
  package var part: CataloguePart
  /// Products left out because a page of several brands listed them.
  package var droppedCount = 0
  /// Published products that stay because their pages failed.
  package var carriedCount = 0
  /// Products in the published document; nil when there is none.
  package var publishedCount: Int?
  /// Names in the other source's document.
  package var otherNames: Set<String> = []
  /// Hosts that a product's address may have, in lower case; nil when nobody named any.
  package var hosts: Set<String>?
  /// Hosts of the other source.
  package var foreignHosts: Set<String> = []
  /// Whether the brand's site is written in Hebrew.
  package var isHebrewSite = false
  /// The spellings by which pages may call this brand; nil when any will do.
  package var titles: Set<String>?
  /// The shop's number of the brand; nil when the list of brands does not say.
  package var groupID: String?
  /// Items whose price was not believed.
  package var suspectCount = 0
  /// How many products had a member that says something, and how many of them do no longer.
  package var losses: [(member: String, had: Int, lost: Int)] = []
  /// How many products that are published already have another name or address, and one of them.
  package var rewordings: [(member: String, had: Int, changed: Int, example: String)] = []
  package var settings: Settings.Guards

  package init(part: CataloguePart, settings: Settings.Guards = .init()) {
    self.part = part
    self.settings = settings
  }
}
