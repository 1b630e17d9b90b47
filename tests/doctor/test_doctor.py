"""`archiver doctor` says what is installed and what is missing, and never fails itself."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

import archiver
from archiver import doctor
from archiver.cli.doctor import command
from archiver.writers.pdf.weasyprint.patches import KNOWN


@pytest.fixture
def pretend(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Have a WeasyPrint of these lines found in place of the one that is installed."""
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    # a file of bytecode is told from the source by its time and size, and the tests are faster than a second
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    def write(lines: str) -> None:
        (tmp_path / "weasyprint.py").write_text(lines)

    return write


def elsewhere(system: str, machine: str) -> tuple[dict[str, str], str]:
    """The remedies that a process on another system names, and what it says of that system."""
    code = (
        "import json, platform, shutil, sys; from archiver import doctor; from importlib import reload\n"
        "sys.platform, platform.machine, shutil.which = sys.argv[1], lambda: sys.argv[2], lambda name: None\n"
        "entries = reload(doctor).CHECKS\n"
        "print(json.dumps([{entry.name: entry.remedy for entry in entries}, entries[0].probe().note]))"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(archiver.__file__).parents[1])}
    command = [sys.executable, "-c", code, system, machine]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    remedies, note = json.loads(ran.stdout)
    return remedies, note


def examined(name: str) -> doctor.CheckResult:
    (one,) = (found for found in doctor.run_checks() if found.name == name)
    return one


def test_a_probe_that_fails_is_something_absent_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> doctor.ProbeResult:
        raise ValueError("no such\nluck")

    entry = replace(doctor.CHECKS[0], name="Thing", probe=broken, needed=True, cost="no things", remedy="get one")
    monkeypatch.setattr(doctor, "CHECKS", (entry,))
    ran = CliRunner().invoke(command, standalone_mode=False)
    assert ran.exception is None and ran.return_value == 6
    assert "MISSING  Thing" in ran.output and "(ValueError: no such luck)" in ran.output and "→ get one" in ran.output


@pytest.mark.slow
def test_pandoc_is_told_by_its_own_version(monkeypatch: pytest.MonkeyPatch) -> None:
    pypandoc = pytest.importorskip("pypandoc")
    told = subprocess.run([pypandoc.get_pandoc_path(), "--version"], capture_output=True, text=True, check=True).stdout
    assert examined("pandoc").version == told.split()[1]


@pytest.mark.slow
def test_pango_and_harfbuzz_are_told_by_their_own_versions() -> None:
    for name in ("WeasyPrint", "Pango", "HarfBuzz subsetter"):
        found = examined(name)
        if not found.version:
            pytest.skip(f"{name} is not here: {found.note}")
        assert found.version[0].isdigit()


def test_a_version_of_weasyprint_that_nobody_tried_is_said(pretend: Callable[[str], None]) -> None:
    known = next(iter(KNOWN["weasyprint"]))
    pretend(f"__version__ = '{known}'")
    assert (examined("WeasyPrint").version, examined("WeasyPrint").note) == (known, "")
    pretend("__version__ = '99.1'")
    found = examined("WeasyPrint")
    assert found.version == "99.1" and known in found.note and "typst" in found.note


def test_a_weasyprint_that_ends_its_process_is_absent(pretend: Callable[[str], None]) -> None:
    pretend("import os; print('-----'); os._exit(139)")
    found = examined("WeasyPrint")
    assert not found.version and "ended" in found.note
    assert not examined("Pango").version


def test_a_weasyprint_without_its_libraries_is_absent_and_spoils_no_report(pretend: Callable[[str], None]) -> None:
    pretend('print("\\n-----\\nadvice")\nraise OSError("cannot load libpango")')
    ran = CliRunner().invoke(command, ["--format", "json"], standalone_mode=False)
    (found,) = (item for item in json.loads(ran.stdout) if item["name"] == "WeasyPrint")
    assert not found["present"] and "cannot load libpango" in found["note"] and ran.return_value == 6


@pytest.mark.slow
def test_a_program_that_is_there_and_does_not_run_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/false")
    for name in ("Java", "veraPDF"):
        found = examined(name)
        assert not found.version and "/usr/bin/false" in found.note and "does not run" in found.note


@pytest.mark.slow
def test_fonts_are_told_by_script(monkeypatch: pytest.MonkeyPatch) -> None:
    find_spec = importlib.util.find_spec
    gone = {"pylopdf_fonts_ko", "fontpkg_amiri"}
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, package=None: None if name in gone else find_spec(name)
    )
    assert "Latin" in examined("Fonts for text").version
    korean = examined("Fonts for CJK")
    assert not korean.version and "Hangul" in korean.note and korean.remedy == "pip install 'article-archiver[cjk]'"
    arabic = examined("Fonts of every install")
    assert not arabic.version and "fontpkg-amiri, for Arabic" in arabic.note and not arabic.needed


@pytest.mark.parametrize(("machine", "folder"), [("arm64", "/opt/homebrew/lib"), ("x86_64", "/usr/local/lib")])
def test_macos_is_told_in_homebrews_names(machine: str, folder: str) -> None:
    remedies, note = elsewhere("darwin", machine)
    assert remedies["Pango"].startswith("brew install pango harfbuzz") and folder in remedies["Pango"]
    assert remedies["Java"] == "brew install openjdk"
    assert not [remedy for remedy in remedies.values() if "apt-get" in remedy]
    assert note == ""


def test_windows_is_not_promised() -> None:
    assert "Linux and macOS" in elsewhere("win32", "AMD64")[1]


def test_the_report_for_programs_is_json_alone() -> None:
    ran = CliRunner().invoke(command, ["--format", "json"], standalone_mode=False)
    told: list[dict[str, Any]] = json.loads(ran.stdout)
    assert {"name", "version", "needed", "cost", "remedy", "note", "present"} == set(told[0])
    assert all(item["remedy"] for item in told)
