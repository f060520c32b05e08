#!/usr/bin/env bats
# render with a real browser and pages of our own that scripts build.
# shellcheck disable=SC2154 # run sets stderr

load support

setup() {
  [[ -x $(command -v chromium) ]] || skip "needs Debian's chromium"
  RENDER=$PROGRAMS/render
  DATA=$BATS_TEST_TMPDIR/data
  LOG=$BATS_TEST_TMPDIR/log
  # A folder that the user nobody reaches too.
  TMPDIR=$(mktemp -d /tmp/render-bats-XXXXXX)
  export TMPDIR
  chmod a+rx "$TMPDIR"
  unset http_proxy https_proxy all_proxy
  exec 6< <(exec python3 -B "$BATS_TEST_DIRNAME/servers/scripted.py" --log "$LOG" 3>&-)
  SITE=$!
  read -r port <&6
  URL=http://127.0.0.1:$port
}

teardown() {
  [[ -z ${SITE-} ]] || kill "$SITE" 2>/dev/null || true
  [[ $TMPDIR != /tmp/render-bats-* ]] || rm -rf "$TMPDIR"
}

# request PATH [JQ]: a request to be rendered, changed by a jq expression.
request() {
  jq -nc --arg url "$URL$1" '{type: "request", url: $url, method: "GET", source: "brand", brand_id: "x", role: "listing", render: true, depth: 0}
    | '"${2-.}"
}
render() { "$RENDER" --data "$DATA" --interval 0 "$@" 3>&-; }
# items: the list items of each page, and how it ended.
items() { jq -r 'select(.type == "page") | "\(.url | sub("^[^/]*//[^/]*"; "")) \(.status) \(.error.code // ((.body | split("<script")[0] | split("<li") | length - 1 | tostring) + " items"))"'; }

@test "lists that scripts build are whole: at once, endless, behind a button, late" {
  { request /built && request /endless && request /more '.load_more = ".next-part"' && request /late '.wait_for = "#list.done"'; } |
    render >"$BATS_TEST_TMPDIR/out"
  diff - <(items <"$BATS_TEST_TMPDIR/out") <<'ITEMS'
/built 200 3 items
/endless 200 200 items
/more 200 60 items
/late 200 3 items
ITEMS
  jq -es '.[0] | .content_type == "text/html; charset=utf-8" and .charset == "utf-8" and .from_cache == false and .rendered.idle
    and (.body | startswith("<!DOCTYPE html><html>")) and .render and .brand_id == "x"' "$BATS_TEST_TMPDIR/out"
  jq -es 'map(select(.url | endswith("/endless")))[0].body | contains("פריט 200")' "$BATS_TEST_TMPDIR/out"
  [[ -z $(ls "$TMPDIR") ]]
}

@test "the JSON that a page loads follows it as requests, from the store too" {
  request /built | render >"$BATS_TEST_TMPDIR/out"
  diff - <(tail -n +2 "$BATS_TEST_TMPDIR/out" | sort) <<REQUESTS
{"type":"request","url":"$URL/api/models?page=1","method":"GET","source":"brand","brand_id":"x","role":"api","depth":1}
{"type":"request","url":"$URL/api/search","method":"POST","body":"{\"brand\":\"acme\"}","source":"brand","brand_id":"x","role":"api","depth":1}
REQUESTS
  kill "$SITE"
  request /built | render --offline | jq -c 'if .type == "page" then .from_cache = false else . end' | cmp - "$BATS_TEST_TMPDIR/out"
  # The page as the server sends it is another page.
  run --separate-stderr bash -c "sed -n 1p '$BATS_TEST_TMPDIR/out' | jq -c '{type: \"request\", url}' | '$PROGRAMS/fetch' --data '$DATA' --offline"
  [[ $status == 69 && $output == *not-in-store* ]]
}

@test "images, fonts and films are never asked for, whatever their addresses; style sheets are" {
  request /heavy '.wait_for = "li"' | render >"$BATS_TEST_TMPDIR/out"
  # The list is laid out as the style sheet says, the picture has its room.
  jq -e '.status == 200 and .rendered.idle and (.body | contains("<li>grid 200"))' "$BATS_TEST_TMPDIR/out"
  grep -q ' /style.css$' "$LOG"
  [[ $(grep -c /media/ "$LOG" || true) == 0 ]]
}

@test "a page that never goes idle is taken as it is" {
  request /restless | render --timeout 8s >"$BATS_TEST_TMPDIR/out"
  [[ $(items <"$BATS_TEST_TMPDIR/out") == '/restless 200 5 items' ]]
  jq -e '.rendered.idle == false' "$BATS_TEST_TMPDIR/out"
}

@test "a page that crashes its renderer costs only itself" {
  { request /crash && request /built; } | render --timeout 60s >"$BATS_TEST_TMPDIR/out"
  [[ $(items <"$BATS_TEST_TMPDIR/out") == $'/crash 0 page-crashed\n/built 200 3 items' ]]
  jq -es '.[0].error.attempts == 2 and .[1].rendered.idle' "$BATS_TEST_TMPDIR/out"
}

@test "robots.txt, redirects and statuses are kept as fetch keeps them" {
  run --separate-stderr bash -c "$(declare -f request render); RENDER='$RENDER' DATA='$DATA' URL='$URL'
    { request /shut/page && request /moved && request /script-moves && request /moved-away && request /none; } | render"
  [[ $status == 0 ]]
  diff - <(items <<<"$output") <<'ITEMS'
/shut/page 0 robots
/moved 200 3 items
/script-moves 200 3 items
/moved-away 0 redirect-off-site
/none 404 http-404
ITEMS
  [[ $(jq -r 'select(.type == "page" and .status == 200) | .final_url' <<<"$output" | sort -u) == "$URL/built" ]]
  [[ $(grep -c ' /shut/' "$LOG" || true) == 0 ]]
}

@test "pages of a host keep the interval, over several browsers" {
  for n in 1 2 3 4; do request "/many/$n"; done |
    "$RENDER" --data "$DATA" --interval 1.5 --pages-per-browser 2 3>&- | items | grep -c '1 items' | grep -qx 4
  awk '/\/many\// { if (last && $1 - last < 1.5) bad = 1; last = $1; count++ } END { exit bad || count != 4 }' "$LOG"
  [[ -z $(ls "$TMPDIR") ]]
}

@test "other records pass in their place; plain requests are left for fetch" {
  { request /many/1 && request /many/2 'del(.render)' && echo '{"type":"note", "n": 1e400}' && request /many/3; } >"$BATS_TEST_TMPDIR/in"
  render "$BATS_TEST_TMPDIR/in" >"$BATS_TEST_TMPDIR/out"
  diff <(sed -n 2,3p "$BATS_TEST_TMPDIR/in") <(sed -n 2,3p "$BATS_TEST_TMPDIR/out")
  [[ $(items <"$BATS_TEST_TMPDIR/out") == $'/many/1 200 1 items\n/many/3 200 1 items' ]]
}

@test "SIGTERM ends with 143, and browser and profile go" {
  request /restless >"$BATS_TEST_TMPDIR/in"
  "$RENDER" --data "$DATA" --interval 0 "$BATS_TEST_TMPDIR/in" >"$BATS_TEST_TMPDIR/out" 3>&- &
  running=$!
  until grep -qs /restless "$LOG"; do
    kill -0 "$running"
    sleep 0.1
  done
  kill -TERM "$running"
  status=0
  wait "$running" || status=$?
  [[ $status == 143 ]]
  for _ in {1..600}; do
    if [[ -z $(ls "$TMPDIR") ]]; then break; fi
    sleep 0.2
  done
  [[ -z $(ls "$TMPDIR") ]]
}

@test "without Chromium the run ends with 69 and names the package" {
  unshare -rm true 2>/dev/null || skip "needs unshare -m"
  request /many/1 >"$BATS_TEST_TMPDIR/in"
  run --separate-stderr unshare -rm bash -c "mount --bind /dev/null /usr/bin/chromium && '$RENDER' --data '$DATA' --interval 0 '$BATS_TEST_TMPDIR/in'"
  [[ $status == 69 && $stderr == *"install the Debian package 'chromium'"* ]]
  jq -e '.error.code == "no-browser"' <<<"$output"
}
