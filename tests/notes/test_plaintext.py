"""Notes in plain text: what is a marker and what is not, and how markers and notes find each other.

Texts are invented. `…` stands for a piece of prose, so that each text looks like an article.
"""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver.draft import Call, Draft, Span
from archiver.notes import plain
from archiver.readers import plain as text_reader
from archiver.source import Source

PROSE = (
    "The ferry stopped running in the autumn, and nobody on the island was told why, although the harbour office "
    "had the letter in its drawer for three weeks before the last crossing."
)


def read(text: str) -> Draft:
    data = text.replace("…", PROSE).encode("utf-8", "surrogatepass")
    draft = Draft(text_reader.read(Source(name="t.txt", data=data, stem="t")))
    plain.claim(draft)
    return draft


def calls_of(draft: Draft) -> list[Call]:
    assert not draft.calls
    calls = [call for found in draft.text_calls.values() for call in found]
    return sorted(calls, key=lambda call: place(draft, call))


def place(draft: Draft, call: Call) -> int:
    assert isinstance(call.place, Span)
    return draft.page.offsets[call.place.element] + call.place.start


def markers(text: str) -> list[str]:
    """The markers of a text as they stand there."""
    return [call.place.text for call in calls_of(read(text)) if isinstance(call.place, Span)]


def calls(text: str) -> list[str]:
    """The labels that are called, in order."""
    return [call.label for call in calls_of(read(text))]


def notes(text: str) -> list[tuple[str, str, str]]:
    """Notes as (label, status, text), their labels and links back left out."""
    draft = read(text)
    found: list[tuple[str, str, str]] = []
    for note in draft.notes:
        pieces = []
        for part in note.parts:
            for element in part.iter():
                kept = list(element.text or "")
                for start, end, _ in draft.trimmed_spans.get((element, "text"), ()):
                    kept[start:end] = [""] * (end - start)
                pieces.append("".join(kept))
        found.append((note.label, note.status, " ".join(" ".join(pieces).split())))
    return found


# -- markers, with no list of notes ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("… It was late.1 Then it rained.2 … It rained on.3", ["1", "2", "3"]),  # after a sentence
        ("… They called it “late”1 and ‘wet’,2 the rest (so to say)3 was dry.", ["1", "2", "3"]),  # quotes, brackets
        ("… Some of the boats1, most of the oars2 and all ropes3.", ["1", "2", "3"]),  # after a word
        ("… Nobody knew the price of an oar1 before the flood. …", ["1"]),  # one marker alone
        ("… the tide [1] and the moon [2], as is known [3].", ["[1]", "[2]", "[3]"]),
        ("… the tide¹ and the moon,² as is known.³", ["¹", "²", "³"]),
        ("… the harbour*1 and the pier*2 were shut.", ["*1", "*2"]),
        ("港口的记录（注1）始于一八七二年，当时没有人知道（注2）每年有多少沙子离开河口。", ["（注1）", "（注2）"]),
        ("لم يُخبر أحد في الجزيرة عن السبب.1 … كانت الرسالة في المكتب.2", ["1", "2"]),
        ("… Rates rose by a half.† …", ["†"]),
    ],
)
def test_markers(text: str, found: list[str]) -> None:
    assert markers(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "… In 1871 the boat cost 4.50 crowns, in 1872 11.20 crowns. It had 2 masts and 3 sails.",
        "… On 21 June 2023 at 11:42 it scored 3:1. The 1st of May, the 2nd and the 3rd were holidays.",
        "… The G20 met; H2 and CO2 rose; the A4 and B12 roads, COVID-19, MP3s and the F16.",
        "… See p.1, no.2, vol.3, fig.4 and ch.5; the rest is in pp.6-7.",
        "… It costs $1, €2 or £3; it grew by 1%, 2 % and 3 per cent, and covers 4m² and 5 km².",
        "… See https://example.org/a1/b2?c=3 or write to me1@example.org; doi:10.1000/182.",
        "… Take the Buds2 out, put the Buds3 in, and throw the Buds4 away.",
        "… Choose one: (1) row, (2) sail, (3) swim, (4) wait for the ferry.",
        "… zones[1] = 2; zones[2] = 3 and x[3]=4.",
        "… The value lies in [0, 1] or in [0,1].",
        "… Dana6. Juni 2015 um 13:05 Sanne7. Juni 2015 um 14:00 Jana8. Juni 2015 um 15:00",
        "…\n\nkatja1\n\nrolf\n\n…",
        "… It was written as 1$ or simply1$ in those days.",
        "… He wrote “sic” [sic] in the spring of [1858].",
        "… Name* and Autor*innen, *stressed* words and 3 * 4.",
    ],
)
def test_what_is_no_marker(text: str) -> None:
    assert markers(text) == []


def test_offsets_are_those_of_the_source() -> None:
    draft = read("A title\r\n\r\n… It was late.1 Then\r\n\r\n… it rained.2\r\n")
    for call in calls_of(draft):
        assert draft.page.text[place(draft, call)] == call.label


def test_without_a_list_the_notes_are_missing() -> None:
    assert notes("… It was late.1 … It rained.2") == [("1", "missing", ""), ("2", "missing", "")]


def test_a_doubtful_marker_between_two_good_ones_is_one() -> None:
    assert calls("… It was late.1 It began in 1979.2 Then … it rained.3 …") == ["1", "2", "3"]


def test_a_year_with_a_marker_is_read_as_both() -> None:
    assert calls("… It was late.1 It was so in 19792 and after. … It rained.3 …") == ["1", "2", "3"]


def test_numbers_may_start_late() -> None:
    assert calls("… late.41 … It rained.42 … It froze.43 … It thawed.44") == ["41", "42", "43", "44"]


def test_numbering_starts_anew_after_a_heading() -> None:
    text = "… late.1 … wet.2 … cold.3\n\nThe second part\n\n… dry.1 … warm.2 … hot.3\n"
    draft = read(text)
    assert [call.label for call in calls_of(draft)] == ["1", "2", "3", "1", "2", "3"]
    assert len({id(call.note) for call in calls_of(draft)}) == 6


def test_brackets_with_several_numbers() -> None:
    assert calls("… the tide [1] and more [2,3]. … again [2]") == ["1", "2", "3", "2"]


def test_a_range_without_notes_stays_as_written() -> None:
    assert calls("… the tide [1] and more [2–4].") == ["1", "2–4"]


# -- markers and a list ----------------------------------------------------------------------------

BODY = "… It was late.1 … It rained.2 …\n\n"
FIRST, SECOND = "The clock of the pier says so.", "As the keeper's diary has it, for four days."
BOTH = [("1", "present", FIRST), ("2", "present", SECOND)]


@pytest.mark.parametrize(
    "listed",
    [
        f"1. {FIRST}\n2. {SECOND}\n",
        f"1. {FIRST}\n\n2. {SECOND}\n",
        f"1. \n\n{FIRST} ↩\n\n\n\n2. \n\n{SECOND} ↩\n",
        f"1.  ^ {FIRST}\n\n2.  ^ a b {SECOND}\n",
        f"[1] {FIRST}\n\n[2] {SECOND}\n",
        f"1 {FIRST}\n\n2 {SECOND}\n",
        f"1{FIRST}\n\n2{SECOND}\n",
        f"1\n\n{FIRST}\n\n\n\n2\n\n{SECOND}\n",
        f"¹ {FIRST}\n\n² {SECOND}\n",
    ],
)
def test_lists_of_notes(listed: str) -> None:
    assert notes(f"{BODY}Notes\n\n{listed}") == BOTH


@pytest.mark.parametrize(
    "listed",
    [
        f"Notes\n\n{FIRST}\n\n{SECOND}\n\nShare\n\nPrint",
        f"Anmerkungen\n\n{FIRST}\n\n{SECOND}",
        f"{FIRST} ↩\n\n{SECOND} ↩\n\nShare",
        f"↑ {FIRST}\n\n↑ {SECOND}",
    ],
)
def test_lists_whose_numbers_the_copying_lost(listed: str) -> None:
    assert notes(BODY + listed) == BOTH


def test_the_heading_that_only_announces_notes_is_removed() -> None:
    draft = read(f"{BODY}Footnotes\n\n1. {FIRST}\n2. {SECOND}\n")
    assert [(e.text, removal.rule) for e, removal in draft.removed.items()] == [("Footnotes", "notes-heading")]


def test_a_heading_without_called_notes_stays() -> None:
    assert not read(f"…\n\nReferences\n\n1. {FIRST}\n2. {SECOND}\n").removed


def test_a_list_that_nothing_calls_is_no_list_of_notes() -> None:
    assert notes(f"…\n\n1. {FIRST}\n2. {SECOND}\n\n…") == []


def test_steps_in_the_text_are_no_notes() -> None:
    text = f"… late.1 … wet.2 …\n\n1. row\n2. rest\n3. bail\n\n…\n\nNotes\n\n1. {FIRST}\n2. {SECOND}\n"
    assert notes(text) == BOTH


def test_missing_and_unreferenced_notes_are_named() -> None:
    text = f"… late [1]. … wet [3]. …\n\nNotes\n\n[1] {FIRST}\n\n[2] {SECOND}\n"
    assert [n[:2] for n in notes(text)] == [("1", "present"), ("2", "unreferenced"), ("3", "missing")]


def test_a_note_with_two_paragraphs_keeps_both() -> None:
    text = f"{BODY}Notes\n\n1. {FIRST}\n\nAnd the bell said so as well.\n\n2. {SECOND}\n"
    assert notes(text)[0] == ("1", "present", f"{FIRST} And the bell said so as well.")


def test_names_of_catalogues_at_the_end_of_a_reference_are_left_out() -> None:
    text = "Lamps came late.[1] Buoys came later.[2]\n\nReferences\n\n1. Oduya P. Lamps. 1998;3:12. [DOI] [Article] [PubMed]\n\n2. Reyes T. Buoys (Article)"
    assert notes(text) == [
        ("1", "present", "Oduya P. Lamps. 1998;3:12."),
        ("2", "present", "Reyes T. Buoys (Article)"),
    ]


@pytest.mark.parametrize(
    ("marked", "listed"),
    [
        (
            "A reward [Footnote 1] and no wage [Footnote 2].",
            "[Footnote 1] As of the brig Ann.\n\n[Footnote 2] But see the dissent.",
        ),
        (
            "A reward [Footnote 1] and no wage [Footnote 2].",
            "[Footnote 1]\n\nAs of the brig Ann.\n\n[Footnote 2]\n\nBut see the dissent.",
        ),
        (
            "A lamp from dusk.\\1\\ Another,\\2\\ unless it freezes.",
            "\\1\\ As of the brig Ann.\n\n\\2\\ But see the dissent.",
        ),
        ("No trees (1) and one law (2).", "Notes\n\n(1) As of the brig Ann.\n\n(2) But see the dissent."),
    ],
    ids=["court", "court, on lines of their own", "government printers", "round brackets under a heading"],
)
def test_markers_of_courts_and_printers(marked: str, listed: str) -> None:
    assert notes(f"{marked} …\n\n…\n\n{listed}") == [
        ("1", "present", "As of the brig Ann."),
        ("2", "present", "But see the dissent."),
    ]


def test_numbers_in_round_brackets_that_count_are_no_notes() -> None:
    text = "A pilot needs (1) a boat, (2) a lamp and (3) patience. …\n\n…\n\n(1) A boat is dear.\n\n(2) A lamp is cheap.\n\n(3) Patience cannot be had."
    assert notes(text) == []


def test_labels_keep_the_digits_of_their_script() -> None:
    text = "یخ ضخیم بود[۱] و چراغ روشن[۲–۴]. …\n\nپانویس\n\n[۱] به تقویم کهن.\n\n[۲] همه جز یک تن.\n\n[۳] در دفتر.\n\n[۴] در بندر."
    assert [(label, status) for label, status, _ in notes(text)] == [(label, "present") for label in "۱۲۳۴"]
    assert calls(text) == ["۱", "۲", "۳", "۴"]


def test_a_label_that_list_and_note_print_is_left_out_once_as_a_copy() -> None:
    text = "Lamps came late.[1] Buoys came later.[2] …\n\nReferences\n\n1. 1. Oduya P. Lamps. 1998;3:12.\n\n2. 2. Reyes T. Buoys. 1999;4:13."
    assert [text for _, _, text in notes(text)] == ["Oduya P. Lamps. 1998;3:12.", "Reyes T. Buoys. 1999;4:13."]
    trimmed = [rule for found in read(text).trimmed_spans.values() for _, _, rule in found]
    assert trimmed == ["note-duplicate", "note-duplicate"]


def test_a_note_is_called_again() -> None:
    draft = read(f"… late [1]. … wet [2]. … late again [1]. …\n\nNotes\n\n1. {FIRST}\n2. {SECOND}\n")
    assert [call.label for call in calls_of(draft)] == ["1", "2", "1"] and len(draft.notes) == 2


def test_a_range_calls_all_notes_in_it() -> None:
    listed = "\n".join(f"[{n}] {FIRST}\n" for n in range(1, 5))
    assert calls(f"… the tide [1] and more [2–4].\n\nReferences\n\n{listed}") == ["1", "2", "3", "4"]


def test_a_label_at_the_start_of_a_line_is_no_call() -> None:
    draft = read(f"… late [1]. … wet [2]. …\n\n[1] {FIRST}\n\n[2] {SECOND}\n")
    assert len(calls_of(draft)) == 2


def test_lists_below_each_part_have_their_own_calls() -> None:
    part = f"… late.1 … wet.2 …\n\n1 {FIRST}\n\n2 {SECOND}\n\n"
    draft = read(f"{part}The second part\n\n{part}")
    found = calls_of(draft)
    assert [call.label for call in found] == ["1", "2", "1", "2"] and len({id(call.note) for call in found}) == 4


def test_letters_beside_numbers() -> None:
    lists = f"Notes\n\na. {FIRST}\n\nb. {SECOND}\n\nReferences\n\n1. {FIRST}\n2. {SECOND}\n"
    text = f"… late [1]. … wet [a]. … dry [2]. … cold [b].\n\n{lists}"
    assert sorted(calls(text)) == ["1", "2", "a", "b"]


def test_symbols_call_the_next_note_that_begins_with_them() -> None:
    text = (
        "… twelve crowns for each crossing.* …\n\n*Prices of the year of the flood.\n\n"
        "… ten crowns for each man.* …\n\n*Prices of the year after."
    )
    draft = read(text)
    assert [n[2] for n in notes(text)] == ["Prices of the year of the flood.", "Prices of the year after."]
    assert len({id(call.note) for call in calls_of(draft)}) == 2


def test_required_fields_of_a_form_are_no_notes() -> None:
    assert notes("…\n\nName*\n\nE-mail*\n\n* required") == []


@pytest.mark.parametrize(
    "text", ["¹" * 10_000, "[" * 20_000, "word." + " " * 50_000 + "1", "1" * 20_000, "word.1 " * 5_000]
)
def test_hostile_texts_pass(text: str) -> None:
    assert len(read(text).notes) <= 1


# -- whatever the text -----------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "\n\n\n\n",
            " ",
            "1",
            "2",
            "3",
            "1. ",
            "2. ",
            "[1]",
            "[2]",
            "[1-3]",
            "[2,3]",
            "¹",
            "*",
            "†",
            "注1",
            "↩",
            "^ ",
        ),
        *(
            "word",
            "word.1 ",
            "word.2 ",
            "“so”3 ",
            "Notes\n\n",
            "References\n\n",
            "a. ",
            "[a]",
            "[note 1]",
            "1998.",
            PROSE,
        ),
    ]
)


@given(st.lists(PIECES | st.text(max_size=6), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_claims_never_contradict_each_other(text: str) -> None:
    draft = read(text)
    found = calls_of(draft)
    stated = {id(note) for note in draft.notes}
    for call in found:
        assert isinstance(call.place, Span) and call.place.text and id(call.note) in stated
        assert call.label == call.note.label
    called = {id(call.note) for call in found}
    for note in draft.notes:
        assert (note.status == "unreferenced") == (id(note) not in called)
        assert (note.status == "missing") == (not note.parts)
    parts = [part for note in draft.notes for part in note.parts]
    assert len(parts) == len(set(parts))


PROSE = "The ferry ran for eleven years, and the keepers wrote down each boat that passed in forty books bound in green cloth."


def test_a_note_alone_at_the_foot_of_its_page_is_found_by_the_number_that_calls_it() -> None:
    draft = read(
        f"{PROSE}1 Nobody read them.2\n\n1 Holt, Tide Books, p. 12.\n2 County archive, box twelve.\n\n114 THE REVIEW\n\n"
        f"It was so until the war.3 {PROSE}\n\n3 Report of the engineer.\n\n{PROSE}\n"
    )
    assert [(note.label, note.status) for note in draft.notes] == [("1", "present"), ("2", "present"), ("3", "present")]


def test_rows_of_a_table_of_contents_are_no_notes() -> None:
    rows = "1. Introduction . . . . . . . 2\n2. Terms ......... 3\n3. Boats . . . . . . 4"
    draft = read(f"{PROSE}1 Nobody read them.2 It was so.3\n\nNotes\n\n{rows}\n")
    assert [(note.label, note.status) for note in draft.notes] == [("1", "missing"), ("2", "missing"), ("3", "missing")]


@pytest.mark.parametrize("label", ["[{}]", "{}.", "{}"])
def test_notes_in_quoted_mail_are_parted_though_its_lines_are_wrapped(label: str) -> None:
    call = "[{}]" if label == "[{}]" else "{}"
    draft = read(
        f"> The ferry ran for eleven years, and the keepers wrote\n> down each boat that passed.{call.format(1)} Nobody read them, for\n"
        f"> the county had other things to do.{call.format(2)}\n>\n> {label.format(1)} Holt, Tide Books, which the museum has\n> copied by hand.\n"
        f"> {label.format(2)} County archive, box twelve.\n\nThanks, but I think you are hard on the county.\n"
    )
    assert [(note.label, note.status) for note in draft.notes] == [("1", "present"), ("2", "present")]


def test_a_wrapped_list_of_bare_numbers_is_parted_where_they_count_up() -> None:
    draft = read(
        "The ferry ran for eleven years, and the keepers wrote down each boat\nthat passed in forty books.1 Nobody read them, for the county had other\n"
        "things to do.2 They were found in a shed in March.3\n\nNotes\n\n1 Holt, Tide Books of the lower lock, which the museum has since copied\nwith a map\n"
        "2 County archive, box twelve, second drawer, in which the keepers put the\n12 letters of the engineer\n3 Report of the engineer\n"
    )
    assert [(note.label, len(note.parts)) for note in draft.notes] == [("1", 1), ("2", 1), ("3", 1)]
    assert "12 letters" in (draft.notes[1].parts[0].text or "")


def test_a_rule_above_the_notes_is_as_good_as_an_empty_line() -> None:
    draft = read(
        "The ferry ran for eleven years, and the keepers wrote down each boat\nthat passed in forty books.1 Nobody read them, for the county had other\n"
        "things to do2.\n\n-----\n1 Holt, Tide Books of the lower lock.\n2 County archive, box twelve, second drawer, in which the keepers put the\nletters.\n"
    )
    assert [(note.label, note.status) for note in draft.notes] == [("1", "present"), ("2", "present")]


def test_raised_letters_behind_names_call_the_affiliations_that_open_with_them() -> None:
    draft = read(
        "Ann Merleᵃ, Tom Wrenᵇ and Eva Holtᵃ,ᵇ\n\nᵃ Museum of the Estuary\nᵇ University of Aldermoor\n\n…\n\n…\n"
    )
    assert [(note.label, note.status) for note in draft.notes] == [("a", "present"), ("b", "present")]
    assert [call.label for call in calls_of(draft)] == ["a", "b", "a", "b"]


@pytest.mark.parametrize("text", ["Le 19ᵉ bac et Mᵐᵉ Merle. …", "Au XIXᵉ siècle, nᵒ 3. …\n\nᵃ Un bac.\nᵇ Deux bacs."])
def test_raised_letters_of_ordinals_are_no_markers(text: str) -> None:
    assert not read(text).notes


def test_places_in_arrays_do_not_call_the_steps_of_a_list() -> None:
    steps = "1. Cut the rope to its length.\n2. Sew the sail at the last.\n3. Tar the boat at night.\n"
    assert not read(f"…\n\nThe field boats[0] was boats[1] before, and sails[2] is gone.\n\n{steps}").notes
    assert read(f"…[1] … [2] … [3]\n\n{steps}").notes


def test_a_number_of_the_page_below_the_list_is_no_further_call() -> None:
    draft = read(
        "…1 …2\n\n1 Holt, Tide Books, p. 12.\n2 County archive, box twelve.\n\nDownload: txt (64 KB), fb2 (81 KB)\n"
    )
    assert [call.label for call in calls_of(draft)] == ["1", "2"]
