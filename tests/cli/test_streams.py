"""Standard streams that are closed, full or cut off; -o as folder, file and stream; names and locales of any kind."""

from __future__ import annotations

import os
import pty
import re
import resource
import select
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

Ran = subprocess.CompletedProcess[bytes]


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


@pytest.fixture
def shell(tmp_path: Path) -> Callable[[str], Ran]:
    """A function that runs a shell line in the folder; $A is the command archiver."""

    def call(line: str) -> Ran:
        environment = {**os.environ, "A": f"{shlex.quote(sys.executable)} -m archiver.cli"}
        return subprocess.run(
            ["bash", "-c", f"set -o pipefail; {line}"], cwd=tmp_path, env=environment, capture_output=True, timeout=300
        )

    return call


def is_one_sentence(text: bytes) -> bool:
    return len(text.splitlines()) == 1 and text.startswith(b"archiver: ")


@pytest.mark.usefixtures("page")
class TestStreams:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        "line",
        [
            "$A normalize gulls.html > /dev/full",
            "$A normalize gulls.html -o - >&-",
            "$A clean gulls.html > /dev/full",
            "$A inspect gulls.html > /dev/full",
            "$A convert gulls.html -o - -t text > /dev/full",
            "$A doctor > /dev/full",
            "$A validate gulls.html >&-",
            "$A config >&-",
            "$A --help > /dev/full",
        ],
    )
    def test_closed_or_full_standard_output_fails_with_one_sentence(
        self, shell: Callable[[str], Ran], line: str
    ) -> None:
        ran = shell(line)
        assert ran.returncode == 2 and is_one_sentence(ran.stderr), ran.stderr

    def test_closed_or_empty_standard_input_fails_with_one_sentence(self, shell: Callable[[str], Ran]) -> None:
        for line in ("$A normalize - <&-", "$A convert - -t xml <&-", "$A normalize - </dev/null", "$A validate - <&-"):
            ran = shell(line)
            assert ran.returncode == 3 and is_one_sentence(ran.stderr), ran.stderr

    @pytest.mark.slow
    def test_a_run_succeeds_when_standard_error_is_closed_or_full(
        self, shell: Callable[[str], Ran], tmp_path: Path
    ) -> None:
        (tmp_path / "terns.html").write_bytes((tmp_path / "gulls.html").read_bytes())
        for number, streams in enumerate(("2>&-", "2>/dev/full", "<&- >&- 2>&-", "<&- >&- 2>&- -j 2", "2> >(exit)")):
            assert shell(f"$A convert . -o out{number} -t xml,docx {streams}").returncode == 0, streams
            made = tmp_path / f"out{number}"
            assert files(made) == ["gulls.docx", "gulls.xml", "terns.docx", "terns.xml"]
            assert all(made.joinpath(name).read_bytes().startswith((b"PK", b"<?xml")) for name in files(made))
        for streams in ("2>&-", "2>/dev/full"):
            assert shell(f"$A convert nowhere.html {streams}").returncode == 3

    @pytest.mark.slow
    def test_standard_input_can_be_non_blocking(self, tmp_path: Path) -> None:
        """Another process that shares a pipe can make it non-blocking. An empty pipe is then not the end of the input."""
        page = (tmp_path / "gulls.html").read_bytes()
        command = [sys.executable, "-m", "archiver.cli", "normalize", "-"]
        reading, writing = os.pipe()
        os.set_blocking(reading, False)
        running = subprocess.Popen(command, stdin=reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        os.close(reading)
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            for start in range(0, len(page), 400):
                time.sleep(0.3)
                pipe.write(page[start : start + 400])
        made, said = running.communicate(timeout=60)
        assert (running.returncode, said) == (0, b"")
        assert made == subprocess.run(command, input=page, capture_output=True, check=True).stdout

    @pytest.mark.slow
    def test_standard_output_can_be_non_blocking(self, tmp_path: Path) -> None:
        page = (tmp_path / "gulls.html").read_text("utf-8")
        many = "<p>The bell rang again.</p>" * 9000
        (tmp_path / "gulls.html").write_text(page.replace("<footer>", f"{many}<footer>"), encoding="utf-8")
        reading, writing = os.pipe()
        os.set_blocking(writing, False)
        command = [sys.executable, "-m", "archiver.cli", "normalize", "gulls.html"]
        running = subprocess.Popen(command, cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            select.select([pipe], [], [])
            time.sleep(0.5)  # until it is full
            made = pipe.read()
        _, said = running.communicate(timeout=60)
        assert (running.returncode, said) == (0, b"")
        assert made.count(b"The bell rang again.") == 9000

    def test_a_run_succeeds_when_its_terminal_is_closed(self, tmp_path: Path) -> None:
        """The progress bar cannot be shown, and the run continues."""
        (tmp_path / "terns.html").write_bytes((tmp_path / "gulls.html").read_bytes())
        os.mkfifo(tmp_path / "knots.html")
        try:
            terminal, theirs = pty.openpty()
        except OSError as error:
            pytest.skip(f"this system gives out no terminals: {error}")
        command = [
            sys.executable,
            "-m",
            "archiver.cli",
            "convert",
            "knots.html",
            "gulls.html",
            "terns.html",
            "-t",
            "xml",
        ]
        running = subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.DEVNULL, stderr=theirs)
        os.close(theirs)
        with (tmp_path / "knots.html").open("w") as knots:  # waits until it is at work
            os.close(terminal)
            knots.write((tmp_path / "gulls.html").read_text("utf-8"))
        assert running.wait(timeout=60) == 0
        assert files(tmp_path / "exports") == ["gulls.xml", "knots.xml", "terns.xml"]

    @pytest.mark.slow
    def test_a_closed_pipe_ends_the_command_quietly(self, shell: Callable[[str], Ran]) -> None:
        for line in (
            "$A normalize gulls.html",
            "$A --help",
            "$A convert gulls.html -o - -t pdf",
            "$A inspect gulls.html",
        ):
            ran = shell(f"{line} | exec true")
            assert ran.returncode == 0 and b"Traceback" not in ran.stderr and b"defect" not in ran.stderr

    def test_a_file_size_limit_fails_with_one_sentence(self, archiver: Callable[..., Ran], tmp_path: Path) -> None:
        """The system refuses to write, as on a full disk."""
        command = [sys.executable, "-m", "archiver.cli", "convert", "gulls.html", "-o", "out", "-t", "xml,text"]

        def limit() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

        environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
        ran = subprocess.run(command, cwd=tmp_path, capture_output=True, preexec_fn=limit, env=environment)
        assert ran.returncode == 2 and is_one_sentence(ran.stderr), ran.stderr
        assert not files(tmp_path / "out")

    @pytest.mark.slow
    @pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs a disk of its own")
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_full_disk_fails_with_one_sentence(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, jobs: str
    ) -> None:
        disk = tmp_path / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", disk], capture_output=True).returncode:
            pytest.skip("nothing can be mounted here")
        try:
            for number in range(12):
                (tmp_path / f"g{number}.html").write_bytes(page.read_bytes())
            ran = archiver("convert", ".", "-o", "disk/out", "-t", "xml,html", "-j", jobs)
            assert ran.returncode == 2 and b"No space left" in ran.stderr and b"Traceback" not in ran.stderr
            assert b"of 13 sources: the disk is full." in ran.stderr.splitlines()[-1]
            made = list((disk / "out").iterdir())
            assert made and not [path for path in made if path.name.startswith(".")]
            assert all(path.read_bytes().rstrip().endswith((b"</article>", b"</html>")) for path in made)
        finally:
            subprocess.run(["umount", disk], check=True)

    @pytest.mark.slow
    @pytest.mark.skipif(sys.platform != "linux" or os.geteuid() != 0, reason="needs a disk of its own")
    def test_a_batch_goes_on_when_there_is_room_again(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        disk = tmp_path / "disk"
        disk.mkdir()
        if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "none", disk], capture_output=True).returncode:
            pytest.skip("nothing can be mounted here")
        try:
            for number in range(12):
                (tmp_path / f"g{number:02}.html").write_bytes(page.read_bytes().replace(b"bell", b"bell %d" % number))
            ran = archiver("batch", ".", "-o", "disk/out", "-t", "xml,epub")
            assert ran.returncode == 2 and b"Traceback" not in ran.stderr, ran.stderr
            assert any(line.startswith(b"archiver: stopped after") for line in ran.stderr.splitlines()), ran.stderr
            made = len(list((disk / "out").glob("*.epub")))
            assert 0 < made < 13
            subprocess.run(["mount", "-o", "remount,size=9m", disk], check=True)
            ran = archiver("batch", ".", "-o", "disk/out", "-t", "xml,epub")
            assert ran.returncode == 0 and b"unchanged since an earlier run" in ran.stderr, ran.stderr
            assert archiver("batch", ".", "-o", "whole", "-t", "xml,epub").returncode == 0
            for path in (tmp_path / "whole").glob("g*"):
                assert (disk / "out" / path.name).read_bytes() == path.read_bytes()
        finally:
            subprocess.run(["umount", disk], check=True)


@pytest.mark.usefixtures("page")
class TestDestination:
    @pytest.mark.slow
    def test_the_output_can_be_a_file(self, archiver: Callable[..., Ran], tmp_path: Path) -> None:
        for output, formats, made in (
            ("a.txt", (), "a.txt"),
            ("sub/a.tei.xml", (), "sub/a.tei.xml"),
            ("b.xml", ("-t", "tei"), "b.xml"),
            ("a.htm", ("-t", "html"), "a.htm"),
            ("folder", ("-t", "text"), "folder/gulls.txt"),
            ("a.d/", ("-t", "text"), "a.d/gulls.txt"),
            ("books.epub/", ("-t", "text"), "books.epub/gulls.txt"),
            ("books.epub", ("-t", "text,html"), "books.epub/gulls.html"),
        ):
            ran = archiver("convert", "gulls.html", "-o", output, *formats)
            assert ran.returncode == 0, ran.stderr
            assert (tmp_path / made).is_file() and made.encode() in ran.stderr
        assert b"urn:archiver" in (tmp_path / "b.xml").read_bytes() or b"tei-c.org" in (tmp_path / "b.xml").read_bytes()

    @pytest.mark.parametrize("format", ["pdf", "text"])
    def test_a_file_that_is_no_text_does_not_go_to_a_terminal(self, tmp_path: Path, format: str) -> None:
        try:
            terminal, theirs = pty.openpty()
        except OSError as error:
            pytest.skip(f"this system gives out no terminals: {error}")
        command = [sys.executable, "-m", "archiver.cli", "convert", "gulls.html", "-o", "-", "-t", format]
        ran = subprocess.run(
            command, cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, check=False
        )
        os.close(theirs)
        os.close(terminal)
        if format == "text":
            assert ran.returncode == 0
        else:
            assert (
                ran.returncode == 2 and is_one_sentence(ran.stderr) and b"standard output is a terminal" in ran.stderr
            )

    @pytest.mark.slow
    def test_standard_input_can_be_validated(self, archiver: Callable[..., Ran]) -> None:
        record = archiver("normalize", "gulls.html").stdout
        for format in ("xml", "epub", "tei", "html", "docx"):
            made = archiver("export", "-", "-o", "-", "-t", format, stdin=record).stdout
            ran = archiver("validate", "-", stdin=made)
            assert ran.returncode == 0 and ran.stdout.startswith(b"standard input: valid"), format
        broken = archiver("validate", "-", "--format", "json", stdin=record[:-300])
        assert broken.returncode == 5 and b'"file": "-"' in broken.stdout and b"/tmp" not in broken.stdout
        assert archiver("validate", "-", "--strict", stdin=b"\0\1\2" * 99).returncode == 5

    @pytest.mark.slow
    def test_the_output_can_be_standard_output(self, archiver: Callable[..., Ran], tmp_path: Path) -> None:
        before = files(tmp_path)
        ran = archiver("convert", "gulls.html", "-o", "-", "-t", "text")
        assert ran.returncode == 0 and ran.stdout.startswith(b"On Gulls")
        record = archiver("convert", "gulls.html", "-o", "/dev/stdout", "-t", "xml").stdout
        assert record == archiver("normalize", "gulls.html").stdout
        assert archiver("export", "-", "-o", "-", "-t", "text", stdin=record).stdout == ran.stdout
        assert files(tmp_path) == before

    @pytest.mark.slow
    @pytest.mark.parametrize(
        "arguments",
        [
            ("gulls.html", "terns.html", "-o", "a.pdf"),
            ("gulls.html", "terns.html", "-o", "-", "-t", "text"),
            ("gulls.html", "-o", "a.pdf", "-t", "text,html"),
            ("gulls.html", "-o", "a.pdf", "-t", "epub"),
            ("gulls.html", "-o", "-"),
            ("gulls.html", "-o", "terns.html/", "-t", "text"),
            ("gulls.html", "-o", "terns.html/sub", "-t", "text"),
            ("gulls.html", "-o", "terns.html", "-t", "html"),
            ("gulls.html", "-o", "gulls.html", "-t", "html"),
        ],
        ids=" ".join,
    )
    def test_an_impossible_output_is_refused_and_nothing_is_written(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, arguments: tuple[str, ...]
    ) -> None:
        (tmp_path / "terns.html").write_bytes(page.read_bytes())
        before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
        ran = archiver("convert", *arguments)
        assert ran.returncode == 2 and is_one_sentence(ran.stderr), ran.stderr
        assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before

    @pytest.mark.slow
    def test_open_files_of_the_shell_can_be_sources_beside_others(
        self, shell: Callable[[str], Ran], tmp_path: Path
    ) -> None:
        """These files are open in the called process, but not in its workers."""
        (tmp_path / "terns.html").write_bytes((tmp_path / "gulls.html").read_bytes())
        ran = shell(
            "$A convert <(cat gulls.html) terns.html <(cat gulls.html) /dev/stdin -o out -t xml -j 2 < gulls.html"
        )
        assert ran.returncode == 0, ran.stderr
        assert len(files(tmp_path / "out")) == 4

    @pytest.mark.parametrize(
        ("line", "code"),
        [
            ("$A validate $LONG gulls.html", 3),
            ("$A validate $LONG/x.xml", 3),
            ("$A convert gulls.html --css $LONG -t pdf", 2),
            ("$A convert gulls.html --site-rules $LONG", 2),
            ("$A convert gulls.html -o ''", 2),
            ("mkdir gone && cd gone && rmdir ../gone && $A convert ../gulls.html", 3),
            ('here=$PWD && mkdir gone && cd gone && rmdir ../gone && $A convert "$here/gulls.html"', 2),
            ('here=$PWD && mkdir gone && cd gone && rmdir ../gone && $A convert "$here" -o x.pdf', 2),
        ],
    )
    def test_names_that_cannot_be_read_fail_with_one_sentence(
        self, shell: Callable[[str], Ran], line: str, code: int
    ) -> None:
        ran = shell(f"LONG={'x' * 300}; {line}")
        assert ran.returncode == code and is_one_sentence(ran.stderr), ran.stderr
        assert b"defect" not in ran.stderr

    @pytest.mark.slow
    def test_the_output_can_be_a_pipe_or_an_open_file(self, shell: Callable[[str], Ran], tmp_path: Path) -> None:
        ran = shell("mkfifo pipe; cat pipe > got & $A convert gulls.html -o pipe -t text && wait && [ -p pipe ]")
        assert ran.returncode == 0 and (tmp_path / "got").read_bytes().startswith(b"On Gulls")
        ran = shell("echo kept > log; $A convert gulls.html -o /dev/fd/3 -t text 3>> log")
        assert ran.returncode == 0 and (tmp_path / "log").read_bytes().startswith(b"kept\nOn Gulls")
        assert shell("$A convert <(cat gulls.html) -o got.xml").returncode == 0


NAMES = [
    b"page-\xff.html", "été.html".encode(), b"two\nlines.html", b"esc\x1b[31m.html", "bidi\u202e.html".encode(), b"c1\xc2\x9b.html", b"-o.html",
    b"@list.html", b"a b.html", b"x" * 250 + b".html", ("é" * 125).encode() + b".html", b"\xfe" * 250 + b".html", "漢".encode() * 83 + b".html",
]  # fmt: skip


class TestNames:
    @pytest.mark.slow
    @pytest.mark.parametrize(
        "locale",
        [{}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii:strict"}],
        ids=["utf-8", "ascii"],
    )
    def test_file_names_of_any_bytes_work_in_any_locale(
        self,
        archiver: Callable[..., Ran],
        page: Path,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        locale: dict[str, str],
    ) -> None:
        for name, value in locale.items():
            monkeypatch.setenv(name, value)
        folder = tmp_path / "in"
        folder.mkdir()
        for raw in NAMES:
            (folder / os.fsdecode(raw)).write_bytes(page.read_bytes())
        ran = archiver("convert", "in", "-o", "out", "-t", "xml,tei", "-j", "2")
        assert ran.returncode == 0, ran.stderr
        assert not {*"\x1b\x9b\u202e"} & {*ran.stderr.decode("utf-8")}
        assert len(ran.stderr.splitlines()) == len(NAMES) + 1
        assert len(files(tmp_path / "out")) == 2 * len(NAMES)
        made = [os.fsencode(path.name) for path in (tmp_path / "out").iterdir()]
        # cut between characters, with a hash
        (cut,) = [name.decode() for name in made if name.startswith("漢".encode()) and name.endswith(b".tei.xml")]
        assert re.fullmatch("漢+-[0-9a-f]{6}.tei.xml", cut)
        # the record calls its source by the same name wherever it was made
        accented = os.fsdecode("été.xml".encode())
        assert 'href="été.html"' in (tmp_path / "out" / accented).read_text("utf-8")

    @pytest.mark.parametrize("form", ["text", "json", "html"])
    def test_a_source_whose_name_is_not_valid_text_can_be_inspected(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, form: str
    ) -> None:
        name = os.fsdecode(b"page-\xff.html")
        (tmp_path / name).write_bytes(page.read_bytes())
        ran = archiver("inspect", name, "--format", form)
        assert ran.returncode == 0, ran.stderr
        assert "page-\ufffd.html" in ran.stdout.decode("utf-8")

    @pytest.mark.slow
    def test_control_characters_of_pages_and_names_do_not_reach_the_terminal(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        page.write_text(page.read_text("utf-8").replace("On Gulls", "On \x9b31m\u202eGulls"), encoding="utf-8")
        shown = archiver("inspect", "gulls.html").stdout.decode("utf-8")
        assert "\x9b" not in shown and "\u202e" not in shown and "\\u202e" in shown
        for call in (("convert", "a\x1b[2J\nb"), ("fro\x1bb",), ("convert", "x", "--\x1b"), ("validate", "\u202eb")):
            said = archiver(*call).stderr
            assert is_one_sentence(said) and b"\x1b" not in said and "\u202e".encode() not in said

    def test_a_list_can_hold_names_of_any_bytes(self, archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
        (tmp_path / os.fsdecode(b"p\xff\x0b.html")).write_bytes(page.read_bytes())
        (tmp_path / "list").write_bytes(b"p\xff\x0b.html\r\ngu\x01lls.html\n" + b"y" * 5000 + b"\n")
        ran = archiver("convert", "@list", "-o", "out", "-t", "xml")
        assert ran.returncode == 10 and b"2 of 3" in ran.stderr and b"Traceback" not in ran.stderr
        assert len(files(tmp_path / "out")) == 1
