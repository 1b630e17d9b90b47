"""The title of a plain text: one of the lines above the prose.

A copied page begins with page chrome: "You are here", menus, the newspaper's name and motto, breadcrumbs. The title is
another line. Three signs raise the score of a line: a byline or a date follows it, breadcrumbs come before it, or the
text repeats it below.
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

#: The number of blocks that are read.
_MOST_BLOCKS = 60
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BREADCRUMB_SEPARATOR = re.compile(r"\s(?:>|›|»|/|→|::)\s")
_WIDE_GAP = re.compile(r"\S\s{3,}\S")


def resolve_plain_title(draft: Draft, language: str = "") -> Title | None:
    """The title of a plain text, or None when it begins with prose."""
    best: tuple[float, Title] | None = None
    blocks = list(_blocks_before_prose(draft))
    kinds = [_kind_of_block(element, lines, language) for element, lines in blocks]
    page_text = draft.page.text
    for index, (element, lines) in enumerate(blocks):
        if kinds[index] != "line":
            continue
        text = " ".join(lines)
        score = 1.0 - 0.05 * index
        heading = element.tag in _HEADINGS
        score += 2.0 if element.tag == "h1" else 1.0 if heading else 0.0
        later = [kind for kind in kinds[index + 1 :] if kind != "chrome"]
        if later[:1] and later[0] in ("byline", "date", "bio"):
            score += 1.0
        elif later[1:2] and later[0] == "line" and later[1] in ("byline", "date", "bio"):
            score += 0.8
        elif not later:
            score += 0.3
        earlier = [kind for kind in kinds[:index] if kind != "chrome"]
        if earlier[-1:] == ["trail"]:
            score += 0.8
        elif "trail" in kinds[index + 1 :]:
            score -= 1.0
        word_count = len(text.split())
        score += 0.5 if 3 <= word_count <= 30 or (not text.isascii() and len(text) >= 6) else 0.0
        if text.rstrip().endswith((".", ":", ",", "。")):
            score -= 1.0
        if len(lines) == 1 and len(text) >= 12 and page_text.count(text) > 1:
            score += 0.8
        if _claims_copyright(text, page_text):
            score -= 2.0
        if best is None or score > best[0]:
            confidence = "high" if heading and score > 2.5 else "medium"
            best = (score, Title(text, element, "first-line", confidence))  # type: ignore[arg-type]
    return best[1] if best is not None and best[0] >= 1.0 else None


def _blocks_before_prose(draft: Draft) -> list[tuple[Element, list[str]]]:
    """The short blocks before the first prose, each with its visible lines."""
    blocks: list[tuple[Element, list[str]]] = []
    for element in draft.page.elements[1:]:
        if not element.text or not element.text.strip():
            continue
        lines = visible_lines(draft, element, 1200)
        if lines is None:
            break
        text = " ".join(lines)
        if element.tag == "p" and len(text) >= 250 and parse_bio(text) is None:
            break
        blocks.append((element, lines))
        if len(blocks) >= _MOST_BLOCKS:
            break
    return blocks


def _kind_of_block(element: Element, lines: list[str], language: str) -> str:
    """The kind of a block: "trail" (breadcrumbs), "chrome", "byline", "date", "bio", or "line" for a possible title."""
    text = " ".join(lines)
    key = text.casefold().strip(" :.|>»<*")
    chrome = words("chrome")
    if (
        _BREADCRUMB_SEPARATOR.search(text)
        and len(text) <= 160
        and all(len(part.split()) <= 6 for part in _BREADCRUMB_SEPARATOR.split(text))
    ):
        return "trail"
    if key in chrome or key in words("nothing") or not any(c.isalpha() for c in text):
        return "chrome" if any(c.isalpha() for c in text) or len(text) < 12 else "date"
    raw = element.text or ""
    if element.tag == "li" or (_WIDE_GAP.search(raw) and len(lines) == 1):
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


def _claims_copyright(text: str, page_text: str) -> bool:
    """Whether a copyright line at the end of the page holds this text. Then the text is the name of the newspaper."""
    page_end = page_text[-3000:]
    key = comparison_key(text)
    for line in page_end.splitlines():
        if (
            ("©" in line or "(c)" in line.casefold() or "copyright" in line.casefold())
            and key
            and key in comparison_key(fold(line))
        ):
            return True
    return False
