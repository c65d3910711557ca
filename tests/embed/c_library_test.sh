#!/bin/sh
# The examples of embedding against the C library: a patient who matches, one with a bad value, and no patient at all;
# and that the library shows its own functions and nothing else. `node` and `java` add those examples
# (tests/extended.sh). Every example is held to what the program says of the same patient.
#   sh tests/embed/c_library_test.sh [node] [java]
set -u
cd "$(dirname "$0")/../.."
root=$PWD
build=${REGIMEN_BUILD:-build/dev}
case $build in /*) ;; *) build=$root/$build ;; esac
program=${REGIMEN_PROGRAM:-$build/regimen}
REGIMEN_LIBRARY=$build/libregimen.so.1
export REGIMEN_LIBRARY
work=$(mktemp -d)
export XDG_CACHE_HOME="$work/.cache" PYTHONDONTWRITEBYTECODE=1  # nothing of this stays behind
trap 'rm -rf "$work"' EXIT
failures=0

fail() {
  failures=$((failures + 1))
  echo "FAILED: $*"
  sed 's/^/  out: /' "$work/out" | head -n 5
  sed 's/^/  err: /' "$work/err" | head -n 5
}
# run STATUS COMMAND...
run() {
  wanted=$1
  shift
  status=0
  timeout 120 "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  [ "$status" = "$wanted" ] || fail "exit $status instead of $wanted: $*"
}
says() { grep -qF -- "$2" "$work/$1" || fail "$1 does not say \`$2\`: $example"; }
hides() { ! grep -qF -- "$2" "$work/$1" || fail "$1 says \`$2\`: $example"; }

plain=$root/examples/patients/plain.yaml
sed 's/weight: 70.2 kg/weight: 70.2 Mustermann/' "$plain" >"$work/partly.yaml"
printf '{"profile": "1", "profile": "Mustermann"' >"$work/broken.json"

# try COMMAND...: an example of whichever language, with its first output in $work/first
try() {
  example=$1
  run 0 "$@" "$plain"
  [ ! -s "$work/err" ] || fail "something to complain about: $example"
  cp "$work/out" "$work/first"
  run 0 "$@" "$work/partly.yaml" "$root"
  says err "/patient/weight"
  hides err Mustermann
  run 1 "$@" "$work/broken.json" "$root"
  says err REJECTED
  hides err Mustermann
  run 1 "$@" "$plain" /no/such/folder
  says err BAD_PACK
}
# What an example that prints the report prints.
as_page() {
  "$program" evaluate --data "$root" "$plain" >"$work/page"
  cmp -s "$work/first" "$work/page" || fail "not the page of the program: $example"
}
# What an example that prints the essence prints: worked from the JSON of the program.
as_essence() {
  "$program" evaluate --data "$root" --format json "$plain" | python3 -c '
import json, sys
decision = json.load(sys.stdin)
print("eligibility:", decision["eligibility"]["status"])
for one in decision["regimens"]:
    print("%s: safety %s, rank %s" % (one["id"], one["safety"]["status"], json.dumps(one["rank"])))' >"$work/essence"
  cmp -s "$work/first" "$work/essence" || fail "not what the program says: $example"
}

wants() { case " $languages " in *" $1 "*) ;; *) return 1 ;; esac; }
languages=" c cpp python $* "
[ -z "${REGIMEN_ONLY:-}" ] || languages=" $* "

# A library with a sanitizer in it can only be loaded by programs that have it too.
if wants c; then try "$build/tests/regimen_example_c"; as_page; fi
if wants cpp; then try "$build/tests/regimen_example_cpp"; as_essence; fi
if wants python && ! nm -D "$REGIMEN_LIBRARY" | grep -qE '__(asan|tsan)_init'; then
  try python3 "$root/examples/python/evaluate.py"
  as_essence
fi
if wants node; then try node "${REGIMEN_NODE:-$root/examples/node}/evaluate.js"; as_essence; fi
if wants java; then try java -cp "${REGIMEN_JNA:-/usr/share/java/jna.jar}" "$root/examples/java/Evaluate.java"; as_page; fi

example=nm
nm -D --defined-only "$REGIMEN_LIBRARY" | awk '$2 != "A" {print $3}' | sed 's/@.*//' | sort >"$work/out"
grep -oE '^REGIMEN_API .*' engine/embed/c/regimen.h | grep -oE 'regimen_[a-z_]+\(' | tr -d '(' | sort >"$work/err"
cmp -s "$work/out" "$work/err" || { diff "$work/out" "$work/err"; fail "the library shows something else than its header"; }

[ $failures = 0 ] || { echo "$failures failed"; exit 1; }
