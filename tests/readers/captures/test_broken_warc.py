"""Broken and hostile WARC files: each broken record is told with its place, and the good ones are still there."""

from __future__ import annotations

import gzip
import io
import random
import re

import pytest

import archiver
from archiver.errors import SourceError
from archiver.readers import captures
from archiver.readers.captures import CaptureFile, Pages
from support.web_archives import WarcFile, chunked, packed, page, warc
from support.work import growth

FIRST, SECOND, THIRD = (f"https://harbour.example/{name}" for name in ("first", "second", "third"))
PLAIN = [warc([(address, page(address[24:]))], gzip=False) for address in (FIRST, SECOND, THIRD)]
PACKED = [gzip.compress(record) for record in PLAIN]


def opened(data: bytes) -> Pages:
    form = captures.named("warc")
    assert form is not None
    return captures.open_capture(CaptureFile("crawl.warc", io.BytesIO(data)), form)


def read(data: bytes) -> tuple[list[str], list[str]]:
    """The addresses of the pages in a file, and the sentences about what is broken. Each page can be read."""
    pages = opened(data)
    for source in pages:
        assert b"<article>" in source.data
    for name, error in pages.failures:
        assert isinstance(error, SourceError) and error.message.startswith(name) and error.message.count("\n") == 0
    return [found.address for found in pages.pages], [error.message for _, error in pages.failures]


def with_length(record: bytes, length: int | str) -> bytes:
    """A record with another length in its head."""
    return re.sub(rb"Content-Length: \d+", f"Content-Length: {length}".encode(), record, count=1)


def noise(number: int) -> str:
    """Words that cannot be packed well."""
    return random.Random(number).randbytes(3000).hex()


def at(number: int) -> str:
    return f"crawl.warc: the record at byte {number:,} cannot be read: "


class TestPlainFiles:
    def test_a_file_that_breaks_off_keeps_the_records_before(self) -> None:
        pages, told = read(b"".join(PLAIN)[:-300])
        assert pages == [FIRST, SECOND]
        (sentence,) = told
        assert sentence.startswith(at(len(PLAIN[0] + PLAIN[1])) + "it breaks off: ")

    def test_a_file_that_breaks_off_in_a_head(self) -> None:
        pages, told = read(PLAIN[0] + PLAIN[1][:60])
        assert (pages, told) == ([FIRST], [at(len(PLAIN[0])) + "its head has no end."])

    @pytest.mark.parametrize("length", [10, 3000, 2**40, 10**17])
    def test_a_wrong_length_costs_its_own_record_alone(self, length: int) -> None:
        pages, told = read(PLAIN[0] + with_length(PLAIN[1], length) + PLAIN[2])
        assert pages == [FIRST, THIRD]
        (sentence,) = told
        assert sentence.startswith(at(len(PLAIN[0])))

    @pytest.mark.parametrize("length", ["-5", "", "many", "1e3", "9" * 40, "٣"])
    def test_a_length_that_is_none(self, length: str) -> None:
        pages, told = read(PLAIN[0] + with_length(PLAIN[1], length) + PLAIN[2])
        assert pages == [FIRST, THIRD]
        (sentence,) = told
        assert sentence.startswith(at(len(PLAIN[0])) + "its head gives no length")

    def test_garbage_between_records(self) -> None:
        pages, told = read(PLAIN[0] + b"\x00garbage\r\n" * 50_000 + PLAIN[1])
        assert (pages, told) == ([FIRST, SECOND], [at(len(PLAIN[0])) + "what stands there is no record."])

    def test_a_record_without_a_blank_line(self) -> None:
        """The head of the answer then runs into that of the record."""
        broken = PLAIN[1].replace(b"\r\n\r\n", b"\r\n", 1)
        pages, told = read(PLAIN[0] + broken + PLAIN[2])
        assert (pages, told) == ([FIRST, THIRD], [at(len(PLAIN[0])) + "its head has a line that is no field."])

    @pytest.mark.parametrize("between", [b"", b"\n", b"\r\n" * 40])
    def test_records_with_fewer_or_more_line_ends_between_them_are_read(self, between: bytes) -> None:
        assert read(between.join(record.strip() for record in PLAIN)) == ([FIRST, SECOND, THIRD], [])

    def test_a_file_of_nothing_but_a_broken_record_is_refused(self) -> None:
        with pytest.raises(archiver.Malformed, match="byte 0 cannot be read: it breaks off") as caught:
            opened(PLAIN[0][:-200])
        assert caught.value.exit_code == 3

    def test_an_empty_file_is_refused(self) -> None:
        with pytest.raises(archiver.Malformed, match="empty"):
            archiver.normalize(b"")

    def test_thousands_of_broken_records_end_the_reading(self) -> None:
        pages = opened(PLAIN[0] + b"WARC/1.0\r\nx\r\n" * 200_000)
        assert len(pages.pages) == 1 and len(pages.failures) == 1001
        assert "so the rest of the file was not read" in pages.failures[-1][1].message


class TestPackedFiles:
    @pytest.mark.parametrize("coding", ["gzip", "zstd"])
    @pytest.mark.parametrize("cut", [5, 40, 200])
    def test_a_file_that_breaks_off_keeps_the_records_before(self, coding: str, cut: int) -> None:
        members = [packed(record, coding) for record in PLAIN]
        pages, told = read(b"".join(members)[:-cut])
        assert pages == [FIRST, SECOND]
        (sentence,) = told
        assert sentence.startswith(at(len(members[0] + members[1]))) and sentence.endswith("data break off.")

    @pytest.mark.parametrize("coding", ["gzip", "zstd"])
    def test_damage_costs_its_own_record_alone(self, coding: str) -> None:
        members = [bytearray(packed(record, coding)) for record in PLAIN]
        for place in range(50, len(members[1]) - 20, 7):
            members[1][place] ^= 0xA5
        pages, told = read(b"".join(members))
        assert (pages, len(told)) == ([FIRST, THIRD], 1)

    def test_a_member_that_breaks_off_in_the_middle_of_a_file(self) -> None:
        pages, told = read(PACKED[0] + PACKED[1][:-100] + PACKED[2])
        assert (pages, len(told)) == ([FIRST, THIRD], 1)

    def test_garbage_between_members(self) -> None:
        pages, told = read(PACKED[0] + b"\x1f\x8b\x08garbage" * 2000 + PACKED[1])
        assert (pages, told) == ([FIRST, SECOND], [at(len(PACKED[0])) + "its gzip data are damaged."])

    @pytest.mark.parametrize("length", [10, 3000, 2**40, -1])
    def test_a_wrong_length_costs_its_own_record_alone(self, length: int) -> None:
        pages, told = read(PACKED[0] + gzip.compress(with_length(PLAIN[1], length)) + PACKED[2])
        assert (pages, len(told)) == ([FIRST, THIRD], 1)

    @pytest.mark.parametrize("length", [10, 3000, 2**40, -1])
    def test_a_wrong_length_in_a_file_that_was_packed_as_one(self, length: int) -> None:
        pages, told = read(gzip.compress(PLAIN[0] + with_length(PLAIN[1], length) + PLAIN[2]))
        assert (pages, len(told)) == ([FIRST, THIRD], 1)
        assert f"the record at byte {len(PLAIN[0]):,} of the unpacked data cannot be read" in told[0]

    def test_damage_in_a_file_that_was_packed_as_one_keeps_the_records_before(self) -> None:
        words = [
            warc([(f"https://harbour.example/{n}", page(f"Page {n}", words=noise(n)))], gzip=False) for n in range(9)
        ]
        data = bytearray(gzip.compress(b"".join(words)))
        place = len(data) * 2 // 3
        data[place : place + 40] = b"\xa5" * 40
        pages, told = read(bytes(data))
        assert pages[:3] == [f"https://harbour.example/{n}" for n in range(3)]
        assert told[-1].endswith("its gzip data are damaged.")

    def test_a_file_that_was_packed_as_one_and_breaks_off(self) -> None:
        pages, told = read(gzip.compress(b"".join(PLAIN))[:-120])
        assert pages[:1] == [FIRST] and len(pages) < 3 and len(told) == 1

    @pytest.mark.slow
    def test_bombs_fill_neither_memory_nor_disk(self) -> None:
        zeros = bytes(90 * 1024**2)
        head = PLAIN[1][: PLAIN[1].index(b"\r\n\r\n") + 4]
        record = with_length(head, len(zeros)) + zeros + b"\r\n\r\n"
        # as the content of a record that is no page, it goes by
        assert read(PACKED[0] + gzip.compress(record) + PACKED[2])[0] == [FIRST, THIRD]
        # as a page, it is refused
        bomb = WarcFile()
        bomb.response(FIRST, page("first"))
        bomb.response(SECOND, packed(b"<p>" + zeros, "zstd"), headers={"Content-Encoding": "zstd"})
        pages, told = read(bomb.data)
        assert pages == [FIRST] and told[0].endswith("it unpacks to more than 64 MB.")
        # of several records packed as one, it is unpacked to the limit, and no further
        pages, told = read(gzip.compress(PLAIN[0] + record))
        assert pages == [FIRST] and [sentence.rpartition(": ")[2] for sentence in told] == [
            "packed as one, it unpacks to more than 64 MB."
        ]


class TestAnswers:
    @pytest.mark.parametrize(
        ("body", "headers", "reason"),
        [
            (chunked(page("x"))[:-400], {"Transfer-Encoding": "chunked"}, "its chunks break off"),
            (chunked(page("x"))[:-5], {"Transfer-Encoding": "chunked"}, "its chunks break off"),
            (b"10000000000\r\n" + page("x"), {"Transfer-Encoding": "chunked"}, "its chunks break off"),
            (chunked(page("x")).replace(b"\r\n2bc\r\n", b"\r\n-2bc\r\n", 1), {"Transfer-Encoding": "chunked"}, "its chunks are damaged"),
            (packed(page("x"), "gzip")[:-20], {"Content-Encoding": "gzip"}, "its gzip data break off"),
            (packed(page("x"), "deflate")[:-20], {"Content-Encoding": "deflate"}, "its deflate data break off"),
            (packed(page("x"), "br")[:-20], {"Content-Encoding": "br"}, "its Brotli data break off"),
            (packed(page("x"), "zstd")[:-20], {"Content-Encoding": "zstd"}, "its Zstandard data break off"),
            (page("x"), {"Content-Encoding": "lzw"}, "it is packed in a way that is not known (lzw)"),
            (page("x")[:-400], {"Content-Length": "2000"}, "its body breaks off: "),
        ],
    )  # fmt: skip
    def test_a_body_that_cannot_be_had_whole_is_told(self, body: bytes, headers: dict[str, str], reason: str) -> None:
        file = WarcFile(gzip=False)
        file.response(FIRST, body, headers=headers)
        start = len(file)
        file.response(SECOND, page("second"))
        pages, told = read(file.data)
        assert pages == [SECOND] and start > 0
        assert told[0].startswith(f"crawl.warc: the record at byte 0 ({FIRST}) cannot be read: {reason}")

    def test_a_whole_page_under_a_wrong_length_of_the_server_is_read(self) -> None:
        file = WarcFile()
        file.response(FIRST, page("first"), headers={"Content-Length": "99999"})
        file.response(SECOND, page("second"), headers={"Content-Length": "7"})
        assert read(file.data) == ([FIRST, SECOND], [])

    def test_what_the_crawler_cut_is_told(self) -> None:
        file = WarcFile()
        file.response(FIRST, page("first"), WARC_Truncated="time")
        file.response(SECOND, page("second"), WARC_Segment_Number="1")
        file.record("continuation", SECOND, b"more", "application/http", WARC_Segment_Number="2")
        file.response(THIRD, page("third"))
        pages, told = read(file.data)
        assert pages == [THIRD]
        assert [sentence.partition("cannot be read: ")[2] for sentence in told] == [
            "the crawler cut it (time).",
            "it is continued in other records, and such records are not put together.",
            "it continues another record, and such records are not put together.",
        ]

    def test_a_response_without_an_answer_is_told(self) -> None:
        file = WarcFile()
        answer = PLAIN[0].index(b"HTTP/1.1")
        file.raw(gzip.compress(PLAIN[0][:answer] + b"FTP?/1.1" + PLAIN[0][answer + 8 :]))
        file.response(SECOND, page("second"))
        assert read(file.data)[1] == [
            f"crawl.warc: the record at byte 0 ({FIRST}) cannot be read: it holds no answer of a web server."
        ]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["plain", "each packed", "packed as one", "broken", "garbage"])
def test_work_grows_with_the_number_of_records(kind: str) -> None:
    picture = PLAIN[1].replace(b"text/html", b"image/png")

    def work(count: int) -> None:
        members = [gzip.compress(PLAIN[0]), *([gzip.compress(picture)] * count)]
        data = {
            "plain": PLAIN[0] + picture * count,
            "each packed": b"".join(members),
            "packed as one": gzip.compress(PLAIN[0] + picture * count),
            "broken": PLAIN[0] + with_length(picture, 2**40) * count,
            "garbage": members[0] + b"\x1f\x8b\x08\x00 " * 50 * count + members[1],
        }[kind]
        assert len(opened(data).pages) == 1

    assert growth(work, 60) < 4.4
