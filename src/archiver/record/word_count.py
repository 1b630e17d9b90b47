"""The word count, which proves that no word is lost.

The words of the source are counted on the parser's tree (trees/visible_words.py); those of the record in its finished XML. The
two counts share no code with each other, nor with the passes between them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from lxml.etree import _Element as Element

from archiver.article import NS, Article, tag
from archiver.draft import Draft
from archiver.trees.visible_words import EDGE

# A soft hyphen joins the text on both sides, whether the record keeps it or not.
_SOFT_HYPHEN = "\xad"
# A number attached to a word (grouping1) counts as a word of its own: it may be a note marker.
_WORD = re.compile(r"[^\W\d_]+|\d+")

#: Labels and numbers: text of the source that the record keeps in attributes.
_LABELS = {tag("note"): "label", tag("noteref"): "label", tag("item"): "n", tag("post"): "number"}
_FORMULA = tag("formula")
#: Inline elements of the record. All others start a new line.
_INLINE = frozenset(
    tag(n)
    for n in ("em strong link code sub sup q lang del ins mark small abbr cite ruby base noteref formula").split()
)


@dataclass(frozen=True, slots=True)
class WordCount:
    """The number of words in the source, and how many of them are kept, removed, or unaccounted for.

    `added` counts words of the record that are not in the visible source: metadata from its head, and labels of
    automatic list numbering.
    """

    source: int
    kept: int
    removed: int
    unaccounted: int
    added: int
    examples: tuple[str, ...] = ()


def words(text: str) -> Counter[str]:
    """The words of a text and their number of occurrences."""
    return Counter(_WORD.findall(text.replace(_SOFT_HYPHEN, "")))


def source_text(draft: Draft) -> str:
    """The visible text of the source: all of a text file, or what is visible in the body of a page."""
    if draft.page.offsets:
        return draft.page.source_text
    return draft.page.visible


def unaccounted(draft: Draft, article: Article) -> tuple[int, tuple[str, ...]]:
    """The number of words of the source that are missing in its record, and examples."""
    missing, _ = _compare(draft, article)
    return sum(missing.values()), tuple(sorted(missing)[:20])


def count(draft: Draft, article: Article) -> WordCount:
    """Compare the words of a source with those of its record."""
    source, kept, removed = words(source_text(draft)), words(_kept_text(article)), words(_removed_text(article))
    missing, extra = _compare(draft, article)
    total, missing_count = sum(source.values()), sum(missing.values())
    removed_count = sum(((source - kept) & removed).values())
    return WordCount(
        source=total,
        kept=total - removed_count - missing_count,
        removed=removed_count,
        unaccounted=missing_count,
        added=sum(extra.values()),
        examples=tuple(sorted(missing)[:20]),
    )


def _compare(draft: Draft, article: Article) -> tuple[Counter[str], Counter[str]]:
    """The words that only the source has, and those that only the record has.

    No word contains white space or a block edge. So equal blocks on both sides are removed first, then equal tokens
    between spaces. Only the rest is split into words.
    """
    kept = Counter(_blocks(_kept_text(article)))
    only_source: list[str] = []
    for block in _blocks(source_text(draft)):
        if kept.get(block):
            kept[block] -= 1
        else:
            only_source.append(block)
    source = Counter(_tokens(" ".join(only_source)))
    record = Counter(_tokens(" ".join([*kept.elements(), _removed_text(article)])))
    balance: dict[str, int] = {}
    # sorted, so that the result does not depend on the order of the set
    for token in sorted({token for token, _ in source.items() ^ record.items()}):
        difference = source[token] - record[token]
        for word in _WORD.findall(token):
            balance[word] = balance.get(word, 0) + difference
    missing = Counter({word: difference for word, difference in balance.items() if difference > 0})
    extra = Counter({word: -difference for word, difference in balance.items() if difference < 0})
    _reconcile(missing, extra)
    _reconcile(extra, missing)
    return missing, extra


def _blocks(text: str) -> list[str]:
    """The texts between the block edges, without those that are only white space, which are most of them."""
    return [
        " ".join(block.split()) if "\n" in block else block.strip()
        for block in text.split(EDGE)
        if block and not block.isspace()
    ]


def _tokens(text: str) -> list[str]:
    return text.replace(_SOFT_HYPHEN, "").split()


def _kept_text(article: Article) -> str:
    parts = [*article.root.iterfind("a:body", NS), *article.root.iterfind("a:notes", NS)]
    parts[:0] = [field for field in article.root.iterfind("a:head/*", NS) if field.tag not in _FROM_MARKUP]
    return EDGE.join(map(_record_text, parts))


#: Fields of the head whose words come from markup alone. They may stand for no word of the visible text.
_FROM_MARKUP = frozenset(tag(name) for name in ("contributor", "container", "department", "genre"))


def _removed_text(article: Article) -> str:
    return " \n ".join(removal.text or "" for removal in article.root.iterfind("a:provenance/a:removed", NS))


def _record_text(root: Element) -> str:
    """The text of a part of the record, with labels and item numbers, which are text of the source in attributes."""
    pieces: list[str] = []
    # open elements: (element, whether it is inline)
    open_elements: list[tuple[Element, bool]] = []

    def close() -> None:
        closed, inline = open_elements.pop()
        if not inline:
            pieces.append(EDGE)
        elif closed.tag == _FORMULA and closed.get("notation") == "tex":
            pieces.append(" ")
        if closed is not root and (tail := closed.tail):
            pieces.append(tail)

    for element in root.iter("*"):
        parent = element.getparent()
        while open_elements and open_elements[-1][0] is not parent:
            close()
        name = str(element.tag)
        inline = name in _INLINE or name.startswith("{http://www.w3.org/1998/Math")
        open_elements.append((element, inline))
        if not inline:
            pieces.append(EDGE)
        elif name == _FORMULA and element.get("notation") == "tex":
            # In the page there were delimiters, or a script, so the formula did not touch the words beside it.
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


def _reconcile(long_words: Counter[str], parts: Counter[str]) -> None:
    """Cancel words that differ only in how they are split: `foobar` on one side, `foo` and `bar` on the other."""
    if not long_words or not parts:
        return
    by_start: dict[str, set[str]] = {}
    for part in parts:
        by_start.setdefault(part[0], set()).add(part)
    for word in list(long_words):
        while long_words[word] > 0:
            pieces = _split(word, parts, by_start)
            if pieces is None:
                break
            long_words[word] -= 1
            parts.subtract(pieces)
    for counter in (long_words, parts):
        for word in [w for w, n in counter.items() if n <= 0]:
            del counter[word]


def _split(word: str, parts: Counter[str], by_start: dict[str, set[str]]) -> list[str] | None:
    """The word as a sequence of available parts, or None. Depth first, longest part first, with an explicit stack."""
    if len(word) > 400:
        return None
    stack: list[tuple[int, list[str]]] = [(0, [])]
    tried: set[int] = set()
    while stack:
        position, used = stack.pop()
        if position == len(word):
            return used
        if position in tried:
            continue
        tried.add(position)
        candidates: Iterable[str] = (p for p in by_start.get(word[position], ()) if word.startswith(p, position))
        for part in sorted(candidates, key=lambda part: (len(part), part)):
            if parts[part] > used.count(part):
                stack.append((position + len(part), [*used, part]))
    return None
