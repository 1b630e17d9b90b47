"""The command `archiver export`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archiver.batch.convert import ConvertOptions
from archiver.cli import options
from archiver.cli.console import Console
from archiver.cli.convert import writer_options
from archiver.cli.options.groups import GroupedCommand
from archiver.cli.run import InputKind, run
from archiver.writers import WRITERS


@click.command("export", cls=GroupedCommand)
@options.source_argument("RECORD", several=True)
@options.export_options
@options.limit_options
@options.log_options
@click.pass_context
def command(ctx: click.Context, /, records: tuple[str, ...], **values: Any) -> int:
    """Make exports from archival records. The records may be corrected by hand.

    RECORD is a file, a folder of records, @LIST (a file with the name of one record on each line), or - for standard input. A record
    that does not satisfy its schema is refused; the message names the line and the rule.

    \b
      archiver export exports/article.xml -t pdf
      archiver export records/ -o exports -t epub,tei
    """
    return run(
        records,
        values,
        ConvertOptions(
            folder=Path(),
            formats=(),
            from_record=True,
            writer_options=writer_options(values),
            overwrite=values["overwrite"],
            overwrite_corrected=values["overwrite_corrected"],
        ),
        Console(
            quiet=values["quiet"], verbose=values["verbose"], log_format=values["log_format"], debug=ctx.obj["debug"]
        ),
        kind=InputKind(
            (".xml",),
            _OTHER_XML,
            ("pdf", "epub", "tei"),
            "it holds no record",
            "Make one with `archiver normalize SOURCE`.",
        ),
    )


#: Endings of exports that are XML, but not records.
_OTHER_XML = tuple(suffix for f in WRITERS.values() if (suffix := f.suffix).endswith(".xml") and suffix.count(".") > 1)
