"""Options out of files: which files count, whose they may be, what they may set, and what `archiver config` says of it."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archiver.cli.commands import cli
from archiver.cli.settings.values import NEVER, NOT_IF_FOUND, commands_below, options_of

Ran = subprocess.CompletedProcess[bytes]
Configured = Callable[..., dict[str, Any]]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: home/work below the home of the user, whose own settings are in home/.config."""
    folder = tmp_path / "home" / "work"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home" / ".config"))
    return folder


@pytest.fixture
def own(here: Path) -> Path:
    """The user's own file of options, which is not there yet."""
    folder = here.parent / ".config" / "archiver"
    folder.mkdir(parents=True)
    return folder / "archiver.toml"


def run(*arguments: str, code: int = 0, data_only: bool = False) -> str:
    """What the program says on both streams, or on standard output only, called in this process."""
    from archiver.errors import ArchiverError

    result = CliRunner().invoke(cli, arguments)
    if isinstance(result.exception, ArchiverError):
        assert result.exception.exit_code == code, result.exception
        return str(result.exception)
    assert result.exit_code == code or result.return_value == code, (result.output, result.exception)
    return result.stdout if data_only else result.output


def configured(command: str = "convert", *before: str) -> dict[str, tuple[Any, str]]:
    """Every option of a command: its value, and the name of the file that it comes from ("" for none)."""
    data = json.loads(run(*before, "config", *command.split(), "--format", "json", data_only=True))
    return {row["option"]: (row["value"], row.get("file", "")) for row in data["options"]}


class TestWhichFileCounts:
    def test_a_file_in_the_working_folder_or_above_it(self, here: Path) -> None:
        (here.parent / "archiver.toml").write_text('language = "de"\n')
        assert configured()["language"] == ("de", "../archiver.toml")
        (here / "archiver.toml").write_text('publisher = "Grain"\n')
        # the nearest one alone
        assert configured()["publisher"] == ("Grain", "archiver.toml")
        assert configured()["language"] == (None, "")

    def test_no_file_above_the_home_of_the_user(self, here: Path) -> None:
        (here.parent.parent / "archiver.toml").write_text('language = "de"\n')
        assert configured()["language"] == (None, "")

    def test_the_user_s_own_file_comes_after_the_one_that_was_found(self, here: Path, own: Path) -> None:
        own.write_text('language = "de"\npublisher = "Grain"\n[convert]\njobs = 3\n')
        (here / "archiver.toml").write_text('language = "sv"\njobs = 2\n')
        values = configured()
        assert values["language"] == ("sv", "archiver.toml")
        assert values["jobs"] == (2, "archiver.toml")
        assert values["publisher"] == ("Grain", str(own))

    def test_the_table_of_a_command_comes_before_the_keys_for_all(self, here: Path) -> None:
        (here / "archiver.toml").write_text('language = "sv"\n[normalize]\nlanguage = "de"\n')
        assert configured("normalize")["language"][0] == "de"
        assert configured("convert")["language"][0] == "sv"

    def test_a_named_file_is_the_only_one_and_no_config_reads_none(self, here: Path, own: Path) -> None:
        own.write_text('publisher = "Grain"\n')
        (here / "archiver.toml").write_text('language = "sv"\n')
        (here / "other.toml").write_text('rights = "CC0"\n')
        values = configured("convert", "--config", "other.toml")
        assert (values["language"][0], values["publisher"][0], values["rights"][0]) == (None, None, "CC0")
        assert {file for _, file in configured("convert", "--no-config").values()} == {""}

    @pytest.mark.slow
    def test_the_command_line_wins(self, here: Path, archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
        (tmp_path / "archiver.toml").write_text('title = "One"\nauthor = ["Ann", "Bo"]\n')
        assert b"<title>One</title>" in archiver("normalize", "gulls.html").stdout
        record = archiver("normalize", "gulls.html", "--title", "Two", "--author", "Cy").stdout
        assert b"<title>Two</title>" in record and b"Ann" not in record.partition(b"<body>")[0].replace(b"Ann Lee", b"")

    @pytest.mark.slow
    def test_a_switch_of_a_file_is_turned_off_on_the_command_line(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "archiver.toml").write_text("keep-source = true\n")
        archiver("convert", "gulls.html", "-t", "xml", "--no-keep-source")
        assert [path.name for path in (tmp_path / "exports").iterdir()] == ["gulls.xml"]
        assert b"--no-keep-source" not in archiver("convert", "--help").stdout

    @pytest.mark.parametrize("named", ["nowhere.toml", "folder"])
    def test_a_named_file_must_be_there(self, here: Path, named: str) -> None:
        (here / "folder").mkdir()
        assert f"{named}: cannot be read" in run("--config", named, "config", code=2)

    def test_something_else_of_that_name_is_passed_by(self, here: Path) -> None:
        (here / "archiver.toml").mkdir()
        (here.parent / "archiver.toml").symlink_to("nowhere")
        assert "Options from files: none" in run("config")

    def test_the_two_options_contradict_each_other(self, here: Path) -> None:
        assert "contradict" in run("--config", "x", "--no-config", "config", code=2)


class TestTheSameBytes:
    @pytest.mark.slow
    @pytest.mark.parametrize("command", ["normalize gulls.html", "convert gulls.html -o - -t xml"])
    def test_a_record_is_the_same_whether_options_stand_in_a_file_or_on_the_command_line(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, command: str
    ) -> None:
        rules = tmp_path / "rules"
        rules.mkdir()
        (rules / "birds.example.txt").write_text("strip: //p[@class='byline']\n")
        (tmp_path / "archiver.toml").write_text(
            'site-rules = "rules"\nurl = "https://birds.example/gulls"\nauthor = ["Ann", "Bo"]\ndate = 2021-05-03\nagent = "Quay"\nmade = 2026-11-30\n'
        )
        by_file = archiver(*command.split()).stdout
        arguments = "--site-rules rules --url https://birds.example/gulls --author Ann --author Bo --date 2021-05-03 --agent Quay --made 2026-11-30"
        by_hand = archiver("--no-config", *command.split(), *arguments.split())
        assert by_hand.returncode == 0 and by_file == by_hand.stdout
        assert b'name="site-rules"' in by_file

    @pytest.mark.slow
    def test_a_batch_goes_on_whether_options_stand_in_a_file_or_on_the_command_line(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "archiver.toml").write_text(
            'publisher = "Grain"\nlanguage = "en-GB"\n[batch]\nto = ["xml"]\noutput = "made"\n'
        )
        assert archiver("batch", "gulls.html").returncode == 0
        options = ("--publisher", "Grain", "--language", "en-GB", "-t", "xml", "-o", "made")
        assert b"1 unchanged since an earlier run." in archiver("--no-config", "batch", "gulls.html", *options).stderr
        assert b"unchanged" not in archiver("batch", "gulls.html", "--publisher", "Oats").stderr

    @pytest.mark.slow
    def test_paths_count_from_the_folder_of_the_file(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "conf").mkdir()
        (tmp_path / "conf" / "a.toml").write_text('[convert]\noutput = "made/"\nto = "text"\nmetadata = "m.yaml"\n')
        (tmp_path / "conf" / "m.yaml").write_text("title: Named there\n")
        assert archiver("--config", "conf/a.toml", "convert", "gulls.html").returncode == 0
        assert (tmp_path / "conf" / "made" / "gulls.txt").read_text().startswith("Named there")

    @pytest.mark.slow
    def test_paths_are_the_same_bytes_in_any_locale(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "archiver.toml").write_text(
            '[convert]\noutput = "été/"\nto = "text"\ntitle = "Été"\n', encoding="utf-8"
        )
        for name, value in {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}.items():
            monkeypatch.setenv(name, value)
        assert archiver("convert", "gulls.html").returncode == archiver("config", "convert").returncode == 0
        made = tmp_path / os.fsdecode("été".encode()) / "gulls.txt"
        assert made.read_text(encoding="utf-8").startswith("Été")


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ('langage = "de"', "line 1: there is no option and no command 'langage'. Did you mean language?"),
            ("\n[convert]\nfetch_images = true", "line 3: `archiver convert` has no option 'fetch_images'. Did you mean fetch-images?"),
            ("[convrt]\njobs = 1", "line 1: there is no option and no command 'convrt'. Did you mean convert?"),
            ("[rules.tst]\na = 1", "line 1: `archiver rules` has no option 'tst'. Did you mean test?"),
            ('jobs = "4"', "line 1: jobs takes a whole number, and here is a text. Write jobs = 4."),
            ("jobs = true", "line 1: jobs takes a whole number, and here is true or false."),
            ("jobs = 3000", "line 1: jobs: 3000 is not in the range"),
            ('keep-source = "yes"', "line 1: keep-source takes true or false, and here is a text."),
            ("date = 2023", "line 1: date takes a text, and here is a number."),
            ("title = ['a']", "line 1: title takes a text, and here is a list."),
            ("to = 1", "line 1: to takes a text or a list of them"),
            ('to = ["xml", 1]', "line 1: to takes a text or a list of them, and here is a number."),
            ('page = "a5"', "line 1: page: 'a5' is not one of 'a4', 'letter'."),
            ("convert = 1", "line 1: convert is a command, so it takes a table."),
            ('output = "x"', "line 1: output is not the same for all commands. Write it in the table of a command: [convert]"),
            ("debug = true", "line 1: debug is an option for the command line only."),
            ('title = "a\\u0000b"', "line 1: title holds a zero byte."),
            ("jobs =", "archiver.toml: line 1: it is no TOML"),
            ("jobs = 1\njobs = 2", "archiver.toml: line 2: it is no TOML"),
            ("a = " + "[" * 5000, "archiver.toml: its lists or tables are nested too deep."),
            ("a = " + "9" * 5000, "archiver.toml: it holds a number that is too long."),
            ("[rules]\ntest = 1", "line 2: rules.test is a command, so it takes a table."),
            ("#" * 300_000, "archiver.toml: has more than 256 KB"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("command", ["doctor", "config"])
    def test_a_mistake_is_told_with_its_line_whatever_the_command(
        self, here: Path, command: str, text: str, told: str
    ) -> None:
        (here / "archiver.toml").write_text(text + "\n")
        said = run(command, code=2)
        assert said.startswith("archiver.toml") and told in said

    @pytest.mark.parametrize(
        ("text", "told"),
        [
            ("timeout = nan", "timeout takes a number, and here is no finite one."),
            ("timeout = -1", "timeout: -1.0 is not in the range from 0 on."),
            ("memory = -5", "memory: '-5' is not a valid size"),
            ('memory = "4X"', "memory: '4X' is not a valid size"),
        ],
    )
    def test_limits_have_kinds_too(self, own: Path, text: str, told: str) -> None:
        own.write_text(f"{text}\n")
        assert run("doctor", code=2).startswith(f"{own}, line 1: {told}")

    def test_a_file_that_is_not_text_is_refused(self, here: Path) -> None:
        (here / "archiver.toml").write_bytes(b'jobs = 1\ntitle = "\xff"\n')
        assert "line 2: it is not in UTF-8" in run("doctor", code=2)
        (here / "archiver.toml").write_bytes(b"\xef\xbb\xbfjobs = 1\r\n")
        assert configured()["jobs"][0] == 1

    def test_moments_dates_and_sizes_are_as_on_the_command_line(self, here: Path) -> None:
        (here / "a.toml").write_text("made = 2026-11-30T14:30:00Z\ndate = 2021-05-03\n[batch]\nmemory = 1048576\n")
        values = configured("batch", "--config", "a.toml")
        assert values["made"][0] == "2026-11-30T14:30:00Z" and values["date"][0] == "2021-05-03"
        assert values["memory"][0] == "1048576"

    def test_a_key_inside_a_text_of_several_lines_gets_no_wrong_line(self, here: Path) -> None:
        (here / "archiver.toml").write_text('rights = """\njobs = 1\n"""\njobs = "x"\n')
        assert run("doctor", code=2).startswith("archiver.toml: jobs takes")

    @pytest.mark.parametrize(
        ("text", "value"),
        [('language = "klingon"', "klingon"), ('to = ["xml", "pfd"]', "pfd"), ('site-rules = "nowhere"', "nowhere"), ('from = "hmtl"', "hmtl")],
    )  # fmt: skip
    def test_a_value_that_a_command_refuses_is_told_with_its_place(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path, text: str, value: str
    ) -> None:
        (tmp_path / "archiver.toml").write_text(f"{text}\n")
        ran = archiver("convert", "gulls.html")
        key = text.partition(" ")[0]
        assert ran.returncode == 2 and value in ran.stderr.decode()
        assert f"--{key} stands in archiver.toml, line 1." in ran.stderr.decode()

    @pytest.mark.slow
    def test_help_and_no_config_work_beside_a_broken_file(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "archiver.toml").write_text("broken")
        assert archiver("--help").returncode == archiver("convert", "--help").returncode == 0
        assert archiver("--no-config", "normalize", "gulls.html").returncode == 0
        assert archiver("normalize", "gulls.html").returncode == 2


class TestWhatDoesNotFit:
    @pytest.mark.slow
    def test_files_beside_a_record_are_for_calls_that_write_one(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "archiver.toml").write_text("keep-source = true\n")
        assert archiver("normalize", "gulls.html").returncode == 0
        assert archiver("convert", "gulls.html", "-o", "-", "-t", "xml").returncode == 0
        assert archiver("normalize", "gulls.html", "--keep-source").returncode == 2
        assert archiver("normalize", "gulls.html", "-o", "sub/gulls.xml").returncode == 0
        assert (tmp_path / "sub" / "gulls.source.html").is_file()

    @pytest.mark.slow
    def test_an_engine_on_the_command_line_leaves_the_css_of_a_file_out(
        self, archiver: Callable[..., Ran], page: Path, tmp_path: Path
    ) -> None:
        (tmp_path / "own.css").write_text("p { color: green }")
        (tmp_path / "archiver.toml").write_text('css = "own.css"\n')
        assert archiver("convert", "gulls.html", "--dry-run", "--pdf-engine", "typst").returncode == 0
        (tmp_path / "archiver.toml").write_text('css = "own.css"\npdf-engine = "typst"\n')
        assert archiver("convert", "gulls.html", "--dry-run", "--css", "own.css").returncode == 0
        ran = archiver("convert", "gulls.html", "--dry-run")
        assert ran.returncode == 2 and b"--css stands in archiver.toml, line 1." in ran.stderr


class TestTrust:
    """A file that was found may lie in a folder of somebody else."""

    @pytest.mark.parametrize("key", sorted(NEVER))
    def test_no_file_takes_a_protection_away(self, here: Path, own: Path, key: str) -> None:
        own.write_text(f"{key} = true\n")
        assert f"line 1: no file can set {key}" in run("doctor", code=2)

    @pytest.mark.parametrize("key", sorted(NOT_IF_FOUND))
    def test_only_a_file_of_the_user_opens_the_machine_to_pages(self, here: Path, own: Path, key: str) -> None:
        if not any(key in options_of(command) for _, command in commands_below(cli)):
            pytest.skip(f"no command has --{key} yet")
        value = {"fetch-images": "true", "timeout": "0"}.get(key, '"0"')
        (here / "archiver.toml").write_text(f"{key} = {value}\n")
        said = run("config", code=2)
        assert f"so it cannot set {key}" in said and str(own) in said
        run("--config", "archiver.toml", "config")
        (here / "archiver.toml").rename(own)
        assert str(own) in run("config")

    @pytest.mark.parametrize("path", ["/etc/x", "../x", "sub/../../x", "~/x", "link/x", "s3://bucket/x"])
    def test_paths_of_a_found_file_stay_in_its_folder(self, here: Path, own: Path, path: str) -> None:
        (here / "link").symlink_to("/")
        (here / "archiver.toml").write_text(f'[convert]\noutput = "{path}"\n')
        assert "leads out of the folder of this file" in run("config", code=2)
        (here / "archiver.toml").rename(own)
        run("config")

    @pytest.mark.parametrize("path", ["x", "sub/", "./x.pdf", "sub/../x", "-"])
    def test_paths_inside_are_taken(self, here: Path, path: str) -> None:
        (here / "sub").mkdir()
        (here / "archiver.toml").write_text(f'[convert]\noutput = "{path}"\n')
        assert configured()["output"][0] == path

    def test_a_style_of_citation_is_a_name_or_a_path(self, here: Path) -> None:
        for style, value in (("mla", "mla"), ("house.csl", "../house.csl")):
            (here.parent / "archiver.toml").write_text(f'style = "{style}"\n')
            assert configured("cite")["style"][0] == value

    @pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
    def test_a_file_of_another_user_is_not_used_and_that_is_said(self, here: Path) -> None:
        (here.parent / "archiver.toml").write_text('language = "sv"\n')
        (here / "archiver.toml").write_text('language = "de"\n')
        os.chown(here / "archiver.toml", 12345, 12345)
        assert configured()["language"] == ("sv", "../archiver.toml")
        assert "archiver.toml is not used: it belongs to another user" in run("config")
        assert configured("convert", "--config", "archiver.toml")["language"][0] == "de"

    def test_a_file_that_everybody_may_change_is_not_used(self, here: Path) -> None:
        (here / "archiver.toml").write_text('language = "de"\n')
        (here / "archiver.toml").chmod(0o666)
        assert configured()["language"] == (None, "")
        assert "every user may change it" in run("config")

    @pytest.mark.slow
    def test_a_run_says_what_a_found_file_set(self, archiver: Callable[..., Ran], page: Path, tmp_path: Path) -> None:
        (tmp_path / "archiver.toml").write_text('language = "de"\nquiet = true\nrights = "CC0"\n')
        first = b"Options from archiver.toml: "
        assert archiver("normalize", "gulls.html").stderr.startswith(first)
        # a file cannot silence it, the user can
        assert archiver("convert", "gulls.html", "-t", "xml").stderr.startswith(first)
        assert archiver("convert", "gulls.html", "-t", "xml", "-q").stderr == b""
        said = archiver("convert", "gulls.html", "-t", "xml", "--log-format", "json").stderr.splitlines()
        assert all(json.loads(line)["level"] for line in said)
        assert archiver("--config", "archiver.toml", "normalize", "gulls.html").stderr == b""


class TestReport:
    def test_every_option_of_every_command_is_shown(self, here: Path) -> None:
        data = json.loads(run("config", "--format", "json"))
        shown = {(row["command"], row["option"]) for row in data["options"]}
        assert shown == {(" ".join(path), key) for path, one in commands_below(cli) for key in options_of(one)}
        assert len(shown) > 60

    def test_what_is_shown_can_be_written_into_a_file(self, here: Path) -> None:
        """The values of one command as a file give the same values again."""
        (here / "archiver.toml").write_text('[convert]\nto = ["xml", "tei"]\ndate = 2021-05-03\nlarge-print = true\n')
        rows = json.loads(run("config", "convert", "--format", "json"))["options"]
        lines = [
            f"{row['option']} = {json.dumps(row['value'])}"
            for row in rows
            if row["value"] is not None and row["may_stand_in_file"]
        ]
        text = "[convert]\n" + "\n".join(lines)
        assert tomllib.loads(text)["convert"]["to"] == ["xml", "tei"]
        (here / "archiver.toml").write_text(text)
        again = json.loads(run("config", "convert", "--format", "json"))["options"]
        assert [row["value"] for row in again] == [row["value"] for row in rows]

    def test_the_text_names_the_place_of_each_value(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (here / "archiver.toml").write_text('# mine\nlanguage = "de"\n')
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
        lines = [" ".join(line.split()) for line in run("config", "normalize").splitlines()]
        assert 'language "de" archiver.toml, line 2' in lines
        assert 'made "0" environment variable SOURCE_DATE_EPOCH' in lines
        assert "overwrite-corrected false default; only on the command line" in lines
        assert "title - default" in lines

    def test_an_unknown_command_gets_the_near_one(self, here: Path) -> None:
        assert "Did you mean 'convert'?" in run("config", "convrt", code=2)


def test_options_of_the_program_stand_before_the_command(archiver: Callable[..., Ran]) -> None:
    ran = archiver("convert", "x", "--config", "y")
    assert (ran.returncode, ran.stderr) == (
        2,
        b"archiver: No such option '--config'. It stands before the command. Write `archiver --config \xe2\x80\xa6`.\n",
    )


def test_toml_is_read_only_where_a_file_is(archiver: Callable[..., Ran], tmp_path: Path) -> None:
    import sys

    code = "import sys; from click.testing import CliRunner; from archiver.cli.commands import cli; CliRunner().invoke(cli, ['config']); print('tomllib' in sys.modules)"
    for there in (False, True):
        if there:
            (tmp_path / "archiver.toml").write_text("")
        ran = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
        assert ran.stdout.strip() == str(there)
