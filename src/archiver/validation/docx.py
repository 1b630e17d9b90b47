"""DOCX against what can be told without the schemas of ECMA-376: the package, its parts and what points at what in them.

Sources: ECMA-376 part 2 (packages: content types, relationships) and part 1 (main document, notes, bookmarks).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from lxml import etree

from archiver.errors import TooLarge
from archiver.validation import Verdict
from archiver.validation.zip_package import Package

STANDARD = "DOCX"
JUDGE = "Archiver's own checks of the package, its parts and their references"

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
_OFFICE = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_WORD = (
    "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}",
    "{http://purl.oclc.org/ooxml/wordprocessingml/main}",
)


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each document."""
    return [_judge(path) for path in paths]


def _judge(path: Path) -> Verdict:
    try:
        package = Package(path)
    except TooLarge as error:
        return Verdict(path, STANDARD, JUDGE, skipped=str(error), refused=True)
    if not package.wrong:
        _check(package)
    return Verdict(path, STANDARD, JUDGE, tuple(package.wrong))


def _check(package: Package) -> None:
    package.require(["[Content_Types].xml", "_rels/.rels"])
    _check_types(package)
    main = ""
    for name in sorted(package.entries):
        if name.endswith(".rels"):
            for relation, target in _relations(package, name).items():
                kind, _, id_ = relation.partition(" ")
                if not id_:
                    package.say("relationship", "A relationship has no Id.", name)
                if name == "_rels/.rels" and kind.endswith("/officeDocument"):
                    main = target
                if target and target not in package.entries:
                    package.say("relationship", f"The file {target} that it names is not there.", name)
        elif name.endswith(".xml"):
            package.xml(name)
    if not main:
        package.say("part", "It names no main document.", "_rels/.rels")
    elif (root := package.xml(main)) is not None:
        word = next((space for space in _WORD if root.tag == f"{space}document"), "")
        if not word:
            package.say("part", "Its main document is no WordprocessingML.", main)
        else:
            _check_document(package, main, root, word)


def _check_types(package: Package) -> None:
    """Every file of the package has a content type."""
    types = package.xml("[Content_Types].xml")
    if types is None:
        return
    endings = {(one.get("Extension") or "").lower() for one in types.iter(f"{_TYPES}Default")}
    named = {unquote(one.get("PartName") or "").lstrip("/").lower() for one in types.iter(f"{_TYPES}Override")}
    for name in sorted(package.entries):
        lower = name.lower()
        if name.endswith("/") or name == "[Content_Types].xml" or lower in named or lower.rpartition(".")[2] in endings:
            continue
        package.say("content-type", f"The file {name} has no content type.", "[Content_Types].xml")
    for one in types.iter(f"{_TYPES}Override"):
        name = unquote(one.get("PartName") or "").lstrip("/")
        root = package.xml(name) if ".wordprocessingml." in (one.get("ContentType") or "") else None
        if root is not None and not str(root.tag).startswith(_WORD):
            package.say("part", "Its content type says WordprocessingML, and it is none.", name)


def _relations(package: Package, name: str) -> dict[str, str]:
    """What a file of relationships names: kind and id, and the file in the package, "" for what lies outside."""
    root = package.xml(name)
    found: dict[str, str] = {}
    if root is None:
        return found
    base = dirname(dirname(name))
    for relation in root.iter(f"{_RELATIONS}Relationship"):
        target = unquote((relation.get("Target") or "").partition("#")[0])
        inside = relation.get("TargetMode") != "External" and target
        place = target.lstrip("/") if target.startswith("/") else normpath(join(base, target))
        found[f"{relation.get('Type')} {relation.get('Id') or ''}"] = place if inside else ""
    return found


def _check_document(package: Package, main: str, root: etree._Element, word: str) -> None:
    folder, _, _ = main.rpartition("/")
    for place in (main, *(f"{folder}/{kind}.xml".lstrip("/") for kind in ("footnotes", "endnotes", "comments"))):
        part = package.xml(place)
        if part is None:
            continue
        at, _, base = place.rpartition("/")
        ids = {key.partition(" ")[2] for key in _relations(package, f"{at}/_rels/{base}.rels".lstrip("/"))}
        for element in part.iter(etree.Element):
            for name, value in element.attrib.items():
                key = etree.QName(name)
                if key.namespace in _OFFICE and value not in ids:
                    package.say(
                        "relationship", f"It points at {value}, which nothing defines.", place, element.sourceline or 0
                    )
    bookmarks = {one.get(f"{word}name") for one in root.iter(f"{word}bookmarkStart")}
    for kind in ("footnotes", "endnotes"):
        notes = package.xml(f"{folder}/{kind}.xml".lstrip("/"))
        present = {one.get(f"{word}id") for one in notes} if notes is not None else set()
        if notes is not None:
            bookmarks |= {one.get(f"{word}name") for one in notes.iter(f"{word}bookmarkStart")}
        for call in root.iter(f"{word}{kind[:-1]}Reference"):
            if call.get(f"{word}id") not in present:
                package.say(
                    "note", f"The note {call.get(f'{word}id')} is called and not there.", main, call.sourceline or 0
                )
    for link in root.iter(f"{word}hyperlink"):
        if (anchor := link.get(f"{word}anchor")) and anchor not in bookmarks:
            # no breach of the standard: what such a link does is left to the program
            package.say(
                "bookmark", f"A link leads to {anchor}, which is not there.", main, link.sourceline or 0, "info"
            )
