"""Records to try the writers on (tests/records), and what the writers make of them, made once."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from functools import cache, cached_property

from lxml import etree

from archiver.article import Article
from archiver.writers import WRITERS
from support.folders import RECORDS

NAMES = ("everything", "bare", "japanese", "arabic", "lost-notes", "hostile", "notes-everywhere", "thread")


@dataclass(frozen=True)
class Specimen:
    """One record and its exports."""

    article: Article

    def made(self, format: str) -> bytes:
        """The bytes of one export."""
        out = io.BytesIO()
        WRITERS[format].writer()(self.article, out)
        return out.getvalue()

    @cached_property
    def html(self) -> bytes:
        """The HTML page."""
        return self.made("html")

    @cached_property
    def book(self) -> dict[str, bytes]:
        """The files of the EPUB."""
        with zipfile.ZipFile(io.BytesIO(self.made("epub"))) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    @cached_property
    def tei(self) -> etree._Element:
        """The root of the TEI file."""
        return etree.fromstring(self.made("tei"))


@cache
def record(name: str) -> Specimen:
    """The specimen of this name."""
    return Specimen(Article.from_bytes((RECORDS / f"{name}.xml").read_bytes()))


def changed(name: str, *replacements: tuple[str, str]) -> Specimen:
    """A specimen with some of its text replaced; each must be there."""
    text = (RECORDS / f"{name}.xml").read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text
        text = text.replace(old, new)
    return Specimen(Article.from_bytes(text.encode("utf-8")))


def html_of(name: str, language: str = "") -> etree._Element:
    """The HTML page of a specimen, perhaps told to be in another language."""
    specimen = changed(name, ('version="1.0">', f'version="1.0" xml:lang="{language}">')) if language else record(name)
    return etree.fromstring(specimen.html)
