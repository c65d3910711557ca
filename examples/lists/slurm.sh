#!/bin/sh
#SBATCH --job-name=regimen
#SBATCH --cpus-per-task=2
#SBATCH --requeue
# One shard of a list for each task of an array:
#   mkdir shards && split -d -a 4 -n l/16 list.ndjson shards/shard.
#   sbatch --array=0-15 examples/lists/slurm.sh shards [OPTIONS OF screen...]
# A task that is stopped and put back into the queue goes on where it was. A shard has its rows under their name only when
# it is done; a task that failed is not COMPLETED, so a job with --dependency=afterok that joins them does not start.
set -eu
folder=$1
shift
shard=$(printf '%s/shard.%04d' "$folder" "$SLURM_ARRAY_TASK_ID")
[ -e "$shard.rows" ] && exit 0
status=0
"${REGIMEN:-regimen}" screen "$shard" --format json --output "$shard.rows" --errors "$shard.errors" \
  --summary "$shard.summary" --threads "${SLURM_CPUS_PER_TASK:-1}" --resume "$@" || status=$?
[ $status != 5 ] || status=0 # done, and some rows were rejected or some values set aside
exit $status
