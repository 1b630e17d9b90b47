"""The commands as a user calls them: what each writes to which stream, which files it makes, and its exit code."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from archiver.readers import format_names

Ran = subprocess.CompletedProcess[bytes]


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


class TestNormalize:
    def test_only_the_record_goes_to_standard_output(self, archiver: Callable[..., Ran], page: Path) -> None:
        ran = archiver("normalize", "gulls.html")
        assert (ran.returncode, ran.stderr) == (0, b"")
        root = etree.fromstring(ran.stdout)
        assert root.findtext("{*}head/{*}title") == "On Gulls"
        assert [n.get("label") for n in root.iter("{*}note")] == ["1"]

    def test_the_source_can_be_standard_input(self, archiver: Callable[..., Ran], page: Path) -> None:
        ran = archiver("normalize", "-", stdin=page.read_bytes())
        assert ran.returncode == 0
        source = etree.fromstring(ran.stdout).find("{*}provenance/{*}source")
        assert source is not None and source.get("href") == "stdin"

    def test_metadata_from_options_win(self, archiver: Callable[..., Ran], page: Path) -> None:
        ran = archiver(
            "normalize",
            "gulls.html",
            "--title",
            "Gulls",
            "--author",
            "A. Lee",
            "--author",
            "B. Roe",
            "--language",
            "en-GB",
        )
        root = etree.fromstring(ran.stdout)
        assert root.findtext("{*}head/{*}title") == "Gulls"
        assert [a.findtext("{*}name") for a in root.iter("{*}author")] == ["A. Lee", "B. Roe"]
        assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"

    def test_metadata_can_come_from_a_file(self, archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
        (tmp_path / "m.yaml").write_text("title: Gulls\nauthors: [Ann Lee]\nkeywords: [birds, sea]\n", encoding="utf-8")
        root = etree.fromstring(archiver("normalize", "gulls.html", "--metadata", "m.yaml").stdout)
        assert [k.text for k in root.iter("{*}keyword")] == ["birds", "sea"]

    def test_a_misspelt_field_is_named(self, archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
        (tmp_path / "m.yaml").write_text("titel: Gulls\n", encoding="utf-8")
        ran = archiver("normalize", "gulls.html", "--metadata", "m.yaml")
        assert ran.returncode == 2
        assert b"'titel'" in ran.stderr

    @pytest.mark.slow
    def test_two_runs_give_the_same_bytes(self, archiver: Callable[..., Ran], page: Path) -> None:
        assert archiver("normalize", "gulls.html").stdout == archiver("normalize", "gulls.html").stdout


class TestConvert:
    @pytest.mark.slow
    def test_without_formats_the_default_formats_are_made(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        ran = archiver("convert", "gulls.html", "-o", "out")
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout == b""
        assert files(tmp_path / "out") == ["gulls.epub", "gulls.pdf", "gulls.tei.xml", "gulls.xml"]

    def test_folders_are_mirrored_and_names_do_not_clash(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "in" / "a").mkdir(parents=True)
        text = page.read_bytes()
        (tmp_path / "in" / "one.html").write_bytes(text)
        (tmp_path / "in" / "one.htm").write_bytes(text)
        (tmp_path / "in" / "a" / "two.html").write_bytes(text)
        (tmp_path / "in" / "readme.md").write_bytes(b"no source")
        ran = archiver("convert", "in", "-o", "out", "-t", "xml")
        assert ran.returncode == 0, ran.stderr
        assert [re.sub("-[0-9a-f]{6}", "-HASH", name) for name in files(tmp_path / "out")] == [
            "a/two.xml",
            "one-HASH.xml",
            "one-HASH.xml",
        ]

    @pytest.mark.parametrize(
        "call",
        [
            ("convert", "gulls.html", "-o", ".", "-t", "xml,html"),
            ("convert", "notes.txt", "gulls.html", "-o", ".", "-t", "text", "--dry-run"),
            ("normalize", "gulls.html", "-o", "gulls.html"),
            ("clean", "gulls.html", "-o", "gulls.html"),
        ],
    )
    def test_a_source_is_never_overwritten(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, call: tuple[str, ...]
    ) -> None:
        (tmp_path / "notes.txt").write_text("On Terns\n\nTerns are quieter.\n", encoding="utf-8")
        before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
        ran = archiver(*call)
        assert ran.returncode == 2
        assert b"over" in ran.stderr and b"source" in ran.stderr
        assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before

    @pytest.mark.parametrize("command", ["convert", "normalize", "clean", "inspect", "export", "validate"])
    def test_an_empty_name_is_not_this_folder(self, archiver: Callable[..., Ran], tmp_path: Path, command: str) -> None:
        """Most often a variable of the shell is empty; pathlib takes "" for the working folder."""
        (tmp_path / "gulls.html").write_text("<p>On gulls.</p>", encoding="utf-8")
        ran = archiver(command, "")
        assert ran.returncode == 2 and b"is empty. Name a file." in ran.stderr and ran.stdout == b""
        assert files(tmp_path) == ["gulls.html"]

    @pytest.mark.slow
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_run_continues_after_a_source_that_fails(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, jobs: str
    ) -> None:
        (tmp_path / "empty.html").write_bytes(b"")
        (tmp_path / "zebra.html").write_bytes(page.read_bytes())
        ran = archiver("convert", ".", "-o", "out", "-t", "xml", "-j", jobs)
        assert ran.returncode == 10
        assert b"empty.html" in ran.stderr and b"1 of 3" in ran.stderr
        assert b"Traceback" not in ran.stderr
        assert files(tmp_path / "out") == ["gulls.xml", "zebra.xml"]

    def test_the_sources_can_be_in_a_list(self, archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
        (tmp_path / "list").write_text("# what we keep\n\ngulls.html\n", encoding="utf-8")
        assert archiver("convert", "@list", "-o", "out", "-t", "text").returncode == 0
        assert files(tmp_path / "out") == ["gulls.txt"]

    def test_a_dry_run_writes_no_file(self, archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
        ran = archiver("convert", "gulls.html", "-o", "out", "--dry-run")
        assert ran.returncode == 0 and b"gulls.pdf" in ran.stderr
        assert not (tmp_path / "out").exists()

    def test_messages_can_be_json(self, archiver: Callable[..., Ran], page: Path) -> None:
        ran = archiver("convert", "gulls.html", "-o", "out", "-t", "xml", "--log-format", "json")
        (line,) = ran.stderr.decode().splitlines()
        assert json.loads(line)["notes"] == 1

    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            (["convert"], 2),
            (["convert", "gulls.html", "-t", "papyrus"], 2),
            (["convert", "nowhere.html"], 3),
            (["convert", "ftp://example.org/a"], 3),
            (["export", "https://example.org/a.xml"], 2),
            (["convert", "gulls.html", "--css", "nowhere.css"], 2),
            (["convert", "gulls.html", "-f", "papyrus"], 2),
            (["frobnicate"], 2),
        ],
    )  # fmt: skip
    def test_a_wrong_call_fails_without_a_traceback(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, arguments: list[str], code: int
    ) -> None:
        ran = archiver(*arguments)
        assert ran.returncode == code
        assert ran.stderr and b"Traceback" not in ran.stderr
        assert not (tmp_path / "exports").exists()

    @pytest.mark.parametrize(
        "arguments", [["convert"], ["inspect"], ["validate"], ["normalize", "gulls.html"], ["convert", "--log-format", "json"], ["--debug", "clean"]]
    )  # fmt: skip
    def test_a_password_in_an_address_stands_in_no_message(
        self, archiver: Callable[..., Ran], page: Path, arguments: list[str]
    ) -> None:
        ran = archiver(*arguments, "https://ann:secret@example.org/gulls")
        assert ran.returncode in (2, 3) and b"example.org" in ran.stderr
        assert b"secret" not in ran.stdout + ran.stderr


class TestExport:
    @pytest.mark.slow
    def test_a_corrected_record_gives_corrected_exports(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        record = archiver("normalize", "gulls.html").stdout.replace(b"a bird of opinions", b"a bird of convictions")
        (tmp_path / "gulls.xml").write_bytes(record)
        assert archiver("export", "gulls.xml", "-o", "out", "-t", "text,html").returncode == 0
        assert "a bird of convictions" in (tmp_path / "out" / "gulls.txt").read_text("utf-8")

    @pytest.mark.slow
    def test_options_set_the_form_of_tei(self, archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
        (tmp_path / "gulls.xml").write_bytes(archiver("normalize", "gulls.html").stdout)
        shapes: tuple[tuple[str, ...], ...] = ((), ("--tei-notes", "inline"), ("--tei-removed",))
        made = []
        for shape in shapes:
            assert archiver("export", "gulls.xml", "-o", "out", "-t", "tei,text", *shape).returncode == 0
            made.append((tmp_path / "out" / "gulls.tei.xml").read_text("utf-8"))
            assert archiver("validate", "out/gulls.tei.xml").returncode == 0
        assert ["<anchor" in tei for tei in made] == [False, True, False]
        assert ["<standOff" in tei for tei in made] == [False, False, True]
        assert archiver("export", "gulls.xml", "-t", "tei", "--tei-notes", "margin").returncode == 2

    @pytest.mark.slow
    def test_a_broken_record_is_refused_with_its_line(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        record = archiver("normalize", "gulls.html").stdout.replace(b'target="n1"', b'target="n9"')
        line = next(number for number, line in enumerate(record.splitlines(), 1) if b'target="n9"' in line)
        (tmp_path / "gulls.xml").write_bytes(record)
        ran = archiver("export", "gulls.xml", "-o", "out")
        assert ran.returncode == 5
        assert f"line {line}:".encode() in ran.stderr and b"n9" in ran.stderr
        assert not (tmp_path / "out").exists()


class TestInspect:
    def test_json_accounts_for_every_word(self, archiver: Callable[..., Ran], page: Path) -> None:
        data = json.loads(archiver("inspect", "gulls.html", "--format", "json").stdout)
        words = data["words"]
        assert words["unaccounted"] == 0
        assert words["source"] == words["kept"] + words["removed"] > 0
        assert [note["label"] for note in data["notes"]] == ["1"]
        assert "Home Birds" in [removal["text"] for removal in data["removed"]]

    @pytest.mark.slow
    def test_an_inspection_can_be_text_or_html(self, archiver: Callable[..., Ran], page: Path) -> None:
        assert b"WORDS" in archiver("inspect", "gulls.html").stdout
        shown = archiver("inspect", "gulls.html", "--format", "html").stdout.decode()
        assert "<del" in shown and "Home" in shown and "<script" not in shown


class TestClean:
    def test_the_result_is_xhtml_without_chrome(self, archiver: Callable[..., Ran], page: Path) -> None:
        ran = archiver("clean", "gulls.html")
        root = etree.fromstring(ran.stdout)
        text = " ".join("".join(root.itertext()).split())
        assert root.tag == "{http://www.w3.org/1999/xhtml}html"
        assert "bird of opinions" in text and "harbourmaster says" in text
        assert "Birds" not in text and "All rights reserved" not in text


class TestValidate:
    @pytest.mark.slow
    def test_valid_and_invalid_files_are_told_apart(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        archiver("convert", "gulls.html", "-o", "out", "-t", "xml,tei")
        assert archiver("validate", "out").returncode == 0
        record = tmp_path / "out" / "gulls.xml"
        record.write_bytes(record.read_bytes().replace(b"<body>", b"<body><nonsense/>"))
        ran = archiver("validate", "out", "--format", "json")
        assert ran.returncode == 5
        states = {Path(v["file"]).name: v["state"] for v in json.loads(ran.stdout)}
        assert states == {"gulls.xml": "not valid", "gulls.tei.xml": "valid"}

    @pytest.mark.slow
    def test_a_grammar_of_the_user_is_used(self, archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
        archiver("convert", "gulls.html", "-o", "out", "-t", "xml,tei")
        (tmp_path / "own.rng").write_text(
            '<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.tei-c.org/ns/1.0"><start><element name="TEI">'
            '<zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name="any"/></choice></zeroOrMore></element></start>'
            '<define name="any"><element><anyName/><zeroOrMore><choice><attribute><anyName/></attribute><text/><ref name="any"/></choice>'
            "</zeroOrMore></element></define></grammar>"
        )
        assert archiver("validate", "out/gulls.tei.xml", "--schema", "own.rng").returncode == 0
        ran = archiver("validate", "out", "--schema", "own.rng", "--format", "json")
        assert ran.returncode == 5
        states = {Path(v["file"]).name: v["state"] for v in json.loads(ran.stdout)}
        assert states == {"gulls.xml": "not valid", "gulls.tei.xml": "valid"}

    @pytest.mark.slow
    def test_an_invalid_grammar_is_refused(self, archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
        archiver("convert", "gulls.html", "-o", "out", "-t", "tei")
        (tmp_path / "own.rng").write_text("<grammar>")
        ran = archiver("validate", "out/gulls.tei.xml", "--schema", "own.rng")
        assert ran.returncode in (2, 6) and b": valid" not in ran.stdout

    def test_broken_xml_of_no_known_kind_is_not_valid(self, archiver: Callable[..., Ran], tmp_path: Path) -> None:
        (tmp_path / "a.xml").write_bytes(b"hello")
        assert archiver("validate", "a.xml").returncode == 5


@pytest.mark.slow
def test_doctor_names_the_installed_libraries(archiver: Callable[..., Ran]) -> None:
    ran = archiver("doctor", "--format", "json")
    assert ran.returncode in (0, 6)
    assert "lxml" in {item["name"] for item in json.loads(ran.stdout) if item["present"]}


def test_without_a_command_the_help_is_shown(archiver: Callable[..., Ran]) -> None:
    bare, asked = archiver(), archiver("--help")
    assert (bare.returncode, bare.stdout, bare.stderr) == (2, b"", asked.stdout)
    assert (asked.returncode, asked.stderr) == (0, b"") and asked.stdout.count(b"\n") > 20


class TestMistakes:
    """Each mistake gets one sentence, once. It is true and names the remedy."""

    @pytest.mark.parametrize(
        ("line", "code", "message"),
        [
            ("conver gulls.html", 2, "No such command 'conver'. Did you mean 'convert'? Try `archiver --help`."),
            (
                "gulls.html",
                2,
                "No such command 'gulls.html'. To convert it, write `archiver convert gulls.html`. Try `archiver --help`.",
            ),
            ("Convert gulls.html", 2, "No such command 'Convert'. Did you mean 'convert'? Try `archiver --help`."),
            ("convert nowhere/", 3, "nowhere: cannot be read: it does not exist. Check the name."),
            ("convert ./nowhere.html", 3, "nowhere.html: cannot be read: it does not exist. Check the name."),
            ("convert -", 3, "standard input: it is empty. Check that it was saved whole."),
            ("normalize -", 3, "standard input: it is empty. Check that it was saved whole."),
            ("convert gulls.html -t", 2, "Option '-t' requires an argument. Try `archiver convert --help`."),
            ("rules", 2, "Missing command. Try `archiver rules --help`."),
            ("doctor now", 2, "Got unexpected extra argument (now). Try `archiver doctor --help`."),
            (
                "convert . -j 1.5",
                2,
                "Invalid value for '-j' / '--jobs': '1.5' is not a valid whole number. Try `archiver convert --help`.",
            ),
            (
                "convert . --from pdf",
                2,
                f"Archiver reads no format 'pdf'. It reads: {', '.join(format_names())}.",
            ),
            (
                "convert gulls.html second.html -o - -t text",
                2,
                "-o -: standard output takes one source, but there are 2. Name a folder.",
            ),
            (
                "convert gulls.html -o gulls.doc",
                2,
                "gulls.doc: Archiver makes no .doc file. Name a file of another format, or a folder with a slash at its end.",
            ),
            (
                "normalize gulls.html -o gulls.pdf",
                2,
                "-o gulls.pdf: the name says pdf, but this is the record. Name a file that ends in .xml; `archiver convert` makes pdf.",
            ),
            (
                "clean gulls.html -o gulls.epub",
                2,
                "-o gulls.epub: the name says epub, but this is a page. Name a file that ends in .html; `archiver convert` makes epub.",
            ),
            (
                "inspect gulls.html --format json -o gulls.xml",
                2,
                "-o gulls.xml: the name says xml, but this is a report (json). Name a file that ends in .txt; `archiver convert` makes xml.",
            ),
            (
                "normalize gulls.html -o folder",
                2,
                "-o folder: this is a folder, and the record is one file. Name the file in it.",
            ),
            (
                "clean gulls.html -o new/",
                2,
                "-o new/: this is a folder, and the page is one file. Name the file in it.",
            ),
            ("convert . --site-rules none", 2, "--site-rules none: there is no such folder. Check the name."),
            ("normalize folder", 3, "folder: cannot be read: it is a folder. Name a file in it."),
            (
                "convert gulls.html -o list",
                2,
                "list: this is a file, and a file takes exactly one format. Name one format with -t, or name a folder.",
            ),
            (
                "convert gulls.html -t xml -o list/out/",
                2,
                "gulls.html: list/out/gulls.xml: cannot be written: a part of its path is a file, not a folder. Choose another folder.",
            ),
            (
                "export gulls.html",
                3,
                "gulls.html: this is not an archival record. Make one with `archiver normalize SOURCE`.",
            ),
            (
                "export list",
                3,
                "list: this is not an archival record. Make one with `archiver normalize SOURCE`.",
            ),
        ],
    )
    def test_a_mistake_gets_one_true_sentence(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, line: str, code: int, message: str
    ) -> None:
        (tmp_path / "folder").mkdir()
        (tmp_path / "list").write_text("a list\n", encoding="utf-8")
        (tmp_path / "second.html").write_bytes(page.read_bytes() + b"<hr>")
        ran = archiver(*line.split())
        assert (ran.returncode, ran.stdout, ran.stderr.decode()) == (code, b"", f"archiver: {message}\n")

    def test_an_unknown_format_gets_the_near_one(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        assert b"There is no format 'pfd'. Did you mean pdf?" in archiver("convert", "gulls.html", "-t", "pfd").stderr
        # a script may have an empty variable there
        assert archiver("convert", "gulls.html", "-t", "").returncode == 2
        assert not (tmp_path / "exports").exists()

    @pytest.mark.parametrize("line", ["rules tst", "convert --verbos", "inspect --formt text gulls.html"])
    def test_a_question_of_click_gets_no_full_stop(self, archiver: Callable[..., Ran], page: Path, line: str) -> None:
        ran = archiver(*line.split())
        assert ran.returncode == 2 and not re.search(rb"\?\)?\.", ran.stderr)
        assert ran.stderr.endswith(b"--help`.\n")
