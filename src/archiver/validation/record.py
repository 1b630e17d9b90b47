"""The archival record against its own grammar and rules."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archiver import safety, schema
from archiver.article import Article
from archiver.errors import ArchiverError
from archiver.schema import Violation
from archiver.validation import Verdict

STANDARD = "the archival record 1.0"
JUDGE = "article.rng and article.sch"


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each record. A file that is no record at all is a violation, not an error."""
    return [Verdict(path, STANDARD, JUDGE, tuple(_violations(path))) for path in paths]


def _violations(path: Path) -> list[Violation]:
    try:
        return schema.check(Article.from_bytes(safety.read_file(path), path.name))
    except ArchiverError as error:
        return [Violation(0, "well-formed", error.message, error.remedy)]
