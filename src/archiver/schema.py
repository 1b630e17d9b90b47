"""Validation of records: article.rng (the grammar), and article.sch (rules that a grammar cannot express).

`check` lists the violations of a record. `require_valid` is called before a record leaves the pipeline.
"""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from lxml import etree

from archiver.article import Article, tag
from archiver.errors import InvalidResult, MissingDependency
from archiver.stylesheets import schematron

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


def _rules(name: str) -> etree.XSLT:
    """A Schematron schema as the XSLT that checks it, compiled once per process."""
    return schematron(schema_path(name), _PACKAGE / "stylesheets" / "schematron.xsl")


def _violations(root: etree._Element) -> list[Violation]:
    return grammar_violations(
        root, "article.rng", "docs/reference/record.md shows what may stand there."
    ) or rule_violations(root, "article.sch")


#: libxml2 takes quadratic time for the children of an element whose content it cannot check with an automaton: these, and all of
#: MathML. More children than so many are checked in portions.
_SLOW = frozenset(tag(name) for name in ("list", "item", "cell", "figure", "note", "formula"))
_PORTION = 500
_CAPTION = tag("caption")
_LONG = etree.XPath(f"descendant-or-self::*[*[{2 * _PORTION}]]")
_MATHML = "{http://www.w3.org/1998/Math/MathML}"


def grammar_violations(root: etree._Element, name: str, remedy: str) -> list[Violation]:
    """Violations of one of Archiver's grammars, the most specific first."""
    validator = grammar(name)
    divided = _divided(root)
    if validator.validate(root if divided is None else divided) or (divided is not None and validator.validate(root)):
        return []
    violations = [
        Violation(error.line, error.type_name.removeprefix("RELAXNG_").lower(), _sentence(error.message), remedy)
        for error in validator.error_log
    ]
    # After the first error, libxml2 also reports every ancestor: that something in it is wrong.
    specific = [b for b in violations if not b.message.startswith(("Element", "Extra element", "Invalid sequence"))]
    return list(dict.fromkeys(specific + violations))


def _divided(root: etree._Element) -> etree._Element | None:
    """A copy of a record in which each element that is slow to check, and has thousands of children, is divided into several. None
    if there is no such element.

    The copy is valid only if the record is: each part has the attributes of the whole, its text and its first child, which decide
    what may follow (inline content or blocks, items or terms), and its content model allows any number of such children.

        <item><p/><p/><p/><p/><p/></item>    becomes    <item><p/><p/><p/></item><item><p/><p/><p/></item>
    """
    if not any(_is_slow(element) for element in _LONG(root)):
        return None
    copied = copy.deepcopy(root)
    for element in reversed([element for element in _LONG(copied) if _is_slow(element)]):
        first, *others = element
        if element.getparent() is None or next(islice(first.iter(), _PORTION, None), None) is not None:
            continue  # a first child that is long itself would be copied again and again
        if any(child.tag == _CAPTION for child in others[:-1]):
            continue  # a caption ends its figure, and would end a part
        for start in reversed(range(_PORTION, len(others), _PORTION)):
            part = element.makeelement(element.tag, element.attrib, element.nsmap)
            part.text = element.text
            part.append(copy.deepcopy(first))
            part.extend(others[start : start + _PORTION])
            element.addnext(part)
    return copied


def _is_slow(element: etree._Element) -> bool:
    return element.tag in _SLOW or str(element.tag).startswith(_MATHML)


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
