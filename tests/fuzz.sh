#!/bin/sh
# Builds the fuzz targets and runs each for so many seconds: sh tests/fuzz.sh [SECONDS]
# An input that fails is kept under build/fuzz/found.
set -eu
cd "$(dirname "$0")/.."
seconds=${1:-20}

cmake --preset sanitize >/dev/null
cmake --build --preset sanitize --target regimen_fuzzers
mkdir -p build/fuzz/found

ran=0
for target in build/sanitize/tests/*_fuzz; do
  [ -x "$target" ] || continue
  name=$(basename "$target")
  corpus=build/fuzz/corpus/$name
  mkdir -p "$corpus"
  set -- "$corpus"
  for seeds in "tests/fuzz/seeds/$name" examples/patients rules knowledge/studies; do
    [ ! -d "$seeds" ] || set -- "$@" "$seeds"
  done
  [ ! -f "tests/fuzz/$name.dict" ] || set -- "$@" "-dict=tests/fuzz/$name.dict"
  echo "== $name, $seconds s"
  log=build/fuzz/$name.log
  if ! "$target" "$@" -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=2048 \
    -artifact_prefix="build/fuzz/found/$name-" -print_final_stats=1 </dev/null >"$log" 2>&1; then
    tail -n 60 "$log"
    exit 1
  fi
  grep -E 'INITED|Done |stat::(average_exec_per_sec|peak_rss_mb)' "$log"
  ran=$((ran + 1))
done
[ "$ran" -gt 0 ] || { echo "fuzz.sh: no fuzz target was built" >&2; exit 1; }
