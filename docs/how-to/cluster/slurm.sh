#!/bin/sh
# A batch as an array job of Slurm: `sbatch slurm.sh`. Each task of the array does one shard.
#SBATCH --job-name=archiver
#SBATCH --array=1-16
#SBATCH --cpus-per-task=4
#SBATCH --mem=18G
#SBATCH --time=04:00:00
#SBATCH --output=archiver-%A-%a.log

# The folders lie where all nodes see them. The number of the shard comes from the variables of the array.
# -j and --memory fit what the job asked for: 4 sources at the same time, with 4 GB each.
exec archiver batch /shared/saved -o /shared/archive -t xml,tei,epub \
  --shard auto -j "$SLURM_CPUS_PER_TASK" --memory 4G
