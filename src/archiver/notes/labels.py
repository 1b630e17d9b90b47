"""Labels of notes: their forms, and functions that read them from the text of a marker or from the start of a note.

A label is a number, a roman numeral, a letter or a symbol: `1`, `iv`, `a`, `*`, `††`. It is kept as in the source.
Brackets, a full stop and words such as "Footnote" around it are not part of it. Superscript digits are read as digits.

    text of a marker    labels            text of a marker    labels
    [1]                 1                 Footnote 3          3
    3–5                 3 through 5       *1                  1
    1,2                 1 and 2           [note 2]            note 2

This module also has the functions for the words of words.toml: headings of note lists, backlinks, closing buttons, links
to catalogues.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from archiver.text import roman_value

Form = Literal["digits", "roman", "letter", "symbol"]

SYMBOLS = "*∗⁎＊†‡§¶‖#◊∆±△▲☆★✝◆●⁑※"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
#: Raised letters by the letter. They mark affiliations and notes of tables.
RAISED_LETTERS = dict(zip("ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐ", "abcdefghijklm", strict=True))
OPENERS = "[(（［〔【⟦{"
CLOSERS = "])）］〕】⟧}"
ARROWS = "↑↩⤴↵⏎⬆⇧⤶←↲⏫🔙⇑⮌⤣⬑⏶▲△^↖⇱⌃⌅˄⬏⮐"
_INVISIBLE = dict.fromkeys(map(ord, "\ufe0e\ufe0f\u200b\u200c\u200d\u2060\xad"))

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚"
# The label of a series that has a name: "[note 3]", "[Anm. 1]", "[注 2]", "[a 4]". A figure ("[fig. 2]") is no note.
_GROUP = re.compile(
    r"(?!(?:fig|figs|figure|table|tab|abb|eq|eqn|sec|section|chap|chapter|p|pp|page|vol|no|box|ex|step|art|pt)\b)"
    r"(?:[^\W\d_]{1,8}\.?\s?[1-9]\d{0,2}"
    # keys of a bibliography: [Tar03], [ABC+04], [Knuth1984a]
    r"|[^\W\d_]{1,12}\+?(?:\d\d|(?:1[5-9]|20)\d\d)[a-z]?)",
    re.IGNORECASE,
)
#: "§ 4" names a section. A section sign that is a label has no number behind it.
_SECTION = re.compile(r"[§¶]+\s*\d")
_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})?(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,4}[a-z]?")
_SYMBOLS = re.compile(f"[{re.escape(SYMBOLS)}]{{1,6}}")
_RANGE = re.compile(r"\s*[-–—‐‑−~]\s*")
_SEPARATOR = re.compile(r"\s*[,;،、，·/]\s*|\s+(?:and|und|et|y|&)\s+|\s+")
#: A word at the beginning of a text. Labels do not begin with a word, but most texts do, so this test rejects them early.
_WORD = re.compile("(?![ivxlcIVXLC]{3})[a-zA-Z]{3}")
_COUNTED = re.compile(r"\d\s+[^\W\d_]")
#: A star before a number is decoration.
_DECORATED = re.compile(r"^([\[(]?\s*)[*※](?=\d)")
_BRACKETED = re.compile(rf"[{re.escape(OPENERS)}]\s*(.*?)\s*[{re.escape(CLOSERS)}]", re.DOTALL)

#: A label at the start of a note, with the signs around it: "[1] ", "1. ", "(iv)", "1 ", "* ", "¹ ".
#: The group `label` is the label, the group `open` the opening bracket or "".
LABEL_PREFIX = re.compile(
    rf"(?P<open>[{re.escape(OPENERS)}]?)\s*\^?(?:(?:注|註|脚注|注釈|※|(?i:note|footnote|anm\.?|fn\.?|n\.|fu(?:ß|ss)note|nota))\s*(?=\d))?"
    rf"(?P<label>(?:[*※]?\d{{1,4}}(?:[a-z](?=[.)\]:]))?|[{SUPERSCRIPTS}]{{1,3}}|[{CIRCLED}]|[ivxlcIVXLC]{{1,6}}|[a-zA-Z]|[{re.escape(SYMBOLS)}]{{1,6}}))"
    rf"(?:\s*[{re.escape(CLOSERS)}][.:]?|\s*[.:](?!\d)|(?=\s|$)|(?<=[{re.escape(SYMBOLS)}{SUPERSCRIPTS}{CIRCLED}]))\s*"
)


@dataclass(frozen=True, slots=True)
class Label:
    """One label of a marker or a note, as in the source.

    `through` is the end of a range: for "3–5", `text` is "3" and `through` is "5".
    """

    text: str
    form: Form
    through: str = ""
    bracketed: bool = False

    @property
    def number(self) -> int | None:
        """The position of the label in its series, counted from 1. None for symbols, which have no position."""
        return position(self.text, self.form)


@cache
def words(table: str) -> frozenset[str]:
    """The words of one table of words.toml, all languages together, case-folded. Raises KeyError for an unknown table."""
    data = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
    return frozenset(word.casefold() for language in data[table].values() for word in language)


@cache
def _marker_word() -> re.Pattern[str]:
    """The pattern of a word such as "Footnote" or "Anm." at the start of a text, before a label: "Footnote 3", "Anm. Nr. 4"."""
    alternatives = "|".join(sorted((re.escape(word) for word in words("markers")), key=len, reverse=True))
    return re.compile(rf"(?:{alternatives})\s*(?:no\.?|nr\.?|n[°º]|#|:)?\s*(?=[\divxlca-z*†‡§])", re.IGNORECASE)


def _without_marker_word(text: str) -> str:
    """A text without such a word before its label: "Footnote 3" gives "3"."""
    word = _marker_word().match(text)
    return text[word.end() :] if word and word.end() < len(text) else text


def clean(text: str) -> str:
    """The text without invisible characters, and with white space folded."""
    return " ".join((text if text.isascii() else text.translate(_INVISIBLE)).split())


def form_of(label: str) -> Form | None:
    """The form of one label without brackets ("iv", "††"). None when the text is no label."""
    if not label or len(label) > 8:
        return None
    if label in CIRCLED:
        return "digits"
    if _DIGITS.fullmatch(label):
        # digits of any script; no note is numbered 0 or 07
        return "digits" if unicodedata.decimal(label[0]) else None
    if _SYMBOLS.fullmatch(label):
        return "symbol"
    if len(label) == 1 and label.isalpha() and label.isascii():
        return "roman" if label in "ivx" else "letter"
    if _ROMAN.fullmatch(label):
        return "roman"
    if len(label) == 2 and label[0] == label[1] and label.isalpha() and label.isascii():
        return "letter"
    return None


@lru_cache(maxsize=1024)
def position(label: str, form: Form) -> int | None:
    """The position of a label in its series, counted from 1: position("c", "letter") is 3.

    None for symbols, which have no position.
    """
    if form == "digits":
        digits = re.search(r"\d+", unicodedata.normalize("NFKC", label))
        return int(digits[0]) if digits else None
    if form == "roman":
        return roman_value(label.lower())
    if form == "letter":
        return ord(label[0].lower()) - 96 + 26 * (len(label) - 1)
    return None


@lru_cache(maxsize=1 << 14)
def read(text: str) -> tuple[Label, ...]:
    """The labels in the whole text of a marker. Empty if the text is no marker.

    Markers are "1", "[1]", "(iv)", "1,2", "3–5", "[1][2]", "Footnote 3", "*1" (a star before a number is decoration),
    "¹²".
    """
    text = clean(text)
    if not text or len(text) > 60 or text[0] in ":;,." or _SECTION.match(text):
        return ()
    text = _without_marker_word(_plain(text))
    if _WORD.match(text):
        return ()
    groups = _BRACKETED.findall(text)
    if groups and not _BRACKETED.sub("", text).strip(" ,;.-–"):
        labels: list[Label] = []
        for group in groups:
            if _GROUP.fullmatch(group) and not _DIGITS.fullmatch(group) and not is_generic_word(group):
                labels.append(Label(group, "digits", bracketed=True))
                continue
            in_brackets = _list(_without_marker_word(group.lstrip("^")), bracketed=True)
            if not in_brackets:
                return ()
            labels.extend(in_brackets)
        return tuple(labels)
    return _list(_trim(text), bracketed=text[:1] in OPENERS)


def is_generic_word(group: str) -> bool:
    """Whether the word before a number is a general word for a note, and not the name of a series.

    True for "[footnote 1]". False for "[note 1]", because "note" is the name of a series.
    """
    word = group.rstrip("0123456789").strip(" .").casefold()
    return word in words("no_groups")


def read_one(text: str) -> Label | None:
    """The label of a text with exactly one label. None if it has no label, several labels, or a range."""
    labels = read(text)
    return labels[0] if len(labels) == 1 and not labels[0].through else None


def _trim(text: str) -> str:
    return text.strip(OPENERS + CLOSERS + " .:,;")


def _plain(text: str) -> str:
    """The text with superscript digits as digits and full-width forms as plain ones, without a star before a number."""
    if not text.isascii():
        text = text.replace("⁻", "-")
        text = "".join(unicodedata.normalize("NFKC", c) if c in SUPERSCRIPTS or "！" <= c <= "～" else c for c in text)
    return _DECORATED.sub(r"\1", text) if "*" in text or "※" in text else text


def _list(text: str, *, bracketed: bool) -> tuple[Label, ...]:
    """The labels and ranges of a list: "1, 3–5". Empty when one of them is no label."""
    labels: list[Label] = []
    text = _trim(text)
    if len(text) > 40:
        return ()
    for piece in _SEPARATOR.split(text):
        ends = [_trim(end) for end in _RANGE.split(piece)] if len(piece) > 1 else [piece]
        forms = [form_of(end) for end in ends]
        first = forms[0]
        if first is None or None in forms or len(ends) > 2 or (len(ends) == 2 and forms[0] != forms[1]):
            return ()
        if len(ends) == 2:
            low, high = position(ends[0], first), position(ends[1], first)
            if low is None or high is None or not low < high <= low + 40 or high > 1499:
                return ()
        labels.append(Label(ends[0], first, ends[1] if len(ends) == 2 else "", bracketed))
    if len(labels) == 2 and labels[0] == labels[1]:
        labels.pop()  # a marker and its hidden copy
    if (
        len(labels) > 1
        and any(label.form in ("letter", "roman") for label in labels)
        and " " in text
        and "," not in text
    ):
        return ()  # words, not labels: "a i"
    if len(labels) > 1 and _COUNTED.search(text):
        return ()  # what is counted, not labels: "12 C, 1 P"
    return tuple(labels)


def expand(label: Label) -> tuple[str, ...]:
    """All labels of a range, with both ends: "3–5" gives "3", "4", "5". A single label gives its text."""
    low, high = label.number, position(label.through, label.form) if label.through else None
    if low is None or high is None or label.form != "digits":
        return (label.text, label.through) if label.through else (label.text,)
    return tuple(str(number) for number in range(low, high + 1))


def same(first: str, second: str) -> bool:
    """Whether two labels are the same, apart from case and the kind of star."""
    return key(first) == key(second)


@lru_cache(maxsize=1024)
def key(label: str) -> str:
    """The form in which labels are compared: clean, case-folded, with one kind of star."""
    return re.sub("[∗⁎＊]", "*", clean(label).casefold())


def in_digits_of(sample: str, number: int) -> str:
    """The number in the digits in which another label is written: in_digits_of("۷", 12) is "۱۲".

    Full-width digits become plain ones.
    """
    last = unicodedata.normalize("NFKC", sample[-1:])
    zero = ord(last) - unicodedata.decimal(last) if last.isdecimal() else ord("0")
    return "".join(chr(zero + int(digit)) for digit in str(number))


def is_arrow(text: str) -> bool:
    """Whether a text consists of arrows only, with or without brackets."""
    bare = clean(text).strip(OPENERS + CLOSERS + " .")
    return bool(bare) and all(c in ARROWS for c in bare)


@cache
def _backlink_phrases() -> tuple[str, ...]:
    """The phrases of backlinks, each with a space at its end, so that a phrase matches whole words."""
    return tuple(phrase + " " for phrase in words("backlinks"))


@lru_cache(maxsize=1 << 14)
def is_backlink_text(text: str) -> bool:
    """Whether a text is the text of a backlink: an arrow, or a phrase such as "back to text" in one of the languages."""
    text = clean(text)
    if not text or len(text) > 60:
        return False
    if is_arrow(text):
        return True
    bare = text.strip(OPENERS + CLOSERS + ARROWS + " .:").casefold()
    return f"{bare} ".startswith(_backlink_phrases())


def is_notes_heading(text: str) -> bool:
    """Whether a text is the heading of a list of notes and nothing more: "Notes", "Einzelnachweise"."""
    if len(text) >= 60:
        return False
    bare = clean(text).strip(" :.[]()【】〔〕").casefold()
    return bare in words("headings") or (bare[:1] > "\u2fff" and bare.replace(" ", "") in words("headings"))


#: Dots that lead to the number of a page: "1. Introduction . . . . . 3".
_LEADERS = re.compile(
    r"(?<![.…·_])(?:[.…·_]{4,}+|(?:[.…·][ \xa0]){3,}+[.…·]?)\s{0,20}(?:\d{1,4}|[ivxlc]{1,6})\s{0,3}$", re.IGNORECASE
)


def is_contents_row(line: str) -> bool:
    """Whether a line is a row of a table of contents: dots lead to the number of a page."""
    last = line[-4:].rstrip()[-1:]
    # most lines end with a stop or a word
    return (last.isdigit() or last in "ivxlcIVXLC") and _LEADERS.search(line, max(0, len(line) - 200)) is not None


def is_closing_text(text: str) -> bool:
    """Whether a text is the label of a button that closes the box of a note: "Close", "×"."""
    return len(text) < 30 and clean(text).strip(OPENERS + CLOSERS + " .").casefold() in words("closing")


def is_service_name(text: str) -> bool:
    """Whether a link's text is only the name of a catalogue, or of a copy of the work: "CrossRef", "[Google Scholar]"."""
    return len(text) < 40 and _service_key(text) in words("services")


@cache
def _services_at_end() -> re.Pattern[str]:
    """The pattern of names of catalogues at the end of a text that was copied: "Article CASGoogle Scholar"."""
    names = sorted(words("services") | words("services_beside"), key=len, reverse=True)
    name = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile(rf"(?:^|(?<=[.;:)\]\d\s]))(?:[\s|·,;\[(]*(?:{name})[\s|·,;.\])]*)+$", re.IGNORECASE)


def services_at_end(text: str, end: int | None = None) -> int:
    """The offset of the names of catalogues at the end of a text (or of its part up to `end`). -1 if there are none."""
    stop = len(text) if end is None else end
    low = max(0, stop - 160)
    match = _services_at_end().search(text[low:stop])
    if match is None:
        return -1
    names = match[0].casefold()
    return low + match.start() if any(name in names for name in words("services") if len(name) > 2) else -1


@cache
def _backlink_words_at_end() -> re.Pattern[str]:
    """The pattern of a phrase of a backlink at the end of a text: in brackets, or after the end of a sentence."""
    phrases = "|".join(sorted(map(re.escape, words("backlinks")), key=len, reverse=True))
    return re.compile(
        rf"[\s\xa0]*(?:[\[(](?:{phrases})(?:\s[^\W\d_]+){{0,3}}[\])]|(?<=[.!?…)”\"’»\]。][\s\xa0])(?:{phrases})(?:\s[^\W\d_]+){{0,3}})[.\s]*$",
        re.IGNORECASE,
    )


def backlink_words_at_end(text: str) -> int:
    """The offset of the words of a backlink at the end of a note: "[return]", "Return to text". -1 if there are none."""
    low = max(0, len(text) - 60)
    match = _backlink_words_at_end().search(text[low:])
    return low + match.start() if match and low + match.start() > 0 else -1


def may_be_service_name(text: str) -> bool:
    """Whether the text of a link may name a copy of the work: "Article", "PDF".

    The caller must find a link with the name of a service beside it (`is_service_name`).
    """
    return len(text) < 40 and _service_key(text) in words("services_beside")


def _service_key(text: str) -> str:
    return clean(text).strip(OPENERS + CLOSERS + " .;,|·").casefold()


def longest_rising(numbers: Iterable[int]) -> int:
    """The length of the longest rising subsequence: 3 for 1, 7, 2, 4."""
    # by length, the lowest number that ends a rising subsequence of that length
    ends: list[int] = []
    for number in numbers:
        index = bisect_left(ends, number)
        if index == len(ends):
            ends.append(number)
        else:
            ends[index] = number
    return len(ends)
