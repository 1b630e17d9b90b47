"""Chats that were copied or exported as text: the lines that say who spoke, and when."""

from __future__ import annotations

import re

#: A line that names a speaker and a time, and nothing else: "Ann Lee 6:02 PM", "Ann Lee, [14/03/2021 18:02]". It is neither a title nor a heading, where it has
#: its like.
SPEAKER = re.compile(
    r"[^\W\d_][^\d:\[\]]{0,60}?[ ,]+\[?(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? )?\d{1,2}:\d\d(?::\d\d)?(?: ?[APap]\.?[Mm]\.?)?\]?"
)
