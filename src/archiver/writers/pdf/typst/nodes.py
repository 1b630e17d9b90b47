"""Helpers for the template's nodes, and for the pandoc nodes from which they are built."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator
from typing import Any

from archiver.text import is_wide, ordinal
from archiver.writers.pandoc.inlines import walk_nodes
from archiver.writers.pdf.lines import last_word

Values = dict[str, Any]

#: The lists of the pandoc document that Typst sets as lists.
LISTS = ("BulletList", "OrderedList", "LabelledList")
#: Between two pictures in a row, in points.
_BETWEEN = 9.0


def center_pictures(blocks: list[Values]) -> None:
    """Center pictures that are the only content of a block in a figure."""
    for block in blocks:
        if block["t"] in ("Plain", "Para") and [n["t"] for n in block["c"]] == ["Image"]:
            block["t"] = "Plain"  # in Typst a paragraph cannot contain blocks
            block["c"][0]["alone"] = True


def set_in_rows(blocks: list[Values], measure: float) -> None:
    """Put neighbouring pictures of a figure into rows that fit into the measure, in points. A picture that is alone stays a block."""
    row: list[Values] = []
    rows: list[Values] = []

    def close() -> None:
        rows.extend(row if len(row) < 2 else [{"t": "Row", "c": [block["c"][0] for block in row]}])
        row.clear()

    for block in blocks:
        is_picture = block["t"] == "Plain" and [n["t"] for n in block["c"]] == ["Image"]
        taken = sum(picture["c"][0]["width"] + _BETWEEN for picture in row)
        if not is_picture or taken + block["c"][0]["width"] > measure:
            close()
        (row if is_picture else rows).append(block)
    close()
    blocks[:] = rows


def is_call(node: Values) -> bool:
    """Whether a node shows only the call of a note."""
    if node["t"] in ("Superscript", "Span") and len(node["c"]) == 1:
        return is_call(node["c"][0])
    return node["t"] in ("Note", "NoteLink", "Lost note")


def keep_calls(nodes: list[Values]) -> list[Values]:
    """The nodes with calls in a Together with the word before them, where a line might break between the two.

    Given `Text "he said!"  Note  Text ", and"`, it becomes `Text "he "  Together [Text "said!"  Note]  Text ", and"`.
    """
    result: list[Values] = []
    for node in nodes:
        before = result[-1] if result else None
        if before and before["t"] == "Together" and (node["t"] == "Gap" or is_call(node)):
            before["c"].append(node)
        elif before and before["t"] == "Text" and is_call(node):
            rest, word = last_word(before["c"][-1])
            # Between two letters or digits no line breaks, unless they are East Asian.
            if not word or (unicodedata.category(word[-1])[0] in "LNM" and not is_wide(word[-1])):
                result.append(node)
                continue
            result.pop()
            if pieces := [*before["c"][:-1], *([rest] if rest else [])]:
                result.append({"t": "Text", "c": pieces})
            result.append({"t": "Together", "c": [{"t": "Text", "c": [word]}, node]})
        else:
            result.append(node)
    return result


def starts_left_to_right(text: str) -> bool:
    """Whether the first letter of a text belongs to a left-to-right script."""
    return next((unicodedata.bidirectional(c) == "L" for c in text if c.isalpha()), False)


def with_headings_on_turned_pages(blocks: list[Values]) -> list[Values]:
    """The blocks, in which the headings right before a table on a landscape page stand on that page."""
    result: list[Values] = []
    for block in blocks:
        if block["t"] in ("Table", "Turned", "Figure") and block["turned"]:
            headings: list[Values] = []
            while result and result[-1]["t"] == "Header":
                headings.insert(0, result.pop())
            block["headings"] = headings
        result.append(block)
    return result


def is_colophon(block: Any) -> bool:
    """Whether a block of the pandoc document is the colophon."""
    return block["t"] == "Div" and "colophon" in block["c"][0][1]


def is_tight(items: list[Any]) -> bool:
    """Whether no item of a list in the pandoc document has paragraphs."""
    return all(block["t"] != "Para" for item in items for block in item)


def level_list(list_: Values) -> Values:
    """A list of the pandoc document, with the items of all lists in it as items of its own: a LabelledList.

    1. a            1. a
       • b    →     • b
    2. c            2. c
    """
    items = list(_leveled(list_))
    return {"t": "LabelledList", "c": [[label for label, _ in items], [blocks for _, blocks in items]]}


def _leveled(list_: Values) -> Iterator[tuple[str, list[Any]]]:
    for label, item in _labelled(list_):
        blocks: list[Any] = []
        for block in _without_frames(item):
            if block["t"] not in LISTS:
                blocks.append(block)
                continue
            if blocks or label:
                yield label, blocks
            label, blocks = "", []
            yield from _leveled(block)
        if blocks or label:
            yield label, blocks


def _without_frames(blocks: list[Any]) -> Iterator[Any]:
    """The blocks, and in place of a quotation, or of a frame around a list, what is in it."""
    for block in blocks:
        if block["t"] == "BlockQuote":
            yield from _without_frames(block["c"])
        elif block["t"] == "Div" and any(b["t"] in (*LISTS, "Div", "BlockQuote") for b in block["c"][1]):
            yield from _without_frames(block["c"][1])
        else:
            yield block


def _labelled(list_: Values) -> Iterator[tuple[str, list[Any]]]:
    """The items of a list with their labels."""
    content = list_["c"]
    if list_["t"] == "LabelledList":
        yield from zip(*content, strict=True)
    elif list_["t"] == "OrderedList":
        (start, style, _), items = content
        for number, item in enumerate(items, start):
            yield f"{_numbered(number, style['t'])}.", item
    else:
        for item in content:
            yield "•", item


def _numbered(number: int, style: str) -> str:
    kinds = {"LowerAlpha": "a", "UpperAlpha": "A", "LowerRoman": "i", "UpperRoman": "I"}
    return ordinal(number, kinds.get(style, "1"))


def nodes_of_kind(tree: Any, kind: str) -> Iterator[Values]:
    """All nodes of one kind, in order."""
    return (node for node in walk_nodes(tree) if node["t"] == kind)


def text_of(nodes: Any) -> str:
    """The text of nodes, without their notes and the links to notes."""
    if isinstance(nodes, list):
        return "".join(text_of(inner) for inner in nodes)
    if not isinstance(nodes, dict) or nodes.get("t") == "Note":
        return ""
    if nodes.get("t") == "Link" and "noteref" in nodes["c"][0][1]:
        return ""
    if nodes.get("t") == "Space":
        return " "
    content = nodes.get("c")
    return content if nodes.get("t") == "Str" and isinstance(content, str) else text_of(content)


def remove_pictures(nodes: Any, files: Collection[str]) -> None:
    """Replace each picture in one of these files by its description, in place. Not recursive."""
    stack = [nodes]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if item.get("t") == "Image" and item["file"] in files:
                words = {"t": "Text", "c": [f"[{item['alt']}]"]}
                item.clear()
                item.update({"t": "Span", "id": "", "classes": [], "lang": None, "dir": None, "c": [words]})
            else:
                stack += item.values()
        elif isinstance(item, list):
            stack += item


def formulas_as_text(nodes: Any, refused: Collection[str]) -> None:
    """Replace each formula whose Typst source is among `refused` by its text, in place. Not recursive."""
    stack = [nodes]
    while stack:
        item = stack.pop()
        if isinstance(item, dict):
            if item.get("t") == "Formula" and item["typst"] in refused:
                words = item["c"]
                item.clear()
                item.update({"t": "Span", "id": "", "classes": [], "lang": None, "dir": None, "c": words})
            else:
                stack += item.values()
        elif isinstance(item, list):
            stack += item
