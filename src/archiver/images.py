"""Pictures that a record carries inside (data: addresses): what they really are, and whether they may be shown.

A picture that acts, or that is broken, is none. One that would cost too much to draw is left out of every export alike, with its words in its
place: what keeps WeasyPrint busy for an hour does no reader of EPUB and no browser any good. A kilobyte is enough for that, in an SVG whose parts
refer to one another (drawings.py) as in a PNG of one colour.
"""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from lxml import etree

from archiver import drawings, safety
from archiver.errors import ArchiverError

#: Parts of a drawing when all that it refers to stands where it is referred to, and those of all drawings of an article.
MOST_PARTS, MOST_PARTS_IN_ALL = 20_000, 60_000
#: Levels of a drawing, those of what it refers to among them.
MOST_LEVELS = 200
#: Pixels of a picture, and those of all pictures of an article: a small file can unfold to gigabytes.
MOST_PIXELS, MOST_PIXELS_IN_ALL = 60_000_000, 400_000_000

SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_XML_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_DATA = re.compile(r"data:([^,;]*)((?:;[^,;]*)*),", re.IGNORECASE)
# In a style or a paint: anything but a reference to a part of the drawing itself.
_REACHES_OUT = re.compile(r"url\s*+\(\s*+['\"]?+\s*+(?!#)|image-set\s*+\(|@import|expression\s*\(|\\", re.IGNORECASE)
#: A style sheet beside the root, and an encoding in which a browser may read other elements than the parser: its bytes are kept as they are.
_STYLE_SHEET = re.compile(rb"<\?xml-stylesheet\b")
_ENCODINGS = frozenset(("utf-8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"))
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
        "animateColor",
        "discard",
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
    """A picture's bytes with the type that the bytes themselves show, and what it costs to draw: pixels, or parts of a drawing."""

    data: bytes
    media_type: str
    cost: int = 0

    @property
    def name(self) -> str:
        """A file name that depends on nothing but the bytes."""
        return f"{sha256(self.data).hexdigest()[:16]}.{_EXTENSIONS[self.media_type]}"

    @property
    def uri(self) -> str:
        """The picture as a data: address."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode('ascii')}"

    @property
    def is_drawing(self) -> bool:
        """Whether it is an SVG."""
        return self.media_type == "image/svg+xml"

    @property
    def moves(self) -> bool:
        """Whether it may be an animation."""
        return self.media_type == "image/gif" and self.data.count(b"\x21\xf9\x04") > 1


def picture(src: str) -> Picture | None:
    """The picture in a data: address; None when there is none, when it is broken, could act, or would cost too much to draw."""
    found = _examined(src)
    return found if isinstance(found, Picture) else None


class Gallery(NamedTuple):
    """The pictures of an article by their addresses: those that may be shown, and why others would cost too much to draw."""

    shown: dict[str, Picture]
    refused: dict[str, str]


def gallery(sources: Iterable[str]) -> Gallery:
    """The pictures in data: addresses. `sources` are the addresses of all pictures of an article, each as often as it stands there.

    What costs too much alone is refused, and of what costs too much together the costliest.
    """
    left = {True: MOST_PARTS_IN_ALL, False: MOST_PIXELS_IN_ALL}
    made = Gallery({}, {})
    costs: list[tuple[int, int, str]] = []
    for order, (src, times) in enumerate(Counter(src for src in sources if src[:5].lower() == "data:").items()):
        examined = _examined(src)
        if isinstance(examined, Picture):
            made.shown[src] = examined
            # a raster picture is decoded once, a drawing drawn each time
            costs.append((examined.cost * (times if examined.is_drawing else 1), order, src))
        elif examined:
            made.refused[src] = examined
    for cost, _, src in sorted(costs):
        is_drawing = made.shown[src].is_drawing
        left[is_drawing] -= cost
        if left[is_drawing] < 0:
            del made.shown[src]
            most = f"{MOST_PARTS_IN_ALL:,} parts" if is_drawing else f"{MOST_PIXELS_IN_ALL:,} pixels"
            made.refused[src] = f"together with the others it has more than {most}"
    return made


def _examined(src: str) -> Picture | str | None:
    """The picture in a data: address; why it would cost too much to draw; or None where there is none that may be shown."""
    data = _decode(src)
    if not data:
        return None
    media_type = _sniff(data)
    if media_type is None:
        return None
    if media_type != "image/svg+xml":
        pixels = _pixels(data)
        if pixels > MOST_PIXELS:
            return f"it has more than {MOST_PIXELS:,} pixels"
        return Picture(data, media_type, pixels)
    root = _harmless(data)
    if root is None:
        return None
    try:
        cost = drawings.cost(root, _pixels_inside)
    except drawings.Endless:
        return "its drawing refers to itself"
    if cost.parts > MOST_PARTS:
        return f"its drawing unfolds to more than {MOST_PARTS:,} parts"
    if cost.depth > MOST_LEVELS:
        return f"its drawing nests deeper than {MOST_LEVELS} levels"
    return Picture(data, media_type, cost.parts)


def _pixels(data: bytes) -> int:
    """How many pixels a raster picture says that it has, all its frames together; 0 where it can't be read, which nobody decodes either."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                return image.width * image.height
    except Image.DecompressionBombError:
        return drawings.ENDLESS
    except Exception:  # noqa: BLE001 - decoders raise whatever a broken picture makes them stumble over
        return 0


def _pixels_inside(href: str) -> int:
    """The pixels of a raster picture inside a drawing."""
    data = _decode(href) if href[:5].lower() == "data:" else None
    return _pixels(data) if data else 0


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


def _harmless(data: bytes) -> etree._Element | None:
    """The root of an SVG that only draws: no script, no handler, no animation, nothing from elsewhere. None for any other."""
    try:
        root = safety.parse_xml(data, "an SVG picture")
    except ArchiverError:
        return None
    described = root.getroottree().docinfo
    if root.tag != SVG + "svg" or described.doctype or (described.encoding or "utf-8").lower() not in _ENCODINGS:
        return None
    if _STYLE_SHEET.search(data):
        return None
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in _ACTIVE or not element.tag.startswith(SVG):
            return None
        if element.tag == SVG + "style" and _REACHES_OUT.search("".join(element.itertext())):
            return None
        for name, value in element.attrib.items():
            if name == _XML_BASE or etree.QName(name).localname.lower().startswith("on"):
                return None
            if name in ("href", _XLINK_HREF):
                if not value.startswith("#") and picture_is_raster(value) is False:
                    return None
            elif _REACHES_OUT.search(str(value)):
                return None
    return root


def picture_is_raster(href: str) -> bool:
    """Whether an address holds a raster picture inside itself, as drawings may."""
    inner = _decode(href)
    return inner is not None and _sniff(inner) not in (None, "image/svg+xml")
