"""What the head of an article says of persons, of the publication and of dates.

The passes over a page make these descriptions, the record holds them, and an `Article` gives them back. Fields are "" or ()
where there is no value.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DateType = Literal["published", "modified", "retrieved"]
ContainerType = Literal["journal", "newspaper", "magazine", "proceedings", "book", "series", "blog", "site"]
AgentType = Literal["person", "organization"]
#: The parts that a person can have in an article beside its authors.
ContributorRole = Literal[
    "editor", "translator", "illustrator", "photographer", "interviewer", "reviewer", "contributor"
]
Confidence = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Author:
    """One author. `name` and `bio` are plain text."""

    name: str
    honorific: str = ""
    roles: tuple[str, ...] = ()
    affiliations: tuple[str, ...] = ()
    bio: str = ""
    type: AgentType = "person"
    #: The parts of the name where they are known: "van der Holt", "Maud", "Jr." (a generation).
    family: str = ""
    given: str = ""
    suffix: str = ""
    #: The ORCID in its form with hyphens: 0000-0002-1825-0097.
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or an organization with another part than an author's: editor, translator, illustrator, photographer, interviewer,
    reviewer, or contributor for any other part.
    """

    role: ContributorRole
    name: str
    type: AgentType = "person"
    family: str = ""
    given: str = ""
    suffix: str = ""
    orcid: str = ""


@dataclass(frozen=True, slots=True)
class Container:
    """The publication in which the article appeared, and the place of the article in it.

    `pages` is what readers see, `first_page` and `last_page` are the pages with which it begins and ends. `type` is "" only
    where nothing is known of a publication.
    """

    type: ContainerType | Literal[""] = ""
    name: str = ""
    abbreviation: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    first_page: str = ""
    last_page: str = ""
    article_number: str = ""
    issns: tuple[str, ...] = ()
    isbns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Date:
    """A date of the article: `when` in ISO 8601 (a year, a month, a day; "" when it could not be read), `text` as in the source."""

    type: DateType
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The reason for the value of a field in the head: the rule that gave it, its confidence, and the text of the source for it.
    `certainty` is the share of labelled pages on which values with such evidence were right; None where it was not counted.
    """

    field: str
    rule: str
    confidence: Confidence
    text: str
    certainty: float | None = None
