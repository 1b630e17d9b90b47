"""PDF, by one of two engines: WeasyPrint or Typst."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from archiver.article import Article
from archiver.errors import UsageError
from archiver.writers.pdf.paper import paper

__all__ = ["write"]

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
    """Write the article as a PDF on one of the papers in paper.SIZES.

    `css` names a CSS file that is read after Archiver's stylesheet; only WeasyPrint takes it. The function may be
    called in any thread; WeasyPrint makes one document at a time. Raises UsageError for an unknown engine or paper and
    for CSS with Typst; MissingDependency and InvalidResult as the engines do.
    """
    chosen_paper = paper(page, large_print)
    if engine == "weasyprint":
        from archiver.writers.pdf.weasyprint.renderer import write as write_by_weasyprint

        write_by_weasyprint(article, out, css=css, paper=chosen_paper)
    elif engine == "typst":
        if css is not None:
            raise UsageError("Typst takes no CSS.", "Leave --css out, or use --pdf-engine weasyprint.")
        from archiver.writers.pdf.typst.renderer import write as write_by_typst

        write_by_typst(article, out, paper=chosen_paper)
    else:
        raise UsageError(f"There is no PDF engine {engine!r}.", f"Engines: {', '.join(ENGINES)}.")
