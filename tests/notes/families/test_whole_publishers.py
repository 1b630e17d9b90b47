"""Publishers of journals. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "pmc-new-usa-link",
        '<main><article><h1>On green huts</h1><section class="body main-article-body"><h2>Introduction</h2>¶1<p>Huts are green<sup>[<a href="#B1" class="usa-link" aria-describedby="B1">1</a>,<a href="#B2" class="usa-link" aria-describedby="B2">2</a>]</sup> and warm<sup>[<a href="#B3" class="usa-link" aria-describedby="B3">3</a>]</sup>.</p>¶2</section><section id="ref-list1" class="ref-list"><h2 class="pmc_sec_title">References</h2><section id="ref-list1_sec2"><ul class="ref-list font-sm" style="list-style-type:none"><li id="B1"><span class="label">1.</span><cite>Tarn A. Green paint. Hut Stud. 1999;4:1–9.</cite> [<a href="https://doi.org/10.9999/gp" class="usa-link usa-link--external">DOI</a>] [<a href="https://pubmed.example/1" class="usa-link">PubMed</a>] [<a href="https://scholar.example/1">Google Scholar</a>]</li><li id="B2"><span class="label">2.</span><cite>Odel M. Greener paint. Hut Stud. 2001;6:3–4.</cite> [<a href="https://scholar.example/2">Google Scholar</a>]</li><li id="B3"><span class="label">3.</span><cite>Wick J. Stoves. 2003.</cite></li></ul></section></section></article></main>',
        notes="""1 = Tarn A. Green paint. Hut Stud. 1999;4:1–9.
2 = Odel M. Greener paint. Hut Stud. 2001;6:3–4.
3 = Wick J. Stoves. 2003.""",
        calls="1 2 3",
    ),
    Whole(
        "pmc-old-range-with-hidden-middle",
        '<div class="article"><h1>On green huts</h1><div class="tsec">¶1<p class="p">Huts are green.<sup><a href="#R1" rid="R1" class=" bibr popnode">1</a>–<a href="#R3" rid="R3" class=" bibr popnode">3</a></sup><span style="display:none"><a href="#R2" rid="R2" class=" bibr popnode">2</a></span> Huts are warm.<sup><a href="#R2" rid="R2" class="bibr popnode">2</a></sup></p>¶2</div><div class="tsec"><h2>References</h2><div class="ref-list-sec"><div class="ref-cit-blk half_rhythm" id="R1">1. <span class="element-citation">Tarn A. Green paint.</span></div><div class="ref-cit-blk half_rhythm" id="R2">2. <span class="element-citation">Odel M. Greener paint.</span></div><div class="ref-cit-blk half_rhythm" id="R3">3. <span class="element-citation">Wick J. Stoves.</span></div></div></div></div>',
        notes="""1 = Tarn A. Green paint.
2 = Odel M. Greener paint.
3 = Wick J. Stoves.""",
    ),
    Whole(
        "plos",
        '<div class="article-text"><h1 id="artTitle">On green huts</h1>¶1<p>Huts are green [<a href="#pone.0099999.ref001" class="ref-tip">1</a>,<a href="#pone.0099999.ref002" class="ref-tip">2</a>] and warm [<a href="#pone.0099999.ref003" class="ref-tip">3</a>].</p>¶2<div class="toc-section"><h2>References</h2><ol class="references"><li id="ref1"><span class="order">1.</span><a name="pone.0099999.ref001" id="pone.0099999.ref001" class="link-target"></a>Tarn A. Green paint. <ul class="reflinks" data-doi="10.9999/gp"><li><a href="#" data-author="Tarn">View Article</a></li><li><a href="#">PubMed/NCBI</a></li><li><a href="#">Google Scholar</a></li></ul></li><li id="ref2"><span class="order">2.</span><a name="pone.0099999.ref002" id="pone.0099999.ref002" class="link-target"></a>Odel M. Greener paint.</li><li id="ref3"><span class="order">3.</span><a name="pone.0099999.ref003" id="pone.0099999.ref003" class="link-target"></a>Wick J. Stoves.</li></ol></div></div>',
        notes="""1 = Tarn A. Green paint.
2 = Odel M. Greener paint.
3 = Wick J. Stoves.""",
        calls="1 2 3",
    ),
    Whole(
        "silverchair-footnotes",
        '<div class="article-body"><h1 class="wi-article-title">On green huts</h1><div class="widget-ArticleFulltext">¶1<p class="chapter-para">Huts are green.<sup><span class="xrefLink" id="jumplink-fn1"></span><a href="javascript:;" reveal-id="fn1" data-open="fn1" class="link link-ref link-reveal xref-fn js-xref-fn split-view-modal">1</a></sup> Huts are warm.<sup><span class="xrefLink" id="jumplink-fn2"></span><a href="javascript:;" reveal-id="fn2" data-open="fn2" class="link link-ref link-reveal xref-fn js-xref-fn split-view-modal">2</a></sup></p>¶2<h2 class="backacknowledgements-title">Footnotes</h2><div class="footnote" content-id="fn1"><span class="fn"><div class="fn-label">1</div><p class="chapter-para">Except in <em>Sarn</em>.</p></span></div><div class="footnote" content-id="fn2"><span class="fn"><div class="fn-label">2</div><p class="chapter-para">When lit.</p></span></div></div></div>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "wiley",
        '<article><h1 class="citation__title">On green huts</h1><section class="article-section__full">¶1<p>Huts are green<span><sup><a href="#jsr001-bib-0001" class="bibLink tab-link" data-tab="pane-pcw-references" id="jsr001-bib-0001R">1</a>, <a href="#jsr001-bib-0002" class="bibLink tab-link" id="jsr001-bib-0002R">2</a></sup></span> and warm.<a class="noteLink scrollableLink" id="jsr001-note-0001_1" href="#jsr001-note-0001_67" title="Link to note"><sup>a</sup></a></p>¶2</section><section class="article-section" id="references-section"><h2>REFERENCES</h2><ul class="rlist separator"><li data-bib-id="jsr001-bib-0001"><span class="bullet">1</span><span class="author">Tarn A</span>. <span class="articleTitle">Green paint</span>. <div class="extra-links getFTR"><a href="#">Crossref</a><a href="#">Google Scholar</a></div></li><li data-bib-id="jsr001-bib-0002"><span class="bullet">2</span><span class="author">Odel M</span>. <span class="articleTitle">Greener paint</span>. <div class="extra-links getFTR"><a href="#">Google Scholar</a></div></li></ul></section><section class="article-section__notes"><ul><li id="jsr001-note-0001_67"><span class="bullet"><a href="#jsr001-note-0001_1">a</a></span> When lit.</li></ul></section></article>',
        notes="""1 = Tarn A. Green paint.
2 = Odel M. Greener paint.
a = When lit.""",
        calls="1 2 a",
    ),
    Whole(
        "taylor-francis-notes",
        '<article class="article"><h1>On green huts</h1><div class="hlFld-Fulltext">¶1<p>Huts are green.<span class="ref-lnk fn-ref-lnk lazy-ref"><a data-rid="EN0001" data-reflink="fn" href="#"><span class="off-screen">Footnote</span><sup>1</sup></a><span class="ref-overlay scrollable-ref"><span class="ref-close"></span><span><sup>1</sup> Except in Sarn.</span></span></span> Huts are warm.<span class="ref-lnk fn-ref-lnk lazy-ref"><a data-rid="EN0002" data-reflink="fn" href="#"><span class="off-screen">Footnote</span><sup>2</sup></a></span></p>¶2<div class="summation-section"><a id="inline_frontnotes"></a><h2>Notes</h2><p id="EN0001"><sup>1</sup> Except in Sarn.</p><p id="EN0002"><sup>2</sup> When lit.</p></div></div></article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "springer-nature-link",
        '<article><h1 class="c-article-title">On green huts</h1><div class="c-article-body">¶1<p>Huts are green<sup><a data-track="click" data-track-action="reference anchor" data-track-label="link" data-test="citation-ref" aria-label="Reference 1" title="Tarn, A. Green paint." href="/articles/x1#ref-CR1" id="ref-link-section-d1e400">1</a>,<a data-track="click" data-test="citation-ref" aria-label="Reference 2" title="Odel, M." href="/articles/x1#ref-CR2" id="ref-link-section-d1e403">2</a></sup> and warm.<sup><a href="#Fn1"><span class="u-visually-hidden">Footnote </span>1</a></sup></p>¶2<section data-title="Notes"><h2 class="c-article-section__title">Notes</h2><ol class="c-article-footnote c-article-footnote--listed"><li class="c-article-footnote--listed__item" id="Fn1" data-counter="1."><div class="c-article-footnote--listed__content"><p>When lit.</p></div></li></ol></section><section data-title="References"><h2>References</h2><ol class="c-article-references" data-track-component="outbound reference"><li class="c-article-references__item js-c-reading-companion-references-item" data-counter="1."><p class="c-article-references__text" id="ref-CR1">Tarn, A. Green paint.</p><p class="c-article-references__links u-hide-print"><a href="#">Article</a>&nbsp; <a href="#">Google Scholar</a>&nbsp;</p></li><li class="c-article-references__item" data-counter="2."><p class="c-article-references__text" id="ref-CR2">Odel, M. Greener paint.</p></li></ol></section></div></article>',
        notes="""1 = Tarn, A. Green paint.
2 = Odel, M. Greener paint.
1 = When lit.""",
        calls="1 2 1",
    ),
    Whole(
        "sciencedirect",
        '<article><h1>On green huts</h1><div class="Body">¶1<p id="p0010">Huts are green <a class="anchor workspace-trigger anchor-primary" href="#bib1" name="bbib1" id="bbib1" data-xocs-content-type="reference"><span class="anchor-text-container"><span class="anchor-text">[1]</span></span></a>, <a class="anchor workspace-trigger anchor-primary" href="#bib2" name="bbib2" id="bbib2"><span class="anchor-text-container"><span class="anchor-text">[2]</span></span></a> and warm.<a class="anchor workspace-trigger anchor-primary" href="#fn1" name="bfn1" id="bfn1" data-xocs-content-type="footnote"><span class="anchor-text-container"><span class="anchor-text"><sup>1</sup></span></span></a></p>¶2</div><section class="bibliography"><h2>References</h2><section class="bibliography-sec"><ol class="references"><li><span class="label u-font-sans"><a class="anchor" href="#bbib1" id="ref-id-bib1"><span class="anchor-text-container"><span class="anchor-text">[1]</span></span></a></span><span class="reference" id="sref1"><div class="contribution"><div class="authors u-font-sans">A. Tarn</div><div id="ref-id-sref1" class="title text-m">Green paint</div></div><div class="host u-font-sans">Hut Studies, 4 (1999)</div><div class="ReferenceLinks u-font-sans"><a href="#"><span>Google Scholar</span></a></div></span></li><li><span class="label u-font-sans"><a class="anchor" href="#bbib2" id="ref-id-bib2"><span class="anchor-text">[2]</span></a></span><span class="reference" id="sref2"><div class="contribution">M. Odel, Greener paint</div></span></li></ol></section></section><div class="Footnotes"><dl class="footnote"><dt class="footnote-label"><a class="anchor" href="#bfn1" id="fn1"><span class="anchor-text"><sup>1</sup></span></a></dt><dd class="u-ml-16"><p class="footnote-text" id="ntp1">When lit.</p></dd></dl></div></article>',
        notes="""1 = A. Tarn Green paint Hut Studies, 4 (1999)
2 = M. Odel, Greener paint
1 = When lit.""",
        calls="1 2 1",
    ),
    Whole(
        "cambridge-core",
        '<div class="article research-article"><h1>On green huts</h1><div class="sec">¶1<p class="p">Huts are green.<a href="#fn1" class="xref fn"><span class="show-for-sr">Footnote </span><sup>1</sup></a> Huts are warm.<a href="#fn2" class="xref fn"><span class="show-for-sr">Footnote </span><sup>2</sup></a></p>¶2</div></div><div id="footnotes-list" class="back footnotes"><div class="fn" id="fn1"><span class="label"><sup>1</sup></span><p class="p"> Except in <span class="italic">Sarn</span>.</p></div><div class="fn" id="fn2"><span class="label"><sup>2</sup></span><p class="p"> When lit.</p></div></div>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "project-muse",
        '<div id="article"><h1>On green huts</h1>¶1<p>Huts are green.<sup><a href="#f1" name="f1-text" id="f1-text" class="fn">1</a></sup> Huts are warm.<sup><a href="#f2" name="f2-text" id="f2-text" class="fn">2</a></sup></p>¶2<h2>Notes</h2><p class="footnote"><a href="#f1-text" name="f1" id="f1">1</a>. Except in Sarn.</p><p class="footnote"><a href="#f2-text" name="f2" id="f2">2</a>. When lit.</p></div>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "openedition-with-side-copies",
        '<div id="text" class="section"><h1 id="docTitle">On green huts</h1><div class="text wResizable"><ul class="sidenotes"><li><span class="num">1</span> Except in Sarn.</li></ul>¶1<p class="texte"><span class="paranumber">1</span>Huts are green.<a class="footnotecall" id="bodyftn1" href="#ftn1">1</a></p><ul class="sidenotes"><li><span class="num">2</span> When lit.</li></ul><p class="texte"><span class="paranumber">2</span>Huts are warm.<a class="footnotecall" id="bodyftn2" href="#ftn2">2</a></p>¶2</div></div><div id="notes" class="section"><h2 class="section"><span class="text">Notes</span></h2><p class="notesbaspage"><a class="FootnoteSymbol" id="ftn1" href="#bodyftn1">1</a> Except in Sarn.</p><p class="notesbaspage"><a class="FootnoteSymbol" id="ftn2" href="#bodyftn2">2</a> When lit.</p></div>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "persee-like",
        '<article><h1>On green huts</h1><p class="paragraph">Huts are green <a class="note" id="renv1" data-note="n1" href="javascript:void(0)">(1)</a>. Huts are warm <a class="note" id="renv2" data-note="n2" href="javascript:void(0)">(2)</a>.</p>¶1¶2<div class="notes"><p class="note" id="n1"><span class="numero">1.</span> Except in Sarn.</p><p class="note" id="n2"><span class="numero">2.</span> When lit.</p></div></article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "scielo-new",
        '<article id="articleText"><h1 class="article-title">On green huts</h1><div class="articleSection">¶1<p>Huts are green <span class="ref"><sup class="xref xrefblue"><a href="#B1_ref" name="ref_B1">1</a></sup><span class="refCtt closed"><span class="refCttPadding"><strong class="fn-title">1</strong> Tarn A. Green paint.</span></span></span> and warm <span class="ref"><sup class="xref xrefblue"><a href="#B2_ref">2</a></sup><span class="refCtt closed"><span class="refCttPadding"> Odel M. Greener paint.</span></span></span>.</p>¶2</div><div class="articleSection articleReferral"><h1 class="articleSectionTitle">References</h1><div class="ref-list"><ul class="refList"><li><a name="B1_ref"></a><sup class="xref big">1</sup><div> Tarn A. Green paint. <br/><a href="https://doi.org/10.9999/a">» https://doi.org/10.9999/a</a></div></li><li><a name="B2_ref"></a><sup class="xref big">2</sup><div> Odel M. Greener paint. </div></li></ul></div></div></article>',
        notes="""1 = Tarn A. Green paint.…
2 = Odel M. Greener paint.""",
        calls="1 2",
    ),
    Whole(
        "scielo-old",
        '<p align="left"><font face="Verdana" size="4"><b>On green huts</b></font></p>¶1<p><font face="Verdana" size="2">Huts are green.<a name="tx01"></a><sup><a href="#nt01">1</a></sup> Huts are warm.<a name="tx02"></a><sup><a href="#nt02">2</a></sup></font></p>¶2<p>&nbsp;</p><hr size="1" noshade><p><font face="Verdana" size="2"><a name="nt01"></a><a href="#tx01">1</a> Except in Sarn.<br><a name="nt02"></a><a href="#tx02">2</a> When lit.</font></p>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "mdpi",
        '<div class="html-article-content"><h1 class="title">On green huts</h1><div class="html-body"><section id="sec1-huts"><h2>1. Introduction</h2>¶1<div class="html-p">Huts are green [<a href="#B1-huts-01-00001" class="html-bibr">1</a>,<a href="#B2-huts-01-00001" class="html-bibr">2</a>,<a href="#B3-huts-01-00001" class="html-bibr">3</a>], and warm [<a href="#B3-huts-01-00001" class="html-bibr">3</a>].</div>¶2</section></div><section id="html-references_list"><h2>References</h2><ol class="html-xxx"><li id="B1-huts-01-00001" class="html-x" data-content="1.">Tarn, A. Green paint. <span class="html-italic">Huts</span> <b>1999</b>, <em>4</em>, 1–9. [<a href="#" class="google-scholar">Google Scholar</a>] [<a href="#" class="cross-ref">CrossRef</a>]</li><li id="B2-huts-01-00001" class="html-x" data-content="2.">Odel, M. Greener paint. [<a href="#">Google Scholar</a>]</li><li id="B3-huts-01-00001" class="html-x" data-content="3.">Wick, J. Stoves.</li></ol></section></div>',
        notes="""1 = Tarn, A. Green paint. Huts 1999, 4, 1–9.
2 = Odel, M. Greener paint.
3 = Wick, J. Stoves.""",
        calls="1 2 3 3",
    ),
    Whole(
        "frontiers-numbers-in-round-brackets",
        '<div class="JournalFullText"><h1>On green huts</h1>¶1<p class="mb15">Huts are green (<a href="#B1">1</a>, <a href="#B2">2</a>) and warm (<a href="#B3">3</a>).</p>¶2<h2>References</h2><div class="References"><p class="ReferencesCopy1"><a name="B1" id="B1"></a>1. Tarn A. Green paint. <a href="#">doi: 10.9999/gp</a></p><p class="ReferencesCopy2"><a href="#">CrossRef Full Text</a> | <a href="#">Google Scholar</a></p></div><div class="References"><p class="ReferencesCopy1"><a name="B2" id="B2"></a>2. Odel M. Greener paint.</p></div><div class="References"><p class="ReferencesCopy1"><a name="B3" id="B3"></a>3. Wick J. Stoves.</p></div></div>',
        notes="""1 = Tarn A. Green paint.…
2 = Odel M. Greener paint.
3 = Wick J. Stoves.""",
        calls="1 2 3",
    ),
    Whole(
        "highwire",
        '<div class="article fulltext-view"><h1>On green huts</h1>¶1<p id="p-2">Huts are green.<sup><a id="xref-ref-1-1" class="xref-bibr" href="#ref-1">1</a>–<a id="xref-ref-3-1" class="xref-bibr" href="#ref-3">3</a></sup> Huts are warm.<sup><a id="xref-ref-2-1" class="xref-bibr" href="#ref-2">2</a></sup></p>¶2<div class="section ref-list" id="ref-list-1"><h2>References</h2><ol class="cit-list ref-use-labels"><li><span class="ref-label">1.</span><a class="rev-xref-ref" href="#xref-ref-1-1" title="View reference 1 in text" id="ref-1">&#8629;</a><div class="cit ref-cit ref-journal" id="cit-4.1.1"><div class="cit-metadata"><cite>Tarn A. Green paint.</cite></div><div class="cit-extra"><a href="#">CrossRef</a><a href="#">PubMed</a></div></div></li><li><span class="ref-label">2.</span><a class="rev-xref-ref" href="#xref-ref-2-1" id="ref-2">&#8629;</a><div class="cit ref-cit"><cite>Odel M. Greener paint.</cite></div></li><li><span class="ref-label">3.</span><a class="rev-xref-ref" href="#xref-ref-3-1" id="ref-3">&#8629;</a><div class="cit ref-cit"><cite>Wick J. Stoves.</cite></div></li></ol></div></div>',
        notes="""1 = Tarn A. Green paint.
2 = Odel M. Greener paint.
3 = Wick J. Stoves.""",
    ),
    Whole(
        "atypon-core-r",
        '<article><header><h1 property="name">On green huts</h1></header><section id="bodymatter">¶1<div role="paragraph">Huts are green (<a href="#core-collateral-R1" role="doc-biblioref" data-xml-rid="R1" aria-label="Reference 1"><i>1</i></a>, <a href="#core-collateral-R2" role="doc-biblioref" data-xml-rid="R2"><i>2</i></a>) and warm (<a href="#core-collateral-R2" role="doc-biblioref"><i>2</i></a>).</div>¶2</section></article><section id="bibliography" role="doc-bibliography"><h2>References</h2><div role="list"><div role="listitem" data-has="label"><div class="label">1</div><div class="citations" id="core-collateral-R1"><div class="citation"><div class="citation-content">A. Tarn, Green paint.</div><div class="external-links"><div class="core-xlink-crossref"><a href="#">Crossref</a></div><div class="core-xlink-google-scholar"><a href="#">Google Scholar</a></div></div></div></div></div><div role="listitem" data-has="label"><div class="label">2</div><div class="citations" id="core-collateral-R2"><div class="citation"><div class="citation-content">M. Odel, Greener paint.</div></div></div></div></div></section>',
        notes="""1 = A. Tarn, Green paint.
2 = M. Odel, Greener paint.""",
        calls="1 2 2",
    ),
    Whole(
        "sage-footnote-and-reference",
        '<article><h1>On green huts</h1><section id="bodymatter">¶1<div role="paragraph">Huts are green.<a href="#fn1-h" role="doc-noteref" data-xml-rid="fn1-h" aria-label="Footnote 1"><sup>1</sup></a> Huts are warm.<a href="#fn2-h" role="doc-noteref" data-xml-rid="fn2-h"><sup>2</sup></a></div>¶2</section><section id="backmatter"><section id="notes" role="doc-endnotes"><h2>Notes</h2><div role="doc-endnote" id="fn1-h"><div class="label">1.</div><div role="paragraph">Except in Sarn.</div></div><div role="doc-endnote" id="fn2-h"><div class="label">2.</div><div role="paragraph">When lit.</div></div></section></section></article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "dhq",
        '<div class="DHQarticle"><h1 class="articleTitle">On green huts</h1>¶1<div class="counter"><a href="#p1">1</a></div><div class="ptext" id="p1">Huts are green.<a class="noteRef" href="#d4e101">[1]</a> Huts are warm.<a class="noteRef" href="#d4e102">[2]</a></div>¶2<div id="notes"><h2>Notes</h2><div class="endnote" id="d4e101"><span class="noteRef lang en">[1] Except in Sarn.</span></div><div class="endnote" id="d4e102"><span class="noteRef lang en">[2] When lit.</span></div></div></div>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "copernicus-ojs-typed",
        '<div class="abstract-article"><h1>On green huts</h1>¶1<p>Huts are green (Tarn, 1999)<a href="#footnote-1" id="fnref-1" class="ojs-fn"><sup>1</sup></a>, warm (Odel, 2001) and small<a href="#footnote-2" id="fnref-2"><sup>2</sup></a>.</p>¶2<p class="fn" id="footnote-1"><sup>1</sup>Except in Sarn.</p><p class="fn" id="footnote-2"><sup>2</sup>By law.</p><h2>References</h2><p class="ref">Odel, M.: Greener paint, 2001.</p><p class="ref">Tarn, A.: Green paint, 1999.</p></div>',
        notes="""1 = Except in Sarn.
2 = By law.""",
        calls="1 2",
        says=("Odel, M.: Greener paint, 2001.",),
    ),
    Whole(
        "elife",
        '<article><h1 class="content-header__title">On green huts</h1>¶1<p class="paragraph">Huts are green (<a href="#bib1">Tarn, 1999</a>) and warm (<a href="#bib2">Odel, 2001</a>).</p>¶2<section id="references"><h2>References</h2><ol class="reference-list"><li class="reference-list__item"><span class="reference-list__ordinal_number">1</span><div class="reference" id="bib1" data-popup-label="Tarn, 1999"><div class="reference__title">Green paint</div><ol class="reference__authors_list"><li>A Tarn</li></ol>(1999)<div class="reference__origin"><i>Hut Studies</i></div></div></li><li class="reference-list__item"><span class="reference-list__ordinal_number">2</span><div class="reference" id="bib2"><div class="reference__title">Greener paint</div><ol class="reference__authors_list"><li>M Odel</li></ol>(2001)</div></li></ol></section></article>',
        calls="",
        says=("(Tarn, 1999)", "Green paint"),
    ),
    Whole(
        "table-notes-inside-a-journal-table",
        '<article><h1>On green huts</h1>¶1<div class="table-wrap" id="T1"><div class="caption"><b>Table 1.</b> Huts by colour</div><table><thead><tr><th>Colour</th><th>Number<sup>a</sup></th></tr></thead><tbody><tr><td>green</td><td>41</td></tr><tr><td>red<sup>b</sup></td><td>2</td></tr></tbody></table><div class="table-wrap-foot"><p id="tn1"><sup>a</sup> Counted from the ferry.</p><p id="tn2"><sup>b</sup> Formerly green.</p></div></div>¶2¶3</article>',
        notes="""a = Counted from the ferry.
b = Formerly green.""",
        calls="a b",
        says=("green",),
    ),
    Whole(
        "table-notes-in-tfoot-with-colspan",
        '<article><h1>On green huts</h1>¶1<table><caption>Huts by colour*</caption><thead><tr><th>Colour</th><th>Number†</th></tr></thead><tbody><tr><td>green</td><td>41</td></tr><tr><td>red</td><td>2</td></tr></tbody><tfoot><tr><td colspan="2">* Sheds not included.<br>† Counted from the ferry.</td></tr></tfoot></table>¶2¶3</article>',
        notes="""* = Sheds not included.
† = Counted from the ferry.""",
        calls="* †",
    ),
    Whole(
        "sagepub-old-en-notes-end-anchors",
        '<div><h1>On green huts</h1>¶1<p>Huts are green.<span class="NLM_xref-end"><a href="#fn1-99" class="tooltipTrigger infoIcon" data-note="fn1-99"><sup>1</sup></a></span></p><p>Huts are warm.<a href="#fn2-99" class="tooltipTrigger infoIcon"><sup>2</sup></a></p>¶2<div class="NLM_back"><b>Notes</b><table border="0" class="notes"><tr id="fn1-99"><td valign="top" class="noteNum">1.</td><td valign="top">Except in Sarn.</td></tr><tr id="fn2-99"><td valign="top" class="noteNum">2.</td><td valign="top">When lit.</td></tr></table></div></div>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
