#!/usr/bin/env bats
# What the filters survive on their input and output.

load support

setup() {
  "$PROGRAMS/load" halilit --data "$CLEAN" --brand orbita >"$BATS_TEST_TMPDIR/products"
  last=$(wc -l <"$BATS_TEST_TMPDIR/products")
}

@test "a full output device ends every filter with 74" {
  "$PROGRAMS/load" links --data "$CLEAN" --brand orbita | cat "$BATS_TEST_TMPDIR/products" - >"$BATS_TEST_TMPDIR/all"
  for program in normalize match gap unify; do
    status=0
    input=$BATS_TEST_TMPDIR/$([[ $program == [gu]* ]] && echo all || echo products)
    "$PROGRAMS/$program" <"$input" >/dev/full 2>/dev/null || status=$?
    echo "$program: $status"
    [[ $status == 74 ]]
  done
}

@test "a reader that has enough ends the writer quietly" {
  for _ in {1..200}; do cat "$BATS_TEST_TMPDIR/products"; done >"$BATS_TEST_TMPDIR/many"
  [[ $( ("$PROGRAMS/normalize" <"$BATS_TEST_TMPDIR/many" | head -n 1 >/dev/null) 2>&1) == "" ]]
}

@test "a torn last line is named with its number and left out; the rest is kept" {
  head -c -20 "$BATS_TEST_TMPDIR/products" >"$BATS_TEST_TMPDIR/torn"
  status=0
  "$PROGRAMS/normalize" --rejects "$BATS_TEST_TMPDIR/rejects" --max-rejects 50 "$BATS_TEST_TMPDIR/torn" \
    >"$BATS_TEST_TMPDIR/kept" 2>"$BATS_TEST_TMPDIR/errors" || status=$?
  [[ $status == 0 && $(wc -l <"$BATS_TEST_TMPDIR/kept") == $((last - 1)) && $(wc -l <"$BATS_TEST_TMPDIR/rejects") == 1 ]]
  grep -q "line $last" "$BATS_TEST_TMPDIR/errors"
}

@test "NUL, byte order mark, CRLF, bad UTF-8 and deep nesting are accepted or rejected, never a crash" {
  {
    printf '\xef\xbb\xbf'
    sed 's/$/\r/' "$BATS_TEST_TMPDIR/products"
    printf '{"type":"product","name":"\0"}\n{"type":"product","name":"\xff\xfe"}\n'
    printf '{"type":"product","a":%s%s}\n' "$(printf '[%.0s' {1..5000})" "$(printf ']%.0s' {1..5000})"
    cat "$BATS_TEST_TMPDIR/products"
  } >"$BATS_TEST_TMPDIR/odd"
  for program in normalize match gap unify parse-halilit; do
    status=0
    "$PROGRAMS/$program" <"$BATS_TEST_TMPDIR/odd" >/dev/null 2>&1 || status=$?
    echo "$program: $status"
    [[ $status == 65 || $status == 0 ]]
  done
  "$PROGRAMS/normalize" <"$BATS_TEST_TMPDIR/odd" 2>/dev/null >"$BATS_TEST_TMPDIR/kept" || true
  [[ $(grep -c '"type":"product","source"' "$BATS_TEST_TMPDIR/kept") -ge $((2 * last)) ]]
}

@test "a line of 50 MB passes" {
  { printf '{"type":"note","text":"' && head -c 52428800 /dev/zero | tr '\0' x && printf '"}\n'; } >"$BATS_TEST_TMPDIR/long"
  cmp <("$PROGRAMS/normalize" <"$BATS_TEST_TMPDIR/long") "$BATS_TEST_TMPDIR/long"
}

@test "with 64 MB of memory filters that stream finish; those that need everything end with 71 and say so" {
  # MEGABYTES of input: 1000 in `make faults`.
  many() { yes "$BATS_TEST_TMPDIR/megabyte" | head -n "${MEGABYTES:-40}" | xargs cat; }
  yes "$(<"$BATS_TEST_TMPDIR/products")" | head -c 1M | sed '$d' >"$BATS_TEST_TMPDIR/megabyte"
  status=0
  many | (ulimit -d 65536 && "$PROGRAMS/normalize") | tail -n 1 >"$BATS_TEST_TMPDIR/last"
  jq -e .name_norm "$BATS_TEST_TMPDIR/last" >/dev/null
  many 2>/dev/null | "$PROGRAMS/match" --max-memory 20M >/dev/null 2>"$BATS_TEST_TMPDIR/errors" || status=$?
  [[ $status == 71 ]]
  grep -q 'exceed --max-memory' "$BATS_TEST_TMPDIR/errors"
}
