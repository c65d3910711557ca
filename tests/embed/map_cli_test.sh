#!/bin/sh
# `regimen map` from outside: exit status and messages.
set -u
cd "$(dirname "$0")/../.."
root=$PWD
program=${REGIMEN_PROGRAM:-build/dev/regimen}
case $program in /*) ;; *) program=$root/$program ;; esac
work=$(mktemp -d)
export XDG_CACHE_HOME="$work/.cache"  # nothing of this stays behind
trap 'rm -rf "$work"' EXIT
cd "$work"
failures=0

# run STATUS ARGUMENT...: map with its output in the files out and err
run() {
  wanted=$1
  shift
  status=0
  timeout 20 "$program" map --data "$root" "$@" >out 2>err || status=$?
  [ "$status" = "$wanted" ] || { failures=$((failures + 1)); echo "FAILED: exit $status instead of $wanted: $*"; cat err; }
}
says() {
  grep -qF -- "$2" "$1" || { failures=$((failures + 1)); echo "FAILED: $1 does not say \`$2\`"; }
}

run 5 "$root/examples/lists/referrals.csv" </dev/null
says out 'CRP (mg/l)'
says err 'columns were not understood'
gzip -c "$root/examples/lists/referrals.csv" >list.csv.gz
run 5 list.csv.gz </dev/null
printf 'id,weight kg\n1,70\n' | run 0 -
printf 'id,weight kg\n1,70\n' >list.csv
run 0 list.csv </dev/null
says out 'patient.weight'
run 3 "$root/examples/lists/referrals.ndjson" </dev/null
: >empty.csv
run 3 empty.csv </dev/null
printf '\037\213nothing' >broken.gz
run 3 broken.gz </dev/null
printf 'id;gr\374n\n' >latin.csv
run 3 latin.csv </dev/null
run 5 --encoding windows-1252 latin.csv </dev/null
run 2 --encoding klingon latin.csv </dev/null
run 2 --table a --query b latin.csv </dev/null
run 3 . </dev/null
run 6 missing.csv </dev/null

[ "$failures" = 0 ] || exit 1
