"""Notes as editors and converters of lighter markup write them."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "typora--anchor-at-the-notes-end",
        by="Typora: the marker leads to the way back, which stands at the END of the note; the number is a span before it",
        text="<p>Seals came up the river<sup class='md-footnote'><a href='#dfref-footnote-1' name='ref-footnote-1'>1</a></sup> as far as the weir<sup class='md-footnote'><a href='#dfref-footnote-2' name='ref-footnote-2'>2</a></sup>.</p>",
        after="<div class='footnotes-area'><hr/><div class='footnote-line'><span class='md-fn-count'>1</span> Four, in May. <a name='dfref-footnote-1' href='#ref-footnote-1' title='back to document' class='reversefootnote'>↩</a></div>"
        "<div class='footnote-line'><span class='md-fn-count'>2</span> It was lower then. <a name='dfref-footnote-2' href='#ref-footnote-2' title='back to document' class='reversefootnote'>↩</a></div></div>",
        notes=(("1", 1, "Four, in May."), ("2", 1, "It was lower then.")),
    ),
    Case(
        "gitbook--blockquotes",
        by="GitBook's first versions: each note is a blockquote, the number raised with a full stop after it",
        text='<p>Seals came up the river<sup><a href="#fn_1" id="reffn_1">1</a></sup> as far as the weir<sup><a href="#fn_2" id="reffn_2">2</a></sup>.</p>',
        after='<blockquote id="fn_1"><sup>1</sup>. Four, in May.<a href="#reffn_1" title="Jump back to footnote [1] in the text."> &#8617;</a></blockquote><blockquote id="fn_2"><sup>2</sup>. It was lower then.<a href="#reffn_2" title="Jump back to footnote [2] in the text."> &#8617;</a></blockquote>',
        notes=(("1", 1, "Four, in May."), ("2", 1, "It was lower then.")),
    ),
    Case(
        "textile--fnrev",
        by="Textile (Textpattern, Redmine): fnrev ids, a raised number as way back or as plain label",
        text='<p>Seals came up<sup class="footnote" id="fnrev6071-1"><a href="#fn6071-1">1</a></sup> the river<sup class="footnote" id="fnrev6071-2"><a href="#fn6071-2">2</a></sup>.</p>',
        after='<p class="footnote" id="fn6071-1"><a href="#fnrev6071-1"><sup>1</sup></a> Four, in May.</p><p class="footnote" id="fn6071-2"><sup>2</sup> It was lower then.</p>',
        notes=(("1", 1, "Four, in May."), ("2", 1, "It was lower then.")),
    ),
    Case(
        "hevea--thefootnotes",
        by="HeVeA: a dl of footnotes, both ends named text and note",
        text='<p>Seals came up<sup><a id="text1" href="#note1">1</a></sup> the river<sup><a id="text2" href="#note2">2</a></sup>.</p>',
        after='<hr class="footnoterule"><dl class="thefootnotes"><dt class="dt-thefootnotes"><a id="note1" href="#text1">1</a></dt><dd class="dd-thefootnotes"><div class="footnotetext">Four, in May.</div></dd><dt class="dt-thefootnotes"><a id="note2" href="#text2">2</a></dt><dd class="dd-thefootnotes"><div class="footnotetext">It was lower then.</div></dd></dl>',
        notes=(("1", 1, "Four, in May."), ("2", 1, "It was lower then.")),
    ),
    Case(
        "pretext--knowl",
        by="PreTeXt: a knowl link with data-refid, hidden content elsewhere on the page",
        text='<p>Seals came up<a class="id-ref fn-knowl original" data-knowl="" data-refid="hk-fn-1" id="fn-1"><sup> 1 </sup></a> the river<a class="id-ref fn-knowl original" data-knowl="" data-refid="hk-fn-2" id="fn-2"><sup> 2 </sup></a>.</p>',
        after='<div class="hidden-content tex2jax_ignore" id="hk-fn-1" style="display:none"><div class="fn">Four, in May.</div></div><div class="hidden-content tex2jax_ignore" id="hk-fn-2" style="display:none"><div class="fn">It was lower then.</div></div>',
        notes=(("1", 1, "Four, in May."), ("2", 1, "It was lower then.")),
    ),
    Case(
        "typst--html-export",
        by="Typst's HTML export: roles both ways, a list without numbers of its own, the raised number as way back",
        text='<p>Seals came up<sup id="loc-1" role="doc-noteref"><a href="#loc-2">1</a></sup> the river<sup id="loc-3" role="doc-noteref"><a href="#loc-4">2</a></sup>.</p>',
        after='<section role="doc-endnotes"><ol style="list-style-type: none"><li id="loc-2"><sup role="doc-backlink"><a href="#loc-1">1</a></sup> Four, in May.</li><li id="loc-4"><sup role="doc-backlink"><a href="#loc-3">2</a></sup> It was lower then.</li></ol></section>',
        notes=(("1", 1, "Four, in May."), ("2", 1, "It was lower then.")),
    ),
    Case(
        "hexo--aria-label-hint",
        by="hexo-footnotes: the note in the aria-label of a span inside the marker too, a number span in an unnumbered list",
        text='<p>Seals came up<sup id="fnref:1"><a href="#fn:1" rel="footnote"><span class="hint--top hint--rounded" aria-label="Four, in May.">[1]</span></a></sup> the river<sup id="fnref:2"><a href="#fn:2" rel="footnote"><span class="hint--top hint--rounded" aria-label="It was lower then.">[2]</span></a></sup>.</p>',
        after='<div id="footnotes"><hr><div id="footnotelist"><ol style="list-style:none; padding-left: 0;"><li id="fn:1"><span style="display: inline-block; vertical-align: top; padding-right: 10px;">1.</span><span style="display: inline-block; vertical-align: top;">Four, in May.</span><a href="#fnref:1" rev="footnote"> ↩</a></li><li id="fn:2"><span style="display: inline-block; vertical-align: top; padding-right: 10px;">2.</span><span style="display: inline-block; vertical-align: top;">It was lower then.</span><a href="#fnref:2" rev="footnote"> ↩</a></li></ol></div></div>',
        notes=(("1", 1, "Four, in May."), ("2", 1, "It was lower then.")),
    ),
    Case(
        "blackfriday--return-in-brackets",
        by="Hugo before 0.60: a raised [return] as way back",
        text='<p>Seals came up<sup class="footnote-ref" id="fnref:seal"><a href="#fn:seal">1</a></sup> the river.</p>',
        after='<div class="footnotes"><hr /><ol><li id="fn:seal">Four, in May.\n <a class="footnote-return" href="#fnref:seal"><sup>[return]</sup></a></li></ol></div>',
        notes=(("1", 1, "Four, in May."),),
    ),
    Case(
        "markdeep--endnote-target",
        by="Markdeep: an empty target link with a no-break space before the raised number",
        text='<p>Seals came up<sup><a href="#endnote-may">1</a></sup> the river<sup><a href="#endnote-weir">2</a></sup>.</p>',
        after='<div class="endnote"><a class="target" name="endnote-may">&nbsp;</a><sup>1</sup> Four, in May.</div><div class="endnote"><a class="target" name="endnote-weir">&nbsp;</a><sup>2</sup> It was lower then.</div>',
        notes=(("1", 1, "Four, in May."), ("2", 1, "It was lower then.")),
    ),
    Case(
        "asciidoc-py--footnotes-before-the-script",
        by="AsciiDoc's Python version with scripts off: the note in the sentence, in brackets between line ends",
        text='<div class="paragraph"><p>Seals came up<span class="footnote"><br />[Four, in May.]<br /></span> the river.</p></div>',
        notes=(("1", 1, "Four, in May."),),
    ),
    Case(
        "law-journal--ref-ids-on-the-items",
        by="law journals' own themes: ids that say ref stand on the notes, a caret in a div of its own",
        text='<p>Salvage is a reward.<sup id="footnote-12" class="footnote-number"><a href="#footnote-ref-12">12</a></sup> It is no wage.<sup id="footnote-13" class="footnote-number"><a href="#footnote-ref-13">13</a></sup></p>',
        after='<div class="single-article-footnotes"><h3>Footnotes</h3><ul class="single-article-footnotes-list"><li id="footnote-ref-12" class="single-article-footnotes-list__item"><div class="number"><span>12.</span><a href="#footnote-12">^</a></div><p class="single-article-footnotes-list__item-content">The brig <em>Ann</em>, at 4.</p></li>'
        '<li id="footnote-ref-13" class="single-article-footnotes-list__item"><div class="number"><span>13.</span><a href="#footnote-13">^</a></div><p class="single-article-footnotes-list__item-content">But see the dissent.</p></li></ul></div>',
        notes=(("12", 1, "The brig Ann, at 4."), ("13", 1, "But see the dissent.")),
    ),
    Case(
        "encyclopedia--notes-html-note-1",
        by="encyclopedias of philosophy: brackets in a sup, the notes in notes.html",
        text='<p>Opinion is divided<sup>[<a href="notes.html#note-1" id="ref-1">1</a>]</sup> on the date<sup>[<a href="notes.html#note-2" id="ref-2">2</a>]</sup>.</p>',
        missing=(("1", 1), ("2", 1)),
        says=("Opinion is divided[1] on the date[2].",),
    ),
    Case(
        "mediawiki--before-2008",
        by="MediaWiki of 2006 and dumps made of it: _ref and _note names with counts from 0",
        text='<p>The keeper had a dog<sup id="_ref-0" class="reference"><a href="#_note-0" title="">[1]</a></sup> and a goat<sup id="_ref-goat_0" class="reference"><a href="#_note-goat" title="">[2]</a></sup>, a grey one<sup id="_ref-goat_1" class="reference"><a href="#_note-goat" title="">[2]</a></sup>.</p>',
        after='<ol class="references"><li id="_note-0"><a href="#_ref-0" title="">↑</a> Station log, p. 3.</li><li id="_note-goat">↑ <sup><a href="#_ref-goat_0" title="">2.0</a></sup> <sup><a href="#_ref-goat_1" title="">2.1</a></sup> The goat is disputed.</li></ol>',
        notes=(("1", 1, "Station log, p. 3."), ("2", 2, "The goat is disputed.")),
    ),
)
def test_converter(case: Case) -> None:
    check(case)
