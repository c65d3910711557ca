#!/bin/sh
# Installs what is missing, builds the program, evaluates one patient, and screens a list.
set -eu
cd "$(dirname "$0")/.."

sh tests/install_deps.sh
cmake --preset dev >/dev/null
cmake --build --preset dev --target regimen

set -x
build/dev/regimen evaluate examples/patients/first.yaml
build/dev/regimen screen examples/lists/referrals.csv --mapping examples/lists/referrals.mapping.yaml --output build/referrals.csv
