"""Options that several commands share. Each option is defined once."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource
from click.shell_completion import CompletionItem

from archiver.errors import UsageError
from archiver.writers import WRITERS

if TYPE_CHECKING:
    from archiver.metadata import Given

F = TypeVar("F", bound=Callable[..., Any])


class WholeNumber(click.IntRange):
    name = "whole number"  # click's messages say: 'x' is not a valid whole number

    def _describe_range(self) -> str:
        return _range_in_words(self)


class FileName(click.types.StringParamType):
    """The name of a file or a folder that is no click.Path, since it may also be `-`. A shell completes it with names of files."""

    def is_path(self, value: str) -> bool:
        """Whether a value is a path, and no other name."""
        return value != "-"

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(incomplete, type="file")]


class _Flag(click.Option):
    """A switch that `--no-NAME` turns off, for when a file of options turns it on. Help does not show that."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        return record and (record[0].partition(" / ")[0], record[1])


def flag(*names: str, help: str) -> Callable[[F], F]:
    """An option without a value. `names` are those that turn it on, the long one last."""
    long = names[-1]
    return click.option(*names[:-1], f"{long}/--no-{long.removeprefix('--')}", cls=_Flag, default=False, help=help)


class _Seconds(click.FloatRange):
    name = "number of seconds"

    def _describe_range(self) -> str:
        return _range_in_words(self)


def _range_in_words(numbers: click.IntRange | click.FloatRange) -> str:
    """The range of a kind of numbers, for help and messages; click writes `0<=x<=256`."""
    return f"from {numbers.min} on" if numbers.max is None else f"{numbers.min} to {numbers.max}"


class _Size(click.ParamType[int]):
    """A number of bytes: 500M, 4G, 1048576."""

    name = "size"
    _FORM = re.compile(r"(\d{1,15}(?:\.\d{1,3})?)\s*(?:([kmgt])i?)?b?", re.IGNORECASE)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        if isinstance(value, int):
            return value
        match = self._FORM.fullmatch(value.strip())
        if match is None:
            self.fail(f"{value!r} is not a valid size, such as 500M or 4G.", param, ctx)
        return int(float(match[1]) * 1024 ** (" kmgt".index((match[2] or " ").lower())))


DEFAULT_FORMATS = ("xml", "pdf", "epub", "tei")


def _stack(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator, in the order given."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


def source_argument(name: str, *, several: bool = False) -> Callable[[F], F]:
    """The argument for what a command reads, such as SOURCE or RECORD. A shell completes it with names of files."""
    return click.argument(
        name.lower() + ("s" if several else ""), nargs=-1 if several else 1, required=True,
        metavar=name + ("..." if several else ""), type=FileName(), callback=_checked_names,
    )  # fmt: skip


def _checked_names(_: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """The names of sources. Raises UsageError for an empty one: a script may have an empty variable there, and as a path it
    would be the working folder.
    """
    if "" in (value if isinstance(value, tuple) else (value,)):
        raise UsageError(f"The name of a {parameter.human_readable_name.rstrip('.')} is empty.", "Name a file.")
    return value


def _reader_names(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    from archiver.readers import format_names

    return [CompletionItem(name) for name in format_names() if name.startswith(begun)]


def _format_names(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    """The formats that go on with what was begun; behind a comma, the last of several."""
    before, comma, last = begun.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{name}", help=writer.summary)
        for name, writer in WRITERS.items()
        if name.startswith(last)
    ]


def _language_tags(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem]:
    from archiver.languages import tags_with_names

    tags = tags_with_names().items()
    return [CompletionItem(tag, help=name) for tag, name in tags if tag.lower().startswith(begun.lower())]


def source_options(function: F) -> F:
    """The options that say how a source is read: -f, --url, --force, --site-rules, --repair-encoding."""
    return _stack(
        click.option(
            "-f",
            "--from",
            "media_type",
            metavar="FORMAT",
            callback=_checked_reader,
            shell_complete=_reader_names,
            help="The format of the source: html, text, mhtml … Default: detected from the content.",
        ),
        click.option("--url", metavar="URL", callback=_checked_url, help="The web address of the source. Relative links are resolved against it. Of a web capture with several pages, it chooses one."),
        flag("--force", help="Convert a source even when it does not look like an article."),
        click.option(
            "--site-rules", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", callback=_checked_folder,
            help="A folder of rules for sites, one file per site, in the ftr-site-config format.",
        ),
        flag(
            "--repair-encoding",
            help="Repair text that reads as encoded twice (finding S007), also where no control character proves it.",
        ),
    )(function)  # fmt: skip


def fetch_option(function: F) -> F:
    """The option that allows network access: --fetch-images."""
    return flag(
        "--fetch-images",
        help="Fetch the pictures that the page only links to, and store them in the record. Without this option no picture is fetched.",
    )(function)  # fmt: skip


def robots_option(function: F) -> F:
    """The option for addresses as sources: --ignore-robots."""
    return click.option(
        "--ignore-robots", is_flag=True,
        help="For addresses: fetch a page also when the robots.txt of its site asks programs not to.",
    )(function)  # fmt: skip


def keep_options(function: F) -> F:
    """The options for what is kept beside a record: --keep-source, --save-warc."""
    return _stack(
        flag("--keep-source", help="Keep the bytes of the source beside its record, as NAME.source.html (or with the ending of its file)."),
        flag("--save-warc", help="For addresses: keep what was fetched beside the record, as NAME.warc.gz. It can be converted again without the network."),
    )(function)  # fmt: skip


def metadata_options(function: F) -> F:
    """The options for metadata that the user knows: they win over what the source says."""
    return _stack(
        click.option("--title", help="The title. This option and those below win over what the source says."),
        click.option("--author", "authors", multiple=True, metavar="NAME", help="An author. Repeat the option for several authors."),
        click.option("--date", metavar="DATE", help="The date of publication, such as 2023-07-10, 2023-07 or 2023."),
        click.option("--language", metavar="TAG", shell_complete=_language_tags, help="The language as a BCP 47 tag, such as en, de or pt-BR."),
        click.option("--publisher", metavar="NAME", help="The publisher. A metadata file has a field for the publication."),
        click.option("--rights", metavar="TEXT", help="The licence or a statement of rights."),
        click.option(
            "--metadata", "metadata_file", type=click.Path(path_type=Path), metavar="FILE",
            help="A YAML or JSON file with these fields and more: subtitle, modified, abstract, keywords, doi.",
        ),
    )(function)  # fmt: skip


def made_options(function: F) -> F:
    """The options for who has a record made, and when: --agent, --made."""
    return _stack(
        click.option(
            "--agent", metavar="NAME", default="", callback=_checked_agent,
            help="The person or institution that has the record made. It stands in the provenance of the record.",
        ),
        click.option(
            "--made", metavar="DATE", callback=_checked_made,
            help="The date of the conversion, for the provenance: 2026-11-30, or a moment with its zone. "
            "Default: the moment in SOURCE_DATE_EPOCH, if it is set, else none.",
        ),
    )(function)  # fmt: skip


def output_option(noun: str) -> Callable[[F], F]:
    """The option for the file that a command writes: -o. `noun` names its content in the help text."""
    return click.option(
        "-o", "--output", type=FileName(), callback=partial(_checked_file, noun), metavar="FILE",
        help=f"The file for the {noun}. Default: standard output.",
    )  # fmt: skip


def _checked_file(noun: str, _: click.Context, __: click.Parameter, value: str | None) -> Path | None:
    """The value of -o, where it is a file. Raises UsageError for a name that is empty or that of a folder."""
    if value is None:
        return None
    if not value:
        raise UsageError("-o: the name is empty.", "Name a file, or - for standard output.")
    if value.endswith("/") or os.path.isdir(value):  # noqa: PTH112 - which says no of any name
        raise UsageError(f"-o {value}: this is a folder, and the {noun} is one file.", "Name the file in it.")
    return Path(value)


def overwrite_corrected_option(function: F) -> F:
    """The option that replaces records that somebody corrected: --overwrite-corrected."""
    return click.option(
        "--overwrite-corrected", is_flag=True,
        help="Replace also a record that somebody corrected by hand. The old one stays beside it as NAME.xml.bak.",
    )(function)  # fmt: skip


def format_option(function: F) -> F:
    """The option for the formats to make: -t."""
    return click.option(
        "-t", "--to", "formats", multiple=True, metavar="FORMAT", shell_complete=_format_names,
        help="A format to make. Repeat the option, or separate formats with commas. Default: xml (convert only), pdf, epub, tei. "
        f"Others: {', '.join(name for name in WRITERS if name not in DEFAULT_FORMATS)}.",
    )(function)  # fmt: skip


def limit_options(function: F) -> F:
    """The limits for each source of a run over several: --timeout, --memory."""
    return _stack(
        click.option("--timeout", type=_Seconds(0), default=120, show_default=True, metavar="SECONDS", help="With several sources: the most seconds for one of them; 0 for no limit. One that takes longer fails, and costs no other."),
        click.option("--memory", type=_Size(), default="4G", show_default=True, metavar="SIZE", help="With several sources: the most memory for one of them, such as 500M or 4G; 0 for no limit."),
    )(function)  # fmt: skip


def export_options(function: F) -> F:
    """The options that say where exports go and how they look."""
    return _stack(
        click.option(
            "-o", "--output", "output", default="exports", show_default=True, metavar="DIR|FILE|-", type=FileName(),
            help="The folder for the exports. For one source and one format: a file (page.pdf), or - for standard output.",
        ),
        click.option("--overwrite", is_flag=True, help="Replace also files that were not made from the same source."),
        overwrite_corrected_option,
        format_option,
        click.option("--css", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="A style sheet of your own for the PDF. It is applied after the built-in one."),
        click.option("--pdf-engine", type=click.Choice(["weasyprint", "typst"]), default="weasyprint", show_default=True, help="The program that makes the PDF. Both meet the same standards. WeasyPrint takes --css; Typst is several times as fast."),
        click.option("--page", type=click.Choice(["a4", "letter"]), default="a4", show_default=True, help="The paper size of the PDF."),
        flag("--large-print", help="Set the PDF in 16 point type, for readers with low vision."),
        flag("--title-case", help="Set titles and headings that are in English in title case, in files that people read. Without this option they stay as in the source."),
        click.option("--tei-notes", type=click.Choice(["end", "inline"]), default="end", show_default=True, help="The place of notes in TEI: all at the end, or each at its first marker."),
        flag("--tei-removed", help="Add to TEI what was left out of the source, as stand-off annotations."),
        flag("--csl-references", help="Write the works that the article cites into CSL-JSON, in place of the article itself."),
        click.option("-j", "--jobs", type=WholeNumber(0, 256), default=1, show_default=True, metavar="N", help="Number of sources to convert at the same time; 0 for one per processor."),
        flag("--dry-run", help="Show which files would be written, and write none."),
    )(function)  # fmt: skip


def report_format_option(function: F) -> F:
    """The option for the form of a report on standard output: --format."""
    return click.option(
        "--format", "output_format", type=click.Choice(["text", "json"]), default="text", show_default=True,
        help="Text for people, or JSON for programs.",
    )(function)  # fmt: skip


def log_options(function: F) -> F:
    """The options for the messages on standard error: how many, and in which form."""
    return _stack(
        flag("-q", "--quiet", help="Show failures only."),
        flag("-v", "--verbose", help="Show also findings of the severity info."),
        click.option(
            "--log-format",
            type=click.Choice(["text", "json"]),
            default="text",
            help="Messages as sentences, or as one JSON object per line.",
        ),
    )(function)


def from_command_line(name: str) -> bool:
    """Whether the value of a parameter of the running command stands on the command line, and not in a file of options."""
    context = click.get_current_context(silent=True)
    return context is not None and context.get_parameter_source(name) is ParameterSource.COMMANDLINE


def require_nothing_kept() -> None:
    """Raise UsageError when the call asks for files beside a record that goes to standard output. In a file of options such a
    wish is for the calls that it fits.
    """
    if from_command_line("keep_source") or from_command_line("save_warc"):
        raise UsageError(
            "--keep-source and --save-warc keep files beside the record, but it goes to standard output.",
            "Name a file for the record with -o.",
        )


def parse_formats(names: tuple[str, ...]) -> tuple[str, ...]:
    """The formats of all -t options, in their order, each once; () without such an option. Raises UsageError for an
    unknown format.
    """
    formats = [name.strip().lower() for value in names for name in value.split(",") if name.strip()]
    if names and not formats:
        raise UsageError("-t: the name of the format is empty.", f"Formats: {', '.join(WRITERS)}.")
    for name in formats:
        if name not in WRITERS:
            near = difflib.get_close_matches(name, WRITERS, 1)
            asked = f"Did you mean {near[0]}? " if near else ""
            raise UsageError(f"There is no format {name!r}.", f"{asked}Formats: {', '.join(WRITERS)}.")
    return tuple(dict.fromkeys(formats))


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
    """The metadata that the user gave, None for none. Options win over the metadata file.

    Raises UsageError for a value that is not valid, and for a file that cannot be read or parsed.
    """
    from archiver.metadata.metadata_file import given_with_file

    values = {
        "title": title,
        "authors": list(authors),
        "date": date,
        "language": language,
        "publisher": publisher,
        "rights": rights,
    }
    return given_with_file(values, metadata_file, lambda field: f"--{field}")


def _checked_reader(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """The value of --from. Raises UsageError when no reader has this name: once, not for each source."""
    if value:
        from archiver.readers import captures, named

        if captures.named(value) is None:
            named(value)
    return value


def _checked_folder(_: click.Context, __: click.Parameter, value: Path | None) -> Path | None:
    """The value of --site-rules. Raises UsageError when there is no such folder: once, not for each source."""
    if value is not None and not value.is_dir():
        raise UsageError(f"--site-rules {value}: there is no such folder.", "Check the name.")
    return value


def _checked_agent(_: click.Context, __: click.Parameter, value: str) -> str:
    """The value of --agent, folded. Raises UsageError when it is no name."""
    from archiver.metadata.made import checked_agent

    return checked_agent(value, "--agent")


def _checked_made(_: click.Context, __: click.Parameter, value: str | None) -> str:
    """The value of --made in ISO 8601, or the moment in the environment; "" without both.

    Raises UsageError for a value that is no date. This is the only place where the environment is asked for a date.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not value and epoch is None:
        return ""
    from archiver.metadata.made import checked_made, moment_of_epoch

    return checked_made(value, "--made") if value else moment_of_epoch(epoch or "", "SOURCE_DATE_EPOCH")


def _checked_url(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """The value of --url. Raises UsageError when it is not a complete address."""
    if value:
        from archiver.metadata import Given

        return Given(url=value.strip()).checked(lambda field: f"--{field}").url
    return value
