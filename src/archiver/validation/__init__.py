"""The validators: one module per standard, each with `validate(paths) -> list[Verdict]`.

A validator that cannot check a file gives the reason (`skipped`). Such a file counts neither as valid nor as not valid.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from archiver.schema import Violation

__all__ = ["State", "Verdict"]

State = Literal["valid", "not valid", "not judged"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one validator for one file.

    `standard` is the standard that the file was checked against ("EPUB 3.3"), `validator` the program that checked it
    ("epubcheck 5.3.0"). `skipped` is "" or the reason why the file could not be checked, or not completely; violations
    that were found still count. `refused` says that the file itself could not be read.
    """

    path: Path
    standard: str
    validator: str
    violations: tuple[Violation, ...] = ()
    skipped: str = ""
    refused: bool = False

    @property
    def state(self) -> State:
        """The state: "not valid" when there is an error, else "not judged" when the file could not be checked completely, else
        "valid".

        Warnings do not matter, as in the pipeline and in epubcheck: no standard forbids what they are about.
        """
        if any(violation.severity == "error" for violation in self.violations):
            return "not valid"
        return "not judged" if self.skipped else "valid"

    @property
    def ok(self) -> bool:
        """Whether the file was checked completely and has no error."""
        return self.state == "valid"

    def as_data(self) -> dict[str, object]:
        """The verdict as plain data for JSON."""
        return {
            "file": str(self.path),
            "standard": self.standard,
            "judge": self.validator,
            "state": self.state,
            "reason": self.skipped,
            "violations": [asdict(violation) for violation in self.violations],
        }
