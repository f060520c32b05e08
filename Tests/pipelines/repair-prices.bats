#!/usr/bin/env bats
# When the prices that a repaired config reads are believed: pipelines/repair.jq at its limits.

load support

setup() { cd "$BATS_TEST_TMPDIR" && echo '{"vat":[{"from":"2025-01-01","percent":18}]}' >settings; }

# products FIRST LAST FACTOR: halilit products by number, priced at FACTOR times 118, 236, …
products() {
  jq -cn --argjson first "$1" --argjson last "$2" --argjson factor "$3" 'range($first; $last + 1)
    | {type: "product", source: "halilit", id: "\(.)", name: "A\(.)", price_ils: (. * 118 * $factor), eilat_price_ils: (. * 100 * $factor)}'
}

# judge: the first line of the verdict on `part` against `known`; the records are left in `new`.
judge() {
  jq -cn --slurpfile known known --slurpfile settings settings --from-file "$PIPELINES/repair.jq" part >verdict
  tail -n +2 verdict >new
  head -n 1 verdict
}

@test "prices are believed when nine of ten equal the known ones" {
  products 1 10 1 >known
  { products 1 9 1 && products 10 10 2; } >part
  [[ $(judge) == true ]]
  diff part new
}

@test "with eight of ten they are not, and every price is the known one" {
  products 1 10 1 >known
  { products 1 8 1 && products 9 10 2; } >part
  [[ $(judge) == false ]]
  diff <(jq -S . known) <(jq -S . new)
}

@test "a new product does not count among the known" {
  products 1 10 1 >known
  { products 1 10 1 && products 11 15 3; } >part
  [[ $(judge) == true ]]
}

@test "one price that breaks the VAT identity by one shekel is enough" {
  products 1 10 1 >known
  products 1 10 1 | jq -c 'if .id == "7" then .eilat_price_ils -= 1 else . end' >part
  [[ $(judge) == false ]]
  products 1 10 1 | jq -c 'if .id == "7" then .price_ils += 1 else . end' >part
  [[ $(judge) == true ]]
}

@test "prices without VAT that are gone from more than one in ten are missed" {
  products 1 10 1 >known
  products 1 10 1 | jq -c 'if .id == "7" then .eilat_price_ils = null else . end' >part
  [[ $(judge) == true ]]
  products 1 10 1 | jq -c 'if .id == "7" or .id == "8" then .eilat_price_ils = null else . end' >part
  [[ $(judge) == false ]]
}

@test "a maker's prices are judged by what they were" {
  jq -cn 'range(1; 11) | {type: "product", source: "brand", id: "\(.)", name: "A", price_amount: .}' >known
  jq -c 'if .id == "1" then .price_amount = 99 else . end' known >part
  [[ $(judge) == true ]]
  jq -c 'if .id == "1" or .id == "2" then .price_amount = 99 else . end' known >part
  [[ $(judge) == false ]]
  diff <(jq -S . known) <(jq -S . new)
}
