"""Control characters U+0080 to U+009F (C1), which no text holds: bytes of windows-125x that somebody read as ISO 8859 or as Latin-1.

    jedena\\x9ccie   (declared as iso-8859-2)   becomes   jedenaście   (windows-1250)
    the parish\\x92s (C1 in UTF-8)              becomes   the parish’s (windows-1252)

ISO 8859 has these controls where windows-125x has letters and quotation marks, so a control character proves which of the two the writer meant. What is a
letter in neither becomes U+FFFD, and finding S001 counts it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from archiver.readers.encoding.guess import decoded, guessed, misfits

CONTROLS = re.compile("[\x80-\x9f]")
_NOT_ASCII = re.compile("[^\x00-\x7f]")
#: The line end of IBM's mainframes. Between letters, it is the byte of an ellipsis in windows-125x.
_NEXT_LINE = "\x85"

#: By encoding of ISO, the encoding of Windows for the same languages.
_OF_WINDOWS = {
    "iso-8859-2": "windows-1250", "iso-8859-3": "windows-1252", "iso-8859-4": "windows-1257", "iso-8859-5": "windows-1251", "iso-8859-6": "windows-1256",
    "iso-8859-7": "windows-1253", "iso-8859-8": "windows-1255", "iso-8859-8-i": "windows-1255", "iso-8859-10": "windows-1257", "iso-8859-13": "windows-1257",
    "iso-8859-14": "windows-1252", "iso-8859-15": "windows-1252", "iso-8859-16": "windows-1250",
}  # fmt: skip
#: The encodings of ISO as Python reads them: with the control characters, so that a text can be turned back into its bytes. Latin-1 comes first, because most
#: programs that mistake one encoding for another take everything for Latin-1.
_OF_ISO = {"iso-8859-1": "", "iso-8859-2": "windows-1250", "iso-8859-13": "windows-1257", "iso-8859-4": "windows-1257", "iso-8859-9": "windows-1254",
           "iso-8859-7": "windows-1253", "iso-8859-15": "windows-1252", "iso-8859-5": "windows-1251"}  # fmt: skip
#: If at most this share of the characters was never in bytes of ISO, they came from somewhere else.
_FEW = 0.05
#: From this number of letters on, the detector is asked for their language.
_ENOUGH_LETTERS = 10
_WINDOWS = (
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1257",
    "windows-1254",
    "windows-1253",
    "windows-1255",
    "windows-1256",
    "windows-874",
)


def reread(data: bytes, encoding: str, text: str) -> tuple[str, str]:
    """The text of bytes that are declared to be in an encoding of ISO, and its encoding: that of Windows, if `text` has control characters and fits better so.

    `text` is the text in `encoding`.
    """
    other = _OF_WINDOWS.get(encoding)
    if other is None or not CONTROLS.search(text):
        return text, encoding
    candidate = decoded(data, other)
    return (candidate, other) if misfits(candidate) <= misfits(text) else (text, encoding)


def without_controls(text: str, url: str | None, *, markup: bool) -> tuple[str, str]:
    """The text with letters and signs in the place of its control characters, and the encoding of Windows that has them. A control character that is none there
    stays. `url` is the address of the source.

    The length of the text stays the same. If all control characters are ends of lines, they become that, and the encoding is "".
    """
    if set(CONTROLS.findall(text)) == {_NEXT_LINE} and "\n" not in text and "\r" not in text:
        return text.replace(_NEXT_LINE, "\n"), ""
    return _as_misread(text, url, markup=markup) or _alone(text)


def read_as_letters(before: str, after: str) -> tuple[int, str]:
    """How many control characters of a text are letters or signs in another reading of it, and the first word with one; (0, "") for none."""
    places = [match.start() for match in CONTROLS.finditer(before)]
    places = [place for place in places if after[place] != "\ufffd" and not CONTROLS.match(after, place)]
    return len(places), word_at(after, places[0], places[0] + 1) if places else ""


def _as_misread(text: str, url: str | None, *, markup: bool) -> tuple[str, str] | None:
    """The text read anew from the bytes that it had before somebody took them for an encoding of ISO, and the right encoding; None if most of it was never
    in such bytes, or if it does not fit better afterwards.
    """
    counts = Counter(_NOT_ASCII.findall(text))
    total = counts.total()
    for iso, windows in _OF_ISO.items():
        codes = {sign: code[0] for sign in counts if (code := _encoded(sign, iso))}
        strange = counts.keys() - codes.keys()
        if sum(counts[sign] for sign in strange) > _FEW * total:
            continue
        places = {ord(sign): codes.get(sign, ord("?")) for sign in counts}
        bytes_before = text.translate(places).encode("latin-1")
        right = windows or _guessed_of_windows(bytes_before, url, markup=markup)
        if not right:
            return None
        read = decoded(bytes_before, right)
        if strange:
            characters = list(read)
            for match in _NOT_ASCII.finditer(text):
                if match[0] in strange:
                    characters[match.start()] = match[0]
            read = "".join(characters)
        return (read, right) if misfits(read) < misfits(text) else None
    return None


def _guessed_of_windows(bytes_before: bytes, url: str | None, *, markup: bool) -> str:
    """The encoding of Windows that bytes are in, or "". A few letters that fit are Western ones: the detector needs more for its answer."""
    western = decoded(bytes_before, "windows-1252")
    if sum(sign.isalpha() for sign in _NOT_ASCII.findall(western)) < _ENOUGH_LETTERS and not misfits(western):
        return "windows-1252"
    guess = guessed(bytes_before, url, markup=markup)
    return guess if guess.startswith("windows-") else ""


def _alone(text: str) -> tuple[str, str]:
    """The text with its control characters alone read as an encoding of Windows, and this encoding: the one that has most of the other letters of the text.

    Before and after: a text in which only some quotation marks came from another program.
    """
    letters = {sign for sign in _NOT_ASCII.findall(text) if sign.isalpha()}
    western = set(_table(_WINDOWS[0]).values())
    best, most = _WINDOWS[0], len(letters & western)
    for encoding in _WINDOWS[1:]:
        if (count := len(letters & set(_table(encoding).values()))) > most:
            best, most = encoding, count
    table = _table(best)
    return CONTROLS.sub(lambda match: table[match[0]], text), best


def _table(encoding: str) -> dict[str, str]:
    """By character of Latin-1 above ASCII, the character that the same byte is in an encoding of Windows."""
    return {chr(byte): decoded(bytes([byte]), encoding) for byte in range(0x80, 0x100)}


def _encoded(sign: str, iso: str) -> bytes:
    """The byte of a character in an encoding of ISO, where control characters have bytes too; b"" for a character without one."""
    try:
        return sign.encode(iso)
    except UnicodeEncodeError:
        return b""


def word_at(text: str, start: int, end: int) -> str:
    """The word around a stretch of a text, for the user to look at."""
    first, last = max(0, start - 20), min(len(text), end + 20)
    while start > first and _is_in_word(text[start - 1]):
        start -= 1
    while end < last and _is_in_word(text[end]):
        end += 1
    return text[start:end]


def _is_in_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign) in ("Mn", "Mc")
