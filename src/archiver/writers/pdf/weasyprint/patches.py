"""The patches of WeasyPrint: active while Archiver makes a document, only in that thread, and removed afterwards.

Three things that Archiver's PDFs need cannot be done with WeasyPrint's hooks: the tags of notes (tags.py), the letters
of glyphs (tounicode.py) and the places where a word may be broken (words.py). PATCHES lists the functions that are replaced for these, and for speed. `rendering`
replaces them under one lock and restores the originals. Each replacement checks whether the current document is
Archiver's. If not, it calls the original, so another thread that uses WeasyPrint at the same time is not affected.

The patched functions of WeasyPrint are private and change from version to version. KNOWN names the versions that were
tested. With another version the speedups are left out; the rest is tried, and tag_check.py checks the result.
"""

from __future__ import annotations

import functools
import importlib
import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from archiver.writers.pdf.weasyprint import footnote_area, speedups, tounicode, words
from archiver.writers.pdf.weasyprint.speedups import SharedStyles
from archiver.writers.pdf.weasyprint.tags import Tagger

#: The versions for which the patches were written and tested.
KNOWN = {"weasyprint": frozenset({"70.0"}), "pydyf": frozenset({"0.13.0"})}
TITLES = {"weasyprint": "WeasyPrint", "pydyf": "pydyf"}


@dataclass
class Rendering:
    """The document that is being made, as the replaced functions see it."""

    #: The installed versions that are not KNOWN, as text for a message: "WeasyPrint 71.0".
    unknown: tuple[str, ...]
    #: The functions that should be replaced and do not exist.
    missing: list[str] = field(default_factory=list)
    #: The styles that this document may share with others; None if it shares none.
    styles: SharedStyles | None = None
    tagger: Tagger | None = None
    #: Whether tounicode.py has seen the document's glyphs.
    lettered: bool = False


@dataclass(frozen=True, slots=True)
class Patch:
    """One replacement: the module, the name in it (of a function, or of a class and its method), and a function that makes
    the replacement from the original.
    """

    module: str
    name: str
    replacement: Callable[[Any], Any]
    #: Only for speed, and therefore only with known versions.
    speed: bool = False


_current: ContextVar[Rendering | None] = ContextVar("archiver_pdf_making", default=None)
_LOCK = threading.RLock()
#: The current replacements: module or class, name in it, original, replacement.
_replaced: list[tuple[Any, str, Any, Any]] = []
_LOGGERS = ("weasyprint", "weasyprint.progress")


def _for_own_documents(replacement: Callable[..., Any]) -> Callable[[Any], Any]:
    """Turn `replacement(original, rendering, ...)` into a patch that calls the original for foreign documents."""

    def patch(original: Any) -> Any:
        @functools.wraps(original)
        def patched(*args: Any, **kwargs: Any) -> Any:
            rendering = _current.get()
            return original(*args, **kwargs) if rendering is None else replacement(original, rendering, *args, **kwargs)

        return patched

    return patch


def _styles() -> SharedStyles | None:
    rendering = _current.get()
    return None if rendering is None else rendering.styles


def _build_tree(original: Any, rendering: Rendering, box: Any, parent: Any, pdf: Any, *rest: Any) -> Any:
    if not rendering.unknown and type(pdf).__name__ == "PDF":
        speedups.serialize_once(pdf)
    if rendering.tagger is None:
        return original(box, parent, pdf, *rest)
    return rendering.tagger.build(original, box, parent, pdf, *rest)


def _build_fonts(original: Any, rendering: Rendering, pdf: Any, fonts: Any, *rest: Any) -> Any:
    rendering.lettered = True
    tounicode.add_letters(fonts)
    return original(pdf, fonts, *rest)


def _update_footnote_area(original: Any, rendering: Rendering, context: Any) -> Any:
    if rendering.styles is None:  # the user's CSS may limit the height of the area
        return original(context)
    layout = importlib.import_module("weasyprint.layout")
    return footnote_area.update_footnote_area(context, layout.block_level_layout, layout.build.create_anonymous_boxes)


PATCHES = (
    Patch("weasyprint.pdf.tags", "_build_box_tree", _for_own_documents(_build_tree)),
    Patch("weasyprint.pdf", "build_fonts_dictionary", _for_own_documents(_build_fonts)),
    Patch(
        "weasyprint.text.line_break",
        "pyphen",
        lambda original: words.hyphenator(original, lambda: _current.get() is not None),
    ),
    # fontTools writes the current time into a font that it subsets (where HarfBuzz cannot): make it constant.
    Patch(
        "fontTools.ttLib.tables._h_e_a_d", "timestampNow", _for_own_documents(lambda original, rendering: 2398377600)
    ),
    Patch(
        "weasyprint.layout",
        "LayoutContext._update_footnote_area",
        _for_own_documents(_update_footnote_area),
        speed=True,
    ),
    Patch("weasyprint.css", "ComputedStyle", lambda original: speedups.computed_style(original, _styles), speed=True),
    Patch("weasyprint.css", "AnonymousStyle", speedups.anonymous_style, speed=True),
    Patch(
        "weasyprint.pdf.fonts",
        "ffi",
        lambda original: speedups.parse_types_once(original, lambda: _current.get() is not None),
        speed=True,
    ),
)


@contextmanager
def rendering() -> Iterator[Rendering]:
    """Apply the patches in this thread while the context lasts. WeasyPrint must be installed."""
    with _LOCK:
        current = Rendering(unknown_versions())
        start = len(_replaced)
        token = _current.set(current)
        try:
            for patch in PATCHES:
                if not (patch.speed and current.unknown) and not _apply(patch):
                    current.missing.append(f"{patch.module}.{patch.name}")
            for name in _LOGGERS:
                logging.getLogger(name).addFilter(_is_foreign)
            yield current
        finally:
            _current.reset(token)
            _restore(start)
            if not start:
                for name in _LOGGERS:
                    logging.getLogger(name).removeFilter(_is_foreign)


def share(styles: SharedStyles | None) -> None:
    """Let the next document that is laid out share these styles, if it may."""
    if (rendering := _current.get()) is not None and not rendering.unknown:
        rendering.styles = styles
        if styles is not None:
            styles.begin()


def unknown_versions() -> tuple[str, ...]:
    """The installed versions that are not KNOWN, as text for a message: "WeasyPrint 71.0"."""
    installed = {name: str(getattr(importlib.import_module(name), "__version__", "")) for name in KNOWN}
    return tuple(
        f"{TITLES[name]} {version}".strip() for name, version in installed.items() if version not in KNOWN[name]
    )


def _apply(patch: Patch) -> bool:
    """Apply one patch; False if there is nothing to replace."""
    try:
        owner: Any = importlib.import_module(patch.module)
        class_name, _, name = patch.name.rpartition(".")
        if class_name:
            owner = getattr(owner, class_name)
        original = getattr(owner, name)
    except (ImportError, AttributeError):
        return False
    replacement = patch.replacement(original)
    _replaced.append((owner, name, original, replacement))  # first, because an interrupt may come in between
    setattr(owner, name, replacement)
    return True


def _restore(start: int = 0) -> None:
    """Restore the originals, the last one first. What other code has replaced meanwhile is left alone."""
    while len(_replaced) > start:
        module, name, original, replacement = _replaced[-1]
        if getattr(module, name, None) is replacement:
            setattr(module, name, original)
        _replaced.pop()


def _is_foreign(record: logging.LogRecord) -> bool:
    """A logging filter: WeasyPrint's remarks on Archiver's own HTML and CSS do not concern the calling program."""
    return _current.get() is None


def _after_fork() -> None:
    """Reset the state in a forked child: the thread that made a document does not exist there."""
    global _LOCK
    if _current.get() is None:
        _LOCK = threading.RLock()
        _restore()
        for name in _LOGGERS:
            logging.getLogger(name).removeFilter(_is_foreign)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
