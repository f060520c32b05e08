# What the flow tests share. To be loaded by bats.
# shellcheck shell=bash
# shellcheck disable=SC2034 # the tests use the names
bats_require_minimum_version 1.5.0
ROOT=$(realpath "$BATS_TEST_DIRNAME/../..")
PIPELINES=$ROOT/pipelines
PROGRAMS=${BIN:-$ROOT/.build/release}

# double NAME <SCRIPT: puts a stand-in for a program into $BIN.
double() {
  mkdir -p "$BIN"
  cat >"$BIN/$1"
  chmod +x "$BIN/$1"
}

# start_sites [OPTION]...: serves the demo's sites; http_proxy leads there until stop_sites.
start_sites() {
  exec 5< <(exec python3 -B "$PIPELINES/demo/serve.py" --seconds "${SITES_SECONDS:-300}" "$@" 3>&-)
  SITES=$!
  read -r port <&5
  export http_proxy=http://127.0.0.1:$port
  unset no_proxy NO_PROXY
}
stop_sites() { [[ -z ${SITES-} ]] || kill "$SITES" 2>/dev/null || true; }

# new_tree FOLDER: an empty data tree with the demo's settings and site configurations.
new_tree() {
  mkdir -p "$1"
  cp -r "$PIPELINES/demo/data/." "$1/"
}

# documents FOLDER: every published document of the tree with its checksum; nothing of work, pages, runs, reports and state.
documents() {
  (cd "$1" && find . -regex '\./\(work\|pages\|logs\|runs\|rejects\|reports\|health\|alerts\|backups\|state\|\..*\)' -prune -o -type f ! -name sync_results.json \
    -printf '%P\n' | sort | xargs -d '\n' sha256sum)
}

# content FOLDER: the same for what the documents say, whenever their pages were fetched; history tells of times only.
content() {
  local file
  documents "$1" | cut -c 67- | grep -v '^history/' | while read -r file; do
    printf '%s  %s\n' "$(jq -S 'walk(if type == "object" then del(.fetched_at, .page_sha256, .from_cache) else . end)' \
      "$1/$file" | sha256sum | cut -c -64)" "$file"
  done
}

# programs_with NAME <SCRIPT: a folder of all programs in which the script stands for one.
programs_with() {
  export BIN=$BATS_TEST_TMPDIR/programs
  rm -rf "$BIN"
  mkdir "$BIN"
  find "$PROGRAMS/" -maxdepth 1 -type f -executable -exec ln -s -t "$BIN" {} +
  rm -f "$BIN/$1"
  double "$1"
}

# milliseconds: by the clock.
milliseconds() { date +%s%3N; }

# killed_midway COMMAND...: runs it and kills it at a random moment of the time that its last whole run took, so that kills
# land on a slow machine as on a fast one; false when it ended before. $LASTS, in ms, is set before and kept right here.
killed_midway() {
  local began status=0 wait=$((RANDOM % LASTS + 1))
  began=$(milliseconds)
  timeout --signal KILL "$((wait / 1000)).$(printf %03d $((wait % 1000)))" "$@" || status=$?
  if ((status == 0)); then LASTS=$(($(milliseconds) - began + 1)); fi
  ((status == 137))
}

# age_pages DAYS: every stored page of $DATA was fetched so many days ago.
age_pages() {
  find "$DATA/pages/fetches" "$DATA/pages/crawls" -name '*.jsonl' -exec \
    sed -i "s/\"fetched_at\":\"[^\"]*\"/\"fetched_at\":\"$(date -u -d "-$1 days" +%FT%TZ)\"/" {} +
}
