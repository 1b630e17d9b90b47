"""A command line to call as a user would, in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Ran = subprocess.CompletedProcess[bytes]

PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>On Gulls</title></head><body>
<nav><a href="/">Home</a> <a href="/birds">Birds</a></nav>
<article><h1>On Gulls</h1><p class="byline">By Ann Lee, 3 May 2021</p>
<p>The gull is a bird of opinions, and it holds them loudly, whatever the weather says about it.<sup><a href="#n1" id="r1">1</a></sup> It has
been seen to argue with a bell.</p>
<p>On the harbour wall, where the boats come in at six, it keeps a kind of court, in which the fish are always guilty.</p>
<ol><li id="n1"><p>Or so the harbourmaster says, who feeds them. <a href="#r1">↩</a></p></li></ol></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.fixture
def archiver(tmp_path: Path) -> Callable[..., Ran]:
    """Call `archiver` with arguments in an empty folder; `stdin` is given to it as bytes."""

    def call(*arguments: str, stdin: bytes = b"") -> Ran:
        command = [sys.executable, "-m", "archiver.cli", *arguments]
        return subprocess.run(command, cwd=tmp_path, input=stdin, capture_output=True, timeout=300, check=False)

    return call


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A small page in the folder."""
    path = tmp_path / "gulls.html"
    path.write_text(PAGE, encoding="utf-8")
    return path
