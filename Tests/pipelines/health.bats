#!/usr/bin/env bats
# Watching the tree: checks, alerts, delivery to real servers on loopback, recovery.
# shellcheck disable=SC2030,SC2031,SC2034 # every test is a subshell; run sets output

load support

setup() {
  export DATA=$BATS_TEST_TMPDIR/data
  # http_proxy leads to the demo's sites, which are gone by now.
  unset ALERT_EMAIL SMTP_URL SMTP_FROM SMTP_TLS SMTP_CA_FILE ALERT_SLACK_URL ALERT_WEBHOOK_URL HEARTBEAT_URL http_proxy
  python=$ROOT/.deps/venv/bin/python
  servers=()
}
teardown() { ((${#servers[@]} == 0)) || kill "${servers[@]}" 2>/dev/null || true; }

# serve NAME ARGUMENT...: starts a server of Tests/pipelines/servers; its port is in $port.
serve() {
  exec 6< <(exec "$python" -B "$BATS_TEST_DIRNAME/servers/$1.py" "${@:2}" 3>&-)
  servers+=("$!")
  read -r -t 60 port <&6
}

# need_mail_server: the server is a PyPI package that make deps-python installs.
need_mail_server() { "$python" -c 'import aiosmtpd' 2>/dev/null || skip "needs aiosmtpd (make deps-python)"; }

# certificate: a key and a certificate for localhost that only SMTP_CA_FILE makes trusted.
certificate() {
  openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost,IP:127.0.0.1 \
    -keyout "$BATS_TEST_TMPDIR/key" -out "$BATS_TEST_TMPDIR/certificate" 2>/dev/null
  secured=(--certificate "$BATS_TEST_TMPDIR/certificate" --key "$BATS_TEST_TMPDIR/key")
}

# alert: the record of one alert.
alert() {
  jq -nc '{type: "alert", alert: "api/api", state: "raised", level: "critical",
    message: "האתר אינו עונה", since: "2026-02-01T11:00:00Z", at: "2026-02-01T12:00:00Z"}'
}

waiting() { find "$DATA/alerts/outbox" -name '*.json' | wc -l; }

@test "an alert goes out as a mail, encrypted and with a password" {
  need_mail_server
  certificate
  mkdir "$BATS_TEST_TMPDIR/mail"
  serve mail "$BATS_TEST_TMPDIR/mail" "${secured[@]}" --user robot --password 'p@ss'
  export ALERT_EMAIL=ops@shop.example,boss@shop.example SMTP_FROM=robot@shop.example ALERT_SENDER=shop
  export SMTP_URL=smtp://robot:p%40ss@localhost:$port SMTP_CA_FILE=$BATS_TEST_TMPDIR/certificate
  run "$PROGRAMS/notify" --data "$DATA" < <(alert)
  [[ $status == 0 ]]
  [[ $(jq -r '"\(.channel) \(.delivered)"' <<<"$output") == "mail true" ]]
  [[ $(waiting) == 0 ]]
  "$python" - "$BATS_TEST_TMPDIR/mail/1.eml" <<'EOF'
import email, email.policy, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
assert mail["X-TLS"] == "True", mail["X-TLS"]
assert mail["X-From"] == "robot@shop.example"
assert mail["X-To"] == "ops@shop.example,boss@shop.example"
assert mail["Subject"] == "stocktake shop: 1 critical", mail["Subject"]
assert mail["Date"].datetime is not None and mail["Message-ID"]
body = mail.get_content().strip()
assert body == "[critical, raised] api/api: האתר אינו עונה (since 2026-02-01T11:00:00Z)", body
EOF
}

@test "a wrong password is no delivery, and the secret is in no word and no file" {
  need_mail_server
  certificate
  mkdir "$BATS_TEST_TMPDIR/mail"
  serve mail "$BATS_TEST_TMPDIR/mail" "${secured[@]}" --user robot --password right
  export ALERT_EMAIL=ops@shop.example SMTP_URL=smtp://robot:wr0ngsecret@localhost:$port SMTP_CA_FILE=$BATS_TEST_TMPDIR/certificate
  run "$PROGRAMS/notify" --data "$DATA" --within 20 < <(alert)
  [[ $status == 75 ]]
  # It is the server that refused, not a clock.
  jq -e 'select(.channel == "mail") | .delivered == false and (.error | test("denied|535"))' <<<"${lines[0]}"
  [[ $output != *wr0ngsecret* ]]
  run ! grep -r wr0ngsecret "$DATA"
  [[ $(waiting) == 1 ]]
  [[ -z $(ls "$BATS_TEST_TMPDIR/mail") ]]
}

@test "a mail is not sent in the clear, nor to a server that nobody vouches for" {
  need_mail_server
  certificate
  mkdir "$BATS_TEST_TMPDIR/mail"
  serve mail "$BATS_TEST_TMPDIR/mail"
  export ALERT_EMAIL=ops@shop.example SMTP_URL=smtp://localhost:$port
  run "$PROGRAMS/notify" --data "$DATA" --within 20 < <(alert)
  [[ $status == 75 && $(waiting) == 1 ]]
  serve mail "$BATS_TEST_TMPDIR/mail" "${secured[@]}"
  SMTP_URL=smtp://localhost:$port run "$PROGRAMS/notify" --data "$DATA" --within 20 </dev/null
  [[ $status == 75 && $(waiting) == 1 ]]
  [[ -z $(ls "$BATS_TEST_TMPDIR/mail") ]]
  # Once the server is trusted, what waited goes out.
  SMTP_CA_FILE=$BATS_TEST_TMPDIR/certificate SMTP_URL=smtp://localhost:$port run "$PROGRAMS/notify" --data "$DATA" </dev/null
  [[ $status == 0 && $(waiting) == 0 ]]
  grep -q '^X-TLS: True' "$BATS_TEST_TMPDIR/mail/1.eml"
}

@test "a server on this machine may do without, and one that says later is asked again" {
  need_mail_server
  mkdir "$BATS_TEST_TMPDIR/mail"
  serve mail "$BATS_TEST_TMPDIR/mail" --busy 2
  export ALERT_EMAIL=ops@shop.example SMTP_URL=smtp://127.0.0.1:$port SMTP_TLS=off
  run "$PROGRAMS/notify" --data "$DATA" < <(alert)
  [[ $status == 0 && $(waiting) == 0 ]]
  [[ -s $BATS_TEST_TMPDIR/mail/1.eml && ! -e $BATS_TEST_TMPDIR/mail/2.eml ]]
}

@test "what cannot be delivered waits, keeps nothing else up, and goes out later" {
  serve sink "$BATS_TEST_TMPDIR/requests"
  export ALERT_SLACK_URL=http://127.0.0.1:9/slack ALERT_WEBHOOK_URL=http://127.0.0.1:$port/hook
  run "$PROGRAMS/notify" --data "$DATA" --within 20 < <(alert)
  [[ $status == 75 && $(waiting) == 1 ]]
  [[ $(cut -f 1,2 "$BATS_TEST_TMPDIR/requests") == $'POST\t/hook' ]]
  ALERT_SLACK_URL=http://127.0.0.1:$port/slack run "$PROGRAMS/notify" --data "$DATA" </dev/null
  [[ $status == 0 && $(waiting) == 0 ]]
  [[ $(tail -n 1 "$BATS_TEST_TMPDIR/requests" | cut -f 3 | jq -r .text) == '*stocktake data: 1 critical*'* ]]
  # Nothing waits, so nothing is sent.
  run "$PROGRAMS/notify" --data "$DATA" </dev/null
  [[ $status == 0 && $(wc -l <"$BATS_TEST_TMPDIR/requests") == 2 ]]
}

@test "secrets may lie in files" {
  serve sink "$BATS_TEST_TMPDIR/requests"
  echo "http://127.0.0.1:$port/from-a-file" >"$BATS_TEST_TMPDIR/secret"
  ALERT_WEBHOOK_URL_FILE=$BATS_TEST_TMPDIR/secret run "$PROGRAMS/notify" --data "$DATA" < <(alert)
  [[ $status == 0 ]]
  [[ $(cut -f 2 "$BATS_TEST_TMPDIR/requests") == /from-a-file ]]
}

@test "a lone API failure raises one alert, is said once, and is over when the API is back" {
  new_tree "$DATA"
  serve sink "$BATS_TEST_TMPDIR/requests"
  export ALERT_WEBHOOK_URL=http://127.0.0.1:$port/hook
  api() { jq --arg url "$1" '.health.api = {$url}' "$PIPELINES/demo/data/settings.json" >"$DATA/settings.json"; }
  said() { tail -n 1 "$BATS_TEST_TMPDIR/requests" | cut -f 3 | jq -r '.alerts[] | select(.alert == "api/api").state'; }
  api http://127.0.0.1:9/health
  run "$PIPELINES/health"
  [[ $status == 2 && $(said) == raised ]]
  before=$(wc -l <"$BATS_TEST_TMPDIR/requests")
  run "$PIPELINES/health"
  [[ $status == 2 && $(wc -l <"$BATS_TEST_TMPDIR/requests") == "$before" ]]
  api "http://127.0.0.1:$port/health"
  run "$PIPELINES/health"
  [[ $(said) == cleared ]]
}

@test "after every flow the watcher outside hears how it ended" {
  new_tree "$DATA"
  serve sink "$BATS_TEST_TMPDIR/requests"
  export HEARTBEAT_URL=http://127.0.0.1:$port/ping/7
  mkdir -p "$DATA/brands/orbita"
  run "$PIPELINES/run" gaps
  [[ $(cut -f 2 "$BATS_TEST_TMPDIR/requests") == "/ping/7$( ((status == 0)) || echo "/$status")" ]]
}

@test "a watcher that is not there holds up no flow and changes no status" {
  new_tree "$DATA"
  run "$PIPELINES/run" gaps
  # Nothing was ever read.
  [[ $status == 69 && $output != *heartbeat* ]]
  HEARTBEAT_URL=http://127.0.0.1:9/ping run "$PIPELINES/run" gaps
  [[ $status == 69 && $output == *"heartbeat: the heartbeat was not heard: connect"*"run: the watcher outside was not reached"* ]]
  [[ $(jq -c '[.state, .status]' "$DATA/sync_results.json") == '["failed",69]' ]]
}

@test "only an API that is configured is asked: checks and alerts open no socket otherwise" {
  command -v strace >/dev/null || skip "needs strace"
  new_tree "$DATA"
  strace -f -qq -e trace=socket -o "$BATS_TEST_TMPDIR/sockets" "$PROGRAMS/check-health" --data "$DATA" >"$BATS_TEST_TMPDIR/checks" || true
  [[ ! -s $BATS_TEST_TMPDIR/sockets ]]
  strace -f -qq -e trace=socket -o "$BATS_TEST_TMPDIR/sockets" "$PROGRAMS/alerts" --data "$DATA" <"$BATS_TEST_TMPDIR/checks"
  [[ ! -s $BATS_TEST_TMPDIR/sockets ]]
}

@test "a whole tree is healthy, a damaged catalogue is found, made anew and over" {
  cp -a "$CLEAN" "$DATA"
  run "$PROGRAMS/check-health" --data "$DATA"
  [[ $(jq -r .overall "$DATA/health/health_report.json") == HEALTHY ]]
  documents "$DATA" | grep -v ' health/' >"$BATS_TEST_TMPDIR/before"
  for file in catalogs_halilit/zafir_halilit.json gap_reports/zafir_gap_report.json; do
    head -c 600 "$DATA/$file" >"$BATS_TEST_TMPDIR/half" && cp "$BATS_TEST_TMPDIR/half" "$DATA/$file"
  done
  run --separate-stderr "$PROGRAMS/check-health" --data "$DATA"
  [[ $status == 2 ]]
  [[ $(jq -r 'select(.check == "integrity").findings[].subject' <<<"$output") == *zafir_halilit* ]]
  run --separate-stderr "$PROGRAMS/check-health" --data "$DATA" --recover
  [[ $(jq -r 'select(.type == "recovery").status' <<<"$output" | sort -u) == 0 ]]
  [[ $(jq -r 'select(.check == "integrity").level' <<<"$output") == ok ]]
  documents "$DATA" | grep -v ' health/' | diff "$BATS_TEST_TMPDIR/before" -
  # Each recovery is a run of its own.
  [[ $(jq -r .state "$DATA"/runs/*-recover.json | sort -u) == "done" ]]
}

@test "a damaged catalogue comes back from a real copy of the tree, without pages and without a network" {
  unset RESTIC_PASSWORD RESTIC_PASSWORD_FILE
  cp -a "$CLEAN" "$DATA"
  "$PIPELINES/backup"
  rm -rf "$DATA/pages"
  sha256sum "$DATA"/catalogs/orbita_catalog.json >"$BATS_TEST_TMPDIR/before"
  truncate -s 700 "$DATA/catalogs/orbita_catalog.json"
  run --separate-stderr "$PROGRAMS/check-health" --data "$DATA" --recover
  [[ $(jq -r 'select(.type == "recovery" and (.message | startswith("restored from the backup 000001-"))).status' <<<"$output") == 0 ]]
  sha256sum --check --quiet "$BATS_TEST_TMPDIR/before"
}
