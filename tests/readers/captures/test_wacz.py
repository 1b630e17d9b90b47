"""WACZ files: WARC files in a ZIP archive, with a list of the pages that somebody visited."""

from __future__ import annotations

import io
import json
import struct
import zipfile
from typing import Any

import pytest

import archiver
from archiver.readers import captures
from archiver.readers.captures import CaptureFile, Pages
from support.pictures import noise
from support.web_archives import WarcFile, page, wacz, warc

LAMP, WICK, FRAME = (f"https://harbour.example/{name}" for name in ("lamp", "wick", "frame"))
WARC = warc([(LAMP, page("The Lamp")), (FRAME, page("Frame")), (WICK, page("The Wick"))])


def opened(data: bytes) -> Pages:
    form = captures.named("wacz")
    assert form is not None
    return captures.open_capture(CaptureFile("crawl.wacz", io.BytesIO(data)), form)


class _Stream(io.RawIOBase):
    """A file in which a program cannot go back, such as a pipe."""

    def __init__(self, file: io.BytesIO) -> None:
        self._file = file

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return self._file.write(data)


def told(pages: Pages) -> list[str]:
    return [error.message for _, error in pages.failures]


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_the_pages_are_those_of_the_list(compression: int) -> None:
    data = wacz(
        {"data.warc.gz": WARC}, [WICK + "#top", LAMP, "https://harbour.example/not-here"], compression=compression
    )
    pages = opened(data)
    assert [(source.url, source.data) for source in pages] == [(LAMP, page("The Lamp")), (WICK, page("The Wick"))]
    assert pages.passed_over["pages that are not in its list of pages"] == 1
    assert archiver.normalize(data, url=WICK).title == "The Wick"


@pytest.mark.parametrize("listed", [None, [], ["https://harbour.example/not-here"]])
def test_without_a_list_all_pages_are_taken(listed: list[str] | None) -> None:
    assert [found.address for found in opened(wacz({"data.warc.gz": WARC}, listed)).pages] == [LAMP, FRAME, WICK]


@pytest.mark.parametrize(
    ("moments", "taken"),
    [
        (["2024-05-06T10:00:07.250Z"], ["The Lamp"]),
        (["2025-05-06T09:59:58Z"], ["The Lamp, Again"]),
        (["2025-05-06T10:00:00+00:00", "2024-05-06T10:00:00Z"], ["The Lamp", "The Lamp, Again"]),
        ([""], ["The Lamp", "The Lamp, Again"]),
        (["yesterday"], ["The Lamp", "The Lamp, Again"]),
    ],
)
def test_a_visit_is_the_capture_of_its_moment(moments: list[str], taken: list[str]) -> None:
    file = WarcFile()
    file.response(LAMP, page("The Lamp"), moment="2024-05-06T10:00:00Z")
    file.response(LAMP, page("The Lamp, Again"), moment="2025-05-06T10:00:00Z")
    pages = opened(wacz({"data.warc.gz": file.data}, [(LAMP, moment) for moment in moments]))
    assert [archiver.normalize(source).title for source in pages] == taken


def test_a_listed_address_may_lead_to_a_page_by_a_redirect() -> None:
    file = WarcFile()
    file.redirect("https://harbour.example/", LAMP)
    file.raw(WARC)
    assert [
        found.address for found in opened(wacz({"data.warc.gz": file.data}, ["https://harbour.example/"])).pages
    ] == [LAMP]


def test_several_warc_files_are_one_capture() -> None:
    """Pictures of a page, and the page that a revisit record refers to, may be in another of them."""
    first, second = WarcFile(), WarcFile()
    first.response(LAMP, page("The Lamp", markup='<p><img src="lamp.png" alt="Lamp"></p>'))
    second.response("https://harbour.example/lamp.png", noise(40, 30), "image/png")
    second.revisit(WICK, page("The Lamp", markup='<p><img src="lamp.png" alt="Lamp"></p>'), LAMP)
    data = wacz({"a.warc.gz": first.data, "b.warc": second.data}, [LAMP, WICK])
    for address in (LAMP, WICK):
        (image,) = archiver.normalize(data, url=address).root.iter("{*}image")
        assert image.get("src", "").startswith("data:image/png")


def test_the_record_names_the_wacz_file() -> None:
    source = archiver.normalize(wacz({"data.warc.gz": WARC}, [LAMP])).root.find(".//{*}source")
    assert source is not None
    assert source[0].get("media-type") == "application/wacz"


class TestBrokenFiles:
    def test_broken_records_are_told_with_their_member(self) -> None:
        pages = opened(wacz({"data.warc.gz": WARC[:-100], "more.warc": b"garbage"}))
        assert [found.address for found in pages.pages] == [LAMP, FRAME]
        first, second = told(pages)
        assert first.startswith("crawl.wacz: the record at byte ") and first.endswith(
            "of archive/data.warc.gz cannot be read: its gzip data break off."
        )
        assert second.endswith("byte 0 of archive/more.warc cannot be read: what stands there is no record.")

    def test_a_name_that_leads_out_is_refused_and_the_rest_is_read(self) -> None:
        pages = opened(wacz({"data.warc.gz": WARC, "../../evil.warc.gz": WARC}))
        assert len(pages.pages) == 3
        assert told(pages) == [
            "crawl.wacz: the member 'archive/../../evil.warc.gz' cannot be read: its name leads out of the archive."
        ]

    @pytest.mark.parametrize("compression", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
    def test_a_damaged_member_is_told(self, compression: int) -> None:
        data = bytearray(
            wacz(
                {"data.warc.gz": WARC, "more.warc": warc([(LAMP, page("Other"))] * 9, gzip=False)},
                compression=compression,
            )
        )
        start = data.index(b"archive/more.warc") + 40
        data[start : start + 60] = b"\xa5" * 60
        pages = opened(bytes(data))
        assert len(pages.pages) == 3
        (sentence,) = told(pages)
        assert sentence == "crawl.wacz: the member 'archive/more.warc' cannot be read: its packed data are damaged."

    def test_an_encrypted_member_is_told(self) -> None:
        data = wacz({"data.warc.gz": WARC, "locked.warc.gz": WARC})
        place = data.rindex(b"archive/locked.warc.gz") - 46 + 8
        data = data[:place] + struct.pack("<H", 1) + data[place + 2 :]
        assert told(opened(data)) == [
            "crawl.wacz: the member 'archive/locked.warc.gz' cannot be read: it is encrypted."
        ]

    def test_a_bomb_is_told(self) -> None:
        bomb = warc([(LAMP, page("Bomb"))], gzip=False) + bytes(80 * 1024**2)
        pages = opened(wacz({"bomb.warc": bomb, "data.warc.gz": WARC}, compression=zipfile.ZIP_DEFLATED))
        assert len(pages.pages) == 3
        assert told(pages)[-1].startswith(
            "crawl.wacz: the member 'archive/bomb.warc' cannot be read: packed as one, it unpacks to more than 6"
        )

    def test_members_that_lie_in_each_other_are_refused(self) -> None:
        data = wacz({f"{number}.warc.gz": WARC for number in range(3)})
        start = data.index(b"PK\x01\x02")
        directory = bytearray(data[start:])
        place = 0
        while (place := directory.find(b"PK\x01\x02", place)) >= 0:
            directory[place + 20 : place + 24] = struct.pack("<L", len(data) - 2000)
            place += 4
        with pytest.raises(archiver.Malformed, match="members lie in each other"):
            opened(data[:start] + bytes(directory))

    @pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
    @pytest.mark.parametrize("streamed", [False, True])
    def test_of_an_archive_that_breaks_off_the_whole_records_are_read(self, compression: int, streamed: bool) -> None:
        """The directory at its end is gone: members are found by their own heads, whether these say their size or not."""
        second = warc([(f"https://harbour.example/{name}", noise(60, 60) + page(name)) for name in "abc"], gzip=False)
        data = io.BytesIO()
        with zipfile.ZipFile(_Stream(data) if streamed else data, "w", compression) as archive:
            archive.writestr("datapackage.json", "{}")
            archive.writestr("archive/first.warc.gz", WARC)
            archive.writestr("archive/second.warc", second)
        start = data.getvalue().index(b"archive/second.warc")
        cut = start + (data.getvalue().index(b"PK\x01\x02") - start) * 3 // 5
        pages = opened(data.getvalue()[:cut])
        found = [source.url for source in pages]
        assert found[:3] == [LAMP, FRAME, WICK]
        assert "https://harbour.example/c" not in found
        assert "crawl.wacz: it is no whole ZIP archive: it is cut or damaged." in told(pages)
        assert any("breaks off" in message for message in told(pages))

    def test_the_list_of_an_archive_that_breaks_off_counts(self) -> None:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w") as archive:
            archive.writestr("pages/pages.jsonl", json.dumps({"url": WICK}), zipfile.ZIP_DEFLATED)
            archive.writestr("datapackage.json", "{}" + " " * 70_000)
            archive.writestr("archive/data.warc.gz", WARC)
        pages = opened(data.getvalue()[:-60])
        assert [found.address for found in pages.pages] == [WICK]
        assert archiver.normalize(data.getvalue()[:-60], url=WICK).title == "The Wick"

    @pytest.mark.parametrize("kept", [20, 60])
    def test_an_archive_that_breaks_off_before_its_records_is_refused(self, kept: int) -> None:
        with pytest.raises(archiver.Malformed, match="broken ZIP archive"):
            opened(wacz({"data.warc.gz": WARC})[:kept])

    def test_a_broken_list_gives_what_can_be_read_of_it(self) -> None:
        data = io.BytesIO(wacz({"data.warc.gz": WARC}))
        with zipfile.ZipFile(data, "a") as archive:
            lines = ["[" * 100_000, '{"url": 7}', '"x"', "{", "\ufffe", '{"url": "https://harbour.example/wick"}']
            archive.writestr("pages/pages.jsonl", "\n".join(lines))
        assert [found.address for found in opened(data.getvalue()).pages] == [WICK]
