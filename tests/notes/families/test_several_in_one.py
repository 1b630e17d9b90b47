"""Markers that call several notes at once: in one superscript, in one bracket, as a range, linked, partly linked, not linked."""

from __future__ import annotations

from notepages import Case, cases, check

_LINES = "".join(f"<li id='k{n}'>Log of winter {n}, kept by the watch.</li>" for n in range(1, 7))
_AFTER = f"<h2>References</h2><ol>{_LINES}</ol>"


def _notes(*order: int) -> tuple[tuple[str, int, str], ...]:
    """Notes called once each, in the order of their calls."""
    return tuple((str(n), 1, f"Log of winter {n}, kept by the watch.") for n in order)


def _a(*numbers: int) -> list[str]:
    return [f'<a href="#k{n}">{n}</a>' for n in numbers]


@cases(
    Case(
        "sup--typed-commas-and-range",
        by="editors: one superscript with commas and a range, nothing linked",
        text="<p>The first winter<sup>1</sup> was cold, and so were the others<sup>2, 4–6</sup>, but for one<sup>3</sup>.</p>",
        after=_AFTER,
        notes=_notes(1, 2, 4, 5, 6, 3),
    ),
    Case(
        "sup--typed-without-a-space",
        by="editors: 2,4-6 with a hyphen and no space",
        text="<p>The first winter<sup>1</sup> was cold, and so were the others<sup>2,4-6</sup>, but for one<sup>3</sup>.</p>",
        after=_AFTER,
        notes=_notes(1, 2, 4, 5, 6, 3),
    ),
    Case(
        "brackets--typed-commas-and-range",
        by="engineers: [1, 3] and [4-6] typed",
        text="<p>Two winters [1, 3] were cold, one [2] was not, and the rest [4-6] were forgotten.</p>",
        after=_AFTER,
        notes=_notes(1, 3, 2, 4, 5, 6),
    ),
    Case(
        "brackets--side-by-side-typed",
        by="wikis copied by hand: [1][3] side by side",
        text="<p>Two winters[1][3] were cold, one[2] was not, and the rest[4][5][6] were forgotten.</p>",
        after=_AFTER,
        notes=_notes(1, 3, 2, 4, 5, 6),
    ),
    Case(
        "sup--links-with-commas",
        by="journals: links with commas in one superscript",
        text="<p>Two winters<sup>{},{}</sup> were cold, one<sup>{}</sup> was not, and the rest<sup>{}, {}, {}</sup> were forgotten.</p>".format(
            *_a(1, 3, 2, 4, 5, 6)
        ),
        after=_AFTER,
        notes=_notes(1, 3, 2, 4, 5, 6),
        says=("Two winters[1][3] were cold, one[2] was not, and the rest[4][5][6] were forgotten.",),
    ),
    Case(
        "brackets--links-with-semicolons",
        by="journals: links with semicolons in one bracket",
        text="<p>Two winters [{}; {}] were cold, one [{}] was not, and the rest [{}; {}; {}] were forgotten.</p>".format(
            *_a(1, 3, 2, 4, 5, 6)
        ),
        after=_AFTER,
        notes=_notes(1, 3, 2, 4, 5, 6),
    ),
    Case(
        "sup--one-link-for-a-range",
        by="journals: a range that is one link to its first note",
        text='<p>Two winters<sup><a href="#k1">1–3</a></sup> were cold, and the rest<sup><a href="#k4">4-6</a></sup> were forgotten.</p>',
        after=_AFTER,
        notes=_notes(1, 2, 3, 4, 5, 6),
    ),
    Case(
        "sup--one-link-for-a-pair",
        by="journals: a pair that is one link to its first note",
        text='<p>Two winters<sup><a href="#k1">1,3</a></sup> were cold, one<sup><a href="#k2">2</a></sup> was not, and the rest<sup><a href="#k4">4,5,6</a></sup> were forgotten.</p>',
        after=_AFTER,
        notes=_notes(1, 3, 2, 4, 5, 6),
    ),
    Case(
        "sup--own-superscript-for-the-comma",
        by="editors: each link in a superscript of its own, the comma in a third",
        text="<p>Two winters<sup>{}</sup><sup>,</sup><sup>{}</sup> were cold, one<sup>{}</sup> was not.</p>".format(
            *_a(1, 3, 2)
        ),
        after="<h2>References</h2><ol>"
        + "".join(f"<li id='k{n}'>Log of winter {n}, kept by the watch.</li>" for n in range(1, 4))
        + "</ol>",
        notes=_notes(1, 3, 2),
    ),
    Case(
        "sup--side-by-side-links",
        by="wikis: superscripts with brackets side by side",
        text="<p>Two winters<sup>[{}]</sup><sup>[{}]</sup> were cold, one<sup>[{}]</sup> was not.</p>".format(
            *_a(1, 3, 2)
        ),
        after="<h2>References</h2><ol>"
        + "".join(f"<li id='k{n}'>Log of winter {n}, kept by the watch.</li>" for n in range(1, 4))
        + "</ol>",
        notes=_notes(1, 3, 2),
        says=("Two winters[1][3] were cold, one[2] was not.",),
    ),
    Case(
        "signs--several-in-one",
        by="reports: two signs in one superscript",
        text="<p>The bell<sup>*,†</sup> was rung<sup>†</sup> at noon<sup>*</sup>.</p>",
        after="<p><sup>*</sup> Cast in Merrow.</p><p><sup>†</sup> By a boy.</p>",
        notes=(("*", 2, "Cast in Merrow."), ("†", 2, "By a boy.")),
    ),
    Case(
        "letters--several-in-one",
        by="tables and reports: two letters in one superscript",
        text="<p>The bell<sup>a,b</sup> was rung<sup>b</sup> at four<sup>c</sup>.</p>",
        after="<p><sup>a</sup> Cast in Merrow.</p><p><sup>b</sup> By a boy.</p><p><sup>c</sup> In winter.</p>",
        notes=(("a", 1, "Cast in Merrow."), ("b", 2, "By a boy."), ("c", 1, "In winter.")),
    ),
    Case(
        "unicode--several-in-one",
        by="typists: superscript characters with commas and a dash",
        text="<p>The first winter¹ was cold, and so were the others²,³ and the rest⁴⁻⁶.</p>",
        after=_AFTER,
        notes=_notes(1, 2, 3, 4, 5, 6),
    ),
    Case(
        "words--see-notes-one-to-three",
        by="scholars: “notes 1 to 3” in the text is a reference in words, no marker",
        text="<p>The first winter<sup>1</sup> was cold (see notes 2 to 3), the second<sup>2</sup> and third<sup>3</sup> colder.</p>",
        after="<h3>Notes</h3><p>1. As the log says.</p><p>2. As nobody says.</p><p>3. As note 2 says.</p>",
        notes=(("1", 1, "As the log says."), ("2", 1, "As nobody says."), ("3", 1, "As note 2 says.")),
        says=("was cold (see notes 2 to 3), the second[2]",),
    ),
)
def test_several(case: Case) -> None:
    check(case)
