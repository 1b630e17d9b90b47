"""A guess at the encoding of bytes that are not UTF-8 and declare nothing, or something wrong.

The browsers' detector guesses (trees/encodings.py). It knows pairs of letters, and it is made for whole pages: of a text with a single pound sign it makes a
Polish letter before a number. So its answer is looked at once more, by what no text has in such numbers (`misfits`). The encodings of old computers, which
browsers do not guess, are tried where the answer fits badly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from archiver.languages import country, detection
from archiver.readers.encoding.hints import language_and_country
from archiver.trees import encodings

#: The number of bytes that the detector reads, from the first one that is not ASCII on. With more bytes it is slower, and not more reliable.
_SAMPLE = 256 * 1024
#: The number of bytes before it, for the language of the text.
_BEFORE = 2048
#: From this number of bytes above ASCII on, the text itself says enough.
_MUCH = 40
#: Two encodings for the same languages, so the language does not tell which of them it is.
_TWINS = {"windows-1250", "iso-8859-2"}
#: From this score on, the language of a text says more than the country of its host.
_SURE = 0.85
#: How many answers of the detector are looked at where the best one reads as no language, from which score on one counts, and of how much text.
_MOST_RIVALS, _VERY_SURE, _ENOUGH_TEXT = 6, 0.98, 60
_ASCII = bytes(range(0x80))
#: What is no prose, roughly: scripts, styles, tags.
_MARKUP = re.compile(r"<(script|style)\b.*?(?:</\1|\Z)|<[^<>]*>", re.IGNORECASE | re.DOTALL)
#: Encodings in which a letter may have several bytes.
WIDE = frozenset(
    ["big5", "euc-jp", "euc-kr", "gb18030", "gbk", "iso-2022-jp", "shift_jis", "utf-8", "utf-16le", "utf-16be"]
)
#: What a text may be in if the answer of the detector fits badly: what browsers fall back to, then the encodings of the Macintosh and of DOS in the West.
_OTHERS = ("windows-1252", "macintosh", "ibm850", "ibm437")
#: The detector's answer fits badly from this share of misfits on.
_BADLY = 0.1

#: The names that the detector has for languages with encodings of their own.
_DETECTORS_NAMES = {
    "ar": "Arabic", "fa": "Arabic", "ur": "Arabic", "be": "Russian", "bg": "Russian", "el": "Greek", "he": "Hebrew", "ja": "Japanese", "ko": "Korean",
    "mk": "Russian", "ru": "Russian", "sr": "Russian", "th": "Thai", "tr": "Turkish", "uk": "Russian", "vi": "Vietnamese", "yi": "Hebrew", "zh": "Chinese",
}  # fmt: skip

_NOT_ASCII = re.compile("[^\x00-\x7f]")
#: The most characters that are looked at.
_MOST = 4000
#: The last letter of Latin Extended-B, and the first sign of the East Asian scripts.
_LAST_LATIN, _EAST_ASIAN = "\u024f", "\u2e80"
#: Letters that are signs: they stand before and after digits.
_SIGNS = frozenset("ªºµ")
#: The letters around the middle dot within a word, which only Catalan has.
_CATALAN = frozenset(["ll", "LL", "lL", "Ll"])
#: Signs that stand within words, or join two words.
_WITHIN_WORDS = frozenset("’‘ʼ‧-‐‑–—…\xad")


def guessed(data: bytes, url: str | None, *, markup: bool) -> str:
    """The likeliest encoding of bytes that are not UTF-8. `url` is the address of the source; `markup` says whether it is a page.

    Much text says by itself what it is in, and the detector would believe a wrong hint more than the text. Of little text, the declared language says more; then
    the language that the text is in; then the country of its host.
    """
    first = next((match.start() for match in re.finditer(rb"[^\x00-\x7f]", data)), 0)
    sample = data[max(0, first - _BEFORE) : first + _SAMPLE]
    ranked = encodings.detected(sample)
    alone = _best_fitting(sample, ranked)
    has_little = len(sample.translate(None, _ASCII)) < _MUCH
    language, place = language_and_country(data, url, markup=markup)
    if language and has_little:
        return _best_fitting(sample, encodings.detected(sample, place, _DETECTORS_NAMES.get(language)))
    tag, sure = detection.detect(_prose(sample, alone))
    if sure < _SURE:
        if place and has_little:
            return _best_fitting(sample, encodings.detected(sample, place))
        return _read_most_surely(sample, ranked) or alone
    # Hungarian "ő" and "ű" are "õ" and "û" in Western Europe: the detector takes them for that, unless it knows the country
    other = _best_fitting(sample, encodings.detected(sample, country(tag).lower()))
    if other == alone or {other, alone} == _TWINS:
        return alone
    other_tag, other_sure = detection.detect(_prose(sample, other))
    return other if other_tag == tag and other_sure >= _SURE else alone


def _read_most_surely(sample: bytes, ranked: Sequence[str]) -> str:
    """The first of the next best answers of the detector in which the text surely reads as a language; "" for none. A text that was decoded wrongly reads as
    no language surely: Lithuanian "ją" is "jà" in Western Europe.
    """
    for rival in ranked[1:_MOST_RIVALS]:
        text = _prose(sample, rival)
        if len(text) >= _ENOUGH_TEXT and not misfits(text) and detection.detect(text)[1] >= _VERY_SURE:
            return rival
    return ""


def _prose(sample: bytes, encoding: str) -> str:
    return _MARKUP.sub(" ", decoded(sample, encoding))[:_MOST]


def _best_fitting(sample: bytes, ranked: Sequence[str]) -> str:
    """The first of the ranked encodings; or the one that fits best, if the first fits badly."""
    best = ranked[0] if ranked else "windows-1252"
    text = decoded(sample, best)
    fewest = misfits(text)
    if fewest == 0 or fewest < _BADLY * min(_MOST, len(_NOT_ASCII.findall(text))):
        return best
    for rival in dict.fromkeys([*_OTHERS, *ranked]):
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
    if character == "\ufffd" or "\x80" <= character <= "\x9f" or "\ue000" <= character <= "\uf8ff":
        return True
    if character in _SIGNS or character in _WITHIN_WORDS:
        return False
    if character >= _EAST_ASIAN:
        # there, signs stand between letters without a space
        return character.isalpha() and (_is_latin(before) or _is_latin(after))
    if character == "·":
        return before.isalpha() and after.isalpha() and before + after not in _CATALAN
    if not character.isalpha():
        return before.isalpha() and after.isalpha() and not unicodedata.category(character).startswith("M")
    if (after.isdigit() and not before.isalpha()) or (before.isdigit() and not after.isalpha()):
        return True
    if character.isupper() and before.islower():
        return True
    return character > _LAST_LATIN and (_is_latin(before) or _is_latin(after))


def _is_latin(neighbour: str) -> bool:
    return neighbour.isascii() and neighbour.isalpha()
