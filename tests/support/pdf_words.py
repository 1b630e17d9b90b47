"""The words of a PDF and where they stand, as poppler reads them."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

from support import external

_NUMBERS = re.compile(r'(?:width|height|xMin|yMin|xMax|yMax)="(.*?)"')


class Word(NamedTuple):
    """A word, its place in points from the top left of its page, and how large the page is."""

    page: int
    text: str
    left: float
    top: float
    right: float
    bottom: float
    width: float
    height: float

    @property
    def is_inside(self) -> bool:
        """Whether all of it is on the paper."""
        return self.left >= 0 and self.top >= 0 and self.right <= self.width and self.bottom <= self.height


def words_of(data: bytes, folder: Path) -> list[Word]:
    """Every word of a PDF; skips the test where poppler is not installed."""
    if shutil.which("pdftotext") is None:
        external.absent("pdftotext", "poppler-utils")
    file = folder / "words.pdf"
    file.write_bytes(data)
    done = subprocess.run(["pdftotext", "-bbox", file, "-"], capture_output=True, check=True)
    found: list[Word] = []
    page, size = 0, [0.0, 0.0]
    for line in done.stdout.decode("utf-8", "replace").splitlines():
        if line.strip().startswith("<page "):
            page, size = page + 1, [float(n) for n in _NUMBERS.findall(line)]
        elif line.strip().startswith("<word "):
            place = [float(n) for n in _NUMBERS.findall(line)]
            text = html.unescape(line.partition(">")[2].rpartition("</word>")[0])
            found.append(Word(page, text, *place, *size))
    return found
