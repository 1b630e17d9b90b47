"""The caller of a cluster: hands the shards of a batch to the scheduler of Dask, and gives what became of each as it comes."""

from __future__ import annotations

import contextlib
import os
import pickle
import re
from collections.abc import Generator, Iterator, Sequence
from typing import TYPE_CHECKING

from archiver.batch.cluster.job import ShardJob, ShardOutcome
from archiver.batch.cluster.on_worker import do_shard, version_here
from archiver.batch.shards import Shard
from archiver.errors import MissingDependency, SourceError, UsageError
from archiver.version import __version__

if TYPE_CHECKING:
    from distributed import Client, Future

#: Seconds to find the scheduler, and to wait for its first worker.
SECONDS_FOR_SCHEDULER, SECONDS_FOR_WORKERS = 10.0, 60.0
#: About how many sources a shard has, how many shards there are at least for each thread of a worker, and how many at most.
_SOURCES_A_SHARD, _SHARDS_A_THREAD, _MOST_SHARDS = 64, 2, 8192
#: How often a shard whose process ended is begun again.
_RETRIES = 2
_ADDRESS = re.compile(r"(?:tcp|tls|ws|wss|ucx)://.", re.ASCII)
_SHARE = "All machines need the same Archiver: pip install 'article-archiver[dask]'"


@contextlib.contextmanager
def cluster(scheduler: str) -> Iterator[Client]:
    """A connection to the scheduler of a cluster whose workers have this version of Archiver.

    Raises MissingDependency without Dask here or Archiver there, and UsageError when no scheduler answers, or no worker comes.
    """
    if not _ADDRESS.match(scheduler):
        raise UsageError(
            f"--scheduler {scheduler}: this is no address of a scheduler.", "Write it whole: tcp://HOST:8786."
        )
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingDependency(
            "--engine dask needs Dask.", "Install it: pip install 'article-archiver[dask]'"
        ) from error
    try:
        client = Client(scheduler, timeout=SECONDS_FOR_SCHEDULER, set_as_default=False, name="archiver")
    except (OSError, TimeoutError, ValueError) as error:
        raise UsageError(
            f"--scheduler {scheduler}: no scheduler of Dask answers there.",
            "Start one with `dask scheduler`, or check the address.",
        ) from error
    try:
        try:
            client.wait_for_workers(1, timeout=SECONDS_FOR_WORKERS)
        except TimeoutError as error:
            raise UsageError(
                f"--scheduler {scheduler}: the cluster has no worker.", f"Start some: dask worker {scheduler}"
            ) from error
        _require_same_version(client, scheduler)
        yield client
    finally:
        client.close()


def _require_same_version(client: Client, scheduler: str) -> None:
    try:
        versions: dict[str, str] = client.run(version_here)
    except Exception as error:
        raise MissingDependency(f"--scheduler {scheduler}: a worker cannot load Archiver.", _SHARE) from error
    for worker, version in versions.items():
        if version != __version__:
            raise UsageError(
                f"--scheduler {scheduler}: the worker {worker} has Archiver {version}, not {__version__}.", _SHARE
            )


def shards_for(client: Client, sources: int) -> list[Shard]:
    """The shards for so many sources. Their number is a power of two, so that a cluster that grew or shrank a little divides the sources as before."""
    threads = sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
    wanted = min(max(sources / _SOURCES_A_SHARD, threads * _SHARDS_A_THREAD), max(sources, 1), _MOST_SHARDS)
    count = 1
    while count < wanted:
        count *= 2
    return [Shard(number, count) for number in range(1, count + 1)]


def outcomes(client: Client, jobs: Sequence[ShardJob]) -> Generator[ShardOutcome, None, None]:
    """What became of each job, as they are done. A job whose workers were lost again and again has an error. When the caller closes the iterator, all
    that is at work ends.
    """
    from distributed import as_completed

    call = os.urandom(6).hex()
    futures: dict[Future, ShardJob] = {
        client.submit(
            do_shard, pickle.dumps(job), key=f"archiver-{call}-{job.place.shard.number}-of-{job.place.shard.count}", pure=False, retries=_RETRIES,
        ): job
        for job in jobs
    }  # fmt: skip
    try:
        for future in as_completed(list(futures), loop=client.loop):
            job = futures.pop(future)
            try:
                outcome: ShardOutcome = future.result()
            except Exception as error:  # noqa: BLE001 - what Dask raises for a lost worker, or a worker for what it could not load
                outcome = ShardOutcome(job, error=_lost(error))
            future.release()
            yield outcome
    finally:
        client.cancel(list(futures), force=True)


def _lost(error: Exception) -> SourceError:
    if type(error).__name__ in ("KilledWorker", "ShardLost", "CancelledError", "FutureCancelledError"):
        return SourceError("the workers that were at it were lost.", "Run the same command again.")
    return SourceError(f"its worker could not do it ({type(error).__name__}).", "Run the same command again.")
