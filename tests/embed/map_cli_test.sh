#!/bin/sh
# `regimen map` from outside: exit status and messages.
set -u
cd "$(dirname "$0")/../.."
. tests/support/outside.sh

# maps STATUS ARGUMENT...: what stands in the file in is its standard input
: >in
maps() {
  wanted=$1
  shift
  run "$wanted" sh -c '"$0" map --data "$@" <in' "$program" "$root" "$@"
}

maps 5 "$root/examples/lists/referrals.csv"
says out 'CRP (mg/l)'
says err 'columns were not understood'
gzip -c "$root/examples/lists/referrals.csv" >list.csv.gz
maps 5 list.csv.gz
printf 'id,weight kg\n1,70\n' >in
maps 0 -
printf 'id,weight kg\n1,70\n' >list.csv
maps 0 list.csv
says out 'patient.weight'
maps 3 "$root/examples/lists/referrals.ndjson"
: >empty.csv
maps 3 empty.csv
printf '\037\213nothing' >broken.gz
maps 3 broken.gz
printf 'id;gr\374n\n' >latin.csv
maps 3 latin.csv
maps 5 --encoding windows-1252 latin.csv
maps 2 --encoding klingon latin.csv
maps 2 --table a --query b latin.csv
maps 3 .
maps 6 missing.csv

finish
