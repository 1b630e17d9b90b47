"""RIS: one reference, a line a field ("AU  - Holt, Maren"), with the line ends that the format asks for (CR LF)."""

from __future__ import annotations

from typing import BinaryIO

from archiver.article import Article
from archiver.writers.bibliography.mapping import TABLE, TYPES, filled, holds_persons, persons
from archiver.writers.shared.work import Work, work_of


def write(article: Article, out: BinaryIO) -> None:
    """Write the reference of an article."""
    out.write(reference(work_of(article)).encode("utf-8"))


def reference(work: Work) -> str:
    """The reference of a work."""
    lines = [("TY", TYPES[work.type].ris), ("ID", work.key)]
    for row in TABLE:
        if row.ris and holds_persons(row):
            lines += [(row.ris, person.inverted) for person in persons(work, row.field)]
    for _, tags, found in filled(work, "ris"):
        if tags == "PY, DA":
            lines += [("PY", found[0].lstrip("-")[:4]), ("DA", _day(found[0]))]
        elif tags == "Y2":
            lines.append((tags, _day(found[0])))
        else:
            lines += [(tags, value) for value in found]
    # a field for users: no program shows it, and it tells from which source the file was made
    lines.append(("U1", f"SHA-256 {work.sha256}" if work.sha256 else ""))
    # a line break in a value would begin a field of its own
    text = "".join(f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in lines if value.strip())
    return f"{text}ER  - \r\n"


def _day(when: str) -> str:
    """A date as RIS writes it: "2021/03/04/", "2021/03//" where no day is known."""
    year, month, day = (*when.partition("T")[0].split("-"), "", "")[:3]
    return f"{year}/{month}/{day}/"
