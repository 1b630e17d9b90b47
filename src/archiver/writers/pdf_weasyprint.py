"""The PDF: pages for print and keeping, PDF/A-3a and PDF/UA-1 in one file, with the record inside.

record ─ print.xsl ─▶ HTML ─ print.css, WeasyPrint ─▶ pages ─ survey ─▶ tags, metadata ─▶ bytes

Faces, stylesheets and CSS are prepared once in a process. Nothing is fetched, and nothing on the machine is read but
our own faces and the CSS that the caller names.
"""

from __future__ import annotations

import datetime
import logging
import os
from contextlib import contextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree import ElementTree

from lxml import etree

from archiver.article import Article
from archiver.errors import InvalidResult, MissingDependency, UsageError
from archiver.writers import pdf_check, pdf_letters, pdf_metadata, pdf_page, pdf_quick, pdf_quick_objects, pdf_tags
from archiver.writers.depth import deep_stack
from archiver.writers.pdf_paper import A4, Paper
from archiver.writers.pdf_rare import keep_characters
from archiver.writers.stylesheet import FOLDER
from archiver.writers.typefaces import use_own_faces
from archiver.writers.words import words_for

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: How often pages are laid out anew, with more of the notes at the end, until all is whole.
_ROUNDS = 5
#: How often they are laid out once more so that notes stand on the page of their call.
_TRIES = 3
_PANGO = "Install them: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"


def write(article: Article, out: BinaryIO, *, css: Path | None = None, paper: Paper = A4) -> None:
    """Write the article as a PDF on `paper`; `css` is read after our own stylesheet.

    Raises MissingDependency without Pango or our faces, UsageError when `css` cannot be read, InvalidResult when a note
    or a word would not be whole on its page.
    """
    press = _press()
    sheets = [
        press.css,
        *press.for_paper(paper),
        *([_own_css(css.resolve(), css.stat().st_mtime_ns)] if _readable(css) and css else []),
    ]
    try:
        with deep_stack():
            document, found = _set(press, article, sheets, paper)
            if css is not None:
                found.lost = 0  # what another's CSS hides is hidden on purpose
            pdf_check.require_whole(article, found)
            data = _bytes(article, document, paper)
    finally:
        pdf_quick.end()
    out.write(data)


def _set(press: _Press, article: Article, sheets: list[Any], paper: Paper) -> tuple[Any, pdf_check.Survey]:
    """Lay the pages out; where a note is cut, again with it at the end; where that does not help, sturdily."""
    every_note = frozenset(n.id for n in article.notes)
    at_end, sturdy = pdf_page.notes_for_the_end(article), False
    pages: dict[str, int] = {}
    for round in range(_ROUNDS):
        try:
            document, found = press.lay_out(article, at_end, sheets, sturdy, pages, paper)
        except Exception as error:
            if round == _ROUNDS - 1:
                what = type(error).__name__
                raise InvalidResult(f"The PDF's pages could not be laid out ({what}).", pdf_check.REMEDY) from error
            at_end, sturdy = every_note, True
            continue
        if found.whole and (sturdy or at_end.isdisjoint(found.pages) or pages == found.pages):
            break
        pages = found.pages
        if found.whole:  # now that it is known which pages the foot has to point to
            continue
        if found.cut - at_end:
            at_end = pdf_page.notes_for_the_end(article, at_end | found.cut)
        else:
            at_end, sturdy = every_note, True
    else:  # no rest was found: plainly, and the caller looks whether that is whole
        document, found = press.lay_out(article, every_note, sheets, True, None, paper)
    held: dict[str, str] = {}
    for _ in range(_TRIES):
        if not (more := pdf_page.held_back(found.greedy, held)):
            break
        held |= more
        again, seen = press.lay_out(article, at_end, sheets, sturdy, pages, paper, held)
        if not seen.whole or seen.pages != found.pages or len(seen.late) > len(found.late):
            break
        document, found = again, seen
    return document, found


def _readable(css: Path | None) -> bool:
    if css is not None and not css.is_file():
        raise UsageError(f"{css}: cannot be read as CSS: there is no such file.", "Check the name.")
    return css is not None


def _bytes(article: Article, document: Any, paper: Paper) -> bytes:
    import weasyprint  # type: ignore[import-untyped]

    title = pdf_metadata.document_title(article, pdf_page.name_without_title(article))
    tagger = pdf_tags.Tagger(article.language or "und", words_for(article.language))
    never = datetime.datetime(1980, 1, 1)  # replaced by the record's own date
    record = weasyprint.Attachment(
        string=article.xml(),
        name=pdf_metadata.RECORD_NAME,
        description="The archival record that these pages were made from",
        created=never,
        modified=never,
        relationship="Source",
    )

    def finisher(_: Any, pdf: Any) -> None:
        tagger.settle(pdf)
        keep_characters(pdf)
        pdf_metadata.finish(article, title, pdf)
        pdf_quick_objects.write_once(pdf)

    quick = pdf_quick_objects.made_once(), pdf_quick_objects.packed_lightly()
    with pdf_tags.tagging(tagger), pdf_letters.told_by_faces(), quick[0], quick[1], _fixed_clock():
        data = document.write_pdf(
            zoom=paper.zoom,
            finisher=finisher,
            pdf_variant="pdf/a-3a",
            pdf_identifier=bytes.fromhex(pdf_metadata.digest(article))[:16].hex().encode(),
            attachments=[record],
        )
    assert isinstance(data, bytes)
    return data


@contextmanager
def _fixed_clock() -> Iterator[None]:
    """fontTools, where HarfBuzz cannot cut the faces, writes the time into them unless this says another."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = "315532800"
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]
        else:
            os.environ["SOURCE_DATE_EPOCH"] = before


class _Press:
    """Faces and parsed CSS, and how a page is laid out with them."""

    def __init__(self) -> None:
        use_own_faces()
        weasyprint = _weasyprint()
        from weasyprint.css.counters import CounterStyle  # type: ignore[import-untyped]
        from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

        logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
        _read_types_once()
        pdf_quick.quicken()
        self.faces = FontConfiguration()
        self.counters = CounterStyle()
        self.fetcher = _fetcher()
        self.papers: dict[Paper, Any] = {}
        self.css = weasyprint.CSS(filename=FOLDER / "print.css", url_fetcher=self.fetcher, font_config=self.faces)

    def for_paper(self, paper: Paper) -> list[Any]:
        """The CSS for another paper than print.css is written for."""
        import weasyprint

        if paper == A4:
            return []
        if paper not in self.papers:
            self.papers[paper] = weasyprint.CSS(string=paper.css(), url_fetcher=self.fetcher, font_config=self.faces)
        return [self.papers[paper]]

    def lay_out(
        self,
        article: Article,
        at_end: frozenset[str],
        sheets: list[Any],
        sturdy: bool = False,
        pages: dict[str, int] | None = None,
        paper: Paper = A4,
        held: Mapping[str, str] | None = None,
    ) -> tuple[Any, pdf_check.Survey]:
        """The pages as WeasyPrint's Document, and what stands on them."""
        html = pdf_page.page(article, at_end, sturdy, pages, paper, held)
        ours = (self.css, *self.papers.values())
        pdf_quick.begin(self.faces, ours=all(sheet in ours for sheet in sheets))
        document = _html(html, self.fetcher).render(
            font_config=self.faces, counter_style=self.counters, stylesheets=sheets, pdf_variant="pdf/a-3a", cache={}
        )
        return document, pdf_check.survey(document.pages, html)


def _read_types_once() -> None:
    """Ask cffi for arrays of any length where WeasyPrint 70 asks for one of each: cffi would read all declarations anew for every
    number of glyphs, some twelve times a document."""
    from weasyprint.pdf import fonts  # type: ignore[import-untyped]

    class Types:
        def __init__(self, ffi: Any) -> None:
            self._ffi = ffi

        def __getattr__(self, name: str) -> Any:
            return getattr(self._ffi, name)

        def new(self, kind: str, *given: Any) -> Any:
            if given and kind.startswith("hb_codepoint_t["):
                kind = "hb_codepoint_t[]"
            return self._ffi.new(kind, *given)

    if not hasattr(fonts.ffi, "_ffi"):
        fonts.ffi = Types(fonts.ffi)


@cache
def _press() -> _Press:
    return _Press()


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ImportError as error:
        raise MissingDependency(
            "WeasyPrint, which makes the PDF, is not installed.", "Install it: pip install weasyprint"
        ) from error
    except OSError as error:  # cffi does not find the system's libraries
        raise MissingDependency("Pango, which sets the lines of the PDF, is not installed.", _PANGO) from error
    return weasyprint


def _fetcher(folder: Path | None = None) -> Any:
    """A fetcher that knows data: URIs, and the files of one folder when a user's CSS asks for them."""
    from weasyprint.urls import URLFetcher  # type: ignore[import-untyped]

    class Closed(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if url[:5].lower() == "data:":
                return super().fetch(url, headers)
            if folder is not None and url.startswith(folder.as_uri() + "/"):
                from urllib.request import url2pathname

                path = Path(url2pathname(url.removeprefix("file://").partition("?")[0])).resolve()
                if path.is_relative_to(folder):
                    return super().fetch(path.as_uri(), headers)
            raise ValueError(f"not fetched: {url[:100]}")

    return Closed(allowed_protocols=("data", "file"))


def _html(root: etree._Element, fetcher: Any) -> Any:
    """A page for WeasyPrint from a tree: notes in a paragraph hold paragraphs, which no HTML parser would leave."""
    import cssselect2  # type: ignore[import-untyped]
    import weasyprint

    class Page(weasyprint.HTML):  # type: ignore[misc]
        def __init__(self, tree: ElementTree.Element) -> None:
            self.base_url = None
            self.url_fetcher = fetcher
            self.media_type = "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(tree, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

    return Page(ElementTree.fromstring(etree.tostring(root, encoding="utf-8")))


@lru_cache(maxsize=4)
def _own_css(path: Path, changed: int) -> Any:
    """A library's own CSS, with the faces and pictures of its folder; `changed` makes it be read anew."""
    import weasyprint

    return weasyprint.CSS(filename=path, url_fetcher=_fetcher(path.parent), font_config=_press().faces)
