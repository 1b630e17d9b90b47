"""Paper: page sizes, margins, and the enlargement of large print."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.errors import UsageError

#: Width and height in millimetres.
SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
#: Large print: text in 16 points (RNIB and APH ask for 16 to 18), and everything else enlarged with it.
ENLARGED = 1.55
_MEASURE = 126.0


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper, plain or for large print. All lengths are in millimetres before the enlargement."""

    name: str = "a4"
    large: bool = False

    @property
    def zoom(self) -> float:
        """The factor by which the layout is enlarged when it is drawn."""
        return ENLARGED if self.large else 1.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page in the layout."""
        width, height = SIZES[self.name]
        return width / self.zoom, height / self.zoom

    @property
    def margins(self) -> tuple[float, float, float]:
        """The margins at the top, at the bottom and at each side."""
        return (19.0, 17.0, 10.0) if self.large else (29.0, 27.0, (self.size[0] - _MEASURE) / 2)

    @property
    def landscape_side(self) -> float:
        """The margin at each side of a landscape page."""
        return 10.0 if self.large else (SIZES[self.name][1] - 253) / 2

    @property
    def landscape_margins(self) -> tuple[float, float, float]:
        """The margins of a landscape page at the top, at the bottom and at each side."""
        return (*((17.0, 14.0) if self.large else (26.0, 22.0)), self.landscape_side)

    def css(self) -> str:
        """The CSS for this paper; print.css is written for A4."""
        width, height = self.size
        top, bottom, side = self.margins
        page = f"@page {{ size: {width:.2f}mm {height:.2f}mm; margin: {top}mm {side:.2f}mm {bottom}mm }}\n"
        landscape_top, landscape_bottom, landscape_side = self.landscape_margins
        broad = f"size: {height:.2f}mm {width:.2f}mm; margin: {landscape_top:.0f}mm {landscape_side:.2f}mm {landscape_bottom:.0f}mm"
        return f"{page}@page broad {{ {broad} }}\n"

    @property
    def picture_height(self) -> float:
        """The greatest height of a picture in millimetres: a page also holds its caption."""
        return 95.0 if self.large else 165.0

    @property
    def table_widths(self) -> dict[str, float]:
        """The width for tables in each setting (pdf/tables.py), in points; a large-print page has no wider setting."""
        if not self.large:
            return {"": 357.0, "wide": 470.0, "broad": 717.0, "broad dense": 717.0}
        measure = (self.size[0] - 2 * self.margins[2]) * 72 / 25.4
        broad = (self.size[1] - 2 * self.landscape_side) * 72 / 25.4
        return {"": measure, "broad": broad, "broad dense": broad}


A4 = Paper()


def paper(name: str, large: bool) -> Paper:
    """The paper with this name. Raises UsageError for an unknown name."""
    if name not in SIZES:
        raise UsageError(f"There is no paper {name!r}.", f"Papers: {', '.join(SIZES)}.")
    return Paper(name, large)
