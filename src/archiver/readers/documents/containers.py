"""ZIP containers of documents (DOCX, ODT, EPUB): their members, read under limits, and what is refused.

Refused are damaged and encrypted containers, too many or too large members, and names that lead out of the container. Nothing is written to the disk.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from functools import cached_property

from lxml import etree

from archiver import safety
from archiver.errors import ArchiverError, Forbidden, Malformed, TooLarge
from archiver.source import Source

#: The most members, the most bytes of all of them after decompression, and the most of one member of markup.
MOST_MEMBERS, MOST_BYTES, MOST_MARKUP = 10_000, 256 * 1024**2, 48 * 1024**2
#: From this size on, a container that grows by the second number is a bomb. Plain XML grows by 10 to 60.
_LARGE, _MOST_GROWTH = 32 * 1024**2, 250
_CHUNK = 1 << 20
_LEADS_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|\x00")
_MARKUP = re.compile(r"\.(?:xml|xhtml|html?|opf|ncx|rels|svg)$", re.IGNORECASE)

_OFTEN = "Save it again with the program that made it."


class ZipContainer:
    """The members of a ZIP container.

    Raises Malformed for a damaged container, Forbidden for an encrypted one and for names that lead out, TooLarge over a limit.
    """

    def __init__(self, source: Source, what: str) -> None:
        """`what` names the format in messages."""
        self.source, self.what = source, what
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(source.data))
            members = self._archive.infolist()
        except safety.ZIP_ERRORS as error:
            raise self._damaged(error) from error
        if len(members) > MOST_MEMBERS:
            raise TooLarge(
                f"{source.name}: refused: it holds more than {MOST_MEMBERS} files.", "Save the article alone."
            )
        self.names = [member.filename for member in members]
        for member in members:
            if _LEADS_OUT.search(member.filename):
                raise Forbidden(
                    f"{source.name}: refused: a file in it has a name that leads out of it ({member.filename[:60]!r}).",
                    _OFTEN,
                )
            if member.flag_bits & 1:
                raise Forbidden(f"{source.name}: refused: it is protected with a password.", _UNLOCK)
        self._check_sizes(members)

    def _check_sizes(self, members: list[zipfile.ZipInfo]) -> None:
        """Decompress all members, and count: the sizes that a container declares may be wrong."""
        total = 0
        for member in members:
            size = 0
            most = MOST_MARKUP if _MARKUP.search(member.filename) else MOST_BYTES
            try:
                with self._archive.open(member) as stream:
                    while chunk := stream.read(_CHUNK):
                        size += len(chunk)
                        total += len(chunk)
                        if size > most or total > MOST_BYTES or self._is_bomb(total):
                            raise TooLarge(
                                f"{self.source.name}: refused: unpacked it is too large (more than {min(total, most) // 1024**2} MB).",
                                "Save the article alone, without embedded media.",
                            )
            except ArchiverError:
                raise
            except safety.ZIP_ERRORS as error:
                raise self._damaged(error) from error

    def _is_bomb(self, size: int) -> bool:
        return size > _LARGE and size > _MOST_GROWTH * len(self.source.data)

    def _damaged(self, error: Exception) -> Malformed:
        reason = " ".join(str(error).split()).rstrip(".") or type(error).__name__
        return Malformed(f"{self.source.name}: this {self.what} is damaged or cut off ({reason[:120]}).", _OFTEN)

    def __contains__(self, name: str) -> bool:
        return name in self._by_name

    @cached_property
    def _by_name(self) -> frozenset[str]:
        return frozenset(self.names)

    def bytes_of(self, name: str) -> bytes:
        """The content of a member; b"" when there is none with this name."""
        if name not in self._by_name:
            return b""
        try:
            return self._archive.read(name)
        except safety.ZIP_ERRORS as error:
            raise self._damaged(error) from error

    def with_members(self, changed: Mapping[str, bytes]) -> bytes:
        """The bytes of the container with other contents of these members."""
        if not changed:
            return self.source.data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            for name in dict.fromkeys(self.names):
                archive.writestr(zipfile.ZipInfo(name), changed.get(name) or self.bytes_of(name))
        return out.getvalue()

    def xml(self, name: str) -> etree._Element | None:
        """The root of a member of XML; None when there is none, or when it is broken."""
        data = self.bytes_of(name)
        if not data:
            return None
        try:
            return safety.parse_xml(data, name)
        except Forbidden as error:
            raise Forbidden(f"{self.source.name}: refused: {name} declares XML entities.", _OFTEN) from error
        except ArchiverError:
            return None


_UNLOCK = "Open it with the password, and save it without one."


def protected(source: Source) -> Forbidden:
    """The error for a document that only a password opens."""
    return Forbidden(f"{source.name}: refused: it is protected with a password.", _UNLOCK)
