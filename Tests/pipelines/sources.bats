#!/usr/bin/env bats
# What a crawl of a brand's own site begins with: sitemaps and interfaces, through load, crawl and parse-brand.
# shellcheck disable=SC2016 # the dollars are for jq

load support
load fetching

setup() {
  export DATA BIN=$PROGRAMS
  start_site brand
  mkdir -p "$DATA/brands/forge"
  echo '{"fetch":{"brand_interval_s":0}}' >"$DATA/settings.json"
}
teardown() { stop_site; }

# configure MEMBERS: the brand's configuration; a jq expression, in which $url is the site.
configure() {
  jq -n --arg url "$URL" '{schema: 1, brand_id: "forge", website: $url, hosts: [$url | ltrimstr("http://")]}'" + $1" \
    >"$DATA/brands/forge/scrape_config.json"
}
# crawl: reads the brand's site and gives the products that its pages show.
crawl() {
  "$BIN/load" requests --data "$DATA" --brand forge --source brand | "$PIPELINES/crawl" --stats "$BATS_TEST_TMPDIR/stats"
  "$BIN/load" pages --data "$DATA" --brand forge --source brand | "$BIN/parse-brand" --configs "$DATA/brands" >"$BATS_TEST_TMPDIR/records"
  jq -r 'select(.type == "product") | .name' "$BATS_TEST_TMPDIR/records" | sort
}

@test "a sitemap of sitemaps, plain and packed, gives the item pages that the configuration names" {
  configure '{start: [{url: ($url + "/sitemap.xml"), role: "sitemap"}], sitemap: {where: "/items/"}, detail: true}'
  [[ $(crawl | paste -sd ,) == "Anvil 61,Anvil 88,Bellows 2,Cantor X3" ]]
  # Each once, though the index names itself, and nothing that the configuration leaves out.
  [[ $(asked | sort | uniq -c | awk '$1 != 1' | wc -l) == 0 && $(asked | grep -c about || true) == 0 ]]
  jq -e '.requests == 8 and .hosts["127.0.0.1:'"$PORT"'"].exchanges == 9' "$BATS_TEST_TMPDIR/stats"
}

@test "an interface is asked by method, body and key; the key is nowhere but on the wire" {
  configure '{start: [1, 2, 3 | {url: ($url + "/api"), role: "api", method: "POST", body: ({page: .} | tojson),
      headers_env: {"X-Api-Key": "FORGE_KEY"}}],
    api: {items: "data.items", fields: {name: "title", url: "link", sku: "code"}}}'
  [[ $(FORGE_KEY=open-sesame crawl 2>"$BATS_TEST_TMPDIR/err" | paste -sd ,) == "Anvil 61,Anvil 88,Bellows 2,Cantor X3" ]]
  run ! grep -rq open-sesame "$DATA" "$BATS_TEST_TMPDIR/records" "$BATS_TEST_TMPDIR/err" "$BATS_TEST_TMPDIR/stats"
  "$BIN/load" pages --data "$DATA" --brand forge --source brand >"$BATS_TEST_TMPDIR/pages"
  jq -e -s 'length == 3 and all(.method == "POST" and .headers_env == {"X-Api-Key": "FORGE_KEY"})' "$BATS_TEST_TMPDIR/pages"
}

@test "without its key an interface is not asked, and the failure names the variable" {
  configure '{start: [{url: ($url + "/api"), role: "api", method: "POST", body: "{}", headers_env: {"X-Api-Key": "FORGE_KEY"}}]}'
  unset FORGE_KEY
  run "$BIN/fetch" --data "$DATA" <("$BIN/load" requests --data "$DATA" --brand forge --source brand)
  [[ $status == 69 && $output == *"missing-secret"*"FORGE_KEY"* && ! -s $LOG ]]
}

@test "a crawl that is killed inside a round asks for no finished page again" {
  stop_site
  start_site small_site
  configure '{hosts: ["127.0.0.1"], interval_s: 0.05}'
  pages 60 | jq -c '.brand_id = "forge"' >"$BATS_TEST_TMPDIR/first"
  setsid "$PIPELINES/crawl" <"$BATS_TEST_TMPDIR/first" 3>&- 6>&- &
  local crawling=$!
  until [[ -e $LOG && $(wc -l <"$LOG") -ge 20 ]]; do
    kill -0 "$crawling"
    sleep 0.05
  done
  kill -KILL -- "-$crawling"
  wait "$crawling" || true
  "$PIPELINES/crawl" --stats "$BATS_TEST_TMPDIR/stats" <"$BATS_TEST_TMPDIR/first"
  # Only what was on its way when the kill came may have been asked for twice.
  [[ $(asked | grep -v robots | sort -u | wc -l) == 60 && $(asked | grep -vc robots) -le 63 ]]
  jq -e '.fresh >= 15 and .pages == 60' "$BATS_TEST_TMPDIR/stats"
}
