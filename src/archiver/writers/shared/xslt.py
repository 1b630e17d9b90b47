"""The XSLT stylesheets: parsed once per process, and applied."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).parents[2] / "stylesheets"

# A stylesheet may read the other stylesheets and nothing else; it may not write or use the network.
_ACCESS = etree.XSLTAccessControl(
    read_file=True, write_file=False, create_dir=False, read_network=False, write_network=False
)


@cache
def _load(name: str) -> etree.XSLT:
    return etree.XSLT(etree.parse(FOLDER / name), access_control=_ACCESS)


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
    return _load(name)(root, profile_run=False, **values).getroot()
