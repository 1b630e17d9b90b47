"""Finder of the body in a text that was copied out of a browser, or that is plain text anyway.

The model gives each line a chance, which is the probability that the line is body (model.py). Lines with at least the cut
of the page are kept, and those that nothing but a low chance speaks against (evidence.py). Then some lines are decided by what they are: a line with the marker of a note and a disclaimer stay,
a short line whose words announce something else ("Read also: …") goes. Whatever is left out goes to the ledger under the
rule that its words name, else under the name of its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from math import fsum

from archiver.cleaning.block_roles import role_of
from archiver.cleaning.body.model import model
from archiver.cleaning.copied.evidence import keep_without_evidence
from archiver.cleaning.copied.features import columns
from archiver.cleaning.copied.model import line_model
from archiver.cleaning.cut import choose_cut
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.cleaning.phrases import phrases
from archiver.draft import Draft
from archiver.saved.mail_phrases import OFFER

#: The class of the cells of the head of a memo, and the rule of those that go.
_MEMO_HEAD = "memo-head"
#: A breadcrumb: "Home > News".
_TRAIL = re.compile(r"\S\s*(?:>|»|›|→|/)\s+\S")
_EMPTY_LINE, _SIGNATURE = re.compile(r"\r?\n[ \t]*\r?\n"), re.compile(r"^-- ?\r?$", re.MULTILINE)
_COPYRIGHT = re.compile(r"^\s*(?:©|\(c\)\s|copyright\b)", re.IGNORECASE)
#: Roles of lines that stay wherever they stand: without them, the article says something else.
_STAYING = ("disclaimer", "correction", "editor-note", "acknowledgement")
#: The least chance of a table between two lines of prose, and the number of lines before and after it among which these are.
_LEAST_TABLE, _NEAR = 0.15, 4
#: The longest line above a drawn table that says what it shows.
_LONGEST_LABEL = 160
#: The most characters of the offer of a newsletter.
_LONGEST_OFFER = 300
#: The least chance of a heading between lines of the body.
_LEAST_HEADING = 0.15
#: The number of lines that are weighed at each end of a text. No page has so much chrome: what is between them is body.
_WEIGHED = 3000
#: A shorter line is a heading or a label, and says nothing by itself.
_SHORTEST = 20


def find_copied_body(draft: Draft, measures: Measures, sure: Collection[int] = ()) -> None:
    """Remove the chrome of a copied page, and make the root of the page the root of the body.

    `sure` are indexes of elements whose units are surely body. A text without prose stays whole.
    """
    _remove_memo_head(draft)
    units = [unit for unit in measures.units if not _is_claimed(draft, unit)]
    if any(unit.prose for unit in units):
        keep = _decide(draft, measures, units, sure)
        if any(keep):
            _remove_others(draft, measures, units, keep)
    _remove_empty_lists(draft)
    draft.set_body([draft.page.root])


def _is_claimed(draft: Draft, unit: Unit) -> bool:
    """Whether a unit went into the head of the record, or into a note, or is a cell of the head of a memo."""
    element = draft.page.elements[unit.index]
    return element.is_within(draft.moved) or element.is_within(draft.note_parts) or element.get("class") == _MEMO_HEAD


def _remove_memo_head(draft: Draft) -> None:
    """Remove the cells of the head of a memo (readers/plain/memo_head.py) that did not go into the head of the record."""
    for element in draft.page.root.children:
        if element.get("class") != _MEMO_HEAD:
            break
        if element not in draft.moved:
            draft.remove(element, _MEMO_HEAD)


def _decide(draft: Draft, measures: Measures, units: list[Unit], sure: Collection[int]) -> list[bool]:
    """For each line, whether it is kept."""
    chances = _chances(draft, measures, units)
    tables = _unite_cells(measures, units, chances)
    cut = choose_cut(units, chances)
    keep = [chance >= cut for chance in chances]
    title = draft.head.title_element
    is_memo = any(element.get("class") == _MEMO_HEAD for element in draft.page.root.children[:1])
    keep_without_evidence(measures, units, chances, keep, title.index if title is not None else -1, is_memo)
    _keep_tables_between_prose(draft, units, tables, chances, keep)
    _keep_lists_whole(measures, units, keep)
    _keep_headings(measures, units, chances, keep)
    if letter := _after_mail_head(draft, units):
        keep[letter.start : letter.stop] = [True] * len(letter)
        keep[letter.stop :] = [False] * (len(units) - letter.stop)
    elements, cues = draft.page.elements, phrases()
    for k, unit in enumerate(units):
        if keep[k] and _is_offer(unit):
            keep[k] = False
            continue
        # a table stays whole: "Home" may be a side of a match
        is_cell = measures.tags[unit.index] == "td"
        is_cue = keep[k] and not unit.prose and not is_cell and cues.rule_of(unit.text) is not None
        if keep[k] and not is_cue:
            continue
        element = elements[unit.index]
        has_call = (element, "text") in draft.text_calls or element in draft.claimed_ancestors
        if unit.index in sure or has_call or (unit.chars >= _SHORTEST and role_of(unit.text) in _STAYING):
            keep[k] = True
        elif is_cue:
            # "Comments" may be the subject of a section; "Read also: …" is not
            keep[k] = measures.tags[unit.index] in HEADINGS and cues.whole(unit.text) is not None
    return keep


def _chances(draft: Draft, measures: Measures, units: list[Unit]) -> list[float]:
    """For each line, the chance that it is body."""
    weighed = units if len(units) <= 2 * _WEIGHED else [*units[:_WEIGHED], *units[-_WEIGHED:]]
    chances = line_model().chances(columns(draft, measures, weighed, model().lexicon))
    return [*chances[:_WEIGHED], *[1.0] * (len(units) - len(weighed)), *chances[_WEIGHED:]]


def _unite_cells(measures: Measures, units: list[Unit], chances: list[float]) -> list[list[int]]:
    """Give all cells of a table their mean chance: a table stays whole, or goes as a whole. Return the numbers of the cells of each table."""
    cells: dict[int, list[int]] = {}
    for k, unit in enumerate(units):
        if measures.tags[unit.index] == "td":
            cells.setdefault(measures.parent[measures.parent[unit.index]], []).append(k)
    for numbers in cells.values():
        mean = fsum(chances[k] for k in numbers) / len(numbers)
        for k in numbers:
            chances[k] = mean
    return list(cells.values())


def _keep_tables_between_prose(
    draft: Draft, units: list[Unit], tables: list[list[int]], chances: list[float], keep: list[bool]
) -> None:
    """Keep a table of some likeliness that stands between prose of the body: numbers and names alone look like a menu.

    A table that is drawn with characters stays there however unlikely it is, with the line right above that says what it shows: no browser draws menus.
    """
    elements = draft.page.elements
    for numbers in tables:
        first = numbers[0]
        is_drawn = any(element.get("class") == "drawn" for element in elements[units[first].index].ancestors("table"))
        if keep[first] or (chances[first] < _LEAST_TABLE and not is_drawn):
            continue
        before, after = range(max(0, first - _NEAR), first), range(numbers[-1] + 1, len(units))[:_NEAR]
        if all(any(keep[k] and units[k].prose for k in side) for side in (before, after)):
            for k in numbers:
                keep[k] = True
            if is_drawn and first > 1 and keep[first - 2] and units[first - 1].chars <= _LONGEST_LABEL:
                keep[first - 1] = True


def _keep_lists_whole(measures: Measures, units: list[Unit], keep: list[bool]) -> None:
    """Keep all items of a list of which half are kept, or one if the lines before and after the list are kept, too: a short item tells little."""
    k = 0
    while k < len(units):
        first = k
        parent = measures.parent[units[k].index]
        k += 1
        if measures.tags[units[first].index] != "li":
            continue
        while k < len(units) and measures.tags[units[k].index] == "li" and measures.parent[units[k].index] == parent:
            k += 1
        is_amid_body = first > 0 and k < len(units) and keep[first - 1] and keep[k]
        if (any(keep[first:k]) and is_amid_body) or 2 * sum(keep[first:k]) >= k - first:
            keep[first:k] = [True] * (k - first)


def _is_offer(unit: Unit) -> bool:
    """Whether a line is the offer of a newsletter to subscribe to it, or says why it came: no writer says so in a short line of the text."""
    return unit.chars <= _LONGEST_OFFER and OFFER.search(unit.text) is not None


def _keep_headings(measures: Measures, units: list[Unit], chances: list[float], keep: list[bool]) -> None:
    """Keep the heading of a section that is kept on both sides of it: a word alone tells little, but the reader has seen how it is set off."""
    # a table of contents may have it, too
    times = Counter(unit.text.casefold() for unit in units if measures.tags[unit.index] in HEADINGS)
    for k in range(1, len(units) - 1):
        unit = units[k]
        if (
            not keep[k]
            and keep[k - 1]
            and keep[k + 1]
            and measures.tags[unit.index] in HEADINGS
            and chances[k] >= _LEAST_HEADING
            and times[unit.text.casefold()] == 1
            and (units[k - 1].prose or measures.tags[units[k - 1].index] in ("li", "td", "pre", "blockquote"))
        ):
            keep[k] = True


def _after_mail_head(draft: Draft, units: list[Unit]) -> range:
    """The lines of a mail from the empty line below its head to the line "-- ", which opens the signature (RFC 3676): all others go; no lines for a
    text that is no mail.
    """
    title = draft.head.title_element
    if title is None or not any(evidence.rule == "mail-subject" for evidence in draft.head.evidence):
        return range(0)
    text, offsets, elements = draft.page.text, draft.page.offsets, draft.page.elements
    if (head_end := _EMPTY_LINE.search(text, offsets[title])) is None:
        return range(0)
    signature = _SIGNATURE.search(text, head_end.end())
    starts = [offsets.get(elements[unit.index], -1) for unit in units]
    first = next((k for k, start in enumerate(starts) if start >= head_end.end()), len(units))
    last = next(
        (k for k, start in enumerate(starts) if signature is not None and start >= signature.start()), len(units)
    )
    return range(first, last)


def _remove_others(draft: Draft, measures: Measures, units: list[Unit], keep: list[bool]) -> None:
    first, last = keep.index(True), len(keep) - 1 - keep[::-1].index(True)
    shares = _share_lists(measures, units)
    cues = phrases()
    cue: str | None = None
    for k, unit in enumerate(units):
        if keep[k]:
            cue = None
            continue
        rule = cues.rule_of(unit.text) or cues.within(unit.text) or ("subscribe" if _is_offer(unit) else None)
        # a line without a cue of its own belongs to the part of the page that the last cue began
        cue = rule or cue
        if k > first:
            rule = cue
        if rule is None and measures.parent[unit.index] in shares:
            rule = "share-bar"
        if rule is None and k < first and len(unit.text) < 120 and _TRAIL.search(unit.text):
            rule = "breadcrumb"
        if rule is None and k > last and _COPYRIGHT.match(unit.text):
            rule = "site-footer"
        place = "above-article" if k < first else "below-article" if k > last else "beside-article"
        draft.remove(draft.page.elements[unit.index], rule or place)


def _share_lists(measures: Measures, units: list[Unit]) -> set[int]:
    """The indexes of lists in which at least two items are labels of a share bar."""
    counts: dict[int, int] = {}
    for unit in units:
        if measures.tags[unit.index] == "li" and phrases().rule_of(unit.text) == "share-bar":
            parent = measures.parent[unit.index]
            counts[parent] = counts.get(parent, 0) + 1
    return {parent for parent, count in counts.items() if count >= 2}


def _remove_empty_lists(draft: Draft) -> None:
    """Remove each list whose items were all removed under one rule. The list is removed under the same rule."""
    for element in draft.page.elements:
        if element.tag in ("ul", "ol") and element.children:
            rules = {draft.removed[item].rule if item in draft.removed else "" for item in element.children}
            if len(rules) == 1 and (rule := rules.pop()):
                draft.remove(element, rule)
