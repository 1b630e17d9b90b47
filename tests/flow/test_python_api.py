"""Archiver as a library: what another program passes in, and what it gets back."""

from __future__ import annotations

import io
import os
import re
import threading
from pathlib import Path
from typing import Any

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
    renamed = by_bytes.xml().replace(b'href="bytes"', f'href="{path.name}"'.encode())
    without_digest = [re.sub(rb'sha256:[0-9a-f]+"/>', b"", record) for record in (renamed, by_path.xml())]
    assert without_digest[0] == without_digest[1]


def test_bytes_have_the_limit_that_files_have(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safety, "MAX_BYTES", 1000)
    with pytest.raises(archiver.TooLarge):
        archiver.normalize(PAGE.encode())


def test_empty_bytes_are_refused() -> None:
    with pytest.raises(archiver.Malformed):
        archiver.normalize(b"")


class Broken(io.RawIOBase):
    """A raw stream that takes `size` bytes at a time, or none."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.taken = b""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int | None:
        self.taken += bytes(data[: self.size])
        return min(self.size, len(data)) or None


@pytest.fixture(scope="module")
def article() -> Any:
    return archiver.normalize(PAGE.encode())


@pytest.mark.parametrize("kind", [bytearray, memoryview])
def test_bytes_of_any_kind(kind: Any, article: Any) -> None:
    assert archiver.normalize(kind(PAGE.encode())).xml() == article.xml()


def test_anything_that_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "light.html").write_text(PAGE, encoding="utf-8")

    class Entry(os.PathLike[str]):
        def __fspath__(self) -> str:
            return str(tmp_path / "light.html")

    article = archiver.normalize(Entry())
    assert article.title == "The Lower Light"

    class Target(os.PathLike[str]):
        def __fspath__(self) -> str:
            return str(tmp_path / "new" / "light.txt")

    assert archiver.export(article, "text", Target()) == tmp_path / "new" / "light.txt"


def test_a_path_in_bytes_and_one_without_a_name(tmp_path: Path, article: Any) -> None:
    (tmp_path / "light.html").write_text(PAGE, encoding="utf-8")

    class Entry(os.PathLike[Any]):
        def __init__(self, name: Any) -> None:
            self.name = name

        def __fspath__(self) -> Any:
            return self.name

    assert archiver.normalize(Entry(os.fsencode(tmp_path / "light.html"))).title == "The Lower Light"
    for call in (lambda: archiver.normalize(Entry(5)), lambda: archiver.export(article, "text", Entry(5))):
        with pytest.raises(archiver.UsageError):
            call()


def test_a_stream_that_fails_in_its_own_way(article: Any) -> None:
    class Socket:
        def write(self, data: bytes) -> int:
            raise LookupError("the line is cut")

    with pytest.raises(archiver.UsageError, match="the line is cut"):
        archiver.export(article, "text", Socket())  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("source", "options", "error"),
    [
        (None, {}, archiver.UsageError),
        (3, {}, archiver.UsageError),
        (["page.html"], {}, archiver.UsageError),
        ("a\0b", {}, archiver.SourceError),
        ("x" * 5000, {}, archiver.SourceError),
        (b"page", {"url": "http://[::1/"}, archiver.UsageError),
        (b"page", {"url": "http://a/\x1b"}, archiver.UsageError),
        (b"page", {"url": 3}, archiver.UsageError),
        (b"page", {"url": "tide.html"}, archiver.UsageError),
        (b"page", {"url": "javascript:tide()"}, archiver.UsageError),
        (b"page", {"url": "https://tide.example/high water"}, archiver.UsageError),
        (b"page", {"media_type": "text/papyrus"}, archiver.UsageError),
        (b"page", {"media_type": 3}, archiver.UsageError),
        (b"page", {"site_rules": 3}, archiver.UsageError),
    ],
    ids=str,
)
def test_a_source_that_cannot_be(source: Any, options: Any, error: type[archiver.ArchiverError]) -> None:
    with pytest.raises(error):
        archiver.normalize(source, **options)


@pytest.mark.parametrize(
    ("format", "options"),
    [
        ("papyrus", {}),
        (None, {}),
        (["text"], {}),
        ("text", {"colour": "red"}),
        ("pdf", {"css": 3}),
        ("pdf", {"css": "no such file.css"}),
        ("pdf", {"large_print": "yes"}),
        ("pdf", {"page": 4}),
        ("pdf", {"engine": "printer"}),
        ("tei", {"notes": "margin"}),
        ("tei", {"notes": ["end"]}),
        ("tei", {"removed": 1}),
    ],
    ids=str,
)
def test_an_export_that_cannot_be(article: Any, tmp_path: Path, format: Any, options: Any) -> None:
    with pytest.raises(archiver.UsageError):
        archiver.export(article, format, tmp_path / "out", **options)
    assert not list(tmp_path.iterdir())


def test_places_that_cannot_be_written(article: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    closed = io.BytesIO()
    closed.close()
    places: list[Any] = [
        tmp_path, str(tmp_path / "a\0b"), tmp_path / "file" / "below", tmp_path / ("x" * 300), None, 3, io.StringIO(), closed, Broken(0),
    ]  # fmt: skip
    for place in places:
        with pytest.raises(archiver.UsageError):
            archiver.export(article, "text", place)
    with pytest.raises(archiver.UsageError):
        archiver.export("no article", "text", tmp_path / "out")  # type: ignore[call-overload]
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("format", ["xml", "text", "html", "tei", "epub"])
def test_a_stream_gets_what_a_file_gets(article: Any, tmp_path: Path, format: str) -> None:
    path = archiver.export(article, format, tmp_path / "out")
    stream, slow = io.BytesIO(), Broken(1000)
    stream.write(b"before")
    archiver.export(article, format, stream)
    archiver.export(article, format, slow)  # type: ignore[call-overload]
    assert stream.getvalue() == b"before" + path.read_bytes()
    assert slow.taken == path.read_bytes()


def test_an_error_that_nobody_foresaw_is_a_defect(monkeypatch: pytest.MonkeyPatch) -> None:
    from archiver import pipeline

    def fail(*arguments: object, **options: object) -> None:
        raise ZeroDivisionError("of all things")

    monkeypatch.setattr(pipeline, "build", fail)
    with pytest.raises(archiver.Defect) as caught:
        archiver.normalize(PAGE.encode())
    assert caught.value.exit_code == 70 and "ZeroDivisionError in pipeline.py, line " in str(caught.value)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def test_a_full_disk_is_no_defect(article: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from archiver.writers import text

    def fail(*arguments: object) -> None:
        raise OSError(28, "No space left on device", "/tmp/font")

    monkeypatch.setattr(text, "write", fail)
    with pytest.raises(archiver.UsageError, match=r"No space left on device \(/tmp/font\)"):
        archiver.export(article, "text", io.BytesIO())


def test_a_file_has_the_rights_of_any_new_file_and_the_umask_is_left_alone(
    article: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[int] = []
    before = os.umask(0o027)
    try:
        monkeypatch.setattr(os, "umask", calls.append)
        archiver.export(article, "text", tmp_path / "light.txt")
    finally:
        monkeypatch.undo()
        os.umask(before)
    assert (tmp_path / "light.txt").stat().st_mode & 0o777 == 0o640
    assert not calls


def test_one_file_from_many_threads_is_always_whole(article: Any, tmp_path: Path) -> None:
    target, failures = tmp_path / "light.xml", []

    def write() -> None:
        try:
            for _ in range(20):
                archiver.export(article, "xml", target)
                assert target.read_bytes() == article.xml()
        except (archiver.ArchiverError, AssertionError) as error:
            failures.append(error)

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert [path.name for path in tmp_path.iterdir()] == ["light.xml"]
