"""Text with the format parameter "flowed" (RFC 3676): a space at the end of a line says that the paragraph goes on.

The ferry stopped·        The ferry stopped running in May.
running in May.
"""

from __future__ import annotations

import re

_QUOTED = re.compile(r">*")
_SIGNATURE = "-- "


def unfolded(text: str, delsp: bool = False) -> str:
    """The text with each paragraph on one line. With `delsp`, the space at the end of a line is no part of the text, as in scripts without spaces."""
    lines: list[str] = []
    open_depth = -1  # the number of quotation signs of the paragraph that goes on; -1 for none
    for line in re.split(r"\r\n|\n|\r", text):
        depth = len(_QUOTED.match(line)[0])  # type: ignore[index]
        content = line[depth:]
        content = content.removeprefix(" ")  # space-stuffing (RFC 3676, 4.4)
        is_flowed = content.endswith(" ") and content != _SIGNATURE
        if is_flowed and delsp:
            content = content[:-1]
        if open_depth == depth and content != _SIGNATURE:
            lines[-1] += content
        else:
            lines.append(f"{'>' * depth} {content}" if depth else content)
        open_depth = depth if is_flowed else -1
    return "\n".join(lines)
