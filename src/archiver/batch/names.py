"""What exports are called: after the stem of their source, with a short hash of its path where that would not tell two sources apart.

The hash is of the source's own path: of the folder that was named and the path below it ("saved/2021/page.html"), or, for a file that was
named, of the file and the folder it lies in. So a name depends neither on the order of the sources, nor on what else is there, nor on the machine.
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from archiver.source import name_bytes
from archiver.writers import WRITERS

#: Bytes of one name that file systems keep (NAME_MAX), and what of them is left free for endings, those of formats to come too.
_NAME_BYTES = 255
_ENDING_BYTES = 16
_DIGITS = 6
#: "page.tei" + ".xml" is a name of its own, and also that of the TEI of "page".
_INNER = tuple(
    sorted({suffix[: suffix.index(".", 1)] for f in WRITERS.values() if (suffix := f.suffix).count(".") > 1})
)


@dataclass(frozen=True, slots=True)
class Named:
    """A source: its name, its stem below the export folder, the path that is its own (see above), its ending."""

    name: str
    stem: PurePosixPath
    path: str
    suffix: str = ""


def stems(sources: Sequence[Named]) -> list[str]:
    """The names of exports, without ending, one for each source and no two alike on any file system (case folded, Unicode composed)."""
    groups: dict[str, list[Named]] = defaultdict(list)
    for source in sources:
        groups[_folded(str(source.stem))].append(source)
    made: dict[str, str] = {}
    taken: set[str] = set()
    for key in sorted(groups):
        group = groups[key]
        digests = [hashlib.sha256(name_bytes(source.path)).hexdigest() for source in group]
        if len(set(digests)) < len(group):
            # two folders of one name, and in both a file of one name: only the paths as they were given differ
            digests = [hashlib.sha256(name_bytes(source.name)).hexdigest() for source in group]
        digits = _DIGITS
        while True:
            names = [
                _fitting(str(source.stem), digest[:digits], needs_hash=len(group) > 1)
                for source, digest in zip(group, digests, strict=True)
            ]
            folded = {_folded(name) for name in names}
            # hashes that are alike, or another source that is called as one of these would be: some digits more
            if digits >= 64 or (
                len(folded) == len(group) and not folded & taken and not (folded - {key}) & groups.keys()
            ):
                break
            digits += 4
        taken |= folded
        made.update(zip((source.name for source in group), names, strict=True))
    return [made[source.name] for source in sources]


def _fitting(stem: str, digest: str, *, needs_hash: bool) -> str:
    """A stem, with a hash where it needs one to be told from others, or where the name is too long for a file with an ending."""
    folder, _, name = stem.rpartition("/")
    before = f"{folder}/" if folder else ""
    if len(name_bytes(name)) + _ENDING_BYTES > _NAME_BYTES:
        text = name_bytes(name).decode("utf-8", "surrogateescape")
        # by characters, so that none is cut in two, whatever Python takes the system's names for
        while len(cut := text.encode("utf-8", "surrogateescape")) + 1 + len(digest) + _ENDING_BYTES > _NAME_BYTES:
            text = text[:-1]
        return f"{before}{os.fsdecode(cut)}-{digest}"
    return f"{stem}-{digest}" if needs_hash else stem


def _folded(stem: str) -> str:
    """One form for all names that a file system may take for the same, and for those whose exports may meet."""
    shown = name_bytes(stem).decode("utf-8", "surrogateescape")
    folded = unicodedata.normalize("NFC", unicodedata.normalize("NFC", shown).casefold())
    while folded.endswith(_INNER):
        folded = next(folded.removesuffix(inner) for inner in _INNER if folded.endswith(inner))
    return folded
