"""`archiver validate`: every format that Archiver makes is checked by its validator, or called "not judged" where there is none."""

from __future__ import annotations

import io
import json
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

import archiver
from archiver.cli.commands import cli
from archiver.errors import ArchiverError
from archiver.validation import Verdict, docx, epub, file_kinds, files, html, jats, odt, zip_package
from archiver.validation.java import epubcheck_command
from archiver.writers import WRITERS
from support import external
from support.folders import RECORDS

FILES = sorted(RECORDS.glob("*.xml"))
#: What is made without a program that may be absent, and what its state is.
STATES = {
    "xml": "valid", "tei": "valid", "html": "valid", "docx": "valid", "odt": "valid", "text": "not judged", "markdown": "not judged",
    "latex": "not judged", "jats": "not judged",
}  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one article in every format."""
    folder = tmp_path_factory.mktemp("made")
    article = _load(FILES[0])
    for name, writer in WRITERS.items():
        archiver.export(article, name, folder / f"made{writer.suffix}")
    return folder


def _load(path: Path) -> archiver.Article:
    return archiver.Article.from_bytes(path.read_bytes(), path.name)


def validate(*arguments: object) -> tuple[int, str]:
    """The exit code and what is said."""
    ran = CliRunner().invoke(cli, ["validate", *map(str, arguments)], standalone_mode=False)
    if isinstance(ran.exception, ArchiverError):
        return ran.exception.exit_code, str(ran.exception)
    assert ran.exception is None, ran.exception
    return ran.return_value, ran.output


def states(*arguments: object) -> dict[str, str]:
    ran = CliRunner().invoke(cli, ["validate", *map(str, arguments), "--format", "json"], standalone_mode=False)
    return {Path(one["file"]).name: one["state"] for one in json.loads(ran.stdout)}


# ---- our own exports -------------------------------------------------------------------------------


@pytest.mark.slow
def test_no_export_of_ours_is_called_not_valid(made: Path) -> None:
    code, output = validate(made)
    assert code == 0, output
    found = states(made)
    assert {name: found[f"made{WRITERS[name].suffix}"] for name in STATES} == STATES
    assert set(found) == {f"made{writer.suffix}" for writer in WRITERS.values()}, "a folder stands for all of them"
    for line in output.splitlines():
        assert "not judged" not in line or line.partition("): ")[2], "what is not judged says why on its line"
    assert "NOT VALID" not in output


def test_strict_is_content_with_nothing_that_was_not_judged(made: Path) -> None:
    assert validate(made / "made.xml", made / "made.html", "--strict")[0] == 0
    assert validate(made / "made.txt")[0] == 0
    assert validate(made / "made.xml", made / "made.txt", "--strict")[0] == 5


@pytest.mark.slow
@pytest.mark.parametrize("record", FILES, ids=lambda path: path.stem)
def test_what_the_records_of_the_tests_become_is_whole(record: Path, tmp_path: Path) -> None:
    article = _load(record)
    for name in ("html", "docx", "odt", "jats", "latex", "markdown", "text"):
        archiver.export(article, name, tmp_path / f"a{WRITERS[name].suffix}")
    assert [v for v in files.validate(sorted(tmp_path.iterdir())) if v.state == "not valid"] == []


def test_each_format_goes_to_its_own_validator(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    books: list[str] = []

    def judge(paths: Iterable[Path]) -> list[Verdict]:
        found = list(paths)
        books.extend(path.name for path in found)
        return [Verdict(path, "EPUB 3.3", "epubcheck") for path in found]

    monkeypatch.setattr(epub, "validate", judge)
    found = {v.path.name: v.standard for v in files.validate(sorted(made.iterdir()))}
    assert found["made.docx"] == "DOCX" and found["made.odt"] == "ODT" and found["made.epub"] == "EPUB 3.3"
    assert books == ["made.epub"]


# ---- programs that are absent ----------------------------------------------------------------------


def test_without_java_a_book_is_not_judged(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "epubcheck_command", lambda: None)
    code, output = validate(made / "made.epub")
    assert code == 0 and "not judged" in output and "needs epubcheck" in output
    assert validate(made / "made.epub", "--strict")[0] == 5


def test_without_java_a_broken_book_is_told_all_the_same(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(epub, "epubcheck_command", lambda: None)
    (tmp_path / "a.epub").write_bytes((made / "made.epub").read_bytes()[:-200])
    assert validate(tmp_path / "a.epub")[0] == 5


def test_without_pikepdf_a_pdf_is_not_judged(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archiver.validation.pdf.importlib.util.find_spec", lambda name: None)
    monkeypatch.setattr("archiver.validation.pdf.shutil.which", lambda name: None)
    code, output = validate(made / "made.pdf")
    assert code == 0 and "not judged" in output and "pip install article-archiver" in output


# ---- what is broken --------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize("name", ["xml", "tei", "html", "docx", "odt", "jats", "pdf", "epub", "latex"])
def test_what_lacks_its_end_is_not_valid(name: str, made: Path, tmp_path: Path) -> None:
    if name == "epub" and epubcheck_command() is None:
        external.absent("epubcheck or a Java to run it", "epubcheck")
    path = made / f"made{WRITERS[name].suffix}"
    data = path.read_bytes()
    for number, size in enumerate((len(data) // 2, len(data) - 30)):
        (tmp_path / f"{number}{WRITERS[name].suffix}").write_bytes(data[:size])
    found = states(tmp_path)
    assert set(found.values()) == {"not valid"}, found
    assert validate(tmp_path)[0] == 5


@pytest.mark.parametrize("suffix", [*file_kinds.ENDINGS, ".png", ""])
def test_nothing_and_rubbish(suffix: str, tmp_path: Path) -> None:
    rubbish, empty = tmp_path / f"rubbish{suffix}", tmp_path / f"empty{suffix}"
    rubbish.write_bytes(bytes(range(256)) * 40)
    empty.write_bytes(b"")
    assert validate(empty)[0] == 5
    code, output = validate(rubbish)
    promised = suffix in (
        *(".tei.xml", ".jats.xml", ".dc.xml", ".mods.xml", ".marc.xml", ".zotero.rdf", ".xml"),
        *(".pdf", ".epub", ".docx", ".odt"),
    )
    assert code == (5 if promised else 0)
    assert ("NOT VALID" if promised else "not judged") in output


def test_a_file_is_known_by_its_content_and_a_wrong_name_is_told(made: Path, tmp_path: Path) -> None:
    wrong = {
        "a.epub": "made.pdf",
        "b.pdf": "made.docx",
        "c.docx": "made.odt",
        "d.html": "made.tei.xml",
        "e.txt": "made.xml",
    }
    for name, source in wrong.items():
        shutil.copy(made / source, tmp_path / name)
    code, output = validate(tmp_path)
    assert code == 0, output
    assert "The file name says EPUB, but the content is PDF; it was checked as that." in output
    assert {v.path.name: v.standard for v in files.validate(sorted(tmp_path.iterdir()))}["b.pdf"] == "DOCX"


def test_one_file_that_cannot_be_read_costs_no_other(made: Path, tmp_path: Path) -> None:
    code, output = validate(tmp_path / "not-there.xml", made / "made.xml")
    assert code == 3
    assert "does not exist" in output and "made.xml: valid" in output
    assert states(tmp_path / "not-there.xml", made / "made.xml") == {"not-there.xml": "not judged", "made.xml": "valid"}
    (tmp_path / "bad.xml").write_bytes(b"<a>")
    assert validate(tmp_path / "not-there.xml", tmp_path / "bad.xml")[0] == 5
    assert validate(tmp_path / "not-there.xml", "-q")[1].count("\n") == 1


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xml")
    assert validate(tmp_path / "pipe.xml")[0] == 3
    (tmp_path / "folder").mkdir()
    code, output = validate(tmp_path / "folder")
    assert code == 3 and "nothing in it that can be checked" in output


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    for name in ("a.xml", "a.html", "a.txt"):
        with (tmp_path / name).open("wb") as file:
            file.write(b"<a>")
            file.truncate(200 * 1024**2)  # a hole: nothing lies on the disk
        code, output = validate(tmp_path / name)
        assert code == 3 and "more than 64 MB" in output


@pytest.mark.parametrize("suffix", [".epub", ".docx", ".odt"])
def test_a_little_that_unpacks_to_much_is_refused(suffix: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_package, "MAX_BYTES", 4 * 1024**2)
    parts = {".epub": "META-INF/container.xml", ".docx": "word/document.xml", ".odt": "content.xml"}
    with zipfile.ZipFile(tmp_path / f"a{suffix}", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml" if suffix == ".docx" else "other.xml", "<a/>")
        packed.writestr(parts[suffix], b" " * (9 * 1024**2))
    code, output = validate(tmp_path / f"a{suffix}")
    assert code == 3 and "unpacks to more than 4 MB" in output
    monkeypatch.setattr(zip_package, "MAX_ENTRIES", 1)
    assert "holds more than 1 files" in validate(tmp_path / f"a{suffix}")[1]


def test_entities_that_multiply_are_not_expanded(tmp_path: Path) -> None:
    bomb = (
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n<TEI xmlns="http://www.tei-c.org/ns/1.0">&b;</TEI>'
    )
    (tmp_path / "a.tei.xml").write_text(bomb)
    code, output = validate(tmp_path / "a.tei.xml")
    assert code == 5 and "declares XML entities" in output
    (tmp_path / "deep.xml").write_text("<a>" * 100_000)
    assert validate(tmp_path / "deep.xml")[0] == 5


def test_an_encrypted_pdf_is_not_judged(made: Path, tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(made / "made.pdf") as document:
        document.save(tmp_path / "a.pdf", encryption=pikepdf.Encryption(owner="quay", user="tide"))
    code, output = validate(tmp_path / "a.pdf")
    assert code == 0 and "not judged" in output and "encrypted" in output


def test_a_pdf_whose_parts_are_of_other_types_is_not_valid(made: Path, tmp_path: Path) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(made / "made.pdf") as document:
        document.Root.MarkInfo = pikepdf.Array([1, 2])
        document.Root.ViewerPreferences = 7
        document.save(tmp_path / "a.pdf")
    assert validate(tmp_path / "a.pdf")[0] == 5


@pytest.mark.parametrize(
    ("opens", "right"),
    [
        (lambda page, pikepdf: pikepdf.Array([page, pikepdf.Name.Fit]), True),
        (lambda page, pikepdf: pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=pikepdf.Array([page, pikepdf.Name.Fit])), True),
        (lambda page, pikepdf: pikepdf.Dictionary(S=pikepdf.Name.Named, N=pikepdf.Name.FirstPage), True),
        (lambda page, pikepdf: pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="1"), False),
        (lambda page, pikepdf: pikepdf.Dictionary(S=pikepdf.Name.Launch, F="tide"), False),
    ],
    ids="place goto named script launch".split(),
)  # fmt: skip
def test_a_pdf_may_say_where_it_opens_and_may_not_act(
    opens: Callable[..., object], right: bool, made: Path, tmp_path: Path
) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(made / "made.pdf") as document:
        page = document.pages[0].obj
        document.Root.OpenAction = opens(page, pikepdf)
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=opens(page, pikepdf))
        page.Annots = pikepdf.Array([link])
        document.save(tmp_path / "a.pdf")
    (verdict,) = files.validate([tmp_path / "a.pdf"])
    assert [v.rule for v in verdict.violations] == ([] if right else ["action", "action"])


@pytest.mark.parametrize(
    ("claims", "broken"),
    [
        (("A",), []),
        (("A", "UA"), ["alternative-text", "language", "title"]),
        (("UA",), ["alternative-text", "language", "title"]),
    ],
    ids="a both ua".split(),
)
def test_a_pdf_is_held_against_what_it_claims_alone(
    claims: tuple[str, ...], broken: list[str], made: Path, tmp_path: Path
) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    with pikepdf.open(made / "made.pdf") as document:
        packet = document.Root.Metadata.read_bytes()
        for claim, name in (("A", b"pdfaid:"), ("UA", b"pdfuaid:")):
            packet = packet if claim in claims else packet.replace(name, b"other:")
        document.Root.Metadata.write(packet)
        del document.Root.Lang, document.Root.ViewerPreferences
        document.Root.Extra = document.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Figure)
        )
        document.save(tmp_path / "a.pdf")
    (verdict,) = files.validate([tmp_path / "a.pdf"])
    assert sorted(v.rule for v in verdict.violations) == broken


def test_a_warning_is_told_and_breaks_no_standard(tmp_path: Path) -> None:
    source = FILES[0].read_text(encoding="utf-8")
    (tmp_path / "a.xml").write_text(
        source.replace("</body>", '<p id="tide">See <link href="javascript:tide()">the tide</link>.</p></body>'),
        encoding="utf-8",
    )
    code, output = validate(tmp_path / "a.xml")
    assert code == 0 and "a.xml: valid" in output and "warning: The link" in output


def test_a_name_that_is_no_text_is_shown(made: Path, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/\xff.xml")
    try:
        shutil.copy(made / "made.xml", name)
    except OSError:
        pytest.skip("this file system takes no such name")
    assert validate(tmp_path)[0] == 0
    assert list(states(tmp_path).values()) == ["valid"]


# ---- each validator sees what it says that it sees -------------------------------------------------

Change = Callable[[bytes], bytes]


def repacked(path: Path, target: Path, name: str, change: Change | None) -> Path:
    """A package with one entry changed, or without it."""
    with zipfile.ZipFile(path) as packed, zipfile.ZipFile(target, "w") as out:
        for entry in packed.infolist():
            data = packed.read(entry)
            if entry.filename == name:
                if change is None:
                    continue
                changed = change(data)
                assert changed != data, "the change must hit something"
                data = changed
            out.writestr(entry, data)
    return target


def _replaced(old: bytes, new: bytes) -> Change:
    return lambda data: data.replace(old, new, 1)


@pytest.mark.parametrize(
    ("name", "change", "rule"),
    [
        ("word/document.xml", None, "relationship"),
        ("[Content_Types].xml", None, "part"),
        ("_rels/.rels", None, "part"),
        ("word/footnotes.xml", None, "relationship"),
        ("word/document.xml", lambda data: data[:-40], "well-formed"),
        ("word/document.xml", _replaced(b"footnoteReference w:id=", b'footnoteReference w:id="99" w:x='), "note"),
        (
            "word/document.xml",
            _replaced(b"<w:body>", b'<w:body><w:p><w:hyperlink w:anchor="nowhere"/></w:p>'),
            "bookmark",
        ),
        (
            "word/document.xml",
            _replaced(b"<w:body>", b'<w:body><w:p><w:hyperlink r:id="rId999"/></w:p>'),
            "relationship",
        ),
        ("word/styles.xml", lambda data: b"<styles/>", "part"),
        (
            "[Content_Types].xml",
            lambda data: data.replace(b'Extension="xml"', b'Extension="xyz"').replace(b"/word/fontTable", b"/x"),
            "content-type",
        ),
    ],
)
def test_what_is_wrong_in_a_docx(name: str, change: Change | None, rule: str, tmp_path: Path) -> None:
    source = archiver.export(_load(FILES[0].with_name("notes-everywhere.xml")), "docx", tmp_path / "a.docx")
    assert docx.validate([source])[0].state == "valid"
    (verdict,) = docx.validate([repacked(source, tmp_path / "b.docx", name, change)])
    assert rule in {violation.rule for violation in verdict.violations}


@pytest.mark.parametrize(
    ("name", "change", "rule"),
    [
        ("mimetype", None, "part"),
        ("mimetype", lambda data: b"text/plain", "mimetype"),
        ("styles.xml", None, "part"),
        ("styles.xml", lambda data: b"<styles/>", "part"),
        ("content.xml", lambda data: data[:-40], "well-formed"),
        ("META-INF/manifest.xml", _replaced(b"content.xml", b"contents.xml"), "manifest"),
        (
            "content.xml",
            _replaced(b"<office:text>", b'<office:text><text:a xlink:href="#nowhere">x</text:a>'),
            "bookmark",
        ),
        (
            "content.xml",
            _replaced(b"<office:text>", b'<office:text><draw:image xlink:href="Pictures/none.png"/>'),
            "picture",
        ),
    ],
)
def test_what_is_wrong_in_an_odt(name: str, change: Change | None, rule: str, tmp_path: Path) -> None:
    source = archiver.export(_load(FILES[0].with_name("notes-everywhere.xml")), "odt", tmp_path / "a.odt")
    assert odt.validate([source])[0].state == "valid"
    (verdict,) = odt.validate([repacked(source, tmp_path / "b.odt", name, change)])
    assert rule in {violation.rule for violation in verdict.violations}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("</title>", "", "well-formed"),
        ("<body", "<body onload='x()'", "acts"),
        ("</body>", "<script>x()</script></body>", "acts"),
        ("</body>", "<a href='javascript:x()'>x</a></body>", "acts"),
        ("</body>", "<img src='https://harbour.example/a.png' alt=''/></body>", "loads"),
        ("</body>", "<p id='twice'/><p id='twice'/></body>", "id"),
        ("</body>", "<a href='#nowhere'>x</a></body>", "link"),
    ],
)
def test_what_is_wrong_in_a_page_of_ours(old: str, new: str, rule: str, made: Path, tmp_path: Path) -> None:
    page = (made / "made.html").read_text("utf-8")
    assert old in page
    (tmp_path / "a.html").write_text(page.replace(old, new, 1), "utf-8")
    (verdict,) = html.validate([tmp_path / "a.html"])
    assert verdict.state == "not valid" and rule in {violation.rule for violation in verdict.violations}


def test_a_page_that_need_not_be_xml_is_not_judged(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!DOCTYPE html><title>The quay</title><p>One<br>two")
    assert validate(tmp_path / "a.html")[0] == 0
    assert states(tmp_path / "a.html") == {"a.html": "not judged"}
    (tmp_path / "b.html").write_text(
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>The quay</title></head><body/></html>'
    )
    assert states(tmp_path / "b.html") == {"b.html": "not judged"}, "four checks are no validation"


@pytest.mark.parametrize(
    ("old", "new", "rule"), [("</body>", "", "well-formed"), ("</body>", "<p><xref rid='nowhere'/></p></body>", "rid")]
)
def test_what_is_wrong_in_jats(old: str, new: str, rule: str, made: Path, tmp_path: Path) -> None:
    text = (made / "made.jats.xml").read_text("utf-8")
    assert old in text
    (tmp_path / "a.jats.xml").write_text(text.replace(old, new, 1), "utf-8")
    (verdict,) = jats.validate([tmp_path / "a.jats.xml"])
    assert verdict.state == "not valid" and [violation.rule for violation in verdict.violations] == [rule]


def test_jats_is_held_against_a_schema_that_is_named(made: Path, tmp_path: Path) -> None:
    (tmp_path / "any.rng").write_text(
        '<grammar xmlns="http://relaxng.org/ns/structure/1.0"><start><ref name="any"/></start><define name="any"><element><anyName/>'
        '<zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name="any"/></choice></zeroOrMore></element></define></grammar>'
    )
    code, output = validate(made / "made.jats.xml", "--schema", tmp_path / "any.rng", "--strict")
    assert code == 0 and "made.jats.xml: valid (any.rng" in output


def test_a_package_that_is_encrypted_or_leads_out_is_told(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("content.xml", "<a/>")
    locked = bytearray(data.getvalue())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    (tmp_path / "a.odt").write_bytes(bytes(locked))
    assert {v.rule for v in odt.validate([tmp_path / "a.odt"])[0].violations} == {"encrypted"}
    with zipfile.ZipFile(tmp_path / "b.odt", "w") as packed:
        packed.writestr("content.xml", "<a/>")
        packed.writestr("../../outside.xml", "<a/>")
    assert "outside" in {v.rule for v in odt.validate([tmp_path / "b.odt"])[0].violations}
