"""Validation of records: article.rng (the grammar), and article.sch (rules that a grammar cannot express).

`check` lists the violations of a record. `require_valid` is called before a record leaves the pipeline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from archiver.article import Article
from archiver.errors import InvalidResult, MissingDependency

_PACKAGE = Path(__file__).parent
#: Inside the installed package; in a checkout at the top level.
_FOLDERS = (_PACKAGE / "schemas", _PACKAGE.parent.parent / "schemas")


@dataclass(frozen=True, slots=True)
class Violation:
    """A violation of a standard: the line (0 when there is none), the rule, the message, and the remedy.

    `severity` is error, warning or info. `where` names a place that has no line: a file inside an EPUB, a page of a
    PDF.
    """

    line: int
    rule: str
    message: str
    remedy: str
    severity: str = "error"
    where: str = ""


def schema_path(name: str) -> Path:
    """The path of one of Archiver's schemas, such as "article.rng". Raises MissingDependency when it is not installed."""
    for folder in _FOLDERS:
        if (path := folder / name).is_file():
            return path
    raise MissingDependency(f"The schema {name} is not installed.", "Install Archiver again.")


def check(article: Article) -> list[Violation]:
    """The violations of a record: of the grammar, else of the Schematron rules; empty when the record is valid."""
    violations = _violations(article.root)
    if not violations or article.root.sourceline:
        return violations
    # A record that was just built has no line numbers, so it is written and parsed to get those of its file.
    return _violations(Article.from_bytes(article.xml()).root)


def require_valid(article: Article) -> None:
    """Raise InvalidResult with the first error when the record is not valid. Warnings pass."""
    for violation in check(article):
        if violation.severity == "error":
            position = f"line {violation.line}: " if violation.line else ""
            raise InvalidResult(f"The record is not valid: {position}{violation.message}", violation.remedy)


@cache
def grammar(name: str) -> etree.RelaxNG:
    """One of Archiver's grammars, loaded once per process."""
    return etree.RelaxNG(etree.parse(schema_path(name)))


@cache
def _rules(name: str) -> etree.XSLT:
    """A Schematron schema as the XSLT that checks it, compiled once per process."""
    compiler = etree.XSLT(etree.parse(_PACKAGE / "stylesheets" / "schematron.xsl"))
    return etree.XSLT(compiler(etree.parse(schema_path(name))).getroot())


def _violations(root: etree._Element) -> list[Violation]:
    return grammar_violations(
        root, "article.rng", "docs/reference/record.md shows what may stand there."
    ) or rule_violations(root, "article.sch")


def grammar_violations(root: etree._Element, name: str, remedy: str) -> list[Violation]:
    """Violations of one of Archiver's grammars, the most specific first."""
    validator = grammar(name)
    if validator.validate(root):
        return []
    violations = [
        Violation(error.line, error.type_name.removeprefix("RELAXNG_").lower(), _sentence(error.message), remedy)
        for error in validator.error_log
    ]
    # After the first error, libxml2 also reports every ancestor: that something in it is wrong.
    specific = [b for b in violations if not b.message.startswith(("Element", "Extra element", "Invalid sequence"))]
    return list(dict.fromkeys(specific + violations))


def _sentence(message: str) -> str:
    """The message of libxml2 without namespaces, with a full stop at the end."""
    return re.sub(r"\{[^}]*\}", "", message).strip().rstrip(".") + "."


def rule_violations(root: etree._Element, name: str) -> list[Violation]:
    """Violations of one of Archiver's Schematron schemas."""
    return [
        Violation(
            line=_line(root, violation.get("path", "")),
            rule=violation.get("rule", ""),
            message=re.sub(r"\s+", " ", violation.text or "").strip(),
            remedy=violation.get("remedy", ""),
            severity=violation.get("severity", "error"),
        )
        for violation in _rules(name)(root).getroot()
    ]


def _line(root: etree._Element, path: str) -> int:
    matches = root.xpath(path)
    return (
        int(matches[0].sourceline or 0)
        if isinstance(matches, list) and matches and isinstance(matches[0], etree._Element)
        else 0
    )
