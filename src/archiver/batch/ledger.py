"""The ledger of a batch: one entry for each source, in an SQLite file beside the results (`archiver.sqlite`).

    DIR/archiver.sqlite     page-0001.html   done     → pages/page-0001.xml (SHA-256 …), pages/page-0001.epub (…)
                            page-0002.html   failed     3 "page-0002.html: it is empty. Check that it was saved whole."
                            page-0003.html   waiting

An entry says what was made of a source, and from what. It is "done" only when all its files are in place. The ledger is
written ahead (WAL), so a process that is killed leaves a whole one. A ledger that is damaged, or of another version, is
never trusted: `Ledger.open` refuses it, and `open_or_replace` sets it aside.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from archiver.batch.names import stays_inside
from archiver.errors import SourceError, UsageError

try:
    import fcntl
except ImportError:  # a system without such locks: nobody can tell that another run works in the folder
    fcntl = None  # type: ignore[assignment]

#: The name of the ledger in the folder of a batch.
LEDGER_NAME = "archiver.sqlite"
#: What `file` and SQLite show of the file: "ArcB".
_APPLICATION_ID = 0x41726342
#: Another number for each change of the columns.
SCHEMA_VERSION = 2

#: A file that is younger than this, in nanoseconds, when it is read may be written again without a new time: file systems count time in steps.
STEP_OF_TIME = 2_000_000_000

State = Literal["waiting", "running", "done", "failed", "quarantined", "passed-over"]
STATES: tuple[State, ...] = get_args(State)


@dataclass(frozen=True, slots=True)
class Output:
    """A file that was made: its format, its path below the folder of the batch ("/" between folders), its SHA-256 and its size.

    `modified` is the time of the file in nanoseconds when it was hashed; 0 when the time proves nothing.
    """

    format: str
    path: str
    sha256: str
    size: int
    modified: int = 0


@dataclass(frozen=True, slots=True)
class Companion:
    """A file beside a source that its conversion looked for, such as a picture: its path below the folder of the source, its SHA-256, its size and its
    time in nanoseconds. `sha256` is "" where nothing was; `modified` is 0 when the time proves nothing.
    """

    path: str
    sha256: str = ""
    size: int = 0
    modified: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger knows of one source.

    `source` is its name in messages, which no other has: the path as called, an address, or "capture (page)". `stem` is the name
    of its exports without an ending; it never changes once it stands in a ledger. It is "" for a name that could not be read. `key` is a hash of all that the results
    depend on: the bytes, the options, the version, the rules and the model. `state`: "waiting", "running", "done", "failed"
    (the source was refused), "quarantined" (it ended its process, or reached a limit, also in a second try), or
    "passed-over" (a page of a capture that is no article). `error` is one sentence with its remedy, "" when it is done.

    `file` is what a call names to convert the source: the capture, for a page of one; "" where that is `source`.
    `started` and `finished` are moments in ISO 8601 (UTC); `peak_memory` is in bytes. `sha256` and `size` are those of
    the source's own bytes, as in its record. `file_sha256`, `file_size` and `file_modified` are those of the file that
    holds it (the capture, for a page of one); `file_modified` is 0 when the time proves nothing. `doubtful` are names of fields whose evidence
    is of low confidence; `findings` are code, severity and text; `kept` is the corrected record that was kept, below the folder. `place` is where the source really is, however
    it is called: by it a source is known in later runs. `beside` are the files beside the source that its conversion looked for.
    """

    source: str
    stem: str
    key: str = ""
    state: State = "waiting"
    attempts: int = 0
    exit_code: int = 0
    error: str = ""
    started: str = ""
    finished: str = ""
    seconds: float = 0.0
    peak_memory: int = 0
    sha256: str = ""
    size: int = 0
    title: str = ""
    authors: tuple[str, ...] = ()
    date: str = ""
    container: str = ""
    language: str = ""
    words: int = 0
    notes: int = 0
    missing: int = 0
    removed: int = 0
    doubtful: tuple[str, ...] = ()
    findings: tuple[tuple[str, str, str], ...] = ()
    outputs: tuple[Output, ...] = ()
    file_sha256: str = ""
    file_size: int = 0
    file_modified: int = 0
    kept: str = ""
    place: str = ""
    file: str = ""
    beside: tuple[Companion, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether a run came to an end with it, good or bad."""
        return self.state not in ("waiting", "running")


_COLUMNS = tuple(field.name for field in fields(Entry))
_LISTS = frozenset(("authors", "doubtful", "findings", "outputs", "beside"))
_TYPES = {"int": "INTEGER", "float": "REAL"}
#: The type of each column that is no list.
_PLAIN = {
    field.name: {"int": int, "float": float}.get(str(field.type), str)
    for field in fields(Entry)
    if field.name not in _LISTS
}
_DECLARED = ", ".join(
    f"{field.name} {_TYPES.get(str(field.type), 'TEXT')} NOT NULL{' PRIMARY KEY' if field.name == 'source' else ''}"
    for field in fields(Entry)
)
_PUT = f"INSERT OR REPLACE INTO entries ({', '.join(_COLUMNS)}) VALUES ({', '.join('?' * len(_COLUMNS))})"
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM entries"
#: How many rows are read at once while entries are listed.
_CHUNK = 500


class Ledger:
    """The ledger of one folder. One process writes it; others may read it meanwhile."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Ledger:
        """The ledger in a file; with `create`, a new one where there is none.

        Raises SourceError when there is none, when it is damaged, and when another version of Archiver wrote it; UsageError when the system
        refuses to write it.
        """
        if not create and not path.is_file():
            raise SourceError(f"{path}: there is no ledger of a batch.", "Name the folder that `archiver batch` made.")
        try:
            is_new = not path.exists() or not path.stat().st_size
            if is_new:
                path.parent.mkdir(parents=True, exist_ok=True)
            connection = sqlite3.connect(path, isolation_level=None, timeout=30)
        except (OSError, sqlite3.Error) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else error
            raise UsageError(f"{path}: cannot be opened: {reason}.", "Check the name and permissions.") from error
        try:
            if is_new and create:
                _declare(connection)
            _require_ours(connection, path)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = NORMAL")
        except sqlite3.DatabaseError as error:
            connection.close()
            if isinstance(error, sqlite3.OperationalError):
                raise UsageError(f"{path}: cannot be used: {error}.", "Make room, or check its permissions.") from error
            raise _damaged(path, str(error)) from error
        except BaseException:
            connection.close()
            raise
        return cls(connection, path)

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. What was put is in it."""
        self._connection.close()

    def get(self, source: str) -> Entry | None:
        """The entry of a source, or None."""
        return self._one("source", source)

    def _one(self, column: str, value: str) -> Entry | None:
        with _read(self.path):
            row = self._connection.execute(f"{_SELECT} WHERE {column} = ? LIMIT 1", (_stored(value),)).fetchone()
            return None if row is None else _entry(row)

    def put(self, entry: Entry) -> None:
        """Write an entry; it replaces the one of the same source."""
        self._connection.execute(_PUT, _row(entry))

    def put_all(self, entries: Iterable[Entry]) -> None:
        """Write many entries at once, all or none."""
        with self._all_or_nothing():
            self._connection.executemany(_PUT, map(_row, entries))

    @contextlib.contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")
            raise

    def entries(self, state: State | None = None) -> Iterator[Entry]:
        """All entries, or those in one state, in the order of their sources. They are read piece by piece, so that memory does not grow with
        their number; what is put meanwhile may be among them.
        """
        last = ""
        condition, values = ("AND state = ?", (state,)) if state else ("", ())
        while True:
            # each piece is a query of its own: an open one would hold the log of the ledger back
            with _read(self.path):
                rows = self._connection.execute(
                    f"{_SELECT} WHERE source > ? {condition} ORDER BY source LIMIT {_CHUNK}", (last, *values)
                ).fetchall()
                entries = list(map(_entry, rows))
            yield from entries
            if len(rows) < _CHUNK:
                return
            last = rows[-1][0]

    @contextlib.contextmanager
    def unchanging(self) -> Iterator[None]:
        """As long as the context lasts, the entries and counts stay what they are at its first look, whatever other processes put."""
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")

    def stems(self) -> dict[str, str]:
        """The name of the exports of each source."""
        return {source: stem for source, _, stem in self.standing()}

    def standing(self) -> Iterator[tuple[str, str, str]]:
        """The name, the place and the stem of each source."""
        for row in self._connection.execute("SELECT source, place, stem FROM entries"):
            with _read(self.path):
                source, place, stem = (_called(_text(value)) for value in row)
                _require_below(stem)
            yield source, place, stem

    def at_place(self, place: str) -> Entry | None:
        """The entry of the source that is in a place, however it was called."""
        return self._one("place", place)

    def replace_all(self, old: Iterable[str], new: Iterable[Entry]) -> None:
        """Take the entries of some sources out, and put others in: all or nothing."""
        with self._all_or_nothing():
            self._connection.executemany("DELETE FROM entries WHERE source = ?", ((_stored(name),) for name in old))
            self._connection.executemany(_PUT, map(_row, new))

    def counts(self) -> dict[State, int]:
        """How many entries are in each state; states without any are 0."""
        counted = dict(self._connection.execute("SELECT state, COUNT(*) FROM entries GROUP BY state"))
        return {state: counted.get(state, 0) for state in STATES}

    def set_waiting(self) -> None:
        """Entries that were at work when their run was cut off wait again."""
        self._connection.execute("UPDATE entries SET state = 'waiting' WHERE state = 'running'")

    def require_whole(self) -> None:
        """Read every entry. Raises SourceError when one is not as it was put, or has a name for its exports that leads out of the folder."""
        for entry in self.entries():
            with _read(self.path):
                _require_below(entry.stem)


def holds_ledger(folder: Path) -> bool:
    """Whether a folder holds the results of a batch: its ledger, or that of one of its shards."""
    stem, _, suffix = LEDGER_NAME.rpartition(".")
    return any(path.is_file() for path in folder.glob(f"{stem}*.{suffix}"))


def in_order(source: str) -> str:
    """What the entries of a ledger are sorted by."""
    return _stored(source)


def open_or_replace(path: Path) -> tuple[Ledger, str]:
    """The ledger at a path, and a sentence for the user, "" for none. One that is damaged, also in a single entry, or of another version is renamed,
    and a new one begins.
    """
    try:
        ledger = Ledger.open(path, create=True)
        try:
            ledger.require_whole()
        except SourceError:
            ledger.close()
            raise
        return ledger, ""
    except SourceError as error:
        aside = _set_aside(path)
        return Ledger.open(path, create=True), f"{error.message} It is set aside as {aside.name}, and a new one begins."


@contextlib.contextmanager
def held_folder(folder: Path, part: str = "") -> Iterator[None]:
    """Hold a folder for this process as long as the context lasts; it is made where it is not there. With the name of a `part`, only that is
    held: another run may hold another part, but none the whole.

    Raises UsageError when another run works in it, or when it cannot be made. Where the file system has no locks, nothing is held.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with contextlib.ExitStack() as handles:
            handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
            handles.callback(os.close, handle)  # which also gives the lock back
            is_held = _hold(handle, shared=bool(part))
            if part and is_held:
                path = folder / f".{part}.lock"
                is_held = (own := _held_file(path)) is not None
                if own is not None:
                    handles.callback(os.close, own)
                    handles.callback(path.unlink, missing_ok=True)  # while it is held, so that it is nobody else's
            if not is_held:
                raise UsageError(
                    f"{folder}: another run is at work in this folder{f' ({part})' if part else ''}.",
                    "Wait for its end, or choose another with -o.",
                )
            handles = handles.pop_all()
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot be written: {error.strerror or error}.", "Choose another folder with -o."
        ) from error
    with handles:
        yield


def _hold(handle: int, *, shared: bool = False) -> bool:
    """Lock an open file or folder; False when another process holds it. True also where the file system has no locks."""
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES)
    return True


def _held_file(path: Path) -> int | None:
    """The open file at a path, which is made where it is not there, and locked; None when another process holds it."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        if not _hold(handle):
            os.close(handle)
            return None
        # its last holder may have removed it just before it was locked
        with contextlib.suppress(FileNotFoundError):
            if os.path.samestat(path.stat(), os.fstat(handle)):
                return handle
        os.close(handle)


def _declare(connection: sqlite3.Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(f"CREATE TABLE entries ({_DECLARED}) WITHOUT ROWID")
    connection.execute("CREATE INDEX by_state ON entries (state)")
    connection.execute("CREATE INDEX by_place ON entries (place)")
    connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
    connection.execute("COMMIT")


def _require_ours(connection: sqlite3.Connection, path: Path) -> None:
    """Raise SourceError unless this is a whole ledger of this version."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if application != _APPLICATION_ID:
        raise _damaged(path, "it is no ledger of a batch")
    if version != SCHEMA_VERSION:
        raise SourceError(
            f"{path}: this ledger is of another version of Archiver (its format is {version}, not {SCHEMA_VERSION}).",
            "Use that version, or run the batch again: it starts a new ledger.",
        )
    (said,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if said != "ok":
        raise _damaged(path, said)
    columns = tuple(row[1] for row in connection.execute("PRAGMA table_info(entries)"))
    if columns != _COLUMNS:
        raise _damaged(path, "its columns are others")


def _damaged(path: Path, reason: str) -> SourceError:
    reason = " ".join(reason.split())
    return SourceError(f"{path}: this ledger is damaged: {reason}.", "Run the batch again: it starts a new ledger.")


def _set_aside(path: Path) -> Path:
    """Rename a ledger, with its log, to a name that is free. Raises UsageError when the system refuses it."""
    number = 1
    while (aside := path.with_name(f"{path.stem}.old{number if number > 1 else ''}{path.suffix}")).exists():
        number += 1
    try:
        path.rename(aside)
        for suffix in ("-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                path.with_name(f"{path.name}{suffix}").rename(aside.with_name(f"{aside.name}{suffix}"))
    except OSError as error:
        raise UsageError(f"{path}: cannot be set aside: {error.strerror}.", "Rename or remove it.") from error
    return aside


@contextlib.contextmanager
def _read(path: Path) -> Iterator[None]:
    """Turn what goes wrong while rows are read into the error of a damaged ledger."""
    try:
        yield
    except (sqlite3.DatabaseError, ValueError, TypeError, RecursionError) as error:
        raise _damaged(path, str(error)) from error


def _row(entry: Entry) -> tuple[Any, ...]:
    values: list[Any] = []
    for name in _COLUMNS:
        value = getattr(entry, name)
        if name == "outputs":
            value = [[o.format, o.path, o.sha256, o.size, o.modified] for o in value]
        elif name == "beside":
            value = [[c.path, c.sha256, c.size, c.modified] for c in value]
        values.append(json.dumps(value) if name in _LISTS else _stored(value) if isinstance(value, str) else value)
    return tuple(values)


def _entry(row: tuple[Any, ...]) -> Entry:
    """The entry in a row. Raises ValueError or TypeError when a value is of another type than it was put with."""
    values: dict[str, Any] = {}
    for name, value in zip(_COLUMNS, row, strict=True):
        if name in _LISTS:
            values[name] = json.loads(_text(value))
            if not isinstance(values[name], list):
                raise ValueError(f"{name} is no list")
        elif type(value) is not _PLAIN[name]:
            raise ValueError(f"{name} is {value!a}")
        else:
            values[name] = _called(value) if isinstance(value, str) else value
    if values["state"] not in STATES:
        raise ValueError(f"state is {values['state']!a}")
    for name in ("authors", "doubtful"):
        values[name] = tuple(map(_text, values[name]))
    values["findings"] = tuple(
        (_text(code), _text(severity), _text(text)) for code, severity, text in values["findings"]
    )
    values["outputs"] = tuple(
        Output(_text(format), _text(path), _text(sha256), _number(size), _number(modified))
        for format, path, sha256, size, modified in values["outputs"]
    )
    values["beside"] = tuple(
        Companion(_text(path), _text(sha256), _number(size), _number(modified))
        for path, sha256, size, modified in values["beside"]
    )
    return Entry(**values)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!a} is no text")
    return value


def _number(value: object) -> int:
    if type(value) is not int:
        raise TypeError(f"{value!a} is no whole number")
    return value


def _require_below(stem: str) -> None:
    """Raise ValueError for a name of exports that leads out of the folder of the batch: they would be written there. "" is none."""
    if stem and not stays_inside(stem):
        raise ValueError(f"{stem!a} leads out of the folder")


def _stored(text: str) -> str:
    """A text as SQLite takes it: file names are bytes, and those that are no UTF-8 (PEP 383) go in as JSON has them."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return f"\x00{json.dumps(text)}"
    return text


def _called(text: str) -> str:
    return json.loads(text[1:]) if text.startswith("\x00") else text


def waiting(entry: Entry) -> Entry:
    """The entry of a source that is to be converted again: it keeps its name, and what was made of it until something new is there."""
    return replace(entry, state="waiting", attempts=0, exit_code=0, error="")
