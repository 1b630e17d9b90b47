"""The guard: worker processes that convert one source at a time, each with a limit of time and of memory.

    limits.py     what one source may take
    pool.py       hands out the tasks, watches the limits, gives a second try
    process.py    a worker process, as its parent sees it
    memory.py     how much memory a process and its children hold
    worker.py     what a worker process does
    listing.py    lists the pages of captures, within the same limits

A source that hangs, fills the memory or crashes its process costs itself only. Why this is no library: docs/decisions/guard.md.
"""

from archiver.batch.guard.limits import SourceLimits
from archiver.batch.guard.listing import GuardedListing
from archiver.batch.guard.pool import run

__all__ = ["GuardedListing", "SourceLimits", "run"]
