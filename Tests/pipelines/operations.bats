#!/usr/bin/env bats
# Every command of docs/operations.md, as it stands there, in a scratch tree against the demo's sites.

load support

setup() {
  start_sites
  cd "$BATS_TEST_TMPDIR" || return
  mkdir bin
  ln -s "$ROOT"/{Makefile,pipelines,Sources,Tests,Package.swift,apt-packages.txt,docs} .
  mkdir .build && ln -s "$PROGRAMS" .build/release
  cp -a "$CLEAN" data
  export HOME=$PWD/home TABLE=$PWD/table PATH=$PWD/bin:$PWD/home/.local/bin:$PATH
  unset BIN XDG_STATE_HOME XDG_CONFIG_HOME RESTIC_PASSWORD RESTIC_PASSWORD_FILE EDITOR
  # The programs are built, and the machine's own crontab and packages are not the test's to change.
  printf '#!/bin/sh\nexit 0\n' | tee bin/swift >bin/apt-get
  # shellcheck disable=SC2016
  printf '#!/bin/sh\nif [ "$1" = -l ]; then cat "$TABLE" 2>/dev/null || { echo "no crontab for tester" >&2; exit 1; }; else cat >"$TABLE"; fi\n' >bin/crontab
  chmod +x bin/*
}
teardown() { stop_sites; }

blocks() { awk '/^```sh$/ { inside = 1; next } /^```$/ { inside = 0 } inside' "$ROOT/docs/operations.md"; }

@test "every block of the operations page does what it says" {
  { echo 'set -euo pipefail' && blocks; } >commands
  [[ $(wc -l <commands) -gt 50 ]]
  run bash -x commands
  [[ $status == 0 ]]
  [[ $output == *"gives back all"* && $output == *'"state": "done"'* && $output == *"scheduled nightly daily"* ]]
}

@test "the checklist marks what needs somebody" {
  export DATA=$PWD/data
  jq '.brands.zafir.status = 76' data/sync_results.json >record && mv record data/sync_results.json
  touch -d '-3 days' data/sync_results.json
  run make checklist
  [[ $status == 0 && $output == *'!! last run: 000001-weekly'* && $output == *'!! brands that failed in it: 1 zafir'* ]]
  [[ $output == *'   products without a price: 1 of 42'* && $output == *'coverage 54 %'* ]]
}
