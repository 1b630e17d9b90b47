"""Ways of writing notes are made of parts: what the marker is like, what the list is made of, what each note prints
before it, where its id stands, how it leads back. Here they are put together, so that no combination is left to chance.
"""

from __future__ import annotations

import zlib
from itertools import product

import pytest

from notepages import Case, archived

NOTES = {1: "Cast in the year of the ice.", 2: "Of nine years, or ten.", 3: "By the town clock, that is."}

#: What the marker is like; {} takes the attributes of its link, # the number.
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

#: What the list is made of: what stands around all, what around each note, and what parts them.
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

#: What each note prints before it.
LEADS = {"point": "#.", "plain": "#", "brackets": "[#]", "round": "(#)", "raised": "<sup>#</sup>", "bold": "<b>#.</b>"}

#: How a note leads back.
BACKS = {
    "arrow": ' <a href="#c{}">↩</a>',
    "words": ' <a href="#c{}">Back to text</a>',
    "bracketed": ' [<a href="#c{}">back</a>]',
}


def _page(marker: str, shape: str, lead: str, place: str, back: str) -> Case:
    """The page of one combination: `place` is where the id stands (block, anchor, label)."""
    around, each, between = LISTS[shape]
    calls = {n: MARKERS[marker].replace("#", str(n)).replace("{}", f' id="c{n}" href="#k{n}"', 1) for n in NOTES}
    items = []
    for number, text in NOTES.items():
        printed = LEADS[lead].replace("#", str(number)) if lead else ""
        name = f' id="k{number}"'
        before = f"<a{name}></a>" if place == "anchor" else ""
        if place == "label" or back == "label":
            link = f' href="#c{number}"' if back == "label" else ""
            printed = f"<a{name if place == 'label' else ''}{link}>{printed}</a>"
        after = BACKS[back].format(number) if back in BACKS else ""
        items.append(each.format(name if place == "block" else "", f"{before}{printed} {text}{after}"))
    return Case(
        f"{marker} {shape} {lead} {place} {back}",
        by="anyone",
        text=f"<p>The harbour bell{calls[1]} was rung by a boy{calls[2]} every day at noon{calls[3]}.</p>",
        after="<hr>" + around.format(between.join(items)),
        notes=tuple((str(number), 1, text) for number, text in NOTES.items()),
    )


def _combinations(shape: str) -> list[Case]:
    """Some of all combinations for a list, always the same ones."""
    leads = ("", "brackets") if shape.startswith("ol") else tuple(LEADS)
    places, backs = ("block", "anchor", "label"), ("arrow", "words", "bracketed", "label")
    found = []
    for marker, lead, place, back in product(MARKERS, leads, places, backs):
        if not lead and "label" in (place, back):
            continue
        case = _page(marker, shape, lead, place, back)
        if zlib.crc32(case.id.encode()) % (4 if shape.startswith("ol") else 10) == 0:
            found.append(case)
    return found


@pytest.mark.parametrize("shape", LISTS)
def test_linked_both_ways(shape: str) -> None:
    cases = _combinations(shape)
    assert len(cases) > 30
    wrong = [
        case.id
        for case in cases
        if [(note.label, note.references, " ".join(note.text.split())) for note in archived(case).notes]
        != list(case.notes)
    ]
    assert wrong == []
