"""The few words that exports add, in the article's language, for writers in Python. Source: stylesheets/words.xml."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from lxml import etree

from archiver.article import Article
from archiver.languages import script, subtags
from archiver.writers.shared.xslt import FOLDER

_ALIASES = {"no": "nb", "nn": "nb"}


def words_for(language: str) -> dict[str, str]:
    """The words for a BCP 47 tag: for its language and script, else for its language, else in English."""
    return _entries()[language_of_words(language)]


def language_of_words(language: str) -> str:
    """The tag under which words.xml has the words for a language: "nb" for "nn-NO", "zh-Hant" for "zh-HK"."""
    entries = _entries()
    primary = subtags(language).language
    primary = _ALIASES.get(primary, primary)
    with_script = f"{primary}-{script(language)}"
    return with_script if with_script in entries else primary if primary in entries else "en"


@cache
def _entries() -> dict[str, dict[str, str]]:
    root = etree.parse(FOLDER / "words.xml").getroot()
    return {
        str(entry.get("tag")): {str(k): str(v) for k, v in entry.attrib.items()}
        for entry in root.iterchildren(etree.Element)
    }


def missing_sentence(article: Article, words: dict[str, str]) -> str:
    """One sentence that names the notes for which the source had no text; "" if there are none."""
    labels = [n.label or "*" for n in article.notes if n.status == "missing"]
    if not labels:
        return ""
    sentence = words["missing" if len(labels) == 1 else "missing-many"].rstrip(" .。।")
    full_stop = "。" if words["missing"].endswith("。") else "."
    return f"{sentence}: {', '.join(_runs(labels))}{full_stop}"


def labels_of(article: Article, ids: Collection[str]) -> str:
    """The labels of these notes in their order: "2, 4–9, *"; "" for no notes."""
    return ", ".join(_runs(note.label or "*" for note in article.notes if note.id in ids))


def _runs(labels: Iterable[str]) -> list[str]:
    """Join three or more consecutive numbers: ["1", "2", "3", "5", "*"] becomes ["1–3", "5", "*"]."""
    runs: list[list[str]] = []
    for label in labels:
        if (
            runs
            and len(label) < 10
            and label.isdecimal()
            and runs[-1][-1].isdecimal()
            and int(label) == int(runs[-1][-1]) + 1
        ):
            runs[-1].append(label)
        else:
            runs.append([label])
    return [f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in runs]
