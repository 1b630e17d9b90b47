"""Captions, headings, list items and pull quotes among the lines of a copied page, which have no marks."""

from __future__ import annotations

import pytest

from archiver.article import NS, Article
from archiver.cleaning import Measures, shape_blocks
from archiver.cleaning.line_roles.features import NAMES
from archiver.cleaning.line_roles.model import ROLES, role_model
from archiver.cleaning.line_roles.repetition import pull_quotes
from archiver.draft import Draft
from archiver.readers import plain
from archiver.source import Source
from support.drafts import build_text

TITLE = "The mill that nobody sold"
STORY = [
    "The mill had two keepers, and in the year of the flood it had none, because both of them had gone down to the bridge to watch the water come.",
    "Nobody in the valley speaks of it now. The wheel was carried as far as the chapel, and the stones lie where they fell, under two metres of gravel.",
    "The owner wrote to the county in April, and again in May. The county answered in the autumn of the next year that it had no record of a mill.",
    "So the mill was neither sold nor given away. It stands in no register, and it pays no tax, and the children who swim below it call it the teeth.",
    "When the road was widened, the engineers drew a line through the place where it had been, and a week later they drew it again, a little to the left.",
    "There is a photograph in the hall of the parish, and a drawing that shows the wheel on the wrong side, which everybody prefers to the photograph.",
]


def article(blocks: list[str]) -> Article:
    """A copy as Chromium makes it: an empty line around paragraphs, and none behind a heading, a caption or an item."""
    return build_text(f"{TITLE}\n\nBy Hew Tarn\n\n4 March 2019\n\n" + "\n\n".join(blocks) + "\n")


def texts(found: Article, path: str) -> list[str]:
    return [" ".join("".join(e.itertext()).split()) for e in found.root.iterfind(f".//a:body//a:{path}", NS)]


@pytest.mark.parametrize(
    "caption",
    [
        "The wheel in the summer before the flood. Photo: Ama Sefton/Getty Images",
        "Das Mühlrad im Sommer vor der Flut. Foto: Ama Sefton/dpa",
        "La roue avant la crue. Crédit photo : Ama Sefton / AFP",
    ],
)
def test_a_line_that_ends_with_a_picture_credit_is_a_caption(caption: str) -> None:
    found = article([*STORY[:2], f"{caption}\n{STORY[2]}", *STORY[3:]])
    assert texts(found, "figure/a:caption") == [caption]
    assert caption in found.text() and caption not in found.text(captions=False)
    assert all(paragraph in found.text(captions=False) for paragraph in STORY)


def shaped(caption: str, rule: str) -> Draft:
    """The Draft of a copy from which a line was removed under a rule, after the roles of lines."""
    text = "\n\n".join([*STORY[:3], f"{caption}\n{STORY[3]}", *STORY[4:]])
    draft = Draft(plain.read(Source(name="t.txt", data=text.encode(), stem="t")))
    (line,) = [element for element in draft.page.elements if element.text == caption]
    draft.remove(line, rule)
    draft.set_body([draft.page.root])
    shape_blocks(draft, Measures(draft))
    return draft


def test_a_credited_caption_that_was_removed_for_its_place_comes_back() -> None:
    draft = shaped("The wheel in the summer before the flood. Photo: Ama Sefton/Getty Images", "beside-article")
    assert not draft.removed and list(draft.retagged.values()) == ["figcaption"]


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("The wheel in the summer before the flood. Photo: Ama Sefton/Getty Images", "related"),
        ("Seven walks along the water in summer and in winter", "beside-article"),
    ],
)
def test_other_lines_stay_removed(line: str, rule: str) -> None:
    assert [removal.rule for removal in shaped(line, rule).removed.values()] == [rule]


def test_a_paragraph_that_speaks_of_a_photograph_is_none() -> None:
    line = "The photo by Ama Sefton hangs in the hall, and Getty Images wrote twice to ask for it."
    found = article([*STORY[:3], line, *STORY[3:]])
    assert line in found.text(captions=False)


def test_a_line_with_the_marker_of_a_note_stays_text() -> None:
    line = "The wheel before the flood.[1] Photo: Ama Sefton/Getty Images"
    found = article(
        [*STORY[:2], f"{line}\n{STORY[2]}", *STORY[3:], "Notes", "[1] The flood of the year 1998, in April."]
    )
    assert not texts(found, "figure/a:caption") and len(found.noterefs) == 1


def test_a_short_line_right_above_a_paragraph_is_a_heading() -> None:
    found = article(
        [*STORY[:2], f"The letters to the county\n{STORY[2]}", STORY[3], f"The line of the road\n{STORY[4]}", STORY[5]]
    )
    assert texts(found, "heading") == ["The letters to the county", "The line of the road"]


def test_lines_that_follow_each_other_are_the_items_of_a_list() -> None:
    items = [
        "a wheel of oak with forty buckets",
        "two stones from the quarry at Tarn",
        "a door that nobody has found",
        "the bell of the chapel below",
    ]
    found = article(
        [*STORY[:2], "The county has a list of what was lost:", "\n".join(items) + f"\n{STORY[2]}", *STORY[3:]]
    )
    assert texts(found, "list/a:item") == items
    assert STORY[2] in found.text()


def test_indented_lines_without_bullets_are_the_items_of_a_list() -> None:
    """Firefox copies lists like this."""
    items = [
        "a wheel of oak, with forty buckets and an axle of iron that was bought in 1840",
        "two stones, 1841",
        "a door, 1902",
    ]
    listed = "\n".join(f"    {item}" for item in items)
    found = article([*STORY[:3], listed, *STORY[3:]])
    assert texts(found, "list/a:item") == items


def test_an_indented_quotation_is_no_list() -> None:
    quotation = "    The mill is not for sale, and it never was, because nobody has ever known whose mill it is."
    found = article([*STORY[:3], quotation, *STORY[3:]])
    assert not texts(found, "list/a:item") and len(texts(found, "quote")) == 1


def test_a_sentence_that_is_shown_once_more_is_a_pull_quote() -> None:
    sentence = "The county answered in the autumn of the next year that it had no record of a mill."
    found = article([*STORY[:5], sentence, STORY[5]])
    (quote,) = found.root.iterfind(".//a:body//a:p[@role='pull-quote']", NS)
    assert sentence in "".join(quote.itertext())


def test_pull_quotes_are_shorter_than_what_they_repeat() -> None:
    sentence = "It stands in no register, and it pays no tax at all"
    assert pull_quotes([sentence, f"So be it. {sentence}, as they say in the valley."]) == [0]
    assert pull_quotes([sentence, sentence]) == []
    assert pull_quotes(["no tax at all", f"{sentence}, as they say in the valley."]) == []
    assert pull_quotes([]) == []


def test_no_word_is_lost() -> None:
    found = article(
        [
            *STORY[:2],
            f"The wheel. Photo: Ama Sefton/Getty Images\n{STORY[2]}",
            "a wheel\na door\na bell\n" + STORY[3],
            *STORY[4:],
        ]
    )
    assert "A001" not in {finding.code for finding in found.findings}


def test_the_model_gives_each_line_a_chance_of_each_role() -> None:
    chances = role_model().chances({name: [0.0, 1.0] for name in NAMES})
    assert set(chances) == set(ROLES)
    assert all(len(column) == 2 and all(0 <= chance <= 1 for chance in column) for column in chances.values())


@pytest.mark.parametrize("credit", ["Quelle: dpa", "Photo: Ama Sefton", "Crédit photo : Ama Sefton"])
def test_a_picture_credit_alone_in_its_line_is_no_heading(credit: str) -> None:
    found = article([*STORY[:2], f"{credit}\n{STORY[2]}", *STORY[3:]])
    assert texts(found, "heading") == []
    assert texts(found, "figure/a:caption") == [credit]
