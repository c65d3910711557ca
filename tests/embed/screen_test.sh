#!/bin/sh
# The command screen from outside: the same bytes for any number of threads, counts that add up, rejected rows that are
# told, nothing under the final name where something went wrong. All failures are told; it ends with 1 if there is one.
set -u
cd "$(dirname "$0")/../.."
root=$PWD
program=${REGIMEN_PROGRAM:-build/dev/regimen}
case $program in /*) ;; *) program=$root/$program ;; esac
work=$(mktemp -d)
export XDG_CACHE_HOME="$work/.cache"
trap 'rm -rf "$work"' EXIT
cd "$work"
failures=0
checks=0

fail() {
  failures=$((failures + 1))
  echo "FAILED: $*"
  sed 's/^/  err: /' err | cut -c 1-200 | head -n 5
}
# screens STATUS ARGUMENTS...
screens() {
  wanted=$1
  shift
  status=0
  timeout 60 "$program" screen --data "$root" "$@" >out 2>err </dev/null || status=$?
  checks=$((checks + 1))
  [ "$status" = "$wanted" ] || fail "exit $status instead of $wanted: $*"
}
same() {
  checks=$((checks + 1))
  cmp -s "$1" "$2" || fail "$1 and $2 differ"
}
says() {
  checks=$((checks + 1))
  grep -qF -- "$2" "$1" || fail "$1 does not say \`$2\`"
}
# holds TEXT: the condition that follows
holds() {
  what=$1
  shift
  checks=$((checks + 1))
  "$@" || fail "$what"
}

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

# --- the command line ---

screens 2
screens 2 "$list" --threads 0
screens 2 "$list" --weights nobody
screens 4 "$list" --pack nobody

echo "$checks checks, $failures failed"
[ $failures = 0 ]
