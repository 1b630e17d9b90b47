"""The archival record (xml) as an export: written unchanged."""

from __future__ import annotations

from typing import BinaryIO

from archiver.article import Article


def write(article: Article, out: BinaryIO) -> None:
    """Write the record's bytes to `out`."""
    out.write(article.xml())
