internal import Catalogue
internal import Records
internal import Text

/// Which tiles of a page belong to the brand it was asked for.
///
/// A brand's own listing shows only that brand; the guard in `store` checks it. Search and category pages mix brands,
/// and only the tile's own brand title tells them apart; where a shop titles no tile, there is nothing to tell.
struct KonimboBrandFilter {
  /// The folded titles that count as the brand; nil takes every tile.
  private let titles: Set<String>?

  init(_ page: Page, address: PageAddress, tiles: [KonimboTile]) {
    guard let kind = KonimboPath(address.fetched)?.kind ?? KonimboPath(address.claimed)?.kind, kind != .group else {
      titles = nil
      return
    }
    let wanted = Self.key(page.request.record.string("brand_title") ?? page.request.brandID)
    let found = Set(tiles.map { Self.key($0.brandTitle) }).subtracting([""])
    guard !found.isEmpty, !wanted.isEmpty else {
      titles = nil
      return
    }
    let isNarrowed = kind == .categoryOfGroup && !found.contains(wanted) && found.count == 1
    titles = isNarrowed ? found : [wanted]
  }

  func includes(_ tile: KonimboTile) -> Bool { titles?.contains(Self.key(tile.brandTitle)) ?? true }

  /// Letters and digits only, so that `D'Addario`, `d-addario` and `DADDARIO` are one.
  private static func key(_ title: String) -> String {
    String(
      NormalForm.folded(title).unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
  }
}
