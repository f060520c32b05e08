#!/usr/bin/env bats
# Sites change their theme: the flow notices, proposes configs that read the new pages, and uses them where it may.

load support

setup() {
  export DATA=$BATS_TEST_TMPDIR/data
  cp -a "$CLEAN" "$DATA"
}
teardown() { stop_sites; }

# change HOST...: the sites once more, these in a new theme.
change() { start_sites "${@/#/--changed=}"; }

repair_itself() {
  jq '.auto_repair = true' "$DATA/settings.json" >"$DATA/settings.new" && mv "$DATA/settings.new" "$DATA/settings.json"
}

# catalogue SOURCE [BRAND]: what is published, without where it was read.
catalogue() {
  "$PROGRAMS/load" "$1" --data "$DATA" ${2:+--brand "$2"} | jq -cS 'del(.fetched_at, .page_sha256, .page_url, .extraction)'
}

config() { echo "$DATA/brands/$1/scrape_config.json"; }

@test "a brand's new theme is noticed, its catalogue stays, and a config that reads it is proposed" {
  catalogue brand tamarind >"$BATS_TEST_TMPDIR/before"
  cp "$(config tamarind)" "$BATS_TEST_TMPDIR/config"
  change www.tamarind.example
  BRANDS=tamarind run "$PIPELINES/run" brands
  [[ $status == 76 ]]
  catalogue brand tamarind | diff "$BATS_TEST_TMPDIR/before" -
  diff "$(config tamarind)" "$BATS_TEST_TMPDIR/config"
  grep -q 'name: hits 0 -> ' "$(config tamarind).proposed.txt"
  [[ $(jq -r .brand_id "$(config tamarind).proposed") == tamarind ]]
}

@test "what the repair cannot read is said, and no config is proposed without it" {
  # It cannot be read from the moment that the part is refused.
  programs_with load <<SCRIPT
#!/usr/bin/env bash
if [[ \$* == "brand "* && -e $DATA/work/tamarind/repair ]]; then echo "load: the catalogue is damaged" >&2 && exit 65; fi
exec "$PROGRAMS/load" "\$@"
SCRIPT
  change www.tamarind.example
  BRANDS=tamarind run "$PIPELINES/run" brands
  [[ $status == 76 && $output == *"load: the catalogue is damaged"*"not all of tamarind can"*"repair: tamarind brand: nothing on the stored pages gives"* ]]
  [[ ! -e $(config tamarind).proposed ]]
}

@test "an accepted proposal reads the site again" {
  catalogue brand tamarind >"$BATS_TEST_TMPDIR/before"
  change www.tamarind.example
  BRANDS=tamarind run "$PIPELINES/run" brands
  [[ $status == 76 ]]
  "$PROGRAMS/stocktake" accept --config --brand tamarind --note "a new theme" --data "$DATA"
  [[ $(jq -r .verified.note "$(config tamarind)") == "a new theme" && -e $(config tamarind).previous ]]
  BRANDS=tamarind run "$PIPELINES/run" brands
  [[ $status == 0 ]]
  catalogue brand tamarind | diff "$BATS_TEST_TMPDIR/before" -
}

@test "with auto_repair every brand's new theme is read in the same run" {
  repair_itself
  catalogue brand >"$BATS_TEST_TMPDIR/before"
  change www.orbita.example www.kestrel-audio.example www.tamarind.example
  run "$PIPELINES/run" weekly
  [[ $status == 0 ]]
  catalogue brand | diff "$BATS_TEST_TMPDIR/before" -
  [[ ! -e $(config tamarind).proposed && -e $(config tamarind).previous ]]
  run "$PIPELINES/run" weekly
  [[ $status == 0 ]]
  catalogue brand | diff "$BATS_TEST_TMPDIR/before" -
}

@test "with auto_repair the shop's new theme is read in the same run, prices and all" {
  repair_itself
  catalogue halilit >"$BATS_TEST_TMPDIR/before"
  cp "$DATA/halilit_official_brands.json" "$BATS_TEST_TMPDIR/brands"
  change www.tslil.example
  run "$PIPELINES/run" weekly
  [[ $status == 0 ]]
  catalogue halilit | diff "$BATS_TEST_TMPDIR/before" -
  diff <(jq .brands "$DATA/halilit_official_brands.json") <(jq .brands "$BATS_TEST_TMPDIR/brands")
  [[ $(jq -r .brand_id "$(config _halilit)") == _halilit ]]
}

@test "the shop's new theme without auto_repair keeps every catalogue and proposes a config" {
  catalogue halilit >"$BATS_TEST_TMPDIR/before"
  change www.tslil.example
  run "$PIPELINES/run" weekly
  [[ $status != 0 ]]
  catalogue halilit | diff "$BATS_TEST_TMPDIR/before" -
  [[ -e $(config _halilit).proposed && ! -e $(config _halilit) ]]
}

@test "prices that do not hold against the last good catalogue are carried over, and the config waits for a person" {
  repair_itself
  catalogue halilit orbita >"$BATS_TEST_TMPDIR/before"
  jq '(.brands[] | select(.id == "orbita").items[].price) |= (if . then . * 3 else . end)' \
    "$PIPELINES/demo/catalogue.json" >"$BATS_TEST_TMPDIR/catalogue"
  start_sites --changed=www.tslil.example --catalogue "$BATS_TEST_TMPDIR/catalogue"
  BRANDS=orbita run "$PIPELINES/run" brands
  catalogue halilit orbita | diff "$BATS_TEST_TMPDIR/before" -
  [[ -e $(config _halilit).proposed && ! -e $(config _halilit) ]]
}
