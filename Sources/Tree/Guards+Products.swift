internal import Catalogue
internal import JSON
internal import Records
internal import Text

/// Guards over the products: whose they are, where they live, and whether they are another source's.
extension Guard {
  static let productGuards: [Guard] = [
    brandTitle, host, address, identity, provenance, nameLength, hebrewNames, image, sameNames, fieldLoss, renamed,
    suspect,
  ]

  static let brandTitle = Guard(name: "brand-title", meaning: "products of another brand") { evidence in
    if let group = evidence.groupID,
      let other = evidence.part.listings.first(where: { $0.groupID != nil && $0.groupID != group })
    {
      return "\(other.pageURL) is the page of group \(other.groupID ?? ""), the brand's is \(group)"
    }
    guard let titles = evidence.titles else { return nil }
    let foreign = evidence.part.products.compactMap(\.brandTitle).filter { !titles.contains(brandKey($0)) }
    guard let first = foreign.first, foreign.count > evidence.settings.tolerated("brand-title") else { return nil }
    return "\(foreign.count) of \(evidence.part.products.count) products are of another brand, such as '\(first)'"
  }

  static let host = items("host", "an address on a host that is not this source's") { product, evidence in
    let addresses = [product.url, product.record.string("page_url")].map { $0.flatMap { try? WebURL($0) } }
    if let other = addresses.lazy.compactMap({ $0?.host }).first(where: evidence.foreignHosts.contains) {
      return "\(other) is the other source's"
    }
    guard let hosts = evidence.hosts else { return nil }
    guard let url = addresses[0] else { return product.url ?? "no address" }
    return hosts.contains(url.host) || hosts.contains(url.authority) ? nil : product.url
  }

  static let address = items("address", "an address that no page can have") { product, _ in
    guard let text = product.url, let url = try? WebURL(text) else { return "'\(product.url ?? "")' is no address" }
    if text.unicodeScalars.contains(where: { $0.properties.isWhitespace || $0.value < 0x20 }) {
      return "'\(text)' has white space in it"
    }
    let segments = url.decodedSegments.filter { !$0.isEmpty }
    if segments.last == "search" || segments.first == "search" { return "'\(text)' is a search" }
    guard product.source == .halilit else { return nil }
    guard segments.count >= 2, segments[0] == "items" else { return "'\(text)' is not below /items/" }
    return segments[1] == product.id || segments[1].hasPrefix(product.id + "-") ? nil : "'\(text)' is of another item"
  }

  static let identity = items("identity", "a product without a name or number of its own") { product, _ in
    if product.name.allSatisfy(\.isWhitespace) { return "it has no name" }
    guard product.source == .halilit else { return nil }
    if !product.id.utf8.allSatisfy(ASCII.isDigit) { return "its id is no number of the shop" }
    guard let number = product.record.string("halilit_id"), number != product.id else { return nil }
    return "halilit_id is '\(number)'"
  }

  static let provenance = items("provenance", "a product that names no fetched page") { product, _ in
    let record = product.record
    guard let page = record.string("page_url"), !page.isEmpty else { return "no page_url" }
    guard let sha256 = record.string("page_sha256"), isDigest(sha256) else { return "no page_sha256" }
    return record.string("fetched_at")?.isEmpty ?? true ? "no fetched_at" : nil
  }

  static let nameLength = Guard(name: "name-length", meaning: "names that are sentences") { evidence in
    let (limit, products) = (evidence.settings.nameLength, evidence.part.products)
    let long = products.filter { $0.name.count > limit }
    guard let first = long.first, evidence.settings.isDoubtful(long.count, of: products.count) else { return nil }
    return "\(long.count) of \(products.count) names have more than \(limit) characters, such as "
      + "'\(first.name.prefix(limit))…'"
  }

  static let hebrewNames = Guard(name: "hebrew-names", meaning: "Hebrew names from a maker's site") { evidence in
    guard evidence.part.source == .brand, !evidence.isHebrewSite else { return nil }
    let hebrew = evidence.part.products.filter { product in
      product.name.unicodeScalars.contains { (0x0590...0x05FF).contains($0.value) }
    }
    guard let first = hebrew.first, hebrew.count > evidence.settings.tolerated("hebrew-names") else { return nil }
    return "\(hebrew.count) of \(evidence.part.products.count) names are Hebrew, such as '\(first.name)'; the site's "
      + "scrape_config.json does not say \"language\":\"he\""
  }

  /// Hosts whose pictures only say that there is none.
  static let placeholderHosts: Set = [
    "via.placeholder.com", "placeholder.com", "placehold.co", "placehold.it", "dummyimage.com", "placekitten.com",
    "picsum.photos", "fakeimg.pl",
  ]

  static let image = items("image", "a picture that shows no product") { product, _ in
    let record = product.record
    guard let text = record.string("image_url") ?? record.value("images")?["main"]?.string else { return nil }
    guard let url = try? WebURL(text) else { return "'\(text)' is no address" }
    if placeholderHosts.contains(url.host) { return "'\(text)' is a placeholder" }
    return url.path.lowercased().hasSuffix(".svg") ? "'\(text)' is a drawing such as a logo" : nil
  }

  static let sameNames = Guard(name: "same-names", meaning: "a catalogue copied from the other source") { evidence in
    let names = Set(evidence.part.products.map(\.name))
    guard names.count >= evidence.settings.sameNamesItems, names == evidence.otherNames else { return nil }
    return "all \(names.count) names are those of the other source's catalogue"
  }

  static let fieldLoss = Guard(name: "field-loss", meaning: "a field that many products lost at once") { evidence in
    let settings = evidence.settings
    return evidence.losses.first { loss in
      (loss.lost == loss.had && loss.had >= fewest)
        || (loss.lost > settings.shrinkItems && Double(loss.lost) * 100 > settings.shrinkPercent * Double(loss.had))
    }.map { "\($0.lost) of \($0.had) products that had \"\($0.member)\" lost it" }
  }

  /// So many products that all changed alike are no chance, however small the catalogue.
  private static let fewest = 3

  static let renamed = Guard(name: "renamed", meaning: "products of which most have another name or address at once") {
    evidence in
    evidence.rewordings.first { rewording in
      rewording.changed >= fewest && rewording.changed > evidence.settings.tolerated("renamed")
        && rewording.changed * 2 > rewording.had
    }.map { "\($0.changed) of \($0.had) published products have another \"\($0.member)\", such as \($0.example)" }
  }

  static let suspect = Guard(name: "suspect", meaning: "prices that were read wrongly") { evidence in
    let (count, all) = (evidence.suspectCount, evidence.part.products.count)
    return evidence.settings.isDoubtful(count, of: all) ? "\(count) of \(all) prices are not believable" : nil
  }

  /// What two spellings of a brand have in common: folded letters and digits.
  static func brandKey(_ title: String) -> String {
    String(
      String.UnicodeScalarView(
        NormalForm.folded(title).unicodeScalars.filter {
          $0.properties.isAlphabetic || $0.properties.numericType != nil
        })
    )
  }
}

extension Settings.Guards {
  /// Whether so many of `all` cannot be chance.
  func isDoubtful(_ count: Int, of all: Int) -> Bool {
    count > suspectItems && Double(count) * 100 > suspectPercent * Double(all)
  }
}
