# Product records from catalogue files of the first implementation, whose shapes differ from file to file.
#
#   jq --compact-output --arg brand_id roland --arg source halilit --from-file adapter.jq FILE...
#
# Halilit files:  {products: [{halilit_id, item_code, name, url, price: "43952", …}]}         the page's own values
#                 {products: [{id, sku, halilit_url, pricing: {regular_price}, …}]}           prices run together, see below
# Brand files:    {products: [{id, name, main_category, images: [{url}], brand_product_url}]}
#                 {products: [{name, detail_url, image_url}]}                                 id from the name: sizes share an address
#                 {metadata, raw_payload}                                                     one product a file
# White space in names and addresses stays as it is: normalize is there to mend it.

def slug: .name | ascii_downcase | [scan("[a-z0-9]+")] | join("-");

# 9983 is the price 99 followed by its Eilat price 83 == floor(99 × 100 / 118). Only a number that splits so is believed.
def run_together:
  if . == null then null
  else tostring as $digits
    | first(range(1; $digits | length) as $cut | ($digits[:$cut] | tonumber)
        | select($digits[$cut:] == (. * 100 / 118 | floor | tostring))) // null
  end;

def halilit:
  (if has("item_code") then
     {id: .halilit_id, item_code, url, price_ils: (if .price then .price | tonumber else null end)}
   else
     {id: ((.halilit_url // "" | capture("/items/(?<id>[0-9]+)").id) // .id), item_code: .sku, url: .halilit_url,
      price_ils: (.pricing.regular_price | run_together)}
   end) as $known
  | {type: "product", source: "halilit", $brand_id, id: $known.id, halilit_id: $known.id, item_code: $known.item_code, name,
     url: $known.url, image_url, category, price_ils: $known.price_ils, currency: "ILS", in_stock: null};

def brand:
  {type: "product", source: "brand", $brand_id, id: (.id // slug), name,
   url: (.brand_product_url // .detail_url // .url // .source_url // null), category: (.main_category // .category // null),
   sku: (.sku // .model_number // null), description: (.description // null),
   images: {main: (.image_url // .images[0].url? // null)}};

if has("raw_payload") then
  .raw_payload | .id = (input_filename | split("/") | last | rtrimstr("_raw.json"))
else .products[] end
| if $source == "halilit" then halilit else brand end
