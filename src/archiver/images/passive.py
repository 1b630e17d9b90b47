"""A drawing (SVG) that only draws: what acts, moves, reads or fetches is taken out of it, and the rest stays as it is.

    Given:   <svg onload="x()"><script>…</script><a href="https://a.example"><path d="M0 0 L9 9"/></a><image href="b.png"/></svg>
    becomes: <svg><g><path d="M0 0 L9 9"/></g></svg>

Taken out are scripts, event handlers, animations, frames, references to anything outside of the drawing, style sheets from
elsewhere, elements and attributes of other vocabularies (drawing programs keep their settings there), instructions and the
document type. Short entities that the document type declares (Adobe Illustrator writes namespaces so) are put in their places
first. A drawing that shows words in HTML (`foreignObject`) is refused, since it would lose them.

Source: SVG 2, https://www.w3.org/TR/SVG2/; the elements that browsers run or fetch in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml import etree

from archiver import safety
from archiver.errors import ArchiverError
from archiver.trees.changes import drop_keeping_tail

SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_XML_ATTRIBUTES = ("{http://www.w3.org/XML/1998/namespace}space", "{http://www.w3.org/XML/1998/namespace}lang")
_ACTIVE = frozenset(
    SVG + name
    for name in (
        "script", "foreignObject", "iframe", "audio", "video", "canvas", "handler", "listener",
        "animate", "animateColor", "animateTransform", "animateMotion", "set", "discard",
    )
)  # fmt: skip
_SHAPES = tuple(SVG + name for name in "path rect circle ellipse line polyline polygon text image use".split())
#: Elements that show nothing without what they refer to.
_REFERRING = frozenset((SVG + "image", SVG + "use", SVG + "feImage"))
#: In a style or a paint: any reference that does not point to an element of the same drawing. A backslash may hide one.
_EXTERNAL = re.compile(r"url\s*+\(\s*+['\"]?+\s*+(?!#)|image-set\s*+\(|@import|expression\s*\(|\\", re.IGNORECASE)
#: The rules of a style sheet that load something.
_LOADING_RULES = re.compile(r"@import\b[^;{}]*+;?|@font-face\s*+\{[^{}]*+\}", re.IGNORECASE)
_DECLARATION = re.compile(rb"<\?xml[^>]*+\?>")
_DOCTYPE = re.compile(rb"<!DOCTYPE\s[^\[<>]*+(?:\[([^\]]*+)\]\s*+)?>")
_ENTITY = re.compile(rb"<!ENTITY\s++([\w.-]++)\s++(?:\"([^\"&%<]*+)\"|'([^'&%<]*+)')\s*+>")
_REFERENCE = re.compile(rb"&([\w.-]++);")
_LONGEST_ENTITY, _MOST_REFERENCES = 300, 1000
#: A browser may read other elements from the bytes of other encodings than the parser does.
_ENCODINGS = frozenset(("utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"))


def passive(data: bytes, is_raster: Callable[[str], bool]) -> tuple[etree._Element, bytes] | None:
    """The root and the bytes of a drawing without anything active; None if no drawing can be made of it.

    The bytes are unchanged if nothing had to be taken out. `is_raster` tells whether a data: address holds a raster picture,
    which a drawing may embed.
    """
    plain = _without_document_type(data)
    if plain is None:
        return None
    try:
        root = safety.parse_xml(plain, "an SVG picture", keep_instructions=True)
    except ArchiverError:
        return None
    if (
        root.getroottree().docinfo.doctype
        or root.tag != SVG + "svg"
        or (root.getroottree().docinfo.encoding or "utf-8").lower() not in _ENCODINGS
    ):
        return None
    changed = plain != data
    if root.getprevious() is not None or root.getnext() is not None:
        changed = True  # what stands beside the root (a style sheet's instruction, a comment) is not written again
    for element in list(root.iter()):
        if element is not root and element.getparent() is None:
            continue
        cleaned = _clean(element, is_raster)
        if cleaned is None:
            return None
        changed = cleaned or changed
    if not changed:
        return root, data
    if next(root.iter(*_SHAPES), None) is None:
        return None  # a script would have drawn it
    return root, etree.tostring(root, encoding="utf-8", with_tail=False)


def _without_document_type(data: bytes) -> bytes | None:
    """The drawing without its document type, with the entities that this declares in their places; None if they are not short
    and plain.
    """
    match = _DOCTYPE.search(data)
    if match is None:
        return None if b"<!DOCTYPE" in data or b"<!ENTITY" in data else data
    rest = data[: match.start()] + data[match.end() :]
    if b"<!DOCTYPE" in rest or b"<!ENTITY" in rest:
        return None
    subset = match[1] or b""
    entities = {name: double or single for name, double, single in _ENTITY.findall(subset)}
    if subset.count(b"<!ENTITY") != len(entities) or any(len(text) > _LONGEST_ENTITY for text in entities.values()):
        return None
    if not entities:
        return rest
    if len(_REFERENCE.findall(rest)) > _MOST_REFERENCES:
        return None
    return _REFERENCE.sub(lambda m: entities.get(m[1], m[0]), rest)


def _clean(element: etree._Element, is_raster: Callable[[str], bool]) -> bool | None:
    """Take out of an element what acts, or the element itself. Returns whether anything was changed; None if the drawing is to be
    refused.
    """
    tag = element.tag
    if not isinstance(tag, str):
        if isinstance(element, etree._Comment):
            return False
        drop_keeping_tail(element)
        return True
    if not tag.startswith(SVG) or tag in _ACTIVE:
        if tag == SVG + "foreignObject" and "".join(element.itertext()).strip() and not _has_alternative(element):
            return None
        drop_keeping_tail(element)
        return True
    changed = False
    if tag == SVG + "a":
        element.tag, changed = SVG + "g", True
        for name in ("href", _XLINK_HREF):
            element.attrib.pop(name, None)
    if tag == SVG + "style" and _EXTERNAL.search(sheet := "".join(map(str, element.itertext()))):
        sheet, changed = _LOADING_RULES.sub("", sheet), True
        for child in list(element):
            element.remove(child)
        element.text = "" if _EXTERNAL.search(sheet) else sheet
    for name, value in list(element.attrib.items()):
        if not _stays(str(name), str(value), is_raster):
            del element.attrib[name]
            changed = True
    if changed and tag in _REFERRING and not (element.get("href") or element.get(_XLINK_HREF)):
        drop_keeping_tail(element)
    return changed


def _stays(name: str, value: str, is_raster: Callable[[str], bool]) -> bool:
    """Whether an attribute of a drawing only draws."""
    if name.lower().startswith("on"):
        return False
    if name in ("href", _XLINK_HREF):
        return value.startswith("#") or is_raster(value)
    if name.startswith("{") and name not in _XML_ATTRIBUTES:
        return False
    return not _EXTERNAL.search(value)


def _has_alternative(element: etree._Element) -> bool:
    """Whether a `switch` shows something else in place of an element."""
    parent = element.getparent()
    return parent is not None and parent.tag == SVG + "switch" and len(parent) > 1
