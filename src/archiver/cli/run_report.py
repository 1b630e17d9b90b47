"""What a run says: a line for each source as its result comes, and a summary at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from archiver.batch.convert import Result
from archiver.batch.plan import Plan
from archiver.cli.console import Console
from archiver.cli.terminal import in_words
from archiver.errors import ArchiverError, NotAnArticle

#: The finding that a source lost much of its text (docs/reference/findings.md).
_LOSS = "C004"
_MAX_NAMES = 5


class RunReport:
    """Says what became of each source, and counts. Only counts and a few names are kept, however many sources there are.

    `folder` is where the exports go; `has_own_css` says that the user gave a style sheet, which Typst does not take. With `is_batch` there is a ledger, and a single
    source is a run too. `shown` is how a file is called. `is_terse`: the terminal shows the progress, so good results are not named.
    """

    def __init__(
        self,
        console: Console,
        folder: Path | str,
        *,
        has_own_css: bool = False,
        is_batch: bool = False,
        shown: Callable[[Path], str] = str,
    ) -> None:
        self._console = console
        self._folder = folder
        self._shown = shown
        self._has_own_css = has_own_css
        self._is_batch = is_batch
        self.is_terse = False
        self.done = self.failed = 0
        self._exit_code = 0
        self._warnings: Counter[str] = Counter()
        self._lost: list[str] = []
        self._no_article = 0
        self._pages_without: list[str] = []
        self._seconds = self._weasyprint = 0.0
        #: Of a batch: how many sources have good results from an earlier run, and how many failed then and were not tried again.
        self.unchanged = self.failed_before = self.later = 0

    @property
    def settled(self) -> int:
        """How many sources have come to an end."""
        return self.done + self.failed + self._no_article

    def add_failures(self, plan: Plan) -> None:
        """The names that cannot be read."""
        for name, error in plan.failures:
            self.add(Result.of_error(name, error))

    def add(self, result: Result) -> None:
        """One result."""
        if result.again:
            self._console.say(f"{result.error} It is tried again at the end.", source=result.source, again=True)
        elif result.passed_over:
            self._no_article += 1
            if len(self._pages_without) < _MAX_NAMES:
                self._pages_without.append(result.source)
        elif result.ok:
            self.done += 1
            self._count(result)
            if not self.is_terse or self._console.verbose:
                self._say_success(result)
        else:
            self.failed += 1
            self._exit_code = result.exit_code
            self._console.trace(result.trace)
            self._console.fail(_failure_message(result), source=result.source, exit_code=result.exit_code)

    def end(self, plan: Plan) -> int:
        """Write the last lines, and return the exit code of the run: 0; for a single source the code of its failure; 10 when some of several sources failed."""
        say = self._console.say
        if plan.passed_over:
            counts = ", ".join(
                f"{kind} ({count}{_named(count, plan.examples.get(kind, []))})"
                for kind, count in _shortened(plan.passed_over)
            )
            say(f"Passed over: {counts}.", passed_over=dict(plan.passed_over), examples=plan.examples)
        if count := self._no_article:
            pages = "page without an article" if count == 1 else "pages without an article"
            names = self._pages_without
            say(f"Passed over in captures: {count} {pages}{_named(count, names)}.", no_article=count, pages=names)
            if not self.done + self.failed + self.unchanged + self.failed_before:
                self._console.fail("no page of the captures holds an article.")
                return NotAnArticle.exit_code
        if self.done + self.failed == 1 and not self._is_batch:
            return self._exit_code
        self._say_counts()
        if self.unchanged:
            say(f"{self.unchanged:,} unchanged since an earlier run.", unchanged=self.unchanged)
        if self.failed_before:
            say(
                f"{self.failed_before:,} failed in an earlier run; --retry-failed tries them again.",
                failed_before=self.failed_before,
            )
        if self.later:
            say(f"{self.later:,} left for another run.", later=self.later)
        if self.failed:
            self._console.fail(
                f"{self.failed} of {self.done + self.failed} sources failed; {self.done} went through to {self._folder}.",
                failed=self.failed,
                done=self.done,
            )
        elif self.done or not self.unchanged:
            sources = "source" if self.done == 1 else "sources"
            say(f"{self.done} {sources} went through to {self._folder}.", done=self.done)
        return 10 if self.failed or self.failed_before else 0

    def stop(self, error: ArchiverError, total: int) -> int:
        """The run cannot go on."""
        self._console.fail(
            f"stopped after {self.settled} of {total} sources: {error.message} What was finished is kept.",
            done=self.done,
            exit_code=error.exit_code,
        )
        return error.exit_code

    def interrupt(self, total: int) -> int:
        """The user, or the system, ended the run."""
        again = " The same command goes on." if self._is_batch else ""
        self._console.fail(
            f"interrupted after {self.settled} of {total} sources; what was finished is kept.{again}", done=self.done
        )
        return 130

    def _count(self, result: Result) -> None:
        codes = {code for code, severity, _ in result.findings if severity != "info"}
        self._warnings.update(codes)
        if _LOSS in codes:
            self._lost = [*self._lost, result.source][: _MAX_NAMES + 1]
        self._seconds += result.seconds
        self._weasyprint += result.weasyprint

    def _say_success(self, result: Result) -> None:
        names = ", ".join(map(self._shown, result.files)) or ("no new file" if result.kept else "standard output")
        if self._console.json:
            self._console.say(
                f"{result.source}: {names}", source=result.source, made=[self._shown(p) for p in result.files],
                kept=result.kept, notes=result.notes, missing=result.missing, removed=result.removed, seconds=round(result.seconds, 3),
                findings=[{"code": c, "severity": s, "text": t} for c, s, t in result.findings],
            )  # fmt: skip
            return
        parts = [f"{result.notes} notes" if result.notes != 1 else "1 note"]
        if result.missing:
            parts.append(f"{result.missing} missing")
        parts.append(f"{result.removed} pieces removed" if result.removed != 1 else "1 piece removed")
        self._console.say(f"{result.source} → {names} ({', '.join(parts)})")
        for code, severity, text in result.findings:
            if severity != "info" or self._console.verbose:
                self._console.say(f"  {severity} {code}: {text}")

    def _say_counts(self) -> None:
        """A summary: the number of each warning, the sources that lost much text, and the time that PDFs took."""
        if counts := dict(sorted(self._warnings.items())):
            codes_and_counts = ", ".join(f"{code} in {count}" for code, count in counts.items())
            self._console.say(
                f"Sources with warnings: {codes_and_counts} (docs/reference/findings.md).", warnings=counts
            )
        if self._lost:
            count = self._warnings[_LOSS]
            names = self._lost[:_MAX_NAMES]
            sources = "source" if count == 1 else "sources"
            self._console.warn(
                f"{count} {sources} lost much of their text ({_LOSS}): {', '.join(names)}{' …' if count > len(names) else ''}",
                lost=names, count=count,
            )  # fmt: skip
        if self._weasyprint > self._seconds / 2 and not self._has_own_css:
            self._console.say(
                f"{self._weasyprint:.0f} of {self._seconds:.0f} seconds went into PDFs; with --pdf-engine typst they take about a third of that.",
                weasyprint=round(self._weasyprint, 3),
                seconds=round(self._seconds, 3),
            )


def _shortened(passed_over: Counter[str]) -> list[tuple[str, int]]:
    """The counts of skipped files: every kind that is described in words, but only the most frequent file name endings."""
    kinds = sorted(item for item in passed_over.items() if " " in item[0])
    endings = sorted((item for item in passed_over.items() if " " not in item[0]), key=lambda item: (-item[1], item[0]))
    rest = sum(count for _, count in endings[_MAX_NAMES:])
    return kinds + endings[:_MAX_NAMES] + ([("other files", rest)] if rest else [])


def _named(count: int, names: list[str]) -> str:
    """The names of the first files of a kind, for the brackets behind it: ": a.pdf, b.pdf …"."""
    return f": {', '.join(names)}{' …' if count > len(names) else ''}" if names else ""


def _failure_message(result: Result) -> str:
    """The message of a failure, with the name of its source added where the message does not name it."""
    names = (result.source, str(Path(result.source)))
    message = result.error if any(name in result.error for name in names) else f"{result.source}: {result.error}"
    return in_words(message)
