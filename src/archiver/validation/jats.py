"""Validator of JATS, without the schema of the NLM, which is not part of Archiver: it checks well-formedness, ids and
references.
"""

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
VALIDATOR = "Archiver's own checks of ids and references"
NOT_JUDGED = (
    "the schema of JATS is not part of Archiver; with `--schema FILE` the file is checked against a RELAX NG schema"
)

_REMEDY = "Correct its record, and export it again."


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each file: "not valid" when a violation is found, else "not judged"."""
    return [Verdict(path, STANDARD, VALIDATOR, tuple(_violations(path)), skipped=NOT_JUDGED) for path in paths]


def _violations(path: Path) -> Iterator[Violation]:
    try:
        root = safety.parse_xml(safety.read_file(path), path.name)
    except ArchiverError as error:
        yield Violation(0, "well-formed", error.message, error.remedy)
        return
    ids = Counter(id_ for element in root.iter(etree.Element) if (id_ := element.get("id")) is not None)
    for id_, count in sorted(ids.items()):
        if count > 1:
            yield Violation(0, "id", f"The id {id_!r} is used {count} times.", _REMEDY)
    for element in root.iter(etree.Element):
        for rid in (element.get("rid") or "").split():
            if rid not in ids:
                yield Violation(
                    int(element.sourceline or 0), "rid", f"It points to {rid!r}, which does not exist.", _REMEDY
                )
