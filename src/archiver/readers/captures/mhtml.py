"""Pages saved as MHTML (RFC 2557), as Chromium, Edge and old Internet Explorer write them: one page, with its pictures and styles.

The part of the page is the one that the head names (`start`), else the first HTML part. Chromium names no charset for it. Links in the page are absolute.
Pictures are found under their Content-Location, or by "cid:" under their Content-ID. Pages in frames are no part of the text, as in any page. Of a set
of frames, and of a page that is little more than a frame, the frame with the most text is the page.
"""

from __future__ import annotations

from email.message import Message
from urllib.parse import unquote

from archiver.errors import Malformed
from archiver.readers.captures import CapturedPage, CaptureFile, Pages, mime, usable_address
from archiver.saved import frames
from archiver.saved.folders import is_saved_folder
from archiver.source import Capture, Source

MEDIA_TYPE = "multipart/related"
_HTML = frozenset(("text/html", "application/xhtml+xml"))


def open_pages(file: CaptureFile) -> Pages:
    """The page of an MHTML file. Raises Malformed when no part of it is HTML or text."""
    return _SavedPage(file)


def _is_beside_page(location: str) -> bool:
    """Whether a part has the address of a file in the folder beside a page: Word puts headers and footers there."""
    folder = unquote(location).replace("\\", "/").rpartition("/")[0].rpartition("/")[2]
    return is_saved_folder(folder, ())


class _SavedPage(Pages):
    def __init__(self, file: CaptureFile) -> None:
        super().__init__(file)
        self._message = mime.parse(file.data(), file.name)
        self._parts = list(mime.leaves(self._message, file.name))
        self._page = self._main_part()
        if self._page is None:
            raise Malformed(f"{file.name}: no part of it is an HTML page.", "Save the page again, or as HTML.")
        location = mime.header(self._page, "Content-Location") or mime.header(
            self._message, "Snapshot-Content-Location"
        )
        address = usable_address(location)
        self.pages = [CapturedPage("page", address, mime.moment(mime.header(self._message, "Date")))]
        self._by_location = {
            key: part
            for part in reversed(self._parts)
            for key in (mime.header(part, "Content-Location"), f"cid:{mime.content_id(part)}")
            if key not in ("", "cid:")
        }

    def _main_part(self) -> Message | None:
        start = mime.parameter(self._message, "start").strip("<> ")
        pages = [part for part in self._parts if part.get_content_type() in _HTML and mime.body(part).strip()]
        named = next((part for part in pages if start and mime.content_id(part) == start), None)
        beside = [part for part in pages if not _is_beside_page(mime.header(part, "Content-Location"))]
        page = named or next(iter(beside or pages), None)
        if page is None:
            return None
        others = [part for part in pages if part is not page]
        number = frames.page_with_text(mime.body(page), [mime.body(part) for part in others])
        return others[number] if number >= 0 else page

    def _resource(self, address: str) -> bytes | None:
        part = self._by_location.get(address)
        return mime.body(part) if part is not None else None

    def source(self, page: CapturedPage) -> Source:
        """The Source of the page."""
        assert self._page is not None
        charset = mime.parameter(self._page, "charset") or None
        fixity = self.file.fixity(MEDIA_TYPE)
        return Source(
            name=self.file.name,
            data=mime.body(self._page),
            stem=self.file.path.stem if self.file.path else "article",
            url=page.address or None,
            capture=Capture(
                address=page.address, media_type="text/html", charset=charset, retrieved=page.retrieved,
                resource=self._resource, file=fixity, findings=(("S012", {}),) if mime.is_cut(self._message) else (),
            ),
        )  # fmt: skip
