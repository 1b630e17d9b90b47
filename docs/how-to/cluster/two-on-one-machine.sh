#!/bin/sh
# A cluster of two workers on one machine: `sh two-on-one-machine.sh SOURCES RESULTS`.
set -eu
sources=$1 results=$2
address=tcp://127.0.0.1:8786

dask scheduler --host 127.0.0.1 --port 8786 --no-dashboard &
started=$!
for worker in 1 2; do
  # One thread does one source at a time. What the sources themselves need is watched by the guard (--memory), not by Dask.
  dask worker "$address" --host 127.0.0.1 --nthreads 1 --no-dashboard &
  started="$started $!"
done
# shellcheck disable=SC2086 # several numbers of processes
trap 'kill $started 2>/dev/null; wait' EXIT

archiver batch "$sources" -o "$results" --engine dask --scheduler "$address"
