import JSON
import Sites
import TestSupport
import Testing

/// Pages that repeat one thing without end: what is read of them takes time in proportion, not by the square, which would
/// be hours.
struct HostilePageTests {
  /// So many that the square of them shows where tests may take long; elsewhere only the results are looked at.
  private static let repetitions = LongTests.areWanted ? 30_000 : 2_000

  private static func linked(_ json: String) -> String { "<script type=application/ld+json>\(json)</script>" }

  private static func state(_ json: String) -> String {
    "<script id=__NEXT_DATA__ type=application/json>\(json)</script>"
  }

  private static func list(_ part: (Int) -> String) -> String {
    (0..<repetitions).map(part).joined(separator: ",")
  }

  private static func repeated(_ part: String) -> String { String(repeating: part, count: repetitions) }

  private static let product = linked(#"{"@type":"Product","name":"Wave 2"}"#)

  /// One part of a page that is repeated.
  enum Part: CaseIterable {
    case titles, titlesWithLinks, labels, picturesOfSet, digits, products, cards, linkedCards, accessories, offers
    case properties, rows, configuration, memberName, streamRows

    var role: String {
      switch self {
      case .titles, .titlesWithLinks, .labels, .properties, .rows, .configuration: "item"
      default: "listing"
      }
    }

    var html: String {
      switch self {
      case .titles: product + "<div>" + repeated("<h2>Accessories</h2>") + "</div>"
      case .titlesWithLinks: product + "<div>" + repeated("<h2>Accessories</h2><a href=/x></a>") + "</div>"
      case .labels: product + String(repeating: "<label>", count: 2_000) + repeated("x ")
      case .picturesOfSet:
        "<ul class=products><li class=product><h2>Wave 2</h2><img srcset='\(repeated("a 1x,"))'></ul>"
      case .digits:
        "<ul class=products><li class=product><h2>Wave 2</h2><span class=price>\(repeated("<i>1</i>"))</span></ul>"
      case .products: linked("[" + list { _ in #"{"@type":"Product","name":"Wave 2"}"# } + "]")
      case .cards: "<ul class=products>" + repeated("<li class=product><h2>Wave 2</h2></li>") + "</ul>"
      case .linkedCards:
        "<ul class=products>" + repeated("<li class=product><h2>Wave 2</h2><a href=/p/wave-2></a></li>") + "</ul>"
      case .accessories:
        linked("[" + list { #"{"@type":"Product","name":"Case \#($0)","isAccessoryOrSparePartFor":"Case 0"}"# } + "]")
      case .offers:
        linked(
          #"{"@graph":[\#(list { #"{"@type":"Product","name":"Wave \#($0)","offers":{"@id":"o"}}"# }),"#
            + #"{"@id":"o","offers":[\#(list { _ in "{}" })]}]}"#)
      case .properties:
        linked(
          #"{"@type":"Product","name":"Wave 2","additionalProperty":[\#(list { #"{"name":"n\#($0)","value":"1"}"# })]}"#
        )
      case .rows:
        "<div class=type-product><h1 class=product_title>Wave 2</h1><table class=woocommerce-product-attributes>"
          + (0..<repetitions).map { "<tr><th>n\($0)</th><td>1</td></tr>" }.joined() + "</table></div>"
      case .configuration:
        product + "<script type=text/x-magento-init>"
          + #"{"*":{"x":{"jsonConfig":{"attributes":{"1":{"options":[{"label":"a","products":["#
          + list { #""\#($0)""# } + #"]}]}},"sku":{"# + list { #""\#($0)":"s""# } + "}}}}}</script>"
      case .memberName: state(#"{"\#(repeated("abcdefgh"))":{\#(list { #""k\#($0)":{}"# })}}"#)
      case .streamRows: #"<script>self.__next_f.push([1,"\#(repeated("a:T\\n"))"])</script>"#
      }
    }
  }

  @Test(.timeLimit(.minutes(10)), arguments: Part.allCases)
  func `a page that repeats one thing is read`(part: Part) throws {
    let reading = try? brandPage(part.html, role: part.role).get()
    switch part {
    case .memberName, .streamRows: #expect(reading == nil)
    case .accessories:
      var crawl = BrandCrawl(brandID: "nord")
      crawl.add(try #require(reading), of: try page("", role: "listing").0)
      let first = crawl.finished().first { $0["name"] == "Case 0" }
      #expect(first?["accessories"]?.array?.count == Self.repetitions - 1)
    case .offers: #expect(reading?.products.count == Self.repetitions)
    default: #expect(reading?.products.first?["name"] == "Wave 2")
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `an item's page of the shop with a specification line repeated is read`() throws {
    let lines = (0..<Self.repetitions).map { "<li><b>n\($0)</b><span>v</span></li>" }.joined()
    let (page, document) = try page(
      "<h1>Wave 2</h1><ul id=item_specifications>\(lines)</ul>", url: "https://shop.example/items/5-x", role: "item")
    let product = try KonimboItem.read(page, document).get()
    #expect(product["specs"]?.object?.members.count == Self.repetitions)
  }

  @Test(.timeLimit(.minutes(10)))
  func `blocks of brands inside each other show each brand once`() throws {
    let links = (0..<Self.repetitions).map { "<a href=/g/5193-Brand/\($0)-X><img src=a></a>" }.joined()
    let (page, document) = try page(
      String(repeating: "<div class=brands>", count: 500) + links, url: "https://shop.example/pages/1",
      role: "brand-index")
    #expect(try KonimboIndex.read(page, document).get().count == Self.repetitions)
  }
}
