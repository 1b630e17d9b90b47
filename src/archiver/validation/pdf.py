"""PDF against what the file itself claims to be: PDF/A, PDF/UA.

veraPDF judges by every rule where it is installed (`verapdf` on the PATH). Elsewhere pikepdf reads the file and a part
of the rules is checked: the verdict says which of the two it was. A file that claims nothing need only be readable.
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

SECONDS = 180
MISSING = "that needs pikepdf, which comes with Archiver: `pip install article-archiver` anew; or veraPDF"
_PLAIN = "PDF"
_CLAIMS = {"A": re.compile(rb"pdfaid:part\W+(\d)"), "UA": re.compile(rb"pdfuaid:part\W+(\d)")}
#: Actions that lead somewhere.
_LEADS = frozenset(("/URI", "/GoTo", "/GoToR", "/GoToE", "/Named", "/Thread"))
_LEVEL = re.compile(rb"pdfaid:conformance\W+([ABUabu])")


def validate(paths: Iterable[Path]) -> list[Verdict]:
    """One verdict for each file and each standard that it claims."""
    return [verdict for path in paths for verdict in _judge(path)]


def _judge(path: Path) -> list[Verdict]:
    program = shutil.which("verapdf")
    if importlib.util.find_spec("pikepdf") is None:
        if program is None:
            return [Verdict(path, _PLAIN, "pikepdf", skipped=MISSING)]
        return [_vera(program, path, "3a", "PDF/A-3a"), _vera(program, path, "ua1", "PDF/UA-1")]
    import pikepdf

    name = f"pikepdf {pikepdf.__version__}, a part of the rules"
    try:
        # nothing is mended while it is read: a file that lacks its end is not valid
        with pikepdf.open(path, attempt_recovery=False) as pdf:
            claims = _claims(pdf)
            if program:
                return [_vera(program, path, flavour, standard) for standard, flavour in claims.items()] or [
                    Verdict(path, _PLAIN, name)
                ]
            found = (*_damage(pdf), *_breaches(pdf, claims))
    except pikepdf.PasswordError:
        return [Verdict(path, _PLAIN, name, skipped="it is encrypted, and cannot be read without its password")]
    except (pikepdf.PdfError, OSError) as error:
        said = str(error).removeprefix(f"{path}: ")
        return [Verdict(path, _PLAIN, name, (_unreadable(f"It cannot be read as a PDF: {said}."),))]
    except _OTHERWISE as error:
        # where a dictionary belongs stands a number, and the like
        return [Verdict(path, _PLAIN, name, (_unreadable(f"Its structure is not that of a PDF: {error}."),))]
    return [Verdict(path, ", ".join(claims) or _PLAIN, name, found)]


#: What Python and pikepdf raise for a structure that is not as it should be.
_OTHERWISE = (AttributeError, TypeError, ValueError, KeyError, IndexError, RuntimeError, NotImplementedError)


def _unreadable(message: str) -> Violation:
    return Violation(0, "readable", message, "Make it anew from its record.")


def _damage(pdf: Any) -> list[Violation]:
    """What qpdf finds broken in the syntax and the streams of a file that it could open."""
    # the method's name until pikepdf 10
    problems = (pdf.check_pdf_syntax if hasattr(pdf, "check_pdf_syntax") else pdf.check)()
    return [_unreadable(f"It is damaged: {' '.join(str(problem).split()).rstrip('.')}.") for problem in problems[:10]]


def _claims(pdf: Any) -> dict[str, str]:
    """What the file claims in its XMP: the standard's name, and what veraPDF calls it."""
    packet = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    claims: dict[str, str] = {}
    if part := _CLAIMS["A"].search(packet):
        level = found[1].decode().lower() if (found := _LEVEL.search(packet)) else ""
        claims[f"PDF/A-{part[1].decode()}{level}"] = f"{part[1].decode()}{level}"
    if part := _CLAIMS["UA"].search(packet):
        claims[f"PDF/UA-{part[1].decode()}"] = f"ua{part[1].decode()}"
    return claims


# ---- veraPDF --------------------------------------------------------------------------------------


def _vera(program: str, path: Path, flavour: str, standard: str) -> Verdict:
    command = [program, "--flavour", flavour, "--format", "xml", "--maxfailuresdisplayed", "1", str(path)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        report = safety.parse_xml(done.stdout, "the report of veraPDF")
    except subprocess.TimeoutExpired:
        return Verdict(path, standard, "veraPDF", skipped=f"veraPDF took more than {SECONDS} s")
    except (ArchiverError, OSError) as error:
        return Verdict(path, standard, "veraPDF", skipped=f"veraPDF failed: {error}")
    version = next((e.get("version", "") for e in report.iter("releaseDetails")), "")
    if next(report.iter("validationReport"), None) is None:
        return Verdict(path, standard, f"veraPDF {version}".strip(), skipped="veraPDF could not judge the file")
    found = tuple(_failed(rule) for rule in report.iter("rule") if rule.get("status") == "failed")
    return Verdict(path, standard, f"veraPDF {version}".strip(), found)


def _failed(rule: etree._Element) -> Violation:
    clause = f"{rule.get('specification', '')} {rule.get('clause', '')}-{rule.get('testNumber', '')}".strip()
    context = next((e.text or "" for e in rule.iter("context")), "")
    said = " ".join((rule.findtext("description") or "").split())
    return Violation(0, clause, said, "See the veraPDF wiki for this clause.", where=context)


# ---- what pikepdf can see -------------------------------------------------------------------------


def _breaches(pdf: Any, claims: dict[str, str]) -> Iterator[Violation]:
    remake = "Make it anew from its record."

    def breach(rule: str, message: str, where: str = "") -> Violation:
        return Violation(0, rule, message, remake, where=where)

    if not claims:
        return
    root = pdf.Root
    archival = any(name.startswith("PDF/A") for name in claims)
    accessible = any(name.startswith("PDF/UA") for name in claims)
    tagged = accessible or any(name.endswith("a") for name in claims)
    if archival and pdf.is_encrypted:
        yield breach("encryption", "It is encrypted.")
    if archival and "/OutputIntents" not in root:
        yield breach("output-intent", "It names no colour profile for its output.")
    if tagged and not bool(root.get("/MarkInfo", {}).get("/Marked", False)):
        yield breach("marked", "It does not say that it is tagged.")
    if tagged and "/StructTreeRoot" not in root:
        yield breach("structure", "It has no structure tree.")
    # PDF/A at level A only recommends a language and alternative texts, and says nothing of titles (ISO 19005-1, 6.8; 19005-2, 6.7)
    if accessible and not str(root.get("/Lang", "")):
        yield breach("language", "It names no language.")
    if accessible and not bool(root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False)):
        yield breach("title", "Viewers are not told to show its title.")
    yield from _faces(pdf, archival, breach)
    if accessible:
        yield from _structure(pdf, breach)
    if archival:
        yield from _actions(pdf, breach)
    if archival and any(name.startswith("PDF/A-3") for name in claims):
        for name, specification in pdf.attachments.items():
            if "/AFRelationship" not in specification.obj:
                yield breach("attachment", f"The file {name} inside does not say how it relates to the pages.")


def _actions(pdf: Any, breach: Any) -> Iterator[Violation]:
    """Nothing acts but links that lead somewhere, and the place where a document opens may be named (ISO 19005-2, 6.5)."""
    root = pdf.Root
    for name in ("/JavaScript", "/AA"):
        if name in root or name in root.get("/Names", {}):
            yield breach("action", f"It acts on its own ({name}).")
    opens = root.get("/OpenAction", [])
    if _kind_of_action(opens) not in _LEADS:
        yield breach("action", f"It acts on its own (/OpenAction, {_kind_of_action(opens)}).")
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.get("/Annots", []):
            if (kind := _kind_of_action(annotation.get("/A", []))) not in _LEADS:
                yield breach("action", f"A link does something else than lead somewhere ({kind}).", f"page {number}")


def _kind_of_action(action: Any) -> str:
    """What an action does; "/GoTo" for a place, which is an array or a name."""
    import pikepdf

    return str(action.get("/S", "/GoTo")) if isinstance(action, pikepdf.Dictionary) else "/GoTo"


def _faces(pdf: Any, archival: bool, breach: Any) -> Iterator[Violation]:
    """Every face is embedded; no image of PDF/A is to be smoothed."""
    for thing in pdf.objects:
        if _kind(thing) == "/FontDescriptor" and not any(f"/FontFile{n}" in thing for n in ("", 2, 3)):
            yield breach("face", f"The face {thing.get('/FontName', '')} is not embedded.")
        if archival and _kind(thing) == "/XObject" and bool(thing.get("/Interpolate", False)):
            yield breach("image", "An image is to be smoothed.")


def _structure(pdf: Any, breach: Any) -> Iterator[Violation]:
    """Figures and formulas have alternative text, notes have an id each."""
    notes: set[str] = set()
    for thing in pdf.objects:
        if _kind(thing) != "/StructElem":
            continue
        role = str(thing.get("/S", ""))
        if role in ("/Figure", "/Formula") and not ("/Alt" in thing or "/ActualText" in thing):
            yield breach("alternative-text", f"A {role[1:]} has no alternative text.")
        if role == "/Note":
            if (id := str(thing.get("/ID", ""))) in notes or not id:
                yield breach("note-id", "A Note has no ID of its own.")
            notes.add(id)


def _kind(thing: Any) -> str:
    try:
        return str(thing.get("/Type", ""))
    except (AttributeError, ValueError, TypeError):
        return ""
