"""The record itself, as it is kept."""

from __future__ import annotations

from typing import BinaryIO

from archiver.article import Article


def write(article: Article, out: BinaryIO) -> None:
    """Write the archival XML."""
    out.write(article.xml())
