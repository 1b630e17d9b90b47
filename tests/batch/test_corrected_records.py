"""A record that somebody corrected lasts: a second conversion keeps it, says so, and makes the other exports from it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

import archiver
from archiver.article import NS, Article
from archiver.batch.convert import ConvertOptions, Result, convert_one
from archiver.batch.plan import Task
from archiver.metadata import Given

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>On Gulls</title></head><body>
<article><h1>On Gulls</h1><p class="byline">By Ann Lee, 3 May 2021</p>
<p>The gull is a bird of opinions, and it holds them loudly, whatever the weather says about it.<sup><a href="#n1" id="r1">1</a></sup> It has
been seen to argue with a bell.</p>
<p><em>On</em> <strong>the harbour wall</strong>, where the boats come in at six, it keeps a kind of court, in which the fish are always guilty.</p>
<p>Nobody has yet been seen to appeal, and the harbourmaster has stopped asking for the minutes of these meetings.</p>
<ol><li id="n1"><p>Or so the harbourmaster says, who feeds them. <a href="#r1">↩</a></p></li></ol></article></body></html>"""


class Desk:
    """A folder with a page, its record, and what a person does with both."""

    def __init__(self, folder: Path) -> None:
        self.page, self.exports = folder / "gulls.html", folder / "exports"
        self.record = self.exports / "gulls.xml"
        self.page.write_text(PAGE, encoding="utf-8")
        assert self.convert().ok

    def convert(self, *formats: str, **options: object) -> Result:
        values = {"folder": self.exports, "formats": formats or ("xml", "text"), **options}
        return convert_one(Task(str(self.page), "gulls"), ConvertOptions(**values))  # type: ignore[arg-type]

    def edit(self, old: str, new: str) -> bytes:
        """Replace a text of the record, as an editor does; return what the file holds then."""
        text = self.record.read_text(encoding="utf-8")
        assert old in text
        self.record.write_text(text.replace(old, new, 1), encoding="utf-8")
        return self.record.read_bytes()

    @property
    def text(self) -> str:
        return (self.exports / "gulls.txt").read_text(encoding="utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def move_second_paragraph(text: str) -> str:
    return re.sub(r'( *<p id="p1".*\n)( *<p id="p2".*\n)', r"\2\1", text)


CORRECTIONS: dict[str, tuple[Callable[[str], str], str]] = {
    "a word": (lambda text: text.replace("bird of opinions", "bird of convictions"), "bird of convictions"),
    "a note": (lambda text: text.replace("who feeds them", "who paints them"), "who paints them"),
    "an author": (lambda text: re.sub("<name[^>]*>Ann Lee</name>", "<name>Anna Leigh</name>", text), "Anna Leigh"),
    "a moved paragraph": (move_second_paragraph, "On the harbour wall"),
    "an added paragraph": (lambda text: text.replace("  </body>", '    <p id="p9">It was loud.</p>\n  </body>'), "It was loud."),
    "a comment": (lambda text: text.replace("  <body>", "  <!-- seen by M. H. -->\n  <body>"), "bird of opinions"),
    "an instruction": (lambda text: text.replace("<article", "<?editor page 2?>\n<article", 1), "bird of opinions"),
    "a word, and a byte order mark": (lambda text: "\ufeff" + text.replace("opinions", "views"), "bird of views"),
    "a word, and another digest": (lambda text: re.sub(r'(digest value="sha256:)\w{4}', r"\1beef", text.replace("opinions", "views")), "views"),
}  # fmt: skip


@pytest.mark.parametrize("what", CORRECTIONS)
def test_a_corrected_record_is_kept_and_the_others_are_made_from_it(desk: Desk, what: str) -> None:
    correct, expected = CORRECTIONS[what]
    before = desk.record.read_text(encoding="utf-8")
    after = correct(before)
    assert after != before
    desk.record.write_text(after, encoding="utf-8")
    result = desk.convert()
    assert result.ok and result.kept == desk.record
    assert desk.record.read_text(encoding="utf-8") == after
    assert expected in desk.text
    assert [code for code, _, _ in result.findings if code in ("R002", "R003")] == ["R002"]


def test_a_deleted_finding_stays_deleted(desk: Desk) -> None:
    desk.page.write_text(PAGE.replace("3 May 2021", ""), encoding="utf-8")
    assert desk.convert(overwrite=True).ok
    kept = desk.edit('    <finding code="M003"', '    <!-- <finding code="M003"').replace(
        b"</finding>", b"</finding> -->"
    )
    desk.record.write_bytes(kept)
    result = desk.convert()
    assert result.kept == desk.record and desk.record.read_bytes() == kept
    assert "M003" not in [code for code, _, _ in result.findings]


LAYOUTS: dict[str, Callable[[bytes], bytes]] = {
    "the line ends of another system": lambda data: data.replace(b"\n", b"\r\n"),
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "a formatter that knows xml:space": lambda data: reformatted(data),
    "an editor that wraps lines": lambda data: re.sub(rb"(?<=\w)(, )(?=\w)", b",\n        ", data),
    "one line": lambda data: re.sub(rb">\n *<", b"><", data),
}


def reformatted(data: bytes) -> bytes:
    """What `xmllint --format` makes of a file: it takes white space out between elements, and indents anew."""
    return etree.tostring(
        etree.fromstring(data, etree.XMLParser(remove_blank_text=True)), pretty_print=True, encoding="UTF-8"
    )


@pytest.mark.parametrize("layout", LAYOUTS)
def test_another_layout_is_no_correction_and_stays(desk: Desk, layout: str) -> None:
    first = desk.record.read_bytes()
    changed = LAYOUTS[layout](first)
    assert changed != first or layout == "a formatter that knows xml:space"
    desk.record.write_bytes(changed)
    assert not archiver.load(desk.record).corrected
    result = desk.convert()
    assert result.ok and result.kept is None
    assert desk.record.read_bytes() == changed
    assert archiver.load(changed).xml() == first


def test_a_record_without_a_digest_counts_as_corrected(desk: Desk) -> None:
    old = re.sub(rb" *<digest .*\n", b"", desk.record.read_bytes()).replace(b'version="1.1"', b'version="1.0"')
    desk.record.write_bytes(old)
    result = desk.convert()
    assert desk.record.read_bytes() == old
    assert [text for code, _, text in result.findings if code == "R002" and "no digest" in text]


class TestBroken:
    """A record that was corrected wrongly: nothing is lost, and nothing is made from it."""

    @pytest.mark.parametrize(
        ("old", "new", "code", "place"),
        [
            ("</body>", "</bdoy>", 3, "line 15"),
            ('target="n1"', 'target="n9"', 5, "line 1"),
            ('<p id="p1"', '<p id="p2"', 5, "line 1"),
        ],
        ids=["not well-formed", "a marker without a note", "an id twice"],
    )
    def test_it_is_kept_and_the_place_is_named(self, desk: Desk, old: str, new: str, code: int, place: str) -> None:
        (desk.exports / "gulls.txt").unlink()
        broken = desk.edit(old, new)
        result = desk.convert()
        assert (result.exit_code, result.files) == (code, ())
        assert "gulls.xml" in result.error and place in result.error and "--overwrite-corrected" in result.error
        assert desk.record.read_bytes() == broken
        assert not (desk.exports / "gulls.txt").exists()

    def test_it_is_kept_beside_a_new_one(self, desk: Desk) -> None:
        first = desk.record.read_bytes()
        broken = desk.edit("</body>", "</bdoy>")
        assert desk.convert(overwrite_corrected=True).ok
        assert desk.record.read_bytes() == first
        assert desk.record.with_name("gulls.xml.bak").read_bytes() == broken


class TestNotDone:
    """What a new conversion would have changed is named."""

    def not_done(self, result: Result) -> str:
        return next((text for code, _, text in result.findings if code == "R003"), "")

    def test_nothing_when_nothing_would_be_new(self, desk: Desk) -> None:
        desk.edit("opinions", "views")
        assert self.not_done(desk.convert()) == ""

    def test_an_option(self, desk: Desk) -> None:
        desk.edit("opinions", "views")
        result = desk.convert(given=Given(title="Gulls at Law", authors=("A. Lee",)))
        assert '--title "Gulls at Law"; --author "A. Lee"' in self.not_done(result)
        assert "Gulls at Law" not in desk.text

    def test_an_option_less(self, desk: Desk) -> None:
        assert desk.convert(given=Given(title="Gulls at Law")).ok
        desk.edit("opinions", "views")
        assert self.not_done(desk.convert(given=Given(title="Gulls at Law"))) == ""
        assert "no --title" in self.not_done(desk.convert())

    def test_an_agent(self, desk: Desk) -> None:
        desk.edit("opinions", "views")
        assert '--agent "The Gull Archive"' in self.not_done(desk.convert(agent="The Gull Archive", made="2026-11-30"))

    def test_an_option_that_changes_nothing_is_none(self, desk: Desk) -> None:
        desk.edit("opinions", "convictions")
        assert self.not_done(desk.convert(media_type="html", fetch_images=True)) == ""
        assert '--from "text"' in self.not_done(desk.convert(media_type="text"))

    @pytest.mark.parametrize(
        ("site", "rule", "told"),
        [("gulls.example", "strip: //strong", True), ("gulls.example", "strip: //video", False), ("terns.example", "strip: //strong", False)],
        ids=["rules that act", "rules that match nothing", "rules for another site"],
    )  # fmt: skip
    def test_rules_for_a_site_where_they_would_act(
        self, desk: Desk, tmp_path: Path, site: str, rule: str, told: bool
    ) -> None:
        rules = tmp_path / "rules"
        rules.mkdir()
        (rules / f"{site}.txt").write_text(f"{rule}\n", encoding="utf-8")
        url = "https://gulls.example/law"
        assert desk.convert(url=url).ok
        desk.edit("opinions", "views")
        assert ("--site-rules" in self.not_done(desk.convert(url=url, site_rules=rules))) == told

    def test_a_field_of_a_metadata_file(self, desk: Desk) -> None:
        desk.edit("opinions", "views")
        result = desk.convert(given=Given(subtitle="A case", url="https://gulls.example/law"))
        assert 'subtitle in a metadata file "A case"; url in a metadata file "https://' in self.not_done(result)

    def test_another_source(self, desk: Desk) -> None:
        kept = desk.edit("opinions", "views")
        desk.page.write_text(PAGE.replace("at six", "at seven"), encoding="utf-8")
        result = desk.convert()
        assert "the source is another one now" in self.not_done(result)
        assert desk.record.read_bytes() == kept and "at six" in desk.text

    def test_a_newer_version(self, desk: Desk) -> None:
        desk.edit(f'version="{archiver.__version__}"', 'version="0.0.9"')
        assert "made by 0.0.9" in self.not_done(desk.convert())

    def test_other_rules(self, desk: Desk) -> None:
        desk.edit('rules="sha256:', 'rules="sha256:0')
        desk.record.write_text(re.sub(r'(rules="sha256:\w{64})\w', r"\1", desk.record.read_text()))
        assert "other rules" in self.not_done(desk.convert())


class TestOtherPlaces:
    def test_formats_without_the_record_are_made_from_it_too(self, desk: Desk) -> None:
        desk.edit("opinions", "views")
        result = desk.convert("text")
        assert result.kept == desk.record and "bird of views" in desk.text

    def test_a_named_file_beside_the_record_is_made_from_it(self, desk: Desk) -> None:
        desk.edit("opinions", "views")
        result = desk.convert("text", file=desk.exports / "gulls.txt")
        assert result.kept == desk.record and "bird of views" in desk.text

    def test_a_record_in_another_folder_does_not_matter(self, desk: Desk, tmp_path: Path) -> None:
        desk.edit("opinions", "views")
        result = desk.convert(folder=tmp_path / "elsewhere")
        assert result.kept is None and b"bird of opinions" in (tmp_path / "elsewhere" / "gulls.xml").read_bytes()

    def test_a_corrected_record_of_another_article_is_not_touched(self, desk: Desk, tmp_path: Path) -> None:
        kept = desk.edit("opinions", "views")
        desk.page = tmp_path / "terns.html"
        desk.page.write_text(PAGE.replace("gull", "tern"), encoding="utf-8")
        for options in ({}, {"overwrite": True}):
            result = desk.convert(**options)
            assert result.exit_code == 2 and "gulls.xml" in result.error and "corrected by hand" in result.error
        assert desk.record.read_bytes() == kept

    def test_a_file_that_is_no_record_is_no_correction(self, desk: Desk) -> None:
        desk.record.write_text("<shopping><bread/></shopping>")
        result = desk.convert()
        assert result.exit_code == 2 and "not made from" in result.error
        assert desk.convert(overwrite=True).ok and desk.record.read_bytes().startswith(b"<?xml")


class TestStartingAnew:
    def test_the_old_record_is_kept_beside_the_new_one(self, desk: Desk) -> None:
        first = desk.record.read_bytes()
        kept = [desk.edit("opinions", word) for word in ("views",)]
        assert desk.convert(overwrite_corrected=True).ok
        assert desk.record.read_bytes() == first and "bird of opinions" in desk.text
        kept.append(desk.edit("opinions", "theories"))
        assert desk.convert(overwrite_corrected=True).ok
        backups = [desk.record.with_name(f"gulls.xml.bak{n}").read_bytes() for n in ("", "2")]
        assert backups == kept

    def test_nothing_is_kept_when_nothing_was_corrected(self, desk: Desk) -> None:
        assert desk.convert(overwrite_corrected=True).ok
        assert [path.name for path in desk.exports.iterdir() if "bak" in path.name] == []

    def test_a_source_that_fails_costs_no_correction(self, desk: Desk) -> None:
        kept = desk.edit("opinions", "views")
        desk.page.write_text("", encoding="utf-8")
        assert desk.convert(overwrite_corrected=True, overwrite=True).exit_code == 3
        assert desk.record.read_bytes() == kept


class TestExport:
    """Exports of a record never make a correction look like the work of the program."""

    def test_the_digest_is_not_renewed(self, desk: Desk, tmp_path: Path) -> None:
        desk.edit("opinions", "views")
        copy = archiver.export(archiver.load(desk.record), "xml", tmp_path / "copy.xml")
        first, second = archiver.load(desk.record), archiver.load(copy)
        assert second.corrected and second.digest == first.digest
        assert second.xml() == first.xml() == copy.read_bytes()

    def test_comments_and_instructions_are_written_again(self, desk: Desk) -> None:
        text = desk.edit("<article", "<?xml-model href='a.rng'?>\n<!-- before -->\n<article")
        text = text.replace(b"bird of opinions", b"bird of <!-- sic -->opinions") + b"<!-- after -->\n"
        article = Article.from_bytes(text)
        assert [
            article.xml().count(comment)
            for comment in (b"<!-- before -->", b"<!-- sic -->", b"<!-- after -->", b"<?xml-model")
        ] == [1] * 4
        assert "bird of opinions, and" in article.text()

    def test_a_corrected_record_is_not_replaced_by_another_one(self, desk: Desk, tmp_path: Path) -> None:
        other = tmp_path / "gulls.xml"
        other.write_bytes(desk.record.read_bytes())
        kept = desk.edit("opinions", "views")
        task, options = Task(str(other), "gulls"), ConvertOptions(desk.exports, ("xml",), from_record=True)
        result = convert_one(task, options)
        assert result.exit_code == 2 and "corrected by hand" in result.error and desk.record.read_bytes() == kept
        assert convert_one(task, ConvertOptions(desk.exports, ("xml",), from_record=True, overwrite_corrected=True)).ok
        assert desk.record.with_name("gulls.xml.bak").read_bytes() == kept

    def test_python_replaces_none_either(self, desk: Desk) -> None:
        article = archiver.load(desk.record)
        kept = desk.edit("opinions", "views")
        with pytest.raises(archiver.UsageError, match="corrected by hand"):
            article.export("xml", desk.record)
        assert desk.record.read_bytes() == kept
        # the corrected record itself may be written to its own place
        archiver.load(desk.record).export("xml", desk.record)
        assert desk.record.read_bytes() == kept
        article.export("xml", desk.record, overwrite_corrected=True)
        assert archiver.load(desk.record).xml() == article.xml()
        assert desk.record.with_name("gulls.xml.bak").read_bytes() == kept


def test_one_changed_word_is_one_changed_line(desk: Desk) -> None:
    before = desk.record.read_bytes().splitlines()
    after = desk.edit("opinions", "views").splitlines()
    assert len(before) == len(after) and sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_every_block_stands_on_its_own_line(desk: Desk) -> None:
    article = archiver.load(desk.record)
    lines = [element.sourceline for element in article.root.iterfind(".//a:p", NS)]
    assert len(set(lines)) == len(lines) == 4
