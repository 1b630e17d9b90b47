"""What a folder run passes over: counted by what the files are, told by their content, with the names of the first."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from archiver.batch.convert import ConvertOptions, convert_one
from archiver.batch.plan import make_plan

PAGE = b"<!DOCTYPE html><html><body><h1>The Lamp at Stell</h1><p>Lit by hand.</p></body></html>"


def docx() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/workbook.xml", "x")
    return data.getvalue()


def folder(tmp_path: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("paper.pdf", b"%PDF-1.7", "PDF files"),
        ("paper.dat", b"%PDF-1.7", "PDF files"),
        ("scan", b"\x89PNG\r\n\x1a\n", "images"),
        ("accounts.bin", docx(), "spreadsheets"),
        ("lamp", PAGE, "pages without a known ending"),
        ("lamp.old", b"\xef\xbb\xbf" + PAGE, "pages without a known ending"),
        ("letter", b"From: a@b.example\r\nMessage-ID: <1@b>\r\nSubject: x\r\n\r\nText", "mails"),
        ("notes.xyz", b"Some text.", ".xyz"),
        ("README", b"Some text.", "files without an ending"),
        ("list.json", b'{"a": 1}', "JSON data"),
    ],
)
def test_a_file_is_counted_by_what_it_is(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    plan = make_plan([str(folder(tmp_path, {name: data}))])
    assert (dict(plan.passed_over), plan.examples) == ({kind: 1}, {kind: [name]})
    assert not plan.tasks and not plan.failures


def test_the_first_of_each_kind_are_named_in_order(tmp_path: Path) -> None:
    files = {f"{name}.dat": b"%PDF-1.7" for name in "edcba"} | {"b/z.png": b"\x89PNG", "a/y.gif": b"GIF89a"}
    plan = make_plan([str(folder(tmp_path, files))])
    assert plan.examples == {"PDF files": ["a.dat", "b.dat", "c.dat"], "images": ["y.gif", "z.png"]}
    assert plan.passed_over["PDF files"] == 5


def test_a_file_that_lies_about_what_it_is_fails_with_one_sentence(tmp_path: Path) -> None:
    (task,) = make_plan([str(folder(tmp_path, {"paper.html": b"%PDF-1.7"}))])
    result = convert_one(task, ConvertOptions(folder=tmp_path / "out", formats=("xml",)))
    assert result.exit_code == 3 and "it is a PDF file" in result.error and "\n" not in result.error


@pytest.mark.parametrize(
    "name",
    ["lamp_files", "Lámpa_elemei", "Die Laterne-Dateien", "lampe_fichiers", "lampara_archivos", "lamp_bestanden", "lampa_soubory", "lamp.files", "Лампа_файлы"],
)  # fmt: skip
def test_folders_of_saved_pages_are_no_sources(tmp_path: Path, name: str) -> None:
    page = f"{name[: max(name.rfind('_'), name.rfind('-'), name.rfind('.'))]}.html"
    plan = make_plan([str(folder(tmp_path, {page: PAGE, f"{name}/frame.html": PAGE, f"{name}/a.png": b"\x89PNG"}))])
    assert [task.source for task in plan.tasks] == [str(tmp_path / page)]
    assert not plan.passed_over


def test_a_folder_with_such_a_name_alone_holds_sources(tmp_path: Path) -> None:
    plan = make_plan([str(folder(tmp_path, {"our_archivos/lamp.html": PAGE, "case.files/a.html": PAGE}))])
    assert [task.stem for task in plan.tasks] == ["case.files/a", "our_archivos/lamp"]


def test_what_copiers_of_sites_put_beside_the_pages_is_no_source(tmp_path: Path) -> None:
    """HTTrack and wget: the pages alone are sources, under whatever name."""
    files = {
        "harbour.example/lamp.html": "<p>The lamp.</p>", "harbour.example/cookies.txt": "Cookies are baked on Sundays.", "harbour.example/robots.txt": "User-agent: *",
        "hts-log.txt": "HTTrack3.49 launched", "cookies.txt": "# HTTrack Website Copier Cookie File", "hts-cache/new.txt": "x",
        "index.html": "<html><head><title>Local index - HTTrack Website Copier</title>",
    }  # fmt: skip
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    plan = make_plan([str(tmp_path)])
    assert [str(Path(task.source).relative_to(tmp_path)) for task in plan] == [
        "harbour.example/cookies.txt",
        "harbour.example/lamp.html",
    ]
    assert dict(plan.passed_over) == {"files of a program that copied a site": 4, "files for robots": 1}


@pytest.mark.parametrize(
    ("index", "taken"),
    [
        ('{"url": "https://a.example/", "timestamp": "1", "history": {}}', ["singlefile.html"]),
        ('{"url": "https://a.example/"}', ["index.html", "output.html", "readability/content.html", "singlefile.html"]),
        ("{broken", ["index.html", "output.html", "readability/content.html", "singlefile.html"]),
    ],
)
def test_of_a_snapshot_of_archivebox_the_best_form_is_taken(tmp_path: Path, index: str, taken: list[str]) -> None:
    for name in ("index.html", "output.html", "singlefile.html", "readability/content.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("<p>The lamp.</p>", encoding="utf-8")
    (tmp_path / "index.json").write_text(index, encoding="utf-8")
    plan = make_plan([str(tmp_path)])
    assert [str(Path(task.source).relative_to(tmp_path)) for task in plan] == taken
    if len(taken) == 1:
        assert plan.passed_over["other forms of a page in ArchiveBox"] == 3
