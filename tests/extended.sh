#!/bin/sh
# The slow tests, with their figures: sh tests/extended.sh [SECONDS]
# Fuzzes each target for so many seconds (600 if not given), compares the statistics with R, and measures one evaluation:
# wall time of 40 starts, peak resident memory, and the heap alone. Ends with 1 if an aim (median under 50 ms, peak under 50 MB) is missed.
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

evaluate valgrind --quiet --tool=massif --massif-out-file="$results/massif"
printf 'peak heap, MB: %s\n' \
  "$(sed -n 's/^mem_heap_B=//p' "$results/massif" | sort -n | tail -n 1 | awk '{print $1 / 1048576}')"

echo "== the statistics of the trial's comparisons against R"
cmake --build --preset dev --target regimen_print_comparisons
build/dev/tests/regimen_print_comparisons >"$results/ours"
Rscript tests/evidence/statistics/check_with_r.R "$results/ours"

sh tests/fuzz.sh "$seconds"

missed=0
[ "$median" -lt 50000 ] || { echo "missed: a median under 50 ms"; missed=1; }
[ "$memory" -lt 51200 ] || { echo "missed: a peak under 50 MB"; missed=1; }
exit $missed
