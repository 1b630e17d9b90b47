"""Further articles below the article of a page. Sites that scroll without end load them, each with its own headline.

<div class=item> <h1>…</h1> <p>…</p> </div>   <div class=item> <h1>…</h1> <time>…</time> <p>…</p> </div>
"""

from __future__ import annotations

from archiver.cleaning.body.groups import comparable_classes
from archiver.cleaning.body.lexicon import words_of
from archiver.cleaning.measures import HEADINGS, Measures
from archiver.draft import Draft

#: The fewest characters of prose in the first article. With fewer, the others may be parts of it.
_ENOUGH = 500
#: Words with more letters say what a text is about. Another article shares at most this part of them with the first; a chapter shares more.
_LETTERS, _SHARED = 4, 0.12
_SIBLINGS = frozenset(["div", "section", "li"])


def next_articles(draft: Draft, measures: Measures, headline: int | None) -> list[int]:
    """The indexes of the articles after the one with the headline, in document order.

    They are `article` elements that begin with a heading of the same level, or later siblings of an element around the headline, of the same kind, with
    an `h1` each. Such siblings may also be the chapters of one text, so each must have a date of its own, or speak of other things.

    `headline` is the index of the headline. The result is empty if the metadata do not confirm it as the title (confidence "high"), because then
    the page may be a list of articles.
    """
    if (
        headline is None
        or measures.tags[headline] not in HEADINGS
        or not any(e.field == "title" and e.confidence == "high" for e in draft.head.evidence)
    ):
        return []
    return _next_elements(measures, headline) or _next_siblings(measures, headline)


def _next_elements(measures: Measures, headline: int) -> list[int]:
    """The later `article` elements."""
    tags, parent, end = measures.tags, measures.parent, measures.end
    article = headline
    while article and tags[article] != "article":
        article = parent[article]
    if not article or measures.prose(article) < _ENOUGH:
        return []
    following: list[int] = []
    for index, tag in enumerate(tags):
        if tag != "article" or index < (end[following[-1]] if following else end[article]):
            continue
        if _has_headline(measures, index, tags[headline]):
            following.append(index)
    return following


def _next_siblings(measures: Measures, headline: int) -> list[int]:
    """The later siblings of an element around the headline, of the same kind."""
    tags, parent, end = measures.tags, measures.parent, measures.end
    if tags[headline] != "h1":
        return []
    first = parent[headline]
    while first > 0:
        if tags[first] in _SIBLINGS and measures.prose(first) >= _ENOUGH:
            kind = tags[first], comparable_classes(measures.classes[first])
            following = []
            index = end[first]
            while index < end[parent[first]]:
                if (tags[index], comparable_classes(measures.classes[index])) == kind and _has_headline(
                    measures, index, "h1"
                ):
                    following.append(index)
                index = end[index]
            words = _words(measures, first)
            if following and all(_is_dated(measures, i) or _is_foreign(_words(measures, i), words) for i in following):
                return following
        first = parent[first]
    return []


def _has_headline(measures: Measures, index: int, rank: str) -> bool:
    """Whether the first heading of an element has a rank, and prose is in the element."""
    heading = next((i for i in range(index, measures.end[index]) if measures.tags[i] in HEADINGS), None)
    return heading is not None and measures.tags[heading] == rank and measures.prose(index) > 0


def _is_dated(measures: Measures, index: int) -> bool:
    return any(measures.tags[i] == "time" for i in range(index, measures.end[index]))


def _is_foreign(words: set[str], others: set[str]) -> bool:
    """Whether a text speaks of other things than another one."""
    return bool(words) and len(words & others) <= _SHARED * len(words)


def _words(measures: Measures, index: int) -> set[str]:
    """The longer words of the prose in an element."""
    inside = (u for u in measures.units if index <= u.index < measures.end[index] and u.prose)
    return {word for unit in inside for word in words_of(unit.text) if len(word) > _LETTERS}
