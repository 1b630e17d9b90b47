"""What stands in a note's block and is not its text: the label at its start, the links back to its markers.

<li id="n2"><b>^</b> <a href="#r2a">a</a> <a href="#r2b">b</a> The note. <a href="#r2a">↩</a></li>
     └──────────────── lead ──────────────────┘            └──── tail ────┘

html/label_prefix.py reads the lead; what is found goes into the ledger here.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archiver.draft import Span
from archiver.notes import labels as label
from archiver.notes.html.claims import Body, Place, leads_back, outermost
from archiver.notes.html.label_prefix import lead_of, words_say_back
from archiver.notes.html.list_numbers import item_labels
from archiver.notes.html.page_view import Link, PageView

_WORDS_BEFORE = re.compile(
    r"(?:(?<=[.!?…)”\"'’][ \n\xa0])|(?<=[.!?…)”\"'’]))[^\W\d_]+(?:[ \xa0][^\W\d_]+){0,3}:?[\s\xa0]*$"
)


@dataclass(slots=True)
class Trim:
    """Where a note's own text stands, what its printed label is, and what is to be left out under which rule."""

    start: int
    end: int
    printed: str
    places: list[tuple[Place, str]]


def _in_brackets(page: PageView, body: Body, start: int, end: int) -> bool:
    """Whether a note that stands in the sentence is set in brackets as a whole."""
    if not end - start > 2 or len(body.parts) != 1 or page.text[start] not in "[［" or page.text[end - 1] not in "]］":
        return False
    return not any(sign in page.text[start + 1 : end - 1] for sign in "[]［］")


def trim(
    page: PageView, body: Body, expected: Iterable[str], calls: list[tuple[int, int]], loose: bool = False
) -> Trim:
    """Find label and back-links of a note.

    `expected` are the labels that its markers show; `calls` the places of all markers, in order, for telling which
    links lead back to one. With `loose`, a number at the start is a label even when no marker shows it.
    """
    backs = sorted({range_ for part in body.parts for range_ in _back_ranges(page, part, body, calls)})
    wanted = {label.key(one) for one in expected if one}
    places: list[tuple[Place, str]] = []
    counted = _counted(page, body)
    start, printed, labels = lead_of(page, body, wanted, backs, loose, counted)
    services = [range_ for part in body.parts for range_ in _service_ranges(page, part)]
    end, tails = _tail(page, body, start, backs + services)
    if end == body.end and _is_opened(page.text[body.start : start]):
        end = _before_bracket(page.text, start, end)
        places.extend((place, "note-label") for place in _cover(page, body, end, body.end))
    rule_of_tail = "note-service-link" if any(end <= low for low, _ in services) else "note-backlink"
    last = end
    while last > start and page.text[last - 1].isspace():
        last -= 1
    if _in_brackets(page, body, start, last):
        for low, high in ((start, start + 1), (last - 1, last)):
            places.extend((place, "note-brackets") for place in _cover(page, body, low, high))
        start, end = start + 1, last - 1
    for n, (low, high) in enumerate(labels):
        # the record keeps a label once; LaTeXML prints it twice in the note
        rule = "note-duplicate" if n else "note-label"
        places.extend((place, rule) for place in _cover(page, body, low, high))
    labelled = set(labels)
    for low, high in _lead_rest(body.start, start, labelled):
        places.extend((place, "note-backlink") for place in _cover(page, body, low, high))
    for low, high in tails:
        places.extend((place, rule_of_tail) for place in _cover(page, body, low, high))
    for low, high in backs:
        if low >= start and high <= end:
            places.extend((place, "note-backlink") for place in _cover(page, body, low, high))
    return Trim(start, end, printed, [(place, rule) for place, rule in places if _is_text(page, place)])


def _is_opened(lead: str) -> bool:
    """Whether a bracket that opens before the label is not closed behind it."""
    return sum(c in label.OPENERS for c in lead) > sum(c in label.CLOSERS for c in lead)


def _before_bracket(text: str, start: int, end: int) -> int:
    """Where a note ends whose label stands in the same bracket: "[Footnote 1: The note.]"."""
    last = end
    while last > start and text[last - 1].isspace():
        last -= 1
    return last - 1 if last > start and text[last - 1] in label.CLOSERS else end


def _counted(page: PageView, body: Body) -> str:
    """The number that the list shows before a note, so that a number at its start may be a word of it."""
    part = body.parts[0] if body.parts else None
    if part is not None and part.tag != "li":
        part = part.getparent()
    return item_labels(page).get(part, "") if part is not None else ""


def _is_text(page: PageView, place: Place) -> bool:
    text = place.text if isinstance(place, Span) else page.text_of(place)
    return bool(text.strip())


def _cover(page: PageView, body: Body, low: int, high: int) -> list[Place]:
    found: list[Place] = []
    parts = set(body.parts)
    whole = len(body.parts) + len(body.spans) == 1
    for place in page.cover(low, high):
        if not isinstance(place, Span) and any(
            page.contains(place, part) for part in parts if whole or part is not place
        ):
            continue
        found.append(place)
    return found


def _lead_rest(start: int, end: int, labels: set[tuple[int, int]]) -> list[tuple[int, int]]:
    rest: list[tuple[int, int]] = []
    at = start
    for low, high in sorted(labels):
        if at < low:
            rest.append((at, low))
        at = high
    if at < end:
        rest.append((at, end))
    return rest


def _back_ranges(page: PageView, part: Element, body: Body, calls: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Where the links in a part stand that lead back to a marker."""
    found: list[tuple[int, int]] = []
    for link in page.links_within(part):
        source = link.source
        whole = len(body.parts) == 1 and not body.spans and source is body.parts[0]
        if page.length_of(source) > 60 or not page.text_of(source).strip() or whole:
            continue
        if leads_back(page, source) or _is_answer(page, link, body, calls):
            outer = outermost(page, source)
            if any(outer is one for one in body.parts):
                outer = source
            found.append((page.begin[outer], page.finish[outer]))
    # arrows that lead elsewhere (javascript, an address that is lost), and buttons that close a box
    for element in page.elements_from(part):
        if element.tag not in ("a", "button", "label", "summary") or page.length_of(element) > 24:
            continue
        text = page.text_of(element)
        leads_nowhere = (element.get("href") or "#") == "#" or (element.get("href") or "").startswith("javascript:")
        if label.is_arrow(text) or (leads_nowhere and (label.closes(text) or label.says_back(text))):
            found.append((page.begin[element], page.finish[element]))
    return found


def _service_ranges(page: PageView, part: Element) -> list[tuple[int, int]]:
    """Where links stand that only name a catalogue: "[PubMed]", "CrossRef"."""
    sure: list[tuple[int, int]] = []
    beside: list[tuple[int, int]] = []
    for element in page.elements_from(part):
        if element.tag == "a" and 2 < page.length_of(element) < 40:
            text = page.text_of(element)
            if label.names_service(text):
                sure.append((page.begin[element], page.finish[element]))
            elif label.may_name_service(text):
                beside.append((page.begin[element], page.finish[element]))
    return sure + beside if sure else []


def _is_answer(page: PageView, link: Link, body: Body, calls: list[tuple[int, int]]) -> bool:
    """Whether a link leads out of the note to a place right at a marker, and is no marker itself."""
    target = link.target
    if target is None:
        return False
    source = page.begin[link.source]
    at = bisect_right(calls, (source, 1 << 60)) - 1
    if at >= 0 and calls[at][0] <= source < calls[at][1]:
        return False
    low, high = page.begin[target] - 2, page.finish[target] + 3
    if body.start <= page.begin[target] < body.end:
        return False
    at = bisect_right(calls, (low, -1))
    if at >= len(calls) or calls[at][0] > high:
        return False
    if page.length_of(target) < 40:
        return True
    # the paragraph of the marker, when what is clicked looks like a way back and not like "see above"
    text = page.text_of(link.source).strip()
    return page.is_line(target) and page.length_of(target) < 6000 and (len(text) <= 3 or bool(label.read(text)))


def _tail(page: PageView, body: Body, start: int, backs: list[tuple[int, int]]) -> tuple[int, list[tuple[int, int]]]:
    """Where the note's own text ends, and where the back-links after it stand."""
    text, at = page.text, body.end
    ending = {high: low for low, high in backs if high > low and low >= start}
    first = at
    moved = False
    while at > start:
        before = text[at - 1]
        if before.isspace() or before in "\u200b\ufeff":
            at -= 1
        elif at in ending:
            at = ending[at]
            moved = True
            first = at
        elif before in label.ARROWS or before in "\ufe0e\ufe0f":
            at -= 1
            first = at
            moved = True
        elif before.isdigit() and (low := _numbered_arrow(text, at, ending)):
            at = first = low
            moved = True
        elif moved and before in "|·•,;/–" and _before_separator(text, at, ending):
            at = _before_separator(text, at, ending)
        elif moved and before in "|·•":
            at -= 1
        elif before in label.CLOSERS and _opens(text, at, ending):
            at = _opens(text, at, ending)
            first = at
            moved = True
        else:
            break
    if not moved and at > start and not text[at : body.end].isspace() and at < body.end:
        return at, [(at, body.end)]  # characters without width
    if moved and (match := _WORDS_BEFORE.search(text, max(start, first - 40), first)) and words_say_back(match[0]):
        first = match.start()
    return (first, [(first, body.end)]) if moved else (body.end, [])


def _numbered_arrow(text: str, at: int, ending: dict[int, int]) -> int:
    """Where a way back begins that is an arrow with a number behind it: "↩2"; 0 when there is none."""
    for place in (at - 1, at - 2):
        low = ending.get(place)
        if low is not None and text[place:at].isdigit() and label.is_arrow(text[low:place]):
            return low
    return 0


def _before_separator(text: str, at: int, ending: dict[int, int]) -> int:
    """Where a way back ends that a separator, which ends here, parts from the next one; 0 when there is none."""
    place = at - 1
    while place > 0 and (text[place - 1].isspace() or text[place - 1] in ",;/|·•–"):
        place -= 1
    return place if place in ending else 0


def _opens(text: str, at: int, ending: dict[int, int]) -> int:
    """The start of "[back-link]" or "[↑]" that closes here, 0 when none does."""
    inner = at - 1
    while inner > 0 and text[inner - 1] == " ":
        inner -= 1
    low = ending.get(inner)
    while low is not None and low > 0 and (between := _before_separator(text, low, ending)):
        low = ending[between]
    if low is None:
        low = inner
        while low > 0 and text[low - 1] in label.ARROWS + "\ufe0e\ufe0f":
            low -= 1
        if low == inner:
            return 0
    while low > 0 and text[low - 1] == " ":
        low -= 1
    return low - 1 if low > 0 and text[low - 1] in label.OPENERS else low
