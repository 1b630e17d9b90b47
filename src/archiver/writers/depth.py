"""Room for deep nesting: records may nest 256 deep (safety.parse_xml), and what walks them goes down some calls a level."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def deep_stack() -> Iterator[None]:
    """A higher limit of recursion, for as long as it lasts."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 12_000))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
