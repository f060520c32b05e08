internal import JSON
internal import Text

extension KonimboTile {
  /// A tile as a config's selectors read it; the number in the item's address stands in for one of its own.
  init(_ draft: ProductDraft, at address: PageAddress) {
    func text(_ field: ProductField) -> String { draft.text(field) ?? "" }
    href = text(.url)
    let path = KonimboPath(address.request(href))
    id = draft.text(.itemID) ?? (path?.kind == .item ? path?.number : nil) ?? address.request(href)?.identity.href ?? ""
    itemCode = text(.sku)
    brandTitle = text(.brand)
    category = text(.category)
    name = text(.name)
    image = draft[.image]?.array?.lazy.compactMap(\.plainText).first ?? text(.image)
    description = text(.description)
    price = text(.price)
    originalPrice = text(.originalPrice)
    eilatPrice = text(.eilatPrice)
    isContactOnly = draft[.contactOnly] != nil
    labels = Self.distinct(draft[.labels]?.array?.compactMap(\.plainText) ?? [])
  }
}
