# The run record: each brand with its crawls and steps, the status of each being the worst that happened to it.
def rows($text): $text | split("\n")[] | select(. != "") | split("\t");
def number: if . == "" or . == null then null else tonumber end;
def seconds: number | if . == null then null else . / 1000 end;
def severity: . as $status | [70, 71, 74, 73, 78, 64, 66, 65, 76, 69, 75, 2, 1, 0] | index($status) // -1;
def worst: map(.status) | min_by(severity) // 0;
def without_nulls: with_entries(select(.value != null and .value != "" and .value != []));

# What a step's own words tell of it: "store: roland halilit: stored 500 products (+3 -1 ~12, 25 carried over …)".
def counts: map(
    capture("^store: [^:]*: (stored (?<stored>[0-9]+)|unchanged \\((?<same>[0-9]+))(?<rest>.*)")
    | {published: (.stored // .same | number)}
      + (.rest | (capture("\\+(?<added>[0-9]+) -(?<deleted>[0-9]+) ~(?<modified>[0-9]+)") // {}) | map_values(number))
      + (.rest | (capture("(?<carried>[0-9]+) carried over") // {}) | map_values(number)))
  | last;
def guards: map(capture("^store: [^:]*: guard (?<name>[a-z-]+):").name) | unique;
# What it came to; of a refusal, the sentence that says why and what to do, whatever a try at repair said after it.
def message: if last // "" | test("^store: [^:]*: (stored|unchanged)") then last
  else (map(select(test("^store: [^:]*: guard "))) | last) // last end;

(reduce $fields[] as $row ({}; .[$row.brand][$row.step] = $row.fields)) as $counted
| (reduce rows($messages) as $row ({}; .[$row[0]][$row[1]] += [$row[2:] | join("\t")])) as $said
| (reduce rows($rejects) as $row ({}; .[$row[0]][$row[1]] += ($row[2] | number))) as $rejected
| ([rows($crawl) | {brand: .[2], step: "crawl-\(.[1])", state: (if .[0] == "0" then "done" else "failed" end),
    status: (.[0] | number), pages: (.[3] | number), failed_pages: (.[4] | number), retries: (.[5] | number),
    stale_pages: (.[6] | number), stale_since: (.[7] | select(. != "-") // null), message: .[8]}]
  + [rows($brands) | . as [$brand, $step] | {brand: $brand, step: $step, state: .[2], status: (.[3] | number),
    seconds: (.[4] | seconds), rejects: $rejected[$brand][$step], counts: ($said[$brand][$step] // [] | counts),
    fields: $counted[$brand][$step],
    guards: ($said[$brand][$step] // [] | guards), message: ($said[$brand][$step] // [] | message)}])
| map(without_nulls)
| {
    schema: 1, $run_id, $flow, $state, status: (if $state == "running" then null else $status end), $started_at,
    finished_at: (if $finished_at == "" then null else $finished_at end),
    degraded: any((.stale_pages // 0) > 0),
    fetch: $fetch[0],
    due: (if $flow == "daily" then [rows($due) | {brand: .[0], reason: .[1]}] else null end),
    steps: ([rows($steps) | {key: .[0], value: {status: (.[1] | number), seconds: (.[2] | seconds)}}] | from_entries),
    brands: (group_by(.brand)
      | map({key: .[0].brand, value: {status: worst, steps: (map({key: .step, value: del(.brand, .step)}) | from_entries)}})
      | from_entries)
  }
| if .due == null then del(.due) else . end
