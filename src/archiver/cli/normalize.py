"""The command `archiver normalize`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archiver.batch.convert import name_in_messages, open_source, with_pictures
from archiver.batch.corrected import make_room
from archiver.cli import options
from archiver.cli.output import emit
from archiver.errors import guarded


@click.command("normalize")
@options.source_argument("SOURCE")
@options.output_option("record")
@options.source_options
@options.overwrite_corrected_option
@options.fetch_option
@options.metadata_options
@options.made_options
def command(
    source: str,
    output: Path | None,
    media_type: str | None,
    url: str | None,
    force: bool,
    site_rules: Path | None,
    repair_encoding: bool,
    overwrite_corrected: bool,
    fetch_images: bool,
    agent: str,
    made: str,
    **given: Any,
) -> None:
    """Convert a raw source to its archival record: the XML file to keep. All exports are made from it.

    SOURCE is a file, or - for standard input.

    \b
      archiver normalize article.html -o article.xml
      pbpaste | archiver normalize - --url https://example.org/gulls > gulls.xml
    """
    from archiver import pipeline

    metadata = options.parse_given(**given)
    with guarded(name_in_messages(source)):
        article = pipeline.normalize(
            open_source(source, url, media_type, repair_encoding=repair_encoding), media_type=media_type, given=metadata, force=force, site_rules=site_rules,
            agent=agent, made=made,
        )  # fmt: skip
        if fetch_images:
            article = with_pictures(article)
        record = article.xml()
        if output is not None and not make_room(output, record, overwrite_corrected=overwrite_corrected):
            return
    emit(record, output, source)
