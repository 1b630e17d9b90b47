"""BibTeX: one entry in UTF-8, with fields that BibTeX and biblatex know.

Titles stand in a second pair of braces, so that no style changes their capitals. A single brace in a text would break the entry
even behind a backslash, since BibTeX only counts braces, so it is written as a command.
"""

from __future__ import annotations

import re
from typing import BinaryIO

from archiver.article import Article
from archiver.writers.bibliography.mapping import TABLE, TYPES, filled, holds_persons, persons
from archiver.writers.shared.work import Person, Work, work_of

_SPECIAL = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
    "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_",
}  # fmt: skip
_SPECIALS = re.compile(r"[\\{}~^#$%&_]")
#: Fields that programs take letter by letter.
_VERBATIM = frozenset(("url", "doi", "eprint"))
_IN_TWO_BRACES = frozenset(("title", "booktitle"))
_SEVERAL = frozenset(("keywords", "isbn", "issn"))
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
#: Names of months that every style knows, without quotation marks.
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def write(article: Article, out: BinaryIO) -> None:
    """Write the entry of an article."""
    work = work_of(article)
    # outside of entries, everything is a comment
    source = f"Made by archiver from the source with the SHA-256 {work.sha256}\n\n" if work.sha256 else ""
    out.write((source + entry(work)).encode("utf-8"))


def entry(work: Work) -> str:
    """The entry of a work."""
    names = TYPES[work.type]
    fields: dict[str, str] = {}
    for row in TABLE:
        if row.bibtex == "editor" and not names.in_book and work.type not in ("book", "report"):
            continue  # the editor of an article is not that of its journal
        if holds_persons(row) and row.bibtex and (people := persons(work, row.field)):
            fields[row.bibtex] = "{" + " and ".join(map(_name, people)) + "}"
    for _, name, found in filled(work, "bibtex"):
        if name == "date":
            fields |= _date(found[0])
        elif name == "journal":
            fields[_container_field(work, names.in_book)] = _braced("booktitle" if names.in_book else name, found[0])
        elif name == "type":
            if work.type in ("thesis", "report"):
                fields[name] = _braced(name, found[0])
        elif name == "pages":
            fields[name] = _braced(name, found[0].replace("–", "--"))
        elif name == "eprint":
            fields |= {"eprint": _braced(name, found[0]), "archiveprefix": "{arXiv}"}
        elif name == "publisher" and work.type in ("thesis", "report"):
            fields["school" if work.type == "thesis" else "institution"] = _braced(name, found[0])
        elif name == "urldate":
            fields[name] = _braced(name, found[0].partition("T")[0])
        else:
            fields[name] = _braced(name, ", ".join(found) if name in _SEVERAL else found[0])
    if work.licence and not work.rights:
        fields["copyright"] = _braced("copyright", work.licence)
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items())
    return f"@{names.bibtex}{{{work.key},\n{lines}}}\n"


def _container_field(work: Work, in_book: bool) -> str:
    if in_book:
        return "booktitle"
    if TYPES[work.type].bibtex == "article":
        return "journal"
    return "series" if work.type in ("book", "report", "thesis") else "howpublished"


def _braced(name: str, value: str) -> str:
    folded = " ".join(value.split())
    if name in _VERBATIM:
        return "{" + folded.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C") + "}"
    return f"{{{{{_escaped(folded)}}}}}" if name in _IN_TWO_BRACES else f"{{{_escaped(folded)}}}"


def _escaped(text: str) -> str:
    is_even = _has_even_braces(text)
    return _SPECIALS.sub(lambda match: f"\\{match[0]}" if is_even and match[0] in "{}" else _SPECIAL[match[0]], text)


def _has_even_braces(text: str) -> bool:
    """Whether each brace of a text has its counterpart."""
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        if depth < 0:
            return False
    return depth == 0


def _name(person: Person) -> str:
    """ "Holt, Maren", "Ford, Jr., Ruben"; a name that cannot be split in braces, so that no program splits it."""
    if not person.family:
        return f"{{{_escaped(person.name)}}}"
    return ", ".join(_escaped(part) for part in (person.family, person.suffix, person.given) if part)


def _date(when: str) -> dict[str, str]:
    match = _DATE.match(when)
    if match is None:
        return {}
    year, month, day = match.groups()
    fields = {"year": f"{{{year}}}"}
    if month and 1 <= int(month) <= 12:
        fields["month"] = _MONTHS[int(month) - 1]
        if day:
            fields["day"] = f"{{{int(day)}}}"
    return fields
