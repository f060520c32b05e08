# The run record: each brand with its crawls and steps, the status of each being the worst that happened to it.
def rows($text): $text | split("\n")[] | select(. != "") | split("\t");
def number: if . == "" or . == null then null else tonumber end;
def severity: . as $status | [70, 71, 74, 73, 78, 64, 66, 65, 76, 69, 75, 2, 1, 0] | index($status) // -1;
def worst: map(.status) | min_by(severity) // 0;

([rows($crawl) | {brand: .[2], step: "crawl-\(.[1])", state: (if .[0] == "0" then "done" else "failed" end),
    status: (.[0] | number), pages: (.[3] | number), message: .[4]}]
  + [rows($brands) | {brand: .[0], step: .[1], state: .[2], status: (.[3] | number), seconds: (.[4] | number), message: .[5]}])
| map(if .message == "" or .message == null then del(.message) else . end)
| {
    schema: 1, $run_id, $flow, $state, status: (if $state == "running" then null else $status end), $started_at,
    finished_at: (if $finished_at == "" then null else $finished_at end),
    fetch: $fetch[0],
    steps: ([rows($steps) | {key: .[0], value: {status: (.[1] | number)}}] | from_entries),
    brands: (group_by(.brand)
      | map({key: .[0].brand, value: {status: worst, steps: (map({key: .step, value: del(.brand, .step)}) | from_entries)}})
      | from_entries)
  }
