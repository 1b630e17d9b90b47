"""Trimming of the body of a note: the label prefix, backlinks, links to catalogues and brackets are not its text.

    <li id="n2"><b>^</b> <a href="#r2a">a</a> <a href="#r2b">b</a> The note. <a href="#r2a">↩</a></li>
                └───────────────── label prefix ─────────────────┘ └ text ─┘ └────── tail ──────┘

The label prefix is the label and the backlinks, in any order and with any signs. The trimmed parts go to the ledger,
except the label, which the record keeps as an attribute.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from archiver.draft import Span
from archiver.notes import labels
from archiver.notes.html.claims import Body, Place, is_backlink, outermost_inline
from archiver.notes.html.page_view import Link, PageView
from archiver.trees.elements import Element

#: The start and end of a stretch of the page's text.
Range = tuple[int, int]

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_ARROWS = re.compile(rf"[{re.escape(labels.ARROWS)}\ufe0e\ufe0f]+")
_CLOSER = re.compile(rf"\s*[{re.escape(labels.CLOSERS)}]")
_POINT = re.compile(r"[.):]+(?=\s)")
_WORDS = re.compile(r"[^\W\d_]+(?:[ \xa0][^\W\d_]+){0,3}[ \xa0]?:?[\s\xa0]*")
#: The word before the last of several backlinks: "a, b et c".
_JOINING_WORD = re.compile(r"[^\W\d_]{1,4}[\s\xa0]+")
_WORDS_AFTER_SENTENCE = re.compile(
    r"(?:(?<=[.!?…)”\"'’][ \n\xa0])|(?<=[.!?…)”\"'’]))[^\W\d_]+(?:[ \xa0][^\W\d_]+){0,3}:?[\s\xa0]*$"
)
_GLUED_LABEL = re.compile(rf"\d{{1,4}}|[{re.escape(labels.SYMBOLS)}]{{1,3}}")
_SEPARATORS = re.compile(r"[\s,;/|·]*")
_SIGNS = re.compile(r"\s*[.):\]）］】〕—–-]*")
#: The most characters of the article's text that are repeated before a note.
_MAX_QUOTE = 80


@dataclass(slots=True)
class TrimmedNote:
    """The start and end of a note's own text, the label that it prints, and the places to trim with their rules."""

    start: int
    end: int
    printed: str
    places: list[tuple[Place, str]]


def trim(
    page: PageView, body: Body, expected: Iterable[str], calls: list[Range], any_label: bool = False
) -> TrimmedNote:
    """Find the label, the backlinks and the other trimmings of a note.

    `expected` are the labels that the markers of the note show. `calls` are the places of all markers of the page in
    order: a link to one is a backlink. With `any_label`, a number at the start of the note is its label even when no
    marker shows it.
    """
    backlinks = sorted({range_ for part in body.parts for range_ in _backlink_ranges(page, part, body, calls)})
    expected_keys = {labels.key(text) for text in expected if text}
    places: list[tuple[Place, str]] = []
    item_number = _item_number(page, body)
    start, printed, label_ranges = _read_label_prefix(page, body, expected_keys, backlinks, any_label, item_number)
    services = [range_ for part in body.parts for range_ in _service_ranges(page, part)]
    end, tails = _tail(page, body, start, backlinks + services)
    if end == body.end and _opens_bracket(page.text[body.start : start]):
        end = _before_closing_bracket(page.text, start, end)
        places.extend((place, "note-label") for place in _cover(page, body, end, body.end))
    rule_of_tail = "note-service-link" if any(end <= low for low, _ in services) else "note-backlink"
    last = end
    while last > start and page.text[last - 1].isspace():
        last -= 1
    if _is_in_brackets(page, body, start, last):
        for low, high in ((start, start + 1), (last - 1, last)):
            places.extend((place, "note-brackets") for place in _cover(page, body, low, high))
        start, end = start + 1, last - 1
    for n, (low, high) in enumerate(label_ranges):
        # The record keeps one label. LaTeXML prints the label twice in the note.
        rule = "note-duplicate" if n else "note-label"
        places.extend((place, rule) for place in _cover(page, body, low, high))
    for low, high in _without_ranges(body.start, start, set(label_ranges)):
        places.extend((place, "note-backlink") for place in _cover(page, body, low, high))
    for low, high in tails:
        places.extend((place, rule_of_tail) for place in _cover(page, body, low, high))
    for low, high in backlinks:
        if low >= start and high <= end:
            places.extend((place, "note-backlink") for place in _cover(page, body, low, high))
    return TrimmedNote(start, end, printed, [(place, rule) for place, rule in places if _has_text(page, place)])


def _is_in_brackets(page: PageView, body: Body, start: int, end: int) -> bool:
    """Whether a note in a sentence has brackets around it: "[The note.]"."""
    if not end - start > 2 or len(body.parts) != 1 or page.text[start] not in "[［" or page.text[end - 1] not in "]］":
        return False
    return not any(sign in page.text[start + 1 : end - 1] for sign in "[]［］")


def _opens_bracket(prefix: str) -> bool:
    """Whether a label prefix has an opening bracket without its closing bracket."""
    return sum(c in labels.OPENERS for c in prefix) > sum(c in labels.CLOSERS for c in prefix)


def _before_closing_bracket(text: str, start: int, end: int) -> int:
    """The end of the text of a note that is with its label in one pair of brackets: "[Footnote 1: The note.]"."""
    last = end
    while last > start and text[last - 1].isspace():
        last -= 1
    return last - 1 if last > start and text[last - 1] in labels.CLOSERS else end


def _item_number(page: PageView, body: Body) -> str:
    """The number that an ordered list shows before a note; "" when there is none.

    With it, a number in the note may be a word.
    """
    part = body.parts[0] if body.parts else None
    if part is not None and part.tag != "li":
        part = part.parent
    return page.item_numbers.get(part, "") if part is not None else ""


def _has_text(page: PageView, place: Place) -> bool:
    text = place.text if isinstance(place, Span) else page.text_of(place)
    return bool(text.strip())


def _cover(page: PageView, body: Body, low: int, high: int) -> list[Place]:
    """The elements and spans between two places, without those that hold a part of the note."""
    cover: list[Place] = []
    parts = set(body.parts)
    has_one_part = len(body.parts) + len(body.spans) == 1
    for place in page.cover(low, high):
        if not isinstance(place, Span) and any(
            page.contains(place, part) for part in parts if has_one_part or part is not place
        ):
            continue
        cover.append(place)
    return cover


def _without_ranges(start: int, end: int, ranges: set[Range]) -> list[Range]:
    """The stretches between two places that are in none of the ranges."""
    rest: list[Range] = []
    position = start
    for low, high in sorted(ranges):
        if position < low:
            rest.append((position, low))
        position = high
    if position < end:
        rest.append((position, end))
    return rest


# -- links in a note -----------------------------------------------------------------------------------


def _backlink_ranges(page: PageView, part: Element, body: Body, calls: list[Range]) -> list[Range]:
    """The ranges of the backlinks in a part of a note, and of buttons that close the box of the note."""
    ranges: list[Range] = []
    for link in page.links_within(part):
        source = link.source
        is_whole_note = len(body.parts) == 1 and not body.spans and source is body.parts[0]
        if page.length_of(source) > 60 or not page.text_of(source).strip() or is_whole_note:
            continue
        if is_backlink(page, source) or _leads_to_marker(page, link, body, calls):
            outer = outermost_inline(page, source)
            if any(outer is other for other in body.parts):
                outer = source
            ranges.append((page.start_of[outer], page.end_of[outer]))
    # Arrows whose address leads elsewhere (a script, a lost target), and closing buttons.
    for element in page.subtree(part):
        if element.tag not in ("a", "button", "label", "summary") or page.length_of(element) > 24:
            continue
        text = page.text_of(element)
        leads_nowhere = (element.get("href") or "#") == "#" or (element.get("href") or "").startswith("javascript:")
        if labels.is_arrow(text) or (leads_nowhere and (labels.is_closing_text(text) or labels.is_backlink_text(text))):
            ranges.append((page.start_of[element], page.end_of[element]))
    return ranges


def _service_ranges(page: PageView, part: Element) -> list[Range]:
    """The ranges of links that only name a catalogue: "[PubMed]", "CrossRef".

    Beside one of them "Article" and "PDF" count, too.
    """
    certain: list[Range] = []
    possible: list[Range] = []
    for element in page.subtree(part):
        if element.tag == "a" and 2 < page.length_of(element) < 40:
            text = page.text_of(element)
            if labels.is_service_name(text):
                certain.append((page.start_of[element], page.end_of[element]))
            elif labels.may_be_service_name(text):
                possible.append((page.start_of[element], page.end_of[element]))
    return certain + possible if certain else []


def _leads_to_marker(page: PageView, link: Link, body: Body, calls: list[Range]) -> bool:
    """Whether a link leads out of the note to a marker or its paragraph, and is no marker itself."""
    target = link.target
    if target is None:
        return False
    source = page.start_of[link.source]
    index = bisect_right(calls, (source, 1 << 60)) - 1
    if index >= 0 and calls[index][0] <= source < calls[index][1]:
        return False
    low, high = page.start_of[target] - 2, page.end_of[target] + 3
    if body.start <= page.start_of[target] < body.end:
        return False
    index = bisect_right(calls, (low, -1))
    if index >= len(calls) or calls[index][0] > high:
        return False
    if page.length_of(target) < 40:
        return True
    # The target is the paragraph of the marker. Then the link is a backlink if it is short or a label, and not words
    # such as "see above".
    text = page.text_of(link.source).strip()
    return page.is_block(target) and page.length_of(target) < 6000 and (len(text) <= 3 or bool(labels.read(text)))


def _says_backlink(text: str) -> bool:
    """Whether words beside backlinks are a phrase of a backlink: "Jump up to:", "Return to text"."""
    return labels.is_backlink_text(text.strip(" \n\t\xa0:"))


# -- the label prefix ----------------------------------------------------------------------------------


def _read_label_prefix(
    page: PageView, body: Body, expected: set[str], backlinks: list[Range], any_label: bool, item_number: str
) -> tuple[int, str, list[Range]]:
    """The start of the note's own text, the label printed before it ("" for none), and the ranges of labels.

    `expected` are the keys of the labels that markers show.
    """
    text, position, end = page.text, body.start, body.end
    # By the start of a backlink, its end.
    backlink_at = {low: high for low, high in backlinks if high > low}
    printed = ""
    label_ranges: list[Range] = []
    links = 0
    while position < end:
        if match := _SPACE.match(text, position, end):
            position = match.end()
        elif (
            not links
            and text.startswith(("...", "…"), position)
            and (low := _after_quote(text, position, backlink_at, expected))
        ):
            position = low
        elif position in backlink_at:
            label = labels.read_one(text[position : backlink_at[position]])
            if (
                label is not None
                and not printed
                and (label.form != "letter" or _is_expected_letter(label.text, expected, links))
            ):
                printed = label.text
                label_ranges.append((position, backlink_at[position]))
            links += 1
            position = backlink_at[position]
            if match := _SIGNS.match(text, position, end):
                position = match.end()
        elif links and (match := _JOINING_WORD.match(text, position, end)) and match.end() in backlink_at:
            position = match.end()
        elif high := _label_element_end(
            page, position, end, {labels.key(printed)} if printed else expected, any_label and not printed
        ):
            label = labels.read_one(text[position:high])
            printed = printed or (label.text if label else "")
            label_ranges.append((position, high))
            position = high
        elif match := _ARROWS.match(text, position, end):
            position = match.end()
            links += 1
        elif (
            (match := _WORDS.match(text, position, min(end, position + 40)))
            and match.end() in backlink_at
            and _says_backlink(match[0])
        ):
            position = match.end()
        elif not printed and (
            label_and_end := _label_before_links(text, position, backlink_at, expected)
            or _label_at(text, position, end, expected, any_label, item_number)
        ):
            printed, high = label_and_end
            label_ranges.append((position, high))
            position = high
        elif text[position] in labels.OPENERS and (after := _bracketed_backlink_end(text, position, backlink_at)):
            position = after
        elif links and text[position] in ",;|·" + labels.CLOSERS:
            position += 1
        else:
            break
    return position, printed, label_ranges


def _after_quote(text: str, position: int, backlink_at: dict[int, int], expected: set[str]) -> int:
    """The place of a label after words of the article that the note repeats: "... moon1 One is enough." (LaTeX2HTML).

    0 if there is none.
    """
    for low in sorted(backlink_at):
        if position < low <= position + _MAX_QUOTE:
            label = labels.read_one(text[low : backlink_at[low]])
            return low if label is not None and labels.key(label.text) in expected else 0
    return 0


def _is_expected_letter(letter: str, expected: set[str], links: int) -> bool:
    """Whether a letter that is a link is the label, and not the first of several backlinks."""
    return not links and (not expected or labels.key(letter) in expected)


def _label_element_end(page: PageView, position: int, end: int, expected: set[str], any_label: bool) -> int | None:
    """The end of a short element (a superscript, bold type) that begins here and is the label, with the signs after it."""
    element = page.superscript_at(position)
    if element is None:
        element = page.inline_at(position)
    if element is None or page.end_of[element] > end:
        return None
    label = labels.read_one(page.text_of(element))
    key = labels.key(page.text_of(element).strip(" .:\n\t\xa0" + labels.OPENERS + labels.CLOSERS))
    if key not in expected and (
        label is None
        or not (labels.key(label.text) in expected or (any_label and page.superscript_at(position) is not None))
    ):
        return None
    element_end = page.end_of[element]
    signs = (_SIGNS if page.superscript_at(position) is None else _POINT).match(page.text, element_end, end)
    return signs.end() if signs else element_end


def _label_before_links(
    text: str, position: int, backlink_at: dict[int, int], expected: set[str]
) -> tuple[str, int] | None:
    """A label right before the first of several backlinks ("1" before "a", "b"), and its end; None if there is none."""
    match = _GLUED_LABEL.match(text, position)
    if match is None or match.end() not in backlink_at or labels.key(match[0]) not in expected:
        return None
    return match[0], match.end()


def _bracketed_backlink_end(text: str, position: int, backlink_at: dict[int, int]) -> int | None:
    """The end of "[backlink]" that opens here, or of several backlinks in one pair of brackets: "(1, 2)"."""
    inner = position + 1
    while inner < len(text) and text[inner] == " ":
        inner += 1
    if inner not in backlink_at:
        return None
    end = backlink_at[inner]
    while (low := _next_backlink(text, end, backlink_at)) is not None:
        end = backlink_at[low]
    closer = _CLOSER.match(text, end)
    return closer.end() if closer else end


def _next_backlink(text: str, end: int, backlink_at: dict[int, int]) -> int | None:
    """The start of the backlink behind another one, with only signs and a joining word between. None if there is none."""
    separators = _SEPARATORS.match(text, end)
    low = separators.end() if separators is not None else end
    if low in backlink_at:
        return low
    word = _JOINING_WORD.match(text, low)
    return word.end() if word is not None and word.end() in backlink_at else None


def _label_at(
    text: str, position: int, end: int, expected: set[str], any_label: bool, item_number: str = ""
) -> tuple[str, int] | None:
    """The label at `position`, and the end of the signs after it; None if there is no label."""
    window = text[position : min(end, position + 40)]
    match = labels.LABEL_PREFIX.match(window)
    if match is None:
        return None
    label = labels.read_one(match["label"])
    if label is None:
        return None
    if item_number and labels.same(item_number, label.text) and not match["open"]:
        # The list shows the number already. So "1 of three" and "A. Merle" are words.
        has_stop = label.form == "digits" and match[0].rstrip()[-1:] in ".):"
        if not has_stop:
            return None
    key = labels.key(match[0].strip(" .:\n\t\xa0" + labels.OPENERS + labels.CLOSERS))
    if labels.key(label.text) in expected or key in expected or (any_label and label.form != "letter"):
        return label.text, position + match.end()
    return None


# -- the tail ------------------------------------------------------------------------------------------


def _tail(page: PageView, body: Body, start: int, links: list[Range]) -> tuple[int, list[Range]]:
    """The end of the note's own text, and the ranges of the links after it.

    `links` are backlinks and links to catalogues.
    """
    text, position = page.text, body.end
    # By the end of a link, its start.
    link_ending_at = {high: low for low, high in links if high > low and low >= start}
    text_end = position
    has_links = False
    while position > start:
        before = text[position - 1]
        if before.isspace() or before in "\u200b\ufeff":
            position -= 1
        elif position in link_ending_at:
            position = link_ending_at[position]
            has_links = True
            text_end = position
        elif before in labels.ARROWS or before in "\ufe0e\ufe0f":
            position -= 1
            text_end = position
            has_links = True
        elif before.isdigit() and (low := _numbered_arrow_start(text, position, link_ending_at)):
            position = text_end = low
            has_links = True
        elif has_links and before in "|·•,;/–" and _before_separator(text, position, link_ending_at):
            position = _before_separator(text, position, link_ending_at)
        elif has_links and before in "|·•":
            position -= 1
        elif before in labels.CLOSERS and _bracketed_link_start(text, position, link_ending_at):
            position = _bracketed_link_start(text, position, link_ending_at)
            text_end = position
            has_links = True
        else:
            break
    if not has_links and position > start and not text[position : body.end].isspace() and position < body.end:
        return position, [(position, body.end)]  # characters without width
    if (
        has_links
        and (match := _WORDS_AFTER_SENTENCE.search(text, max(start, text_end - 40), text_end))
        and _says_backlink(match[0])
    ):
        text_end = match.start()
    return (text_end, [(text_end, body.end)]) if has_links else (body.end, [])


def _numbered_arrow_start(text: str, position: int, link_ending_at: dict[int, int]) -> int:
    """The start of a backlink that is an arrow with a number behind it and ends here: "↩2". 0 when there is none."""
    for arrow_end in (position - 1, position - 2):
        low = link_ending_at.get(arrow_end)
        if low is not None and text[arrow_end:position].isdigit() and labels.is_arrow(text[low:arrow_end]):
            return low
    return 0


def _before_separator(text: str, position: int, link_ending_at: dict[int, int]) -> int:
    """The end of the link before the separator that ends here. 0 when there is none."""
    place = position - 1
    while place > 0 and (text[place - 1].isspace() or text[place - 1] in ",;/|·•–"):
        place -= 1
    return place if place in link_ending_at else 0


def _bracketed_link_start(text: str, position: int, link_ending_at: dict[int, int]) -> int:
    """The start of "[backlink]" or "[↑]" that closes here. 0 when there is none."""
    inner = position - 1
    while inner > 0 and text[inner - 1] == " ":
        inner -= 1
    low = link_ending_at.get(inner)
    while low is not None and low > 0 and (previous_end := _before_separator(text, low, link_ending_at)):
        low = link_ending_at[previous_end]
    if low is None:
        low = inner
        while low > 0 and text[low - 1] in labels.ARROWS + "\ufe0e\ufe0f":
            low -= 1
        if low == inner:
            return 0
    while low > 0 and text[low - 1] == " ":
        low -= 1
    return low - 1 if low > 0 and text[low - 1] in labels.OPENERS else low
