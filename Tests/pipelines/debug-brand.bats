#!/usr/bin/env bats
# `stocktake debug-brand` on the pages that a run stored: what each strategy and selector finds on them.

load support

setup() {
  export DATA=$BATS_TEST_TMPDIR/data
  cp -a "$CLEAN" "$DATA"
}

debug_brand() { "$PROGRAMS/stocktake" debug-brand --brand "$1" --data "$DATA"; }

# found FIELD SELECTOR: in how many items the selector of a field finds anything, over all pages.
found() {
  sed -nE "s/^ {4}$1 (.*): found ([0-9]+)$/\2 \1/p" | awk -v "selector=$2" \
    '{ n = $1; sub(/^[0-9]+ /, "") } $0 == selector { sum += n } END { print sum + 0 }'
}

@test "each selector of a config is shown with what it finds on the brand's stored pages" {
  debug_brand tamarind >"$BATS_TEST_TMPDIR/shown"
  products=$("$PROGRAMS/load" brand --data "$DATA" --brand tamarind | grep -c '"type":"product"')
  ((products > 0))
  grep -q '^http://www.tamarind.example/instruments (listing)$' "$BATS_TEST_TMPDIR/shown"
  grep -qE '^  css, configured: [1-9][0-9]* items$' "$BATS_TEST_TMPDIR/shown"
  [[ $(found item article.instrument <"$BATS_TEST_TMPDIR/shown") == "$products" ]]
  [[ $(found name h3 <"$BATS_TEST_TMPDIR/shown") == "$products" ]]
  [[ $(found url a.more <"$BATS_TEST_TMPDIR/shown") == "$products" ]]
  "$PROGRAMS/load" brand --data "$DATA" --brand tamarind | jq -r 'select(.type == "product") | "first " + .name' |
    grep -qFf - "$BATS_TEST_TMPDIR/shown"
}

@test "every strategy of every brand is named with the items that it finds" {
  for brand in kestrel-audio orbita tamarind; do
    run -0 debug_brand "$brand"
    pages=$("$PROGRAMS/load" pages --data "$DATA" --source brand --brand "$brand" | grep -c '"role":"\(listing\|item\|api\)"')
    ((pages > 0))
    [[ $(grep -c '^http' <<<"$output") -ge $pages ]]
    order=$(jq -r '.order[]' "$DATA/brands/$brand/scrape_config.json")
    for strategy in $order; do grep -qE "^  $strategy(, configured)?: [0-9]+ items$" <<<"$output"; done
    grep -qE '^    name: [1-9][0-9]*, first ' <<<"$output"
  done
}

@test "a selector that no longer fits is shown to find nothing, beside those that still do" {
  config=$DATA/brands/tamarind/scrape_config.json
  jq '.css.fields.name = "h3.no-such-class" | .css.fields.price = ["p.no-price", "p.price"]' "$config" >"$config.new"
  mv "$config.new" "$config"
  debug_brand tamarind >"$BATS_TEST_TMPDIR/shown"
  [[ $(found name h3.no-such-class <"$BATS_TEST_TMPDIR/shown") == 0 ]]
  [[ $(found price p.no-price <"$BATS_TEST_TMPDIR/shown") == 0 ]]
  (($(found price p.price <"$BATS_TEST_TMPDIR/shown") > 0))
  (($(found url a.more <"$BATS_TEST_TMPDIR/shown") > 0))
}

@test "without a config the strategies that need none are shown" {
  rm "$DATA/brands/kestrel-audio/scrape_config.json"
  run -0 debug_brand kestrel-audio
  grep -qE '^  json-ld: [0-9]+ items$' <<<"$output"
  run ! grep -q configured <<<"$output"
}

@test "a brand whose pages are not stored is named" {
  run --separate-stderr debug_brand nobody
  ((status != 0))
  # shellcheck disable=SC2154 # run sets stderr
  [[ $stderr == *nobody* ]]
}

@test "the words of the command are checked" {
  run "$PROGRAMS/stocktake" debug-brand --data "$DATA"
  [[ $status == 64 && $output == *--brand* ]]
  run "$PROGRAMS/stocktake" debug-brand --frobnicate
  [[ $status == 64 ]]
}
