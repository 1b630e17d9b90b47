"""The only door to parsers, limits and the file system of inputs.

Everything that comes from outside passes here once: bytes are read under a limit, XML is parsed without entities, DTDs or
network, HTML is parsed under a depth limit, and names that a source writes cannot lead out of its own folder.
"""

from __future__ import annotations

import re
import select
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from archiver.errors import Forbidden, Malformed, SourceError, TooLarge

#: Bytes of one source. A 50 MB page is still read; what is larger is no article.
MAX_BYTES = 64 * 1024 * 1024
#: Levels of nesting. Real pages stay under 200; libxml2 itself stops a little above this.
MAX_DEPTH = 2000
#: Attributes of one tag. The parser looks for doubles among them in quadratic time.
MAX_ATTRIBUTES = 2000

# A start tag with very many attributes, by the syntax of attributes: text and scripts that hold a "<" do not count.
_CROWDED_TAG = re.compile(
    rb"""<[a-zA-Z][^\s<>/"'=]*+(?:[\s/]++[^\s<>/"'=]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s<>"']++))?+){%d,}+"""
    % MAX_ATTRIBUTES
)
# Whether a page nests so deep that its levels have to be counted. Articles do not.
_IS_DEEP = etree.XPath(f"boolean({'/*' * 100})")


def read_file(path: Path) -> bytes:
    """The bytes of a source file.

    Raises SourceError when it cannot be read and TooLarge over MAX_BYTES.
    """
    try:
        if not path.is_file():
            reason = "is a folder" if path.is_dir() else "is not a regular file" if path.exists() else "does not exist"
            raise SourceError(f"{path}: cannot be read: it {reason}.", "Check the name.")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(str(path), size)
        return path.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{path}: cannot be read: {error.strerror or error}.", "Check its name and permissions."
        ) from error


def read_stream(stream: BinaryIO, name: str) -> bytes:
    """The bytes of a stream to its end, standard input for one, also of one that does not wait; raises TooLarge over MAX_BYTES."""
    data = bytearray()
    while piece := _next(stream, MAX_BYTES + 1 - len(data)):
        data += piece
        if len(data) > MAX_BYTES:
            raise _too_large(name, len(data))
    return bytes(data)


def _next(stream: BinaryIO, most: int) -> bytes:
    """The next bytes of a stream; none at its end. One that does not wait (whoever shares it may have set it so) gives None when it has none yet."""
    while (piece := stream.read(most)) is None:
        select.select([stream], [], [])
    return piece


def _too_large(name: str, size: int) -> TooLarge:
    return TooLarge(
        f"{name}: refused: it has more than {MAX_BYTES // 1024**2} MB ({size / 1024**2:.0f} MB or more).",
        "Save the article alone, without embedded media.",
    )


def parse_xml(data: bytes, name: str) -> etree._Element:
    """The root element of an XML document from bytes, with no entity expanded, no DTD loaded and nothing fetched.

    `name` is what the error messages call it. Raises Malformed, or Forbidden for a document that declares entities.
    """
    if not data.strip():
        raise Malformed(f"{name}: it is empty.", "Check that the file was saved whole.")
    # without huge_tree libxml2 itself stops at 256 levels
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, dtd_validation=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        reason = str(error.msg).removesuffix(f", line {line}, column {column}")
        raise Malformed(
            f"{name}: not well-formed XML: {reason} (line {line}, column {column}).", "Correct it there."
        ) from error
    info = root.getroottree().docinfo
    if info.internalDTD is not None and any(info.internalDTD.iterentities()):
        raise Forbidden(f"{name}: refused: it declares XML entities.", "Remove the <!DOCTYPE … [ … ]> part.")
    return root


def parse_html(text: str, name: str, utf8: bytes | None = None) -> etree._Element:
    """The root element of an HTML page from decoded text, with a head and a body; comments and processing instructions are left out.

    `utf8` is the text in UTF-8, if somebody has it. Raises Malformed when there is no element in it, and TooLarge when it nests deeper
    than MAX_DEPTH.
    """
    data = text.encode("utf-8", "replace") if utf8 is None else utf8
    check_attributes(data, name)
    # The text is decoded already: a declaration inside must not decode it a second time.
    # Not the parser of lxml.html, whose elements are of Python classes that it looks up one by one: half of the time to read a page.
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
    """Raise TooLarge when one tag has more than MAX_ATTRIBUTES attributes: the parser compares each with all before it."""
    if _CROWDED_TAG.search(data):
        raise TooLarge(
            f"{name}: refused: one of its tags has {MAX_ATTRIBUTES} attributes or more.",
            "Such a page is broken or hostile; save it anew.",
        )


def _check_depth(root: etree._Element, name: str) -> None:
    """Raise TooLarge when a page nests deeper than MAX_DEPTH. The parser cuts such a page a little deeper, without a word."""
    if not _IS_DEEP(root):
        return
    depths: dict[etree._Element, int] = {}
    for element in root.iter():
        parent = element.getparent()
        depths[element] = depth = depths[parent] + 1 if parent is not None else 1
        if depth > MAX_DEPTH:
            raise TooLarge(
                f"{name}: refused: its elements nest deeper than {MAX_DEPTH} levels.",
                "Such a page is broken or hostile; save it anew.",
            )


def companion_file(source: Path | None, reference: str) -> Path | None:
    """The file beside a saved page that `reference` (an image's src, say) names, or None.

    Only files in the source's own folder or below it count: `../` and absolute paths lead nowhere, and so do links out of it.
    """
    if source is None or not reference or "\x00" in reference:
        return None
    folder = source.parent.resolve()
    try:
        path = (folder / reference).resolve()
        inside = path.is_relative_to(folder) and path.is_file() and path.stat().st_size <= MAX_BYTES
    except (OSError, ValueError):
        return None
    return path if inside else None
