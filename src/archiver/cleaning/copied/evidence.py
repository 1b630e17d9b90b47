"""What shows that a copied text has page chrome, and what stays because nothing shows it.

The weights tell how likely a line is body. At the ends of a text, short sentences, lists and tables look little like prose, so their chance is
low also where they are the author's last words. Low chance alone removes nothing there: a removal needs a line that shows chrome by its words
("Read also"), its signs ("Home » News"), or its form (a run of labels, words that the copying glued together, a line that comes again).

    He was never seen again.                 stays: a sentence right below the article, and nothing shows chrome
    Year    Ships                            stays: a table
    Related articles                         shows chrome; from here on, the weights decide alone
    The bell of Orrin is cast again.         goes
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.cleaning.phrases import phrases

LineKind = Literal["heading", "part", "sentence", "other"]

#: Signs of page chrome in a line that is no prose.
_SIGNS = re.compile(r"://|[|▸›»←→©@]|\s[·•/>]\s")
#: Two words that the copying glued: "SportWeather".
_GLUED = re.compile(r"[a-zà-ÿ0-9][A-ZÀ-Ý][a-zà-ÿ]")
_BROKEN_OFF = re.compile(r"(?:…|\.\.\.)\W*$")
#: The end of a sentence, or a colon that announces what follows.
_SENTENCE = re.compile(r"[.!?…:。！？：؟।][\"'”»’)\]]*\d{0,3}$")
_LONGEST_HEADING = 60
#: The tags of verse, code and quotations.
_TEXTS = ("span", "pre", "blockquote")
#: So many lines in a row that are no sentences and no parts of lists are a menu or cards; below the last prose, where a signature may
#: be, it takes more.
_RUN, _RUN_AT_END = 3, 5
#: A longer sentence with two glued words is prose of an author who writes them so.
_LONGEST_GLUED = 400
#: A text of so few lines has little page chrome: any chance is enough for a line without evidence. In longer ones it takes some.
_FEW_LINES, _SOME_CHANCE = 40, 0.3


def line_kind(tag: str, text: str) -> LineKind:
    """What a line is by its form: a sentence, a heading, a part of a list, of a table or of a quotation, or anything else."""
    if tag in HEADINGS:
        return "heading"
    if tag in ("li", "td", "pre", "blockquote", "span"):
        return "part"
    if _SENTENCE.search(text[-12:]) and (" " in text or not text.isascii()) and not text[:1].islower():
        return "sentence"
    return "heading" if len(text) <= _LONGEST_HEADING and text[:1].isupper() else "other"


def keep_without_evidence(
    measures: Measures,
    units: Sequence[Unit],
    chances: Sequence[float],
    keep: list[bool],
    title: int = -1,
    is_memo: bool = False,
) -> None:
    """Keep the lines that nothing but a low chance speaks against: all from the first sentence on, if nothing shows page chrome anywhere; else the
    sentences, lists and tables right below what is kept, and, in a short text, between two kept lines. `title` is the index of the element with
    the title, -1 for none. Nobody puts page chrome into a memo.
    """
    if is_memo:
        keep[:] = [True] * len(units)
        return
    if not any(keep):
        return
    tags = [measures.tags[unit.index] for unit in units]
    kinds = [line_kind(tag, unit.text) for tag, unit in zip(tags, units, strict=True)]
    shown = _chrome_lines(units, tags, kinds)
    count = len(units)
    if not any(shown):
        # a list above the first sentence may be a menu; verse or a quotation is none
        first = next((k for k in range(count) if kinds[k] == "sentence" or tags[k] in _TEXTS), count)
        while 0 < first < count and tags[first - 1] in HEADINGS and -1 < title < units[first - 1].index:
            first -= 1  # the heading of the first section, below the title
        if 0 < first < count and -1 < title < units[first - 1].index and _is_greeting(units[first - 1].text):
            first -= 1
        keep[first:] = [True] * (count - first)
        return
    is_short = count <= _FEW_LINES
    least = 0.0 if is_short else _SOME_CHANCE
    may_stay = [not shown[k] and kinds[k] in ("sentence", "part") and chances[k] >= least for k in range(count)]
    first, last = keep.index(True), count - 1 - keep[::-1].index(True)
    k = last + 1
    # what a last line announces with its colon is not there
    while k < count and may_stay[k] and (may_stay[k + 1 : k + 2] == [True] or units[k].text[-1] not in ":："):
        keep[k] = True
        k += 1
    k = first
    while is_short and k < last:
        end = k
        while not keep[end]:
            end += 1
        if all(may_stay[k:end]):
            keep[k:end] = [True] * (end - k)
        k = end + 1


def _is_greeting(text: str) -> bool:
    """Whether a line addresses the reader: "Dear neighbours,"."""
    return len(text) <= _LONGEST_HEADING and text[-1] in ",،，" and text[0].isalpha()


def _chrome_lines(units: Sequence[Unit], tags: Sequence[str], kinds: Sequence[LineKind]) -> list[bool]:
    """For each line, whether its words, its signs or its form show page chrome."""
    cues = phrases()
    times = Counter(unit.text.casefold() for unit in units)
    shown = []
    for unit, tag, kind in zip(units, tags, kinds, strict=True):
        text = unit.text
        is_prose = kind == "sentence" and unit.prose > 0
        by_words = cues.rule_of(text) is not None or cues.within(text) is not None
        by_signs = not is_prose and _SIGNS.search(text) is not None
        by_form = ((kind != "sentence" or len(text) < _LONGEST_GLUED) and _GLUED.search(text) is not None) or (
            kind != "sentence" and _BROKEN_OFF.search(text) is not None
        )
        comes_again = kind != "part" and tag not in HEADINGS and len(text) > 3 and times[text.casefold()] > 1
        shown.append(by_words or by_signs or by_form or comes_again)
    last_prose = max((k for k, unit in enumerate(units) if unit.prose), default=-1)
    k = 0
    while k < len(units):
        end = k
        while end < len(units) and kinds[end] in ("heading", "other"):
            end += 1
        if end - k >= (_RUN_AT_END if k > last_prose else _RUN):
            shown[k:end] = [True] * (end - k)
        k = max(end, k + 1)
    return shown
