# How a run takes the data tree and gets its number. To be sourced by pipelines/run.
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2153,SC2154 # the driver and its parts share their names

cannot_write() { say "$DATA cannot be written" && exit "$CANNOT_CREATE"; }

# take_lock: at once, or within $WAIT seconds; for the last programs of a run that was killed it waits a little anyway.
take_lock() {
  flock -n 9 && return
  local holder
  holder=$(sed -n 's/.*(process \([0-9]*\),.*/\1/p' "$DATA/.lock")
  if [[ $holder ]] && ! grep -qs . "/proc/$holder/cmdline" && flock -w 10 9; then return; fi
  ((${WAIT:-0} > 0)) || return
  say "waits up to $WAIT s for $(head -n 1 "$DATA/.lock")"
  flock -w "$WAIT" 9
}

# begin: takes the tree, or says who has it; gives the run its number, which comes from the runs before, not the clock.
begin() {
  { mkdir -p "$DATA"/{work,runs,logs} && exec 9<>"$DATA/.lock"; } 2>/dev/null || cannot_write
  take_lock || { say "busy: $(head -n 1 "$DATA/.lock") holds $DATA; try again later" && exit "$TRY_LATER"; }
  { : >"$DATA/work/.started"; } 2>/dev/null || cannot_write
  local last
  last=$(find "$DATA/runs" -name '[0-9]*.json' -printf '%f\n' | sort | tail -n 1)
  run_id=$(printf '%06d-%s' $((10#0${last%%-*} + 1)) "$flow")
  started_at=$(date -u +%FT%TZ)
  export STOCKTAKE_RUN=$run_id
  echo "$run_id (process $$, since $started_at)" >"$DATA/.lock"
  logs=$DATA/logs/$run_id
  mkdir -p "$logs"
  : >"$logs/crawl.tsv" # derive reads it
  find "$DATA/work" \( -name '*.status' -o -name '*.rejects' \) -delete
  drop_untrue_stamps
  record running "$FAILED" && replace "$DATA/runs/$run_id.json" <"$logs/record.json"
}

# drop_untrue_stamps: a stamp from the future says nothing since the clock went back, and one whose documents are not
# what its step wrote says that they were lost or damaged; their steps are done again.
drop_untrue_stamps() {
  local document
  find "$DATA/work" -name '*.stamp' -newer "$DATA/work/.started" -delete
  find "$DATA/work" -name '*.stamp' -size +0 -exec cat {} + | (cd "$DATA" && sha256sum --check --quiet 2>/dev/null) |
    sed -n 's/: FAILED.*//p' | sort -u | while read -r document; do
    grep -rlF --include='*.stamp' "  $document" "$DATA/work" | xargs -r -d '\n' rm -f
  done || true # that a document differs is no failure
}
