"""The command line in processes that begin with the program loaded: to load it takes ten times as long as to convert a small page.

A server, one for each process of the tests, has loaded all. For each call it forks a process that takes over the working folder, the environment and the
standard streams of the caller, and runs `archiver` as `python -m archiver` does: with its own signals, its own exit code, its own files. The
workers that such a process starts are forked too. So all is as it is, but for the loading; tests that are about the loading start Python themselves.

    server:  python warm.py serve SOCKET      client: python warm.py SOCKET ARGUMENTS…  (`write_program`), or WarmProgram.run
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NoReturn

_STREAMS, _MOST_FILES = 3, 4096
#: Variables that Python reads when it begins: a process that is forked could not heed them.
_OF_PYTHON = ("PYTHON", "LC_", "LANG", "LD_")


class WarmProgram:
    """The server, and the calls that it answers. Close it at the end."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="warm-"))
        self.socket = self._folder / "socket"
        self._environment = _heeded(dict(os.environ))
        self._server = subprocess.Popen(
            [sys.executable, __file__, "serve", str(self.socket)], stdin=subprocess.DEVNULL, start_new_session=True
        )
        for _ in range(1200):
            if self.socket.exists():
                return
            assert self._server.poll() is None, "the server did not start"
            time.sleep(0.1)
        raise AssertionError("the server did not become ready")

    def run(
        self, arguments: list[str], folder: Path, stdin: bytes = b"", environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run `archiver` with arguments in a folder. With an environment that Python itself would heed, a process begins as usual."""
        given = dict(os.environ) if environment is None else environment
        if _heeded(given) != self._environment:
            return subprocess.run(
                [sys.executable, "-m", "archiver.cli", *arguments], cwd=folder, env=given, input=stdin, capture_output=True, timeout=300, check=False,
            )  # fmt: skip
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as error:
            source.write(stdin)
            source.seek(0)
            handles = [source.fileno(), out.fileno(), error.fileno()]
            code = _asked(str(self.socket), arguments, str(folder), given, handles)
            out.seek(0)
            error.seek(0)
            return subprocess.CompletedProcess(arguments, code, out.read(), error.read())

    def write_program(self, path: Path) -> None:
        """Write a program `archiver` for shells, which asks the server."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'#!/bin/sh\nexec "{sys.executable}" -IS "{__file__}" "{self.socket}" "$@"\n', encoding="utf-8")
        path.chmod(0o755)

    def close(self) -> None:
        """End the server, and all that it started."""
        if self._server.poll() is None:
            os.killpg(self._server.pid, signal.SIGKILL)
        self._server.wait()
        shutil.rmtree(self._folder, ignore_errors=True)


def in_text(ran: subprocess.CompletedProcess[bytes]) -> subprocess.CompletedProcess[str]:
    """What a process did, with its output as text."""
    return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())


def _heeded(environment: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(_OF_PYTHON) and value}


def _asked(server: str, arguments: list[str], folder: str, environment: dict[str, str], handles: list[int]) -> int:
    """The exit code of a call; -N for signal N."""
    with socket.socket(socket.AF_UNIX) as link:
        link.settimeout(300)
        link.connect(server)
        request = json.dumps([arguments, folder, environment]).encode()
        socket.send_fds(link, [len(request).to_bytes(8, "big")], handles)
        link.sendall(request)
        said = link.recv(16)
        if not said:
            raise AssertionError("the server ended")
        return int(said)


def _serve(path: str, parent: int) -> None:
    """Load the program, and answer calls until the caller ends."""
    from archiver import child_programs

    child_programs.end_with(parent)
    _load()
    listening = socket.socket(socket.AF_UNIX)
    listening.bind(f"{path}.new")
    listening.listen(16)
    os.rename(f"{path}.new", path)  # noqa: PTH104 - now it is ready
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # so that nobody has to wait for the processes that answer
    while True:
        link, _ = listening.accept()
        if not os.fork():
            listening.close()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _answer(link)
            os._exit(0)
        link.close()


def _load() -> None:
    """Load what any call may need, also what is loaded with the first page."""
    import click

    import archiver
    from archiver.batch.guard import listing, worker  # noqa: F401
    from archiver.cli.commands import COMMANDS, cli
    from archiver.writers import WRITERS

    context = click.Context(cli)
    for name in COMMANDS:
        cli.get_command(context, name)
    for writer in WRITERS.values():
        writer.writer()
    page = (
        b"<!DOCTYPE html><title>On Ferries</title><h1>On Ferries</h1>"
        + b"<p>The ferry leaves at seven, and it is seldom late.</p>" * 9
    )
    archiver.normalize(page).xml()
    # nothing of this process may be found by those that it forks
    tempfile.tempdir = None


def _answer(link: socket.socket) -> None:
    """Run one call in a process of its own, and send its exit code."""
    size, handles, _, _ = socket.recv_fds(link, 8, _STREAMS)
    request = b""
    while len(request) < int.from_bytes(size, "big"):
        request += link.recv(1 << 16)
    arguments, folder, environment = json.loads(request)
    child = os.fork()
    if not child:
        link.close()
        for number, handle in enumerate(handles):
            os.dup2(handle, number)
        os.closerange(_STREAMS, _MOST_FILES)
        _run(arguments, folder, environment)
    for handle in handles:
        os.close(handle)
    _, status = os.waitpid(child, 0)
    link.sendall(str(os.waitstatus_to_exitcode(status)).encode())


def _run(arguments: list[str], folder: str, environment: dict[str, str]) -> NoReturn:
    """Be `archiver`. It ends with SystemExit, as a program does."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    sys.argv = ["archiver", *arguments]
    # those of the server remember what they were opened on
    sys.stdin = os.fdopen(0, encoding=sys.stdin.encoding, closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding=sys.stdout.encoding, closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding=sys.stderr.encoding, errors="backslashreplace", closefd=False)
    subprocess.Popen = _Forking  # type: ignore[misc]
    from archiver.cli import main

    main()


_Popen: Any = subprocess.Popen


class _Forking(_Popen):  # type: ignore[misc]
    """A Popen that forks where a Python program was to begin with the modules that are loaded here already; any other program is started."""

    def _execute_child(
        self, args: Any, executable: Any, preexec_fn: Any, close_fds: Any, pass_fds: Any, *rest: Any
    ) -> None:
        ours = isinstance(args, list) and args[:1] == [sys.executable] and "from archiver.batch.guard." in args[-1]
        if not ours:
            super()._execute_child(args, executable, preexec_fn, close_fds, pass_fds, *rest)
            return
        sys.stdout.flush()
        sys.stderr.flush()
        self.pid = os.fork()
        if self.pid:
            self._child_created = True
            return
        code = 1
        try:
            os.setpgid(0, 0)
            null = os.open(os.devnull, os.O_RDWR)
            os.dup2(null, 0)
            os.dup2(null, 1)
            kept = sorted((0, 1, 2, *pass_fds))
            for low, high in zip(kept, [*kept[1:], _MOST_FILES], strict=True):
                os.closerange(low + 1, high)
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                if signal.getsignal(number) is not signal.SIG_IGN:
                    signal.signal(number, signal.SIG_DFL if number != signal.SIGINT else signal.default_int_handler)
            exec(args[-1], {"__name__": "__main__"})
            code = 0
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        except BaseException:  # noqa: BLE001 - as Python does it
            sys.excepthook(*sys.exc_info())
        finally:
            atexit._run_exitfuncs()
            os._exit(code)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        _serve(sys.argv[2], os.getppid())
    else:
        ended = _asked(sys.argv[1], sys.argv[2:], os.getcwd(), dict(os.environ), [0, 1, 2])  # noqa: PTH109 - it has to begin quickly
        sys.exit(ended if ended >= 0 else 128 - ended)
