"""The record's own law: article.rng (the grammar) and article.sch (what a grammar cannot say).

`check` lists what is wrong with a record; `require_valid` stands between making a record and letting it out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from archiver.article import Article
from archiver.errors import InvalidResult, MissingDependency

_HERE = Path(__file__).parent
#: Installed beside the package; in a checkout at the top level, where people look for them.
_FOLDERS = (_HERE / "schemas", _HERE.parent.parent / "schemas")


@dataclass(frozen=True, slots=True)
class Violation:
    """One breach of a standard: where (0 when it has no line), of which rule, in a sentence, and what to do about it.

    `severity` is error, warning or info; `where` names a place that lines do not (a file inside an EPUB, a page).
    """

    line: int
    rule: str
    message: str
    remedy: str
    severity: str = "error"
    where: str = ""


def schema_path(name: str) -> Path:
    """The file of one of our schemas, "article.rng" for one. Raises MissingDependency when it is not installed."""
    for folder in _FOLDERS:
        if (path := folder / name).is_file():
            return path
    raise MissingDependency(f"The schema {name} is not installed.", "Install Archiver anew.")


def check(article: Article) -> list[Violation]:
    """What is wrong with a record: breaches of the grammar, else of the rules beyond it; nothing when it is valid."""
    if not _breaches(article.root):
        return []
    # A record that was just built has no lines yet: count them as they would stand in its file.
    return _breaches(Article.from_bytes(article.xml()).root)


def require_valid(article: Article) -> None:
    """Raise InvalidResult with the first breach when the record is not valid; warnings pass."""
    for breach in check(article):
        if breach.severity == "error":
            place = f"line {breach.line}: " if breach.line else ""
            raise InvalidResult(f"The record is not valid: {place}{breach.message}", breach.remedy)


@cache
def grammar(name: str) -> etree.RelaxNG:
    """One of our grammars, loaded once per process."""
    return etree.RelaxNG(etree.parse(schema_path(name)))


@cache
def _rules(name: str) -> etree.XSLT:
    """A Schematron schema as the XSLT that checks it, compiled once per process."""
    compiler = etree.XSLT(etree.parse(_HERE / "stylesheets" / "schematron.xsl"))
    return etree.XSLT(compiler(etree.parse(schema_path(name))).getroot())


def _breaches(root: etree._Element) -> list[Violation]:
    return grammar_breaches(
        root, "article.rng", "docs/reference/record.md shows what may stand there."
    ) or rule_breaches(root, "article.sch")


def grammar_breaches(root: etree._Element, name: str, remedy: str) -> list[Violation]:
    """Breaches of one of our grammars, the most telling first."""
    judge = grammar(name)
    if judge.validate(root):
        return []
    breaches = [
        Violation(error.line, error.type_name.removeprefix("RELAXNG_").lower(), _sentence(error.message), remedy)
        for error in judge.error_log
    ]
    # libxml2 repeats itself outwards from where it stumbled, and says of each ancestor that something in it is wrong.
    telling = [b for b in breaches if not b.message.startswith(("Element", "Extra element", "Invalid sequence"))]
    return list(dict.fromkeys(telling + breaches))


def _sentence(message: str) -> str:
    """libxml2's message without the namespaces that it repeats, ended with a full stop."""
    return re.sub(r"\{[^}]*\}", "", message).strip().rstrip(".") + "."


def rule_breaches(root: etree._Element, name: str) -> list[Violation]:
    """Breaches of one of our Schematron schemas."""
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
    found = root.xpath(path)
    return (
        int(found[0].sourceline or 0)
        if isinstance(found, list) and found and isinstance(found[0], etree._Element)
        else 0
    )
