"""Notes as libraries of old and holy texts write them, beside verse numbers, cross-references and page numbers."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "ccel--note-and-noteref",
        by="libraries of church fathers: names fna and fnf, a sup in the link on both sides",
        text='<p>The abbot kept a boat<a class="Note" name="fna_i-p2.1" href="#fnf_i-p2.1" id="i-p2.1"><sup class="Note">12</sup></a> against the flood<a class="Note" name="fna_i-p2.2" href="#fnf_i-p2.2" id="i-p2.2"><sup class="Note">13</sup></a>.</p>',
        after='<div class="footnotes"><hr><div class="footnote" id="fnb_i-p2.1"><sup class="NoteRef"><a class="NoteRef" name="fnf_i-p2.1" href="#fna_i-p2.1">12</a></sup><p class="endnote">A coracle, <em>Life</em> 3.</p></div><div class="footnote" id="fnb_i-p2.2"><sup class="NoteRef"><a class="NoteRef" name="fnf_i-p2.2" href="#fna_i-p2.2">13</a></sup><p class="endnote">Which came.</p></div></div>',
        notes=(("12", 1, "A coracle, Life 3."), ("13", 1, "Which came.")),
    ),
    Case(
        "scripture--footnotes-cross-references-verse-numbers",
        by="scripture portals: verse numbers, footnotes in brackets and cross-references in round brackets, each raised, two lists of letters",
        text='<p class="verse"><span id="en-V-1" class="text"><sup class="versenum">1 </sup>And the keeper lit the lamp<sup class="footnote">[<a href="#fen-V-1a" title="See footnote a">a</a>]</sup> at dusk,<sup class="crossreference">(<a href="#cen-V-1A" title="See cross-reference A">A</a>)</sup></span> '
        '<span id="en-V-2" class="text"><sup class="versenum">2 </sup>and it burned<sup class="footnote">[<a href="#fen-V-2b" title="See footnote b">b</a>]</sup> till morning.</span></p>',
        after='<div class="footnotes"><h4>Footnotes</h4><ol type="a"><li id="fen-V-1a"><span class="footnote-text">Or a torch.</span></li><li id="fen-V-2b"><span class="footnote-text">Some copies: smoked.</span></li></ol></div>'
        '<div class="crossrefs hidden"><h4>Cross references</h4><ol type="A"><li id="cen-V-1A">The second book, at its end.</li></ol></div>',
        notes=(("a", 1, "Or a torch."), ("A", 1, "The second book, at its end."), ("b", 1, "Some copies: smoked.")),
        says=("lit the lamp[a] at dusk,[A]", "and it burned[b] till morning."),
    ),
    Case(
        "folklore-archive--page-and-number-before-the-note",
        by="archives of folklore: a small number in a font element; before the note stands page and number, as the way back",
        text='<p>The heron wife came home<a name="fr_1"></a><a href="#fn_1"><font size="1">1</font></a> in feathers<a name="fr_2"></a><a href="#fn_2"><font size="1">2</font></a>.</p>',
        after='<hr><h3>Footnotes</h3><p><a name="fn_1"></a><a href="#fr_1">9:1</a> Others say a crane.</p><p><a name="fn_2"></a><a href="#fr_2">9:2</a> Grey ones.</p>',
        notes=(("1", 1, "Others say a crane."), ("2", 1, "Grey ones.")),
    ),
    Case(
        "old-ebooks--footnote-in-brackets-as-a-paragraph",
        by="early e-texts in HTML: [1] in the text, and a paragraph “[Footnote 1: …]” after it, nothing linked",
        text="<p>The heron wife came home[1] in feathers[2].</p><p>[Footnote 1: Others say a crane.]</p><p>[Footnote 2: Grey ones.]</p><p>She stayed a year.</p>",
        notes=(("1", 1, "Others say a crane."), ("2", 1, "Grey ones.")),
        says=("The heron wife came home[1] in feathers[2].", "She stayed a year."),
    ),
    Case(
        "philology--line-apparatus-with-letters-raised",
        by="editions: raised letters for variants and raised numbers for notes, two blocks below",
        text="<p>The lamp<sup>a</sup> was lit<sup>1</sup> by the keeper<sup>b</sup> at dusk<sup>2</sup>.</p>",
        after='<div class="apparatus"><p><sup>a</sup> torch, in the second copy</p><p><sup>b</sup> wanting in the third</p></div><div class="notes"><p><sup>1</sup> With a coal.</p><p><sup>2</sup> In winter at four.</p></div>',
        notes=(
            ("a", 1, "torch, in the second copy"),
            ("1", 1, "With a coal."),
            ("b", 1, "wanting in the third"),
            ("2", 1, "In winter at four."),
        ),
    ),
    Case(
        "vatican--brackets-outside-links-and-a-list-of-paragraphs",
        by="church documents: brackets outside the link both ways, one paragraph a note",
        text='<p>Light is owed to strangers [<a name="ref-1" href="#nota-1">1</a>] and to ships [<a name="ref-2" href="#nota-2">2</a>].</p>',
        after='<p>[<a name="nota-1" href="#ref-1">1</a>] Cf. the second letter.</p><p>[<a name="nota-2" href="#ref-2">2</a>] <i>Ibid</i>., 4.</p>',
        notes=(("1", 1, "Cf. the second letter."), ("2", 1, "Ibid., 4.")),
    ),
    Case(
        "bibliography--number-with-a-page",
        by="mathematicians' pages: a linked number and a place in one bracket",
        text='<p>The bound is sharp [<a href="#r12">12</a>, Thm. 4] and old [<a href="#r7">7</a>, p. 30].</p>',
        after='<h2>References</h2><dl><dt><a name="r7">[7]</a></dt><dd>B. Tarn, Bounds.</dd><dt><a name="r12">[12]</a></dt><dd>J. Ossel, Sharper bounds.</dd></dl>',
        notes=(("12", 1, "J. Ossel, Sharper bounds."), ("7", 1, "B. Tarn, Bounds.")),
    ),
    Case(
        "bibliography--latex2html-dl-keys",
        by="LaTeX converters: keys of letters and years in brackets, an anchor in dt",
        text='<p>The bound is sharp [<a href="#KOss98">Oss98</a>] and old [<a href="#KTar77">Tar77</a>].</p>',
        after='<h2>References</h2><dl><dt>[<a name="KOss98">Oss98</a>]</dt><dd>J. Ossel, Sharper bounds.</dd><dt>[<a name="KTar77">Tar77</a>]</dt><dd>B. Tarn, Bounds.</dd></dl>',
        notes=(("Oss98", 1, "J. Ossel, Sharper bounds."), ("Tar77", 1, "B. Tarn, Bounds.")),
        engine="keys of letters and years, one way",
    ),
)
def test_old_text(case: Case) -> None:
    check(case)
