#!/bin/sh
# Installs what is missing, builds the program, and evaluates one patient.
set -eu
cd "$(dirname "$0")/.."

sh tests/install_deps.sh
cmake --preset dev >/dev/null
cmake --build --preset dev --target regimen

set -x
build/dev/regimen evaluate examples/patients/first.yaml
