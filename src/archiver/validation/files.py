"""Validation of files of any kind: each file is sent to the validator for its kind."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, cast

from archiver.errors import SourceError
from archiver.schema import Violation
from archiver.validation import Verdict, bibliography, epub, file_kinds, plain, tei
from archiver.validation.bibliography import BibliographicKind
from archiver.validation.file_kinds import DetectedKind, Kind

#: Kinds with a validator module of the same name.
_MODULES: tuple[Kind, ...] = ("record", "tei", "pdf", "html", "docx", "odt", "jats")
_BIBLIOGRAPHY: tuple[Kind, ...] = ("csl", "bibtex", "ris", "dc", "mods", "marcxml", "zotero")
_TEXTS: tuple[Kind, ...] = ("text", "markdown", "latex")
#: The kinds that `--schema` applies to.
_XML: frozenset[Kind] = frozenset(["record", "tei", "jats", "dc", "mods", "marcxml", "zotero", "xml"])
_CONTENT = "its content"


def validate(paths: Iterable[Path], grammar: Path | None = None) -> list[Verdict]:
    """The verdicts on files of any kind, in the order given. Files of one kind go to their validator together.

    With `grammar`, a RELAX NG file, all XML but HTML is checked against that grammar instead of its own standard. A
    file that cannot be read gets a verdict with `refused`. Raises UsageError for a file that is not a grammar.
    """
    files = list(dict.fromkeys(paths))
    verdicts: dict[Path, list[Verdict]] = {path: [] for path in files}
    files_by_kind: dict[Kind, list[Path]] = {}
    detected: dict[Path, DetectedKind] = {}
    for path in files:
        try:
            detected[path] = detected_kind = file_kinds.detect(path)
        except SourceError as error:
            verdicts[path].append(Verdict(path, "no standard", _CONTENT, skipped=str(error), refused=True))
            continue
        kind = detected_kind.kind
        if grammar is not None and kind in _XML:
            kind = "xml"
        files_by_kind.setdefault(kind, []).append(path)
    for kind, files_of_kind in files_by_kind.items():
        for verdict in _validator_of(kind, grammar)(files_of_kind):
            verdicts[verdict.path].append(_with_remark(verdict, detected[verdict.path]))
    return [verdict for path in files for verdict in verdicts[path]]


def _validator_of(kind: Kind, grammar: Path | None) -> Any:
    if kind == "xml":
        return partial(tei.validate, grammar=grammar) if grammar is not None else _other_xml
    if kind == "epub":
        return epub.validate_foreign
    if kind in _MODULES:
        return importlib.import_module(f"archiver.validation.{kind}").validate
    if kind in _BIBLIOGRAPHY:
        return partial(bibliography.validate, kind=cast(BibliographicKind, kind))
    if kind in _TEXTS:
        return partial(plain.validate, standard=file_kinds.NAMES[kind])
    return _empty if kind == "empty" else _unknown


def _with_remark(verdict: Verdict, detected: DetectedKind) -> Verdict:
    """The verdict, with a remark when the file name promises another kind. It is a violation when the content is of no
    known kind at all.
    """
    promised = detected.promised
    if not promised or detected.kind == "empty":
        return verdict
    if detected.kind in ("other", *_TEXTS) and file_kinds.is_promise(promised):
        violation = Violation(
            0,
            "known-format",
            f"The file name says {file_kinds.NAMES[promised]}, but the content is something else.",
            "Export it again from its record.",
        )
        return Verdict(verdict.path, file_kinds.NAMES[promised], _CONTENT, (violation,))
    message = f"The file name says {file_kinds.NAMES[promised]}, but the content is {file_kinds.NAMES[detected.kind]}; it was checked as that."
    remark = Violation(0, "name", message, "Rename the file.", severity="info")
    return replace(verdict, violations=(*verdict.violations, remark))


def _other_xml(paths: list[Path]) -> list[Verdict]:
    """Verdicts on XML in a format that Archiver does not make: only well-formedness is checked."""
    reason = "Archiver does not make this kind of XML; with `--schema FILE` it is checked against a grammar"
    return [Verdict(path, "XML", "libxml2", tuple(tei.not_well_formed(path)), skipped=reason) for path in paths]


def _empty(paths: list[Path]) -> list[Verdict]:
    violation = Violation(0, "empty", "The file is empty.", "Export it again from its record.")
    return [Verdict(path, "no standard", _CONTENT, (violation,)) for path in paths]


def _unknown(paths: list[Path]) -> list[Verdict]:
    return [Verdict(path, "no standard", _CONTENT, skipped="it is not a format that Archiver makes") for path in paths]
