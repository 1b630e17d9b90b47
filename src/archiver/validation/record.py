"""Validator of the archival record: its grammar and its Schematron rules."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from archiver import record_file, safety, schema
from archiver.article import Article
from archiver.errors import ArchiverError
from archiver.schema import Violation
from archiver.validation import Verdict

STANDARD = f"the archival record {record_file.VERSION}"
VALIDATOR = "article.rng and article.sch"


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each record. A file that is not a record gets a violation; no error is raised."""
    return [Verdict(path, STANDARD, VALIDATOR, tuple(_violations(path))) for path in paths]


def _violations(path: Path) -> list[Violation]:
    try:
        return schema.check(Article.from_bytes(safety.read_file(path), path.name))
    except ArchiverError as error:
        return [Violation(0, "well-formed", error.message, error.remedy)]
