"""The few words that exports add, in the article's language (stylesheets/words.xml), for writers in Python."""

from __future__ import annotations

from functools import cache

from lxml import etree

from archiver.writers.stylesheet import FOLDER

_ALIASES = {"no": "nb", "nn": "nb", "zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant"}


def words_for(language: str) -> dict[str, str]:
    """The words for a BCP 47 tag: those of the tag, of its script or its language, else English."""
    entries = _entries()
    parts = language.lower().split("-")
    for length in range(len(parts), 0, -1):
        name = "-".join(parts[:length])
        if (found := entries.get(_ALIASES.get(name, name))) is not None:
            return found
    return entries["en"]


@cache
def _entries() -> dict[str, dict[str, str]]:
    root = etree.parse(FOLDER / "words.xml").getroot()
    return {
        str(entry.get("tag")).lower(): {str(k): str(v) for k, v in entry.attrib.items()}
        for entry in root.iterchildren(etree.Element)
    }
