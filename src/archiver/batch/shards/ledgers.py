"""The ledger of each shard, and all ledgers of a folder.

    DIR/archiver.sqlite            a batch on one machine
    DIR/archiver-1-of-8.sqlite     the first of eight shards

Each machine writes its own ledger, so none waits for another. When the number of shards changes, what the old ledgers know of a source is carried over
to the ledger that it belongs to now.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from archiver.batch.ledger import LEDGER_NAME, Entry, Ledger
from archiver.batch.reports import MergedLedgers
from archiver.batch.shards.division import Shard
from archiver.errors import ArchiverError

_NAME = re.compile(r"archiver(?:-(\d{1,9})-of-(\d{1,9}))?\.sqlite", re.ASCII)


def ledger_name(shard: Shard) -> str:
    """The name of the ledger of a shard."""
    stem, _, suffix = LEDGER_NAME.rpartition(".")
    return LEDGER_NAME if shard.is_whole else f"{stem}-{shard.number}-of-{shard.count}.{suffix}"


def shard_of(name: str) -> Shard | None:
    """The shard whose ledger has this name; None for any other name."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    shard = Shard(int(match[1] or 1), int(match[2] or 1))
    return shard if ledger_name(shard) == name and 1 <= shard.number <= shard.count else None


def ledger_shards(names: Iterable[str]) -> dict[str, Shard]:
    """The names among these that are those of ledgers, each with its shard: that of the whole first, then those of shards, in the order of their numbers."""
    found = {name: shard for name in names if (shard := shard_of(name)) is not None}
    return dict(sorted(found.items(), key=lambda item: (item[1].count, item[1].number)))


def ledgers_in(folder: Path) -> list[Path]:
    """The ledgers of a folder: that of the whole first, then those of shards, in the order of their numbers."""
    try:
        names = [path.name for path in folder.iterdir()]
    except OSError:
        return []
    return [folder / name for name in ledger_shards(names)]


def settled_elsewhere(folder: Path, shard: Shard, wanted: Collection[str], own: Ledger) -> Iterator[Entry]:
    """What ledgers of another division know of the sources `wanted` that the own ledger does not have. Where several know one, the one that
    was done, or was at it last, counts. A ledger that cannot be read says nothing.
    """
    best: dict[str, Entry] = {}
    for path in ledgers_in(folder):
        other = shard_of(path.name)
        if other is None or other.count == shard.count:
            continue
        try:
            with Ledger.open(path) as ledger:
                for entry in ledger.entries():
                    if entry.source in wanted and entry.is_settled:
                        best[entry.source] = better(best.get(entry.source), entry)
        except ArchiverError:
            continue
    for entry in best.values():
        if own.get(entry.source) is None:
            yield entry


def standing_stems(paths: Iterable[Path]) -> dict[str, str]:
    """The names of exports that stand in any of these ledgers. A ledger that cannot be read has none."""
    stems: dict[str, str] = {}
    for path in paths:
        try:
            with Ledger.open(path) as ledger:
                stems |= {source: stem for source, stem in ledger.stems().items() if stem}
        except ArchiverError:
            continue
    return stems


def better(one: Entry | None, other: Entry) -> Entry:
    """Which of two entries of one source says how it stands: what is settled before what is not, then the later one."""
    if one is None:
        return other
    return max(one, other, key=lambda entry: (entry.is_settled, entry.finished))


@contextlib.contextmanager
def merged_ledgers(folder: Path) -> Iterator[MergedLedgers]:
    """All ledgers of a folder as one. Raises SourceError when one cannot be read."""
    with contextlib.ExitStack() as stack:
        yield MergedLedgers([stack.enter_context(Ledger.open(path)) for path in ledgers_in(folder)])
