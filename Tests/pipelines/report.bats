#!/usr/bin/env bats
# The daily report against the documents that it is counted from, and as people see it.
# shellcheck disable=SC2154 # run sets stderr

load support

NOW=2026-06-30T05:00:00Z

setup_file() {
  export TREE=$BATS_FILE_TMPDIR/data
  python3 -B "$BATS_TEST_DIRNAME/../../pipelines/bench/tree.py" "$TREE" --brands 6 --days 45 --products 14 --seed 7
  mkdir "$TREE/reports"
  echo '{"totals": {"coverage_percentage": 12.5}}' >"$TREE/reports/report_20260629.json"
  "${BIN:-$BATS_TEST_DIRNAME/../../.build/release}/report" --data "$TREE" --at "$NOW"
}

setup() {
  REPORT=$TREE/reports/report_20260630.json
  PAGE=${REPORT%.json}.html
  ARTEFACTS=$ROOT/.build/artefacts
}

# slurp FILE...: all values of the files as one list.
slurp() { cat "$@" | jq -cs .; }

# shown: the page in Chromium, which gives what the expressions say.
shown() {
  [[ -x $(command -v chromium) ]] || skip "needs Debian's chromium"
  mkdir -p "$ARTEFACTS"
  python3 -B "$BATS_TEST_DIRNAME/browser.py" "$PAGE" "$@"
}

@test "every figure is what jq counts from the documents" {
  cd "$TREE"
  jq -n --argjson gaps "$(slurp gap_reports/*_gap_report.json)" --argjson states "$(slurp state/*/*.json)" \
    --argjson runs "$(slurp runs/*.json)" --argjson reviews "$(slurp review/*.jsonl)" \
    --argjson brands "$(jq .brands halilit_official_brands.json)" \
    --slurpfile catalogs <(cat catalogs*/*_{halilit,catalog}.json) --slurpfile history <(cat history/*.jsonl) \
    '$ARGS.named' >"$BATS_TEST_TMPDIR/documents.json"
  jq --arg now "$NOW" -f "$BATS_TEST_DIRNAME/report.jq" "$BATS_TEST_TMPDIR/documents.json" >"$BATS_TEST_TMPDIR/counted.json"
  jq '{totals, windows: .trends.windows | map(del(.name)), days: .trends.days | map(del(.coverage_percentage)),
    brands: .brands | map({key: .brand_id, value: del(.brand_id, .name, .review_count, .suspect_count, .changes_7d)}) | from_entries,
    top_brands: .top_brands | map(del(.name)), bottom_brands: .bottom_brands | map(del(.name)),
    new_products: .new_products.products | map(.id) | sort, gone_products: .gone_products.products | map(.id) | sort,
    price_changes: .price_changes.products | map([.id, .old_price, .new_price, .percent]) | sort,
    review: .review | del(.pairs), sources: .sources | map([.brand_id, .source, .age_hours]) | sort}' "$REPORT" >"$BATS_TEST_TMPDIR/reported.json"
  diff <(jq -S . "$BATS_TEST_TMPDIR/counted.json") <(jq -S . "$BATS_TEST_TMPDIR/reported.json")
  jq -e '(.windows[2].halilit | .gone > 0 and .added > 0 and .price_up > 0 and .price_down > 0 and .then != .now)
    and .windows[2].runs.failed > 0 and (.price_changes | length) > 3 and .review.total > 0' "$BATS_TEST_TMPDIR/counted.json"
}

@test "coverage of an earlier day is what its report said" {
  [[ $(jq -c '[.trends.days[-3:][].coverage_percentage]' "$REPORT") == "[null,12.5,$(jq .totals.coverage_percentage "$REPORT")]" ]]
}

@test "the page shows the figures of the JSON and no others" {
  local figures
  grep -oP '<data value="[^"]*" data-path="[^"]*">' "$PAGE" | sed -E 's/<data value="(.*)" data-path="(.*)">/\2\t\1/' >"$BATS_TEST_TMPDIR/shown"
  figures=$(wc -l <"$BATS_TEST_TMPDIR/shown")
  ((figures > 250))
  jq -r "[$(cut -f 1 "$BATS_TEST_TMPDIR/shown" | paste -sd ,)] | .[] | . // \"\" | tostring" "$REPORT" |
    diff - <(cut -f 2 "$BATS_TEST_TMPDIR/shown")
  # Totals, windows and brands are shown to the last figure.
  [[ $(grep -c '^\.totals\.' "$BATS_TEST_TMPDIR/shown") == $(jq '.totals | del(.matched_halilit_count) | length' "$REPORT") ]]
  [[ $(grep -c '^\.brands\[.*coverage_percentage' "$BATS_TEST_TMPDIR/shown") == $(jq '.brands | length' "$REPORT") ]]
}

@test "the same tree and moment give the same bytes" {
  cp "$REPORT" "$BATS_TEST_TMPDIR/first.json"
  cp "$PAGE" "$BATS_TEST_TMPDIR/first.html"
  "$PROGRAMS/report" --data "$TREE" --at "$NOW"
  cmp "$REPORT" "$BATS_TEST_TMPDIR/first.json"
  cmp "$PAGE" "$BATS_TEST_TMPDIR/first.html"
}

@test "in a browser: tables and charts, no complaint, nothing from the network" {
  run --separate-stderr shown --screenshot "$ARTEFACTS/report.png" \
    'tables=document.querySelectorAll("table tbody tr").length' \
    'charts=[...document.querySelectorAll("svg")].filter(svg => svg.querySelector("path[d*=L], rect, circle")).length' \
    'requests=performance.getEntriesByType("resource").length' \
    'scroll=document.documentElement.scrollWidth <= innerWidth' \
    'sorted=[...document.querySelectorAll("#brands .sortable")].map(table => {
      const column = [...table.tHead.rows[0].cells].findIndex(cell => cell.textContent === "Coverage")
      const values = () => [...table.tBodies[0].rows].map(row => row.cells[column].querySelector("data").value)
      table.tHead.rows[0].cells[column].querySelector("button").click()
      const falling = values()
      table.tHead.rows[0].cells[column].querySelector("button").click()
      return [falling, values(), table.tHead.rows[0].cells[column].getAttribute("aria-sort")]
    })[0]'
  [[ $status == 0 ]]
  jq -e '.console == [] and .tables > 40 and .charts == 5 and .requests == 0 and .scroll' <<<"$output"
  jq -e '.sorted as [$falling, $rising, $order] | $order == "ascending" and $falling == ($rising | reverse)
    and ($falling | map(if . == "" then -1 else tonumber end) | . == (sort | reverse))' <<<"$output"
  [[ -s $ARTEFACTS/report.png ]]
}

@test "Hebrew names run from right to left, whatever is around them" {
  run --separate-stderr shown 'names=[...document.querySelectorAll("bdi")]
    .map(name => [/^[^A-Za-z]*[א-ת]/.test(name.textContent), getComputedStyle(name).direction === "rtl"])' \
    4</dev/null 5</dev/null 6</dev/null 7</dev/null 8</dev/null 9</dev/null # as among many tests: its pipe has two digits
  [[ $status == 0 ]]
  jq -e '(.names | any(.[0])) and (.names | all(.[0] == .[1]))' <<<"$output"
}

@test "on a phone, in the dark and on paper nothing is cut off" {
  for how in "--width 390" "--width 390 --dark" "--width 700 --print"; do
    # shellcheck disable=SC2086
    run --separate-stderr shown $how --screenshot "$ARTEFACTS/report${how//[^a-z0-9]/-}.png" \
      'scroll=document.documentElement.scrollWidth - innerWidth' \
      'dark=getComputedStyle(document.body).backgroundColor !== "rgb(255, 255, 255)"' \
      'cut=[...document.querySelectorAll("dd, li, p, h1, h2, td")].filter(box => box.offsetParent && !box.closest(".scroll")
        && box.getBoundingClientRect().right > innerWidth + 1).length'
    [[ $status == 0 ]]
    jq -e --arg how "$how" '.scroll <= 0 and .cut == 0 and .console == [] and .dark == ($how | endswith("--dark"))' <<<"$output"
  done
}

@test "an absent tree is no error and says so in the figures" {
  "$PROGRAMS/report" --data "$BATS_TEST_TMPDIR/none" --at "$NOW"
  jq -e '.totals.brand_count == 0 and .totals.coverage_percentage == null and .anomalies[0].rule == "missing-sync"
    and .totals.halilit_match_rate == null' "$BATS_TEST_TMPDIR/none/reports/report_20260630.json"
}

@test "a report that cannot be written ends with 73 or 74 and leaves nothing" {
  mkdir "$BATS_TEST_TMPDIR/tree"
  : >"$BATS_TEST_TMPDIR/tree/reports"
  run --separate-stderr "$PROGRAMS/report" --data "$BATS_TEST_TMPDIR/tree" --at "$NOW"
  [[ ($status == 73 || $status == 74) && $stderr == report:* ]]
  [[ $(ls "$BATS_TEST_TMPDIR/tree") == reports ]]
}
