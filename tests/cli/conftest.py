"""A command line to call as a user would, in a process of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from support.warm import WarmProgram

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
def archiver(tmp_path: Path, warm: WarmProgram) -> Callable[..., Ran]:
    """A function that calls `archiver` with arguments in an empty folder; `stdin` is its standard input, as bytes."""

    def call(*arguments: str, stdin: bytes = b"") -> Ran:
        return warm.run(list(arguments), tmp_path, stdin)

    return call


#: Makes readers, the record's schema and its validator fail in the way that a source names: <!--fail:KIND--> or a title "fail:KIND".
FAULTS = """
import ctypes, os, re, signal, subprocess, sys, time
import archiver.readers, archiver.readers.captures, archiver.schema, archiver.validation.record
from pathlib import Path

class Unpicklable(Exception):
    def __init__(self, a, b):
        self.a, self.b = a, lambda: b

def fail(data):
    found = re.search(rb"fail:([a-z]+)", data)
    kind = found and found[1].decode()
    if kind == "value": raise ValueError("a\\nb")
    if kind == "unpicklable": raise Unpicklable(1, 2)
    if kind == "exit": raise SystemExit(0)
    if kind == "interrupt": raise KeyboardInterrupt
    if kind == "memory": raise MemoryError
    if kind == "recursion": fail_deep()
    if kind == "death": os._exit(0)
    if kind == "segfault": os.kill(os.getpid(), signal.SIGSEGV)
    if kind == "hang":
        Path(f"hanging-{os.getpid()}").touch()
        time.sleep(300)
    if kind == "gil":
        Path(f"hanging-{os.getpid()}").touch()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        ctypes.PyDLL(None).sleep(300)  # a call that keeps the lock of the interpreter
    if kind == "hoard":
        hoard = []
        while True: hoard.append(bytes(bytearray(b"x") * (1 << 24)))
    if kind in ("child", "childhoard"):
        from archiver import child_programs
        program = "import time; time.sleep(300)" if kind == "child" else "x = bytearray(b'x') * (1 << 29); import time; time.sleep(300)"
        child = subprocess.Popen([sys.executable, "-S", "-c", program], **child_programs.options())
        Path(f"hanging-{child.pid}").touch()
        child.wait()
    if kind == "full": raise OSError(28, "No space left on device")
    if kind == "once" and not Path("once-done").exists():
        Path("once-done").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if kind == "halfway":
        from archiver.writers.shared import whole_files
        Path.replace = lambda aside, target: os.kill(os.getpid(), signal.SIGKILL)
        whole_files.write_whole(Path("out", "half.xml"), b"half")
    if kind == "kill": os.kill(os.getpid(), signal.SIGKILL)

def fail_deep():
    fail_deep()

def before(module, name, data):
    real = getattr(module, name)
    def replaced(first, *rest, **named):
        fail(data(first))
        return real(first, *rest, **named)
    setattr(module, name, replaced)

before(archiver.readers, "read", lambda source: source.data)
before(archiver.readers.captures, "open_capture", lambda file: file.data())
before(archiver.schema, "require_valid", lambda article: article.title.encode())
before(archiver.validation.record, "validate", lambda paths: b"".join(Path(p).read_bytes() for p in paths))
"""


@pytest.fixture
def faulty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Load FAULTS into every process that the test starts, also into workers."""
    folder = tmp_path / ".faults"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(FAULTS, encoding="utf-8")
    paths = [str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))


@pytest.fixture
def page(tmp_path: Path) -> Path:
    """A small page in the folder."""
    path = tmp_path / "gulls.html"
    path.write_text(PAGE, encoding="utf-8")
    return path
