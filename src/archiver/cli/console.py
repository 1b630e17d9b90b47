"""What is said on standard error: progress on a terminal, one sentence a source, all failures at the end."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from archiver.batch.work import Outcome


class Console:
    """Says things on standard error, as sentences or as JSON lines. Standard output is for data alone."""

    def __init__(
        self, *, quiet: bool = False, verbose: bool = False, log_format: str = "text", debug: bool = False
    ) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.json = log_format == "json"
        self.debug = debug

    def say(self, text: str, **data: object) -> None:
        """Something the user may like to know."""
        if not self.quiet:
            self._write("info", text, data)

    def fail(self, text: str, **data: object) -> None:
        """Something that went wrong."""
        self._write("error", text, data)

    def _write(self, level: str, text: str, data: dict[str, Any]) -> None:
        if self.json:
            click.echo(json.dumps({"level": level, "message": text, **data}, ensure_ascii=False, default=str), err=True)
        else:
            click.echo(f"archiver: {text}" if level == "error" else text, err=True)

    def follow(self, outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
        """Pass outcomes on with a progress bar, where a person watches."""
        bar: Any = nullcontext()
        if total > 1 and not self.quiet and not self.json and sys.stderr.isatty():
            bar = click.progressbar(length=total, label="Converting", file=sys.stderr, show_pos=True)
        with bar as shown:
            for outcome in outcomes:
                if shown is not None:
                    shown.update(1)
                yield outcome

    def report(self, outcomes: list[Outcome], folder: Path) -> int:
        """Say how a call ended and return its exit code: 0, the failure's own for a single source, 10 when some of several failed."""
        failed = [outcome for outcome in outcomes if not outcome.ok]
        for outcome in outcomes:
            if outcome.ok:
                self._report_good(outcome)
        for outcome in failed:
            if self.debug and outcome.trace:
                click.echo(outcome.trace, err=True)
            self.fail(_named(outcome), source=outcome.source, exit_code=outcome.exit_code)
        if len(outcomes) == 1:
            return failed[0].exit_code if failed else 0
        good = len(outcomes) - len(failed)
        if failed:
            self.fail(
                f"{len(failed)} of {len(outcomes)} sources failed; {good} went through to {folder}.",
                failed=len(failed),
                done=good,
            )
            return 10
        self.say(f"{good} sources went through to {folder}.", done=good)
        return 0

    def _report_good(self, outcome: Outcome) -> None:
        names = ", ".join(path.name for path in outcome.made)
        if self.json:
            self.say(
                f"{outcome.source}: {names}", source=outcome.source, made=[str(p) for p in outcome.made],
                notes=outcome.notes, missing=outcome.missing, removed=outcome.removed, seconds=round(outcome.seconds, 3),
                findings=[{"code": c, "severity": s, "text": t} for c, s, t in outcome.findings],
            )  # fmt: skip
            return
        parts = [f"{outcome.notes} notes" if outcome.notes != 1 else "1 note"]
        if outcome.missing:
            parts.append(f"{outcome.missing} missing")
        parts.append(f"{outcome.removed} pieces removed")
        self.say(f"{outcome.source} → {names} ({', '.join(parts)})")
        for code, severity, text in outcome.findings:
            if severity != "info" or self.verbose:
                self.say(f"  {severity} {code}: {text}")


def _named(outcome: Outcome) -> str:
    """The failure's sentence, which names its source once."""
    return (
        outcome.error
        if outcome.source in outcome.error or outcome.source == "-"
        else f"{outcome.source}: {outcome.error}"
    )
