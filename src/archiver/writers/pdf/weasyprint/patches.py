"""The one place where WeasyPrint is changed: while a document of ours is made, for the thread that makes it, and never after.

Two things that a PDF of ours needs cannot be had from WeasyPrint's own hooks: tags of notes (pdf/weasyprint/tags.py) and the letters of Arabic glyphs
(pdf/weasyprint/tounicode.py). PATCHES lists the functions that are replaced for them, and for speed. `making` replaces them under one lock and puts back
what was there. Each replacement looks whether the document that is made is ours, and passes on to what it replaced where it is not: a program
that uses WeasyPrint in another thread meanwhile gets what WeasyPrint makes.

The functions of WeasyPrint are private, and change from version to version. KNOWN names those for which this was written and tried. With
another one the speed-ups stay out; the rest is tried, and pdf/weasyprint/tag_check.py looks at what came of it.
"""

from __future__ import annotations

import functools
import importlib
import logging
import operator
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from archiver.writers.pdf.weasyprint import speedups, tounicode
from archiver.writers.pdf.weasyprint.speedups import SharedStyles
from archiver.writers.pdf.weasyprint.tags import Tagger

#: The versions that this was written for and tried with.
KNOWN = {"weasyprint": frozenset({"70.0"}), "pydyf": frozenset({"0.13.0"})}
TITLES = {"weasyprint": "WeasyPrint", "pydyf": "pydyf"}


@dataclass
class Making:
    """The document of ours that is made now, as the replaced functions see it."""

    #: the versions that are not KNOWN, as words: "WeasyPrint 71.0"
    unknown: tuple[str, ...]
    #: the functions that are to be replaced, and are not there
    missing: list[str] = field(default_factory=list)
    #: the styles that this document may share with others; None where it shares none
    styles: SharedStyles | None = None
    tagger: Tagger | None = None
    #: whether the letters of glyphs passed by tounicode.py
    lettered: bool = False


@dataclass(frozen=True, slots=True)
class Patch:
    """One thing that is replaced: its module, its name there, and what makes the replacement of it."""

    module: str
    name: str
    replacement: Callable[[Any], Any]
    #: for speed only, and so for known versions only
    speed: bool = False


_now: ContextVar[Making | None] = ContextVar("archiver_pdf_making", default=None)
_LOCK = threading.RLock()
#: What is replaced now: where, by what name, what was there, and what is there instead.
_replaced: list[tuple[Any, str, Any, Any]] = []
_LOGGERS = ("weasyprint", "weasyprint.progress")


def _for_ours(replacement: Callable[..., Any]) -> Callable[[Any], Any]:
    """Makes of `replacement(original, making, ...)` what stands in for `original(...)`, and is the original for a document that is not ours."""

    def of(original: Any) -> Any:
        @functools.wraps(original)
        def function(*given: Any, **named: Any) -> Any:
            made = _now.get()
            return original(*given, **named) if made is None else replacement(original, made, *given, **named)

        return function

    return of


def _styles() -> SharedStyles | None:
    made = _now.get()
    return None if made is None else made.styles


def _tree(original: Any, making: Making, box: Any, parent: Any, pdf: Any, *rest: Any) -> Any:
    if not making.unknown and type(pdf).__name__ == "PDF":
        speedups.make_once(pdf)
    if making.tagger is None:
        return original(box, parent, pdf, *rest)
    return making.tagger.build(original, box, parent, pdf, *rest)


def _fonts(original: Any, making: Making, pdf: Any, fonts: Any, *rest: Any) -> Any:
    making.lettered = True
    tounicode.tell(fonts)
    return original(pdf, fonts, *rest)


PATCHES = (
    Patch("weasyprint.pdf.tags", "_build_box_tree", _for_ours(_tree)),
    Patch("weasyprint.pdf", "build_fonts_dictionary", _for_ours(_fonts)),
    # the moment that fontTools writes into a face that it cuts, where HarfBuzz cannot: always the same
    Patch("fontTools.ttLib.tables._h_e_a_d", "timestampNow", _for_ours(lambda original, making: 2398377600)),
    Patch("weasyprint.css", "ComputedStyle", lambda original: speedups.computed_style(original, _styles), speed=True),
    Patch("weasyprint.css", "AnonymousStyle", speedups.anonymous_style, speed=True),
    Patch(
        "weasyprint.pdf.fonts",
        "ffi",
        lambda original: speedups.types_read_once(original, lambda: _now.get() is not None),
        speed=True,
    ),
)


@contextmanager
def making() -> Iterator[Making]:
    """While it lasts this thread, and no other, makes a document of ours. WeasyPrint is installed; the caller has seen to that."""
    with _LOCK:
        made = Making(unknown_versions())
        start = len(_replaced)
        token = _now.set(made)
        try:
            for patch in PATCHES:
                if not (patch.speed and made.unknown) and not _apply(patch):
                    made.missing.append(f"{patch.module}.{patch.name}")
            for name in _LOGGERS:
                logging.getLogger(name).addFilter(_silent)
            yield made
        finally:
            _now.reset(token)
            _restore(start)
            if not start:
                for name in _LOGGERS:
                    logging.getLogger(name).removeFilter(_silent)


def share(styles: SharedStyles | None) -> None:
    """Have the document that is laid out next share these styles, where it may."""
    if (made := _now.get()) is not None and not made.unknown:
        made.styles = styles
        if styles is not None:
            styles.begin()


def unknown_versions() -> tuple[str, ...]:
    """What is installed and not among the KNOWN versions, as words: "WeasyPrint 71.0"."""
    installed = {name: str(getattr(importlib.import_module(name), "__version__", "")) for name in KNOWN}
    return tuple(
        f"{TITLES[name]} {version}".strip() for name, version in installed.items() if version not in KNOWN[name]
    )


def _apply(patch: Patch) -> bool:
    """Put a replacement in its place; False where there is nothing to replace."""
    try:
        home = importlib.import_module(patch.module)
        original = operator.attrgetter(patch.name)(home)
    except (ImportError, AttributeError):
        return False
    replacement = patch.replacement(original)
    _replaced.append((home, patch.name, original, replacement))  # before: an interrupt may come between
    setattr(home, patch.name, replacement)
    return True


def _restore(start: int = 0) -> None:
    """Put back what was there, the last one first. What somebody else has replaced meanwhile is left to them."""
    while len(_replaced) > start:
        home, name, original, replacement = _replaced[-1]
        if getattr(home, name, None) is replacement:
            setattr(home, name, original)
        _replaced.pop()


def _silent(record: logging.LogRecord) -> bool:
    """A filter: what WeasyPrint has to say of our own page and CSS is not for the program that calls us."""
    return _now.get() is None


def _after_fork() -> None:
    """A child of a program that makes a PDF in another thread has neither that thread nor its document."""
    global _LOCK
    if _now.get() is None:
        _LOCK = threading.RLock()
        _restore()
        for name in _LOGGERS:
            logging.getLogger(name).removeFilter(_silent)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
