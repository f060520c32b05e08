# Copies of the tree as snapshots of a restic repository at BACKUPS/restic. To be sourced by pipelines/backup.
# shellcheck shell=bash
# shellcheck disable=SC2154 # backup and its parts share their names
export RESTIC_REPOSITORY=${RESTIC_REPOSITORY:-$BACKUPS/restic}

copies() { restic snapshots --json --quiet 2>/dev/null | jq -r 'sort_by(.time)[] | "\(.time[:19])Z-\(.short_id)"'; }

# named AT: the last copy whose name begins so.
named() {
  local name
  name=$(copies | grep -F "$(if [[ $1 != latest ]]; then echo "$1"; fi)" | tail -n 1)
  [[ $name ]] && echo "$name"
}
snapshot() { echo "${1##*-}"; }

# copy [--full] [--why TEXT]: restic copies what changed and can give back every whole state, so no kind needs saying.
copy() {
  local why=""
  [[ ${1-} != --why ]] || why=$2
  mkdir -p "$BACKUPS" 2>/dev/null || fail "$CANNOT_CREATE" "$BACKUPS cannot be written"
  restic cat config >/dev/null 2>&1 || restic init --quiet || fail "$CANNOT_CREATE" "no repository can be made at $RESTIC_REPOSITORY"
  files_of "$DATA" >"$DATA/.backup.files"
  (cd "$DATA" && restic backup --quiet --host stocktake --tag "${why:-regular}" "${left_out[@]/#/--exclude=}" .) ||
    fail "$IO_FAILED" "the copy could not be written to $RESTIC_REPOSITORY"
  rm "$DATA/.backup.files"
  say "$(copies | tail -n 1)"
}

verify() { restic check --quiet --read-data >/dev/null; }
listed() { restic dump "$(snapshot "$1")" /.backup.files; }
extract() { restic restore --quiet "$(snapshot "$1")" --target "$2" && rm "$2/.backup.files"; }

# forget: daily for five weeks, the first of each month for half a year.
forget() { restic forget --quiet --prune --keep-within 35d --keep-within-monthly 6m; }
