#!/bin/sh
# Installs what is missing, builds, and runs all tests.
set -eu
cd "$(dirname "$0")/.."

sh tests/install_deps.sh
cmake --preset dev
cmake --build --preset dev
exec ctest --preset dev --parallel "$(nproc)"
