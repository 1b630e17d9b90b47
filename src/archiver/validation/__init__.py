"""The judges: one module per standard, each with `judge(paths) -> list[Verdict]`.

A judge that is not installed says so in its verdict (`skipped`) and never passes for a good one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

from archiver.schema import Violation


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one judge says of one file.

    `standard` is what it was measured against ("EPUB 3.3"), `judge` the program that measured ("epubcheck 5.3.0").
    `skipped` is "" or the reason why nobody could measure; such a file is neither good nor bad.
    """

    path: Path
    standard: str
    judge: str
    violations: tuple[Violation, ...] = ()
    skipped: str = ""

    @property
    def ok(self) -> bool:
        """Whether the file was measured and nothing above a remark was found."""
        return not self.skipped and all(v.severity == "info" for v in self.violations)

    def as_data(self) -> dict[str, object]:
        """As plain data for JSON."""
        return {
            "file": str(self.path),
            "standard": self.standard,
            "judge": self.judge,
            "state": "not checked" if self.skipped else "valid" if self.ok else "not valid",
            "skipped": self.skipped,
            "violations": [asdict(violation) for violation in self.violations],
        }
