"""Names of exports: the stem of the source, with a short hash of its path where two sources would get the same name.

The hash is made from the path that belongs to the source itself. For a source in a folder, that is the name of the
folder and the path below it ("saved/2021/page.html"). For a file that was named, it is the file and the folder that
holds it. So a name depends neither on the order of the sources, nor on other files, nor on the machine.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from archiver.source import name_bytes
from archiver.writers import WRITERS

#: The longest name that file systems take (NAME_MAX), and the bytes of it that are reserved for file name endings.
_MAX_NAME_BYTES = 255
_RESERVED_BYTES = 16
_HASH_DIGITS = 6
#: Names of devices, which Windows gives to no file, whatever its ending.
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"))
)
#: A source "page.tei" and its format ".xml" would give the same name as the TEI export of "page".
_INNER_SUFFIXES = tuple(
    sorted({suffix[: suffix.index(".", 1)] for f in WRITERS.values() if (suffix := f.suffix).count(".") > 1})
)


def stays_inside(stem: str) -> bool:
    """Whether a name below a folder does not lead out of it. For names that come out of a file, which somebody may have changed."""
    return bool(stem) and "\0" not in stem and not stem.startswith("/") and ".." not in stem.split("/")


@dataclass(frozen=True, slots=True)
class Named:
    """A source: its name, its stem below the export folder, the path for its hash (see above), its ending, and its real place."""

    name: str
    stem: PurePosixPath
    path: str
    suffix: str = ""
    place: str = ""


def stems(sources: Sequence[Named], taken: Iterable[str] = ()) -> list[str]:
    """The names of the exports without an ending, one for each source. No two are alike on any file system (case
    folded, NFC), and none is like one of those that are `taken`.
    """
    standing = frozenset(map(_folded, taken))
    groups: dict[str, list[Named]] = defaultdict(list)
    for source in sources:
        groups[_folded(str(source.stem))].append(source)
    names_by_source: dict[str, str] = {}
    used: set[str] = set(standing)
    for key in sorted(groups):
        group = groups[key]
        digests = [hashlib.sha256(name_bytes(source.path)).hexdigest() for source in group]
        if len(set(digests)) < len(group):
            # Two folders have the same name, and each holds a file of the same name: only the paths as given differ.
            digests = [hashlib.sha256(name_bytes(source.name)).hexdigest() for source in group]
        digits = _HASH_DIGITS
        while True:
            names = [
                _file_name(str(source.stem), digest[:digits], needs_hash=len(group) > 1 or key in standing)
                for source, digest in zip(group, digests, strict=True)
            ]
            folded = {_folded(name) for name in names}
            # Longer hashes, when two are alike or when a name with a hash is the name of another source.
            if len(folded) == len(group) and not folded & used and not (folded - {key}) & groups.keys():
                break
            digits += 4
            if digits > 64:  # a ledger holds many folders of one name, each with this file
                digests = [
                    hashlib.sha256(f"{d}{source.place}".encode("utf-8", "surrogateescape")).hexdigest()
                    for d, source in zip(digests, group, strict=True)
                ]
                digits = _HASH_DIGITS
        used |= folded
        names_by_source.update(zip((source.name for source in group), names, strict=True))
    return [names_by_source[source.name] for source in sources]


def _file_name(stem: str, digest: str, *, needs_hash: bool) -> str:
    """The stem, with a hash where it needs one to be unique, where the name is too long for a file with an ending, or where
    Windows knows it as a device: results are copied to other machines.
    """
    folder, _, name = stem.rpartition("/")
    needs_hash = needs_hash or name.partition(".")[0].rstrip().casefold() in _DEVICES
    prefix = f"{folder}/" if folder else ""
    if len(name_bytes(name)) + _RESERVED_BYTES > _MAX_NAME_BYTES:
        text = name_bytes(name).decode("utf-8", "surrogateescape")
        # Cut by characters, so that no character is split, whatever encoding Python takes for file names.
        while len(cut := text.encode("utf-8", "surrogateescape")) + 1 + len(digest) + _RESERVED_BYTES > _MAX_NAME_BYTES:
            text = text[:-1]
        return f"{prefix}{os.fsdecode(cut)}-{digest}"
    return f"{stem}-{digest}" if needs_hash else stem


def _folded(stem: str) -> str:
    """One form for all names that a file system may treat as the same, or whose exports may get the same name."""
    text = name_bytes(stem).decode("utf-8", "surrogateescape")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())
    while folded.endswith(_INNER_SUFFIXES):
        folded = next(folded.removesuffix(inner) for inner in _INNER_SUFFIXES if folded.endswith(inner))
    return folded
