"""Notes in the running text: the source has the note at the place of its marker, and style or script move or hide it.

Written by Tufte CSS and its descendants (`label`, checkbox and `span.sidenote`), magazines with tooltips
(`span.footnote` in a sentence), Distill (`d-footnote`), book sites whose `aside name="x"` belongs to a `span name="x"`
in the text.

    word<label for="sn-1"></label><input type="checkbox" id="sn-1"><span class="sidenote">The note.</span> goes on
        └──────── marker ────────┘                                 └─────────────── body ────────────────┘
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Body, Claim, Marker, marker_at, suggests_notes
from archiver.notes.html.page_view import PageView
from archiver.trees.elements import Element

name = "inline"

#: Class names of bodies.
_BODY_NAME = re.compile(
    r"(?i)(?:.*[-_])?(?:foot-?note|end-?note|side-?note|margin-?note)(?:[-_]*(?:content|text|body|inner|popover|tooltip|popup|box|note))?"
)
#: Class names of elements that the page hides until the user opens them.
_HIDDEN_NAME = re.compile(
    r"(?i)tool-?tip|pop-?(?:up|over)|foot-?note|side-?note|hidden|(?<![a-z])(?:tip|note|fn)(?![a-z])"
)
#: Custom elements of Distill and others.
_CUSTOM_TAGS = frozenset({"d-footnote", "dt-fn", "footnote"})
#: Custom elements by other names: <inline-note>, <x-footnote>.
_CUSTOM_NAME = re.compile(r"(?:[a-z]+-)*(?:foot|side|end|margin|inline|pop)-?notes?")
#: The fewest characters of a custom element's text that is a note without a full stop.
_MIN_WITHOUT_STOP = 60
#: Elements that are a marker with its note inside.
_MARKER_TAGS = frozenset({"sup", "a", "span", "button", "cite"})
_BODY_TAGS = frozenset({"span", "small", "aside", "i", "em", "div", "label", *_CUSTOM_TAGS})


def claims(page: PageView) -> Iterator[Claim]:
    """Claims of notes in sentences, in their markers and in `details`, and of asides that belong to a word by name."""
    yield from _in_sentences(page)
    yield from _in_markers(page)
    yield from _asides_by_name(page)
    yield from _in_details(page)


def _in_sentences(page: PageView) -> Iterator[Claim]:
    """Claims of elements in a sentence that a checkbox shows, or whose name is that of a note."""
    skipped_to = -1
    toggles = _toggles(page)
    custom_tags = {
        tag for tag in page.tree.by_tag if tag in _CUSTOM_TAGS or ("-" in tag and _CUSTOM_NAME.fullmatch(tag))
    }
    # each name of a body contains this word
    named = [element for element in (*page.mentioning("note"), *toggles) if element.tag in _BODY_TAGS]
    for index in sorted({element.index for element in (*page.tagged(*custom_tags), *named)}):
        if index <= skipped_to:
            continue
        element = page.elements[index]
        is_custom = element.tag in custom_tags
        toggle = toggles.get(element)
        if toggle is not None and page.is_block(element) and not suggests_notes(page.roles_and_classes(element)):
            continue  # a menu that opens
        if not is_custom and toggle is None and (not _is_named_body(page, element) or _has_note_attribute(element)):
            continue
        if toggle is None and any(body is not element and page.contains(element, body) for body in toggles):
            continue  # holds a word of the sentence, its checkbox and the note
        text = page.text_of(element).strip()
        if (
            is_custom
            and element.tag not in _CUSTOM_TAGS
            and len(text) < _MIN_WITHOUT_STOP
            and text[-1:] not in '.!?…)”"。」'
        ):
            continue  # a word of the sentence in a decorating component
        if len(text) < 4 or labels.read(text) or len(text) > 8000:
            continue
        if not _is_in_sentence(page, element) and toggle is None:
            continue
        skipped_to = page.last_index[element]
        if is_custom and (claim := _claim_with_own_marker(page, element)) is not None:
            yield claim
            continue
        marker = _marker_before(page, element, toggle)
        body = Body(page.start_of[element], page.end_of[element], (element,))
        label = marker.labels[0].text if marker.labels else ""
        certainty = 0.75 if toggle is not None or is_custom else 0.6 if marker.labels else 0.5
        evidence = "toggle" if toggle is not None else "stands in a sentence"
        yield Claim(marker, body, label, certainty, name, (evidence,))


def _has_note_attribute(element: Element) -> bool:
    """Whether an element has its note in an attribute. Then it holds words of the sentence, and is not the note."""
    return any(
        "footnote" in str(key) and len(value) > 11 for key, value in element.attributes.items() if key != "class"
    )


def _claim_with_own_marker(page: PageView, element: Element) -> Claim | None:
    """The claim of a custom element that holds its marker and its note. None when it holds no marker.

    <x-footnote><sup>1</sup><span>The note.</span></x-footnote>
    """
    first = element.children[0] if element.children else None
    if first is None or (element.text or "").strip() or page.length_of(first) > 12:
        return None
    marker = marker_at(page, first)
    if not marker.labels or isinstance(marker.place, Span) or marker.place is not first:
        return None
    return _claim_of_rest(page, element, marker, "holds its marker")


def _claim_of_rest(page: PageView, element: Element, marker: Marker, evidence: str) -> Claim | None:
    """The claim that the content after a marker in an element is its note. None if there is no content, or too much."""
    start, end = marker.end, page.end_of[element]
    if page.is_blank(start, end) or end - start > 8000:
        return None
    cover = page.cover(start, end, element)
    parts = tuple(place for place in cover if not isinstance(place, Span))
    spans = tuple(place for place in cover if isinstance(place, Span) and place.text.strip())
    return Claim(marker, Body(start, end, parts, spans), marker.labels[0].text, 0.7, name, (evidence,))


def _in_details(page: PageView) -> Iterator[Claim]:
    """Claims of `<details><summary>1</summary>The note.</details>` in a sentence."""
    for element in page.tagged("details"):
        if not element.children or element.children[0].tag != "summary":
            continue
        marker = marker_at(page, element.children[0])
        if not marker.labels or marker.labels[0].form == "letter":
            continue
        before = page.text[max(0, page.start_of[element] - 40) : page.start_of[element]].rstrip("\n ")
        if not before or before[-1] == "\n" or page.length_of(element.children[0]) > 12:
            continue
        name = element.children[0]
        summary = Marker(name, marker.labels, page.start_of[name], page.end_of[name])
        if (claim := _claim_of_rest(page, element, summary, "folded")) is not None:
            yield claim


@lru_cache(maxsize=1 << 12)
def _is_hidden_name(names: str) -> bool:
    return _HIDDEN_NAME.search(names) is not None


def _is_named_body(page: PageView, element: Element) -> bool:
    """Whether a class or role of an element is that of a note's body."""
    return _has_body_name(page.roles_and_classes(element))


@lru_cache(maxsize=1 << 12)
def _has_body_name(names: str) -> bool:
    return any(_BODY_NAME.fullmatch(token) or token == "doc-footnote" for token in names.split())


def _toggles(page: PageView) -> dict[Element, Element]:
    """By element that a checkbox shows, the label of the checkbox."""
    toggles: dict[Element, Element] = {}
    for box in page.tagged("input"):
        if box.get("type") == "checkbox":
            element = box.next
            toggle = _toggle(element) if element is not None and isinstance(element.tag, str) else None
            if element is not None and toggle is not None:
                toggles[element] = toggle
    return toggles


def _toggle(element: Element) -> Element | None:
    """The label of the checkbox that shows this element, if the label and the checkbox are right before it; else None."""
    box = element.previous
    if box is None or box.tag != "input" or box.get("type") != "checkbox" or (box.tail or "").strip():
        return None
    before = box.previous
    identifier = box.get("id")
    while before is not None:
        for candidate in (before, *before.iter("label")):
            if candidate.tag == "label" and candidate.get("for") == identifier:
                return candidate
        if (before.tail or "").strip():
            return None
        before = before.previous
    return None


def _is_in_sentence(page: PageView, element: Element) -> bool:
    """Whether there is running text before this element on its line."""
    if page.is_block(element) and element.tag != "aside":
        parent = element.parent
        return parent is not None and parent.tag in ("p", "span")
    if element.tag == "aside":
        # loose text right before it, on the same line of the source
        point = page.place_before(element)
        before = point.element.tail if point.which == "tail" else point.element.text
        return bool((before or "").strip()) and bool(page.line_before(page.start_of[element] - 1).strip())
    return not page.is_blank(page.start_of[page.block_of[element]], page.start_of[element])


def _marker_before(page: PageView, element: Element, toggle: Element | None) -> Marker:
    """The marker before a body. If there is none, a marker without labels at the empty place before the body."""
    if toggle is not None:
        marker = marker_at(page, toggle)
        # A sign such as a circled plus is no label, but it is the marker.
        if marker.labels or not any(c.isalnum() for c in page.text_of(toggle)):
            return marker
    previous = element.previous
    if previous is not None and not (previous.tail or "").strip() and page.length_of(previous) < 12:
        marker = marker_at(page, previous)
        if marker.labels:
            return marker
    start = page.start_of[element]
    return Marker(page.place_before(element), (), start, start)


def _asides_by_name(page: PageView) -> Iterator[Claim]:
    """Claims of an `<aside name="x">` beside the text that belongs to a `<span name="x">word</span>` in the text."""
    if "aside" not in page.tree.by_tag:
        return
    words: dict[str, Element] = {}
    named = [(element, value) for element, attributes in page.with_attribute("name") if (value := attributes["name"])]
    for element, value in named:
        if element.tag in ("span", "a", "mark", "em", "strong", "code", "sup"):
            words[value] = element
    for element, value in named:
        word = words.get(value)
        if element.tag != "aside" or word is None or not page.text_of(element).strip():
            continue
        end = page.end_of[word]
        marker = Marker(Span(word, "tail", 0, 0), (), end, end)
        body = Body(page.start_of[element], page.end_of[element], (element,))
        yield Claim(marker, body, "", 0.75, name, ("shared name",))


def _in_markers(page: PageView) -> Iterator[Claim]:
    """Claims of hidden bodies inside their marker or right behind it.

    <sup>1<span class="tooltip">The note.</span></sup>
    """
    superscripts = page.tagged("sup")
    buttons = [
        button
        for button, text in page.short_elements(6, "button", "label", "a")
        if labels.read(text) and page.line_before(page.start_of[button]).strip()
    ]
    # of other markers only those count whose names contain this word
    holders = [*superscripts, *(element for element in page.mentioning("note") if element.tag in _MARKER_TAGS)]
    near = {child for holder in holders for child in holder.children}
    near.update(following for element in (*superscripts, *buttons) if (following := element.next) is not None)
    for index in sorted(element.index for element in near if element.index >= 0):
        if (parent_index := page.tree.parents[index]) == 0:
            continue
        element, parent = page.elements[index], page.elements[parent_index]
        previous = element.previous
        if element not in page.hidden and not _is_hidden_name(page.roles_and_classes(element)):
            continue
        is_behind_marker = (
            previous is not None
            and previous.tag in ("sup", "button", "label", "a")
            and page.length_of(previous) < 12
            and element.tag in _BODY_TAGS
        )
        if parent.tag not in _MARKER_TAGS and not is_behind_marker:
            continue
        parent_text = (parent.text or "").strip()
        if element.place == 0 and parent_text and len(parent_text) < 12:
            place: Span | Element = Span(parent, "text", 0, len(parent.text or ""))
            start, end = page.start_of[parent], page.start_of[parent] + len(parent.text or "")
            shown = labels.read(parent_text)
        elif previous is not None and page.length_of(previous) < 12 and not (previous.tail or "").strip():
            place, start, end = previous, page.start_of[previous], page.end_of[previous]
            shown = labels.read(page.text_of(previous))
        else:
            continue
        if not shown or (
            parent.tag != "sup" and not is_behind_marker and not _BODY_NAME.match(page.roles_and_classes(parent))
        ):
            continue
        text = page.text_of(element).strip()
        if not 8 <= len(text) <= 8000 or labels.read(text):
            continue
        body = Body(page.start_of[element], page.end_of[element], (element,))
        yield Claim(Marker(place, shown, start, end), body, shown[0].text, 0.7, name, ("inside its marker",))
