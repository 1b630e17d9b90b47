"""What WeasyPrint works out for each box though it follows from the style, or from there being none of it.

Lengths that are no percentages, backgrounds that are none, and floats that nothing has: worked out once for a style, or passed by. The pages are the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archiver.writers.pdf_quick_styles import home

_SIDES = ("top", "right", "bottom", "left")
_LENGTHS = (
    *(f"margin_{side}" for side in _SIDES),
    *(f"padding_{side}" for side in _SIDES),
    *(f"{prefix}{axis}" for axis in ("width", "height") for prefix in ("", "min_", "max_")),
)
_BORDERS = tuple(f"border_{side}_width" for side in _SIDES)
_SHARP = {f"border_{corner}_radius": (0, 0) for corner in ("top_left", "top_right", "bottom_right", "bottom_left")}


def percentages(resolve: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    """For weasyprint.layout.percent.resolve_percentages."""

    def quick(box: Any, containing_block: Any) -> None:
        style = box.style
        kept = home(style)
        try:
            used, borders = kept.used_lengths
        except AttributeError:
            used, borders = kept.used_lengths = _used(style), _borders(style)
        if used is None:
            resolve(box, containing_block)
            return
        own = box.__dict__
        own.update(used)
        if style["border_collapse"] == "collapse":  # a table has said already which of its lines win
            for name, width in borders.items():
                if not hasattr(box, name):
                    own[name] = width
        else:
            own.update(borders)

    return quick


def _used(style: Any) -> dict[str, Any] | None:
    """The lengths of a box, where they hang on nothing around it; else None."""
    if style["box_sizing"] != "content-box":
        return None
    used: dict[str, Any] = {}
    for name in _LENGTHS:
        value = style[name]
        if value == "auto":
            used[name] = 0 if name in ("min_width", "min_height") else value
        elif getattr(value, "unit", "%") == "px":
            used[name] = value.value
        else:
            return None
    return used


def _borders(style: Any) -> dict[str, Any]:
    return {name: style[name] for name in _BORDERS}


def backgrounds(lay_out: Any) -> Any:
    """For weasyprint.layout.background.layout_box_backgrounds."""

    def quick(page: Any, box: Any, get_image: Any, layout_children: bool = True, style: Any = None) -> None:
        if style is not None or box is page:
            lay_out(page, box, get_image, layout_children, style)
            return
        kept = home(box.style)
        try:
            bare = kept.bare
        except AttributeError:
            bare = kept.bare = _bare(box.style)
        if not bare:
            lay_out(page, box, get_image, layout_children)
            return
        own = box.__dict__
        own = own["_box"].__dict__ if "_box" in own else own  # a placeholder hands on what it is told
        own.update(_SHARP)
        if layout_children:
            for child in box.all_children():
                quick(page, child, get_image)
        own["background"] = None

    return quick


def _bare(style: Any) -> bool:
    """Whether a style knows no background, no picture for a border, no round corner."""
    return (
        style["border_image_source"][0] == style["mask_border_source"][0] == "none"
        and style["visibility"] != "hidden"
        and all(kind == "none" for kind, _ in style["background_image"])
        and style["background_color"] != "currentcolor"
        and style["background_color"].alpha == 0
        and not style["box_shadow"]
        and all((0, "px") in style[corner] for corner in _SHARP)
    )


def collisions(avoid: Any) -> Any:
    """For weasyprint.layout.float.avoid_collisions."""

    def quick(context: Any, box: Any, containing_block: Any, outer: bool = True) -> Any:
        if context.excluded_shapes or containing_block.style["direction"] != "ltr" or box.is_floated():
            return avoid(context, box, containing_block, outer)
        left = containing_block.content_box_x()
        right = left + containing_block.width
        if outer:
            return left, box.position_y, right - left
        left += box.margin_left
        right -= box.margin_right
        return left - box.margin_left, box.border_box_y() - box.margin_top, right - left

    return quick
