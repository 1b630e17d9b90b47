"""Folded forms of a piece of text: one for display, with its white space folded, and one for comparison, with letters
and digits only.
"""

from __future__ import annotations

import re
from functools import lru_cache

# \w lacks the vowel signs of Indic scripts, which are no words by themselves either
_NO_WORD = re.compile(r"[\W_]+")
_NO_ASCII_WORD = bytes(code for code in range(128) if not chr(code).isalnum())


def fold(text: str) -> str:
    """The text with one space for each run of white space (also no-break spaces), and without zero-width spaces, byte
    order marks and soft hyphens. Quotes and dashes stay as they are.
    """
    if text.isascii():
        return " ".join(text.split())
    return " ".join(text.replace("\u200b", "").replace("\ufeff", "").replace("\u00ad", "").split())


def comparison_key(text: str) -> str:
    """The letters and digits of a text in lower case: "The Bell – Part II" is "thebellpartii". Two forms of one title
    have the same key.
    """
    if text.isascii():
        return text.lower().encode().translate(None, _NO_ASCII_WORD).decode()
    return _NO_WORD.sub("", text.casefold())


#: `comparison_key` for titles and their ends, which are compared many times.
cached_key = lru_cache(maxsize=1024)(comparison_key)
