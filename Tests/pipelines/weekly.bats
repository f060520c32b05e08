#!/usr/bin/env bats
# The weekly flow from end to end: the real programs over HTTP against the demo's sites.

load support

setup_file() {
  start_sites
  export SITES
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
    grep -qE "^$brand +$halilit +$made +$common +$gap " "$CLEAN.table"
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
  # Links keep a fingerprint of what was compared, and that is the price too.
  diff "$BATS_TEST_TMPDIR/changed" - <<<$'catalogs_halilit/zafir_halilit.json\ncatalogs_unified/zafir_unified.json\nhistory/zafir.jsonl\nlinks/zafir.jsonl'
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

@test "the run record tells of each step what it read, wrote and left out, and how long it took" {
  record=$DATA/runs/000001-weekly.json
  [[ $(jq -c '.brands.orbita.steps.halilit | [.state, .counts.published, .seconds > 0]' "$record") == '["done",15,true]' ]]
  [[ $(jq -c '.brands.orbita.steps["crawl-brand"] | [.pages, .failed_pages, .retries, .stale_pages]' "$record") == '[22,0,0,0]' ]]
  [[ $(jq -c '[.status, .degraded, (.steps | keys)]' "$record") == '[0,false,["brands","crawl","index","summary"]]' ]]
  [[ ! $(jq -c 'to_entries[] | select(.value == null)' "$record") ]]
}

@test "a lost or damaged document is made again by the next run" {
  # The history names another run now, and says the same.
  all() { documents "$DATA" | grep -v ' history/' && jq -c 'del(.run_id)' "$DATA"/history/*; }
  all >"$BATS_TEST_TMPDIR/before"
  rm "$DATA/catalogs_unified/zafir_unified.json" "$DATA/catalogs_halilit/zafir_halilit.json" "$DATA/catalogs/orbita_catalog.json"
  echo >>"$DATA/links/orbita.jsonl"
  run "$PIPELINES/run" gaps
  [[ $status == 0 ]]
  all | diff "$BATS_TEST_TMPDIR/before" -
}

@test "the daily flow reads only brands that are new, failed, changed, or unseen for a week" {
  rm "$DATA"/pages/crawls/brand/orbita.jsonl
  jq '.brands.tamarind.status = 76' "$DATA/runs/000001-weekly.json" >"$DATA/runs/000002-weekly.json"
  jq '(.brands[] | select(.id == "zafir").items[0].price) = 3390' "$PIPELINES/demo/catalogue.json" >"$BATS_TEST_TMPDIR/catalogue"
  start_sites --catalogue "$BATS_TEST_TMPDIR/catalogue"
  run "$PIPELINES/run" daily
  stop_sites
  [[ $status == 0 ]]
  jq -r '.due[] | "\(.brand) \(.reason)"' "$DATA/sync_results.json" | diff - <(printf '%s\n' 'orbita new' 'tamarind failed' 'zafir changed')
  [[ $("$PROGRAMS/load" unified --brand zafir --data "$DATA" | jq 'select(.price_ils_min == 3390) | .price_ils_min') == 3390 ]]
  [[ $(jq -r '[.brands[] | .steps["crawl-halilit"] // empty] | length' "$DATA/sync_results.json") == 3 ]]
}

@test "a day on which nothing is due reads no brand and rewrites nothing" {
  documents "$DATA" >"$BATS_TEST_TMPDIR/before"
  run "$PIPELINES/run" daily
  [[ $status == 0 && $(jq -c '[.due, .fetch]' "$DATA/sync_results.json") == '[[],null]' ]]
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
}

@test "the prices flow visits item pages in turn: stock is known of all items, and each link stays as it was" {
  sha256sum "$DATA"/links/* "$DATA"/catalogs/* >"$BATS_TEST_TMPDIR/before"
  start_sites
  run "$PIPELINES/run" prices
  stop_sites
  [[ $status == 0 ]]
  sha256sum --check --quiet "$BATS_TEST_TMPDIR/before"
  "$PROGRAMS/load" halilit --data "$DATA" | jq -r '[.halilit_id, .in_stock, (.gallery | length)] | @tsv' | sort >"$BATS_TEST_TMPDIR/read"
  jq -r '.brands[].items[] | select(.event | not) | [.id, (.sold_out | not), 2] | @tsv' "$PIPELINES/demo/catalogue.json" |
    sort | diff "$BATS_TEST_TMPDIR/read" -
}

@test "the prices flow reads the shop only; a new item waits for the next match" {
  jq '(.brands[] | select(.id == "tamarind")) |= (.items[0].price = 3390 | .items += [.items[0] + {id: "999001", code: "NEW-1", name: "Tamarind New One"}])' \
    "$PIPELINES/demo/catalogue.json" >"$BATS_TEST_TMPDIR/catalogue"
  sha256sum "$DATA"/links/* "$DATA"/catalogs/* >"$BATS_TEST_TMPDIR/before"
  start_sites --catalogue "$BATS_TEST_TMPDIR/catalogue"
  run "$PIPELINES/run" prices
  [[ $status == 0 ]]
  sha256sum --check --quiet "$BATS_TEST_TMPDIR/before"
  [[ $("$PROGRAMS/load" unified --brand tamarind --data "$DATA" | jq -c 'select(.id == "999001") | [.class, .pending]') == '["HALILIT_ONLY",true]' ]]
  [[ $(jq -r '[.brands[].steps | keys[]] | unique | join(" ")' "$DATA/sync_results.json") == "crawl-halilit halilit prices" ]]
  run "$PIPELINES/run" weekly
  stop_sites
  [[ $status == 0 ]]
  [[ $("$PROGRAMS/load" unified --brand tamarind --data "$DATA" | jq -c 'select(.id == "999001" or any(.offers[]; .id == "999001")) | .pending') == null ]]
}

@test "a brand whose matching fails keeps its links, has its prices, and new pairs go to review" {
  programs_with match <<<$'#!/usr/bin/env bash\nexit 70'
  jq '(.brands[] | select(.id == "tamarind")) |= (.items[0].price = 3390 | .items += [.items[0] + {id: "999001", code: "NEW-1"}])' \
    "$PIPELINES/demo/catalogue.json" >"$BATS_TEST_TMPDIR/catalogue"
  jq -c 'select(.class == "PRIMARY")' "$DATA/links/tamarind.jsonl" >"$BATS_TEST_TMPDIR/before"
  start_sites --catalogue "$BATS_TEST_TMPDIR/catalogue"
  run "$PIPELINES/run" weekly
  [[ $status == 70 ]]
  jq -c 'select(.class == "PRIMARY")' "$DATA/links/tamarind.jsonl" | diff "$BATS_TEST_TMPDIR/before" -
  [[ $(jq -r 'select(.halilit.halilit_id == "999001") | .reason' "$DATA/review/tamarind.jsonl") == "matching failed; both carry the model "* ]]
  [[ $("$PROGRAMS/load" unified --brand tamarind --data "$DATA" | jq -c '.offers[]? | select(.price_ils == 3390 and .id != "999001") | .price_ils') == 3390 ]]
  [[ $(jq -c '.brands.tamarind.steps | [.links.status, .unmatched.status]' "$DATA/sync_results.json") == '[70,0]' ]]
  BIN=$PROGRAMS run "$PIPELINES/run" weekly
  stop_sites
  [[ $status == 0 ]]
  run ! grep 'matching failed' "$DATA/review/tamarind.jsonl"
}

@test "while the shop is down its pages stand in for two weeks, marked; then the brands end with 69 and stay" {
  documents "$DATA" >"$BATS_TEST_TMPDIR/before"
  start_sites --down www.tslil.example
  run "$PIPELINES/run" weekly
  [[ $status == 0 && $(jq .degraded "$DATA/sync_results.json") == true ]]
  [[ $(jq -c '.brands.orbita.steps["crawl-halilit"] | [.stale_pages, .stale_since != null]' "$DATA/sync_results.json") == '[2,true]' ]]
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
  age_pages 15
  run "$PIPELINES/run" weekly
  stop_sites
  [[ $status == 69 ]]
  [[ $(jq -c '[.steps.index.status, .brands.orbita.steps["crawl-halilit"].status, .brands.orbita.steps["crawl-brand"].status]' "$DATA/sync_results.json") == '[69,69,0]' ]]
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
}

@test "a few bad records cost no brand its update; they are kept and counted" {
  programs_with parse-brand <<SCRIPT
#!/usr/bin/env bash
"$PROGRAMS/parse-brand" "\$@" && echo '{"type":"product","name":'
SCRIPT
  rm -r "$DATA/work/orbita"
  BRANDS=orbita run "$PIPELINES/run" gaps
  [[ $status == 0 && $output == *"normalize: line "*"left out"* ]]
  [[ $(jq -c '.brands.orbita.steps.brand | [.rejects, .status]' "$DATA/sync_results.json") == '[1,0]' ]]
  [[ $(jq -r .program "$DATA"/rejects/000002-gaps/orbita.brand.normalize.jsonl) == normalize ]]
}

@test "the run record counts for each brand and field the products that show it" {
  counts=$(jq -c '.brands.tamarind.steps.brand.fields | [.name, .price_amount, .gtin]' "$DATA/sync_results.json")
  [[ $counts == '[{"seen":16,"missing":0,"invalid":0},{"seen":16,"missing":0,"invalid":0},{"seen":0,"missing":16,"invalid":0}]' ]]
}

@test "before a run publishes what a person let through, the tree is copied, once" {
  unset RESTIC_PASSWORD RESTIC_PASSWORD_FILE
  jq '(.brands[] | select(.id == "orbita")).items |= .[:1]' "$PIPELINES/demo/catalogue.json" >"$BATS_TEST_TMPDIR/catalogue"
  sha256sum "$DATA/catalogs_halilit/orbita_halilit.json" | cut -c -64 >"$BATS_TEST_TMPDIR/before"
  start_sites --catalogue "$BATS_TEST_TMPDIR/catalogue"
  run "$PIPELINES/run" weekly
  [[ $status != 0 && ! -e $DATA/backups ]]
  # What the run advises is typed as it stands.
  advice=$(jq -r '.brands.orbita.steps.halilit.message' "$DATA/sync_results.json" | grep -o 'stocktake accept .*,')
  (cd / && PATH=$PROGRAMS:$PATH && eval "${advice%,}")
  run "$PIPELINES/run" weekly
  run "$PIPELINES/run" weekly
  stop_sites
  [[ $status == 0 && $("$PROGRAMS/load" halilit --brand orbita --data "$DATA" | wc -l) == 1 ]]
  "$PIPELINES/backup" restore latest "$BATS_TEST_TMPDIR/copy"
  sha256sum "$BATS_TEST_TMPDIR/copy/catalogs_halilit/orbita_halilit.json" | cut -c -64 | diff "$BATS_TEST_TMPDIR/before" -
  [[ $("$PIPELINES/backup" list | wc -l) == 1 && $(jq -r .steps.copy.status "$DATA/sync_results.json") == 0 ]]
}
