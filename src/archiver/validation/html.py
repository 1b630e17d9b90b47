"""Validator of HTML, without the validator of the W3C.

Archiver's own pages, which name it in their head, are XML as well. They must be well-formed, and have a title, unique
ids and working internal links; they must hold no script and load nothing. Pages of others are checked for a few
violations only; without one they are "not judged".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from archiver import safety
from archiver.errors import ArchiverError, SourceError
from archiver.schema import Violation
from archiver.validation import Verdict

STANDARD = "HTML"
VALIDATOR = "Archiver's own checks"
NOT_JUDGED = "Archiver did not make this page, and it has no general validator of HTML"

_OWN = re.compile(rb"""<meta\s+name=["']generator["']\s+content=["']archiver """)
_LOADING_ELEMENTS = frozenset("img script iframe object embed link source audio video track input frame".split())
_REMEDY = "Correct its record, and export it again."


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each page. A page of others is "not valid" when a violation is found, else "not judged"."""
    return [_verdict(path) for path in paths]


def _verdict(path: Path) -> Verdict:
    data = safety.read_file(path)
    own = _OWN.search(data[:20_000]) is not None
    try:
        root = safety.parse_xml(data, path.name)
    except SourceError as error:
        if own:
            return Verdict(path, STANDARD, VALIDATOR, (Violation(_line(error), "well-formed", error.message, _REMEDY),))
        return Verdict(path, STANDARD, VALIDATOR, skipped=NOT_JUDGED)
    return Verdict(path, STANDARD, VALIDATOR, tuple(_violations(root, own)), skipped="" if own else NOT_JUDGED)


def _line(error: ArchiverError) -> int:
    match = re.search(r"line (\d+)", error.message)
    return int(match[1]) if match else 0


def _violations(root: etree._Element, own: bool) -> Iterator[Violation]:
    def violation(rule: str, message: str, element: etree._Element) -> Violation:
        return Violation(int(element.sourceline or 0), rule, message, _REMEDY)

    if not any((title.text or "").strip() for title in root.iterfind("{*}head/{*}title")):
        yield violation("title", "It has no title.", root)
    if not (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")) and own:
        yield Violation(1, "language", "It names no language.", "Give one with --language.", severity="info")
    ids = Counter(id_ for element in root.iter(etree.Element) if (id_ := element.get("id")) is not None)
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if (id_ := element.get("id")) is not None and ids[id_] > 1:
            yield violation("id", f"The id {id_!r} is used {ids[id_]} times.", element)
            ids[id_] = 1  # report it only once
        href = element.get("href") or ""
        if (
            own
            and name == "a"
            and len(href) > 1
            and href.startswith("#")
            and not {href[1:], unquote(href[1:])} & ids.keys()
        ):
            yield violation("link", f"A link points to {href}, which does not exist.", element)
        if own:
            yield from _active_content(element, name, violation)


def _active_content(element: etree._Element, name: str, violation: object) -> Iterator[Violation]:
    """A violation for each script, event handler, and resource from elsewhere: an exported page must have none."""
    assert callable(violation)
    is_data = name == "script" and element.get("type") == "application/ld+json"
    if name in ("script", "iframe", "object", "embed", "form") and not is_data:
        yield violation("acts", f"It has a {name} element.", element)
    for key, value in element.attrib.items():
        attribute = str(key).lower()
        if attribute.startswith("on") or str(value).strip().lower().startswith("javascript:"):
            yield violation("acts", f"An attribute holds a script ({attribute}).", element)
        if (
            name in _LOADING_ELEMENTS
            and attribute in ("src", "srcset", "data", "poster")
            and not str(value).startswith("data:")
        ):
            yield violation("loads", f"It loads {str(value)[:80]}.", element)
