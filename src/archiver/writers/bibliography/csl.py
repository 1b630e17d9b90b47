"""CSL-JSON: a list with one item, as citeproc, pandoc, Zotero and Mendeley read it (csl-data.json of CSL 1.0.2)."""

from __future__ import annotations

import json
import re
from typing import Any, BinaryIO

from archiver.article import Article
from archiver.writers.bibliography import cited
from archiver.writers.bibliography.mapping import TABLE, TYPES, filled, holds_persons, persons
from archiver.writers.shared.work import Person, Work, work_of

_DATES = frozenset(("issued", "accessed"))
_DATE = re.compile(r"(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?")
#: Works whose editor is the editor of the publication: that is what styles print ("edited by"). The editor of an article is none.
_EDITED = frozenset(("conference-paper", "chapter", "encyclopedia-entry", "book", "report"))
#: Works whose kind and whose section styles may print: "PhD thesis", "Opinion".
_NAMED_KINDS, _SECTIONED = frozenset(("thesis", "report")), frozenset(("newspaper-article", "magazine-article"))
#: Variables of one value; of several ISSNs or ISBNs the first is taken.
_SEVERAL = {"keyword": ", "}


def write(article: Article, out: BinaryIO, *, references: bool = False) -> None:
    """Write the item of an article; with `references`, those of the works that it cites in its place."""
    items = cited.items(article) if references else [item(work_of(article))]
    out.write((json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode("utf-8"))


def item(work: Work) -> dict[str, Any]:
    """The item of a work."""
    data: dict[str, Any] = {"id": work.key, "type": TYPES[work.type].csl}
    for _, name, found in filled(work, "csl"):
        if (name == "genre" and work.type not in _NAMED_KINDS) or (name == "section" and work.type not in _SECTIONED):
            continue
        if name in _DATES:
            if date := _date(found[0]):
                data[name] = date
        elif name in _SEVERAL:
            data[name] = _SEVERAL[name].join(found)
        elif name == "container-title" and work.container_type == "series":
            data["collection-title"] = found[0]
        else:
            data[name] = found[0]
    for row in TABLE:
        if row.csl == "editor" and work.type not in _EDITED:
            continue
        if holds_persons(row) and (people := persons(work, row.field)):
            data.setdefault(row.csl, []).extend(map(_name, people))
    if work.sha256:
        data["custom"] = {"source-sha256": work.sha256}
    if data.get("page-first") == data.get("page"):
        data.pop("page-first", None)
    return data


def _name(person: Person) -> dict[str, str]:
    if not person.family or person.is_family_first:
        return {"literal": person.name}
    return {"family": person.family, "given": person.given} | ({"suffix": person.suffix} if person.suffix else {})


def _date(when: str) -> dict[str, Any]:
    """A date in parts, as exact as it is known; {} for what CSL cannot hold."""
    match = _DATE.match(when)
    return {"date-parts": [[int(part) for part in match.groups() if part]]} if match else {}
