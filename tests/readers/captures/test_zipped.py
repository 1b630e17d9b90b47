"""ZIP archives of saved pages: which files are pages, their pictures and names, and archives that are broken or hostile."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

import archiver
from archiver import readers
from archiver.batch.convert import ConvertOptions, convert_one
from archiver.batch.plan import make_plan
from archiver.readers import captures
from archiver.readers.captures.names import stem_of_member
from archiver.readers.captures.zipped import DOCUMENTS
from archiver.source import Source
from support.documents import made
from support.pictures import png

PARAGRAPHS = "".join(
    f"<p>On evening {n} the lamp at the end of the pier was lit by hand, and whoever lit it wrote the hour into a book that hung on a nail beside the"
    " door, because the insurance of the harbour asked for it.</p>"
    for n in range(1, 6)
)


def page(title: str, more: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><h1>{title}</h1>{PARAGRAPHS}{more}</body></html>".encode()


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def opened(data: bytes) -> captures.Pages:
    source = Source("pages.zip", data, "pages")
    form = captures.format_of(source)
    assert form is not None and form.name == "zip"
    return captures.open_capture(captures.CaptureFile.from_source(source), form)


def sources_of(article: archiver.Article) -> list[str]:
    return [image.get("src", "")[:22] for image in article.root.iter("{*}image")]


def test_each_page_of_an_archive_is_converted_under_its_name(tmp_path: Path) -> None:
    mhtml = (
        b"MIME-Version: 1.0\r\nSnapshot-Content-Location: https://a.example/quay\r\nContent-Type: multipart/related; boundary=b\r\n\r\n"
        b"--b\r\nContent-Type: text/html\r\nContent-Location: https://a.example/quay\r\n\r\n" + page("The Quay at Stell") + b"\r\n--b--\r\n"
    )  # fmt: skip
    files = {
        "lamp.html": page("The Lamp at Stell", '<p><img src="lamp_files/a%20b.png" alt="The lamp"></p>'), "lamp_files/a b.png": png(4, 3),
        "lamp_files/frame.html": page("An advertisement"), "2020/pier.htm": page("The Pier at Stell", '<img src="../lamp_files/a b.png">'),
        "2020/pier-Dateien/top.html": page("A frame"), "quay.mhtml": mhtml, "__MACOSX/._lamp.html": b"x", ".hidden.html": b"x", "more.zip": zipped({}),
        "style.css": b"x", "notes.xyz": b"x",
    }  # fmt: skip
    (tmp_path / "stell.zip").write_bytes(zipped(files))
    plan = make_plan([str(tmp_path)])
    assert all(convert_one(task, ConvertOptions(folder=tmp_path / "out", formats=("xml",))).ok for task in plan)
    records = {
        str(p.relative_to(tmp_path / "out")): archiver.load(p) for p in sorted((tmp_path / "out").rglob("*.xml"))
    }
    assert {name: article.title for name, article in records.items()} == {
        "stell/2020/pier.xml": "The Pier at Stell", "stell/lamp.xml": "The Lamp at Stell", "stell/quay.xml": "The Quay at Stell",
    }  # fmt: skip
    assert (
        sources_of(records["stell/lamp.xml"])
        == sources_of(records["stell/2020/pier.xml"])
        == ["data:image/png;base64,"]
    )
    source = records["stell/lamp.xml"].root.find(".//{*}source")
    assert source is not None and (source.get("href"), source[0].get("href")) == ("lamp.html", "stell.zip")
    assert dict(plan.passed_over) == {"archives in ZIP archives": 1, "other files in ZIP archives": 1}


def test_documents_in_an_archive_are_converted_and_other_files_are_named_by_kind(tmp_path: Path) -> None:
    files = {
        "lamp.html": page("The Lamp at Stell"), "keeper.md": b"# The Keeper\n\nThe keeper was asleep.[^1]\n\n[^1]: In May.\n",
        "deep/wall.docx": made("# The Wall\n\nThe wall was full.\n", "docx"), "README.md": b"What is in here.",
        "lamp.pdf": b"%PDF-1.7\n", "song.mp3": b"ID3\x04", "feed.xml": b'<?xml version="1.0"?><rss><channel/></rss>', "table.csv": b"a,b\n",
        "sheet.xlsx": zipped({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "script.js": b"x",
    }  # fmt: skip
    (tmp_path / "stell.zip").write_bytes(zipped(files))
    plan = make_plan([str(tmp_path)])
    assert all(convert_one(task, ConvertOptions(folder=tmp_path / "out", formats=("xml",))).ok for task in plan)
    records = {str(p.relative_to(tmp_path / "out")): archiver.load(p) for p in (tmp_path / "out").rglob("*.xml")}
    assert {name: (article.title, len(article.notes)) for name, article in records.items()} == {
        "stell/lamp.xml": ("The Lamp at Stell", 0), "stell/keeper.xml": ("The Keeper", 1), "stell/deep/wall.xml": ("The Wall", 0),
    }  # fmt: skip
    assert dict(plan.passed_over) == {
        "PDF files in ZIP archives": 1, "sounds or films in ZIP archives": 1, "feeds in ZIP archives": 1, "spreadsheets in ZIP archives": 1,
        "other files in ZIP archives": 1, "files about the folder": 1,
    }  # fmt: skip


def test_every_ending_of_a_document_is_looked_for_in_an_archive() -> None:
    assert set(DOCUMENTS) == readers.DOCUMENT_SUFFIXES
    assert all(stem_of_member(f"a/keeper{suffix}") == PurePosixPath("a/keeper") for suffix in DOCUMENTS)


def test_of_two_files_with_one_name_the_last_is_read_and_the_other_told() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("lamp.html", page("The Lamp at Stell"))
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("lamp.html", page("The Lamp, Corrected"))
    pages = opened(data.getvalue())
    assert [archiver.normalize(source).title for source in pages] == ["The Lamp, Corrected"]
    assert dict(pages.passed_over) == {"files whose name another file of the ZIP archive has": 1}


def test_an_archive_with_one_page_is_that_page() -> None:
    data = zipped({"web/lamp.html": page("The Lamp at Stell", '<img src="p/lamp.png">'), "web/p/lamp.png": png(4, 3)})
    article = archiver.normalize(data)
    assert article.title == "The Lamp at Stell" and sources_of(article) == ["data:image/png;base64,"]


def test_a_page_that_unpacks_itself_is_read(tmp_path: Path) -> None:
    inner = zipped(
        {
            "index.html": page("The Lamp at Stell", '<img src="images/0.png">'),
            "images/0.png": png(4, 3),
            "frames/0/index.html": page("Ad"),
        }
    )
    path = tmp_path / "lamp.html"
    path.write_bytes(b"<!DOCTYPE html><html><body><script>/* unpacks */</script><p>Please wait</p><!--" + inner)
    article = archiver.normalize(path)
    assert article.title == "The Lamp at Stell" and sources_of(article) == ["data:image/png;base64,"]


@pytest.mark.parametrize(
    ("name", "encoding"), [("Größe/Lampe", "cp437"), ("灯台/昔のこと", "cp932"), ("Größe/Лампа", "utf-8")]
)
def test_names_are_read_in_the_encodings_that_programs_write(name: str, encoding: str) -> None:
    raw = f"{name}.html".encode(encoding)
    data = zipped({"x" * (len(raw) - 5) + ".html": page("The Lamp at Stell"), "b.html": page("The Pier")})
    data = data.replace(b"x" * (len(raw) - 5) + b".html", raw)
    assert [p.key for p in opened(data).pages] == [f"{name}.html", "b.html"]


# -- broken and hostile archives ---------------------------------------------------------------------------------------


def with_flags(data: bytes, flags: int) -> bytes:
    """The archive with other flags of its first member."""
    head, directory = data.index(b"PK\x03\x04"), data.index(b"PK\x01\x02")
    changed = bytearray(data)
    struct.pack_into("<H", changed, head + 6, flags)
    struct.pack_into("<H", changed, directory + 8, flags)
    return bytes(changed)


GOOD = {"good.html": page("The Pier at Stell")}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped({"../../etc/lamp.html": page("x"), **GOOD}), "leads out"),
        (zipped({"/etc/lamp.html": page("x"), **GOOD}), "leads out"),
        (zipped({"C:\\lamp.html": page("x"), **GOOD}), "leads out"),
        (with_flags(zipped({"lamp.html": page("x"), **GOOD}), 1), "encrypted"),
        (zipped({"lamp.html": bytes(20_000_000), **GOOD}), "bomb"),
        (zipped({"lamp.html": bytes(70_000_000), **GOOD}), "more than 64 MB"),
    ],
    ids=["upwards", "absolute", "a drive", "encrypted", "a bomb", "too large"],
)
def test_a_bad_member_is_a_failure_and_the_others_are_read(data: bytes, words: str) -> None:
    pages = opened(data)
    assert [p.key for p in pages.pages] == ["good.html"]
    assert len(pages.failures) == 1 and words in str(pages.failures[0][1]) and pages.failures[0][1].exit_code == 3
    assert archiver.normalize(pages.source(pages.pages[0])).title == "The Pier at Stell"


def test_a_damaged_member_fails_and_the_others_are_read() -> None:
    data = bytearray(zipped({"lamp.html": page("x"), **GOOD}))
    data[60] ^= 0xFF
    pages = opened(bytes(data))
    with pytest.raises(archiver.Malformed, match=r"pages.zip \(lamp.html\): it is cut or damaged"):
        pages.source(pages.pages[0])
    assert archiver.normalize(pages.source(pages.pages[1])).title == "The Pier at Stell"


def overlapping() -> bytes:
    """An archive in which two entries of the directory lead to the same bytes."""
    data = zipped({"a.html": page("The Lamp at Stell")})
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    directory = entry + entry.replace(b"a.html", b"b.html")
    return data[:start] + directory + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2, 2, len(directory), start, 0)


def streamed(files: dict[str, bytes]) -> bytes:
    """An archive that was written to a pipe: the sizes stand behind the bytes of each member."""

    class Pipe(io.RawIOBase):
        data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, chunk: object) -> int:
            self.data += bytes(chunk)  # type: ignore[call-overload]
            return len(bytes(chunk))  # type: ignore[call-overload]

    pipe = Pipe()
    pipe.data = bytearray()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return bytes(pipe.data)


@pytest.mark.parametrize("write", [zipped, streamed])
def test_the_pages_before_a_cut_are_read(write: Callable[[dict[str, bytes]], bytes], tmp_path: Path) -> None:
    whole = write(
        {"lämp.html": page("The Lamp at Stell"), "pier.html": page("The Pier"), "quay.html": page("The Quay")}
    )
    path = tmp_path / "cut.zip"
    path.write_bytes(whole[: whole.index(b"quay.html") + 60])
    plan = make_plan([str(path)])
    assert [task.stem for task in plan] == ["cut/lämp", "cut/pier"]
    assert [str(error) for _, error in plan.failures] == [
        f"{path}: it is no whole ZIP archive: it is cut or damaged. Get it again."
    ]
    assert convert_one(plan.tasks[0], ConvertOptions(folder=tmp_path / "out", formats=("xml",))).ok
    with pytest.raises(archiver.UsageError, match="2 pages"):
        archiver.normalize(path)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (zipped(GOOD)[:-40], "cut or damaged"),
        (zipped(GOOD)[:100], "cut or damaged"),
        (zipped({"x": b"a"}).replace(b"\x01\x00\x00\x00x", b"\x00\x00\x00\x00x"), "damaged|no page"),
        (struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 0, 0, 0, 0, 0, 0, 0, 0), "cut or damaged"),
        (overlapping(), "overlap"),
        (zipped({"a.css": b"x"}), "no page"),
        (zipped({}), "no page"),
    ],
    ids=["without its end", "cut", "wrong length", "no name", "overlapping", "no page", "empty"],
)
def test_a_bad_archive_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(archiver.SourceError, match=words) as caught:
        archiver.normalize(data)
    assert caught.value.exit_code == 3 and caught.value.remedy


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.readers.captures.zipped.MAX_MEMBERS", 3)
    with pytest.raises(archiver.TooLarge, match="more than 3 files"):
        archiver.normalize(zipped({f"{n}.html": b"x" for n in range(4)}))


def test_an_archive_that_unpacks_to_far_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.readers.captures.zipped.MAX_TOTAL", 1_000_000)
    with pytest.raises(archiver.TooLarge, match="unpacks to"):
        archiver.normalize(zipped({f"{n}.html": bytes(500_000) for n in range(9)}))
