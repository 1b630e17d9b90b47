"""Candidates: what the gatherers found, before a judge has settled anything.

A gatherer never decides. It says "this may be the title, because of this rule, and I am this sure", and the judge
compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from lxml.etree import _Element as Element

from archiver.draft import AuthorDraft, Confidence
from archiver.metadata.parsing.folding import fold

Field = Literal[
    "title", "subtitle", "author", "published", "modified", "retrieved", "publisher", "language", "abstract", "keyword",
    "rights", "rights-href", "url", "doi", "issn", "isbn", "site", "type",
]  # fmt: skip

#: Best first.
RANK: dict[Confidence, int] = {"high": 0, "medium": 1, "low": 2}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible value of one field: the words as the source gives them, the rule that found them, and where they
    stand.
    """

    field: Field
    value: str
    rule: str
    confidence: Confidence
    element: Element | None = None
    #: What is known of an author besides the name.
    author: AuthorDraft | None = None


@dataclass(slots=True)
class Candidates:
    """All candidates by field, each list in the order in which they were found."""

    by_field: dict[Field, list[Candidate]] = field(default_factory=dict)

    def add(
        self,
        field: Field,
        value: object,
        rule: str,
        confidence: Confidence,
        element: Element | None = None,
        author: AuthorDraft | None = None,
    ) -> None:
        """Take a candidate; an empty value is none."""
        if isinstance(value, str) and (folded := fold(_unmarked(value))):
            self.by_field.setdefault(field, []).append(Candidate(field, folded, rule, confidence, element, author))

    def of(self, *fields: Field) -> Iterator[Candidate]:
        """The candidates for these fields, in the order of the fields and of finding."""
        for name in fields:
            yield from self.by_field.get(name, ())

    def best(self, *fields: Field) -> Candidate | None:
        """The surest candidate, the first found among equals."""
        return min(self.of(*fields), key=lambda c: RANK[c.confidence], default=None)


_INLINE = re.compile(r"</?(?:a|abbr|b|cite|em|font|i|small|span|strong|sub|sup|u)\b[^<>]*>", re.IGNORECASE)
_EDGE = re.compile(r"</?(?:br|div|li|p|ul)\b[^<>]*>", re.IGNORECASE)


def _unmarked(text: str) -> str:
    """A value without the tags that it had where it was copied from: attributes and data hold no markup, and show it as words."""
    return _INLINE.sub("", _EDGE.sub(" ", text)) if "<" in text else text
