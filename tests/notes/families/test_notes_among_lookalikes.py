"""Pages that have notes and, beside them, what looks like notes: each must stay what it is."""

from __future__ import annotations

from notepages import Case, cases, check

_TYPED = "<p>The harbour bell<sup>1</sup> was rung by a boy<sup>2</sup> at noon.</p>"
_LINES = "<h3>Notes</h3><p>1. Cast in Merrow.</p><p>2. Of nine years.</p>"
_LINKED = '<p>The harbour bell<sup><a id="r1" href="#n1">1</a></sup> was rung by a boy<sup><a id="r2" href="#n2">2</a></sup> at noon.</p>'
_ITEMS = '<ol class="notes"><li id="n1">Cast in Merrow. <a href="#r1">↩</a></li><li id="n2">Of nine years. <a href="#r2">↩</a></li></ol>'
_BOTH = (("1", 1, "Cast in Merrow."), ("2", 1, "Of nine years."))
_SAYS = "The harbour bell[1] was rung by a boy[2] at noon."


@cases(
    Case(
        "countdown-headings--before-typed-notes",
        by="magazines: headings with numbers, and typed notes at the end",
        text=_TYPED
        + "<h3>3. The mole</h3><p>Long.</p><h3>2. The light</h3><p>Tall.</p><h3>1. The ice</h3><p>Thin.</p>",
        after=_LINES,
        notes=_BOTH,
        says=(_SAYS, "Long.", "Tall.", "Thin."),
    ),
    Case(
        "numbered-sections--before-typed-notes",
        by="reports: numbered headings after the markers, and typed notes at the end",
        text=_TYPED + "<h2>1. The ice</h2><p>It was thin.</p><h2>2. The light</h2><p>It was tall.</p>",
        after=_LINES,
        notes=_BOTH,
        says=(_SAYS, "It was thin."),
    ),
    Case(
        "numbered-paragraphs--before-typed-notes",
        by="manifestos: demands with numbers between the text and its notes",
        text=_TYPED
        + "<p>We ask for:</p><p>1. A lamp on the mole.</p><p>2. Oil for it.</p><p>3. A man to light it.</p>",
        after=_LINES,
        notes=_BOTH,
        says=(_SAYS, "1. A lamp on the mole.", "3. A man to light it."),
    ),
    Case(
        "ordered-list--before-typed-notes-in-a-list",
        by="guides: an ordered list of steps between the text and a list of notes",
        text=_TYPED + "<ol><li>Trim the wick.</li><li>Light the lamp.</li><li>Go home.</li></ol>",
        after="<h3>Notes</h3><ol><li>Cast in Merrow.</li><li>Of nine years.</li></ol>",
        notes=_BOTH,
        says=(_SAYS, "Trim the wick.", "Go home."),
    ),
    Case(
        "affiliations--before-typed-references",
        by="journals: authors' institutions by raised numbers, references by raised numbers too",
        text='<p class="authors">Ann Merle<sup>1</sup>, Jon Ossel<sup>1,2</sup></p><p class="affiliations"><sup>1</sup> Institute of Ice, Varn</p><p class="affiliations"><sup>2</sup> School of Lamps, Merrow</p>'
        + _TYPED,
        after="<h3>References</h3><ol><li>Cast in Merrow.</li><li>Of nine years.</li></ol>",
        notes=_BOTH,
        says=(_SAYS,),
    ),
    Case(
        "sections-linked--beside-linked-notes",
        by="statutes with notes: links to sections by number, upwards and downwards",
        text='<p>A pilot under <a href="#sec-4">§ 4</a> may refuse, subject to section <a href="#sec-5">5</a>.</p><div id="sec-4"><p>4. A pilot is a man with a lamp.</p></div><div id="sec-5"><p>5. The lamp must be lit.</p></div>'
        + _LINKED,
        after=_ITEMS,
        notes=_BOTH,
        says=(_SAYS, "4. A pilot is a man with a lamp.", "5. The lamp must be lit."),
    ),
    Case(
        "contents-linked--beside-linked-notes",
        by="long reads: a table of contents with numbers that link to sections",
        text='<ul class="contents"><li><a href="#one">1</a> The ice</li><li><a href="#two">2</a> The light</li></ul><h2 id="one">The ice</h2>'
        + _LINKED
        + '<h2 id="two">The light</h2><p>It was tall.</p>',
        after=_ITEMS,
        notes=_BOTH,
        says=(_SAYS, "It was tall."),
    ),
    Case(
        "exponents-and-formulas--beside-typed-notes",
        by="science writers: units, formulas and ions beside typed notes",
        text="<p>A sail of 40 m<sup>2</sup> takes 10<sup>2</sup> N, and E = mc<sup>2</sup> takes the rest; Ca<sup>2+</sup> and x<sup>1</sup> + y<sup>2</sup>.</p>"
        + _TYPED,
        after=_LINES,
        notes=_BOTH,
        says=(_SAYS,),
    ),
    Case(
        "fractions--beside-linked-notes",
        by="cooks who annotate: raised and lowered figures of fractions",
        text="<p>Take <sup>1</sup>/<sub>2</sub> cup of oats and 1<sup>1</sup>/<sub>2</sub> cups of milk, or 2<sup>1</sup>⁄<sub>2</sub>.</p>"
        + _TYPED,
        after=_LINES,
        notes=_BOTH,
        says=(_SAYS,),
    ),
    Case(
        "isotopes--beside-typed-notes",
        by="physicists: raised mass numbers before letters",
        text="<p>Of <sup>1</sup>H and <sup>2</sup>H, and of <sup>2</sup>D<sub>2</sub>O, little is left.</p>" + _TYPED,
        after=_LINES,
        notes=_BOTH,
        says=(_SAYS,),
    ),
    Case(
        "verse-numbers--beside-linked-notes",
        by="scripture: raised verse numbers, and notes by letters",
        text='<p><sup>1</sup> And the keeper lit the lamp.<sup><a id="ra" href="#na">a</a></sup> <sup>2</sup> And it burned.<sup><a id="rb" href="#nb">b</a></sup> <sup>3</sup> And the ships came in.</p>',
        after='<p id="na"><a href="#ra">a</a> Or a torch.</p><p id="nb"><a href="#rb">b</a> All night.</p>',
        notes=(("a", 1, "Or a torch."), ("b", 1, "All night.")),
    ),
    Case(
        "enumeration--beside-linked-notes",
        by="essayists: (1) (2) (3) in a sentence, numbered paragraphs, linked notes",
        text="<p>A pilot needs (1) a boat, (2) a lamp and (3) patience.</p><p>(1) A boat is dear.</p><p>(2) A lamp is cheap.</p>"
        + _LINKED,
        after=_ITEMS,
        notes=_BOTH,
        says=(_SAYS, "A pilot needs (1) a boat, (2) a lamp and (3) patience.", "(2) A lamp is cheap."),
    ),
    Case(
        "code--beside-typed-notes",
        by="programmers: numbered lines of code and indices, typed notes in brackets",
        text='<p>The harbour bell [1] was rung by a boy [2].</p><pre><code><span class="ln">1</span> bells = [1, 2]\n<span class="ln">2</span> bells[1] = rung\n<span class="ln">3</span> print(bells[2])\n</code></pre>',
        after="<h3>Notes</h3><p>[1] Cast in Merrow.</p><p>[2] Of nine years.</p>",
        notes=_BOTH,
        says=("The harbour bell[1] was rung by a boy[2].", "bells[1] = rung"),
    ),
    Case(
        "comments--with-numbers-and-linked-replies",
        by="blogs: numbered comments whose replies link to numbers, below linked notes",
        text=_LINKED,
        after=_ITEMS,
        beyond='<section id="comments"><h3>2 comments</h3><ol class="commentlist"><li id="comment-1"><p><a href="#comment-1">1</a> My uncle fell off it.</p></li><li id="comment-2"><p><a href="#comment-2">2</a> See <a href="#comment-1">1</a>: so did mine.</p></li></ol></section>',
        notes=_BOTH,
        says=(_SAYS,),
    ),
    Case(
        "comments--quote-the-notes",
        by="blogs: a comment that cites note 2 by number, unlinked",
        text=_TYPED,
        after=_LINES,
        beyond='<section id="comments"><h3>1 comment</h3><ol class="commentlist"><li><p>About note [2]: he was ten.<sup>1</sup></p></li></ol></section>',
        notes=_BOTH,
    ),
    Case(
        "label-before-the-anchor--and-raised-figures",
        by="journals whose entries print the number before the anchor, with isotopes in the text",
        text='<p>Of <sup>1</sup>H and <sup>2</sup>H little was left (<a class="xref-bibr" id="x1" href="#ref-1">1</a>) in the ice (<a class="xref-bibr" id="x2" href="#ref-2">2</a>).</p>',
        after='<h2>References</h2><ol class="cit-list"><li><span class="ref-label">1.</span><a class="rev-xref-ref" href="#x1" id="ref-1">↵</a><div class="cit">Merle A. Ice. 1999.</div></li><li><span class="ref-label">2.</span><a class="rev-xref-ref" href="#x2" id="ref-2">↵</a><div class="cit">Tarn B. More ice. 2003.</div></li></ol>',
        notes=(("1", 1, "Merle A. Ice. 1999."), ("2", 1, "Tarn B. More ice. 2003.")),
    ),
    Case(
        "equations-linked--beside-linked-notes",
        by="engineers: a link to an equation by its number in round brackets",
        text='<p>Ice thickens as equation (<a href="#eq1">1</a>) says.</p><p id="eq1">d = vt (1)</p>' + _LINKED,
        after=_ITEMS,
        notes=_BOTH,
        says=(_SAYS, "Ice thickens as equation (1) says.", "d = vt (1)"),
    ),
    Case(
        "questions-and-answers--before-typed-notes",
        by="advice pages: questions with numbers as headings, linked from the top, typed notes at the end",
        text=_TYPED
        + '<ol><li><a href="#q1">Who lit the lamp?</a></li><li><a href="#q2">What burned?</a></li></ol><h3 id="q1">1. Who lit the lamp?</h3><p>The keeper.</p><h3 id="q2">2. What burned?</h3><p>Fish oil.</p>',
        after=_LINES,
        notes=_BOTH,
        says=(_SAYS, "The keeper.", "Fish oil."),
    ),
    Case(
        "equations-linked--notes-in-the-same-block",
        by="engineers: an equation's number in round brackets is a link, and the notes are paragraphs of the same block",
        text='<p>Ice thickens as equation (<a href="#eq1">1</a>) says.</p><p id="eq1">d = vt (1)</p>' + _LINKED,
        after='<p id="n1"><a href="#r1">1</a> Cast in Merrow.</p><p id="n2"><a href="#r2">2</a> Of nine years.</p>',
        notes=_BOTH,
        says=(_SAYS, "Ice thickens as equation (1) says.", "d = vt (1)"),
    ),
    Case(
        "sections-linked--notes-in-the-same-block",
        by="statutes with notes: sections and notes are blocks of one parent",
        text='<p>A pilot under <a href="#sec-4">§ 4</a> may refuse, subject to section <a href="#sec-5">5</a>.</p><p id="sec-4">4. A pilot is a man with a lamp.</p><p id="sec-5">5. The lamp must be lit.</p>'
        + _LINKED,
        after='<p id="n1"><a href="#r1">1</a> Cast in Merrow.</p><p id="n2"><a href="#r2">2</a> Of nine years.</p>',
        notes=_BOTH,
        says=(_SAYS, "4. A pilot is a man with a lamp.", "5. The lamp must be lit."),
    ),
    Case(
        "reference-marks--beside-exponents",
        by="Japanese pages: ※1 typed in the text, and square metres",
        lang="ja",
        text="<p>面積は12m<sup>2</sup>、高さは3m<sup>1</sup>である。船は八月に入港した※1。積荷は氷だった※2。</p>",
        after="<p>※1 旧暦による。</p><p>※2 一部は溶けていた。</p>",
        notes=(("1", 1, "旧暦による。"), ("2", 1, "一部は溶けていた。")),
        says=("船は八月に入港した[1]。積荷は氷だった[2]。",),
    ),
    Case(
        "numbered-paragraphs--before-a-run-after-a-rule",
        by="newsletters: numbered paragraphs in the text, and after a rule one paragraph of numbered lines",
        text=_TYPED
        + "<p>1 The harbour is all that is moored.</p><p>2 What is moored is a boat.</p><p>3 A rope is the picture of a boat.</p>",
        after="<hr><p>1. Cast in Merrow.<br>2. Of nine years.</p>",
        notes=_BOTH,
        says=(_SAYS, "1 The harbour is all that is moored.", "3 A rope is the picture of a boat."),
        engine="the next numbered lines below win over the run after a rule at the end",
    ),
    Case(
        "numbered-paragraphs-in-brackets--beside-linked-notes",
        by="courts: paragraphs that open with [1], [2], cited by number, and linked notes",
        text="<p>[1] The appellant is a pilot.</p><p>[2] The respondent owns a barge.</p><p>[3] As said at [1], he had a lamp.</p>"
        + _LINKED,
        after=_ITEMS,
        notes=_BOTH,
        says=("[1] The appellant is a pilot.", "[3] As said at [1], he had a lamp."),
    ),
    Case(
        "numbered-paragraphs-in-brackets--beside-one-tooltip",
        by="courts' news pages: paragraphs that open with [1], [2], cited by number, and a single note that pops up",
        text='<p>[1] The appellant is a pilot.</p><p>[2] The respondent owns a barge.</p><p>[3] As said at [1], he had a lamp<sup class="fn" data-fn="1"><a href="javascript:void(0)" aria-describedby="tip1">1</a></sup><span class="fn-note" role="tooltip" id="tip1">Of tin.</span>.</p>',
        notes=(("1", 1, "Of tin."),),
        says=("[1] The appellant is a pilot.", "[3] As said at [1], he had a lamp[1]."),
    ),
    Case(
        "related-list--below-typed-notes",
        by="news sites: a numbered list of most-read articles below the notes",
        text=_TYPED,
        after=_LINES,
        beyond='<aside class="most-read"><h3>Most read</h3><ol><li><a href="/a">The ice is back</a></li><li><a href="/b">The lamp is out</a></li><li><a href="/c">The pilot is in</a></li></ol></aside>',
        notes=_BOTH,
        says=(_SAYS,),
    ),
    Case(
        "related-list--without-notes",
        by="news sites: exponents in the text and a numbered list of most-read articles",
        text="<p>The field is 12 km<sup>2</sup> and its wall 3 m<sup>1</sup> high.</p>",
        beyond='<aside class="most-read"><h3>Most read</h3><ol><li><a href="/a">The ice is back</a></li><li><a href="/b">The lamp is out</a></li><li><a href="/c">The pilot is in</a></li></ol></aside>',
    ),
)
def test_both(case: Case) -> None:
    check(case)
