"""Hostile servers of every kind: each fetch ends by itself, within its limits of bytes and time, and says why."""

from __future__ import annotations

import ipaddress
import socket
import threading
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from archiver import schema
from archiver.article import Article
from archiver.fetching import Fetcher, Limits, Refused, embed_pictures, is_public
from archiver.images import picture
from support.pictures import PIXELS, article
from support.servers import STOP, Script, answer, drip, endless, fetcher, hostile, packed_by_gzip

MB = 1024 * 1024
_OK = b"HTTP/1.1 200 OK\r\n"


# ---- time ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        drip(_OK, b"Connection: close\r\n\r\n"),
        drip(_OK, b"Content-Length: 200\r\n\r\n"),
        drip(_OK, b"Content-Length: 200\r\nConnection: close\r\n\r\n"),
        drip(b"HTTP/1.0 200 OK\r\n\r\n"),
        drip(_OK, b"Transfer-Encoding: chunked\r\n\r\n", byte=b"1\r\na\r\n"),
        drip(_OK, b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n", byte=b"1\r\na\r\n"),
        drip(_OK, b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n1;"),
        drip(_OK, b"Content-Encoding: gzip\r\nConnection: close\r\n\r\n", packed_by_gzip(PIXELS)[:10], byte=b"\0"),
        drip(_OK, b"X-Tide: "),
        drip(b"HTTP/1.1 "),
        drip(byte=b"HTTP/1.1 100 Continue\r\n\r\n"),
        drip(b"HTTP/1.1 302 Found\r\nLocation: /next\r\nX-Tide: "),
    ],
    ids="close length length-close http-1.0 chunked chunked-close chunk-size gzip headers status continue redirect".split(),
)  # fmt: skip
def test_at_the_end_of_its_time_an_answer_is_hung_up_on(script: Script) -> None:
    with hostile(script) as (here, _), pytest.raises(Refused, match=r"^it took more than 0\.4 seconds$"):
        fetcher(0.4).get(f"{here}/slow")


def test_the_time_is_for_all_redirects_together() -> None:
    def onward() -> Iterator[bytes]:
        STOP.wait(0.2)
        yield b"HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n"

    with hostile(onward) as (here, asked), pytest.raises(Refused, match=r"more than 0\.5 seconds"):
        fetcher(0.5).get(f"{here}/start")
    assert 1 < len(asked) < 5


@pytest.mark.parametrize("script", [drip(byte=b"\x16"), drip(b"\x16\x03\x03\x40\x00"), drip()])
def test_a_handshake_that_never_ends_is_hung_up_on(script: Script) -> None:
    with hostile(script) as (here, _), pytest.raises(Refused, match=r"more than 0\.4 seconds|certificate|connection"):
        fetcher(0.4).get(here.replace("http:", "https:") + "/a.png")


def test_pauses_between_tries_are_part_of_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("archiver.fetching.deadline.time.sleep", pauses.append)

    def busy() -> Iterator[bytes]:
        yield b"HTTP/1.1 503 Busy\r\nContent-Length: 0\r\nRetry-After: 3600\r\nConnection: close\r\n\r\n"

    with hostile(busy) as (here, asked), pytest.raises(Refused, match="the server answered 503"):
        fetcher(0.6).get(f"{here}/a.png")
    assert len(asked) == 3
    assert len(pauses) == 2 and max(pauses) <= 0.6


def test_a_name_that_is_looked_up_for_ever_is_given_up() -> None:
    found = threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        found.wait(20)
        raise OSError

    slow = Fetcher(may_reach=lambda _: True, seconds=0.3, look_up=look_up)
    with pytest.raises(Refused, match=r"^it took more than 0\.3 seconds$"):
        slow.get("http://harbour.example/a.png")
    assert not found.is_set()
    found.set()


def test_no_thread_and_no_socket_is_left_behind() -> None:
    before = threading.active_count()
    with hostile(answer(PIXELS, "Connection: close")) as (here, _):
        for _ in range(5):
            assert fetcher().get(f"{here}/a.png") == PIXELS
        waiting = [t for t in threading.enumerate() if isinstance(t, threading.Timer) and not t.finished.is_set()]
    assert waiting == []
    assert threading.active_count() <= before + 6


# ---- bytes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        endless(_OK, b"\r\n"),
        endless(_OK, b"Connection: close\r\n\r\n"),
        endless(_OK, b"X-Tide: "),
        endless(_OK, piece=b"X-Tide: high\r\n"),
        endless(b"HTTP/1.1 "),
        endless(piece=b"HTTP/1.1 100 Continue\r\n\r\n"),
        endless(_OK, b"Transfer-Encoding: chunked\r\n\r\n", piece=b"1\r\na\r\n"),
        endless(_OK, b"Transfer-Encoding: chunked\r\n\r\n"),
        endless(_OK, b"Transfer-Encoding: chunked\r\n\r\n0\r\n", piece=b"X-Tide: high\r\n"),
        endless(_OK, b"Content-Encoding: gzip\r\n\r\n", packed_by_gzip(b"")[:10], piece=b"\0\0\0\xff\xff" * 1000),
    ],
    ids="body close header headers status continue chunks chunk-size trailers gzip-of-nothing".split(),
)  # fmt: skip
def test_what_never_ends_is_given_up_by_its_bytes(script: Script) -> None:
    with hostile(script) as (here, asked), pytest.raises(Refused) as refused:
        fetcher().get(f"{here}/much", max_bytes=MB)
    assert "seconds" not in str(refused.value)
    assert refused.value.loaded < 2 * MB
    assert len(asked) <= 3


def test_what_says_that_it_is_too_large_is_not_read() -> None:
    too_large = drip(_OK, b"Content-Length: 1048577\r\n\r\n")
    with hostile(too_large) as (here, _), pytest.raises(Refused, match=r"^it has more than 1 MB$") as refused:
        fetcher().get(f"{here}/large", max_bytes=MB)
    assert refused.value.loaded < 1000


def test_a_little_that_unpacks_to_much_is_given_up() -> None:
    bomb = packed_by_gzip(b"\0" * (50 * MB))
    assert len(bomb) < MB
    small = answer(bomb, "Content-Encoding: gzip")
    with hostile(small) as (here, _), pytest.raises(Refused, match=r"^it has more than 1 MB$") as refused:
        fetcher().get(f"{here}/bomb", max_bytes=MB)
    assert MB < refused.value.loaded < 2 * MB, "what it unpacks to counts"


@pytest.mark.parametrize(
    ("packed", "encoding", "why"),
    [
        (packed_by_gzip(packed_by_gzip(PIXELS)), "gzip, gzip", "not asked for"),
        (PIXELS, "br", "not asked for"),
        (packed_by_gzip(PIXELS)[:-12], "gzip", "it breaks off"),
        (PIXELS, "gzip", "it cannot be unpacked"),
        (b"", "gzip", "it breaks off"),
    ],
)
def test_what_cannot_be_unpacked_is_refused(packed: bytes, encoding: str, why: str) -> None:
    with hostile(answer(packed, f"Content-Encoding: {encoding}")) as (here, _), pytest.raises(Refused, match=why):
        fetcher().get(f"{here}/a.png")


@pytest.mark.parametrize(
    ("packed", "encoding"),
    [
        (packed_by_gzip(PIXELS), "gzip"),
        (packed_by_gzip(PIXELS), "X-GZIP"),
        (zlib.compress(PIXELS), "deflate"),
        (zlib.compress(PIXELS)[2:-4], "deflate"),
        (PIXELS, "identity"),
    ],
)
def test_what_was_packed_as_asked_is_unpacked(packed: bytes, encoding: str) -> None:
    with hostile(answer(packed, f"Content-Encoding: {encoding}")) as (here, _):
        assert fetcher().get(f"{here}/a.png") == PIXELS


# ---- answers that are none -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        lambda: iter([b"SSH-2.0-OpenSSH_9.2\r\n"]),
        lambda: iter([b""]),
        lambda: iter([b"HTTP/1.1 999999 What\r\n\r\n"]),
        lambda: iter([_OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"]),
        lambda: iter([_OK + b"Content-Length: 5\r\nContent-Length: 7\r\n\r\nabcdefg"]),
        answer(PIXELS, length=len(PIXELS) + 10),
        lambda: iter([b"HTTP/1.1 204 No Content\r\n\r\n"]),
        lambda: iter([b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"]),
    ],
    ids="other-protocol nothing status chunks two-lengths too-short empty nowhere".split(),
)  # fmt: skip
def test_what_is_no_answer_is_refused(script: Script) -> None:
    with hostile(script) as (here, _), pytest.raises(Refused):
        fetcher(5).get(f"{here}/a.png")


@pytest.mark.parametrize(
    ("onward", "why"),
    [
        ("file:///etc/hostname", "only http and https"),
        ("ftp://127.0.0.1/a", "only http and https"),
        ("data:image/png;base64,AAAA", "only http and https"),
        ("javascript:1", "only http and https"),
        ("http://[::1", "no answer of the web|no address"),
        ("http://10.0.0.1/", "no host of the public network"),
        ("//169.254.169.254/latest/", "no host of the public network"),
        ("http://user:word@127.0.0.1/", "the name of a user"),
        ("http://127.0.0.1:25/", "port 25 is no port of the web"),
        ("http://127.0.0.1:6667/", "port 6667 is no port of the web"),
        ("http://127.0.0.1:0/", "port 0 is no port of the web"),
        ("https:", "only http and https"),
    ],
)
def test_an_address_that_an_answer_leads_to_is_checked_too(onward: str, why: str) -> None:
    def away() -> Iterator[bytes]:
        yield f"HTTP/1.1 302 Found\r\nLocation: {onward}\r\nContent-Length: 0\r\n\r\n".encode()

    with hostile(away) as (here, asked), pytest.raises(Refused, match=why):
        fetcher().get(f"{here}/start")
    assert asked == ["/start"]


@pytest.mark.parametrize(
    "script",
    [
        answer(packed_by_gzip(PIXELS[:30]) + packed_by_gzip(PIXELS[30:]), "Content-Encoding: gzip"),
        answer(packed_by_gzip(PIXELS) + b"\0\0 and what some servers leave there", "Content-Encoding: gzip"),
        answer(zlib.compress(PIXELS) + packed_by_gzip(b"no part of it"), "Content-Encoding: deflate"),
        lambda: iter([_OK + b"Connection: close\r\nContent-Encoding: gzip\r\n\r\n", *(bytes([b]) for b in packed_by_gzip(b"") + packed_by_gzip(PIXELS))]),
    ],
    ids="members rubbish deflate bytes".split(),
)  # fmt: skip
def test_all_members_of_what_is_packed_are_unpacked(script: Script) -> None:
    with hostile(script) as (here, _):
        assert fetcher().get(f"{here}/packed") == PIXELS


@pytest.mark.parametrize("before", [b"102 Processing", b"103 Early Hints", b"199 Odd"])
def test_what_comes_before_an_answer_is_passed_over(before: bytes) -> None:
    early = b"HTTP/1.1 " + before + b"\r\nLink: </tide.css>; rel=preload\r\nContent-Length: 3\r\n\r\n"
    with hostile(lambda: iter([early * 2, *answer(PIXELS)()])) as (here, _):
        assert fetcher().get(f"{here}/early") == PIXELS


def test_what_comes_before_an_answer_without_end_is_given_up() -> None:
    script = endless(piece=b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100)
    with hostile(script) as (here, _), pytest.raises(Refused, match=r"^it has more than 1 MB$"):
        fetcher().get(f"{here}/early", max_bytes=MB)


@pytest.mark.parametrize(
    ("onward", "asked_for"),
    [
        ("/låda.png".encode(), "/l%C3%A5da.png"),
        ("/låda.png".encode("latin-1"), "/l%E5da.png"),
        (b"/the tide.png?at=high water", "/the%20tide.png?at=high%20water"),
        (b"/a%20b%2Fc%zz.png?100%", "/a%20b%2Fc%25zz.png?100%25"),
    ],
)
def test_an_address_is_asked_for_as_it_was_written(onward: bytes, asked_for: str) -> None:
    script = lambda: iter([b"HTTP/1.1 302 Found\r\nLocation: " + onward + b"\r\nContent-Length: 0\r\n\r\n"])  # noqa: E731
    with hostile(answer(PIXELS), first=script) as (here, asked):
        fetcher().get(f"{here}/first")
    assert asked == ["/first", asked_for]


@pytest.mark.parametrize(
    ("script", "why"),
    [
        (lambda: iter([b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"]), "what came is no answer of the web"),
        (lambda: iter([PIXELS]), "what came is no answer of the web"),
        (answer(PIXELS, *["Set-Cookie: tide=high"] * 200), "what came is no answer of the web"),
        (answer(PIXELS, "Content-Length: 3"), "what came is no answer of the web"),
        (lambda: iter([_OK + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"]), "it breaks off"),
        (lambda: iter([]), "the connection failed"),
    ],
    ids="http2 bare cookies lengths chunks silence".split(),
)
def test_the_reason_is_what_was_wrong(script: Script, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("urllib3.Retry.get_backoff_time", lambda _: 0.0)
    with hostile(script) as (here, _), pytest.raises(Refused, match=f"^{why}$"):
        fetcher().get(f"{here}/odd")


# ---- addresses -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://127.1/", "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://0/", "http://localhost./",
        "http://LOCALHOST/", "http://１２７.０.０.１/", "http://127。0。0。1/", "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/",
        "http://[::]/", "http://[fe80::1%25lo]/", "http://[::1%lo]/", "http://a..b/", "http://.../", "http://-/",
        "http://127.0.0.1%2f@harbour.example/", "http://harbour.example\\@127.0.0.1/", "http://harbour.example@127.0.0.1/",
        "http://127.0.0.1\t/", "http://%31%32%37.0.0.1/", "http://" + "a" * 300 + "/", "http://a b/",
        "http://127.0.0.1:99999/", "http://127.0.0.1:x/", "http://xn--a/", "http://\u00ad/",
        "http://ha\u00df.example/", "http://har\u200dbour.example/", "http://a\u2028b.example/",
    ],
)  # fmt: skip
def test_no_spelling_leads_home(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was made")

    def look_up(host: str, *rest: Any, **options: Any) -> Any:
        # numbers and the own machine alone are found without asking anybody
        numeric = all(part[:2].isdigit() or part[:1].isdigit() for part in host.split(".")) or ":" in host
        if numeric or host == "localhost":
            return socket.getaddrinfo(host, *rest, **options)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(Refused):
        Fetcher(look_up=look_up).get(url)


_LOCAL = """0.0.0.0 0.1.2.3 10.0.0.1 100.64.0.1 100.127.255.254 127.0.0.1 127.255.255.254 169.254.169.254 172.16.0.1 172.31.255.254 192.0.0.1
192.0.0.9 192.0.0.170 192.0.2.1 192.88.99.1 192.168.1.1 198.18.0.1 198.19.255.254 198.51.100.7 203.0.113.7 224.0.0.1 239.255.255.250 240.0.0.1
255.255.255.255 :: ::1 ::127.0.0.1 ::8.8.8.8 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:0:127.0.0.1 ::ffff:0:8.8.8.8 64:ff9b::7f00:1
64:ff9b::a00:1 64:ff9b:1::7f00:1 64:ff9b:1::808:808 100::1 2001::1 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:2::1 2001:10::1 2001:20::1
2001:30::1 2001:db8::1 2002:7f00:1:: 2002:a00:1:: 2002:808:808:: 3ffe::1 3fff::1 3fff:fff::1 4000::1 5f00::1 8000::1 fc00::1 fd00::1 fdff::1
fe80::1 fe80::1%eth0 fec0::1 feff::1 ff02::1 ff0e::1 2606:2800:21f::1%eth0 1fff::1"""
_PUBLIC = """1.1.1.1 8.8.8.8 93.184.215.14 100.63.255.255 100.128.0.1 172.15.0.1 172.32.0.1 192.0.1.1 198.17.0.1 198.20.0.1 223.255.255.254
2606:2800:21f::1 2a00:1450:4001::1 2001:200::1 2001:4860:4860::8888 2400:cb00::1 2003::1 64:ff9b::808:808"""


def test_which_addresses_are_public() -> None:
    assert [a for a in _LOCAL.split() if is_public(ipaddress.ip_address(a))] == []
    assert [a for a in _PUBLIC.split() if not is_public(ipaddress.ip_address(a))] == []


def test_a_host_with_one_local_address_is_refused_whole() -> None:
    def look_up(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("93.184.215.14", 80)), (0, 0, 0, "", ("127.0.0.1", 80))]

    with pytest.raises(Refused, match=r"harbour\.example is no host of the public network"):
        Fetcher(look_up=look_up).get("http://harbour.example/")


# ---- all pictures of a record ----------------------------------------------------------------------


def image(size: int) -> bytes:
    """A picture of so many bytes."""
    return PIXELS[:-12] + b"\0" * (size - len(PIXELS)) + PIXELS[-12:]


def said(made: Article) -> list[str]:
    return [finding.text for finding in made.findings if finding.code == "F001"]


def test_only_so_many_pictures_are_asked_for() -> None:
    asked: list[str] = []

    def get(url: str, **_: object) -> bytes:
        asked.append(url)
        return PIXELS

    page = article(*(f"http://harbour.example/{number}.png" for number in range(3000)))
    made = embed_pictures(page, get, Limits(number=50))
    schema.require_valid(made)
    assert sorted(asked) == sorted(f"http://harbour.example/{number}.png" for number in range(50))
    assert said(made) == [
        "The picture at http://harbour.example/50.png, like 2949 others, is not in the record: "
        "only the first 50 pictures of a page are fetched."
    ]


@pytest.mark.slow
def test_bytes_for_all_pictures_are_given_out_in_their_order() -> None:
    def run(last_first: bool) -> tuple[bytes, list[int]]:
        allowed: list[int] = []
        turn = threading.Semaphore(0)

        def get(url: str, *, max_bytes: int, **_: object) -> bytes:
            allowed.append(max_bytes)
            if last_first and url.endswith("/0.png"):
                turn.acquire(timeout=0.3)  # the others come before it
            if max_bytes < 9 * MB:
                raise _too_much()
            return image(9 * MB)

        made = embed_pictures(article(*(f"http://harbour.example/{number}.png" for number in range(6))), get)
        schema.require_valid(made)
        assert [picture(i.get("src", "")) is not None for i in made.root.iter("{*}image")] == [True] * 3 + [False] * 3
        assert len(said(made)) == 3 and "32 MB, and those before it leave no room" in said(made)[0]
        return made.xml(), allowed

    first, allowed = run(last_first=False)
    assert first == run(last_first=True)[0], "who is in does not hang on who is quick"
    assert allowed[-3:] == [5 * MB] * 3


def _too_much() -> Refused:
    from archiver.fetching.responses import Limit

    return Limit(MB).too_much()


def test_what_is_no_picture_counts_too() -> None:
    """Sixty large answers that are thrown away are sixty large answers."""
    with hostile(answer(b"<html>" + b"a" * MB)) as (here, asked):
        made = embed_pictures(
            article(*(f"{here}/{number}" for number in range(60))), fetcher().get, Limits(size=4 * MB)
        )
    assert len(asked) <= 60
    reasons = said(made)
    assert sum("no picture" in reason for reason in reasons) == 3
    assert sum("like 56 others, is not in the record: all pictures together may have 4 MB" in r for r in reasons) == 1


def test_time_for_all_pictures_is_one_time() -> None:
    with hostile(drip(_OK, b"Connection: close\r\n\r\n")) as (here, asked):
        made = embed_pictures(
            article(*(f"{here}/{number}" for number in range(100))), fetcher().get, Limits(seconds=0.5)
        )
    assert len(asked) == 3
    assert said(made) == [
        f"The picture at {here}/0, like 99 others, is not in the record: all pictures together may take 0.5 seconds, and they are over."
    ]


@pytest.mark.parametrize("kind", ["image/png", "image/svg+xml"])
def test_a_page_that_calls_itself_a_picture_is_none(kind: str) -> None:
    with hostile(answer(b"<!DOCTYPE html><html><body>Log in</body></html>", f"Content-Type: {kind}")) as (here, _):
        made = embed_pictures(article(f"{here}/a.png"), fetcher().get)
    assert said(made) == [
        f"The picture at {here}/a.png is not in the record: what came is no picture that a record may hold."
    ]
