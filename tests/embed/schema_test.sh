#!/bin/sh
# The results of all examples against engine/io/decision.schema.json by a validator of others (python3-jsonschema),
# where the machine has one; tests/embed/schema_test.cpp holds the same everywhere.
set -eu
cd "$(dirname "$0")/../.."
program=${REGIMEN_PROGRAM:-build/dev/regimen}

python3 -c 'from jsonschema import Draft202012Validator' 2>/dev/null || { echo "skipped: no python3-jsonschema"; exit 0; }

results=$(mktemp -d)
export XDG_CACHE_HOME="$results/.cache"  # nothing of this stays behind
trap 'rm -rf "$results"' EXIT
for options in "" "--no-assumptions" "--group registry --jurisdiction US --locale de"; do
  status=0
  # shellcheck disable=SC2086
  "$program" evaluate --format json $options examples/patients/*.yaml examples/patients/*.json \
    >"$results/all" 2>"$results/errors" || status=$?
  case $status in
    0 | 5) ;;
    *) cat "$results/errors"; echo "evaluate: exit $status"; exit 1 ;;
  esac
  python3 - engine/io/decision.schema.json "$results/all" <<'PYTHON'
import json, sys
from jsonschema import Draft202012Validator

schema = json.load(open(sys.argv[1], encoding="utf-8"))
Draft202012Validator.check_schema(schema)
documents = json.load(open(sys.argv[2], encoding="utf-8"))
complaints = [
    f"{document['profile']['id']}: {'/'.join(map(str, error.absolute_path))}: {error.message}"
    for document in documents
    for error in Draft202012Validator(schema).iter_errors(document)
]
print(len(documents), "results,", len(complaints), "complaints")
print("\n".join(complaints[:20]))
sys.exit(bool(complaints) or len(documents) < 8)
PYTHON
done
