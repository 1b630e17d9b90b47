"""Validators of the bibliographic formats.

MODS is checked against its own schema (schemas/external), Dublin Core and MARCXML against grammars of ours
(schemas/dublin-core.rnc, schemas/marcxml.rnc). CSL-JSON, BibTeX, RIS and Zotero RDF have no schema for programs like this one,
so their structure is checked: what their readers need.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from lxml import etree

from archiver import safety, schema
from archiver.errors import ArchiverError
from archiver.schema import Violation
from archiver.validation import Verdict

BibliographicKind = Literal["csl", "bibtex", "ris", "dc", "mods", "marcxml", "zotero"]

_REMEDY = "Correct its record, and export it again."
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ZOTERO = "http://www.zotero.org/namespaces/export#"
#: The types of items of CSL 1.0.2 (appendix III).
_CSL_TYPES = frozenset(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter classic collection dataset document entry entry-dictionary"
    " entry-encyclopedia event figure graphic hearing interview legal_case legislation manuscript map motion_picture musical_score pamphlet"
    " paper-conference patent performance periodical personal_communication post post-weblog regulation report review review-book software song"
    " speech standard thesis treaty webpage".split()
)
_CSL_NAMES = frozenset(
    "author chair collection-editor compiler composer container-author contributor curator director editor editorial-director executive-producer guest"
    " host illustrator interviewer narrator organizer original-author performer producer recipient reviewed-author script-writer series-creator"
    " translator".split()
)
_CSL_DATES = frozenset(("accessed", "available-date", "event-date", "issued", "original-date", "submitted"))
_ENTRY = re.compile(r"@(?P<type>[A-Za-z]+)\s*\{\s*(?P<key>[^\s,{}\"#%'()=~\\]+)\s*,")
_FIELD = re.compile(r"\s*(?P<name>[A-Za-z][\w-]*)\s*=\s*")
_LITERAL = re.compile(r"\w+")
_LINE = re.compile(r"(?P<tag>[A-Z][A-Z0-9])  - ?(?P<value>.*)")


def validate(paths: Iterable[Path], kind: BibliographicKind) -> list[Verdict]:
    """One verdict for each file of a kind."""
    standard, validator, check = _CHECKS[kind]
    return [Verdict(path, standard, validator, tuple(_violations(path, check))) for path in paths]


def _violations(path: Path, check: Callable[[bytes, str], Iterable[Violation]]) -> Iterator[Violation]:
    try:
        yield from check(safety.read_file(path), path.name)
    except ArchiverError as error:
        yield Violation(0, "well-formed", error.message, error.remedy)


# -- XML ---------------------------------------------------------------------------------------------


def _dublin_core(data: bytes, name: str) -> list[Violation]:
    return schema.grammar_violations(safety.parse_xml(data, name), "dublin-core.rng", _REMEDY)


def _marcxml(data: bytes, name: str) -> list[Violation]:
    return schema.grammar_violations(safety.parse_xml(data, name), "marcxml.rng", _REMEDY)


@cache
def _mods_schema() -> etree.XMLSchema:
    """The schema of MODS, loaded once per process; what it imports stands beside it."""
    return etree.XMLSchema(etree.parse(schema.schema_path("external/mods/mods.xsd"), etree.XMLParser(no_network=True)))


def _mods(data: bytes, name: str) -> Iterator[Violation]:
    validator = _mods_schema()
    if not validator.validate(safety.parse_xml(data, name)):
        for error in validator.error_log:
            message = re.sub(r"\{[^}]*\}", "", error.message).strip()
            yield Violation(error.line, error.type_name.removeprefix("SCHEMAV_").lower(), message, _REMEDY)


def _zotero(data: bytes, name: str) -> Iterator[Violation]:
    root = safety.parse_xml(data, name)
    nodes = {node.get(f"{{{_RDF}}}about", "") for node in root}
    if root.tag != f"{{{_RDF}}}RDF":
        yield Violation(1, "root", "Its root is not rdf:RDF.", _REMEDY)
    if not any(node.find(f"{{{_ZOTERO}}}itemType") is not None for node in root):
        yield Violation(1, "item-type", "No node has a z:itemType, so Zotero finds no item.", _REMEDY)
    for element in root.iter(etree.Element):
        resource = element.get(f"{{{_RDF}}}resource")
        if resource is not None and etree.QName(element).localname == "isPartOf" and resource not in nodes:
            yield Violation(
                int(element.sourceline or 0), "resource", f"It points to {resource!r}, which does not exist.", _REMEDY
            )


# -- CSL-JSON ----------------------------------------------------------------------------------------


def _csl(data: bytes, name: str) -> Iterator[Violation]:
    try:
        items = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        yield Violation(getattr(error, "lineno", 0), "json", f"It is no JSON: {str(error).rstrip('.')}.", _REMEDY)
        return
    if not isinstance(items, list):
        yield Violation(1, "list", "It is no list of items.", _REMEDY)
        return
    for number, item in enumerate(items, 1):
        for reason in _csl_reasons(item):
            yield Violation(0, "csl-data", f"Item {number}: {reason}.", _REMEDY)


def _csl_reasons(item: object) -> Iterator[str]:
    """What is wrong with an item by csl-data.json."""
    if not isinstance(item, dict):
        yield "it is no object"
        return
    if not isinstance(item.get("id"), (str, int)):
        yield "it has no id"
    if item.get("type") not in _CSL_TYPES:
        yield f"{item.get('type')!r} is no type of CSL"
    for key, value in item.items():
        if key in _CSL_NAMES:
            if not isinstance(value, list) or not all(_is_name(name) for name in value):
                yield f"{key} is no list of names"
        elif key in _CSL_DATES:
            if not isinstance(value, dict) or not _is_date(value):
                yield f"{key} is no date"
        elif key not in ("custom", "categories") and not isinstance(value, (str, int, float)):
            yield f"{key} is no text"


def _is_name(name: object) -> bool:
    return isinstance(name, dict) and any(isinstance(name.get(part), str) for part in ("family", "given", "literal"))


def _is_date(date: dict[str, object]) -> bool:
    parts = date.get("date-parts")
    if parts is None:
        return any(isinstance(date.get(key), str) for key in ("literal", "raw"))
    return isinstance(parts, list) and all(
        isinstance(part, list) and 1 <= len(part) <= 3 and all(isinstance(number, (int, str)) for number in part)
        for part in parts
    )


# -- BibTeX ------------------------------------------------------------------------------------------


def _bibtex(data: bytes, name: str) -> Iterator[Violation]:
    text = _decoded(data)
    if text is None:
        yield Violation(0, "utf-8", "It is not UTF-8.", _REMEDY)
        return
    position, keys = 0, set[str]()
    while (start := text.find("@", position)) >= 0:
        line = text.count("\n", 0, start) + 1
        match = _ENTRY.match(text, start)
        if match is None:
            yield Violation(
                line, "entry", "An entry begins with @, its type, a brace, and a key with a comma.", _REMEDY
            )
            return
        if match["key"].lower() in keys:
            yield Violation(line, "key", f"The key {match['key']!r} is used twice.", _REMEDY)
        keys.add(match["key"].lower())
        position = _end_of_entry(text, match.end())
        if position < 0:
            yield Violation(
                line, "entry", f"The entry {match['key']!r} has a field that is not closed or not read.", _REMEDY
            )
            return
    if not keys:
        yield Violation(0, "entry", "It has no entry.", _REMEDY)


def _end_of_entry(text: str, position: int) -> int:
    """The position behind the brace that closes an entry; -1 if its fields cannot be read."""
    while True:
        while position < len(text) and (text[position].isspace() or text[position] == ","):
            position += 1
        if position < len(text) and text[position] == "}":
            return position + 1
        field = _FIELD.match(text, position)
        if field is None:
            return -1
        position = _end_of_value(text, field.end())
        if position < 0:
            return -1


def _end_of_value(text: str, position: int) -> int:
    """The position behind a value: in braces, which BibTeX only counts, in quotation marks, or a word."""
    if text[position : position + 1] not in ("{", '"'):
        literal = _LITERAL.match(text, position)
        return literal.end() if literal is not None else -1
    is_quoted, depth = text[position] == '"', 0
    for index in range(position + is_quoted, len(text)):
        depth += (text[index] == "{") - (text[index] == "}")
        if depth < 0:
            return -1
        if depth == 0 and text[index] == ('"' if is_quoted else "}"):
            return index + 1
    return -1


# -- RIS ---------------------------------------------------------------------------------------------


def _ris(data: bytes, name: str) -> Iterator[Violation]:
    text = _decoded(data)
    if text is None:
        yield Violation(0, "utf-8", "It is not UTF-8.", _REMEDY)
        return
    is_open, count = False, 0
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if not line.strip():
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            yield Violation(
                number, "line", "A line begins with a tag of two characters, two spaces, and a hyphen.", _REMEDY
            )
        elif match["tag"] == "TY":
            count += 1
            if is_open:
                yield Violation(
                    number, "reference", "A reference begins before the one above it has ended (ER).", _REMEDY
                )
            is_open = True
        elif not is_open:
            yield Violation(number, "reference", "A reference begins with its type (TY).", _REMEDY)
            return
        elif match["tag"] == "ER":
            is_open = False
    if is_open or not count:
        yield Violation(
            0, "reference", "The last reference has no end (ER)." if is_open else "It has no reference.", _REMEDY
        )


def _decoded(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


_OWN = "Archiver's own checks"
_CHECKS: dict[BibliographicKind, tuple[str, str, Callable[[bytes, str], Iterable[Violation]]]] = {
    "csl": ("CSL-JSON", _OWN, _csl),
    "bibtex": ("BibTeX", _OWN, _bibtex),
    "ris": ("RIS", _OWN, _ris),
    "dc": ("Dublin Core", "dublin-core.rng", _dublin_core),
    "mods": ("MODS 3.8", "mods.xsd", _mods),
    "marcxml": ("MARCXML", "marcxml.rng", _marcxml),
    "zotero": ("Zotero RDF", _OWN, _zotero),
}
