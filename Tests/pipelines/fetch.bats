#!/usr/bin/env bats
# fetch against hostile servers and hostile moments.

load support

setup() {
  FETCH=$PROGRAMS/fetch
  DATA=$BATS_TEST_TMPDIR/data
  LOG=$BATS_TEST_TMPDIR/log
  unset http_proxy https_proxy all_proxy
}

teardown() {
  [[ -z ${SITE-} ]] || kill "$SITE" 2>/dev/null || true
  [[ -z ${NGINX-} ]] || kill "$NGINX" 2>/dev/null || true
}

# start_site [OPTION]...: the small site of servers/site.py at $URL.
start_site() {
  exec 6< <(exec python3 -B "$BATS_TEST_DIRNAME/servers/site.py" --log "$LOG" "$@" 3>&-)
  SITE=$!
  read -r port <&6
  URL=http://127.0.0.1:$port
}

# start_adversary: the hostile shop of the conformance data on its ports 18080 and 18081.
start_adversary() {
  local origin=${STOCKTAKE_CONFORMANCE:-$ROOT/../shared/data}/adversary
  [[ -d $origin ]] || skip "needs adversary/ of the conformance data"
  [[ -x $(command -v nginx) && -e /usr/lib/nginx/modules/ngx_http_echo_module.so ]] || skip "needs nginx-light with echo and brotli"
  cp -r "$origin" "$BATS_TEST_TMPDIR/adversary"
  chmod -R u+w,a+rX "$BATS_TEST_TMPDIR/adversary"
  mkdir -p "$BATS_TEST_TMPDIR/adversary/"{logs,tmp}
  # The workers run as another user.
  local folder=$BATS_TEST_TMPDIR
  while [[ $folder != / ]]; do chmod a+x "$folder" && folder=$(dirname "$folder"); done
  nginx -p "$BATS_TEST_TMPDIR/adversary" -c nginx.conf -g "daemon off;" 3>&- 6>&- &
  NGINX=$!
  for _ in {1..50}; do
    if (: >/dev/tcp/127.0.0.1/18080) 2>/dev/null; then return; fi
    sleep 0.1
  done
  return 1
}

# requests URL...: one request record each.
requests() { printf '{"type":"request","url":"%s","source":"brand","brand_id":"x","role":"item","depth":0}\n' "$@"; }
# pages N: requests for so many pages of the site.
pages() { for ((n = 1; n <= $1; n++)); do requests "$URL/$n"; done; }
# facts: page records without what two runs may differ in.
facts() { jq -c 'del(.fetched_at, .from_cache)'; }
# never_closer SECONDS: no two requests reached the server closer together.
never_closer() {
  sort -n "$LOG" | awk -v interval="$1" '
    NR > 1 && $1 - last < interval { print $1 - last, "s before", $0; bad = 1 } { last = $1 } END { exit bad || NR < 2 }'
}
# outcome: url path and error code, or the start of the body.
outcome() { jq -r '"\(.url | sub("^[^/]*//[^/]*"; "")) \(.status) \(.error.code // "page")"'; }

@test "every location of the hostile shop ends as it should" {
  start_adversary
  local shop=http://127.0.0.1:18080 paths=(ok limited limited limited r503 loop hop1 offsite badscheme nobytes drip stall
    gzip br badgzip bomb he1255 he1255meta utf8lie etag empty200 soft404 challenge hugehdr private/1)
  requests "${paths[@]/#/$shop/}" http://127.0.0.1:18081/x |
    "$FETCH" --data "$DATA" --timeout 2s --stats "$BATS_TEST_TMPDIR/stats" >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err"
  diff - <(outcome <"$BATS_TEST_TMPDIR/out") <<'OUTCOME'
/ok 200 page
/limited 200 page
/limited 200 page
/limited 200 page
/r503 503 http-503
/loop 0 redirect-loop
/hop1 200 page
/offsite 0 redirect-off-site
/badscheme 0 redirect-scheme
/nobytes 0 reset
/drip 0 timeout
/stall 0 timeout
/gzip 200 page
/br 200 page
/badgzip 0 bad-encoding
/bomb 0 too-large
/he1255 200 page
/he1255meta 200 page
/utf8lie 200 page
/etag 200 page
/empty200 0 empty
/soft404 0 soft-404
/challenge 403 challenge
/hugehdr 200 page
/private/1 0 robots
/x 0 robots-unreachable
OUTCOME
  # Hebrew in an encoding declared rightly, declared in the page, and declared wrongly reads the same.
  [[ $(jq -r 'select(.url | test("1255|utf8lie")) | "\(.charset) \(.body | test("גיטרה קלאסית"))"' "$BATS_TEST_TMPDIR/out" | sort -u) == "windows-1255 true" ]]
  [[ $(jq -r 'select(.url | test("gzip$|/br$|etag")) | .sha256 // empty' "$BATS_TEST_TMPDIR/out" | sort -u | wc -l) == 1 ]]
  # robots.txt of the shop asks for a second between requests.
  jq -e '.seconds > .hosts["127.0.0.1:18080"].exchanges - 1' "$BATS_TEST_TMPDIR/stats"
  grep -q '/loop: redirect-loop' "$BATS_TEST_TMPDIR/err"
  [[ $(grep -c ' /x ' "$BATS_TEST_TMPDIR/adversary/logs/access.log" || true) == 0 ]]
}

@test "a Retry-After date in 2037 defers the host with 75, and a page the store has stands in" {
  start_adversary
  requests http://127.0.0.1:18080/etag | "$FETCH" --data "$DATA" >/dev/null
  run --separate-stderr bash -c "$(declare -f requests); requests http://127.0.0.1:18080/{r429date,ok,etag} | '$FETCH' --data '$DATA' --max-age 14d"
  [[ $status == 75 ]]
  diff - <(outcome <<<"$output") <<'OUTCOME'
/r429date 429 deferred
/ok 0 deferred
/etag 200 page
OUTCOME
  [[ $(jq .from_cache <<<"${lines[2]}") == true ]]
}

@test "robots.txt: 404 allows all, 503 and a time-out allow nothing" {
  start_site --robots 404
  [[ $(pages 2 | "$FETCH" --data "$DATA" --interval 0 | outcome) == $'/1 200 page\n/2 200 page' ]]
  kill "$SITE"
  for robots in 503 stall; do
    rm -rf "$DATA" "$LOG"
    start_site --robots "$robots"
    run --separate-stderr bash -c "$(declare -f requests); requests $URL/1 $URL/2 | '$FETCH' --data '$DATA' --interval 0 --timeout 1s"
    [[ $status == 69 ]]
    [[ $(outcome <<<"$output") == $'/1 0 robots-unreachable\n/2 0 robots-unreachable' ]]
    [[ $(grep -vc robots.txt "$LOG") == 0 ]]
    kill "$SITE"
  done
}

@test "two processes on one tree keep the interval between them" {
  start_site
  for part in 1 2; do
    for n in 1 2 3 4; do requests "$URL/$part/$n"; done |
      "$FETCH" --data "$DATA" --interval 0.5 >"$BATS_TEST_TMPDIR/out$part" &
    running[part]=$!
  done
  wait "${running[@]}"
  cat "$BATS_TEST_TMPDIR"/out? | jq -e -s 'length == 8 and all(.status == 200)'
  never_closer 0.5
  # robots.txt is asked by one or both.
  [[ $(wc -l <"$LOG") == @(9|10) ]]
}

@test "SIGKILL at 100 random moments leaves a readable store, and the next run equals a clean one" {
  start_site --seconds 3600
  pages 200 >"$BATS_TEST_TMPDIR/requests"
  fetch_all() { "$FETCH" --data "$DATA" --interval 0 --parallel 4 "$@" <"$BATS_TEST_TMPDIR/requests"; }
  fetch_all | facts >"$BATS_TEST_TMPDIR/clean"
  [[ $(wc -l <"$BATS_TEST_TMPDIR/clean") == 200 ]]
  RANDOM=20
  for round in {1..100}; do
    if ((round % 10 == 1)); then rm -rf "$DATA"; fi
    timeout -s KILL "0.$(printf %03d $((RANDOM % 350)))" "$FETCH" --data "$DATA" --interval 0 --parallel 4 --refresh \
      <"$BATS_TEST_TMPDIR/requests" >"$BATS_TEST_TMPDIR/killed" 2>/dev/null || true
    # What a killed run wrote is the start of the clean run's output.
    head -c -1 "$BATS_TEST_TMPDIR/killed" | jq -c . >/dev/null 2>&1 || sed -i '$d' "$BATS_TEST_TMPDIR/killed"
    facts <"$BATS_TEST_TMPDIR/killed" | cmp -n "$(facts <"$BATS_TEST_TMPDIR/killed" | wc -c)" - "$BATS_TEST_TMPDIR/clean"
    { fetch_all --offline 2>/dev/null || [[ $? == 69 ]]; } | jq -c 'select(.error.code != "not-in-store")' | facts >"$BATS_TEST_TMPDIR/stored"
    [[ $(grep -vcxFf "$BATS_TEST_TMPDIR/clean" "$BATS_TEST_TMPDIR/stored") == 0 ]]
    if ((round % 5 == 0)); then fetch_all | facts | cmp - "$BATS_TEST_TMPDIR/clean"; fi
  done
}

@test "SIGTERM and SIGINT end with 143 and 130; finished pages are kept and nothing half-made is left" {
  start_site
  for signal in TERM INT; do
    rm -rf "$DATA"
    pages 50 >"$BATS_TEST_TMPDIR/requests"
    # Background jobs of a shell ignore SIGINT unless told otherwise.
    env --default-signal=INT "$FETCH" --data "$DATA" --interval 0.1 <"$BATS_TEST_TMPDIR/requests" >"$BATS_TEST_TMPDIR/out" &
    fetching=$!
    until [[ $(wc -l <"$BATS_TEST_TMPDIR/out") -ge 3 ]]; do sleep 0.1; done
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
  start_site
  pages 5 >"$BATS_TEST_TMPDIR/requests"
  # The Nth write of every thread fails; how many each makes depends on timing, so the trace says whether one did. Writes
  # to sockets only wake libcurl.
  local n=0 injected=1 trace=$BATS_TEST_TMPDIR/trace
  while ((injected)); do
    n=$((n + 1)) status=0
    rm -rf "$DATA"
    strace -f -y -o "$trace" -e trace=write -e inject=write:error=ENOSPC:when="$n" "$FETCH" --data "$DATA" --interval 0 --quiet \
      <"$BATS_TEST_TMPDIR/requests" >/dev/null 2>"$BATS_TEST_TMPDIR/err" || status=$?
    injected=$(grep INJECTED "$trace" | grep -vc '<socket:' || true)
    echo "write $n: $status, $injected injected"
    if ((injected)); then [[ $status == 74 || $status == 73 ]]; else [[ $status == 0 ]]; fi
    "$FETCH" --data "$DATA" --interval 0 <"$BATS_TEST_TMPDIR/requests" | jq -e -s 'length == 5 and all(.status == 200)'
  done
  # The store alone writes robots.txt's line, and a body and a line for every page.
  ((n > 11))
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
  start_site
  pages 30 >"$BATS_TEST_TMPDIR/requests"
  (ulimit -n 16 && "$FETCH" --data "$DATA" --interval 0 --parallel 4 <"$BATS_TEST_TMPDIR/requests") |
    jq -e -s 'length == 30 and all(.status == 200)'
}

@test "without a network the run ends with 69 and replay from the store still works" {
  unshare -rn true 2>/dev/null || skip "needs unshare -n"
  start_site
  pages 3 >"$BATS_TEST_TMPDIR/requests"
  "$FETCH" --data "$DATA" --interval 0 <"$BATS_TEST_TMPDIR/requests" | facts >"$BATS_TEST_TMPDIR/clean"
  run --separate-stderr unshare -rn "$FETCH" --data "$BATS_TEST_TMPDIR/other" --interval 0 "$BATS_TEST_TMPDIR/requests"
  [[ $status == 69 && ${#lines[@]} == 3 ]]
  unshare -rn "$FETCH" --data "$DATA" --offline "$BATS_TEST_TMPDIR/requests" | facts | cmp - "$BATS_TEST_TMPDIR/clean"
  unshare -rn "$FETCH" --data "$DATA" --max-age 1d --interval 0 "$BATS_TEST_TMPDIR/requests" 2>/dev/null | facts | cmp - "$BATS_TEST_TMPDIR/clean"
}

@test "offline, no socket is opened" {
  start_site
  pages 3 >"$BATS_TEST_TMPDIR/requests"
  "$FETCH" --data "$DATA" --interval 0 <"$BATS_TEST_TMPDIR/requests" >/dev/null
  strace -f -o "$BATS_TEST_TMPDIR/trace" -e trace=socket,connect "$FETCH" --data "$DATA" --offline "$BATS_TEST_TMPDIR/requests" >/dev/null
  [[ $(grep -c AF_INET "$BATS_TEST_TMPDIR/trace") == 0 ]]
}
