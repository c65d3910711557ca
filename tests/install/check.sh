#!/bin/sh
# Installs a build into a folder of its own and uses it from outside: the program with the installed data, the C library
# from C, C++ and Python, and the engine itself from C++, by find_package and by pkg-config.
# sh tests/install/check.sh [BUILD]
set -eu
cd "$(dirname "$0")/../.."
build=${1:-build/dev}
root=$PWD

temporary=$(mktemp -d)
export XDG_CACHE_HOME="$temporary/.cache"  # nothing of this stays behind
trap 'rm -rf "$temporary"' EXIT
prefix=$temporary/prefix

sh tests/install/abi.sh "$build"
cmake --install "$build" --prefix "$prefix" >/dev/null

for folder in rules knowledge; do
  diff -r "$folder" "$prefix/share/regimen/$folder"
done

mkdir "$temporary/project" "$temporary/project/c"
cp tests/install/CMakeLists.txt tests/install/consumer.cpp examples/cpp/evaluate.cpp "$temporary/project"
cp tests/install/c/CMakeLists.txt examples/c/evaluate.c "$temporary/project/c"
cp examples/python/*.py examples/patients/*.yaml "$temporary/project"
cd "$temporary/project"  # so that nothing is found in the source tree by chance

# What the C library was installed as: links, and a name that says which interface it has.
libraries=$(dirname "$(find "$prefix" -name libregimen.so)")
[ "$(readelf -d "$libraries/libregimen.so" | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')" = libregimen.so.1 ]

# found COMMAND...: an example that uses the C library, and the data that were installed with it
found() {
  "$@" plain.yaml >by_library
  grep -qiE 'matches the|eligibility: eligible' by_library || { cat by_library; echo "does not answer: $*"; exit 1; }
}

echo "== find_package"
cmake -S . -B build -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build build >/dev/null
./build/consumer
found ./build/facade
cmake -S c -B build/c -G Ninja -DCMAKE_PREFIX_PATH="$prefix" >/dev/null
cmake --build build/c >/dev/null
found ./build/c/consumer

echo "== pkg-config"
PKG_CONFIG_PATH=$(dirname "$(find "$prefix" -name regimen.pc)")
export PKG_CONFIG_PATH
# shellcheck disable=SC2046
g++ -std=c++20 consumer.cpp -o by_pkg_config $(pkg-config --cflags --libs regimen-engine)
./by_pkg_config
LD_LIBRARY_PATH=$libraries
export LD_LIBRARY_PATH
# shellcheck disable=SC2046
cc -std=c11 -Wall -Wextra -Wpedantic -Werror c/evaluate.c -o c_by_pkg_config $(pkg-config --cflags --libs regimen)
found ./c_by_pkg_config
# shellcheck disable=SC2046
g++ -std=c++20 -Wall -Wextra -Wpedantic -Werror evaluate.cpp -o cpp_by_pkg_config $(pkg-config --cflags --libs regimen)
found ./cpp_by_pkg_config
found python3 evaluate.py

echo "== program"
"$prefix/bin/regimen" --help >/dev/null
for patient in *.yaml; do
  status=0
  "$prefix/bin/regimen" evaluate "$patient" >"$patient.out" || status=$?
  case $status in
    0 | 5) ;;
    *) cat "$patient.out"; echo "evaluate $patient: exit $status"; exit 1 ;;
  esac
done
echo "the installed program evaluates $(ls ./*.yaml | wc -l) patients"

# It must have been the installed data that they read: without them they have none. Moved with the tree, they are found.
mv "$prefix/share/regimen" "$temporary/data"
status=0
"$prefix/bin/regimen" evaluate "$patient" >without.out 2>&1 || status=$?
[ "$status" = 4 ] || { cat without.out; echo "without the installed data: exit $status instead of 4"; exit 1; }
"$prefix/bin/regimen" evaluate "$patient" --data "$temporary/data" >/dev/null || [ $? = 5 ]
status=0
./c_by_pkg_config plain.yaml >without.out 2>&1 || status=$?
[ "$status" = 1 ] && grep -q BAD_PACK without.out || { cat without.out; echo "the C library found other data"; exit 1; }
./c_by_pkg_config plain.yaml "$temporary/data" >/dev/null
mv "$temporary/data" "$prefix/share/regimen"
mv "$prefix" "$temporary/moved"
LD_LIBRARY_PATH=$temporary/moved${libraries#"$prefix"} found ./c_by_pkg_config
