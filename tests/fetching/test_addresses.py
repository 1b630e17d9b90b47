"""Addresses as sources: what a server gives becomes a record, and what must not be fetched is refused with one sentence."""

from __future__ import annotations

import gzip
import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import archiver
from archiver.article import Article
from archiver.batch import fetched
from archiver.errors import ArchiverError, Forbidden, SourceError, TooLarge, UsageError
from archiver.fetching import Fetcher, PageFetcher, Refused, checked, shown
from support.pictures import PIXELS
from support.servers import (
    MOMENT,
    STOP,
    Script,
    answer,
    drip,
    endless,
    hostile,
    onward,
    packed_by_gzip,
    page_fetcher,
    site,
    status,
)

Ran = tuple[int, str, str]
Call = Callable[..., Ran]

WORDS = "The tide leaves the lower steps bare twice a day, and the boys of the harbour look for crabs on them. " * 4
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>The Quay at Low Water</title></head><body><nav><a href="/">Home</a></nav><article>
<h1>The Quay at Low Water</h1><p>{WORDS}</p><figure><img src="crab.png" alt="A crab"></figure><p>{WORDS}</p></article></body></html>"""
HTML = "Content-Type: text/html; charset=utf-8"


def page(text: str = PAGE, *headers: str, charset: str = "utf-8") -> Script:
    return answer(text.encode(charset), *(headers or (f"Content-Type: text/html; charset={charset}",)))


def folder_of(here: str) -> Path:
    """The folder for the exports of a server's pages."""
    return Path("exports", here.removeprefix("http://").replace(":", "-"))


# -- the record ------------------------------------------------------------------------------------


def test_a_page_becomes_a_record_with_its_address_and_the_moment_of_the_fetch(call: Call) -> None:
    with site({"/quay.html": page()}) as (here, asked):
        code, _, said = call("convert", f"{here}/quay.html#steps", "-t", "xml,text")
    assert (code, asked) == (0, ["/robots.txt", "/quay.html"]), said
    record = archiver.load(folder_of(here) / "quay.xml")
    assert record.title == "The Quay at Low Water"
    assert record.retrieved == MOMENT.strftime("%Y-%m-%dT%H:%M:%SZ") and record.published == ""
    assert record.source.href == f"{here}/quay.html"
    assert ("url", f"{here}/quay.html") in record.identifiers
    assert (folder_of(here) / "quay.txt").is_file()


def test_two_fetches_of_the_same_page_at_the_same_moment_give_the_same_bytes(call: Call) -> None:
    with site({"/quay": page(PAGE, HTML, "Last-Modified: Wed, 21 Oct 2015 07:28:00 GMT")}) as (here, _):
        records = [call("normalize", f"{here}/quay")[1] for _ in range(2)]
    assert records[0] == records[1] and "2015" not in records[0], "Last-Modified is no date of the article"


def test_the_program_says_who_it_is_and_nothing_of_its_user(call: Call) -> None:
    with site({"/old": status("302 Found", "Location: /quay", "Set-Cookie: you=1"), "/quay": page()}) as (here, asked):
        call("normalize", f"{here}/old")
    for head in asked.heads:
        text = head.decode()
        assert re.search(r"\r\nUser-Agent: Archiver/[\d.]+\S* \(article-archiver; [^)]*\)\r\n", text)
        assert not re.search("Mozilla|Cookie|Authorization|Accept-Language|Referer", text)


def test_the_address_of_a_page_is_the_one_behind_all_redirects(call: Call) -> None:
    with site(
        {"/old": onward("/moved", "301 Moved"), "/moved": onward("quay?tide=low#top"), "/quay?tide=low": page()}
    ) as (here, _):
        _, record, _ = call("normalize", f"{here}/old")
    assert f'href="{here}/quay?tide=low"' in record


@pytest.mark.parametrize(
    ("header", "charset", "inside"),
    [
        ("text/html; charset=windows-1251", "cp1251", ""),
        ('text/html; Charset="KOI8-R"; x=y', "koi8-r", ""),
        ("text/html;charset=windows-1251", "cp1251", '<meta charset="koi8-r">'),
        ("TEXT/HTML", "cp1251", '<meta charset="windows-1251">'),
        ("text/html; charset=no-such-thing", "cp1251", '<meta charset="windows-1251">'),
    ],
)
def test_the_encoding_that_the_server_names_comes_before_that_of_the_page(
    call: Call, header: str, charset: str, inside: str
) -> None:
    text = PAGE.replace("<head>", f"<head>{inside}").replace(WORDS, "Отлив обнажает нижние ступени причала. " * 8)
    with site({"/quay": page(text, f"Content-Type: {header}", charset=charset)}) as (here, _):
        _, record, said = call("normalize", f"{here}/quay")
    assert "Отлив обнажает нижние ступени причала." in record, said


def test_pictures_are_fetched_from_where_the_page_is(call: Call) -> None:
    scripts = {"/birds/quay": page(), "/birds/crab.png": answer(PIXELS), "/q": onward("/birds/quay")}
    with site(scripts) as (here, asked):
        _, record, _ = call("normalize", f"{here}/q", "--fetch-images")
    assert asked[-1] == "/birds/crab.png" and f'origin="{here}/birds/crab.png"' in record


def test_metadata_and_the_address_that_the_user_knows_win(call: Call) -> None:
    with site({"/quay": page()}) as (here, _):
        _, record, _ = call(
            "normalize", f"{here}/quay", "--url", "https://harbour.example/quay", "--title", "Low Water"
        )
    assert (
        '<identifier type="url">https://harbour.example/quay</identifier>' in record and "<title>Low Water<" in record
    )


@pytest.mark.parametrize("command", ["inspect", "clean"])
def test_other_commands_take_an_address_too(call: Call, command: str) -> None:
    with site({"/quay": page()}) as (here, _):
        code, shown_text, _ = call(command, f"{here}/quay")
    assert code == 0 and "The Quay at Low Water" in shown_text


# -- what comes is told by its content -------------------------------------------------------------

_MHTML = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://harbour.example/quay\r\nSubject: Quay\r\n"
    'Date: Mon, 2 Mar 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: text/html\r\nContent-Location: https://harbour.example/quay\r\n\r\n" + PAGE + "\r\n--b--\r\n"
)  # fmt: skip


@pytest.mark.parametrize(
    ("header", "body", "why"),
    [
        ("text/html", b"%PDF-1.7 quay", "it is a PDF file"),
        ("application/pdf", b"%PDF-1.7 quay", "it is a PDF file"),
        ("text/html", PIXELS, "it is an image"),
        ("text/html", b'{"quay": ["steps"]}', "it is JSON data"),
        ("application/rss+xml", b"<rss><channel><title>Quay</title></channel></rss>", "it is a feed"),
        ("text/css", b"body { color: sea }", "the server says that it is text/css"),
        ("application/javascript", b"var quay = 'steps';", "the server says that it is application/javascript"),
        ("text/html", b"", "it is empty"),
        ("text/html", b"   \n ", "it is empty"),
    ],
)
def test_what_is_no_page_is_refused_by_what_it_is(call: Call, header: str, body: bytes, why: str) -> None:
    with site({"/a": answer(body, f"Content-Type: {header}")}) as (here, _):
        code, _, said = call("convert", f"{here}/a", "-t", "xml")
    assert code == 3 and why in said and said.startswith(f"archiver: {here}/a: ") and said.count("\n") == 1
    assert not Path("exports").exists() or not any(Path("exports").rglob("*.*"))


@pytest.mark.parametrize(
    "header", ["text/html", "text/plain", "application/octet-stream", "application/xhtml+xml", None]
)
def test_a_page_is_read_whatever_the_server_calls_it(call: Call, header: str | None) -> None:
    with site({"/a": answer(PAGE.encode(), *([f"Content-Type: {header}"] if header else []))}) as (here, _):
        code, record, said = call("normalize", f"{here}/a")
    assert code == 0 and "<title>The Quay at Low Water</title>" in record, said


def test_a_text_is_read_as_a_text(call: Call) -> None:
    text = f"The Quay at Low Water\n\n{WORDS}\n\n<b> is no tag here. {WORDS}\n"
    with site({"/a.txt": answer(text.encode(), "Content-Type: text/plain; charset=utf-8")}) as (here, _):
        _, record, _ = call("normalize", f"{here}/a.txt")
    assert 'media-type="text/plain"' in record and "&lt;b&gt; is no tag here" in record


def test_a_web_capture_is_read_as_one(call: Call) -> None:
    with site({"/a": answer(_MHTML.encode(), "Content-Type: multipart/related")}) as (here, _):
        code, _, said = call("convert", f"{here}/a", "-t", "xml", "--keep-source")
    assert code == 0, said
    record = archiver.load(folder_of(here) / "a.xml")
    assert record.source.href == "https://harbour.example/quay" and record.retrieved == "2026-03-02T10:00:00Z"
    assert (folder_of(here) / "a.source.mhtml").read_bytes() == _MHTML.encode()


def test_a_page_for_a_browser_is_no_article_and_says_so(call: Call) -> None:
    shell = (
        '<!DOCTYPE html><html><body><div id="root"></div><noscript>Please enable JavaScript.</noscript></body></html>'
    )
    with site({"/app": page(shell)}) as (here, _):
        code, _, said = call("convert", f"{here}/app", "-t", "xml", "--keep-source", "--save-warc")
    assert code == 4 and "If a browser shows more of the page, save it there" in said
    assert not list(Path().rglob("app.*")), "what is no article leaves nothing behind"


# -- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("404 Not Found", "Check the address"),
        ("410 Gone", "web archive"),
        ("403 Forbidden", "Save the page from the browser"),
        ("401 Unauthorized", "Save the page from the browser"),
        ("451 Unavailable", "Save the page from the browser"),
        ("400 Bad Request", "Try again later"),
        ("204 No Content", "Try again later"),
    ],
)
def test_an_answer_of_an_error_is_no_page(call: Call, line: str, remedy: str) -> None:
    with site({"/a": status(line, HTML, body=PAGE.encode())}) as (here, _):
        code, _, said = call("convert", f"{here}/a", "-t", "xml")
    assert code == 3 and f"cannot be fetched: the server answered {line[:3]}." in said and remedy in said


@pytest.mark.parametrize(
    ("location", "why"),
    [
        ("file:///etc/passwd", "only http and https are fetched"),
        ("http://169.254.169.254/latest/meta-data/", "169.254.169.254 is no host of the public network"),
        ("http://10.0.0.1/", "10.0.0.1 is no host of the public network"),
        ("http://[fe80::1]/", "no host of the public network"),
        ("http://ann:secret@127.0.0.1/", "it holds the name of a user"),
        ("http://127.0.0.1:25/", "port 25 is no port of the web"),
        ("http://[", "it leads on to what is no address"),
        ("/a", "it leads on more than 10 times"),
        ("javascript:alert(1)", "only http and https are fetched"),
        (f"/{'a' * 9000}", "it has more than 8000 characters"),
    ],
)
def test_a_redirect_leads_nowhere_else(call: Call, location: str, why: str) -> None:
    with site({"/a": onward(location)}) as (here, _):
        code, _, said = call("convert", f"{here}/a", "-t", "xml", "--ignore-robots")
    assert code == 3 and f"{here}/a: " in said and why in said and "secret" not in said


def test_without_the_seam_of_the_tests_the_loopback_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with site({"/quay": page()}) as (here, asked):
        for host in ("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "127.1"):
            with pytest.raises(SourceError, match=r"no host of the public network|there is no host"):
                PageFetcher().fetch(here.replace("127.0.0.1", host) + "/quay")
    assert asked == []


def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """A name that leads elsewhere when it is looked up again (rebinding) leads nowhere."""
    looked_up: list[str] = []

    def look_up(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        looked_up.append(host)
        return [(0, 0, 0, "", ("127.0.0.1" if len(looked_up) == 1 else "10.0.0.1", port))]

    with site({"/quay": page()}) as (here, asked):
        address = here.replace("127.0.0.1", "harbour.example") + "/quay"
        fetcher = Fetcher(may_reach=lambda number: number.is_loopback, look_up=look_up)
        assert fetcher.get(address) == PAGE.encode()
        assert looked_up == ["harbour.example"]
        with pytest.raises(Refused, match=r"no host of the public network"):
            fetcher.get(address)
    assert asked == ["/quay"]


def test_the_next_address_of_a_host_is_tried() -> None:
    with site({"/quay": page()}) as (here, _):
        port = int(here.rpartition(":")[2])

        def look_up(*_: object, **__: object) -> list[tuple[object, ...]]:
            # nobody listens at the second loopback address
            return [(0, 0, 0, "", (number, port)) for number in ("127.0.0.2", "127.0.0.1")]

        fetcher = Fetcher(may_reach=lambda number: number.is_loopback, look_up=look_up)
        assert fetcher.get(f"http://harbour.example:{port}/quay") == PAGE.encode()


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("https://ann:secret@harbour.example/quay", "it holds the name of a user or a password"),
        ("https://ann@harbour.example/quay", "it holds the name of a user or a password"),
        ("https://secret@[::1/", "it is no address"),
        ("ftp://ann:secret@harbour.example/quay", "only http and https are fetched"),
        ("file:///etc/passwd", "Name the file without file://"),
        ("gopher://harbour.example/", "only http and https are fetched"),
        ("https://", "it is no address"),
        ("https:///quay", "it is no address"),
        ("https://harbour.example:99999/", "it is no address"),
        ("https://harbour example/", "it is no address"),
        ("https://harbour.example/" + "a" * 8000, "it has more than 8000 characters"),
    ],
)
def test_an_address_that_is_never_fetched_is_refused_without_its_secrets(call: Call, address: str, why: str) -> None:
    code, out, said = call("convert", address, "-t", "xml")
    assert code == 3 and why in said and "secret" not in out + said
    assert len(said) < 500 and said.count("\n") == 1
    with pytest.raises(ArchiverError) as raised:
        call_of_python(address)
    assert raised.value.exit_code == 3 and "secret" not in str(raised.value)


def call_of_python(address: str) -> Article:
    return archiver.normalize(address, fetch=True)


@pytest.mark.parametrize("name", ["example.org/page", "www.example.org", "harbour.example:8080/quay"])
def test_an_address_without_its_scheme_gets_a_hint(call: Call, name: str) -> None:
    code, _, said = call("convert", name)
    assert code == 3 and f"for a web address, write it whole: https://{name}" in said


@pytest.mark.parametrize("name", ["page.html", "saved/page.html", "v1.2/page.html"])
def test_a_name_of_a_file_gets_none(call: Call, name: str) -> None:
    assert "https://" not in call("convert", name)[2]


def test_a_folder_may_be_called_like_a_scheme(call: Call) -> None:
    folder = Path("https:", "harbour.example")
    folder.mkdir(parents=True)
    (folder / "quay.html").write_text(PAGE, encoding="utf-8")
    code, _, said = call("convert", "./https://harbour.example/quay.html", "-t", "xml")
    assert code == 0 and Path("exports", "quay.xml").is_file(), said


def test_spaces_and_letters_of_all_languages_may_stand_in_an_address() -> None:
    assert checked(" https://möwen.example/über uns?a=b c#d ") == "https://möwen.example/über%20uns?a=b%20c"
    assert shown("https://ann:se@cret@harbour.example/a") == "https://harbour.example/a"


# -- robots ----------------------------------------------------------------------------------------


def test_a_site_that_wants_no_programs_is_respected_unless_the_user_says_otherwise(call: Call) -> None:
    rules = answer(b"User-agent: *\nDisallow: /quay")
    with site({"/robots.txt": rules, "/quay": page(), "/old": onward("/quay")}) as (here, asked):
        for path in ("/quay", "/old"):
            code, _, said = call("convert", f"{here}{path}", "-t", "xml")
            assert code == 3 and "its site does not allow programs to fetch it (robots.txt)" in said
            assert "--ignore-robots" in said
        assert "/quay" not in asked
        assert call("convert", f"{here}/quay", "-t", "xml", "--ignore-robots")[0] == 0


# -- bad servers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "script",
    [
        lambda: iter([b"SSH-2.0-OpenSSH_9.2\r\n"]),
        lambda: iter([b"HTTP/1.1 200 OK\r\n" + b"X-Tide: high\r\n" * 200 + b"\r\n"]),
        endless(b"HTTP/1.1 200 OK\r\n", piece=b"X-Tide: high\r\n"),
        answer(PAGE.encode(), HTML, length=len(PAGE.encode()) + 100),
        answer(packed_by_gzip(PAGE.encode())[:-20], HTML, "Content-Encoding: gzip"),
        answer(PAGE.encode(), HTML, "Content-Encoding: br"),
        answer(PAGE.encode(), HTML, "Transfer-Encoding: chunked"),
    ],
    ids="ssh headers endless-headers short truncated-gzip brotli not-chunked".split(),
)
def test_a_broken_answer_is_refused_with_one_sentence(
    call: Call, script: Script, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archiver.fetching.deadline.time.sleep", lambda _: None)
    with site({"/a": script}) as (here, _):
        code, _, said = call("convert", f"{here}/a", "-t", "xml")
    assert code == 3 and said.startswith(f"archiver: {here}/a: ") and said.count("\n") == 1
    assert not list(Path().rglob("a.xml"))


def test_a_gzip_bomb_is_given_up(call: Call) -> None:
    bomb = gzip.compress(b" " * (70 * 1024 * 1024), mtime=0)
    with site({"/a": answer(bomb, HTML, "Content-Encoding: gzip")}) as (here, _):
        code, _, said = call("convert", f"{here}/a", "-t", "xml")
    assert code == 3 and "refused: it has more than 64 MB" in said


def test_what_says_that_it_is_too_large_is_not_read() -> None:
    with (
        site({"/a": drip(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")}) as (here, _),
        pytest.raises(TooLarge),
    ):
        page_fetcher().fetch(f"{here}/a")


def test_a_busy_server_is_asked_again_after_fixed_pauses(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("archiver.fetching.deadline.time.sleep", pauses.append)
    with site({"/a": status("503 Busy")}) as (here, asked):
        code, _, said = call("convert", f"{here}/a", "-t", "xml", "--ignore-robots")
    assert (code, asked, pauses) == (3, ["/a"] * 4, [1.0, 2.0, 4.0]) and "the server answered 503" in said


@pytest.mark.parametrize(
    ("wanted", "paused", "why"),
    [
        ("20", [20.0, 20.0, 20.0], "the server answered 429."),
        ("0", [1.0, 2.0, 4.0], "the server answered 429."),
        ("soon", [1.0, 2.0, 4.0], "the server answered 429."),
        ("3600", [], "the server answered 429 and asks to wait 3600 seconds."),
    ],
)
def test_a_server_may_say_how_long_it_is_to_be_left_alone(
    call: Call, monkeypatch: pytest.MonkeyPatch, wanted: str, paused: list[float], why: str
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("archiver.fetching.deadline.time.sleep", pauses.append)
    with site({"/a": status("429 Too Many Requests", f"Retry-After: {wanted}")}) as (here, _):
        _, _, said = call("convert", f"{here}/a", "-t", "xml", "--ignore-robots")
    assert pauses == paused and why in said


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate of the test")
def test_a_certificate_that_nobody_signed_is_refused(call: Call, tmp_path: Path) -> None:
    key = tmp_path / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=localhost", "-days",
         "2", "-keyout", key, "-out", tmp_path / "cert.pem"], check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", key)
    with site({"/a": page()}, tls=context) as (here, asked):
        code, _, said = call("convert", f"{here}/a", "-t", "xml")
    assert code == 3 and "its certificate is not good (self-signed certificate)" in said and asked == []


def test_a_server_without_tls_is_told_from_a_bad_certificate(call: Call) -> None:
    with hostile(lambda: iter([b"HTTP/1.1 400 Bad Request\r\n\r\n"])) as (here, _):
        code, _, said = call("convert", here.replace("http:", "https:") + "/a", "-t", "xml")
    assert code == 3 and "no encrypted connection could be made" in said


# -- runs ------------------------------------------------------------------------------------------


def test_one_address_that_fails_stops_no_other_source(call: Call) -> None:
    Path("steps.html").write_text(PAGE, encoding="utf-8")
    with site({"/quay": page(), "/dir/quay": page()}) as (here, asked):
        Path("list.txt").write_text(
            f"# quays\n{here}/quay\n{here}/gone\nsteps.html\nftp://x/\n{here}/quay#again\n", encoding="utf-8"
        )
        code, _, said = call("convert", "@list.txt", f"{here}/dir/quay", "-t", "xml")
    assert code == 10 and "2 of 5 sources failed" in said
    made = sorted(str(path.relative_to(folder_of(here))) for path in folder_of(here).rglob("*.xml"))
    assert made == ["dir/quay.xml", "quay.xml"] and Path("exports", "steps.xml").is_file()
    assert asked.count("/quay") == 1


def test_a_dry_run_asks_nobody(call: Call) -> None:
    with site({}) as (here, asked):
        code, _, said = call("convert", f"{here}/quay.html?page=2", "-t", "xml", "--dry-run")
    assert (code, asked) == (0, []) and f"{folder_of(here)}/quay-page=2.xml" in said


def test_a_host_is_left_alone_between_two_fetches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(fetched, "PAUSE", 5.0)
    monkeypatch.setattr("archiver.batch.fetched.time.sleep", pauses.append)
    monkeypatch.setattr(fetched, "page_fetcher", page_fetcher)
    options = fetched.FetchOptions(ignore_robots=True, turns=tmp_path)
    with site({"/a": page(), "/b": page()}) as (here, _):
        for name in ("a", "b", "gone"):
            with suppress(SourceError):
                fetched.open_address(f"{here}/{name}", None, None, options)
    assert len(pauses) == 2 and all(3 < pause < 5.01 for pause in pauses), "nobody waits before the first"


def test_two_hosts_do_not_wait_for_one_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("archiver.batch.fetched.time.sleep", pauses.append)
    monkeypatch.setattr(fetched, "page_fetcher", page_fetcher)
    options = fetched.FetchOptions(ignore_robots=True, turns=tmp_path)
    with site({"/a": page()}) as (here, _):
        for host in ("127.0.0.1", "localhost"):
            fetched.open_address(here.replace("127.0.0.1", host) + "/a", None, None, options)
    assert pauses == []


#: Makes the processes of a run reach the loopback.
_SEAM = """
from archiver.batch import fetched
from archiver.fetching import PageFetcher
fetched.page_fetcher = lambda ignore_robots: PageFetcher(ignore_robots=ignore_robots, may_reach=lambda number: number.is_loopback)
fetched.PAUSE = 0.05
"""


@pytest.mark.slow
def test_several_processes_ask_a_host_one_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(_SEAM, encoding="utf-8")
    at_once: list[int] = []
    running: list[str] = []

    def slow() -> Iterator[bytes]:
        running.append("/")
        at_once.append(len(running))
        STOP.wait(0.1)
        running.pop()
        yield from page()()

    paths = [f"/{number}" for number in range(6)]
    with site(dict.fromkeys(paths, slow)) as (here, _):
        ran = subprocess.run(
            [sys.executable, "-m", "archiver.cli", "convert", *(f"{here}{path}" for path in paths), "-t", "text", "-j", "3"],
            cwd=tmp_path, capture_output=True, timeout=300, check=False,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *filter(None, [os.environ.get("PYTHONPATH")])])},
        )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    assert at_once == [1] * 6


# -- what is kept ----------------------------------------------------------------------------------


def test_the_kept_source_makes_the_same_record_again(call: Call) -> None:
    text = PAGE.replace(WORDS, "Отлив обнажает нижние ступени причала. " * 8)
    with site({"/quay": page(text, charset="koi8-r")}) as (here, _):
        code, _, said = call("convert", f"{here}/quay", "-t", "xml", "--keep-source")
        kept = folder_of(here) / "quay.source.html"
    assert code == 0 and str(kept) in said
    record = folder_of(here) / "quay.xml"
    assert kept.read_bytes() == text.encode("koi8-r")
    assert archiver.load(record).source.sha256 in call("inspect", str(kept), "--format", "json")[1]
    # the encoding stood in the answer only, and the record remembers it
    for arguments in ((), ("--url", f"{here}/quay")):
        assert call("normalize", str(kept), *arguments)[1] == record.read_text(encoding="utf-8")
    assert archiver.normalize(kept).xml() == record.read_bytes()
    assert "CHANGES (0)" in call("inspect", str(record))[1]
    # beside another record, or none, it is a file like any other
    moved = Path("moved.source.html")
    moved.write_bytes(kept.read_bytes())
    assert 'href="moved.source.html"' in call("normalize", str(moved))[1]
    record.write_bytes(b"<no record>")
    assert 'href="quay.source.html"' in call("normalize", str(kept))[1]


def test_files_are_kept_with_their_own_ending(call: Call) -> None:
    Path("quay.htm").write_text(PAGE, encoding="utf-8")
    assert call("convert", "quay.htm", "-t", "xml", "--keep-source")[0] == 0
    assert Path("exports", "quay.source.htm").read_text(encoding="utf-8") == PAGE
    assert call("normalize", "quay.htm", "-o", "a/low.xml", "--keep-source")[0] == 0
    assert Path("a", "low.source.htm").is_file()
    # a record that is made again from the kept copy is the same
    assert call("normalize", "a/low.source.htm")[1] == Path("a", "low.xml").read_text(encoding="utf-8")


def test_a_kept_source_is_not_written_over_by_another_state_of_the_page(call: Call) -> None:
    scripts = {"/quay": page()}
    arguments = ("-t", "xml", "--keep-source", "--save-warc")
    with site(scripts) as (here, _):
        assert [call("convert", f"{here}/quay", *arguments)[0] for _ in range(2)] == [0, 0]
        before = {path: path.read_bytes() for path in folder_of(here).iterdir()}
        scripts["/quay"] = page(PAGE.replace("twice a day", "now and then"))
        for path in (*before, None):
            code, _, said = call("convert", f"{here}/quay", *arguments)
            assert code == 2 and "is not replaced" in said
            if path is not None:
                assert path.read_bytes() == before[path]
                path.unlink()  # each of the three is looked at
                if path == list(before)[-1]:
                    break
                path.write_bytes(before[path])
        for path, data in before.items():
            path.write_bytes(data)
        assert call("convert", f"{here}/quay", *arguments, "--overwrite")[0] == 0
        assert b"now and then" in (folder_of(here) / "quay.source.html").read_bytes()


@pytest.mark.parametrize(
    "arguments", [("convert", "-o", "-", "-t", "xml"), ("normalize",), ("normalize", "-o", "/dev/stdout")]
)
def test_nothing_can_be_kept_beside_standard_output(call: Call, arguments: tuple[str, ...]) -> None:
    Path("quay.html").write_text(PAGE, encoding="utf-8")
    code, _, said = call(arguments[0], "quay.html", *arguments[1:], "--keep-source")
    assert code == 2 and "goes to standard output" in said


# -- Python ----------------------------------------------------------------------------------------


@pytest.fixture
def seam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(fetched, "page_fetcher", page_fetcher)
    yield


@pytest.mark.usefixtures("seam")
def test_python_fetches_an_address_when_the_caller_says_so() -> None:
    with site({"/quay": page()}) as (here, asked):
        for wrong in (lambda: archiver.normalize(f"{here}/quay"), lambda: list(archiver.read(f"{here}/quay"))):
            with pytest.raises(UsageError, match=r"nothing is fetched without a word\. Say fetch=True"):
                wrong()
        assert asked == []
        article = archiver.normalize(f"{here}/quay", fetch=True)
        (source,) = archiver.read(f"{here}/quay", fetch=True)
    assert article.source.href == f"{here}/quay" and archiver.normalize(source).xml() == article.xml()


@pytest.mark.usefixtures("seam")
def test_python_may_overrule_a_robots_txt() -> None:
    with site({"/robots.txt": answer(b"User-agent: *\nDisallow: /"), "/quay": page()}) as (here, _):
        with pytest.raises(Forbidden, match=r"robots\.txt"):
            archiver.normalize(f"{here}/quay", fetch=True)
        (source,) = archiver.read(f"{here}/quay", fetch=True, ignore_robots=True)
    assert source.data == PAGE.encode()


def test_python_takes_no_address_for_a_record() -> None:
    with pytest.raises(UsageError, match="this is an address"):
        archiver.load("https://harbour.example/quay.xml")
