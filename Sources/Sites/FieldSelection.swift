package import Catalogue
package import JSON
package import Markup
package import Text

/// One field of a config's `css`, for finding out what a selector would read.
package struct FieldSelection {
  package let field: ProductField
  private let rule: FieldRule

  /// Reads a rule as a config writes it: a selector, a list of them, or an object.
  package init(_ field: ProductField, _ json: JSON) throws(ConfigError) {
    self.field = field
    rule = try BrandConfig.selectRule(json, field.rawValue)
  }

  /// What the rule reads in one record.
  package func value(in record: Node, of records: RecordBounds) throws(SelectorError) -> JSON? {
    try records.value(field, rule, in: record)
  }
}

/// The addresses that an element names.
package enum ElementAddress {
  /// The picture of an `img` or `source`, wherever lazy loaders keep it.
  package static func picture(of element: Node) -> String? { ImageAddress.address(of: element) }

  /// The address behind resizing proxies.
  package static func original(_ url: WebURL) -> WebURL { ImageAddress.original(of: url) }

  /// The picture that an element is about, of those that it shows.
  package static func shown(among pictures: [WebURL]) -> WebURL? { ImageAddress.shown(among: pictures) }

  /// Whether the file's name says that it shows no product.
  package static func isDecoration(_ url: WebURL) -> Bool { ImageAddress.isDecoration(url) }
}

extension PageAddress {
  /// The addresses of `page` as its document claims them.
  package init(_ page: Page, _ document: Document) { self.init(page, claimed: PageHead(document).canonical) }
}
