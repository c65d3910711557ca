#!/bin/sh
# Installs a build into a folder of its own and uses it from outside: the program with the installed data, and a small
# project by find_package and by pkg-config. sh tests/install/check.sh [BUILD]
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/dev}
root=$PWD

temporary=$(mktemp -d)
export XDG_CACHE_HOME="$temporary/.cache"  # nothing of this stays behind
trap 'rm -rf "$temporary"' EXIT
prefix=$temporary/prefix

cmake --install "$build" --prefix "$prefix" >/dev/null

for folder in rules knowledge; do
  diff -r "$folder" "$prefix/share/regimen/$folder"
done

mkdir "$temporary/project"
cp tests/install/CMakeLists.txt tests/install/consumer.cpp "$temporary/project"
cd "$temporary/project"  # so that nothing is found in the source tree by chance

echo "== find_package"
cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build build >/dev/null
./build/consumer

echo "== pkg-config"
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name regimen.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046
g++ -std=c++20 consumer.cpp -o by_pkg_config $(pkg-config --cflags --libs regimen)
./by_pkg_config

echo "== program"
"$prefix/bin/regimen" --help >/dev/null
cp "$root"/examples/patients/*.yaml .
for patient in *.yaml; do
  status=0
  "$prefix/bin/regimen" evaluate "$patient" >"$patient.out" || status=$?
  case $status in
    0 | 5) ;;
    *) cat "$patient.out"; echo "evaluate $patient: exit $status"; exit 1 ;;
  esac
done
echo "the installed program evaluates $(ls ./*.yaml | wc -l) patients"

# It must have been the installed data that it read: without them it has none.
mv "$prefix/share/regimen" "$temporary/data"
status=0
"$prefix/bin/regimen" evaluate "$patient" >without.out 2>&1 || status=$?
[ "$status" = 4 ] || { cat without.out; echo "without the installed data: exit $status instead of 4"; exit 1; }
"$prefix/bin/regimen" evaluate "$patient" --data "$temporary/data" >/dev/null || [ $? = 5 ]
