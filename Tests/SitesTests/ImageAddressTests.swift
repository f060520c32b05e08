import Markup
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
    (
      "https://a.example/_next/image/?url=https%3A%2F%2Fa.example%2Fcdn-cgi%2Fimage%2Fwidth%3D80%2Fi%2Fa.png&w=64",
      "https://a.example/i/a.png"
    ),
    (
      "https://res.cloudinary.com/nord/image/upload/c_fill,w_300,h_200/f_auto/v1712/pianos/grand.png",
      "https://res.cloudinary.com/nord/image/upload/v1712/pianos/grand.png"
    ),
    (
      "https://res.cloudinary.com/nord/image/upload/v1712/grand.png",
      "https://res.cloudinary.com/nord/image/upload/v1712/grand.png"
    ),
    (
      "https://cdn.shopify.com/s/files/1/wave_300x300_crop_center@2x.jpg?v=17&width=300",
      "https://cdn.shopify.com/s/files/1/wave.jpg?v=17"
    ),
    ("https://a.example/cdn/shop/files/wave_grande.jpg?width=90", "https://a.example/cdn/shop/files/wave.jpg"),
    ("https://a.example/cdn/shop/products/wave_2.jpg?v=1", "https://a.example/cdn/shop/products/wave_2.jpg?v=1"),
    ("https://cdn.shopify.com/s/files/1/x_600x.png", "https://cdn.shopify.com/s/files/1/x.png"),
  ])
  func `a picture behind a proxy is the picture itself`(proxied: String, original: String) throws {
    #expect(ImageAddress.original(of: try WebURL(proxied)).href == original)
  }

  @Test(arguments: [
    ("a.png 1x, b.png 2x", "b.png"), ("a.png 640w, b.png 3840w, c.png 750w", "b.png"), ("a.png", "a.png"),
    ("/w_1,h_2/a.png 100w,/w_2,h_4/a.png 200w", "/w_2,h_4/a.png"), ("", nil), (" , ", nil),
    ("a.png, b.png 2x", "b.png"), ("a.png 1x,b.png 3x,c.png 2x", "b.png"), ("a.png 1x,b.png", "a.png"),
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

  @Test(arguments: [
    ("<img src='data:image/gif;base64,R0' data-src=/a.png>", "/a.png"),
    ("<img srcset='/s.png 1x, /l.png 2x' src=/s.png>", "/l.png"),
    ("<picture><source srcset='/s.webp 400w, /l.webp 800w'><img src='data:image/gif;base64,R0'></picture>", "/l.webp"),
    ("<img src='data:image/gif;base64,R0'><noscript><img src=/a.png></noscript>", "/a.png"),
    ("<img src='data:image/gif;base64,R0'>", nil),
  ])
  func `a lazy picture's address is found`(html: String, address: String?) throws {
    let image = try #require(try Document(html: html).node.firstDescendant(named: "img"))
    #expect(ImageAddress.address(of: image) == address)
  }
}
