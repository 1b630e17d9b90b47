"""The history below an answer in the text of a mail, its signature, and the foot of a newsletter. They are left out, and the ledger keeps them.

    The wheel turns again.               The wheel turns again.

    -- ⏎ Tamsin Vey, Orrin Ford          (mail-signature)

    On 3 May 2024, Otto Kern wrote:      (mail-history)
    > Does the wheel turn?

A quotation with new lines below it stays, and so does a text that somebody forwarded. (cleaning/mail_parts.py does the same for HTML.)
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.readers.plain.cuts import Cut
from archiver.saved.mail_phrases import (
    FORWARDED,
    FROM,
    IN_BROWSER,
    NOTICE,
    OFFER,
    ORIGINAL,
    SENT_WITH,
    UNSUBSCRIBE,
    begins_with_head,
    forwarded_head,
)  # fmt: skip

HISTORY, SIGNATURE, FOOT, HEAD = "mail-history", "mail-signature", "mail-foot", "mail-head"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
_UNDERLINE = re.compile(r"_{20,}\s*$")
_FEWEST_WORDS = 8
#: The most lines of the head of a quoted mail.
_HEAD_LINES = 7
#: The most lines of a signature, and of the line that says who wrote the quotation.
_SIGNATURE_LINES, _ATTRIBUTION_LINES = 12, 4
_LONGEST_ATTRIBUTION, _LONGEST_FOOT, _LONGEST_NOTICE = 300, 900, 1500


def mail_parts(text: str, is_forward: bool) -> list[Cut]:
    """The stretches of a mail that are no part of its own text, in order; [] for none. With `is_forward`, the mail below is its text."""
    lines = [(m.start(), m.group()) for m in _LINE.finditer(text) if m.group()]
    head = forwarded_head([line.strip() for _, line in lines]) if is_forward else None
    start = len(lines) if is_forward or FORWARDED.search(text) else _start_of_history(lines)
    cuts = [Cut(lines[start][0], len(text), HISTORY)] if start < len(lines) else []
    own = [line.strip() for _, line in lines[:start]]
    signature = next((n for n in range(len(own) - 1, -1, -1) if own[n] == "--"), len(own))
    is_foot = signature == len(own)
    if is_foot:
        signature = _start_of_foot(own)
    if signature < len(own) and len(own) - signature <= _SIGNATURE_LINES and _words(own[:signature]) >= _FEWEST_WORDS:
        end = lines[start][0] if start < len(lines) else len(text)
        cuts.insert(0, Cut(lines[signature][0], end, FOOT if is_foot else SIGNATURE))
        own = own[:signature]
    first = next((n for n, line in enumerate(own) if line), 0)
    behind = next((n for n in range(first, len(own)) if not own[n]), 0)
    if (
        behind
        and IN_BROWSER.search(" ".join(own[first:behind]))
        and sum(map(len, own[first:behind])) <= _LONGEST_ATTRIBUTION
    ):
        cuts.insert(0, Cut(lines[first][0], lines[behind][0], FOOT))
    more = [Cut(lines[head[0]][0], lines[head[1]][0], HEAD)] if head is not None and head[1] < len(own) else []
    for begin, end in _paragraphs(own):
        paragraph = " ".join(own[begin:end])
        stretch = (lines[begin][0], lines[end][0] if end < len(lines) else len(text))
        if end - begin == 1 and begin > 0 and SENT_WITH.fullmatch(paragraph):
            more.append(Cut(*stretch, SIGNATURE))
        elif (len(paragraph) <= _LONGEST_ATTRIBUTION and OFFER.search(paragraph)) or (
            len(paragraph) <= _LONGEST_NOTICE and NOTICE.search(paragraph)
        ):
            more.append(Cut(*stretch, FOOT))
    for place in more:
        if all(cut.end <= place.start or place.end <= cut.start for cut in cuts):
            cuts.append(place)
    return sorted(cuts, key=lambda cut: cut.start)


def _paragraphs(own: list[str]) -> Iterator[tuple[int, int]]:
    """The first line of each paragraph, and the one behind it."""
    begin = 0
    for number in range(len(own) + 1):
        if number == len(own) or not own[number]:
            if begin < number:
                yield begin, number
            begin = number + 1


def _start_of_foot(own: list[str]) -> int:
    """The line with which the foot of a newsletter or of a mailing list begins, after a line or in a paragraph of its own; the number of all lines for none."""
    for number in range(max(0, len(own) - _SIGNATURE_LINES), len(own)):
        text = " ".join(own[number:])
        begins = _UNDERLINE.match(own[number]) or (number > 0 and not own[number - 1] and own[number])
        if (
            begins
            and len(text) <= _LONGEST_FOOT
            and (UNSUBSCRIBE.search(text) or re.search(r"mailing ?list|listinfo", text))
        ):
            following = next((n for n in range(number + 1, len(own)) if not own[n]), len(own))
            paragraph = " ".join(own[number:following])
            if _UNDERLINE.match(own[number]) or UNSUBSCRIBE.search(paragraph):
                return number
    return len(own)


def _start_of_history(lines: list[tuple[int, str]]) -> int:
    """The number of the line with which the history begins; the number of all lines for none."""
    texts = [line.strip() for _, line in lines]
    for number, line in enumerate(texts):
        if (
            ORIGINAL.match(line)
            or (_UNDERLINE.match(line) and FROM.match(" ".join(texts[number + 1 : number + 4])))
            or (number > 0 and not texts[number - 1] and FROM.match(line) and begins_with_head(" ".join(texts[number : number + _HEAD_LINES])))
        ):  # fmt: skip
            return number if _words(texts[:number]) >= _FEWEST_WORDS else len(texts)
    last = next((n for n in range(len(texts) - 1, -1, -1) if texts[n]), -1)
    if last < 0 or not texts[last].startswith(">"):
        return len(texts)
    start = last
    while start > 0 and (texts[start - 1].startswith(">") or not texts[start - 1]):
        start -= 1
    while start < last and not texts[start]:
        start += 1
    start = _with_attribution(texts, start)
    return (
        start
        if _words(texts[:start]) >= _FEWEST_WORDS and not any(t.startswith(">") for t in texts[:start])
        else len(texts)
    )


def _with_attribution(texts: list[str], start: int) -> int:
    """The start of the line "On 3 May 2024, Otto Kern wrote:" before a quotation, which may be broken; `start` when there is none."""
    end = start
    while end > 0 and not texts[end - 1]:
        end -= 1
    if not end or not texts[end - 1].endswith((":", "：")):
        return start
    begin = end - 1
    while begin > 0 and texts[begin - 1] and end - begin < _ATTRIBUTION_LINES:
        begin -= 1
    for first in range(begin, end):
        text = " ".join(texts[first:end])
        is_whole = first == 0 or not texts[first - 1]
        if len(text) <= _LONGEST_ATTRIBUTION and is_whole and (re.search(r"\d", text) or "@" in text):
            return first
    return (
        end - 1
        if re.search(r"\d|@|(?:wrote|writes|schrieb|écrit|escribió|scritto|schreef)\s*[:：]$", texts[end - 1])
        else start
    )


def _words(lines: list[str]) -> int:
    return sum(any(c.isalnum() for c in word) for line in lines for word in line.split())
