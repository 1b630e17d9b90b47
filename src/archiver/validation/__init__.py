"""The validators: one module per standard, each with `judge(paths) -> list[Verdict]`.

A validator that cannot judge a file says so and why (`skipped`); such a file never passes for a good one, nor for a bad one.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from archiver.schema import Violation

State = Literal["valid", "not valid", "not judged"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one validator says of one file.

    `standard` is what it was measured against ("EPUB 3.3"), `judge` the program that measured ("epubcheck 5.3.0").
    `skipped` is "" or the reason why nobody could measure it, or not all of it; breaches that were found all the same count.
    `refused` says that the file itself could not be read.
    """

    path: Path
    standard: str
    judge: str
    violations: tuple[Violation, ...] = ()
    skipped: str = ""
    refused: bool = False

    @property
    def state(self) -> State:
        """Whether the file keeps the standard: "not valid" with an error, else "not judged" where something could not be.

        Warnings pass, as they do where records are made and in epubcheck: no standard forbids what they are about.
        """
        if any(violation.severity == "error" for violation in self.violations):
            return "not valid"
        return "not judged" if self.skipped else "valid"

    @property
    def ok(self) -> bool:
        """Whether the file was measured and no error was found."""
        return self.state == "valid"

    def as_data(self) -> dict[str, object]:
        """As plain data for JSON."""
        return {
            "file": str(self.path),
            "standard": self.standard,
            "judge": self.judge,
            "state": self.state,
            "reason": self.skipped,
            "violations": [asdict(violation) for violation in self.violations],
        }
