"""Any text as an address: the function raises nothing, and finds an address only where a browser finds one."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import archiver
from archiver import addresses
from archiver.errors import UsageError
from archiver.fetching.fetcher import Fetcher
from archiver.fetching.responses import Refused
from archiver.writers.shared.safe_links import safe_href
from support.drafts import body_xml, build, page

PACKAGE = Path(archiver.__file__).parent

NO_ADDRESSES = (
    "http://[::1/", "http://::1]/", "http://[mill]/lock", "http://a]b/", "//[x/", "http://a:99999/", "http://a:-1/", "http://a:8o/", "https://a:٣x/",
    "http://mill℀lock.example/", "http://mill／lock.example/", "http://mill\x00lock.example/", "http://mill.example/a\x07b", "http://mill.example/\ud800", "\ufffe",
)  # fmt: skip


@pytest.mark.parametrize("text", NO_ADDRESSES, ids=ascii)
def test_what_cannot_be_parsed_is_no_address(text: str) -> None:
    assert addresses.split(text) is None
    assert addresses.scheme(text) == addresses.host(text) == addresses.authority(text) == ""
    assert not addresses.is_web(text)
    assert addresses.join("https://gull.example/", text) == ""
    # an export's link leaves control characters out first, as browsers do
    assert safe_href(text) is None or not text.isprintable()
    with pytest.raises(Refused):
        Fetcher().get(text)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("http://[::1]/", "::1"),
        ("http://keeper@[2001:db8::1]:8080/", "2001:db8::1"),
        ("http://[v1.mill]/", "v1.mill"),
        (" https://GULL.example:443/a?b#c\n", "gull.example"),
        ("mailto:keeper@gull.example", ""),
        ("/levels", ""),
        ("", ""),
    ],
)
def test_addresses(text: str, host: str) -> None:
    assert addresses.split(text) is not None
    assert addresses.host(text) == host


@given(st.text(max_size=40), st.text(max_size=40))
def test_no_text_raises(one: str, other: str) -> None:
    for text in (one, f"http://{one}", f"//{one}:{other}/", f"https://[{one}]{other}"):
        parts = addresses.split(text)
        if parts is not None:
            assert (parts.hostname, parts.port) is not None
        assert addresses.join(other, text) == "" or addresses.split(addresses.join(other, text)) is not None
        addresses.is_web(text)


PROSE = (
    "<p>The keeper wrote the level down and went home over the bridge, as she had done each evening for thirty years.</p>"
    * 4
)


@pytest.mark.parametrize(
    "bad", ["http://[::1/", "http://[mill]/lock", "http://a:99999/", "//[x/", "http://mill／lock.example/"]
)
def test_a_page_may_call_anything_an_address(bad: str) -> None:
    source = f"""<html><head><title>Levels</title><base href="{bad}"><link rel="canonical" href="{bad}"><link rel="license" href="{bad}">
        <meta property="og:url" content="{bad}"><meta property="og:image" content="{bad}.png"><meta property="og:site_name" content="The Gull">
        <!-- saved from url=(0014){bad} -->
        <script type="application/ld+json">{{"@type": "Article", "headline": "Levels", "url": "{bad}", "license": "{bad}", "mainEntityOfPage": "{bad}"}}</script>
        </head><body><header><a href="{bad}">The Gull</a></header><article><h1><a href="{bad}">Levels</a></h1>{PROSE}
        <p>See <a href="{bad}">the book</a>, <a href="{bad}#fn1">the note</a> and <q cite="{bad}">the water</q>.<a href="{bad}#fn1"><sup>1</sup></a></p>
        <blockquote cite="{bad}"><p>High.</p></blockquote><p><img src="{bad}" srcset="{bad} 2x" data-src="{bad}" alt="gate"></p>
        <iframe src="{bad}"></iframe><div data-src="{bad}"></div>{PROSE}<a rel="license" href="{bad}">terms</a></article></body></html>"""
    for url in (None, "https://gull.example/levels"):
        article = archiver.normalize(source.encode(), url=url)
        xml = article.xml().decode()
        assert "See the book, the note and" in article.text()
        record = xml.partition("<provenance>")[0]
        assert f'="{bad}' not in record and f'<identifier type="url">{bad}' not in record


def test_a_bad_address_is_no_link_and_no_picture() -> None:
    draft = page("<p><a href='http://a:99999/'>the book</a> <a href='http://a:9/'>b</a></p><img src='http://[mill'>")
    assert body_xml(build(draft)) == '<p>the book <link href="http://a:9/">b</link></p>'


def test_a_bad_base_counts_as_none() -> None:
    draft = page("<p><a href='book'>b</a></p>", head="<base href='http://[::1/'>", url="https://gull.example/levels/1")
    assert body_xml(build(draft)) == '<p><link href="https://gull.example/levels/book">b</link></p>'


@pytest.mark.parametrize("bad", ["http://[::1/", "http://a\x00b/"])
def test_an_address_from_the_user_is_told_when_it_is_none(bad: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><h1>Levels</h1>{PROSE}</body></html>", encoding="utf-8")
    for source in (path, path.read_bytes()):
        with pytest.raises(UsageError, match="no address") as caught:
            archiver.normalize(source, url=bad)
        assert caught.value.exit_code == 2


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_only_one_module_parses_addresses(path: Path) -> None:
    if path == PACKAGE / "addresses.py":
        return
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "urllib.parse":
            parsers = {alias.name for alias in node.names} & {"urlsplit", "urlparse", "urljoin", "urldefrag"}
            assert not parsers, f"{path.name} imports {parsers}: archiver.addresses never raises"
        elif isinstance(node, ast.Import):
            assert "urllib.parse" not in {alias.name for alias in node.names}
