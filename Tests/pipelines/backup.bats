#!/usr/bin/env bats
# Copies of the data tree: made, checked, pruned and brought back.

load support

setup() {
  export DATA=$BATS_TEST_TMPDIR/data STOCKTAKE_NOW=2026-03-02T04:00:00Z
  unset RESTIC_PASSWORD RESTIC_PASSWORD_FILE
  mkdir -p "$DATA/catalogs_halilit" "$DATA/history" "$DATA/work"
  printf 'first\n' >"$DATA/catalogs_halilit/acme_halilit.json"
  printf 'line 1\n' >"$DATA/history/acme.jsonl"
  : >"$DATA/work/scratch"
}

# on DAY COMMAND...: as if it were that day.
on() { STOCKTAKE_NOW=$1T04:00:00Z "${@:2}"; }
backup() { "$PIPELINES/backup" "$@"; }
files() { (cd "$DATA" && find . -path ./backups -prune -o -path ./work -prune -o -type f ! -name .lock -print0 | sort -z | xargs -0 sha256sum); }

@test "the first copy of a week is full, later ones hold only what changed; each gives back its day" {
  on 2026-03-02 backup
  files >"$BATS_TEST_TMPDIR/monday"
  printf 'second\n' >"$DATA/catalogs_halilit/acme_halilit.json"
  printf 'new\n' >"$DATA/catalogs_halilit/nord_halilit.json"
  rm "$DATA/history/acme.jsonl"
  on 2026-03-03 backup
  files >"$BATS_TEST_TMPDIR/tuesday"
  on 2026-03-09 backup
  [[ $(backup list) == $'000001-2026-03-02T040000Z-full\n000002-2026-03-03T040000Z-part\n000003-2026-03-09T040000Z-full' ]]
  [[ $(tar -tf "$DATA"/backups/000002-*.tar.gz | sort) == $'./catalogs_halilit/acme_halilit.json\n./catalogs_halilit/nord_halilit.json' ]]
  backup restore 2026-03-02
  files | diff "$BATS_TEST_TMPDIR/monday" -
  backup restore 000002
  files | diff "$BATS_TEST_TMPDIR/tuesday" -
}

@test "restoring keeps a copy of what was there before" {
  backup
  printf 'mistake\n' >"$DATA/catalogs_halilit/acme_halilit.json"
  on 2026-03-04 backup restore latest
  [[ $(cat "$DATA/catalogs_halilit/acme_halilit.json") == first ]]
  on 2026-03-05 backup restore 2026-03-04
  [[ $(cat "$DATA/catalogs_halilit/acme_halilit.json") == mistake ]]
  [[ $(cat "$DATA"/backups/000002-*.why) == "before restoring 000001-2026-03-02T040000Z-full" ]]
}

@test "a damaged copy is named and never brought back" {
  backup
  files >"$BATS_TEST_TMPDIR/before"
  printf x | dd of="$(echo "$DATA"/backups/*.tar.gz)" bs=1 seek=40 conv=notrunc status=none
  run backup verify
  [[ $status == 65 && $output == *"000001-2026-03-02T040000Z-full is damaged"* ]]
  run backup test
  [[ $status == 65 ]]
  run backup restore 2026-03-02
  [[ $status == 65 ]]
  files | diff "$BATS_TEST_TMPDIR/before" -
}

@test "the restore test gives back every file byte for byte" {
  backup
  run backup test
  [[ $status == 0 && $output == *"gives back all 2 files, byte for byte"* ]]
}

@test "copies of five weeks stay, then the first full one of each month for half a year; other months go" {
  for day in 2025-06-02 2025-11-03 2025-11-10 2026-01-05 2026-01-06 2026-02-23 2026-03-02; do on "$day" backup 2>/dev/null; done
  [[ $(backup list | cut -c 8-17 | paste -s -d ' ') == "2025-11-03 2026-01-05 2026-02-23 2026-03-02" ]]
}

@test "logs and rejects of more than thirty days are pruned, and nothing else" {
  mkdir -p "$DATA"/logs/{old,new} "$DATA"/rejects/{old,new} "$DATA/runs"
  touch -d 2026-01-20 "$DATA"/{logs,rejects}/old "$DATA/runs/000001-weekly.json"
  touch -d 2026-02-20 "$DATA"/{logs,rejects}/new
  backup prune
  [[ $(cd "$DATA" && echo logs/* rejects/* runs/*) == "logs/new rejects/new runs/000001-weekly.json" ]]
}

@test "no copy is made while a run writes the tree, and the run is named" {
  exec 8>"$DATA/.lock"
  flock 8
  echo '000007-weekly (process 1, since 2026-03-02T02:00:00Z)' >"$DATA/.lock"
  run backup
  [[ $status == 75 && $output == *"busy: 000007-weekly"* ]]
}

@test "a full disk costs the new copy only" {
  unshare --mount true 2>/dev/null || skip "needs the right to mount (unshare --mount)"
  head -c 200000 /dev/urandom >"$DATA/catalogs_halilit/large"
  export BACKUPS=$BATS_TEST_TMPDIR/small
  mkdir "$BACKUPS"
  # shellcheck disable=SC2016
  run unshare --mount bash -c 'mount -t tmpfs -o size=64k none "$BACKUPS" && "$0"; echo "status $?" && ls "$BACKUPS"' "$PIPELINES/backup"
  [[ $output == *"could not be written"*"status 74" ]]
}

@test "what is not there is named" {
  run backup restore 2020-01-01
  [[ $status == 66 && $output == *"there is no copy '2020-01-01'"* ]]
  DATA=$BATS_TEST_TMPDIR/nowhere run backup
  [[ $status == 66 && $output == *"no data tree"* ]]
  run backup often
  [[ $status == 64 ]]
}

@test "restic takes over where it is installed and has its password" {
  command -v restic >/dev/null || skip "needs restic"
  export RESTIC_PASSWORD=only-for-this-test
  backup
  files >"$BATS_TEST_TMPDIR/before"
  printf 'mistake\n' >"$DATA/catalogs_halilit/acme_halilit.json"
  first=$(backup list)
  backup restore "$first"
  files | diff "$BATS_TEST_TMPDIR/before" -
  run backup test
  [[ $status == 0 ]]
}
