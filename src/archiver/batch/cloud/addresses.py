"""Addresses of objects in stores: `s3://bucket/saved/page.html`. They are taken as they are written: a key may hold any character, and nothing in it is an escape."""

from __future__ import annotations

import hashlib
import re
from pathlib import PurePosixPath

from archiver.errors import Forbidden
from archiver.source import name_bytes

#: The schemes of stores. `file`, `http`, `memory` and wrappers of fsspec (`zip::`, `simplecache::` …) are not among them: files have names,
#: pages have their own rules, and no other process sees what is in the memory of this one.
SCHEMES = frozenset("abfs abfss adl az dbfs gcs gs hdfs lakefs obs oci oss s3 s3a sftp smb ssh webhdfs".split())
_STORED = re.compile(r"([a-z0-9]+)://(.+)", re.DOTALL)
_PASSWORD = re.compile(r"[^/@]*:[^/@]*@")
#: Parts of a key that mean something else as the name of a folder.
_NO_NAMES = frozenset((".", ".."))
_LONGEST_IN_MESSAGES = 300
#: NAME_MAX of all common file systems.
_MAX_NAME_BYTES = 255


def is_stored(name: str) -> bool:
    """Whether a name is the address of a store."""
    match = _STORED.match(name)
    return match is not None and match[1] in SCHEMES


def scheme_of(address: str) -> str:
    """The scheme of an address of a store."""
    return address.partition("://")[0]


def checked(address: str) -> str:
    """An address that a user named. Raises Forbidden for one that holds a password, and for a chain of file systems."""
    if _PASSWORD.match(address.partition("://")[2]):
        raise Forbidden(
            f"{scheme_of(address)}://…: refused: the address holds a password, which would stand in the ledger.",
            "Leave it out, and give it to the store's own settings or the environment.",
        )
    if "::" in address.partition("/")[0]:
        raise Forbidden(f"{shown(address)}: refused: it is a chain of file systems.", "Name the object itself.")
    return address


def shown(address: str) -> str:
    """An address for messages: without a password, and not longer than a line or two."""
    scheme, mark, rest = address.partition("://")
    text = f"{scheme}{mark}{_PASSWORD.sub('', rest, count=1)}" if _PASSWORD.match(rest) else address
    return text if len(text) <= _LONGEST_IN_MESSAGES else f"{text[:_LONGEST_IN_MESSAGES]}…"


def join(address: str, relative: str) -> str:
    """The address of what is below another: join("s3://b/out", "a/b.xml") is "s3://b/out/a/b.xml"."""
    return f"{address.rstrip('/')}/{relative}"


def folder_of(address: str) -> str:
    """The address up to its last part: folder_of("s3://b/out/a.xml") is "s3://b/out"."""
    return address.rpartition("/")[0]


def name_of(address: str) -> str:
    """The last part of an address, as a name that a file of this machine can have."""
    name = address.rstrip("/").rpartition("/")[2].replace("\0", "_")
    # the ending tells what it is
    if name in _NO_NAMES or not name or len(name_bytes(name)) > _MAX_NAME_BYTES:
        return f"source{PurePosixPath(name).suffix[:16]}"
    return name


def relative_path(address: str, folder: str) -> PurePosixPath:
    """The path of an object below a folder, as folders of this machine can have it. It never leads out of a folder."""
    relative = address.removeprefix(f"{folder.rstrip('/')}/").replace("\0", "_")
    *folders, name = (f"_{part}" if part in _NO_NAMES else part for part in relative.split("/") if part)
    return PurePosixPath(
        *map(_short, folders), name
    )  # the length of the name itself is seen to with those of all sources


def _short(name: str) -> str:
    """The name of a folder, cut with a hash where file systems would not take it."""
    data = name_bytes(name)
    if len(data) <= _MAX_NAME_BYTES:
        return name
    digest = hashlib.sha256(data).hexdigest()[:8]
    return f"{data[: _MAX_NAME_BYTES - 9].decode('utf-8', 'ignore')}-{digest}"
