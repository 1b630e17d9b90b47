"""`archiver doctor` says what is there, what is not, and never fails itself."""

from __future__ import annotations

import importlib.util
import json
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from archiver import doctor
from archiver.cli.doctor import command


def examined(name: str) -> doctor.Examined:
    (one,) = (found for found in doctor.examine() if found.name == name)
    return one


def test_a_probe_that_fails_is_something_absent_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> doctor.Found:
        raise ValueError("no such\nluck")

    entry = doctor._Examination("Thing", broken, True, "no things", "get one")
    monkeypatch.setattr(doctor, "EXAMINATIONS", (entry,))
    ran = CliRunner().invoke(command, standalone_mode=False)
    assert ran.exception is None and ran.return_value == 6
    assert "MISSING  Thing" in ran.output and "(ValueError: no such luck)" in ran.output and "→ get one" in ran.output


def test_pandoc_is_told_by_its_own_version(monkeypatch: pytest.MonkeyPatch) -> None:
    pypandoc = pytest.importorskip("pypandoc")
    told = subprocess.run([pypandoc.get_pandoc_path(), "--version"], capture_output=True, text=True, check=True).stdout
    assert examined("pandoc").version == told.split()[1]


def test_pango_and_harfbuzz_are_told_by_their_own_versions() -> None:
    for name in ("WeasyPrint", "Pango", "HarfBuzz subsetter"):
        found = examined(name)
        if not found.version:
            pytest.skip(f"{name} is not here: {found.note}")
        assert found.version[0].isdigit()


def test_a_version_of_weasyprint_that_nobody_tried_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    table = SimpleNamespace(KNOWN={"weasyprint": frozenset({"70.0"})})
    monkeypatch.setitem(sys.modules, "archiver.writers.pdf.weasyprint.patches", table)
    assert doctor._unknown_weasyprint("70.0") == ""
    assert "70.0" in doctor._unknown_weasyprint("99.1") and "typst" in doctor._unknown_weasyprint("99.1")


def test_a_weasyprint_that_ends_its_process_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "_ASK_WEASYPRINT", "import os; print('-----'); os._exit(139)")
    found = examined("WeasyPrint")
    assert not found.version and "ended" in found.note
    assert not examined("Pango").version


def test_a_weasyprint_without_its_libraries_is_absent_and_spoils_no_report(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "weasyprint.py").write_text('print("\\n-----\\nadvice")\nraise OSError("cannot load libpango")')
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    ran = CliRunner().invoke(command, ["--format", "json"], standalone_mode=False)
    (found,) = (item for item in json.loads(ran.stdout) if item["name"] == "WeasyPrint")
    assert not found["present"] and "cannot load libpango" in found["note"] and ran.return_value == 6


def test_a_program_that_is_there_and_does_not_run_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/false")
    found = doctor._program("java", "-version")()
    assert not found.version and "does not run" in found.note


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


@pytest.mark.parametrize(
    ("system", "machine", "said"), [("darwin", "arm64", "/opt/homebrew/lib"), ("darwin", "x86_64", "/usr/local/lib")]
)
def test_macos_is_told_in_homebrews_names(
    system: str, machine: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "sys", SimpleNamespace(platform=system))
    monkeypatch.setattr(platform, "machine", lambda: machine)
    assert doctor._libraries().startswith("brew install pango harfbuzz") and said in doctor._libraries()
    assert "apt-get" not in doctor._system_packages("default-jre-headless", "openjdk")
    assert doctor._system().note == ""


def test_windows_is_not_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "sys", SimpleNamespace(platform="win32"))
    assert "Linux and macOS" in doctor._system().note


def test_the_report_for_programs_is_json_alone() -> None:
    ran = CliRunner().invoke(command, ["--format", "json"], standalone_mode=False)
    told: list[dict[str, Any]] = json.loads(ran.stdout)
    assert {"name", "version", "needed", "cost", "remedy", "note", "present"} == set(told[0])
    assert all(item["remedy"] for item in told)
