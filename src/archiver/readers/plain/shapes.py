"""The kinds of units that depend on the units around them: headings and indented quotations. Also the test for prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from archiver.readers.plain.contents import FAMILY as CONTENTS
from archiver.readers.plain.lines import CJK, SENTENCE_END
from archiver.readers.plain.paragraphs import QUANTITIES, TextUnit
from archiver.saved.chats import SPEAKER

#: The most characters of a heading, the most in scripts without spaces, and the most words.
_HEADING, _HEADING_CJK, _HEADING_WORDS = 110, 40, 16
#: From this number of characters on, a paragraph is prose even if it does not end with the end of a sentence.
_PROSE, _PROSE_CJK = 120, 40

_NO_HEADING = re.compile(
    r"https?:|www\.|\w@\w|[|»›>←→]|\s/\s|…$|\.\.\.$"  # addresses, breadcrumbs, menus
    r"|^(?:by|von|par|por|di|door|af|av|przez|od)\s+[^\W\d_]",  # bylines
    re.IGNORECASE,
)
#: So many headings left of the text are all headings that a text has.
_FEWEST_LEFT = 2
#: The number of a section: "3.1." is one level below "3."
_NUMBER = re.compile(r"((?:\d{1,3}|[A-Z])(?:\.\d{1,3})*)\.?[ \t\xa0]")
_LETTER = re.compile(r"[^\W\d_]")


def is_prose(text: str, unit: TextUnit) -> bool:
    """Whether a unit is running text: it is long, or it is of some length and ends with the end of a sentence."""
    if unit.kind not in ("paragraph", "quote", "item"):
        return unit.kind == "verse"
    length = unit.end - unit.start
    cjk = bool(CJK.search(text, unit.start, min(unit.end, unit.start + 40)))
    if length >= (_PROSE_CJK if cjk else _PROSE):
        return True
    return length >= (12 if cjk else 40) and bool(SENTENCE_END.search(text, max(unit.start, unit.end - 12), unit.end))


def could_be_heading(text: str, unit: TextUnit) -> bool:
    """Whether a unit could be a heading: one short line that starts like a title and does not end like a sentence."""
    if unit.kind != "paragraph" or len(unit.lines) != 1 or unit.rest or unit.is_memo_head:
        return False
    length = unit.end - unit.start
    if length > _HEADING:
        return False
    line = text[unit.start : unit.end]
    cjk = bool(CJK.search(line))
    if length > (_HEADING_CJK if cjk else _HEADING) or (not cjk and len(line.split()) > _HEADING_WORDS):
        return False
    if line[-1] in ".,;:–—-。，；：、،؛(" or "\t" in line or line.count(",") > 2 or _NO_HEADING.search(line):
        return False
    letters = sum(map(len, _LETTER.findall(line)))
    digits = sum(c.isdigit() for c in line)
    first = _LETTER.search(line)
    return first is not None and letters > 2 * digits and not first[0].islower()


def find_headings(text: str, units: Sequence[TextUnit], edited: Collection[int] = ()) -> None:
    """Set the kind of paragraphs that are headings. `edited` are the places behind which a link to edit a section stood: only headings have one.

    An empty line stands before a heading, and prose or a list of prose follows it. Two headings in a row count if the first one comes right
    after prose: they are a heading and its first sub-heading.
    """
    spaced = _is_spaced(units)
    # where headings stand left of the text, what stands right of its margin is a caption
    hangs = sum(unit.is_left for unit in units) >= _FEWEST_LEFT
    # in a text without empty lines a heading comes right after prose; a line after another short line belongs to a menu
    candidates = [
        could_be_heading(text, u) and (u.breaks > 1 or (not spaced and i > 0 and is_prose(text, units[i - 1])))
        for i, u in enumerate(units)
    ]
    speakers = [i for i, u in enumerate(units) if candidates[i] and SPEAKER.fullmatch(text, u.start, u.end)]
    if len(speakers) > 1:
        for i in speakers:
            candidates[i] = False
    for i in range(len(units) - 2, -1, -1):
        if units[i].end in edited and units[i].kind == "paragraph" and len(units[i].lines) == 1:
            units[i].kind = "heading"
        if not candidates[i] or units[i].kind == "heading":
            continue
        unit, after = units[i], units[i + 1]
        if unit.is_left:
            unit.kind = "heading"
            if number := _NUMBER.match(text, unit.start, unit.end):
                unit.level = min(6, 2 + number[1].count("."))
            continue
        is_list = after.label is not None and after.label.family == QUANTITIES
        if (hangs and unit.indent > after.indent) or (spaced and after.breaks < 2 and not is_list):
            continue
        if is_prose(text, after) and after.kind != "item":
            unit.kind = "heading"
        elif after.kind == "item":
            if (after.label is not None and after.label.family in (CONTENTS, QUANTITIES)) or (
                is_prose(text, after) and unit.indent <= after.indent
            ):
                unit.kind = "heading"
        elif after.kind == "heading" and i > 0 and is_prose(text, units[i - 1]):
            unit.kind = "heading"


def _is_spaced(units: Sequence[TextUnit]) -> bool:
    """Whether the paragraphs of a text are separated by empty lines."""
    return 2 * sum(u.breaks > 1 for u in units) >= len(units)


def find_quotes(text: str, units: Sequence[TextUnit]) -> None:
    """Set the kind of quotations: at most four indented paragraphs between paragraphs that are not indented."""
    prose = [u for u in units if u.kind == "paragraph" and u.end - u.start >= _PROSE]
    if len(prose) < 3:
        return
    usual, times = Counter(u.indent for u in prose).most_common(1)[0]
    if 2 * times < len(prose):
        return
    i = 0
    while i < len(units):
        j = i
        while (
            j < len(units)
            and units[j].kind in ("paragraph", "verse")
            and units[j].indent >= usual + 2
            and not units[j].rest
        ):
            j += 1
        if 0 < i < j < len(units) and j - i <= 4 and any(is_prose(text, u) for u in units[i:j]):
            before, after = units[i - 1], units[j]
            if all(u.kind in ("paragraph", "heading") and u.indent <= usual for u in (before, after)):
                for unit in units[i:j]:
                    unit.kind = "quote"
        i = max(j, i + 1)
