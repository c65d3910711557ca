#!/bin/sh
# A pack about another disease, with its own knowledge, runs through the whole program: check, test and evaluate.
set -eu
cd "$(dirname "$0")"
program=${REGIMEN_PROGRAM:-../../build/dev/regimen}
results=$(mktemp -d)
export XDG_CACHE_HOME="$results/.cache"  # nothing of this stays behind
trap 'rm -rf "$results"' EXIT

# expect STATUS COMMAND...: runs it, its output in $results/out and $results/err
expect() {
  wanted=$1
  shift
  status=0
  "$@" >"$results/out" 2>"$results/err" || status=$?
  [ "$status" = "$wanted" ] && return
  cat "$results/out" "$results/err"
  echo "exit $status instead of $wanted: $*"
  exit 1
}
# says FILE TEXT: the text stands in it
says() {
  grep -qF -- "$2" "$results/$1" && return
  cat "$results/$1"
  echo "not said: $2"
  exit 1
}

expect 0 "$program" check --data . asthma
says out "asthma 0.1.0, 2 rules"

expect 0 "$program" test --data . asthma
says out "7 cases, 0 failed; 2 of 2"

expect 0 "$program" evaluate --data . --pack asthma patients/fits.yaml
says out "FITS the invented study, WITH ASSUMPTIONS"
says out "the list of inhalers names all there are"
expect 0 "$program" evaluate --data . --pack asthma --all patients/fits.yaml
says out "0.35 L = 350 mL"

expect 0 "$program" evaluate --data . --pack asthma --format json patients/too-little.yaml
says out '"status": "ineligible"'
# 200 mL - 150 mL
says out '"by": "50 mL"'
says out '"fact": "airways.spirometry.reversibility"'

expect 0 "$program" evaluate --data . --pack asthma patients/too-little.yaml
says out "DOES NOT FIT the invented study"
says out "reversibility: 50 mL short"

# What belongs to the other knowledge is not known here.
echo '{"profile": "1", "as_of": "2026-11-01", "disease": {"cdai": 300}}' >"$results/other.json"
expect 3 "$program" evaluate --data . --pack asthma "$results/other.json"
says err "E0113"
expect 4 "$program" evaluate --data . --pack sonic patients/fits.yaml
expect 4 "$program" evaluate --data . --pack ../../rules/sonic patients/fits.yaml
