#!/bin/sh
# Compares the interface of a built C library with the one that is kept in tests/install/libregimen.abi: what a program
# sees that was linked before. sh tests/install/abi.sh [--write] [BUILD]
# Differs it on purpose and only by what was added, REGIMEN_API_VERSION grows and --write keeps the new one; else the
# SOVERSION in CMakeLists.txt grows too.
set -eu
cd "$(dirname "$0")/../.."
write=
if [ "${1:-}" = --write ]; then write=yes; shift; fi
library=${1:-build/dev}/libregimen.so.1
kept=tests/install/libregimen.abi
header=engine/embed/c/regimen.h

command -v abidiff >/dev/null || { echo "abi.sh: abidiff is not there (Debian: abigail-tools); nothing was compared" >&2; exit 0; }

if [ -n "$write" ]; then
  abidw --no-corpus-path --no-comp-dir-path --no-show-locs --no-elf-needed --no-parameter-names --drop-private-types \
    --exported-interfaces-only --header-file "$header" "$library" --out-file "$kept"
  exit
fi
abidiff --exported-interfaces-only --drop-private-types --hf2 "$header" "$kept" "$library"
echo "the interface of the C library is the one that is kept"
