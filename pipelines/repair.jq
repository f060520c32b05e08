# Whether the prices of a repaired source can be believed, then the records of its part: as they are, or with the prices
# of $known, the last good catalogue, where they cannot. Run with -n over the part.
def prices: ["price", "price_ils", "original_price_ils", "eilat_price_ils", "price_amount", "price_currency",
  "original_price", "original_price_amount", "price_reason"];
def amount: .price_ils // .price_amount;
def share($part; $all): $all == 0 or $part * 100 >= $all * 90;
# Eilat pays no VAT: its price is a check digit.
def holds($rate): .eilat_price_ils == null or .price_ils == null
  or .eilat_price_ils == ((.price_ils * 100 / (100 + $rate)) | floor);

(reduce $known[] as $product ({}; .[$product.id] = $product)) as $old
| ([$settings[0].vat[]?] | sort_by(.from) | last.percent // 18) as $rate
| [inputs] as $records
# A product on several pages counts once, with what they say together.
| (reduce ($records[] | select(.type == "product")) as $product ({};
    .[$product.id] += ($product | with_entries(select(.value != null)))) | [.[]]) as $products
| [$products[] | select($old[.id] | amount)] as $priced
| [$products[] | select($old[.id].eilat_price_ils)] as $eilat
| (share([$priced[] | select(amount == ($old[.id] | amount))] | length; $priced | length)
    and share([$eilat[] | select(.eilat_price_ils)] | length; $eilat | length)
    and all($products[]; holds($rate))) as $hold
| $hold,
  ($records[] | if $hold or .type != "product" then . else
    . as $product | with_entries(select(.key | IN(prices[]) | not))
      + (($old[.id] // {}) | with_entries(select(.key | IN(prices[]))))
      + (if $product.source == "halilit" and $old[.id] == null
         then {price: null, price_ils: null, original_price_ils: null, eilat_price_ils: null, price_reason: "not-shown"}
         else {} end) end)
