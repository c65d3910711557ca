#!/bin/sh
# The command screen from outside: the same bytes for any number of threads, counts that add up, rejected rows that are
# told, nothing under the final name where something went wrong. All failures are told; it ends with 1 if there is one.
set -u
cd "$(dirname "$0")/../.."
. tests/support/outside.sh

lists=$root/examples/lists
list=$lists/referrals.ndjson
table=$lists/referrals.csv
mapping=$lists/referrals.mapping.yaml

# --- one row for each row, in order, whoever does it ---

screens 0 "$list" -o rows.csv --summary summary.json
rows=$(grep -c . "$list")
holds "one row for every row of the list" [ "$(wc -l <rows.csv)" -eq $((rows + 1)) ]
says summary.json "\"rows\": $rows"
for threads in 2 7; do
  screens 0 "$list" -o threads.csv --threads $threads --summary threads.json
  same rows.csv threads.csv
  same summary.json threads.json
done
i=0
while [ $i -lt 200 ]; do
  cat "$list"
  i=$((i + 1))
done >long.ndjson
screens 2 long.ndjson --mapping "$root/examples/lists/referrals.mapping.yaml" -o no.csv
says err "needs no mapping"
screens 0 long.ndjson -o long1.csv --summary long1.json
screens 0 long.ndjson -o long7.csv --threads 7 --summary long7.json
same long1.csv long7.csv
same long1.json long7.json
says long1.json "\"repeated_ids\": $((rows * 199))"
gzip -k long.ndjson
screens 0 long.ndjson.gz -o packed.csv
same long1.csv packed.csv
"$program" screen --data "$root" - <"$list" >piped.csv 2>err
same rows.csv piped.csv

# --- the table of the same patients ---

screens 0 "$table" --mapping "$mapping" -o table.csv
same rows.csv table.csv

# --- a screening row is what evaluate says of the patient ---

head -n 1 "$list" >one.json
"$program" evaluate --data "$root" one.json --format json >decision.json 2>err
screens 0 one.json -o one.ndjson --format json --explain
status=$(sed -n 's/.*"eligibility": {.*//; s/^ *"status": "\([a-z_]*\)",$/\1/p' decision.json | head -n 1)
says one.ndjson "\"eligibility\":\"$status\""
says one.ndjson '"decision":{"schema":"1"'

# --- what cannot be used is told, and nothing is dropped ---

{
  cat "$list"
  echo '{"profile": "1", "id": "broken"'
  echo '{"profile": "1", "id": "odd", "as_of": "2026-11-01", "patient": {"weight": "70 stone"}}'
} >bad.ndjson
screens 5 bad.ndjson -o bad.csv --errors errors.csv --summary bad.json
holds "a rejected row is a row" [ "$(wc -l <bad.csv)" -eq $((rows + 3)) ]
says bad.csv ",rejected,"
says bad.json '"rejected": 1'
says bad.json '"with_values_set_aside": 1'
says errors.csv "$((rows + 1)),"
says errors.csv ",odd,no,"
checks=$((checks + 1))
! grep -q "stone" errors.csv err || fail "the words of a patient stand among the errors"
screens 5 bad.ndjson -o strict.csv --strict --summary strict.json
says strict.json '"rejected": 2'

# --- nothing under the final name where something went wrong ---

echo before >kept.csv
screens 6 nowhere.ndjson -o kept.csv
screens 3 "$table" -o kept.csv
echo 'mapping: "2"' >wrong.yaml
screens 3 "$table" --mapping wrong.yaml -o kept.csv
screens 6 "$list" -o nowhere/rows.csv
if [ -e /dev/full ]; then
  screens 6 "$list" -o kept.csv --errors /dev/full
fi
holds "what stood there stays" [ "$(cat kept.csv)" = before ]
holds "no temporary file is left" [ -z "$(find . -name 'kept.csv.*')" ]
mkfifo pipe
"$program" screen --data "$root" pipe -o kept.csv --threads 2 >out 2>err &
screener=$!
exec 9>pipe
cat long.ndjson >&9
sleep 1
kill -INT $screener
cat long.ndjson >&9 2>/dev/null
exec 9>&-
status=0
wait $screener || status=$?
holds "interrupted: exit $status instead of 130" [ "$status" = 130 ]
says err "interrupted after"
holds "interrupted: what stood there stays" [ "$(cat kept.csv)" = before ]
holds "interrupted: no temporary file is left" [ -z "$(find . -name 'kept.csv.*')" ]

# --- interrupted and gone on with: the same bytes ---

left() { find . -name "$1*" | sort | tr '\n' ' '; }
"$program" screen --data "$root" long.ndjson --format sqlite -o long.db >out 2>err || fail "long.db"
sqlite3 long.db .dump >long.dump
i=0
while [ $i -lt 10 ]; do
  cat long.ndjson
  i=$((i + 1))
done >huge.ndjson
screens 0 huge.ndjson -o huge1.csv --summary huge1.json
# Killed once the journal has so many lines; a program that was faster than that has nothing to resume, and is right too.
killed=0
for lines in 2; do
  for output in killed.csv killed.db; do
    rm -f "$output"
    killed_list=long.ndjson
    [ $output = killed.db ] || killed_list=huge.ndjson
    "$program" screen --data "$root" $killed_list -o $output --errors killed.errors --summary killed.json >out 2>err &
    screener=$!
    while kill -0 $screener 2>/dev/null; do
      if [ $output = killed.csv ]; then
        reached=$(cat killed.csv.journal 2>/dev/null | wc -l)
      else
        reached=$(($(stat -c %s killed.db.partial 2>/dev/null || echo 0) / 1000000))
      fi
      [ "$reached" -lt $lines ] || break
      sleep 0.05
    done
    kill -9 $screener 2>/dev/null
    wait $screener 2>/dev/null
    [ -e $output ] || killed=$((killed + 1))
    [ ! -e $output.journal ] || holds "killed: nothing under a final name" [ ! -e $output ]
    screens 0 $killed_list -o $output --errors killed.errors --summary killed.json --resume --threads 2
    holds "resumed: nothing is left beside it: $(left "$output.")" [ -z "$(left "$output.")" ]
    [ $output = killed.csv ] || same long1.json killed.json
    [ $output = killed.db ] || same huge1.json killed.json
  done
  same huge1.csv killed.csv
  sqlite3 killed.db .dump >killed.dump
  same long.dump killed.dump
done
echo "killed in the middle: $killed of 2"

# A run that can go on, made by a limit on the length of files, as a full disk would.
begun() {
  rm -f full.csv*
  status=0
  # Half of what it will write, in blocks of 512 bytes.
  (ulimit -f $(($(stat -c %s long1.csv) / 1024)) && "$program" screen --data "$root" "$@" -o full.csv >out 2>err) || status=$?
  holds "a limit on files: exit $status instead of 6" [ "$status" = 6 ]
}
begun long.ndjson
says err "file too large"
says err "--resume goes on"
holds "a limit on files: nothing under the final name" [ ! -e full.csv ]
screens 0 long.ndjson -o full.csv --resume --summary full.json # that a summary is asked for only now changes nothing
same long1.csv full.csv
same long1.json full.json
begun long.ndjson.gz
screens 0 long.ndjson.gz -o full.csv --resume
same long1.csv full.csv
begun long.ndjson
screens 2 long.ndjson -o full.csv --resume --strict
says err "something else: --strict"
screens 4 long.ndjson -o full.csv --resume --safety none
says err "something else: the safety pack"
sed '1s/U-001/U-999/' long.ndjson >other.ndjson
screens 3 other.ndjson -o full.csv --resume
says err "something else: the list"
mv long.ndjson away.ndjson
screens 6 long.ndjson -o full.csv --resume
mv away.ndjson long.ndjson
holds "refused: nothing under the final name" [ ! -e full.csv ]
screens 0 long.ndjson -o full.csv --resume
same long1.csv full.csv
begun long.ndjson
screens 0 "$list" -o full.csv
same rows.csv full.csv
holds "begun anew: nothing is left" [ -z "$(left full.csv.)" ]
screens 0 "$list" -o full.csv --resume
same rows.csv full.csv

# --- as a database ---

screens 5 bad.ndjson -o bad.db --threads 2 --explain --as-of 2026-11-01
screens 5 bad.ndjson --format sqlite -o bad.other --explain --as-of 2026-11-01
sqlite3 bad.db .dump >bad.dump
sqlite3 bad.other .dump | cmp -s - bad.dump || fail "another number of threads, another database"
asks() {
  checks=$((checks + 1))
  answer=$(sqlite3 bad.db "$1" 2>&1)
  [ "$answer" = "$2" ] || fail "$1: $answer instead of $2"
}
asks "SELECT rows, rejected, set_aside FROM run" "$((rows + 2))|1|1"
asks "SELECT input_digest FROM run" "$(sha256sum <bad.ndjson | cut -d ' ' -f 1)"
asks "SELECT count(*) FROM row" $((rows + 2))
asks "SELECT count(*) FROM decision" $((rows + 1))
asks "SELECT count(*) FROM row r JOIN decision d ON d.row = r.number WHERE d.json ->> '\$.eligibility.status' <> eligibility" 0
asks "SELECT count(*) FROM attrition a WHERE pass <> (SELECT count(*) FROM criterion c WHERE c.criterion = a.criterion AND outcome = 'pass')" 0
asks "SELECT group_concat(DISTINCT row) FROM error" "$((rows + 1)),$((rows + 2))"
asks "PRAGMA integrity_check" ok
asks "SELECT count(*) FROM error WHERE reason LIKE '%stone%'" 0
"$program" screen --data "$root" - -o piped.db <"$list" >out 2>err || fail "a database of standard input"
holds "a database of standard input: its rows" [ "$(sqlite3 piped.db 'SELECT count(*) FROM row')" = "$rows" ]
holds "a database of standard input: nothing is left" [ -z "$(left piped.db.)" ]

# --- in shards ---

REGIMEN=$program sh "$lists/parallel.sh" long.ndjson work 4 2 --data "$root" >out 2>err || fail "parallel.sh"
holds "in shards: all rows" [ "$(wc -l <work/rows.ndjson)" = "$(wc -l <long.ndjson)" ]
rm work/rows.ndjson work/shard.0002.rows
REGIMEN=$program sh "$lists/parallel.sh" long.ndjson work 4 2 --data "$root" --as-of never >out 2>err && fail "a shard failed"
says err "work/shard.0002: exit 2"
holds "a shard failed: no rows under its name" [ ! -e work/shard.0002.rows ]
holds "a shard failed: none are joined" [ ! -e work/rows.ndjson ]
rm -f work/shard.*.*
for task in 0 1 2 3; do
  REGIMEN=$program SLURM_ARRAY_TASK_ID=$task sh "$lists/slurm.sh" work --data "$root" >out 2>err || fail "slurm.sh"
done
cat work/shard.????.rows >slurm.ndjson
holds "as an array: all rows" [ "$(wc -l <slurm.ndjson)" = "$(wc -l <long.ndjson)" ]
REGIMEN=$program SLURM_ARRAY_TASK_ID=9 sh "$lists/slurm.sh" work --data "$root" >out 2>err && fail "no such shard"

# --- the command line ---

screens 2 - -o full.csv --resume
says err "standard input cannot be read a second time"
screens 2 "$list" --resume
says err "--output names a file"
screens 2 "$list" -o full.csv --errors /dev/null --resume
screens 2 "$list" --format sqlite
screens 2 "$list" --format sqlite -o /dev/null
screens 2 "$list" -o full.csv --errors ./full.csv
screens 6 "$list" -o /proc/rows.csv
screens 6 "$list" -o nowhere/rows.db

screens 2
screens 2 "$list" --threads 0
screens 2 "$list" --weights nobody
screens 4 "$list" --pack nobody

finish
