# How many products of each part show each field, lack it, or show it in a way that cannot be read ("unreadable"). Run with
# -n over parts named …/<brand>/<step>.part. A product on several pages counts once, with what they say together.
def fields: {
  halilit: ["item_code", "brand_title", "name", "url", "image_url", "category", "description", "price_ils",
    "original_price_ils", "eilat_price_ils", "in_stock"],
  brand: ["name", "url", "images", "description", "specs", "category", "sku", "gtin", "documents", "price_amount"]
};
def counted($path):
  ($path | split("/") | [.[-2], (.[-1] | rtrimstr(".part"))]) as [$brand, $step]
  | [.[]] as $products
  | reduce fields[$step][] as $field ({};
      ($products | map(select(.[$field] == null))) as $absent
      | ($absent | map(select(.unreadable // [] | index($field))) | length) as $invalid
      | .[$field] = {seen: ($products | length - ($absent | length)), missing: ($absent | length - $invalid), $invalid})
  | {$brand, $step, fields: .};

# One part after the other, so that no more than one is held; null ends the last.
foreach ((inputs | [input_filename, .]), null) as $line ({path: null, products: {}, counted: null};
  (if $line == null or $line[0] != .path then
    {path: ($line // [null])[0], products: {}, counted: (if .path then .path as $path | .products | counted($path) else null end)}
  else .counted = null end)
  | if $line[1].type? == "product" then
      .products[$line[1].id] |=
        (if . then . + ($line[1] | with_entries(select(.value != null))) else $line[1] end)
    else . end;
  .counted | select(.))
