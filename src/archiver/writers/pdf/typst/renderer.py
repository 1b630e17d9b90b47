"""PDF by Typst, for batches: PDF/A-3a and PDF/UA-1 in one file with the record attached, much faster than WeasyPrint.

record ─ pandoc/tree.py ─▶ nodes ─ data.py ─▶ article.json ─ article.typ, Typst ─▶ pages, counted ─▶ bytes

The template is fixed and reads the article as data. Typst can read only one folder, made for the call, and no address.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import pikepdf

from archiver.article import Article
from archiver.errors import InvalidResult, MissingDependency
from archiver.writers.pdf.paper import A4, Paper
from archiver.writers.pdf.typst import filling
from archiver.writers.pdf.typst.data import Data, article_data
from archiver.writers.pdf.typst.fonts import TEXT_FONT
from archiver.writers.pdf.typst.nodes import Values, formulas_as_text, nodes_of_kind, remove_pictures
from archiver.writers.shared.fonts import bundled_fonts
from archiver.writers.shared.i18n import labels_of
from archiver.writers.shared.identity import UNDATED, made_at
from archiver.writers.shared.prepare import require_all_notes
from archiver.writers.shared.recursion import deep_stack
from archiver.writers.shared.remarks import remark
from archiver.writers.shared.whole_files import make_whole_folder
from archiver.writers.shared.xslt import FOLDER

STANDARDS = ["a-3a", "ua-1"]
#: Some internal errors of Typst depend on where lines and pages break (typst/typst#8608, #8776). Then the lines are
#: made shorter by these millimetres, in turn.
_NARROWER = (0.4, 1.1, 2.3)
_TOO_SLOW = "Typst would set the long tables or lists that call them again for each of them"
_REMEDY = "Make it with `--pdf-engine weasyprint`, and please report it with the record."
#: Fonts for other sizes have the same names inside as the text font, and Typst could not tell them apart.
_OTHER_SIZES = ("Archiver-Serif-Small-", "Archiver-Serif-Display-", "Archiver-Serif-Wide-Marks-")


def write(article: Article, out: BinaryIO, *, paper: Paper = A4) -> None:
    """Write the article as a PDF on `paper`.

    Raises MissingDependency without Typst or the fonts; InvalidResult if Typst fails, or if a call or a note would be
    missing.
    """
    typst, fonts = _typst(), _fonts()
    with deep_stack(), tempfile.TemporaryDirectory(prefix="archiver-") as name:
        folder = Path(name)
        data = article_data(article, paper)
        _write_files(data, article, folder)
        try:
            pages = _filled(typst, fonts, folder, article, data.values)
        except InvalidResult:
            # A picture or a formula that Typst cannot set should cost only itself, but Typst does not name it.
            unreadable = _unreadable(typst, fonts, folder, data.pictures)
            refused = _refused(typst, fonts, folder, [f["typst"] for f in nodes_of_kind(data.values, "Formula")])
            if not unreadable and not refused:
                raise
            remove_pictures(data.values, unreadable)
            formulas_as_text(data.values, refused)
            _write_values(data.values, folder)
            pages = _filled(typst, fonts, folder, article, data.values)
    require_all_notes(article, "PDF", calls=pages.calls, notes=pages.notes + data.end_notes)
    out.write(pages.pdf)
    if data.moved:
        remark("W004", count=len(data.moved), labels=labels_of(article, data.moved), reason=_TOO_SLOW)


def _unreadable(typst: Any, fonts: Any, folder: Path, pictures: Iterable[str]) -> frozenset[str]:
    """The pictures that Typst cannot set on a page of their own."""
    unreadable = []
    page = folder / "picture.typ"
    for file in pictures:
        page.write_text(f'#set document(title: "{file}")\n#image("{file}", alt: "{file}")\n', encoding="utf-8")
        try:
            _compiler(typst, fonts, folder, page).compile(format="pdf", pdf_standards=STANDARDS)
        except typst.TypstError:
            unreadable.append(file)
    page.unlink(missing_ok=True)
    return frozenset(unreadable)


def _refused(typst: Any, fonts: Any, folder: Path, formulas: Iterable[str]) -> frozenset[str]:
    """The formulas, in Typst's markup, that Typst cannot set on a page of their own."""
    refused = []
    page = folder / "formula.typ"
    for formula in dict.fromkeys(formulas):
        text = json.dumps(formula, ensure_ascii=False)
        page.write_text(
            f'#set document(title: "formula")\n#math.equation(eval({text}, mode: "math"), alt: "formula")\n',
            encoding="utf-8",
        )
        try:
            _compiler(typst, fonts, folder, page).compile(format="pdf", pdf_standards=STANDARDS)
        except typst.TypstError:
            refused.append(formula)
    page.unlink(missing_ok=True)
    return frozenset(refused)


def _write_files(data: Data, article: Article, folder: Path) -> None:
    """Write all files that the template reads into one folder."""
    _write_values(data.values, folder)
    (folder / "record.xml").write_bytes(article.xml())
    for file, picture in data.pictures.items():
        (folder / file).write_bytes(picture)
    shutil.copyfile(FOLDER / "article.typ", folder / "article.typ")


def _write_values(values: Values, folder: Path) -> None:
    (folder / "article.json").write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages: the PDF, the numbers of calls and notes on them, and what the colophon found on the last one (filling.py)."""

    pdf: bytes
    calls: int
    notes: int
    colophon: dict[str, Any] | None

    @property
    def number(self) -> int:
        with pikepdf.open(io.BytesIO(self.pdf)) as opened:
            return len(opened.pages)

    @property
    def has_colophon(self) -> bool:
        return self.colophon is None or self.colophon["form"] is not None


def _filled(typst: Any, fonts: Any, folder: Path, article: Article, values: Values) -> _Pages:
    """The pages; with longer or shorter ones if the colophon would be alone on the last."""
    pages = _compile(typst, fonts, folder, article, values)
    if pages.has_colophon or pages.colophon is None:
        return pages
    top, bottom, side = values["paper"]["margins"]
    for other in filling.bottom_margins(pages.number, pages.colophon, bottom, values["paper"]["zoom"]):
        other_values = {**values, "paper": {**values["paper"], "margins": [top, other, side]}}
        _write_values(other_values, folder)
        if (other_pages := _compile(typst, fonts, folder, article, other_values)).has_colophon:
            return other_pages
    for colophon in nodes_of_kind(values, "Colophon"):
        colophon["setting"] = "anywhere"
    _write_values(values, folder)
    return _compile(typst, fonts, folder, article, values)


def _compile(typst: Any, fonts: Any, folder: Path, article: Article, values: Values) -> _Pages:
    """The pages, with slightly shorter lines after an internal error of Typst."""
    for narrower in (*_NARROWER, None):
        try:
            return _compiled(typst, fonts, folder, article)
        except typst.TypstError as error:
            reason = " ".join(str(getattr(error, "message", error)).split())[:300]
            if narrower is None or "internal error" not in reason:
                raise InvalidResult(f"Typst could not set the pages: {reason}.", _REMEDY) from error
        top, bottom, side = values["paper"]["margins"]
        _write_values({**values, "paper": {**values["paper"], "margins": [top, bottom, side + narrower]}}, folder)
    raise AssertionError("unreachable")


def _compiled(typst: Any, fonts: Any, folder: Path, article: Article) -> _Pages:
    timestamp = datetime.strptime(made_at(article) or UNDATED, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    compiler = _compiler(typst, fonts, folder, folder / "article.typ")
    pdf = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=timestamp)
    calls, notes, colophon = (
        json.loads(compiler.query(f"<archiver-{kind}>", field="value")) for kind in ("call", "note", "colophon")
    )
    return _Pages(bytes(pdf), len(calls), len(set(notes)), colophon[-1] if colophon else None)


def _compiler(typst: Any, fonts: Any, folder: Path, document: Path) -> Any:
    """A compiler that reads only one folder and the bundled fonts."""
    return typst.Compiler(
        document,
        root=folder,
        font_paths=fonts,
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
def _fonts() -> Any:
    """The bundled fonts, read once per process. Raises MissingDependency without them: Typst would omit the text."""
    fonts = _typst().Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(_font_folder(bundled_fonts()))]
    )
    if TEXT_FONT not in fonts.families():
        raise MissingDependency("Typst cannot find the fonts of Archiver.", "Install Archiver again with its fonts.")
    return fonts


def _font_folder(fonts: Path) -> Path:
    """A folder beside the fonts, with links to those that Typst may use."""
    folder = fonts.parent / "typst"

    def fill(temporary: Path) -> None:
        for path in fonts.iterdir():
            if not path.name.startswith(_OTHER_SIZES):
                (temporary / path.name).symlink_to(path.resolve())

    if not folder.is_dir():
        make_whole_folder(folder, fill)
    return folder
