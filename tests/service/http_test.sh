#!/bin/sh
# The service over HTTP and TLS, as an EHR calls it: tests/service/http_test.py against the program.
set -eu
cd "$(dirname "$0")/../.."
exec timeout 300 python3 -W ignore tests/service/http_test.py "${REGIMEN_PROGRAM:-build/dev/regimen}"
