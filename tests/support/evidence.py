"""The evidence of a record: every element of its head must have one, with its rule and the words that it rests on."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lxml import etree

from archiver.article import NS, Article, tag

#: The part of an author that has the words by which evidence is compared.
_AUTHOR_PARTS = ("name", "honorific", "role", "affiliation", "bio")
#: Of a long value, the evidence may hold the beginning alone.
_COMPARED = 40


def field_of(element: etree._Element) -> str:
    """The name by which evidence names an element of the head: the type of a date or an identifier, the role of a contributor, "container" for the name
    of the container, else its own name.
    """
    name = etree.QName(element).localname
    if name == "contributor":
        return element.get("role", name)
    if name == "name":
        return "container"
    return element.get("type", name) if name in ("date", "identifier") else name


def _parts(article: Article) -> Iterator[etree._Element]:
    """The elements of the head, and in place of the container what it holds."""
    for element in article.root.iterfind("a:head/*", NS):
        yield from element if element.tag == tag("container") else (element,)


def missing_evidence(article: Article) -> list[str]:
    """What an auditor would miss: elements of the head without evidence, evidence without words, and parts of authors that
    the words of their evidence do not hold.
    """
    words: dict[str, str] = {}
    wrong: list[str] = []
    for evidence in article.evidence:
        words[evidence.field] = f"{words.get(evidence.field, '')} {_letters(evidence.text)}"
        if not evidence.text.strip():
            wrong.append(f"the evidence for {evidence.field} has no words")
    for element in _parts(article):
        field = field_of(element)
        if field not in words and (field != "title" or article.title):
            wrong.append(f"{field} {''.join(element.itertext())!r} has no evidence")
        if element.tag == tag("author"):
            wrong += [
                f"the evidence for {field} lacks {text!r}"
                for part in element
                if etree.QName(part).localname in _AUTHOR_PARTS and (text := "".join(part.itertext()))
                if _letters(text)[:_COMPARED] not in words.get(field, "")
            ]
    return wrong


def _letters(text: str) -> str:
    """Letters and digits in small letters."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(character for character in folded if character.isalnum())
