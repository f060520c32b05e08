#!/usr/bin/env bats
# The programs on real input, where it is.

load support

setup() {
  PAGES=${STOCKTAKE_CONFORMANCE:-$ROOT/../shared/data}/pages
  CATALOGS=${STOCKTAKE_CONFORMANCE:-$ROOT/../shared/data}/catalogs
  export PAGES CATALOGS
}

@test "absent data is skipped, and said so" {
  PAGES=/nowhere CATALOGS=/nowhere run "$PIPELINES/real/real"
  [[ $status == 0 && $output == *"SKIPPED the saved pages: no folder /nowhere"*"SKIPPED the catalogues"* ]]
}

@test "saved pages over HTTP give what stands on them" {
  [[ -d $PAGES ]] || skip "needs $PAGES"
  CATALOGS=/nowhere run "$PIPELINES/real/real"
  [[ $status == 0 ]]
  [[ $output == *"halilit-brands.html: "*"brands 89, with a page of their own 83"* ]]
  [[ $output == *"halilit-brand-adam-audio.html: declared 25, tiles 25, excluded {}; products 25, with price 25"* ]]
  [[ $output == *"nord-products.html: "*"products 9, "* ]]
}

@test "stored catalogues of four brands give a table whose sums hold" {
  [[ -d $CATALOGS ]] || skip "needs $CATALOGS"
  PAGES=/nowhere run "$PIPELINES/real/real"
  [[ $status == 0 ]]
  awk '$1 ~ /^(nord|roland|boss|moog)$/ { rows++; if ($3 != $4 + $5) exit 1 } END { exit rows != 4 }' <<<"$output"
}

@test "prices that ran together are taken apart by their Eilat price, or not believed" {
  echo '{"products": [{"id": "x", "name": "X", "sku": "1", "pricing": {"regular_price": 9983}},
    {"id": "y", "name": "Y", "sku": "2", "pricing": {"regular_price": 9984}}]}' >"$BATS_TEST_TMPDIR/catalogue.json"
  [[ $(jq -c --arg brand_id b --arg source halilit --from-file "$PIPELINES/real/adapter.jq" "$BATS_TEST_TMPDIR/catalogue.json" |
    jq -c .price_ils | paste -sd ' ') == "99 null" ]]
}
