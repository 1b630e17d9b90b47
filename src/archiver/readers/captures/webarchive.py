"""Web archives of Safari (.webarchive): a property list with the page, its resources, and the archives of its frames.

    WebMainResource       WebResourceData, WebResourceMIMEType, WebResourceTextEncodingName, WebResourceURL
    WebSubresources       the same for each picture, style and script
    WebSubframeArchives   frames; they are no part of the text, as in any page. Of a set of frames, the one with the most text is the page

The format has no moment of the capture.
"""

from __future__ import annotations

import plistlib
import re
from collections.abc import Iterator
from typing import Any
from xml.parsers.expat import ExpatError

from archiver.errors import Forbidden, Malformed
from archiver.readers.captures import CapturedPage, CaptureFile, Pages, usable_address
from archiver.saved import frames as saved_frames
from archiver.source import Capture, Source

MEDIA_TYPE = "application/x-webarchive"
_REMEDY = "Save the page again, or as HTML."
_PAGES = frozenset(("text/html", "application/xhtml+xml", "text/plain"))
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
#: How many resources are looked at.
_MAX_RESOURCES, _MAX_FRAMES = 20_000, 100


def open_pages(file: CaptureFile) -> Pages:
    """The page of a web archive. Raises Malformed for a file that is broken, or holds no page."""
    return _WebArchive(file)


class _WebArchive(Pages):
    def __init__(self, file: CaptureFile) -> None:
        super().__init__(file)
        root = _plist(file.data(), file.name)
        main = root.get("WebMainResource")
        if not isinstance(main, dict) or not _data(main).strip():
            raise Malformed(f"{file.name}: it holds no page.", _REMEDY)
        media_type = _text(main, "WebResourceMIMEType").lower() or "text/html"
        if media_type not in _PAGES:
            raise Malformed(f"{file.name}: what it holds is {media_type}, not a page or a text.", _REMEDY)
        main = _frame_with_text(root, main)
        self._main, self._media_type = main, media_type
        address = _text(main, "WebResourceURL")
        self.pages = [CapturedPage("page", usable_address(address))]
        self._resources = {_text(item, "WebResourceURL"): _data(item) for item in _subresources(root)}

    def source(self, page: CapturedPage) -> Source:
        """The Source of the page."""
        return Source(
            name=self.file.name,
            data=_data(self._main),
            stem=self.file.path.stem if self.file.path else "article",
            url=page.address or None,
            capture=Capture(
                address=page.address,
                media_type=self._media_type,
                charset="utf-8"
                if isinstance(self._main.get("WebResourceData"), str)
                else _text(self._main, "WebResourceTextEncodingName") or None,
                resource=self._resources.get,
                file=self.file.fixity(MEDIA_TYPE),
            ),
        )


def _frame_with_text(root: dict[str, Any], main: dict[str, Any]) -> dict[str, Any]:
    """The frame that holds the article of a page; any other page itself."""
    archives = root.get("WebSubframeArchives")
    if not isinstance(archives, list):
        return main
    frames = [archive.get("WebMainResource") for archive in archives[:_MAX_FRAMES] if isinstance(archive, dict)]
    pages = [
        frame for frame in frames if isinstance(frame, dict) and _text(frame, "WebResourceMIMEType").lower() in _PAGES
    ]
    number = saved_frames.page_with_text(_data(main), [_data(frame) for frame in pages])
    return pages[number] if number >= 0 else main


def _plist(data: bytes, name: str) -> dict[str, Any]:
    """The dictionary of a property list. Raises Malformed, and Forbidden for one that declares XML entities."""
    if not data.startswith(b"bplist00") and _ENTITY.search(data[:65536]):
        raise Forbidden(f"{name}: refused: it declares XML entities.", _REMEDY)
    try:
        root = plistlib.loads(data)
    except (ValueError, ExpatError, RecursionError, LookupError, TypeError, AttributeError, OverflowError) as error:
        # plistlib raises any of these for a broken or hostile list
        raise Malformed(f"{name}: it is no valid web archive of Safari: it is cut or damaged.", _REMEDY) from error
    if not isinstance(root, dict):
        raise Malformed(f"{name}: it is no web archive of Safari.", _REMEDY)
    return root


def _subresources(root: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The resources of the page; those of its frames too, since a picture in a frame is there under its own address."""
    archives: list[Any] = [root]
    seen: set[int] = set()  # a binary list may hold one object many times, and itself
    count = 0
    while archives:
        archive = archives.pop()
        if not isinstance(archive, dict) or id(archive) in seen:
            continue
        seen.add(id(archive))
        for name in ("WebSubresources", "WebSubframeArchives"):
            items = archive.get(name)
            for item in items if isinstance(items, list) else ():
                if (count := count + 1) > _MAX_RESOURCES:
                    return
                if name == "WebSubframeArchives":
                    archives.append(item)
                elif isinstance(item, dict):
                    yield item


def _data(resource: dict[str, Any]) -> bytes:
    """The bytes of a resource. Programs other than Safari write a text as text."""
    data = resource.get("WebResourceData")
    return data if isinstance(data, bytes) else data.encode("utf-8", "replace") if isinstance(data, str) else b""


def _text(resource: dict[str, Any], name: str) -> str:
    text = resource.get(name)
    return text if isinstance(text, str) else ""
