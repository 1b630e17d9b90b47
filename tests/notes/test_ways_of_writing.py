"""One article with three notes, in many ways of writing: the form of the markers, the form of the list, the language."""

from __future__ import annotations

import pytest

from archiver.draft import Draft
from archiver.notes import claim_notes
from archiver.readers import plain
from archiver.source import Source

#: By language: three sentences, each with what follows it; the heading of the notes; the notes.
TEXTS = {
    "en": (
        [("The ferry ran for eleven years and stopped one morning", "Nobody on the quay could say why."),
         ("The harbour master slept through most of it", "He had been up all night with a lamp."),
         ("In the end the boat was sold to a school", "It stands in the yard to this day.")],
        "Notes",
        ["County archive, box twelve, second drawer.", "Report of the engineer, page three, with a map.", "Talk with the writer, in October, on the quay."],
    ),
    "de": (
        [("Die Fähre fuhr elf Jahre lang und blieb eines Morgens aus", "Niemand am Kai wusste, warum."),
         ("Der Hafenmeister verschlief das meiste davon", "Er war die ganze Nacht mit einer Lampe auf gewesen."),
         ("Am Ende wurde das Boot an eine Schule verkauft", "Es steht bis heute auf dem Hof.")],
        "Anmerkungen",
        ["Kreisarchiv, Kasten zwölf, zweite Lade.", "Bericht des Ingenieurs, Seite drei, mit Karte.", "Gespräch mit der Verfasserin, im Oktober, am Kai."],
    ),
    "fr": (
        [("Le bac a circulé pendant onze ans, puis un matin il n’est pas venu", "Personne sur le quai ne savait pourquoi."),
         ("Le capitaine du port a dormi presque tout le temps", "Il avait veillé toute la nuit avec une lampe."),
         ("À la fin le bateau fut vendu à une école", "Il est encore dans la cour.")],
        "Notes",
        ["Archives du comté, boîte douze, deuxième tiroir.", "Rapport de l’ingénieur, page trois, avec une carte.", "Entretien avec l’auteur, en octobre, sur le quai."],
    ),
    "ru": (
        [("Паром ходил одиннадцать лет, а однажды утром не пришёл", "Никто на пристани не знал почему."),
         ("Начальник порта почти всё проспал", "Он всю ночь сидел с лампой."),
         ("В конце концов лодку продали школе", "Она и сейчас стоит во дворе.")],
        "Примечания",
        ["Архив уезда, коробка двенадцать, второй ящик.", "Отчёт инженера, страница три, с картой.", "Разговор с автором, в октябре, на пристани."],
    ),
}  # fmt: skip
#: The forms of markers: the sentence, the number, and the sentence after it.
MARKERS = {
    "glued behind the stop": "{0}.{1} {2}",
    "glued before the stop": "{0}{1}. {2}",
    "in brackets": "{0}.[{1}] {2}",
    "in brackets, set off": "{0} [{1}]. {2}",
    "raised": "{0}.{raised} {2}",
    "set off by a space": "{0}. {1} {2}",
    "on a line of its own": "{0}.\n{1}\n{2}",
    "in round brackets": "{0} ({1}). {2}",
}
LISTS = {
    "point": "{0}. {1}",
    "brackets": "[{0}] {1}",
    "space": "{0} {1}",
    "raised": "{raised} {1}",
    "round brackets": "({0}) {1}",
    "round bracket": "{0}) {1}",
    "number lost": "{1}",
    "number lost, with an arrow": "{1} ↩",
}
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
PROSE = "It rained that year, and the river was as high as the second step of the old stairs, where boys used to fish for eels with a piece of bread and a bent pin."


def text_of(language: str, marker: str, notes: str) -> str:
    sentences, heading, bodies = TEXTS[language]
    paragraphs = [
        MARKERS[marker].format(before, n, after, raised=str(n).translate(RAISED))
        for n, (before, after) in enumerate(sentences, 1)
    ]
    lines = [LISTS[notes].format(n, body, raised=str(n).translate(RAISED)) for n, body in enumerate(bodies, 1)]
    return "\n\n".join(["The ferry of Orrin", *paragraphs, heading, *lines]) + "\n"


@pytest.mark.parametrize("notes", LISTS)
@pytest.mark.parametrize("marker", MARKERS)
@pytest.mark.parametrize("language", TEXTS)
def test_markers_call_their_notes(language: str, marker: str, notes: str) -> None:
    data = text_of(language, marker, notes).encode()
    draft = Draft(plain.read(Source(name="copy.txt", data=data, stem="copy")))
    claim_notes(draft)
    calls = [call for calls in (*draft.text_calls.values(), *draft.calls.values()) for call in calls]
    assert sorted(call.label for call in calls) == ["1", "2", "3"]
    assert [(note.label, note.status) for note in draft.notes] == [(label, "present") for label in ("1", "2", "3")]
