"""Validator of DOCX, without the schemas of ECMA-376: it checks the package, its parts, and the references between
them.

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
VALIDATOR = "Archiver's own checks of the package, its parts and their references"

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
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
    return [_verdict(path) for path in paths]


def _verdict(path: Path) -> Verdict:
    try:
        package = Package(path)
    except TooLarge as error:
        return Verdict(path, STANDARD, VALIDATOR, skipped=str(error), refused=True)
    if not package.violations:
        _check(package)
    return Verdict(path, STANDARD, VALIDATOR, tuple(package.violations))


def _check(package: Package) -> None:
    package.require(["[Content_Types].xml", "_rels/.rels"])
    _check_types(package)
    main = ""
    for name in sorted(package.entries):
        if name.endswith(".rels"):
            for relation, target in _relationships(package, name).items():
                kind, _, id_ = relation.partition(" ")
                if not id_:
                    package.report("relationship", "A relationship has no Id.", name)
                if name == "_rels/.rels" and kind.endswith("/officeDocument"):
                    main = target
                if target and target not in package.entries:
                    package.report("relationship", f"It names the file {target}, which does not exist.", name)
        elif name.endswith(".xml"):
            package.xml(name)
    if not main:
        package.report("part", "It names no main document.", "_rels/.rels")
    elif (root := package.xml(main)) is not None:
        namespace = next((space for space in _WORD if root.tag == f"{space}document"), "")
        if not namespace:
            package.report("part", "Its main document is not WordprocessingML.", main)
        else:
            _check_document(package, main, root, namespace)


def _check_types(package: Package) -> None:
    """Check that every file of the package has a content type."""
    types = package.xml("[Content_Types].xml")
    if types is None:
        return
    default_extensions = {(element.get("Extension") or "").lower() for element in types.iter(f"{_TYPES}Default")}
    overridden_names = {
        unquote(element.get("PartName") or "").lstrip("/").lower() for element in types.iter(f"{_TYPES}Override")
    }
    for name in sorted(package.entries):
        lower = name.lower()
        if (
            name.endswith("/")
            or name == "[Content_Types].xml"
            or lower in overridden_names
            or lower.rpartition(".")[2] in default_extensions
        ):
            continue
        package.report("content-type", f"The file {name} has no content type.", "[Content_Types].xml")
    for element in types.iter(f"{_TYPES}Override"):
        name = unquote(element.get("PartName") or "").lstrip("/")
        root = package.xml(name) if ".wordprocessingml." in (element.get("ContentType") or "") else None
        if root is not None and not str(root.tag).startswith(_WORD):
            package.report("part", "Its content type is WordprocessingML, but its content is not.", name)


def _relationships(package: Package, name: str) -> dict[str, str]:
    """The targets of a relationships part: "TYPE ID" → the file in the package, or "" for an external target."""
    root = package.xml(name)
    targets: dict[str, str] = {}
    if root is None:
        return targets
    base_folder = dirname(dirname(name))
    for relation in root.iter(f"{_RELATIONSHIPS}Relationship"):
        target = unquote((relation.get("Target") or "").partition("#")[0])
        is_internal = relation.get("TargetMode") != "External" and target
        part_name = target.lstrip("/") if target.startswith("/") else normpath(join(base_folder, target))
        targets[f"{relation.get('Type')} {relation.get('Id') or ''}"] = part_name if is_internal else ""
    return targets


def _check_document(package: Package, main: str, root: etree._Element, namespace: str) -> None:
    folder, _, _ = main.rpartition("/")
    for part_name in (main, *(f"{folder}/{kind}.xml".lstrip("/") for kind in ("footnotes", "endnotes", "comments"))):
        part = package.xml(part_name)
        if part is None:
            continue
        folder_of_part, _, file_name = part_name.rpartition("/")
        ids = {
            key.partition(" ")[2]
            for key in _relationships(package, f"{folder_of_part}/_rels/{file_name}.rels".lstrip("/"))
        }
        for element in part.iter(etree.Element):
            for name, value in element.attrib.items():
                key = etree.QName(name)
                if key.namespace in _OFFICE and value not in ids:
                    package.report(
                        "relationship",
                        f"It points to the relationship {value}, which does not exist.",
                        part_name,
                        element.sourceline or 0,
                    )
    bookmarks = {element.get(f"{namespace}name") for element in root.iter(f"{namespace}bookmarkStart")}
    for kind in ("footnotes", "endnotes"):
        notes = package.xml(f"{folder}/{kind}.xml".lstrip("/"))
        note_ids = {element.get(f"{namespace}id") for element in notes} if notes is not None else set()
        if notes is not None:
            bookmarks |= {element.get(f"{namespace}name") for element in notes.iter(f"{namespace}bookmarkStart")}
        for reference in root.iter(f"{namespace}{kind[:-1]}Reference"):
            if reference.get(f"{namespace}id") not in note_ids:
                package.report(
                    "note",
                    f"The note {reference.get(f'{namespace}id')} has a marker but does not exist.",
                    main,
                    reference.sourceline or 0,
                )
    for link in root.iter(f"{namespace}hyperlink"):
        if (anchor := link.get(f"{namespace}anchor")) and anchor not in bookmarks:
            # Not a violation: the standard leaves such links to the program.
            package.report(
                "bookmark", f"A link points to {anchor}, which does not exist.", main, link.sourceline or 0, "info"
            )
