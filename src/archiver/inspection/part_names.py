"""The names of the parts of a record in a sentence: "paragraph p7", "note 3", "finding N001"; and their places."""

from __future__ import annotations

from archiver.inspection.parts import RecordPart, Region, Row, first_words

_PARTS = {
    "p": "paragraph",
    "name": "author",
    "item": "list item",
    "term": "term of a list",
    "cell": "table cell",
    "line": "line of verse",
    "code": "code",
    "formula": "formula",
    "image": "picture",
    "rule": "rule between paragraphs",
    "embed": "embedded content",
    "cite": "source of a quotation",
    "removed": "removed piece",
}
_CONTAINERS = {
    "article": "the article",
    "head": "the head",
    "body": "the body",
    "notes": "the notes",
    "post": "post",
    "quote": "quotation",
    "item": "list item",
    "row": "table row",
    "cell": "table cell",
    "embed": "embedded content",
}
#: Attributes that tell parts of one name apart.
_DETAIL = {"evidence": "for {for}", "finding": "{code}", "date": "({type})", "identifier": "({type})"}


def name_of_part(part: RecordPart) -> str:
    """A part in a sentence, with its id, and with the note or the author that it belongs to."""
    if part.name == "note":  # an empty one
        return _note(part.container)
    name = _PARTS.get(part.name, part.name)
    if part.name == "name" and part.container.name != "author":
        name = "name of the publication" if part.container.name == "container" else part.container.name
    elif part.name in _DETAIL:
        name = f"{name} {_DETAIL[part.name].format_map(_Attributes(part.attributes))}"
    elif part.name == "heading":
        name = f"heading “{first_words(part.plain)}”"
    elif part.id:
        name = f"{name} {part.id}"
    if part.name == "removed":
        name = f"{name} ({part.attributes.get('rule', '')})"
    if part.container.name == "author" and part.name != "name":
        name = f"{name} of an author"
    for container in part.container.chain():
        if container.name == "note" and container.element is not part.element:
            return f"{name} in {_note(container)}"
    return name


def name_of_container(container: Region, row: Row) -> str:
    """A container in a sentence: a note with its label, a section with its heading."""
    if container.name == "note":
        return _note(container)
    if container.name == "section" and (heading := _heading(container, row)):
        return f"section “{heading}”"
    return _CONTAINERS.get(container.name, container.name)


def place_of(number: int, container: Region | None, row: Row) -> str:
    """Where a part stands that begins with the part of this number: the section, the note or the region, and the words
    before it.
    """
    where = ""
    for around in container.chain() if container is not None else ():
        if around.name == "section" and not (where := _heading(around, row)):
            continue
        if around.name == "provenance":
            return "what was removed" if row.parts[number].name == "removed" else "the provenance"
        if around.name in ("section", "post", "note", "body", "head", "notes", "quote", "item", "cell", "figure"):
            where = f"section “{where}”" if around.name == "section" else name_of_container(around, row)
            start = around.start
            break
    else:
        where, start = "the article", 0
    if number <= start:
        return f"at the start of {where}"
    before = row.parts[number - 1]
    words = first_words(before.plain)
    return f"in {where}, after {f'“{words}”' if words else name_of_part(before)}"


def _note(container: Region) -> str:
    return f"note {container.attributes.get('label') or container.element.get('id', '')}"


def _heading(section: Region, row: Row) -> str:
    if section.start < section.end and (first := row.parts[section.start]).name == "heading":
        return first_words(first.plain)
    return ""


class _Attributes(dict[str, str]):
    """Attributes of a part; one that an invalid record lacks is ""."""

    def __missing__(self, key: str) -> str:
        return ""
