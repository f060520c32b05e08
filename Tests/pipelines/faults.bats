#!/usr/bin/env bats
# What a flow survives: programs and runs that are killed, two runs at once, trees and outputs that cannot be written.
# In `make test` a few filters and moments stand for all; `make faults` tries each FILTER and KILLS moments.

load support

setup_file() {
  start_sites
  export SITES
}
teardown_file() { stop_sites; }

setup() {
  export DATA=$BATS_TEST_TMPDIR/data
  cp -a "$CLEAN" "$DATA"
  documents "$DATA" >"$BATS_TEST_TMPDIR/before"
}

# dies_midway NAME: the program writes some of its output and is killed.
dies_midway() {
  programs_with "$1" <<SCRIPT
#!/usr/bin/env bash
"$PROGRAMS/$1" "\$@" | head -c 300
kill -KILL \$\$
SCRIPT
}

@test "SIGKILL of any filter of the weekly flow leaves the documents as they were, and the next run mends it" {
  for program in ${FILTERS:-fetch match store}; do
    dies_midway "$program"
    run "$PIPELINES/run" weekly
    echo "$program: status $status"
    [[ $status != 0 ]]
    documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
    [[ $(jq -r .state "$DATA/sync_results.json") == failed ]]
    BIN=$PROGRAMS "$PIPELINES/run" weekly >/dev/null
    documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
  done
}

@test "a first run in which a filter is killed publishes nothing made from what it wrote" {
  for program in parse-brand ${FILTERS:+normalize match} unify; do
    rm -rf "$DATA"
    new_tree "$DATA"
    dies_midway "$program"
    run "$PIPELINES/run" weekly
    [[ $status != 0 ]]
    [[ -z $(find "$DATA" -name 'orbita_unified.json' -o -name 'orbita_gap_report.json') ]]
    BIN=$PROGRAMS "$PIPELINES/run" weekly >/dev/null
    content "$DATA" | diff "$CLEAN.content" -
  done
}

@test "a second run ends with 75 at once and names the first" {
  programs_with fetch <<SCRIPT
#!/usr/bin/env bash
: >"$BATS_TEST_TMPDIR/started"
while [[ ! -e $BATS_TEST_TMPDIR/go ]]; do sleep 0.05; done
exec "$PROGRAMS/fetch" "\$@"
SCRIPT
  "$PIPELINES/run" weekly >/dev/null 3>&- &
  while [[ ! -e $BATS_TEST_TMPDIR/started ]]; do
    kill -0 $!
    sleep 0.05
  done
  run "$PIPELINES/run" gaps
  [[ $status == 75 && $output == *"busy: 000002-weekly (process $!, since "*" holds $DATA"* ]]
  "$PROGRAMS/load" gaps --data "$DATA" | "$PROGRAMS/gap" --summary >"$BATS_TEST_TMPDIR/summary"
  run "$PROGRAMS/store" summary --data "$DATA" "$BATS_TEST_TMPDIR/summary"
  [[ $status == 75 ]]
  : >"$BATS_TEST_TMPDIR/go"
  wait $!
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
}

@test "a run that was killed leaves a lock that nobody holds, and a crawl that goes on" {
  programs_with fetch <<SCRIPT
#!/usr/bin/env bash
if [[ ! -e $BATS_TEST_TMPDIR/started ]]; then : >"$BATS_TEST_TMPDIR/started" && exec sleep 60; fi
exec "$PROGRAMS/fetch" "\$@"
SCRIPT
  "$PIPELINES/run" weekly >/dev/null 3>&- &
  while [[ ! -e $BATS_TEST_TMPDIR/started ]]; do
    kill -0 $!
    sleep 0.05
  done
  kill -KILL $!
  run "$PIPELINES/run" weekly
  [[ $status == 0 ]]
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
  [[ $(jq -r '.state' "$DATA"/runs/000002-weekly.json) == running ]]
}

@test "a run that is killed at random moments leaves whole documents, and the next run equals a clean one" {
  rm -rf "$DATA"
  new_tree "$DATA"
  export RANDOM_SEED=${SEED:-$RANDOM}
  # shellcheck disable=SC2034 # killed_midway reads it
  RANDOM=$RANDOM_SEED LASTS=$CLEAN_LASTS
  local killed=0 midway=0
  # More than KILLS runs when no kill has hit one that had begun.
  for ((i = 0; i < ${KILLS:-6} || (midway == 0 && i < 100); i++)); do
    # From time to time a whole run, so that later kills hit every stage, of first runs and of later ones.
    ((i % 10 < 8)) || rm -rf "$DATA/work" "$DATA"/catalogs*
    if killed_midway "$PIPELINES/run" weekly >/dev/null 2>&1 3>&-; then killed=$((killed + 1)); fi
    # A run that had begun and came to no end says so in its record.
    midway=$(find "$DATA/runs" -name '*-weekly.json' -exec jq -r .state {} + 2>/dev/null | grep -c running || true)
    find "$DATA" \( -path "$DATA/work" -o -name '*.part' -o -name '*.json.*' \) -prune -o -name '*.json' -print0 | xargs -0 -r jq empty
    find "$DATA"/{links,review,history} -name '*.jsonl' -print0 2>/dev/null | xargs -0 -r jq empty
  done
  echo "# seed $RANDOM_SEED: $killed of $i runs were killed, $midway of them after they had begun to read" >&3
  ((midway > 0))
  "$PIPELINES/run" weekly >/dev/null
  content "$DATA" | diff "$CLEAN.content" -
}

@test "a tree that cannot be written ends the run with 73 before anything is fetched" {
  unshare --mount true 2>/dev/null || skip "needs the right to mount (unshare --mount)"
  programs_with fetch <<<$'#!/usr/bin/env bash\n: >"$BATS_TEST_TMPDIR/fetched"'
  # shellcheck disable=SC2016
  run unshare --mount bash -c 'mount --bind -o ro "$DATA" "$DATA" && exec "$0" weekly' "$PIPELINES/run"
  [[ $status == 73 && $output == *"cannot be written"* && ! -e $BATS_TEST_TMPDIR/fetched ]]
}

@test "a full output device ends the run with 74; the documents are published" {
  rm -rf "$DATA"
  new_tree "$DATA"
  status=0
  "$PIPELINES/run" weekly >/dev/full 2>/dev/null || status=$?
  [[ $status == 74 ]]
  content "$DATA" | diff "$CLEAN.content" -
}

@test "without a network the run says so, and replay still works" {
  http_proxy=http://127.0.0.1:9 run "$PIPELINES/run" weekly
  [[ $status == 69 ]]
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
  http_proxy=http://127.0.0.1:9 "$PIPELINES/run" replay >/dev/null
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
}

@test "a clock that goes back a year costs no update" {
  find "$DATA" -exec touch -h -d '+1 year' {} +
  jq '(.brands[] | select(.id == "zafir").items[0].price) = 3390' "$PIPELINES/demo/catalogue.json" >"$BATS_TEST_TMPDIR/catalogue"
  start_sites --catalogue "$BATS_TEST_TMPDIR/catalogue"
  run "$PIPELINES/run" weekly
  stop_sites
  [[ $status == 0 ]]
  [[ $("$PROGRAMS/load" unified --brand zafir --data "$DATA" | jq 'select(.price_ils_min == 3390) | .price_ils_min') == 3390 ]]
}

@test "years ahead and a year back: no run is lost, and runs keep their order" {
  command -v faketime >/dev/null || skip "needs faketime"
  for time in '2038-02-01' '2025-03-28 01:59:50' '2027-10-31 01:59:50'; do
    TZ=Asia/Jerusalem run faketime "$time" "$PIPELINES/run" weekly
    echo "$time: $status"
    [[ $status == 0 ]]
  done
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
  run "$PIPELINES/run" weekly
  [[ $status == 0 && $(jq -r .run_id "$DATA/sync_results.json") == 000005-weekly ]]
}

@test "nearly all products gone: the guard stops it, the old documents stay, and the record names the guard" {
  jq '(.brands[] | select(.id == "orbita")).items |= .[:1]' "$PIPELINES/demo/catalogue.json" >"$BATS_TEST_TMPDIR/catalogue"
  start_sites --catalogue "$BATS_TEST_TMPDIR/catalogue"
  run "$PIPELINES/run" weekly
  stop_sites
  [[ $status == 76 && $output == *"orbita halilit: guard shrink"* ]]
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
  [[ $(jq -c '.brands.orbita.steps.halilit | [.status, .guards]' "$DATA/sync_results.json") == '[76,["shrink"]]' ]]
}

@test "a shop that declares more than it shows fails its brand: its cap cannot pass for the whole" {
  # 500 tiles on 20 pages and not one more, as the platform does, of 512 that it declares.
  jq '.shop.page_size = 25 | (.brands[] | select(.id == "zafir")) |= (.declared = 512
    | .items = [range(500) as $n | {id: "\(770000 + $n)", slug: "item-\($n)", name: "Zafir ZX-\(1000 + $n)", category: "Guitars", code: "ZX\($n)", price: (500 + $n)}])' \
    "$PIPELINES/demo/catalogue.json" >"$BATS_TEST_TMPDIR/catalogue"
  start_sites --catalogue "$BATS_TEST_TMPDIR/catalogue"
  run "$PIPELINES/run" weekly
  stop_sites
  [[ $status == 76 ]]
  [[ $(jq -c '.brands.zafir.steps | [.["crawl-halilit"].pages, .halilit.status]' "$DATA/sync_results.json") == '[20,76]' ]]
  [[ $(jq -c '.brands.zafir.steps.halilit.guards | index("declared")' "$DATA/sync_results.json") == 0 ]]
  [[ $output == *"guard declared: the listing declares 512, read were 500 products"* ]]
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
}

@test "with no network at all the run says so, and replay still works" {
  unshare --net true 2>/dev/null || skip "needs the right to unshare the network"
  unset http_proxy
  run unshare --net "$PIPELINES/run" weekly
  [[ $status == 69 ]]
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
  unshare --net "$PIPELINES/run" replay >/dev/null
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
}

@test "run records that are empty or torn are passed over" {
  : >"$DATA/sync_results.json"
  head -c 100 "$DATA/runs/000001-weekly.json" >"$DATA/runs/000002-weekly.json"
  : >"$DATA/runs/000003-daily.json"
  run "$PIPELINES/run" daily
  [[ $status == 0 && $(jq -r .run_id "$DATA/sync_results.json") == 000004-daily ]]
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
}

@test "wrong use ends with 64 and says what to type" {
  run "$PIPELINES/run" sometimes
  [[ $status == 64 && $output == *"weekly, daily, prices, brands"* ]]
  run "$PIPELINES/run" brands
  [[ $status == 64 && $output == *'BRANDS="a b"'* ]]
  run "$PIPELINES/crawl" --depth 3 </dev/null
  [[ $status == 64 ]]
}
