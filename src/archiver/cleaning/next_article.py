"""The articles that follow the one on the page: sites that scroll without end put the next one, headline and all, right under it."""

from __future__ import annotations

from archiver.cleaning.measures import HEADINGS, Measures
from archiver.draft import Draft

#: Characters of prose that make the first one an article by itself.
_ENOUGH = 600


def following_articles(draft: Draft, measures: Measures, headline: int | None) -> list[int]:
    """The `article` elements behind that of the headline that open with a headline of the same rank.

    Only where the page's own title names the one headline; else it may be a list of articles.
    """
    if (
        headline is None
        or measures.tags.count("article") < 2
        or not any(e.field == "title" and e.confidence == "high" for e in draft.head.evidence)
    ):
        return []
    tags, parent, end = measures.tags, measures.parent, measures.end
    rank, around = tags[headline], headline
    while around and tags[around] != "article":
        around = parent[around]
    if rank not in HEADINGS or not around or measures.prose(around) < _ENOUGH:
        return []
    found: list[int] = []
    for index, tag in enumerate(tags):
        if tag != "article" or index < (end[found[-1]] if found else end[around]):
            continue
        heading = next((i for i in range(index, end[index]) if tags[i] in HEADINGS), None)
        if heading is not None and tags[heading] == rank and measures.prose(index):
            found.append(index)
    return found
