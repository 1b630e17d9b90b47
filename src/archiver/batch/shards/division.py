"""Which shard a source belongs to, and which shard this machine does.

    saved/a.html                     3 of 8
    saved/b.html                     1 of 8
    https://example.org/gulls        5 of 8
    https://example.org/terns        5 of 8     the same host: one machine alone keeps the pause between two fetches
    mails.mbox (page 1, page 2 …)    2 of 8     the same file: it is opened once

The shard follows from the name of the source alone, by a hash. So it is the same on each machine, in each order, and whatever is added: a source
never moves to another shard as long as their number stays. With thousands of sources, the shards are nearly alike in size.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archiver import addresses
from archiver.batch.plan import Task
from archiver.errors import UsageError
from archiver.source import name_bytes

#: What --shard takes besides I/N: the number comes from the variables of Slurm or Kubernetes.
AUTO = "auto"
#: The most shards of a batch. Each has a ledger.
MOST_SHARDS = 100_000
_SHARD = re.compile(r"(\d{1,9}|auto)/(\d{1,9})", re.ASCII)
_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_SLURM = "SLURM_ARRAY_TASK_"
_KUBERNETES = "JOB_COMPLETION_INDEX"
_SAY_IT = "Say which shard this is: --shard 1/8; for all sources: --shard 1/1."


@dataclass(frozen=True, slots=True)
class Shard:
    """One of `count` shards; `number` begins with 1. `origin` says where the number came from, "" for the command line."""

    number: int
    count: int
    origin: str = ""

    def __str__(self) -> str:
        return f"{self.number} of {self.count}"

    @property
    def is_whole(self) -> bool:
        """Whether it is the only one."""
        return self.count == 1

    def holds(self, task: Task) -> bool:
        """Whether a task belongs to this shard."""
        return self.is_whole or _digest(task) % self.count == self.number - 1

    def tasks(self, tasks: Iterable[Task]) -> list[Task]:
        """Those of the tasks that belong to this shard."""
        return [task for task in tasks if self.holds(task)]


#: All sources, on one machine.
WHOLE = Shard(1, 1)


def _digest(task: Task) -> int:
    """A number made from what keeps together: the host of an address, the file of a page, else the source itself."""
    host = addresses.host(task.source) if addresses.is_web(task.source) else ""
    return int.from_bytes(hashlib.sha256(name_bytes(host or task.source)).digest()[:8], "big")


def of_this_machine(value: str | None, environment: Mapping[str, str]) -> Shard:
    """The shard that --shard names: "3/8"; "auto", or None, for what Slurm and Kubernetes say in the environment, else the whole; "auto/8", where their number
    is not in the environment.

    Raises UsageError for another text, for a number that is not among its shards, and where the environment does not say enough.
    """
    if value is None or value.strip().lower() == AUTO:
        found = _of_environment(environment, None)
        if found is None and value is not None:
            raise UsageError("--shard auto: this is no array job of Slurm, and no indexed Job of Kubernetes.", _SAY_IT)
        return found or WHOLE
    match = _SHARD.fullmatch(value.strip().lower())
    if match is None:
        raise UsageError(f"--shard {value!a}: this names no shard.", "Write 3/8 for the third of eight, or auto.")
    count = int(match[2])
    if match[1] != AUTO:
        return _checked(int(match[1]), count, f"--shard {value}")
    found = _of_environment(environment, count)
    if found is None:
        raise UsageError(f"--shard {value}: this is no array job of Slurm, and no indexed Job of Kubernetes.", _SAY_IT)
    return found


def _of_environment(environment: Mapping[str, str], count: int | None) -> Shard | None:
    """The shard that Slurm or Kubernetes gave this process; None when neither did. `count` is the number of shards when the user gave it."""
    if f"{_SLURM}ID" in environment:
        return _of_slurm(environment, count)
    if _KUBERNETES not in environment:
        return None
    index = _number(environment, _KUBERNETES)
    if count is None:
        raise UsageError(
            f"{_KUBERNETES}={index}: this is an indexed Job of Kubernetes, which does not say how many there are.",
            "Write --shard auto/8 for eight completions; for all sources: --shard 1/1.",
        )
    return _checked(index + 1, count, _KUBERNETES)


def _of_slurm(environment: Mapping[str, str], count: int | None) -> Shard:
    """Slurm numbers the tasks of an array from MIN in steps of STEP.

    Source: sbatch(1), "--array" and "OUTPUT ENVIRONMENT VARIABLES".
    """
    task = _number(environment, f"{_SLURM}ID")
    tasks = _number(environment, f"{_SLURM}COUNT")
    first = _number(environment, f"{_SLURM}MIN", 0 if tasks == 1 and task == 0 else 1)
    step = max(1, _number(environment, f"{_SLURM}STEP", 1))
    last = _number(environment, f"{_SLURM}MAX", first + (tasks - 1) * step)
    if (count or tasks) != tasks or (task - first) % step or last != first + (tasks - 1) * step:
        # some of an array that were sent again: --array=3,7
        raise UsageError(
            f"{_SLURM}ID={task}: this is one of {tasks} tasks of an array that does not count through its shards"
            f"{f' ({count})' if count else ''}.",
            f'Name the shard in the job file: --shard "${_SLURM}ID/8".',
        )
    return _checked((task - first) // step + 1, tasks, f"{_SLURM}ID")


def _number(environment: Mapping[str, str], name: str, default: int | None = None) -> int:
    value = environment.get(name, "" if default is None else str(default)).strip()
    if not _NUMBER.fullmatch(value):
        said = f"{name}={value!a}: this is no number" if name in environment else f"{name} is not set"
        raise UsageError(f"{said}, so nothing says which shard this is.", _SAY_IT)
    return int(value)


def _checked(number: int, count: int, origin: str) -> Shard:
    if not 1 <= count <= MOST_SHARDS:
        raise UsageError(f"{origin}: there are from 1 to {MOST_SHARDS:,} shards, not {count:,}.", _SAY_IT)
    if not 1 <= number <= count:
        raise UsageError(f"{origin}: there is no shard {number} of {count}.", f"They are 1/{count} to {count}/{count}.")
    return Shard(number, count, "" if origin.startswith("--") else origin)
