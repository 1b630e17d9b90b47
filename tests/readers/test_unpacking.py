"""Packed data: whole or told; never more than the limit."""

from __future__ import annotations

import gzip

import pytest

from archiver.readers import unpacking
from support.web_archives import chunked, packed

TEXT = b"<p>The keeper climbed the stairs.</p>" * 9000
CODINGS = ["gzip", "deflate", "raw deflate", "br", "zstd"]


def header(coding: str) -> str:
    return coding.removeprefix("raw ")


@pytest.mark.parametrize("coding", CODINGS)
def test_data_are_unpacked(coding: str) -> None:
    assert unpacking.decoded(packed(TEXT, coding), header(coding), 1 << 20) == TEXT


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_data_that_break_off_are_never_taken_for_whole(coding: str, share: float) -> None:
    data = packed(TEXT, coding)
    with pytest.raises(unpacking.Broken, match="break off"):
        unpacking.decoded(data[: int(len(data) * share)], header(coding), 1 << 20)


@pytest.mark.parametrize("coding", CODINGS)
def test_more_than_the_limit_is_refused(coding: str) -> None:
    with pytest.raises(unpacking.Oversized, match="more than 0 MB"):
        unpacking.decoded(packed(TEXT, coding), header(coding), len(TEXT) - 1)


@pytest.mark.parametrize("coding", ["gzip", "zstd"])
def test_members_behind_each_other_are_one_text(coding: str) -> None:
    data = packed(TEXT, coding) + packed(b"more", coding) + b"no member"
    assert unpacking.decoded(data, coding, 1 << 20) == TEXT + b"more"


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd", "identity", "", "GZIP", "utf-8"])
def test_markup_under_a_coding_that_it_does_not_have_is_taken_as_it_is(coding: str) -> None:
    assert unpacking.decoded(TEXT, coding, 1 << 20) == TEXT


def test_damaged_data_are_told() -> None:
    data = bytearray(gzip.compress(TEXT))
    data[-5] ^= 1
    with pytest.raises(unpacking.Broken, match="gzip data are damaged"):
        unpacking.decoded(bytes(data), "gzip", 1 << 20)


def test_too_many_or_unknown_codings_are_told() -> None:
    with pytest.raises(unpacking.Broken, match="too many times"):
        unpacking.decoded(TEXT, "gzip, br, gzip, br, gzip", 1 << 20)
    with pytest.raises(unpacking.Broken, match=r"not known \(compress\)"):
        unpacking.decoded(TEXT, "compress", 1 << 20)


@pytest.mark.parametrize("size", [1, 7, 4096, 1 << 20])
def test_chunks_are_joined(size: int) -> None:
    assert unpacking.dechunked(chunked(TEXT[:5000], size)) == TEXT[:5000]


def test_chunks_may_have_extensions_and_trailers() -> None:
    assert unpacking.dechunked(b'5;name="x"\r\nhello\r\n 6 \r\n world\r\n000\r\nTrailer: x\r\n\r\n') == b"hello world"


@pytest.mark.parametrize(
    "data", [b"5\r\nhello\r\n", b"5\r\nhel", b"10000000000\r\nhello\r\n0\r\n\r\n", b"f" * 32 + b"\r\nx"]
)
def test_chunks_that_break_off_are_told(data: bytes) -> None:
    with pytest.raises(unpacking.Broken, match="its chunks break off"):
        unpacking.dechunked(data)


def test_damaged_chunks_are_told_and_other_data_are_no_chunks() -> None:
    with pytest.raises(unpacking.Broken, match="its chunks are damaged"):
        unpacking.dechunked(b"5\r\nhello\r\n-5\r\nworld\r\n0\r\n\r\n")
    assert unpacking.dechunked(b"<p>hello</p>") == b"<p>hello</p>"
