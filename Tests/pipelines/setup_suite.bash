# What every flow test begins with: one data tree after a clean weekly run over the demo's sites, in
# $CLEAN, its content in $CLEAN.content; the run took $CLEAN_LASTS ms.
# shellcheck shell=bash

setup_suite() {
  # shellcheck disable=SC2034 # support.bash reads it
  BATS_TEST_DIRNAME=$(dirname "${BASH_SOURCE[0]}")
  load support
  export CLEAN=$BATS_SUITE_TMPDIR/clean
  start_sites
  new_tree "$CLEAN"
  CLEAN_LASTS=$(milliseconds)
  DATA=$CLEAN "$PIPELINES/run" weekly >"$CLEAN.table" 2>"$CLEAN.log" || { cat "$CLEAN.log" >&2 && false; }
  export CLEAN_LASTS=$(($(milliseconds) - CLEAN_LASTS))
  content "$CLEAN" >"$CLEAN.content"
  stop_sites
  unset http_proxy # it led to the sites that have just ended
}
