#!/usr/bin/env bats
# fetch against hostile servers: one of our own, and the hostile shop of the conformance data.

load support
load fetching

teardown() {
  stop_site
  stop_nginx
}

# start_adversary: the hostile shop of the conformance data at $SHOP, and at $LOCKED a site whose robots.txt is a 503.
start_adversary() {
  local origin=${STOCKTAKE_CONFORMANCE:-$ROOT/../shared/data}/adversary folder=$BATS_TEST_TMPDIR
  [[ -d $origin ]] || skip "needs adversary/ of the conformance data"
  [[ -x $(command -v nginx) && -e /usr/lib/nginx/modules/ngx_http_echo_module.so ]] || skip "needs nginx-light with echo and brotli"
  cp -r "$origin" "$BATS_TEST_TMPDIR/adversary"
  chmod -R u+w,a+rX "$BATS_TEST_TMPDIR/adversary"
  mkdir -p "$BATS_TEST_TMPDIR/adversary/"{logs,tmp}
  # The workers run as another user.
  while [[ $folder != / ]]; do chmod a+x "$folder" && folder=$(dirname "$folder"); done
  # Free ports instead of its own.
  configure() { sed "s/18080/${PORTS[0]}/g; s/18081/${PORTS[1]}/g" "$origin/nginx.conf" >"$BATS_TEST_TMPDIR/adversary/nginx.conf"; }
  start_nginx "$BATS_TEST_TMPDIR/adversary" 2 configure
  SHOP=http://127.0.0.1:${PORTS[0]} LOCKED=http://127.0.0.1:${PORTS[1]}
}

# hostile PATH...: the outcomes at a hostile site of our own; its pages in out, its words in err.
hostile() {
  impatient "$DATA"
  requests "${@/#/$URL/}" |
    "$FETCH" --data "$DATA" --interval 0 --timeout 2s --max-wait 10s --stats "$BATS_TEST_TMPDIR/stats" \
      >"$BATS_TEST_TMPDIR/out" 2>"$BATS_TEST_TMPDIR/err"
  outcome <"$BATS_TEST_TMPDIR/out"
}

@test "faults 18 and 20: broken bodies and stalls are asked again, never read as pages; the others go on" {
  start_site hostile
  diff - <(hostile short-once short chunk nothing drip stall 1) <<'OUTCOME'
/short-once 200 page
/short 0 short-body
/chunk 0 short-body
/nothing 0 reset
/drip 0 timeout
/stall 0 timeout
/1 200 page
OUTCOME
  [[ $(jq -r 'select(.url | test("once")) | .body' "$BATS_TEST_TMPDIR/out") == "<p>the whole page</p>" ]]
  jq -e -s 'all(.[1:6][]; .error.attempts == 4 and (has("body") | not))' "$BATS_TEST_TMPDIR/out"
  # Every attempt is on record in the store, and none of what was cut off.
  local kept
  kept=$(cat "$DATA"/pages/fetches/*.jsonl | jq -c 'select(.url | test("/short")) | [.error, (.attempts | map(.error // .status))]' | sort)
  diff - <(echo "$kept") <<'KEPT'
["short-body",["short-body","short-body","short-body","short-body"]]
[null,["short-body",200]]
KEPT
  run ! grep -rq 'the start of' "$DATA/pages/bodies"
}

@test "fault 19: Retry-After is waited for; a date in 2037 defers the host with 75" {
  start_site hostile
  [[ $(hostile busy) == "/busy 200 page" ]]
  awk '$2 == "/busy" { at[++n] = $1 } END { exit !(n == 2 && at[2] - at[1] >= 1) }' "$LOG"
  requests "$URL/later" "$URL/1" "$URL/2" >"$BATS_TEST_TMPDIR/requests"
  run --separate-stderr "$FETCH" --data "$DATA" --interval 0.05 --stats "$BATS_TEST_TMPDIR/stats" "$BATS_TEST_TMPDIR/requests"
  [[ $status == 75 ]]
  [[ $(outcome <<<"$output") == $'/later 429 deferred\n/1 0 deferred\n/2 0 deferred' ]]
  jq -e '.deferred == 3 and (.hosts[].deferred | test("max-wait"))' "$BATS_TEST_TMPDIR/stats"
}

@test "fault 21: loops, other sites and other schemes are refused and logged" {
  start_site hostile
  diff - <(hostile loop off-site file hop ok) <<'OUTCOME'
/loop 0 redirect-loop
/off-site 0 redirect-off-site
/file 0 redirect-scheme
/hop 200 page
/ok 200 page
OUTCOME
  [[ $(jq -r 'select(.url | test("/hop")) | .final_url' "$BATS_TEST_TMPDIR/out") == "$URL/ok" ]]
  for code in loop off-site scheme; do grep -q "redirect-$code" "$BATS_TEST_TMPDIR/err"; done
}

@test "fault 22: bombs, bad gzip and endless headers end at their limits" {
  start_site hostile
  diff - <(hostile gzip bomb bad-gzip headers) <<'OUTCOME'
/gzip 200 page
/bomb 0 too-large
/bad-gzip 0 bad-encoding
/headers 0 headers-too-large
OUTCOME
  # A limit above what it unpacks to lets it through, so it was the limit that stopped it.
  requests "$URL/bomb" | "$FETCH" --data "$DATA" --interval 0 --max-bytes 80M --refresh | jq -e '.error.code != "too-large"'
}

@test "fault 23: soft 404s, challenges and empty pages are no pages; Hebrew in any encoding is" {
  start_site hostile
  diff - <(hostile soft-404 challenge empty hebrew-1255 hebrew-8859 hebrew-lie) <<'OUTCOME'
/soft-404 0 soft-404
/challenge 403 challenge
/empty 0 empty
/hebrew-1255 200 page
/hebrew-8859 200 page
/hebrew-lie 200 page
OUTCOME
  [[ $(jq -r 'select(.body) | "\(.charset) \(.body | test("גיטרה קלאסית"))"' "$BATS_TEST_TMPDIR/out") == \
    $'windows-1255 true\niso-8859-8 true\nwindows-1255 true' ]]
}

@test "private addresses are refused where a public page redirects to them, by number and by name" {
  unshare -rnm ip link set lo up 2>/dev/null || skip "needs unshare -rnm and ip"
  cat >"$BATS_TEST_TMPDIR/public" <<'SCRIPT'
set -euo pipefail
ip link set lo up
# Any public address will do: nothing leaves this namespace.
ip address add 93.184.216.34/32 dev lo
ip address add 10.1.2.3/32 dev lo
echo "10.1.2.3 intranet.test" >"$LOG.hosts"
mount --bind "$LOG.hosts" /etc/hosts
exec 6< <(exec python3 -B "$SERVERS/hostile.py" --log "$LOG" --address 0.0.0.0 3>&-)
site=$!
trap 'kill $site' EXIT
read -r port <&6
public=http://93.184.216.34:$port
for host in 127.0.0.1 10.1.2.3 localhost intranet.test 93.184.216.34; do
  printf '{"type":"request","url":"%s/to/http://%s:%s/secret"}\n' "$public" "$host" "$port"
done | "$FETCH" --data "$DATA" --interval 0 --follow-off-site
SCRIPT
  run --separate-stderr env LOG="$LOG" DATA="$DATA" FETCH="$FETCH" SERVERS="$BATS_TEST_DIRNAME/servers" \
    unshare -rnm bash "$BATS_TEST_TMPDIR/public"
  [[ $status == 0 ]]
  [[ $(jq -r '.error.code // "page"' <<<"$output" | paste -sd ' ') == \
    "private-address private-address private-address robots-unreachable page" ]]
  # The public site's own page is the only one that was asked for.
  [[ $(grep -c ' /secret ' "$LOG") == 1 && $(grep -c robots.txt "$LOG") == 1 ]]
}

@test "every location of the hostile shop ends as it should" {
  start_adversary
  impatient "$DATA" 0.1 0.2
  local paths=(ok limited limited limited r503 loop hop1 offsite badscheme nobytes drip stall
    gzip br badgzip bomb he1255 he1255meta utf8lie etag empty200 soft404 challenge hugehdr private/1)
  requests "${paths[@]/#/$SHOP/}" "$LOCKED/x" |
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
  jq -e --arg shop "${SHOP#http://}" '.seconds > .hosts[$shop].exchanges - 1' "$BATS_TEST_TMPDIR/stats"
  grep -q '/loop: redirect-loop' "$BATS_TEST_TMPDIR/err"
  [[ $(grep -c ' /x ' "$BATS_TEST_TMPDIR/adversary/logs/access.log" || true) == 0 ]]
}

@test "a Retry-After date in 2037 defers the host with 75, and a page the store has stands in" {
  start_adversary
  requests "$SHOP/etag" | "$FETCH" --data "$DATA" >/dev/null
  run --separate-stderr bash -c "$(declare -f requests); requests $SHOP/{r429date,ok,etag} | '$FETCH' --data '$DATA' --max-age 14d"
  [[ $status == 75 ]]
  diff - <(outcome <<<"$output") <<'OUTCOME'
/r429date 429 deferred
/ok 0 deferred
/etag 200 page
OUTCOME
  [[ $(jq .from_cache <<<"${lines[2]}") == true ]]
}

@test "robots.txt: 404 allows all, 503 and a time-out allow nothing" {
  start_site small_site --robots 404
  [[ $(pages 2 | "$FETCH" --data "$DATA" --interval 0 | outcome) == $'/1 200 page\n/2 200 page' ]]
  stop_site
  for robots in 503 stall; do
    rm -rf "$DATA" "$LOG"
    impatient "$DATA"
    start_site small_site --robots "$robots"
    run --separate-stderr bash -c "$(declare -f requests); requests $URL/1 $URL/2 | '$FETCH' --data '$DATA' --interval 0 --timeout 1s"
    [[ $status == 69 ]]
    [[ $(outcome <<<"$output") == $'/1 0 robots-unreachable\n/2 0 robots-unreachable' ]]
    [[ $(grep -vc robots.txt "$LOG") == 0 ]]
    stop_site
  done
}
