"""Site generators and Markdown processors. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "hugo-goldmark",
        '<main><h1>Bells</h1>¶3<p>The bell cracked<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>, was recast<sup id="fnref:2"><a href="#fn:2" class="footnote-ref" role="doc-noteref">2</a></sup> and cracked again<sup id="fnref1:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>.</p>¶4<div class="footnotes" role="doc-endnotes"><hr><ol><li id="fn:1"><p>In frost both times.&#160;<a href="#fnref:1" class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a>&#160;<a href="#fnref1:1" class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a></p></li><li id="fn:2"><p>From kettles.&#160;<a href="#fnref:2" class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a></p></li></ol></div></main>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2 1",
    ),
    Whole(
        "jekyll-kramdown",
        '<main><h1>Bells</h1>¶3<p>The bell cracked<sup id="fnref:frost"><a href="#fn:frost" class="footnote" rel="footnote" role="doc-noteref">1</a></sup> and was recast<sup id="fnref:kettle" role="doc-noteref"><a href="#fn:kettle" class="footnote" rel="footnote">2</a></sup>.</p>¶4<div class="footnotes" role="doc-endnotes"><ol><li id="fn:frost" role="doc-endnote"><p>In frost both times. <a href="#fnref:frost" class="reversefootnote" role="doc-backlink">&#8617;</a></p></li><li id="fn:kettle" role="doc-endnote"><p>From kettles.</p><blockquote><p>And a spoon or two.</p></blockquote><p><a href="#fnref:kettle" class="reversefootnote" role="doc-backlink">&#8617;</a></p></li></ol></div></main>',
        notes="""1 = In frost both times.
2 = From kettles. And a spoon or two.""",
        calls="1 2",
    ),
    Whole(
        "multimarkdown-with-citation",
        '<h1>Bells</h1>¶3<p>The bell cracked<a href="#fn:1" id="fnref:1" title="see footnote" class="footnote"><sup>1</sup></a>, see <a class="citation" href="#fn:2" title="Jump to citation">[p. 9, 2]<span class="citekey" style="display:none">odel97</span></a>, and was recast<a href="#fn:3" id="fnref:3" title="see footnote" class="footnote"><sup>3</sup></a>.</p>¶4<div class="footnotes"><hr /><ol><li id="fn:1"><p>In frost both times. <a href="#fnref:1" title="return to article" class="reversefootnote">&#160;&#8617;&#xfe0e;</a></p></li><li id="fn:2" class="citation"><span class="citekey" style="display:none">odel97</span><p>M. Odel. Tables before tables. Sarn. </p></li><li id="fn:3"><p>From kettles. <a href="#fnref:3" title="return to article" class="reversefootnote">&#160;&#8617;&#xfe0e;</a></p></li></ol></div>',
        notes="""1 = In frost both times.
2 = M. Odel. Tables before tables. Sarn.
3 = From kettles.""",
        engine="a locator in the link's own text makes it no marker",
    ),
    Whole(
        "pandoc-3-aside",
        '<h1>Bells</h1>¶3<p>The bell cracked<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> and was recast<a href="#fn2" class="footnote-ref" id="fnref2" role="doc-noteref"><sup>2</sup></a>.</p>¶4<aside id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><hr /><ol><li id="fn1"><p>In frost both times.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li><li id="fn2"><p>From kettles.</p><pre><code>kettle --melt</code></pre><p>Done twice.<a href="#fnref2" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></aside>',
        notes="""1 = In frost both times.
2 = From kettles. kettle --melt Done twice.""",
        calls="1 2",
    ),
    Whole(
        "pandoc-notes-end-of-section",
        '<h1>Bells</h1><section id="a" class="level1"><h2>First</h2>¶3<p>The bell cracked<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a>.</p><div class="footnotes footnotes-end-of-section"><hr /><ol><li id="fn1"><p>In frost both times.<a href="#fnref1" class="footnote-back">↩</a></p></li></ol></div></section><section id="b" class="level1"><h2>Second</h2><p>It was recast<a href="#fn2" class="footnote-ref" id="fnref2"><sup>2</sup></a>.</p>¶4<div class="footnotes footnotes-end-of-section"><hr /><ol start="2"><li id="fn2"><p>From kettles.<a href="#fnref2" class="footnote-back">↩</a></p></li></ol></div></section>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
    Whole(
        "pandoc-citeproc-ieee",
        '<h1>Bells</h1>¶3<p>The bell cracked <span class="citation" data-cites="frost"><a href="#ref-frost" role="doc-biblioref">[1]</a></span> and was recast <span class="citation" data-cites="kettle frost"><a href="#ref-frost" role="doc-biblioref">[1]</a>, <a href="#ref-kettle" role="doc-biblioref">[2]</a></span>.</p>¶4<h2 class="unnumbered" id="bibliography">References</h2><div id="refs" class="references csl-bib-body" data-entry-spacing="0" role="list"><div id="ref-frost" class="csl-entry" role="listitem"><div class="csl-left-margin">[1] </div><div class="csl-right-inline">A. Tarn, <em>Frost</em>. Orrel.</div></div><div id="ref-kettle" class="csl-entry" role="listitem"><div class="csl-left-margin">[2] </div><div class="csl-right-inline">M. Odel, <em>Kettle</em>. Sarn.</div></div></div>',
        notes="""1 = A. Tarn, Frost. Orrel.
2 = M. Odel, Kettle. Sarn.""",
        calls="1 1 2",
    ),
    Whole(
        "docusaurus-3",
        """<main class="docMainContainer"><article><div class="theme-doc-markdown markdown"><header><h1>Bells</h1></header>¶3<p>The bell cracked<sup><a href="#user-content-fn-1-b3ab09" id="user-content-fnref-1-b3ab09" data-footnote-ref="true" aria-describedby="footnote-label" class="anchorTargetStickyNavbar_Vzrq">1</a></sup> and was recast<sup><a href="#user-content-fn-2-b3ab09" id="user-content-fnref-2-b3ab09" data-footnote-ref="true" aria-describedby="footnote-label">2</a></sup>.</p>¶4
<section data-footnotes="true" class="footnotes"><h2 class="anchor anchorTargetStickyNavbar_Vzrq sr-only" id="footnote-label">Footnotes<a href="#footnote-label" class="hash-link" aria-label="Direct link to Footnotes" title="Direct link to Footnotes">&#8203;</a></h2>
<ol>
<li id="user-content-fn-1-b3ab09">
<p>In frost both times. <a href="#user-content-fnref-1-b3ab09" data-footnote-backref="" aria-label="Back to reference 1" class="data-footnote-backref">↩</a></p>
</li>
<li id="user-content-fn-2-b3ab09">
<p>From kettles. <a href="#user-content-fnref-2-b3ab09" data-footnote-backref="" aria-label="Back to reference 2" class="data-footnote-backref">↩</a></p>
</li>
</ol>
</section></div></article></main>""",
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
    Whole(
        "mdx-1-gatsby-word-labels",
        '<article><h1>Bells</h1>¶3<p>The bell cracked<sup id="fnref-1"><a href="#fn-1" class="footnote-ref">1</a></sup> and was recast<sup id="fnref-kettle"><a href="#fn-kettle" class="footnote-ref">kettle</a></sup>.</p>¶4<div class="footnotes"><hr/><ol><li id="fn-1">In frost both times.<a href="#fnref-1" class="footnote-backref">↩</a></li><li id="fn-kettle">From kettles.<a href="#fnref-kettle" class="footnote-backref">↩</a></li></ol></div></article>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
    Whole(
        "quarto-endnotes-and-author-year-citation",
        '<main id="quarto-document-content"><header id="title-block-header"><h1 class="title">Bells</h1></header>¶3<p>The bell cracked<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> and was recast<a href="#fn2" class="footnote-ref" id="fnref2" role="doc-noteref"><sup>2</sup></a>, as <span class="citation" data-cites="tarn03">Tarn (<a href="#ref-tarn03" role="doc-biblioref">2003</a>)</span> says.</p>¶4<div id="quarto-appendix" class="default"><section class="quarto-appendix-contents" role="doc-bibliography" id="quarto-bibliography"><h2 class="anchored quarto-appendix-heading">References</h2><div id="refs" class="references csl-bib-body hanging-indent" role="list"><div id="ref-tarn03" class="csl-entry" role="listitem">Tarn, Ada. 2003. <em>Frost</em>. Orrel.</div></div></section><section id="footnotes" class="footnotes footnotes-end-of-document" role="doc-endnotes"><h2 class="anchored quarto-appendix-heading">Footnotes</h2><ol><li id="fn1"><p>In frost both times.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li><li id="fn2"><p>From kettles.<a href="#fnref2" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section></div></main>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
        says=("as Tarn (2003) says", "Tarn, Ada. 2003. Frost. Orrel."),
    ),
    Whole(
        "quarto-margin",
        '<main><h1>Bells</h1><div class="page-columns page-full">¶3<p>The bell cracked<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> and was recast<a href="#fn2" class="footnote-ref" id="fnref2" role="doc-noteref"><sup>2</sup></a>.</p><div class="no-row-height column-margin column-container"><div id="fn1"><p><sup>1</sup>&nbsp;In frost both times.</p></div><div id="fn2"><p><sup>2</sup>&nbsp;From kettles.</p></div></div>¶4</div></main>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
    Whole(
        "sphinx-7",
        '<div class="document"><h1>Bells</h1>¶3<p>The bell cracked <a class="footnote-reference brackets" href="#f1" id="id1" role="doc-noteref"><span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></a> and was recast <a class="footnote-reference brackets" href="#id4" id="id2" role="doc-noteref"><span class="fn-bracket">[</span>2<span class="fn-bracket">]</span></a>; then cracked <a class="footnote-reference brackets" href="#f1" id="id3" role="doc-noteref"><span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></a>.</p>¶4<hr class="docutils" /><aside class="footnote-list brackets"><aside class="footnote brackets" id="f1" role="doc-footnote"><span class="label"><span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></span><span class="backrefs">(<a role="doc-backlink" href="#id1">1</a>,<a role="doc-backlink" href="#id3">2</a>)</span><p>In frost both times.</p></aside><aside class="footnote brackets" id="id4" role="doc-footnote"><span class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href="#id2">2</a><span class="fn-bracket">]</span></span><p>From kettles.</p></aside></aside></div>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2 1",
    ),
    Whole(
        "docutils-old-tables",
        '<div class="document"><h1>Bells</h1>¶3<p>The bell cracked <a class="footnote-reference" href="#id3" id="id1">[1]</a> and was recast <a class="citation-reference" href="#kettle88" id="id2">[Kettle88]</a>.</p>¶4<table class="docutils footnote" frame="void" id="id3" rules="none"><colgroup><col class="label" /><col /></colgroup><tbody valign="top"><tr><td class="label"><a class="fn-backref" href="#id1">[1]</a></td><td>In frost both times.</td></tr></tbody></table><table class="docutils citation" frame="void" id="kettle88" rules="none"><colgroup><col class="label" /><col /></colgroup><tbody valign="top"><tr><td class="label"><a class="fn-backref" href="#id2">[Kettle88]</a></td><td>From kettles.</td></tr></tbody></table></div>',
        notes="""1 = In frost both times.
Kettle88 = From kettles.""",
        calls="1 Kettle88",
    ),
    Whole(
        "mkdocs-material",
        '<article class="md-content__inner md-typeset"><h1>Bells</h1>¶3<p>The bell cracked<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup> and was recast<sup id="fnref:note"><a class="footnote-ref" href="#fn:note">2</a></sup>.</p>¶4<div class="footnote"><hr /><ol><li id="fn:1"><p>In frost both times.&#160;<a class="footnote-backref" href="#fnref:1" title="Jump back to footnote 1 in the text">&#8617;</a></p></li><li id="fn:note"><p>From kettles.&#160;<a class="footnote-backref" href="#fnref:note" title="Jump back to footnote 2 in the text">&#8617;</a></p></li></ol></div></article>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
    Whole(
        "asciidoctor",
        '<div id="content"><h1>Bells</h1><div class="paragraph">¶3<p>The bell cracked<sup class="footnote">[<a id="_footnoteref_1" class="footnote" href="#_footnotedef_1" title="View footnote.">1</a>]</sup> and was recast<sup class="footnote" id="_footnote_kettle">[<a id="_footnoteref_2" class="footnote" href="#_footnotedef_2" title="View footnote.">2</a>]</sup>, once<sup class="footnoteref">[<a class="footnote" href="#_footnotedef_2" title="View footnote.">2</a>]</sup>.</p>¶4</div></div><div id="footnotes"><hr><div class="footnote" id="_footnotedef_1"><a href="#_footnoteref_1">1</a>. In frost both times.</div><div class="footnote" id="_footnotedef_2"><a href="#_footnoteref_2">2</a>. From kettles.</div></div>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2 2",
    ),
    Whole(
        "org-export-9",
        '<div id="content"><h1 class="title">Bells</h1>¶3<p>The bell cracked<sup><a id="fnr.1" class="footref" href="#fn.1" role="doc-backlink">1</a></sup> and was recast<sup><a id="fnr.2" class="footref" href="#fn.2" role="doc-backlink">2</a></sup><sup>, </sup><sup><a id="fnr.1.100" class="footref" href="#fn.1" role="doc-backlink">1</a></sup>.</p>¶4<div id="footnotes"><h2 class="footnotes">Footnotes: </h2><div id="text-footnotes"><div class="footdef"><sup><a id="fn.1" class="footnum" href="#fnr.1" role="doc-backlink">1</a></sup> <div class="footpara" role="doc-footnote"><p class="footpara">In frost both times.</p></div></div><div class="footdef"><sup><a id="fn.2" class="footnum" href="#fnr.2" role="doc-backlink">2</a></sup> <div class="footpara" role="doc-footnote"><p class="footpara">From kettles.</p></div></div></div></div></div>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2 1",
    ),
    Whole(
        "amusewiki",
        '<article><h1>Bells</h1>¶3<p>The bell cracked<a href="#fn1" class="footnote" id="fn_back1">[1]</a> and was recast<a href="#fn2" class="footnote" id="fn_back2">[2]</a>.</p>¶4<div id="footnotes"><p class="fnline"><a href="#fn_back1" class="footnotebody" id="fn1">[1]</a> In frost both times.</p><p class="fnline"><a href="#fn_back2" class="footnotebody" id="fn2">[2]</a> From kettles.</p></div></article>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
    Whole(
        "mdbook-new-zola-bottom",
        '<article><h1>Bells</h1>¶3<p>The bell cracked<sup class="footnote-reference" id="fr-frost-1"><a href="#fn-frost">1</a></sup> and was recast<sup class="footnote-reference" id="fr-kettle-1"><a href="#fn-kettle">2</a></sup>.</p>¶4<hr><ol class="footnotes-list"><li id="fn-frost"><p>In frost both times. <a href="#fr-frost-1">↩</a></p></li><li id="fn-kettle"><p>From kettles. <a href="#fr-kettle-1">↩</a></p></li></ol></article>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
    Whole(
        "zola-old-inline-definitions",
        '<article><h1>Bells</h1>¶3<p>The bell cracked<sup class="footnote-reference"><a href="#frost">1</a></sup> and was recast<sup class="footnote-reference"><a href="#kettle">2</a></sup>.</p><div class="footnote-definition" id="frost"><sup class="footnote-definition-label">1</sup><p>In frost both times.</p></div>¶4<div class="footnote-definition" id="kettle"><sup class="footnote-definition-label">2</sup><p>From kettles.</p></div></article>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
    Whole(
        "github-html-hack-with-markdown-left-raw-in-sup",
        '<article><h1>Bells</h1>¶3<p>The bell cracked<sup id="a1">[1](#f1)</sup> and was recast<sup id="a2">[2](#f2)</sup>.</p>¶4<p><b id="f1">1</b> In frost both times. <a href="#a1">↩</a></p><p><b id="f2">2</b> From kettles. <a href="#a2">↩</a></p></article>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
        engine="Markdown's link left as text in a sup is no marker",
    ),
    Whole(
        "github-html-hack",
        '<article><h1>Bells</h1>¶3<p>The bell cracked<sup id="a1"><a href="#f1">1</a></sup> and was recast<sup id="a2"><a href="#f2">2</a></sup>.</p>¶4<p><b id="f1">1</b> In frost both times. <a href="#a1">↩</a></p><p><b id="f2">2</b> From kettles. <a href="#a2">↩</a></p></article>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
    Whole(
        "markdeep",
        '<div class="md"><h1>Bells</h1>¶3<p>The bell cracked<a href="#endnote-1" id="ref-endnote-1" class="md-endnote-ref"><sup>1</sup></a> and was recast<sup><a href=\'#endnote-kettle\'>2</a></sup>.</p>¶4<div class="endnote"><a class="target" name="endnote-1">&nbsp;</a><sup>1</sup> In frost both times.</div><div class="endnote"><a class="target" name="endnote-kettle">&nbsp;</a><sup>2</sup> From kettles.</div></div>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
    Whole(
        "eleventy-notes-in-details",
        '<div><h1>Bells</h1>¶3<p>The bell cracked<sup><a href="#id-fn-1" id="id-ref-1" class="ftnote">1</a></sup> and was recast<sup><a href="#id-fn-2" id="id-ref-2" class="ftnote">2</a></sup>.</p>¶4<details class="footnotes" open><summary>Footnotes (2)</summary><ol><li id="id-fn-1" value="1">In frost both times. <a href="#id-ref-1" title="back">⤴</a></li><li id="id-fn-2" value="2">From kettles. <a href="#id-ref-2" title="back">⤴</a></li></ol></details></div>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
