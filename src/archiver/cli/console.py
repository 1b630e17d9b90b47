"""Messages on standard error: a progress bar on a terminal, one line for each source, and all failures at the end."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from typing import Any, TextIO, cast

import click

from archiver.batch.convert import ConvertOptions, Result
from archiver.batch.plan import Plan
from archiver.cli.terminal import printable, without_secrets
from archiver.errors import NotAnArticle

#: The finding that a source lost much of its text (docs/reference/findings.md).
_LOSS = "C004"
_MAX_NAMES = 5


class Console:
    """Writes messages to standard error, as sentences or as JSON lines. Standard output is for data only.

    When standard error is closed or its disk is full, the work goes on without messages; the exit code still says how
    it ended.
    """

    def __init__(
        self, *, quiet: bool = False, verbose: bool = False, log_format: str = "text", debug: bool = False
    ) -> None:
        self.quiet = quiet
        self.verbose = verbose
        self.json = log_format == "json"
        self.debug = debug

    def say(self, text: str, **data: object) -> None:
        """Write information that the user may want; not with --quiet."""
        if not self.quiet:
            self._write("info", text, data)

    def warn(self, text: str, **data: object) -> None:
        """Write a warning: nothing failed, but the user should know it."""
        if not self.quiet:
            self._write("warning", text, data)

    def fail(self, text: str, **data: object) -> None:
        """Write a failure."""
        self._write("error", text, data)

    def show(self, text: str) -> None:
        """Write text that the user asked for, also with --quiet."""
        self._write("info", text, {})

    def _write(self, level: str, text: str, data: dict[str, Any]) -> None:
        if self.json:
            # ASCII only: file names of any bytes become valid JSON, and control characters do not reach the terminal.
            self._write_line(json.dumps({"level": level, "message": text, **data}, default=str))
        else:
            self._write_line(printable(f"archiver: {text}" if level == "error" else text))

    def _write_line(self, line: str) -> None:
        try:
            click.echo(without_secrets(line), err=True)
        except OSError:
            self._write_line = _discard  # type: ignore[method-assign]

    def follow(self, results: Iterable[Result], total: int) -> Iterator[Result]:
        """Yield the results as they come, with a progress bar when standard error is a terminal."""
        bar: Any = nullcontext()
        if total > 1 and not self.quiet and not self.json and sys.stderr is not None and sys.stderr.isatty():
            bar = click.progressbar(
                length=total, label="Converting", file=cast(TextIO, _TolerantStream(sys.stderr)), show_pos=True
            )
        with bar as progress_bar:
            for result in results:
                if progress_bar is not None:
                    progress_bar.update(1)
                yield result

    def report(self, results: list[Result], plan: Plan, options: ConvertOptions) -> int:
        """Write how a run ended, and return its exit code: 0; for a single source the code of its failure; 10 when some
        of several sources failed.
        """
        no_articles = [result.source for result in results if result.passed_over]
        results = [result for result in results if not result.passed_over]
        failed = [result for result in results if not result.ok]
        for result in results:
            if result.ok:
                self._report_success(result)
        for result in failed:
            if self.debug and result.trace:
                self._write_line(printable(result.trace, keep="\n"))
            self.fail(_failure_message(result), source=result.source, exit_code=result.exit_code)
        if plan.passed_over:
            counts = ", ".join(
                f"{kind} ({count}{_named(count, plan.examples.get(kind, []))})"
                for kind, count in _shortened(plan.passed_over)
            )
            self.say(f"Passed over: {counts}.", passed_over=dict(plan.passed_over), examples=plan.examples)
        if count := len(no_articles):
            pages = "page without an article" if count == 1 else "pages without an article"
            named = _named(count, no_articles[:_MAX_NAMES])
            self.say(
                f"Passed over in captures: {count} {pages}{named}.", no_article=count, pages=no_articles[:_MAX_NAMES]
            )
            if not results:
                self.fail("no page of the captures holds an article.")
                return NotAnArticle.exit_code
        if len(results) == 1:
            return failed[0].exit_code if failed else 0
        self._report_run([result for result in results if result.ok], options)
        succeeded = len(results) - len(failed)
        if failed:
            self.fail(
                f"{len(failed)} of {len(results)} sources failed; {succeeded} went through to {options.folder}.",
                failed=len(failed),
                done=succeeded,
            )
            return 10
        self.say(f"{succeeded} sources went through to {options.folder}.", done=succeeded)
        return 0

    def _report_success(self, result: Result) -> None:
        names = ", ".join(map(str, result.files)) or ("no new file" if result.kept else "standard output")
        if self.json:
            self.say(
                f"{result.source}: {names}", source=result.source, made=[str(p) for p in result.files],
                kept=result.kept, notes=result.notes, missing=result.missing, removed=result.removed, seconds=round(result.seconds, 3),
                findings=[{"code": c, "severity": s, "text": t} for c, s, t in result.findings],
            )  # fmt: skip
            return
        parts = [f"{result.notes} notes" if result.notes != 1 else "1 note"]
        if result.missing:
            parts.append(f"{result.missing} missing")
        parts.append(f"{result.removed} pieces removed" if result.removed != 1 else "1 piece removed")
        self.say(f"{result.source} → {names} ({', '.join(parts)})")
        for code, severity, text in result.findings:
            if severity != "info" or self.verbose:
                self.say(f"  {severity} {code}: {text}")

    def _report_run(self, succeeded: list[Result], options: ConvertOptions) -> None:
        """Write a summary of several sources: the number of each warning, the sources that lost much text, and the time
        that PDFs took.
        """
        warned = {o.source: {code for code, severity, _ in o.findings if severity != "info"} for o in succeeded}
        if counts := Counter(code for codes in warned.values() for code in codes):
            codes_and_counts = ", ".join(f"{code} in {count}" for code, count in sorted(counts.items()))
            self.say(
                f"Sources with warnings: {codes_and_counts} (docs/reference/findings.md).",
                warnings=dict(sorted(counts.items())),
            )
        if sources_with_losses := [source for source, codes in warned.items() if _LOSS in codes]:
            names = ", ".join(sources_with_losses[:_MAX_NAMES]) + (
                " …" if len(sources_with_losses) > _MAX_NAMES else ""
            )
            sources = "source" if len(sources_with_losses) == 1 else "sources"
            self.warn(
                f"{len(sources_with_losses)} {sources} lost much of their text ({_LOSS}): {names}",
                lost=sources_with_losses,
            )
        total, weasyprint_seconds = sum(o.seconds for o in succeeded), sum(o.weasyprint for o in succeeded)
        if weasyprint_seconds > total / 2 and "css" not in options.writer_options:
            self.say(
                f"{weasyprint_seconds:.0f} of {total:.0f} seconds went into PDFs; with --pdf-engine typst they take about a third of that.",
                weasyprint=round(weasyprint_seconds, 3),
                seconds=round(total, 3),
            )


class _TolerantStream:
    """A stream for click's progress bar that ignores write errors: the run goes on when its terminal is closed."""

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


def _shortened(passed_over: Counter[str]) -> list[tuple[str, int]]:
    """The counts of skipped files: every kind that is described in words, but only the most frequent file name endings."""
    kinds = sorted(item for item in passed_over.items() if " " in item[0])
    endings = sorted((item for item in passed_over.items() if " " not in item[0]), key=lambda item: (-item[1], item[0]))
    rest = sum(count for _, count in endings[_MAX_NAMES:])
    return kinds + endings[:_MAX_NAMES] + ([("other files", rest)] if rest else [])


def _named(count: int, names: list[str]) -> str:
    """The names of the first files of a kind, for the brackets behind it: ": a.pdf, b.pdf …"."""
    return f": {', '.join(names)}{' …' if count > len(names) else ''}" if names else ""


def _discard(line: str) -> None:
    """Takes the place of `_write_line` once standard error can no longer be written to."""


def _failure_message(result: Result) -> str:
    """The message of a failure, with the name of its source added where the message does not name it."""
    return result.error if result.source in result.error or result.source == "-" else f"{result.source}: {result.error}"
