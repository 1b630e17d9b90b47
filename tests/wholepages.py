"""Whole sources with notes, for tests/notes/families/test_whole_*.py: each as one system writes it, shell and all.

A Whole was written from knowledge of that system before anyone looked at what the engine makes of it; how many went
through at first sight is told in docs/reference/notes.md. The token ¶1 to ¶6 stands for a paragraph of prose.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archiver import pipeline
from archiver.article import Article
from archiver.source import Source
from drafts import build

PROSE = {
    "1": "The ferry to Orrel leaves when the tide allows and not before. Old Benna, who has sold tickets from the same "
    "green hut since her father gave up the trade, says that nobody who hurries ever learns the crossing, and that the "
    "sea has no patience with timetables printed in the city.",
    "2": "When the lamp makers moved their workshops to the upper town, the river lost its night colours. For a whole "
    "generation children had learned to tell the hour by the glow behind the mill, and now they had to ask their "
    "elders, who mostly guessed and were mostly wrong.",
    "3": "It is easy to forget how much of the harvest once depended on bells. A single tone meant rain before noon, two "
    "meant that the carts should be brought under the roof, and a long peal meant that somebody had died and that work "
    "would stop until the singing was over.",
    "4": "The council debated the matter through the winter, and the minutes show more heat than light. What nobody "
    "disputed was that the bridge could not carry both the market and the new tram, and that the market had been there "
    "first by a margin of several centuries.",
    "5": "Maps of the delta disagree because the delta does. Every spring the channels wander, and the surveyors who "
    "return after the flood find their own stakes standing in reeds, a long way from the water they were meant to mark, "
    "like guests who came to the wrong house.",
    "6": "Her letters from that year are full of small purchases: thread, a kettle, paper for the windows. They say "
    "little about the war, and readers who come looking for it must learn to hear what is left out, which is a skill "
    "that archives teach slowly and without mercy.",
}


@dataclass(frozen=True)
class Whole:
    """A source and what an archivist expects of it.

    `notes` are lines "label = text", in any order ("…" at the end: the text goes on); `missing` and `free` the labels
    of notes without text and without a marker; `calls` all markers in the order of the text, None where that is not
    what the case is about ("note~1" for a label with a space); `says` stretches of the body. `engine` is why it fails.
    """

    id: str
    source: str
    notes: str = ""
    missing: str = ""
    free: str = ""
    calls: str | None = None
    says: tuple[str, ...] = ()
    title: str = "A page"
    lang: str = "en"
    copied: bool = False
    shell: bool = True
    engine: str = ""

    def data(self) -> bytes:
        """The source as bytes, prose filled in."""
        filled = re.sub(
            "¶([1-6])", lambda match: PROSE[match[1]] if self.copied else f"<p>{PROSE[match[1]]}</p>", self.source
        )
        if self.copied or not self.shell:
            return filled.encode()
        return (
            f'<!DOCTYPE html>\n<html lang="{self.lang}"><head><meta charset="utf-8"><title>{self.title}</title></head>'
            f"\n<body>\n{filled}\n</body></html>\n"
        ).encode()


def check(case: Whole) -> None:
    """The record is valid, accounts for every word, and says of the notes what the case expects."""
    name, media_type = ("copied.txt", "text/plain") if case.copied else ("page.html", "text/html")
    draft = pipeline.prepare(Source(name=name, data=case.data(), stem="page"), media_type=media_type)
    article = build(draft)
    assert _wrong(case, article) == []
    body = " ".join(article.text(markers=False).split())
    for stretch in case.says:
        assert stretch in body


def _wrong(case: Whole, article: Article) -> list[str]:
    left = [(note.label, note.status, " ".join(note.text.split())) for note in article.notes]
    wrong: list[str] = []
    for label, text in _expected(case.notes.splitlines()):
        status = "unreferenced" if label in case.free.split() else "present"
        found = next((one for one in left if one[:2] == (label, status) and _is(one[2], text)), None)
        if found is None:
            wrong.append(f"lacks {label} ({status}): {text}")
        else:
            left.remove(found)
    for label in case.missing.split():
        lost = (label, "missing", "")
        if lost in left:
            left.remove(lost)
        else:
            wrong.append(f"does not miss {label}")
    wrong += [f"invents {one}" for one in left]
    if case.calls is not None:
        calls = [call.label for call in article.noterefs]
        if calls != [label.replace("~", " ") for label in case.calls.split()]:
            wrong.append(f"calls {calls}")
    return wrong


def _expected(lines: Iterable[str]) -> list[tuple[str, str]]:
    pairs = [line.strip().partition(" = ")[::2] for line in lines if line.strip()]
    return [(label, text) for label, text in pairs]


def _is(found: str, wanted: str) -> bool:
    return found.startswith(wanted[:-1]) if wanted.endswith("…") else found == wanted
