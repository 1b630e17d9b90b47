"""The count of words that proves the first promise: nothing is lost.

The words of the source are counted on the source as it was read, before any pass spoke; those of the record on its finished XML. Neither
count knows how the other was made.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archiver.article import NS, Article, tag
from archiver.draft import Draft
from archiver.page import BREAK, EDGE, SOFT_EDGE

# It joins what stands on both sides of it, whether the record keeps it or not.
_SOFT_HYPHEN = "\xad"
# A number glued to a word (grouping1) is a word of its own: it may be a marker.
_WORD = re.compile(r"[^\W\d_]+|\d+")

#: Labels and numbers, text of the source that the record keeps as attributes.
_LABELS = {tag("note"): "label", tag("noteref"): "label", tag("item"): "n"}
_FORMULA = tag("formula")
#: Elements of the record in which text runs on; all others start a new line.
_RUNNING = frozenset(
    tag(n)
    for n in ("em strong link code sub sup q lang del ins mark small abbr cite ruby base noteref formula").split()
)


@dataclass(frozen=True, slots=True)
class WordCount:
    """Words of the source, and how many of them are kept, removed, or nowhere. `added` counts words of the record that the visible
    source does not have: metadata from its head, labels that a list numbered by itself."""

    source: int
    kept: int
    removed: int
    unaccounted: int
    added: int
    examples: tuple[str, ...] = ()


def words(text: str) -> Counter[str]:
    """The words of a text, each with how often it stands there."""
    return Counter(_WORD.findall(text.replace(_SOFT_HYPHEN, "")))


def source_text(draft: Draft) -> str:
    """All that a reader of the source sees: the whole text, or what is visible of a page's body."""
    if draft.page.offsets:
        return draft.page.text
    return "".join(draft.page.text_runs.row).replace(BREAK, EDGE).replace(SOFT_EDGE, EDGE)


def unaccounted(draft: Draft, article: Article) -> tuple[int, tuple[str, ...]]:
    """How many words of the source are nowhere in its record, and examples of them."""
    missing, _ = _compare(draft, article)
    return sum(missing.values()), tuple(sorted(missing)[:20])


def count(draft: Draft, article: Article) -> WordCount:
    """Compare the words of a source with those of its record."""
    source, kept, removed = words(source_text(draft)), words(_kept_text(article)), words(_removed_text(article))
    missing, spare = _compare(draft, article)
    total, lost = sum(source.values()), sum(missing.values())
    taken = sum(((source - kept) & removed).values())
    return WordCount(
        source=total,
        kept=total - taken - lost,
        removed=taken,
        unaccounted=lost,
        added=sum(spare.values()),
        examples=tuple(sorted(missing)[:20]),
    )


def _compare(draft: Draft, article: Article) -> tuple[Counter[str], Counter[str]]:
    """The words that only the source has, and those that only the record has.

    No word holds white space or an edge. So blocks that are the same on both sides cancel out first, then the stretches between spaces of the
    others, and only in what is left anyone looks for words.
    """
    kept = Counter(_blocks(_kept_text(article)))
    only_source: list[str] = []
    for block in _blocks(source_text(draft)):
        if kept.get(block):
            kept[block] -= 1
        else:
            only_source.append(block)
    source = Counter(_stretches(" ".join(only_source)))
    record = Counter(_stretches(" ".join([*kept.elements(), _removed_text(article)])))
    balance: dict[str, int] = {}
    # in an order of its own, so that what is found to be missing is the same each time
    for stretch in sorted({stretch for stretch, _ in source.items() ^ record.items()}):
        times = source[stretch] - record[stretch]
        for word in _WORD.findall(stretch):
            balance[word] = balance.get(word, 0) + times
    missing = Counter({word: times for word, times in balance.items() if times > 0})
    spare = Counter({word: -times for word, times in balance.items() if times < 0})
    _reconcile(missing, spare)
    _reconcile(spare, missing)
    return missing, spare


def _blocks(text: str) -> list[str]:
    """What stands between the edges of a text, but for white space, which is most of it."""
    return [
        " ".join(block.split()) if "\n" in block else block.strip()
        for block in text.split(EDGE)
        if block and not block.isspace()
    ]


def _stretches(text: str) -> list[str]:
    return text.replace(_SOFT_HYPHEN, "").split()


def _kept_text(article: Article) -> str:
    return EDGE.join(
        _record_text(part) for name in ("head", "body", "notes") for part in article.root.iterfind(f"a:{name}", NS)
    )


def _removed_text(article: Article) -> str:
    return " \n ".join(removal.text or "" for removal in article.root.iterfind("a:provenance/a:removed", NS))


def _record_text(root: Element) -> str:
    """The text below a part of the record, with labels and item numbers, which are text of the source kept as attributes."""
    pieces: list[str] = []
    # what is open: (element, whether text runs on at its edges)
    open_elements: list[tuple[Element, bool]] = []

    def close() -> None:
        ended, running = open_elements.pop()
        if not running:
            pieces.append(EDGE)
        elif ended.tag == _FORMULA and ended.get("notation") == "tex":
            pieces.append(" ")
        if ended is not root and (tail := ended.tail):
            pieces.append(tail)

    for element in root.iter("*"):
        parent = element.getparent()
        while open_elements and open_elements[-1][0] is not parent:
            close()
        name = str(element.tag)
        running = name in _RUNNING or name.startswith("{http://www.w3.org/1998/Math")
        open_elements.append((element, running))
        if not running:
            pieces.append(EDGE)
        elif name == _FORMULA and element.get("notation") == "tex":
            # the page had delimiters there, or kept it in a script, where it touched no word
            pieces.append(" ")
        if name in _LABELS and (label := element.get(_LABELS[name])) is not None:
            pieces.append(f" {label} ")
        if text := element.text:
            pieces.append(text)
        if not len(element):
            close()
    while open_elements:
        close()
    return "".join(pieces)


def _reconcile(whole: Counter[str], parts: Counter[str]) -> None:
    """Take from both sides words that differ only in where they are cut: `foobar` here, `foo` and `bar` there."""
    if not whole or not parts:
        return
    by_start: dict[str, set[str]] = {}
    for part in parts:
        by_start.setdefault(part[0], set()).add(part)
    for word in list(whole):
        while whole[word] > 0:
            pieces = _split(word, parts, by_start)
            if pieces is None:
                break
            whole[word] -= 1
            parts.subtract(pieces)
    for counter in (whole, parts):
        for word in [w for w, n in counter.items() if n <= 0]:
            del counter[word]


def _split(word: str, parts: Counter[str], by_start: dict[str, set[str]]) -> list[str] | None:
    """The word as a row of available parts, or None. Depth first, longest part first, on an explicit stack."""
    if len(word) > 400:
        return None
    stack: list[tuple[int, list[str]]] = [(0, [])]
    tried: set[int] = set()
    while stack:
        at, used = stack.pop()
        if at == len(word):
            return used
        if at in tried:
            continue
        tried.add(at)
        fitting: Iterable[str] = (p for p in by_start.get(word[at], ()) if word.startswith(p, at))
        for part in sorted(fitting, key=lambda part: (len(part), part)):
            if parts[part] > used.count(part):
                stack.append((at + len(part), [*used, part]))
    return None
