"""The XSLT stylesheets of the writers, applied."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

from archiver.stylesheets import stylesheet

FOLDER = Path(__file__).parents[2] / "stylesheets"


@cache
def resource(name: str) -> str:
    """The text of a file in the stylesheets folder, for example a CSS file."""
    return (FOLDER / name).read_text(encoding="utf-8")


def transform(name: str, root: etree._Element, **parameters: str | bool) -> etree._Element:
    """Apply the stylesheet `name` to a document; returns the root of the result."""
    values = {
        key: etree.XSLT.strparam(value) if isinstance(value, str) else f"{str(value).lower()}()"
        for key, value in parameters.items()
    }
    return stylesheet(FOLDER / name)(root, profile_run=False, **values).getroot()
