"""Make docs/pictures/before-and-after.png, with which the README opens: a saved page beside the PDF page that it became.

    make picture        or        python docs/pictures/make.py [SOURCE] [-o FILE]

Chromium shows the source as a browser does, Archiver makes the PDF, pdftoppm (poppler) draws its first page. Ends with 6 and a sentence
where one of them is missing. The same programs give the same picture.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageDraw

import archiver

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1] / "sources" / "engravers-mistakes.html"
PAGE = (700, 990)  # pixels, as paper is shaped
MARGIN, BETWEEN = 26, 74
COLOURS = 48
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
BACKGROUND, BORDER, ARROW = "#e9e7e2", "#b5b1a8", "#6b675e"


class Missing(Exception):
    """A program that is not here, and how to get it."""


def program(*names: str, package: str) -> str:
    """The path of the first of some programs. Raises Missing where none is installed."""
    found = next((path for name in names if (path := shutil.which(name))), None)
    if found is None:
        raise Missing(f"{names[0]} is not installed: apt-get install {package}")
    return found


def as_a_browser_shows(source: Path, folder: Path) -> Image.Image:
    """The top of a page, in a window as wide as a tablet's."""
    browser = program(*BROWSERS, package="chromium")
    width, height = round(PAGE[0] * 1.12), round(PAGE[1] * 1.12)
    shot = folder / "shot.png"
    options = [
        "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--force-device-scale-factor=2",
        f"--user-data-dir={folder / 'profile'}", f"--window-size={width},{height}", f"--screenshot={shot}",
    ]  # fmt: skip
    subprocess.run([browser, *options, source.resolve().as_uri()], check=True, capture_output=True, timeout=120)
    return Image.open(shot).convert("RGB").resize(PAGE, Image.Resampling.LANCZOS)


def as_paper(source: Path, folder: Path) -> Image.Image:
    """The first page of the PDF."""
    draw = program("pdftoppm", package="poppler-utils")
    made = folder / "article.pdf"
    archiver.export(archiver.normalize(source), "pdf", made)
    size = ["-scale-to-x", str(2 * PAGE[0]), "-scale-to-y", str(2 * PAGE[1])]
    done = subprocess.run([draw, "-png", "-f", "1", "-l", "1", *size, made], check=True, capture_output=True)
    return Image.open(io.BytesIO(done.stdout)).convert("RGB").resize(PAGE, Image.Resampling.LANCZOS)


def beside(before: Image.Image, after: Image.Image) -> Image.Image:
    """Both on one ground, with an arrow from one to the other."""
    width, height = 2 * (PAGE[0] + MARGIN) + BETWEEN, PAGE[1] + 2 * MARGIN
    picture = Image.new("RGB", (width, height), BACKGROUND)
    draw = ImageDraw.Draw(picture)
    for page, left in ((before, MARGIN), (after, MARGIN + PAGE[0] + BETWEEN)):
        picture.paste(page, (left, MARGIN))
        draw.rectangle((left - 1, MARGIN - 1, left + PAGE[0], MARGIN + PAGE[1]), outline=BORDER)
    middle, start, end = height // 2, MARGIN + PAGE[0] + 16, MARGIN + PAGE[0] + BETWEEN - 16
    draw.line((start, middle, end - 12, middle), fill=ARROW, width=4)
    draw.polygon(((end - 16, middle - 11), (end, middle), (end - 16, middle + 11)), fill=ARROW)
    return picture.quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> int:
    """Make the picture; 0, or 6 where a program is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, nargs="?", default=SOURCE)
    parser.add_argument("-o", "--output", type=Path, default=HERE / "before-and-after.png")
    args = parser.parse_args()
    try:
        with tempfile.TemporaryDirectory() as name:
            picture = beside(as_a_browser_shows(args.source, Path(name)), as_paper(args.source, Path(name)))
    except Missing as error:
        sys.stderr.write(f"The picture was not made: {error}\n")
        return 6
    picture.save(args.output, optimize=True)
    sys.stdout.write(f"{args.output.name}: {args.output.stat().st_size // 1024} KiB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
