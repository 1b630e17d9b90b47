"""Read the labelled pages once: after the named rules, their units, their branches and their labels, without the
trees.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from labels import label

from archiver.cleaning.body import candidates
from archiver.cleaning.chrome import remove_chrome
from archiver.cleaning.measures import Unit, is_caption
from archiver.draft import Draft
from archiver.errors import ArchiverError
from archiver.metadata import gather_metadata
from archiver.notes import claim_notes
from archiver.readers import html
from archiver.source import Source

SETS = ("wcxb-articles", "wcxb-others", "snippets")


@dataclass
class Page:
    """A labelled page, reduced to what features are made of (it stands in for Measures)."""

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


def score_texts(truth: dict[str, Any], texts: dict[str, str]) -> dict[str, Any]:
    """The table of the corpus's own scorer."""
    from score_extraction import score

    table: dict[str, Any] = score(truth, texts)[0]
    return table


def corpus(folder: Path, name: str) -> Iterator[tuple[str, dict[str, Any], bytes]]:
    """(id, truth, bytes) of each page of a set; `folder` is the corpus folder. Its scorer can be imported from then
    on.
    """
    if str(folder) not in sys.path:
        sys.path.append(str(folder))
    with zipfile.ZipFile(folder / "extraction" / f"{name}.zip") as archive:
        for page, truth in json.loads(archive.read("truth.json")).items():
            yield page, truth, archive.read(f"html/{page}.html")


def site(url: str, fallback: str) -> str:
    """The registered domain, roughly; pages of one site must not be on both sides of a fold."""
    host = urlsplit(url).netloc.lower()
    if host == "web.archive.org":
        host = urlsplit(url.split("/http", 1)[-1].lstrip("s:/") and "http" + url.split("/http", 1)[-1]).netloc.lower()
    parts = host.split(":")[0].split(".")
    return ".".join(parts[-2:]) if len(parts) > 1 else fallback


def read_draft(name: str, data: bytes, url: str = "") -> Draft:
    """The Draft of a page as the passes before cleaning leave it."""
    draft = html.read(Source(name=name, data=data, stem=name, url=url or None))
    claim_notes(draft)
    gather_metadata(draft)
    return draft


def pages(folder: Path) -> Iterator[Page]:
    """All labelled pages, ready for features."""
    for name in SETS:
        for page, truth, data in corpus(folder, name):
            try:
                draft = read_draft(page, data, truth.get("url", ""))
            except ArchiverError:
                continue
            remove_chrome(draft)
            measures, units, headline = candidates(draft)
            # labels differ on captions, so captions teach nothing
            labels = [x for x in label(units, truth) if not is_caption(measures, units[x[0]].index)]
            yield Page(
                page, name, site(truth.get("url", ""), page), truth, measures.tags, measures.classes, measures.parent, units, headline, labels
            )  # fmt: skip
