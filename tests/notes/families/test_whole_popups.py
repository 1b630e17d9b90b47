"""Sidenotes, tooltips and pop-ups. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "tufte-css",
        '<article><h1>Huts</h1>¶1<p>Huts are green.<label for="sn-sarn" class="margin-toggle sidenote-number"></label><input type="checkbox" id="sn-sarn" class="margin-toggle"/><span class="sidenote">Except in Sarn.</span> Huts are warm.<label for="mn-lit" class="margin-toggle">&#8853;</label><input type="checkbox" id="mn-lit" class="margin-toggle"/><span class="marginnote">When lit.</span> They are small.<label for="sn-law" class="margin-toggle sidenote-number"></label><input type="checkbox" id="sn-law" class="margin-toggle"/><span class="sidenote">By law.</span></p>¶2</article>',
        notes="""1 = Except in Sarn.
⊕ = When lit.
2 = By law.""",
    ),
    Whole(
        "hugo-sidenote-labelled-word",
        '<article><h1>Huts</h1>¶1<p>Huts are <span class="sidenote"><label class="sidenote-label" for="green1">green</label><input class="sidenote-checkbox" type="checkbox" id="green1"><span class="sidenote-content sidenote-right"><span class="sidenote-delimiter">[note:</span>Except in Sarn.<span class="sidenote-delimiter">]</span></span></span> and warm.</p>¶2</article>',
        notes="1 = note:Except in Sarn.",
        says=("Huts are green",),
    ),
    Whole(
        "details-inline",
        '<article><h1>Huts</h1>¶1<p>Huts are green<details class="fn"><summary>1</summary>Except in Sarn.</details> and warm<details class="fn"><summary>2</summary>When lit.</details>.</p>¶2</article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "popover-api",
        '<article><h1>Huts</h1>¶1<p>Huts are green<button popovertarget="fn-1" class="fn">1</button><span popover id="fn-1">Except in Sarn.</span> and warm<button popovertarget="fn-2" class="fn">2</button><span popover id="fn-2">When lit. <button popovertarget="fn-2" popovertargetaction="hide">Close</button></span>.</p>¶2</article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "bigfoot-rendered",
        '<article><h1>Huts</h1>¶1<p>Huts are green<sup id="fnref:1" class="footnote-processed"><a href="#fn:1" class="footnote-ref footnote-processed" style="display:none">1</a></sup><span class="bigfoot-footnote__container"> <button class="bigfoot-footnote__button" id="fnref:1b" data-footnote-number="1" data-footnote-identifier="1" alt="See Footnote 1" rel="footnote" data-bigfoot-footnote="&lt;p&gt;Except in Sarn.&lt;/p&gt;"> <svg class="bigfoot-footnote__button__circle" viewbox="0 0 6 6"><circle r="3" cx="3" cy="3" fill="white"></circle></svg></button></span> and warm.</p>¶2<div class="footnotes footnote-processed" style="display:none"><hr><ol><li id="fn:1" class="footnote-processed"><p>Except in Sarn. <a href="#fnref:1" class="footnote-backref">&#8617;</a></p></li></ol></div></article>',
        notes="1 = Except in Sarn.",
        calls="1",
    ),
    Whole(
        "littlefoot-rendered",
        '<article><h1>Huts</h1>¶1<p>Huts are green<span class="littlefoot littlefoot--container"><button aria-controls="lf-fnref:1" aria-expanded="false" aria-label="Footnote 1" class="littlefoot__button" id="lf-fnref:1" data-footnote-id="1" data-footnote-number="1" title="See Footnote 1">1</button></span><sup id="fnref:1" class="littlefoot--print"><a href="#fn:1" rel="footnote">1</a></sup> and warm<span class="littlefoot littlefoot--container"><button class="littlefoot__button" id="lf-fnref:2" data-footnote-id="2" data-footnote-number="2">2</button></span><sup id="fnref:2" class="littlefoot--print"><a href="#fn:2" rel="footnote">2</a></sup>.</p>¶2<div class="footnotes littlefoot--print"><ol><li id="fn:1" class="littlefoot--print"><p>Except in Sarn. <a href="#fnref:1">↩</a></p></li><li id="fn:2" class="littlefoot--print"><p>When lit. <a href="#fnref:2">↩</a></p></li></ol></div></article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
    ),
    Whole(
        "bootstrap-popover",
        '<article><h1>Huts</h1>¶1<p>Huts are green<sup><a tabindex="0" role="button" data-toggle="popover" data-trigger="focus" title="" data-content="Except in &lt;i&gt;Sarn&lt;/i&gt;." data-html="true">1</a></sup> and warm<sup><a tabindex="0" role="button" data-bs-toggle="popover" data-bs-content="When lit.">2</a></sup>.</p>¶2</article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "title-on-sup",
        '<article><h1>Huts</h1>¶1<p>Huts are green<sup title="Except in Sarn.">1</sup> and warm<sup title="When lit.">2</sup>.</p>¶2</article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "espn-style-data-content-and-list",
        '<article><h1>Huts</h1>¶1<p>Huts are green<a href="#fn-1" class="espn-footnote-link" data-footnote-id="1" data-footnote-content="&lt;p&gt;Except in Sarn.&lt;/p&gt;">1</a> and warm<a href="#fn-2" class="espn-footnote-link" data-footnote-id="2" data-footnote-content="&lt;p&gt;When lit.&lt;/p&gt;">2</a>.</p>¶2<div id="footnotes" class="footnotes"><h2>Footnotes</h2><ol><li id="fn-1" data-footnote-id="1"><p>Except in Sarn. <a href="#fn-ref-1" class="fn-back">^</a></p></li><li id="fn-2" data-footnote-id="2"><p>When lit.</p></li></ol></div></article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "aria-describedby-to-hidden-spans-at-the-end",
        '<article><h1>Huts</h1>¶1<p>Huts are green<button type="button" class="note" aria-describedby="nt-1">*</button> and warm<button type="button" class="note" aria-describedby="nt-2">†</button>.</p>¶2<div hidden><span id="nt-1">Except in Sarn.</span><span id="nt-2">When lit.</span></div></article>',
        notes="""* = Except in Sarn.
† = When lit.""",
        calls="* †",
    ),
    Whole(
        "wait-but-why-like-toggles",
        '<article><h1>Huts</h1>¶1<p>Huts are green<a class="annotation" href="#" data-toggle="fnbox-1"><sup>1</sup></a><span class="fnbox" id="fnbox-1" style="display:none">Except in Sarn.<a class="close" href="#">x</a></span> and warm<a class="annotation" href="#" data-toggle="fnbox-2"><sup>2</sup></a><span class="fnbox" id="fnbox-2" style="display:none">When lit.<a class="close" href="#">x</a></span>.</p>¶2</article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "amp-lightbox",
        '<article><h1>Huts</h1>¶1<p>Huts are green<span role="button" tabindex="0" class="fn" on="tap:fnlb1">1</span> and warm<span role="button" tabindex="0" class="fn" on="tap:fnlb2">2</span>.</p>¶2<amp-lightbox id="fnlb1" layout="nodisplay"><div class="lightbox" on="tap:fnlb1.close" role="button" tabindex="0"><p>Except in Sarn.</p></div></amp-lightbox><amp-lightbox id="fnlb2" layout="nodisplay"><div class="lightbox" on="tap:fnlb2.close" role="button" tabindex="0"><p>When lit.</p></div></amp-lightbox></article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
        engine="a custom element of AMP begins its note at its place",
    ),
    Whole(
        "margin-asides-by-number-edward-style-two-column-table",
        '<article><h1>Huts</h1><div class="row"><div class="main">¶1<p>Huts are green.<sup>1</sup> Huts are warm.<sup>2</sup></p></div><aside class="margin"><p><sup>1</sup> Except in Sarn.</p><p><sup>2</sup> When lit.</p></aside></div>¶2</article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "small-with-css-counter-markers-empty",
        '<article><h1>Huts</h1>¶1<p>Huts are green<a href="#f1" id="r1" class="cnt" aria-describedby="fl"></a> and warm<a href="#f2" id="r2" class="cnt" aria-describedby="fl"></a>.</p>¶2<footer><h2 id="fl" class="visually-hidden">Footnotes</h2><ol><li id="f1">Except in Sarn. <a href="#r1" aria-label="Back to content">↩</a></li><li id="f2">When lit. <a href="#r2" aria-label="Back to content">↩</a></li></ol></footer></article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "words-linked-to-their-note-css-tricks-style",
        '<article><h1>Huts</h1>¶1<p>Huts <a href="#f1" id="r1" aria-describedby="footnotes-label">are green</a> and <a href="#f2" id="r2" aria-describedby="footnotes-label">warm</a>.</p>¶2<footer><h2 id="footnotes-label">Footnotes</h2><ol><li id="f1">Except in Sarn. <a href="#r1" aria-label="Back to content">↩</a></li><li id="f2">When lit. <a href="#r2" aria-label="Back to content">↩</a></li></ol></footer></article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        says=("are green", "warm"),
    ),
    Whole(
        "nested-tooltip-spans-ruby-free",
        '<article><h1>Huts</h1>¶1<p>Huts are green<span class="tooltip"><sup>1</sup><span class="tooltiptext">Except in Sarn.</span></span> and warm<span class="tooltip"><sup>2</sup><span class="tooltiptext">When lit.</span></span>.</p>¶2</article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "js-array-notes-not-in-page",
        '<article><h1>Huts</h1>¶1<p>Huts are green<sup class="fnote" data-fnote="0">1</sup> and warm<sup class="fnote" data-fnote="1">2</sup>.</p>¶2<script>var fnotes=["Except in Sarn.","When lit."];</script></article>',
        missing="1 2",
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
