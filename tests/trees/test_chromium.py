"""Chromium builds the same trees, from hundreds of pages of odd markup made at random."""

from __future__ import annotations

import json
import random
import re
from html import unescape
from pathlib import Path

from archiver.trees import browser
from archiver.trees.elements import Element
from support import external, random_pages

PAGES = 400
#: Each page becomes a line: "(tag attribute… children…)" for an element, and its text in quotes.
SCRIPT = """
const tree = node => {
  let out = '(' + node.localName.toLowerCase();
  for (const name of [...node.attributes].map(a => a.name).sort()) out += ' ' + name;
  let text = '';
  const end = () => { if (text) out += ' ' + JSON.stringify(text); text = ''; };
  for (const child of (node.content || node).childNodes) {
    if (child.nodeType == 3 || child.nodeType == 4) text += child.data;
    else if (child.nodeType == 1) { end(); out += ' ' + tree(child); }
  }
  end();
  return out + ')';
};
document.body.textContent = JSON.stringify(pages.map(page => tree(Document.parseHTMLUnsafe(page).documentElement)));
"""


def tree(element: Element) -> str:
    """The same line from a tree of ours."""
    parts = [element.tag.removeprefix("math:"), *sorted(element.attributes)]
    if element.text:
        parts.append(json.dumps(element.text, ensure_ascii=False))
    for child in element.children:
        parts.append(tree(child))
        if child.tail:
            parts.append(json.dumps(child.tail, ensure_ascii=False))
    return f"({' '.join(parts)})"


def test_chromium_builds_the_same_trees(tmp_path: Path) -> None:
    chance = random.Random(17)
    pages = [random_pages.page(chance.choices(random_pages.PIECES, k=chance.randint(5, 60))) for _ in range(PAGES)]
    document = tmp_path / "pages.html"
    data = json.dumps(pages).replace("</", "<\\/").replace("<!--", "<\\!--")
    document.write_text(f"<meta charset=utf-8><body><script>const pages = {data};{SCRIPT}</script>", "utf-8")
    shown = re.search(r"<body>(.*)</body>", external.chromium_dom(document), re.DOTALL)
    assert shown is not None
    theirs = json.loads(unescape(shown[1]))
    assert len(theirs) == PAGES
    different = [(page, said) for page, said in zip(pages, theirs, strict=True) if tree(browser.parse(page)) != said]
    assert not different, f"{len(different)} of {PAGES}: {different[0]}"
