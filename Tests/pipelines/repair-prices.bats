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

# judged FILTER: the verdict on the known records, changed by FILTER.
judged() { jq -c "$1" known >part && judge; }

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
  [[ $(judged '(select(.id == "7") | .eilat_price_ils) -= 1') == false ]]
  [[ $(judged '(select(.id == "7") | .price_ils) += 1') == true ]]
}

@test "prices without VAT that are gone from more than one in ten are missed" {
  products 1 10 1 >known
  [[ $(judged '(select(.id == "7") | .eilat_price_ils) = null') == true ]]
  [[ $(judged '(select(.id | IN("7", "8")) | .eilat_price_ils) = null') == false ]]
}

@test "a maker's prices are judged by what they were" {
  jq -cn 'range(1; 11) | {type: "product", source: "brand", id: "\(.)", name: "A", price_amount: .}' >known
  [[ $(judged '(select(.id == "1") | .price_amount) = 99') == true ]]
  [[ $(judged '(select(.id | IN("1", "2")) | .price_amount) = 99') == false ]]
  diff <(jq -S . known) <(jq -S . new)
}
