"""Our XSLT stylesheets, parsed once per process, and how they are run."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from lxml import etree

FOLDER = Path(__file__).parents[2] / "stylesheets"

# A stylesheet may read its sister files and do nothing else.
_ACCESS = etree.XSLTAccessControl(
    read_file=True, write_file=False, create_dir=False, read_network=False, write_network=False
)


@cache
def _load(name: str) -> etree.XSLT:
    return etree.XSLT(etree.parse(FOLDER / name), access_control=_ACCESS)


@cache
def resource(name: str) -> str:
    """The text of a file beside the stylesheets, a CSS for one."""
    return (FOLDER / name).read_text(encoding="utf-8")


def transform(name: str, root: etree._Element, **parameters: str | bool) -> etree._Element:
    """The root of what the stylesheet `name` makes of a document."""
    values = {
        key: etree.XSLT.strparam(value) if isinstance(value, str) else f"{str(value).lower()}()"
        for key, value in parameters.items()
    }
    return _load(name)(root, profile_run=False, **values).getroot()
