"""A guess at the encoding of bytes that are not UTF-8 and declare nothing, or something wrong.

The browsers' detector guesses (trees/encodings.py). It knows pairs of letters, and it is made for whole pages: of a text with a single pound sign it makes a
Polish letter before a number. So its answer is looked at once more, by what no text has in such numbers (`misfits`). The encodings of old computers, which
browsers do not guess, are tried where the answer fits badly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from archiver.readers.encoding.hints import language_and_country
from archiver.trees import encodings

#: The number of bytes that the detector reads, from the first one that is not ASCII on. With more bytes it is slower, and not more reliable.
_SAMPLE = 256 * 1024
#: Encodings with two bytes for a letter. Wrong bytes leave no misfits in them, because each pair is one of thousands of signs.
WIDE = frozenset(["big5", "euc-jp", "euc-kr", "gb18030", "gbk", "iso-2022-jp", "shift_jis", "utf-8", "utf-16le", "utf-16be"])
#: What a text may be in if the answer of the detector fits badly: what browsers fall back to, then the encodings of the Macintosh and of DOS in the West.
_OTHERS = ("windows-1252", "macintosh", "ibm850", "ibm437")
#: The detector's answer fits badly from this share of misfits on.
_BADLY = 0.1

_NOT_ASCII = re.compile("[^\x00-\x7f]")
#: The most characters that are looked at.
_MOST = 4000
#: Letters that are signs: they stand before and after digits.
_SIGNS = frozenset("ªºµ")
#: Signs that stand within words, or join two words.
_WITHIN_WORDS = frozenset("’‘ʼ·‧-‐‑–—…\xad")


def guessed(data: bytes, url: str | None, *, markup: bool) -> str:
    """The likeliest encoding of bytes that are not UTF-8. `url` is the address of the source; `markup` says whether it is a page."""
    language, country = language_and_country(data, url, markup=markup)
    first = next((match.start() for match in re.finditer(rb"[^\x00-\x7f]", data)), 0)
    sample = data[max(0, first - 256) : first + _SAMPLE]
    ranked = encodings.detected(sample, country, language) or ["windows-1252"]
    if ranked[0] in WIDE:
        return ranked[0]
    return _best_fitting(sample, ranked)


def _best_fitting(sample: bytes, ranked: Sequence[str]) -> str:
    """The first of the ranked encodings; or the one that fits best, if the first fits badly."""
    text = decoded(sample, ranked[0])
    fewest = misfits(text)
    if fewest == 0 or fewest < _BADLY * min(_MOST, len(_NOT_ASCII.findall(text))):
        return ranked[0]
    best = ranked[0]
    for rival in dict.fromkeys([*_OTHERS, *(name for name in ranked if name not in WIDE)]):
        count = misfits(decoded(sample, rival))
        if count < fewest / 2:
            best, fewest = rival, count
    return best


def decoded(data: bytes, encoding: str) -> str:
    """The text of bytes in an encoding of the Encoding Standard, or in another one that Python knows. Bytes that stand for nothing become U+FFFD."""
    try:
        return encodings.decoded(data, encoding)
    except LookupError:
        return data.decode(encoding, "replace")


def misfits(text: str) -> int:
    """How many characters outside of ASCII stand where no writer puts them: a sign within a word, a capital behind a small letter, a letter before a number,
    a letter of another script within a Latin word, a control character.

    In text that was decoded rightly there are hardly any; in text that was decoded wrongly, each second letter may be one.
    """
    count = 0
    for number, match in enumerate(_NOT_ASCII.finditer(text)):
        if number >= _MOST:
            break
        start = match.start()
        count += _is_misfit(text[start - 1 : start], match[0], text[start + 1 : start + 2])
    return count


def _is_misfit(before: str, character: str, after: str) -> bool:
    if character == "\ufffd" or "\x80" <= character <= "\x9f":
        return True
    if character in _SIGNS or character in _WITHIN_WORDS:
        return False
    if not character.isalpha():
        return before.isalpha() and after.isalpha() and not unicodedata.category(character).startswith("M")
    if (after.isdigit() and not before.isalpha()) or (before.isdigit() and not after.isalpha()):
        return True
    if character.isupper() and before.islower():
        return True
    beside_latin = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    return beside_latin and character > "\u024f"
