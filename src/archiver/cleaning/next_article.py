"""The next article: sites that scroll without end put further articles, with their headlines, below the one that was asked for."""

from __future__ import annotations

from archiver.cleaning.measures import HEADINGS, Measures
from archiver.draft import Draft

#: Characters of prose from which on the first article is complete in itself.
_ENOUGH = 600


def next_articles(draft: Draft, measures: Measures, headline: int | None) -> list[int]:
    """The indexes of the `article` elements behind that of the headline which begin with a heading of the same rank, in document order.

    The title of the page must name this one headline; else the page may be a list of articles, and the result is empty.
    """
    if (
        headline is None
        or measures.tags.count("article") < 2
        or not any(e.field == "title" and e.confidence == "high" for e in draft.head.evidence)
    ):
        return []
    tags, parent, end = measures.tags, measures.parent, measures.end
    rank, article = tags[headline], headline
    while article and tags[article] != "article":
        article = parent[article]
    if rank not in HEADINGS or not article or measures.prose(article) < _ENOUGH:
        return []
    following: list[int] = []
    for index, tag in enumerate(tags):
        if tag != "article" or index < (end[following[-1]] if following else end[article]):
            continue
        heading = next((i for i in range(index, end[index]) if tags[i] in HEADINGS), None)
        if heading is not None and tags[heading] == rank and measures.prose(index):
            following.append(index)
    return following
