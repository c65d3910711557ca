#!/bin/sh
# Screens an NDJSON list in shards, several at a time, and joins what they say:
#   sh examples/lists/parallel.sh LIST FOLDER [SHARDS [AT_ONCE [OPTIONS OF screen...]]]
# FOLDER gets the shards, what became of each, and at last FOLDER/rows.ndjson. After a failure the same command goes on:
# what is done is not done again, and what was interrupted is resumed. A shard has its rows under their name only when it
# is done, and the shards are joined only when all of them are. Rows are numbered within their shard.
# (A table can be cut like that where no cell holds a line break; each shard then needs the header.)
set -eu
list=$1
folder=$2
shards=${3:-8}
at_once=${4:-$(nproc)}
shift $(($# < 4 ? $# : 4))

mkdir -p "$folder"
if [ ! -e "$folder/cut" ]; then
  split -d -a 4 -n "l/$shards" "$list" "$folder/shard."
  touch "$folder/cut" # all shards are whole
fi
# 0: done; 5: done, and some rows were rejected or some values set aside. All else is a failure, of which xargs tells.
find "$folder" -name 'shard.????' | sort | xargs -P "$at_once" -I SHARD sh -c '
  shard=$1
  shift
  [ -e "$shard.rows" ] && exit 0
  status=0
  "${REGIMEN:-regimen}" screen "$shard" --format json --output "$shard.rows" --errors "$shard.errors" \
    --summary "$shard.summary" --resume "$@" 2>"$shard.log" || status=$?
  [ $status = 0 ] || [ $status = 5 ] || { echo "$shard: exit $status, see $shard.log" >&2; exit 1; }
' sh SHARD "$@"
find "$folder" -name 'shard.????.rows' | sort | xargs cat >"$folder/rows.part"
mv "$folder/rows.part" "$folder/rows.ndjson"
