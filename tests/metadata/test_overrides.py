"""Metadata that the user gives: each value is kept as it was written; an impossible value is refused, and the message says what is right."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from archiver import pipeline
from archiver.article import NS
from archiver.cli.commands import cli
from archiver.errors import UsageError
from archiver.metadata import Given
from archiver.metadata.metadata_file import read_given_file
from archiver.metadata.overrides import iso_date
from archiver.source import Source

PAGE = """<!DOCTYPE html><html lang="en"><head><title>The Weir</title></head><body><article><h1>The Weir</h1><p class="byline">By Ann Lee</p>
<p>{words}</p><p>{words}</p></article></body></html>""".replace(
    "{words}",
    "The weir holds back the river in spring, and the miller opens its gates by hand, one after the other. " * 5,
)


def fields(path: Path, text: str | bytes) -> dict[str, str | list[str]]:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_given_file(path)


# ---- values are texts ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    "no yes on off true False null Null 12:30 1e3 0x1F 0o17 017 1_000 3.10 .5 .inf .nan 2020-01-01 2020-13-45 2001-12-14t21:59:43.10-05:00 <<".split(),
)
def test_a_value_is_the_text_that_was_written(written: str, tmp_path: Path) -> None:
    assert fields(tmp_path / "m.yaml", f"title: {written}\n") == {"title": written}
    assert fields(tmp_path / "m.yaml", f"authors: [{written}, Ann Lee]\n") == {"authors": [written, "Ann Lee"]}


@pytest.mark.parametrize("written", ["1", "3.10", "1e3", "123456789012345678901234567890", "-0"])
def test_numbers_in_json_stay_as_they_are_written(written: str, tmp_path: Path) -> None:
    assert fields(tmp_path / "m.json", f'{{"title": {written}, "keywords": ["quay", {written}]}}') == {
        "title": written,
        "keywords": ["quay", written],
    }


def test_norwegian_is_a_language(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("language: no\n")
    (tmp_path / "page.html").write_text(PAGE)
    ran = CliRunner().invoke(cli, ["normalize", str(tmp_path / "page.html"), "--metadata", str(tmp_path / "m.yaml")])
    assert ran.exit_code == 0, ran.output
    root = etree.fromstring(ran.stdout_bytes)
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == root.findtext("{*}head/{*}language") == "no"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: 'It''s'\nsubtitle: \"a\\tb\"\n", {"title": "It's", "subtitle": "a\tb"}),
        ("abstract: |\n  One\n  two\n", {"abstract": "One\ntwo\n"}),
        ("abstract: >-\n  One\n  two\n", {"abstract": "One two"}),
        ("\ufefftitle: Gulls\r\nlang: de\r\n", {"title": "Gulls", "language": "de"}),
        ("---\n# by hand\ntitle: Gulls\n...\n", {"title": "Gulls"}),
        ("author: Ann Lee\ntags:\n- birds\n- sea\n", {"authors": "Ann Lee", "keywords": ["birds", "sea"]}),
        ("title:\nsubtitle: ~\nrights: CC0\n", {"title": "", "subtitle": "", "rights": "CC0"}),
        ("{title: Gulls, language: no}", {"title": "Gulls", "language": "no"}),
        ('{"title": "Gulls", "subtitle": null}', {"title": "Gulls", "subtitle": ""}),
        ("title: Möwen\n".encode("utf-16"), {"title": "Möwen"}),
    ],
)
def test_what_is_read(text: str | bytes, expected: object, tmp_path: Path) -> None:
    assert fields(tmp_path / "m.yaml", text) == expected


_BOMB = "a: &a [x, x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("titel: Gulls\n", "line 1: there is no field 'titel'. Did you mean title?"),
        ("title: Gulls\nautor: A\n", "line 2: there is no field 'autor'. Did you mean author?"),
        ("title: A\ntitle: B\n", "line 2: the field title stands there twice"),
        ("lang: de\nlanguage: en\n", "line 2: the field language stands there twice"),
        ('{"title": "A", "title": "B"}', "the field title stands there twice"),
        ("title: [A, B]\n", "the field title takes one value"),
        ("authors:\n- name: Ann\n", "line 2: the list 'authors' holds what is no text"),
        ("authors: [[Ann]]\n", "the list 'authors' holds what is no text"),
        ("title: {en: Gulls}\n", "the field 'title' holds fields of its own"),
        ("title: On Gulls: a Study\n", "line 1, column 16: neither YAML nor JSON"),
        ("title: A\n\tsubtitle: B\n", "line 2, column 1: neither YAML nor JSON"),
        ("title: 'A\n", "neither YAML nor JSON"),
        ("title: A\n---\ntitle: B\n", "line 2: a second document begins"),
        ("title: !!python/object/apply:os.system [ls]\n", "types (!) are not taken"),
        ("title: !!int 5\n", "types (!) are not taken"),
        ("title: *x\n", "anchors and aliases (& and *) are not taken"),
        ("title: &x Gulls\n", "anchors and aliases (& and *) are not taken"),
        (_BOMB, "anchors and aliases"),
        ("? [a, b]\n: c\n", "the name of a field is no text"),
        ("- title\n", "holds no fields"),
        ("Gulls\n", "holds no fields"),
        ("", "holds no fields"),
        ("# nothing\n", "holds no fields"),
        ("{}", "holds no fields"),
        ("[1, 2]", "holds no fields"),
        ('{"language": false}', "the field 'language' holds true or false, and no text"),
        ('{"title": {"en": "Gulls"}}', "the field 'title' holds an object"),
        ('{"authors": [["Ann"]]}', "the field 'authors' holds a list"),
        ('{"title": "Gulls"', "neither YAML nor JSON"),
        ("title: Möwen\n".encode("latin-1"), "line 1: it is not in UTF-8"),
        (b"title: a\x00b\n", "neither YAML nor JSON"),
        ("[" * 100_000, "holds no fields"),
        ('{"title": ' + "[" * 100_000, "holds"),
        ("title: " + "a" * 300_000, "more than 256 KB"),
    ],
)
def test_what_is_refused_and_where(text: str | bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=re.escape(why)) as refused:
        fields(tmp_path / "m.yaml", text)
    assert "\n" not in str(refused.value)


def test_what_is_no_file(tmp_path: Path) -> None:
    for path, why in ((tmp_path, "it is a folder"), (tmp_path / "none.yaml", "it does not exist")):
        with pytest.raises(UsageError, match=why):
            read_given_file(path)


# ---- dates, languages, addresses -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2023", "2023"),
        ("2023-07", "2023-07"),
        ("2023-07-10", "2023-07-10"),
        (" 2023-07-10 ", "2023-07-10"),
        ("20230710", "2023-07-10"),
        ("2023-07-10T14:30", "2023-07-10"),
        ("2023-07-10T14:30:59.5Z", "2023-07-10"),
        ("2023-07-10 14:30:00+02:00", "2023-07-10"),
        ("1203-05", "1203-05"),
        ("2024-02-29", "2024-02-29"),
    ],
)
def test_dates_as_far_as_they_are_known(text: str, when: str) -> None:
    assert iso_date(text) == when


@pytest.mark.parametrize(
    "text",
    [
        "2020-13-45", "2020-13", "2020-00", "2020-02-30", "2023-02-29", "0000", "20", "202", "20231", "2020-1-5", "2020/01/05", "05.01.2020",
        "3/4/2023", "last week", "yesterday", "soon", "2020-01-05T25:00", "2020-01-05T12:61", "2020-01-05T12:00+99:00", "2020-01-05T",
        "2020T12:00", "20201345", "２０２０-01-05", "-2020", "2020-01-05 or so", "May", "5 May", "32 May 2020", "2020-01-05\n2021-01-05", "False",
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused_with_the_right_form(text: str) -> None:
    assert iso_date(text) == ""
    with pytest.raises(UsageError, match=r"it is no date\..*Write it as 2023-07-10"):
        Given(date=text).checked(lambda field: f"--{field}")


@pytest.mark.parametrize("text", ["10 July 2023", "July 10, 2023", "May 2001", "2023年7月10日"])
def test_a_date_with_the_name_of_its_month_leaves_nothing_to_guess(text: str) -> None:
    assert Given(date=text).checked(str).date == text


def test_a_month_is_read_in_the_language_that_is_given() -> None:
    assert Given(date="10 juillet 2023", language="fr").checked(str).date == "10 juillet 2023"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (
            Given(language="english"),
            "language 'english': it is not a BCP 47 tag: write en for english. Write a BCP 47 tag",
        ),
        (Given(language="xx-yy-zz"), "language 'xx-yy-zz'"),
        (Given(language="False"), "language 'False'"),
        (Given(modified="2020-13-45"), "modified '2020-13-45': it is no date"),
        (Given(url="harbour"), "url 'harbour': it is no address"),
        (Given(url="http://[::1/"), "it is no address"),
        (Given(url="http://"), "it is no address"),
        (Given(url="javascript:alert(1)"), "it is no address"),
        (Given(url="https://harbour.example/a b"), "it is no address"),
        (Given(url="https://harbour.example:99999/"), "it is no address"),
        (Given(doi="11.1234/abc"), "doi '11.1234/abc': it is no DOI"),
        (Given(date="x" * 500), "xxx…'"),
    ],
)
def test_what_cannot_be_meant(given: Given, why: str) -> None:
    with pytest.raises(UsageError, match=re.escape(why)):
        given.checked(str)


def test_plain_forms() -> None:
    given = Given(
        language="pt_br", doi="https://doi.org/10.1234/abc.5", url="https://harbour.example/weir?a=1#b"
    ).checked(str)
    assert (given.language, given.doi, given.url) == ("pt-BR", "10.1234/abc.5", "https://harbour.example/weir?a=1#b")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--date", "2020-13-45"],
        ["--date", "last week"],
        ["--language", "english"],
        ["--url", "harbour"],
        ["--metadata", "m.yaml"],
    ],
)
@pytest.mark.parametrize("command", ["normalize", "convert", "inspect"])
def test_the_command_line_says_what_is_wrong(command: str, arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text("date: 2020-13-45\n")
    (tmp_path / "page.html").write_text(PAGE)
    placed = [str(tmp_path / one) if one == "m.yaml" else one for one in arguments]
    ran = CliRunner().invoke(cli, [command, str(tmp_path / "page.html"), *placed], standalone_mode=False)
    assert isinstance(ran.exception, UsageError)
    assert ran.exception.exit_code == 2 and ("date" in str(ran.exception) or arguments[0] in str(ran.exception))


def test_options_win_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "m.json").write_text(
        json.dumps({"title": "The Old Weir", "author": "Bo Roe", "date": "1203-05", "lang": "no"})
    )
    (tmp_path / "page.html").write_text(PAGE)
    call = ["normalize", str(tmp_path / "page.html"), "--metadata", str(tmp_path / "m.json"), "--language", "nb"]
    root = etree.fromstring(CliRunner().invoke(cli, call).stdout_bytes)
    assert root.findtext("{*}head/{*}title") == "The Old Weir"
    assert root.findtext("{*}head/{*}language") == "nb"
    assert [d.get("when") for d in root.iterfind("{*}head/{*}date")] == ["1203-05"]


def test_northern_sami_is_not_swedish(tmp_path: Path) -> None:
    """What pages write by mistake is no mistake when the user writes it."""
    (tmp_path / "page.html").write_text(PAGE)
    ran = CliRunner().invoke(cli, ["normalize", str(tmp_path / "page.html"), "--language", "se"])
    assert etree.fromstring(ran.stdout_bytes).findtext("{*}head/{*}language") == "se"


@pytest.mark.parametrize("title", ["\u200b", "\ud800", "\u00ad \x07", "\ufeff"])
def test_a_title_that_nobody_sees_takes_no_place(title: str) -> None:
    assert Given(title=title, subtitle=title).checked(str) == Given()


@pytest.mark.parametrize(
    "rights", ["javascript:tide()", " Java\tScript: void tide()", "data:text/html,tide", "file:///tide"]
)
def test_rights_that_no_record_would_hold_are_refused(rights: str) -> None:
    with pytest.raises(UsageError, match=r"^rights .*: it is no statement of rights"):
        Given(rights=rights).checked(str)


@pytest.mark.parametrize(
    "rights", ["Data: the harbour office, free to use", "File: as found.", "mailto:pilot@tide.example"]
)
def test_rights_in_words_stay_whole(rights: str) -> None:
    assert Given(rights=rights).checked(str).rights == rights
    page = f"<p>{'The tide came in over the wall and went out again before noon. ' * 20}</p>"
    source = Source.from_bytes(f"<title>Tide</title><article><h1>Tide</h1>{page}</article>".encode())
    head = pipeline.normalize(source, given=Given(rights=rights), force=True).root[0]
    assert head.findtext("a:rights", namespaces=NS) == rights
