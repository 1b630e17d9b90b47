"""Roles of the lines of a plain text: captions and credits of pictures, headings, items of lists, pull quotes.

A copied page has no marks for them. What tells them from paragraphs is their place: a browser puts empty lines around
paragraphs, but none behind a heading, a caption or an item. The model weighs this with the form of the line, its neighbours,
the other lines of the page and the words of captions (features.py).

    The mill had two keepers.                  <p>The mill had two keepers.</p>

    The keeper at the door. Photo: A. Sund     <figure><caption>The keeper at the door. Photo: A. Sund</caption></figure>
    The year of the flood                      <section><heading>The year of the flood</heading>
    In that year the water …                   <p>In that year the water …</p>

A caption stays in the record; `Article.text(captions=False)` leaves it out. Which lines stay at all is decided before,
except for captions with a picture credit between lines of the body: these come back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from archiver.cleaning.line_roles.features import NEAR, columns, near_body
from archiver.cleaning.line_roles.model import ROLES, role_model
from archiver.cleaning.line_roles.repetition import pull_quotes
from archiver.cleaning.measures import Measures, Unit
from archiver.draft import Draft
from archiver.saved.chats import SPEAKER
from archiver.trees.elements import Element

__all__ = ["shape_lines"]

#: The least chance of each role. Of the captions found so on sites that the model had not seen, more than 97 of 100 are not
#: in the true text of their page.
_LEAST = {"caption": 0.75, "heading": 0.7, "item": 0.7}
#: The most characters of a line with a role.
_LONGEST = 800
#: The number of lines that are weighed at a time: their rows take a thousand bytes each.
_PORTION = 4000
#: The least chance of an item beside a sure one.
_LEAST_BESIDE = 0.5
#: How many columns deeper than most prose the lines of an indented list are, at least.
_DEEPER = 2
_TAGS = {"caption": "figcaption", "heading": "h2", "item": "li"}


def shape_lines(draft: Draft, measures: Measures, inside: Sequence[bool]) -> None:
    """Retag the captions, headings and list items among the lines of the body. `inside` says by index what is body."""
    elements = measures.elements
    units, kept = near_body(measures.units, inside)
    if sum(kept) < 2:
        return
    table = columns(draft, measures, units, kept)
    credited = _credited(draft, measures, units, kept, table)
    # only lines of their own: the reader has already read cells, verse, code and items with a label
    open_ = [
        (kept[k] or k in credited)
        and measures.parent[unit.index] == 0
        and measures.tags[unit.index] in ("p", "h2")
        and not elements[unit.index].children
        and not (measures.tags[unit.index] == "h2" and _is_marked(draft, elements[unit.index]))
        for k, unit in enumerate(units)
    ]
    weighed = [k for k, is_open in enumerate(open_) if is_open and units[k].chars <= _LONGEST]
    chances = {role: [0.0] * len(units) for role in ROLES}
    for start in range(0, len(weighed), _PORTION):
        portion = weighed[start : start + _PORTION]
        found = role_model().chances({name: [column[k] for k in portion] for name, column in table.items()})
        for role, values in found.items():
            for k, chance in zip(portion, values, strict=True):
                chances[role][k] = chance
    roles = [_role(chances, k) if open_[k] else "" for k in range(len(units))]
    for k, role in enumerate(roles):
        # "Photo: A. Sund" alone in its line looks like a heading
        if open_[k] and table["credit_start"][k] and (role == "heading" or measures.tags[units[k].index] == "h2"):
            roles[k] = "caption"
        if roles[k] == "heading" and SPEAKER.fullmatch(units[k].text):
            roles[k] = ""
    body = [is_open and is_kept for is_open, is_kept in zip(open_, kept, strict=True)]
    _indented_lists(roles, body, table)
    _complete_lists(roles, chances["item"], body)
    for k, role in enumerate(roles):
        element = elements[units[k].index]
        if k in credited:
            if role != "caption":
                continue
            draft.take_back_removal(element)
        if role == "caption" and (element in draft.claimed_ancestors or (element, "text") in draft.text_calls):
            continue  # a line with the marker of a note is text
        if role and not (role == "heading" and not any(kept[k + 1 :])) and element.tag != _TAGS[role]:
            draft.retag(element, _TAGS[role])
    plain = [k for k, role in enumerate(roles) if body[k] and not role and measures.tags[units[k].index] == "p"]
    for n in pull_quotes([units[k].text for k in plain]):
        draft.set_role(elements[units[plain[n]].index], "pull-quote")


def _credited(
    draft: Draft,
    measures: Measures,
    units: Sequence[Unit],
    kept: Sequence[bool],
    table: Mapping[str, Sequence[float]],
) -> frozenset[int]:
    """The lines with words of a picture credit that were removed from between lines of the body, only because of their place."""
    found = set()
    for k, is_kept in enumerate(kept):
        has_words = table["credit_start"][k] or table["source_end"][k] or table["credit_within"][k] >= 0
        if is_kept or not has_words or not (any(kept[max(0, k - NEAR) : k]) and any(kept[k + 1 : k + 1 + NEAR])):
            continue
        removal = draft.removed.get(measures.elements[units[k].index])
        if removal is not None and removal.rule == "beside-article":
            found.add(k)
    return frozenset(found)


def _role(chances: dict[str, list[float]], k: int) -> str:
    """The most likely role of a line, or ""."""
    best = max(ROLES, key=lambda role: chances[role][k])
    return best if chances[best][k] >= _LEAST[best] else ""


def _indented_lists(roles: list[str], open_: Sequence[bool], table: Mapping[str, Sequence[float]]) -> None:
    """Make items of lines without a bullet that are indented alike and follow each other without an empty line.

    Firefox copies lists like this, and puts empty lines around the paragraphs of an indented quotation.
    """
    indents, breaks = table["indent"], table["breaks"]
    usual = Counter(indents[k] for k in range(len(roles)) if open_[k] and table["prose"][k])
    least = (usual.most_common(1)[0][0] if usual else 0.0) + _DEEPER
    k = 0
    while k < len(roles):
        first = k
        k += 1
        while k < len(roles) and breaks[k] == 1 and indents[k] == indents[first] and open_[k]:
            k += 1
        if k - first > 1 and open_[first] and indents[first] >= least:
            roles[first:k] = ["item"] * (k - first)


def _complete_lists(roles: list[str], chances: Sequence[float], open_: Sequence[bool]) -> None:
    """Add likely items to the items beside them, and take back an item that is alone."""
    for k in [*range(1, len(roles)), *range(len(roles) - 2, -1, -1)]:
        beside = "item" in roles[max(0, k - 1) : k + 2]
        if not roles[k] and open_[k] and beside and chances[k] >= _LEAST_BESIDE:
            roles[k] = "item"
    for k, role in enumerate(roles):
        if role == "item" and roles[max(0, k - 1) : k + 2].count("item") < 2:
            roles[k] = ""


def _is_marked(draft: Draft, element: Element) -> bool:
    """Whether the text marks a heading itself, with signs before it or a row of signs below it."""
    text, start = draft.page.text, draft.page.offsets[element]
    end = start + len(element.text or "")
    before = text[text.rfind("\n", 0, start) + 1 : start].strip()
    below = text[end : end + 400].lstrip(" \t\r").partition("\n")[2].partition("\n")[0].strip()
    return bool(before) or (len(below) > 2 and not below.strip("=-~"))
