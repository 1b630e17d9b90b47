"""archiver validate"""

from __future__ import annotations

import json
from pathlib import Path

import click

from archiver.errors import SourceError


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
    from archiver.validation.files import judge

    verdicts = judge(_expand(files), grammar)
    if form == "json":
        click.echo(json.dumps([v.as_data() for v in verdicts], ensure_ascii=False, indent=2))
    else:
        for verdict in verdicts:
            state = "not checked" if verdict.skipped else "valid" if verdict.ok else "NOT VALID"
            if not (quiet and verdict.ok):
                click.echo(f"{verdict.path}: {state} ({verdict.standard}, {verdict.judge})")
            if verdict.skipped:
                click.echo(f"  {verdict.skipped}")
            for violation in verdict.violations:
                place = f"line {violation.line}" if violation.line else violation.where or "whole file"
                click.echo(f"  {place}: {violation.severity}: {violation.message} [{violation.rule}]")
                if violation.remedy:
                    click.echo(f"    → {violation.remedy}")
    if any(not v.ok and not v.skipped for v in verdicts):
        return 5
    return 6 if any(v.skipped for v in verdicts) else 0


_SUFFIXES = frozenset([".xml", ".epub", ".pdf"])


def _expand(files: tuple[Path, ...]) -> list[Path]:
    """Files as given; folders stand for what can be checked below them."""
    found: list[Path] = []
    for path in files:
        if path.is_dir():
            found += sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES and p.is_file())
        elif path.is_file():
            found.append(path)
        else:
            raise SourceError(f"{path}: cannot be read: it does not exist.", "Check the name.")
    if not found:
        raise SourceError("There is nothing to check.", "Name records, TEI, EPUB or PDF files.")
    return found
