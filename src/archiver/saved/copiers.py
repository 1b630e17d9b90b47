"""What programs that copy sites put beside the pages: files of their own, and in ArchiveBox the same page in many forms.

HTTrack       hts-cache/, hts-log.txt, cookies.txt, index.html ("Local index")
wget          robots.txt, as the site has it
ArchiveBox    archive/1714989600.123/: index.json, singlefile.html, output.html, readability/content.html, corran.example/lamp.html …
"""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

#: The kinds under which such files are told.
COPIERS_OWN, FOR_ROBOTS, OTHER_FORMS = (
    "files of a program that copied a site",
    "files for robots",
    "other forms of a page in ArchiveBox",
)
#: Folders and files of HTTrack. A file counts only with these words at its beginning.
COPIERS_FOLDERS = frozenset(("hts-cache",))
_HEADS = {
    "hts-log.txt": (b"HTTrack",), "cookies.txt": (b"# HTTrack", b"# Netscape HTTP Cookie File", b"# HTTP Cookie File"), "hts-in_progress.lock": (b"",),
    "index.html": (b"Local index - HTTrack", b"HTTrack Website Copier/3.x -->\n<meta", b"<title>Index of locally available"),
}  # fmt: skip
FOR_ROBOTS_NAMES = frozenset(("robots.txt", "ads.txt", "app-ads.txt", "humans.txt", "security.txt", "sellers.txt"))
#: The best forms of a page in a snapshot of ArchiveBox: the whole page in one file, then the page as scripts left it.
_BEST_FORMS = ("singlefile.html", "output.html")
_INDEX = "index.json"
_HEAD_BYTES, _LONGEST_INDEX = 2048, 4 << 20


def kind_of_file(path: Path) -> str:
    """The kind of a file that a copier or a site has for programs; "" for any other file."""
    name = path.name.lower()
    if name in FOR_ROBOTS_NAMES:
        return FOR_ROBOTS
    if (marks := _HEADS.get(name)) is not None:
        try:
            with path.open("rb") as file:
                head = file.read(_HEAD_BYTES)
        except OSError:
            return ""
        return COPIERS_OWN if any(mark in head for mark in marks) else ""
    return ""


def best_form(folder: Path, names: Collection[str]) -> str:
    """The file with the best form of the page in a snapshot of ArchiveBox, of which `names` are the files; "" for any other folder."""
    best = next((name for name in _BEST_FORMS if name in names), "")
    if not best or _INDEX not in names:
        return ""
    try:
        if (folder / _INDEX).stat().st_size > _LONGEST_INDEX:
            return ""
        index = json.loads((folder / _INDEX).read_bytes())
    except (OSError, ValueError, RecursionError):
        return ""
    is_snapshot = (
        isinstance(index, dict)
        and {"url", "timestamp"} <= index.keys()
        and not {"archive_path", "history", "canonical"}.isdisjoint(index)
    )
    return best if is_snapshot else ""
