"""archiver validate"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archiver.cli.output import emit_text
from archiver.cli.terminal import printable
from archiver.errors import ArchiverError, MissingDependency, SourceError, UsageError, guarded

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
    help="A RELAX NG grammar of your own that XML is held against instead: a library's TEI profile, tei_all.rng.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
def command(files: tuple[Path, ...], form: str, grammar: Path | None, quiet: bool) -> int:
    """Check files against their own standards: archival records, TEI, EPUB, PDF.

    Each file is known by its content. A record is held against its grammar and rules, TEI against our profile, an EPUB against EPUB 3.3 (by
    epubcheck, where Java is), a PDF against PDF/A and PDF/UA (by veraPDF where it is, else by what can be told without it). Every breach is named with
    its line and its rule. Ends with 5 when a file is not valid, with 3 when one cannot be read, and with 6 when nothing here can judge one.

    \b
      archiver validate exports/article.xml exports/article.epub
      archiver validate exports/ --format json
      archiver validate exports/*.tei.xml --schema tei_all.rng
    """
    found, absent = _expand(files)
    verdicts, failures = _judged(found, grammar)
    failures = absent + failures
    if form == "json":
        lines = [json.dumps([v.as_data() for v in verdicts], ensure_ascii=True, indent=2)]
    else:
        lines = [printable(line) for verdict in verdicts for line in _told(verdict, quiet)]
    emit_text("".join(f"{line}\n" for line in lines))
    for failure in failures:
        click.echo(f"archiver: {printable(str(failure))}", err=True)
    if failures:
        return failures[0].exit_code if len(verdicts) + len(failures) == 1 or _are_unreadable(failures) else 10
    if any(not v.ok and not v.skipped for v in verdicts):
        return 5
    return 6 if any(v.skipped for v in verdicts) else 0


def _told(verdict: Verdict, quiet: bool) -> Iterator[str]:
    """The lines that say what was found in one file."""
    state = "not checked" if verdict.skipped else "valid" if verdict.ok else "NOT VALID"
    if not (quiet and verdict.ok):
        yield f"{verdict.path}: {state} ({verdict.standard}, {verdict.judge})"
    if verdict.skipped:
        yield f"  {verdict.skipped}"
    for violation in verdict.violations:
        place = f"line {violation.line}" if violation.line else violation.where or "whole file"
        yield f"  {place}: {violation.severity}: {violation.message} [{violation.rule}]"
        if violation.remedy:
            yield f"    → {violation.remedy}"


def _judged(files: list[Path], grammar: Path | None) -> tuple[list[Verdict], list[ArchiverError]]:
    """The verdicts on files, and what failed: where one file can't be judged, each is judged by itself."""
    from archiver.validation.files import judge

    if not files:
        return [], []
    try:
        with guarded(f"{files[0]}" if len(files) == 1 else f"{len(files)} files"):
            return judge(files, grammar), []
    except (UsageError, MissingDependency):
        raise  # of the call, not of a file
    except ArchiverError as error:
        if len(files) == 1:
            return [], [error]
    verdicts: list[Verdict] = []
    failures: list[ArchiverError] = []
    for file in files:
        good, bad = _judged([file], grammar)
        verdicts += good
        failures += bad
    return verdicts, failures


def _are_unreadable(failures: list[ArchiverError]) -> bool:
    return all(isinstance(failure, SourceError) for failure in failures)


_SUFFIXES = frozenset([".xml", ".epub", ".pdf"])


def _expand(files: tuple[Path, ...]) -> tuple[list[Path], list[ArchiverError]]:
    """Files as given, and those that are not there; folders stand for what can be checked below them. Raises SourceError when that is nothing."""
    found: list[Path] = []
    absent: list[ArchiverError] = []
    for path in files:
        try:
            if path.is_dir():
                found += sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())
            elif path.exists():
                found.append(path)
            else:
                absent.append(SourceError(f"{path}: cannot be read: it does not exist.", "Check the name."))
        except OSError as error:
            absent.append(SourceError(f"{path}: cannot be read: {error.strerror or error}.", "Check the name."))
    if not found and not absent:
        raise SourceError("There is nothing to check.", "Name records, TEI, EPUB or PDF files.")
    return found, absent
