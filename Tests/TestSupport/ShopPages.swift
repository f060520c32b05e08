/// Pages of shops that do not exist, with what they sell.
package enum ShopPages {
  package struct Item: Sendable {
    package let number: Int
    package let code: String
    package let name: String
    package let price: Int
    /// Nil where the item is not on sale.
    package let before: Int?
  }

  package static func items(_ count: Int, seed: UInt64) -> [Item] {
    var random = SplitMix64(seed: seed)
    let kinds = ["Stage Piano", "Monitor", "Synthesizer", "Drum Module", "Preamp"]
    return (1...count).map { at in
      let model = "\(["TX", "QL", "VR", "MK"].randomElement(using: &random) ?? "TX")-\(100 + at * 7)"
      let price = Int.random(in: 90...25_000, using: &random)
      return Item(
        number: 700_000 + at * 13, code: "AC-\(model)",
        name: "Acme \(model) \(kinds[at % kinds.count])", price: price, before: at % 4 == 0 ? nil : price + 100 + at)
    }
  }

  /// `25990` as `25,990`.
  package static func grouped(_ amount: Int) -> String {
    let digits = String(amount)
    guard digits.count > 3 else { return digits }
    return "\(digits.dropLast(3)),\(digits.suffix(3))"
  }

  /// A listing of the distributor's platform in a theme of our own.
  package static func distributorListing(_ items: [Item]) -> String {
    let tiles = items.map { item in
      """
      <div id="item_id_\(item.number)" data-category-title="Keys" data-brand-title="Acme" data-item-code="\(item.code)" \
      class="layout_list_item item"><div class="box"><div class="top">
      <a href="  /items/\(item.number)-acme
      "><div class="img_wrapper"><img src="https://cdn.tslil.example/p/\(item.number).jpg" alt="\(item.name)"></div></a>
      <a href="/items/\(item.number)-acme"><h3 class="title"> \(item.name) </h3></a>
      <a href="/items/\(item.number)-acme"><p class="content">What the \(item.code) does, in words.</p></a></div>
      <div class="bottom"><p class="origin_price"><span style="display: none">before: </span>\
      \(item.before.map { "\(grouped($0)) ₪" } ?? "")</p>
      <span class="price"><span class="items_show_price_text" style="display:none">price</span> \(grouped(item.price)) ₪\
      <div class="show_eilat_price"><span>Eilat</span><span class="items_show_eilat_price_price">\
      \(grouped(item.price * 100 / 118)) ₪</span></div></span></div></div></div>
      """
    }
    return """
      <!DOCTYPE html><html><head><title>Acme</title><link rel="canonical" href="/g/5193-Brand/7001-Acme"></head><body>
      <nav><ul><li><a href="/pages/1">About</a></li><li><a href="/pages/2">Contact</a></li></ul></nav>
      <h1>Acme</h1><span class="results">Results: <b>\(items.count)</b></span>
      <div id="list">\(tiles.joined(separator: "\n"))</div><footer><a href="/terms">Terms</a></footer></body></html>
      """
  }

  /// A maker's own list of cards, with prices and a card that leads elsewhere.
  package static func makerListing(_ items: [Item]) -> String {
    let cards = items.map { item in
      """
      <li class="grid__cell"><a class="card" href="/products/\(item.code.lowercased())"><figure>\
      <img src="/media/\(item.number).png" alt=""></figure><h2 class="card__name">\(item.name)</h2>\
      <p class="card__text">The \(item.code) in one sentence that is long enough to be a description of it.</p>\
      <div class="card__price">€\(item.price).00</div></a></li>
      """
    }
    return """
      <!DOCTYPE html><html><head><title>Products</title></head><body><header><a href="/">Home</a>\
      <a href="/support">Support</a></header><main><h1>Products</h1><ul class="grid">\(cards.joined())\
      <li class="grid__cell"><a class="card" href="/accessories/"><figure><img src="/media/acc.png" alt=""></figure>\
      <h2 class="card__name">Accessories</h2></a></li></ul>
      <div class="pages"><a class="page" href="?page=1">1</a><a class="page" href="?page=2">2</a>\
      <a class="page page--next" href="?page=2">Next</a></div></main></body></html>
      """
  }
}
