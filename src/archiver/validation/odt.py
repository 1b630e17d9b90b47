"""Validator of ODT, without the OpenDocument schema: it checks the package, its manifest, its parts, and the references
between them.

Source: OpenDocument 1.3 (OASIS), part 2 (packages) and part 3 (schema).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from lxml import etree

from archiver.errors import TooLarge
from archiver.validation import Verdict
from archiver.validation.zip_package import Package

STANDARD = "ODT"
VALIDATOR = "Archiver's own checks of the package, its parts and their references"

_MIMETYPE = "application/vnd.oasis.opendocument.text"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_ID = "{http://www.w3.org/XML/1998/namespace}id"


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each document."""
    return [_verdict(path) for path in paths]


def _verdict(path: Path) -> Verdict:
    try:
        package = Package(path)
    except TooLarge as error:
        return Verdict(path, STANDARD, VALIDATOR, skipped=str(error), refused=True)
    if not package.violations and _is_encrypted(package):
        return Verdict(path, STANDARD, VALIDATOR, skipped="it is encrypted, and cannot be read without its password")
    if not package.violations:
        _check(package)
    return Verdict(path, STANDARD, VALIDATOR, tuple(package.violations))


def _is_encrypted(package: Package) -> bool:
    """Whether the manifest says that files are encrypted (part 2, 3.4). Encrypted parts are not XML."""
    manifest = package.xml("META-INF/manifest.xml")
    return manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None


def _check(package: Package) -> None:
    package.require(["mimetype", "META-INF/manifest.xml", "content.xml", "styles.xml"])
    if package.entries.get("mimetype", _MIMETYPE.encode()) != _MIMETYPE.encode():
        package.report("mimetype", f"It does not contain {_MIMETYPE}.", "mimetype")
    elif "mimetype" in package.entries and (package.first != "mimetype" or not package.first_is_stored):
        package.report("mimetype", "The file mimetype is not the first, or it is compressed.", "mimetype")
    for name in sorted(package.entries):
        if name.endswith((".xml", ".rdf")):
            package.xml(name)
    _check_manifest(package)
    for name, root_name in (
        ("content.xml", "document-content"),
        ("styles.xml", "document-styles"),
        ("meta.xml", "document-meta"),
    ):
        root = package.xml(name)
        if root is not None and root.tag != f"{_OFFICE}{root_name}":
            package.report("part", f"It is not an OpenDocument {root_name}.", name)
    content = package.xml("content.xml")
    if content is not None:
        _check_content(package, content)


def _check_manifest(package: Package) -> None:
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is None:
        return
    listed = {entry.get(f"{_MANIFEST}full-path") or "" for entry in manifest.iter(f"{_MANIFEST}file-entry")}
    for name in sorted(package.entries):
        # The manifest need not list itself, mimetype, and other files in META-INF such as signatures (part 2, 3.2).
        if name not in listed and name != "mimetype" and not name.startswith("META-INF/") and not name.endswith("/"):
            package.report("manifest", f"The manifest does not list {name}.", "META-INF/manifest.xml")
    for name in sorted(listed):
        if name and not name.endswith("/") and name not in package.entries:
            package.report("manifest", f"The manifest lists {name}, which does not exist.", "META-INF/manifest.xml")


def _check_content(package: Package, content: etree._Element) -> None:
    targets = {
        element.get(f"{_TEXT}name")
        for kind in ("bookmark", "bookmark-start", "section")
        for element in content.iter(f"{_TEXT}{kind}")
    }
    ids = Counter(
        id_ for element in content.iter(etree.Element) if (id_ := element.get(_ID) or element.get(f"{_TEXT}id"))
    )
    for id_, count in sorted(ids.items()):
        if count > 1:
            package.report("id", f"The id {id_} is used {count} times.", "content.xml")
    for element in content.iter(etree.Element):
        href = element.get(_HREF) or ""
        line = element.sourceline or 0
        if href.startswith("#"):
            target = unquote(href[1:]).partition("|")[0]
            if target not in targets and target not in ids:
                package.report(
                    "bookmark", f"A link points to {target}, which does not exist.", "content.xml", line, "info"
                )
        elif (
            str(element.tag).endswith("}image")
            and ":" not in href.partition("/")[0]
            and unquote(href).removeprefix("./") not in package.entries
        ):
            package.report("picture", f"The picture {href} does not exist.", "content.xml", line)
