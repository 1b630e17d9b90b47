"""A store of objects: read them, put them, list them. Whatever a store raises becomes an error of ours, without its text, which may hold what is secret."""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from archiver import safety
from archiver.batch.cloud.addresses import folder_of, scheme_of, shown
from archiver.errors import ArchiverError, MissingDependency, SourceError, TooLarge, UsageError

#: Each request is made up to four times, after these seconds. The libraries below have tries of their own.
PAUSES = (0.5, 1.0, 2.0)
_LONG = 5.0
#: How many small objects are read at the same time.
_READING = 16
#: The most bytes of a capture that is fetched to this machine.
MAX_CAPTURE = 16 * 1024**3
#: How many objects of a folder are asked for one by one, before the folder is listed.
MOST_ONE_BY_ONE = 200
#: How many folders of a listing are remembered.
_MOST_FOLDERS = 64
#: Names under which the file systems of fsspec tell the version and the time of an object.
_VERSIONS = ("ETag", "etag", "md5Hash", "content_md5", "generation")
_TIMES = ("LastModified", "last_modified", "mtime", "modificationTime", "updated", "modify", "created")
_CHECK = "Check the name, the credentials and the rights; docs/how-to/cluster.md says where they come from."
_INSTALL = "Install it: pip install 'article-archiver[cloud]'"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object: its address, its size, and what changes when it changes."""

    address: str
    size: int
    version: str

    @property
    def version_number(self) -> int:
        """The version as a number for the ledger; never 0."""
        return int.from_bytes(hashlib.sha256(self.version.encode()).digest()[:7], "big") | 1


class _Gone(SourceError):
    """There is no such object."""


@lru_cache(maxsize=16)
def store_of(scheme: str) -> Store:
    """The store with this scheme, as this process uses it. Raises MissingDependency."""
    return Store(scheme)


def store_at(address: str) -> Store:
    """The store that holds an address. Raises MissingDependency, and UsageError when it cannot be used."""
    return store_of(scheme_of(address))


class Store:
    """The objects of one scheme. Addresses are complete (`s3://bucket/key`)."""

    def __init__(self, scheme: str) -> None:
        self._scheme = scheme
        self._files = _file_system(scheme)

    def find(self, address: str) -> StoredObject | None:
        """The object with this address; None when there is none. Raises SourceError."""
        try:
            info = self._tried(address, lambda: self._files.info(self._key(address), refresh=True))
        except _Gone:
            return None
        return _object(address, info) if info.get("type") != "directory" else None

    def read(self, address: str, limit: int = safety.MAX_BYTES) -> tuple[bytes, StoredObject]:
        """The bytes of an object, and what it is. Its size is asked for before it is read.

        Raises SourceError, also when it changed meanwhile, and TooLarge when it has more bytes than the limit.
        """
        before = self._within(address, limit)
        data: bytes = self._tried(address, lambda: self._whole(address, before.size))
        self._require_same(address, before)
        return data, before

    def _within(self, address: str, limit: int) -> StoredObject:
        """The object with this address. Raises SourceError when there is none, and TooLarge when it has more bytes than the limit."""
        found = self.find(address)
        if found is None:
            raise _gone(address)
        if found.size > limit:
            raise TooLarge(
                f"{shown(address)}: refused: it has more than {limit // 1024**2} MB ({found.size / 1024**2:.0f} MB).",
                "Save the article alone, without embedded media.",
            )
        return found

    def _require_same(self, address: str, before: StoredObject) -> None:
        if self.find(address) != before:
            raise SourceError(f"{shown(address)}: it changed while it was read.", "Run the command again.")

    def _whole(self, address: str, size: int) -> bytes:
        data = bytes(self._files.cat_file(self._key(address)))
        if len(data) != size:
            raise _Cut
        return data

    def fetch(self, address: str, path: Path, limit: int = MAX_CAPTURE) -> StoredObject:
        """Write the bytes of an object to a file, and return what it is. Raises as `read` does."""
        before = self._within(address, limit)
        self._tried(address, lambda: self._into(address, path, before.size))
        self._require_same(address, before)
        return before

    def _into(self, address: str, path: Path, size: int) -> None:
        self._files.get_file(self._key(address), str(path))
        if path.stat().st_size != size:
            raise _Cut

    def read_all(self, addresses: list[str]) -> dict[str, bytes]:
        """The bytes of many small objects, by their addresses; those that are not there are left out. Raises SourceError when the store refuses."""

        def one(address: str) -> bytes | None:
            try:
                return self._tried(address, lambda: bytes(self._files.cat_file(self._key(address))))
            except _Gone:
                return None

        with ThreadPoolExecutor(_READING) as reading:
            found = zip(addresses, reading.map(one, addresses), strict=True)
            return {address: data for address, data in found if data is not None}

    def put(self, address: str, data: bytes) -> StoredObject:
        """Put an object in its place: stores show it whole or not at all. Raises UsageError."""
        try:
            self._tried(address, lambda: self._write(address, data))
            found = self.find(address)
        except SourceError as error:
            raise _unwritten(address, error) from error
        if found is None or found.size != len(data):
            raise UsageError(
                f"{shown(address)}: the store did not take it whole.", "Run the same command again, when it does."
            )
        return found

    def put_new(self, address: str, data: bytes) -> bool:
        """Put an object where there is none; False when one is there already. Raises UsageError."""
        if self.find(address) is not None:
            return False
        try:
            self._tried(address, lambda: self._write(address, data, mode="create"))
        except SourceError as error:
            if self.find(address) is not None:
                return False
            raise _unwritten(address, error) from error
        return True

    def _write(self, address: str, data: bytes, mode: str = "overwrite") -> None:
        key = self._key(address)
        if self._scheme not in _FLAT:
            self._files.makedirs(folder_of(key), exist_ok=True)
        if mode == "create":
            # Not all file systems know a mode; where they do not, the last one wins.
            with contextlib.suppress(TypeError, NotImplementedError):
                self._files.pipe_file(key, data, mode="create")
                return
        self._files.pipe_file(key, data)

    def below(self, address: str) -> Iterator[StoredObject]:
        """All objects below an address, in the order of their names. Raises SourceError."""
        prefix = self._key(address).rstrip("/")
        try:
            found = self._tried(address, lambda: self._files.find(prefix, detail=True, withdirs=False))
        except _Gone:
            return
        yield from self._listed(found)

    def fitting(self, pattern: str) -> Iterator[StoredObject]:
        """All objects whose address fits a pattern with `*`, `?`, `[…]` and `**`, in the order of their names. Raises SourceError."""
        try:
            found = self._tried(pattern, lambda: self._files.glob(self._key(pattern), detail=True))
        except _Gone:
            return
        yield from self._listed(found)

    def inside(self, address: str) -> Iterator[StoredObject]:
        """The objects that lie in a folder themselves, not in one below it. Raises SourceError."""
        key = self._key(address).rstrip("/")
        try:
            found = self._tried(address, lambda: self._files.ls(key, detail=True, refresh=True))
        except _Gone:
            return
        yield from self._listed({str(info["name"]): info for info in found})

    def _listed(self, found: dict[str, dict[str, Any]]) -> Iterator[StoredObject]:
        for key in sorted(found):
            info = found[key]
            if info.get("type") == "file" and not key.endswith("/"):
                yield _object(f"{self._scheme}://{key.lstrip('/')}", info)

    def _key(self, address: str) -> str:
        """The address as the file system has it."""
        return str(self._files._strip_protocol(address))

    def _tried(self, address: str, request: Callable[[], T]) -> T:
        """The answer to a request, which is made again when the store could not answer it. Raises SourceError."""
        for pause in (*PAUSES, None):
            start = time.monotonic()
            try:
                return request()
            except Exception as error:  # noqa: BLE001 - each store raises what it likes
                wrong = _read_error(address, error)
                # one that took long was tried again by the library below
                if pause is None or not wrong.again or time.monotonic() - start > _LONG:
                    raise wrong.error from None  # also a traceback would show the text of the store
                time.sleep(pause)
        raise AssertionError


class Listings:
    """What is in a store, for many questions: the first objects of a folder are asked for one by one, then one look at the folder tells of all. So neither
    a small part of a large folder, nor the whole of it, takes many requests.
    """

    def __init__(self) -> None:
        self._folders: OrderedDict[str, dict[str, StoredObject]] = OrderedDict()
        self._asked: Counter[str] = Counter()

    def find(self, address: str) -> StoredObject | None:
        """The object with this address; None when there is none, and when the store does not tell. It may be as of the first look at its folder."""
        folder = folder_of(address)
        self._asked[folder] += 1
        try:
            if self._asked[folder] <= MOST_ONE_BY_ONE:
                return store_at(address).find(address)
            if folder not in self._folders:
                self._folders[folder] = {stored.address: stored for stored in store_at(address).inside(folder)}
        except SourceError:
            return None  # who converts it says why it cannot be read
        while len(self._folders) > _MOST_FOLDERS:
            self._folders.popitem(last=False)
        return self._folders[folder].get(address)


#: Schemes without folders: a key is there without them.
_FLAT = frozenset(("abfs", "abfss", "adl", "az", "gcs", "gs", "obs", "oci", "oss", "s3", "s3a"))


class _Cut(Exception):
    """Fewer bytes came than the object has."""


@dataclass(frozen=True, slots=True)
class _ReadError:
    error: SourceError
    again: bool = False


def _read_error(address: str, error: Exception) -> _ReadError:
    """What went wrong with a request, and whether it may go well in another try."""
    name, kind = shown(address), type(error).__name__
    if isinstance(error, (FileNotFoundError, NotADirectoryError)):
        return _ReadError(_gone(address))
    if isinstance(error, PermissionError) or "Forbidden" in kind:
        return _ReadError(SourceError(f"{name}: the store denies access.", _CHECK))
    if "Credential" in kind or "Token" in kind or "Profile" in kind:
        return _ReadError(SourceError(f"{name}: there are no credentials for the store, or it refuses them.", _CHECK))
    refusals = (IsADirectoryError, FileExistsError, ValueError, TypeError, NotImplementedError)
    if isinstance(error, refusals) or "Validation" in kind:
        return _ReadError(SourceError(f"{name}: the store refuses the request ({kind}).", _CHECK))
    if isinstance(error, _Cut):
        return _ReadError(SourceError(f"{name}: it ended too early.", "Run the same command again."), again=True)
    if isinstance(error, TimeoutError) or "Timeout" in kind or "Connect" in kind:
        return _ReadError(
            SourceError(f"{name}: the store does not answer.", "Check its address and the network."), again=True
        )
    return _ReadError(
        SourceError(f"{name}: the store could not answer ({kind}).", "Run the same command again."), again=True
    )


def _gone(address: str) -> SourceError:
    return _Gone(f"{shown(address)}: cannot be read: it is not there.", "Check the name.")


def _unwritten(address: str, error: ArchiverError) -> UsageError:
    reason = error.message.removeprefix(f"{shown(address)}: ").rstrip(".")
    if isinstance(error, _Gone):
        reason = "there is no such bucket or folder"
    return UsageError(f"{shown(address)}: cannot be written: {reason}.", error.remedy)


def _object(address: str, info: dict[str, Any]) -> StoredObject:
    # one of them, since a listing tells less than a question for one object
    version = next((str(info[key]) for key in (*_VERSIONS, *_TIMES) if info.get(key)), "")
    return StoredObject(address, int(info.get("size") or 0), version)


def _file_system(scheme: str) -> Any:
    try:
        import fsspec
    except ImportError as error:
        raise MissingDependency(f"{scheme}://: sources and results in stores need fsspec.", _INSTALL) from error
    try:
        # Nothing is remembered below: other machines put objects at the same time.
        return fsspec.filesystem(scheme, use_listings_cache=False, skip_instance_cache=True)
    except ImportError as error:
        package = _PACKAGES.get(scheme, "")
        raise MissingDependency(
            f"{scheme}://: the library for this store is missing.",
            f"Install it: pip install {package}" if package else _INSTALL,
        ) from error
    except ValueError as error:
        raise UsageError(f"{scheme}://: fsspec knows no such store.", "Check the address.") from error
    except Exception as error:  # noqa: BLE001 - each library raises what it likes
        raise UsageError(f"{scheme}://: this store cannot be used ({type(error).__name__}).", _CHECK) from None


#: The packages for the schemes that the extra "cloud" does not bring.
_PACKAGES = {
    "abfs": "adlfs", "abfss": "adlfs", "adl": "adlfs", "az": "adlfs", "gcs": "gcsfs", "gs": "gcsfs", "hdfs": "pyarrow",
    "lakefs": "lakefs-spec", "oci": "ocifs", "oss": "ossfs", "sftp": "paramiko", "smb": "smbprotocol", "ssh": "paramiko",
}  # fmt: skip
