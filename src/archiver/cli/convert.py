"""The command `archiver convert`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from archiver.batch.convert import ConvertOptions
from archiver.cli import options
from archiver.cli.console import Console
from archiver.cli.options.groups import GroupedCommand
from archiver.cli.run import InputKind, run
from archiver.errors import UsageError
from archiver.readers import SUFFIXES


@click.command("convert", cls=GroupedCommand)
@options.source_argument("SOURCE", several=True)
@options.export_options
@options.limit_options
@options.source_options
@options.fetch_option
@options.robots_option
@options.keep_options
@options.metadata_options
@options.made_options
@options.log_options
@click.pass_context
def command(ctx: click.Context, /, sources: tuple[str, ...], **values: Any) -> int:
    """Convert raw sources: pages saved as HTML, web captures (MHTML, WARC, WACZ), pages at web addresses, or texts copied from a browser.

    SOURCE is a file, a folder (searched to any depth), an address (https://…), @LIST (a file with the name of one source on each line), or
    - for standard input. Each source becomes one archival record, and the record becomes the other formats. The files are named after their source.

    \b
      archiver convert article.html
      archiver convert saved/ -o exports -j 4
      archiver convert https://example.org/gulls --keep-source
      pbpaste | archiver convert - -t pdf --title "On Gulls"
    """
    console = Console(
        quiet=values["quiet"], verbose=values["verbose"], log_format=values["log_format"], debug=ctx.obj["debug"]
    )
    return run(sources, values, convert_options(values), console, kind=RAW_SOURCES)


def convert_options(values: dict[str, Any]) -> ConvertOptions:
    """The options of a conversion from those of the command line; where the exports go, and the formats, come later."""
    return ConvertOptions(
        folder=Path(),
        formats=(),
        media_type=values["media_type"],
        url=values["url"],
        given=options.parse_given(**{key: values[key] for key in _METADATA_OPTIONS}),
        force=values["force"],
        site_rules=values["site_rules"],
        repair_encoding=values["repair_encoding"],
        fetch_images=values["fetch_images"],
        ignore_robots=values["ignore_robots"],
        keep_source=values["keep_source"],
        save_warc=values["save_warc"],
        agent=values["agent"],
        made=values["made"],
        writer_options=writer_options(values),
        overwrite=values["overwrite"],
        overwrite_corrected=values["overwrite_corrected"],
    )


RAW_SOURCES = InputKind(
    tuple(SUFFIXES), (), options.DEFAULT_FORMATS, "it holds no HTML page and no text file", "If the ending of a file is unusual, name the file itself."
)  # fmt: skip
_METADATA_OPTIONS = ("title", "authors", "date", "language", "publisher", "rights", "metadata_file")


#: Options of the command line that go to writers: the writer's name for each, and its default.
_WRITER_OPTIONS = {
    "css": ("css", None),
    "pdf_engine": ("engine", "weasyprint"),
    "page": ("page", "a4"),
    "large_print": ("large_print", False),
    "title_case": ("title_case", False),
    "tei_notes": ("notes", "end"),
    "tei_removed": ("removed", False),
    "csl_references": ("references", False),
}


def writer_options(values: dict[str, Any]) -> dict[str, Any]:
    """The options for writers that differ from their defaults, by the writer's name for them.

    Raises UsageError for a style sheet that does not exist, and for one with an engine that takes none.
    """
    if values["css"] is not None and values["pdf_engine"] == "typst":
        values = values | _one_of_both()
    css = values["css"]
    if css is not None and not os.path.isfile(css):  # noqa: PTH113 - which says no of any name
        raise UsageError(f"{css}: there is no such style sheet.", "Check the name.")
    return {name: values[option] for option, (name, default) in _WRITER_OPTIONS.items() if values[option] != default}


def _one_of_both() -> dict[str, Any]:
    """What counts of --css and --pdf-engine typst: the one on the command line, where the other stands in a file of options.

    Raises UsageError when both stand in the same place.
    """
    css, engine = options.from_command_line("css"), options.from_command_line("pdf_engine")
    if css == engine:
        raise UsageError("Typst takes no CSS.", "Leave --css out, or use --pdf-engine weasyprint.")
    return {"pdf_engine": "weasyprint"} if css else {"css": None}
