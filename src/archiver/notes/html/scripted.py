"""Scripted notes: the marker and the body are connected by the argument of a script, a shared number or an attribute.

Written by Wikidot (`onclick="…scrollToReference('footnote-1')"`), WordPress (`data-fn`), pop-up plugins
(`data-footnote-content`, `title`, `data-content` on the marker), sites like ESPN (`data-footnote-id` on marker and
item).

    <sup data-note="7">1</sup>  …  <div data-note="7">The note.</div>
    <a class="fn" href="#" title="The note.">1</a>
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Body, Claim, Marker, is_backlink, is_raised, marker_at, suggests_notes
from archiver.notes.html.links import is_in_navigation, is_popup_target, link_candidates, prints_label
from archiver.notes.html.page_view import Link, PageView
from archiver.trees.elements import Element

name = "scripted"

#: Attributes in which pages keep the body of a note, the most specific ones first.
_BODY_ATTRIBUTES = (
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
#: The start of a text that describes the effect of a click. Such a text is no note.
_CLICK_HINT = re.compile(
    r"(?i)(?:go|jump|see|view|open|read|link|show|click|scroll|skip|share"
    r"|print|e-?mail|tweet|follow|post|comment|reply|like|save|subscribe|download|permalink)\b"
)
_MARKER_TAGS = frozenset({"a", "sup", "span", "button", "abbr", "label", "cite"})
_NOTE_WORDS = labels.words("headings") | labels.words("markers")
#: Names of custom elements that show a box with the text of their attribute.
_POPUP_TAG = re.compile(r"tool-?tip|pop-?over|foot-?note|side-?note")
#: Class names of the boxes of a glossary.
_GLOSSARY_BOX = re.compile(r"(?i)tool-?tip|pop-?(?:up|over)|glossar|definition|bubble")
#: Elements around words of a sentence.
_WORD_TAGS = frozenset({"dfn", "span", "a", "abbr", "em", "strong", "b", "i", "mark", "button"})
#: Elements of Distill that are empty in the source: a script draws the number.
_CITE_TAGS = frozenset({"d-cite", "dt-cite"})


def claims(page: PageView) -> Iterator[Claim]:
    """Claims of markers that scripts and attributes connect with their bodies."""
    for candidate in link_candidates(page):
        is_drawn = not candidate.marker.labels and _is_drawn(page, candidate.link)
        if candidate.link.via != "href" and (candidate.marker.labels or is_drawn):
            score = candidate.certainty()
            if is_drawn or candidate.link.via == "script" or candidate.hint or is_popup_target(candidate.link):
                score += 0.3
            if score >= 0.45:
                yield candidate.claim(name, min(score, 0.8))
    yield from _shared_values(page)
    yield from _shared_numbers(page)
    yield from _in_attributes(page)
    yield from _glossary(page)


def _is_drawn(page: PageView, link: Link) -> bool:
    """Whether a marker is empty in the source, because a script or the style draws its number.

    Its names must suggest notes.
    """
    source = link.source
    return source.tag in _CITE_TAGS or (
        source.tag in ("span", "sup", "a", "button")
        and page.is_blank(page.start_of[source], page.end_of[source])
        and suggests_notes(page.roles_and_classes(source))
        and link.target is not None
        and link.target.tag in ("li", "p", "div", "dd", "aside", "section")
    )


def _glossary(page: PageView) -> Iterator[Claim]:
    """Claims of words that refer by ARIA to a box in the same sentence which explains them.

    <dfn aria-describedby="t1">word</dfn> <span class="tooltip" id="t1">The explanation.</span>
    """
    for element, attributes in page.with_attribute("aria-describedby", "aria-labelledby"):
        identifier = attributes.get("aria-describedby") or attributes.get("aria-labelledby") or ""
        target = page.ids.get(identifier)
        if (
            target is None
            or element.tag not in _WORD_TAGS
            or page.contains(target, element)
            or page.contains(element, target)
        ):
            continue
        block = page.block_of[element]
        if page.block_of[target] is not block and page.block_of[target].parent is not block:
            continue
        words, explanation = page.text_of(element).strip(), page.text_of(target).strip()
        if _GLOSSARY_BOX.search(page.roles_and_classes(target)) is None:
            continue
        if not 1 < len(words) <= 60 or len(explanation) < 12 or " " not in explanation or labels.read(words):
            continue
        if page.length_of(block) - len(words) - len(explanation) < 40 or is_in_navigation(page, element):
            continue  # a button with a hint of what it does
        end = page.end_of[element]
        marker = Marker(Span(element, "tail", 0, 0), (), end, end)
        yield Claim(marker, Body(page.start_of[target], page.end_of[target], (target,)), "", 0.6, name, ("glossary",))


def _shared_values(page: PageView) -> Iterator[Claim]:
    """Claims of two elements with the same `data-…` value: a marker, and a block after it."""
    holders: dict[tuple[str, str], list[Element]] = {}
    for element, data in page.data_attributes:
        for key, value in data:
            holders.setdefault((key, value), []).append(element)
    for (key, value), elements in holders.items():
        if len(value) > 80:
            continue
        if not 2 <= len(elements) <= 12:
            continue
        markers = [
            element for element in elements if page.length_of(element) <= 24 and labels.read(page.text_of(element))
        ]
        if not markers:
            continue
        if not suggests_notes(key[5:]):
            elements = [element for element in elements if suggests_notes(page.roles_and_classes(element))]
            markers = [element for element in markers if element in elements]
        bodies = [
            element for element in elements
            if element not in markers
            and page.text_of(element).strip()
            and not any(page.contains(element, marker) for marker in markers)
        ]  # fmt: skip
        if len(bodies) != 1:
            continue
        for element in markers:
            marker = marker_at(page, element)
            if marker.labels and not is_backlink(page, element) and element.index < bodies[0].index:
                label = marker.labels[0].text
                score = 0.6 + 0.15 * is_raised(page, marker) + 0.15 * prints_label(page, bodies[0], label)
                yield Claim(marker, bodies[0], label, score, name, ("shared value",))


def _shared_numbers(page: PageView) -> Iterator[Claim]:
    """Claims of two series of numbers under two `data-…` names: markers in the text, and labels at the start of blocks.

    text<a data-call="1">1</a>  …  <p><a data-entry="1">1</a> The note.</p>
    """
    series: dict[str, dict[str, list[Element]]] = {}
    for element, data in page.data_attributes:
        if page.length_of(element) > 12 or (element.get("href") or "#").partition(":")[0] not in ("#", "javascript"):
            continue
        label = labels.read_one(page.text_of(element))
        for key, value in data if label is not None else ():
            assert label is not None
            if value.strip() in (label.text, f"#{label.text}"):
                series.setdefault(key, {}).setdefault(label.text, []).append(element)
    in_text = {
        key: by_label for key, by_label in series.items()
        if sum(bool(page.line_before(page.start_of[elements[0]]).strip()) for elements in by_label.values())
        >= 0.7 * len(by_label)
    }  # fmt: skip
    for key, markers in in_text.items():
        for other, notes in series.items():
            common = [label for label in markers if len(notes.get(label, ())) == 1]
            if other in in_text or len(common) < max(2, 0.6 * len(markers)):
                continue
            if is_in_navigation(page, notes[common[0]][0]):
                continue
            for number in common:
                for element in markers[number]:
                    yield Claim(marker_at(page, element), notes[number][0], number, 0.65, name, (f"{key} and {other}",))


def _in_attributes(page: PageView) -> Iterator[Claim]:
    """Claims of markers that have their note in an attribute."""
    claimed: set[Marker] = set()
    for element, attributes in page.with_attribute(*_BODY_ATTRIBUTES, *filter(_names_notes, page.data_names)):
        tag = str(element.tag)
        if (tag not in _MARKER_TAGS and not ("-" in tag and _POPUP_TAG.search(tag))) or page.length_of(element) > 80:
            continue
        if page.length_of(element) > 24 and not any("footnote" in key for key in attributes):
            continue
        if _leads_elsewhere(page, element) or (body := _body_attribute(attributes)) is None:
            continue
        key, text = body
        marker = marker_at(page, element)
        named = suggests_notes(page.roles_and_classes(element)) or "note" in key or _names_notes(key)
        if not marker.labels and "footnote" in key and page.text_of(element).strip():
            # Words of the sentence have the note: it is called behind them.
            end = page.end_of[element]
            marker = Marker(Span(element, "tail", 0, 0), (), end, end)
            yield Claim(marker, Body(end, end, markup=text), "", 0.55, name, (key, "words"))
            continue
        if marker in claimed or not (marker.labels or (named and page.start_of[element] == page.end_of[element])):
            continue
        if is_in_navigation(page, element) or not (named or marker.bracketed or is_raised(page, marker)):
            continue
        claimed.add(marker)
        label = marker.labels[0].text if marker.labels else ""
        certainty = 0.55 if "footnote" in key else 0.5
        yield Claim(marker, Body(marker.start, marker.start, markup=text), label, certainty, name, (key,))


def _leads_elsewhere(page: PageView, element: Element) -> bool:
    """Whether a link leads to another page, so that its title is about that page."""
    href = (element.get("href") or "#").strip()
    return not href.startswith(("#", "javascript:")) and page.local_fragment(href) is None


def _names_notes(name: str) -> bool:
    """Whether the name of a `data-…` attribute has a word of notes, in any of the languages of words.toml."""
    return suggests_notes(name[5:]) or not _NOTE_WORDS.isdisjoint(name[5:].lower().split("-"))


def _body_attribute(attributes: dict[str, str]) -> tuple[str, str] | None:
    """The first attribute whose value reads like a note and not like a hint of what a click does: (name, value).

    None for none.
    """
    named = [key for key in attributes if key.startswith("data-") and _names_notes(key)]
    for key in dict.fromkeys((*_BODY_ATTRIBUTES, *named)):
        value = attributes.get(key, "").strip()
        if not value:
            continue
        # Chinese, Japanese and Korean need fewer characters, and no spaces.
        is_cjk = re.search("[぀-鿿가-힣]", value) is not None
        # "Ibid." is a note, too.
        is_short_sentence = len(value) >= 5 and value[0].isupper() and value[-1] in ".!?…"
        if not is_short_sentence and (len(value) < (5 if is_cjk else 12) or (" " not in value and not is_cjk)):
            continue
        if labels.is_backlink_text(value) or labels.read(value) or _CLICK_HINT.match(value):
            continue
        return key, value
    return None
