"""WeasyPrint, quickened: what it works out again and again for the pages of articles is worked out once.

WeasyPrint is pinned, and some of its functions are replaced here by ones that give the same pages, byte by byte, with less work:
styles (pdf_quick_styles), boxes (pdf_quick_boxes), lines and glyphs (pdf_quick_lines), the bytes of objects (pdf_quick_objects).
A function that is not there, or not as it is known, stays what it is.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache
from typing import Any

from archiver.writers import pdf_quick_boxes, pdf_quick_lines, pdf_quick_styles


@cache
def quicken() -> None:
    """Replace WeasyPrint's functions, once in a process."""
    from weasyprint import css  # type: ignore[import-untyped]
    from weasyprint.draw import text  # type: ignore[import-untyped]
    from weasyprint.layout import background, float, percent  # type: ignore[import-untyped]
    from weasyprint.text import line_break  # type: ignore[import-untyped]

    pdf_quick_styles.quicken(css)
    _replace(percent, "resolve_percentages", pdf_quick_boxes.percentages)
    _replace(background, "layout_box_backgrounds", pdf_quick_boxes.backgrounds)
    _replace(float, "avoid_collisions", pdf_quick_boxes.collisions)
    if pdf_quick_lines.fits(line_break, text):
        pdf_quick_lines.layouts(line_break)
        _replace(line_break, "strut", pdf_quick_lines.struts)
        _replace(line_break, "split_first_line", pdf_quick_lines.lines)
        _replace(text, "draw_first_line", pdf_quick_lines.glyphs)


def begin(faces: Any, *, ours: bool) -> None:
    """Begin a document that is set in `faces`; `ours` says that its CSS is ours alone."""
    pdf_quick_styles.begin(ours=ours)
    pdf_quick_lines.begin(faces)


def end() -> None:
    """End a document that was begun, whatever became of it."""
    pdf_quick_styles.end()


def _replace(home: Any, name: str, quicker: Callable[[Any], Any]) -> None:
    """Put what `quicker` makes of a function in its place, also where other modules took it by name."""
    old = getattr(home, name, None)
    if old is None:
        return
    new = quicker(old)
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("weasyprint.") and module.__dict__.get(name) is old:
            setattr(module, name, new)
