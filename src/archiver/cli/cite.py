"""The command `archiver cite`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import click
from click.shell_completion import CompletionItem

from archiver.batch.convert import name_in_messages
from archiver.batch.plan import STDIN
from archiver.cli import options
from archiver.cli.options.groups import GroupedCommand
from archiver.cli.options.reading import ReadingOptions, one_source
from archiver.cli.output import emit
from archiver.cli.terminal import printable
from archiver.errors import guarded


class _StyleName(options.FileName):
    """The name of a style, or of a file."""

    def is_path(self, value: str) -> bool:
        from archiver.writers.bibliography import styles

        return styles.is_file_name(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from archiver.writers.bibliography import styles

        if self.is_path(incomplete):
            return super().shell_complete(ctx, param, incomplete)
        # thousands have a name; the short ones come first, until a letter says which of the others
        names = styles.names() if incomplete else ("apa", "ieee", *styles.SHORT_NAMES)
        return [CompletionItem(name) for name in names if name.startswith(incomplete.lower())]


@click.command("cite", cls=GroupedCommand)
@one_source("citation")
@click.option(
    "--style",
    metavar="NAME",
    type=_StyleName(),
    default="apa",
    show_default=True,
    help="The style: apa, chicago, mla, harvard, ieee, vancouver, the name of any other style in CSL, or a .csl file.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "html"]),
    default="text",
    show_default=True,
    help="Plain text, or HTML with italics and links.",
)
@options.metadata_options
def command(
    source: str, output: Path | None, reading: ReadingOptions, style: str, output_format: str, **given: Any
) -> None:
    """Cite an article: its entry in a list of references, in the language of the article.

    SOURCE is a source or a record: a file, an address (https://…), or - for standard input. What the record is not sure of is left out of
    the citation. `archiver export -t csl,bibtex,ris` makes files for reference managers.

    \b
      archiver cite article.html
      archiver cite exports/article.xml --style chicago
      archiver cite exports/article.xml --style house-style.csl --format html
    """
    from archiver import pipeline
    from archiver.article import Article
    from archiver.readers import is_record
    from archiver.schema import require_valid
    from archiver.writers.bibliography.citation import Form, cite

    metadata = options.parse_given(**given)
    with guarded(name_in_messages(source)):
        opened = reading.open(source).source
        if is_record(opened):
            article = Article.from_bytes(opened.data, opened.name)
            require_valid(article)
        else:
            article = pipeline.normalize(opened, given=metadata, **reading.of_pipeline)
        text = cite(article, style, cast(Form, output_format))
    emit(f"{printable(text, keep='')}\n".encode(), output, source, STDIN)
