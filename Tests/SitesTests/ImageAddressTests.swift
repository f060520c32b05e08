import Testing
import Text

@testable import Sites

struct ImageAddressTests {
  @Test(arguments: [
    (
      "https://a.example/_next/image/?url=https%3A%2F%2Fcdn.example%2FNE7%252073.png&w=640&q=75",
      "https://cdn.example/NE7%2073.png"
    ),
    ("https://a.example/_next/image?url=%2Fi%2Fa.png&w=64", "https://a.example/i/a.png"),
    ("https://a.example/cdn-cgi/image/width=80,quality=75/https://cdn.example/a.png", "https://cdn.example/a.png"),
    ("https://a.example/cdn-cgi/image/width=80/i/a.png", "https://a.example/i/a.png"),
    ("https://a.example/_ipx/w_200,f_webp/i/a.png", "https://a.example/i/a.png"),
    ("https://i0.wp.com/shop.example/i/a.png?w=300", "https://shop.example/i/a.png"),
    ("https://wsrv.nl/?url=cdn.example/a.png", "https://wsrv.nl/cdn.example/a.png"),
    ("https://a.example/i/a.png?v=1", "https://a.example/i/a.png?v=1"),
  ])
  func `a picture behind a proxy is the picture itself`(proxied: String, original: String) throws {
    #expect(ImageAddress.original(of: try WebURL(proxied)).href == original)
  }

  @Test(arguments: [
    ("a.png 1x, b.png 2x", "b.png"), ("a.png 640w, b.png 3840w, c.png 750w", "b.png"), ("a.png", "a.png"),
    ("/w_1,h_2/a.png 100w,/w_2,h_4/a.png 200w", "/w_2,h_4/a.png"), ("", nil), (" , ", nil),
    ("a.png, b.png 2x", "b.png"),
  ])
  func `the largest picture of a set`(set: String, largest: String?) {
    #expect(ImageAddress.largest(in: set) == largest)
  }

  @Test(arguments: [
    ("https://a.example/logo.svg", true), ("https://a.example/N3P_logo_Xheight.png", true),
    ("https://a.example/media/Icon-24.png", true), ("https://a.example/placeholder_gear.png", true),
    ("https://a.example/logos/stage-4.jpg", false), ("https://a.example/iconic-synth.jpg", false),
    ("https://a.example/Logitech.jpg", false),
  ])
  func `logos, icons and placeholders are decoration`(url: String, isDecoration: Bool) throws {
    #expect(ImageAddress.isDecoration(try WebURL(url)) == isDecoration)
  }
}
