# Counts once more, from the documents of a data tree, what `report` says: {gaps, catalogs, brands, history, runs, states,
# reviews} to the members of the report of the same names. $now is the report's moment.

def rounded($digits): pow(10; $digits) as $scale | (. * $scale + 1e-9 | round) / $scale;
def share($part; $whole; $digits): if $whole == 0 then null else $part / $whole | rounded($digits) end;
def total(f): map(f) | add // 0;

($now | fromdateiso8601) as $moment
| def back($hours): $moment - $hours * 3600 | todateiso8601;
  # Changes with the time and the kind of their batch.
  (.history | [foreach .[] as $line (null; if $line.type == "batch" then $line else . end;
    select($line.type == "change") | $line + {first: (.from == null), time: .timestamp})]) as $changes
| def grown: total(if .change_type == "added" then 1 elif .change_type == "deleted" then -1 else 0 end);
  def tally: {
    first_read: total(if .change_type == "added" and .first then 1 else 0 end),
    added: total(if .change_type == "added" and (.first | not) then 1 else 0 end),
    gone: total(if .change_type == "deleted" then 1 else 0 end),
    price_changed: total(if .change_type == "modified" and .price then 1 else 0 end),
    price_up: total(if .change_type == "modified" and .price and .price.new > .price.old then 1 else 0 end),
    price_down: total(if .change_type == "modified" and .price and .price.new < .price.old then 1 else 0 end)};
  def of($source): map(select(.source == $source));
  def products($source): .catalogs | of($source) | total(.products | length);
  def coverage: {
    halilit_count: total(.halilit_count), brand_website_count: total(.brand_website_count),
    common_count: total(.common_count), gap_count: total(.gap_products | length),
    matched_halilit_count: total(.matched_halilit_count), halilit_only_count: total(.halilit_only_count),
    unified_count: total(.unified_count), priced_count: total(.priced_count)}
    | . + {
      coverage_percentage: share(.common_count * 100; .brand_website_count; 2),
      primary_share: share(.common_count; .unified_count; 4),
      halilit_match_rate: share(.matched_halilit_count; .halilit_count; 4),
      priced_share: share(.priced_count; .unified_count; 4)};
  def ranked: map(select(.coverage_percentage != null) | {brand_id, coverage_percentage, common_count, brand_website_count})[:3];
  def week: map(select(.time >= back(168)));
  def ages: map(. + {age: (($moment - (.verified_at | fromdateiso8601)) / 3600 | floor)});

  . as $all
| {
    totals: ({brand_count: (.brands | length), compared_brand_count: (.gaps | map(select(.brand_website_count > 0)) | length)}
      + (.gaps | coverage)
      + {in_stock_count: (.catalogs | of("halilit") | total(.products | map(select(.in_stock == true)) | length)),
         review_count: (.reviews | length), suspect_count: 0, carried_count: 0}
      + (.states | ages | {
          fresh_sources: (map(select(.age <= (if .source == "halilit" then 48 else 168 end))) | length),
          stale_sources: (map(select(.age > (if .source == "halilit" then 48 else 168 end))) | length), never_sources: 0})),
    windows: [24, 168, 720 | . as $hours | back($hours) as $since | {hours: $hours, since: $since}
      # The past is counted forward here: all that came until then, less all that went.
      + (["halilit", "brand"] | map({key: ., value: (. as $source
          | {then: ($changes | of($source) | map(select(.time < $since)) | grown), now: ($all | products($source))}
            + ($changes | of($source) | map(select(.time >= $since)) | tally))}) | from_entries)
      + {runs: ($all.runs | map(select(.started_at >= $since)) | {
          count: length, failed: (map(select(.status != 0)) | length)}
          | . + {success_percentage: share((.count - .failed) * 100; .count; 2)})}],
    days: [range(29; -1; -1) | back(. * 24)[:10] | . as $day | {day: $day}
      + (["halilit", "brand"] | map({key: ., value: (. as $source | $changes | of($source)
          | {count: (map(select(.time[:10] <= $day)) | grown)} + (map(select(.time[:10] == $day)) | tally))}) | from_entries)],
    brands: (.gaps | map({key: .brand_id, value: ([.] | coverage)}) | from_entries),
    top_brands: (.gaps | sort_by([-(.coverage_percentage // 0), .brand_id]) | ranked),
    bottom_brands: (.gaps | sort_by([.coverage_percentage, .brand_id]) | ranked),
    new_products: ($changes | week | map(select(.change_type == "added" and (.first | not)) | .product_id) | sort),
    gone_products: ($changes | week | map(select(.change_type == "deleted") | .product_id) | sort),
    price_changes: ($changes | week | map(select(.change_type == "modified" and .price)
      | [.product_id, .price.old, .price.new, ((.price.new - .price.old) / .price.old * 1000 | round / 10)]) | sort),
    review: (.reviews | {total: length, brands: (group_by(.brand_id) | map({brand_id: .[0].brand_id, count: length}))}),
    sources: (.states | ages | map([.brand_id, .source, .age]) | sort)
  }
