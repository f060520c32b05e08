# Copies of the tree as tar files: BACKUPS/<number>-<time>-{full,part}.tar.gz beside <copy>.files, the checksums of the whole tree
# at that time, and <copy>.sha256, that of the tar file. To be sourced by pipelines/backup.
# shellcheck shell=bash
# shellcheck disable=SC2154 # backup and its parts share their names

copies() { [[ ! -d $BACKUPS ]] || find "$BACKUPS" -name '*.tar.gz' -printf '%f\n' | sed 's/\.tar\.gz$//' | sort; }

# named AT: the last copy whose name begins so.
named() {
  local name
  name=$(copies | grep -F "$(if [[ $1 != latest ]]; then echo "$1"; fi)" | tail -n 1)
  [[ $name ]] && echo "$name"
}

# full_before COPY: the full copy that a part needs; a full one is its own.
full_before() { copies | awk -v at="$1" '$0 "" <= at && /-full$/ { last = $0 } END { print last }'; }

# parts_of COPY: the tar files to unpack one over the other.
parts_of() { copies | awk -v from="$(full_before "$1")" -v to="$1" '$0 "" >= from && $0 "" <= to'; }

# copy [--full] [--why TEXT]: full when there is no whole full one of this week, and a part otherwise.
copy() {
  local kind=part full name
  full=$(copies | grep -e '-full$' | tail -n 1 || true)
  if [[ ! $full || $(week_of "$full") != $(week_of "-$now-") || " $* " == *" --full "* ]] || ! verify "$(copies | tail -n 1)"; then
    kind=full
  fi
  mkdir -p "$BACKUPS" 2>/dev/null || fail "$CANNOT_CREATE" "$BACKUPS cannot be written"
  name=$(next_name "$kind")
  if ! write_copy "$kind" "$name"; then
    rm -f "$BACKUPS/$name".*
    fail "$IO_FAILED" "the copy could not be written to $BACKUPS"
  fi
  [[ ${1-} != --why ]] || echo "$2" >"$BACKUPS/$name.why"
  verify "$name" || fail "$IO_FAILED" "the copy $name does not read back as it was written"
  say "$name: $(wc -l <"$BACKUPS/$name.files") files"
}

# write_copy KIND NAME: the tar file gets its name last, so that an unfinished copy is none.
write_copy() {
  files_of "$DATA" >"$BACKUPS/$2.files" && changed_files "$1" "$2" >"$BACKUPS/$2.names" &&
    tar --create --gzip --file "$BACKUPS/$2.new" --directory "$DATA" \
      --no-recursion --null --verbatim-files-from --files-from "$BACKUPS/$2.names" &&
    rm "$BACKUPS/$2.names" &&
    (cd "$BACKUPS" && sha256sum "$2.new" | sed 's/\.new$/.tar.gz/' >"$2.sha256" &&
      sync "$2.new" "$2.files" "$2.sha256" && mv "$2.new" "$2.tar.gz" && sync .)
}

time_of() { sed -E 's/^[0-9]*-?(.{10})T(..):?(..):?(..)Z.*/\1T\2:\3:\4Z/' <<<"$1"; }
week_of() { date -u -d "$(time_of "$1")" +%G-%V; }

# next_name KIND: ordered by number, for the clock may go back.
next_name() {
  local last
  last=$(copies | tail -n 1)
  printf '%06d-%s-%s\n' $((10#0${last%%-*} + 1)) "${now//:/}" "$1"
}

# changed_files KIND NAME: what goes into the tar file; a part holds what the copy before it did not.
changed_files() {
  local before
  before=$(copies | tail -n 1)
  if [[ $1 == full ]]; then
    cut -c 67- "$BACKUPS/$2.files"
  else
    grep -vxF -f "$BACKUPS/$before.files" "$BACKUPS/$2.files" | cut -c 67- || true
  fi | tr '\n' '\0'
}

verify() {
  local part
  for part in $(parts_of "$1"); do (cd "$BACKUPS" && sha256sum --check --quiet "$part.sha256" >/dev/null 2>&1) || return; done
}

listed() { cat "$BACKUPS/$1.files"; }

# extract COPY FOLDER: whole and checked, without what had been deleted by then.
extract() {
  local part
  verify "$1" || return
  for part in $(parts_of "$1"); do tar --extract --gzip --file "$BACKUPS/$part.tar.gz" --directory "$2" || return; done
  (cd "$2" && find . -type f | sort | comm -23 - <(listed "$1" | cut -c 67- | sort) | tr '\n' '\0' | xargs -0 -r rm)
  [[ ! -s $BACKUPS/$1.files ]] || (cd "$2" && listed "$1" | sha256sum --check --quiet >/dev/null 2>&1)
}

# forget: of the copies older than five weeks only the first full one of each month stays, and that for half a year.
forget() {
  local name time kept=""
  for name in $(copies); do
    time=$(time_of "$name")
    [[ $time < $(date -u -d "$now - 35 days" +%FT%TZ) ]] || continue
    if [[ $name == *-full && ${time:0:7} != "$kept" && ! $time < $(date -u -d "$now - 6 months" +%FT%TZ) ]]; then
      kept=${time:0:7}
    else
      rm -f "$BACKUPS/$name".*
    fi
  done
}
