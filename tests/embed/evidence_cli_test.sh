#!/bin/sh
# `regimen evidence` as a user meets it: what it prints, its exit status, a typing error that the audit finds, and a
# cache that is damaged or cannot be written.
set -u
cd "$(dirname "$0")/../.."
. tests/support/outside.sh

# lacks FILE PATTERN: no line of it matches.
lacks() {
  checks=$((checks + 1))
  ! grep -qE -- "$2" "$1" || fail "$1 says what it should not: $2"
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
says out "Miettinen and Nurminen"
says out "inside the trial's type I error control"
says out "Probability of the highest proportion, Jeffreys' prior"
run 0 "$program" evidence compare sonic/remission-26 --format json
says out '"method": "clopper_pearson"'
says out '"fragility_index": 27'
run 0 "$program" evidence search "mucosal heal"
says out "outcome mucosal-healing"
run 0 "$program" evidence search "Schleimhautheilung"
says out "mucosal-healing (de)"
run 0 "$program" evidence search 'NEAR( " OR *'
run 0 "$program" evidence audit
says out "cannot tell"
silent err
run 0 "$program" evidence audit sonic --all --format json
says out '"check": "percent/remission-26/azathioprine"'

# In German nothing English is left but what a source is called and where it says so, and the ids of checks and rows; nor
# is a name of the engine's own shown as a word. The patterns are such as no source's place matches.
english='printed|recomputed|robustness|inside|outside|control|fragility|probability|prior Beta|[0-9] (weeks|months|years)'
english="$english|disagrees|agrees|cannot.tell|[a-z]_[a-z]| against |(mean|median|low|high) [0-9]|^ *all:|[0-9][.][0-9]+ to "
english="$english|, adjusted\$|rows|caveats|identity|statements|recommendation|certainty"
for arguments in "list" "list sonic" "show sonic" "show sonic/age" "show sonic/cdai" "show lymphoma" "show lemaitre-2017" \
  "show aga-2025" "compare sonic/remission-26" "search Schleimhautheilung" "audit" "audit --all"; do
  # shellcheck disable=SC2086  # several words
  run 0 "$program" evidence $arguments --locale de
  silent err
  sed -E 's#[a-z0-9-]+/[A-Za-z0-9/.-]+##g' out >lines
  mv lines out
  lacks out "$english"
done
# They would find what is English.
run 0 "$program" evidence show sonic/age
says out "median 35.0, low 18, high 79 years"
run 0 "$program" evidence compare sonic/remission-26 --locale de
says out "Infliximab und Azathioprin 96/169 gegen Azathioprin 51/170"
says out "Miettinen und Nurminen"
says out "0,163895"
says out "innerhalb der Fehlerkontrolle"
run 0 "$program" evidence audit sonic --locale de
says out "Robustheit"
says out "Fragilitätsindex 27"
says out "weicht ab"
run 0 "$program" evidence show aga-2021 --locale de
says out "bedingte Empfehlung"
run 0 "$program" evidence show lymphoma --locale de
says out "Hazard-Ratio 2,35"
run 0 "$program" evidence search "lymphoma" --locale de
says out "Endpunkt lymphoma"

# A name that is none.
run 2 "$program" evidence show sonic/remision-26
says err "did you mean \`sonic/remission-26\`?"
run 2 "$program" evidence compare sonic/randomized
run 2 "$program" evidence audit sonik
says err "did you mean \`sonic\`?"
run 2 "$program" evidence
run 2 "$program" evidence show

# A typing error: one patient more in one cell. The audit finds it; so would whoever evaluates, if it were no count at all.
mkdir data
cp -r "$root/knowledge" "$root/rules" data/
sed -i 's|azathioprine: 51/170 (30.0)|azathioprine: 52/170 (30.0)|' "data/knowledge/studies/sonic/efficacy.yaml"
run 1 "$program" evidence audit --data data
says err "E0609"
says err "percent/remission-26/azathioprine: printed 30.0, recomputed 30.5882"
sed -i 's|azathioprine: 52/170 (30.0)|azathioprine: 171/170 (30.0)|' "data/knowledge/studies/sonic/efficacy.yaml"
run 4 "$program" evidence list --data data
says err "E0608"
run 4 "$program" evaluate --data data "$root/examples/patients/first.yaml"
says err "E0608"

# A cache that is damaged is made anew, one that cannot be written is done without; the answer is the same.
evaluates 0 "$root/examples/patients/first.yaml"
cp out first
silent err
for file in "$XDG_CACHE_HOME"/regimen/*/*; do
  printf 'damaged' | dd of="$file" bs=1 seek=200 conv=notrunc 2>/dev/null
done
evaluates 0 "$root/examples/patients/first.yaml"
says err "made anew"
same out first
: >no-folder
XDG_CACHE_HOME=$work/no-folder
evaluates 0 "$root/examples/patients/first.yaml"
says err "cannot be kept"
same out first

finish
