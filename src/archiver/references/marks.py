"""What is read in a note: references, and the parts of each, as stretches of its text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

PartType = Literal[
    "author",
    "editor",
    "title",
    "book",
    "journal",
    "publisher",
    "place",
    "date",
    "accessed",
    "volume",
    "issue",
    "pages",
    "doi",
    "isbn",
    "url",
]
Certainty = Literal["high", "medium", "low"]


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text that says one thing about a work. `value` is what it means in the form of catalogues (a DOI without its
    address, ISO 8601), "" where the words say it themselves.

    title is the title of an article, a chapter or a page; book that of a book; journal that of a journal, a newspaper or a site.
    """

    type: PartType
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Again:
    """What a reference says about the one that it repeats: nothing but that it is the last one (`how` "ibid"), the `author` and a
    part of its `title`, or the `label` of the note in which it stood.
    """

    how: Literal["ibid", "author", "note"]
    author: str = ""
    title: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A reference in a text, from the first of its parts to the last one."""

    start: int
    end: int
    parts: tuple[Part, ...] = field(default=())
    again: Again | None = None
    #: It counts only if an earlier reference is found that it repeats: a name and a number alone may be anything.
    only_again: bool = False

    def texts(self, type_: PartType, text: str) -> list[str]:
        """The words of all parts of one type."""
        return [text[part.start : part.end] for part in self.parts if part.type == type_]
