"""ODT against what can be told without the schema of OpenDocument: the package, its manifest, its parts and what points at what in them.

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
JUDGE = "Archiver's own checks of the package, its parts and their references"

_MIMETYPE = "application/vnd.oasis.opendocument.text"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_ID = "{http://www.w3.org/XML/1998/namespace}id"


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each document."""
    return [_judge(path) for path in paths]


def _judge(path: Path) -> Verdict:
    try:
        package = Package(path)
    except TooLarge as error:
        return Verdict(path, STANDARD, JUDGE, skipped=str(error), refused=True)
    if not package.wrong and _is_encrypted(package):
        return Verdict(path, STANDARD, JUDGE, skipped="it is encrypted, and cannot be read without its password")
    if not package.wrong:
        _check(package)
    return Verdict(path, STANDARD, JUDGE, tuple(package.wrong))


def _is_encrypted(package: Package) -> bool:
    """Whether the manifest says that files are encrypted (part 2, 3.4): what lies there then is no XML."""
    manifest = package.xml("META-INF/manifest.xml")
    return manifest is not None and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None


def _check(package: Package) -> None:
    package.require(["mimetype", "META-INF/manifest.xml", "content.xml", "styles.xml"])
    if package.entries.get("mimetype", _MIMETYPE.encode()) != _MIMETYPE.encode():
        package.say("mimetype", f"It does not call itself {_MIMETYPE}.", "mimetype")
    elif "mimetype" in package.entries and (package.first != "mimetype" or not package.first_is_stored):
        package.say("mimetype", "The file mimetype is not the first, or it is compressed.", "mimetype")
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
            package.say("part", f"It is no {root_name} of OpenDocument.", name)
    content = package.xml("content.xml")
    if content is not None:
        _check_content(package, content)


def _check_manifest(package: Package) -> None:
    manifest = package.xml("META-INF/manifest.xml")
    if manifest is None:
        return
    listed = {entry.get(f"{_MANIFEST}full-path") or "" for entry in manifest.iter(f"{_MANIFEST}file-entry")}
    for name in sorted(package.entries):
        # those two and what else stands in META-INF, signatures for one, need not be listed (part 2, 3.2)
        if name not in listed and name != "mimetype" and not name.startswith("META-INF/") and not name.endswith("/"):
            package.say("manifest", f"The manifest does not list {name}.", "META-INF/manifest.xml")
    for name in sorted(listed):
        if name and not name.endswith("/") and name not in package.entries:
            package.say("manifest", f"The manifest lists {name}, which is not there.", "META-INF/manifest.xml")


def _check_content(package: Package, content: etree._Element) -> None:
    places = {
        one.get(f"{_TEXT}name")
        for kind in ("bookmark", "bookmark-start", "section")
        for one in content.iter(f"{_TEXT}{kind}")
    }
    ids = Counter(id_ for one in content.iter(etree.Element) if (id_ := one.get(_ID) or one.get(f"{_TEXT}id")))
    for id_, count in sorted(ids.items()):
        if count > 1:
            package.say("id", f"The id {id_} stands there {count} times.", "content.xml")
    for element in content.iter(etree.Element):
        href = element.get(_HREF) or ""
        line = element.sourceline or 0
        if href.startswith("#"):
            target = unquote(href[1:]).partition("|")[0]
            if target not in places and target not in ids:
                package.say("bookmark", f"A link leads to {target}, which is not there.", "content.xml", line, "info")
        elif (
            str(element.tag).endswith("}image")
            and ":" not in href.partition("/")[0]
            and unquote(href).removeprefix("./") not in package.entries
        ):
            package.say("picture", f"The picture {href} is not there.", "content.xml", line)
