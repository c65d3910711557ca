#!/bin/sh
# The log of decisions from outside: `evaluate --log`, `log verify`, `log replay`, `log stats`; that a log that cannot be
# written costs nothing of the result; and that the chain is what its documentation says, by another program (Python).
# All failures are told; the script ends with 1 if there is one.
set -u
cd "$(dirname "$0")/../.."
. tests/support/outside.sh
patients=$root/examples/patients
first=$patients/first.yaml
heart=$patients/heart-failure.yaml

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

evaluates 0 "$first"
cp out plain
evaluates 0 --log log.db "$first"
silent err
same out plain
evaluates 0 --log log.db --log-inputs --no-assumptions "$heart" "$first"
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
evaluates 0 --log bare.db "$first"
run 0 "$program" log replay --data "$root" bare.db
says out 'no input 1'
run 0 "$program" log replay --data "$root" bare.db "$patients"
says out 'same 1, different 0, no input 0'
run 6 "$program" log replay --data "$root" bare.db nowhere
# A bundle has a decision for each of its patients, of one text.
if [ -d "$root/examples/fhir" ]; then
  for bundle in "$root"/examples/fhir/*.json; do
    evaluates 0 --as-of 2026-11-01 --log fhir.db --log-inputs "$bundle"
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

evaluates 0 --log "$first" "$first"
says err 'nothing is logged'
same out plain
evaluates 0 --log nowhere/log.db "$first"
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
evaluates 0 --log locked.db "$first"
says err '1 decisions could not be logged, and the log does not say so'
same out plain
wait $holder
evaluates 0 --log locked.db "$first"
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

# --- a list: a record for each row that was decided, in the order of the list; the rows are the same ---

lists=$root/examples/lists
cat "$lists/referrals.ndjson" >list.ndjson
echo 'no profile' >>list.ndjson
rows=$(grep -c . "$lists/referrals.ndjson")
screens 5 list.ndjson -o plain.csv --errors errors.csv
for threads in 1 3; do
  screens 5 list.ndjson -o rows.csv --errors errors.csv --threads $threads --log screen.$threads.db --log-inputs
  same rows.csv plain.csv
  run 0 "$program" log verify screen.$threads.db
  says out "decisions: $rows"
  says out "inputs kept: $rows, taken out 0"
  run 0 "$program" log replay --data "$root" screen.$threads.db
  says out "same $rows, different 0, no input 0"
  follow screen.$threads.db >/dev/null || fail "the chain of screen.$threads.db"
done
python3 - plain.csv screen.3.db <<'PYTHON' || fail "the log does not say what the rows say"
import csv, json, sqlite3, sys
rows = [row for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")) if row["eligibility"] != "rejected"]
log = sqlite3.connect(sys.argv[2])
records = log.execute("SELECT verdicts, profile, source FROM decision JOIN subject USING (sequence) ORDER BY sequence").fetchall()
assert len(rows) == len(records) and {one[2] for one in records} == {"screen"}
for row, (verdicts, profile, _) in zip(rows, records):
    said = json.loads(verdicts)
    assert profile == row["id"] and said["eligibility"]["status"] == row["eligibility"], row
    assert said["eligibility"]["failed"] == [one for one in row["failed"].split("; ") if one], row
    assert all(row[one["id"] + "_safety"] == one["safety"] for one in said["regimens"]), row
PYTHON
# A table and an export are kept as documents that are decided again on their own.
screens 0 "$lists/referrals.csv" --mapping "$lists/referrals.mapping.yaml" -o table.csv --log mixed.db --log-inputs
screens 0 "$root/examples/fhir/bulk" --as-of 2026-11-01 -o export.csv --log mixed.db --log-inputs
decided=$(cat table.csv export.csv | grep -cE '^[0-9]+,[^,]+,(eligible|ineligible|indeterminate|eligible_with_assumptions)')
run 0 "$program" log replay --data "$root" mixed.db
says out "same $decided, different 0, no input 0"
# Without their texts, nothing of a patient stands there.
screens 0 "$lists/referrals.ndjson" -o rows.csv --log bare.db
! grep -q U-001 bare.db || fail "a patient's id stands in a log that keeps no inputs"
# A log that cannot be written costs nothing of the rows.
screens 5 list.ndjson -o rows.csv --errors errors.csv --log no/such/folder.db
says err "nothing is logged"
same rows.csv plain.csv

finish
