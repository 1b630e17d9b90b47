"""Lines that are page furniture by their own words: share labels, breadcrumbs, calls to subscribe, in a dozen languages.

This is all that a text copied out of a browser has to go by, and the last word on the edges of a page's body. A word such as "Print" or
"Home" alone could be a heading of the article, so weak lines count only in company or at the edges.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from lxml.etree import _Element as Element

from archiver.cleaning.rules import load
from archiver.draft import Draft, visible_text

#: A longer line says something of its own.
_MOST = 160
_EDGES = " \t•·*-–—|:.!…›»>→←▶\u00a0"
_PROSE = re.compile(r"[.!?…。]['”\")]?\s+\S.*[.!?…。]['”\")]?$")
# Names of pages one behind the other, with arrows between them.
_TRAIL = re.compile(r"^[^.!?»›>/|]{1,40}(?:\s*[»›>→/|]\s*[^.!?»›>/|]{1,60}){1,6}$")


@dataclass(frozen=True, slots=True)
class _Cues:
    lines: dict[str, str]
    starts: tuple[tuple[str, str], ...]


@cache
def _cues() -> _Cues:
    tables = load("lines.toml")
    lines = {_folded(line): rule for rule, table in tables.items() for line in table["lines"]}
    starts = [(start.casefold(), rule) for rule, table in tables.items() for start in table["starts"]]
    return _Cues(lines, tuple(sorted(starts, key=lambda s: -len(s[0]))))


def _folded(text: str) -> str:
    return " ".join(text.casefold().strip(_EDGES).split())


def rule_of_line(text: str) -> str | None:
    """The rule that a line's own words name, or None."""
    if not 0 < len(text) <= _MOST:
        return None
    folded = _folded(text)
    cues = _cues()
    if rule := cues.lines.get(folded):
        return rule
    lower = text.casefold().lstrip(_EDGES)
    if _PROSE.search(text) and len(text) > 100:
        return None
    return next((rule for start, rule in cues.starts if lower.startswith(start)), None)


def is_trail(text: str) -> bool:
    """Whether a line is a row of page names with arrows between them: Home › Essays › Water."""
    return len(text) <= _MOST and bool(_TRAIL.match(text)) and any(c in text for c in "»›>→")


def clean_text(draft: Draft) -> None:
    """Take the furniture out of a plain text: at its edges by any line that names a rule, inside only share labels in company."""
    leaves = [e for e in draft.elements if e.text and e.text.strip() and not draft.is_claimed(e)]
    texts = [" ".join((e.text or "").split()) for e in leaves]
    rules = [rule_of_line(text) or ("breadcrumb" if is_trail(text) else None) for text in texts]
    prose = [i for i, text in enumerate(texts) if len(text) > 200 or (len(text) > 90 and text[-1] in ".!?…。”\"")]
    first, last = (prose[0], prose[-1]) if prose else (len(texts), -1)
    for i, element in enumerate(leaves):
        rule = rules[i]
        if rule is None or element in draft.claimed_ancestors:
            continue
        edge = i < first or i > last
        company = any(rules[j] == rule for j in (i - 1, i + 1) if 0 <= j < len(rules))
        if edge or company or rule in _SURE or _is_start(texts[i], rule):
            draft.remove(element, rule)
    _related_tail(draft, leaves, texts, rules, last)


#: Rules whose lines are furniture wherever they stand.
_SURE = frozenset(["cookie-banner", "subscribe", "print-links", "promo"])


def _is_start(text: str, rule: str) -> bool:
    """A line of several words that begins as furniture does stands for itself: "Read also: …"."""
    return len(text.split()) > 2 and rule in ("related", "tags", "profile-link", "share-bar", "breadcrumb")


def _related_tail(draft: Draft, leaves: list[Element], texts: list[str], rules: Iterable[str | None], last: int) -> None:
    """The titles that follow a heading such as "Related articles" go with it, up to the next prose or rule."""
    active: str | None = None
    for element, text, rule in zip(leaves, texts, rules, strict=True):
        if rule in ("related", "tags", "comments") and element in draft.removed:
            active = rule
        elif rule is not None or len(text) > 140 or element.tag in ("h1", "h2", "h3"):
            active = None
        elif active and (element.tag == "li" or len(text) < 100) and not text.endswith((".", "。", "!", "?")):
            draft.remove(element, active)
        else:
            active = None


def trim_edges(draft: Draft, elements: Iterable[Element]) -> None:
    """Take out of a page's body those blocks whose own words name a rule."""
    for element in elements:
        if element in draft.removed or draft.is_claimed(element) or element in draft.claimed_ancestors:
            continue
        text = visible_text(element)
        rule = rule_of_line(text)
        if rule is not None:
            draft.remove(element, rule)
