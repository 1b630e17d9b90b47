"""The one place that calls pandoc: its limits, its sandbox and its messages."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from archiver import pandoc


def failure(data: bytes, from_: str, to: str = "json", **limits: float) -> pandoc.PandocFailed:
    with pytest.raises(pandoc.PandocFailed) as caught:
        pandoc.run(data, from_, to, **limits)  # type: ignore[arg-type]
    return caught.value


def test_it_converts_text_and_bytes() -> None:
    assert pandoc.run(b"*a*\n", "markdown", "html") == b"<p><em>a</em></p>\n"
    assert pandoc.run(b"a\n", "markdown", "docx").startswith(b"PK")


def test_what_it_cannot_read_has_its_reason_on_one_line() -> None:
    error = failure(b"<article><p>", "jats")
    assert error.kind == "error" and "XML" in error.reason and "\n" not in error.reason


def test_time_memory_and_output_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    assert failure(b"[" * 20_000, "markdown", seconds=0.2).kind == "time"
    assert failure(b"word " * 200_000, "markdown", megabytes=5).kind == "memory"
    monkeypatch.setattr(pandoc, "MOST_OUTPUT", 100)
    assert failure(b"word " * 200, "markdown").kind == "output"


def test_the_sandbox_reads_no_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_bytes(b"hidden")
    source = f".. csv-table:: t\n   :file: {secret}\n".encode()
    assert failure(source, "rst").kind == "error"


def test_many_threads_may_call_it() -> None:
    results: list[bytes] = []
    threads = [
        threading.Thread(target=lambda n=n: results.append(pandoc.run(f"{n}".encode(), "markdown", "plain"))) for n in range(6)
    ]  # fmt: skip
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == [f"{n}\n".encode() for n in range(6)]
