"""Safe reading: limits, parsers and file access for all data from outside.

Bytes are read up to a limit. XML is parsed without entities, DTDs and network access. HTML is parsed up to a limit of
depth. File names in a source cannot lead outside of the folder of the source.
"""

from __future__ import annotations

import re
import select
from pathlib import Path
from typing import Any, Protocol, cast

from lxml import etree

from archiver.errors import Forbidden, Malformed, SourceError, TooLarge, UsageError

#: The most bytes of one source. A page of 50 MB is still read; a larger one is no article.
MAX_BYTES = 64 * 1024 * 1024
#: The most levels of nesting. Real pages have fewer than 200; libxml2 itself stops a little above this limit.
MAX_DEPTH = 2000
#: The program behind `parse_html`, with its version: another version may read broken markup in another way.
HTML_PARSER = "libxml2 " + ".".join(map(str, etree.LIBXML_VERSION))
#: The most attributes of one tag. The parser needs quadratic time to look for duplicates among them.
MAX_ATTRIBUTES = 2000

# A start tag with very many attributes. It follows the syntax of attributes, so that text and scripts with a "<" do not
# match.
_TAG_WITH_MANY_ATTRIBUTES = re.compile(
    rb"""<[a-zA-Z][^\s<>/"'=]*+(?:[\s/]++[^\s<>/"'=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>"']++))?+){%d,}+"""
    % MAX_ATTRIBUTES
)
# Whether a page has 100 levels or more. Only then its levels are counted. Articles have fewer.
_IS_DEEP = etree.XPath(f"boolean({'/*' * 100})")


def read_file(path: Path) -> bytes:
    """The bytes of a source file.

    Raises SourceError if it cannot be read, and TooLarge if it has more than MAX_BYTES.
    """
    try:
        if not path.is_file():
            reason = "is a folder" if path.is_dir() else "is not a regular file" if path.exists() else "does not exist"
            remedy = "Name a file in it." if path.is_dir() else "Check the name."
            raise SourceError(f"{path}: cannot be read: it {reason}.", remedy)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(str(path), size)
        return path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read: {error.strerror or error}.", "Check its name and permissions."
        ) from error


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


def parse_html(text: str, name: str, utf8: bytes | None = None) -> etree._Element:
    """The root element of an HTML page from decoded text, with a head and a body, without comments and processing
    instructions.

    `utf8` is the text in UTF-8, if the caller has it. Raises Malformed when there is no element, TooLarge when the page
    nests deeper than MAX_DEPTH.
    """
    data = text.encode("utf-8", "replace") if utf8 is None else utf8
    check_attributes(data, name)
    # The text is already decoded, so its own declaration of an encoding must not be used. This is not the parser of
    # lxml.html, because that one looks up a Python class for each element and so needs twice the time.
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True, collect_ids=False
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        raise Malformed(f"{name}: no HTML element was found in it.", "Check that the page was saved whole.")
    _check_depth(root, name)
    if root.find("head") is None:
        root.insert(0, etree.Element("head"))
    if root.find("body") is None:
        root.append(etree.Element("body"))
    return root


def check_attributes(data: bytes, name: str) -> None:
    """Raise TooLarge when a tag has more than MAX_ATTRIBUTES attributes: the parser compares each of them with all
    others.
    """
    if _TAG_WITH_MANY_ATTRIBUTES.search(data):
        raise TooLarge(
            f"{name}: refused: one of its tags has {MAX_ATTRIBUTES} attributes or more.",
            "Such a page is broken or hostile; save it again.",
        )


def _check_depth(root: etree._Element, name: str) -> None:
    """Raise TooLarge if a page nests deeper than MAX_DEPTH. Slightly above that depth, the parser cuts off a page without
    an error.
    """
    if not _IS_DEEP(root):
        return
    depths: dict[etree._Element, int] = {}
    for element in root.iter():
        parent = element.getparent()
        depths[element] = depth = depths[parent] + 1 if parent is not None else 1
        if depth > MAX_DEPTH:
            raise TooLarge(
                f"{name}: refused: its elements nest deeper than {MAX_DEPTH} levels.",
                "Such a page is broken or hostile; save it again.",
            )


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
