"""The PDF: pages for print and keeping, PDF/A-3a and PDF/UA-1 in one file, with the record inside.

record ─ print.xsl ─▶ HTML ─ print.css, WeasyPrint ─▶ pages ─ survey ─▶ tags, metadata ─▶ bytes

Faces, stylesheets and CSS are prepared once in a process. Nothing is fetched, and nothing on the machine is read but
our own faces and the CSS that the caller names. One document is made at a time, in whatever thread; nothing of the process is changed by it
(pdf/weasyprint/patches.py, pdf/weasyprint/fontconfig.py).
"""

from __future__ import annotations

import datetime
import traceback
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.etree import ElementTree

from lxml import etree

from archiver.article import Article
from archiver.errors import ArchiverError, InvalidResult, MissingDependency, UsageError
from archiver.writers.pdf.paper import A4, Paper
from archiver.writers.pdf.weasyprint import layout_check, page, patches, tag_check, tags, xmp
from archiver.writers.pdf.weasyprint.fontconfig import font_configuration
from archiver.writers.pdf.weasyprint.missing_glyphs import keep_characters
from archiver.writers.pdf.weasyprint.speedups import SharedStyles
from archiver.writers.shared.fonts import bundled_fonts
from archiver.writers.shared.i18n import words_for
from archiver.writers.shared.recursion import deep_stack
from archiver.writers.shared.xslt import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: How often pages are laid out anew, with more of the notes at the end, until all is whole.
_ROUNDS = 5
#: How often they are laid out once more so that notes stand on the page of their call.
_TRIES = 3
_PANGO = "Install them: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_CSS_REMEDY = "Name a file of CSS."


def write(article: Article, out: BinaryIO, *, css: str | Path | None = None, paper: Paper = A4) -> None:
    """Write the article as a PDF on `paper`; `css` names a file that is read after our own stylesheet.

    Raises MissingDependency without Pango or our faces, or where an unknown version of WeasyPrint makes other tags than ours;
    UsageError when `css` cannot be read; InvalidResult when a note or a word would not be whole on its page.
    """
    own_css = None if css is None else _readable(css)
    _weasyprint()
    with patches.making() as making, deep_stack():
        try:
            press = _press()
            with press.styling(paper, own_css) as styling:
                data = _made(press, article, styling, paper, making)
        except Exception as error:
            # what Pango made ends in this thread, while no other uses it
            traceback.clear_frames(error.__traceback__)
            if making.unknown and not isinstance(error, (MissingDependency, UsageError)):
                raise _unknown_version(making, error) from error
            if isinstance(error, ArchiverError):
                raise
            what = type(error).__name__
            raise InvalidResult(f"The PDF could not be written ({what}).", layout_check.REMEDY) from error
    out.write(data)


def _made(press: _Press, article: Article, styling: _Styling, paper: Paper, making: patches.Making) -> bytes:
    document, found = _set(press, article, styling, paper)
    if not styling.ours:
        found.lost = 0  # what another's CSS hides is hidden on purpose
    layout_check.require_whole(article, found)
    data = _bytes(article, document, paper, making)
    if making.unknown:
        tag_check.require_tags(data, article, frozenset(found.feet), lettered=making.lettered)
    return data


def _unknown_version(making: patches.Making, error: Exception) -> MissingDependency:
    """What is said when an unknown version of WeasyPrint did not make what it was asked for."""
    reason = error.message if isinstance(error, ArchiverError) else f"It stopped with {type(error).__name__}."
    known = " with ".join(f"{title} {', '.join(sorted(patches.KNOWN[name]))}" for name, title in patches.TITLES.items())
    return MissingDependency(
        f"{' and '.join(making.unknown)} is installed, which Archiver does not know, and its PDF is not right: {reason}",
        f"Make it with Typst (`--pdf-engine typst`), or install what Archiver knows: {known}.",
    )


def _set(press: _Press, article: Article, styling: _Styling, paper: Paper) -> tuple[Any, layout_check.Survey]:
    """Lay the pages out; where a note is cut, again with it at the end; where that does not help, sturdily."""
    every_note = frozenset(n.id for n in article.notes)
    at_end, sturdy = page.notes_for_the_end(article), False
    pages: dict[str, int] = {}
    for round in range(_ROUNDS):
        try:
            document, found = press.lay_out(article, at_end, styling, sturdy, pages, paper)
        except Exception as error:
            traceback.clear_frames(error.__traceback__)
            if round == _ROUNDS - 1:
                what = type(error).__name__
                raise InvalidResult(f"The PDF's pages could not be laid out ({what}).", layout_check.REMEDY) from error
            at_end, sturdy = every_note, True
            continue
        if found.whole and (sturdy or at_end.isdisjoint(found.pages) or pages == found.pages):
            break
        pages = found.pages
        if found.whole:  # now that it is known which pages the foot has to point to
            continue
        if found.cut - at_end:
            at_end = page.notes_for_the_end(article, at_end | found.cut)
        else:
            at_end, sturdy = every_note, True
    else:  # no rest was found: plainly, and the caller looks whether that is whole
        document, found = press.lay_out(article, every_note, styling, True, None, paper)
    held: dict[str, str] = {}
    for _ in range(_TRIES):
        if not (more := page.held_back(found.greedy, held)):
            break
        held |= more
        again, seen = press.lay_out(article, at_end, styling, sturdy, pages, paper, held)
        if not seen.whole or seen.pages != found.pages or len(seen.late) > len(found.late):
            break
        document, found = again, seen
    return document, found


def _readable(css: object) -> Path:
    """The file of CSS that a caller names. Raises UsageError where it is none."""
    if not isinstance(css, (str, Path)):
        raise UsageError(f"css is a {type(css).__name__}, not the name of a file.", _CSS_REMEDY)
    path = Path(css)
    shown = str(css) if len(str(css)) <= 100 else f"{str(css)[:100]}…"
    try:
        if not path.is_file():
            raise UsageError(f"{shown}: cannot be read as CSS: there is no such file.", _CSS_REMEDY)
        path.open("rb").close()
        return path.resolve()
    except (OSError, ValueError) as error:  # no right to read it, a name that is too long, a zero in it
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{shown}: cannot be read as CSS: {reason}.", _CSS_REMEDY) from error


def _bytes(article: Article, document: Any, paper: Paper, making: patches.Making) -> bytes:
    import weasyprint  # type: ignore[import-untyped]

    title = xmp.document_title(article, page.name_without_title(article))
    tagger = making.tagger = tags.Tagger(article.language or "und", words_for(article.language))
    never = datetime.datetime(1980, 1, 1)  # replaced by the record's own date
    record = weasyprint.Attachment(
        string=article.xml(),
        name=xmp.RECORD_NAME,
        description="The archival record that these pages were made from",
        created=never,
        modified=never,
        relationship="Source",
    )

    xmp.describe(article, title, document)

    def finisher(_: Any, pdf: Any) -> None:
        tagger.settle(pdf)
        keep_characters(pdf)
        xmp.finish(article, title, pdf)

    data = document.write_pdf(
        zoom=paper.zoom,
        finisher=finisher,
        pdf_variant="pdf/a-3a",
        pdf_identifier=bytes.fromhex(xmp.digest(article))[:16].hex().encode(),
        attachments=[record],
    )
    assert isinstance(data, bytes)
    return data


@dataclass(frozen=True, slots=True)
class _Styling:
    """What pages are set with: sheets of CSS and faces; and what is known already of styles, where all of the CSS is ours."""

    sheets: tuple[Any, ...]
    faces: Any
    shared: SharedStyles | None

    @property
    def ours(self) -> bool:
        return self.shared is not None


class _FaceRules(list[tuple[Any, ...]]):
    """Takes the rules for faces (@font-face) of a sheet of CSS, in the place of a FontConfiguration."""

    def add_font_face(self, *rule: Any) -> None:
        self.append(rule)


class _Press:
    """Faces and parsed CSS, and how a page is laid out with them. It is used within patches.making alone."""

    def __init__(self) -> None:
        import weasyprint
        from weasyprint.css.counters import CounterStyle  # type: ignore[import-untyped]

        self.fonts_conf = bundled_fonts().parent / "fonts.conf"
        self.faces = font_configuration(self.fonts_conf)
        self.counters = CounterStyle()
        self.fetcher = _fetcher()
        self.css = weasyprint.CSS(filename=FOLDER / "print.css", url_fetcher=self.fetcher)
        self.papers: dict[Paper, _Styling] = {}

    @contextmanager
    def styling(self, paper: Paper, own_css: Path | None = None) -> Iterator[_Styling]:
        """What pages on `paper` are set with; the faces that another's CSS brings are there as long as this lasts."""
        import weasyprint

        if paper not in self.papers:
            # print.css is written for A4
            more = () if paper == A4 else (weasyprint.CSS(string=paper.css(), url_fetcher=self.fetcher),)
            self.papers[paper] = _Styling((self.css, *more), self.faces, SharedStyles())
        styling = self.papers[paper]
        if own_css is None:
            yield styling
            return
        rules = _FaceRules()
        try:
            sheet = weasyprint.CSS(filename=own_css, url_fetcher=_fetcher(own_css.parent), font_config=rules)
        except Exception as error:
            reason = f"cannot be read as CSS ({type(error).__name__})"
            raise UsageError(f"{own_css}: {reason}.", _CSS_REMEDY) from error
        faces = font_configuration(self.fonts_conf) if rules else self.faces
        try:
            for rule in rules:
                faces.add_font_face(*rule)
            yield _Styling((*styling.sheets, sheet), faces, None)
        finally:
            if faces is not self.faces:
                faces.close()

    def lay_out(
        self,
        article: Article,
        at_end: frozenset[str],
        styling: _Styling,
        sturdy: bool = False,
        pages: dict[str, int] | None = None,
        paper: Paper = A4,
        held: Mapping[str, str] | None = None,
    ) -> tuple[Any, layout_check.Survey]:
        """The pages as WeasyPrint's Document, and what stands on them."""
        html = page.page(article, at_end, sturdy, pages, paper, held)
        patches.share(styling.shared)
        document = _html(html, self.fetcher).render(
            font_config=styling.faces,
            counter_style=self.counters,
            stylesheets=styling.sheets,
            pdf_variant="pdf/a-3a",
            cache={},
        )
        return document, layout_check.survey(document.pages, html)


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
