#!/bin/sh
# The service over HTTP and TLS, as an EHR calls it: tests/service/http_test.py against the program.
set -eu
cd "$(dirname "$0")/../.."
exec python3 tests/service/http_test.py "${REGIMEN_PROGRAM:-build/dev/regimen}"
