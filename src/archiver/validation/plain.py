"""Validator of plain text, Markdown and LaTeX. They have no schema, so only broken files are reported."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from archiver import safety
from archiver.schema import Violation
from archiver.validation import Verdict

VALIDATOR = "its content"

_REASONS = {
    "plain text": "there are no rules for plain text",
    "Markdown": "every text is valid Markdown",
    "LaTeX": "only LaTeX itself can check it",
}
_COMMENT = re.compile(r"(?<!\\)%.*")


def validate(paths: Iterable[Path], standard: str) -> list[Verdict]:
    """One verdict for each file. `standard` is "plain text", "Markdown" or "LaTeX". A broken file is "not valid", any
    other "not judged".
    """
    return [
        Verdict(path, standard, VALIDATOR, tuple(_violations(path, standard)), skipped=_REASONS[standard])
        for path in paths
    ]


def _violations(path: Path, standard: str) -> Iterator[Violation]:
    data = safety.read_file(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        # Only a remark: other encodings are allowed, but what Archiver writes is always UTF-8.
        yield Violation(
            line, "utf-8", "It is not UTF-8, but Archiver writes UTF-8.", "Save it as UTF-8.", severity="info"
        )
        return
    if standard == "LaTeX":
        code = _COMMENT.sub("", text)
        for command in (r"\begin{document}", r"\end{document}"):
            if "\\documentclass" in code and command not in code:
                yield Violation(0, "whole", f"It has no {command}.", "Export it again from its record.")
