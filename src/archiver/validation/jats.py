"""JATS: the schema of the NLM is not part of Archiver; what can be told without it is whether the file is whole and its references lead somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from archiver import safety
from archiver.errors import ArchiverError
from archiver.schema import Violation
from archiver.validation import Verdict

STANDARD = "JATS"
JUDGE = "Archiver's own checks of ids and references"
UNJUDGED = "the schema of JATS is not part of Archiver; `--schema FILE` holds the file against one in RELAX NG"

_REMEDY = "Make it anew from its record, or correct it there."


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each file: "not valid" with a breach, else "not judged"."""
    return [Verdict(path, STANDARD, JUDGE, tuple(_breaches(path)), skipped=UNJUDGED) for path in paths]


def _breaches(path: Path) -> Iterator[Violation]:
    try:
        root = safety.parse_xml(safety.read_file(path), path.name)
    except ArchiverError as error:
        yield Violation(0, "well-formed", error.message, error.remedy)
        return
    ids = Counter(id_ for element in root.iter(etree.Element) if (id_ := element.get("id")) is not None)
    for id_, count in sorted(ids.items()):
        if count > 1:
            yield Violation(0, "id", f"The id {id_!r} stands there {count} times.", _REMEDY)
    for element in root.iter(etree.Element):
        for rid in (element.get("rid") or "").split():
            if rid not in ids:
                yield Violation(
                    int(element.sourceline or 0), "rid", f"It points at {rid!r}, which is not there.", _REMEDY
                )
