"""From the record to the page as HTML: print.xsl, and the few things that a stylesheet cannot measure.

Notes stand at the foot of the page where they are called, unless they are too long for it: `notes_for_the_end` decides
from the record which ones go to the section at the end.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from math import fsum

from lxml import etree

from archiver.article import NS, Article, tag
from archiver.languages import direction as direction_of
from archiver.languages import right_to_left, script
from archiver.version import __version__
from archiver.writers.pdf import images, lines, tables
from archiver.writers.pdf.paper import A4, Paper
from archiver.writers.pdf.weasyprint import missing_glyphs
from archiver.writers.shared.i18n import missing_sentence, words_for
from archiver.writers.shared.identity import source_name
from archiver.writers.shared.personal_names import full_name
from archiver.writers.shared.safe_links import safe_href
from archiver.writers.shared.xslt import transform

#: A note of more characters fills a third of the page and more; it is read better at the end.
LONG_NOTE = 1700
#: These stand badly at the foot of a page, however short they are.
_UNFIT_FOR_THE_FOOT = ("figure", "table", "image", "embed")

#: Ems of an item's label for which every list has room.
_LABEL = 1.4
#: Characters of a paragraph that may leave its place on a page empty.
_SMALL_GAP = 600


def page(
    article: Article,
    at_end: Collection[str],
    sturdy: bool = False,
    pages: Mapping[str, int] | None = None,
    paper: Paper = A4,
    held: Mapping[str, str] | None = None,
) -> etree._Element:
    """The article as the HTML that print.css styles; `at_end` names the notes that go to the end, `pages` says where, `held` which
    paragraphs do not begin at the foot of a page (`held_back`).

    A `sturdy` page looks less good and holds whatever is put on it: notes are not pointed to from the foot, and tables
    let no cell widen its column.
    """
    words = words_for(article.language)
    parameters = {
        "at-end": f" {' '.join(sorted(at_end))} ",
        "language": article.language or "und",
        "direction": direction(article),
        "script": script(article.language),
        "running-left": shortened(who(article), 30 if paper.large else 32),
        "running-right": shortened(article.title or name_without_title(article), 44 if paper.large else 50),
        "untitled": name_without_title(article),
        "date": _shown(article, "published"),
        "retrieved": _shown(article, "retrieved"),
        "missing-sentence": missing_sentence(article, words),
        "made-with": _made_with(article),
        "pointers": "" if sturdy else "yes",
        "pages": f" {' '.join(f'{id}={number}' for id, number in (pages or {}).items())} ",
    } | {f"w-{key}": word for key, word in words.items()}
    html = transform("print.xsl", article.root, **{name: _printable(value) for name, value in parameters.items()})
    for name, author in zip(html.iterfind(".//p[@class='name']"), article.authors, strict=True):
        name.text = full_name(author)
    _turn_foreign(html)
    _part_links_from_calls(html)
    _only_safe_links(html)
    _label_items(html)
    _hold(html, held or {})
    images.place(html, words["image"], paper.tallest)
    tables.fit(html, sturdy, paper.rooms)
    lines.set_lines(html)
    missing_glyphs.spell_out(html)
    return html


def notes_for_the_end(article: Article, too: Collection[str] = ()) -> frozenset[str]:
    """The ids of the notes that cannot stand at the foot of the page where they are called.

    These are long ones, those that hold figures or tables, those that `too` names, and those that only such notes call.
    """
    notes = {n.get("id", ""): n for n in article.root.iterfind("a:notes/a:note", NS) if n.get("status") != "missing"}
    first_calls: dict[str, etree._Element] = {}
    for call in article.root.iter(tag("noteref")):
        first_calls.setdefault(call.get("target", ""), call)
    called_within: dict[str, list[str]] = {id: [] for id in notes}
    placed: list[str] = []  # reached from the text
    for target, call in first_calls.items():
        if target in notes:
            home = next(call.iterancestors(tag("note")), None)
            (placed if home is None else called_within.setdefault(home.get("id", ""), [])).append(target)

    end: set[str] = set()
    foot: set[str] = set()

    def settle(id: str, must_end: bool) -> None:
        if id in end or id in foot:
            return
        must_end = must_end or id in too or _unfit(notes[id])
        (end if must_end else foot).add(id)
        for inner in called_within[id]:
            settle(inner, must_end)

    for id in placed:
        settle(id, must_end=False)
    return frozenset(end | ((notes.keys() & first_calls.keys()) - foot))


def _unfit(note: etree._Element) -> bool:
    if len("".join(note.itertext())) > LONG_NOTE:
        return True
    return next(note.iter(*map(tag, _UNFIT_FOR_THE_FOOT)), None) is not None


def direction(article: Article) -> str:
    """ "rtl" for an article that is written from right to left, else "ltr"."""
    return article.root.get("dir") or ("rtl" if right_to_left(article.language) else "ltr")


def _turn_foreign(html: etree._Element) -> None:
    """Say the direction of each passage whose language runs against the article, where the record does not say it."""
    for element in html.iterfind(".//*[@lang]"):
        runs = direction_of(element.get("lang", ""))
        if element.get("dir") is None and runs != html.get("dir"):
            element.set("dir", runs)


# ---- words ----------------------------------------------------------------------------------------


def name_without_title(article: Article) -> str:
    """What stands for the title when the source carried none: the source itself, in brackets."""
    return f"[{source_name(article)}]"


def who(article: Article) -> str:
    """Whose the article is, for the running head."""
    names = [a.name for a in article.authors]
    if len(names) > 2:
        return f"{names[0]} …"
    return " · ".join(names) or article.publisher


def _shown(article: Article, type: str) -> str:
    return next((d.text or d.when for d in article.dates if d.type == type), "")


def _made_with(article: Article) -> str:
    tool = article.root.find("a:provenance/a:tool", NS)
    if tool is None:
        return f"archiver {__version__}"
    return f"{tool.get('name')} {tool.get('version')} (rules {tool.get('rules', '')[:19]}…)"


def shortened(text: str, length: int) -> str:
    """`text` cut after a word so that it is at most `length` wide, an East Asian character counting two."""
    taken = 0
    for index, char in enumerate(text):
        taken += lines.width(char)
        if taken > length:
            cut = text[:index]
            words = cut.rpartition(" ")[0]
            return (words if len(words) > len(cut) / 2 else cut).rstrip(" ,;:–-") + "…"
    return text


def _printable(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


# ---- touches --------------------------------------------------------------------------------------


def _part_links_from_calls(html: etree._Element) -> None:
    """A call inside a link would be a link inside a link: the outer one is parted before and after it."""
    for call in [s for s in html.iter("sup") if s.get("class", "").startswith("call")]:
        link = next(call.iterancestors("a"), None)
        if link is None:
            continue
        if call.getparent() is not link:  # deep inside: the words stay, the link goes
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


def _only_safe_links(html: etree._Element) -> None:
    """What may not be a link is text."""
    for link in html.iter("a"):
        href = link.get("href", "")
        if not href.startswith("#"):
            if (safe := safe_href(href)) is None:
                link.tag = "span"
                del link.attrib["href"]
            else:
                link.set("href", safe)


def _label_items(html: etree._Element) -> None:
    """Items show the number or letter of the record (a ::marker with content of its own stops WeasyPrint 70)."""
    widest: dict[etree._Element, float] = {}
    for item in html.iter("li"):
        if label := item.attrib.pop("data-n", ""):
            holder = item.getparent()
            assert holder is not None
            widest[holder] = max(widest.get(holder, 0.0), fsum(map(_ems, label)))
            escaped = "".join(f"\\{ord(c):06x}" for c in f"{label}\u2002")
            item.set("style", f'list-style-type: "{escaped}"')
    for holder, ems in widest.items():
        if ems > _LABEL:
            holder.set("style", f"padding-inline-start: {ems + 0.6:.1f}em")


def _ems(char: str) -> float:
    """About how wide a character of a label is."""
    if char in ".,:;()[]ijl":
        return 0.3
    return (0.75 if char.isupper() else 0.55) * lines.width(char)


def held_back(greedy: Collection[str], held: Mapping[str, str]) -> dict[str, str]:
    """What more is to be done with the paragraphs for whose sake notes are put off: they begin only where all of their first page fits
    ("held"), and if that does not help, on the next page ("next-page"). Empty when there is nothing more to be done.
    """
    return {id: "next-page" if id in held else "held" for id in greedy if held.get(id) != "next-page"}


def _hold(html: etree._Element, held: Mapping[str, str]) -> None:
    for paragraph in html.iter("p") if held else ():
        if way := held.get(paragraph.get("id", "")):
            before = paragraph.getprevious()
            # what a heading leads to stays with it, and a large gap is worse than a late note
            if way == "held" or (
                before is not None and before.tag == "p" and len("".join(paragraph.itertext())) <= _SMALL_GAP
            ):
                paragraph.set("class", f"{paragraph.get('class', '')} {way}".strip())
