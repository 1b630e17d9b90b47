"""Validator of PDF, for the standards that the file itself claims: PDF/A and PDF/UA.

veraPDF checks every rule where it is installed (`verapdf` on the PATH). Elsewhere pikepdf reads the file, and a part of
the rules is checked; the verdict says which of the two it was. A file that claims no standard only has to be readable.
"""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from archiver import safety
from archiver.errors import ArchiverError
from archiver.schema import Violation
from archiver.validation import Verdict

MAX_SECONDS = 180
MISSING = "that needs pikepdf, which comes with Archiver (`pip install article-archiver`), or veraPDF"
_NO_CLAIM = "PDF"
_CLAIMS = {"A": re.compile(rb"pdfaid:part\W+(\d)"), "UA": re.compile(rb"pdfuaid:part\W+(\d)")}
#: Types of actions that only navigate.
_NAVIGATION_ACTIONS = frozenset(("/URI", "/GoTo", "/GoToR", "/GoToE", "/Named", "/Thread"))
_LEVEL = re.compile(rb"pdfaid:conformance\W+([ABUabu])")


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each file and each standard that it claims."""
    return [verdict for path in paths for verdict in _verdicts(path)]


def _verdicts(path: Path) -> list[Verdict]:
    program = shutil.which("verapdf")
    if importlib.util.find_spec("pikepdf") is None:
        if program is None:
            return [Verdict(path, _NO_CLAIM, "pikepdf", skipped=MISSING)]
        return [_verapdf_verdict(program, path, "3a", "PDF/A-3a"), _verapdf_verdict(program, path, "ua1", "PDF/UA-1")]
    import pikepdf

    name = f"pikepdf {pikepdf.__version__}, a part of the rules"
    try:
        # No recovery: a file without its end is not valid.
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            claims = _claims(pdf)
            if program:
                return [_verapdf_verdict(program, path, flavour, standard) for standard, flavour in claims.items()] or [
                    Verdict(path, _NO_CLAIM, name)
                ]
            violations = (*_syntax_violations(pdf), *_violations(pdf, claims))
    except pikepdf.PasswordError:
        return [Verdict(path, _NO_CLAIM, name, skipped="it is encrypted, and cannot be read without its password")]
    except (pikepdf.PdfError, OSError) as error:
        message = str(error).removeprefix(f"{path}: ")
        return [Verdict(path, _NO_CLAIM, name, (_unreadable(f"It cannot be read as a PDF: {message}."),))]
    except _STRUCTURE_ERRORS as error:
        # For example, there is a number where a dictionary belongs.
        return [Verdict(path, _NO_CLAIM, name, (_unreadable(f"Its structure is not that of a PDF: {error}."),))]
    return [Verdict(path, ", ".join(claims) or _NO_CLAIM, name, violations)]


#: Errors that Python and pikepdf raise for a PDF with an unexpected structure.
_STRUCTURE_ERRORS = (AttributeError, TypeError, ValueError, KeyError, IndexError, RuntimeError, NotImplementedError)


def _unreadable(message: str) -> Violation:
    return Violation(0, "readable", message, "Export it again from its record.")


def _syntax_violations(pdf: Any) -> list[Violation]:
    """Errors in the syntax and the streams of a file that qpdf could open."""
    # pikepdf 10 renamed check() to check_pdf_syntax().
    problems = (pdf.check_pdf_syntax if hasattr(pdf, "check_pdf_syntax") else pdf.check)()
    return [_unreadable(f"It is damaged: {' '.join(str(problem).split()).rstrip('.')}.") for problem in problems[:10]]


def _claims(pdf: Any) -> dict[str, str]:
    """The standards that the file claims in its XMP metadata: their names, and veraPDF's names for them."""
    packet = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    claims: dict[str, str] = {}
    if part := _CLAIMS["A"].search(packet):
        level = match[1].decode().lower() if (match := _LEVEL.search(packet)) else ""
        claims[f"PDF/A-{part[1].decode()}{level}"] = f"{part[1].decode()}{level}"
    if part := _CLAIMS["UA"].search(packet):
        claims[f"PDF/UA-{part[1].decode()}"] = f"ua{part[1].decode()}"
    return claims


# ---- veraPDF --------------------------------------------------------------------------------------


def _verapdf_verdict(program: str, path: Path, flavour: str, standard: str) -> Verdict:
    command = [program, "--flavour", flavour, "--format", "xml", "--maxfailuresdisplayed", "1", str(path)]
    try:
        completed = subprocess.run(command, capture_output=True, timeout=MAX_SECONDS, check=False)
        report = safety.parse_xml(completed.stdout, "the report of veraPDF")
    except subprocess.TimeoutExpired:
        return Verdict(path, standard, "veraPDF", skipped=f"veraPDF took more than {MAX_SECONDS} s")
    except (ArchiverError, OSError) as error:
        return Verdict(path, standard, "veraPDF", skipped=f"veraPDF failed: {error}")
    version = next((e.get("version", "") for e in report.iter("releaseDetails")), "")
    if next(report.iter("validationReport"), None) is None:
        return Verdict(path, standard, f"veraPDF {version}".strip(), skipped="veraPDF could not check the file")
    violations = tuple(_verapdf_violation(rule) for rule in report.iter("rule") if rule.get("status") == "failed")
    return Verdict(path, standard, f"veraPDF {version}".strip(), violations)


def _verapdf_violation(rule: etree._Element) -> Violation:
    clause = f"{rule.get('specification', '')} {rule.get('clause', '')}-{rule.get('testNumber', '')}".strip()
    context = next((e.text or "" for e in rule.iter("context")), "")
    message = " ".join((rule.findtext("description") or "").split())
    return Violation(0, clause, message, "See the veraPDF wiki for this clause.", where=context)


# ---- what pikepdf can see -------------------------------------------------------------------------


def _violations(pdf: Any, claims: dict[str, str]) -> Iterator[Violation]:
    remedy = "Export it again from its record."

    def violation(rule: str, message: str, where: str = "") -> Violation:
        return Violation(0, rule, message, remedy, where=where)

    if not claims:
        return
    root = pdf.Root
    archival = any(name.startswith("PDF/A") for name in claims)
    accessible = any(name.startswith("PDF/UA") for name in claims)
    tagged = accessible or any(name.endswith("a") for name in claims)
    if archival and pdf.is_encrypted:
        yield violation("encryption", "It is encrypted.")
    if archival and "/OutputIntents" not in root:
        yield violation("output-intent", "It names no colour profile for its output.")
    if tagged and not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield violation("marked", "It does not say that it is tagged.")
    if tagged and "/StructTreeRoot" not in root:
        yield violation("structure", "It has no structure tree.")
    # PDF/A level A only recommends a language and alternative texts, and does not mention titles (ISO 19005-1, 6.8;
    # 19005-2, 6.7).
    if accessible and not str(root.get("/Lang", "")):
        yield violation("language", "It names no language.")
    if accessible and not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield violation("title", "It does not ask viewers to show its title.")
    yield from _fonts_and_images(pdf, archival, violation)
    if accessible:
        yield from _structure(pdf, violation)
    if archival:
        yield from _actions(pdf, violation)
    if archival and any(name.startswith("PDF/A-3") for name in claims):
        for name, specification in pdf.attachments.items():
            if "/AFRelationship" not in specification.obj:
                yield violation("attachment", f"The attached file {name} does not say how it relates to the document.")


def _actions(pdf: Any, violation: Any) -> Iterator[Violation]:
    """Violations of ISO 19005-2, 6.5: only actions that navigate are allowed; /OpenAction may name a place."""
    root = pdf.Root
    for name in ("/JavaScript", "/AA"):
        if name in root or name in root.get("/Names", {}):
            yield violation("action", f"It runs an action without the reader ({name}).")
    open_action = root.get("/OpenAction", [])
    if _action_type(open_action) not in _NAVIGATION_ACTIONS:
        yield violation("action", f"It runs an action without the reader (/OpenAction, {_action_type(open_action)}).")
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            if (kind := _action_type(annotation.get("/A", []))) not in _NAVIGATION_ACTIONS:
                yield violation("action", f"A link has an action that does not navigate ({kind}).", f"page {number}")


def _action_type(action: Any) -> str:
    """The type of an action. A destination, which is an array or a name, is "/GoTo"."""
    import pikepdf

    return str(action.get("/S", "/GoTo")) if isinstance(action, pikepdf.Dictionary) else "/GoTo"


def _fonts_and_images(pdf: Any, archival: bool, violation: Any) -> Iterator[Violation]:
    """Fonts that are not embedded; in PDF/A also images that ask for interpolation."""
    for pdf_object in pdf.objects:
        if _object_type(pdf_object) == "/FontDescriptor" and not any(f"/FontFile{n}" in pdf_object for n in ("", 2, 3)):
            yield violation("face", f"The font {pdf_object.get('/FontName', '')} is not embedded.")
        if archival and _object_type(pdf_object) == "/XObject" and bool(pdf_object.get("/Interpolate", False)):
            yield violation("image", "An image asks for interpolation.")


def _structure(pdf: Any, violation: Any) -> Iterator[Violation]:
    """Figures and formulas without alternative text, and notes without a unique id."""
    notes: set[str] = set()
    for pdf_object in pdf.objects:
        if _object_type(pdf_object) != "/StructElem":
            continue
        role = str(pdf_object.get("/S", ""))
        if role in ("/Figure", "/Formula") and not ("/Alt" in pdf_object or "/ActualText" in pdf_object):
            yield violation("alternative-text", f"A {role[1:]} has no alternative text.")
        if role == "/Note":
            if (id := str(pdf_object.get("/ID", ""))) in notes or not id:
                yield violation("note-id", "A Note has no ID of its own.")
            notes.add(id)


def _object_type(pdf_object: Any) -> str:
    try:
        return str(pdf_object.get("/Type", ""))
    except (AttributeError, ValueError, TypeError):
        return ""
