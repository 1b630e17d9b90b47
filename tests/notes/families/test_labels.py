"""Labels of all kinds against lists of all kinds: letters, numerals, signs, numbers with letters, groups with a name."""

from __future__ import annotations

from notepages import Case, cases, check

_TEXTS = ("Cast in Merrow.", "Of nine years, or ten.", "By the town clock.")


def _notes(*labels: str) -> tuple[tuple[str, int, str], ...]:
    return tuple((label, 1, text) for label, text in zip(labels, _TEXTS, strict=True))


def _text(*markers: str) -> str:
    return "<p>The harbour bell{} was rung by a boy{} every day at noon{}.</p>".format(*markers)


def _raised(*labels: str) -> str:
    return _text(*(f"<sup>{label}</sup>" for label in labels))


def _linked(*labels: str) -> str:
    return _text(*(f'<sup><a id="c{n}" href="#k{n}">{label}</a></sup>' for n, label in enumerate(labels)))


def _lines(*labels: str) -> str:
    return "<h3>Notes</h3>" + "".join(f"<p>{label} {text}</p>" for label, text in zip(labels, _TEXTS, strict=True))


def _targets(*labels: str) -> str:
    return "<h3>Notes</h3>" + "".join(
        f'<p id="k{n}">{label} {text} <a href="#c{n}">↩</a></p>'
        for n, (label, text) in enumerate(zip(labels, _TEXTS, strict=True))
    )


def _rows(*labels: str) -> str:
    return (
        "<h3>Notes</h3><table>"
        + "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in zip(labels, _TEXTS, strict=True))
        + "</table>"
    )


@cases(
    Case(
        "letters--raised-after-words-that-end-in-n",
        by="typesetters: a raised letter after a word that ends in n is no ordinal and no number sign",
        text=_raised("a", "b", "c"),
        after=_lines("a.", "b.", "c."),
        notes=_notes("a", "b", "c"),
    ),
    Case(
        "roman--raised-after-words-that-end-in-n",
        by="typesetters: the same with small roman numerals",
        text=_raised("i", "ii", "iii"),
        after=_lines("i.", "ii.", "iii."),
        notes=_notes("i", "ii", "iii"),
    ),
    Case(
        "capitals--raised-unlinked",
        by="registers: capitals, raised, with a bracket after them in the list",
        text=_raised("A", "B", "C"),
        after=_lines("A)", "B)", "C)"),
        notes=_notes("A", "B", "C"),
    ),
    Case(
        "great-roman--raised-unlinked",
        by="old editions: great roman numerals",
        text=_raised("I", "II", "III"),
        after=_lines("I.", "II.", "III."),
        notes=_notes("I", "II", "III"),
    ),
    Case(
        "capitals--linked-both-ways-on-the-line",
        by="registers: capitals that are links on the line, answered by links",
        text=_text(*(f'<a id="c{n}" href="#k{n}">{label}</a>' for n, label in enumerate("ABC"))),
        after="<h3>Notes</h3>"
        + "".join(f'<p><a id="k{n}" href="#c{n}">{label}</a> {_TEXTS[n]}</p>' for n, label in enumerate("ABC")),
        notes=_notes("A", "B", "C"),
    ),
    Case(
        "signs--raised-against-table-rows",
        by="reports: signs in the text, a table of signs and notes below",
        text=_raised("*", "†", "‡"),
        after=_rows("*", "†", "‡"),
        notes=_notes("*", "†", "‡"),
    ),
    Case(
        "stars--raised-against-table-rows",
        by="reports: one, two and three stars",
        text=_raised("*", "**", "***"),
        after=_rows("*", "**", "***"),
        notes=_notes("*", "**", "***"),
    ),
    Case(
        "signs--in-brackets-typed",
        by="forums: [*] and [†] typed in the text, the same before the lines below",
        text=_text(" [*]", " [†]", " [‡]"),
        after=_lines("[*]", "[†]", "[‡]"),
        notes=_notes("*", "†", "‡"),
    ),
    Case(
        "letters-after-numbers--linked",
        by="editors who add notes late: 1a and 1b between 1 and 2",
        text=_linked("1", "1a", "2"),
        after=_targets("1.", "1a.", "2."),
        notes=_notes("1", "1a", "2"),
    ),
    Case(
        "letters-after-numbers--unlinked",
        by="editors who add notes late, without links",
        text=_raised("1", "1a", "2"),
        after=_lines("<sup>1</sup>", "<sup>1a</sup>", "<sup>2</sup>"),
        notes=_notes("1", "1a", "2"),
    ),
    Case(
        "groups--printed-before-each-note",
        by="encyclopedias: [note 1] as marker and before each note",
        text=_text(*(f'<sup><a id="c{n}" href="#k{n}">[note {n + 1}]</a></sup>' for n in range(3))),
        after=_targets("[note 1]", "[note 2]", "[note 3]"),
        notes=_notes("note 1", "note 2", "note 3"),
    ),
    Case(
        "high-numbers--pass-a-hundred",
        by="parts of books: numbers that pass a hundred",
        text=_raised("98", "99", "100"),
        after=_lines("98.", "99.", "100."),
        notes=_notes("98", "99", "100"),
    ),
    Case(
        "ordinals--stay-words",
        by="typesetters: raised letters of ordinals and number signs beside raised letters of notes",
        text="<p>The 2<sup>d</sup> bell, N<sup>o</sup> 4 of the XIX<sup>e</sup> regiment, M<sup>r</sup> Ossel says.</p>"
        + _raised("a", "b", "c"),
        after=_lines("a.", "b.", "c."),
        notes=_notes("a", "b", "c"),
    ),
)
def test_label(case: Case) -> None:
    check(case)
