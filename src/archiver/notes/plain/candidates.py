"""Candidates for markers in plain text: brackets, digits glued to a word, superscripts; with weights. Symbols have a module of their own (symbols.py).

    [3] 〔3〕 [a] [note 2]      said.3   said”3   Georgia3   （注3）   claim*3   claim³   claim^3

What its own context shows to be no marker is left out: units, prices, ordinals, versions, addresses, page numbers,
"G20". What only the sequence of numbers can decide gets a small weight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from archiver.notes.labels import CIRCLED, RAISED_LETTERS, SUPERSCRIPTS, in_digits_of, is_generic_word

#: Letters of scripts without spaces.
CJK = re.compile("[\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]")

_SUPER = str.maketrans(SUPERSCRIPTS, "0123456789")

#: Weights by what stands before the digits. They were tuned by leaving out one family of pages after the other.
#: chain.Costs are the costs that they must outweigh.
AFTER_SENTENCE = 1.0
AFTER_QUOTE = 0.9
AFTER_COMMA = 0.8
AFTER_BRACKET = 0.75
AFTER_SIGN = 0.8  # ® ™ ©
AFTER_COLON = 0.6
AFTER_PERCENT = 0.6
AFTER_WORD = 0.55
AFTER_NAME = 0.45  # a word with a capital
AFTER_CAPITALS = 0.15
AFTER_YEAR = 0.15  # "in 1979.4 Then", "of 20123"
AFTER_NUMBER = 0.05  # "to 7.12 For"
AFTER_SHORT_WORD = 0.3  # "do with it2."
AFTER_ABBREVIATION = 0.2  # "from the U.S.1 and"
AFTER_DASH = 0.15  # "in the end –4 but"
AFTER_LETTER = 0.1  # of a script without spaces; with a stop behind the digits AFTER_WORD
BEFORE_PUNCTUATION = 0.15  # a word's marker right before a comma or full stop
BEFORE_CAPITAL = -0.4  # "said.3Then": the copying lost a line break
SECOND = 0.6  # the 2 of "said.1,2"
GLUED_PARENTHESES, SPACED_PARENTHESES = 0.5, 0.05
CLOSING_PARENTHESES = 0.45  # "the auction (1). Nobody"
#: Digits that a space sets off, by what stands before and after them.
SPACED_SENTENCE = 0.8  # "no post. 1 He walks"
SPACED_QUOTE = 0.6
SPACED_BEFORE_STOP = 0.45  # "the river 1."
SPACED_AT_END = 0.3  # "the river 1" at the end of a paragraph
SPACED_CLAUSE = 0.25
SPACED_IN_PROSE = 0.05  # "in 12 days"
SAME_NAME = 0.1  # a factor, for a word that has the same number again and again: "IKEv2"
SAME_WORD = 0.4  # a factor, for a word that has several numbers: "Buds2", "Buds3"
OWN_LINE, DOUBTFUL_LINE = 0.6, 0.1  # a line that consists of the number, behind a long line or a short one
ROUND_LETTERS = 0.4  # they need a list
BRACKETS, SUPERSCRIPT, STARRED, ANNOTATED, CIRCLES = 1.0, 0.9, 0.8, 1.0, 0.9

_BRACKET = re.compile(
    r"[\[［〔【]\s{0,3}((?:注|註|note|footnote|endnote|fu(?:ß|ss)note|nb|n|fn|anm\.?|nota)\s{0,3})?(\d{1,4}|[a-z]{1,2}|[ivxl]{2,6}|[*†‡§¶]{1,3})"
    r"((?:\s{0,3}[,，、;–—‐-]\s{0,3}\d{1,4})*)\s{0,3}[\]］〕】]",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[^\W\d_])\d{1,3}(?!\d)|(?<=[^\w\s])\d{1,3}(?!\d)|(?<=\b(?:1[5-9]|20)\d\d)\d{1,2}(?!\d)")
#: Hidden words for screen readers that were copied, too: "was law.Footnote 1 It lapsed".
_HIDDEN_WORD = re.compile(r"(?<=[^\s(\[])(?:Footnote|Endnote|Fußnote)\s?([1-9]\d{0,2})(?!\d)")
#: The plain pages of the Government Publishing Office: "from dusk.\\1\\ A second".
_BACKSLASHES = re.compile(r"\\([1-9]\d{0,2})\\")
_MORE = re.compile(r"(, ?|[–-])(\d{1,3})(?![\d.%])")
#: Digits with a space on both sides, or with a stop behind them.
_SPACED = re.compile(r"(?<=\S[ \xa0\u2009])[1-9]\d{0,2}(?=$|[ \xa0\n]|[.,;:!?](?:$|[ \xa0\n]))")
_SENTENCE_BEGINS = re.compile(r"$|[ \xa0\n]+[“„\"«¿¡(]?[^\W\d_a-zß-ÿа-яё]")
_PARENTHESES = re.compile(r"[(（](\d{1,3})[)）]")
_SUPERSCRIPT = re.compile(
    rf"(?<![{SUPERSCRIPTS}⁺⁻])[{SUPERSCRIPTS}]{{1,3}}(?:[,⁻˒–-][{SUPERSCRIPTS}]{{1,3}}){{0,9}}(?![{SUPERSCRIPTS}⁺⁻])"
)
#: The raised digits of pages that a terminal prints: "said.^3", "claim^[3]".
_CARET = re.compile(r"(?<=[^\s\d^(\[])\^(\d{1,3})(?![\w^]|\.\d)")
_STARRED = re.compile(r"(?<=[^\s\d*(\[])(?:\*\d{1,3})+(?!\d|\*\D|\.\d)")
_ANNOTATED = re.compile(r"(?:[（(\[]\s{0,2})?(?:[注註]|脚注|※)\s{0,2}(\d{1,3})(?!\d)(?:\s{0,2}[）)\]])?")
_YEAR_BEFORE = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d$")
#: A word of notes and a number in round brackets: "(nota 2)", "(vedi nota 2)".
_WORDED = re.compile(
    r"\((?:[^\W\d_]{2,8}\s)?(?:footnote|endnote|note|nota|fu(?:ß|ss)note|anm\.?|anmerkung|noot|przypis|pozn\.?|fotnot|not|прим\.?|примечание|сноска)\s?(\d{1,3})\)",
    re.IGNORECASE,
)
#: Letters and small roman numbers in round brackets that close a part of a sentence: "in the river (ii)."
_ROUND_LETTERS = re.compile(r"(?<=\s)[(（]([a-z]|[ivx]{1,5})[)）](?=$|[.,;:!?])")
#: Raised letters behind a word: "Ann Merleᵃ,ᵇ". In ordinals and abbreviations they stand behind a digit or a capital ("1ᵉʳ", "Mᵐᵉ").
_RAISED_LETTERS = re.compile(
    rf"(?:(?<=[^\W\d_][^\W\d_][a-zß-ÿа-я])|(?<=[.,;)”»]))(?:[{''.join(RAISED_LETTERS)}],?\s?(?=[{''.join(RAISED_LETTERS)}]))*[{''.join(RAISED_LETTERS)}](?![^\W\d_])"
)
_RAISED_LETTER = re.compile(f"[{''.join(RAISED_LETTERS)}]")
#: Such digits stand behind what they annotate, and as often before what they count.
_CIRCLE = re.compile(rf"(?<=[\w”’」』）》\"])[{CIRCLED}]|[{CIRCLED}](?=[。，、；！？,.;]|$)")
_DATE = re.compile(r"(?:\.\s{0,3}|\s{1,3})[^\W\d_]{3,10}\.?\s{1,3}(?:1[5-9]|20)\d\d\b|\.\d")
_PAGES = re.compile(r"[ \xa0]+\d+[ \xa0]+(?:\d+|\.\.\.|…|»|>)")
_ASSIGNED = re.compile(r"\s{0,3}(?:=|->|:=)")
_NUMBER = re.compile(r"\d+")

#: "U.S.", "p.m.", "z.B."
#: The volume and the issue of a journal, before its pages: "19(1):"
_ISSUE = re.compile(r"\d\s?\(\d+(?:[-–/]\d+)?\)\s?:$")
#: Counters of East Asian languages: a number before them counts.
_COUNTERS = "年月日号號時时分秒个個位名人回次度岁歳歲円元点種种件条條章節节版期巻卷頁页"
_SHOUTED = re.compile(r"[!?]{2,}$")
_INITIALS = re.compile(r"(?:^|[^\W\d_]\.)[^\W\d_]\.$")
_CLOSING = "\"”’»›“‘'」』》〉"
_STOPS = ".!?…。！？؟۔।"
_ABBREVIATION = re.compile(
    r"\b(?:pp?|nos?|nrs?|n|vols?|figs?|ch|chap|secs?|sect|arts?|par|para|v|vs|ver|eds?|bd|s|t|ca?|cf|z|str|abs|ziff|kap|op|pt|rn|r|rev|"
    r"app|tab|eq|ex|lib|cap|[a-z])\.$",
    re.IGNORECASE,
)
#: Words with a number of their own behind them: "chapter3".
_NUMBERED = re.compile(
    r"(?:version|chapter|section|figure|table|step|level|part|phase|page|type|covid|python|windows|web|class|grade|sars|group|file|"
    r"test|item|tier|layer|node|block|line|case|team|area|zone|unit|room|stage|round|week|day|base|top)s?$",
    re.IGNORECASE,
)
_TOKEN_OF_CODE = re.compile(
    r"://|www\.|@|doi|[/\\_=<>{}]|%\w|[a-z]{2,}\.[a-z]{1,4}\.$|\d\.\d+\.|\d\.[^\W\d_]{3,9}\.$|\.(?:com|org|net|html?|pdf|py|js)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(r"(?:^|[\s\d(/·\u3000-\u9fff])(?:[kcdmµn]?m|[кс]?м|дм|мм|[fy]t|in|mi|yd|s|[a-z]|C?O|[A-Z]?[Hh])$")
_SHORT_UNITS = frozenset("km cm mm kg mg ml cl dl nm ft in yd mi lb oz mb gb kb no nr pp vs ca".split())
_ORDINAL = re.compile(r"(?:st|nd|rd|th|er|re|e|ème|º|ª|°|%|‰|′|″|px|pt|D|G|K|k|M|m|x)\b|[%‰°ºª′″]")


@dataclass(frozen=True, slots=True)
class PlainMarker:
    """A stretch of a leaf's text that may call a note.

    `form` tells ways of writing apart; `through` ends a range ("3–5").
    """

    start: int
    end: int
    label: str
    form: str
    weight: float
    through: str = ""
    #: Several labels of one pair of brackets have the same `group`: the offset of the first.
    group: int = -1

    @property
    def value(self) -> int:
        """The label as a number; 0 when it is none."""
        if self.label.isdecimal():
            return int(self.label)
        return CIRCLED.index(self.label) + 1 if self.form == "circled" else 0


def markers(text: str, start: int, is_code: bool = False) -> Iterator[PlainMarker]:
    """The possible markers of a leaf's text from `start` on (its beginning may be a note's label), in no order."""
    if is_code:
        return
    yield from _brackets(text, start)
    yield from _glued(text, start)
    for match in _HIDDEN_WORD.finditer(text, start + 1):
        yield PlainMarker(match.start(), match.end(), _plain(match[1]), "annotated", ANNOTATED)
    for match in _BACKSLASHES.finditer(text, start + 1):
        yield PlainMarker(match.start(), match.end(), _plain(match[1]), "brackets", BRACKETS)
    for match in _PARENTHESES.finditer(text, start + 1):
        if (weight := _parentheses_weight(text, match)) is not None:
            yield PlainMarker(match.start(), match.end(), _plain(match[1]), "parentheses", weight)
    for match in _SPACED.finditer(text, start + 1):
        weight = _spaced_weight(text, match)
        yield PlainMarker(match.start(), match.end(), _plain(match[0]), "spaced", weight)
    for match in _SUPERSCRIPT.finditer(text, start):
        if (
            match.start()
            and (
                not text[match.start() - 1].isdigit()
                or _YEAR_BEFORE.search(text, max(0, match.start() - 5), match.start())
            )
            and not _UNIT.search(text[max(0, match.start() - 4) : match.start()])
        ):
            yield from _superscripts(match)
    for match in _CARET.finditer(text, start + 1):
        before = text[max(0, match.start() - 40) : match.start()]
        if not _UNIT.search(before[-4:]) and not _TOKEN_OF_CODE.search(before.split()[-1]):
            yield PlainMarker(match.start(), match.end(), _plain(match[1]), "superscript", SUPERSCRIPT)
    for match in _STARRED.finditer(text, start):
        for number in _NUMBER.finditer(text, match.start(), match.end()):
            yield PlainMarker(number.start() - 1, number.end(), _plain(number[0]), "starred", STARRED)
    for match in _ANNOTATED.finditer(text, start + 1):
        yield PlainMarker(match.start(), match.end(), _plain(match[1]), "annotated", ANNOTATED)
    for match in _WORDED.finditer(text, start + 1):
        yield PlainMarker(match.start(), match.end(), _plain(match[1]), "annotated", ANNOTATED)
    for match in _ROUND_LETTERS.finditer(text, start + 1):
        yield PlainMarker(match.start(), match.end(), match[1], "letters", ROUND_LETTERS)
    for match in _RAISED_LETTERS.finditer(text, start + 1) if _RAISED_LETTER.search(text) else ():
        for n in range(match.start(), match.end()):
            if text[n] in RAISED_LETTERS:
                yield PlainMarker(n, n + 1, RAISED_LETTERS[text[n]], "letters", ROUND_LETTERS)
    for match in _CIRCLE.finditer(text, start + 1):
        yield PlainMarker(match.start(), match.end(), match[0], "circled", CIRCLES)


def _parentheses_weight(text: str, match: re.Match[str]) -> float | None:
    """The weight of a number in round brackets. None for the issue of a journal: "2015;173(1):50–8"."""
    before = text[match.start() - 1]
    after = text[match.end() : match.end() + 2]
    if before.isdigit() and after[:1] in (":", ",", ".", ";"):
        return None
    if not before.isspace():
        return None if after[:1] == ")" else GLUED_PARENTHESES  # "((nonnull(1)))"
    closes = after[:1] in tuple(".,;:!?") and (len(after) < 2 or after[1].isspace())
    return CLOSING_PARENTHESES if closes or after[:1] in ("(", "（") else SPACED_PARENTHESES


def _spaced_weight(text: str, match: re.Match[str]) -> float:
    """The weight of digits that a space sets off."""
    before = text[max(0, match.start() - 42) : match.start() - 1]
    token = before.split()[-1] if before.split() else ""
    last = before[-1:]
    after = text[match.end() : match.end() + 1]
    begins = _SENTENCE_BEGINS.match(text, match.end()) is not None
    if last in _STOPS and len(token) > 2 and not _ABBREVIATION.search(token):
        return SPACED_SENTENCE if begins else SPACED_CLAUSE
    if last in _CLOSING and len(token) > 2:
        return SPACED_QUOTE if begins else SPACED_CLAUSE
    if last in ",;" and begins and not after:
        return SPACED_CLAUSE
    if not last.isalpha() or not last.islower() or _NUMBERED.search(token):
        return SPACED_IN_PROSE
    if after in tuple(".!?") and after and _SENTENCE_BEGINS.match(text, match.end() + 1):
        return SPACED_BEFORE_STOP
    return SPACED_AT_END if not after else SPACED_IN_PROSE


def _plain(digits: str) -> str:
    """Digits of any script, as they are, without leading zeros."""
    return in_digits_of(digits, int(digits))


def _brackets(text: str, start: int) -> Iterator[PlainMarker]:
    for match in _BRACKET.finditer(text, start):
        word, first, more = match.groups()
        before = text[match.start() - 1] if match.start() else " "
        after = text[match.end()] if match.end() < len(text) else " "
        if _PAGES.match(text, match.end()):
            continue  # "Page [1] 2 3 … 7"
        if (before in "_$)=" and after in "[(=.;") or _ASSIGNED.match(text, match.end()):
            continue
        if not first.isdecimal() and before == "(":
            continue  # "list.pop([i])"
        if not first.isdecimal():
            form = "symbol" if first[0] in "*†‡§¶" else "letters"
            label = f"{word.strip()} {first}" if word else first
            yield PlainMarker(match.start(), match.end(), label, form, BRACKETS)
            continue
        if word and not more and not is_generic_word(word):
            yield PlainMarker(match.start(), match.end(), f"{word.strip()} {_plain(first)}", "named", BRACKETS)
            continue
        numbers = list(_NUMBER.finditer(text, match.start(2), match.end()))
        if any(int(b[0]) <= int(a[0]) for a, b in pairwise(numbers)):
            continue  # a list in code, or a page and a line
        if len(numbers) > 2 and (
            before == "\n" or text[max(0, match.start() - 4) : match.start()].rstrip()[-1:] in ("", *"=(,:[")
        ):
            continue  # a list in code
        if any(number[0][0] == "0" for number in numbers):
            continue  # an interval
        for n, number in enumerate(numbers):
            stop = numbers[n + 1].start() if n + 1 < len(numbers) else match.end()
            begin = number.start() if n else match.start()
            dash = n + 1 < len(numbers) and text[number.end() : stop].strip() in "–—‐-"
            through = _plain(numbers[n + 1][0]) if dash else ""
            yield PlainMarker(begin, stop, _plain(number[0]), "brackets", BRACKETS, through, match.start())


def _superscripts(match: re.Match[str]) -> Iterator[PlainMarker]:
    text = match[0]
    parts = list(re.finditer(rf"[{SUPERSCRIPTS}]+", text))
    for n, part in enumerate(parts):
        stop = parts[n + 1].start() if n + 1 < len(parts) else len(text)
        dash = n + 1 < len(parts) and text[part.end() : stop] in "⁻–-"
        through = str(int(parts[n + 1][0].translate(_SUPER))) if dash else ""
        begin = match.start() + (part.start() if n else 0)
        label = str(int(part[0].translate(_SUPER)))
        yield PlainMarker(begin, match.start() + stop, label, "superscript", SUPERSCRIPT, through, match.start())


def _glued(text: str, start: int) -> Iterator[PlainMarker]:
    for match in _GLUED.finditer(text, start):
        if match.start() == 0 or text[match.start()] == "0" or not match[0].isdecimal():
            continue
        end = match.end()
        second = _MORE.match(text, end)
        weight = _weight(text, match.start(), second.end() if second else end)
        if weight is None and second:
            second, weight = None, _weight(text, match.start(), end)
        if weight is None:
            continue
        if second and weight >= BEFORE_PUNCTUATION and int(second[2]) > int(match[0]):
            through = _plain(second[2]) if second[1] in "–-" else ""
            yield PlainMarker(match.start(), second.start(2), _plain(match[0]), "glued", weight, through, match.start())
            yield PlainMarker(second.start(2), second.end(), _plain(second[2]), "glued", SECOND, group=match.start())
        elif not second:
            end += _closes_alone(text, match.start(), end)
            yield PlainMarker(match.start(), end, _plain(match[0]), "glued", weight, group=match.start())


def _closes_alone(text: str, start: int, end: int) -> int:
    """1 when the bracket behind a number closes nothing, and is the marker's: "erlaubt1) und"; else 0."""
    if text[end : end + 1] not in (")", "）"):
        return 0
    before = text[max(0, start - 200) : start]
    return int(before.count("(") + before.count("（") <= before.count(")") + before.count("）"))


def _weight(text: str, start: int, end: int) -> float | None:
    """The weight of the digits from `start` to `end` as a marker glued to the text before them.

    None when they are surely no marker.
    """
    after = text[end] if end < len(text) else " "
    further = text[end + 1] if end + 1 < len(text) else " "
    if (
        after in "$€£¥°%‰/\\_=@#+*^<{～〜℃％"
        or (after and after in _COUNTERS)
        or text[start - 1] == "第"
        or (after in "、." and further.isdigit())
        or (after in ".．、" and text[start - 1] in ":：;；")
        or (after in ".,:'’-–" and further.isdigit())
        or (after in "-–" and further.isalpha())
    ):
        return None
    weight = _weight_before(text, start)
    if weight is None or _DATE.match(text, end):
        return None
    if _SHOUTED.search(text, max(0, start - 3), start):
        return AFTER_NUMBER  # "Great!!!1"
    if weight == AFTER_LETTER:
        return AFTER_WORD if after in "。，、；：！？」』）" else AFTER_LETTER if after.isspace() else None
    if after.isalpha():
        if CJK.match(after):
            return weight + BEFORE_CAPITAL if text[start - 1] in "。！？」』）" else None
        if (
            _ORDINAL.match(text, end)
            or weight < AFTER_BRACKET
            or not (after.isupper() or after.lower() == after.upper())
        ):
            return None
        return weight + BEFORE_CAPITAL
    if after in '.,;:!?)”"»' and text[start - 1].isalpha():
        return weight + BEFORE_PUNCTUATION
    return weight


def _weight_before(text: str, start: int) -> float | None:
    before = text[start - 1]
    context = text[max(0, start - 40) : start]
    token = context.split()[-1] if context.split() else ""
    if before in "–—" and context[-2:-1].isspace():
        return AFTER_DASH
    if before.isspace() or before in "$€£¥#№@_/\\=+<>~^&-–—−‐([{（【〔*|•·§†‡°":
        return None
    if _TOKEN_OF_CODE.search(token):
        return None
    if before.isalpha():
        return _weight_after_word(token)
    previous = context[-2] if len(context) > 1 else " "
    if before.isdigit():
        return AFTER_YEAR
    if previous.isdigit() and before in ".,":
        return _weight_after_number(text, start, context)
    if previous.isspace():
        # French sets signs off; a full stop that is set off may begin a decimal.
        return {"%": AFTER_PERCENT, "»": AFTER_QUOTE, "!": AFTER_COMMA, "?": AFTER_COMMA, ".": AFTER_YEAR}.get(before)
    if before in _STOPS:
        if before == "." and _ABBREVIATION.search(token):
            return AFTER_ABBREVIATION if _INITIALS.search(token) else None
        return AFTER_SENTENCE
    if before in ",;،，、؛；":
        return None if previous.isdigit() else AFTER_COMMA
    if before in _CLOSING:
        return None if previous.isdigit() and before in "'’\"" else AFTER_QUOTE
    if before in ")]）〕":
        return AFTER_BRACKET
    if before in "®™©":
        return AFTER_SIGN
    if before == "：":
        return AFTER_LETTER
    if before == ":":
        return None if previous.isdigit() or _ISSUE.search(context) else AFTER_COLON
    return AFTER_PERCENT if before == "%" else None


def _weight_after_number(text: str, start: int, context: str) -> float | None:
    """The weight of digits behind a number and a sign: "to 7.12 For", "in 1877,6 that".

    Only the sequence can show that they are no decimals.
    """
    rest = re.compile(r"\d+(?=$|\s)").match(text, start)
    if rest is None:
        return None
    new_sentence = re.compile(r"\s{0,3}(?:$|[A-ZÀ-ÞΑ-ΩА-Я“\"])").match(text, rest.end())
    if re.search(r"\b(?:1[5-9]|20)\d\d.$", context):
        return AFTER_YEAR if new_sentence or context[-1] == "," else AFTER_NUMBER
    return AFTER_NUMBER if new_sentence and context[-1] == "." else None


def _weight_after_word(token: str) -> float | None:
    word = re.search(r"[^\W\d_]+$", token)
    letters = word[0] if word else ""
    if not letters or re.search(r"\d", token):
        return None
    if "\u2e80" <= letters[-1] <= "\uffef":
        return AFTER_LETTER
    if len(letters) < 3:
        return AFTER_SHORT_WORD if letters.islower() and len(letters) == 2 and letters not in _SHORT_UNITS else None
    if _NUMBERED.search(letters):
        return AFTER_CAPITALS
    if letters.islower() or letters.lower() == letters.upper():
        return AFTER_WORD
    if letters[0].isupper() and letters[1:].islower():
        return AFTER_NAME
    return AFTER_CAPITALS
