"""Flat OpenDocument (.fodt; OpenDocument 1.3, part 3, 3.1.2): one XML file with all that an ODT has in the members of its container. It is packed into one.

<office:document>                                    →    content.xml, styles.xml, meta.xml
<draw:image><office:binary-data>iVBO…                →    Pictures/1.png
<draw:object><math:math>…                            →    Object 1/content.xml

LibreOffice leaves deleted text where it stood, between two marks, and not in the list of the changes, where ODT has it. It is moved there.
"""

from __future__ import annotations

import base64
import binascii
import copy
import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace

from lxml import etree

from archiver import safety
from archiver.errors import ArchiverError, Forbidden, Malformed, TooLarge
from archiver.readers.documents.containers import MOST_MARKUP
from archiver.readers.documents.odt import drop
from archiver.source import Source

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_PARAGRAPHS = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_SPACES = frozenset((f"{_TEXT}s", f"{_TEXT}tab", f"{_TEXT}line-break"))
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_MATH = "{http://www.w3.org/1998/Math/MathML}math"
_HREF = "{http://www.w3.org/1999/xlink}href"
_MIME_TYPE = "application/vnd.oasis.opendocument.text"
#: The members, each with its root and the parts of the flat document that are in it.
_MEMBERS = (
    ("content.xml", "document-content", ("scripts", "font-face-decls", "automatic-styles", "body")),
    ("styles.xml", "document-styles", ("font-face-decls", "styles", "automatic-styles", "master-styles")),
    ("meta.xml", "document-meta", ("meta",)),
)
_ENDINGS = (
    (".png", b"\x89PNG"), (".jpg", b"\xff\xd8\xff"), (".gif", b"GIF8"), (".webp", b"RIFF"), (".bmp", b"BM"), (".tif", b"II*\0"), (".tif", b"MM\0*"),
    (".wmf", b"\xd7\xcd\xc6\x9a"), (".emf", b"\x01\0\0\0"),
)  # fmt: skip
_OFTEN = "Save it as ODT with the program that made it."


def is_flat(source: Source) -> bool:
    """Whether a source is no container: XML, not ZIP."""
    return source.data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")


def packed(source: Source) -> Source:
    """The source as an ODT. Raises Malformed, Forbidden for declared entities, and TooLarge."""
    if len(source.data) > MOST_MARKUP:
        raise TooLarge(f"{source.name}: refused: it is too large (more than {MOST_MARKUP // 1024**2} MB).", _OFTEN)
    try:
        root = safety.parse_xml(source.data, source.name)
    except Forbidden as error:
        raise Forbidden(f"{source.name}: refused: it declares XML entities.", _OFTEN) from error
    except ArchiverError as error:
        raise Malformed(f"{source.name}: this OpenDocument text is damaged or cut off.", _OFTEN) from error
    _move_deletions(root)
    members: dict[str, bytes] = {}
    for number, image in enumerate(root.iter(f"{_DRAW}image"), 1):
        data = image.find(f"{_OFFICE}binary-data")
        if data is not None and (content := _decoded(data.text or "")):
            # pandoc knows the type of a picture by the ending of its name
            name = f"Pictures/{number}{_ending(content)}"
            members[name] = content
            image.set(_HREF, name)
            image.remove(data)
    for number, formula in enumerate(root.iter(f"{_DRAW}object"), 1):
        if (math := formula.find(_MATH)) is not None:
            members[f"Object {number}/content.xml"] = etree.tostring(math, with_tail=False)
            formula.set(_HREF, f"./Object {number}")
            formula.remove(math)
    for name, tag, parts in _MEMBERS:
        members[name] = _member(root, tag, parts)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in {"mimetype": _MIME_TYPE.encode(), **members}.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return replace(source, data=out.getvalue())


def _move_deletions(root: etree._Element) -> None:
    """Move deleted text out of the running text, into the list of the changes.

    <text:deletion/> … <text:change-start change-id="1"/>slowly <text:change-end change-id="1"/>    becomes    <text:deletion><text:p>slowly </text:p></text:deletion>
    """
    deletions: dict[str, etree._Element] = {}
    for region in root.iter(f"{_TEXT}changed-region"):
        deletion = region.find(f"{_TEXT}deletion")
        if deletion is not None and deletion.find(f".//{_TEXT}p") is None:
            deletions[str(region.get(f"{_TEXT}id") or region.get(_XML_ID))] = deletion
    if not deletions:
        return
    #: the open deletions, and what they hold so far
    pieces: dict[str, list[str]] = {}
    #: notes whose call was deleted
    empty: list[etree._Element] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag == f"{_TEXT}tracked-changes":
            continue
        change = str(element.get(f"{_TEXT}change-id"))
        if event == "start":
            if element.tag == f"{_TEXT}change-start" and change in deletions:
                pieces.setdefault(change, [])
            elif pieces:
                if element.tag in _PARAGRAPHS or element.tag in _SPACES:
                    _moved(pieces, " ")
                if element.tag == f"{_TEXT}note":
                    empty.append(element)
                element.text = _moved(pieces, element.text)
            continue
        if element.tag == f"{_TEXT}change-end" and change in pieces:
            etree.SubElement(deletions[change], f"{_TEXT}p").text = "".join(pieces.pop(change))
        if pieces:
            element.tail = _moved(pieces, element.tail)
    for change, texts in pieces.items():  # marks without an end
        etree.SubElement(deletions[change], f"{_TEXT}p").text = "".join(texts)
    for note in empty:
        drop(note)


def _moved(pieces: dict[str, list[str]], text: str | None) -> str:
    """Add a text to the open deletion that began last, and return what is left in its place: nothing."""
    next(reversed(pieces.values())).append(text or "")
    return ""


def _member(root: etree._Element, tag: str, parts: Sequence[str]) -> bytes:
    member = etree.Element(f"{_OFFICE}{tag}", nsmap=root.nsmap)
    for name in parts:
        found = [copy.deepcopy(part) for part in root.findall(f"{_OFFICE}{name}")]
        # pandoc wants each part of the styles
        member.extend(found or ([etree.Element(f"{_OFFICE}{name}")] if tag == "document-styles" else []))
    return etree.tostring(member, xml_declaration=True, encoding="UTF-8")


def _ending(picture: bytes) -> str:
    return next(
        (ending for ending, start in _ENDINGS if picture.startswith(start)), ".svg" if b"<svg" in picture[:2048] else ""
    )


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        return b""
