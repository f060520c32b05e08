internal import JSON

/// Shop systems whose own templates mark products the same way in every shop: built-in configs for sites without one.
enum Platforms {
  /// Configs in the order in which they are tried; the first that finds products reads the page.
  static let listings: [BrandConfig.Selectors] = [wooCommerce, magento, shopify, prestaShop, konimbo, microformats]
    .compactMap {
      try? $0.get()
    }

  /// The templates of a product's own page.
  static let items: [BrandConfig.Selectors] = [wooCommerceItem, magentoItem].compactMap { try? $0.get() }

  /// What Shopify's `products.json` and WooCommerce's store interface answer.
  static let interfaces: [BrandConfig.Items] = [shopifyInterface, wooCommerceInterface].compactMap { try? $0.get() }

  private static func selectors(_ json: JSON) -> Result<BrandConfig.Selectors, ConfigError> {
    Result { () throws(ConfigError) in try BrandConfig.selectors(json, "css") }
  }

  private static func items(_ json: JSON) -> Result<BrandConfig.Items, ConfigError> {
    Result { () throws(ConfigError) in try BrandConfig.items(json, "api") }
  }

  private static let wooCommerce = selectors([
    // On a product's own page, the page itself is of the type; its neighbours stand in a list.
    "item":
      "body:not(.single-product) .type-product, .products .type-product, .wc-block-grid__product, .wc-block-product, ul.products > li.product",
    "fields": [
      "name": [
        ".woocommerce-loop-product__title", ".wc-block-grid__product-title", ".wp-block-post-title", ".product-title",
        ".title a", "h2", "h3", "h4",
      ],
      "url": [
        ".woocommerce-loop-product__title a", "a.woocommerce-LoopProduct-link", "a.woocommerce-loop-product__link",
        ".wc-block-grid__product-link", ".wp-block-post-title a", ".product-title a", ".title a", "h2 a, h3 a", "a",
      ],
      "image": "img",
      "price": [
        ".price ins .amount", ".wc-block-grid__product-price ins", ".price > .amount", ".price",
        ".wc-block-grid__product-price",
      ],
      "original_price": ".price del .amount, .wc-block-grid__product-price del",
      "availability": ["select": "", "attr": "class"],
      "item_id": ["select": "", "attr": "class", "transform": "word:post-"],
      "sku": ["select": "[data-product_sku]", "attr": "data-product_sku"],
    ],
    "next": "a.next.page-numbers, .woocommerce-pagination a.next, a.wp-block-query-pagination-next",
  ])

  private static let wooCommerceItem = selectors([
    "item": ".type-product:has(h1.product_title)",
    "fields": [
      "name": "h1.product_title", "image": ".woocommerce-product-gallery__image img, .images img",
      "gallery": ".woocommerce-product-gallery__image img",
      "price": [".summary .price ins .amount", ".summary .price > .amount", ".summary .price"],
      "original_price": ".summary .price del .amount", "sku": ".sku_wrapper .sku, .product_meta .sku",
      "description": ".woocommerce-product-details__short-description", "availability": ".summary .stock",
      "category": ".posted_in a", "specs": "table.woocommerce-product-attributes",
    ],
  ])

  private static let magentoItem = selectors([
    "item": "body.catalog-product-view",
    "fields": [
      "name": "h1.page-title", "image": ".gallery-placeholder__image, .product.media img",
      "price": [
        ".product-info-main .special-price .price", ".product-info-main [data-price-type=finalPrice] .price",
        ".product-info-main .price",
      ],
      "original_price": ".product-info-main .old-price .price", "sku": ".product.attribute.sku .value",
      "description": [".product.attribute.overview .value", ".product.attribute.description .value"],
      "availability": ".product-info-main .stock", "specs": "#product-attribute-specs-table",
    ],
  ])

  private static let magento = selectors([
    "item": "li.product-item, .products-grid .item.product, .product-items > .item, ul.products-grid > li.item",
    "fields": [
      "name": ["a.product-item-link", ".product-item-name", ".product-name a", "h2.product-name"],
      "url": [
        "a.product-item-link", ".product-item-name a", ".product-name a", "a.product-item-photo", "a.product-image",
      ],
      "image": ["img.product-image-photo", ".product-image img", "img"],
      "price": [
        ".special-price .price", "[data-price-type=finalPrice] .price", "[data-price-type=minPrice] .price",
        ".regular-price .price", ".price-box .price", ".price",
      ],
      "original_price": ["[data-price-type=oldPrice] .price", ".old-price .price"],
      "availability": [".stock span", ".stock", "button.tocart"],
      "item_id": ["select": "[data-product-id]", "attr": "data-product-id"],
      "sku": ["select": "[data-product-sku]", "attr": "data-product-sku"],
    ],
    "next": ".pages-item-next a, .pages a.next, a.action.next",
  ])

  private static let shopify = selectors([
    "item": """
    .product-card, .product-item, .grid-product, .grid__item .card-wrapper, product-card, .product-grid-item, .productgrid--item
    """,
    "fields": [
      "name": [
        ".product-card__title", ".product-item__title", ".grid-product__title", ".card__heading", ".product-title",
        ".productitem--title", "h2, h3",
      ],
      "url": "a[href*='/products/']", "image": "img",
      "price": [
        ".price-item--sale", ".price-item--regular", ".price .money", ".price", ".product-price", "[class*=price]",
      ],
      "original_price": ["s.price-item", ".price--compare", ".compare-at"],
      "item_id": ["select": "[data-product-id]", "attr": "data-product-id"],
    ],
    "where": ["url": "/products/"],
    "next": "a[rel=next], .pagination a.next, .pagination__item--next, .pagination .next a",
  ])

  private static let prestaShop = selectors([
    "item": "article.product-miniature, .product-container, li.ajax_block_product",
    "fields": [
      "name": [".product-title", ".product-name"], "url": [".product-title a", "a.product-name", "a.thumbnail"],
      "image": "img", "price": [".price", ".product-price"], "original_price": [".regular-price", ".old-price"],
      "item_id": ["select": "", "attr": "data-id-product"],
    ],
    "next": "a.next[rel=next], .pagination_next a",
  ])

  private static let konimbo = selectors([
    "item": ".layout_list_item[id^=item_id_]", "nested": true,
    "fields": [
      "name": [".title_with_brand", ".title", "h2, h3, h4"], "url": "a[href*='/items/']",
      "image": [".img_wrapper img", "img"], "description": "p.content",
      // Labels and the price without VAT stand inside the price.
      "price": [
        "(.//*[contains(concat(' ',normalize-space(@class),' '),' price ')])[1]/text()[normalize-space()]",
        ".price",
      ],
      "original_price": ".origin_price", "sku": ["select": "", "attr": "data-item-code"],
      "brand": ["select": "", "attr": "data-brand-title"], "category": ["select": "", "attr": "data-category-title"],
      "item_id": ["select": "", "attr": "id", "transform": "after:item_id_"],
    ],
    "next": ".pagination a.next_page",
  ])

  /// Shops that mark products by the classes of http://microformats.org/wiki/h-product.
  private static let microformats = selectors([
    "item": ".h-product, .hproduct",
    "fields": [
      "name": [".p-name", ".fn"], "url": ["a.u-url, .u-url a", "a.url, .url a", "a"],
      "image": [".u-photo", ".photo", "img"],
      "price": [".p-price", ".price"], "description": [".e-description, .p-description", ".description"],
      "brand": [".p-brand", ".brand"], "category": [".p-category", ".category"],
      "sku": [".u-identifier, .p-identifier", ".identifier"],
    ],
    "next": "a[rel=next]",
  ])

  private static let shopifyInterface = items([
    "items": "products", "page_parameter": "page", "where": ["handle": "", "title": ""],
    "fields": [
      "name": "title", "url": "/products/{handle}", "image": "images[0].src", "gallery": "images[].src",
      "description": "body_html", "category": "product_type", "brand": "vendor", "sku": "variants[0].sku",
      "price": "variants[0].price", "original_price": "variants[0].compare_at_price", "item_id": "id",
      "availability": "variants[0].available",
      "variants": [
        "path": "variants",
        "fields": ["name": "title", "sku": "sku", "price": "price", "gtin": "barcode", "item_id": "id"],
      ],
    ],
  ])

  private static let wooCommerceInterface = items([
    "items": "$", "page_parameter": "page", "where": ["permalink": "", "name": ""],
    "fields": [
      "name": "name", "url": "permalink", "image": "images[0].src", "gallery": "images[].src",
      "description": "description",
      "category": "categories[0].name", "sku": "sku", "item_id": "id", "availability": "stock_status",
    ],
  ])
}
