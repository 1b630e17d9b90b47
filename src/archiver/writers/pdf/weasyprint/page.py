"""From the record to the page as HTML: print.xsl makes it, and this module sets what depends on measured lengths.

A note is placed at the foot of the page of its call, unless it is too long: `notes_for_the_end` decides from the record
which notes go to the section at the end.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Collection, Mapping, Sequence
from math import fsum

from lxml import etree

from archiver.article import NS, Article, tag
from archiver.languages import direction as direction_of
from archiver.languages import right_to_left, script
from archiver.version import __version__
from archiver.writers.formulas.drawing import add_drawings
from archiver.writers.pdf import images, lines, tables
from archiver.writers.pdf.paper import A4, Paper
from archiver.writers.pdf.running_heads import authors_or_publisher, fitted_heads
from archiver.writers.pdf.weasyprint import missing_glyphs
from archiver.writers.pdf.weasyprint.long_words import let_long_words_break
from archiver.writers.shared.absent_pictures import settle
from archiver.writers.shared.abstract import is_repeated
from archiver.writers.shared.cited_works import mark_whole_references
from archiver.writers.shared.history import corrections, made_with
from archiver.writers.shared.i18n import labels_of, missing_sentence, words_for
from archiver.writers.shared.identity import source_name
from archiver.writers.shared.personal_names import full_name
from archiver.writers.shared.reference import publication_line, reference
from archiver.writers.shared.safe_links import safe_href
from archiver.writers.shared.written_dates import article_date
from archiver.writers.shared.xslt import transform

#: A note with more characters fills more than a third of a page; it is easier to read at the end.
LONG_NOTE = 1700
#: Elements that do not fit at the foot of a page, however small they are.
_UNFIT_FOR_THE_FOOT = ("figure", "table", "image", "embed")

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
#: The width in ems that every list has for the labels of its items.
_LABEL_WIDTH = 1.4
#: A colophon with more characters of corrections may begin on one page and end on the next.
_CORRECTIONS_ON_ONE_PAGE = 1000
#: A paragraph with more characters is not moved to the next page: the gap would be too large.
_LARGEST_GAP = 600


def page(
    article: Article,
    at_end: Collection[str],
    robust: bool = False,
    pages: Mapping[str, int] | None = None,
    paper: Paper = A4,
    held: Mapping[str, str] | None = None,
) -> etree._Element:
    """The article as HTML for print.css.

    `at_end`: ids of the notes that go to the end. `pages`: the page of each of these notes, for references to it.
    `held`: paragraphs that must not begin at the foot of a page (`paragraphs_to_hold`). A `robust` page is less elegant
    but holds any content: footnotes are not referred to by page, and in tables no cell widens its column.
    """
    words = words_for(article.language)
    running_left, running_right = fitted_heads(
        authors_or_publisher(article), article.title or substitute_title(article), paper, direction(article) == "rtl"
    )
    parameters = {
        "at-end": f" {' '.join(sorted(at_end))} ",
        "language": article.language or "und",
        "direction": direction(article),
        "script": script(article.language),
        "abstract-repeated": "yes" if is_repeated(article.root) else "",
        "running-left": running_left,
        "running-right": running_right,
        "untitled": substitute_title(article),
        "publication": publication_line(article),
        "reference": reference(article),
        "date": article_date(article, "published"),
        "modified": article_date(article, "modified"),
        "retrieved": article_date(article, "retrieved"),
        "missing-sentence": missing_sentence(article, words),
        "end-labels": labels_of(article, at_end),
        "made-with": _made_with(article),
        "pointers": "" if robust else "yes",
        "pages": f" {' '.join(f'{id}={number}' for id, number in (pages or {}).items())} ",
    } | {f"w-{key}": word for key, word in words.items()}
    root, pictures = _with_drawings(article)
    html = transform("print.xsl", root, **{name: _printable(value) for name, value in parameters.items()})
    for name, author in zip(html.iterfind(".//*[@class='name']"), article.authors, strict=True):
        name.text = full_name(author)
    _add_corrections(html, words["corrected"], corrections(article, words))
    _set_directions(html)
    _split_links_at_calls(html)
    _remove_unsafe_links(html)
    _label_items(html)
    _hold(html, held or {})
    images.place(html, pictures, words["image"], paper.picture_height, paper.size[0] - 2 * paper.margins[2])
    tables.fit(html, robust, paper.table_widths)
    _keep_headings_with_turned_tables(html)
    lines.set_lines(html)
    let_long_words_break(html)
    missing_glyphs.spell_out(html)
    return html


def _with_drawings(article: Article) -> tuple[etree._Element, dict[str, images.DrawablePicture]]:
    """The record, with drawings of its formulas and marks of its references if it has any, and ready for print where it has
    pictures; and the pictures that can be drawn."""
    if next(article.root.iter(tag("formula"), tag("image"), tag("cite")), None) is None:
        return article.root, {}
    root = copy.deepcopy(article.root)
    mark_whole_references(root)
    add_drawings(root)
    for image in root.iter(tag("image")):
        image.set("src", image.get("src", "").strip())
    pictures = images.drawables(image.get("src", "") for image in root.iter(tag("image")))
    settle(root, lambda image: image.get("src") in pictures)
    return root, pictures


def notes_for_the_end(article: Article, additional: Collection[str] = ()) -> frozenset[str]:
    """The ids of the notes that cannot be placed at the foot of the page of their call.

    These are long notes, notes with figures or tables, the notes in `additional`, and notes that only such notes call.
    """
    notes = {n.get("id", ""): n for n in article.root.iterfind("a:notes/a:note", NS) if n.get("status") != "missing"}
    first_calls: dict[str, etree._Element] = {}
    for call in article.root.iter(tag("noteref")):
        first_calls.setdefault(call.get("target", ""), call)
    called_within: dict[str, list[str]] = {id: [] for id in notes}
    from_text: list[str] = []  # reached from the text
    for target, call in first_calls.items():
        if target in notes:
            outer_note = next(call.iterancestors(tag("note")), None)
            (from_text if outer_note is None else called_within.setdefault(outer_note.get("id", ""), [])).append(target)

    end: set[str] = set()
    foot: set[str] = set()

    def place(id: str, must_end: bool) -> None:
        if id in end or id in foot:
            return
        must_end = must_end or id in additional or _unfit_for_foot(notes[id])
        (end if must_end else foot).add(id)
        for inner in called_within[id]:
            place(inner, must_end)

    for id in from_text:
        place(id, must_end=False)
    return frozenset(end | ((notes.keys() & first_calls.keys()) - foot))


def _unfit_for_foot(note: etree._Element) -> bool:
    if len("".join(note.itertext())) > LONG_NOTE:
        return True
    return next(note.iter(*map(tag, _UNFIT_FOR_THE_FOOT)), None) is not None


def direction(article: Article) -> str:
    """ "rtl" for an article in a right-to-left script, else "ltr"."""
    return article.root.get("dir") or ("rtl" if right_to_left(article.language) else "ltr")


def _add_corrections(html: etree._Element, term: str, lines: Sequence[str]) -> None:
    """Add a row for corrections by hand to the facts about this copy: one line for each."""
    facts = html.find(".//table[@class='facts']/tbody")
    if facts is None or not lines:
        return
    row = etree.SubElement(facts, "tr")
    etree.SubElement(row, "th", scope="row").text = term
    cell = etree.SubElement(row, "td")
    cell.text = _printable(lines[0])
    if sum(map(len, lines)) > _CORRECTIONS_ON_ONE_PAGE:
        for section in facts.iterancestors("section"):
            section.set("class", "colophon long")
    for line in lines[1:]:
        etree.SubElement(cell, "br").tail = _printable(line)


def _keep_headings_with_turned_tables(html: etree._Element) -> None:
    """Move the headings right before a table on a landscape page to that page."""
    for page_ in html.findall(".//div[@class='broad']"):
        block, parent = page_, page_.getparent()
        if (
            parent is not None
            and parent.tag == "figure"
            and parent.index(page_) == 0
            and not (parent.text or "").strip()
        ):
            block = parent
        while (
            (heading := block.getprevious()) is not None
            and heading.tag in _HEADINGS
            and not (heading.tail or "").strip()
        ):
            heading.tail = None
            page_.insert(0, heading)


def _set_directions(html: etree._Element) -> None:
    """Set the direction of passages whose language runs against the article, if the record does not state it."""
    for element in html.iterfind(".//*[@lang]"):
        direction_ = direction_of(element.get("lang", ""))
        if element.get("dir") is None and direction_ != html.get("dir"):
            element.set("dir", direction_)


# ---- words ----------------------------------------------------------------------------------------


def substitute_title(article: Article) -> str:
    """The substitute for a missing title: the name of the source in brackets."""
    return f"[{source_name(article)}]"


def _made_with(article: Article) -> str:
    tool = article.tool
    if not tool.name:
        return f"archiver {__version__}"
    return made_with(article, f"{tool.name} {tool.version} (rules {tool.rules[:19]}…)")


def _printable(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


# ---- touches --------------------------------------------------------------------------------------


def _split_links_at_calls(html: etree._Element) -> None:
    """Split a link around the calls in it, because a link cannot contain another link."""
    for call in [s for s in html.iter("sup") if s.get("class", "").startswith("call")]:
        link = next(call.iterancestors("a"), None)
        if link is None:
            continue
        if call.getparent() is not link:  # deeply nested: the text stays, the link goes
            link.tag = "span"
            link.attrib.pop("href")
            continue
        note = call.getnext()
        moved = [call, note] if note is not None and note.tag == "main" else [call]
        rest = etree.Element("a", link.attrib)
        rest.text, moved[-1].tail = moved[-1].tail, None
        rest.extend(moved[-1].itersiblings())
        rest.tail, link.tail = link.tail, None
        parent = link.getparent()
        assert parent is not None
        at = parent.index(link) + 1
        keep = [*moved, rest] if (rest.text or len(rest)) else moved
        if keep[-1] is not rest:
            keep[-1].tail = rest.tail
        parent[at:at] = keep


def _remove_unsafe_links(html: etree._Element) -> None:
    """Turn unsafe links into text."""
    for link in html.iter("a"):
        href = link.get("href", "")
        if not href.startswith("#"):
            if (safe := safe_href(href)) is None:
                link.tag = "span"
                del link.attrib["href"]
            else:
                link.set("href", safe)


def _label_items(html: etree._Element) -> None:
    """Give list items the record's labels as a list style (a ::marker with `content` makes WeasyPrint 70 fail)."""
    widest: dict[etree._Element, float] = {}
    for item in html.iter("li"):
        if label := item.attrib.pop("data-n", ""):
            list_ = item.getparent()
            assert list_ is not None
            widest[list_] = max(widest.get(list_, 0.0), fsum(map(_ems, label)))
            escaped = "".join(f"\\{ord(c):06x}" for c in f"{label}\u2002")
            item.set("style", f'list-style-type: "{escaped}"')
    for list_, ems in widest.items():
        if ems > _LABEL_WIDTH:
            list_.set("style", f"padding-inline-start: {ems + 0.6:.1f}em")


def _ems(char: str) -> float:
    """The approximate width of a label's character in ems."""
    if char in ".,:;()[]ijl":
        return 0.3
    return (0.75 if char.isupper() else 0.55) * lines.width(char)


def paragraphs_to_hold(crowding: Collection[str], held: Mapping[str, str]) -> dict[str, str]:
    """The next measures for paragraphs that push notes to a later page; empty if nothing is left to try.

    First the paragraph may begin only if all of it on that page fits ("held"); then it begins on the next page
    ("next-page").
    """
    return {id: "next-page" if id in held else "held" for id in crowding if held.get(id) != "next-page"}


def _hold(html: etree._Element, held: Mapping[str, str]) -> None:
    for paragraph in html.iter("p") if held else ():
        if measure := held.get(paragraph.get("id", "")):
            previous = paragraph.getprevious()
            # A paragraph after a heading stays with it; a large gap is worse than a late note.
            if measure == "held" or (
                previous is not None and previous.tag == "p" and len("".join(paragraph.itertext())) <= _LARGEST_GAP
            ):
                paragraph.set("class", f"{paragraph.get('class', '')} {measure}".strip())
