"""The file of a record: its layout, its digest, and how it is read again.

The digest is the SHA-256 of the file without the line of the digest itself:

    grep -v '<digest value=' record.xml | sha256sum

It is taken of the file as Archiver writes it, so an editor that only wraps or indents the file in another way changes
nothing. Everything else does: a word, an attribute, a comment, an element that was moved.
"""

from __future__ import annotations

import copy
import hashlib
import re

from lxml import etree
from lxml.etree import _Element as Element

from archiver.xml_layout import Layout

NAMESPACE = "urn:archiver:article:1"
#: The version of the schema that is written. Records of FORMER_VERSIONS are read.
VERSION = "1.1"
FORMER_VERSIONS = ("1.0",)
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

_DIGEST_LINE = re.compile(rb'^ *<digest value="[^"]*"/>\n', re.MULTILINE)


def _tags(*names: str) -> frozenset[str]:
    return frozenset(f"{{{NAMESPACE}}}{name}" for name in names)


_BLOCKS = _tags("post", "p", "list", "quote", "figure", "table", "verse", "rule", "embed")
_BLOCKS_BY_DISPLAY = _tags("code", "formula")


def is_block(element: Element) -> bool:
    """Whether an element of the record is a block, as opposed to inline content."""
    return element.tag in _BLOCKS or (element.tag in _BLOCKS_BY_DISPLAY and element.get("display") == "block")


#: The elements that hold no text in schemas/article.rnc. A test compares them with the grammar. `ruby` is none of
#: them: it stands in running text.
LAYOUT = Layout(
    NAMESPACE,
    with_elements=_tags(
        "article", "head", "author", "contributor", "container", "body", "post", "section", "list", "quote", "figure", "embed", "table", "row", "verse",
        "stanza", "notes", "note", "provenance", "source", "tool",
    ),
    with_either=_tags("item", "caption", "cell"),
    is_block=is_block,
)  # fmt: skip


def to_bytes(document: Element | etree._ElementTree) -> bytes:
    """The bytes of a record's file. `document` is its root element or its tree; it is not changed."""
    return LAYOUT.to_bytes(document)


def set_digest(root: Element) -> None:
    """Give a record that Archiver has just made the digest of its file."""
    provenance = root[-1]
    for former in provenance.findall(f"{{{NAMESPACE}}}digest"):
        provenance.remove(former)
    digest = etree.Element(f"{{{NAMESPACE}}}digest", {"value": ""})
    position = next((n for n, child in enumerate(provenance) if child.tag in _AFTER_DIGEST), len(provenance))
    provenance.insert(position, digest)
    digest.set("value", digest_of(to_bytes(root)))


_AFTER_DIGEST = _tags("revision", "evidence", "removed", "finding")


def digest_of(data: bytes) -> str:
    """The digest of a record's file as Archiver writes it: "sha256:" and 64 hexadecimal digits."""
    return f"sha256:{hashlib.sha256(_DIGEST_LINE.sub(b'', data, count=1)).hexdigest()}"


def read(root: Element) -> tuple[Element, etree._ElementTree | None]:
    """A parsed record as the program works with it: in the present version, without comments, processing instructions
    and white space that means nothing.

    The second value is the tree with its comments and processing instructions, as it will be written again; None when
    there are none.
    """
    if root.get("version") in FORMER_VERSIONS:
        root.set("version", VERSION)
    root.set(XML_SPACE, "preserve")
    LAYOUT.fold(root, _is_verbatim)
    annotated: etree._ElementTree | None = None
    if _has_annotations(root):
        annotated = copy.deepcopy(root.getroottree())
        etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
        # what stood before and after a comment is one text now
        LAYOUT.fold(root, _is_verbatim)
    return root, annotated


def _is_verbatim(element: Element) -> bool:
    """Whether white space in an element is part of its content: block code and formulas."""
    return element.tag in _BLOCKS_BY_DISPLAY and (element.get("display") == "block" or "notation" in element.attrib)


def _has_annotations(root: Element) -> bool:
    if root.getprevious() is not None or root.getnext() is not None:
        return True
    return next(root.iter(etree.Comment, etree.ProcessingInstruction), None) is not None
