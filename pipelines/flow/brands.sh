# Which brands a run is about. To be sourced by pipelines/run.
# shellcheck shell=bash
# shellcheck disable=SC2016,SC2034,SC2153,SC2154 # the driver and its parts share their names

# select_brands: the brands of this run; ids become file names and make targets, so odd ones are refused.
select_brands() {
  local id
  brands=()
  for id in ${BRANDS:-$(if [[ ${PRIORITY-} ]]; then priority; else every_brand; fi)}; do
    if [[ $id == [-.]* || ${id//[-_.]/} == *[[:punct:][:space:][:cntrl:]]* ]]; then
      say "'$id' is no brand id; left out"
    else
      brands+=("$id")
    fi
  done
}
priority() { jq -r '.priority[]?' "$DATA/settings.json"; }
every_brand() {
  { "$BIN/load" brands --data "$DATA" && "$BIN/load" configs --data "$DATA"; } | jq -r '.brand_id // .id' | sort -u
}

# due_brands: those of the brands that today's flow should read, one "brand reason" a line into due.tsv.
due_brands() {
  {
    never_read
    failed_last_time
    reconfigured
    unseen_for_a_week
    changed_in_the_shop
  } | awk -F '\t' 'NR == FNR { wanted[$1]; next } $1 in wanted' <(printf '%s\n' "${brands[@]}") - | sort -u >"$logs/due.tsv"
}

never_read() {
  "$BIN/load" requests --data "$DATA" | jq -r 'select(.role != "brand-index") | "\(.source) \(.brand_id)"' | sort -u |
    while read -r source brand; do
      [[ -e $DATA/pages/crawls/$source/$brand.jsonl ]] || printf '%s\tnew\n' "$brand"
    done
}

# failed_last_time: by the last of the latest fifty runs that was about the brand; a torn record tells nothing.
failed_last_time() {
  local record
  find "$DATA/runs" -name '[0-9]*.json' ! -name "$run_id.json" | sort | tail -n 50 | while read -r record; do
    jq -c . "$record" 2>>"$logs/due.log" || say "$record is no run record; passed over"
  done | jq -n -r '
    reduce inputs as $run ({}; . + (($run.brands // {}) | map_values(.status))) | to_entries[] | select(.value != 0) | "\(.key)\tfailed"'
}

reconfigured() {
  local config brand crawl
  for config in "$DATA"/brands/*/scrape_config.json; do
    brand=$(basename "$(dirname "$config")")
    crawl=$DATA/pages/crawls/brand/$brand.jsonl
    if [[ -e $crawl && $config -nt $crawl ]]; then printf '%s\tchanged config\n' "$brand"; fi
  done
}

# unseen_for_a_week: brands that a weekly run should have read; catches up on schedules that were missed.
unseen_for_a_week() {
  [[ ! -d $DATA/state ]] || find "$DATA/state" -name '*.json' -exec jq -r --arg limit "$(date -u -d '-7 days' +%FT%TZ)" '
    select(.verified_at == null or .verified_at < $limit) | "\(.brand_id)\tstale"' {} +
}

# changed_in_the_shop: brands whose first listing page says something else than what is published.
changed_in_the_shop() {
  "$BIN/load" requests --data "$DATA" --source halilit | grep -vF '"role":"brand-index"' |
    "${with_us[@]}" "$BIN/fetch" --data "$DATA" --quiet 2>>"$logs/due.log" |
    "$BIN/parse-halilit" 2>>"$logs/due.log" | "$BIN/normalize" | grep -vF '{"type":"request"' >"$DATA/work/due.part" ||
    echo "not all first pages of the listings could be read" >>"$logs/due.log"
  jq -n -r --slurpfile published <("$BIN/load" halilit --data "$DATA" | jq -c "$shown") \
    --slurpfile states <(cat /dev/null "$DATA"/state/halilit/*.json 2>/dev/null) '
      (reduce $published[] as $product ({}; .[$product.id] = $product)) as $known
      | (reduce $states[] as $state ({}; .[$state.brand_id] = $state)) as $before
      | inputs | select(.error == null)
      | select(if .type == "listing" then .declared != $before[.brand_id].declared else ('"$shown"') != $known[.id] end)
      | "\(.brand_id)\tchanged"' "$DATA/work/due.part"
}
shown='{id, name, price_ils, original_price_ils, in_stock}'
