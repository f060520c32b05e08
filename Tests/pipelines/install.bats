#!/usr/bin/env bats
# The suite in its places: installed into a scratch prefix, used from there, and removed.

load support

setup_file() {
  export PREFIX="$BATS_FILE_TMPDIR/a prefix" HOME=$BATS_FILE_TMPDIR/home
  BIN=$PROGRAMS "$PIPELINES/install"
}
setup() {
  unset BIN STOCKTAKE_HOME
  cd "$BATS_TEST_TMPDIR" || return
}

@test "every program, every flow and a page for each program are in their places" {
  for program in "$PROGRAMS"/*; do
    if [[ -f $program && -x $program && $program != *.* ]]; then
      cmp "$program" "$PREFIX/libexec/stocktake/${program##*/}"
    fi
  done
  "$PREFIX/bin/stocktake" --describe | jq -r '.verbs[].name | select(. != "run")' | while read -r verb; do
    [[ -s $PREFIX/share/man/man1/stocktake-$verb.1 ]]
  done
  [[ -x $PREFIX/share/stocktake/pipelines/run && $(readlink "$PREFIX/bin/stocktake") == ../libexec/stocktake/stocktake ]]
}

@test "the installed suite runs a flow from any folder, on a tree of its own" {
  cp -a "$CLEAN" tree
  documents tree | grep -v history >before
  rm -r tree/{catalogs_unified,work}
  DATA=tree run env -i PATH=/usr/bin:/bin HOME="$HOME" DATA=tree "$PREFIX/bin/stocktake" run replay
  [[ $status == 0 ]]
  documents tree | grep -v history | diff before -
  DRY=1 SCHEDULER=cron DATA=tree run "$PREFIX/share/stocktake/pipelines/schedule/schedule" install
  [[ $output == *"/share/stocktake/pipelines/schedule/scheduled nightly daily"* && $output == *"BIN="*"libexec/stocktake"* ]]
}

@test "every verb of the package is one of the installed suite, too" {
  diff <("$PREFIX/bin/stocktake" --describe | jq -r '.verbs[].name') <("$PROGRAMS/stocktake" --describe | jq -r '.verbs[].name')
  run env -i PATH=/usr/bin:/bin HOME="$HOME" "$PREFIX/bin/stocktake" debug-brand --brand tamarind --data "$CLEAN"
  [[ $status == 0 && $output == *"css, configured: "* ]]
  run "$PREFIX/bin/stocktake" run --help
  [[ $status == 0 && $output == *"weekly   the brand index"* && $output != *"shellcheck"* ]]
}

@test "man pages are clean" {
  for page in "$PREFIX"/share/man/man1/*.1; do
    if command -v mandoc >/dev/null; then mandoc -T lint -W error "$page"; fi
    if command -v man >/dev/null; then [[ ! $(man --warnings -l "$page" 2>&1 >/dev/null) ]]; fi
  done
  grep -q '^\\fB\\-\\-max\\-age\\fR \\fIAGE\\fR' "$PREFIX/share/man/man1/stocktake-fetch.1"
}

@test "bash completes verbs, flows and every option of a program" {
  complete_words() {
    bash -c 'source "$0" && COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) && _stocktake && printf "%s\n" "${COMPREPLY[@]}"' \
      "$PREFIX/share/bash-completion/completions/stocktake" "$@"
  }
  [[ $(complete_words stocktake norm) == normalize ]]
  [[ $(complete_words stocktake run da) == daily ]]
  diff <(complete_words stocktake fetch -- | sort) <("$PROGRAMS/fetch" --describe | jq -r '.options[].name' | sort)
}

@test "zsh and fish take their completions" {
  if command -v zsh >/dev/null; then zsh -n "$PREFIX/share/zsh/site-functions/_stocktake"; fi
  if command -v fish >/dev/null; then fish --no-execute "$PREFIX/share/fish/vendor_completions.d/stocktake.fish"; fi
  grep -q "'\*--max-age\[" "$PREFIX/share/zsh/site-functions/_stocktake"
  grep -q -- "-n '__fish_seen_subcommand_from fetch' -l max-age -r" "$PREFIX/share/fish/vendor_completions.d/stocktake.fish"
}

@test "installing again drops what the new version lacks; uninstalling takes only what was installed" {
  export PREFIX=$BATS_TEST_TMPDIR/prefix
  mkdir -p "$PREFIX/bin" "$PREFIX/share/man/man1"
  : >"$PREFIX/bin/other"
  BIN=$PROGRAMS "$PIPELINES/install"
  : >"$PREFIX/libexec/stocktake/gone" && echo libexec/stocktake/gone >>"$PREFIX/share/stocktake/installed"
  BIN=$PROGRAMS "$PIPELINES/install"
  [[ ! -e $PREFIX/libexec/stocktake/gone ]]
  "$PIPELINES/install" --remove
  [[ $(find "$PREFIX" -mindepth 1 ! -type d) == "$PREFIX/bin/other" ]]
  run "$PIPELINES/install" --remove
  [[ $status == 66 ]]
}
