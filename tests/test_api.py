"""Archiver as a library: what another program can hand in, and what it gets."""

from __future__ import annotations

from pathlib import Path

import pytest

import archiver
from archiver import safety

SENTENCE = "The keeper of the lower light wrote down every ship, its flag and its cargo, before he trimmed the lamp. "
PAGE = f"<html><body><article><h1>The Lower Light</h1>{f'<p>{SENTENCE * 3}</p>' * 5}</article></body></html>"
TEXT = f"The Lower Light\n\n{SENTENCE * 3}\n\n{SENTENCE * 4}\n\n{SENTENCE * 3}\n"


@pytest.mark.parametrize(("suffix", "content"), [("html", PAGE), ("txt", TEXT)])
def test_a_path_its_name_and_its_bytes_give_the_same_article(tmp_path: Path, suffix: str, content: str) -> None:
    path = tmp_path / f"light.{suffix}"
    path.write_text(content, encoding="utf-8")
    by_path, by_name, by_bytes = (archiver.normalize(source) for source in (path, str(path), path.read_bytes()))
    assert by_path.title == "The Lower Light" and SENTENCE.strip() in by_path.text()
    assert by_path.xml() == by_name.xml()
    assert by_bytes.xml().replace(b'href="bytes"', f'href="{path.name}"'.encode()) == by_path.xml()


def test_bytes_have_the_limit_that_files_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "MAX_BYTES", 1000)
    with pytest.raises(archiver.TooLarge):
        archiver.normalize(PAGE.encode())


def test_empty_bytes_are_refused() -> None:
    with pytest.raises(archiver.Malformed):
        archiver.normalize(b"")
