"""Web captures on the command line: what `convert` makes of them and says of them, and one page of several for the other commands."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from support.pictures import png
from support.web_archives import MOMENT, WarcFile, chunked, page, wacz, warc

from .conftest import Ran

HARBOUR = "https://harbour.example"
LAMP, WICK = f"{HARBOUR}/2021/lamp.html", f"{HARBOUR}/wick?x=1"


def files(folder: Path) -> dict[str, str]:
    """The files below a folder, with their digests."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.fixture
def crawl(tmp_path: Path) -> Path:
    """A crawl of two articles, a list of links, a picture, and a page that breaks off."""
    file = WarcFile()
    file.response(LAMP, page("The Lamp"))
    file.response(f"{HARBOUR}/l.png", png(3, 2), "image/png")
    file.response(WICK, page("The Wick"))
    file.response(f"{HARBOUR}/list", b"<html><body>" + b"<a href=/a>A</a> <a href=/b>B</a> " * 60)
    file.response(f"{HARBOUR}/cut", chunked(page("Cut"))[:-90], headers={"Transfer-Encoding": "chunked"})
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(file.data)
    return path


class TestConvert:
    def test_each_article_gets_the_name_of_its_address(
        self, archiver: Callable[..., Ran], crawl: Path, tmp_path: Path
    ) -> None:
        ran = archiver("convert", "crawl.warc.gz", "-o", "out", "-t", "xml")
        assert ran.returncode == 10
        assert sorted(files(tmp_path / "out")) == ["harbour.example/2021/lamp.xml", "harbour.example/wick-x=1.xml"]
        lines = ran.stderr.decode().splitlines()
        assert f"crawl.warc.gz ({LAMP}) → out/harbour.example/2021/lamp.xml (0 notes, 1 piece removed)" in lines
        assert "Passed over: pictures (1)." in lines
        assert (
            "Passed over in captures: 1 page without an article: crawl.warc.gz (https://harbour.example/list)." in lines
        )
        (failure,) = (line for line in lines if "cannot be read" in line)
        assert failure.startswith("archiver: crawl.warc.gz: the record at byte ")
        assert f"({HARBOUR}/cut) cannot be read: its chunks break off." in failure

    def test_a_second_run_and_more_processes_give_the_same_files(
        self, archiver: Callable[..., Ran], crawl: Path, tmp_path: Path
    ) -> None:
        archiver("convert", "crawl.warc.gz", "-o", "out", "-t", "xml,html")
        first = files(tmp_path / "out")
        archiver("convert", "crawl.warc.gz", "-o", "out", "-t", "xml,html", "-j", "2")
        assert files(tmp_path / "out") == first and len(first) == 4

    def test_a_folder_of_captures_and_pages(self, archiver: Callable[..., Ran], tmp_path: Path) -> None:
        saved = tmp_path / "saved"
        saved.mkdir()
        saved.joinpath("one.warc.gz").write_bytes(warc([(LAMP, page("The Lamp"))]))
        later = WarcFile(gzip=False)
        later.response(LAMP, page("The Lamp, later"), moment="2025-01-01T00:00:00Z")
        saved.joinpath("two.warc").write_bytes(later.data)
        saved.joinpath("three.wacz").write_bytes(wacz({"data.warc.gz": warc([(WICK, page("The Wick"))])}, [WICK]))
        saved.joinpath("own.html").write_bytes(page("Own"))
        ran = archiver("convert", "saved", "-o", "out", "-t", "xml")
        assert ran.returncode == 0, ran.stderr
        made = set(files(tmp_path / "out"))
        assert {"own.xml", "harbour.example/wick-x=1.xml"} <= made
        clashing = made - {"own.xml", "harbour.example/wick-x=1.xml"}
        assert len(clashing) == 2 and all(name.startswith("harbour.example/2021/lamp-") for name in clashing)
        # one of them alone has the plain name, and the same name on every run
        archiver("convert", "saved/two.warc", "-o", "alone", "-t", "xml")
        assert list(files(tmp_path / "alone")) == ["harbour.example/2021/lamp.xml"]

    def test_a_capture_without_an_article_ends_with_4(self, archiver: Callable[..., Ran], tmp_path: Path) -> None:
        tmp_path.joinpath("x.warc").write_bytes(
            warc([(LAMP, b"<html><body>" + b"<a href=/a>A</a> <a href=/b>B</a> " * 60)])
        )
        ran = archiver("convert", "x.warc", "-t", "xml")
        assert (ran.returncode, ran.stderr.decode().splitlines()[-1]) == (
            4,
            "archiver: no page of the captures holds an article.",
        )

    @pytest.mark.parametrize(
        ("name", "data"),
        [
            ("cut.warc.gz", warc([(LAMP, page("The Lamp"))])[:-60]),
            ("cut.warc", warc([(LAMP, page("The Lamp"))], gzip=False)[:-60]),
            ("cut.wacz", wacz({"data.warc.gz": warc([(LAMP, page("The Lamp"))])}).partition(b"indexes/")[0][:-120]),
            ("empty.warc", b""),
            ("empty.warc.gz", b""),
            ("nothing.warc", b"WARC/1.0\r\n\r\n"),
        ],
    )  # fmt: skip
    def test_a_file_without_a_whole_page_ends_with_3_and_one_sentence(
        self, archiver: Callable[..., Ran], tmp_path: Path, name: str, data: bytes
    ) -> None:
        tmp_path.joinpath(name).write_bytes(data)
        ran = archiver("convert", name, "-o", "out", "-t", "xml")
        assert ran.returncode == 3
        (line,) = ran.stderr.decode().splitlines()
        assert line.startswith(f"archiver: {name}: ")
        assert not (tmp_path / "out").exists()

    def test_of_a_file_that_was_cut_behind_its_pages_these_are_converted(
        self, archiver: Callable[..., Ran], tmp_path: Path
    ) -> None:
        tmp_path.joinpath("cut.wacz").write_bytes(wacz({"data.warc.gz": warc([(LAMP, page("The Lamp"))])})[:-60])
        ran = archiver("convert", "cut.wacz", "-o", "out", "-t", "xml")
        assert ran.returncode == 10
        assert sorted(files(tmp_path / "out")) == ["harbour.example/2021/lamp.xml"]
        assert b"cut.wacz: it is no whole ZIP archive: it is cut or damaged." in ran.stderr

    def test_one_page_by_its_address(self, archiver: Callable[..., Ran], crawl: Path, tmp_path: Path) -> None:
        ran = archiver("convert", "crawl.warc.gz", "--url", WICK, "-t", "xml", "-o", "wick.xml")
        assert ran.returncode == 0, ran.stderr
        assert f'<identifier type="url">{WICK.replace("&", "&amp;")}</identifier>' in (tmp_path / "wick.xml").read_text(
            "utf-8"
        )

    def test_two_captures_of_one_address_in_a_file(self, archiver: Callable[..., Ran], tmp_path: Path) -> None:
        file = WarcFile()
        file.response(LAMP, page("The Lamp"))
        file.response(LAMP, page("The Lamp, later"), moment="2025-01-01T00:00:00Z")
        tmp_path.joinpath("x.warc.gz").write_bytes(file.data)
        ran = archiver("convert", "x.warc.gz", "-t", "xml", "-j", "2")
        assert ran.returncode == 0, ran.stderr
        lines = sorted(ran.stderr.decode().splitlines()[:2])  # each comes when it is done
        assert lines[0].startswith(f"x.warc.gz ({LAMP} of {MOMENT}) → exports/harbour.example/2021/lamp-")
        assert lines[1].startswith(f"x.warc.gz ({LAMP} of 2025-01-01T00:00:00Z) → exports/harbour.example/2021/lamp-")

    def test_hostile_and_odd_addresses_stay_below_the_folder(
        self, archiver: Callable[..., Ran], tmp_path: Path
    ) -> None:
        odd = (
            "https://h.example/..%2f..%2fetc%2fpasswd", "https://h.example/?q=../../../x", "https://user:secret@h.example/p", "http://[::1]/v6",
            "file:///home/me/x.html", "http://a..b/\x01", f"https://h.example/{'x' * 3000}",
        )  # fmt: skip
        tmp_path.joinpath("odd.warc.gz").write_bytes(
            warc([(address, page(f"Page {n}")) for n, address in enumerate(odd)])
        )
        before = set(tmp_path.iterdir())
        ran = archiver("convert", "odd.warc.gz", "-o", "out", "-t", "xml", "--from", "warc")
        assert ran.returncode == 0, ran.stderr
        assert set(tmp_path.iterdir()) - before == {tmp_path / "out"}
        assert len(files(tmp_path / "out")) == len(odd)
        assert not [path for path in (tmp_path / "out").rglob("*.xml") if b"secret" in path.read_bytes()]


class TestOnePage:
    @pytest.mark.parametrize("command", ["normalize", "inspect", "clean"])
    def test_an_address_chooses_it(self, archiver: Callable[..., Ran], crawl: Path, command: str) -> None:
        ran = archiver(command, "crawl.warc.gz", "--url", WICK)
        assert ran.returncode == 0 and b"The Wick" in ran.stdout

    @pytest.mark.parametrize("command", ["normalize", "inspect", "clean"])
    def test_without_an_address_the_number_of_pages_is_told(
        self, archiver: Callable[..., Ran], crawl: Path, command: str
    ) -> None:
        ran = archiver(command, "crawl.warc.gz")
        assert (ran.returncode, ran.stdout) == (2, b"")
        (line,) = ran.stderr.decode().splitlines()
        assert line.startswith(
            "archiver: crawl.warc.gz: it holds 3 pages, and this takes one. Name one by its address (--url)"
        )

    def test_an_address_that_is_not_there_is_answered_with_those_that_are(
        self, archiver: Callable[..., Ran], crawl: Path
    ) -> None:
        ran = archiver("normalize", "crawl.warc.gz", "--url", f"{HARBOUR}/flame")
        assert ran.returncode == 2
        assert ran.stderr.decode() == (
            f"archiver: crawl.warc.gz: none of its 3 pages has the address {HARBOUR}/flame. It has: {LAMP}, {WICK}, {HARBOUR}/list\n"
        )

    def test_standard_input_may_be_a_capture(self, archiver: Callable[..., Ran], crawl: Path) -> None:
        ran = archiver("normalize", "-", "--url", LAMP, stdin=crawl.read_bytes())
        assert ran.returncode == 0 and b"<title>The Lamp</title>" in ran.stdout


class TestInspectRecords:
    @pytest.mark.parametrize("option", [(), ("--source", "crawl.warc.gz")])
    def test_the_page_of_a_record_is_found_in_its_capture(
        self, archiver: Callable[..., Ran], crawl: Path, option: tuple[str, ...]
    ) -> None:
        archiver("normalize", "crawl.warc.gz", "--url", WICK, "-o", "wick.xml")
        ran = archiver("inspect", "wick.xml", "--format", "json", *option)
        assert ran.returncode == 0, ran.stderr
        data = json.loads(ran.stdout)
        assert data["source"]["capture"] == "crawl.warc.gz"
        assert data["comparison"]["source"] == f"crawl.warc.gz ({WICK})" and data["changes"] == []

    def test_another_capture_is_refused(self, archiver: Callable[..., Ran], crawl: Path, tmp_path: Path) -> None:
        archiver("normalize", "crawl.warc.gz", "--url", WICK, "-o", "wick.xml")
        tmp_path.joinpath("other.warc").write_bytes(warc([(WICK, page("Other"))]))
        ran = archiver("inspect", "wick.xml", "--source", "other.warc")
        assert ran.returncode == 2 and b"this is not the source of wick.xml" in ran.stderr
