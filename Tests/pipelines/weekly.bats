#!/usr/bin/env bats
# The weekly flow from end to end: the real programs over HTTP against the demo's sites.

load support

setup_file() {
  start_sites
  export SITES CLEAN=$BATS_FILE_TMPDIR/clean
  new_tree "$CLEAN"
  DATA=$CLEAN "$PIPELINES/run" weekly >"$BATS_FILE_TMPDIR/table"
}
teardown_file() { stop_sites; }

setup() {
  export DATA=$BATS_TEST_TMPDIR/data
  cp -a "$CLEAN" "$DATA"
}

@test "the table is what the catalogue of the demo says by construction" {
  jq -r '.brands[] | (.items | map(select(.event | not))) as $items | (.products | map(.slug)) as $made
    | ($items | map(.of) | unique | map(select(. != null))) as $common
    | [.id, ($items | length), ($made | length), ($common | length), ($made - $common | length),
       ($items | map(select(.of == null)) | length)] | @tsv' "$PIPELINES/demo/catalogue.json" | sort >"$BATS_TEST_TMPDIR/expected"
  "$PROGRAMS/load" gaps --data "$DATA" |
    jq -r '[.brand_id, .halilit_count, .brand_website_count, .common_count, .gap_count, .halilit_only_count] | @tsv' |
    diff - "$BATS_TEST_TMPDIR/expected"
  while read -r brand halilit made common gap _; do
    grep -qE "^$brand +$halilit +$made +$common +$gap " "$BATS_FILE_TMPDIR/table"
  done <"$BATS_TEST_TMPDIR/expected"
}

@test "the links are the pairs of the catalogue, each with its colours" {
  jq -r '.brands[] | .id as $brand | .items[] | select(.of) | [$brand, (.of | ascii_downcase), .id] | @tsv' \
    "$PIPELINES/demo/catalogue.json" | sort >"$BATS_TEST_TMPDIR/expected"
  "$PROGRAMS/load" links --data "$DATA" | jq -r 'select(.type == "link" and .class == "PRIMARY")
    | .brand_id as $brand | [$brand, (.brand.id | ltrimstr("\($brand)-")), .halilit.halilit_id] | @tsv' | sort |
    diff - "$BATS_TEST_TMPDIR/expected"
}

@test "prices are those of the catalogue, and every one fits its Eilat price" {
  jq -r '.brands[].items[] | select(.event | not) | [.id, .price // "null", .original // "null"] | @tsv' \
    "$PIPELINES/demo/catalogue.json" | sort >"$BATS_TEST_TMPDIR/expected"
  "$PROGRAMS/load" halilit --data "$DATA" |
    jq -r '[.halilit_id, .price_ils // "null", .original_price_ils // "null"] | @tsv' | sort | diff - "$BATS_TEST_TMPDIR/expected"
  [[ -z $("$PROGRAMS/load" halilit --data "$DATA" | jq 'select(.price_ils and (.price_ils * 100 / 118 | floor) != .eilat_price_ils)') ]]
}

@test "every document of the tree is as its schema says" {
  [[ -x $ROOT/.deps/venv/bin/python ]] || skip "needs the validator (make deps-python)"
  "$ROOT/.deps/venv/bin/python" "$ROOT/Tests/schemas/validate.py" tree "$DATA"
}

@test "a second run rewrites no document although every page has changed" {
  documents_with_times() { (cd "$1" && documents . | cut -c 67- | xargs -d '\n' stat --printf '%n %i %y\n'); }
  bodies=$(find "$DATA/pages/bodies" -type f | wc -l)
  documents_with_times "$DATA" >"$BATS_TEST_TMPDIR/before"
  [[ $(wc -l <"$BATS_TEST_TMPDIR/before") -gt 20 ]]
  run "$PIPELINES/run" weekly
  [[ $status == 0 ]]
  [[ $(find "$DATA/pages/bodies" -type f | wc -l) -gt $bodies ]]
  documents_with_times "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
  [[ $(jq -r '[.brands[].steps[] | select(.state == "done" and .seconds != null)] | length' "$DATA/sync_results.json") -gt 0 ]]
  [[ $(jq -r '[.brands[].steps | .links.state, .unified.state] | unique[]' "$DATA/sync_results.json") == current ]]
}

@test "replay makes the same documents from the stored pages alone" {
  documents "$DATA" | grep -v ' history/' >"$BATS_TEST_TMPDIR/before"
  (cd "$DATA" && rm -rf catalogs* links review gap_reports work state history)
  http_proxy=http://127.0.0.1:9 run "$PIPELINES/run" replay
  [[ $status == 0 ]]
  documents "$DATA" | grep -v ' history/' | diff "$BATS_TEST_TMPDIR/before" -
}

@test "a change in the shop reaches the documents of its brand only" {
  jq '(.brands[] | select(.id == "zafir").items[0].price) = 3390' "$PIPELINES/demo/catalogue.json" >"$BATS_TEST_TMPDIR/catalogue"
  start_sites --catalogue "$BATS_TEST_TMPDIR/catalogue"
  documents "$DATA" >"$BATS_TEST_TMPDIR/before"
  run "$PIPELINES/run" weekly
  stop_sites
  [[ $status == 0 ]]
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" - | sed -n 's/^> [0-9a-f]*  //p' >"$BATS_TEST_TMPDIR/changed"
  diff "$BATS_TEST_TMPDIR/changed" - <<<$'catalogs_halilit/zafir_halilit.json\ncatalogs_unified/zafir_unified.json\nhistory/zafir.jsonl'
}

@test "a brand whose site fails keeps its documents, is marked, and does not stop the others" {
  jq 'del(.brands[] | select(.id == "tamarind").site) | (.brands[] | select(.id == "orbita").items[0].price) = 5590' \
    "$PIPELINES/demo/catalogue.json" >"$BATS_TEST_TMPDIR/catalogue"
  start_sites --catalogue "$BATS_TEST_TMPDIR/catalogue"
  documents "$DATA" | grep tamarind >"$BATS_TEST_TMPDIR/before"
  run "$PIPELINES/run" weekly
  stop_sites
  [[ $status != 0 ]]
  documents "$DATA" | grep tamarind | diff "$BATS_TEST_TMPDIR/before" -
  [[ $(jq -r '.state' "$DATA/sync_results.json") == failed ]]
  [[ $(jq -r '.brands | to_entries[] | select(.value.status != 0) | .key' "$DATA/sync_results.json") == tamarind ]]
  [[ $("$PROGRAMS/load" unified --brand orbita --data "$DATA" | jq 'select(.price_ils_min == 5590) | .price_ils_min') == 5590 ]]
}

@test "the flow for some brands leaves the others alone" {
  documents "$DATA" | grep -v zafir >"$BATS_TEST_TMPDIR/before"
  rm "$DATA"/catalogs_halilit/zafir_halilit.json "$DATA"/work/zafir/*.stamp
  BRANDS=zafir run "$PIPELINES/run" brands
  [[ $status == 0 && -e $DATA/catalogs_halilit/zafir_halilit.json ]]
  documents "$DATA" | grep -v zafir | diff "$BATS_TEST_TMPDIR/before" -
  [[ $(jq -r '.brands | keys[]' "$DATA/sync_results.json") == zafir ]]
  PRIORITY=1 run "$PIPELINES/run" brands
  [[ $(jq -r '.brands | keys | join(" ")' "$DATA/sync_results.json") == "orbita tamarind" ]]
}
