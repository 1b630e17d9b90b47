"""Further articles below the article of a page. Sites that scroll without end load them, each with its own headline."""

from __future__ import annotations

from archiver.cleaning.measures import HEADINGS, Measures
from archiver.draft import Draft

#: The fewest characters of prose in the first article. With fewer, the other `article` elements may be parts of it.
_ENOUGH = 600


def next_articles(draft: Draft, measures: Measures, headline: int | None) -> list[int]:
    """The indexes of the `article` elements after the one with the headline, if they begin with a heading of the same level, in document order.

    `headline` is the index of the headline. The result is empty if the metadata do not confirm it as the title (confidence "high"), because then
    the page may be a list of articles.
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
