"""archiver validate"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.output import emit_text
from archiver.cli.terminal import printable
from archiver.errors import ArchiverError, Defect, SourceError, guarded

if TYPE_CHECKING:
    from archiver.validation import Verdict


@click.command("validate")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For reading, or for programs.",
)
@click.option(
    "--schema",
    "grammar",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="A RELAX NG grammar of your own that XML is held against instead: a library's TEI profile, tei_all.rng, JATS.",
)
@click.option("--strict", is_flag=True, help="End with 5 also when something could not be judged.")
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
def command(files: tuple[Path, ...], form: str, grammar: Path | None, strict: bool, quiet: bool) -> int:
    """Check files against their own standards: every format that Archiver makes.

    Each file is known by its content. A record is held against its grammar and rules, TEI against our profile, an EPUB against EPUB 3.3 (by
    epubcheck, where Java is), a PDF against PDF/A and PDF/UA (by veraPDF where it is, else by what can be told without it); HTML, DOCX, ODT and JATS
    are checked for what can be told without their schemas. Every breach is named with its line and its rule.

    A file that nothing here can judge is "not judged", with the reason: plain text, Markdown and LaTeX, and what needs a program that is absent.
    Ends with 5 when a file is not valid, else with 3 when one cannot be read, else with 0; with --strict, 5 also when one is not judged.

    \b
      archiver validate exports/article.xml exports/article.epub
      archiver validate exports/ --format json
      archiver validate exports/*.tei.xml --schema tei_all.rng
    """
    verdicts, defects = _judged(_expand(files), grammar)
    if form == "json":
        lines = [json.dumps([v.as_data() for v in verdicts], ensure_ascii=True, indent=2)]
    else:
        lines = [
            printable(line)
            for verdict in verdicts
            if not verdict.refused and (not quiet or verdict.state == "not valid" or (strict and verdict.skipped))
            for line in _told(verdict)
        ]
    emit_text("".join(f"{line}\n" for line in lines))
    for failure in (*(verdict.skipped for verdict in verdicts if verdict.refused), *map(str, defects)):
        click.echo(f"archiver: {printable(failure)}", err=True)
    if defects:
        return Defect.exit_code if len(verdicts) + len(defects) == 1 else 10
    if any(v.state == "not valid" for v in verdicts):
        return 5
    if any(v.refused for v in verdicts):
        return 3
    return 5 if strict and any(v.skipped for v in verdicts) else 0


def _told(verdict: Verdict) -> Iterator[str]:
    """The lines that say what was found in one file: its state, then why."""
    state = "NOT VALID" if verdict.state == "not valid" else verdict.state
    reason = f": {verdict.skipped}" if verdict.state == "not judged" else ""
    yield f"{verdict.path}: {state} ({verdict.standard}, {verdict.judge}){reason}"
    for violation in verdict.violations:
        place = f"line {violation.line}" if violation.line else violation.where or "whole file"
        yield f"  {place}: {violation.severity}: {violation.message} [{violation.rule}]"
        if violation.remedy:
            yield f"    → {violation.remedy}"


def _judged(files: list[Path], grammar: Path | None) -> tuple[list[Verdict], list[ArchiverError]]:
    """The verdicts on files, and the defects of Archiver that showed: then each file is judged by itself, so that one costs no other its verdict."""
    from archiver.validation.files import validate

    try:
        with guarded(f"{files[0]}" if len(files) == 1 else f"{len(files)} files"):
            return validate(files, grammar), []
    except Defect as defect:
        if len(files) == 1:
            return [], [defect]
    alone = [_judged([file], grammar) for file in files]
    return [v for verdicts, _ in alone for v in verdicts], [d for _, defects in alone for d in defects]


def _expand(files: tuple[Path, ...]) -> list[Path]:
    """Files as given; folders stand for what can be checked below them."""
    from archiver.validation.file_kinds import ENDINGS

    found: list[Path] = []
    for path in files:
        if os.path.isdir(path):  # noqa: PTH112 - which says no of any name, also of one that is too long
            found += sorted(p for p in path.rglob("*") if p.name.lower().endswith(tuple(ENDINGS)) and p.is_file())
        else:
            found.append(path)
    if not found:
        named = ", ".join(click.format_filename(path) for path in files)
        raise SourceError(
            f"{named}: there is nothing in it that can be checked.",
            f"Files are told by their endings: {' '.join(ENDINGS)}.",
        )
    return found
