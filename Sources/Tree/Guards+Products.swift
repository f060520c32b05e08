internal import Catalogue
internal import Text

/// Guards over the products: whose they are, where they live, and whether they are another source's.
extension Guard {
  static let productGuards: [Guard] = [brandTitle, host, sameNames, suspect]

  static let brandTitle = Guard(name: "brand-title", meaning: "products of another brand") { evidence in
    if let group = evidence.groupID,
      let other = evidence.part.listings.first(where: { $0.groupID != nil && $0.groupID != group })
    {
      return "\(other.pageURL) is the page of group \(other.groupID ?? ""), the brand's is \(group)"
    }
    guard let titles = evidence.titles else { return nil }
    let foreign = evidence.part.products.compactMap(\.brandTitle).filter { !titles.contains(brandKey($0)) }
    return foreign.first.map { first in
      "\(foreign.count) of \(evidence.part.products.count) products are of another brand, such as '\(first)'"
    }
  }

  static let host = Guard(name: "host", meaning: "addresses on a host that is not this source's") { evidence in
    guard let hosts = evidence.hosts else { return nil }
    let allowed = Set(hosts.map { $0.lowercased() })
    let foreign = evidence.part.products.filter { product in
      guard let url = product.url.flatMap({ try? WebURL($0) }) else { return true }
      return !allowed.contains(url.host) && !allowed.contains(url.authority)
    }
    return foreign.first.map { first in
      "\(foreign.count) products are not on \(hosts.joined(separator: ", ")), such as '\(first.url ?? "no address")'"
    }
  }

  static let sameNames = Guard(name: "same-names", meaning: "a catalogue copied from the other source") { evidence in
    let names = Set(evidence.part.products.map(\.name))
    guard names.count >= evidence.settings.sameNamesItems, names == evidence.otherNames else { return nil }
    return "all \(names.count) names are those of the other source's catalogue"
  }

  static let suspect = Guard(name: "suspect", meaning: "prices that were read wrongly") { evidence in
    let (count, all) = (evidence.suspectCount, evidence.part.products.count)
    let settings = evidence.settings
    guard count > settings.suspectItems, Double(count) * 100 > settings.suspectPercent * Double(all) else {
      return nil
    }
    return "\(count) of \(all) prices are not believable"
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
