"""Options that several commands share, each written once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archiver.errors import UsageError

if TYPE_CHECKING:
    from archiver.metadata import Given

F = TypeVar("F", bound=Callable[..., Any])

DEFAULT_FORMATS = ("xml", "pdf", "epub", "tei")


def _stack(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator, in the order given."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def source_options(function: F) -> F:
    """How a source is read: -f, --url, --force, --site-rules."""
    return _stack(
        click.option(
            "-f",
            "--from",
            "media_type",
            metavar="FORMAT",
            help="What the source is: html or text. Detected when not given.",
        ),
        click.option("--url", metavar="URL", callback=_address, help="Where the source came from; relative links are made whole with it."),
        click.option("--force", is_flag=True, help="Convert also what does not look like an article."),
        click.option(
            "--site-rules", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
            help="A folder of rules for sites, one file for each, in the format of ftr-site-config.",
        ),
    )(function)  # fmt: skip


def fetch_option(function: F) -> F:
    """Whether the network may be asked."""
    return click.option(
        "--fetch-images", is_flag=True,
        help="Fetch pictures that the page only points at, and keep them in the record. Nothing is fetched without this.",
    )(function)  # fmt: skip


def metadata_options(function: F) -> F:
    """What the user knows better than the page."""
    return _stack(
        click.option("--title", help="The title. This and the next ones win over what is found in the source."),
        click.option("--author", "authors", multiple=True, metavar="NAME", help="An author; repeat it for several."),
        click.option("--date", metavar="DATE", help="The date of publication: 2023-07-10, 2023-07 or 2023."),
        click.option("--language", metavar="TAG", help="The language as a BCP 47 tag: en, de, pt-BR …"),
        click.option("--publisher", metavar="NAME", help="The publisher or publication."),
        click.option("--rights", metavar="TEXT", help="A statement of rights or a licence."),
        click.option(
            "--metadata", "metadata_file", type=click.Path(path_type=Path), metavar="FILE",
            help="A YAML or JSON file with these and more: subtitle, modified, abstract, keywords, doi.",
        ),
    )(function)  # fmt: skip


def output_option(what: str) -> Callable[[F], F]:
    """Where the one result of a command goes; `what` is the word for it."""
    return click.option(
        "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
        help=f"The file for the {what}; standard output when not given.",
    )  # fmt: skip


def format_option(function: F) -> F:
    """Which formats are made."""
    return click.option(
        "-t", "--to", "formats", multiple=True, metavar="FORMAT",
        help="A format to make; repeat it, or name several with commas. Default: xml pdf epub tei. Also html, text, markdown, docx, odt, jats, latex.",
    )(function)  # fmt: skip


def export_options(function: F) -> F:
    """Where exports go and how they look."""
    return _stack(
        click.option(
            "-o", "--output", "output", default="exports", show_default=True, metavar="DIR|FILE|-",
            help="The folder for exports; or, for one source and one format, a file (page.pdf) or - for standard output.",
        ),
        click.option("--overwrite", is_flag=True, help="Write also over files that were not made from the same source."),
        format_option,
        click.option("--css", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="A style sheet of your own for the PDF; it comes after ours."),
        click.option("--pdf-engine", type=click.Choice(["weasyprint", "typst"]), default="weasyprint", show_default=True, help="What makes the PDF: pages that --css can change, or the same standards several times as fast."),
        click.option("--page", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="The paper of the PDF."),
        click.option("--large-print", is_flag=True, help="The PDF in 16 points, for readers with low vision."),
        click.option("--tei-notes", type=click.Choice(["end", "inline"]), default="end", show_default=True, help="Where notes stand in TEI: all at the end, or each at its first call."),
        click.option("--tei-removed", is_flag=True, help="In TEI also what was left out of the source, as stand-off annotations."),
        click.option("-j", "--jobs", type=click.IntRange(0, 256), default=1, show_default=True, metavar="N", help="Sources side by side; 0 for as many as there are processors."),
        click.option("--dry-run", is_flag=True, help="Say what would be made, and make nothing."),
    )(function)  # fmt: skip


def log_options(function: F) -> F:
    """How much is said on standard error, and in which form."""
    return _stack(
        click.option("-q", "--quiet", is_flag=True, help="Say nothing but failures."),
        click.option("-v", "--verbose", is_flag=True, help="Say what was found in each source."),
        click.option(
            "--log-format",
            type=click.Choice(["text", "json"]),
            default="text",
            help="Messages as sentences or as JSON, one a line.",
        ),
    )(function)


def parse_formats(names: tuple[str, ...]) -> tuple[str, ...]:
    """The formats of -t options, in order and once each; none without such options. Raises UsageError for one that there is not."""
    from archiver.writers import WRITERS

    chosen = [name.strip().lower() for given in names for name in given.split(",") if name.strip()]
    for name in chosen:
        if name not in WRITERS:
            raise UsageError(f"There is no format {name!r}.", f"Formats: {', '.join(WRITERS)}.")
    return tuple(dict.fromkeys(chosen))


def parse_given(
    *,
    title: str | None,
    authors: tuple[str, ...],
    date: str | None,
    language: str | None,
    publisher: str | None,
    rights: str | None,
    metadata_file: Path | None,
) -> Given | None:
    """What the user said of the article; options win over the file. Raises UsageError for a file that cannot be used."""
    from dataclasses import asdict

    from archiver.metadata import Given

    said = Given.from_mapping({
        "title": title, "authors": list(authors), "date": date, "language": language, "publisher": publisher, "rights": rights,
    }).checked(lambda field: f"--{field}")  # fmt: skip
    if metadata_file is None:
        return said if said != Given() else None
    from archiver.metadata.metadata_file import read_given_file

    of_file = Given.from_mapping(read_given_file(metadata_file)).checked(lambda field: f"{metadata_file}: {field}")
    return Given(**{**asdict(of_file), **{field: value for field, value in asdict(said).items() if value}})


def _address(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """The value of --url. Raises UsageError when it is no address."""
    if value:
        from archiver.metadata import Given

        return Given(url=value.strip()).checked(lambda field: f"--{field}").url
    return value
