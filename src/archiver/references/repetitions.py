"""What "Ibid.", "op. cit.", "a. a. O.", "wie Anm. 3" and short titles point to.

The notes are read in their order. A reference that says again what an earlier one said gets the id of that one, and how certain it is:

    high     "Ibid." behind a note with one reference; an author with one work; a short title that the title of the work holds
    medium   "Ibid." behind a note with several references (the last is meant), or behind one in which none was recognised (the note is meant)
    low      "op. cit." of an author with several works: the last one that was cited
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archiver.references.marks import Again, Certainty, Citation
from archiver.references.persons import family_name

_WORD = re.compile(r"[^\W_]+")


@dataclass(slots=True)
class _Work:
    """A work that was cited: where, and under which title."""

    id: str
    note: str
    label: str
    series: str
    title: tuple[str, ...]
    year: str


@dataclass
class Works:
    """The works that the notes of an article have cited so far."""

    language: str
    #: The works by each form of the family names of their authors.
    by_family: dict[str, list[_Work]] = field(default_factory=dict)
    #: The ids of works with the title of an article or a chapter.
    articles: set[str] = field(default_factory=set)
    #: the series, and for each the notes so far: (id of the note, ids of the works that it cites)
    cited: dict[str, list[tuple[str, list[str]]]] = field(default_factory=dict)

    def begin_note(self, note: str, series: str) -> None:
        """The notes go on with this one."""
        self.cited.setdefault(series, []).append((note, []))

    def cite(self, work: str, series: str) -> None:
        """The note cites this work, or repeats it."""
        self.cited[series][-1][1].append(work)

    def add(self, id_: str, citation: Citation, text: str, note: str, label: str, series: str) -> None:
        """Add a work with the id of its reference. `note` is "" in a list of references."""
        people = citation.texts("author", text) or citation.texts("editor", text)
        titles = citation.texts("book", text) if not citation.texts("title", text) else citation.texts("title", text)
        years = [part.value[:4] for part in citation.parts if part.type == "date"]
        families = tuple(family_name(person, self.language) for person in people)
        title, year = _words(titles[0] if titles else ""), years[0] if years else ""
        work = _Work(id_, note, label, series, title, year)
        self.articles.update([id_] if citation.texts("title", text) else [])
        for form in _forms(families):
            self.by_family.setdefault(form, []).append(work)

    def repeated(self, citation: Citation, text: str, series: str) -> tuple[str, Certainty] | None:
        """The id of what a reference repeats, and how certain that is; None where it repeats nothing."""
        again = citation.again
        if again is None:
            return None
        if again.how == "ibid":
            return self._last(series)
        year = next((part.value[:4] for part in citation.parts if part.type == "date"), "")
        return self._by_author(again, series, year)

    def _last(self, series: str) -> tuple[str, Certainty] | None:
        notes = self.cited.get(series, [])
        if not notes:
            return None
        if notes[-1][1]:  # in the same note
            return notes[-1][1][-1], "high" if len(set(notes[-1][1])) == 1 else "medium"
        if len(notes) < 2:
            return None
        note, works = notes[-2]
        if not works:
            return note, "medium"
        return works[-1], "high" if len(set(works)) == 1 else "medium"

    def _by_author(self, again: Again, series: str, year: str) -> tuple[str, Certainty] | None:
        family, short = family_name(again.author, self.language), _words(again.title)
        of_author = self.by_family.get(family, [])
        if year:
            of_author = [work for work in of_author if work.year == year]
        if again.how == "note":
            here = [work for work in of_author if work.label == again.label and work.series == series]
            if here:
                return here[-1].id, "high" if len(here) == 1 else "low"
        if short:
            titled = [work for work in of_author if _holds(work.title, short)]
            if titled:
                return titled[-1].id, "high" if len({work.title for work in titled}) == 1 else "low"
            return None
        if not of_author:
            return None
        several = len({work.title for work in of_author}) > 1
        # "Oakley 1987, 45" and "Oakley, op. cit." name the work if there is only one
        return of_author[-1].id, "low" if several else "high"


def _forms(families: tuple[str, ...]) -> list[str]:
    """The family names of a work, each also as one of two: "Barrientos Vela" is "Barrientos", too."""
    forms = (form for family in families[:3] for form in (family, family.split(" ")[0], family.split(" ")[-1]))
    return list(dict.fromkeys(forms))


def _words(title: str) -> tuple[str, ...]:
    return tuple(word.casefold() for word in _WORD.findall(title))


def _holds(title: tuple[str, ...], short: tuple[str, ...]) -> bool:
    """Whether the words of a short title stand in a title one behind the other."""
    length = len(short)
    return any(title[start : start + length] == short for start in range(len(title) - length + 1))
