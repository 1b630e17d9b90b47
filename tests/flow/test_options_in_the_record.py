"""The provenance names each option of the call that changed the record, and no other; a password is in no record."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import archiver
from archiver.article import Article
from archiver.cli.commands import cli
from archiver.fetching import embed_pictures
from archiver.metadata import Given
from archiver.source import Source

SENTENCE = "The sluice was opened at the turn of the tide, and the keeper wrote the level of the water into his book. "
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>The Sluice</title></head><body><article><h1>The Sluice</h1>
<p class="lead">{SENTENCE}</p>{f"<p>{SENTENCE * 3}</p>" * 4}</article></body></html>"""
MENU = "<!DOCTYPE html><html><head><title>Menu</title></head><body><ul><li><a href='/a'>Home</a></li><li><a href='/b'>News</a></li></ul></body></html>"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "sluice.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def options(page: Path, **arguments: Any) -> dict[str, str]:
    """The options that the provenance names; they must be all that a second call needs for the same record."""
    article = archiver.normalize(page, **arguments)
    names = [name for name, _ in article.tool.options]
    assert [name for name in set(names) if names.count(name) > 1 and name not in ("author", "keyword", "url")] == []
    without_options = _without_options(article)
    assert (without_options != _without_options(archiver.normalize(page, force=True))) == bool(names)
    return dict(article.tool.options)


def _without_options(article: Article) -> bytes:
    lines = article.xml().splitlines(keepends=True)
    hidden = (b"<option", b"<tool", b"</tool", b"<digest")
    return b"".join(line for line in lines if not line.strip().startswith(hidden))


@pytest.mark.parametrize(
    ("argument", "value", "name"),
    [
        ("title", "High Water", "title"),
        ("title", "The Sluice", "title"),  # the same words, and other evidence
        ("subtitle", "A year at the gate", "subtitle"),
        ("authors", "Ina Vasalund", "author"),
        ("date", "2024-03", "date"),
        ("modified", "2024", "modified"),
        ("language", "sv", "language"),
        ("publisher", "Grain", "publisher"),
        ("rights", "CC0", "rights"),
        ("abstract", "On water.", "abstract"),
        ("keywords", "water", "keyword"),
        ("doi", "10.1234/sluice", "doi"),
        ("url", "https://grain.example/sluice", "url"),
        ("media_type", "text", "from"),
    ],
)
def test_what_changed_the_record_is_named(page: Path, argument: str, value: str, name: str) -> None:
    assert options(page, **{argument: value}) == {name: value}


def test_each_field_of_a_metadata_file_is_named(page: Path, tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(
        "title: High Water\nauthors: [Ina Vasalund, Bo Ray]\nurl: https://grain.example/a\n"
    )
    article = archiver.normalize(page, metadata=tmp_path / "m.yaml", url="https://grain.example/b")
    assert article.tool.options == (
        ("url", "https://grain.example/b"), ("title", "High Water"), ("author", "Ina Vasalund"), ("author", "Bo Ray"),
        ("given-url", "https://grain.example/a"),
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [{}, {"force": True}, {"media_type": "html"}, {"media_type": "text/html"}, {"title": ""}, {"title": "\u200b"}, {"authors": []},
     {"fetch_images": True}],
    ids=str,
)  # fmt: skip
def test_what_changed_nothing_is_not_named(page: Path, arguments: dict[str, Any]) -> None:
    assert options(page, **arguments) == {}


def test_force_is_named_where_no_article_is(tmp_path: Path) -> None:
    (tmp_path / "menu.html").write_text(MENU)
    assert archiver.normalize(tmp_path / "menu.html", force=True).tool.options == (("force", "yes"),)


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        ("strip: //p[@class='lead']", True),
        ("title: //p[@class='lead']", True),
        ("body: //article", True),
        ("wrap_in(blockquote): //p[@class='lead']", True),
        ("replace_string(sluice): weir", True),
        ("body: //p[", True),  # a finding says that it is no expression
        ("strip: //p[@class='advert']", False),
        ("replace_string(nowhere): there", False),
        ("title: //h1[@class='none']", False),
        ("prune: no", False),  # only with a rule for the body
    ],
)
def test_rules_for_a_site_are_named_where_one_acts(page: Path, tmp_path: Path, rule: str, named: bool) -> None:
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "grain.example.txt").write_text(f"{rule}\n")
    url = "https://grain.example/sluice"
    with_rules = archiver.normalize(page, url=url, site_rules=rules)
    names = [name for name, _ in with_rules.tool.options]
    assert names == (["url", "site-rules"] if named else ["url"])
    assert (_without_options(with_rules) != _without_options(archiver.normalize(page, url=url))) == named


def test_fetching_is_named_where_there_was_something_to_fetch() -> None:
    picture = PAGE.replace("<p class", '<p><img src="https://grain.example/gate.png" alt="The gate"></p><p class')

    def refused(url: str, **_: object) -> bytes:
        from archiver.fetching import Refused

        raise Refused("the server said no")

    with_picture, without = (archiver.normalize(data.encode()) for data in (picture, PAGE))
    assert embed_pictures(with_picture, get=refused).tool.options == (("fetch-images", "yes"),)
    assert embed_pictures(without, get=refused).xml() == without.xml()


# ---- passwords -------------------------------------------------------------------------------------

SECRET = "https://ann:s3cret@grain.example:8080/sluice?user=ann@grain.example"
PUBLIC = "https://grain.example:8080/sluice?user=ann@grain.example"


def _assert_secret(record: bytes) -> None:
    article = archiver.load(record)
    assert b"s3cret" not in record and b"ann:" not in record
    assert article.url == PUBLIC
    assert article.tool.options in ((("url", PUBLIC),), (("given-url", PUBLIC),))


def test_a_password_in_an_address_stands_in_no_record(page: Path, tmp_path: Path) -> None:
    linked = page.read_text().replace("<p class", "<p>See <a href='/weir'>the weir</a> and its gate.</p><p class")
    page.write_text(linked)
    (tmp_path / "m.yaml").write_text(f"url: {SECRET}\n")
    record = archiver.normalize(page, url=SECRET).xml()
    _assert_secret(record)
    assert b'href="https://grain.example:8080/weir"' in record
    _assert_secret(archiver.normalize(page, metadata=tmp_path / "m.yaml").xml())
    for given in (["--url", SECRET], ["--metadata", f"{tmp_path}/m.yaml"]):
        ran = CliRunner().invoke(cli, ["normalize", str(page), *given], standalone_mode=False)
        assert ran.exception is None
        _assert_secret(ran.stdout_bytes)
        ran = CliRunner().invoke(
            cli, ["convert", str(page), "-t", "xml", "-o", f"{tmp_path}/out/", *given], standalone_mode=False
        )
        assert ran.exception is None and ran.return_value == 0
        _assert_secret((tmp_path / "out" / "sluice.xml").read_bytes())


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (SECRET, PUBLIC),
        ("https://ann@grain.example/", "https://grain.example/"),
        ("ftp://ann:a:b%40c@grain.example/f", "ftp://grain.example/f"),
        ("https://ann:x@y@grain.example/", "https://grain.example/"),
        ("HTTPS://Ann:X@[2001:db8::1]:8/", "HTTPS://[2001:db8::1]:8/"),
        ("https://grain.example/@ann?to=//bo:x@oat.example", "https://grain.example/@ann?to=//bo:x@oat.example"),
        ("https://@grain.example/", "https://grain.example/"),
    ],
)
def test_nothing_else_of_an_address_changes(given: str, kept: str) -> None:
    assert Source(name="a", data=b"x", stem="a", url=given).url == kept
    assert Given(url=given).checked(str).url == kept
