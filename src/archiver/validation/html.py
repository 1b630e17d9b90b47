"""HTML pages, as far as they can be judged without the validator of the W3C.

Archiver's own pages, which say so in their head, are XML as well: they are whole, have a title, ids of their own and links within that lead somewhere,
act in no way, and load nothing. Of other pages only breaches are told that every reader of XML can see; else they are not judged.
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
JUDGE = "Archiver's own checks"
UNJUDGED = "it is no page of Archiver's, and no validator of HTML is part of Archiver"

_OWN = re.compile(rb"""<meta\s+name=["']generator["']\s+content=["']archiver """)
_LOADS = frozenset("img script iframe object embed link source audio video track input frame".split())
_REMEDY = "Make it anew from its record, or correct it there."


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each page: on pages of others "not valid" with a breach, else "not judged"."""
    return [_judge(path) for path in paths]


def _judge(path: Path) -> Verdict:
    data = safety.read_file(path)
    own = _OWN.search(data[:20_000]) is not None
    try:
        root = safety.parse_xml(data, path.name)
    except SourceError as error:
        if own:
            return Verdict(path, STANDARD, JUDGE, (Violation(_line(error), "well-formed", error.message, _REMEDY),))
        return Verdict(path, STANDARD, JUDGE, skipped=UNJUDGED)
    return Verdict(path, STANDARD, JUDGE, tuple(_breaches(root, own)), skipped="" if own else UNJUDGED)


def _line(error: ArchiverError) -> int:
    found = re.search(r"line (\d+)", error.message)
    return int(found[1]) if found else 0


def _breaches(root: etree._Element, own: bool) -> Iterator[Violation]:
    def breach(rule: str, message: str, element: etree._Element) -> Violation:
        return Violation(int(element.sourceline or 0), rule, message, _REMEDY)

    if not any((title.text or "").strip() for title in root.iterfind("{*}head/{*}title")):
        yield breach("title", "It has no title.", root)
    if not (root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")) and own:
        yield Violation(1, "language", "It names no language.", "Give one with --language.", severity="info")
    ids = Counter(id_ for element in root.iter(etree.Element) if (id_ := element.get("id")) is not None)
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        if (id_ := element.get("id")) is not None and ids[id_] > 1:
            yield breach("id", f"The id {id_!r} stands there {ids[id_]} times.", element)
            ids[id_] = 1  # said once
        href = element.get("href") or ""
        if (
            own
            and name == "a"
            and len(href) > 1
            and href.startswith("#")
            and not {href[1:], unquote(href[1:])} & ids.keys()
        ):
            yield breach("link", f"A link leads to {href}, which is not there.", element)
        if own:
            yield from _acts(element, name, breach)


def _acts(element: etree._Element, name: str, breach: object) -> Iterator[Violation]:
    """What a page of Archiver's does not have: scripts, handlers, and things that are loaded from elsewhere."""
    assert callable(breach)
    if name in ("script", "iframe", "object", "embed", "form"):
        yield breach("acts", f"It has a {name} element.", element)
    for key, value in element.attrib.items():
        bare = str(key).lower()
        if bare.startswith("on") or str(value).strip().lower().startswith("javascript:"):
            yield breach("acts", f"An attribute holds a script ({bare}).", element)
        if name in _LOADS and bare in ("src", "srcset", "data", "poster") and not str(value).startswith("data:"):
            yield breach("loads", f"It loads {str(value)[:80]}.", element)
