/// Changes a page as a redesign would: everywhere alike, without touching what it says.
///
/// The same seed gives the same page.
package struct PageMutator {
  package enum Change: String, CaseIterable, Sendable {
    case renamesClasses, wraps, unwraps, reordersAttributes, reordersSiblings, replacesTags, movesPrice, renamesIDs
    case shufflesRecords, dropsClasses, renamesData, delaysImages, splitsTexts, tracksLinks, addsCarousel, opensRecords
    case keepsOnlyIDs, keepsOnlyData, keepsNoHooks, removesMicrodata, hashesClasses
    case nestsTables, flattensRecords, linksTiles, replacesLinks, wrapsInTemplates
    case splitsPrices, raisesCents, separatesCurrency, hidesPrices, spacesPrices, marksDirections, breaksNames
    case turnsAddresses, addsQueries, hidesImages
    case addsRelated, addsSeen, addsCart, addsAdvertisements, addsInstalments, crossesOutPrices

    /// What a theme's update does.
    package static let small: [Change] = Array(allCases.prefix(9))
    /// What comes with a new theme.
    package static let theme: [Change] = Array(allCases.prefix(16))
    /// What comes with another shop system, and what stands on pages beside their products.
    package static let foreign: [Change] = Array(allCases.dropFirst(16))
  }

  var random: SplitMix64
  /// Where the page stands, for addresses to be spelled in another way.
  let address: String

  package init(seed: UInt64, address: String = "") {
    random = SplitMix64(seed: seed)
    self.address = address
  }

  /// Between two and five kinds of change out of `kinds`, chosen by the seed.
  package mutating func changes(of kinds: [Change] = Change.allCases) -> [Change] {
    let all = kinds.shuffled(using: &random)
    let chosen = all.prefix(Int.random(in: 2...5, using: &random))
    return kinds.filter(chosen.contains)
  }

  package mutating func mutate(_ html: String, by changes: [Change]) throws -> String {
    let page = try PageElement(html: html)
    for change in changes { apply(change, to: page) }
    return page.html
  }

  private mutating func apply(_ change: Change, to page: PageElement) {
    switch change {
    case .keepsOnlyIDs, .keepsOnlyData, .keepsNoHooks, .removesMicrodata, .hashesClasses: strip(page, by: change)
    case .nestsTables, .flattensRecords, .linksTiles, .replacesLinks, .wrapsInTemplates: rebuild(page, by: change)
    case .splitsPrices, .raisesCents, .separatesCurrency, .hidesPrices, .spacesPrices: rewritePrices(page, by: change)
    case .marksDirections: markDirections(page)
    case .breaksNames: breakNames(page)
    case .turnsAddresses: turnAddresses(page)
    case .addsQueries: addQueries(page)
    case .hidesImages: hideImages(page)
    case .addsRelated, .addsSeen, .addsCart, .addsAdvertisements: addDecoys(page, by: change)
    case .addsInstalments, .crossesOutPrices: addPrices(page, by: change)
    case .renamesClasses, .wraps, .unwraps, .reordersAttributes, .reordersSiblings, .replacesTags, .movesPrice,
      .renamesIDs, .shufflesRecords, .dropsClasses, .renamesData, .delaysImages, .splitsTexts, .tracksLinks,
      .addsCarousel, .opensRecords:
      restyle(page, by: change)
    }
  }

  private mutating func restyle(_ page: PageElement, by change: Change) {
    switch change {
    case .renamesClasses: renameClasses(page)
    case .wraps: for group in repeated(page, count: 3) { wrap(group) }
    case .unwraps: for group in repeated(page, count: 3, where: Self.isMereBox) { unwrap(group) }
    case .reordersAttributes: page.walk { element, _ in element.attributes.shuffle(using: &random) }
    case .reordersSiblings: reorderSiblings(page)
    case .replacesTags: replaceTags(page)
    case .movesPrice: movePrices(page)
    case .renamesIDs: renameIDs(page)
    case .shufflesRecords: shuffleRecords(page)
    case .dropsClasses: page.walk { element, _ in element.attributes.removeAll { $0.name == "class" } }
    case .renamesData: renameData(page)
    case .delaysImages: delayImages(page)
    case .splitsTexts: splitTexts(page)
    case .tracksLinks: trackLinks(page)
    case .addsCarousel: addCarousel(page)
    case .opensRecords: if let widest = widest(page) { open(widest) }
    default: break
    }
  }

  // MARK: Groups of like elements

  typealias Place = (element: PageElement, parent: PageElement)

  private static func isMereBox(_ element: PageElement) -> Bool {
    !["a", "img", "ul", "table", "tbody", "tr", "td", "del", "html", "body", "head", "script", "style", "form"]
      .contains(
        element.name) && element.attributes.allSatisfy { $0.name == "class" }
  }

  /// Some groups of at least two elements with the same tag and class inside the body.
  private mutating func repeated(
    _ page: PageElement, count: Int, where fits: (PageElement) -> Bool = { _ in true }
  ) -> [[Place]] {
    var groups: [String: [Place]] = [:]
    page.walk { element, parent in
      guard
        !["html", "head", "body", "script", "style", "meta", "link", "tr", "td", "tbody", "option"].contains(
          element.name),
        parent.name != "head", fits(element)
      else { return }
      groups["\(element.name) \(element["class"] ?? "")", default: []].append((element, parent))
    }
    let names = groups.filter { $0.value.count > 1 }.keys.sorted().shuffled(using: &random)
    return names.prefix(count).compactMap { groups[$0] }
  }

  private func wrap(_ group: [Place]) {
    for (element, parent) in group {
      parent.replace(element, by: [.element(PageElement("div", [("class", "wrapped")], [.element(element)]))])
    }
  }

  private func unwrap(_ group: [Place]) {
    // Inner elements first, so that each still stands where it stood.
    for (element, parent) in group.reversed() { parent.replace(element, by: element.contents) }
  }

  // MARK: Names

  private mutating func renameClasses(_ page: PageElement) {
    let salt = random.next()
    page.walk { element, _ in
      guard let words = element["class"] else { return }
      element["class"] = words.split(separator: " ").map { "k\(Self.hash(String($0), salt))" }.joined(separator: " ")
    }
  }

  /// Numbers in ids are data; the words before them are the theme's.
  private mutating func renameIDs(_ page: PageElement) {
    let salt = random.next()
    page.walk { element, _ in
      guard let id = element["id"], element.name != "script" else { return }
      let word = id.prefix { !$0.isNumber }
      element["id"] = "n\(Self.hash(String(word), salt))_" + id.dropFirst(word.count)
    }
  }

  private static func hash(_ word: String, _ salt: UInt64) -> String {
    var hash = 14_695_981_039_346_656_037 ^ salt
    for byte in word.utf8 { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
    return String(hash % 2_176_782_336, radix: 36)
  }

  private mutating func replaceTags(_ page: PageElement) {
    let replacements = [
      ["h1": "h2", "h2": "h4", "h3": "p", "h4": "p", "span": "b", "article": "div"],
      ["h2": "div", "h3": "div", "p": "div", "span": "em", "article": "section"],
      ["h2": "strong", "h3": "span", "p": "div", "div": "section", "li": "div", "ul": "div", "bdi": "span"],
    ].randomElement(using: &random)
    page.walk { element, _ in element.name = replacements?[element.name] ?? element.name }
  }

  // MARK: Order

  /// Turns the children of like elements by the same number of places.
  private mutating func reorderSiblings(_ page: PageElement) {
    for group in repeated(page, count: 6) {
      let turn = Int.random(in: 1...3, using: &random)
      for (element, _) in group where element.children.count > 1 && element.children.count < 12 {
        let turn = turn % element.contents.count
        element.contents = Array(element.contents[turn...] + element.contents[..<turn])
      }
    }
  }

  /// Puts the children of the element with most like children in another order.
  private mutating func shuffleRecords(_ page: PageElement) { widest(page)?.contents.shuffle(using: &random) }

  func widest(_ page: PageElement) -> PageElement? {
    var widest: PageElement?
    page.walk { element, _ in
      guard element.name != "head", element.name != "body" else { return }
      if Self.likeChildren(element) > widest.map(Self.likeChildren) ?? 2 { widest = element }
    }
    return widest
  }

  private static func likeChildren(_ element: PageElement) -> Int {
    let withPictures = element.children.filter { child in
      var has = false
      child.walk { element, _ in has = has || element.name == "img" || element.name == "bdi" }
      return has
    }
    return Dictionary(grouping: withPictures, by: \.name).values.map(\.count).max() ?? 0
  }

  // MARK: Prices

  /// Moves each innermost element with a price some levels up, to the front or to the end.
  private mutating func movePrices(_ page: PageElement) {
    let levels = Int.random(in: 2...3, using: &random)
    let toFront = Bool.random(using: &random)
    var found: [[PageElement]] = []
    Self.findPrices(page, [], &found)
    for path in found where path.count > levels + 1 {
      guard let price = path.last else { continue }
      let parent = path[path.count - 2]
      let target = path[path.count - 1 - levels]
      parent.removeContent(price)
      target.contents.insert(.element(price), at: toFront ? 0 : target.contents.count)
    }
  }

  private static func findPrices(_ element: PageElement, _ path: [PageElement], _ found: inout [[PageElement]]) {
    guard element.name != "script", element.name != "style" else { return }
    for child in element.children {
      let path = path + [element]
      let isPrice = Self.showsPrice(child) && !child.children.contains(where: Self.showsPrice)
      if isPrice { found.append(path + [child]) } else { findPrices(child, path, &found) }
    }
  }

  private static func showsPrice(_ element: PageElement) -> Bool {
    let text = element.text
    return text.utf8.count < 200 && text.contains("₪") && text.contains(where: \.isNumber)
  }
}
