"""Safe reading: limits, parsers and file access for all data from outside.

Bytes are read up to a limit. XML is parsed without entities, DTDs and network access. File names in a source cannot lead
outside of the folder of the source. (trees/browser.py sets the limits of HTML.)
"""

from __future__ import annotations

import os
import select
import zipfile
import zlib
from pathlib import Path
from typing import Any, Protocol, cast

from lxml import etree

from archiver.errors import Forbidden, Malformed, SourceError, TooLarge, UsageError

#: The most bytes of one source. A page of 50 MB is still read; a larger one is no article.
MAX_BYTES = 64 * 1024 * 1024
#: What zipfile raises for a broken archive, for an encrypted member, and for a method of compression that it does not know
#: (NotImplementedError).
ZIP_ERRORS = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OverflowError, LookupError, OSError,
)  # fmt: skip


def read_file(path: Path) -> bytes:
    """The bytes of a source file.

    Raises SourceError if it cannot be read, and when somebody writes to it meanwhile, TooLarge if it has more than MAX_BYTES.
    """
    try:
        if not path.is_file():
            reason = "is a folder" if path.is_dir() else "is not a regular file" if path.exists() else "does not exist"
            remedy = "Name a file in it." if path.is_dir() else "Check the name."
            raise SourceError(f"{path}: cannot be read: it {reason}.", remedy)
        with path.open("rb") as file:
            before = os.fstat(file.fileno())
            if before.st_size > MAX_BYTES:
                raise _too_large(str(path), before.st_size)
            # some file systems say that a file has no bytes, and give some
            data = file.read((before.st_size or MAX_BYTES) + 1)
            after = os.fstat(file.fileno())
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read: {error.strerror or error}.", "Check its name and permissions."
        ) from error
    is_same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    if not is_same or (len(data) != before.st_size and before.st_size):
        raise SourceError(f"{path}: it changed while it was read.", "Run the command again when nobody writes to it.")
    return data


class BinaryFile(Protocol):
    """An open file or stream that gives bytes: what `open(path, "rb")`, `gzip.open`, `zipfile` and `io.BytesIO` give."""

    def read(self, size: int, /) -> bytes | None:
        """At most `size` bytes; b"" at the end; None when a stream that does not wait has none yet."""


def read_stream(stream: BinaryFile, name: str) -> bytes:
    """The bytes of a stream, such as standard input, up to its end. The stream may be non-blocking.

    Raises TooLarge if it has more than MAX_BYTES, and UsageError if it gives text.
    """
    data = bytearray()
    while chunk := _next_chunk(stream, MAX_BYTES + 1 - len(data)):
        if isinstance(chunk, str):
            raise no_binary_file(name)
        data += chunk
        if len(data) > MAX_BYTES:
            raise _too_large(name, len(data))
    return bytes(data)


def no_binary_file(name: str) -> UsageError:
    """The error for a text file where a binary file belongs."""
    return UsageError(
        f"{name}: this is a text file, but the encoding of a source is found in its bytes.",
        'Open it in binary mode: open(name, "rb").',
    )


def _next_chunk(stream: BinaryFile, max_bytes: int) -> bytes | str:
    """The next bytes of a stream; b"" at its end; text from a stream that is no binary file. A non-blocking stream returns None while it has no bytes: then the
    function waits. Another process that shares the stream may have made it non-blocking.
    """
    while (chunk := stream.read(max_bytes)) is None:
        select.select([cast(Any, stream)], [], [])
    return chunk


def _too_large(name: str, size: int) -> TooLarge:
    return TooLarge(
        f"{name}: refused: it has more than {MAX_BYTES // 1024**2} MB ({size / 1024**2:.0f} MB or more).",
        "Save the article alone, without embedded media.",
    )


def parse_xml(data: bytes, name: str, *, keep_instructions: bool = False) -> etree._Element:
    """The root element of an XML document. No entity is expanded, no DTD is loaded, nothing is fetched.

    `name` is the name of the document in messages. Processing instructions are left out without `keep_instructions`. Raises Malformed, or Forbidden for a document that declares
    entities.
    """
    if not data.strip():
        raise Malformed(f"{name}: it is empty.", "Check that the file was saved whole.")
    # without huge_tree, libxml2 itself stops at 256 levels
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=False,
        remove_pis=not keep_instructions,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = str(error.msg).removesuffix(f", line {line}, column {column}")
        raise Malformed(
            f"{name}: not well-formed XML: {reason} (line {line}, column {column}).", "Correct it at that place."
        ) from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None and any(info.internalDTD.iterentities()):
        raise Forbidden(f"{name}: refused: it declares XML entities.", "Remove the <!DOCTYPE … [ … ]> part.")
    return root


def companion_file(source: Path | None, reference: str) -> Path | None:
    """The file that a saved page refers to by `reference` (for example the src of an image), or None if there is none.

    The file must be in the folder of `source` or below it, also after links are followed. `../` and absolute paths that
    lead outside give None.
    """
    if source is None or not reference or "\x00" in reference:
        return None
    folder = source.parent.resolve()
    try:
        path = (folder / reference).resolve()
        is_allowed = path.is_relative_to(folder) and path.is_file() and path.stat().st_size <= MAX_BYTES
    except (OSError, ValueError):
        return None
    return path if is_allowed else None
