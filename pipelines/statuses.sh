# Exit statuses that several scripts agree on. To be sourced.
# shellcheck shell=bash
# shellcheck disable=SC2034 # not every script needs every name
readonly USAGE=64 UNAVAILABLE=69 FAILED=70 CANNOT_CREATE=73 IO_FAILED=74 TRY_LATER=75

# worst STATUS...: the one that matters most. A program that a signal ended counts as failed; among the others a broken
# machine comes before wrong settings, wrong settings before wrong data, and wrong data before waiting.
worst() {
  local candidate status
  for candidate in 70 71 74 73 78 64 66 65 76 69 75 2 1; do
    for status in "$@"; do
      case $status in
        0 | 1 | 2 | 64 | 65 | 66 | 69 | 71 | 73 | 74 | 75 | 76 | 78) ;;
        *) status=$FAILED ;;
      esac
      if [[ $status == "$candidate" ]]; then
        echo "$status"
        return
      fi
    done
  done
  echo 0
}

# programs_folder PIPELINES: where the programs are: $BIN, those that were built here, or those that were installed.
programs_folder() {
  local folder
  for folder in ${BIN:+"$BIN"} "$1/../.build/release" "$1/../../../libexec/stocktake"; do
    if [[ -x $folder/load ]]; then
      realpath "$folder"
      return
    fi
  done
  echo "there are no programs in ${BIN:-$1/../.build/release}; build them (make build) or name their folder in BIN" >&2
  return $UNAVAILABLE
}

# replace FILE: standard input becomes FILE at once and for good, or not at all.
replace() {
  local temporary
  temporary=$(mktemp "$1.XXXXXX") || return $CANNOT_CREATE
  if cat >"$temporary" && chmod 644 "$temporary" && sync "$temporary" && mv "$temporary" "$1"; then
    sync "$(dirname "$1")"
  else
    rm -f "$temporary"
    return $IO_FAILED
  fi
}
