"""Pictures that a record carries inside (data: addresses): what they really are, and whether they may be shown."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote_to_bytes

from lxml import etree

from archiver import safety
from archiver.errors import ArchiverError

SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_DATA = re.compile(r"data:([^,;]*)((?:;[^,;]*)*),", re.IGNORECASE)
# In a style or a paint: anything but a reference to a part of the drawing itself.
_REACHES_OUT = re.compile(r"url\s*\(\s*['\"]?\s*(?!#)|@import|expression\s*\(|\\", re.IGNORECASE)
_ACTIVE = frozenset(
    SVG + name
    for name in (
        "script",
        "foreignObject",
        "iframe",
        "audio",
        "video",
        "a",
        "handler",
        "animate",
        "set",
        "animateTransform",
        "animateMotion",
    )
)
_EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/svg+xml": "svg",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes with the type that the bytes themselves show."""

    data: bytes
    media_type: str

    @property
    def name(self) -> str:
        """A file name that depends on nothing but the bytes."""
        return f"{sha256(self.data).hexdigest()[:16]}.{_EXTENSIONS[self.media_type]}"

    @property
    def uri(self) -> str:
        """The picture as a data: address."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode('ascii')}"

    @property
    def moves(self) -> bool:
        """Whether it may be an animation."""
        return self.media_type == "image/gif" and self.data.count(b"\x21\xf9\x04") > 1


def picture(src: str) -> Picture | None:
    """The picture in a data: address; None when there is none, when it is broken, or when it could act."""
    data = _decode(src)
    if not data:
        return None
    media_type = _sniff(data)
    if media_type is None or (media_type == "image/svg+xml" and not _harmless(data)):
        return None
    return Picture(data, media_type)


def _decode(src: str) -> bytes | None:
    found = _DATA.match(src)
    if not found:
        return None
    payload = src[found.end() :]
    if ";base64" not in found[2].lower():
        return unquote_to_bytes(payload)
    # Spaces and line breaks are common in saved pages; a wrong letter means that the picture is broken.
    packed = re.sub(rb"\s+", b"", unquote_to_bytes(payload)).translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4), validate=True)
    except binascii.Error:
        return None


def _sniff(data: bytes) -> str | None:
    """The type by the first bytes, whatever the address claims."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png" if b"IEND" in data[-16:] else None
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if b"<svg" in data[:4096] or b":svg" in data[:4096]:
        return "image/svg+xml"
    return None


def _harmless(data: bytes) -> bool:
    """Whether an SVG only draws: no script, no handler, no animation, nothing from elsewhere."""
    try:
        root = safety.parse_xml(data, "an SVG picture")
    except ArchiverError:
        return False
    if root.tag != SVG + "svg" or root.getroottree().docinfo.doctype:
        return False
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _ACTIVE or not element.tag.startswith(SVG):
            return False
        if element.tag == SVG + "style" and _REACHES_OUT.search("".join(element.itertext())):
            return False
        for name, value in element.attrib.items():
            if etree.QName(name).localname.lower().startswith("on"):
                return False
            if name in ("href", _XLINK_HREF):
                if not value.startswith("#") and picture_is_raster(value) is False:
                    return False
            elif _REACHES_OUT.search(str(value)):
                return False
    return True


def picture_is_raster(href: str) -> bool:
    """Whether an address holds a raster picture inside itself, as drawings may."""
    inner = _decode(href)
    return inner is not None and _sniff(inner) not in (None, "image/svg+xml")
