"""WARC files: which pages are in them, with which bytes, addresses, moments and pictures."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import sys
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

import archiver
from archiver.readers import captures
from archiver.readers.captures import CaptureFile, Pages
from support.pictures import noise, png
from support.web_archives import MOMENT, WarcFile, chunked, packed, page, warc

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

LAMP, WICK = "https://harbour.example/lamp", "https://harbour.example/wick"


def opened(data: bytes) -> Pages:
    """The pages of a WARC file."""
    form = captures.named("warc")
    assert form is not None
    return captures.open_capture(CaptureFile("crawl.warc", io.BytesIO(data)), form)


def addresses(data: bytes) -> list[str]:
    return [found.address for found in opened(data).pages]


class TestPages:
    def test_each_page_is_an_article_with_its_address_and_moment(self, tmp_path: Path) -> None:
        path = tmp_path / "crawl.warc.gz"
        path.write_bytes(warc([(LAMP, page("The Lamp")), (WICK, page("The Wick"))]))
        articles = [archiver.normalize(source) for source in archiver.read(path)]
        assert [(a.title, a.url, a.retrieved) for a in articles] == [
            ("The Lamp", LAMP, MOMENT),
            ("The Wick", WICK, MOMENT),
        ]

    def test_the_record_names_the_file_and_its_digest(self, tmp_path: Path) -> None:
        path = tmp_path / "crawl.warc"
        path.write_bytes(warc([(LAMP, page("The Lamp"))], gzip=False))
        source = archiver.normalize(path).root.find(".//{*}source")
        assert source is not None
        assert (source.get("href"), source.get("sha256")) == (LAMP, hashlib.sha256(page("The Lamp")).hexdigest())
        assert dict(source[0].attrib) == {
            "href": "crawl.warc", "media-type": "application/warc", "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "bytes": str(path.stat().st_size),
        }  # fmt: skip

    def test_what_is_no_page_is_counted_by_its_kind(self) -> None:
        file = WarcFile()
        file.response(LAMP, page("The Lamp"))
        file.response("https://harbour.example/robots.txt", b"User-agent: *\nDisallow:\n" * 80, "text/plain")
        file.response(
            "https://harbour.example/feed", b"<rss version='2.0'>" + b" " * 400 + b"</rss>", "application/rss+xml"
        )
        file.response("https://harbour.example/feed2", b"<rss version='2.0'>" + b" " * 400 + b"</rss>")
        file.response("https://harbour.example/api", b'{"lamps": [' + b"1, " * 200 + b"1]}", "application/json")
        file.response("https://harbour.example/api2", b'{"lamps": [' + b"1, " * 200 + b"1]}")
        file.response("https://harbour.example/a.js", b"f()", "application/javascript")
        file.response("https://harbour.example/a.css", b"p{}", "text/css")
        file.response("https://harbour.example/a.woff2", b"wOF2", "font/woff2")
        file.response("https://harbour.example/a.png", png(2, 2), "image/png")
        file.response("https://harbour.example/a.mp4", b"....ftyp", "video/mp4")
        file.response("https://harbour.example/a.pdf", b"%PDF-1.7", "application/pdf")
        file.response("https://harbour.example/gone", page("Not found"), status="404 Not Found")
        file.response("https://harbour.example/pixel", b"<html><body><img src=p.gif></body></html>")
        file.response("https://harbour.example/head", b"", headers={"Content-Length": "3000"})
        file.response("https://harbour.example/counter", b"var seen = 1;" * 40)
        file.redirect("https://harbour.example/", LAMP)
        file.record("warcinfo", "", b"software: a\r\n", "application/warc-fields")
        file.record("resource", "urn:text:https://harbour.example/lamp", b"The Lamp " * 200, "text/plain")
        file.record("conversion", LAMP, b"The Lamp " * 200, "text/plain")
        pages = opened(file.data)
        assert [found.address for found in pages.pages] == [LAMP]
        assert not pages.failures
        assert dict(pages.passed_over) == {
            "plain texts": 1, "feeds": 2, "data": 2, "scripts and styles": 2, "fonts": 1, "pictures": 1, "sounds and films": 1, "documents": 1,
            "answers with an error": 1, "tiny pages": 1, "empty pages": 1, "parts of pages": 1, "redirects": 1,
        }  # fmt: skip

    def test_a_text_with_the_name_of_one_is_a_page(self) -> None:
        text = ("The keeper climbed the steps each evening.\n\n" * 40).encode()
        assert addresses(warc([(LAMP, page("The Lamp"))]) + _text("https://harbour.example/keeper.txt", text)) == [
            LAMP,
            "https://harbour.example/keeper.txt",
        ]

    def test_a_resource_record_with_html_is_a_page(self) -> None:
        file = WarcFile()
        file.record("resource", LAMP, page("The Lamp"), "text/html")
        assert archiver.normalize(file.data).url == LAMP

    def test_a_page_without_a_declared_type_is_found_by_its_content(self) -> None:
        file = WarcFile()
        file.response(LAMP, page("The Lamp"), "application/octet-stream")
        assert addresses(file.data) == [LAMP]

    def test_what_a_page_embeds_is_no_page_of_its_own(self) -> None:
        file = WarcFile()
        file.response(LAMP, page("The Lamp"))
        for number, (dest, is_page) in enumerate((("iframe", False), ("empty", False), ("document", True))):
            name = file.response(f"https://ads.example/{number}", page(f"Number {number}"))
            request = f"GET /{number} HTTP/1.1\r\nHost: ads.example\r\nSec-Fetch-Dest: {dest}\r\n\r\n".encode()
            file.record(
                "request",
                f"https://ads.example/{number}",
                request,
                "application/http; msgtype=request",
                WARC_Concurrent_To=name,
            )
            assert (f"https://ads.example/{number}" in addresses(file.data)) is is_page
        name = file.response("https://ads.example/heritrix", page("Heritrix"))
        file.record(
            "metadata",
            "https://ads.example/heritrix",
            b"via: x\r\nhopsFromSeed: LE\r\n",
            "application/warc-fields",
            WARC_Concurrent_To=name,
        )
        file.response("https://ads.example/fetched", page("Fetched"), WARC_Resource_Type="fetch")
        pages = opened(file.data)
        assert [found.address for found in pages.pages] == [LAMP, "https://ads.example/2"]
        assert pages.passed_over["parts of pages"] == 4

    def test_a_file_without_a_page_says_what_it_holds(self) -> None:
        file = WarcFile()
        file.response("https://harbour.example/a.png", png(2, 2), "image/png")
        with pytest.raises(archiver.Malformed, match=r"holds no page, but pictures \(1\)\."):
            opened(file.data)


def _text(address: str, text: bytes) -> bytes:
    file = WarcFile()
    file.response(address, text, "text/plain; charset=utf-8")
    return file.data


class TestBodies:
    @pytest.mark.parametrize("coding", ["gzip", "deflate", "raw deflate", "br", "zstd"])
    @pytest.mark.parametrize("in_chunks", [False, True])
    def test_content_codings_and_chunks_are_undone(self, coding: str, in_chunks: bool) -> None:
        file = WarcFile()
        body = packed(page("The Lamp", words="Größe."), coding)
        headers = {"Content-Encoding": coding.removeprefix("raw ")} | (
            {"Transfer-Encoding": "chunked"} if in_chunks else {}
        )
        file.response(LAMP, chunked(body) if in_chunks else body, headers=headers)
        (source,) = archiver.read(file.data)
        assert source.data == page("The Lamp", words="Größe.")

    def test_two_codings_are_undone_the_last_first(self) -> None:
        file = WarcFile()
        file.response(LAMP, packed(packed(page("The Lamp"), "br"), "gzip"), headers={"Content-Encoding": "br, gzip"})
        assert next(iter(archiver.read(file.data))).data == page("The Lamp")

    @pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
    def test_a_body_that_the_crawler_unpacked_already_is_taken_as_it_is(self, coding: str) -> None:
        file = WarcFile()
        headers = {"Content-Encoding": coding, "Transfer-Encoding": "chunked", "Content-Length": "77"}
        file.response(LAMP, page("The Lamp"), headers=headers)
        assert next(iter(archiver.read(file.data))).data == page("The Lamp")

    @pytest.mark.parametrize(
        ("charset", "encoding"), [("iso-8859-1", "cp1252"), ("windows-1251", "cp1251"), ("shift_jis", "shift_jis")]
    )
    def test_letters_are_read_by_the_header_of_the_answer(self, charset: str, encoding: str) -> None:
        words = {"iso-8859-1": "Größe – weiß", "windows-1251": "Маяк стоит", "shift_jis": "灯台の光"}[charset]
        file = WarcFile()
        file.response(LAMP, page("The Lamp", words=words).decode().encode(encoding), f'text/html; charset="{charset}"')
        assert words in archiver.normalize(file.data).text()


class TestRedirectsAndRevisits:
    def test_a_page_that_a_redirect_leads_to_keeps_its_address(self) -> None:
        file = WarcFile()
        file.redirect("http://harbour.example/old", "/moved")
        file.redirect("https://harbour.example/moved", LAMP)
        file.response(LAMP, page("The Lamp"))
        file.response(WICK, page("The Wick"))
        assert addresses(file.data) == [LAMP, WICK]
        assert archiver.normalize(file.data, url="http://harbour.example/old").url == LAMP

    def test_a_circle_of_redirects_ends(self) -> None:
        file = WarcFile()
        file.redirect("https://harbour.example/a", "https://harbour.example/b")
        file.redirect("https://harbour.example/b", "https://harbour.example/a")
        file.response(LAMP, page("The Lamp", markup="<p><img src=https://harbour.example/a alt=A></p>"))
        assert archiver.normalize(file.data).url == LAMP

    def test_a_revisit_of_the_same_address_is_the_same_page(self) -> None:
        file = WarcFile()
        file.response(LAMP, page("The Lamp"))
        file.revisit(LAMP, page("The Lamp"), LAMP, moment="2024-06-07T10:00:00Z")
        pages = opened(file.data)
        assert [(found.address, found.retrieved) for found in pages.pages] == [(LAMP, MOMENT)]
        assert pages.passed_over["repeated captures of a page"] == 1

    @pytest.mark.parametrize("is_first", [True, False])
    def test_a_revisit_of_another_address_has_the_bytes_of_the_page_that_it_refers_to(self, is_first: bool) -> None:
        file, twin = WarcFile(), "https://www.harbour.example/lamp"
        if is_first:
            file.revisit(twin, page("The Lamp"), LAMP, moment="2024-06-07T10:00:00Z")
        file.response(LAMP, packed(page("The Lamp"), "br"), headers={"Content-Encoding": "br"})
        if not is_first:
            file.revisit(twin, page("The Lamp"), LAMP, moment="2024-06-07T10:00:00Z")
        found = {source.url: source for source in archiver.read(file.data)}
        assert list(found) == ([twin, LAMP] if is_first else [LAMP, twin])
        assert found[twin].data == found[LAMP].data == page("The Lamp")
        capture = found[twin].capture
        assert capture is not None and capture.retrieved == "2024-06-07T10:00:00Z"

    def test_a_revisit_of_another_file_is_counted(self) -> None:
        file = WarcFile()
        file.response(LAMP, page("The Lamp"))
        file.revisit(LAMP, page("Earlier"), LAMP, refers_to_date="2023-01-01T00:00:00Z")
        file.revisit(WICK, page("The Wick"), WICK)
        pages = opened(file.data)
        assert [found.address for found in pages.pages] == [LAMP]
        assert pages.passed_over["pages that another file holds"] == 2

    def test_the_same_bytes_twice_are_one_page_and_other_bytes_another(self) -> None:
        file = WarcFile()
        file.response(LAMP, page("The Lamp"))
        file.response(
            LAMP, packed(page("The Lamp"), "gzip"), headers={"Content-Encoding": "gzip"}, moment="2024-06-07T10:00:00Z"
        )
        file.response(LAMP, page("The Lamp, corrected"), moment="2024-07-08T10:00:00Z")
        pages = opened(file.data)
        assert [found.name for found in pages.pages] == [f"{LAMP} of {MOMENT}", f"{LAMP} of 2024-07-08T10:00:00Z"]


class TestPictures:
    def images(self, file: WarcFile) -> list[str]:
        return [image.get("src", "") for image in archiver.normalize(file.data, url=LAMP).root.iter("{*}image")]

    def data_uri(self, width: int, height: int) -> str:
        return f"data:image/png;base64,{base64.b64encode(png(width, height)).decode()}"

    def test_pictures_come_from_the_file(self) -> None:
        file = WarcFile()
        markup = '<p><img src="/lamp.png#x" alt="Lamp"><img src="http://harbour.example/stairs%20up.png" alt="Stairs"></p><p><img src="wick ü.png" alt="Wick"></p>'
        file.response(LAMP, page("The Lamp", markup=markup))
        file.response("https://harbour.example/lamp.png", png(300, 200), "image/png")
        file.redirect("https://harbour.example/stairs%20up.png", "https://cdn.example/1")
        file.response("https://cdn.example/1", png(301, 200), "application/octet-stream")
        file.response(
            "https://harbour.example/wick%20%c3%bc.png",
            chunked(png(302, 200)),
            "image/png",
            headers={"Transfer-Encoding": "chunked"},
        )
        assert self.images(file) == [self.data_uri(300, 200), self.data_uri(301, 200), self.data_uri(302, 200)]

    @pytest.mark.parametrize("is_placeholder", [False, True])
    def test_the_size_that_the_browser_loaded_is_taken(self, is_placeholder: bool) -> None:
        file = WarcFile()
        picture = png(2, 2) if is_placeholder else noise(60, 60)
        file.response(
            LAMP, page("The Lamp", markup='<p><img src="s.png" srcset="s.png 300w, l.png 1200w" alt="A"></p>')
        )
        file.response("https://harbour.example/s.png", picture, "image/png")
        (src,) = self.images(file)
        assert (src == "https://harbour.example/l.png") is is_placeholder
        assert is_placeholder or src == f"data:image/png;base64,{base64.b64encode(picture).decode()}"

    def test_a_picture_that_is_not_there_or_broken_stays_a_link(self) -> None:
        file = WarcFile()
        file.response(
            LAMP, page("The Lamp", markup='<p><img src="/a.png" alt="A"></p><p><img src="/b.png" alt="B"></p>')
        )
        file.response(
            "https://harbour.example/b.png",
            packed(png(300, 200), "gzip")[:-9],
            "image/png",
            headers={"Content-Encoding": "gzip"},
        )
        assert self.images(file) == ["https://harbour.example/a.png", "https://harbour.example/b.png"]

    def test_a_picture_that_the_crawler_cut_is_not_taken(self) -> None:
        file = WarcFile()
        file.response(LAMP, page("The Lamp", markup='<p><img src="/a.png" alt="A"></p>'))
        file.response("https://harbour.example/a.png", png(300, 200), "image/png", WARC_Truncated="length")
        assert self.images(file) == ["https://harbour.example/a.png"]

    def test_a_revisit_of_a_picture_gives_the_picture(self) -> None:
        file = WarcFile()
        file.response("https://harbour.example/a.png", png(300, 200), "image/png")
        file.revisit("https://cdn.example/a.png", png(300, 200), "https://harbour.example/a.png")
        file.response(LAMP, page("The Lamp", markup='<p><img src="https://cdn.example/a.png" alt="A"></p>'))
        assert self.images(file) == [self.data_uri(300, 200)]


class TestPacking:
    PAGES = (LAMP, page("The Lamp")), (WICK, page("The Wick"))

    def check(self, data: bytes) -> None:
        pages = opened(data)
        assert not pages.failures
        assert [(source.url, source.data) for source in pages] == list(self.PAGES)
        # at any place, and in any order
        assert pages.source(pages.pages[0]).data == self.PAGES[0][1]

    def test_plain_or_each_record_packed_alone(self) -> None:
        self.check(warc(self.PAGES, gzip=False))
        self.check(warc(self.PAGES))

    def test_packed_as_one(self) -> None:
        self.check(gzip.compress(warc(self.PAGES, gzip=False)))

    def test_packed_in_any_way_a_file_holds_the_same(self) -> None:
        file = WarcFile(gzip=False)
        for number, kind in enumerate(
            ("text/html", "image/png", "text/css", "text/html", "application/pdf", "text/html")
        ):
            file.response(f"https://harbour.example/{number}", page(f"Page {number}") * (number + 1), kind)
            file.redirect(f"https://harbour.example/old/{number}", LAMP)
        plain = opened(file.data)
        assert len(plain.pages) == 3
        records = [b"WARC/1.1" + rest for rest in file.data.split(b"WARC/1.1")[1:]]
        pairs = [b"".join(records[n : n + 2]) for n in range(0, len(records), 2)]
        for packing in (records, pairs, [file.data]):
            for pack in (gzip.compress, zstd.compress):
                packed_alike = opened(b"".join(map(pack, packing)))
                assert [(s.url, s.data) for s in packed_alike] == [(s.url, s.data) for s in plain]
                assert packed_alike.passed_over == plain.passed_over and not packed_alike.failures

    def test_two_records_in_each_member(self) -> None:
        twice = [warc([one], gzip=False) + _request(one[0]) for one in self.PAGES]
        self.check(b"".join(map(gzip.compress, twice)))

    def test_zstandard(self) -> None:
        self.check(b"".join(zstd.compress(warc([one], gzip=False)) for one in self.PAGES))

    @pytest.mark.parametrize("is_packed", [False, True])
    def test_zstandard_with_a_dictionary_of_its_own(self, is_packed: bool) -> None:
        samples = [warc([(f"https://harbour.example/{n}", page(f"Page {n}"))], gzip=False) for n in range(60)]
        dictionary = zstd.train_dict(samples, 20_000)
        content = dictionary.dict_content
        frame = zstd.compress(content) if is_packed else content
        head = b"\x5d\x2a\x4d\x18" + len(frame).to_bytes(4, "little") + frame
        records = (zstd.compress(warc([one], gzip=False), zstd_dict=dictionary) for one in self.PAGES)
        self.check(head + b"".join(records))

    def test_the_records_are_those_that_warcio_reads(self) -> None:
        file = WarcFile()
        for number in range(40):
            kind = ("text/html", "image/png", "text/css")[number % 3]
            file.response(f"https://harbour.example/{number}", page(f"Page {number}") * (number + 1), kind)
            file.redirect(f"https://harbour.example/old/{number}", LAMP)
        expected = [
            record.rec_headers.get_header("WARC-Target-URI")
            for record in ArchiveIterator(io.BytesIO(file.data))
            if record.http_headers.get_header("Content-Type") == "text/html"
            and record.http_headers.get_statuscode() == "200"
        ]
        assert addresses(file.data) == expected

    def test_old_and_odd_heads(self) -> None:
        """WARC 0.18, line ends without CR, an address in angle brackets, a line that goes on, a moment without seconds."""
        body = b"HTTP/1.0 200\nContent-type: TEXT/HTML\n\n" + page("The Lamp")
        head = f"WARC/0.18\nWARC-Type: response\nWARC-Target-URI: <{LAMP}>\nWARC-Date: 2009-05-06T10:00Z\nX-Note: one\n two\ncontent-length: {len(body)}\n\n"
        (found,) = opened(head.encode() + body + b"\n\n").pages
        assert (found.address, found.retrieved) == (LAMP, "2009-05-06T10:00:00Z")


def _request(address: str) -> bytes:
    file = WarcFile(gzip=False)
    file.record("request", address, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request")
    return file.data


class TestOnePageOfSeveral:
    DATA = warc([(LAMP, page("The Lamp")), (WICK, page("The Wick"))])

    def test_an_address_chooses(self) -> None:
        assert archiver.normalize(self.DATA, url=WICK + "#part").title == "The Wick"
        assert archiver.normalize(self.DATA, url=WICK.replace("https", "http")).url == WICK

    def test_read_gives_that_page_alone(self) -> None:
        assert [source.url for source in archiver.read(self.DATA)] == [LAMP, WICK]
        assert [source.url for source in archiver.read(self.DATA, url=WICK)] == [WICK]

    def test_of_several_captures_the_latest_is_taken(self) -> None:
        file = WarcFile()
        file.response(LAMP, page("Later"), moment="2024-07-08T10:00:00Z")
        file.response(LAMP, page("Earlier"), moment="2024-06-07T10:00:00Z")
        assert archiver.normalize(file.data, url=LAMP).title == "Later"

    def test_without_an_address_it_is_refused(self) -> None:
        with pytest.raises(archiver.UsageError, match="holds 2 pages"):
            archiver.normalize(self.DATA)

    def test_another_address_is_refused_with_those_that_are_there(self) -> None:
        with pytest.raises(archiver.UsageError, match="none of its 2 pages") as caught:
            archiver.normalize(self.DATA, url="https://harbour.example/flame")
        assert caught.value.remedy == f"It has: {LAMP}, {WICK}"
