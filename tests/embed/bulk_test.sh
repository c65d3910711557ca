#!/bin/sh
# A folder of a FHIR bulk export, from outside: each row is what evaluate says of a Bundle of the same resources, joined
# by a program of its own; the same bytes for any number of threads and after a resume; what is wrong is told by its place.
# All failures are told; it ends with 1 if there is one.
set -u
cd "$(dirname "$0")/../.."
. tests/support/outside.sh

bulk=$root/examples/fhir/bulk
day=2026-11-01

# --- each row is what evaluate says ---

cat >join.py <<'EOF'
# Bundles of an export, one a patient: join.py FOLDER
import glob, json, os, sys
lines = [json.loads(line) for path in sorted(glob.glob(sys.argv[1] + "/*.ndjson")) for line in open(path)]
shared = [r for r in lines if r["resourceType"] == "Medication"]
for patient in (r for r in lines if r["resourceType"] == "Patient"):
    def is_theirs(r):
        reference = r.get("subject", r.get("patient", {})).get("reference", "")
        return ("/" + reference).split("/_history")[0].endswith("/Patient/" + patient["id"])
    theirs = [r for r in lines if r["resourceType"] not in ("Patient", "Medication") and is_theirs(r)]
    bundle = {"resourceType": "Bundle", "type": "collection",
              "entry": [{"resource": r} for r in [patient] + theirs + shared]}
    json.dump(bundle, open("bundle." + patient["id"] + ".json", "w"))
EOF
cat >compare.py <<'EOF'
# Holds the decisions of the rows against those of evaluate, and the rows against their decisions.
import json, subprocess, sys
for line in open("explained.ndjson"):
    row = json.loads(line)
    said = subprocess.run(sys.argv[1:] + ["bundle." + row["id"] + ".json"], capture_output=True, text=True).stdout
    decision = json.dumps(json.loads(said), sort_keys=True)
    same = decision == json.dumps(row["decision"], sort_keys=True)
    same = same and row["eligibility"] == json.loads(said)["eligibility"]["status"]
    print(row["id"], "same" if same else "differs")
EOF
python3 join.py "$bulk"
screens 0 "$bulk" --as-of $day -o explained.ndjson --format json --explain
python3 compare.py "$program" evaluate --data "$root" --as-of $day --format json >compared
holds "a row for each of six patients" [ "$(wc -l <compared)" = 6 ]
holds "each is what evaluate says: $(grep differs compared | tr '\n' ' ')" [ "$(grep -c same compared)" = 6 ]
holds "in the order of the files" [ "$(cut -d ' ' -f 1 compared | tr '\n' ' ')" = "R-0016 B-2 B-3 B-4 B-5 B-6 " ]

# --- threads, formats, packed files ---

screens 0 "$bulk" --as-of $day -o one.csv --summary one.json --errors errors.csv
screens 0 "$bulk" --as-of $day -o four.csv --summary four.json --threads 4
same one.csv four.csv
same one.json four.json
holds "nothing is wrong with the example" [ "$(wc -l <errors.csv)" = 1 ]
cp -r "$bulk" packed
gzip packed/*.ndjson
screens 0 packed --as-of $day -o packed.csv
same one.csv packed.csv
screens 0 "$bulk" --as-of $day -o rows.db
holds "a database has them" [ "$(sqlite3 rows.db 'SELECT count(*) FROM row')" = 6 ]
holds "nothing is left beside the outputs" [ -z "$(find . -name '*.partial' -o -name '*.journal' -o -name '*etilqs*')" ]

# --- what is wrong ---

screens 5 "$bulk" -o no-day.csv --errors no-day.errors
holds "without a day no row is decided" [ "$(grep -c ,rejected, no-day.csv)" = 6 ]
says no-day.errors ",E0511,"
cp -r "$bulk" wrong
echo '{"resourceType": "Condition", "id": "secret"' >>wrong/Condition.ndjson
echo '{"resourceType": "Condition", "id": "x", "subject": {"reference": "Patient/secret"}}' >>wrong/Condition.ndjson
screens 5 wrong --as-of $day -o wrong.csv --errors wrong.errors --summary wrong.json
holds "no row is lost" [ "$(wc -l <wrong.csv)" = 7 ]
lines=$(wc -l <"$bulk/Condition.ndjson")
says wrong.errors ",,,,$((lines + 1)),"
says wrong.errors ",,,,$((lines + 2)),1,W0902,"
says wrong.errors ",Condition.ndjson"
says wrong.errors "E0910"
says err "wrong/Condition.ndjson:$((lines + 2)):1: warning W0902"
checks=$((checks + 1))
! grep -q secret wrong.errors err || fail "the words of a patient stand among the errors"
screens 5 wrong --as-of $day -o wrong.db
holds "a database tells of the export in row 0" [ "$(sqlite3 wrong.db 'SELECT count(*) FROM error WHERE row = 0')" = 3 ]
mkdir empty other
echo 1 >other/list.csv
screens 3 empty --as-of $day -o no.csv
says err "E0909"
screens 3 other --as-of $day -o no.csv
says err "E0909"
holds "nothing under the final name" [ ! -e no.csv ]
screens 2 "$bulk" --as-of $day --mapping "$root/examples/lists/referrals.mapping.yaml" -o no.csv

# --- interrupted and gone on with ---

mkdir many
i=0
while [ $i -lt 400 ]; do
  for name in Patient.000 Patient.001 Condition Observation.2 MedicationStatement; do
    sed "s/B-\([2-6]\)\"/B-\1-$i\"/g; s/R-0016/R-$i/g; s/B-3\/_history/B-3-$i\/_history/" "$bulk/$name.ndjson" >>many/$name.ndjson
  done
  i=$((i + 1))
done
cp "$bulk/Medication.ndjson" many
screens 0 many --as-of $day -o many.csv --errors many.errors --summary many.json
holds "all patients" [ "$(wc -l <many.csv)" = 2401 ]
status=0
(ulimit -f $(($(stat -c %s many.csv) / 1024)) && "$program" screen --data "$root" many --as-of $day -o gone.csv --errors gone.errors >out 2>err) || status=$?
echo "stopped by a limit on files: exit $status"
if [ "$status" = 6 ] && [ -e gone.csv.journal ]; then
  screens 0 many --as-of $day -o gone.csv --errors gone.errors --summary gone.json --resume --threads 2
  same many.csv gone.csv
  same many.errors gone.errors
  same many.json gone.json
fi
screens 0 many --as-of $day -o again.csv --resume
same many.csv again.csv

finish
