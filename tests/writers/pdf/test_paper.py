"""Other paper sizes and large print, with both engines."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner

import archiver
from archiver.cli.commands import cli
from archiver.errors import UsageError
from archiver.writers.pdf.paper import A4, paper
from support.external import vera
from support.folders import RECORDS
from support.records import record

ENGINES = ("weasyprint", "typst")


def exported(engine: str, target: Path, **options: object) -> Path:
    if engine == "typst":
        pytest.importorskip("typst")
    return archiver.export(record("pdf-places").article, "pdf", target, engine=engine, **options)


def sizes(file: Path) -> set[tuple[int, int]]:
    with pikepdf.open(file) as pdf:
        return {(round(float(page.mediabox[2])), round(float(page.mediabox[3]))) for page in pdf.pages}


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_files_on_other_papers_and_in_large_print_are_valid(engine: str, tmp_path: Path) -> None:
    a4, letter = (595, 842), (612, 792)
    plain = exported(engine, tmp_path / "plain.pdf")
    other = exported(engine, tmp_path / "letter.pdf", page="letter")
    large = exported(engine, tmp_path / "large.pdf", large_print=True)
    both = exported(engine, tmp_path / "both.pdf", page="letter", large_print=True)
    assert sizes(plain) - {a4[::-1]} == sizes(large) - {a4[::-1]} == {a4}
    assert sizes(other) - {letter[::-1]} == sizes(both) - {letter[::-1]} == {letter}
    assert [v for v in vera([plain, other, large, both]) if not v["compliant"]] == []


def test_large_print_has_at_least_sixteen_points() -> None:
    assert 10.4 * paper("a4", large=True).zoom >= 16
    width, _ = paper("letter", large=False).size
    assert width - 2 * paper("letter", large=False).margins[2] == pytest.approx(126), "the measure stays"
    assert paper("a4", large=False) == A4


def test_an_unknown_paper_is_named() -> None:
    with pytest.raises(UsageError, match="There is no paper 'a5'"):
        archiver.export(record("bare").article, "pdf", "never.pdf", page="a5")


def test_the_command_line_has_options_for_paper(tmp_path: Path) -> None:
    file = RECORDS / "bare.xml"
    chosen = ["export", str(file), "-t", "pdf", "-o", str(tmp_path), "--page", "letter", "--large-print"]
    assert CliRunner().invoke(cli, chosen).exit_code == 0
    assert io.BytesIO((tmp_path / "bare.pdf").read_bytes()).read(5) == b"%PDF-"
    assert sizes(tmp_path / "bare.pdf") == {(612, 792)}
