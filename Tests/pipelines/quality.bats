#!/usr/bin/env bats
# make quality: a sample of the images asked for by the real fetch, on loopback.

load support

setup() {
  export BIN=$PROGRAMS DATA=$BATS_TEST_TMPDIR/data
  unset http_proxy https_proxy all_proxy
  mkdir -p "$BATS_TEST_TMPDIR/site" "$DATA"/{catalogs_halilit,catalogs_unified}
  printf '\xff\xd8\xff\xe0\x00\x10JFIF\x00' >"$BATS_TEST_TMPDIR/site/good.jpg"
  exec 6< <(cd "$BATS_TEST_TMPDIR/site" && exec python3 -u -B -c '
import functools, http.server, os, threading, time
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler)
threading.Thread(target=lambda: (time.sleep(120), os._exit(0)), daemon=True).start()
print(server.server_port, flush=True)
server.serve_forever()' 2>/dev/null 3>&-)
  SITE=$!
  read -r port <&6
  URL=http://127.0.0.1:$port
  jq -n '{fetch: {brand_interval_s: 0}, halilit: {interval_s: 0}, quality: {image_hosts: ["127.0.0.1"]}}' >"$DATA/settings.json"
}

teardown() { [[ -z ${SITE-} ]] || kill "$SITE" 2>/dev/null || true; }

# publish IMAGE...: a brand with one product for each image.
publish() {
  printf '%s\n' "$@" | jq -Rn --arg url "$URL" '{products: [inputs | {type: "unified", class: "PRIMARY", brand_id: "acme",
    id: ., name: "Synth \(.)", image_url: "\($url)/\(.)", offers: []}]}' >"$DATA/catalogs_unified/acme_unified.json"
  echo '{"products":[]}' >"$DATA/catalogs_halilit/acme_halilit.json"
}

@test "images that answer pass" {
  publish good.jpg
  "$PIPELINES/quality-review" | jq -es 'map(select(.check == "dead-image")) == [{type: "quality", check: "dead-image",
    meaning: "sampled images that do not answer", limit_percent: 5, state: "passed", count: 0, of: 1, examples: []}]'
}

@test "images that are gone are found and end with 1" {
  publish good.jpg gone.jpg
  status=0
  "$PIPELINES/quality-review" >"$BATS_TEST_TMPDIR/out" || status=$?
  ((status == 1))
  jq -es 'map(select(.check == "dead-image"))[0] | .state == "above" and .count == 1 and .of == 2
    and (.examples[0].id | endswith("/gone.jpg"))' "$BATS_TEST_TMPDIR/out"
}

@test "only a sample is asked for, the same on one day" {
  # shellcheck disable=SC2046 # words are wanted
  publish $(printf '%s.jpg ' {1..30})
  "$BIN/quality" --data "$DATA" --sample 5 --at 2026-06-30T05:00:00Z >"$BATS_TEST_TMPDIR/first"
  "$BIN/quality" --data "$DATA" --sample 5 --at 2026-06-30T23:00:00Z | cmp - "$BATS_TEST_TMPDIR/first"
  [[ $(wc -l <"$BATS_TEST_TMPDIR/first") == 5 ]]
  run "$BIN/quality" --data "$DATA" --sample 5 --at 2026-07-01T05:00:00Z
  [[ $status == 0 && $(wc -l <<<"$output") == 5 && $output != "$(<"$BATS_TEST_TMPDIR/first")" ]]
}

@test "without a sample nothing is asked for and the check says so" {
  publish good.jpg
  kill "$SITE"
  SAMPLE=0 "$PIPELINES/quality-review" | jq -es 'map(select(.check == "dead-image"))[0].state == "not-looked"'
}
