internal import Catalogue
internal import JSON
package import Records

/// What a parser says of one page: how many products it declares, how many it gave, and what went wrong (design §3).
///
/// A page of a single product says so only when it failed (type `item`).
package struct Listing: Sendable {
  /// Why a page gave no products, or not all.
  package struct Failure: Sendable, Equatable {
    package let code: String
    package let message: String
  }

  package let pageURL: String
  /// The count that the page itself states for the whole listing.
  package let declared: Int?
  /// Tiles that are no products, by reason.
  package let excluded: [(reason: String, count: Int)]
  package let title: String?
  /// The shop's number of the group that the page says it shows.
  package let groupID: String?
  package let pageNumber: Int
  /// Whether the page leads to a next one.
  package let leadsOn: Bool
  package let isItem: Bool
  package let fetchedAt: String?
  package let failure: Failure?

  package init(_ record: Record) {
    pageURL = record.string("page_url") ?? record.string("url") ?? ""
    declared = record.int("declared")
    excluded = (record.value("excluded")?.object?.members ?? []).compactMap { member in
      member.value.int.map { (member.name, $0) }
    }
    title = record.string("title")
    groupID = record.string("group_id")
    pageNumber = record.int("page_number") ?? 1
    leadsOn = record.string("next") != nil
    isItem = record.type == "item"
    fetchedAt = record.string("fetched_at")
    failure =
      switch record.value("error") {
      case nil, .null?: nil
      case .string(let code)?: Failure(code: code, message: code)
      case .some(let error):
        Failure(code: error["code"]?.string ?? "error", message: error["message"]?.string ?? "no reason given")
      }
  }

  package var excludedCount: Int { excluded.reduce(0) { $0 + $1.count } }
}
