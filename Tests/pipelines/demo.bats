#!/usr/bin/env bats
# The demo as people see it.

load support

setup() {
  export DEMO=$BATS_TEST_TMPDIR/demo
  cd "$BATS_TEST_TMPDIR" || return
}

@test "the demo prints a row a brand and the documents it wrote; again, it writes none" {
  run "$PIPELINES/demo/demo"
  [[ $status == 0 ]]
  [[ $output =~ orbita\ +15\ +20\ +11\ +9 && $output =~ all\ +42\ +50 ]]
  [[ $output == *$'\n  gap_reports/summary_gap_report.json'* && $output == *$'\n  catalogs_unified/orbita_unified.json'* ]]
  run "$PIPELINES/demo/demo"
  [[ $status == 0 ]]
  [[ $(sed '1,/^Documents written/d' <<<"$output") == "  sync_results.json" ]]
}

@test "a port that is taken is named, with the way out" {
  start_sites
  # shellcheck disable=SC2154 # start_sites sets it
  PORT=$port run "$PIPELINES/demo/demo"
  stop_sites
  [[ $status == 69 && $output == *"port $port of 127.0.0.1 cannot be used (Address already in use); choose another, as in PORT="* ]]
}

@test "the demo's servers end with the process that started them" {
  bash -c 'exec 3< <(exec python3 -B "$0" --seconds 600) && read -r port <&3 && echo "$port" >port && kill -KILL $$' \
    "$PIPELINES/demo/serve.py" || true
  # They would end by themselves after 10 minutes.
  local deadline=$((SECONDS + 120))
  [[ -s port ]]
  while (exec 4<>"/dev/tcp/127.0.0.1/$(<port)") 2>/dev/null; do
    ((SECONDS < deadline))
    sleep 0.1
  done
}

@test "no page of the demo's sites comes twice" {
  start_sites
  for url in http://www.tslil.example/pages/4367-brands http://www.orbita.example/products/nv-61 \
    http://www.kestrel-audio.example/products http://www.tamarind.example/instruments; do
    [[ $(curl --silent "$url" | sha256sum) != $(curl --silent "$url" | sha256sum) ]]
  done
  stop_sites
}

@test "missing packages without apt are named" {
  mkdir bin
  ln -s "$(command -v sed)" "$(command -v bash)" "$(command -v env)" bin
  PATH=$PWD/bin run "$PIPELINES/deps" "$ROOT/apt-packages.txt"
  [[ $status == 69 && $output == *"no apt"*libcurl4-openssl-dev* ]]
}

@test "an installed package is not installed again" {
  echo 'bash # the shell' >packages
  run "$PIPELINES/deps" packages
  [[ $status == 0 && -z $output ]]
}
