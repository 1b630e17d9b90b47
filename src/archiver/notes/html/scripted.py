"""Scripted notes: no link, but a script's argument, a shared number or an attribute joins marker and body.

Written by Wikidot (`onclick="…scrollToReference('footnote-1')"`), WordPress (`data-fn`), pop-up plugins
(`data-footnote-content`, `title`, `data-content` on the marker), ESPN-like sites (`data-footnote-id` on marker and
item).

    <sup data-note="7">1</sup>  …  <div data-note="7">The note.</div>
    <a class="fn" href="#" title="The note.">1</a>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.etree import _Element as Element

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Body, Claim, Marker, described, hinted, is_raised, leads_back, marker_at
from archiver.notes.html.links import in_navigation, pairs, pops_up, prints
from archiver.notes.html.page_view import Link, PageView

name = "scripted"

#: Attributes in which pages keep the body of a note, the telling ones first.
_BODIES = (
    *(
        "data-footnote-content",
        "data-footnote-text",
        "data-footnote-body",
        "data-footnote",
        "data-note",
        "data-note-content",
        "data-content",
        "data-bs-content",
    ),
    *("data-tippy-content", "data-tooltip", "data-tooltip-content", "data-original-title", "data-bs-original-title"),
    *("data-title", "data-text", "title", "content"),
)
#: What a click on it does, and no note.
_DOES = re.compile(
    r"(?i)(?:go|jump|see|view|open|read|link|show|click|scroll|skip|share"
    r"|print|e-?mail|tweet|follow|post|comment|reply|like|save|subscribe|download|permalink)\b"
)
_MARKERS = frozenset({"a", "sup", "span", "button", "abbr", "label", "cite"})
#: Custom elements that show a box with the text of their attribute.
_POPS_UP = re.compile(r"tool-?tip|pop-?over|foot-?note|side-?note")


_BUBBLE = re.compile(r"(?i)tool-?tip|pop-?(?:up|over)|glossar|definition|bubble")
#: Elements that words of a sentence stand in.
_WORDS = frozenset({"dfn", "span", "a", "abbr", "em", "strong", "b", "i", "mark", "button"})
#: Elements of Distill that are empty in the source: a script draws the number.
_CITES = frozenset({"d-cite", "dt-cite"})


def claims(page: PageView) -> Iterator[Claim]:
    """Markers joined to their bodies by scripts and attributes."""
    for pair in pairs(page):
        drawn = not pair.marker.shown and _is_drawn(page, pair.link)
        if pair.link.via != "href" and (pair.marker.shown or drawn):
            score = pair.certainty()
            if drawn or pair.link.via == "script" or pair.hint or pops_up(pair.link):
                score += 0.3
            if score >= 0.45:
                yield pair.claim(name, min(score, 0.8))
    yield from _joined(page)
    yield from _numbered(page)
    yield from _in_attributes(page)
    yield from _explained(page)


def _is_drawn(page: PageView, link: Link) -> bool:
    """Whether a marker is empty in the source, and a script or the style draws its number: what it says of itself has to do."""
    source = link.source
    return source.tag in _CITES or (
        source.tag in ("span", "sup", "a", "button")
        and page.is_blank(page.begin[source], page.finish[source])
        and hinted(described(page, source))
        and link.target is not None
        and link.target.tag in ("li", "p", "div", "dd", "aside", "section")
    )


def _explained(page: PageView) -> Iterator[Claim]:
    """Words of a sentence that name, for those who listen to a page, the bubble in the same sentence that explains them: a glossary."""
    for element, attributes in page.having("aria-describedby", "aria-labelledby"):
        names = attributes.get("aria-describedby") or attributes.get("aria-labelledby") or ""
        target = page.ids.get(names)
        if (
            target is None
            or element.tag not in _WORDS
            or page.contains(target, element)
            or page.contains(element, target)
        ):
            continue
        if page.block[target] is not page.block[element] and page.block[target].getparent() is not page.block[element]:
            continue
        words, said = page.text_of(element).strip(), page.text_of(target).strip()
        if _BUBBLE.search(described(page, target)) is None:
            continue
        if not 1 < len(words) <= 60 or len(said) < 12 or " " not in said or labels.read(words):
            continue
        block = page.block[element]
        if page.length_of(block) - len(words) - len(said) < 40 or in_navigation(page, element):
            continue  # a button that says what it does
        end = page.finish[element]
        marker = Marker(Span(element, "tail", 0, 0), (), end, end)
        yield Claim(marker, Body(page.begin[target], page.finish[target], (target,)), "", 0.6, name, ("glossary",))


def _joined(page: PageView) -> Iterator[Claim]:
    """Two elements with the same `data-…` value: a marker, and a block later on."""
    holders: dict[tuple[str, str], list[Element]] = {}
    for element, data in page.data_attributes:
        for key, value in data:
            holders.setdefault((key, value), []).append(element)
    for (key, value), elements in holders.items():
        if len(value) > 80:
            continue
        if not 2 <= len(elements) <= 12:
            continue
        markers = [one for one in elements if page.length_of(one) <= 24 and labels.read(page.text_of(one))]
        if not markers:
            continue
        if not hinted(key[5:]):
            elements = [element for element in elements if hinted(described(page, element))]
            markers = [one for one in markers if one in elements]
        bodies = [
            one for one in elements
            if one not in markers
            and page.text_of(one).strip()
            and not any(page.contains(one, mark) for mark in markers)
        ]  # fmt: skip
        if len(bodies) != 1:
            continue
        for element in markers:
            marker = marker_at(page, element)
            if marker.shown and not leads_back(page, element) and page.order[element] < page.order[bodies[0]]:
                score = 0.6 + 0.15 * is_raised(page, marker) + 0.15 * prints(page, bodies[0], marker.shown[0].label)
                yield Claim(marker, bodies[0], marker.shown[0].label, score, name, ("shared value",))


def _numbered(page: PageView) -> Iterator[Claim]:
    """Two series of numbers under two `data-…` names: markers in the text, and labels at the start of blocks."""
    series: dict[str, dict[str, list[Element]]] = {}
    for element, data in page.data_attributes:
        if page.length_of(element) > 12 or (element.get("href") or "#").partition(":")[0] not in ("#", "javascript"):
            continue
        shown = labels.read_one(page.text_of(element))
        for key, value in data if shown is not None else ():
            assert shown is not None
            if value.strip() in (shown.label, f"#{shown.label}"):
                series.setdefault(key, {}).setdefault(shown.label, []).append(element)
    running = {
        key: known for key, known in series.items()
        if sum(bool(page.line_before(page.begin[one[0]]).strip()) for one in known.values()) >= 0.7 * len(known)
    }  # fmt: skip
    for key, markers in running.items():
        for other, notes in series.items():
            common = [shown for shown in markers if len(notes.get(shown, ())) == 1]
            if other in running or len(common) < max(2, 0.6 * len(markers)):
                continue
            if in_navigation(page, notes[common[0]][0]):
                continue
            for number in common:
                for element in markers[number]:
                    yield Claim(marker_at(page, element), notes[number][0], number, 0.65, name, (f"{key} and {other}",))


def _in_attributes(page: PageView) -> Iterator[Claim]:
    """Markers that carry their note in an attribute."""
    seen: set[Marker] = set()
    for element, attributes in page.having(*_BODIES):
        tag = str(element.tag)
        if (tag not in _MARKERS and not ("-" in tag and _POPS_UP.search(tag))) or page.length_of(element) > 80:
            continue
        if page.length_of(element) > 24 and not any("footnote" in key for key in attributes):
            continue
        if _leads_elsewhere(page, element) or (found := _body_in(attributes)) is None:
            continue
        key, text = found
        marker = marker_at(page, element)
        spoken = hinted(described(page, element)) or "footnote" in key or "note" in key
        if not marker.shown and "footnote" in key and page.text_of(element).strip():
            # words of the sentence carry the note: it is called behind them
            end = page.finish[element]
            marker = Marker(Span(element, "tail", 0, 0), (), end, end)
            yield Claim(marker, Body(end, end, markup=text), "", 0.55, name, (key, "words"))
            continue
        if marker in seen or not (marker.shown or (spoken and page.begin[element] == page.finish[element])):
            continue
        if in_navigation(page, element) or not (spoken or marker.bracketed or is_raised(page, marker)):
            continue
        seen.add(marker)
        shown = marker.shown[0].label if marker.shown else ""
        yield Claim(
            marker,
            Body(marker.start, marker.start, markup=text),
            shown,
            0.55 if "footnote" in key else 0.5,
            name,
            (key,),
        )


def _leads_elsewhere(page: PageView, element: Element) -> bool:
    """Whether a link goes to another page, so that its title speaks of that."""
    href = (element.get("href") or "#").strip()
    return not href.startswith(("#", "javascript:")) and page.local_fragment(href) is None


def _body_in(attributes: dict[str, str]) -> tuple[str, str] | None:
    """The attribute of a marker, and its text, that reads like a note rather than like a hint of what a click does."""
    for key in _BODIES:
        value = attributes.get(key, "").strip()
        if not value:
            continue
        wide = re.search("[぀-鿿가-힣]", value) is not None
        # "Ibid." is a note, too
        short = len(value) >= 5 and value[0].isupper() and value[-1] in ".!?…"
        if not short and (len(value) < (5 if wide else 12) or (" " not in value and not wide)):
            continue
        if labels.says_back(value) or labels.read(value) or _DOES.match(value):
            continue
        return key, value
    return None
