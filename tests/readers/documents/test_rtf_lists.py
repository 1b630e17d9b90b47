"""Lists in RTF: programs without tables of lists write each label before a tab, in a paragraph that hangs."""

from __future__ import annotations

from typing import Any

import archiver

NAMESPACE = "{urn:archiver:article:1}"


def body_of(paragraphs: bytes, head: bytes = b"") -> list[Any]:
    """The text of a document between two paragraphs: a string for a paragraph, a list for a list."""
    article = archiver.normalize(
        rb"{\rtf1\ansi{\fonttbl{\f0 Times;}{\f1 Symbol;}}"
        + head
        + rb"\pard The ferry carried these things.\par"
        + paragraphs
        + rb"\pard Nothing else was on board.\par}"
    )
    found = [_of(block) for block in article.root.iterfind(f"{NAMESPACE}body/*")]
    assert found[0] == "The ferry carried these things."
    assert found[-1] == "Nothing else was on board."
    return found[1:-1]


def _of(block: Any) -> Any:
    if block.tag != f"{NAMESPACE}list":
        return "".join(block.itertext()).strip()
    items: list[Any] = [block.get("type"), *([block.get("start")] if block.get("start") else [])]
    for item in block:
        own = [child for child in item if child.tag in (f"{NAMESPACE}p", f"{NAMESPACE}list")]
        items += [_of(child) for child in own] or [_of(item)]
    return items


def item(label: bytes, text: bytes, left: int = 360) -> bytes:
    return rb"{\pard\li%d\fi-360 %b\tx360\tab %b\par}" % (left, label, text)


def test_labels_before_tabs_are_those_of_items() -> None:
    assert body_of(item(b"1.", b"salt") + item(b"2.", b"rope")) == [["ordered", "salt", "rope"]]


def test_deeper_paragraphs_are_lists_in_items() -> None:
    inner = item(rb"\endash ", b"coarse", 720) + item(rb"\endash ", b"fine", 720)
    assert body_of(item(b"1.", b"salt") + inner + item(b"2.", b"rope")) == [
        ["ordered", "salt", ["unordered", "coarse", "fine"], "rope"]
    ]


def test_wordpad_puts_labels_into_groups_of_their_own() -> None:
    label = rb"{\pntext\f1\'B7\tab}"
    first = rb"\pard" + label + rb"{\*\pn\pnlvlblt\pnf1{\pntxtb\'B7}}\fi-360\li720 salt\par"
    assert body_of(first + label + rb"rope\par") == [["unordered", "salt", "rope"]]


def test_numbers_that_do_not_count_on_begin_a_new_list() -> None:
    numbers = item(b"1.", b"salt") + item(b"2.", b"rope") + item(b"1.", b"a goat")
    assert body_of(numbers) == [["ordered", "salt", "rope"], ["ordered", "a goat"]]


def test_without_a_hanging_line_or_a_label_a_tab_is_a_space() -> None:
    paragraphs = rb"\pard 1.\tab salt\par\pard\fi-360\li360 On Sundays:\tab rope\par"
    assert body_of(paragraphs) == ["1. salt", "On Sundays: rope"]


def test_labels_in_notes_stay() -> None:
    note = rb"\pard A goat.{\super\chftn}{\footnote\pard\fi-360\li360 1.\tab Its name was Ann.\par}\par"
    assert body_of(note) == ["A goat."]


def test_items_of_word_with_lists_between_them_are_one_list() -> None:
    level = (
        rb"{\listlevel\levelnfc23\levelnfcn23\leveljc0\levelfollow0\levelstartat1{\leveltext\'01o;}{\levelnumbers;}}"
    )
    head = (
        rb"{\*\listtable{\list\listtemplateid1\listhybrid" + level + level + rb"{\listname ;}\listid1}}"
        rb"{\*\listoverridetable{\listoverride\listid1\listoverridecount0\ls1}}"
    )
    label = rb"{\listtext\pard\plain o\tab}\pard\fi-360\li720\ls1\ilvl%d "
    paragraphs = label % 0 + rb"salt\par" + label % 1 + rb"coarse\par" + label % 0 + rb"rope\par"
    assert body_of(paragraphs, head) == [["unordered", "salt", ["unordered", "coarse"], "rope"]]
