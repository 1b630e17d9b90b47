"""Preparation of the labelled pages: their units after the named rules, the tags, classes and parents of their elements, and their labels."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from labels import label

from archiver.cleaning.anchors import Hints, hints
from archiver.cleaning.body.finder import candidates
from archiver.cleaning.chrome import remove_chrome
from archiver.cleaning.measures import Measures, Unit, is_caption
from archiver.draft import Draft
from archiver.errors import ArchiverError
from archiver.metadata import gather_metadata
from archiver.notes import claim_notes
from archiver.readers import html
from archiver.source import Source

#: The sets of labelled pages, and the folders of their archives.
SETS = {
    "wcxb-articles": "extraction", "wcxb-others": "extraction", "wcxb-rest": "extraction", "snippets": "extraction",
    "readability": "extraction", "newspaper4k-dataset": "metadata", "fundus": "metadata",
}  # fmt: skip


#: The sets whose texts begin below the standfirst, which other sets count as text; and the fewest characters of a standfirst.
WITHOUT_STANDFIRST = frozenset(["newspaper4k-dataset", "fundus"])
SHORTEST_STANDFIRST = 40


@dataclass
class Page:
    """A labelled page, reduced to the data of which features are made. It takes the place of Measures."""

    name: str
    set: str
    site: str
    truth: dict[str, Any]
    tags: list[str]
    classes: list[str]
    parent: list[int]
    units: list[Unit]
    headline: int | None
    labels: list[tuple[int, float, float]]
    hints: Hints


@cache
def corpus(folder: Path, name: str) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    """The archive of a set, and the truths by the name of a page."""
    archive = zipfile.ZipFile(folder / SETS[name] / f"{name}.zip")
    truths = json.loads(archive.read("truth.json"))
    # the sets of metadata call the text of an article its body
    return archive, {
        page: truth | {"text": truth["body"]} if "body" in truth else truth for page, truth in truths.items()
    }


def page_names(folder: Path, name: str) -> list[str]:
    """The names of the pages of a set that have a text or snippets."""
    return [page for page, truth in corpus(folder, name)[1].items() if truth.get("text") or truth.get("with")]


def site(url: str, fallback: str) -> str:
    """About the registered domain of an address, or `fallback`. Pages of one site must not be on both sides of a fold."""
    host = urlsplit(url).netloc.lower()
    if host == "web.archive.org":
        host = urlsplit(url.split("/http", 1)[-1].lstrip("s:/") and "http" + url.split("/http", 1)[-1]).netloc.lower()
    parts = host.split(":")[0].split(".")
    return ".".join(parts[-2:]) if len(parts) > 1 else fallback


def read_draft(name: str, data: bytes, url: str = "") -> Draft:
    """The Draft of a page after the passes before cleaning."""
    draft = Draft(html.read(Source(name=name, data=data, stem=name, url=url or None)))
    claim_notes(draft)
    gather_metadata(draft)
    return draft


def without_standfirst(
    units: list[Unit], headline: int | None, labels: list[tuple[int, float, float]]
) -> list[tuple[int, float, float]]:
    """The labels without those of what may be a standfirst: text without links between the headline and the first unit of the body."""
    first = next((k for k, value, _ in labels if value), 0)
    return [
        (k, value, weight)
        for k, value, weight in labels
        if k >= first
        or headline is None
        or units[k].index < headline
        or units[k].link
        or units[k].chars < SHORTEST_STANDFIRST
    ]


def read_page(folder: Path, name: str, page: str) -> Page | None:
    """A labelled page, ready for features; None for a page that cannot be read."""
    archive, truths = corpus(folder, name)
    truth = truths[page]
    try:
        draft = read_draft(page, archive.read(f"html/{page}.html"), truth.get("url") or "")
    except ArchiverError:
        return None
    measures = Measures(draft)
    remove_chrome(draft, measures)
    units, headline = candidates(draft, measures)
    # the sources of the labels treat captions differently, so captions have no labels
    labels = [entry for entry in label(units, truth) if not is_caption(measures, units[entry[0]].index)]
    if name in WITHOUT_STANDFIRST:
        labels = without_standfirst(units, headline, labels)
    return Page(
        page, name, site(truth.get("url") or "", page), truth, measures.tags, measures.classes, measures.parent, units, headline, labels,
        hints(draft),
    )  # fmt: skip
