# The statistics of several runs of fetch as those of one: sums, and of each host's latencies the slowest run's.
def together($next): {
  exchanges: (.exchanges + $next.exchanges),
  p50_ms: ([.p50_ms, $next.p50_ms] | max),
  p95_ms: ([.p95_ms, $next.p95_ms] | max),
  max_ms: ([.max_ms, $next.max_ms] | max)
} + ({deferred: ($next.deferred // .deferred)} | map_values(values));

map(.hosts // {} | to_entries[]) as $hosts
| map(del(.hosts)) | reduce (.[] | to_entries[]) as {$key, $value} ({}; .[$key] += $value)
| .hosts = reduce $hosts[] as {$key, $value} ({}; .[$key] |= together($value))
