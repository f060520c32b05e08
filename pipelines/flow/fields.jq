# How many products of a part show each field, lack it, or show it in a way that cannot be read ("unreadable"). Run with
# -n over the part; $step is halilit or brand. A product on several pages counts once, with what they say together.
def fields: {
  halilit: ["item_code", "brand_title", "name", "url", "image_url", "category", "description", "price_ils",
    "original_price_ils", "eilat_price_ils", "in_stock"],
  brand: ["name", "url", "images", "description", "specs", "category", "sku", "gtin", "documents", "price_amount"]
};
reduce (inputs | select(.type == "product")) as $product ({};
  .[$product.id] += ($product | with_entries(select(.value != null))))
| [.[]] as $products
| reduce fields[$step][] as $field ({}; .[$field] = {
    seen: ($products | map(select(.[$field] != null)) | length),
    missing: ($products | map(select(.[$field] == null and (.unreadable // [] | index($field) | not))) | length),
    invalid: ($products | map(select(.[$field] == null and (.unreadable // [] | index($field)))) | length)})
| {brand: $brand, step: $step, fields: .}
