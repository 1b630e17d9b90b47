"""Text that was encoded twice: a program read UTF-8 as Latin-1 or windows-1252 and saved the result as UTF-8.

    it’s   in UTF-8 is   it E2 80 99 s,   read as Latin-1   itâ\\x80\\x99s,   read as windows-1252   itâ€™s

A control character (U+0080 to U+009F) in such a sequence proves it, because no text holds control characters. Without a proof, ftfy's measure tells whether
a sequence reads like a mistake (https://ftfy.readthedocs.io): "Ã©" does, and somebody may still have meant it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archiver.readers.encoding.controls import CONTROLS, word_at

#: What tells in UTF-8 that a sequence may be there: a lead byte of Latin-1 before a sign that is no letter (“Ã©”, “â€™”), the same of windows-1250 (“Ă©”) and
#: of the Macintosh (“√©”, “‚Ä”), or any control character. Each pattern begins with one byte, so that the search is fast.
_AFTER_C3 = re.compile(
    rb"\xc3(?:[\x82-\xb4](?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]|\xe2[\x80\x82\x84])|\x84(?<=\xe2\x80\x9a\xc3\x84))"
)
_AFTER_C2 = re.compile(rb"\xc2(?:[\x80-\x9f]|[\xa0-\xbf](?<=(?:\xe2\x88\x9a|.\xc4\x82)\xc2.))")
#: Cyrillic text that was read as windows-1251 consists of “Р” and “С” before signs and letters that Russian lacks.
_CYRILLIC = re.compile(rb"(?:\xd0[\xa0\xa1](?:\xc2[\x80-\xbf]|\xd1[\x92-\x9f]|\xd0[\x82-\x8f]|\xe2[\x80\x82\x84].)){2}|\xd0\xb2\xd0\x82")

#: By character, the byte above 0x7F that was read as it: in windows-1252, and in Latin-1.
_BYTES = {bytes([byte]).decode("cp1252", "ignore"): byte for byte in range(0x80, 0xC0)} | {chr(byte): byte for byte in range(0x80, 0x100)}
_BYTES.pop("", None)
_FOLLOWS = "[" + re.escape("".join(sign for sign, byte in _BYTES.items() if byte < 0xC0)) + "]"
_SEQUENCE = re.compile(f"[\xc2-\xdf]{_FOLLOWS}|[\xe0-\xef]{_FOLLOWS}{{2}}|[\xf0-\xf4]{_FOLLOWS}{{3}}")
#: How often a text is mended in turn: what was encoded three times needs it twice.
_TURNS = 3
_LONGEST_EXAMPLE = 60


class Mended(NamedTuple):
    """A text, and what was found in it.

    `mended` is the number of characters that were mended, and `example` the first word with one. `suspected` is the number of places that were left alone
    because nothing proves a mistake, and `suspect` the first of these words.
    """

    text: str
    mended: int = 0
    example: str = ""
    suspected: int = 0
    suspect: str = ""


class _Stretch(NamedTuple):
    """A stretch of a text that reads as encoded twice: its start, its text, and what it was meant to be."""

    start: int
    text: str
    right: str


def may_hold_sequences(data: bytes) -> bool:
    """Whether UTF-8 may hold text that was encoded twice, or control characters. It is quick, and for nearly all sources the answer is no."""
    return bool(
        (b"\xc2" in data and _AFTER_C2.search(data))
        or (b"\xc3" in data and _AFTER_C3.search(data))
        or (b"\xd0" in data and _CYRILLIC.search(data))
    )


def mend(text: str, *, without_proof: bool) -> Mended:
    """The text with what was encoded twice mended. What nothing proves is only counted, unless `without_proof` is set."""
    count, example = 0, ""
    for _ in range(_TURNS):
        if not _is_proved(text, _sequences(text)):
            break
        text, number, word = _replaced(text, _sequences(text))
        count, example = count + number, example or word
    suspects = _suspects(text)
    if suspects and (without_proof or count or _is_proved(text, suspects)):
        text, number, word = _replaced(text, suspects)
        return Mended(text, count + number, example or word)
    # a control character that proves nothing belongs to the bytes of another encoding (controls.py)
    suspects = [stretch for stretch in suspects if not CONTROLS.search(stretch.text)]
    return Mended(text, count, example, len(suspects), _word(text, suspects[0].start, suspects[0].text) if suspects else "")


def _is_proved(text: str, stretches: list[_Stretch]) -> bool:
    """Whether most control characters of a text stand in these stretches of it."""
    return 2 * sum(len(CONTROLS.findall(stretch.text)) for stretch in stretches) > len(CONTROLS.findall(text))


def _sequences(text: str) -> list[_Stretch]:
    """The sequences of a text that are characters of UTF-8 when their signs are taken for bytes of Latin-1 or windows-1252."""
    return [
        _Stretch(match.start(), match[0], character)
        for match in _SEQUENCE.finditer(text)
        if (character := _character(match[0]))
    ]


def _character(sequence: str) -> str:
    """The character that a sequence is when its signs are taken for bytes of UTF-8, or "". A control character is one only if the sequence holds one too."""
    try:
        character = bytes(_BYTES[sign] for sign in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "" if CONTROLS.match(character) and not CONTROLS.search(sequence) else character


def _suspects(text: str) -> list[_Stretch]:
    """The stretches of a text that read as encoded twice, in whatever encoding they were read in between."""
    if not may_hold_sequences(text.encode("utf-8", "surrogatepass")):
        return []
    import ftfy
    from ftfy.badness import is_bad
    from ftfy.chardata import UTF8_DETECTOR_RE

    found = []
    for match in UTF8_DETECTOR_RE.finditer(text):
        # one character before and after shows more of how strange a sequence is
        if is_bad(text[max(0, match.start() - 1) : match.end() + 1]):
            right = ftfy.fix_encoding(match[0])
            if len(right) < len(match[0]) and not is_bad(right):
                found.append(_Stretch(match.start(), match[0], right))
    return found


def _replaced(text: str, stretches: list[_Stretch]) -> tuple[str, int, str]:
    """The text with stretches as they were meant to be, the number of characters in them, and the first word with one."""
    pieces, position = [], 0
    for stretch in stretches:
        pieces += [text[position : stretch.start], stretch.right]
        position = stretch.start + len(stretch.text)
    replaced = "".join([*pieces, text[position:]])
    count = sum(not sign.isascii() for stretch in stretches for sign in stretch.right)
    return replaced, count, _word(replaced, stretches[0].start, stretches[0].right)


def _word(text: str, start: int, stretch: str) -> str:
    return word_at(text, start, start + len(stretch))[:_LONGEST_EXAMPLE]
