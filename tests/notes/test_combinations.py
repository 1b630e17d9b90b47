"""Ways of writing notes are made of parts: the marker, the list, the label that a note prints, the place of its id, the way back.

Here the parts are combined, so that no combination is left to chance.
"""

from __future__ import annotations

import zlib
from itertools import product

import pytest

from archiver import inspection
from archiver.source import Source
from support.fixtures import defects, folded

NOTES = {1: "Cast in the year of the ice.", 2: "Of nine years, or ten.", 3: "By the town clock, that is."}

#: The marker; {} takes the attributes of its link, # the number.
MARKERS = {
    "sup-a": "<sup><a{}>#</a></sup>",
    "a-sup": "<a{}><sup>#</sup></a>",
    "a": "<a{}>#</a>",
    "brackets-outside": " [<a{}>#</a>]",
    "brackets-inside": "<a{}>[#]</a>",
    "round-outside": " (<a{}>#</a>)",
    "sup-brackets-outside": "<sup>[<a{}>#</a>]</sup>",
    "sup-round-inside": "<sup><a{}>(#)</a></sup>",
    "sup-one-bracket": "<sup><a{}>#)</a></sup>",
}

#: The list: what stands around all notes, what around each note, and what parts them.
LISTS = {
    "ol": ("<ol>{}</ol>", "<li{}>{}</li>", ""),
    "ol-p": ("<ol>{}</ol>", "<li{}><p>{}</p></li>", ""),
    "ul": ("<ul>{}</ul>", "<li{}>{}</li>", ""),
    "p": ("{}", "<p{}>{}</p>", ""),
    "div-p": ("<div>{}</div>", "<div{}><p>{}</p></div>", ""),
    "br": ("<p>{}</p>", "<span{}></span>{}", "<br>"),
    "br-br": ("<div>{}</div>", "<span{}></span>{}", "<br><br>"),
    "aside": ("{}", "<aside{}>{}</aside>", ""),
}

#: The label that a note prints.
LABELS = {"point": "#.", "plain": "#", "brackets": "[#]", "round": "(#)", "raised": "<sup>#</sup>", "bold": "<b>#.</b>"}

#: How a note leads back.
BACKLINKS = {
    "arrow": ' <a href="#c{}">↩</a>',
    "words": ' <a href="#c{}">Back to text</a>',
    "bracketed": ' [<a href="#c{}">back</a>]',
}

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>The lanterns of Varn</title></head><body>
<header class="masthead"><a href="/">The Coast Review</a><nav class="menu"><ul><li><a href="/essays">Essays</a></li></ul></nav></header>
<main><article><h1>The lanterns of Varn</h1><div class="entry-content">
<p>The harbour of Varn froze over three times in that decade, and each time the pilots walked home across the ice with their lanterns lit, so that the watch on the mole counted them like so many slow stars.</p>
<p>Nobody in the town kept a diary worth the name, but the customs house wrote everything down: what came in, what it weighed, who swore to it, and what was owed when the bell rang for the evening and the ledgers were shut.</p>
TEXT
<p>When the railway came, the ropewalk closed within a year, and the long shed was let to a man who grew mushrooms in it, which is how the street got the name that visitors ask about today.</p>
LIST</div></article></main>
<footer class="site-footer"><p>© The Coast Review. All rights reserved.</p></footer></body></html>
"""


def page_of(marker: str, shape: str, label: str, place: str, backlink: str) -> str:
    """The page of one combination; `place` is where the id of a note stands: on its block, on an empty anchor, on its label."""
    around, each, between = LISTS[shape]
    calls = {n: MARKERS[marker].replace("#", str(n)).replace("{}", f' id="c{n}" href="#k{n}"', 1) for n in NOTES}
    items = []
    for number, text in NOTES.items():
        printed = LABELS[label].replace("#", str(number)) if label else ""
        name = f' id="k{number}"'
        before = f"<a{name}></a>" if place == "anchor" else ""
        if place == "label" or backlink == "label":
            link = f' href="#c{number}"' if backlink == "label" else ""
            printed = f"<a{name if place == 'label' else ''}{link}>{printed}</a>"
        after = BACKLINKS[backlink].format(number) if backlink in BACKLINKS else ""
        items.append(each.format(name if place == "block" else "", f"{before}{printed} {text}{after}"))
    text = f"<p>The harbour bell{calls[1]} was rung by a boy{calls[2]} every day at noon{calls[3]}.</p>"
    return PAGE.replace("TEXT", text).replace("LIST", "<hr>" + around.format(between.join(items)))


def combinations(shape: str) -> dict[str, str]:
    """Pages of some of all combinations for a list, always the same ones, by their names."""
    labels = ("", "brackets") if shape.startswith("ol") else tuple(LABELS)
    found = {}
    for marker, label, place, backlink in product(
        MARKERS, labels, ("block", "anchor", "label"), ("arrow", "words", "bracketed", "label")
    ):
        if not label and "label" in (place, backlink):
            continue
        name = f"{marker} {shape} {label} {place} {backlink}"
        if zlib.crc32(name.encode()) % (4 if shape.startswith("ol") else 10) == 0:
            found[name] = page_of(marker, shape, label, place, backlink)
    return found


@pytest.mark.parametrize("shape", LISTS)
def test_notes_linked_both_ways(shape: str) -> None:
    pages = combinations(shape)
    assert len(pages) > 30
    wrong = []
    for name, page in pages.items():
        found = inspection.inspect(Source(name="page.html", data=page.encode(), stem="page"), media_type="text/html")
        assert defects(found) == []
        notes = [(note.label, note.references, folded(note.text)) for note in found.article.notes]
        if notes != [(str(number), 1, text) for number, text in NOTES.items()]:
            wrong.append(name)
    assert wrong == []
