"""The librarian's judge: knows each file by its content and sends it to the judge of its own standard."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path

from archiver import safety
from archiver.article import NAMESPACE
from archiver.errors import ArchiverError
from archiver.schema import Violation
from archiver.validation import Verdict, tei

TEI = "http://www.tei-c.org/ns/1.0"

#: The module that judges each kind of file.
_JUDGES = {
    "record": "archiver.validation.record",
    "tei": "archiver.validation.tei",
    "epub": "archiver.validation.epub",
    "pdf": "archiver.validation.pdf",
}


def judge(paths: Iterable[Path], grammar: Path | None = None) -> list[Verdict]:
    """The verdicts on files of any kind, in the order given; files of one kind go to their judge together.

    With `grammar`, a RELAX NG file, all XML is held against that instead of its own standard. Raises SourceError for a file that cannot be
    read.
    """
    files = list(paths)
    kinds = {path: _kind(path, any_xml=grammar is not None) for path in files}
    verdicts: dict[Path, list[Verdict]] = {path: [_unknown(path)] for path in files if kinds[path] == ""}
    for kind, module in _JUDGES.items():
        chosen = list(dict.fromkeys(path for path in files if kinds[path] == kind))
        if chosen and grammar is not None and kind == "tei":
            for verdict in tei.judge(chosen, grammar):
                verdicts.setdefault(verdict.path, []).append(verdict)
        elif chosen:
            for verdict in importlib.import_module(module).judge(chosen):
                verdicts.setdefault(verdict.path, []).append(verdict)
    return [verdict for path in dict.fromkeys(files) for verdict in verdicts.get(path, ())]


def _kind(path: Path, any_xml: bool) -> str:
    """What a file is; with `any_xml`, XML of any kind goes to the judge that takes grammars."""
    data = safety.read_file(path)
    kind = kind_of(data)
    return "tei" if any_xml and (kind == "record" or (not kind and data.lstrip()[:1] == b"<")) else kind


def kind_of(data: bytes) -> str:
    """What a file is, by its content: "pdf", "epub", "record", "tei", or "" for none of these."""
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "epub"
    try:
        root = safety.parse_xml(data, "the file")
    except ArchiverError:
        # a record that is no XML any more is still meant to be one
        return "record" if data.lstrip()[:1] == b"<" else ""
    if str(root.tag).startswith(f"{{{TEI}}}"):
        return "tei"
    return "record" if str(root.tag).startswith(f"{{{NAMESPACE}}}") else ""


def _unknown(path: Path) -> Verdict:
    breach = Violation(
        0,
        "known-format",
        "It is no archival record, TEI, EPUB or PDF.",
        "Name one of these; other files have no judge here.",
    )
    return Verdict(path, "no standard", "its content", (breach,))
