"""The PDF, by the engine that the caller names."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from archiver.article import Article
from archiver.errors import UsageError

ENGINES = ("weasyprint", "typst")


def write(article: Article, out: BinaryIO, *, css: Path | None = None, engine: str = "weasyprint") -> None:
    """Write the article as a PDF. `css` is read after our own stylesheet, by WeasyPrint alone.

    Raises what the engines raise, and UsageError for an engine that there is not or one that takes no CSS.
    """
    if engine == "weasyprint":
        from archiver.writers import pdf_weasyprint

        pdf_weasyprint.write(article, out, css=css)
    elif engine == "typst":
        if css is not None:
            raise UsageError("Typst takes no CSS.", "Leave --css out, or use --pdf-engine weasyprint.")
        from archiver.writers import pdf_typst

        pdf_typst.write(article, out)
    else:
        raise UsageError(f"There is no PDF engine {engine!r}.", f"Engines: {', '.join(ENGINES)}.")
