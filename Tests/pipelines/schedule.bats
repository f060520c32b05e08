#!/usr/bin/env bats
# Schedules, against a crontab and a systemctl of our own on PATH.

load support

setup() {
  export DATA="$BATS_TEST_TMPDIR/a tree with 5%" HOME=$BATS_TEST_TMPDIR/home SCHEDULER=cron PROFILE=daily
  export TABLE=$BATS_TEST_TMPDIR/table CALLS=$BATS_TEST_TMPDIR/calls BIN=$PROGRAMS
  unset XDG_CONFIG_HOME XDG_STATE_HOME DRY
  mkdir -p "$DATA" "$HOME" "$BATS_TEST_TMPDIR/bin"
  PATH=$BATS_TEST_TMPDIR/bin:$PATH
  fake crontab <<'SCRIPT'
if [[ $1 == -l ]]; then cat "$TABLE" 2>/dev/null || { echo "no crontab for tester" >&2 && exit 1; }; else cat >"$TABLE"; fi
SCRIPT
  fake systemctl <<<'echo "$*" >>"$CALLS"'
}

fake() { { echo '#!/usr/bin/env bash' && cat; } >"$BATS_TEST_TMPDIR/bin/$1" && chmod +x "$BATS_TEST_TMPDIR/bin/$1"; }
schedule() { "$PIPELINES/schedule/schedule" "$@"; }
units() { find "$HOME/.config/systemd/user" -name 'stocktake-*' -printf '%f %i %T@\n' | sort; }

@test "a crontab keeps its own lines; ours come and go between two marks; the old one is kept" {
  printf '5 5 * * * other\n' >"$TABLE"
  schedule install
  [[ $(head -n 1 "$TABLE") == "5 5 * * * other" && $(sed -n 2p "$TABLE") == "# stocktake begin: $DATA" ]]
  [[ $(grep -c scheduled "$TABLE") == 11 && $(tail -n 1 "$TABLE") == "# stocktake end: $DATA" ]]
  printf '6 6 * * * later\n' >>"$TABLE"
  schedule remove
  [[ $(cat "$TABLE") == $'5 5 * * * other\n6 6 * * * later' ]]
  grep -qx '5 5 \* \* \* other' "$HOME"/.local/state/stocktake/crontab.*
}

@test "twice is once, another profile replaces the first, another tree has a block of its own" {
  schedule install
  cp "$TABLE" "$BATS_TEST_TMPDIR/once"
  run schedule install
  [[ $output == *"stays as it is"* ]]
  cmp "$TABLE" "$BATS_TEST_TMPDIR/once"
  PROFILE=weekly schedule install
  [[ $(grep -c '^# stocktake begin' "$TABLE") == 1 && $(grep -c ' 1 .*scheduled halilit prices' "$TABLE") == 1 ]]
  DATA=$BATS_TEST_TMPDIR/other schedule install
  schedule remove
  [[ $(grep -c '^# stocktake begin' "$TABLE") == 1 ]]
}

@test "DRY=1 prints the block and the units, and changes nothing" {
  DRY=1 run schedule install
  [[ $status == 0 && $output == *"# stocktake begin: $DATA"* && ! -e $TABLE ]]
  SCHEDULER=systemd DRY=1 run schedule install
  [[ $status == 0 && $output == *"Persistent=true"* && ! -e $CALLS && ! -e $HOME/.config ]]
}

@test "a crontab that cannot be read is not replaced" {
  fake crontab <<<'echo "crontab: permission denied" >&2; exit 1'
  run schedule install
  [[ $status == 69 && $output == *"nothing was changed"* ]]
}

@test "no two lines of a profile begin at the same time, and every word is one that scheduled knows" {
  for profile in daily weekly; do
    [[ -z $(awk -v p=$profile '$1 == p && $3 != "*:15" { print $3, ($4 == "*" ? "" : $4) }' "$PIPELINES/schedule/profiles" | sort | uniq -d) ]]
  done
  awk '$1 == "daily" || $1 == "weekly" { for (i = 5; i <= NF; i++) print $i }' "$PIPELINES/schedule/profiles" | sort -u |
    diff - <(printf '%s\n' backup backup-full daily ecosystem gaps health prices prune report sites weekly)
}

@test "each line of the crontab runs as cron would run it: bare environment, log of its own" {
  schedule install
  sed -n 's/\\%/%/g; s/^40 \* \* \* \* //p' "$TABLE" >"$BATS_TEST_TMPDIR/line"
  mkdir -p "$DATA/runs"
  touch "$DATA/runs/000001-daily.json"
  env -i HOME="$HOME" /bin/sh "$BATS_TEST_TMPDIR/line"
  [[ ! -e $DATA/logs ]]
  sed -n 's/\\%/%/g; s/^0 23 \* \* \* //p' "$TABLE" >"$BATS_TEST_TMPDIR/line"
  env -i HOME="$HOME" /bin/sh "$BATS_TEST_TMPDIR/line"
  grep -q '^== prune ended with 0' "$DATA"/logs/*-cleanup.log
}

@test "a flow that is two days late is caught up once" {
  programs_with load <<<$'#!/usr/bin/env bash\nexit 66'
  cp -r "$PIPELINES/demo/data/settings.json" "$DATA/"
  mkdir -p "$DATA/runs"
  touch -d '-2 days' "$DATA/runs/000001-daily.json"
  run "$PIPELINES/schedule/scheduled" --unless-within 26 catch-up daily
  [[ $status != 0 && -e $DATA/runs/000002-daily.json ]]
  run "$PIPELINES/schedule/scheduled" --unless-within 26 catch-up daily
  [[ $status == 0 && ! -e $DATA/runs/000003-daily.json ]]
}

@test "a word that fails does not stop the next; the worst status is the job's" {
  run "$PIPELINES/schedule/scheduled" job no-such-flow report prune
  [[ $status == 64 ]]
  grep -q '^== no-such-flow ended with 64' "$DATA"/logs/*-job.log
  grep -q '^== prune ended with 0' "$DATA"/logs/*-job.log
}

@test "timers are installed once, wait for their turn, and only ours are removed" {
  export SCHEDULER=systemd
  mkdir -p "$HOME/.config/systemd/user"
  echo '[Unit]' >"$HOME/.config/systemd/user/stocktake-mine.service"
  schedule install
  units >"$BATS_TEST_TMPDIR/before"
  [[ $(wc -l <"$BATS_TEST_TMPDIR/before") == 21 ]]
  grep -q '^--user enable --now -- .*stocktake-nightly.timer' "$CALLS"
  schedule install
  units | diff "$BATS_TEST_TMPDIR/before" -
  [[ $(grep -c daemon-reload "$CALLS") == 1 ]]
  PROFILE=weekly schedule install
  [[ ! -e $HOME/.config/systemd/user/stocktake-nightly.timer && -e $HOME/.config/systemd/user/stocktake-merge.timer ]]
  grep -q '^--user disable --now stocktake-nightly.timer' "$CALLS"
  DATA=$BATS_TEST_TMPDIR/other run schedule install
  [[ $status == 73 && $output == *"another tree"* ]]
  schedule remove
  [[ $(units | cut -d ' ' -f 1) == stocktake-mine.service ]]
}

@test "systemd takes the units, spaces and percent signs and all" {
  command -v systemd-analyze >/dev/null || skip "needs systemd-analyze"
  SCHEDULER=systemd schedule install
  for unit in "$HOME"/.config/systemd/user/*.timer; do
    systemd-analyze calendar "$(sed -n 's/^OnCalendar=//p' "$unit")" >/dev/null
  done
  run systemd-analyze verify --man=no "$HOME"/.config/systemd/user/*.{service,timer}
  [[ $status == 0 && $output != *stocktake-* ]]
}
