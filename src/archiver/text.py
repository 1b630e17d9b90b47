"""Functions for plain text that all packages use: characters that XML forbids, soft hyphens, width, ordinals, and text that is safe to
show.
"""

from __future__ import annotations

import re
import unicodedata

# Characters that XML 1.0 forbids. They belong to no word. A space replaces each of them, so that all offsets stay.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# Soft hyphens: places where a word may be broken. But in text that somebody decoded wrongly (UTF-8 read as windows-1252), a soft hyphen may be the
# second byte of a letter ("dÃ\xada" for "día"). A person who repairs that text needs it, so the pattern does not match soft hyphens in such letters.
_CONTINUATION = "\x80-\xac\xae-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_SOFT_HYPHENS = re.compile(rf"(?<![ÂÃ])(?<![à-ï][{_CONTINUATION}])\xad(?!(?<=[à-ï]\xad)[{_CONTINUATION}])")

_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)
_ROMAN_DIGITS = {sign: value for value, sign in _ROMAN if len(sign) == 1}
#: The highest number that Roman digits write without a bar above.
_MOST_ROMAN = 3999
#: By the style of a list in the record, the kind for `ordinal`. For any other style, the kind is "1" (decimal).
KIND_OF_STYLE = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}
#: C0 and C1 controls, line and paragraph separators, surrogates, and the embeddings, overrides and isolates of the
#: bidirectional algorithm (UAX #9).
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\ufffb]")


def writable(text: str) -> str:
    """The text with a space for each character that XML forbids, so that offsets stay."""
    # none of these characters is printable, and `isprintable` is much faster than the search
    return text if text.isprintable() else _UNWRITABLE.sub(" ", text)


def unhyphenated(text: str) -> str:
    """The text without soft hyphens. They are invisible, and a search does not find a word with a soft hyphen in it."""
    return _SOFT_HYPHENS.sub("", text) if "\xad" in text else text


def is_wide(character: str) -> bool:
    """Whether a character takes two columns, such as the characters of East Asian scripts (Unicode Standard Annex 11)."""
    return unicodedata.east_asian_width(character) in "WF"


def ordinal(number: int, kind: str) -> str:
    """A number in the form of a list of this kind. The kinds are those of HTML's `type` of `ol`: "1", "a" or "A" (letters), "i" or "I" (Roman digits).

    ordinal(28, "a") is "ab", ordinal(4, "I") is "IV". A number that the kind cannot write is written in digits.
    """
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, digit = divmod(number - 1, 26)
            letters = chr(ord("a") + digit) + letters
        return letters.upper() if kind == "A" else letters
    if kind in ("i", "I") and 0 < number <= _MOST_ROMAN:
        digits = ""
        for value, sign in _ROMAN:
            times, number = divmod(number, value)
            digits += sign * times
        return digits.upper() if kind == "I" else digits
    return str(number)


def roman_value(digits: str) -> int:
    """The value of a Roman number in lower case: roman_value("xiv") is 14. Raises KeyError for other characters."""
    values = [_ROMAN_DIGITS[digit] for digit in digits]
    return sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values))


def printable(text: str, *, keep: str = "") -> str:
    r"""`text` with each unsafe character as an escape; the characters in `keep` stay.

    A byte of a file name that is not valid text becomes `\\xff`, a control character `\\x1b` or `\\n`, an override
    `\\u202e`.
    """
    return _UNSAFE.sub(lambda match: match[0] if match[0] in keep else _escaped(match[0]), text)


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"  # a byte that was not decoded (PEP 383)
    return character.encode("unicode_escape").decode("ascii")
