"""Where markers may stand and what notes may hold, on pages of a plain linked kind."""

from __future__ import annotations

import re

from archiver import pipeline, record
from archiver.source import Source
from notepages import Case, cases, check


def _call(number: int, shown: str = "") -> str:
    return f'<sup><a href="#fn{number}" id="fnref{number}">{shown or number}</a></sup>'


def _list(*notes: str, kind: str = "1") -> str:
    items = "".join(
        f'<li id="fn{number}">{note} <a href="#fnref{number}">↩</a></li>' for number, note in enumerate(notes, 1)
    )
    return f'<section class="footnotes"><ol type="{kind}">{items}</ol></section>'


@cases(
    Case(
        "text--opens-with-its-own-number",
        by="authors: a note whose first word is the number of the note",
        text=f"<p>The fleet sailed{_call(1)} in fog{_call(2)}.</p>",
        after=_list("1 of 3 boats came back.", "2 days of it."),
        notes=(("1", 1, "1 of 3 boats came back."), ("2", 1, "2 days of it.")),
    ),
    Case(
        "text--opens-with-an-initial-like-its-letter",
        by="authors: notes by letters, whose first word is an initial",
        text=f"<p>The fleet sailed{_call(1, 'a')} in fog{_call(2, 'b')}.</p>",
        after=_list("A. Merle, letter of May.", "B. Tarn, log.", kind="a"),
        notes=(("a", 1, "A. Merle, letter of May."), ("b", 1, "B. Tarn, log.")),
    ),
    Case(
        "text--opens-with-an-initial-like-its-roman",
        by="authors: notes by roman numerals, whose first word is an initial",
        text=f"<p>The fleet sailed{_call(1, 'i')} in fog{_call(2, 'ii')}.</p>",
        after=_list("I. Fenn, letter of May.", "I was there.", kind="i"),
        notes=(("i", 1, "I. Fenn, letter of May."), ("ii", 1, "I was there.")),
    ),
    Case(
        "text--opens-with-a-year",
        by="authors: a note that opens with a year",
        text=f"<p>The fleet sailed{_call(1)}.</p>",
        after=_list("1905. The year of the ice."),
        notes=(("1", 1, "1905. The year of the ice."),),
    ),
    Case(
        "text--is-one-word",
        by="authors: very short notes",
        text=f"<p>The fleet sailed{_call(1)} in fog{_call(2)} and came{_call(3)} back.</p>",
        after=_list("Ibid.", "Op. cit., 9.", "No."),
        notes=(("1", 1, "Ibid."), ("2", 1, "Op. cit., 9."), ("3", 1, "No.")),
    ),
    Case(
        "text--is-a-bare-address",
        by="authors: a note that is only a web address",
        text=f"<p>The fleet sailed{_call(1)} in fog{_call(2)}.</p>",
        after=_list(
            '<a href="https://fleet.example/log">https://fleet.example/log</a>', "https://fog.example/#section-2"
        ),
        notes=(("1", 1, "https://fleet.example/log"), ("2", 1, "https://fog.example/#section-2")),
    ),
    Case(
        "text--holds-lists-code-and-tables",
        by="programmers: notes with blocks in them",
        text=f"<p>The fleet sailed{_call(1)} in fog{_call(2)}.</p>",
        after=_list(
            "<p>In order:</p><ol><li>the Ann</li><li>the Heron</li></ol><p>and no more.</p>",
            "<p>By the log:</p><pre><code>fog = 3\nwind = 0</code></pre>",
        ),
        notes=(("1", 1, "In order: the Ann the Heron and no more."), ("2", 1, "By the log: fog = 3 wind = 0")),
    ),
    Case(
        "text--links-elsewhere-in-the-page",
        by="authors: a note that sends the reader to a section of the page",
        text=f'<h2 id="ice">The ice</h2><p>The fleet sailed{_call(1)}.</p>',
        after=_list('See <a href="#ice">the section on ice</a> above.'),
        notes=(("1", 1, "See the section on ice above."),),
    ),
    Case(
        "text--calls-another-note",
        by="authors: a note inside a note",
        text=f"<p>The fleet sailed{_call(1)} in fog.</p>",
        after=_list(f"As the mate says{_call(2)} and the cook denies.", "In his cups."),
        notes=(("1", 1, "As the mate says and the cook denies."), ("2", 1, "In his cups.")),
    ),
    Case(
        "marker--in-a-heading",
        by="authors: a marker at the end of a heading",
        text=f"<h2>The fleet{_call(1)}</h2><p>It sailed{_call(2)} in fog.</p>",
        after=_list("Of nine boats.", "In May."),
        notes=(("1", 1, "Of nine boats."), ("2", 1, "In May.")),
        says=("The fleet[1]", "It sailed[2] in fog."),
    ),
    Case(
        "marker--in-caption-cell-quote-and-item",
        by="authors: markers in all kinds of blocks",
        text=f'<figure><img src="fleet.jpg" alt="The fleet" width="600" height="400"><figcaption>The fleet{_call(1)} at anchor</figcaption></figure><blockquote><p>“We saw nothing{_call(2)}.”</p></blockquote>'
        f"<ul><li>nine boats{_call(3)}</li><li>one lamp</li></ul><table><tr><th>Boat</th><th>Crew</th></tr><tr><td>Ann{_call(4)}</td><td>6</td></tr></table>",
        after=_list("By an unknown hand.", "The mate's log.", "Or ten.", "Lost in 1871."),
        notes=(
            ("1", 1, "By an unknown hand."),
            ("2", 1, "The mate's log."),
            ("3", 1, "Or ten."),
            ("4", 1, "Lost in 1871."),
        ),
        says=("“We saw nothing[2].”", "nine boats[3]"),
    ),
    Case(
        "marker--between-words-and-inside-emphasis",
        by="authors: markers in the middle of a word's neighbourhood: before punctuation, inside em, after a dash",
        text=f"<p>The <em>fleet{_call(1)}</em>—nine boats{_call(2)}—sailed (in fog{_call(3)}).</p>",
        after=_list("Of Varn.", "Or ten.", "Thick."),
        notes=(("1", 1, "Of Varn."), ("2", 1, "Or ten."), ("3", 1, "Thick.")),
        says=("The fleet[1]—nine boats[2]—sailed (in fog[3]).",),
    ),
    Case(
        "marker--pull-quote-repeats-it",
        by="magazines: a pull quote repeats a sentence with its marker",
        text=f'<p>The fleet sailed in fog{_call(1)} and came back in sun.</p><aside class="pullquote"><p>The fleet sailed in fog<sup><a href="#fn1">1</a></sup></p></aside>',
        after=_list("In May."),
        notes=(("1", 2, "In May."),),
    ),
    Case(
        "marker--behind-a-zero-width-space",
        by="editors that put a zero-width space or a word joiner before every superscript, in text and list",
        text="<p>The fleet sailed\u200b<sup>1</sup> in fog\u2060<sup>2</sup> and 12 m\u200b<sup>2</sup> of sail.</p>",
        after="<p>\u200b<sup>1</sup> In May, as the log has it.</p><p>\ufeff<sup>2</sup> Thick, as the cook has it.</p>",
        notes=(("1", 1, "In May, as the log has it."), ("2", 1, "Thick, as the cook has it.")),
    ),
    Case(
        "marker--behind-a-no-break-space",
        by="typesetters of French: a no-break space before every marker and label",
        text="<p>The fleet sailed\xa0<sup>1</sup> in fog\u202f<sup>2</sup>.</p>",
        after="<p>\xa0<sup>1</sup>\xa0In May, as the log has it.</p><p>\u202f<sup>2</sup>\u202fThick, as the cook has it.</p>",
        notes=(("1", 1, "In May, as the log has it."), ("2", 1, "Thick, as the cook has it.")),
    ),
    Case(
        "list--behind-zero-width-spaces-linked",
        by="editors that put a zero-width space before every way back",
        text=f"<p>The fleet sailed\u200b{_call(1)} in fog\u200b{_call(2)}.</p>",
        after='<ol><li id="fn1">\u200b<sup><a href="#fnref1">a</a></sup>\u200b In May.\u200b</li><li id="fn2">\u200b<a href="#fnref2">^</a>\u200b Thick.\u200b <a href="#fnref2">↩</a>\u200b</li></ol>',
        notes=(("1", 1, "In May."), ("2", 1, "Thick.")),
        engine="zero-width characters at the end of a note stay in it",
    ),
    Case(
        "prose--in-divs-with-authors-in-the-references",
        by="sites without p: paragraphs are divs, and each reference names its authors in a block of that class",
        text='<div>The fleet sailed<sup><a id="c1" href="#k1">1</a></sup> in fog<sup><a id="c2" href="#k2">2</a></sup>.</div>',
        after='<div class="refs"><div id="k1"><span class="label"><a href="#c1">1</a></span><div class="authors">A. Merle, J. Ossel</div><div class="title">Fleets</div><div class="host">Coast Papers, 3 (1999)</div></div>'
        '<div id="k2"><span class="label"><a href="#c2">2</a></span><div class="authors">B. Tarn</div><div class="title">Fog</div><div class="host">Quay Press (2003)</div></div></div>',
        notes=(("1", 1, "A. Merle, J. Ossel Fleets Coast Papers, 3 (1999)"), ("2", 1, "B. Tarn Fog Quay Press (2003)")),
    ),
    Case(
        "list--one-note-only",
        by="authors: a single note with a star",
        text='<p>The fleet sailed in fog<a href="#note" id="back">*</a>.</p>',
        after='<p id="note">* In May. <a href="#back">↩</a></p>',
        notes=(("*", 1, "In May."),),
    ),
    Case(
        "list--one-note-raised-unlinked",
        by="authors: a single raised 1 and a single line below",
        text="<p>The fleet sailed in fog.<sup>1</sup></p>",
        after="<hr><p><sup>1</sup> In May, as the log has it.</p>",
        notes=(("1", 1, "In May, as the log has it."),),
    ),
    Case(
        "list--gap-and-orphan",
        by="editors who cut a paragraph: note 2 is called by nothing, call 4 has no note",
        text=f"<p>The fleet sailed{_call(1)} in fog{_call(3)} and sun{_call(4)}.</p>",
        after=_list("In May.", "Cut.", "Thick."),
        notes=(("1", 1, "In May."), ("2", 0, "Cut."), ("3", 1, "Thick.")),
        missing=(("4", 1),),
    ),
    Case(
        "list--two-languages-repeat-numbers",
        by="bilingual pages: the article twice, each with its own notes",
        text='<p>The fleet sailed<sup><a href="#en1" id="enr1">1</a></sup>.</p><h4>Notes</h4><ol><li id="en1">In May. <a href="#enr1">↩</a></li></ol>'
        '<p lang="fr">La flotte partit<sup><a href="#fr1" id="frr1">1</a></sup>.</p><h4>Notes</h4><ol lang="fr"><li id="fr1">En mai. <a href="#frr1">↩</a></li></ol>',
        notes=(("1", 1, "In May."), ("1", 1, "En mai.")),
    ),
    Case(
        "list--hundred-notes-with-ranges",
        by="reviews: many notes, several in one sup, some in ranges, unlinked",
        text="<p>"
        + " ".join(f"Winter {n} was cold.<sup>{n}</sup>" for n in range(1, 30))
        + " All were.<sup>3,7–9,12</sup></p>",
        after="<h2>References</h2><ol>" + "".join(f"<li>Log of winter {n}, kept.</li>" for n in range(1, 30)) + "</ol>",
        notes=tuple((str(n), 2 if n in (3, 7, 8, 9, 12) else 1, f"Log of winter {n}, kept.") for n in range(1, 30)),
    ),
)
def test_place_and_shape(case: Case) -> None:
    check(case)


def test_authors_of_a_reference_stay_in_it() -> None:
    """Sites without p: paragraphs are divs, and each reference names its authors in a block of the class authors."""
    case = Case(
        "authors-in-references",
        by="journals' platforms",
        text='<p>Ice was measured <a class="anchor" href="#b1" name="bb1">[1]</a>, <a class="anchor" href="#b2" name="bb2">[2]</a>.</p>',
        after='<section class="bibliography"><h2>References</h2><ol class="references">'
        '<li><span class="label"><a href="#bb1" id="ref-id-b1">[1]</a></span><span class="reference"><div class="contribution"><div class="authors">A. Merle, J. Ossel</div><div class="title">Ice</div></div></span></li>'
        '<li><span class="label"><a href="#bb2" id="ref-id-b2">[2]</a></span><span class="reference"><div class="contribution"><div class="authors">B. Tarn</div><div class="title">Lanterns</div></div></span></li></ol></section>',
    )
    page = re.sub(rb"<(/?)p(?=[ >])", rb"<\1div", case.page())
    draft = pipeline.prepare(Source(name="page.html", data=page, stem="page"), media_type="text/html")
    article = record.build(draft, "0" * 64)
    assert article.authors == ()
    assert [" ".join(note.text.split()) for note in article.notes] == ["A. Merle, J. Ossel Ice", "B. Tarn Lanterns"]
