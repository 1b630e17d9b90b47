"""Pictures on other servers: they are fetched when the user asks for it, with their address kept; forbidden addresses are refused."""

from __future__ import annotations

import gzip
import http.server
import ipaddress
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from click.testing import CliRunner

import archiver
from archiver import schema
from archiver.article import NS
from archiver.fetching import Fetcher, Refused, embed_pictures, is_public
from archiver.fetching.fetcher import MAX_BYTES
from support.pictures import PAGE, PIXELS, article


class Answers(http.server.BaseHTTPRequestHandler):
    """A small server: what it says at each path."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        onward = {
            "/round": "/round",
            "/inward": "http://169.254.169.254/latest/meta-data/",
            "/files": "file:///etc/passwd",
        }.get(self.path)
        body, packed = {
            "/page.png": (b"<html>Please log in</html>", False),
            "/bomb.png": (gzip.compress(b"\0" * (MAX_BYTES + 1)), True),
        }.get(self.path, (PIXELS, False))
        if self.path == "/drip.png":
            self.drip()
        elif self.path == "/busy.png" and self.asked.count(self.path) == 1:
            self.send_response(503)
            self.end_headers()
        elif onward:
            self.send_response(302)
            self.send_header("Location", onward)
            self.end_headers()
        elif self.path == "/absent.png":
            self.send_error(404)
        else:
            self.send_response(200)
            if packed:
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def drip(self) -> None:
        """Headers without end, a byte now and then: no wait is long, and the answer never comes."""
        with suppress(OSError):
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Tide: ")
            while True:
                self.wfile.write(b"a")
                time.sleep(0.02)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def server() -> Iterator[tuple[str, list[str]]]:
    """A server on the loopback: its address, and the paths that it was asked for."""
    asked: list[str] = []
    handler = type("Handler", (Answers,), {"asked": asked})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()
        thread.join()


#: As the real one, but that the loopback is all the world.
OURS = Fetcher(may_reach=lambda address: address.is_loopback)


def sources(made: archiver.Article) -> list[tuple[str, str | None]]:
    return [(i.get("src", "")[:15], i.get("origin")) for i in made.root.iterfind(".//a:image", NS)]


def test_pictures_come_into_the_record_and_keep_their_address() -> None:
    with server() as (here, asked):
        made = embed_pictures(article(f"{here}/a.png", f"{here}/b.png?size=2 000", f"{here}/a.png"), OURS.get)
    schema.require_valid(made)
    assert sources(made) == [
        ("data:image/png;", f"{here}/a.png"),
        ("data:image/png;", f"{here}/b.png?size=2%20000"),
        ("data:image/png;", f"{here}/a.png"),
    ]
    assert sorted(asked) == ["/a.png", "/b.png?size=2%20000"], "like addresses are asked for once"
    assert not [f for f in made.findings if f.code == "F001"]
    assert made.xml() == archiver.Article.from_bytes(made.xml(), "again").xml()


def test_nothing_is_fetched_unasked() -> None:
    with server() as (here, asked):
        made = article(f"{here}/a.png")
    assert asked == []
    assert sources(made) == [(f"{here}/a.png"[:15], None)]


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/absent.png", "the server answered 404"),
        ("/page.png", "what came is no picture that a record may hold"),
        ("/bomb.png", "it has more than 10 MB"),
        ("/round", "it leads on more than 5 times"),
        ("/inward", "169.254.169.254 is no host of the public network"),
        ("/files", "only http and https are fetched"),
    ],
)
def test_what_cannot_be_had_stays_a_link_and_a_finding_says_why(path: str, why: str) -> None:
    with server() as (here, _):
        made = embed_pictures(article(f"{here}{path}", f"{here}/a.png"), OURS.get)
    schema.require_valid(made)
    assert [origin for _, origin in sources(made)] == [None, f"{here}/a.png"]
    said = [f.text for f in made.findings if f.code == "F001"]
    assert said == [f"The picture at {here}{path} is not in the record: {why}."]


def test_a_busy_server_is_asked_again() -> None:
    with server() as (here, asked):
        assert OURS.get(f"{here}/busy.png") == PIXELS
    assert asked == ["/busy.png", "/busy.png"]


def test_a_server_that_drips_is_hung_up_on() -> None:
    fetcher = Fetcher(may_reach=lambda address: address.is_loopback, seconds=1)
    with server() as (address, asked), pytest.raises(Refused, match="more than 1 seconds"):
        fetcher.get(f"{address}/drip.png")
    assert asked == ["/drip.png"]


def test_a_page_cannot_lead_the_fetcher_home() -> None:
    with server() as (here, asked):
        for address in (here, here.replace("127.0.0.1", "localhost"), here.replace("127.0.0.1", "[::ffff:127.0.0.1]")):
            with pytest.raises(Refused, match=r"no host of the public network|there is no host"):
                Fetcher().get(f"{address}/a.png")
    assert asked == []


@pytest.mark.parametrize(
    "url",
    ["ftp://192.0.2.1/a.png", "file:///etc/passwd", "http://", "http://192.0.2.1:25/", "http://[bad/", "javascript:1"],
)
def test_what_is_no_address_of_the_web_is_refused(url: str) -> None:
    with pytest.raises(Refused):
        Fetcher(may_reach=lambda _: True).get(url)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True),
        ("2606:2800:21f::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is public


def test_the_command_line_goes_on_without_a_picture(tmp_path: object) -> None:
    from archiver.cli.commands import cli

    with server() as (here, asked):
        page = PAGE.replace("{figures}", f'<figure><img src="{here}/a.png" alt=""></figure>')
        ran = CliRunner().invoke(cli, ["normalize", "-", "--fetch-images"], input=page)
    assert ran.exit_code == 0, ran.output
    assert asked == [], "the loopback is not for pages"
    assert "F001" in ran.output
