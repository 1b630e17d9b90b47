"""Copied text whose numbers are no notes. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "chess-and-bible",
        """A game at the ferry

¶1

1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 was played, as in John 3:16 and Psalm 23. White won in 41 moves on 12 May 1999.

¶2
""",
        calls="",
        copied=True,
    ),
    Whole(
        "recipe",
        """Ferry soup

Serves 4. Takes 20 minutes.

1. Boil 2 litres of water.
2. Add 3 onions and the fish.
3. Salt, then wait 10 minutes.

¶1

¶2
""",
        calls="",
        copied=True,
    ),
    Whole(
        "prices-phones-versions",
        """Ferry office news

¶1

Call 555-0101 or +44 20 7946 0000. Tickets cost $3.50, version 2.1 of the app is out since 2024-05-01, and the CO2 of a trip is 10^3 g or 1.2kg. See Section 4.2, G20 and H2O. The area is 12m2.

¶2
""",
        calls="",
        copied=True,
    ),
    Whole(
        "numbered-theses",
        """Theses on huts

¶1

1. A hut is green.
2. A hut is warm.
3. From 1 and 2 it follows that a hut is good.

¶2
""",
        calls="",
        copied=True,
    ),
    Whole(
        "table-rows",
        """Huts by town

¶1

Town	Huts	Green
Sarn	9	1
Orrel	41	2
Dell	3	3

¶2
""",
        calls="",
        copied=True,
    ),
    Whole(
        "code",
        """A tide program

¶1

x[1] = y[2]
y[3] = x[1] + 4

The array y[2] holds the second tide.

¶2
""",
        calls="",
        copied=True,
    ),
    Whole(
        "verse-text",
        """The Hut Psalm

1 The hut is green, and it stands by the sea;
2 who enters shall be warm,
3 and who leaves shall be wet.

¶1

¶2
""",
        calls="",
        copied=True,
    ),
    Whole(
        "trademark-and-exponents",
        """Stoves

¶1

The Stove® and the Lamp™ give 10³ units on 12 m² of floor, or 5 km² of sea at 3×10⁸ m/s.

¶2
""",
        calls="",
        copied=True,
    ),
    Whole(
        "scores-and-dates",
        """Ferry football

¶1

Orrel beat Sarn 3-1 (2-0) on 12.5.1999 before 1,200 people. Wick scored in the 12th, 45th and 90+2 minute; he is No. 9. Group A: Orrel 9, Sarn 6, Dell 3.

¶2
""",
        calls="",
        copied=True,
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
