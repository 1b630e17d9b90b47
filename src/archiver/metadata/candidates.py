"""Candidates: the possible values of each field, as the sources propose them.

A source never decides. It adds a value with the rule that gave it and a confidence; the modules of fields/ compare the
candidates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from archiver.description import Author, Confidence
from archiver.metadata.parsing.folding import fold
from archiver.trees.elements import Element

Field = Literal[
    "title", "subtitle", "author", "published", "modified", "retrieved", "publisher", "language", "abstract", "keyword",
    "author-affiliation", "author-orcid",
    "rights", "rights-href", "url", "doi", "issn", "isbn", "site", "type",
    # identifiers beside the DOI and the address
    "pmid", "pmcid", "arxiv", "handle", "archived-url",
    # the names of containers by their types, and the place of the article in one
    "journal", "newspaper", "magazine", "proceedings", "book", "series", "blog",
    "container-type", "abbreviation", "volume", "issue", "pages", "first-page", "last-page", "article-number",
    "department", "genre",
    # persons with other parts than an author's
    "editor", "translator", "illustrator", "photographer", "interviewer", "reviewer", "contributor",
]  # fmt: skip

#: The most candidates of one field that one rule adds; later ones are left out. A page that declares hundreds of titles is
#: a listing or broken, and each is compared with all others. All keywords are kept, since no keyword is compared.
_MOST_OF_A_RULE = 200

#: The order of the confidences, best first.
RANK: dict[Confidence, int] = {"high": 0, "medium": 1, "low": 2}


#: A longer affiliation is a whole address with more than that.
_LONGEST_AFFILIATION = 400
_ORCID = re.compile(r"(?<!\d)(\d{4}-\d{4}-\d{4}-\d{3}[\dXx])(?!\d)")


def orcid_in(text: str) -> str:
    """The ORCID in an address or a text, if its check digit is right (ISO 7064, 11-2), else ""."""
    match = _ORCID.search(text)
    if match is None:
        return ""
    total = 0
    for digit in match[1].replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    rest = (12 - total % 11) % 11
    return match[1].upper() if match[1][-1].upper() == ("X" if rest == 10 else str(rest)) else ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible value of one field: the text, the rule that gave it, the confidence, and the element with the text."""

    field: Field
    value: str
    rule: str
    confidence: Confidence
    element: Element | None = None
    #: For an author: the name with role, affiliation and so on.
    author: Author | None = None


@dataclass(slots=True)
class Candidates:
    """All candidates by field, each list in the order in which the sources added them."""

    by_field: dict[Field, list[Candidate]] = field(default_factory=dict)
    _counts: Counter[tuple[Field, str]] = field(default_factory=Counter)

    def add(
        self,
        field: Field,
        value: object,
        rule: str,
        confidence: Confidence,
        element: Element | None = None,
        author: Author | None = None,
    ) -> None:
        """Add a candidate. A value that is empty or no string is skipped, and so is one of too many of this rule."""
        if self._counts[field, rule] >= _MOST_OF_A_RULE and field != "keyword":
            return
        if isinstance(value, str) and (folded := fold(_without_tags(value))):
            self._counts[field, rule] += 1
            self.by_field.setdefault(field, []).append(Candidate(field, folded, rule, confidence, element, author))

    def describe_author(self, value: str, field: Literal["author-affiliation", "author-orcid"]) -> None:
        """Add an affiliation or an ORCID to the last author, whom such a tag follows (Google Scholar's guide: `citation_author_institution`)."""
        authors = self.by_field.get("author")
        if not authors or authors[-1].rule != "citation-tag":
            return
        last = authors[-1]
        author = last.author or Author(name=last.value)
        folded = fold(_without_tags(value))
        if field == "author-orcid":
            author = replace(author, orcid=author.orcid or orcid_in(folded))
        elif folded and folded not in author.affiliations and len(folded) <= _LONGEST_AFFILIATION:
            author = replace(author, affiliations=(*author.affiliations, folded))
        authors[-1] = replace(last, author=author)

    def of(self, *fields: Field) -> Iterator[Candidate]:
        """The candidates for these fields: field by field, each in the order in which the sources added them."""
        for name in fields:
            yield from self.by_field.get(name, ())

    def best(self, *fields: Field) -> Candidate | None:
        """The candidate with the highest confidence, the first among equals; None if there is none."""
        return min(self.of(*fields), key=lambda c: RANK[c.confidence], default=None)


_INLINE_TAG = re.compile(r"</?(?:a|abbr|b|cite|em|font|i|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
_BLOCK_TAG = re.compile(r"</?(?:br|div|li|p|ul)\b[^<>]*>", re.IGNORECASE)


def _without_tags(text: str) -> str:
    """A value without HTML tags. Attributes and data should hold no markup; without this step, the names of tags in them
    would be read as words.
    """
    return _INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", text)) if "<" in text else text
