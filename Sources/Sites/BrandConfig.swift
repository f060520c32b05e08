internal import Markup
package import Text

/// How one brand's own site is read: `brands/<id>/scrape_config.json` (design §3).
package struct BrandConfig: Sendable {
  /// Where products stand in a JSON document.
  struct Items: Sendable {
    var paths: [JSONPath]
    var conditions: [(path: JSONPath, condition: Condition)]
    var fields: [ProductField: FieldRule]
    /// A path to the next page's address, for documents that name it.
    var next: JSONPath?
    /// The query parameter that counts pages, for interfaces that end with an empty one.
    var pageParameter: String?
  }

  /// JSON inside a page: the id of a script element, or the variable a script assigns it to.
  struct Embedded: Sendable {
    var script: String
    var items: Items
  }

  struct Selectors: Sendable {
    var item: Selector
    var shape = RecordBounds.Shape.apart
    var conditions: [(field: ProductField, condition: Condition)]
    var fields: [ProductField: FieldRule]
    var next: Selector?
  }

  /// How the product's own page is read where it differs; `item` and `items` lead to the one product.
  struct Detail: Sendable {
    var embedded: Embedded?
    var css: Selectors?
  }

  /// Where the distributor's own theme stands for a brand's.
  package static let distributorID = "_halilit"

  package var brandID: String
  package var name: String
  package var website: WebURL?
  package var hosts: Set<String>
  package var order: [Strategy]
  var api: Items?
  var embedded: Embedded?
  var css: Selectors?
  /// How the distributor's page of brands is read.
  var index: Selectors?
  var detail: Detail?
  /// Conditions on the addresses that a sitemap must meet to be a product's.
  var sitemap: [Condition]

  /// The strategies that need no config, for a brand without one.
  package init(brandID: String) {
    self.brandID = brandID
    name = ""
    hosts = []
    order = Strategy.allCases.filter { $0 != .links }
    sitemap = []
  }

  /// Whether `url` is on one of the brand's own hosts; without a config every host is.
  func owns(_ url: WebURL) -> Bool { hosts.isEmpty || hosts.contains(url.host) || hosts.contains(url.authority) }
}

/// A config that cannot be used, and the member that says so.
package struct ConfigError: Error, Equatable, CustomStringConvertible {
  package let member: String
  package let reason: String

  package init(_ member: String, _ reason: String) {
    self.member = member
    self.reason = reason
  }

  package var description: String { "\"\(member)\": \(reason)" }
}
