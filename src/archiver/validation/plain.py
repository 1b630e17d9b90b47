"""Text without a standard that a machine could hold it against: plain text, Markdown, LaTeX. Told are only those that are broken."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from archiver import safety
from archiver.schema import Violation
from archiver.validation import Verdict

JUDGE = "its content"

_REASONS = {
    "plain text": "plain text has no rules that it could break",
    "Markdown": "every text is Markdown, and has no rules that it could break",
    "LaTeX": "only LaTeX itself can tell whether it can be set",
}
_COMMENT = re.compile(r"(?<!\\)%.*")


def validate(paths: Iterable[Path], standard: str) -> list[Verdict]:
    """One verdict for each file, "plain text", "Markdown" or "LaTeX" by its `standard`: "not valid" where it is broken, else "not judged"."""
    return [
        Verdict(path, standard, JUDGE, tuple(_breaches(path, standard)), skipped=_REASONS[standard]) for path in paths
    ]


def _breaches(path: Path, standard: str) -> Iterator[Violation]:
    data = safety.read_file(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        # other encodings are no mistake; what Archiver writes is always UTF-8
        yield Violation(
            line, "utf-8", "It is no UTF-8, as what Archiver writes is.", "Save it as UTF-8.", severity="info"
        )
        return
    if standard == "LaTeX":
        code = _COMMENT.sub("", text)
        for what in (r"\begin{document}", r"\end{document}"):
            if "\\documentclass" in code and what not in code:
                yield Violation(0, "whole", f"It has no {what}.", "Make it anew from its record.")
