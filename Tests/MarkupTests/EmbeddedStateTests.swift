import JSON
import Testing

@testable import Markup

struct EmbeddedStateTests {
  @Test(arguments: [
    (
      "__NEXT_DATA__", #"<script id="__NEXT_DATA__" type="application/json">{"props":{"a":1}}</script>"#,
      #"{"props":{"a":1}}"#
    ),
    (
      "__INITIAL_STATE__", "<script>window.__INITIAL_STATE__ = {a:'}',b:[1,],};window.x=1</script>",
      #"{"a":"}","b":[1]}"#
    ),
    ("__STATE__", #"<script>window["__STATE__"] = JSON.parse("{\"a\":\"\\u05d0\"}");</script>"#, #"{"a":"א"}"#),
    ("__P__", "<script>__P__=JSON.parse(decodeURIComponent('%7B%22a%22%3A%22%D7%90%22%7D'))</script>", #"{"a":"א"}"#),
    (
      "__NUXT__", #"<script>window.__NUXT__=(function(a,b){return {d:[{p:a,q:b}],s:!0}}(1,"x"))</script>"#,
      #"{"d":[{"p":1,"q":"x"}],"s":true}"#
    ),
    ("meta", #"<script>if (a==b) {c=>{}}; var meta = {"product":{"id":7}};</script>"#, #"{"product":{"id":7}}"#),
    (
      "dataLayer", "<script>dataLayer.push({a:1}); dataLayer.push(x); dataLayer.push({b:2})</script>",
      #"[{"a":1},{"b":2}]"#
    ),
    ("data-product-json", "<script type='application/json' data-product-json>{\"id\":7}</script>", #"{"id":7}"#),
    ("script[0]", "<script type='text/x-magento-init'>{\"*\":{}}</script>", #"{"*":{}}"#),
    (
      "data-product_variations", "<form data-product_variations='[{&quot;sku&quot;:&quot;a&quot;}]'></form>",
      #"[{"sku":"a"}]"#
    ),
    (
      "__NUXT_DATA__",
      #"<script id="__NUXT_DATA__" type="application/json">[["Reactive",1],{"a":2,"b":3,"c":-1},"x",[2,4],["Date","2020"]]</script>"#,
      #"{"a":"x","b":["x","2020"],"c":null}"#
    ),
    (
      "__next_f",
      #"<script>self.__next_f.push([0])</script><script>self.__next_f.push([1,"1:T3,a:b2:[\"$\","])</script><script>self.__next_f.push([1,"{\"p\":1}]\n3:I[5]\n"])</script>"#,
      #"[["$",{"p":1}],[5]]"#
    ),
  ])
  func `a state is found by its name`(name: String, html: String, expected: String) throws {
    let page = try Document(html: html)
    #expect(EmbeddedState.find(in: page, named: name)?.value.text == expected)
    #expect(EmbeddedState.all(in: page).map(\.name) == [name])
    #expect(StructuredData.embedded(in: page).first?.value.text == expected)
  }

  @Test func `what is not a literal is no state`() throws {
    let page = try Document(
      html: """
        <script>window.a = f({b:1}); a={c:1}; window.d = {e: f()}; window.g = {};</script>
        <script src="x.js">window.h={i:1}</script><script type="text/template">window.j={k:1}</script>
        """)
    #expect(EmbeddedState.all(in: page).isEmpty)
  }

  @Test func `shared values that would grow without end are cut`() throws {
    let slots = (0..<200).map { "[\($0 + 1),\($0 + 1)]" }.joined(separator: ",")
    let page = try Document(html: "<script id=__NUXT_DATA__ type=application/json>[\(slots),1]</script>")
    #expect(EmbeddedState.find(in: page, named: "__NUXT_DATA__") != nil)
  }

  @Test func `a script full of broken literals is given up`() throws {
    let page = try Document(html: "<script>" + String(repeating: "window.a={/*", count: 100_000) + "</script>")
    #expect(EmbeddedState.all(in: page).isEmpty)
  }
}
