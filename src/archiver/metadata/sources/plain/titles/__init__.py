"""The title of a plain text, decided by the whole text.

A copied page begins with page chrome: "Skip to main content", menus, the newspaper's name, breadcrumbs, teasers. So no
line is the title because it is first. Each line that may be a title is weighed by what speaks for it: a deck, a byline or
a date follows, prose follows, its words come again in that prose, it comes again in a longer line ("Share this story: …",
"… | The Gull") or in an address; and by what speaks against it: it stands in a run of its likes, it is a name, a date, a
label. The weights are learned (benchmarks/training/titles.py). No title is better than a wrong one.

    lines.py      the lines, and which are dates, bylines, names, labels
    features.py   what is measured of each line
    mail.py       the subject of a mail
    memo.py       the title of an RFC or of a report
    reader_view.py  the head of a browser's reader view
    paper_head.py   the head of a paper: the issue of its journal, its authors
    weights.py    the learned weights, read from titles.json
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from archiver.description import Confidence
from archiver.draft import Draft
from archiver.metadata.fields.title import Title
from archiver.metadata.sources.plain.titles.features import columns
from archiver.metadata.sources.plain.titles.lines import TitleLine, lines_of
from archiver.metadata.sources.plain.titles.mail import mail_subject
from archiver.metadata.sources.plain.titles.memo import memo_title
from archiver.metadata.sources.plain.titles.paper_head import is_issue, of_paper
from archiver.metadata.sources.plain.titles.reader_view import reader_view_title
from archiver.metadata.sources.plain.titles.weights import weights

#: A marked heading ("# …", or underlined with "=") is the title if at most this many lines are before it, and no prose.
_LINES_BEFORE_MARKED = 6
_UNDERLINE = re.compile(r"[ \t]*\r?\n[ \t]*={3,}[ \t]*(?=[\r\n]|$)")
#: The end of a sentence that neither asks nor calls nor breaks off, with quotes or a note marker after it, and what it takes
#: from the score of a line.
_FULL_STOP, _OF_FULL_STOP = re.compile(r"(?<![.…\d])[.。।۔][^\w\s.…]*\d{0,3}$"), 1.0
#: The least score of a title with medium confidence.
_LIKELY = 0.5
#: What a line that comes again as the running head of printed pages adds to its score; a gap in such a head, and what stands beside its words.
_OF_HEAD, _GAP, _BESIDE_HEAD = 1.0, re.compile(r"\s{3,}|\t|[\n\r]"), " -–—|·•[]0123456789"
#: In a hard-wrapped text: what a line that is set off as a heading adds to its score, how much less a score may be, and how much worse
#: than the best line the line before it may be, so that the best one is its deck.
_OF_MARGIN, _LESS_IF_WRAPPED, _WORSE_THAN_DECK, _LEAST_OVER_DECK = 1.0, 1.0, 2.4, -1.3
#: The fewest characters of prose that are surely wrapped, and the number of such lines whose width is measured.
_LONG_PROSE, _MOST_MEASURED = 200, 50
#: How far a centred line is set in at least, how far off the middle twice its centre may be, and the widest margin.
_LEAST_CENTRED, _OFF_CENTRE, _WIDEST_MARGIN = 6, 10, 120
#: The longest title that is one only because it stands alone at the head, how many lines from it the article begins at most, how much of the
#: text below are sentences, what ends a line that is no title, and what ends a sentence.
_LONGEST_ALONE, _LINES_OF_HEAD, _OWN_SHARE = 100, 4, 0.6
_NO_TITLE_END, _SENTENCE_END = re.compile(r"[.,;:。，；：、،؛।]$"), re.compile(r"[.!?…。！？؟।][\"”»’)\]]*\d{0,3}$")
#: Within how many lines below a byline the text begins.
_LINES_BELOW_BYLINE = 3
#: The end of a line that addresses the reader: "Dear neighbours,".
_GREETING = re.compile(r"^[^\W\d_].{1,58}[,،，]$")
#: Scripts that neither part words nor mark the ends of sentences (Thai, Lao, Burmese, Khmer), and the fewest characters of such a sentence.
UNMARKED, _LONG_UNMARKED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"), 40
#: What a line gains whose words open the first prose.
_OF_DEFINED = 0.5
#: How near breadcrumbs are that are followed by the title, and what they add to its score.
_NEAR_TRAIL, _OF_TRAIL = 3, 0.8


def resolve_plain_title(draft: Draft, language: str = "") -> Title | None:
    """The title of a plain text, or None if no line is likely enough to be the title."""
    lines = lines_of(draft, language)
    if subject := mail_subject(lines):
        return subject
    if shown := memo_title(lines) or reader_view_title(lines):
        return shown
    if marked := _marked_heading(draft, lines):
        return Title(marked.text, marked.element, "marked-heading", "high")
    candidates = [k for k, line in enumerate(lines) if line.candidate]
    if not candidates:
        return None
    learned = weights()
    table = columns(draft, lines)
    heads = _running_heads(draft)
    is_wrapped, margins = _wrapped(draft, lines)
    of_head, defined = of_paper(lines, candidates), _defined(lines)
    scores = {
        k: score
        + _beside_trail(table, k)
        + (_OF_HEAD if _is_head(lines, k, heads) else 0.0)
        + of_head.get(k, 0.0)
        + (_OF_DEFINED if k == defined else 0.0)
        + (_OF_MARGIN if k in margins else 0.0)
        - (_OF_FULL_STOP if _FULL_STOP.search(lines[k].text) else 0.0)
        for score, k in zip(learned.scores(table, candidates), candidates, strict=True)
    }
    best = max(scores, key=scores.__getitem__)
    if is_wrapped and not _is_head(lines, best, heads) and _is_deck(lines, scores, best):
        best -= 1
    if scores[best] < learned.least - (_LESS_IF_WRAPPED if is_wrapped else 0.0):
        return _alone_at_head(draft, lines) or _above_byline(lines)
    line = lines[best]
    confidence: Confidence = "high" if scores[best] >= learned.sure else "medium" if scores[best] >= _LIKELY else "low"
    return Title(line.text, line.element, "line-of-text", confidence)


def _defined(lines: Sequence[TitleLine]) -> int:
    """The number of the line whose words open the first prose, as an article of an encyclopedia says what its title is: "Morn Light is a lighthouse …"; -1
    for none.
    """
    first = next((k for k, line in enumerate(lines) if line.prose), 0)
    opening = lines[first].text.casefold() if first else ""
    return next(
        (
            k
            for k in range(first - 1, -1, -1)
            if lines[k].candidate and len(lines[k].words) > 1 and opening.startswith(f"{lines[k].text.casefold()} ")
        ),
        -1,
    )


def _is_head(lines: Sequence[TitleLine], k: int, heads: frozenset[str]) -> bool:
    """Whether a line comes again as the running head of printed pages, and is not the author's name."""
    line = lines[k]
    return line.text.casefold() in heads and not (line.name and _is_surely_name(line, lines[k + 1 :]))


def _alone_at_head(draft: Draft, lines: Sequence[TitleLine]) -> Title | None:
    """The first line of a text if it can be nothing but the title: an empty line is below it, and the article itself comes next, or first its
    author and its day; None otherwise.

    The learned weights know long titles of long pages. A title of four East Asian or two Hebrew words looks to them like a label.
    """
    if is_issue(lines[0].text):
        lines = lines[1:]
    if not lines:
        return None
    first = lines[0]
    if (
        not first.candidate
        or first.prose
        or (first.name and _is_surely_name(first, lines[1:]))
        or first.date
        or first.role
        or first.trail
        or len(first.text) > _LONGEST_ALONE
        or _NO_TITLE_END.search(first.text)
    ):
        return None
    behind = next(
        (
            k
            for k, line in enumerate(lines[1:], 1)
            if not (line.name or line.byline or line.date or line.role or _GREETING.search(line.text))
        ),
        len(lines),
    )
    if behind > _LINES_OF_HEAD or behind == len(lines):
        return None
    body = lines[behind]
    if not _is_text(body):
        return None
    # the first line of a page with menus is one of theirs
    own = sum(len(line.text) for line in lines if _is_text(line))
    if own < _OWN_SHARE * sum(len(line.text) for line in lines[1:]):
        return None
    end = draft.page.offsets[first.element] + len(first.element.text or "")
    gap = draft.page.text[end : draft.page.offsets[lines[1].element]]
    is_set_off = max(gap.count("\n"), gap.count("\r")) > 1
    return Title(first.text, first.element, "first-line", "low") if is_set_off else None


def _above_byline(lines: Sequence[TitleLine]) -> Title | None:
    """The line right above the only line that names its author with a byline word ("By Jane Doe"), if the text begins right below; None otherwise.

    The learned weights take one short word above a poem for a label of the menu before it.
    """
    bylines = [k for k, line in enumerate(lines) if line.byline]
    if len(bylines) != 1 or bylines[0] == 0:
        return None
    line, below = lines[bylines[0] - 1], lines[bylines[0] + 1 : bylines[0] + 1 + _LINES_BELOW_BYLINE]
    while below and (below[0].date or below[0].reading):
        below = below[1:]
    if not below or not _is_text(below[0]) or not line.candidate or _NO_TITLE_END.search(line.text):
        return None
    if line.prose or line.date or line.role or line.trail or (line.name and _is_surely_name(line, lines)):
        return None
    return Title(line.text, line.element, "first-line", "low")


def _is_surely_name(line: TitleLine, others: Sequence[TitleLine]) -> bool:
    """Whether a line that looks like a name is one. In a script without capitals, any few words look so; and a name does not begin with a word that
    the text has in small letters: "The Boats".
    """
    first = line.words[0] if line.words else ""
    return line.text.upper() != line.text.lower() and not any(
        word == first for other in others[:_MOST_MEASURED] for word in other.text.split()
    )


def _is_text(line: TitleLine) -> bool:
    """Whether a line is a sentence or prose. Thai and its kin mark no ends of sentences."""
    return bool(line.prose or _SENTENCE_END.search(line.text[-8:])) or (
        len(line.text) >= _LONG_UNMARKED and UNMARKED.search(line.text) is not None
    )


def _wrapped(draft: Draft, lines: Sequence[TitleLine]) -> tuple[bool, frozenset[int]]:
    """Whether a text is hard-wrapped, as programs print pages; and the lines that such a program sets off as headings: they stand
    left of all prose, or in the middle of the page.

    The learned weights know pages as a browser copies them, where neither tells anything.
    """
    prose = [line for line in lines if line.prose >= _LONG_PROSE]
    if not prose or 2 * sum("\n" in (line.element.text or "") for line in prose) < len(prose):
        return False, frozenset()
    usual = Counter(_margin(draft, line) for line in prose).most_common(1)[0][0]
    width = max(usual + len(part) for line in prose[:_MOST_MEASURED] for part in (line.element.text or "").split("\n"))
    found = set()
    for k, line in enumerate(lines):
        if line.candidate and (margin := _margin(draft, line)) != usual:
            size = len((line.element.text or "").partition("\n")[0])
            is_centred = margin >= usual + _LEAST_CENTRED and abs(2 * margin + size - width) <= _OFF_CENTRE
            if margin < usual or is_centred:
                found.add(k)
    return True, frozenset(found)


def _margin(draft: Draft, line: TitleLine) -> int:
    """The number of characters before a line that has its line of the source for itself."""
    start = draft.page.offsets[line.element]
    before = draft.page.text[max(0, start - _WIDEST_MARGIN) : start]
    return (
        len(before) - 1 - max(before.rfind("\n"), before.rfind("\r"))
        if not before.rpartition("\n")[2].strip()
        else _WIDEST_MARGIN
    )


def _is_deck(lines: Sequence[TitleLine], scores: Mapping[int, float], best: int) -> bool:
    """Whether the best line is the deck of a title right above it: the shorter line before it is nearly as likely."""
    above = best - 1
    return (
        scores.get(above, -_WORSE_THAN_DECK - 99.0) >= max(scores[best] - _WORSE_THAN_DECK, _LEAST_OVER_DECK)
        and 2 <= len(lines[above].words) <= len(lines[best].words)
        and not (lines[above].role or lines[above].date or lines[above].trail)
        # a title may look like a name, but then the author's comes below
        and (not lines[above].name or any(line.name or line.byline for line in lines[best + 1 : best + 4]))
    )


def _beside_trail(table: Mapping[str, Sequence[float]], k: int) -> float:
    """What breadcrumbs in one line add to the score of a line: the names above them are the site's, the title is below.

    The learned weights know little of it, because a browser copies most breadcrumbs as a line for each.
    """
    if table["trail_before"][k] <= _NEAR_TRAIL:
        return _OF_TRAIL
    return -_OF_TRAIL if table["trail_after"][k] <= min(2 * _NEAR_TRAIL, table["prose_after"][k]) else 0.0


def _running_heads(draft: Draft) -> frozenset[str]:
    """What the running heads of printed pages say, in small letters: the title, or the author and the journal."""
    heads = (piece.text for piece in draft.page.left_out if piece.rule == "running-head")
    parts = (" ".join(part.split()).strip(_BESIDE_HEAD).casefold() for head in heads for part in _GAP.split(head))
    return frozenset(part for part in parts if len(part) > 3)


def _marked_heading(draft: Draft, lines: Sequence[TitleLine]) -> TitleLine | None:
    """The heading of first rank at the head of a text whose author marked it; None if there is none.

    Further down, "# …" may be a comment in code, and an underlined heading below other lines that of a section.
    """
    first = True
    for line in lines[: _LINES_BEFORE_MARKED + 1]:
        if line.prose:
            return None
        if line.candidate:
            end = draft.page.offsets[line.element] + len(line.element.text or "")
            if line.element.tag == "h1" or (first and _UNDERLINE.match(draft.page.text, end)):
                return line
            first = False
    return None
