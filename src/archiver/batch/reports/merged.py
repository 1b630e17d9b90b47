"""The ledgers of several shards, read as one."""

from __future__ import annotations

import contextlib
import heapq
import itertools
from collections.abc import Iterator, Sequence

from archiver.batch.ledger import Entry, Ledger, in_order


class MergedLedgers:
    """Several ledgers as one. A source that stands in more than one is there once: as the run left it that ended with it last."""

    def __init__(self, ledgers: Sequence[Ledger]) -> None:
        self._ledgers = ledgers

    def entries(self) -> Iterator[Entry]:
        """All entries, in the order of their sources."""
        ordered = heapq.merge(*(ledger.entries() for ledger in self._ledgers), key=_source)
        for _, same in itertools.groupby(ordered, _source):
            yield max(same, key=lambda entry: (entry.is_settled, entry.finished))

    @contextlib.contextmanager
    def unchanging(self) -> Iterator[None]:
        """A context in which `entries` gives the same each time."""
        with contextlib.ExitStack() as stack:
            for ledger in self._ledgers:
                stack.enter_context(ledger.unchanging())
            yield


def _source(entry: Entry) -> str:
    return in_order(entry.source)
