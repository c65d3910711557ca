#!/bin/sh
# The slow tests, with their figures: sh tests/extended.sh [SECONDS]
# Fuzzes each target for so many seconds (600 if not given), compares the statistics with R, tries the C library from Node
# and Java, for leaks and for races, and measures one evaluation: wall time of 40 starts, peak resident memory, and the heap
# alone. Ends with 1 if an aim (median under 50 ms, peak under 50 MB) is missed.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-600}

sh tests/install_deps.sh extended
cmake --preset dev >/dev/null
cmake --build --preset dev --target regimen
program=build/dev/regimen
patient=examples/patients/first.yaml
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# Exit status 5 is a finished evaluation too.
evaluate() { "$@" "$program" evaluate "$patient" >/dev/null || [ $? = 5 ]; }

echo "== one evaluation: $patient"
evaluate env
for _ in $(seq 40); do
  begin=$(date +%s%N)
  evaluate env
  end=$(date +%s%N)
  echo $(((end - begin) / 1000))
done | sort -n >"$results/wall"
median=$(sed -n 20p "$results/wall")
printf 'wall time, ms: least %s, median %s, most %s (40 starts)\n' "$(head -n 1 "$results/wall" | awk '{print $1 / 1000}')" \
  "$(echo "$median" | awk '{print $1 / 1000}')" "$(tail -n 1 "$results/wall" | awk '{print $1 / 1000}')"

evaluate /usr/bin/time -f %M -o "$results/memory"
memory=$(tail -n 1 "$results/memory")
printf 'peak resident memory, MB: %s\n' "$(echo "$memory" | awk '{print $1 / 1024}')"

evaluate valgrind --quiet --soname-synonyms=somalloc=libmimalloc.so* --tool=massif --massif-out-file="$results/massif"
printf 'peak heap, MB: %s\n' \
  "$(sed -n 's/^mem_heap_B=//p' "$results/massif" | sort -n | tail -n 1 | awk '{print $1 / 1048576}')"

echo "== the statistics of the trial's comparisons against R"
cmake --build --preset dev --target regimen_print_comparisons
build/dev/tests/regimen_print_comparisons >"$results/ours"
Rscript tests/evidence/statistics/check_with_r.R "$results/ours"

echo "== the C library: latency and throughput"
cmake --preset bench >/dev/null
cmake --build --preset bench --target regimen_c_bench
head -n 1 examples/lists/referrals.ndjson >"$results/patient.json"
build/bench/tests/regimen_c_bench . "$results/patient.json"

echo "== the C library: memory over 100,000 evaluations, and leaks of 300"
cmake --build --preset dev --target regimen_c_endurance regimen_example_c regimen_example_cpp
build/dev/tests/regimen_c_endurance . 100000
# What ICU keeps until the end is only possibly lost.
valgrind --quiet --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --error-exitcode=1 \
  build/dev/tests/regimen_c_endurance . 300

echo "== the C library: Node and Java"
# Only what the example needs, and none of its install scripts: koffi brings what it is built to.
npm install --prefix "$results" --ignore-scripts --no-audit --no-fund --silent koffi
cp examples/node/evaluate.js "$results"
REGIMEN_ONLY=yes REGIMEN_NODE=$results sh tests/embed/c_library_test.sh node java

echo "== the C library under ThreadSanitizer: one engine, many threads, reloaded under load"
cmake --preset thread >/dev/null
cmake --build --preset thread
TSAN_OPTIONS=halt_on_error=1 build/thread/tests/regimen_c_tests

echo "== the service: load beside an echo, and memory over 100,000 requests"
cmake --build --preset bench --target regimen regimen_echo
python3 tests/bench/service.py --soak 100000
python3 tests/bench/service.py -- --log "$results/decisions.db"
build/bench/regimen log verify "$results/decisions.db"

echo "== the property tests under AddressSanitizer"
cmake --preset sanitize >/dev/null
cmake --build --preset sanitize --target regimen_property_tests
ctest --preset sanitize --tests-regex '^property$'

echo "== the service reloaded under load, under AddressSanitizer and under ThreadSanitizer"
cmake --build --preset sanitize --target regimen
python3 tests/bench/service.py --program build/sanitize/regimen --seconds 30 --reload
cmake --build --preset thread --target regimen
TSAN_OPTIONS="halt_on_error=1 suppressions=$PWD/tests/tsan.supp" python3 tests/bench/service.py --program build/thread/regimen --seconds 30 --reload

echo "== the service: a client of others"
python3 -m venv "$results/client"
"$results/client/bin/pip" -q install --no-deps healthchain==0.16.1 pydantic==2.14.3 pydantic-core==2.50.4 \
  typing-extensions annotated-types typing-inspection httpx httpcore h11 certifi idna anyio fhir.resources fhir-core colorama pyyaml
build/bench/regimen serve --no-client-auth --port 8097 --as-of 2026-11-01 2>"$results/serve" &
service=$!
until grep -q listening "$results/serve"; do sleep 0.1; done
"$results/client/bin/python" tests/service/foreign_client.py 8097
kill "$service"

sh tests/fuzz.sh "$seconds"

missed=0
[ "$median" -lt 50000 ] || { echo "missed: a median under 50 ms"; missed=1; }
[ "$memory" -lt 51200 ] || { echo "missed: a peak under 50 MB"; missed=1; }
exit $missed
