"""What is said on standard error: progress on a terminal, one sentence a source, all failures at the end."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from typing import Any, TextIO, cast

import click

from archiver.batch.plan import Plan
from archiver.batch.work import ConvertOptions, Result
from archiver.cli.terminal import printable

#: The finding that a source lost much of its text (docs/reference/findings.md), and how many sources or endings are named.
_LOST = "C004"
_NAMED = 5


class Console:
    """Says things on standard error, as sentences or as JSON lines. Standard output is for data alone.

    When nobody reads standard error any more, or its disk is full, the work goes on unheard: the exit code still tells.
    """

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

    def warn(self, text: str, **data: object) -> None:
        """Something the user should know, though it failed nothing."""
        if not self.quiet:
            self._write("warning", text, data)

    def fail(self, text: str, **data: object) -> None:
        """Something that went wrong."""
        self._write("error", text, data)

    def show(self, text: str) -> None:
        """Something the user asked for."""
        self._write("info", text, {})

    def _write(self, level: str, text: str, data: dict[str, Any]) -> None:
        if self.json:
            # in ASCII, so that names of any bytes are JSON, and harmless to a terminal
            self._put(json.dumps({"level": level, "message": text, **data}, default=str))
        else:
            self._put(printable(f"archiver: {text}" if level == "error" else text))

    def _put(self, line: str) -> None:
        try:
            click.echo(line, err=True)
        except OSError:
            self._put = _nowhere  # type: ignore[method-assign]

    def follow(self, outcomes: Iterable[Result], total: int) -> Iterator[Result]:
        """Pass outcomes on with a progress bar, where a person watches."""
        bar: Any = nullcontext()
        if total > 1 and not self.quiet and not self.json and sys.stderr is not None and sys.stderr.isatty():
            bar = click.progressbar(
                length=total, label="Converting", file=cast(TextIO, _Unheard(sys.stderr)), show_pos=True
            )
        with bar as shown:
            for outcome in outcomes:
                if shown is not None:
                    shown.update(1)
                yield outcome

    def report(self, outcomes: list[Result], planned: Plan, order: ConvertOptions) -> int:
        """Say how a call ended and return its exit code: 0, the failure's own for a single source, 10 when some of several failed."""
        failed = [outcome for outcome in outcomes if not outcome.ok]
        for outcome in outcomes:
            if outcome.ok:
                self._report_good(outcome)
        for outcome in failed:
            if self.debug and outcome.trace:
                self._put(printable(outcome.trace, keep="\n"))
            self.fail(_named(outcome), source=outcome.source, exit_code=outcome.exit_code)
        if planned.passed_over:
            counts = ", ".join(f"{kind} ({count})" for kind, count in _in_short(planned.passed_over))
            self.say(f"Passed over in folders: {counts}.", passed_over=dict(planned.passed_over))
        if len(outcomes) == 1:
            return failed[0].exit_code if failed else 0
        self._report_run([outcome for outcome in outcomes if outcome.ok], order)
        good = len(outcomes) - len(failed)
        if failed:
            self.fail(
                f"{len(failed)} of {len(outcomes)} sources failed; {good} went through to {order.folder}.",
                failed=len(failed),
                done=good,
            )
            return 10
        self.say(f"{good} sources went through to {order.folder}.", done=good)
        return 0

    def _report_good(self, outcome: Result) -> None:
        names = ", ".join(map(str, outcome.made)) or "standard output"
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
        parts.append(f"{outcome.removed} pieces removed" if outcome.removed != 1 else "1 piece removed")
        self.say(f"{outcome.source} → {names} ({', '.join(parts)})")
        for code, severity, text in outcome.findings:
            if severity != "info" or self.verbose:
                self.say(f"  {severity} {code}: {text}")

    def _report_run(self, good: list[Result], order: ConvertOptions) -> None:
        """What can be said of several sources together: which warnings they carry, which lost much of their text, where the time went."""
        warned = {o.source: {code for code, severity, _ in o.findings if severity != "info"} for o in good}
        if counts := Counter(code for codes in warned.values() for code in codes):
            told = ", ".join(f"{code} in {count}" for code, count in sorted(counts.items()))
            self.say(
                f"Sources with warnings: {told} (docs/reference/findings.md).", warnings=dict(sorted(counts.items()))
            )
        if lost := [source for source, codes in warned.items() if _LOST in codes]:
            names = ", ".join(lost[:_NAMED]) + (" …" if len(lost) > _NAMED else "")
            sources = "source" if len(lost) == 1 else "sources"
            self.warn(f"{len(lost)} {sources} lost much of their text ({_LOST}): {names}", lost=lost)
        total, in_pdf = sum(o.seconds for o in good), sum(o.weasyprint for o in good)
        if in_pdf > total / 2 and "css" not in order.options:
            self.say(
                f"{in_pdf:.0f} of {total:.0f} seconds went into PDFs; with --pdf-engine typst they take about a third of that.",
                weasyprint=round(in_pdf, 3),
                seconds=round(total, 3),
            )


class _Unheard:
    """A stream for click's progress bar, which goes on when its terminal is gone."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        with suppress(OSError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._stream.flush()

    def isatty(self) -> bool:
        return self._stream.isatty()


def _in_short(passed_over: Counter[str]) -> list[tuple[str, int]]:
    """What was passed over, with the commonest endings alone by their names."""
    kinds = sorted(item for item in passed_over.items() if " " in item[0])
    endings = sorted((item for item in passed_over.items() if " " not in item[0]), key=lambda item: (-item[1], item[0]))
    rest = sum(count for _, count in endings[_NAMED:])
    return kinds + endings[:_NAMED] + ([("other files", rest)] if rest else [])


def _nowhere(line: str) -> None:
    """Where messages go when standard error takes no more."""


def _named(outcome: Result) -> str:
    """The failure's sentence, which names its source once."""
    return (
        outcome.error
        if outcome.source in outcome.error or outcome.source == "-"
        else f"{outcome.source}: {outcome.error}"
    )
