"""Bodies in the running text: the note stands where it is called, and the page's style or script moves or hides it.

Written by Tufte CSS and its descendants (`label` + checkbox + `span.sidenote`), magazines with tooltips
(`span.footnote` in a sentence), Distill (`d-footnote`), book sites whose `aside name="x"` belongs to a `span
name="x"` in the text.

    word<label for="sn-1"></label><input type="checkbox" id="sn-1"><span class="sidenote">The note.</span> goes on
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.etree import _Element as Element

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Body, Claim, Marker, described, hinted, marker_at
from archiver.notes.html.page_view import PageView

name = "inline"

_SAYS_BODY = re.compile(
    r"(?i)(?:.*[-_])?(?:foot-?note|end-?note|side-?note|margin-?note)(?:[-_]*(?:content|text|body|inner|popover|tooltip|popup|box|note))?"
)
_HIDES = re.compile(r"(?i)tool-?tip|pop-?(?:up|over)|foot-?note|side-?note|hidden|(?<![a-z])(?:tip|note|fn)(?![a-z])")
_TAGS = frozenset({"d-footnote", "dt-fn", "footnote"})
#: Custom elements of notes: <inline-note>, <x-footnote>.
_CUSTOM = re.compile(r"(?:[a-z]+-)*(?:foot|side|end|margin|inline|pop)-?notes?")
#: Characters from which on the text of a custom element is a note without a full stop, too.
_SHORT = 60
#: Elements that are a marker with its note inside.
_HOLDERS = frozenset({"sup", "a", "span", "button", "cite"})
_INLINE = frozenset({"span", "small", "aside", "i", "em", "div", "label", *_TAGS})


def claims(page: PageView) -> Iterator[Claim]:
    """Notes that stand inside sentences, and asides joined to a word by name."""
    yield from _standing(page)
    yield from _in_marker(page)
    yield from _by_name(page)
    yield from _folded(page)


def _standing(page: PageView) -> Iterator[Claim]:
    taken = -1
    toggled = _toggled(page)
    customs = {tag for tag in page.draft.page.by_tag if tag in _TAGS or ("-" in tag and _CUSTOM.fullmatch(tag))}
    # each name of a body has this word in it
    named = [element for element in (*page.may_say("note"), *toggled) if element.tag in _INLINE]
    for order in sorted({page.order[element] for element in (*page.tagged(*customs), *named)}):
        if order <= taken:
            continue
        element = page.elements[order]
        custom = element.tag in customs
        toggle = toggled.get(element)
        if toggle is not None and page.is_line(element) and not hinted(described(page, element)):
            continue  # a menu that opens
        if not custom and toggle is None and (not _says_body(page, element) or _carries_its_note(element)):
            continue
        if toggle is None and any(one is not element and page.contains(element, one) for one in toggled):
            continue  # holds a word of the sentence, its box and the note
        text = page.text_of(element).strip()
        if custom and element.tag not in _TAGS and len(text) < _SHORT and text[-1:] not in '.!?…)”"。」':
            continue  # a word of the sentence that a component decorates
        if len(text) < 4 or labels.read(text) or len(text) > 8000:
            continue
        if not _in_sentence(page, element) and toggle is None:
            continue
        taken = page.last[element]
        if custom and (own := _own_marker(page, element)) is not None:
            yield own
            continue
        marker = _marker_before(page, element, toggle)
        body = Body(page.begin[element], page.finish[element], (element,))
        shown = marker.shown[0].label if marker.shown else ""
        sure = 0.75 if toggle is not None or custom else 0.6 if marker.shown else 0.5
        yield Claim(marker, body, shown, sure, name, ("toggle",) if toggle is not None else ("stands in a sentence",))


def _carries_its_note(element: Element) -> bool:
    """Whether words of the sentence have their note in an attribute, so that they are not the note."""
    return any("footnote" in str(key) and len(value) > 11 for key, value in element.attrib.items() if key != "class")


def _own_marker(page: PageView, element: Element) -> Claim | None:
    """A custom element that holds its marker and its note: <x-footnote><sup>1</sup><span>The note.</span></x-footnote>."""
    first = next((child for child in element if isinstance(child.tag, str)), None)
    if first is None or (element.text or "").strip() or page.length_of(first) > 12:
        return None
    marker = marker_at(page, first)
    if not marker.shown or isinstance(marker.place, Span) or marker.place is not first:
        return None
    return _rest_of(page, element, marker, "holds its marker")


def _rest_of(page: PageView, element: Element, marker: Marker, why: str) -> Claim | None:
    """The claim that all of an element behind a marker is the note of that marker."""
    start, end = marker.end, page.finish[element]
    if page.is_blank(start, end) or end - start > 8000:
        return None
    cover = page.cover(start, end, element)
    parts = tuple(place for place in cover if not isinstance(place, Span))
    spans = tuple(place for place in cover if isinstance(place, Span) and place.text.strip())
    return Claim(marker, Body(start, end, parts, spans), marker.shown[0].label, 0.7, name, (why,))


def _folded(page: PageView) -> Iterator[Claim]:
    """`<details><summary>1</summary>The note.</details>` in a sentence."""
    for element in page.tagged("details"):
        if len(element) == 0 or element[0].tag != "summary":
            continue
        marker = marker_at(page, element[0])
        if not marker.shown or marker.shown[0].form == "letter":
            continue
        before = page.text[max(0, page.begin[element] - 40) : page.begin[element]].rstrip("\n ")
        if not before or before[-1] == "\n" or page.length_of(element[0]) > 12:
            continue
        place = Marker(element[0], marker.shown, page.begin[element[0]], page.finish[element[0]])
        if (claim := _rest_of(page, element, place, "folded")) is not None:
            yield claim


@lru_cache(maxsize=1 << 12)
def _may_hide(said: str) -> bool:
    return _HIDES.search(said) is not None


def _says_body(page: PageView, element: Element) -> bool:
    return _name_a_body(described(page, element))


@lru_cache(maxsize=1 << 12)
def _name_a_body(said: str) -> bool:
    return any(_SAYS_BODY.fullmatch(token) or token == "doc-footnote" for token in said.split())


def _toggled(page: PageView) -> dict[Element, Element]:
    """Elements that a checkbox shows, with the label that stands for the box."""
    found: dict[Element, Element] = {}
    for box in page.tagged("input"):
        if box.get("type") == "checkbox":
            element = box.getnext()
            toggle = _toggle(element) if element is not None and isinstance(element.tag, str) else None
            if element is not None and toggle is not None:
                found[element] = toggle
    return found


def _toggle(element: Element) -> Element | None:
    """The label of a checkbox that shows this element, when label and checkbox stand right before it."""
    box = element.getprevious()
    if box is None or box.tag != "input" or box.get("type") != "checkbox" or (box.tail or "").strip():
        return None
    before = box.getprevious()
    identifier = box.get("id")
    while before is not None:
        for one in (before, *before.iter("label")):
            if one.tag == "label" and one.get("for") == identifier:
                return one
        if (before.tail or "").strip():
            return None
        before = before.getprevious()
    return None


def _in_sentence(page: PageView, element: Element) -> bool:
    """Whether running text stands on the line before this element, so that it is no block of its own."""
    if page.is_line(element) and element.tag != "aside":
        parent = element.getparent()
        return parent is not None and parent.tag in ("p", "span")
    if element.tag == "aside":
        # loose text right before it, on the same line of the source
        here = page.here(element)
        before = here.element.tail if here.which == "tail" else here.element.text
        return bool((before or "").strip()) and bool(page.line_before(page.begin[element] - 1).strip())
    return not page.is_blank(page.begin[page.block[element]], page.begin[element])


def _marker_before(page: PageView, element: Element, toggle: Element | None) -> Marker:
    """The marker shown before a body, or the empty place where the body stands."""
    if toggle is not None:
        found = marker_at(page, toggle)
        # a sign such as a circled plus is no label, and the marker all the same
        if found.shown or not any(c.isalnum() for c in page.text_of(toggle)):
            return found
    previous = element.getprevious()
    if previous is not None and not (previous.tail or "").strip() and page.length_of(previous) < 12:
        found = marker_at(page, previous)
        if found.shown:
            return found
    at = page.begin[element]
    return Marker(page.here(element), (), at, at)


def _by_name(page: PageView) -> Iterator[Claim]:
    """`<span name="x">word</span>` in the text and `<aside name="x">` beside it."""
    if "aside" not in page.draft.page.by_tag:
        return
    names: dict[str, Element] = {}
    named = [(element, value) for element, said in page.having("name") if (value := said["name"])]
    for element, value in named:
        if element.tag in ("span", "a", "mark", "em", "strong", "code", "sup"):
            names[value] = element
    for element, value in named:
        word = names.get(value)
        if element.tag != "aside" or word is None or not page.text_of(element).strip():
            continue
        at = page.finish[word]
        marker = Marker(Span(word, "tail", 0, 0), (), at, at)
        yield Claim(
            marker, Body(page.begin[element], page.finish[element], (element,)), "", 0.75, name, ("shared name",)
        )


def _in_marker(page: PageView) -> Iterator[Claim]:
    """`<sup>1<span class="tooltip">The note.</span></sup>`: the body hangs inside its marker."""
    raised = page.tagged("sup")
    # of other markers only those count whose names have this word in them
    holders = [*raised, *(one for one in page.may_say("note") if one.tag in _HOLDERS)]
    near = {child for holder in holders for child in holder}
    near.update(following for one in raised if (following := one.getnext()) is not None)
    for order in sorted(page.order[element] for element in near if element in page.order):
        if (holder := page.draft.page.parents[order]) == 0:
            continue
        element, parent = page.elements[order], page.elements[holder]
        behind = element.getprevious()
        if element not in page.hidden and not _may_hide(described(page, element)):
            continue
        beside = behind is not None and behind.tag == "sup" and page.length_of(behind) < 12 and element.tag in _INLINE
        if parent.tag not in _HOLDERS and not beside:
            continue
        own = (parent.text or "").strip()
        if parent[0] is element and own and len(own) < 12:
            place: Span | Element = Span(parent, "text", 0, len(parent.text or ""))
            start, end, shown = page.begin[parent], page.begin[parent] + len(parent.text or ""), labels.read(own)
        elif (
            (before := element.getprevious()) is not None
            and page.length_of(before) < 12
            and not (before.tail or "").strip()
        ):
            place, start, end, shown = (
                before,
                page.begin[before],
                page.finish[before],
                labels.read(page.text_of(before)),
            )
        else:
            continue
        if not shown or (parent.tag != "sup" and not beside and not _SAYS_BODY.match(described(page, parent))):
            continue
        text = page.text_of(element).strip()
        if not 8 <= len(text) <= 8000 or labels.read(text):
            continue
        body = Body(page.begin[element], page.finish[element], (element,))
        yield Claim(Marker(place, shown, start, end), body, shown[0].label, 0.7, name, ("inside its marker",))
