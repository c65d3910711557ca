#!/bin/sh
# The program from outside: exit status, messages and places of evaluate, check and test, for what is sound, what is
# broken and what the system refuses; and that nothing of a patient stands on standard error unless it is asked for.
# All failures are told; the script ends with 1 if there is one.
set -u
cd "$(dirname "$0")/../.."
. tests/support/outside.sh
first=$root/examples/patients/first.yaml

# profile FILE TEXT: a profile with its head, and TEXT from line 3 on
profile() {
  printf 'profile: "1"\nas_of: 2026-11-01\n%s\n' "$2" >"$1"
}

# --- the command line ---

run 2 "$program"
run 2 "$program" nothing
run 2 "$program" evaluate
run 2 "$program" evaluate --no-such-option "$first"
run 2 "$program" evaluate --format xml "$first"
run 2 "$program" check
run 2 "$program" test
for command in "" evaluate check test; do
  # shellcheck disable=SC2086
  run 0 "$program" $command --help
  says out "Usage"
done
run 0 "$program" --version
evaluates 2 --as-of 2026-11 "$first"
evaluates 2 --as-of tomorrow "$first"
evaluates 2 --group nobody "$first"
evaluates 2 --jurisdiction XX "$first"

# --- one that is sound ---

evaluates 0 "$first"
says out "MATCHES the SONIC entry criteria, WITH ASSUMPTIONS"
silent err
cp out expected
evaluates 0 --as-of 2026-11-01 "$first"
cmp -s out expected || fail "--as-of of the same day changes the result"
evaluates 3 --as-of 2026-11-02 "$first"
says err "first.yaml:5:8: error E0512"
silent out
evaluates 0 --locale de "$first"
says out "ERFÜLLT"
LC_ALL=C evaluates 0 "$first"
cmp -s out expected || fail "the locale of the system changes the result"
evaluates 0 --color always "$first"
checks=$((checks + 1))
grep -q "$(printf '\033')" out || fail "no colour with --color always"
checks=$((checks + 1))
! grep -q "$(printf '\033')" expected || fail "colour without a terminal"
evaluates 0 --no-assumptions "$first"
says out "NOT DECIDED"
evaluates 0 --group registry "$root/examples/patients/heart-failure.yaml"
says out "DOES NOT MATCH"

# --- standard input ---

run 0 sh -c "'$program' evaluate --data '$root' - <'$first'"
cmp -s out expected || fail "standard input is read differently"
run 3 sh -c "echo 'profile: [' | '$program' evaluate --data '$root' -"
says err "<stdin>:"
run 3 sh -c "head -c 2000000 /dev/zero | tr '\\0' ' ' | '$program' evaluate --data '$root' -"
says err "<stdin>: larger than"

# --- FHIR ---

bundle=$root/examples/fhir/plain.json
evaluates 3 "$bundle"
says err "plain.json:1:1: error E0511"
says err "--as-of 2026-11-01"
evaluates 0 --as-of 2026-11-01 "$bundle"
says out "MATCHES the SONIC entry criteria, WITH ASSUMPTIONS"
says out "Immunization/influenza: its status is none that counts (not-done)"
silent err
evaluates 0 --as-of 2026-11-01 --locale de "$bundle"
says out "Immunization/influenza: ihr Status z"
run 0 sh -c "'$program' evaluate --data '$root' --as-of 2026-11-01 - <'$bundle'"
says out "R-0016"
echo '{"resourceType": "Bundle", "type": "batch", "entry": [
  {"resource": {"resourceType": "Patient", "id": "one"}},
  {"resource": {"resourceType": "Patient", "id": "two"}},
  {"resource": {"resourceType": "Patient", "id": "three", "deceasedBoolean": true}},
  {"resource": {"resourceType": "Encounter", "id": "Karl"}}]}' >two.json
evaluates 5 --as-of 2026-11-01 two.json
says out "one  as of November 1, 2026"
says out "two  as of November 1, 2026"
says out "Encounter: a type that is not read (1)"
says err "two.json:4:"
says err "E0906"
hides err Karl
evaluates 5 --as-of 2026-11-01 --format json two.json
says out '"resource": "Encounter"'
[ "$(head -c 1 out)" = "[" ] || fail "two patients are no array"
echo '{"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "MedicationOrder"}}]}' >old.json
evaluates 3 --as-of 2026-11-01 old.json
says err "this is FHIR DSTU2; only R4 is read"

# --- broken structure: located, 3 ---

# broken CODE PLACE FILE
broken() {
  evaluates 3 "$3"
  says err "$3:$2: error $1"
  silent out
}
profile duplicate.yaml 'id: a
id: b'
broken E0105 4:1 duplicate.yaml
profile unknown.yaml 'patient: {wieght: 70 kg}'
broken E0113 3:11 unknown.yaml
{
  printf 'a: &a [x, x, x, x, x, x, x, x, x]\n'
  for level in b c d e f g h i; do
    printf '%s: &%s [*a, *a, *a, *a, *a, *a, *a, *a, *a]\n' $level $level
  done
} >bomb.yaml
broken E0106 1:4 bomb.yaml
# deep CODE FILE: somewhere on the first line
deep() {
  evaluates 3 "$2"
  says err "$2:1:"
  says err "error $1"
  silent out
}
head -c 300000 /dev/zero | tr '\0' '[' >deep.yaml
deep E0109 deep.yaml
{ printf 'conditions: ' && head -c 300000 /dev/zero | tr '\0' '{'; } >deep-mapping.yaml
deep E0109 deep-mapping.yaml
{ printf 'conditions: ' && yes -- '- ' | tr -d '\n' | head -c 600000; } >deep-dashes.yaml
deep E0109 deep-dashes.yaml
{ printf 'conditions: ' && yes -- '? ' | tr -d '\n' | head -c 600000; } >deep-questions.yaml
deep E0109 deep-questions.yaml
yes '{"a":' | tr -d '\n' | head -c 900000 >deep.json
evaluates 3 deep.json
says err "deep.json:1:"
silent out
printf 'profile: "1"\nid: \303\050\n' >not-utf8.yaml
broken E0103 2:5 not-utf8.yaml
printf '\377\376p\000r\000' >utf16.yaml
broken E0103 1:1 utf16.yaml
: >empty.yaml
broken E0104 1:1 empty.yaml
printf '# nothing\n' >comment.yaml
broken E0104 1:1 comment.yaml
printf '{"profile": "1", "as_of": nul}' >atom.json
broken E0517 1:27 atom.json
printf '{"profile": "1", "as_of": "2026-11-01"} x' >trailing.json
broken E0102 1:41 trailing.json
printf '{"profile": "1", "as_of": "2026' >cut.json
evaluates 3 cut.json
says err "cut.json:1:"
profile cut.yaml "id: 'A"
evaluates 3 cut.yaml
says err "cut.yaml:3:"
profile closed.yaml 'tests: none'
broken E0513 3:8 closed.yaml
printf 'profile: "1"\n' >dayless.yaml
broken E0511 1:1 dayless.yaml
evaluates 0 --as-of 2026-11-01 dayless.yaml
truncate -s 1G huge.yaml
evaluates 3 huge.yaml
says err "huge.yaml: larger than"
mkdir folder
evaluates 3 folder
says err "folder: this is a directory"

# --- values that are bad: located and set aside, 5; refused with --strict, 3 ---

# bad CODE PLACE TEXT
bad() {
  profile bad.yaml "$3"
  evaluates 5 bad.yaml
  says err "bad.yaml:$2: error $1"
  says out "as of November 1, 2026"
  evaluates 3 --strict bad.yaml
  says err "bad.yaml:$2: error $1"
  silent out
}
bad E0501 3:19 'patient: {weight: 70}'
bad E0501 3:13 'labs: {crp: 11}'
bad E0504 3:16 'patient: {age: -3 years}'
bad E0504 3:17 'disease: {cdai: 4000}'
bad E0505 3:23 'patient: {birth_date: 1991-02-31}'
# The first letter is CYRILLIC SMALL LETTER A.
bad E0508 3:20 "therapies: [{drug: $(printf '\320\260')zathioprine}]"
bad E0507 3:20 'therapies: [{drug: nobody-knows-it}]'
bad E0509 3:23 'patient: {birth_date: 2026-11-02}'
bad E0506 3:15 'jurisdiction: UE'
profile bad.yaml 'disease: {cdai: 4000}'
evaluates 5 --format json bad.yaml
says out '"code": "E0504"'
says out '"cause": "invalid"'

# --- several files ---

evaluates 0 "$first" "$root/examples/patients/normal-crp.yaml"
says out "R-0001"
says out "R-0003"
evaluates 5 "$first" empty.yaml "$root/examples/patients/normal-crp.yaml"
says out "R-0001"
says out "R-0003"
says err "empty.yaml:1:1: error E0104"
evaluates 5 huge.yaml "$first"
says out "R-0001"
evaluates 5 "$first" bad.yaml
evaluates 3 --strict empty.yaml bad.yaml
silent out
evaluates 6 "$first" nowhere.yaml
says out "R-0001"
says err "nowhere.yaml: no such file or directory"
evaluates 5 --format json empty.yaml "$first"
checks=$((checks + 1))
[ "$(head -n 1 out)" = "[" ] || fail "several results are no array"
evaluates 3 --format json empty.yaml dayless.yaml
hides out "eligibility"

# --- writing ---

evaluates 0 --output report.txt "$first"
silent out
cmp -s report.txt expected || fail "--output writes something else"
evaluates 6 --output nowhere/report.txt "$first"
says err "nowhere/report.txt: no such file or directory"
evaluates 6 --output folder "$first"
says err "folder: "
checks=$((checks + 1))
[ -d folder ] || fail "the folder is gone"
run 6 sh -c "'$program' evaluate --data '$root' '$first' >/dev/full"
says err "standard output cannot be written"
# A write that fails leaves what was there, and nothing else.
echo before >kept.txt
run 6 sh -c "trap '' XFSZ; ulimit -f 1; '$program' evaluate --data '$root' --all --output kept.txt '$first'"
checks=$((checks + 2))
[ "$(cat kept.txt)" = before ] || fail "a failed write changed the file"
[ "$(echo kept.txt*)" = kept.txt ] || fail "a failed write left a file: $(echo kept.txt*)"
# What is no file is written to, not replaced.
mkfifo pipe
timeout 20 cat pipe >piped &
evaluates 0 --output pipe "$first"
checks=$((checks + 1))
if [ -p pipe ]; then
  wait
  cmp -s piped expected || fail "a pipe gets something else"
else
  kill $! 2>/dev/null
  fail "a pipe was replaced by a file"
fi
# A rejected profile leaves the last result alone.
evaluates 3 --output report.txt empty.yaml
checks=$((checks + 1))
cmp -s report.txt expected || fail "a rejected profile overwrote the last result"

# --- nothing of the patient on standard error ---

profile private.yaml 'id: MUSTERFRAU
Patientin Musterfrau: x
patient: {weight: 77 stones, sex: musterfrau}
conditions: [{condition: hiv_infectoin}, {condition: musterfrau}]'
evaluates 3 private.yaml
says err "private.yaml:4:1: error E0113"
says err "private.yaml:5:19: error E0502"
for text in musterfrau stones "77" infectoin hiv; do hides err "$text"; done
evaluates 3 --show-values private.yaml
says err "Patientin Musterfrau"
says err "77 stones"
says err "did you mean \`hiv_infection\`?"
# Place and key are told in any case.
profile key.yaml 'patient: {weight: 70}'
evaluates 5 key.yaml
says err "patient.weight"
hides err "70"
if script -qec true /dev/null >/dev/null 2>&1; then  # a machine without terminals has none to show things on
  # On a terminal, a person looks.
  run 5 script -qec "'$program' evaluate --data '$root' key.yaml" /dev/null
  says out "weight: 70"
else
  echo "not tried: what is shown on a terminal (no terminal can be had here)"
fi
printf '{"profile": "1", "as_of": "2026-11-01", "disease": {"cdai": "\\u001b[31m1\\u009b2"}}' >escape.json
evaluates 3 --show-values escape.json
checks=$((checks + 1))
! grep -q "$(printf '\033')" err || fail "an escape sequence of a profile reaches the terminal"

# --- weights: a set of the pack, weights as they stand, a file ---

plain=$root/examples/patients/plain.yaml
evaluates 0 "$plain" --weights cautious
says out "Rank, weights: cautious"
evaluates 0 "$plain" --weights free
evaluates 0 "$plain" --weights '{remission: 1, healing: 0, serious-adverse-event: 0, lymphoma: 1000}'
says out "Rank, weights: as given"
cp out expected
printf 'weights:\n  {remission: 1, healing: 0, serious-adverse-event: 0, lymphoma: 1000}\n' >weights.yaml
evaluates 0 "$plain" --weights weights.yaml
checks=$((checks + 1))
cmp -s out expected || fail "weights in a file count differently"
evaluates 2 "$plain" --weights nobody
says err "the pack has: balanced cautious remission-only free"
evaluates 2 "$plain" --weights '{remission: 1}'
says err "every criterion needs a weight: \`healing\`"
evaluates 2 "$plain" --weights '{remission: 1, healing: [2, 1], serious-adverse-event: 1, lymphoma: 1}'
says err "E0413"
evaluates 2 "$plain" --weights '{remission: -1, healing: 0, serious-adverse-event: 1, lymphoma: 1}'
says err "E0214"
printf 'weights: {remission: 1\n' >weights.yaml
evaluates 3 "$plain" --weights weights.yaml
says err "weights.yaml:"
printf 'weight: {remission: 1}\n' >weights.yaml
evaluates 3 "$plain" --weights weights.yaml
# A file that is there and gives an error to whoever reads it, root too.
evaluates 6 "$plain" --weights /proc/self/mem
says err "/proc/self/mem: input/output error"
silent out
evaluates 3 "$plain" --weights "$root"
says err "this is a directory"

# --- packs: 4 where one is needed, 1 where it is checked ---

evaluates 4 --pack nobody "$first"
says err "nobody"
run 4 "$program" check --data "$root" nobody
run 4 "$program" test --data "$root" nobody
run 4 "$program" evaluate --data folder "$first"
run 0 "$program" check --data "$root" sonic
says out "sonic 1.0.0"
silent err
run 0 "$program" check --program --data "$root" sonic
says out "in %0 {crohns_disease}"
says out "inclusion.diagnosis: %1"
silent err
run 0 "$program" test --data "$root" sonic
says out "0 failed"
silent err
run 0 "$program" check --data "$root/tests/foreign" asthma
run 0 "$program" check --data "$root" "$root/rules/sonic" sonic

# spoiled CODE PLACE FILE SED: a copy of the pack, with one of its files changed
spoiled() {
  rm -rf pack
  cp -r "$root/rules/sonic" pack
  sed "$4" "$root/rules/sonic/$3" >"pack/$3"
  checks=$((checks + 1))
  ! cmp -s "pack/$3" "$root/rules/sonic/$3" || fail "nothing was changed in $3: $4"
  refused "$1" "pack/$3:$2"
}
# refused CODE PLACE: the folder pack
refused() {
  run 1 "$program" check --data "$root" ./pack
  says err "$2"
  says err "error $1"
  evaluates 4 --pack ./pack "$first"
  says err "error $1"
  silent out
  run 4 "$program" test --data "$root" ./pack
}
line() { grep -n -m 1 -F -- "$2" "$root/rules/sonic/$1" | cut -d : -f 1; }

weight=$(line registry.yaml "weight > 140 kg")
spoiled E0406 "$weight:11: " registry.yaml 's/weight > 140 kg/weight > 3 years/'
spoiled E0406 "$weight:11: " registry.yaml 's/weight > 140 kg/weight > 140 cm/'
pregnant=$(line registry.yaml "pregnant or nursing or")
spoiled E0305 "$pregnant:31: " registry.yaml 's/pregnant or nursing or/pregnant or nursing and/'
cdai=$(line eligibility.yaml "when: cdai between")
spoiled E0401 "$cdai:11: " eligibility.yaml 's/when: cdai between/when: cdia between/'
says err "did you mean \`cdai\`?" 2>/dev/null || true
run 1 "$program" check --data "$root" ./pack
says err "did you mean \`cdai\`?"
says err "    when: cdia between 220 and 450"
spoiled E0307 "$weight:24: " registry.yaml 's/weight > 140 kg/weight > 140 kgg/'
spoiled E0307 "$weight:24: " registry.yaml 's/weight > 140 kg/weight > 140 pounds/'
spoiled E0403 "" eligibility.yaml 's/when: diagnosis is crohns_disease/when: diagnosis is crohns_diseas/'
spoiled E0203 "" registry.yaml '/registry.weight/,$ s/cites:.*/# none/'
spoiled E0204 "" registry.yaml 's/nct00094458-registry/nct00094459-registry/'
spoiled E0105 "" registry.yaml 's/^    when: weight.*/    kind: exclusion/'
spoiled E0113 "" registry.yaml 's/^    when: weight/    if: weight/'
spoiled E0201 "" registry.yaml 's/registry.heart-failure/registry.weight/'
spoiled E0106 "" registry.yaml 's/when: weight > 140 kg/when: \&w weight > 140 kg/'
spoiled E0408 "" registry.yaml 's/any condition where/any illness where/'
spoiled E0207 "" messages/de.yaml 's/{observed}/{observed/'
spoiled E0211 "" pack.yaml 's/^language: "1"/language: "2"/'
spoiled E0209 "" pack.yaml 's/strata.yaml/nowhere.yaml/'
spoiled E0209 "" pack.yaml 's|strata.yaml|../sonic/strata.yaml|'

# reshaped CODE FILE COMMAND...: a copy of the pack, with one of its files made by a command
reshaped() {
  code=$1
  file=$2
  shift 2
  rm -rf pack
  cp -r "$root/rules/sonic" pack
  rm -f "pack/$file"
  "$@" >"pack/$file"
  refused "$code" "pack"
}
reshaped E0104 registry.yaml true
reshaped E0103 registry.yaml printf 'rules: \303\050\n'
reshaped E0109 registry.yaml sh -c "yes '[' | tr -d '\\n' | head -c 300000"
reshaped E0106 registry.yaml cat bomb.yaml
rm pack/registry.yaml && refused E0209 "pack/pack.yaml:"
mkdir pack/registry.yaml && refused E0209 "pack/pack.yaml:"
rmdir pack/registry.yaml && truncate -s 1G pack/registry.yaml && refused E0209 "pack/pack.yaml:"

# A rule without its wording is told at the rule.
rm -rf pack
cp -r "$root/rules/sonic" pack
sed -i '/^  registry.weight:/,/fail:/ d' pack/messages/de.yaml
refused E0205 "pack/registry.yaml:"

# All mistakes of a pack are told at once.
rm -rf pack
cp -r "$root/rules/sonic" pack
sed -i 's/weight > 140 kg/wieght > 140 kg/' pack/registry.yaml
sed -i 's/cdai between 220 and 450/cdai between 450 and 220/' pack/eligibility.yaml
run 1 "$program" check --data "$root" ./pack sonic
says err "error E0401"
says err "error E0413"
says out "sonic: sonic 1.0.0"

# --- the cases of a pack ---

rm -rf pack
cp -r "$root/tests/foreign/rules/asthma" pack
run 0 "$program" test --data "$root/tests/foreign" ./pack
says out "7 cases, 0 failed"
sed -i 's/eligibility: eligible$/eligibility: ineligible/' pack/cases.yaml
run 1 "$program" test --data "$root/tests/foreign" ./pack
says out "pack/cases.yaml:10:5: base: eligibility: expected ineligible, got eligible"
cp "$root/tests/foreign/rules/asthma/cases.yaml" pack/cases.yaml
sed -i 's/exclusion.reliever: fail/exclusion.reliever: pass/' pack/cases.yaml
run 1 "$program" test --data "$root/tests/foreign" ./pack
says out "exclusion.reliever: expected pass, got fail"
says err "pack/rules.yaml:6:9: warning W0203: no case shows this criterion fail: \`exclusion.reliever\`"
rm pack/cases.yaml
run 1 "$program" test --data "$root/tests/foreign" ./pack
says err "E0209"

finish
