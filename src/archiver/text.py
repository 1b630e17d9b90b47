"""Facts about plain text that all rooms share: characters that XML cannot hold, soft hyphens, width, ordinals."""

from __future__ import annotations

import re
import unicodedata

# Characters that XML 1.0 cannot hold. They carry no words; a space in their place keeps all offsets.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

# A soft hyphen says where a word may be broken. In text that was decoded wrongly before it came to us it is half of a letter ("dÃ\xada" for
# "día"), and a person who repairs that text will need it. So it stays after and inside what reads as UTF-8 in the letters of windows-1252.
_CONTINUATION = "\x80-\xac\xae-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
_SOFT_HYPHENS = re.compile(rf"(?<![ÂÃ])(?<![à-ï][{_CONTINUATION}])\xad(?!(?<=[à-ï]\xad)[{_CONTINUATION}])")

_ROMAN = tuple(
    zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), "m cm d cd c xc l xl x ix v iv i".split(), strict=True)
)
_ROMAN_DIGITS = {sign: value for value, sign in _ROMAN if len(sign) == 1}
#: The highest number that Roman digits write without a bar above.
_MOST_ROMAN = 3999
#: The kinds of `ordinal` by the styles of lists in the record's grammar; any other style is decimal, kind "1".
KIND_OF_STYLE = {"lower-alpha": "a", "upper-alpha": "A", "lower-roman": "i", "upper-roman": "I"}


def writable(text: str) -> str:
    """The text with each character that XML cannot hold replaced by a space, so that offsets stay."""
    # none of these characters is printable, and `isprintable` is much cheaper than the search
    return text if text.isprintable() else _UNWRITABLE.sub(" ", text)


def unhyphenated(text: str) -> str:
    """The text without soft hyphens. They are invisible, and no search finds a word that holds one."""
    return _SOFT_HYPHENS.sub("", text) if "\xad" in text else text


def is_wide(character: str) -> bool:
    """Whether a character takes two columns, as those of East Asian scripts do (Unicode Standard Annex 11)."""
    return unicodedata.east_asian_width(character) in "WF"


def ordinal(number: int, kind: str) -> str:
    """A number as a list of this kind shows it: "1" (digits), "a" or "A" (letters), "i" or "I" (Roman digits), as in HTML's `type` of `ol`.

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
