import JSON

/// Records as short as a test may want them.
enum Fixture {
  static func brand(_ id: String, _ more: String = "", of brandID: String = "acme") -> String {
    #"{"type":"product","source":"brand","brand_id":"\#(brandID)","id":"\#(id)","name":"Acme \#(id)"\#(more)}"#
  }

  static func halilit(_ id: String, _ more: String = "", of brandID: String = "acme") -> String {
    #"{"type":"product","source":"halilit","brand_id":"\#(brandID)","id":"\#(id)","name":"אקמי \#(id)"\#(more)}"#
  }

  static func primary(_ brand: String, _ halilit: String, type: String = "link", of brandID: String = "acme") -> String
  {
    #"{"type":"\#(type)","class":"PRIMARY","brand_id":"\#(brandID)","brand":{"id":"\#(brand)"},"halilit":{"halilit_id":"\#(halilit)"}}"#
  }

  static func secondary(_ brand: String) -> String {
    #"{"type":"link","class":"SECONDARY","brand_id":"acme","brand":{"id":"\#(brand)"},"halilit":null}"#
  }

  static func halilitOnly(_ halilit: String) -> String {
    #"{"type":"link","class":"HALILIT_ONLY","brand_id":"acme","brand":null,"halilit":{"halilit_id":"\#(halilit)"}}"#
  }
}

extension String {
  /// The records of a program's output.
  var records: [JSON] { get throws { try split(separator: "\n").map { try JSON(parsing: String($0)) } } }
}
