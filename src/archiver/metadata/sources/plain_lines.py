"""The title of a plain text: which of the lines above the prose it is.

A copied page opens with what stood above the article: "You are here", menus, the paper's name and motto, a trail of
breadcrumbs. The title is the line that none of these is, best if a byline or a date follows it, if a trail leads to
it, or if the text quotes it again below.
"""

from __future__ import annotations

import re

from lxml.etree import _Element as Element

from archiver.draft import Draft
from archiver.metadata.fields.title import Title
from archiver.metadata.parsing.author_bios import parse_bio
from archiver.metadata.parsing.bylines import parse_byline
from archiver.metadata.parsing.folding import comparison_key, fold
from archiver.metadata.parsing.word_lists import words
from archiver.metadata.sources.front_matter import date_lines
from archiver.metadata.sources.visible_lines import visible_lines

#: Blocks looked at.
_FRONT = 60
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TRAIL = re.compile(r"\s(?:>|›|»|/|→|::)\s")
_GAPS = re.compile(r"\S\s{3,}\S")


def resolve_plain_title(draft: Draft, language: str = "") -> Title | None:
    """The title of a plain text, or None when it opens with its prose."""
    best: tuple[float, Title] | None = None
    front = list(_front(draft))
    kinds = [_kind(element, lines, language) for element, lines in front]
    whole = draft.page.text
    for index, (element, lines) in enumerate(front):
        if kinds[index] != "line":
            continue
        text = " ".join(lines)
        score = 1.0 - 0.05 * index
        heading = element.tag in _HEADINGS
        score += 2.0 if element.tag == "h1" else 1.0 if heading else 0.0
        rest = [kind for kind in kinds[index + 1 :] if kind != "chrome"]
        if rest[:1] and rest[0] in ("byline", "date", "bio"):
            score += 1.0
        elif rest[1:2] and rest[0] == "line" and rest[1] in ("byline", "date", "bio"):
            score += 0.8
        elif not rest:
            score += 0.3
        earlier = [kind for kind in kinds[:index] if kind != "chrome"]
        if earlier[-1:] == ["trail"]:
            score += 0.8
        elif "trail" in kinds[index + 1 :]:
            score -= 1.0
        count = len(text.split())
        score += 0.5 if 3 <= count <= 30 or (not text.isascii() and len(text) >= 6) else 0.0
        if text.rstrip().endswith((".", ":", ",", "。")):
            score -= 1.0
        if len(lines) == 1 and len(text) >= 12 and whole.count(text) > 1:
            score += 0.8
        if _in_colophon(text, whole):
            score -= 2.0
        if best is None or score > best[0]:
            confidence = "high" if heading and score > 2.5 else "medium"
            best = (score, Title(text, element, "first-line", confidence))  # type: ignore[arg-type]
    return best[1] if best is not None and best[0] >= 1.0 else None


def _front(draft: Draft) -> list[tuple[Element, list[str]]]:
    """The short blocks before the first prose, with their lines."""
    found: list[tuple[Element, list[str]]] = []
    for element in draft.page.elements[1:]:
        if not element.text or not element.text.strip():
            continue
        lines = visible_lines(draft, element, 1200)
        if lines is None:
            break
        text = " ".join(lines)
        if element.tag == "p" and len(text) >= 250 and parse_bio(text) is None:
            break
        found.append((element, lines))
        if len(found) >= _FRONT:
            break
    return found


def _kind(element: Element, lines: list[str], language: str) -> str:
    """What a block of the front is: "trail", "chrome", "byline", "date", "bio", or "line" for what may be the title."""
    text = " ".join(lines)
    key = text.casefold().strip(" :.|>»<*")
    chrome = words("chrome")
    if _TRAIL.search(text) and len(text) <= 160 and all(len(part.split()) <= 6 for part in _TRAIL.split(text)):
        return "trail"
    if key in chrome or key in words("nothing") or not any(c.isalpha() for c in text):
        return "chrome" if any(c.isalpha() for c in text) or len(text) < 12 else "date"
    raw = element.text or ""
    if element.tag == "li" or (_GAPS.search(raw) and len(lines) == 1):
        kind = "chrome"
        if list(date_lines(lines, element, language)):
            kind = "date"
        return kind
    if all(part.casefold().strip() in chrome for part in re.split(r"[|•·,]|\s{2,}|\n", raw) if part.strip()):
        return "chrome"
    if parse_bio(text) is not None:
        return "bio"
    if parse_byline("\n".join(lines), language).marked and len(text) < 200:
        return "byline"
    if list(date_lines(lines, element, language)) and len(text) < 120:
        return "date"
    if (
        "http" in text
        or "@" in text
        or len(text) > 300
        or text.startswith((">>", "<<", "*"))
        or text.endswith(("<<", "»"))
    ):
        return "chrome"
    reading = words("reading")
    if any(word in key for word in reading if " " in word) and len(text) < 60:
        return "chrome"
    return "line"


def _in_colophon(text: str, whole: str) -> bool:
    """Whether the end of the text claims copyright in this name: it is the paper's, then."""
    tail = whole[-3000:]
    key = comparison_key(text)
    for line in tail.splitlines():
        if (
            ("©" in line or "(c)" in line.casefold() or "copyright" in line.casefold())
            and key
            and key in comparison_key(fold(line))
        ):
            return True
    return False
