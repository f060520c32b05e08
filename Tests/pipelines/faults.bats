#!/usr/bin/env bats
# What a flow survives: programs and runs that are killed, two runs at once, trees and outputs that cannot be written.

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
  content "$DATA" >"$BATS_TEST_TMPDIR/content"
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
  for program in load fetch parse-halilit parse-brand normalize match gap unify store; do
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
  for program in parse-brand normalize match unify; do
    rm -rf "$DATA"
    new_tree "$DATA"
    dies_midway "$program"
    run "$PIPELINES/run" weekly
    [[ $status != 0 ]]
    [[ -z $(find "$DATA" -name 'orbita_unified.json' -o -name 'orbita_gap_report.json') ]]
    BIN=$PROGRAMS "$PIPELINES/run" weekly >/dev/null
    content "$DATA" | diff "$BATS_TEST_TMPDIR/content" -
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
  while [[ ! -e $BATS_TEST_TMPDIR/started ]]; do sleep 0.05; done
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
  while [[ ! -e $BATS_TEST_TMPDIR/started ]]; do sleep 0.05; done
  kill -KILL $!
  run "$PIPELINES/run" weekly
  [[ $status == 0 ]]
  documents "$DATA" | diff "$BATS_TEST_TMPDIR/before" -
  [[ $(jq -r '.state' "$DATA"/runs/000002-weekly.json) == running ]]
}

@test "a run that is killed at random moments leaves whole documents, and the next run equals a clean one" {
  rm -rf "$DATA"
  new_tree "$DATA"
  for ((i = 0; i < ${KILLS:-6}; i++)); do
    timeout --signal KILL "$((RANDOM % 3)).$((RANDOM % 900 + 100))" "$PIPELINES/run" weekly >/dev/null 2>&1 3>&- || true
    find "$DATA" -path "$DATA/work" -prune -o -name '*.json' -print0 | xargs -0 -r jq empty
  done
  "$PIPELINES/run" weekly >/dev/null
  content "$DATA" | diff "$BATS_TEST_TMPDIR/content" -
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
  content "$DATA" | diff "$BATS_TEST_TMPDIR/content" -
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

@test "wrong use ends with 64 and says what to type" {
  run "$PIPELINES/run" sometimes
  [[ $status == 64 && $output == *"weekly, daily, prices, brands"* ]]
  run "$PIPELINES/run" brands
  [[ $status == 64 && $output == *'BRANDS="a b"'* ]]
  run "$PIPELINES/crawl" --depth 3 </dev/null
  [[ $status == 64 ]]
}
