"""Exports of Archiver are no sources: not when they are named, and not when a run over a folder finds them."""

from __future__ import annotations

from pathlib import Path

import pytest

import archiver
from archiver.batch.plan import make_plan
from archiver.errors import Malformed
from support.documents import written
from support.folders import ROOT
from support.records import record


@pytest.mark.parametrize("format", ["epub", "docx", "odt", "jats", "latex", "markdown", "html"])
def test_an_export_is_refused(format: str, tmp_path: Path) -> None:
    suffix = {"latex": "tex", "markdown": "md", "jats": "xml"}.get(format, format)
    path = archiver.export(record("everything").article, format, tmp_path / f"a.{suffix}")
    with pytest.raises(Malformed, match="an export of Archiver") as caught:
        archiver.normalize(path)
    assert caught.value.exit_code == 3 and "archiver export" in caught.value.remedy


def test_a_text_that_speaks_of_the_program_is_no_export() -> None:
    text = "Made with archiver 0.1, whose records hold a checksum of 64 letters."
    assert archiver.normalize(text.encode(), media_type="markdown").text() == text


@pytest.mark.slow
def test_a_run_over_a_folder_passes_over_exports_and_files_about_the_folder(tmp_path: Path) -> None:
    page = written(tmp_path / "hedge-survey.html", (ROOT / "sources" / "hedge-survey.html").read_bytes())
    article = archiver.normalize(page)
    written(tmp_path / "hedge-survey.xml", article.xml())
    for suffix, format in (("epub", "epub"), ("docx", "docx"), ("md", "markdown")):
        archiver.export(article, format, tmp_path / f"hedge-survey.{suffix}")
    written(tmp_path / "README.md", "About this folder.")
    written(tmp_path / "letter.md", "A letter.")
    written(tmp_path / "hedge-survey.rtf", rb"{\rtf1 Another text with the same name.}")
    plan = make_plan([str(tmp_path)])
    assert sorted(Path(task.source).name for task in plan) == ["hedge-survey.html", "hedge-survey.rtf", "letter.md"]
    assert plan.passed_over["exports beside their record"] == 3 and plan.passed_over["files about the folder"] == 1
