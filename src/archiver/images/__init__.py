"""Pictures inside a record (data: addresses): their real type, and whether an export may show them.

A broken picture is ignored, and what is active in a drawing is taken out of it (passive.py). A picture that would cost too much to draw is left out
of every export, and its alternative text takes its place: a picture that keeps WeasyPrint busy for an hour also harms
EPUB readers and browsers. A kilobyte is enough for such a picture, either an SVG whose parts refer to one another
(drawings.py) or a PNG of a single colour.
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

from archiver.images import drawings
from archiver.images.passive import passive

#: The most parts of a drawing with all references expanded, and the most parts of all drawings of an article.
MOST_PARTS, MOST_PARTS_IN_ALL = 20_000, 60_000
#: The most levels of a drawing with all references expanded.
MOST_LEVELS = 200
#: The most pixels of a picture, and of all pictures of an article: a small file can expand to gigabytes.
MOST_PIXELS, MOST_PIXELS_IN_ALL = 60_000_000, 400_000_000

_DATA = re.compile(r"data:([^,;]*)((?:;[^,;]*)*),", re.IGNORECASE)
_EXTENSIONS = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/avif": "avif",
    "image/svg+xml": "svg",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's bytes, its media type as sniffed from the bytes, and its cost: pixels, or parts of a drawing."""

    data: bytes
    media_type: str
    cost: int = 0

    @property
    def name(self) -> str:
        """A file name that depends only on the bytes."""
        return f"{sha256(self.data).hexdigest()[:16]}.{_EXTENSIONS[self.media_type]}"

    @property
    def uri(self) -> str:
        """The picture as a data: address, in base64."""
        return f"data:{self.media_type};base64,{base64.b64encode(self.data).decode('ascii')}"

    @property
    def is_drawing(self) -> bool:
        """Whether the picture is an SVG."""
        return self.media_type == "image/svg+xml"

    @property
    def moves(self) -> bool:
        """Whether the picture may be an animation (a GIF with several frames)."""
        return self.media_type == "image/gif" and self.data.count(b"\x21\xf9\x04") > 1


def picture(src: str) -> Picture | None:
    """The picture in a data: address; None if there is none, or if it is broken or costs too much to draw."""
    examined = _examined(src)
    return examined if isinstance(examined, Picture) else None


class Gallery(NamedTuple):
    """The pictures of an article by address: `shown` may be shown, `refused` has the reason why a picture costs too
    much to draw.
    """

    shown: dict[str, Picture]
    refused: dict[str, str]


def gallery(sources: Iterable[str]) -> Gallery:
    """Read the pictures in data: addresses. `sources` are the addresses of all pictures of an article, repeated as in
    the article.

    A picture that costs too much alone is refused. If all pictures together cost too much, the costliest are refused.
    """
    budget = {True: MOST_PARTS_IN_ALL, False: MOST_PIXELS_IN_ALL}
    result = Gallery({}, {})
    costs: list[tuple[int, int, str]] = []
    for position, (src, times) in enumerate(Counter(src for src in sources if src[:5].lower() == "data:").items()):
        examined = _examined(src)
        if isinstance(examined, Picture):
            result.shown[src] = examined
            # A raster picture is decoded once; a drawing is drawn at each of its places.
            costs.append((examined.cost * (times if examined.is_drawing else 1), position, src))
        elif examined:
            result.refused[src] = examined
    for cost, _, src in sorted(costs):
        is_drawing = result.shown[src].is_drawing
        budget[is_drawing] -= cost
        if budget[is_drawing] < 0:
            del result.shown[src]
            most = f"{MOST_PARTS_IN_ALL:,} parts" if is_drawing else f"{MOST_PIXELS_IN_ALL:,} pixels"
            result.refused[src] = f"together with the others it has more than {most}"
    return result


def _examined(src: str) -> Picture | str | None:
    """The picture in a data: address, the reason why it costs too much to draw, or None if no picture may be shown."""
    data = _decode(src)
    if not data:
        return None
    kind = media_type(data)
    if kind is None:
        return None
    if kind != "image/svg+xml":
        pixels = _pixels(data)
        if kind == "image/avif" and not pixels:
            return None  # Pillow cannot read it, so nobody knows what it would cost
        if pixels > MOST_PIXELS:
            return f"it has more than {MOST_PIXELS:,} pixels"
        return Picture(data, kind, pixels)
    drawing = passive(data, picture_is_raster)
    if drawing is None:
        return None
    root, data = drawing
    try:
        cost = drawings.cost(root, _pixels_inside)
    except drawings.CircularDrawing:
        return "its drawing refers to itself"
    if cost.parts > MOST_PARTS:
        return f"its drawing unfolds to more than {MOST_PARTS:,} parts"
    if cost.depth > MOST_LEVELS:
        return f"its drawing nests deeper than {MOST_LEVELS} levels"
    return Picture(data, kind, cost.parts)


def _pixels(data: bytes) -> int:
    """The pixels that the header of a raster picture states, for one frame; 0 if it cannot be read, because then no
    program decodes it.
    """
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data)) as image:
                return image.width * image.height
    except Image.DecompressionBombError:
        return drawings.ENDLESS
    except Exception:  # noqa: BLE001 - a decoder may raise anything on a broken picture
        return 0


def _pixels_inside(href: str) -> int:
    """The pixels of a raster picture that is embedded in a drawing; 0 for any other address."""
    data = _decode(href) if href[:5].lower() == "data:" else None
    return _pixels(data) if data else 0


def _decode(src: str) -> bytes | None:
    header = _DATA.match(src)
    if not header:
        return None
    payload = src[header.end() :]
    if ";base64" not in header[2].lower():
        return unquote_to_bytes(payload)
    # Spaces and line breaks are common in saved pages. Any other wrong character means that the picture is broken.
    encoded = re.sub(rb"\s+", b"", unquote_to_bytes(payload)).translate(bytes.maketrans(b"-_", b"+/"))
    try:
        return base64.b64decode(encoded + b"=" * (-len(encoded) % 4), validate=True)
    except binascii.Error:
        return None


def media_type(data: bytes) -> str | None:
    """The media type that the first bytes show, whatever the address claims; None if it is no known picture."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png" if b"IEND" in data[-16:] else None
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "image/gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "image/avif"
    if b"<svg" in data[:4096] or b":svg" in data[:4096]:
        return "image/svg+xml"
    return None


def picture_is_raster(href: str) -> bool:
    """Whether a data: address holds a raster picture; drawings may embed such pictures."""
    data = _decode(href)
    return data is not None and media_type(data) not in (None, "image/svg+xml")
