"""Pages of print in a text: running heads, page numbers and form feeds, as PDF programs, RFCs and scanned books have them.

    the wheel was lifted out of                 the wheel was lifted out of
                                                its bed in March, and
    [a form feed]
    102          THE MILLS OF ORRIN             (left out)

    its bed in March, and

Words tell nothing here, but order does. Where form feeds show the pages, lines that come again at the heads or feet of
pages, and numbers that count the pages, are no text. Where nothing shows them, a line must count up from page to page,
and the pages must break sentences, or repeat other lines beside the count. "Chapter 3" and "Day 3" count, too, but whole
sentences stand between them.

A paragraph that a page broke is whole again behind it. A note at the foot of a page stays: it begins with its label.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from archiver.readers.plain.contents import LEADER
from archiver.readers.plain.cuts import Cut
from archiver.readers.plain.lines import CJK, SENTENCE_END, WIDEST_IN_PRINT, Line, columns, scan

#: The rules of the ledger. A form feed alone has no words, so the ledger has no entry for it.
HEAD_RULE, NUMBER_RULE, BREAK_RULE = "running-head", "page-number", "page-break"

FORM_FEED = "\x0c"
_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[^\W\d_]{2,}")
#: A page number that stands alone: "102", "- 102 -", "[102]", "Page 102", "102/340", "Seite 3 von 12".
_ALONE = re.compile(
    r"(?:[^\W\d_]{1,10}\.? )?[-–—|\[(·• ]{0,4}(\d{1,4})[-–—|\])·• ]{0,4}(?:(?:/|[^\W\d_]{1,4}) ?(\d{1,4}))?"
)
#: "Informational  [Page 3]", "Seite 3", "p. 3": a word of pages before the last number of a line.
_PAGE_WORD = re.compile(
    r"(?:\b(?:page|pag|pg|seite|pagina|página|páxina|strana|stránka|strona|sida|side|sivu|oldal|blz|bladzijde|lk|lehekülg|sayfa|стр|страница|с)\.?|第|頁|页)\s?\d+",
    re.IGNORECASE,
)
_OF_ALL = re.compile(r" ?(?:/|[^\W\d_]{1,4}) ?\d{1,4}\W*")
#: The foot of a page of an RFC, of an Internet draft, of a report: "Marr            Informational            [Page 3]".
_MEMO_FOOT = re.compile(rf"\S.*[ \t]{{3,}}\[{_PAGE_WORD.pattern}\]", re.IGNORECASE)
#: "https://example.org/a/b", "file:///home/a.html", also cut by an ellipsis and with the number of the page behind it.
_ADDRESS = re.compile(r"(?:https?|file)://\S{1,500}(?:\s+\d{1,4}(?:\s?/\s?\d{1,4})?)?")
_WIDE_GAP = re.compile(r"\S[ \t]{3,}\S")
#: "118         A HISTORY OF THE LANE", "THE YEARS WITHOUT A TRAM         119": words that end no sentence, a wide gap, and a number.
_OUTER_NUMBER = re.compile(
    r"(?P<even>\d{1,4})[ \t]{3,}[^\W\d_](?:[^\n]{0,100}[^\W\d_])?|[^\W\d_](?:[^\n]{0,100}[^\W\d_])?[ \t]{3,}(?P<odd>\d{1,4})"
)
#: The start of a line that may be a note: a bare number before words, a number in brackets, a sign.
_NOTE = re.compile(r"[\[(（［]?\d{1,3}[\])）］.:]?\s+\S|[*†‡§¶¹²³⁰-⁹]")
#: The label of a note at the foot of a page.
_LABEL = re.compile(
    r"[\[(]?(\d{1,3}|[⁰¹²³⁴-⁹]{1,3})(?:[\])][.:]?|[.:]?(?=[ \t\xa0])|(?<=[⁰¹²³⁴-⁹]))[ \t\xa0]*(?=[^\W_a-z]|[^\w\s])"
)
_RAISED, _TO_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"), str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
#: How many lines at the head and at the foot of a page may be none of its text, and the longest such line.
_ZONE, _LONGEST = 4, 160
#: The fewest times that a line counts up without form feeds, the least text between two pages, and how far a number may be above
#: the one before it.
_FEWEST, _LEAST_PAGE, _FARTHEST = 3, 250, 4
#: The share of the pages that have so much text.
_LONG_ENOUGH = 0.75
#: The share of the pages that must break a sentence, and of those that must repeat a line beside the count.
_BROKEN, _BESIDE = 0.25, 0.6
#: Without a count, nearly all of the pages must break a sentence.
_BROKEN_UNCOUNTED = 0.6
#: Without form feeds, the largest share of a text that is none of it.
_MOST_TAKEN = 0.25
#: The share of the pages on which a head comes again, where form feeds show the pages. A head of one chapter is on fewer.
_REPEATED = 0.2
#: From this share of the width on, a line is full.
_FULL = 0.75
#: The longest line of a title in large letters, and the most lines of a title.
_LONGEST_TITLE_LINE = 45
_MOST_OF_TITLE = 5
#: A byline below a title, by its word and two words of a name.
_BYLINE = re.compile(r"(?i:by|von|par|por|di|door|af|av|przez|od) (?:[^\W\d_a-z][^\W\d_]*\.? ){1,3}[^\W\d_a-z]")
#: How many labels may be missing between two notes.
_SKIP = 2
#: More characters than two pages have.
_TWO_PAGES = 20_000
#: The most lines of the notes at the foot of a page.
_MOST_OF_NOTES = 40
#: The number of lines of the first page among which the title is.
_FIRST_LINES = 12


@dataclass(frozen=True, slots=True)
class Resumption:
    """A paragraph that goes on behind the notes at the foot of a page: where its first part ends, and where the other begins."""

    end: int
    start: int


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """What printed pages have left in a text: stretches that are none of it, and paragraphs that go on behind notes. Then the
    notes at the feet of pages: where each begins, and where those of each page begin and end. `continued` are the starts of the
    lines of a title on several lines, without its first, and of the second parts of paragraphs that are a line each.
    """

    cuts: Sequence[Cut] = ()
    resumptions: Sequence[Resumption] = ()
    note_starts: Sequence[int] = ()
    feet: Sequence[tuple[int, int]] = ()
    continued: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with ink. `key` is its text without case, with 0 for each number; `numbers` are the numbers."""

    line: Line
    key: str
    numbers: tuple[int, ...]
    verbatim: str

    @property
    def is_note(self) -> bool:
        """Whether it may be a note at the foot of a page, so that it is no running head although it comes again."""
        return _NOTE.match(self.verbatim) is not None and not self.heads

    @property
    def is_address(self) -> bool:
        """Whether it is an address and nothing else, as browsers print it at the foot of each page."""
        return _ADDRESS.fullmatch(self.verbatim) is not None

    @property
    def heads(self) -> bool:
        """Whether it is a number before a title in capitals: the head of a left page, and no note."""
        return self.verbatim[:1].isdigit() and self.verbatim.isupper() and self.verbatim[-1] not in ".;,"


def with_form_feeds(data: bytes, text: str, encoding: str) -> str:
    """The decoded text with its form feeds. Decoding put a space for each, because XML forbids them.

    In all encodings that hold ASCII, the byte of a form feed is nothing else; so each piece between two of them has its own
    length. If they do not fit, the text stays as it is.
    """
    if FORM_FEED.encode() not in data or encoding.lower().startswith(("utf-16", "utf-32", "iso-2022")):
        return text
    pieces: list[str] = []
    at = 0
    try:
        sizes = [len(piece.decode(encoding, "replace")) for piece in data.split(FORM_FEED.encode())]
    except LookupError:
        return text
    sizes[0] -= text[:1] != "\ufeff" and data.startswith(codecs.BOM_UTF8)
    if sum(sizes) + len(sizes) - 1 != len(text):
        return text
    for size in sizes:
        pieces.append(text[at : at + size])
        at += size + 1
    return FORM_FEED.join(pieces)


def find_pages(text: str) -> PrintedPages:
    """What the pages on which a text was printed have left in it; nothing if there are no pages."""
    if FORM_FEED not in text and _NUMBER.search(text) is None:
        return PrintedPages()  # without form feeds, only a number that counts shows pages
    has_feeds = FORM_FEED in text.strip()
    rows = [_row(text, line) for line in scan(text)]
    if len(rows) < 2 * _FEWEST:
        return PrintedPages()
    if has_feeds:
        breaks = _breaks_at_feeds(text, rows)
        taken = _beside_feeds(text, rows, breaks)
    else:
        taken = _counted(text, rows)
        breaks = _breaks_beside(taken)
    if memo := _of_memo(text, rows):
        taken = memo | taken
        breaks = sorted({*breaks, *_breaks_beside(taken)})
    if not breaks and not taken and FORM_FEED not in text:
        return PrintedPages()
    return _cuts(text, rows, breaks, taken)


def _row(text: str, line: Line) -> _Row:
    if line.end - line.start > _LONGEST:
        return _Row(line, "", (), "")
    verbatim = " ".join(text[line.start : line.end].split())
    numbers = tuple(int(number) for number in _NUMBER.findall(verbatim) if len(number) < 7)
    return _Row(line, _NUMBER.sub("0", verbatim.casefold()), numbers, verbatim)


# -- where form feeds show the pages ---------------------------------------------------------------


def _breaks_at_feeds(text: str, rows: Sequence[_Row]) -> list[int]:
    """The numbers of the rows that begin a page: a form feed stands before them."""
    breaks: list[int] = []
    starts = [row.line.start for row in rows]
    at = text.find(FORM_FEED)
    while at >= 0:
        row = bisect_left(starts, at)
        if 0 < row < len(rows) and row not in breaks[-1:]:
            breaks.append(row)
        at = text.find(FORM_FEED, at + 1)
    return breaks


def _beside_feeds(text: str, rows: Sequence[_Row], breaks: Sequence[int]) -> dict[int, str]:
    """The rows at heads and feet of pages that are none of the text, by number, with their rules."""
    pages = list(pairwise([0, *breaks, len(rows)]))
    taken: dict[int, str] = {}
    for at_head in (True, False):
        zones = [_zone(page, at_head) for page in pages]
        numbers = _page_numbers(rows, zones)
        keys = Counter(key for zone in zones for key in {_repeated_key(rows[k]) for k in zone} if key)
        opening = (
            Counter(_repeated_key(row) for row in rows[: min(_FIRST_LINES, pages[0][1])]) if at_head else Counter()
        )
        least = max(2.0, _REPEATED * len(pages))
        for page, zone in enumerate(zones):
            near = {
                _repeated_key(rows[k])
                for p in (page - 2, page - 1, page + 1, page + 2)
                if 0 <= p < len(zones)
                for k in zones[p]
            }
            found: dict[int, str] = {}
            for k in zone:
                key = _repeated_key(rows[k])
                comes_again = bool(key) and keys[key] >= 2 and (keys[key] >= least or key in near)
                # the title on the first page is the head of the others
                as_title = bool(key) and page > 0 and _is_of(text, rows[k].line, opening)
                if k in numbers:
                    found[k] = NUMBER_RULE
                elif (
                    (comes_again and (page > 0 or not at_head or bool(rows[k].numbers)))
                    or as_title
                    or (at_head and page > 0 and _interrupts(text, rows, k, numbers))
                ):
                    found[k] = HEAD_RULE
                else:
                    break
                if _is_set_off(rows, k, at_head):
                    taken |= found
    return taken


def _interrupts(text: str, rows: Sequence[_Row], k: int, numbers: set[int]) -> bool:
    """Whether a row at the head of a page stands beside the page number, and a sentence goes on below them, or its words are those of the first lines, the
    names of the authors: so does a head that comes only once, because the heads of left and of right pages differ.
    """
    row = rows[k]
    if not _repeated_key(row) or row.verbatim[-1] in ".;,:" or not (k - 1 in numbers or k + 1 in numbers):
        return False
    below = k + 1 if k - 1 in numbers else k + 2
    if below >= len(rows) or rows[below].line.breaks < 2:
        return False
    opening = {word.casefold() for row in rows[:_FIRST_LINES] for word in _WORD.findall(row.verbatim)}
    words = [word.casefold() for word in _WORD.findall(row.verbatim)]
    return text[rows[below].line.start].islower() or (bool(words) and opening.issuperset(words))


def _is_set_off(rows: Sequence[_Row], k: int, at_head: bool) -> bool:
    """Whether the rows from the edge of a page up to a row are no lines of a paragraph: an empty line is behind them, or the row is a
    number, or has one, or is in capitals.
    """
    behind = k + 1 if at_head else k
    if not 0 < behind < len(rows) or rows[behind].line.breaks > 1:
        return True
    return rows[k].verbatim.isupper() or bool(rows[k].numbers) or rows[k].is_address


def _zone(page: tuple[int, int], at_head: bool) -> list[int]:
    """The rows at the head or at the foot of a page, from the edge inwards. They may be the whole page."""
    first, last = page
    size = min(_ZONE, last - first)
    return list(range(first, first + size)) if at_head else list(range(last - 1, last - 1 - size, -1))


def _repeated_key(row: _Row) -> str:
    """The key of a row that may be a running head; "" for others. A head does not begin within a sentence."""
    if row.is_address:
        return row.key
    return row.key if any(map(str.isalpha, row.key)) and not row.is_note and not row.verbatim[0].islower() else ""


def _is_of(text: str, line: Line, opening: Iterable[str]) -> bool:
    """Whether all parts of a running head are lines of the first page."""
    parts = _head_pieces(text[line.start : line.end])
    return bool(parts) and all(any(_begins_alike(part, other) for other in opening) for part in parts)


def _begins_alike(key: str, other: str) -> bool:
    """Whether a running head is a line of the first page, or its beginning and an ellipsis."""
    short = key.rstrip(".… ")
    return len(short) > 3 and (key == other or (short != key and other.startswith(short)))


def _page_numbers(rows: Sequence[_Row], zones: Sequence[Sequence[int]]) -> set[int]:
    """The rows among `zones`, one zone for each page, that are page numbers and nothing else: they count as the pages do."""
    offsets: Counter[int] = Counter()
    found: list[tuple[int, int]] = []
    for page, zone in enumerate(zones):
        for k in zone:
            if match := _ALONE.fullmatch(rows[k].verbatim):
                found.append((k, int(match[1]) - page))
                offsets[int(match[1]) - page] += 1
    if not offsets:
        return set()
    # pages without text, such as plates, count, too, but a file may lack them
    usual = {offset for offset, times in offsets.items() if times >= 2}
    return {k for k, offset in found if offset in usual}


def _of_memo(text: str, rows: Sequence[_Row]) -> dict[int, str]:
    """The feet of pages that say so themselves ("Marr     Informational     [Page 3]"), and the running head right below each.

    Their form is so much their own that one of them is enough, where other lines must come again or count.
    """
    taken: dict[int, str] = {}
    for k, row in enumerate(rows):
        if not _MEMO_FOOT.fullmatch(text, row.line.start, row.line.end):
            continue
        taken[k] = HEAD_RULE
        if k + 1 < len(rows):
            head = rows[k + 1].line
            is_alone = k + 2 == len(rows) or rows[k + 2].line.breaks > 1
            if is_alone and not head.indent and _WIDE_GAP.search(text, head.start, head.end):
                taken[k + 1] = HEAD_RULE
    return taken


# -- where only the text shows the pages -----------------------------------------------------------


def _counted(text: str, rows: Sequence[_Row]) -> dict[int, str]:
    """The rows that are none of the text, by number, with their rules, where no form feed shows the pages."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for k, row in enumerate(rows):
        if row.key:
            by_key[row.key].append(k)
    taken: dict[int, str] = {}
    pages: dict[int, int] = {}
    others: list[dict[int, int]] = []
    for places in by_key.values():
        if len(places) < 2:
            continue
        if counts := _counting(rows, places):
            found = _with_neighbours(text, rows, list(counts)) if len(places) >= _FEWEST else None
            if found is None:
                others.append(counts)
            elif taken.keys().isdisjoint(found):
                taken |= found
                pages |= counts
        elif _breaks_sentences(text, rows, places) and taken.keys().isdisjoint(places):
            taken |= dict.fromkeys(places, HEAD_RULE)
    # left and right pages have heads of their own, which count together
    for counts in others:
        both = sorted({**pages, **counts}.items())
        if (
            pages
            and all(1 <= b - a <= _FARTHEST for (_, a), (_, b) in pairwise(both))
            and taken.keys().isdisjoint(counts)
        ):
            taken |= dict.fromkeys(counts, HEAD_RULE)
            pages |= counts
    taken |= {k: HEAD_RULE for k in _outer_numbers(text, rows) if k not in taken}
    if taken:
        _add_ends(rows, taken)
    size = sum(row.line.end - row.line.start for row in rows)
    return taken if sum(rows[k].line.end - rows[k].line.start for k in taken) <= _MOST_TAKEN * size else {}


def _outer_numbers(text: str, rows: Sequence[_Row]) -> list[int]:
    """The heads of the pages of a book, each with its number at the outer edge: an even one left, an odd one right, and a wide gap between number
    and words. Two that follow each other are enough.

        118              A HISTORY OF THE LANE
        …
                         THE YEARS WITHOUT A TRAM              119
    """
    found: list[tuple[int, int]] = []
    for k, row in enumerate(rows):
        if not row.verbatim or not row.numbers or (k + 1 < len(rows) and rows[k + 1].line.breaks < 2):
            continue
        match = _OUTER_NUMBER.fullmatch(text, row.line.start, row.line.end)
        if match is None:
            continue
        even, odd = match["even"], match["odd"]
        number = int(even or odd)
        is_apart = not found or row.line.start - rows[found[-1][0]].line.end >= _LEAST_PAGE
        if number % 2 == (even is None) and is_apart:
            found.append((k, number))
    return sorted({k for (i, a), (j, b) in pairwise(found) if b == a + 1 for k in (i, j)})


def _counting(rows: Sequence[_Row], places: Sequence[int]) -> dict[int, int]:
    """The page numbers of the rows of one key, if one number counts up from page to page; else {}."""
    first = rows[places[0]]
    if not first.numbers or (first.is_note and not _ALONE.fullmatch(first.verbatim)) or first.verbatim[-1] in ".;,:":
        return {}
    found = [m.span() for m in _NUMBER.finditer(first.verbatim) if len(m[0]) < 7]
    for slot, (start, end) in enumerate(found):
        values = [rows[k].numbers[slot] for k in places if slot < len(rows[k].numbers)]
        if len(values) < len(places):
            return {}
        counts = all(1 <= b - a <= _FARTHEST for a, b in pairwise(values))
        if (
            counts
            and _are_pages(rows, places)
            and _is_at_edge(first.verbatim, start, end)
            and _others_stay(rows, places, slot)
        ):
            return dict(zip(places, values, strict=True))
    return {}


def _are_pages(rows: Sequence[_Row], places: Sequence[int]) -> bool:
    """Whether as much text as a page has is between rows, with few exceptions: a last page may be short."""
    sizes = [rows[j].line.start - rows[i].line.end for i, j in pairwise(places)]
    return sum(size >= _LEAST_PAGE for size in sizes) >= _LONG_ENOUGH * len(sizes)


def _is_at_edge(line: str, start: int, end: int) -> bool:
    """Whether a number stands at an edge of a line, or before the number of all pages: "Mills 3/12"."""
    before, after = line[:start], line[end:]
    return not any(map(str.isalnum, before)) or not any(map(str.isalnum, after)) or _OF_ALL.fullmatch(after) is not None


def _others_stay(rows: Sequence[_Row], places: Sequence[int], slot: int) -> bool:
    """Whether all other numbers of a line that comes again are the same each time."""
    return len({rows[k].numbers[:slot] + rows[k].numbers[slot + 1 :] for k in places}) == 1


def _are_even(rows: Sequence[_Row], places: Sequence[int]) -> bool:
    """Whether about as much text is on each page."""
    sizes = [rows[j].line.start - rows[i].line.end for i, j in pairwise(places)]
    middle = median(sizes)
    return len(sizes) >= _FEWEST and min(sizes) >= 0.5 * middle and max(sizes) <= 1.6 * middle


def _with_neighbours(text: str, rows: Sequence[_Row], counts: Sequence[int]) -> dict[int, str] | None:
    """Rows that count up and the rows beside them that come again, with their rules; None if they need not be page numbers."""
    beside: Counter[tuple[str, int]] = Counter()
    for k in counts:
        for side in (-1, 1):
            beside.update((rows[n].key, side) for n in _neighbours(len(rows), k, side) if _repeated_key(rows[n]))
    least = max(2.0, _BESIDE * (len(counts) - 1))
    taken: dict[int, str] = {}
    verbatim: Counter[str] = Counter()
    broken = 0
    for k in counts:
        above, below = (_reach(rows, k, side, lambda key, side: beside[key, side] >= least) for side in (-1, 1))
        for near in (*range(above, k), *range(k + 1, below + 1)):
            taken[near] = HEAD_RULE
            verbatim[rows[near].verbatim] += 1
        broken += _breaks_sentence(text, rows, above - 1, below + 1)
    is_alone = all(_ALONE.fullmatch(rows[k].verbatim) for k in counts)
    has_word = all(_PAGE_WORD.search(rows[k].verbatim) for k in counts)
    says_the_same = any(times >= least and len(line.split()) >= 3 for line, times in verbatim.items())
    if not (
        broken >= max(2.0, _BROKEN * (len(counts) - 1))
        or (not is_alone and says_the_same and _are_even(rows, counts))
        or (has_word and broken)
    ):
        return None
    return {**taken, **dict.fromkeys(counts, NUMBER_RULE if is_alone else HEAD_RULE)}


def _reach(rows: Sequence[_Row], k: int, side: int, comes_again: Callable[[str, int], bool]) -> int:
    """The last of the rows on one side of a row that come again beside page numbers. An empty line parts them from the text."""
    reached = k
    for near in _neighbours(len(rows), k, side):
        if not _repeated_key(rows[near]) or not comes_again(rows[near].key, side):
            break
        behind = near if side < 0 else near + 1
        if not 0 < behind < len(rows) or rows[behind].line.breaks > 1:
            reached = near
    return reached


def _neighbours(count: int, k: int, side: int) -> range:
    """The rows beside a row, from the nearest on."""
    return range(k + side, max(-1, k - _ZONE - 1), -1) if side < 0 else range(k + 1, min(count, k + _ZONE + 1))


def _breaks_sentences(text: str, rows: Sequence[_Row], places: Sequence[int]) -> bool:
    """Whether a line that comes again, word for word and without a number, breaks sentences nearly everywhere."""
    row = rows[places[0]]
    if len(places) < _FEWEST or row.numbers or sum(map(str.isalpha, row.key)) < 5 or row.verbatim[-1] in ".,;:":
        return False
    if not row.verbatim[0].isupper() or any(rows[k].verbatim != row.verbatim for k in places):
        return False
    if not _are_pages(rows, places):
        return False
    # a line of a paragraph breaks nothing
    if not row.verbatim.isupper() and not all(
        rows[n].line.breaks > 1 for k in places for n in (k, k + 1) if 0 < n < len(rows)
    ):
        return False
    broken = sum(_breaks_sentence(text, rows, k - 1, k + 1) for k in places)
    return broken >= max(float(_FEWEST), _BROKEN_UNCOUNTED * len(places))


def _breaks_sentence(text: str, rows: Sequence[_Row], before: int, after: int) -> bool:
    """Whether a sentence that the row `before` begins goes on in the row `after`."""
    if before < 0 or after >= len(rows):
        return False
    line = rows[before].line
    if line.end - line.start < 30 or not text[rows[after].line.start].islower():
        return False
    return text[line.end - 1] not in ":;" and not _ends_sentence(text, line)


def _ends_sentence(text: str, line: Line) -> bool:
    return SENTENCE_END.search(text, max(line.start, line.end - 12), line.end) is not None


def _add_ends(rows: Sequence[_Row], taken: dict[int, str]) -> None:
    """Add the rows at both ends of the text that are heads or feet of the other pages."""
    keys = {rows[k].key: rule for k, rule in taken.items()}
    for way in (range(_ZONE), range(len(rows) - 1, len(rows) - 1 - _ZONE, -1)):
        for k in way:
            if k not in taken and rows[k].key not in keys:
                break
            taken.setdefault(k, keys[rows[k].key])


def _breaks_beside(taken: Iterable[int]) -> list[int]:
    """The numbers of the rows that follow rows that are none of the text."""
    numbers = set(taken)
    return sorted({k + 1 for k in numbers} - numbers - {0})


# -- the cuts --------------------------------------------------------------------------------------


def _cuts(text: str, rows: Sequence[_Row], breaks: Sequence[int], taken: dict[int, str]) -> PrintedPages:
    """The cuts of the rows that are none of the text, and of what stands between the two parts of a paragraph; the paragraphs that
    go on behind notes, and the notes.
    """
    width = _width(rows, taken)
    sets_in = _sets_in(text, rows, taken)
    cuts: list[Cut] = []
    resumptions: list[Resumption] = []
    # where the lines are whole paragraphs, nothing else says that one goes on in the next line
    resumed: list[int] = []
    left = [k for k in range(len(rows)) if k not in taken]
    feet = _feet(text, rows, breaks, taken)
    for before, after in _gaps(rows, left, breaks, taken):
        start = rows[before].line.end if before >= 0 else 0
        end = _start_of_line(text, rows[after].line.start) if after < len(rows) else len(text)
        if end <= start:
            continue
        goes_on = False
        if before >= 0 and after < len(rows):
            last = _last_above(feet, before)
            goes_on = last == before and _goes_on(text, rows, before, after, width, sets_in)
            if goes_on and not width:
                resumed.append(rows[after].line.start)
            if 0 <= last < before and _goes_on(text, rows, last, after, width, False):
                resumptions.append(Resumption(rows[last].line.end - 1, rows[after].line.start))
        start, end = _without_line_ends(text, start, end, goes_on)
        between = list(range(before + 1, after))
        edges = [start, *(_start_of_line(text, rows[k].line.start) for k in between[1:]), end]
        if start < end and not between:
            cuts.append(Cut(start, end, BREAK_RULE))
        for k, (a, b) in zip(between, pairwise(edges), strict=False):
            if a < b and taken[k] == NUMBER_RULE:
                cuts.append(Cut(a, b, NUMBER_RULE))
            elif a < b:
                cuts.append(Cut(a, b, HEAD_RULE))
    return PrintedPages(
        cuts,
        resumptions,
        [rows[k].line.start for foot in feet for k in foot.labelled],
        [(rows[foot.labelled[0]].line.start, rows[foot.end - 1].line.end) for foot in feet],
        sorted([*resumed, *(rows[k].line.start for k in _continued(text, rows, taken))]),
    )


def _gaps(
    rows: Sequence[_Row], left: Sequence[int], breaks: Sequence[int], taken: dict[int, str]
) -> Iterator[tuple[int, int]]:
    """The pairs of rows of the text between which a page ends, or rows are taken. -1 and len(rows) are its two ends."""
    at_break = set(breaks)
    for before, after in pairwise([-1, *left, len(rows)]):
        if after - before > 1 or (after in at_break and before >= 0):
            yield before, after


def _without_line_ends(text: str, start: int, end: int, goes_on: bool) -> tuple[int, int]:
    """The stretch between two lines without the line ends that stay: one if a paragraph goes on, else two, if there are two."""
    ends = [match.span() for match in re.finditer(r"\r\n|[\n\r\u2028\u2029\x85]", text[start:end])]
    if not ends:
        return start, end
    first = start + ends[0][1]
    if goes_on or len(ends) < 2 or start == 0 or end == len(text):
        return (start if start == 0 else first), end
    return first, max(first, start + ends[-1][0])


def _start_of_line(text: str, start: int) -> int:
    """The start of the white space before a line, behind a form feed."""
    while start > 0 and text[start - 1] in " \t\xa0":
        start -= 1
    return start


def _width(rows: Sequence[_Row], taken: dict[int, str]) -> float:
    """The usual width of a line that another one follows closely; 0 if the lines are whole paragraphs."""
    widths = [columns(a.line) for (k, a), (_, b) in pairwise(enumerate(rows)) if b.line.breaks == 1 and k not in taken]
    usual = median(widths) if len(widths) >= _FEWEST else 0
    return usual if usual <= WIDEST_IN_PRINT else 0


def _sets_in(text: str, rows: Sequence[_Row], taken: dict[int, str]) -> bool:
    """Whether the first lines of paragraphs are set in, and no empty line is between the paragraphs."""
    count = 0
    for (k, a), (_, b) in pairwise(enumerate(rows)):
        if (
            k not in taken
            and b.line.breaks == 1
            and 1 < b.line.indent - a.line.indent < 9
            and _ends_sentence(text, a.line)
        ):
            count += 1
    return count >= 2 and count * 40 >= len(rows)


def _goes_on(text: str, rows: Sequence[_Row], before: int, after: int, width: float, sets_in: bool) -> bool:
    """Whether a paragraph goes on from the last row of a page to the first row of the next one."""
    line, follower = rows[before].line, rows[after].line
    first = text[follower.start]
    if rows[after].is_note or first in "•‣*-–—#>|+":
        return False
    if width and columns(line) < _FULL * width and text[line.end - 1] not in "-‐\xad":
        return False  # the last line of its paragraph
    if not _ends_sentence(text, line):
        is_word = first.islower() or CJK.match(first) is not None
        return is_word or (
            bool(width) and first.isalnum() and columns(line) >= 0.9 * width and text[line.end - 1] != ":"
        )
    # a sentence ends with the page; only the form of the next line can tell
    return sets_in and bool(width) and columns(line) >= 0.9 * width and follower.indent <= line.indent


def _continued(text: str, rows: Sequence[_Row], taken: dict[int, str]) -> list[int]:
    """The rows on the first page that continue the row before them: together they are what a running head shows on one line."""
    heads = {piece for k in taken for piece in _head_pieces(text[rows[k].line.start : rows[k].line.end])}
    found: list[int] = []
    is_printed = FORM_FEED in text
    for k in range(min(_FIRST_LINES, len(rows))):
        if is_printed and k + 1 < len(rows) and k + 1 not in taken and _is_broken_title(text, rows[k], rows[k + 1]):
            found.append(k + 1)
            continue
        joined = rows[k].verbatim.casefold()
        for n in range(k + 1, min(k + _MOST_OF_TITLE, len(rows))):
            if n in taken or rows[n].line.breaks > 2 or not any(head.startswith(joined) for head in heads):
                break
            joined += f" {rows[n].verbatim.casefold()}"
            if joined in heads:
                found += range(k + 1, n + 1)
                break
    return found


def _is_broken_title(text: str, row: _Row, after: _Row) -> bool:
    """Whether a short line goes on in the next one, as a title in large letters does: that begins with a small letter."""
    return (
        after.line.breaks == 1
        and text[after.line.start].islower()
        and bool(row.verbatim and after.verbatim)
        and len(row.verbatim) <= _LONGEST_TITLE_LINE
        and row.verbatim[0].isupper()
        and " " in row.verbatim
        and row.verbatim[-1] not in ".!?:;"
        and not any(c in row.verbatim for c in "·|•@")
        and not _BYLINE.match(after.verbatim)
    )


def _head_pieces(text: str) -> list[str]:
    """What a running head says, in small letters: its parts between wide gaps, without page numbers."""
    parts = (" ".join(part.split()).strip(" -–—|·•[]0123456789") for part in re.split(r"\s{3,}|\t|[\n\r\x0c]", text))
    return [part.casefold() for part in parts if len(part) > 3]


# -- notes at the feet of pages --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Foot:
    """The notes at the foot of a page: the rows that begin one, and the row behind the last one."""

    labelled: tuple[int, ...]
    end: int


def _feet(text: str, rows: Sequence[_Row], breaks: Sequence[int], taken: dict[int, str]) -> list[_Foot]:
    """The notes at the feet of pages. Their labels count up from page to page, and the text above them on the page calls each."""
    feet: list[_Foot] = []
    expected = 0
    page_before = first = 0
    for behind in [*breaks, len(rows)]:
        end = behind
        while end > first and end - 1 in taken:
            end -= 1
        labelled: list[int] = []
        for k in range(max(first + 1, end - _MOST_OF_NOTES), end):
            number = _label(text, rows[k]) if k not in taken else 0
            if not number or (expected and not expected <= number <= expected + _SKIP):
                continue
            if (labelled and number == expected) or _is_called(text, rows, page_before, (labelled or [k])[0], number):
                labelled.append(k)
                expected = number + 1
        if labelled:
            feet.append(_Foot(tuple(labelled), end))
        page_before, first = first, behind
    return feet


def _label(text: str, row: _Row) -> int:
    """The number with which a row begins, if it may be the label of a note; else 0."""
    match = _LABEL.match(text, row.line.start, row.line.end)
    if match is None or row.heads:
        return 0
    return int(match[1].translate(_RAISED))


def _is_called(text: str, rows: Sequence[_Row], first: int, behind: int, number: int) -> bool:
    """Whether the rows up to `behind` have the marker of a note: a number behind a word or a stop. It may be on the page before."""
    end = rows[behind - 1].line.end
    above = LEADER.sub("", text[max(rows[first].line.start, end - _TWO_PAGES) : end])
    raised = str(number).translate(_TO_RAISED)
    marker = rf"(?:[^\W\d_][.,;:!?…。、）)\]\"'”’»]*|[.,;:!?…。、）)\]\"'”’»][ \xa0]?)(?<!\d\.)(?:\[{number}\]|{number}|{raised})(?![\d%])"
    return re.search(marker, above) is not None


def _last_above(feet: Sequence[_Foot], k: int) -> int:
    """The last row of a page above the notes at its foot; `k` is the last row of all."""
    return next((foot.labelled[0] - 1 for foot in feet if foot.labelled[0] <= k < foot.end), k)
