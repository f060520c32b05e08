# What the tests of fetch share. To be loaded by bats after support.
# shellcheck shell=bash
# shellcheck disable=SC2034 # the tests use the names
FETCH=$PROGRAMS/fetch
DATA=$BATS_TEST_TMPDIR/data
LOG=$BATS_TEST_TMPDIR/log
unset http_proxy https_proxy HTTPS_PROXY all_proxy ALL_PROXY no_proxy NO_PROXY

# start_site SERVER [OPTION]...: one of servers/ at $URL, until stop_site.
start_site() {
  exec 6< <(exec python3 -B "$BATS_TEST_DIRNAME/servers/$1.py" --log "$LOG" "${@:2}" 3>&-)
  SITE=$!
  read -r PORT <&6
  URL=http://127.0.0.1:$PORT
}
stop_site() { [[ -z ${SITE-} ]] || kill "$SITE" 2>/dev/null || true; }

# start_nginx FOLDER PORTS CONFIGURE: nginx in the folder; CONFIGURE writes its nginx.conf, with nginx.pid, for so many free
# ports in $PORTS. Other ports when somebody was quicker to take one.
start_nginx() {
  for _ in {1..10}; do
    read -ra PORTS < <(python3 -c 'import socket, sys
ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(int(sys.argv[1]))]
print(*[port.getsockname()[1] for port in ports])' "$2")
    "$3"
    nginx -p "$1" -c nginx.conf -g "daemon off;" 3>&- 6>&- &
    NGINX=$!
    # It writes its number once it has its ports.
    while kill -0 "$NGINX" 2>/dev/null; do
      if [[ -s $1/nginx.pid ]]; then return; fi
      sleep 0.05
    done
  done
  return 1
}
stop_nginx() { [[ -z ${NGINX-} ]] || { kill "$NGINX" && wait "$NGINX"; } 2>/dev/null || true; }

# impatient FOLDER [SECONDS]...: a tree that asks again after so long, three times within half a second unless told.
impatient() {
  local delays=("${@:2}")
  ((${#delays[@]})) || delays=(0.05 0.1 0.2)
  mkdir -p "$1"
  printf '%s\n' "${delays[@]}" | jq -s '{fetch: {retry_delays_s: .}}' >"$1/settings.json"
}

# requests URL...: one request record each.
requests() { printf '{"type":"request","url":"%s","source":"brand","brand_id":"x","role":"item","depth":0}\n' "$@"; }
# pages N: requests for so many pages of the site.
pages() { for ((n = 1; n <= $1; n++)); do requests "$URL/$n"; done; }
# facts: page records without what two runs may differ in.
facts() { sed -E 's/"fetched_at":"[^"]*",//; s/"from_cache":(true|false),?//'; }
# outcome: url path, status and error code.
outcome() { jq -r '"\(.url | sub("^[^/]*//[^/]*"; "")) \(.status) \(.error.code // "page")"'; }
# never_closer SECONDS: no two requests reached the server closer together.
never_closer() {
  sort -n "$LOG" | awk -v interval="$1" '
    NR > 1 && $1 - last < interval { print $1 - last, "s before", $0; bad = 1 } { last = $1 } END { exit bad || NR < 2 }'
}
# asked: the paths that the server was asked for, in order.
asked() { sort -n "$LOG" | cut -d ' ' -f 2; }
