"""The PDF, by the engine that the caller names."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from archiver.article import Article
from archiver.errors import UsageError
from archiver.writers.pdf.paper import paper

ENGINES = ("weasyprint", "typst")


def write(
    article: Article,
    out: BinaryIO,
    *,
    css: str | Path | None = None,
    engine: str = "weasyprint",
    page: str = "a4",
    large_print: bool = False,
) -> None:
    """Write the article as a PDF on a paper of paper.SIZES. `css` names a file that is read after our own stylesheet, by WeasyPrint alone.

    Any thread may call it; with WeasyPrint one document is made at a time. Raises what the engines raise, and UsageError for an engine or a
    paper that there is not, or an engine that takes no CSS.
    """
    chosen = paper(page, large_print)
    if engine == "weasyprint":
        from archiver.writers.pdf.weasyprint.renderer import write as write_by_weasyprint

        write_by_weasyprint(article, out, css=css, paper=chosen)
    elif engine == "typst":
        if css is not None:
            raise UsageError("Typst takes no CSS.", "Leave --css out, or use --pdf-engine weasyprint.")
        from archiver.writers.pdf.typst.renderer import write as write_by_typst

        write_by_typst(article, out, paper=chosen)
    else:
        raise UsageError(f"There is no PDF engine {engine!r}.", f"Engines: {', '.join(ENGINES)}.")
