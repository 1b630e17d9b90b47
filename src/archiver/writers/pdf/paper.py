"""The paper that pages are made for, and how much larger than usual everything on it is."""

from __future__ import annotations

from dataclasses import dataclass

from archiver.errors import UsageError

#: Widths and heights in millimetres.
SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
#: Large print: the text in 16 points (the RNIB and the APH ask for 16 to 18), and all else with it.
ENLARGED = 1.55
_MEASURE = 126.0


@dataclass(frozen=True, slots=True)
class Paper:
    """Lengths are in millimetres before they are enlarged."""

    name: str = "a4"
    large: bool = False

    @property
    def zoom(self) -> float:
        """How much larger everything is drawn than it was laid out."""
        return ENLARGED if self.large else 1.0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page as it is laid out."""
        width, height = SIZES[self.name]
        return width / self.zoom, height / self.zoom

    @property
    def margins(self) -> tuple[float, float, float]:
        """Above, below, and at each side."""
        return (19.0, 17.0, 10.0) if self.large else (29.0, 27.0, (self.size[0] - _MEASURE) / 2)

    @property
    def broad_side(self) -> float:
        """The margin at each side of a page that lies on its side."""
        return 10.0 if self.large else (SIZES[self.name][1] - 253) / 2

    @property
    def broad_margins(self) -> tuple[float, float, float]:
        """Above, below, and at each side of a page that lies on its side."""
        return (*((17.0, 14.0) if self.large else (26.0, 22.0)), self.broad_side)

    def css(self) -> str:
        """What print.css does not say by itself, as CSS."""
        width, height = self.size
        top, bottom, side = self.margins
        page = f"@page {{ size: {width:.2f}mm {height:.2f}mm; margin: {top}mm {side:.2f}mm {bottom}mm }}\n"
        above, below, beside = self.broad_margins
        broad = f"size: {height:.2f}mm {width:.2f}mm; margin: {above:.0f}mm {beside:.2f}mm {below:.0f}mm"
        return f"{page}@page broad {{ {broad} }}\n"

    @property
    def tallest(self) -> float:
        """How high a picture may be, in millimetres: a page holds it and its caption."""
        return 95.0 if self.large else 165.0

    @property
    def rooms(self) -> dict[str, float]:
        """The width for tables in each setting (pdf/tables.py), in points; a large page has no margins to reach over."""
        if not self.large:
            return {"": 357.0, "wide": 470.0, "broad": 717.0, "broad dense": 717.0}
        measure = (self.size[0] - 2 * self.margins[2]) * 72 / 25.4
        broad = (self.size[1] - 2 * self.broad_side) * 72 / 25.4
        return {"": measure, "broad": broad, "broad dense": broad}


A4 = Paper()


def paper(name: str, large: bool) -> Paper:
    """The paper of this name. Raises UsageError for one that there is not."""
    if name not in SIZES:
        raise UsageError(f"There is no paper {name!r}.", f"Papers: {', '.join(SIZES)}.")
    return Paper(name, large)
