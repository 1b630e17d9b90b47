"""The words of citations (words.toml) as patterns."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources


@cache
def listed(name: str) -> tuple[str, ...]:
    """The words of one list, the longest first."""
    data = tomllib.loads(resources.files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))
    return tuple(sorted(data[name], key=lambda word: (-len(word), word)))


@cache
def alternatives(name: str) -> str:
    """A pattern, without a group that counts, for the words of a list. A full stop at the end may be missing, and a space may be
    any white space or, after a full stop, none.
    """
    return f"(?:{'|'.join(map(_pattern, listed(name)))})"


def _pattern(word: str) -> str:
    pieces: list[str] = []
    for number, piece in enumerate(word.split(" ")):
        if number:
            pieces.append(r"\s*" if pieces[-1].endswith((".", ":", "[.]")) else r"\s+")
        pieces.append("".join("[.]" if c == "." else "['’]" if c == "'" else re.escape(c) for c in piece))
    whole = "".join(pieces)
    if whole.endswith("[.]"):
        whole += "?"
    # a word does not end within another one
    return whole + (r"(?![^\W\d_])" if word[-1].isalpha() or word.endswith(".") else "")
