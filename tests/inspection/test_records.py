"""The inspection of a record: its state, what was corrected, where its source is looked for, and its page."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree, html

from archiver import pipeline
from archiver.article import Article
from archiver.cli.commands import cli
from archiver.errors import ArchiverError, Malformed, UsageError
from archiver.inspection.changes import Change
from archiver.inspection.record_html import as_html
from archiver.inspection.record_report import RecordInspection, as_data, as_text, inspect_record
from archiver.metadata import Given
from archiver.readers import is_record
from archiver.source import Source
from support.folders import RECORDS, ROOT

SAMPLE = ROOT / "sources" / "station-clocks.txt"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder with the folders records/ and sources/; the source is in none of them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "records").mkdir()
    (tmp_path / "sources").mkdir()
    return tmp_path


def made(given: Given | None = None, url: str | None = None, media_type: str | None = None) -> bytes:
    source = Source.from_file(SAMPLE, url=url)
    return pipeline.normalize(source, given=given, media_type=media_type, agent="Reading Room", made="2026-02-03").xml()


def inspected(data: bytes, original: Path | None = SAMPLE, path: Path = Path("clocks.xml")) -> RecordInspection:
    """The inspection of a record. The source is given, if it is not None."""
    record = Source(name=str(path), data=data, stem=path.stem, path=path)
    return inspect_record(record, Source.from_file(original) if original is not None else None)


def changes(inspection: RecordInspection) -> tuple[Change, ...]:
    assert inspection.comparison is not None and inspection.comparison.changes is not None
    return inspection.comparison.changes


def replaced(data: bytes, *replacements: tuple[str, str]) -> bytes:
    text = data.decode()
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


# -- the state -------------------------------------------------------------------------------------


def test_an_untouched_record_is_as_archiver_wrote_it_and_has_no_changes() -> None:
    inspection = inspected(made())
    assert (inspection.digest, changes(inspection)) == ("fits", ())
    data = as_data(inspection)
    assert data["record"]["digest"] == "fits" and data["record"]["corrected"] is False
    assert data["record"]["agent"] == "Reading Room" and data["record"]["made"] == "2026-02-03"
    assert data["changes"] == [] and data["words"]["unaccounted"] == 0
    assert "STATE  as Archiver wrote it" in as_text(inspection) and "CHANGES (0)" in as_text(inspection)


def test_a_record_that_a_formatter_indented_is_untouched() -> None:
    root = etree.fromstring(made(), etree.XMLParser(remove_blank_text=True))
    etree.indent(root, "\t\t")
    inspection = inspected(b"\xef\xbb\xbf" + etree.tostring(root, encoding="UTF-8").replace(b"\n", b"\r\n"))
    assert (inspection.digest, changes(inspection)) == ("fits", ())


def test_a_record_of_an_earlier_version_counts_as_corrected() -> None:
    old = re.sub(rb" *<(digest|made) .*?/>\n", b"", made()).replace(
        b'version="1.1" xml:space="preserve"', b'version="1.0"'
    )
    inspection = inspected(old)
    assert (inspection.digest, inspection.article.corrected, changes(inspection)) == ("none", True, ())
    assert as_data(inspection)["record"]["digest"] == "none"
    assert "made by an earlier version, so it counts as corrected" in as_text(inspection)


def test_a_record_that_differs_in_a_comment_only_says_so() -> None:
    inspection = inspected(replaced(made(), ("<body>", "<body><!-- read by Ann -->")))
    assert (inspection.digest, changes(inspection)) == ("differs", ())
    assert "Only its comments, its ids or the order of attributes differ." in as_text(inspection)


def test_a_corrected_record_shows_its_changes_its_revisions_and_the_words_that_it_lost() -> None:
    data = replaced(
        made(),
        ("two minute hands", "minute hands"),
        ("<evidence", '<revision when="2026-03-04" agent="Ann Lee">Read against the print.</revision><evidence'),
    )
    inspection = inspected(data)
    assert inspection.digest == "differs"
    text = as_text(inspection)
    assert "kept [-two-] minute hands" in text and "Read against the print. (Ann Lee, 2026-03-04)" in text
    assert "1 unaccounted" in text and "not found again: two" in text
    shown = as_data(inspection)
    assert shown["words"]["examples"] == ["two"]
    (change,) = shown["changes"]
    assert (change["kind"], change["what"], change["id"]) == ("changed", "paragraph p1", "p1")
    assert {"state": "deleted", "text": "two"} in change["words"]
    assert shown["record"]["revisions"] == [
        {"text": "Read against the print.", "when": "2026-03-04", "agent": "Ann Lee"}
    ]


def test_words_that_the_source_does_not_have_are_counted() -> None:
    untouched, corrected = (
        as_data(inspected(data))["words"]["added"]
        for data in (made(), replaced(made(), ("two minute hands", "two zebra hands")))
    )
    assert corrected == untouched + 1


def test_another_program_is_named() -> None:
    inspection = inspected(replaced(made(), ('version="0.', 'version="9.'), ("model=", "parser='lynx' model=")))
    assert inspection.comparison is not None and inspection.comparison.differing == ("version", "parser")
    assert "made by another program (version and parser): some of the differences may come from that" in as_text(
        inspection
    )


# -- the options -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        lambda: made(Given(title="Late", authors=("A. One", "B. Two"), date="2001-02-03", keywords=("a", "b"), rights="CC0")),
        lambda: made(Given(subtitle="A town", modified="2002", language="fr", publisher="P", abstract="About.", doi="10.1234/x")),
        lambda: made(url="https://a.example/essay"),
        lambda: made(Given(url="https://b.example/essay")),
        lambda: made(Given(url="https://b.example/essay"), url="https://a.example/essay"),
        lambda: made(media_type="html"),
        lambda: made(media_type="text/html"),
    ],
    ids=["metadata", "more metadata", "url", "url of metadata", "two urls", "name of a reader", "media type"],
)  # fmt: skip
def test_the_options_of_the_conversion_are_repeated(data: Callable[[], bytes]) -> None:
    record = data()
    assert b"<option" in record
    assert changes(inspected(record)) == ()


def test_a_forced_conversion_is_repeated(tmp_path: Path) -> None:
    page = tmp_path / "menu.html"
    page.write_text("<html><body><ul><li><a href='/a'>Boats</a></li><li><a href='/b'>Tides</a></li></ul></body></html>")
    record = pipeline.normalize(Source.from_file(page), force=True).xml()
    assert b'<option name="force">' in record
    assert changes(inspected(record, page)) == ()


def test_the_format_of_the_source_is_that_of_the_record_whatever_the_name_of_the_file_is(tmp_path: Path) -> None:
    renamed = tmp_path / "kept.bin"
    renamed.write_bytes(SAMPLE.read_bytes())
    assert changes(inspected(made(), renamed)) == ()


def test_options_that_cannot_be_repeated_are_named() -> None:
    data = replaced(made(), ('"/>\n    <made', '"><option name="fetch-images">yes</option></tool><made'))
    inspection = inspected(data)
    assert as_data(inspection)["comparison"]["not_repeated"] == ["fetch-images"]
    assert "The option fetch-images could not be repeated" in as_text(inspection)


@pytest.mark.parametrize(
    "option, reason",
    [
        ('<option name="colour">red</option>', "the option colour is not known"),
        ('<option name="date">soon</option>', "it is no date"),
        ('<option name="url">javascript:x()</option>', "address"),
    ],
)
def test_options_that_no_conversion_had_are_a_failure_of_the_comparison_only(option: str, reason: str) -> None:
    inspection = inspected(replaced(made(), ('"/>\n    <made', f'">{option}</tool><made')))
    assert inspection.comparison is not None and inspection.comparison.changes is None
    assert reason in inspection.comparison.failure and reason in as_text(inspection) and reason in as_html(inspection)
    data = as_data(inspection)
    assert (data["changes"], data["words"]) == (None, None) and reason in data["comparison"]["failure"]


# -- where the source is looked for ----------------------------------------------------------------


@pytest.mark.parametrize("place", ["records", ".", "sources/.."])
def test_the_source_is_found_beside_the_record_above_it_and_in_the_working_folder(folder: Path, place: str) -> None:
    (folder / place / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    inspection = inspected(made(), None, Path("records/clocks.xml"))
    assert changes(inspection) == ()


def test_the_folder_above_the_record_is_searched_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    monkeypatch.chdir(folder / "sources")
    assert changes(inspected(made(), None, Path("../records/clocks.xml"))) == ()


def test_a_file_with_other_bytes_is_passed_over(folder: Path) -> None:
    (folder / "records" / SAMPLE.name).write_bytes(SAMPLE.read_bytes() + b"\n")
    (folder / SAMPLE.name).write_bytes(SAMPLE.read_bytes())
    inspection = inspected(made(), None, Path("records/clocks.xml"))
    assert [(looked.file, looked.state) for looked in inspection.looked] == [(f"records/{SAMPLE.name}", "other bytes")]
    assert changes(inspection) == ()


def test_a_source_that_is_not_at_hand_is_named_with_the_places(folder: Path) -> None:
    (folder / "sources" / SAMPLE.name).write_bytes(SAMPLE.read_bytes())  # deeper is not searched
    inspection = inspected(made(), None, Path("records/clocks.xml"))
    assert inspection.comparison is None
    text = as_text(inspection)
    assert f"records/{SAMPLE.name} (there is no such file); {SAMPLE.name} (there is no such file)." in text
    assert "--source FILE" in text and "--source FILE" in as_html(inspection)
    data = as_data(inspection)
    assert (data["comparison"]["source"], data["changes"], data["words"]) == (None, None, None)
    assert [entry["state"] for entry in data["comparison"]["looked_for"]] == ["not there", "not there"]


@pytest.mark.parametrize(
    "href", ["../secret.txt", "/{folder}/secret.txt", "deep/secret.txt", "..", ".", "deep\\secret.txt", "x" * 5000]
)
def test_the_name_in_the_record_leads_nowhere_else(folder: Path, href: str) -> None:
    secret = folder / "secret.txt"
    secret.write_bytes(SAMPLE.read_bytes())
    work = folder / "records" / "work"
    (work / "deep").mkdir(parents=True)
    (work / "deep" / "secret.txt").write_bytes(SAMPLE.read_bytes())
    data = replaced(made(), (f'href="{SAMPLE.name}"', f'href="{href.format(folder=folder)}"'))
    assert inspected(data, None, work / "clocks.xml").comparison is None


def test_a_folder_or_a_pipe_with_the_name_of_the_source_is_not_read(folder: Path) -> None:
    (folder / "records" / SAMPLE.name).mkdir()
    os.mkfifo(folder / SAMPLE.name)
    assert inspected(made(), None, Path("records/clocks.xml")).comparison is None


def test_a_given_source_with_other_bytes_is_an_error_that_names_both(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Another text.", encoding="utf-8")
    with pytest.raises(UsageError) as raised:
        inspected(made(), other)
    recorded = Article.from_bytes(made()).source.sha256
    assert recorded in raised.value.message and Source.from_file(other).sha256 in raised.value.message


# -- broken records --------------------------------------------------------------------------------


def test_a_record_that_is_not_well_formed_is_refused_with_its_place() -> None:
    with pytest.raises(Malformed, match=r"line \d+, column \d+"):
        inspected(made().replace(b"</body>", b""))


@pytest.mark.parametrize(
    "old, new",
    [
        ("<body>", "<body><nonsense/>stray"),
        ('bytes="8409"', 'bytes="many"'),
        ('at="382"', 'at="somewhere"'),
        (' at="', ' at="x'),
        ("<head>", "<head>stray"),
        ('href="station-clocks.txt"', ""),
        ("<title>", "<title><title>x</title>"),
    ],
)
def test_an_invalid_record_is_shown_with_its_violations(old: str, new: str) -> None:
    inspection = inspected(made().replace(old.encode(), new.encode()))
    data = as_data(inspection)
    assert data["valid"] is False and data["violations"][0]["message"]
    assert "not valid" in as_text(inspection) and "not valid" in as_html(inspection)
    json.dumps(data)


def test_records_are_known_by_their_first_tag() -> None:
    def source(data: bytes) -> Source:
        return Source(name="x.html", data=data, stem="x", path=Path("x.html"))

    assert is_record(source(made())) and is_record(source(b"\xef\xbb\xbf" + made()))
    assert is_record(source(made().decode().replace("UTF-8", "UTF-16").encode("utf-16")))
    assert is_record(source(b"<!-- mine -->\n" + made().partition(b"\n")[2]))
    assert not is_record(source(b"<html><body><p>urn:archiver:article:1</p></body></html>"))
    assert not is_record(source(b'<TEI xmlns="http://www.tei-c.org/ns/1.0"/>'))


# -- the page --------------------------------------------------------------------------------------


def page(data: bytes) -> Any:
    return html.fromstring(as_html(inspected(data)))


def text(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_the_page_shows_deleted_and_added_words_by_elements_and_for_who_listens() -> None:
    shown = page(replaced(made(), ("two minute hands", "three minute hands")))
    (change,) = shown.xpath("//ol[@class='changes']/li")
    assert text(change.find("p")) == "changed paragraph p1"
    assert [text(e) for e in change.iter("del", "ins")] == ["[deleted: two]", "[added: three]"]
    assert all(shown.xpath(f"//*[@id='{link.get('href')[1:]}']") for link in shown.xpath("//nav/a"))


def test_the_page_shows_places_of_a_move_and_folds_a_long_deletion() -> None:
    record = made().decode()
    moved = next(line for line in record.splitlines(keepends=True) if '<p id="p2"' in line)
    section = re.search(r' *<section id="s3".*?</section>\n', record, re.DOTALL)
    assert section
    record = record.replace(moved, "").replace("  </body>", moved + "  </body>").replace(section[0], "")
    shown = page(record.encode())
    assert [text(e) for e in shown.xpath("//li[@class='change-moved']//dt")] == ["from", "to"]
    (folded,) = shown.xpath("//li[@class='change-deleted']/details")
    assert text(folded.find("summary")).startswith("Who sets the red hand?")


def test_the_page_holds_no_script_and_loads_nothing() -> None:
    evil = "&lt;script&gt;x()&lt;/script&gt;&lt;img src=x onerror=x()&gt;"
    shown = as_html(
        inspected(
            replaced(
                made(),
                ("two minute hands", f"{evil} hands"),
                ("Tobias Wren-Hallam</name>", f"{evil}</name>"),
                ('kind="footnote" label="2"', f'kind="footnote" label="{evil}"'),
                ("<evidence", f'<revision agent="{evil}">{evil}</revision><evidence'),
            )
        )
    )
    assert "<script" not in shown and "<img" not in shown
    assert "default-src 'none'" in shown


# -- the command -----------------------------------------------------------------------------------


def run(*arguments: str, stdin: bytes = b"") -> tuple[int, str]:
    """Exit code and output of `archiver inspect`; for an error, its sentence."""
    result = CliRunner().invoke(cli, ["inspect", *arguments], input=stdin)
    if isinstance(result.exception, ArchiverError):
        return result.exception.exit_code, str(result.exception)
    return result.exit_code, result.stdout


@pytest.mark.parametrize(
    "option",
    [("--title", "T"), ("--author", "A"), ("-f", "html"), ("--url", "https://a.example/"), ("--force",), ("--site-rules", ".")],
)  # fmt: skip
def test_options_for_sources_are_refused(folder: Path, option: tuple[str, ...]) -> None:
    (folder / "clocks.xml").write_bytes(made())
    code, message = run("clocks.xml", *option)
    assert code == 2 and "is for sources, and clocks.xml is a record" in message


def test_source_is_for_records_only(folder: Path) -> None:
    code, message = run(str(SAMPLE), "--source", "x.html")
    assert code == 2 and "is no record" in message


def test_the_command_compares_with_a_named_source_from_standard_input_too(folder: Path) -> None:
    data = replaced(made(), ("two minute hands", "three minute hands"))
    code, shown = run("-", "--source", str(SAMPLE), "--format", "json", stdin=data)
    assert code == 0 and [change["what"] for change in json.loads(shown)["changes"]] == ["paragraph p1"]
    (folder / "clocks.xml").write_bytes(data)
    assert run("clocks.xml", "--source", "-", stdin=SAMPLE.read_bytes())[0] == 0
    assert run("-", "--source", "-", stdin=data)[0] == 2
    assert run("clocks.xml", "--source", "nowhere.txt")[0] == 3
    assert run("-", stdin=data)[0] == 0


def test_the_report_does_not_overwrite_the_record_or_its_source(folder: Path) -> None:
    (folder / "clocks.xml").write_bytes(made())
    (folder / "clocks.txt").write_bytes(SAMPLE.read_bytes())
    for target in ("clocks.xml", "clocks.txt"):
        assert run("clocks.xml", "--source", "clocks.txt", "-o", target)[0] == 2
    assert (folder / "clocks.txt").read_bytes() == SAMPLE.read_bytes()


@pytest.mark.parametrize("name", sorted(path.name for path in RECORDS.glob("*.xml")))
@pytest.mark.parametrize("form", ["text", "json", "html"])
def test_every_record_can_be_shown(folder: Path, name: str, form: str) -> None:
    code, shown = run(str(RECORDS / name), "--format", form)
    assert code == 0 and "\x01" not in shown
