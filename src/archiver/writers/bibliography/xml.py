"""What the XML formats share: the file, texts that XML can hold, and elements by a path."""

from __future__ import annotations

import re
from typing import BinaryIO

from lxml import etree

from archiver.text import writable
from archiver.writers.shared.work import Work

_STEP = re.compile(r"(?P<name>[\w:-]+)(?P<conditions>(?:\[@[\w:-]+='[^']*'\])*)")
_CONDITION = re.compile(r"\[@([\w:-]+)='([^']*)'\]")


def write_xml(root: etree._Element, work: Work, out: BinaryIO) -> None:
    """Write a document in UTF-8, indented, with a final line feed. A comment names the source by its SHA-256."""
    etree.indent(root)
    if work.sha256:
        root.addprevious(etree.Comment(f" Made by archiver from the source with the SHA-256 {work.sha256} "))
    out.write(etree.tostring(root.getroottree(), encoding="UTF-8", xml_declaration=True) + b"\n")


def element_text(value: str) -> str:
    """A value on one line, without characters that XML cannot hold."""
    return " ".join(writable(value).split())


def add_by_path(root: etree._Element, path: str, value: str, namespace: str) -> None:
    """Add an element with a text below `root`: "part/detail[@type='volume']/number". Elements on the way are made once, and the last
    one is always new.
    """
    text = element_text(value)
    if not text:
        return
    parent = root
    steps = [(match["name"], dict(_CONDITION.findall(match["conditions"]))) for match in _STEP.finditer(path)]
    for name, attributes in steps[:-1]:
        parent = _last(parent, f"{{{namespace}}}{name}", attributes)
    name, attributes = steps[-1]
    etree.SubElement(parent, f"{{{namespace}}}{name}", attributes).text = text


def _last(parent: etree._Element, tag: str, attributes: dict[str, str]) -> etree._Element:
    """The last child with this name and just these attributes; a new one if there is none."""
    found = [child for child in parent.findall(tag) if dict(child.attrib) == attributes]
    return found[-1] if found else etree.SubElement(parent, tag, attributes)
