"""The objects of a PDF are made into bytes once.

pydyf 0.13 makes, and packs, the bytes of each object when it writes it and again for the file's identifier, and lists all pages for each
element that names the one it is on.
"""

from __future__ import annotations

import contextlib
import zlib
from collections.abc import Iterator
from functools import cached_property
from types import SimpleNamespace
from typing import Any

#: How hard streams are packed. pydyf's 9 takes two and a half times as long (5 % of a PDF's time) for files that are 1.6 % smaller.
_LEVEL = 6


@contextlib.contextmanager
def made_once() -> Iterator[None]:
    """While it lasts, a PDF's list of pages is made anew only when there are more, and a stream that pydyf adds itself is packed once."""
    import pydyf  # type: ignore[import-untyped]

    listed, stream = pydyf.PDF.page_references, pydyf.Stream

    def references(pdf: Any) -> Any:
        number = len(pdf.pages["Kids"])
        known = pdf.__dict__.get("listed")
        if known is None or known[0] != number:
            known = pdf.listed = number, listed.fget(pdf)
        return known[1]

    pydyf.PDF.page_references = property(references)
    try:
        yield
    finally:
        pydyf.PDF.page_references, pydyf.Stream = listed, stream


@contextlib.contextmanager
def packed_lightly() -> Iterator[None]:
    """While it lasts, pydyf packs its streams with _LEVEL."""
    import pydyf

    pydyf.zlib = SimpleNamespace(compress=zlib.compress, compressobj=lambda level: zlib.compressobj(level=_LEVEL))
    try:
        yield
    finally:
        pydyf.zlib = zlib


def write_once(pdf: Any) -> None:
    """Put the bytes of each object in its place, when all is said; to be called within `made_once`."""
    import pydyf

    class Written(pydyf.Object):  # type: ignore[misc]
        data = b""
        compressible = False

    for number, made in enumerate(pdf.objects):
        if made.free == "f":
            continue
        written = Written()
        written.number, written.generation = made.number, made.generation
        written.compressible, written.data = made.compressible, made.data
        pdf.objects[number] = written

    packed = pydyf.Stream.data.fget

    class Packed(pydyf.Stream):  # type: ignore[misc]
        @cached_property
        def data(self) -> Any:
            return packed(self)

    # what pydyf adds from here on: the stream that holds all other objects
    pydyf.Stream = Packed
