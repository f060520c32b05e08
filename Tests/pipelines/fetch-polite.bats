#!/usr/bin/env bats
# fetch among others: intervals, unchanged pages, proxies, redirects, what it says meanwhile.

load support
load fetching

teardown() {
  stop_site
  stop_nginx
}

@test "requests to one host are never closer than the interval, by the arrival times of the server" {
  start_site small_site
  pages 12 | "$FETCH" --data "$DATA" --interval 0.25 >"$BATS_TEST_TMPDIR/out"
  [[ $(wc -l <"$BATS_TEST_TMPDIR/out") == 12 && $(wc -l <"$LOG") == 13 ]]
  never_closer 0.25
}

@test "a second run over unchanged pages: only 304, no body bytes, the same output" {
  start_site small_site
  pages 30 | "$FETCH" --data "$DATA" --interval 0 >"$BATS_TEST_TMPDIR/first"
  : >"$LOG"
  pages 30 | "$FETCH" --data "$DATA" --interval 0 --stats "$BATS_TEST_TMPDIR/stats" >"$BATS_TEST_TMPDIR/second"
  # robots.txt was read today.
  [[ $(cut -d ' ' -f 3- "$LOG" | sort | uniq -c | xargs) == "30 304 0" ]]
  cmp <(facts <"$BATS_TEST_TMPDIR/first") <(facts <"$BATS_TEST_TMPDIR/second")
  [[ $(jq -s 'all(.from_cache)' "$BATS_TEST_TMPDIR/second") == true ]]
  jq -e '.not_modified == 30 and .wire_bytes == 0 and .pages == 30 and .retries == 0' "$BATS_TEST_TMPDIR/stats"
}

@test "--refresh sends no validators, --max-age lets stored pages stand in only while the source is down" {
  start_site small_site
  impatient "$DATA"
  pages 3 >"$BATS_TEST_TMPDIR/requests"
  "$FETCH" --data "$DATA" --interval 0 "$BATS_TEST_TMPDIR/requests" | facts >"$BATS_TEST_TMPDIR/first"
  "$FETCH" --data "$DATA" --interval 0 --refresh "$BATS_TEST_TMPDIR/requests" | facts | cmp - "$BATS_TEST_TMPDIR/first"
  [[ $(grep -c ' 304 ' "$LOG" || true) == 0 ]]
  stop_site
  run --separate-stderr "$FETCH" --data "$DATA" --interval 0 --quiet "$BATS_TEST_TMPDIR/requests"
  [[ $status == 69 ]]
  "$FETCH" --data "$DATA" --interval 0 --max-age 14d "$BATS_TEST_TMPDIR/requests" >"$BATS_TEST_TMPDIR/stale"
  [[ $(jq -s 'all(.from_cache)' "$BATS_TEST_TMPDIR/stale") == true ]]
  facts <"$BATS_TEST_TMPDIR/stale" | cmp - "$BATS_TEST_TMPDIR/first"
}

@test "a terminal sees a progress line; a log file, --quiet and --log-json do not" {
  start_site small_site
  pages 6 >"$BATS_TEST_TMPDIR/requests"
  watch() { script -qec "'$FETCH' --data '$DATA' --interval 0.3 $1 '$BATS_TEST_TMPDIR/requests' >'$BATS_TEST_TMPDIR/out'" /dev/null; }
  watch "" >"$BATS_TEST_TMPDIR/seen"
  tr '\r' '\n' <"$BATS_TEST_TMPDIR/seen" | grep -qE 'fetch: [0-5]/6 pages, 1 hosts, [0-9.]+/s, [1-6] waiting'
  # The line is wiped at the end.
  [[ $(tail -c 4 "$BATS_TEST_TMPDIR/seen") == $'\r\e[K' ]]
  for option in --quiet --log-json; do [[ -z $(watch "$option") ]]; done
  "$FETCH" --data "$DATA" --interval 0.3 "$BATS_TEST_TMPDIR/requests" 2>"$BATS_TEST_TMPDIR/err" >/dev/null
  [[ ! -s $BATS_TEST_TMPDIR/err ]]
}

@test "statistics count requests, bytes, 304s, retries, deferrals and each host's latencies" {
  start_site hostile
  requests "$URL/1" "$URL/busy" | "$FETCH" --data "$DATA" --interval 0 --stats "$BATS_TEST_TMPDIR/stats" >"$BATS_TEST_TMPDIR/out"
  jq -e '.requests == 2 and .pages == 2 and .retries == 1 and .deferred == 0 and .not_modified == 0 and .exchanges == 4
    and .wire_bytes > 0 and .body_bytes > 0 and .seconds > 0 and .exchange_seconds > 0
    and (.hosts | length == 1 and all(.[]; .exchanges == 4 and .p50_ms <= .p95_ms and .p95_ms <= .max_ms))' \
    "$BATS_TEST_TMPDIR/stats"
}

@test "proxy variables are those of curl" {
  start_site small_site
  requests http://shop.example/1 | http_proxy=$URL "$FETCH" --data "$DATA" --interval 0 | jq -e '.status == 200'
  [[ $(asked | paste -sd ' ') == "http://shop.example/robots.txt http://shop.example/1" ]]
  requests "$URL/2" | http_proxy=http://127.0.0.1:9 no_proxy=127.0.0.1 "$FETCH" --data "$DATA" --interval 0 | jq -e '.status == 200'
}

# start_tls_site: a site with HTTP/2 over TLS at $URL, its certificate in cert.pem.
start_tls_site() {
  local folder=$BATS_TEST_TMPDIR/nginx user=""
  mkdir -p "$folder/www" "$folder/tmp"
  for n in 1 2 3 4 5 6; do echo "<p>page $n" >"$folder/www/$n"; done
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost \
    -keyout "$folder/key.pem" -out "$folder/cert.pem" 2>/dev/null
  [[ $(id -u) != 0 ]] || user="user root;"
  configure() {
    cat >"$folder/nginx.conf" <<CONF
$user worker_processes 1; pid nginx.pid; error_log error.log;
events { worker_connections 64; }
http {
  log_format plain '\$server_protocol \$connection \$request_uri'; access_log access.log plain; default_type text/html; root www;
  client_body_temp_path tmp; proxy_temp_path tmp; fastcgi_temp_path tmp; uwsgi_temp_path tmp; scgi_temp_path tmp;
  server { listen 127.0.0.1:${PORTS[0]} ssl http2; ssl_certificate cert.pem; ssl_certificate_key key.pem; }
}
CONF
  }
  start_nginx "$folder" 1 configure
  URL=https://localhost:${PORTS[0]}
}

@test "HTTP/2 over TLS where a site has it, on one connection; a certificate that nobody vouches for is refused" {
  [[ -x $(command -v nginx) && -x $(command -v openssl) ]] || skip "needs nginx and openssl"
  unshare -rm true 2>/dev/null || skip "needs unshare -rm"
  start_tls_site
  pages 6 >"$BATS_TEST_TMPDIR/requests"
  run --separate-stderr "$FETCH" --data "$DATA" --interval 0 "$BATS_TEST_TMPDIR/requests"
  # shellcheck disable=SC2154 # run sets stderr
  [[ $status == 69 && $(jq -r .error.code <<<"${lines[0]}") == robots-unreachable && $stderr == *"(tls)"* ]]
  # Inside, this certificate stands in for all that the machine trusts.
  # shellcheck disable=SC2016 # the inner shell expands them
  unshare -rm sh -c 'mount --bind "$1/nginx/cert.pem" /etc/ssl/certs/ca-certificates.crt && shift && exec "$@"' - \
    "$BATS_TEST_TMPDIR" "$FETCH" --data "$DATA" --interval 0 "$BATS_TEST_TMPDIR/requests" | jq -e -s 'length == 6 and all(.status == 200)'
  [[ $(cut -d ' ' -f 1,2 "$BATS_TEST_TMPDIR/nginx/access.log" | sort -u | cut -d ' ' -f 1) == HTTP/2.0 ]]
}

@test "the store becomes a WARC file that other tools read" {
  local warcio=$ROOT/.deps/venv/bin/warcio
  [[ -x $warcio ]] || skip "needs warcio: run make deps-python"
  start_site hostile
  requests "$URL/1" "$URL/hop" "$URL/hebrew-1255" "$URL/empty" >"$BATS_TEST_TMPDIR/requests"
  for _ in 1 2; do "$FETCH" --data "$DATA" --interval 0 --quiet "$BATS_TEST_TMPDIR/requests" >"$BATS_TEST_TMPDIR/out"; done
  "$PROGRAMS/pages" export-warc --data "$DATA" >"$BATS_TEST_TMPDIR/pages.warc"
  "$warcio" check "$BATS_TEST_TMPDIR/pages.warc"
  "$warcio" index -f warc-type,warc-target-uri,http:status,http:content-type "$BATS_TEST_TMPDIR/pages.warc" |
    jq -c 'map_values(sub("http://[^/]*"; ""))' | sort >"$BATS_TEST_TMPDIR/index"
  diff - "$BATS_TEST_TMPDIR/index" <<'INDEX'
{"warc-type":"metadata","warc-target-uri":"/ok"}
{"warc-type":"response","warc-target-uri":"/1","http:status":"200","http:content-type":"text/html; charset=utf-8"}
{"warc-type":"response","warc-target-uri":"/hebrew-1255","http:status":"200","http:content-type":"text/html; charset=windows-1255"}
{"warc-type":"response","warc-target-uri":"/ok","http:status":"200","http:content-type":"text/html; charset=utf-8"}
{"warc-type":"revisit","warc-target-uri":"/1","http:status":"304","http:content-type":"text/html; charset=utf-8"}
{"warc-type":"revisit","warc-target-uri":"/hebrew-1255","http:status":"200","http:content-type":"text/html; charset=windows-1255"}
{"warc-type":"revisit","warc-target-uri":"/ok","http:status":"304","http:content-type":"text/html; charset=utf-8"}
{"warc-type":"warcinfo"}
INDEX
  # A byte changed is a digest that no longer fits: the check above does read the payloads.
  run ! "$warcio" check <(LC_ALL=C sed 's/<h1>Page/<h1>page/' "$BATS_TEST_TMPDIR/pages.warc")
}

@test "two processes on one tree keep the interval between them" {
  start_site small_site
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
