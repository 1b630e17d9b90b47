"""archiver convert"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from archiver.batch.convert import ConvertOptions
from archiver.cli import options
from archiver.cli.console import Console
from archiver.cli.run import Kind, run
from archiver.errors import UsageError
from archiver.readers import SUFFIXES


@click.command("convert")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@options.export_options
@options.source_options
@options.fetch_option
@options.metadata_options
@options.log_options
@click.pass_context
def command(ctx: click.Context, /, sources: tuple[str, ...], **given: Any) -> int:
    """Convert raw sources: pages saved as HTML, texts copied out of a browser.

    SOURCE is a file, a folder (searched to any depth), @LIST for a file that names one source a line, or - for standard input.
    Each source becomes one archival record and, from it, the other formats, named after it in the export folder.

    \b
      archiver convert article.html
      archiver convert saved/ -o exports -j 4
      pbpaste | archiver convert - -t pdf --title "On Gulls"
    """
    console = Console(
        quiet=given["quiet"], verbose=given["verbose"], log_format=given["log_format"], debug=ctx.obj["debug"]
    )
    order = ConvertOptions(
        folder=Path(),
        formats=(),
        media_type=given["media_type"],
        url=given["url"],
        given=options.parse_given(**{key: given[key] for key in _GIVEN}),
        force=given["force"],
        site_rules=given["site_rules"],
        fetch_images=given["fetch_images"],
        options=writer_options(given),
        overwrite=given["overwrite"],
    )
    return run(sources, given, order, console, kind=_RAW)


_RAW = Kind(
    tuple(SUFFIXES), (), options.DEFAULT_FORMATS, "there is no HTML page and no text in it", "Name the file itself if its ending is unusual."
)  # fmt: skip
_GIVEN = ("title", "authors", "date", "language", "publisher", "rights", "metadata_file")


#: Options of the command line that writers take: under which name, and what they do without it.
_WRITER_OPTIONS = {
    "css": ("css", None),
    "pdf_engine": ("engine", "weasyprint"),
    "page": ("page", "a4"),
    "large_print": ("large_print", False),
    "tei_notes": ("notes", "end"),
    "tei_removed": ("removed", False),
}


def writer_options(given: dict[str, Any]) -> dict[str, Any]:
    """The options that writers take, where they are not the default. Raises UsageError for those that cannot be carried out."""
    css = given["css"]
    if css is not None and not os.path.isfile(css):  # noqa: PTH113 - which says no of any name
        raise UsageError(f"{css}: there is no such style sheet.", "Check the name.")
    if css is not None and given["pdf_engine"] == "typst":
        raise UsageError("Typst takes no CSS.", "Leave --css out, or use --pdf-engine weasyprint.")
    return {name: given[said] for said, (name, default) in _WRITER_OPTIONS.items() if given[said] != default}
