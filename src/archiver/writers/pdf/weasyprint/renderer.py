"""PDF by WeasyPrint: PDF/A-3a and PDF/UA-1 in one file, with the record attached.

record ─ print.xsl ─▶ HTML ─ print.css, WeasyPrint ─▶ pages ─ survey ─▶ tags, metadata ─▶ bytes

Fonts, stylesheets and CSS are prepared once per process. Nothing is fetched; the only files read are Archiver's own
fonts and stylesheets and the CSS file that the caller names. One document is made at a time, in any thread, and the
process is left unchanged (patches.py, fontconfig.py).
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
from archiver.writers.shared.i18n import labels_of, words_for
from archiver.writers.shared.recursion import deep_stack
from archiver.writers.shared.remarks import remark
from archiver.writers.shared.xslt import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: The most attempts at a complete layout; each moves more notes to the end.
_LAYOUT_ATTEMPTS = 5
#: The most attempts at moving notes to the page of their call.
_PLACING_ATTEMPTS = 3
#: The pages of a document that gets all of these attempts.
_SHORT = 20
_PANGO = "Install them: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
_CSS_REMEDY = "Name a file of CSS."
_NO_ROOM = "the pages have no room for them at their foot"


def write(article: Article, out: BinaryIO, *, css: str | Path | None = None, paper: Paper = A4) -> None:
    """Write the article as a PDF on `paper`; `css` names a CSS file that is read after Archiver's stylesheet.

    Raises MissingDependency without Pango or the fonts, or if an unknown version of WeasyPrint makes wrong tags;
    UsageError if `css` cannot be read; InvalidResult if a note or a word would not be complete on its page.
    """
    own_css = None if css is None else _readable(css)
    _weasyprint()
    with patches.rendering() as rendering, deep_stack():
        try:
            renderer = _renderer()
            with renderer.styling(paper, own_css) as styling:
                data = _checked_pdf(renderer, article, styling, paper, rendering)
        except Exception as error:
            # Objects of Pango must be freed in this thread, while no other thread uses Pango.
            traceback.clear_frames(error.__traceback__)
            if rendering.unknown and not isinstance(error, (MissingDependency, UsageError)):
                raise _unknown_version(rendering, error) from error
            if isinstance(error, ArchiverError):
                raise
            kind = type(error).__name__
            raise InvalidResult(f"The PDF could not be written ({kind}).", layout_check.REMEDY) from error
    out.write(data)


def _checked_pdf(
    renderer: _Renderer, article: Article, styling: _Styling, paper: Paper, rendering: patches.Rendering
) -> bytes:
    document, survey, moved = _stable_layout(renderer, article, styling, paper)
    if not styling.ours:
        survey.lost = 0  # the user's CSS may hide text on purpose
    layout_check.require_complete(article, survey)
    data = _bytes(article, document, paper, rendering)
    if rendering.unknown:
        tag_check.require_tags(data, article, frozenset(survey.footnote_pages), lettered=rendering.lettered)
    if moved:
        remark("W004", count=len(moved), labels=labels_of(article, moved), reason=_NO_ROOM)
    return data


def _unknown_version(rendering: patches.Rendering, error: Exception) -> MissingDependency:
    """The error for an unknown version of WeasyPrint whose PDF is wrong."""
    reason = error.message if isinstance(error, ArchiverError) else f"It stopped with {type(error).__name__}."
    known = " with ".join(f"{title} {', '.join(sorted(patches.KNOWN[name]))}" for name, title in patches.TITLES.items())
    return MissingDependency(
        f"{' and '.join(rendering.unknown)} is installed, which Archiver does not know, and its PDF is not right: {reason}",
        f"Make it with Typst (`--pdf-engine typst`), or install what Archiver knows: {known}.",
    )


def _stable_layout(
    renderer: _Renderer, article: Article, styling: _Styling, paper: Paper
) -> tuple[Any, layout_check.Survey, frozenset[str]]:
    """Lay out. If a note is truncated, retry with it as an endnote; then with all notes at the end and robust tables.

    Returns the document, its survey, and the notes that had to go to the end because a page had no room for them.

    Finally, try to move notes that WeasyPrint placed on a later page back to the page of their call.
    """
    all_notes = frozenset(n.id for n in article.notes)
    by_length = at_end = page.notes_for_the_end(article)
    robust = False
    pages: dict[str, int] = {}
    for attempt in range(_LAYOUT_ATTEMPTS):
        try:
            document, survey = renderer.lay_out(article, at_end, styling, robust, pages, paper)
        except Exception as error:
            traceback.clear_frames(error.__traceback__)
            if attempt == _LAYOUT_ATTEMPTS - 1:
                kind = type(error).__name__
                raise InvalidResult(f"The PDF's pages could not be laid out ({kind}).", layout_check.REMEDY) from error
            at_end, robust = all_notes, True
            continue
        if survey.is_complete and (robust or at_end.isdisjoint(survey.endnote_pages) or pages == survey.endnote_pages):
            break
        pages = survey.endnote_pages
        if survey.is_complete:  # only the page numbers in references to endnotes have changed
            continue
        if survey.truncated - at_end:
            at_end = page.notes_for_the_end(article, at_end | survey.truncated)
        else:
            at_end, robust = all_notes, True
    else:  # no stable layout: use the robust one, and let the caller check it
        at_end = all_notes
        document, survey = renderer.lay_out(article, at_end, styling, True, None, paper)
    held: dict[str, str] = {}
    for _ in range(_PLACING_ATTEMPTS if len(document.pages) <= _SHORT else _PLACING_ATTEMPTS - 1):
        if not (additions := page.paragraphs_to_hold(survey.crowding, held)):
            break
        held |= additions
        new_document, new_survey = renderer.lay_out(article, at_end, styling, robust, pages, paper, held)
        if (
            not new_survey.is_complete
            or new_survey.endnote_pages != survey.endnote_pages
            or len(new_survey.late) > len(survey.late)
        ):
            break
        document, survey = new_document, new_survey
    return document, survey, frozenset(at_end & survey.endnote_pages.keys()) - by_length


def _readable(css: object) -> Path:
    """The CSS file that the caller names. Raises UsageError if it cannot be read."""
    if not isinstance(css, (str, Path)):
        raise UsageError(f"css is a {type(css).__name__}, not the name of a file.", _CSS_REMEDY)
    path = Path(css)
    name = str(css) if len(str(css)) <= 100 else f"{str(css)[:100]}…"
    try:
        if not path.is_file():
            raise UsageError(f"{name}: cannot be read as CSS: there is no such file.", _CSS_REMEDY)
        path.open("rb").close()
        return path.resolve()
    except (OSError, ValueError) as error:  # no permission, a name that is too long, a null byte in it
        reason = getattr(error, "strerror", None) or error
        raise UsageError(f"{name}: cannot be read as CSS: {reason}.", _CSS_REMEDY) from error


def _bytes(article: Article, document: Any, paper: Paper, rendering: patches.Rendering) -> bytes:
    import weasyprint  # type: ignore[import-untyped]

    title = xmp.document_title(article, page.substitute_title(article))
    tagger = rendering.tagger = tags.Tagger(article.language or "und", words_for(article.language))
    placeholder_date = datetime.datetime(1980, 1, 1)  # replaced by the record's date
    record = weasyprint.Attachment(
        string=article.xml(),
        name=xmp.RECORD_NAME,
        description="The archival record that these pages were made from",
        created=placeholder_date,
        modified=placeholder_date,
        relationship="Source",
    )

    xmp.describe(article, title, document)

    def finisher(_: Any, pdf: Any) -> None:
        tagger.move_notes(pdf)
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
    """Style sheets and fonts of a page, and the shared styles if all CSS is Archiver's own."""

    sheets: tuple[Any, ...]
    fonts: Any
    shared: SharedStyles | None

    @property
    def ours(self) -> bool:
        return self.shared is not None


class _FontRules(list[tuple[Any, ...]]):
    """Collects the @font-face rules of a style sheet; takes the place of a FontConfiguration."""

    def add_font_face(self, *rule: Any) -> None:
        self.append(rule)


class _Renderer:
    """Fonts and parsed CSS of this process, and the layout with them. Use it only inside patches.rendering()."""

    def __init__(self) -> None:
        import weasyprint
        from weasyprint.css.counters import CounterStyle  # type: ignore[import-untyped]

        self.fonts_conf = bundled_fonts().parent / "fonts.conf"
        self.fonts = font_configuration(self.fonts_conf)
        self.counters = CounterStyle()
        self.fetcher = _fetcher()
        self.css = weasyprint.CSS(filename=FOLDER / "print.css", url_fetcher=self.fetcher)
        self.papers: dict[Paper, _Styling] = {}

    @contextmanager
    def styling(self, paper: Paper, own_css: Path | None = None) -> Iterator[_Styling]:
        """Style sheets and fonts for `paper`; fonts that `own_css` brings exist until the context ends."""
        import weasyprint

        if paper not in self.papers:
            # print.css is written for A4
            paper_css = () if paper == A4 else (weasyprint.CSS(string=paper.css(), url_fetcher=self.fetcher),)
            self.papers[paper] = _Styling((self.css, *paper_css), self.fonts, SharedStyles())
        styling = self.papers[paper]
        if own_css is None:
            yield styling
            return
        rules = _FontRules()
        try:
            sheet = weasyprint.CSS(filename=own_css, url_fetcher=_fetcher(own_css.parent), font_config=rules)
        except Exception as error:
            reason = f"cannot be read as CSS ({type(error).__name__})"
            raise UsageError(f"{own_css}: {reason}.", _CSS_REMEDY) from error
        fonts = font_configuration(self.fonts_conf) if rules else self.fonts
        try:
            for rule in rules:
                fonts.add_font_face(*rule)
            yield _Styling((*styling.sheets, sheet), fonts, None)
        finally:
            if fonts is not self.fonts:
                fonts.close()

    def lay_out(
        self,
        article: Article,
        at_end: frozenset[str],
        styling: _Styling,
        robust: bool = False,
        pages: dict[str, int] | None = None,
        paper: Paper = A4,
        held: Mapping[str, str] | None = None,
    ) -> tuple[Any, layout_check.Survey]:
        """Lay out the article. Returns WeasyPrint's Document and the survey of its pages."""
        html = page.page(article, at_end, robust, pages, paper, held)
        patches.share(styling.shared)
        document = _html(html, self.fetcher).render(
            font_config=styling.fonts,
            counter_style=self.counters,
            stylesheets=styling.sheets,
            pdf_variant="pdf/a-3a",
            cache={},
        )
        return document, layout_check.survey(document.pages, html)


@cache
def _renderer() -> _Renderer:
    return _Renderer()


def _weasyprint() -> Any:
    try:
        import weasyprint
    except ImportError as error:
        raise MissingDependency(
            "WeasyPrint, which makes the PDF, is not installed.", "Install it: pip install weasyprint"
        ) from error
    except OSError as error:  # cffi cannot find the system's libraries
        raise MissingDependency("Pango, which sets the lines of the PDF, is not installed.", _PANGO) from error
    return weasyprint


def _fetcher(folder: Path | None = None) -> Any:
    """A fetcher for data: URIs and, if a folder is given, for files in this folder (for the user's CSS)."""
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
    """A WeasyPrint page from a tree, without an HTML parser: a parser would move paragraphs out of other paragraphs."""
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
