"""Each family of notes on a page where it must find something and on one where it must not, and pages that nobody would write."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archiver import record
from archiver.draft import Draft
from archiver.notes import FAMILIES, claim_notes
from archiver.notes import labels as label
from archiver.notes.html.claims import Claim
from archiver.notes.html.page_view import PageView
from archiver.readers import documents, html
from archiver.source import Source
from support.trees import to_xml
from support.work import growth


def draft_of(body: str) -> Draft:
    text = f"<html><head><title>t</title></head><body>{body}</body></html>"
    return Draft(html.read(Source(name="page", data=text.encode(), stem="page")))


def claims_of(family: str, body: str) -> list[Claim]:
    page = PageView(draft_of(body))
    return [claim for one in FAMILIES if one.name == family for claim in one.claims(page) if claim.call is not None]


#: A page where each family finds a note.
FIRES = {
    "semantic": '<p>Tar<a href="#x" role="doc-noteref">1</a></p><p id="x">1 From pine.</p>',
    "reciprocal": '<p>Tar<a id="y" href="#x">1</a></p><p id="x"><a href="#y">1</a> From pine.</p>',
    "fragment": '<p>Tar<sup><a href="#n1">1</a></sup></p><p id="n1">1 From pine.</p>',
    "scripted": '<p>Tar<sup onclick="show(\'b1\')">1</sup></p><div id="b1">1 From pine.</div>',
    "inline": '<p>Tar<span class="sidenote">From pine, mostly.</span> and rope.</p>',
    "whole-list": '<p>Tar<sup><a href="#s">1</a></sup>, rope<sup><a href="#s">2</a></sup></p><ol id="s"><li>From pine.</li><li>Of hemp.</li></ol>',
    "ways-back": '<p>Tar<button id="a"></button>, rope<button id="b"></button></p>'
    '<ol><li>From pine. <a href="#a">↩</a></li><li>Of hemp. <a href="#b">↩</a></li></ol>',
    "address": '<p>Tar <a href="https://a.example/x">[1]</a></p><ol><li>Tarn, <a href="https://a.example/x">Tar</a>, 1990.</li></ol>',
    "unlinked": "<p>Tar<sup>1</sup> was dear.</p><p><sup>1</sup> From pine.</p>",
}
#: A page where it must not.
SILENT = {
    "semantic": '<p>Tar<sup><a href="#n1">1</a></sup></p><p id="n1">1 From pine.</p>',
    "reciprocal": '<ul><li><a href="#s">1</a></li></ul><h2 id="s">1 Tar <a href="#s">¶</a></h2>',
    "fragment": '<p>See <a href="#s">the section on tar</a>.</p><section id="s"><h2>Tar</h2></section>',
    "scripted": '<p><a href="#" onclick="print()" title="Print this page now">2</a></p>',
    "inline": '<p class="footnote">A paragraph of its own.</p><p>Tar <span class="fn">Ann Merle</span></p>',
    "whole-list": '<p>Go to <a href="#s">1</a> or <a href="#s">2</a></p><ol id="s"><li>From pine.</li><li>Of hemp.</li></ol>',
    "ways-back": '<a id="top"></a><ul><li>Tar <a href="#top">↑</a></li><li>Rope <a href="#top" title="Menu">more</a></li></ul>',
    "address": '<p>Tar <a href="https://a.example/x">[1]</a></p><ol><li>Tarn, <a href="https://b.example/x">Tar</a>, 1990.</li></ol>',
    "unlinked": "<p>15 m<sup>2</sup> of sail, 10<sup>6</sup> knots.</p><ol><li>Cut.</li><li>Sew.</li></ol>",
}


@pytest.mark.parametrize("family", [one.name for one in FAMILIES if one.name != "document"])
def test_family_fires(family: str) -> None:
    assert claims_of(family, FIRES[family])


@pytest.mark.parametrize("family", [one.name for one in FAMILIES if one.name != "document"])
def test_family_is_silent(family: str) -> None:
    assert not claims_of(family, SILENT[family])


def test_a_document_says_itself_which_notes_it_has() -> None:
    """Its family looks at nothing else: tests/readers/documents has one test for each format."""
    page = documents.read_markdown(Source("a.md", b"Tar[^1] was dear[1].\n\n[^1]: From pine.\n\n[1] A line.\n", "a"))
    found = list(next(one for one in FAMILIES if one.name == "document").claims(PageView(Draft(page))))
    assert [(claim.label, claim.certainty, claim.evidence) for claim in found] == [
        ("1", 1.0, ("marked by the document",))
    ]
    assert not claims_of("document", FIRES["semantic"])


def test_a_claim_says_how_certain_it_is_and_why() -> None:
    for family, body in FIRES.items():
        for claim in claims_of(family, body):
            assert 0 < claim.certainty <= 1
            assert claim.evidence


def test_families_never_change_the_tree() -> None:
    for body in FIRES.values():
        draft = draft_of(body)
        before = to_xml(draft.page.root)
        claim_notes(draft)
        assert to_xml(draft.page.root) == before


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        *(("1", ["1"]), ("[12]", ["12"]), ("(iv)", ["iv"]), (" *1 ", ["1"]), ("††", ["††"]), ("¹²", ["12"])),
        *(("1, 2", ["1", "2"]), ("[1][2]", ["1", "2"]), ("3–5", ["3"]), ("[a]", ["a"]), ("［３］", ["3"])),
        *(("Footnote 7", ["7"]), ("[note 2]", ["note 2"]), ("[^4]", ["4"]), ("③", ["③"]), ("1600", ["1600"])),
        *(
            ("th", []),
            ("TM", []),
            ("®", []),
            ("2019–2020", []),
            ("[Fig. 1]", []),
            ("see below", []),
            ("(12 C, 1 P)", []),
        ),
        *((": 207", []), ("", []), ("0", [])),
    ],
)
def test_label_shapes(text: str, labels: list[str]) -> None:
    assert [one.text for one in label.read(text)] == labels


def test_ranges_name_every_note() -> None:
    assert label.expand(label.read("3–5")[0]) == ("3", "4", "5")


@pytest.mark.parametrize("text", ["↩", "[↑]", "^", "↩︎", "Jump up", "Back to text", "Zurück", "retour", "戻る"])
def test_words_of_backlinks(text: str) -> None:
    assert label.is_backlink_text(text)


@pytest.mark.parametrize("text", ["1", "Backgammon", "The return of the comet", "Upper town"])
def test_words_that_are_no_backlinks(text: str) -> None:
    assert not label.is_backlink_text(text)


def test_words_of_a_page_are_kept() -> None:
    """A marker takes nothing from its sentence."""
    draft = draft_of(
        '<p>Tar <b>and</b> pitch[<a href="#fn1" id="r">1</a>], dear.</p><p id="fn1"><a href="#r">1</a>) Pine.</p>'
    )
    claim_notes(draft)
    article = record.build(draft, record.Conversion("0" * 64))
    assert article.text() == "Tar and pitch[1], dear."
    assert [note.text for note in article.notes] == ["Pine."]


_PIECES = (
    *("<p>", "</p>", "<div class='footnote'>", "</div>", "<sup>", "</sup>", "</a>", "<ol>", "<li id='n2'>", "</ol>"),
    *(
        "<a href='#n1' id='r1'>",
        "<a href='#r1' id='n1'>",
        "<a href='#n2' role='doc-noteref'>",
        "<br>",
        "<h2>Notes</h2>",
    ),
    *(
        "1",
        "[2]",
        "word ",
        "↩",
        "*",
        "¹",
        "\n",
        "<span class='sidenote'>",
        "</span>",
        "<span name='x'>",
        "<aside name='x'>",
    ),
    *("<table><tr><td>", "</td></tr></table>", "<dl><dt id='n3'>", "<dd>", "<label for='c'>"),
    *("</label><input type='checkbox' id='c'>", "<sup data-note='1' title='A long enough note'>"),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=60))
def test_any_soup_is_resolved(pieces: list[str]) -> None:
    draft = draft_of("".join(pieces))
    claim_notes(draft)
    notes = {id(note) for note in draft.notes}
    for calls in (*draft.calls.values(), *draft.text_calls.values()):
        assert all(id(call.note) in notes and call.label for call in calls)
    called = {id(call.note) for calls in (*draft.calls.values(), *draft.text_calls.values()) for call in calls}
    for note in draft.notes:
        assert (id(note) in called) == (note.status != "unreferenced")
        assert bool(note.parts or note.spans or note.markup) == (note.status != "missing")
        assert note.label


def _paragraphs(count: int) -> Iterator[str]:
    for number in range(1, count + 1):
        yield f'<p>Some words that fill it.<sup><a href="#n{number}" id="r{number}">{number}</a></sup> [{number}]</p>'
    for number in range(1, count + 1):
        yield f'<p id="n{number}"><a href="#r{number}">{number}</a> A note.<br>[{number}] A line.</p>'


def test_the_work_is_in_proportion_to_the_page() -> None:
    def find(count: int) -> None:
        draft = draft_of("".join(_paragraphs(count)))
        claim_notes(draft)
        assert len(draft.notes) == count

    assert growth(find, 100) < 4.5


def test_deep_pages_are_read() -> None:
    chance = random.Random(7)
    tags = [chance.choice(("div", "span", "b", "blockquote")) for _ in range(1500)]
    body = "".join(f"<{tag}>" for tag in tags) + "x<sup>1</sup>" + "".join(f"</{tag}>" for tag in reversed(tags))
    claim_notes(draft_of(body + "<p><sup>1</sup> A note.</p>"))


#: Shapes of many notes: what stands for each of them above, and below.
SHAPES = {
    "signs": ("<p>Tar*</p><p>* From pine.</p>", ""),
    "addresses": ('<p>Tar <a href="https://a.example/{n}">[{n}]</a></p>', '<li>Tarn, <a href="https://a.example/{n}">Tar</a></li>'),
    "ways back": ('<p>Tar<a id="a{n}"></a></p>', '<li>From pine. <a href="#a{n}">↩</a></li>'),
    "links to the list": ('<p>Tar<sup><a href="#list">{n}</a></sup></p>', "<li>From pine.</li>"),
    "pop-ups beside buttons": ("<p>Tar<button>{n}</button><span role=tooltip>From pine, mostly.</span></p>", ""),
    "cut short": ("<p>Tar<sup>{n}</sup><span class=tooltip>From pine in … more</span></p>", "<li>From pine in the north.</li>"),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_many_notes_take_work_in_proportion(shape: str) -> None:
    above, below = SHAPES[shape]

    def find(count: int) -> None:
        texts = "".join(above.format(n=n) for n in range(1, count + 1))
        items = "".join(below.format(n=n) for n in range(1, count + 1))
        draft = draft_of(f"{texts}<ol id=list>{items}</ol>")
        claim_notes(draft)
        assert len(draft.notes) >= count

    assert growth(find, 100) < 4.5


ROUND = "<p>It was sold at the auction{a}. Nobody came until the river froze{b}. The boat stands in a yard{c}.</p>"
ROUND_LIST = (
    "<{h}>{title}</{h}><p>(1) County archive.</p><p>(2) Report of the engineer.</p><p>(3) Talk with the writer.</p>"
)


@pytest.mark.parametrize(
    ("calls", "title", "before", "taken"),
    [
        ((" (1)", " (2)", " (3)"), "", "", True),
        ((" (1)", " (2)", " (3)"), "Notes", "", True),
        # a raised number of another kind does not hide a series that a heading confirms
        ((" (1)", " (2)", " (3)"), "Notes", "<p>In the book<sup>4</sup> of Tar.</p>", True),
        ((" (1)", " (2)", " (3)"), "", "<p>In the book<sup>4</sup> of Tar.</p>", False),
        # they count the parts of a sentence
        (("(1) here", "(2) there", "(3) again"), "", "", False),
        ((" (1)", " (3)", " (2)"), "Notes", "", False),
    ],
)
def test_numbers_in_round_brackets_are_weighed_with_the_list_that_answers_them(
    calls: tuple[str, str, str], title: str, before: str, taken: bool
) -> None:
    body = before + ROUND.format(a=calls[0], b=calls[1], c=calls[2])
    found = claims_of("unlinked", body + ROUND_LIST.format(h="h2" if title else "p", title=title))
    assert ([claim.label for claim in found if claim.note is not None] == ["1", "2", "3"]) == taken


def test_a_sign_of_remarks_needs_only_the_line_that_opens_with_it() -> None:
    body = "<p>船は杉で造る※1。板は銅で留める※2。</p><p>※1　三代目の船。</p>"
    assert [(claim.label, claim.note is not None) for claim in claims_of("unlinked", body)] == [("1", True)]


def test_rows_of_a_table_of_contents_are_no_markers_though_the_headings_print_their_numbers() -> None:
    rows = "".join(f'   <a href="#s{n}">{n}</a>. Boats of tar . . . . . . . {n + 2}\n' for n in (1, 2, 3))
    headings = "".join(f'<a name="s{n}">{n}</a>. Boats of tar\n\n   They were sold.\n\n' for n in (1, 2, 3))
    assert not claims_of("fragment", f"<pre>{rows}</pre><pre>{headings}</pre>")
    assert claims_of("fragment", f"<pre>{rows.replace(' . . . . . . . ', ' on page ')}</pre><pre>{headings}</pre>")


@pytest.mark.parametrize(
    "formula",
    [
        "area<sup>2</sup> = length<sup>2</sup> + width<sup>2</sup>",
        "speed<sup>1</sup> × weight<sup>2</sup> × force<sup>3</sup>",
        "<var>abc</var><sup>1</sup> and <tt>boats[1]</tt>, <tt>boats[2]</tt>, <tt>boats[3]</tt>",
    ],
)
def test_powers_in_formulas_of_words_and_places_in_code_are_no_markers(formula: str) -> None:
    assert not claims_of(
        "unlinked",
        f"<p>The ferry ran for years: {formula}.</p><ol><li>Cut it.</li><li>Sew it.</li><li>Tar it.</li></ol>",
    )


def test_a_number_behind_a_word_is_a_marker_though_an_operator_is_near() -> None:
    body = "<p>The ferry<sup>1</sup> ran 3 + 4 years, and the boat<sup>2</sup> was sold.</p><p><sup>1</sup> County archive.</p><p><sup>2</sup> The engineer.</p>"
    assert [claim.label for claim in claims_of("unlinked", body)] == ["1", "2"]


@pytest.mark.parametrize("words", ["{}, {} et {}", "{} {} und {}:", "({}, {} and {})", "{}, {} i {}"])
def test_the_word_between_ways_back_is_left_out_with_them(words: str) -> None:
    calls = "".join(f'<p>Tar<sup id="r{c}"><a href="#n1">[1]</a></sup></p>' for c in "abc")
    back = words.format(*(f'<a href="#r{c}">{c}</a>' for c in "abc"))
    draft = draft_of(f'<article>{calls}</article><ol><li id="n1">{back} Holt, Tide Books.</li></ol>')
    claim_notes(draft)
    article = record.build(draft, record.Conversion("0" * 64))
    assert [(note.label, note.text) for note in article.notes] == [("1", "Holt, Tide Books.")]


@pytest.mark.parametrize(
    ("cell", "taken"),
    [("Player [{n}]", False), ("Nobody on the quay could say why the ferry did not come.<sup>{n}</sup> " * 3, True)],
)
def test_numbers_in_short_cells_need_notes(cell: str, taken: bool) -> None:
    rows = "".join(f"<tr><td>{cell.format(n=n)}</td><td>7</td></tr>" for n in (1, 2, 3))
    assert bool(claims_of("unlinked", f"<table>{rows}</table>")) == taken
    notes = "<p>[1] County archive.</p><p>[2] The engineer.</p><p>[3] The writer.</p>"
    assert claims_of("unlinked", f"<table>{rows}</table>{notes}")
