"""What is counted over all entries of a batch. It stands at the head of the index page, and is the file summary.json."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from archiver.batch.ledger import STATES, Entry
from archiver.batch.source_lists import as_line

#: The states of sources that gave no result.
FAILED = ("failed", "quarantined")
#: The fields of a record (its evidence) that a catalogue shows. Of others, such as the rights, the evidence is weak on most pages.
CATALOGUED = ("title", "author", "published", "container", "language")


@dataclass(slots=True)
class FindingCount:
    """How many sources have a finding, and how often it was made; the text of the first."""

    severity: str
    example: str
    sources: int = 0
    times: int = 0


@dataclass(slots=True)
class Counts:
    """The counts. The numbers of words, notes, missing notes and removals are those of sources that are done; so are the findings and
    the doubtful fields. `with_doubt` counts sources that have one of CATALOGUED. `exit_codes` are those of the failures.

    `lines_will_do`: whether a list with one name a line can hold the names of all failures.
    """

    states: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(STATES, 0)))
    exit_codes: Counter[int] = field(default_factory=Counter)
    words: int = 0
    notes: int = 0
    missing: int = 0
    removed: int = 0
    with_findings: int = 0
    with_warnings: int = 0
    with_missing: int = 0
    with_doubt: int = 0
    findings: dict[str, FindingCount] = field(default_factory=dict)
    doubtful: Counter[str] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    bytes: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    peak_memory: int = 0
    started: str = ""
    finished: str = ""
    lines_will_do: bool = True

    @property
    def sources(self) -> int:
        """The number of all sources."""
        return self.states.total()

    @property
    def failed(self) -> int:
        """The number of sources that failed, those in quarantine among them."""
        return sum(self.states[state] for state in FAILED)

    @property
    def unfinished(self) -> int:
        """The number of sources that no run has come to the end with."""
        return self.states["waiting"] + self.states["running"]

    def add(self, entry: Entry) -> None:
        """Count an entry."""
        self.states[entry.state] += 1
        self.seconds += entry.seconds
        self.peak_memory = max(self.peak_memory, entry.peak_memory)
        if entry.started and (not self.started or entry.started < self.started):
            self.started = entry.started
        self.finished = max(self.finished, entry.finished)
        if entry.state in FAILED:
            self.exit_codes[entry.exit_code] += 1
            self.lines_will_do = self.lines_will_do and as_line(entry.file or entry.source) is not None
        for output in entry.outputs:
            self.files[output.format] += 1
            self.bytes[output.format] += output.size
        if entry.state == "done":
            self._add_result(entry)

    def _add_result(self, entry: Entry) -> None:
        self.words += entry.words
        self.notes += entry.notes
        self.missing += entry.missing
        self.removed += entry.removed
        self.with_findings += bool(entry.findings)
        self.with_warnings += has_warnings(entry)
        self.with_missing += bool(entry.missing)
        self.with_doubt += bool(doubts(entry))
        self.doubtful.update(set(entry.doubtful))
        if entry.language:
            self.languages[entry.language] += 1
        for code, severity, text in entry.findings:
            self.findings.setdefault(code, FindingCount(severity, text)).times += 1
        for code in {code for code, _, _ in entry.findings}:
            self.findings[code].sources += 1


def has_warnings(entry: Entry) -> bool:
    """Whether a finding of an entry is more than information."""
    return any(severity != "info" for _, severity, _ in entry.findings)


def doubts(entry: Entry) -> list[str]:
    """The doubtful fields of an entry that a catalogue shows."""
    return [field for field in CATALOGUED if field in entry.doubtful]


def count(entries: Iterable[Entry]) -> Counts:
    """The counts of entries."""
    counts = Counts()
    for entry in entries:
        counts.add(entry)
    return counts
