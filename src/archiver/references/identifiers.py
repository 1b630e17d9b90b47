"""Addresses, DOIs and ISBNs in a text: what is certain wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.references.marks import Part
from archiver.references.text import FlatText

_ADDRESS = re.compile(r"(?:https?://|(?<![\w.@/])www\.[^\W_])[^\s<>\"“”«»„‘’\ufffc（）。，、；]+", re.IGNORECASE)
#: What is the sentence's, not the address's.
_ENDS = ".,;:!?'*_|\\"
_BRACKETS = {")": "(", "]": "[", "}": "{"}
_DOI = re.compile(r"10\.\d{4,9}/[^\s<>\"“”«»„\ufffc，。；、）]+")
_BEFORE_DOI = re.compile(r"(?:(?:https?://)?(?:dx\.)?doi\.org/|\bdoi:?\s*|\bDOI:?\s*)$")
_ISBN = re.compile(r"\bISBN(?:-1[03])?[:\s]\s*((?:97[89][-\s‐–]?)?\d[\d\s‐–-]{7,14}[\dXx])(?![\d-])")
_TOP_LEVEL = re.compile(r"(?:https?://)?[^\s/.]+(?:\.[^\s/.]+)+|(?:https?://)?\[[\da-f:]+\]", re.IGNORECASE)


def identifiers(flat: FlatText) -> list[Part]:
    """The addresses, DOIs and ISBNs of a text, in its order. A DOI inside of its address is a part of its own."""
    return sorted(
        [*_addresses(flat.text), *_dois(flat.text), *_isbns(flat.text)], key=lambda part: (part.start, -part.end)
    )


def _addresses(text: str) -> Iterator[Part]:
    if "://" not in text and "www." not in text and "WWW." not in text:
        return
    for match in _ADDRESS.finditer(text):
        end = _end(text, match.start(), match.end())
        address = text[match.start() : end]
        if (found := _TOP_LEVEL.match(address)) and len(found[0]) > len("https://"):
            value = "" if address.lower().startswith("http") else f"http://{address}"
            yield Part("url", match.start(), end, value)


def _end(text: str, start: int, end: int) -> int:
    """The end of an address without the signs of the sentence, and without a bracket that opens before it."""
    while end > start:
        last = text[end - 1]
        opening = _BRACKETS.get(last)
        if last in _ENDS or (opening and text.count(opening, start, end) < text.count(last, start, end)):
            end -= 1
        else:
            break
    return end


def _dois(text: str) -> Iterator[Part]:
    if "10." not in text:
        return
    for match in _DOI.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if not _BEFORE_DOI.search(before) and not (match.start() == 0 or before[-1:] in " (["):
            continue
        end = _end(text, match.start(), match.end())
        yield Part("doi", match.start(), end, text[match.start() : end].lower())


def _isbns(text: str) -> Iterator[Part]:
    if "ISBN" not in text:
        return
    for match in _ISBN.finditer(text):
        number = re.sub(r"[^\dXx]", "", match[1]).upper()
        if is_isbn(number):
            yield Part("isbn", match.start(1), match.end(1), number)


def is_isbn(number: str) -> bool:
    """Whether the last digit of an ISBN of 10 or 13 digits proves the others (ISO 2108)."""
    if len(number) == 13 and number.isdigit():
        return sum(int(d) * (3 if i % 2 else 1) for i, d in enumerate(number)) % 10 == 0
    if len(number) == 10 and number[:9].isdigit():
        digits = [10 if d == "X" else int(d) for d in number]
        return sum(d * (10 - i) for i, d in enumerate(digits)) % 11 == 0
    return False
