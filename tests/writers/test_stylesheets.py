"""The work of a stylesheet is in proportion to the record. Nothing counts steps in XSLT, so this reads which axes it uses."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archiver.writers.shared.xslt import FOLDER

SHEETS = sorted(FOLDER.glob("*.xsl"))
#: A step along an axis that holds all that stands before or behind a node, unless it takes the nearest alone.
ALL_BESIDE = re.compile(r"(?:preceding|following)(?:-sibling)?::(?:[\w-]++:)?+(?:[\w-]++|\*)(?:\(\))?+(?!\[1\])")
#: What is few in any record, or asked for once in a part of it.
FEW = {
    "preceding-sibling::a:author", "preceding-sibling::a:date", "preceding-sibling::a:identifier",
    "preceding-sibling::a:row", "following-sibling::a:row", "following-sibling::a:line",
    "preceding-sibling::m:*", "preceding-sibling::*", "following-sibling::*",
    "preceding-sibling::a:item",
}  # fmt: skip


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.stem)
def test_no_template_reads_all_siblings_of_a_node(sheet: Path) -> None:
    """With thousands of notes or paragraphs that would be the square of them. Keys find the same at once."""
    assert set(ALL_BESIDE.findall(sheet.read_text("utf-8"))) <= FEW
