#!/bin/sh
# `regimen evidence` as a user meets it: what it prints, its exit status, a typing error that the audit finds, and a
# cache that is damaged or cannot be written.
set -u
cd "$(dirname "$0")/../.."
root=$(pwd)
program=${REGIMEN_PROGRAM:-$root/build/dev/regimen}
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export XDG_CACHE_HOME="$place/cache"
checks=0
failed=0

# run STATUS COMMAND...: what it printed stands in $place/out and $place/err.
run() {
  expected=$1
  shift
  "$@" >"$place/out" 2>"$place/err"
  status=$?
  checks=$((checks + 1))
  if [ "$status" != "$expected" ]; then
    failed=$((failed + 1))
    echo "FAILED: exit $status instead of $expected: $*"
    sed 's/^/  err: /' "$place/err" | head -5
  fi
}

# says out|err TEXT
says() {
  checks=$((checks + 1))
  if ! grep -qF -- "$2" "$place/$1"; then
    failed=$((failed + 1))
    echo "FAILED: $1 does not say \`$2\`"
    head -5 "$place/$1" | sed 's/^/  /'
  fi
}

silent() {
  checks=$((checks + 1))
  if [ -s "$place/$1" ]; then
    failed=$((failed + 1))
    echo "FAILED: $1 is not empty"
    head -3 "$place/$1"
  fi
}

run 0 "$program" evidence list
says out "sonic: "
says out "lemaitre-2017: "
silent err
run 0 "$program" evidence list sonic
says out "sonic/remission-26: Steroid-free clinical remission, 26 weeks"
run 0 "$program" evidence show sonic/serious-infection
says out "Infliximab: 8/163 (4.9)"
says out "Fisher's exact test"
run 0 "$program" evidence show sonic/serious-infection --locale de
says out "exakter Test nach Fisher"
run 0 "$program" evidence show lymphoma
says out "lemaitre-2017"
run 0 "$program" evidence show sonic --format json
says out '"id": "sonic"'
# The intervals of week 26 are held to R by tests/evidence/statistics/check_with_r.R; here they only have to be there.
run 0 "$program" evidence compare sonic/remission-26
says out "miettinen_nurminen"
says out "inside the trial's type I error control"
run 0 "$program" evidence compare sonic/remission-26 --format json
says out '"fragility_index": 27'
run 0 "$program" evidence search "mucosal heal"
says out "outcome mucosal-healing"
run 0 "$program" evidence search "Schleimhautheilung"
says out "mucosal-healing (de)"
run 0 "$program" evidence search 'NEAR( " OR *'
run 0 "$program" evidence audit
says out "cannot_tell"
silent err
run 0 "$program" evidence audit sonic --all --format json
says out '"check": "percent/remission-26/azathioprine"'

# A name that is none.
run 2 "$program" evidence show sonic/remision-26
says err "did you mean \`sonic/remission-26\`?"
run 2 "$program" evidence compare sonic/randomized
run 2 "$program" evidence audit sonik
says err "did you mean \`sonic\`?"
run 2 "$program" evidence
run 2 "$program" evidence show

# A typing error: one patient more in one cell. The audit finds it; so would whoever evaluates, if it were no count at all.
mkdir "$place/data"
cp -r knowledge rules "$place/data/"
sed -i 's|azathioprine: 51/170 (30.0)|azathioprine: 52/170 (30.0)|' "$place/data/knowledge/studies/sonic/efficacy.yaml"
run 1 "$program" evidence audit --data "$place/data"
says err "E0609"
says err "percent/remission-26/azathioprine: printed 30.0, recomputed 30.5882"
sed -i 's|azathioprine: 52/170 (30.0)|azathioprine: 171/170 (30.0)|' "$place/data/knowledge/studies/sonic/efficacy.yaml"
run 4 "$program" evidence list --data "$place/data"
says err "E0608"
run 4 "$program" evaluate --data "$place/data" examples/patients/first.yaml
says err "E0608"

# A cache that is damaged is made anew, one that cannot be written is done without; the answer is the same.
run 0 "$program" evaluate examples/patients/first.yaml
cp "$place/out" "$place/first"
silent err
for file in "$place"/cache/regimen/*/*; do
  printf 'damaged' | dd of="$file" bs=1 seek=200 conv=notrunc 2>/dev/null
done
run 0 "$program" evaluate examples/patients/first.yaml
says err "made anew"
checks=$((checks + 1))
cmp -s "$place/out" "$place/first" || { failed=$((failed + 1)); echo "FAILED: another answer from a damaged cache"; }
: >"$place/no-folder"
XDG_CACHE_HOME="$place/no-folder"
run 0 "$program" evaluate examples/patients/first.yaml
says err "cannot be kept"
checks=$((checks + 1))
cmp -s "$place/out" "$place/first" || { failed=$((failed + 1)); echo "FAILED: another answer without a cache"; }

echo "$checks checks, $failed failed"
[ "$failed" = 0 ]
