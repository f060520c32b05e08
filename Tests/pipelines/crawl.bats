#!/usr/bin/env bats
# The rounds of a crawl, with stand-ins for the programs: the body of a page is the JSON list of requests found in it.

load support

setup() {
  export DATA=$BATS_TEST_TMPDIR/data BIN=$BATS_TEST_TMPDIR/bin SITE=$BATS_TEST_TMPDIR/site.json
  FETCHED=$BATS_TEST_TMPDIR/fetched
  CRAWL=("$PIPELINES/crawl" --report "$BATS_TEST_TMPDIR/report")
  export FETCHED
  mkdir -p "$DATA"
  double fetch <<'SCRIPT'
#!/usr/bin/env bash
tee -a "$FETCHED" | jq -c --slurpfile site "$SITE" '.type = "page" | ($site[0][.url] // {}) as $page
  | if $page.error then . + {status: 0, error: {code: $page.error}} else . + {status: 200, body: ($page.links // [] | tojson)} end'
jq '{pages: (.pages // 1), from_store: 0, requests: 1}' "$SITE" >"${@: -1}"
exit "$(jq '.status // 0' "$SITE")"
SCRIPT
  double parse-halilit <<'SCRIPT'
#!/usr/bin/env bash
jq -c 'if .body == "[\"broken\"]" then error("broken") else . end | (.body // "[]" | fromjson[]) as $url
  | {type: "request", url: $url, method: "GET", source, brand_id, role: "listing", depth: (.depth + 1)}'
SCRIPT
  cp "$BIN/parse-halilit" "$BIN/parse-brand"
  double store <<'SCRIPT'
#!/usr/bin/env bash
jq -r '"\(.source) \(.brand_id) \(.url)"' "${@: -1}" >>"$DATA/stored"
SCRIPT
}

# first SOURCE BRAND URL: the request that a crawl begins with.
first() { printf '{"type":"request","url":"%s","method":"GET","source":"%s","brand_id":"%s","role":"listing","depth":0}\n' "$3" "$1" "$2"; }

@test "a crawl follows what the parsers find, each page once, and keeps the order" {
  echo '{"a1": {"links": ["a2", "a1"]}, "a2": {"links": ["a3", "a2"]}, "b1": {"links": ["b1"]}}' >"$SITE"
  { first halilit alpha a1 && first brand alpha b1 && first halilit alpha a1; } >"$BATS_TEST_TMPDIR/first"
  "${CRAWL[@]}" <"$BATS_TEST_TMPDIR/first"
  diff "$DATA/stored" - <<<$'brand alpha b1\nhalilit alpha a1\nhalilit alpha a2\nhalilit alpha a3'
  [[ $(jq -r .url "$FETCHED" | sort | paste -sd ' ') == "a1 a2 a3 b1" ]]
  [[ ! -e $DATA/work/crawl-crawl ]]
}

@test "a request counts as new by method, url and body" {
  echo '{"a1": {}}' >"$SITE"
  { first halilit alpha a1 && first halilit alpha a1 | jq -c '.method = "POST"' &&
    first halilit alpha a1 | jq -c '. + {method: "POST", body: "page=2"}'; } >"$BATS_TEST_TMPDIR/first"
  "${CRAWL[@]}" <"$BATS_TEST_TMPDIR/first"
  [[ $(wc -l <"$FETCHED") == 3 ]]
}

@test "a brand whose host defers is left out with 75, the others are stored" {
  echo '{"a1": {"links": ["a2"]}, "a2": {"error": "deferred"}, "b1": {}, "status": 75}' >"$SITE"
  { first halilit alpha a1 && first halilit beta b1; } >"$BATS_TEST_TMPDIR/first"
  run "${CRAWL[@]}" <"$BATS_TEST_TMPDIR/first"
  [[ $status == 75 ]]
  [[ $output == *"halilit.alpha: left out: its host asked to come back later"* ]]
  diff "$DATA/stored" - <<<"halilit beta b1"
  diff "$BATS_TEST_TMPDIR/report" - <<<$'75\thalilit\talpha\t2\t0\t0\t0\t-\tits host asked to come back later\n0\thalilit\tbeta\t1\t0\t0\t0\t-\t'
}

@test "a brand that reaches a cap is left out with 1, the others are stored" {
  echo '{"a1": {"links": ["a2"]}, "a2": {"links": ["a3"]}, "a3": {"links": ["a4"]}, "b1": {"links": ["b2"]}}' >"$SITE"
  { first halilit alpha a1 && first halilit beta b1; } >"$BATS_TEST_TMPDIR/first"
  run "${CRAWL[@]}" --max-pages 2 <"$BATS_TEST_TMPDIR/first"
  [[ $status == 1 ]]
  diff "$DATA/stored" - <<<$'halilit beta b1\nhalilit beta b2'
  rm "$DATA/stored"
  run "${CRAWL[@]}" --max-rounds 2 <"$BATS_TEST_TMPDIR/first"
  [[ $status == 1 ]]
  diff "$DATA/stored" - <<<$'halilit beta b1\nhalilit beta b2'
}

@test "a brand whose parser fails is left out, the others are stored" {
  echo '{"a1": {"links": ["broken"]}, "b1": {}}' >"$SITE"
  { first halilit alpha a1 && first halilit beta b1; } >"$BATS_TEST_TMPDIR/first"
  run "${CRAWL[@]}" <"$BATS_TEST_TMPDIR/first"
  [[ $status == 70 ]]
  diff "$DATA/stored" - <<<"halilit beta b1"
}

@test "a failed page is a page of the crawl; a crawl without any page ends with 69" {
  echo '{"a1": {"links": ["a2"]}, "a2": {"error": "timeout"}, "status": 69}' >"$SITE"
  first halilit alpha a1 >"$BATS_TEST_TMPDIR/first"
  "${CRAWL[@]}" <"$BATS_TEST_TMPDIR/first"
  diff "$DATA/stored" - <<<$'halilit alpha a1\nhalilit alpha a2'
  echo '{"a1": {"error": "timeout"}, "status": 69, "pages": 0}' >"$SITE"
  run "${CRAWL[@]}" <"$BATS_TEST_TMPDIR/first"
  [[ $status == 69 ]]
}

@test "a killed crawl goes on after its last finished round" {
  echo '{"a1": {"links": ["a2"]}, "a2": {"links": ["a3"]}, "a3": {}}' >"$SITE"
  first halilit alpha a1 >"$BATS_TEST_TMPDIR/first"
  mv "$BIN/fetch" "$BIN/fetch-really"
  double fetch <<'SCRIPT'
#!/usr/bin/env bash
requests=$(cat)
[[ $requests == *'"url":"a2"'* ]] && kill -KILL "$PPID" && exit 1
"$0-really" "$@" <<<"$requests"
SCRIPT
  run "${CRAWL[@]}" <"$BATS_TEST_TMPDIR/first"
  [[ $status == 137 && ! -e $DATA/stored ]]
  mv "$BIN/fetch-really" "$BIN/fetch"
  run "${CRAWL[@]}" <"$BATS_TEST_TMPDIR/first"
  [[ $status == 0 && $output == *"going on with the crawl"* ]]
  [[ $(jq -r .url "$FETCHED" | paste -sd ' ') == "a1 a2 a3" ]]
  diff "$DATA/stored" - <<<$'halilit alpha a1\nhalilit alpha a2\nhalilit alpha a3'
}

@test "a fetch that dies ends the crawl and nothing is stored" {
  echo '{}' >"$SITE"
  double fetch <<<$'#!/usr/bin/env bash\nhead -c 20 </dev/zero; kill -KILL $$'
  run "${CRAWL[@]}" <<<"$(first halilit alpha a1)"
  [[ $status == 65 || $status == 70 ]]
  [[ ! -e $DATA/stored ]]
}

@test "pages that want a browser are rendered, in their place; the calls they make are not followed" {
  echo '{"a1": {"links": ["a2"]}, "a2": {}, "b1": {}}' >"$SITE"
  mv "$BIN/fetch" "$BIN/fetch-really"
  double fetch <<'SCRIPT'
#!/usr/bin/env bash
while read -r line; do
  if [[ $line == *'"render":true'* ]]; then echo "$line"; else "$0-really" "$@" <<<"$line"; fi
done
echo '{"pages": 1, "from_store": 0}' >"${@: -1}"
SCRIPT
  double render <<'SCRIPT'
#!/usr/bin/env bash
jq -c 'if .type == "request" then (., {type: "request", url: "call", source, brand_id, role: "api"}) else . end
  | if .render then .type = "page" | .status = 200 | .body = "[\"a2\"]" else . end'
echo '{"pages": 1, "from_store": 0}' >"${@: -1}"
SCRIPT
  { first halilit alpha a0 && first halilit alpha a1 | jq -c '.render = true' && first halilit alpha b1; } >"$BATS_TEST_TMPDIR/first"
  "${CRAWL[@]}" --stats "$BATS_TEST_TMPDIR/stats" <"$BATS_TEST_TMPDIR/first"
  [[ $(paste -sd ' ' "$DATA/stored") == "halilit alpha a0 halilit alpha a1 halilit alpha b1 halilit alpha a2" ]]
  [[ $(jq .pages "$BATS_TEST_TMPDIR/stats") == 3 ]]
}

@test "a brand id that is no file name is refused" {
  echo '{}' >"$SITE"
  run "${CRAWL[@]}" <<<"$(first halilit ../alpha a1)"
  [[ $status == 65 && ! -e $DATA/stored ]]
}
