"""What markers and labels look like: digits, roman numerals, letters, symbols, bare or in brackets, alone or several
at once.

Labels are the source's: `1`, `iv`, `a`, `*`, `††`. Brackets, a full stop and words such as "Footnote" around them are
not part of the label; superscript digits are read as digits.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Literal

from archiver.text import roman_value

Form = Literal["digits", "roman", "letter", "symbol"]

SYMBOLS = "*∗⁎＊†‡§¶‖#◊△▲☆★✝◆●⁑※"
SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
OPENERS = "[(（［〔【⟦{"
CLOSERS = "])）］〕】⟧}"
ARROWS = "↑↩⤴↵⏎⬆⇧⤶←↲⏫🔙⇑⮌⤣⬑⏶▲△^↖⇱⌃⌅˄⬏⮐"
_INVISIBLE = dict.fromkeys(map(ord, "\ufe0e\ufe0f\u200b\u200c\u200d\u2060\xad"))

CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚"
# A group of notes with a name of its own: "[note 3]", "[Anm. 1]", "[注 2]", "[a 4]"; a figure is no note.
_GROUP = re.compile(
    r"(?!(?:fig|figs|figure|table|tab|abb|eq|eqn|sec|section|chap|chapter|p|pp|page|vol|no|box|ex|step|art|pt)\b)"
    r"(?:[^\W\d_]{1,8}\.?\s?[1-9]\d{0,2}"
    # keys of a bibliography: [Tar03], [ABC+04], [Knuth1984a]
    r"|[^\W\d_]{1,12}\+?(?:\d\d|(?:1[5-9]|20)\d\d)[a-z]?)",
    re.IGNORECASE,
)
#: "§ 4" names a section; a sign of a note has no number behind it.
_SECTION = re.compile(r"[§¶]+\s*\d")
_ROMAN = re.compile(r"(?=[ivxlc])(?:xc|xl|l?x{0,3})?(?:ix|iv|v?i{0,3})", re.IGNORECASE)
_DIGITS = re.compile(r"\d{1,4}[a-z]?")
_SYMBOLS = re.compile(f"[{re.escape(SYMBOLS)}]{{1,6}}")
_RANGE = re.compile(r"\s*[-–—‐‑−~]\s*")
_SEPARATOR = re.compile(r"\s*[,;،、，·/]\s*|\s+(?:and|und|et|y|&)\s+|\s+")
#: Words, which most texts begin with: no label does.
_WORD = re.compile("(?![ivxlcIVXLC]{3})[a-zA-Z]{3}")
#: A star before a number.
_DECORATED = re.compile(r"^([\[(]?\s*)[*※](?=\d)")
_BRACKETED = re.compile(rf"[{re.escape(OPENERS)}]\s*(.*?)\s*[{re.escape(CLOSERS)}]", re.DOTALL)


#: A label at the start of a note, with the signs around it: "[1] ", "1. ", "(iv)", "1 ", "* ", "¹ ".
LEAD = re.compile(
    rf"(?P<open>[{re.escape(OPENERS)}]?)\s*\^?(?:(?:注|註|脚注|注釈|※|(?i:note|footnote|anm\.?|fn\.?|n\.|fu(?:ß|ss)note|nota))\s*(?=\d))?"
    rf"(?P<label>(?:[*※]?\d{{1,4}}(?:[a-z](?=[.)\]:]))?|[{SUPERSCRIPTS}]{{1,3}}|[{CIRCLED}]|[ivxlcIVXLC]{{1,6}}|[a-zA-Z]|[{re.escape(SYMBOLS)}]{{1,6}}))"
    rf"(?:\s*[{re.escape(CLOSERS)}][.:]?|\s*[.:](?!\d)|(?=\s|$)|(?<=[{re.escape(SYMBOLS)}{SUPERSCRIPTS}{CIRCLED}]))\s*"
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One label as a marker shows it. `through` is the end of a range: "3–5" shows 3 through 5."""

    label: str
    form: Form
    through: str = ""
    bracketed: bool = False

    @property
    def number(self) -> int | None:
        """Where the label stands in its series, counted from 1; None when its series has no counting order."""
        return position(self.label, self.form)


@cache
def words(table: str) -> frozenset[str]:
    """The words of one table of words.toml, all languages together, case-folded."""
    data = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text("utf-8"))
    return frozenset(word.casefold() for language in data[table].values() for word in language)


@cache
def _before_number() -> re.Pattern[str]:
    alternatives = "|".join(sorted((re.escape(word) for word in words("markers")), key=len, reverse=True))
    return re.compile(rf"(?:{alternatives})\s*(?:no\.?|nr\.?|n[°º]|#|:)?\s*(?=[\divxlca-z*†‡§])", re.IGNORECASE)


def _after_prefix(text: str) -> str:
    """A text without the word for a marker before its number."""
    prefix = _before_number().match(text)
    return text[prefix.end() :] if prefix and prefix.end() < len(text) else text


def clean(text: str) -> str:
    """Text without invisible characters and with white space folded."""
    return " ".join((text if text.isascii() else text.translate(_INVISIBLE)).split())


def form_of(label: str) -> Form | None:
    """The form of a label alone, or None when it is no label."""
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


def position(label: str, form: Form) -> int | None:
    """Where a label stands in its series, counted from 1."""
    if form == "digits":
        digits = re.search(r"\d+", unicodedata.normalize("NFKC", label))
        return int(digits[0]) if digits else None
    if form == "roman":
        return roman_value(label.lower())
    if form == "letter":
        return ord(label[0].lower()) - 96 + 26 * (len(label) - 1)
    return None


@lru_cache(maxsize=1 << 14)
def read(text: str) -> tuple[Shown, ...]:
    """The labels that a marker with this whole text shows; empty when it is no marker.

    "1", "[1]", "(iv)", "1,2", "3–5", "[1][2]", "Footnote 3", "*1" (a star before a number is decoration), "¹²".
    """
    text = clean(text)
    if not text or len(text) > 60 or text[0] in ":;,." or _SECTION.match(text):
        return ()
    text = _after_prefix(_plain(text))
    if _WORD.match(text):
        return ()
    groups = _BRACKETED.findall(text)
    if groups and not _BRACKETED.sub("", text).strip(" ,;.-–"):
        found: list[Shown] = []
        for group in groups:
            if _GROUP.fullmatch(group) and not _DIGITS.fullmatch(group) and not only_says_note(group):
                found.append(Shown(group, "digits", bracketed=True))
                continue
            labels = _list(_strip_prefix(group), bracketed=True)
            if not labels:
                return ()
            found.extend(labels)
        return tuple(found)
    return _list(_trim(text), bracketed=text[:1] in OPENERS)


def only_says_note(group: str) -> bool:
    """Whether the word before a number only says what it is ("[footnote 1]") and names no group as "[note 1]" does."""
    word = group.rstrip("0123456789").strip(" .").casefold()
    return word in words("no_groups")


def read_one(text: str) -> Shown | None:
    """The one label that this text shows, or None when it shows none or several."""
    shown = read(text)
    return shown[0] if len(shown) == 1 and not shown[0].through else None


def _strip_prefix(text: str) -> str:
    return _after_prefix(text.lstrip("^"))


def _trim(text: str) -> str:
    return text.strip(OPENERS + CLOSERS + " .:,;")


def _plain(text: str) -> str:
    """Superscript digits as digits and full-width forms as plain ones, a star before a number left out."""
    if not text.isascii():
        text = text.replace("⁻", "-")
        text = "".join(unicodedata.normalize("NFKC", c) if c in SUPERSCRIPTS or "！" <= c <= "～" else c for c in text)
    return _DECORATED.sub(r"\1", text) if "*" in text or "※" in text else text


def _list(text: str, *, bracketed: bool) -> tuple[Shown, ...]:
    found: list[Shown] = []
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
        found.append(Shown(ends[0], first, ends[1] if len(ends) == 2 else "", bracketed))
    if len(found) == 2 and found[0] == found[1]:
        found.pop()  # a marker and its hidden copy
    if len(found) > 1 and any(shown.form in ("letter", "roman") for shown in found) and " " in text and "," not in text:
        return ()  # words, not labels: "a i"
    return tuple(found)


def expand(shown: Shown) -> tuple[str, ...]:
    """All labels of a range, ends included; the label alone when it is none."""
    low, high = shown.number, position(shown.through, shown.form) if shown.through else None
    if low is None or high is None or shown.form != "digits":
        return (shown.label, shown.through) if shown.through else (shown.label,)
    return tuple(str(number) for number in range(low, high + 1))


def same(one: str, other: str) -> bool:
    """Whether two labels are the same but for case and the kind of star."""
    return key(one) == key(other)


def key(label: str) -> str:
    """A label as it is compared."""
    return re.sub("[∗⁎＊]", "*", clean(label).casefold())


def in_digits_of(sample: str, number: int) -> str:
    """A number in the digits that another label is written in: 12 beside "۷" is "۱۲"; full-width ones are plain."""
    last = unicodedata.normalize("NFKC", sample[-1:])
    zero = ord(last) - unicodedata.decimal(last) if last.isdecimal() else ord("0")
    return "".join(chr(zero + int(digit)) for digit in str(number))


def is_arrow(text: str) -> bool:
    """Whether a text is nothing but arrows, with or without brackets."""
    bare = clean(text).strip(OPENERS + CLOSERS + " .")
    return bool(bare) and all(c in ARROWS for c in bare)


@cache
def _backlinks() -> tuple[str, ...]:
    """The phrases of links that lead back, as words."""
    return tuple(phrase + " " for phrase in words("backlinks"))


@lru_cache(maxsize=1 << 14)
def says_back(text: str) -> bool:
    """Whether a link's text says that it leads back to the text: an arrow, or a phrase in some language."""
    text = clean(text)
    if not text or len(text) > 60:
        return False
    if is_arrow(text):
        return True
    bare = text.strip(OPENERS + CLOSERS + ARROWS + " .:").casefold()
    return f"{bare} ".startswith(_backlinks())


def says_notes(text: str) -> bool:
    """Whether a heading's text only announces notes, in some language."""
    if len(text) >= 60:
        return False
    bare = clean(text).strip(" :.[]()【】〔〕").casefold()
    return bare in words("headings") or (bare[:1] > "\u2fff" and bare.replace(" ", "") in words("headings"))


def closes(text: str) -> bool:
    """Whether a button's text only closes the box that a note stands in."""
    return len(text) < 30 and clean(text).strip(OPENERS + CLOSERS + " .").casefold() in words("closing")


def names_service(text: str) -> bool:
    """Whether a link's text is only the name of a catalogue or of a copy: "CrossRef", "[Google Scholar]"."""
    return len(text) < 40 and _service(text) in words("services")


@cache
def _services_at_end() -> re.Pattern[str]:
    """Names of catalogues one after the other at the end of a text, as copying leaves them: "Article CASGoogle Scholar"."""
    names = sorted(words("services") | words("services_beside"), key=len, reverse=True)
    one = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    return re.compile(rf"(?:^|(?<=[.;:)\]\d\s]))(?:[\s|·,;\[(]*(?:{one})[\s|·,;.\])]*)+$", re.IGNORECASE)


def services_at_end(text: str, end: int | None = None) -> int:
    """Where names of catalogues begin that end a text (or its part up to `end`); -1 when none do."""
    stop = len(text) if end is None else end
    low = max(0, stop - 160)
    match = _services_at_end().search(text[low:stop])
    if match is None:
        return -1
    said = match[0].casefold()
    return low + match.start() if any(name in said for name in words("services") if len(name) > 2) else -1


@cache
def _back_at_end() -> re.Pattern[str]:
    phrases = "|".join(sorted(map(re.escape, words("backlinks")), key=len, reverse=True))
    return re.compile(
        rf"[\s\xa0]*(?:[\[(](?:{phrases})(?:\s[^\W\d_]+){{0,3}}[\])]|(?<=[.!?…)”\"’»\]。][\s\xa0])(?:{phrases})(?:\s[^\W\d_]+){{0,3}})[.\s]*$",
        re.IGNORECASE,
    )


def back_at_end(text: str) -> int:
    """Where words begin that end a note and say that they lead back: "[return]", "Return to text"; -1 when none do."""
    low = max(0, len(text) - 60)
    match = _back_at_end().search(text[low:])
    return low + match.start() if match and low + match.start() > 0 else -1


def may_name_service(text: str) -> bool:
    """Whether a link's text says what links to a copy say beside others that name one: "Article", "PDF"."""
    return len(text) < 40 and _service(text) in words("services_beside")


def _service(text: str) -> str:
    return clean(text).strip(OPENERS + CLOSERS + " .;,|·").casefold()


def rising(numbers: Iterable[int]) -> int:
    """The length of the longest rising run that can be picked from numbers in their order."""
    from bisect import bisect_left

    ends: list[int] = []
    for number in numbers:
        at = bisect_left(ends, number)
        if at == len(ends):
            ends.append(number)
        else:
            ends[at] = number
    return len(ends)
