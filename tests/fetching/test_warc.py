"""The WARC file of a fetch: what went over the wire, so that the fetch can be repeated without the network."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import archiver
from archiver.readers import captures
from support.pictures import PAGE, PIXELS
from support.servers import answer, onward, packed_by_gzip, site

Call = Callable[..., tuple[int, str, str]]
TEXT = PAGE.replace("{figures}", '<figure><img src="quay.png" alt="The quay"></figure>')
HTML = "Content-Type: text/html; charset=utf-8"


def records(path: Path) -> list[tuple[dict[str, str], bytes]]:
    """The records of a WARC file, each with its head and its block. Each is a gzip member of its own."""
    found = []
    rest = path.read_bytes()
    while rest:
        member = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        data = member.decompress(rest)
        assert member.eof
        rest = member.unused_data
        head, _, block = data.partition(b"\r\n\r\n")
        version, *lines = head.decode().split("\r\n")
        assert version == "WARC/1.1" and block.endswith(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in lines)
        block = block[:-4]
        assert fields["Content-Length"] == str(len(block))
        digest = base64.b32encode(hashlib.sha1(block).digest()).decode()
        assert fields["WARC-Block-Digest"] == f"sha1:{digest}"
        found.append((fields, block))
    return found


def made(call: Call, *more: str) -> tuple[str, Path, archiver.Article]:
    """A page behind a redirect, fetched and kept: the address of its server, its WARC file, and its record."""
    chunked = packed_by_gzip(TEXT.encode())
    chunks = b"%x\r\n%s\r\n0\r\n\r\n" % (len(chunked), chunked)

    def page() -> Iterator[bytes]:
        yield b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n"
        yield b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nX-Tide: low\r\n"
        yield b"Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunks

    scripts = {
        "/old": onward("/birds/quay"),
        "/birds/quay": page,
        "/birds/quay.png": answer(PIXELS, "Content-Type: image/png"),
    }
    with site(scripts) as (here, _):
        code, _, said = call("convert", f"{here}/old", "-t", "xml", "--save-warc", *more)
    assert code == 0, said
    folder = Path("exports", here.removeprefix("http://").replace(":", "-"))
    return here, folder / "old.warc.gz", archiver.load(folder / "old.xml")


def test_each_request_and_response_is_a_record(call: Call) -> None:
    here, path, record = made(call, "--fetch-images")
    kept = records(path)
    kinds = [(fields["WARC-Type"], fields.get("WARC-Target-URI", "").removeprefix(here)) for fields, _ in kept]
    assert kinds == [("warcinfo", "")] + [
        (kind, path) for path in ("/old", "/birds/quay", "/birds/quay.png") for kind in ("response", "request")
    ]
    assert {fields["WARC-Date"] for fields, _ in kept} == {record.retrieved}
    assert len({fields["WARC-Record-ID"] for fields, _ in kept}) == len(kept)
    assert kept[2][0]["WARC-Concurrent-To"] == kept[1][0]["WARC-Record-ID"]
    assert kept[1][1].startswith(b"HTTP/1.1 302 Found\r\n") and kept[5][1].endswith(PIXELS)
    assert kept[3][0]["WARC-IP-Address"] == "127.0.0.1"


def test_a_response_is_kept_as_it_came_over_the_wire(call: Call) -> None:
    _, path, record = made(call)
    fields, block = records(path)[3]
    head, _, body = block.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 OK\r\n"), "interim responses are none"
    assert b"\r\nX-Tide: low\r\n" in head and b"Transfer-Encoding: chunked" in head
    size, _, chunk = body.partition(b"\r\n")
    assert gzip.decompress(chunk[: int(size, 16)]) == TEXT.encode()
    assert hashlib.sha256(TEXT.encode()).hexdigest() == record.source.sha256
    assert fields["Content-Type"] == "application/http; msgtype=response"


def test_a_request_is_kept_as_it_was_sent(call: Call) -> None:
    scripts = {"/quay": answer(TEXT.encode(), HTML)}
    with site(scripts) as (here, asked):
        call("convert", f"{here}/quay?a=b c&ö", f"{here}/quay", "-t", "xml", "--save-warc")
    folder = Path("exports", here.removeprefix("http://").replace(":", "-"))
    assert records(folder / "quay.warc.gz")[2][1] == asked.heads[-1]


def test_the_same_exchanges_give_the_same_bytes(call: Call) -> None:
    with site({"/quay": answer(TEXT.encode(), HTML), "/quay.png": answer(PIXELS)}) as (here, _):
        files = []
        for folder in ("a", "b"):
            call("convert", f"{here}/quay", "-t", "xml", "--save-warc", "--fetch-images", "-o", folder)
            (file,) = Path(folder).rglob("*.warc.gz")
            files.append(file.read_bytes())
    assert files[0] == files[1]


def test_a_file_as_source_has_no_warc(call: Call) -> None:
    Path("quay.html").write_text(TEXT, encoding="utf-8")
    assert call("convert", "quay.html", "-t", "xml", "--save-warc")[0] == 0
    assert sorted(path.name for path in Path("exports").iterdir()) == ["quay.xml"]


def test_normalize_keeps_it_beside_its_file(call: Call) -> None:
    with site({"/quay": answer(TEXT.encode(), HTML)}) as (here, _):
        assert call("normalize", f"{here}/quay", "-o", "low/water.xml", "--save-warc", "--keep-source")[0] == 0
    assert sorted(path.name for path in Path("low").iterdir()) == ["water.source.html", "water.warc.gz", "water.xml"]


@pytest.mark.skipif(captures.named("warc") is None, reason="WARC files are not read yet")
def test_the_fetch_can_be_repeated_without_the_network(call: Call) -> None:
    _, path, record = made(call, "--fetch-images")
    again = archiver.normalize(path)
    assert again.source.href == record.source.href and again.source.sha256 == record.source.sha256
    for part in ("head", "body", "notes"):
        ours, theirs = (article.root.find(f"{{*}}{part}") for article in (record, again))
        texts = ["".join(element.itertext()) if element is not None else "" for element in (ours, theirs)]
        assert texts[0] == texts[1]


def test_another_program_reads_it(call: Call) -> None:
    archiveiterator = pytest.importorskip("warcio.archiveiterator")
    here, path, _ = made(call, "--fetch-images")
    stream = io.BytesIO(path.read_bytes())
    pages = {
        record.rec_headers["WARC-Target-URI"].removeprefix(here): record.content_stream().read()
        for record in archiveiterator.ArchiveIterator(stream, check_digests="raise")
        if record.rec_type == "response"
    }
    assert pages == {"/old": b"", "/birds/quay": TEXT.encode(), "/birds/quay.png": PIXELS}
