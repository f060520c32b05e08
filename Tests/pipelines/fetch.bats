#!/usr/bin/env bats
# fetch in hostile moments: kills, signals, full disks, no network.

load support
load fetching

teardown() { stop_site; }

@test "SIGKILL at random moments leaves a readable store, and the next run equals a clean one" {
  start_site small_site --seconds 3600
  pages 200 >"$BATS_TEST_TMPDIR/requests"
  fetch_all() { "$FETCH" --data "$DATA" --interval 0 --parallel 4 "$@" <"$BATS_TEST_TMPDIR/requests"; }
  LASTS=$(milliseconds)
  fetch_all | facts >"$BATS_TEST_TMPDIR/clean"
  LASTS=$(($(milliseconds) - LASTS))
  [[ $(wc -l <"$BATS_TEST_TMPDIR/clean") == 200 ]]
  local killed=0 inside=0 count
  RANDOM=20
  # 100 in `make faults`; more when no kill has hit a run that had written some of its pages.
  for ((round = 1; round <= ${FETCH_KILLS:-20} || (inside == 0 && round <= 200); round++)); do
    if ((round % 10 == 1)); then rm -rf "$DATA"; fi
    if killed_midway "$FETCH" --data "$DATA" --interval 0 --parallel 4 --refresh \
      <"$BATS_TEST_TMPDIR/requests" >"$BATS_TEST_TMPDIR/killed" 2>/dev/null; then
      killed=$((killed + 1)) count=$(wc -l <"$BATS_TEST_TMPDIR/killed")
      ((count == 0 || count == 200)) || inside=$((inside + 1))
    fi
    # What a killed run wrote is the start of the clean run's output.
    head -c -1 "$BATS_TEST_TMPDIR/killed" | jq -c . >/dev/null 2>&1 || sed -i '$d' "$BATS_TEST_TMPDIR/killed"
    facts <"$BATS_TEST_TMPDIR/killed" | cmp -n "$(facts <"$BATS_TEST_TMPDIR/killed" | wc -c)" - "$BATS_TEST_TMPDIR/clean"
    { fetch_all --offline 2>/dev/null || [[ $? == 69 ]]; } | { grep -vF '"code":"not-in-store"' || true; } | facts >"$BATS_TEST_TMPDIR/stored"
    [[ $(grep -vcxFf "$BATS_TEST_TMPDIR/clean" "$BATS_TEST_TMPDIR/stored") == 0 ]]
    if ((round % 5 == 0)); then fetch_all | facts | cmp - "$BATS_TEST_TMPDIR/clean"; fi
  done
  echo "# $killed of $((round - 1)) runs were killed, $inside of them amid their pages" >&3
  ((inside > 0))
}

@test "SIGTERM and SIGINT end with 143 and 130; finished pages are kept and nothing half-made is left" {
  start_site small_site
  for signal in TERM INT; do
    rm -rf "$DATA"
    pages 50 >"$BATS_TEST_TMPDIR/requests"
    # Of the round before nothing may be left, for the lines are waited for.
    : >"$BATS_TEST_TMPDIR/out"
    # Background jobs of a shell ignore SIGINT unless told otherwise.
    env --default-signal=INT "$FETCH" --data "$DATA" --interval 0.1 <"$BATS_TEST_TMPDIR/requests" >"$BATS_TEST_TMPDIR/out" &
    fetching=$!
    until [[ $(wc -l <"$BATS_TEST_TMPDIR/out") -ge 3 ]]; do
      kill -0 "$fetching"
      sleep 0.1
    done
    kill -s "$signal" "$fetching"
    status=0
    wait "$fetching" || status=$?
    [[ $signal$status == TERM143 || $signal$status == INT130 ]]
    [[ -z $(find "$DATA" -name '*.part*') ]]
    kept=$("$FETCH" --data "$DATA" --offline <"$BATS_TEST_TMPDIR/requests" 2>/dev/null | grep -c '"from_cache":true')
    ((kept >= 3))
  done
}

@test "a full disk, a failing disk and a full output end with their statuses" {
  start_site small_site
  pages 5 >"$BATS_TEST_TMPDIR/requests"
  # The Nth write of every thread fails; how many each makes depends on timing, so the trace says whether one did. Writes
  # to sockets only wake libcurl.
  local n=0 injected=1 failed=0 trace=$BATS_TEST_TMPDIR/trace
  while ((injected)); do
    n=$((n + 1)) status=0
    rm -rf "$DATA"
    strace -f -y -o "$trace" -e trace=write -e inject=write:error=ENOSPC:when="$n" "$FETCH" --data "$DATA" --interval 0 --quiet \
      <"$BATS_TEST_TMPDIR/requests" >/dev/null 2>"$BATS_TEST_TMPDIR/err" || status=$?
    injected=$(grep INJECTED "$trace" | grep -vc '<socket:' || true)
    failed=$((failed + injected))
    echo "write $n: $status, $injected injected"
    if ((injected)); then [[ $status == 74 || $status == 73 ]]; else [[ $status == 0 ]]; fi
    "$FETCH" --data "$DATA" --interval 0 <"$BATS_TEST_TMPDIR/requests" | jq -e -s 'length == 5 and all(.status == 200)'
  done
  # The store alone writes six bodies, robots.txt's among them, and their lines by one write or more.
  ((failed > 6))
  rm -rf "$DATA"
  run strace -o /dev/null -f -e trace=fsync -e inject=fsync:error=EIO "$FETCH" --data "$DATA" --interval 0 "$BATS_TEST_TMPDIR/requests"
  [[ $status == 74 ]]
  status=0
  "$FETCH" --data "$DATA" --interval 0 <"$BATS_TEST_TMPDIR/requests" >/dev/full 2>"$BATS_TEST_TMPDIR/err" || status=$?
  [[ $status == 74 ]]
  "$FETCH" --data "$DATA" --interval 0 <"$BATS_TEST_TMPDIR/requests" 2>"$BATS_TEST_TMPDIR/err" | head -1 | jq -e '.status == 200'
  [[ ! -s $BATS_TEST_TMPDIR/err ]]
}

@test "few descriptors are enough" {
  start_site small_site
  pages 30 >"$BATS_TEST_TMPDIR/requests"
  (ulimit -n 16 && "$FETCH" --data "$DATA" --interval 0 --parallel 4 <"$BATS_TEST_TMPDIR/requests") |
    jq -e -s 'length == 30 and all(.status == 200)'
}

@test "without a network the run ends with 69 and replay from the store still works" {
  unshare -rn true 2>/dev/null || skip "needs unshare -n"
  start_site small_site
  impatient "$DATA"
  impatient "$BATS_TEST_TMPDIR/other"
  pages 3 >"$BATS_TEST_TMPDIR/requests"
  "$FETCH" --data "$DATA" --interval 0 <"$BATS_TEST_TMPDIR/requests" | facts >"$BATS_TEST_TMPDIR/clean"
  run --separate-stderr unshare -rn "$FETCH" --data "$BATS_TEST_TMPDIR/other" --interval 0 "$BATS_TEST_TMPDIR/requests"
  [[ $status == 69 && ${#lines[@]} == 3 ]]
  unshare -rn "$FETCH" --data "$DATA" --offline "$BATS_TEST_TMPDIR/requests" | facts | cmp - "$BATS_TEST_TMPDIR/clean"
  unshare -rn "$FETCH" --data "$DATA" --max-age 1d --interval 0 "$BATS_TEST_TMPDIR/requests" 2>/dev/null | facts | cmp - "$BATS_TEST_TMPDIR/clean"
}

@test "offline, no socket is opened" {
  start_site small_site
  pages 3 >"$BATS_TEST_TMPDIR/requests"
  "$FETCH" --data "$DATA" --interval 0 <"$BATS_TEST_TMPDIR/requests" >/dev/null
  strace -f -o "$BATS_TEST_TMPDIR/trace" -e trace=socket,connect "$FETCH" --data "$DATA" --offline "$BATS_TEST_TMPDIR/requests" >/dev/null
  [[ $(grep -c AF_INET "$BATS_TEST_TMPDIR/trace") == 0 ]]
}
