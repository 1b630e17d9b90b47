"""Pictures of a document: what no export can show becomes PNG where Pillow reads it; of the rest a finding tells.

pandoc puts the pictures of a container into its tree (pandoc_filter.lua). Word processors embed formats that browsers do not show.
"""

from __future__ import annotations

import base64
import binascii
import io
import warnings

from archiver import images
from archiver.page import PageFinding
from archiver.trees.elements import Element

#: Formats that a record shows (record/images.py), and those that become PNG.
_SHOWN = frozenset(("image/png", "image/jpeg", "image/gif", "image/webp", "image/svg+xml", "image/avif"))
_CONVERTED = frozenset(
    ("image/tiff", "image/bmp", "image/x-bmp", "image/x-ms-bmp", "image/vnd.microsoft.icon", "image/x-icon")
)
_NAMES = {"image/x-emf": "EMF", "image/emf": "EMF", "image/x-wmf": "WMF", "image/wmf": "WMF"}


def mend(body: Element) -> list[PageFinding]:
    """Convert the pictures that need it, and return a finding for each format that stays unread."""
    unread: dict[str, int] = {}
    for image in body.iter("img"):
        address = image.get("src", "")
        if not address.startswith("data:"):
            continue
        media_type, _, data = address.removeprefix("data:").partition(";base64,")
        if media_type in _SHOWN:
            continue
        if media_type in _CONVERTED and (converted := _as_png(data)):
            image.set("src", converted)
            continue
        name = _NAMES.get(media_type, media_type)
        unread[name] = unread.get(name, 0) + 1
    return [PageFinding("D002", {"count": count, "format": name}) for name, count in sorted(unread.items())]


def _as_png(data: str) -> str:
    """The picture as a data: address of PNG; "" when it cannot be read, or is too large."""
    from PIL import Image

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(base64.b64decode(data))) as picture:
                if picture.width * picture.height > images.MOST_PIXELS:
                    return ""
                out = io.BytesIO()
                picture.convert("RGBA" if "A" in picture.getbands() or "transparency" in picture.info else "RGB").save(
                    out, "PNG"
                )
    except (OSError, ValueError, SyntaxError, binascii.Error, Image.DecompressionBombError):
        return ""
    return f"data:image/png;base64,{base64.b64encode(out.getvalue()).decode('ascii')}"
