"""The PDF by Typst, for batches: PDF/A-3a and PDF/UA-1 in one file, with the record inside, in a fraction of the time.

record ─ pandoc/tree.py ─▶ nodes ─ data.py ─▶ article.json ─ article.typ, Typst ─▶ pages, counted ─▶ bytes

The template is fixed and reads the article as data. Typst sees one folder, made for the call, and no address.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

from archiver.article import Article
from archiver.errors import InvalidResult, MissingDependency
from archiver.writers.pdf.paper import A4, Paper
from archiver.writers.pdf.typst.data import Data, article_data
from archiver.writers.pdf.typst.fonts import TEXT_FACE
from archiver.writers.pdf.typst.nodes import Values, leave_out
from archiver.writers.shared.fonts import bundled_fonts
from archiver.writers.shared.identity import modified
from archiver.writers.shared.prepare import require_all_notes
from archiver.writers.shared.recursion import deep_stack
from archiver.writers.shared.whole_files import make_whole_folder
from archiver.writers.shared.xslt import FOLDER

STANDARDS = ["a-3a", "ua-1"]
#: Typst's internal errors hang on where lines and pages end (typst/typst#8608, #8776): millimetres to make the lines shorter by, in turn.
_NARROWER = (0.4, 1.1, 2.3)
_REMEDY = "Make it with `--pdf-engine weasyprint`, and please report it with the record."
#: Faces cut for other sizes bear the same names as the text's, and Typst could not tell them apart.
_OTHER_SIZES = ("Archiver-Serif-Small-", "Archiver-Serif-Display-", "Archiver-Serif-Wide-Marks-")


def write(article: Article, out: BinaryIO, *, paper: Paper = A4) -> None:
    """Write the article as a PDF on `paper`.

    Raises MissingDependency without Typst or our faces, InvalidResult when Typst gives up, or a call or a note would be lost.
    """
    typst, faces = _typst(), _faces()
    with deep_stack(), tempfile.TemporaryDirectory(prefix="archiver-") as name:
        folder = Path(name)
        data = article_data(article, paper)
        _lay_out(data, article, folder)
        try:
            made, calls, notes = _compile(typst, faces, folder, article, data.values)
        except InvalidResult:
            # a picture that Typst can't read costs that picture only; which one it was, it does not tell
            if not (bad := _unreadable(typst, faces, folder, data.pictures)):
                raise
            leave_out(data.values["blocks"], bad)
            _say(data.values, folder)
            made, calls, notes = _compile(typst, faces, folder, article, data.values)
    require_all_notes(article, "PDF", calls=calls, notes=notes + data.ended)
    out.write(made)


def _unreadable(typst: Any, faces: Any, folder: Path, pictures: Iterable[str]) -> frozenset[str]:
    """Those of the pictures in the folder that Typst can't set on a page of its own."""
    bad = []
    page = folder / "picture.typ"
    for file in pictures:
        page.write_text(f'#set document(title: "{file}")\n#image("{file}", alt: "{file}")\n', encoding="utf-8")
        try:
            _compiler(typst, faces, folder, page).compile(format="pdf", pdf_standards=STANDARDS)
        except typst.TypstError:
            bad.append(file)
    page.unlink(missing_ok=True)
    return frozenset(bad)


def _lay_out(data: Data, article: Article, folder: Path) -> None:
    """All that the template reads, as files in one folder."""
    _say(data.values, folder)
    (folder / "record.xml").write_bytes(article.xml())
    for file, picture in data.pictures.items():
        (folder / file).write_bytes(picture)
    shutil.copyfile(FOLDER / "article.typ", folder / "article.typ")


def _say(values: Values, folder: Path) -> None:
    (folder / "article.json").write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


def _compile(typst: Any, faces: Any, folder: Path, article: Article, values: Values) -> tuple[bytes, int, int]:
    """The PDF, and how many calls and notes are on its pages."""
    for narrower in (*_NARROWER, None):
        try:
            return _compiled(typst, faces, folder, article)
        except typst.TypstError as error:
            reason = " ".join(str(getattr(error, "message", error)).split())[:300]
            if narrower is None or "internal error" not in reason:
                raise InvalidResult(f"Typst could not set the pages: {reason}.", _REMEDY) from error
        top, bottom, side = values["paper"]["margins"]
        _say({**values, "paper": {**values["paper"], "margins": [top, bottom, side + narrower]}}, folder)
    raise AssertionError("unreachable")


def _compiled(typst: Any, faces: Any, folder: Path, article: Article) -> tuple[bytes, int, int]:
    moment = datetime.strptime(modified(article), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    compiler = _compiler(typst, faces, folder, folder / "article.typ")
    made = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=moment)
    calls, notes = (json.loads(compiler.query(f"<archiver-{kind}>", field="value")) for kind in ("call", "note"))
    return bytes(made), len(calls), len(set(notes))


def _compiler(typst: Any, faces: Any, folder: Path, document: Path) -> Any:
    """A compiler that sees one folder and our faces."""
    return typst.Compiler(
        document,
        root=folder,
        font_paths=faces,
        ignore_system_fonts=True,
        package_path=folder,
        package_cache_path=folder,
    )


def _typst() -> Any:
    try:
        import typst  # type: ignore[import-not-found, unused-ignore]
    except ImportError as error:
        raise MissingDependency(
            "Typst, which was to make the PDF, is not installed.", "Install it: pip install typst"
        ) from error
    return typst


@cache
def _faces() -> Any:
    """Our faces, read once in a process. Raises MissingDependency without them: Typst would leave the words out."""
    faces = _typst().Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_folder_of_faces(bundled_fonts()))]
    )
    if TEXT_FACE not in faces.families():
        raise MissingDependency("Typst does not see our faces.", "Install Archiver anew: its faces are dependencies.")
    return faces


def _folder_of_faces(faces: Path) -> Path:
    """A folder with links to the faces that Typst is to see, beside them."""
    folder = faces.parent / "typst"

    def fill(aside: Path) -> None:
        for path in faces.iterdir():
            if not path.name.startswith(_OTHER_SIZES):
                (aside / path.name).symlink_to(path.resolve())

    if not folder.is_dir():
        make_whole_folder(folder, fill)
    return folder
