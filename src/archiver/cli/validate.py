"""The command `archiver validate`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli import options
from archiver.cli.output import emit_text
from archiver.cli.terminal import printable, without_secrets
from archiver.errors import ArchiverError, Defect, SourceError, guarded

if TYPE_CHECKING:
    from archiver.validation import Verdict
#: The name of standard input on the command line, and in messages.
_STDIN = Path("-")
_STDIN_IN_MESSAGES = "standard input"


@click.command("validate")
@options.source_argument("FILE", several=True)
@options.report_format_option
@click.option(
    "--schema",
    "grammar",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A RELAX NG grammar of your own. XML files are checked against it instead of their own standard.",
)
@options.flag("--strict", help="Exit with 5 also when a file could not be checked.")
@options.flag("-q", "--quiet", help="Show only what is wrong.")
def command(files: tuple[str, ...], output_format: str, grammar: Path | None, strict: bool, quiet: bool) -> int:
    """Check files of every format that Archiver makes against their own standards.

    FILE is a file, a folder (searched to any depth), or - for standard input. The content of a file decides its standard. Records are checked against their grammar and rules, TEI against Archiver's TEI profile,
    EPUB against EPUB 3.3 (with epubcheck, which needs Java), PDF against PDF/A and PDF/UA (with veraPDF; without it, less strictly).
    HTML, DOCX, ODT and JATS get checks of Archiver's own. Every violation is shown with its line and its rule.

    Plain text, Markdown and LaTeX have no validator: they are reported as "not judged". So is a file whose validator is not
    installed. The exit code is 5 when a file is not valid, else 3 when one cannot be read, else 0. With --strict it is also 5 when a
    file is not judged.

    \b
      archiver validate exports/article.xml exports/article.epub
      archiver validate exports/ --format json
      archiver validate exports/*.tei.xml --schema tei_all.rng
      archiver export article.xml -t epub -o - | archiver validate -
    """
    with tempfile.TemporaryDirectory(prefix="archiver-stdin-") as folder:
        paths = _files_to_check(tuple(map(Path, files)))
        saved = _saved_standard_input(Path(folder)) if _STDIN in paths else _STDIN
        verdicts, defects = _validate([saved if path == _STDIN else path for path in paths], grammar)
    verdicts = [_of_standard_input(verdict, saved) if verdict.path == saved else verdict for verdict in verdicts]
    if output_format == "json":
        lines = [json.dumps([v.as_data() for v in verdicts], ensure_ascii=True, indent=2)]
    else:
        lines = [
            printable(line)
            for verdict in verdicts
            if not verdict.refused and (not quiet or verdict.state == "not valid" or (strict and verdict.skipped))
            for line in _text_lines(verdict)
        ]
    emit_text("".join(f"{line}\n" for line in lines))
    for failure in (*(verdict.skipped for verdict in verdicts if verdict.refused), *map(str, defects)):
        click.echo(f"archiver: {printable(without_secrets(failure))}", err=True)
    if defects:
        return Defect.exit_code if len(verdicts) + len(defects) == 1 else 10
    if any(v.state == "not valid" for v in verdicts):
        return 5
    if any(v.refused for v in verdicts):
        return 3
    return 5 if strict and any(v.skipped for v in verdicts) else 0


def _saved_standard_input(folder: Path) -> Path:
    """A file in `folder` with what standard input gives, named after the kind of its content: some validators look at the
    ending. Raises SourceError when it is closed, TooLarge when there is too much of it.
    """
    from archiver import safety
    from archiver.validation.file_kinds import ENDINGS, detect

    if sys.stdin is None:
        raise SourceError("standard input: cannot be read: it is closed.", "Name a file.")
    path = folder / "stdin"
    try:
        path.write_bytes(safety.read_stream(sys.stdin.buffer, _STDIN_IN_MESSAGES))
    except OSError as error:
        raise SourceError(f"standard input: cannot be read: {error.strerror or error}.", "Name a file.") from error
    try:
        kind = detect(path).kind
    except SourceError:  # it is told with the verdict
        return path
    return path.rename(path.with_suffix(next((ending for ending, of in ENDINGS.items() if of == kind), "")))


def _of_standard_input(verdict: Verdict, saved: Path) -> Verdict:
    """The verdict with the user's name for the file."""
    return replace(verdict, path=_STDIN, skipped=verdict.skipped.replace(str(saved), _STDIN_IN_MESSAGES))


def _text_lines(verdict: Verdict) -> Iterator[str]:
    """The report on one file: its state, then each violation."""
    state = "NOT VALID" if verdict.state == "not valid" else verdict.state
    reason = f": {verdict.skipped}" if verdict.state == "not judged" else ""
    name = _STDIN_IN_MESSAGES if verdict.path == _STDIN else verdict.path
    yield f"{name}: {state} ({verdict.standard}, {verdict.validator}){reason}"
    for violation in verdict.violations:
        position = f"line {violation.line}" if violation.line else violation.where or "whole file"
        yield f"  {position}: {violation.severity}: {violation.message} [{violation.rule}]"
        if violation.remedy:
            yield f"    → {violation.remedy}"


def _validate(files: list[Path], grammar: Path | None) -> tuple[list[Verdict], list[ArchiverError]]:
    """The verdicts on files, and the defects of Archiver that occurred. After a defect, each file is checked alone, so
    that all others still get a verdict.
    """
    from archiver.validation.files import validate

    try:
        with guarded(f"{files[0]}" if len(files) == 1 else f"{len(files)} files"):
            return validate(files, grammar), []
    except Defect as defect:
        if len(files) == 1:
            return [], [defect]
    separate_results = [_validate([file], grammar) for file in files]
    return [v for verdicts, _ in separate_results for v in verdicts], [
        d for _, defects in separate_results for d in defects
    ]


def _files_to_check(files: tuple[Path, ...]) -> list[Path]:
    """The files, with each folder replaced by the files below it that can be checked. Raises SourceError when there is
    none.
    """
    from archiver.validation.file_kinds import ENDINGS

    expanded: list[Path] = []
    for path in files:
        if os.path.isdir(path):  # noqa: PTH112 - it returns False for any bad name, also for one that is too long
            expanded += sorted(p for p in path.rglob("*") if p.name.lower().endswith(tuple(ENDINGS)) and p.is_file())
        else:
            expanded.append(path)
    if not expanded:
        named = ", ".join(click.format_filename(path) for path in files)
        raise SourceError(
            f"{named}: there is nothing in it that can be checked.",
            f"In folders, files with these endings are checked: {' '.join(ENDINGS)}.",
        )
    return expanded
