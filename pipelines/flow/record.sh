# What a run leaves behind: the status of each step, the run record, the rejects. To be sourced by pipelines/run.
# shellcheck shell=bash
# shellcheck disable=SC2016,SC2034,SC2153,SC2154 # the driver and its parts share their names

# note STEP COMMAND...: runs a step of the whole flow and keeps its status for the record.
note() {
  local name=$1 status=0 begun=${EPOCHREALTIME/./}
  shift
  "$@" || status=$?
  printf '%s\t%s\t%s\n' "$name" "$status" $(((${EPOCHREALTIME/./} - begun) / 1000)) >>"$logs/steps.tsv"
  statuses+=("$status")
  return "$status"
}

# brand_steps BRAND: brand, step, state, status and milliseconds of each of its steps, tab-separated.
brand_steps() {
  local step path state status milliseconds failed=""
  for step in $steps; do
    path=$DATA/work/$1/$step status=0 milliseconds=0
    if [[ -e $path.status ]]; then
      read -r status milliseconds <"$path.status"
      state="done"
      if ((status)); then state=failed failed=1; fi
    elif [[ -e $path.stamp ]]; then
      state=current
    elif [[ $step == unmatched ]]; then
      continue # only for brands whose matching failed
    elif [[ $failed ]]; then
      state=blocked
    else
      state=killed status=$FAILED failed=1
    fi
    printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$step" "$state" "$status" "$milliseconds"
  done
}

# keep_messages: what the steps of this run said, one "brand step line" each; the record is made of it.
keep_messages() {
  local path logs_here=()
  for path in "$DATA"/work/*/*.status; do
    [[ ! -e $path ]] || logs_here+=("${path%.status}.log")
  done
  ((${#logs_here[@]} == 0)) || printf '%s\0' "${logs_here[@]}" | xargs -0 awk '
    FNR == 1 { parts = split(FILENAME, part, "/"); sub(/\.log$/, "", part[parts]) }
    { print part[parts - 1] "\t" part[parts] "\t" $0 }'
}

# keep_rejects: moves rejected records out of work/ to where people look for them.
keep_rejects() {
  local path brand
  find "$DATA/work" -name '*.rejects' -size +0 | while read -r path; do
    brand=$(basename "$(dirname "$path")")
    mkdir -p "$DATA/rejects/$run_id"
    mv "$path" "$DATA/rejects/$run_id/$brand.$(basename "$path" .rejects).jsonl"
    printf '%s\t%s\t%s\n' "$brand" "$(basename "${path%%.*}")" "$(wc -l <"$DATA/rejects/$run_id/$brand.$(basename "$path" .rejects).jsonl")"
  done >"$logs/rejects.tsv"
}

# count_fields: what the products of this run's steps show, one "brand step fields" object a line.
count_fields() {
  local status parts=() part
  for status in "$DATA"/work/*/{halilit,brand}.status; do
    [[ ! -e $status || ! -e ${status%.status}.part ]] || parts+=("${status%.status}.part")
  done
  ((${#parts[@]})) || return 0
  if printf '%s\0' "${parts[@]}" | xargs -0 jq -cn --from-file "$here/flow/fields.jq" 2>/dev/null >"$logs/fields.part"; then
    cat "$logs/fields.part"
  else
    # A filter that died leaves a torn part, of which nothing is counted; one by one, the others are.
    for part in "${parts[@]}"; do jq -cn --from-file "$here/flow/fields.jq" "$part" 2>/dev/null || true; done
  fi
  rm "$logs/fields.part"
}

# record STATE STATUS: writes the run as a JSON document into its logs.
record() {
  local file finished_at=""
  for file in steps.tsv brands.tsv crawl.tsv rejects.tsv messages.tsv due.tsv fetch.json fields.jsonl; do
    [[ -e $logs/$file ]] || : >"$logs/$file"
  done
  [[ $1 == running ]] || finished_at=$(date -u +%FT%TZ)
  jq -n --arg run_id "$run_id" --arg flow "$flow" --arg state "$1" --argjson status "$2" --arg started_at "$started_at" \
    --arg finished_at "$finished_at" --rawfile steps "$logs/steps.tsv" --rawfile brands "$logs/brands.tsv" \
    --rawfile crawl "$logs/crawl.tsv" --rawfile rejects "$logs/rejects.tsv" --rawfile messages "$logs/messages.tsv" \
    --rawfile due "$logs/due.tsv" --slurpfile fetch "$logs/fetch.json" --slurpfile fields "$logs/fields.jsonl" \
    --from-file "$here/flow/record.jq" >"$logs/record.json"
}

# finish: closes the record, shows a table of the brands and the documents that this run wrote.
finish() {
  local state="done" status
  status=$(worst "${statuses[@]}")
  ((status == 0)) || state=failed
  record "$state" "$status" && replace "$DATA/runs/$run_id.json" <"$logs/record.json" &&
    replace "$DATA/sync_results.json" <"$logs/record.json" || status=$(worst "$status" "$?")
  show || status=$(worst "$status" "$IO_FAILED")
  exec 9>&- # whoever watches from outside may be slow
  [[ ! ${HEARTBEAT_URL-}${HEARTBEAT_URL_FILE-} ]] || "$BIN/heartbeat" "$status" || say "the watcher outside was not reached"
  exit "$status"
}

show() {
  "$BIN/load" gaps --data "$DATA" | "$here/table" "${brands[@]}" &&
    printf '\nDocuments written in %s:\n' "$DATA" &&
    (cd "$DATA" && find . -regex '\./\(work\|pages\|logs\|state\|runs\|rejects\|\..*\)' -prune -o -type f -newer work/.started -printf '  %P\n' | sort)
}
