"""Placeholders: what a program that prints a page as text writes where a picture, a button or a frame was.

    [IMG] The quay at dawn        The quay at dawn
    (BUTTON) Subscribe            Subscribe
    [quay-1200x800.jpg]           (left out)

They name elements of HTML, or the file of a picture without a description. A page has several of them.
"""

from __future__ import annotations

import re

from archiver.readers.plain.cuts import Cut

#: The rule of the ledger.
RULE = "placeholder"

_PLACEHOLDER = re.compile(
    r"(?<![\w\])])(?:"
    r"[\[(](?:IMG|IMAGE|INLINE|BUTTON|IFRAME|FRAME|EMBED|OBJECT|VIDEO|AUDIO|USEMAP|ISMAP)[\])]"
    r"|\[[\w.%@+-]{1,120}\.(?:avif|gif|jpe?g|png|svg|webp)\]"
    r")(?![\w(])"
)
#: With fewer, the text may speak of them.
_FEWEST = 3


def placeholders(text: str, is_printed: bool = False) -> list[Cut]:
    """The stretches of a text that are placeholders; [] if there are hardly any, unless `is_printed` says that such a program
    printed the text.
    """
    found = [Cut(match.start(), match.end(), RULE) for match in _PLACEHOLDER.finditer(text)]
    return found if is_printed or len(found) >= _FEWEST else []
