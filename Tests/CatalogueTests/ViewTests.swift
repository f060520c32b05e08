import Catalogue
import JSON
import Records
import Testing

/// What makes a record a product, a link, a decision, a request or a page.
@Suite struct ViewTests {
  private func record(_ text: String) throws -> Record { try RecordParser().parse(text) }

  @Test(arguments: [
    (
      #"{"type":"product","brand_id":"b","id":"1"}"#, #"the product has no known "source" (halilit, brand, production)"#
    ),
    (
      #"{"type":"product","source":"shop","brand_id":"b","id":"1"}"#,
      #"the product has no known "source" (halilit, brand, production)"#
    ),
    (#"{"type":"product","source":"brand","id":"1"}"#, #"the product has no "brand_id" or it is not a text"#),
    (#"{"type":"product","source":"brand","brand_id":"b","id":1}"#, #"the product has no "id" or it is not a text"#),
  ])
  func `a product needs its source, brand and id`(text: String, why: String) throws {
    #expect(throws: RecordError(why)) { try Product(record(text)) }
  }

  @Test func `a product's members are nil where the source does not say`() throws {
    let product = try Product(
      record(#"{"type":"product","source":"halilit","brand_id":"b","id":"1","price_ils":25990.50,"in_stock":null}"#))
    #expect(product.priceILS == "25990.50")
    #expect(product.inStock == nil)
    #expect(product.model == nil)
    #expect(product.name == "")
    #expect(!product.isLegacy)
  }

  private static func link(_ type: String, _ productClass: String, brand: Bool, halilit: Bool) -> String {
    """
    {"type":"\(type)","class":"\(productClass)","brand_id":"b","brand":\(brand ? #"{"id":"b-1"}"# : "null"),\
    "halilit":\(halilit ? #"{"halilit_id":"7"}"# : "null")}
    """
  }

  @Test(
    arguments: ["PRIMARY", "SECONDARY", "HALILIT_ONLY"], [(true, true), (true, false), (false, true), (false, false)])
  func `a link names the sides of its class and no other`(productClass: String, sides: (Bool, Bool)) throws {
    let text = Self.link("link", productClass, brand: sides.0, halilit: sides.1)
    let isValid = ["PRIMARY": (true, true), "SECONDARY": (true, false), "HALILIT_ONLY": (false, true)][productClass].map
    { $0 == sides }
    if isValid == true {
      let link = try Link(record(text))
      #expect(link.brandProductID == (sides.0 ? "b-1" : nil))
      #expect(link.halilitID == (sides.1 ? "7" : nil))
    } else {
      #expect(throws: RecordError.self) { try Link(record(text)) }
    }
  }

  @Test func `a review names at least one side, whatever its class`() throws {
    #expect(try Link(record(Self.link("review", "SECONDARY", brand: true, halilit: true))).isReview)
    #expect(throws: RecordError.self) { try Link(record(Self.link("review", "PRIMARY", brand: false, halilit: false))) }
    #expect(throws: RecordError(#"the review has no known "class""#)) {
      try Link(record(Self.link("review", "primary", brand: true, halilit: true)))
    }
  }

  @Test(arguments: [
    ("confirmed", true, true, true), ("confirmed", true, false, false), ("confirmed", false, true, false),
    ("refused", true, true, true), ("refused", false, true, false), ("no-partner", true, false, true),
    ("no-partner", false, true, true), ("no-partner", false, false, false), ("maybe", true, true, false),
  ])
  func `a decision names the products its verdict is about`(verdict: String, brand: Bool, halilit: Bool, isValid: Bool)
    throws
  {
    let text = """
      {"type":"decision","brand_id":"b","brand_product_id":\(brand ? #""b-1""# : "null"),\
      "halilit_id":\(halilit ? #""7""# : "null"),"verdict":"\(verdict)"}
      """
    let record = try record(text)
    if isValid {
      #expect(try Decision(record).verdict.rawValue == verdict)
    } else {
      #expect(throws: RecordError.self) { try Decision(record) }
    }
  }

  @Test func `a new request reads back as itself`() throws {
    let object = Request.object(
      url: "https://shop.test/a", source: .halilit, brandID: "acme", role: .listing, render: true, depth: 2)
    let request = try Request(Record(object))
    #expect(request.url == "https://shop.test/a")
    #expect(request.source == .halilit)
    #expect(request.role == .listing)
    #expect(request.brandID == "acme")
    #expect(request.isRendered)
    #expect(request.depth == 2)
    #expect(request.method == "GET")
    #expect(request.body == nil)
  }

  @Test(
    arguments: [
      (#""status":200,"body":"<p>\u05d0""#, "<p>א", nil), (#""status":204,"body":"""#, "", nil),
      (#""status":503,"body":"sorry""#, nil, "http-503"), (#""status":0,"error":{"code":"timeout"}"#, nil, "timeout"),
      (#""status":200,"error":{"code":"too-big"},"body":"x""#, nil, "too-big"),
      (#""status":200,"error":null,"body":"x""#, "x", nil),
      (#""status":304"#, nil, "http-304"), (#""status":200"#, nil, nil),
    ] as [(String, String?, String?)])
  func `a page has a body or says why it failed`(members: String, body: String?, code: String?) throws {
    let page = try Page(record(#"{"type":"page","url":"u","source":"brand","role":"item",\#(members)}"#))
    #expect(page.body.map { String(decoding: $0, as: UTF8.self) } == body)
    #expect(page.failure?["code"]?.string == code)
  }

  @Test(arguments: [
    #"{"type":"page","url":"u","source":"brand","role":"item"}"#,
    #"{"type":"page","url":"u","source":"brand","role":"shop","status":200}"#,
    #"{"type":"page","source":"brand","role":"item","status":200}"#,
  ])
  func `a page needs its request and its status`(text: String) throws {
    #expect(throws: RecordError.self) { try Page(record(text)) }
  }
}
