"""The folders in which browsers and word processors put the pictures and styles of a page that they save.

lamp.html    lamp_files/    (Chromium, Firefox);  lamp-Dateien/, lamp_fichiers/, lamp.files/ … (Internet Explorer and Word in other languages)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import PurePosixPath

_SUFFIXES = (
    "_files", "-dateien", "_fichiers", "_archivos", "_file", "_bestanden", "_arquivos", "_ficheiros", "_pliki", "_soubory", "_súbory", "_subory",
    "_файлы", "_файли", "-filer", "_tiedostot", "_elemei", "_dosyalar", "_datoteke", "_fitxers", "_fitxategiak", "_failid", "_faili", "_failai",
    "_fişiere", "_fisiere", "_αρχεία", "_archeia", ".files",
)  # fmt: skip
_SUFFIX = re.compile(f"(?:{'|'.join(map(re.escape, _SUFFIXES))})$")
_PAGE_SUFFIXES = frozenset((".html", ".htm", ".xhtml", ".xht", ".mht", ".php", ".asp", ".aspx", ".shtml"))
#: Files that say something of the folder or the archive that they are in, and the endings that they have.
_NAMES_ABOUT_A_FOLDER = frozenset(("readme", "license", "licence", "changelog", "contributing", "code_of_conduct"))
#: What they are called when they are passed over.
ABOUT_THE_FOLDER = "files about the folder"
_OF_SUCH_FILES = frozenset(
    (".md", ".markdown", ".rst", ".rest", ".org", ".tex", ".latex", ".wiki", ".mediawiki", ".typ")
)


def is_about_folder(name: str) -> bool:
    """Whether the name of a file is that of a file about the folder: README.md, CHANGELOG.rst …"""
    path = PurePosixPath(name)
    return path.stem.lower() in _NAMES_ABOUT_A_FOLDER and path.suffix.lower() in _OF_SUCH_FILES


def is_saved_folder(name: str, beside: Collection[str]) -> bool:
    """Whether a folder holds what belongs to a saved page. `beside` are the names of the files next to it.

    "_files" is enough. Other endings are words too, so the page must stand beside the folder.
    """
    folded = _folded(name)
    if folded.endswith("_files"):
        return True
    match = _SUFFIX.search(folded)
    return match is not None and folded[: match.start()] in {
        path.stem for path in map(PurePosixPath, map(_folded, beside)) if path.suffix in _PAGE_SUFFIXES
    }


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).lower()
