#!/bin/sh
# The log of decisions from outside: `evaluate --log`, `log verify`, `log replay`, `log stats`; that a log that cannot be
# written costs nothing of the result; and that the chain is what its documentation says, by another program (Python).
# All failures are told; the script ends with 1 if there is one.
set -u
cd "$(dirname "$0")/../.."
root=$PWD
program=${REGIMEN_PROGRAM:-build/dev/regimen}
case $program in /*) ;; *) program=$root/$program ;; esac
patients=$root/examples/patients
first=$patients/first.yaml
heart=$patients/heart-failure.yaml
work=$(mktemp -d)
export XDG_CACHE_HOME="$work/.cache"  # nothing of this stays behind
trap 'rm -rf "$work"' EXIT
cd "$work"
failures=0
checks=0

fail() {
  failures=$((failures + 1))
  echo "FAILED: $*"
  sed 's/^/  out: /' out | head -n 3
  sed 's/^/  err: /' err | cut -c 1-200 | head -n 3
}
# run STATUS COMMAND...: the command with its output in the files out and err, within 20 seconds
run() {
  wanted=$1
  shift
  status=0
  timeout 20 "$@" >out 2>err </dev/null || status=$?
  checks=$((checks + 1))
  what="$*"
  [ "$status" = "$wanted" ] || fail "exit $status instead of $wanted: $what"
}
# says FILE TEXT: the text stands in out or err
says() {
  checks=$((checks + 1))
  grep -qF -- "$2" "$1" || fail "$1 does not say \`$2\`: $what"
}
silent() {
  checks=$((checks + 1))
  [ ! -s "$1" ] || fail "$1 is not empty: $what"
}
same() {
  checks=$((checks + 1))
  cmp -s "$1" "$2" || fail "$1 and $2 differ: $what"
}
evaluate() {
  expected=$1
  shift
  run "$expected" "$program" evaluate --data "$root" "$@"
}
# Follows the chain of a log by what record.h says of it, with nothing of ours.
follow() {
  python3 - "$1" <<'PYTHON'
import hashlib, sqlite3, sys
log = sqlite3.connect(sys.argv[1])
(previous,) = log.execute("SELECT value FROM log WHERE name = 'genesis'").fetchone()
last = 0
for row in log.execute('SELECT sequence, kind, id, time, content, hash FROM record ORDER BY sequence'):
    texts = [previous, *map(str, row[:5])]
    own = hashlib.sha256(b''.join(b'%d:%s' % (len(t.encode()), t.encode()) for t in texts)).hexdigest()
    if row[0] != last + 1 or own != row[5]:
        sys.exit('record %d does not hold' % row[0])
    previous, last = own, row[0]
print('%d:%s' % (last, previous))
PYTHON
}

# --- the result is the same with a log ---

evaluate 0 "$first"
cp out plain
evaluate 0 --log log.db "$first"
silent err
same out plain
evaluate 0 --log log.db --log-inputs --no-assumptions "$heart" "$first"
run 0 "$program" log verify log.db
says out 'holds'
says out 'records: 3'
says out 'inputs kept: 2, taken out 0'
last=$(sed -n 's/^last: //p' out)
checks=$((checks + 1))
what='the chain by another program'
[ "$(follow log.db)" = "$last" ] || fail "the chain is not what its documentation says"
checks=$((checks + 1))
[ "$(stat -c %a log.db)" = 600 ] || fail "others may read the log"
run 0 "$program" log verify --format json log.db
says out '"holds": true'
says out '"sequence": 3'

# --- replay and stats ---

run 0 "$program" log replay --data "$root" log.db
says out 'same 3, different 0, no input 0'
run 0 "$program" log replay --data "$root" --format json log.db
says out '"outcome": "same"'
run 1 "$program" log replay --data "$root" --safety none log.db
says out 'safety_pack'
run 0 "$program" log stats log.db
says out 'evaluate eligible_with_assumptions: 1'
run 0 "$program" log stats --format json log.db
says out '"lost": 0'
evaluate 0 --log bare.db "$first"
run 0 "$program" log replay --data "$root" bare.db
says out 'no input 1'
run 0 "$program" log replay --data "$root" bare.db "$patients"
says out 'same 1, different 0, no input 0'
run 6 "$program" log replay --data "$root" bare.db nowhere
# A bundle has a decision for each of its patients, of one text.
if [ -d "$root/examples/fhir" ]; then
  for bundle in "$root"/examples/fhir/*.json; do
    evaluate 0 --as-of 2026-11-01 --log fhir.db --log-inputs "$bundle"
  done
  run 0 "$program" log replay --data "$root" fhir.db
  says out 'different 0, no input 0'
fi

# --- what does not hold ---

run 0 "$program" log verify --expect "$last" log.db
run 1 "$program" log verify --expect "2:${last#*:}" log.db
says out 'DOES NOT HOLD'
run 2 "$program" log verify --expect 12 log.db
cp log.db cut.db
sqlite3 cut.db "DROP TRIGGER record_stays; DELETE FROM subject WHERE sequence = 3; DELETE FROM record WHERE sequence = 3;
CREATE TRIGGER record_stays BEFORE DELETE ON record
  BEGIN SELECT RAISE(ABORT, 'a record of the log stays'); END"
run 0 "$program" log verify cut.db
run 1 "$program" log verify --expect "$last" cut.db
says out 'the end was cut off'
sqlite3 cut.db "DROP TRIGGER record_stays_as_it_is;
UPDATE record SET content = replace(content, 'eligible', 'ineligible') WHERE sequence = 1"
run 1 "$program" log verify cut.db
says out 'DOES NOT HOLD at record 1: it was changed'
run 1 "$program" log verify --format json cut.db
says out '"why": "changed"'

# --- what is no log ---

run 3 "$program" log verify nothing.db
run 3 "$program" log stats "$first"
says err 'is no decision log'
run 3 "$program" log replay --data "$root" "$first"
run 2 "$program" log
run 2 "$program" log verify
run 2 "$program" evaluate --data "$root" --log-inputs "$first"
run 0 "$program" log verify --help

# --- a log that cannot be written costs nothing of the result ---

evaluate 0 --log "$first" "$first"
says err 'nothing is logged'
same out plain
evaluate 0 --log nowhere/log.db "$first"
says err 'nothing is logged'
same out plain
# Another has the lock, for longer than anybody waits.
cp log.db locked.db
python3 -c '
import sqlite3, time
log = sqlite3.connect("locked.db", isolation_level=None)
log.execute("BEGIN IMMEDIATE")
open("begun", "w").close()
time.sleep(3)' &
holder=$!
while [ ! -e begun ]; do sleep 0.1; done
evaluate 0 --log locked.db "$first"
says err '1 decisions could not be logged, and the log does not say so'
same out plain
wait $holder
evaluate 0 --log locked.db "$first"
silent err
run 0 "$program" log verify locked.db
says out 'records: 4'
# No file may grow: as a full disk.
cp log.db limited.db
run 0 sh -c "ulimit -f 20; exec '$program' evaluate --data '$root' --log limited.db '$first'"
says err 'logged'
same out plain
run 0 "$program" log verify limited.db
says out 'records: 3'
# A disk that is full, where one can be had.
if unshare -rm sh -c 'mkdir -p disk && mount -t tmpfs -o size=200k none disk' 2>err; then
  cat >full.sh <<'SCRIPT'
mount -t tmpfs -o size=200k none disk && cp log.db disk/log.db || exit 90
head -c 400000 /dev/zero >disk/filler 2>/dev/null
"$1" evaluate --data "$2" --log disk/log.db "$3" >full.out 2>full.err || exit 91
rm disk/filler
"$1" evaluate --data "$2" --log disk/log.db "$3" >again.out 2>again.err || exit 92
"$1" log verify disk/log.db
SCRIPT
  run 0 unshare -rm sh full.sh "$program" "$root" "$first"
  says out 'records: 4'
  says full.err 'log'
  same full.out plain
  same again.out plain
  silent again.err
fi

echo "$checks checks, $failures failed"
[ "$failures" -eq 0 ]
