"""Text that was encoded twice: a program read UTF-8 as Latin-1 or windows-1252 and saved the result as UTF-8.

    it’s   in UTF-8 is   it E2 80 99 s,   read as Latin-1   itâ\\x80\\x99s,   read as windows-1252   itâ€™s

A control character (U+0080 to U+009F) in such a sequence proves it, because no text holds control characters. Without a proof, ftfy's measure tells whether
a sequence reads like a mistake (https://ftfy.readthedocs.io): "Ã©" does, and somebody may still have meant it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archiver.page import Shift
from archiver.readers.encoding.controls import CONTROLS, word_at

#: What tells in UTF-8 that a sequence may be there: a lead byte of Latin-1 before a sign that is no letter (“Ã©”, “â€™”), the same of windows-1250 (“Ă©”) and
#: of the Macintosh (“√©”, “‚Ä”), or any control character. Each pattern begins with a certain byte.
_AFTER_C3 = re.compile(
    rb"\xc3(?:[\x82-\xb4](?:\xc2[\x80-\xbf]|\xc5[\x92\x93\xa0\xa1\xb8\xbd\xbe]|\xc6\x92|\xcb[\x86\x9c]|\xe2[\x80\x82\x84])|\x84(?<=\xe2\x80\x9a\xc3\x84))"
)
_AFTER_C2 = re.compile(rb"\xc2(?:[\x80-\x9f]|[\xa0-\xbf](?<=(?:\xe2\x88\x9a|.\xc4\x82)\xc2.))")
#: Cyrillic text that was read as windows-1251 consists of “Р” and “С” before signs and letters that Russian lacks.
_ALIEN = rb"(?:\xc2[\x80-\xbf]|\xd1[\x92-\x9f]|\xd0[\x82-\x8f]|\xe2[\x80\x82\x84].)"
_CYRILLIC = re.compile(rb"\xd0(?:[\xa0\xa1]%s\xd0[\xa0\xa1]%s|\xb2\xd0\x82)" % (_ALIEN, _ALIEN))

#: By character, the byte above 0x7F that was read as it: in windows-1252, and in Latin-1.
_BYTES = {bytes([byte]).decode("cp1252", "ignore"): byte for byte in range(0x80, 0xC0)} | {
    chr(byte): byte for byte in range(0x80, 0x100)
}
_BYTES.pop("", None)
_FOLLOWS = "[" + re.escape("".join(sign for sign, byte in _BYTES.items() if byte < 0xC0)) + "]"
#: After this number of bytes that are not the beginning, a search is quicker.
_FEW_BYTES = 256
_NOT_ASCII = re.compile("[^\x00-\x7f]{2,}")
_STRANGE = re.compile("[^\x00-\x7f]+")
#: What a stretch of text ends at, and the most characters that are looked at before and after strange ones.
_EDGES = ("<", ">", "\n")
_LONGEST_STRETCH = 1000
#: What may be one character of UTF-8 in Latin-1 or windows-1252.
SEQUENCE = re.compile(f"[\xc2-\xdf]{_FOLLOWS}|[\xe0-\xef]{_FOLLOWS}{{2}}|[\xf0-\xf4]{_FOLLOWS}{{3}}")
#: How often a text is mended in turn: what was encoded three times needs it twice.
_TURNS = 3
#: Quotation marks of UTF-8 in windows-1252: the opening one, and the closing one with its last byte, or without it where that has no character.
_OPENING, _CLOSING = "â€œ", "â€\x9d"
_QUOTE = re.compile(f"{_OPENING}|(?<=\\S)â€(?:\x9d|\ufffd|(?=[\\s.,;:!?)<\\]]|$))")
#: The number of words among which one is taken for the user, and the most characters of it.
_MOST_EXAMPLES, _LONGEST_EXAMPLE = 50, 60


class Mended(NamedTuple):
    """A text, and what was found in it.

    `mended` is the number of characters that were mended, and `example` the first word with one. `suspected` is the number of places that were left alone
    because nothing proves a mistake, and `suspect` the first of these words. `unproved` says whether some were mended without a proof. `shifts` say how
    characters moved, one for each turn.
    """

    text: str
    mended: int = 0
    example: str = ""
    suspected: int = 0
    suspect: str = ""
    unproved: bool = False
    shifts: tuple[Shift, ...] = ()


class _Stretch(NamedTuple):
    """A stretch of a text that reads as encoded twice: its start, its text, and what it was meant to be."""

    start: int
    text: str
    right: str


def may_hold_sequences(data: bytes) -> bool:
    """Whether UTF-8 may hold text that was encoded twice, or control characters. It is quick, and for nearly all sources the answer is no."""
    return _holds(data, b"\xc2", _AFTER_C2) or _holds(data, b"\xc3", _AFTER_C3) or _holds(data, b"\xd0", _CYRILLIC)


def _holds(data: bytes, first: bytes, pattern: re.Pattern[bytes]) -> bool:
    """Whether bytes hold a pattern that begins with the byte `first`. Most texts have few of these bytes, and to go from one to the next is quicker than a
    search.
    """
    position = data.find(first)
    for _ in range(_FEW_BYTES):
        if position < 0:
            return False
        if pattern.match(data, position):
            return True
        position = data.find(first, position + 1)
    return position >= 0 and pattern.search(data, position) is not None


def mend(text: str, *, without_proof: bool) -> Mended:
    """The text with what was encoded twice mended. What nothing proves is only counted, unless `without_proof` is set."""
    count, example = 0, ""
    shifts: list[Shift] = []
    for _ in range(_TURNS):
        if not CONTROLS.search(text) or not _is_proved(text, sequences := _sequences(text)):
            break
        text, number, word, shift = _replaced(text, sequences)
        shifts.append(shift)
        count, example = count + number, word or example
    suspects = _suspects(text)
    is_proved = count > 0 or _is_proved(text, suspects)
    if suspects and (without_proof or is_proved):
        text, number, word, shift = _replaced(text, suspects)
        return Mended(text, count + number, word or example, unproved=not is_proved, shifts=(*shifts, shift))
    suspects = [stretch for stretch in suspects if not CONTROLS.search(stretch.text)]
    suspect = _word(text, suspects[0].start, suspects[0].text) if suspects else ""
    places = sum(len(_parts(stretch)) for stretch in suspects)
    return Mended(text, count, example, places, suspect, shifts=tuple(shifts))


def _is_proved(text: str, stretches: list[_Stretch]) -> bool:
    """Whether most control characters of a text are parts of characters in these stretches of it."""
    parts = sum(len(CONTROLS.findall(stretch.text)) - len(CONTROLS.findall(stretch.right)) for stretch in stretches)
    return 2 * parts > len(CONTROLS.findall(text))


def _sequences(text: str) -> list[_Stretch]:
    """The sequences of a text that are characters of UTF-8 when their signs are taken for bytes of Latin-1 or windows-1252."""
    return [
        _Stretch(match.start(), match[0], right) for match in SEQUENCE.finditer(text) if (right := character(match[0]))
    ]


def character(sequence: str) -> str:
    """The character that a sequence is when its signs are taken for bytes of UTF-8, or "". A control character is one only if the sequence holds one too."""
    try:
        right = bytes(_BYTES[sign] for sign in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return "" if CONTROLS.match(right) and not CONTROLS.search(sequence) else right


def _suspects(text: str) -> list[_Stretch]:
    """The stretches of a text that read as encoded twice, in whatever encoding they were read in between: lines, or what stands between two tags, because short
    words are no sign of anything by themselves.
    """
    if not may_hold_sequences(text.encode("utf-8", "surrogatepass")):
        return []
    import ftfy
    from ftfy.badness import badness, is_bad

    # control characters that prove nothing belong to the bytes of another encoding (controls.py)
    config = ftfy.TextFixerConfig(fix_c1_controls=False)
    found: list[_Stretch] = []
    end = 0
    for run in _NOT_ASCII.finditer(text):
        # one character before and after shows more of how strange a sequence is
        if run.start() < end or not is_bad(text[max(0, run.start() - 1) : run.end() + 1]):
            continue
        first, last = max(end, run.start() - _LONGEST_STRETCH), min(len(text), run.end() + _LONGEST_STRETCH)
        start = max([first, *(text.rfind(edge, first, run.start()) + 1 for edge in _EDGES)])
        end = min([last, *(place for edge in _EDGES if (place := text.find(edge, run.end(), last)) >= 0)])
        stretch = text[start:end]
        right = ftfy.fix_encoding(_with_closing_quotes(stretch), config)
        if len(right) < len(stretch) and badness(right) < badness(stretch):
            found.append(_Stretch(start, stretch, right))
    return found


def _with_closing_quotes(stretch: str) -> str:
    """A stretch with the last byte of its closing quotation marks, if that was lost: windows-1252 has no character for it (“enoughâ€” or “enoughâ€\ufffd” for “enough”)."""
    pieces: list[str] = []
    position = opened = 0
    for match in _QUOTE.finditer(stretch):
        opened += match[0] == _OPENING
        if match[0] != _OPENING and opened > 0:
            pieces += [stretch[position : match.start()], _CLOSING]
            position = match.end()
            opened -= 1
    return "".join([*pieces, stretch[position:]])


def _replaced(text: str, stretches: list[_Stretch]) -> tuple[str, int, str, Shift]:
    """The text with stretches as they were meant to be, the number of characters in them, a word with one, and how characters moved."""
    pieces, position = [], 0
    for stretch in stretches:
        pieces += [text[position : stretch.start], stretch.right]
        position = stretch.start + len(stretch.text)
    replaced = "".join([*pieces, text[position:]])
    count = sum(not sign.isascii() for stretch in stretches for sign in stretch.right)
    return replaced, count, _example(replaced, stretches), _shift(stretches)


def _shift(stretches: list[_Stretch]) -> Shift:
    """How characters move when stretches become what they were meant to be."""
    places, surplus, moved = [], [], 0
    for stretch in stretches:
        for part in _parts(stretch):
            place = part.start - moved + len(part.right)
            moved += len(part.text) - len(part.right)
            places.append(place)
            surplus.append(moved)
    return Shift(places, surplus)


def _parts(stretch: _Stretch) -> list[_Stretch]:
    """The runs of strange characters of a stretch, each with what it was meant to be; the stretch as a whole, if what stands between them changed, too."""
    before, after = list(_STRANGE.finditer(stretch.text)), list(_STRANGE.finditer(stretch.right))
    if _STRANGE.split(stretch.text) != _STRANGE.split(stretch.right):
        return [stretch]
    return [_Stretch(stretch.start + old.start(), old[0], new[0]) for old, new in zip(before, after, strict=True)]


def _example(replaced: str, stretches: list[_Stretch]) -> str:
    """The first of some words with a replaced stretch that has a letter; else the first of them. `replaced` is the text after the replacement."""
    shift, words = 0, []
    for stretch in stretches[:_MOST_EXAMPLES]:
        words.append(_word(replaced, stretch.start + shift, stretch.right))
        shift += len(stretch.right) - len(stretch.text)
    return next((word for word in words if any(sign.isalpha() for sign in word)), words[0])


def _word(text: str, start: int, stretch: str) -> str:
    """The word in a text with the first characters outside of ASCII of a stretch that begins at `start`."""
    strange = _STRANGE.search(stretch)
    first, last = strange.span() if strange else (0, len(stretch))
    return word_at(text, start + first, start + last)[:_LONGEST_EXAMPLE]
