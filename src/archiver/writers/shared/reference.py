"""What exports say of the publication in one line, and the article as a list of references names it ("Cite as").

The reference has the order and the punctuation of ISO 690, and no word of any language: "Holt, Maren; Ford, Ruben. Tides and
timetables. The Estuary Review, 2021-03-04, 12 (3), 101–119. ISSN 2049-3630. https://doi.org/10.5555/x". Styles are another
matter: `archiver cite`.
"""

from __future__ import annotations

from archiver.article import Article
from archiver.writers.shared.work import Work, work_of

#: The names of identifiers in exports. An address and an archived address are named in the language of the article.
KINDS = {
    "doi": "DOI",
    "isbn": "ISBN",
    "issn": "ISSN",
    "pmid": "PMID",
    "pmcid": "PMCID",
    "arxiv": "arXiv",
    "handle": "Handle",
}
#: The most names before "et al."
_MOST_NAMES = 10


def publication_line(article: Article) -> str:
    """The publication and the place of the article in it: "The Estuary Review 12 (3), 101–119"; the publisher where the
    record names no publication; "" for neither.
    """
    container = article.container
    numbers = place(container.volume, container.issue, container.pages or container.article_number)
    return " ".join(filter(None, (article.publication, numbers)))


def place(volume: str, issue: str, pages: str) -> str:
    """Volume, issue and pages: "12 (3), 101–119"."""
    issue = f"({issue})" if issue else ""
    return ", ".join(filter(None, (" ".join(filter(None, (volume, issue))), pages)))


def reference(article: Article) -> str:
    """The article as a list of references names it, without what is doubtful; "" for an article without a title."""
    return reference_of(work_of(article)) if article.title else ""


def reference_of(work: Work) -> str:
    """The entry of a work in a list of references."""
    people = [person.inverted for person in work.authors]
    names = "; ".join([*people[:_MOST_NAMES], *(["et al."] if len(people) > _MOST_NAMES else [])])
    host = work.container or work.publisher
    numbers = place(work.volume, work.issue, work.pages or work.article_number)
    parts = [names, work.full_title, ", ".join(filter(None, (host, work.published.partition("T")[0], numbers)))]
    if work.container:
        parts.append(work.publisher)
    parts += [f"ISSN {issn}" for issn in work.issns[:1]] or [f"ISBN {isbn}" for isbn in work.isbns[:1]]
    text = " ".join(part if part.endswith((".", "?", "!", "。")) else f"{part}." for part in parts if part)
    return " ".join(filter(None, (text, f"https://doi.org/{work.doi}" if work.doi else work.url)))
