#!/usr/bin/env bats
# What publishing one document survives: the process killed, and the disk full or failing, at every single call.
# In `make test` every STEPth call (default 4); `make faults` tries each.

load support

setup() {
  command -v strace >/dev/null || skip "needs strace"
  export DATA=$BATS_TEST_TMPDIR/data PART=$BATS_TEST_TMPDIR/halilit.part LOG=$BATS_TEST_TMPDIR/strace
  unset STOCKTAKE_RUN
  sed 's/"price_ils":\([0-9]*\)/"price_ils":1\1/' "$CLEAN/work/zafir/halilit.part" >"$PART"
  fresh
  old=$(document)
  documents "$DATA" >"$BATS_TEST_TMPDIR/before"
  publish
  new=$(document)
  documents "$DATA" >"$BATS_TEST_TMPDIR/after"
  [[ $old != "$new" ]]
}

fresh() { rm -rf "$DATA" && cp -a "$CLEAN" "$DATA"; }
document() { sha256sum <"$DATA/catalogs_halilit/zafir_halilit.json"; }
publish() { "${@}" "$PROGRAMS/store" halilit --data "$DATA" --brand zafir "$PART" 2>"$BATS_TEST_TMPDIR/errors"; }

# with_fault FAULT N: publishes once more with the fault at the Nth such call; false when there is no Nth call.
with_fault() {
  fresh
  status=0
  publish strace -f -o "$LOG" -e trace="${1%%:*}" -e inject="$1:when=$2" || status=$?
  grep -q -e INJECTED -e '^[0-9 ]*+++ killed by SIGKILL' "$LOG"
}

# mended: published again without the fault, the tree is what it would be had there never been one.
mended() {
  publish || { cat "$BATS_TEST_TMPDIR/errors" && return 1; }
  documents "$DATA" | diff - "$BATS_TEST_TMPDIR/after"
  [[ -z $(find "$DATA" -name '*.part' -not -path '*/work/*') ]]
}

@test "SIGKILL at each call that changes the tree: the old document stays or the new one is whole" {
  count=0
  for call in rename write fsync openat; do
    step=$([[ $call == openat ]] && echo 8 || echo "${STEP:-4}")
    for ((n = 1; ; n += step)); do
      with_fault "$call:signal=KILL" "$n" || break
      [[ $status == 137 && ($(document) == "$old" || $(document) == "$new") ]]
      mended
      count=$((count + 1))
    done
  done
  echo "# killed $count times" >&3
  ((count > 3))
}

@test "no space at each write: 73 or 74, and the old document stays" {
  count=0
  for ((n = 1; ; n += ${STEP:-4})); do
    with_fault write:error=ENOSPC "$n" || break
    if ((status == 0)); then # it was a line on standard error that could not be written
      [[ $(document) == "$new" ]]
    else
      [[ $status == 7[34] && $(document) == "$old" ]]
    fi
    mended
    count=$((count + 1))
  done
  echo "# no space $count times" >&3
  ((count > 0))
}

@test "an fsync that fails publishes nothing that could be lost, and says so" {
  count=0
  for ((n = 1; ; n++)); do
    with_fault fsync:error=EIO "$n" || break
    [[ $status == 74 && -s $BATS_TEST_TMPDIR/errors ]]
    [[ $(document) == "$old" || $(document) == "$new" ]]
    mended
    count=$((count + 1))
  done
  echo "# fsync failed $count times" >&3
  with_fault fsync:error=EIO 1
  [[ $(document) == "$old" ]]
}

@test "a limit on the size of files ends with a status, not with a signal" {
  fresh
  status=0
  (ulimit -f 1 && publish) || status=$?
  [[ $status == 7[34] && $(document) == "$old" ]]
  mended
}

@test "few descriptors are enough" {
  fresh
  (ulimit -n 16 && publish)
  [[ $(document) == "$new" ]]
}

@test "a tree on a 64 kB disk: 73 or 74, and the old documents stay" {
  unshare --mount true 2>/dev/null || skip "needs the right to mount (unshare --mount)"
  export SMALL=$BATS_TEST_TMPDIR/small
  mkdir "$SMALL"
  # shellcheck disable=SC2016
  run unshare --mount bash -c '
    mount -t tmpfs -o size=64k none "$SMALL" && mkdir "$SMALL/catalogs_halilit" &&
      cp "$CLEAN/catalogs_halilit/zafir_halilit.json" "$SMALL/catalogs_halilit" && before=$(sha256sum "$SMALL"/catalogs_halilit/*)
    dd if=/dev/zero of="$SMALL/filler" bs=1k status=none 2>/dev/null
    "$0" halilit --data "$SMALL" --brand zafir "$PART"; echo "status $?"
    [[ $(sha256sum "$SMALL"/catalogs_halilit/*) == "$before" ]] && echo the same' "$PROGRAMS/store"
  [[ $output == *"status 7"[34]*"the same"* ]]
}

@test "a state that is empty or torn counts as absent; the catalogue is neither removed nor called unchanged" {
  for size in 0 40; do
    fresh
    truncate --size "$size" "$DATA/state/halilit/zafir.json"
    publish
    [[ $(document) == "$new" ]]
  done
}

@test "a published document that is empty or torn is named, kept, and replaced by the next good crawl" {
  for size in 0 200; do
    fresh
    truncate --size "$size" "$DATA/catalogs_halilit/zafir_halilit.json"
    run "$PROGRAMS/load" halilit --data "$DATA" --brand zafir
    [[ $status == 65 && $output == *"zafir_halilit.json is damaged"* ]]
    DATA=$DATA http_proxy=http://127.0.0.1:9 run "$PIPELINES/run" replay
    documents "$DATA" | grep -v history/ | diff - <(grep -v history/ "$BATS_TEST_TMPDIR/before")
  done
}
