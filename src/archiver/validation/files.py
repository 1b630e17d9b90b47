"""The librarian's validator: knows each file by its content and sends it to the validator of its own standard."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from archiver.errors import SourceError
from archiver.schema import Violation
from archiver.validation import Verdict, epub, file_kinds, plain, tei
from archiver.validation.file_kinds import Examined, Kind

#: The module that judges each kind of file, for those that have one of their own.
_MODULES: tuple[Kind, ...] = ("record", "tei", "pdf", "html", "docx", "odt", "jats")
_TEXTS: tuple[Kind, ...] = ("text", "markdown", "latex")
#: The kinds that a grammar of the user's own is for.
_XML: frozenset[Kind] = frozenset(["record", "tei", "jats", "xml"])
_CONTENT = "its content"


def validate(paths: Iterable[Path], grammar: Path | None = None) -> list[Verdict]:
    """The verdicts on files of any kind, in the order given; files of one kind go to their validator together.

    With `grammar`, a RELAX NG file, all XML but HTML is held against that instead of its own standard. A file that cannot be read gets a verdict
    that says so (`refused`). Raises UsageError for a grammar that is none.
    """
    files = list(dict.fromkeys(paths))
    verdicts: dict[Path, list[Verdict]] = {path: [] for path in files}
    chosen: dict[Kind, list[Path]] = {}
    examined: dict[Path, Examined] = {}
    for path in files:
        try:
            examined[path] = found = file_kinds.examine(path)
        except SourceError as error:
            verdicts[path].append(Verdict(path, "no standard", _CONTENT, skipped=str(error), refused=True))
            continue
        kind = found.kind
        if grammar is not None and kind in _XML:
            kind = "xml"
        chosen.setdefault(kind, []).append(path)
    for kind, some in chosen.items():
        for verdict in _judge_of(kind, grammar)(some):
            verdicts[verdict.path].append(_with_remark(verdict, examined[verdict.path]))
    return [verdict for path in files for verdict in verdicts[path]]


def _judge_of(kind: Kind, grammar: Path | None) -> Any:
    if kind == "xml":
        return partial(tei.validate, grammar=grammar) if grammar is not None else _other_xml
    if kind == "epub":
        return epub.validate_foreign
    if kind in _MODULES:
        return importlib.import_module(f"archiver.validation.{kind}").validate
    if kind in _TEXTS:
        return partial(plain.validate, standard=file_kinds.NAMES[kind])
    return _empty if kind == "empty" else _unknown


def _with_remark(verdict: Verdict, examined: Examined) -> Verdict:
    """The verdict with a word on a name that promises something else; a breach where a name promises what the content is not at all."""
    claimed = examined.claimed
    if not claimed or examined.kind == "empty":
        return verdict
    if examined.kind in ("other", *_TEXTS) and file_kinds.is_promise(claimed):
        breach = Violation(
            0,
            "known-format",
            f"Its name says {file_kinds.NAMES[claimed]}, and it is none.",
            "Make it anew from its record.",
        )
        return Verdict(verdict.path, file_kinds.NAMES[claimed], _CONTENT, (breach,))
    said = f"Its name says {file_kinds.NAMES[claimed]}; by its content it is {file_kinds.NAMES[examined.kind]}, and was judged as that."
    remark = Violation(0, "name", said, "Name it after what it is.", severity="info")
    return replace(verdict, violations=(*verdict.violations, remark))


def _other_xml(paths: list[Path]) -> list[Verdict]:
    """XML that is no format of Archiver's: it is well-formed, or it is not."""
    reason = "it is XML of a kind that Archiver does not make; `--schema FILE` holds it against a grammar"
    return [Verdict(path, "XML", "libxml2", tuple(tei.not_well_formed(path)), skipped=reason) for path in paths]


def _empty(paths: list[Path]) -> list[Verdict]:
    breach = Violation(0, "empty", "There is nothing in it.", "Make it anew from its record.")
    return [Verdict(path, "no standard", _CONTENT, (breach,)) for path in paths]


def _unknown(paths: list[Path]) -> list[Verdict]:
    return [
        Verdict(path, "no standard", _CONTENT, skipped="it is none of the formats that Archiver makes")
        for path in paths
    ]
