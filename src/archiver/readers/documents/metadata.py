"""Metadata of a document as pandoc's tree has them: YAML before Markdown, `\\title`, paragraphs with the style of a title.

Names of fields are those of pandoc's manual (Metadata variables), and those that static site generators use.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from archiver.page import Property
from archiver.readers.documents.tree import DocumentTree

_RULE = "document-metadata"
#: By the key in a document, the field of the head. Keys that a document shows are in _SHOWN.
_FIELDS = {
    "keywords": "keyword", "tags": "keyword", "subject": "keyword", "publisher": "publisher", "institution": "publisher", "rights": "rights",
    "copyright": "rights", "license": "rights", "description": "abstract", "summary": "abstract", "doi": "doi", "url": "url", "issn": "issn",
    "isbn": "isbn", "lang": "language", "language": "language", "lastmod": "modified", "updated": "modified", "modified": "modified",
    "journal": "journal", "container-title": "journal", "volume": "volume", "issue": "issue", "page": "pages", "pages": "pages", "pmid": "pmid",
    "section": "department", "editor": "editor", "translator": "translator",
}  # fmt: skip
_SHOWN = {"title": "title", "subtitle": "subtitle", "author": "author", "date": "published", "abstract": "abstract"}


def properties(meta: Mapping[str, Any], found: DocumentTree) -> Iterator[Property]:
    """What the metadata say of the fields of the head. Fields that the document shows come with their element."""
    for key, text, element in found.shown:
        yield Property(_SHOWN[key], text, _RULE, "high", element)
    for key, name in _FIELDS.items():
        for text in _texts(meta.get(key)):
            values = text.replace(";", ",").split(",") if name == "keyword" else (text,)
            for value in filter(None, map(str.strip, values)):
                yield Property(name, value, _RULE, "medium" if name != "abstract" else "low")


def without_colon(meta: Mapping[str, Any]) -> None:
    """Take the colon off that pandoc puts before the subtitle of a JATS article."""
    subtitle = meta.get("subtitle")
    if subtitle is not None and subtitle["t"] == "MetaInlines" and subtitle["c"][:1] == [{"t": "Str", "c": ":"}]:
        del subtitle["c"][:2]


def language(meta: Mapping[str, Any]) -> str:
    """The declared language; "" without one."""
    return next((text for key in ("lang", "language") for text in _texts(meta.get(key))), "")


def name_styled(document: Mapping[str, Any], styled: Sequence[tuple[str, str]]) -> None:
    """Move paragraphs at the start that are a field by their style into the metadata. pandoc keeps no styles of OpenDocument.

    `styled` are (field, text) in their order.
    """
    blocks, meta = document["blocks"], document["meta"]
    for key, text in styled:
        while blocks and blocks[0]["t"] == "Para" and not blocks[0]["c"]:
            del blocks[0]
        if blocks and blocks[0]["t"] in ("Para", "Header") and (key == "author" or key not in meta):
            inlines = blocks[0]["c"] if blocks[0]["t"] == "Para" else blocks[0]["c"][2]
            if "".join(_pieces(inlines)).split() == text.split():
                earlier = meta[key]["c"] if key in meta else []
                found = {"t": "MetaInlines", "c": inlines}
                meta[key] = {"t": "MetaList", "c": [*earlier, found]} if key == "author" else found
                del blocks[0]


def _texts(value: Any) -> Iterable[str]:
    """The texts of a field: one for each member of a list."""
    if value is None:
        return
    if value["t"] == "MetaList":
        for member in value["c"]:
            yield from _texts(member)
    elif value["t"] in ("MetaInlines", "MetaBlocks", "MetaString") and (
        text := " ".join("".join(_pieces(value["c"])).split())
    ):
        yield text


def _pieces(node: Any) -> Iterator[str]:
    """The texts of nodes, without notes, formulas and markup."""
    if isinstance(node, str):
        yield node
        return
    stack: list[Any] = [node]
    content: Any
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            kind, content = item.get("t"), item.get("c")
            if kind == "Str":
                yield str(content)
            elif kind in ("Space", "SoftBreak", "LineBreak"):
                yield " "
            elif kind in ("Link", "Span", "Quoted", "Div", "Header", "Cite"):
                stack.append(content[-1] if kind != "Link" else content[1])
            elif kind not in ("Note", "Math", "RawInline", "RawBlock", "Image", "Code", "CodeBlock"):
                stack.append(content)
                if kind == "Para":
                    stack.append({"t": "Space"})
