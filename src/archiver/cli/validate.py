"""The command `archiver validate`."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.output import emit_text
from archiver.cli.terminal import printable, without_secrets
from archiver.errors import ArchiverError, Defect, SourceError, guarded

if TYPE_CHECKING:
    from archiver.validation import Verdict


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Text for people, or JSON for programs.",
)
@click.option(
    "--schema",
    "grammar",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A RELAX NG grammar of your own. XML files are checked against it instead of their own standard.",
)
@click.option("--strict", is_flag=True, help="Exit with 5 also when a file could not be checked.")
@click.option("-q", "--quiet", is_flag=True, help="Show only what is wrong.")
def command(files: tuple[Path, ...], output_format: str, grammar: Path | None, strict: bool, quiet: bool) -> int:
    """Check files of every format that Archiver makes against their own standards.

    The content of a file decides its standard. Records are checked against their grammar and rules, TEI against Archiver's TEI profile,
    EPUB against EPUB 3.3 (with epubcheck, which needs Java), PDF against PDF/A and PDF/UA (with veraPDF; without it, less strictly).
    HTML, DOCX, ODT and JATS get checks of Archiver's own. Every violation is shown with its line and its rule.

    Plain text, Markdown and LaTeX have no validator: they are reported as "not judged". So is a file whose validator is not
    installed. The exit code is 5 when a file is not valid, else 3 when one cannot be read, else 0. With --strict it is also 5 when a
    file is not judged.

    \b
      archiver validate exports/article.xml exports/article.epub
      archiver validate exports/ --format json
      archiver validate exports/*.tei.xml --schema tei_all.rng
    """
    verdicts, defects = _validate(_files_to_check(files), grammar)
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


def _text_lines(verdict: Verdict) -> Iterator[str]:
    """The report on one file: its state, then each violation."""
    state = "NOT VALID" if verdict.state == "not valid" else verdict.state
    reason = f": {verdict.skipped}" if verdict.state == "not judged" else ""
    yield f"{verdict.path}: {state} ({verdict.standard}, {verdict.validator}){reason}"
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
