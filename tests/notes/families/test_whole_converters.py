"""TeX, DocBook, TEI, EPUB and other converters. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "ar5iv-footnote",
        """<article class="ltx_document"><h1 class="ltx_title ltx_title_document">Tides</h1><div class="ltx_para">¶1<p class="ltx_p">We assume a moon<span id="footnote1" class="ltx_note ltx_role_footnote"><sup class="ltx_note_mark">1</sup><span class="ltx_note_outer"><span class="ltx_note_content"><sup class="ltx_note_mark">1</sup>
<span class="ltx_tag ltx_tag_note">1</span>
One is enough.</span></span></span> and follow <cite class="ltx_cite ltx_citemacro_cite">[<a href="#bib.bib1" title="" class="ltx_ref">1</a>, <a href="#bib.bib2" title="" class="ltx_ref">2</a>]</cite>.</p>¶2</div><section id="bib" class="ltx_bibliography"><h2 class="ltx_title ltx_title_bibliography">References</h2><ul class="ltx_biblist"><li id="bib.bib1" class="ltx_bibitem"><span class="ltx_tag ltx_role_refnum ltx_tag_bibitem">[1]</span><span class="ltx_bibblock">A. Tarn.</span>
<span class="ltx_bibblock">Printing the moon.</span></li><li id="bib.bib2" class="ltx_bibitem"><span class="ltx_tag ltx_role_refnum ltx_tag_bibitem">[2]</span><span class="ltx_bibblock">M. Odel. Tables.</span></li></ul></section></article>""",
        notes="""1 = One is enough.
1 = A. Tarn. Printing the moon.
2 = M. Odel. Tables.""",
        calls="1 1 2",
    ),
    Whole(
        "latexml-thanks-and-footnotemark",
        """<article class="ltx_document"><h1 class="ltx_title ltx_title_document">Tides<span id="id1" class="ltx_note ltx_role_thanks"><sup class="ltx_note_mark">†</sup><span class="ltx_note_outer"><span class="ltx_note_content"><sup class="ltx_note_mark">†</sup>
<span class="ltx_note_type">thanks: </span>Paid for by the harbour.</span></span></span></h1>¶1<div class="ltx_para"><p class="ltx_p">We assume a moon<span id="footnotex1" class="ltx_note ltx_role_footnotemark"><sup class="ltx_note_mark">1</sup><span class="ltx_note_outer"><span class="ltx_note_content"><sup class="ltx_note_mark">1</sup>
<span class="ltx_tag ltx_tag_note">1</span>
</span></span></span> and a sea.<span id="footnote1" class="ltx_note ltx_role_footnotetext"><sup class="ltx_note_mark">1</sup><span class="ltx_note_outer"><span class="ltx_note_content"><sup class="ltx_note_mark">1</sup>
<span class="ltx_tag ltx_tag_note">1</span>
One is enough.</span></span></span></p>¶2</div></article>""",
        notes="""† = thanks: Paid for by the harbour.
1 = One is enough.""",
    ),
    Whole(
        "tex4ht-same-file",
        '<h2 class="titleHead">Tides</h2><!--l. 12-->¶1<p class="indent">We assume a moon<span class="footnote-mark"><a href="#fn1x0" id="fn1x0-bk"><sup class="textsuperscript">1</sup></a></span><a id="x1-2f1"></a> and a sea<span class="footnote-mark"><a href="#fn2x0" id="fn2x0-bk"><sup class="textsuperscript">2</sup></a></span><a id="x1-3f2"></a>.</p>¶2<div class="footnotes"><!--l. 12--><p class="indent"><span class="footnote-mark"><a href="#fn1x0-bk" id="fn1x0"><sup class="textsuperscript">1</sup></a></span><span class="cmr-8">One is enough.</span></p><!--l. 13--><p class="indent"><span class="footnote-mark"><a href="#fn2x0-bk" id="fn2x0"><sup class="textsuperscript">2</sup></a></span><span class="cmr-8">Salt not included.</span></p></div>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "tex4ht-notes-in-other-files",
        '<h2 class="titleHead">Tides</h2>¶1<p class="indent">We assume a moon<span class="footnote-mark"><a href="tides2.html#fn1x0"><sup class="textsuperscript">1</sup></a></span><a id="x1-2f1"></a> and a sea<span class="footnote-mark"><a href="tides3.html#fn2x0"><sup class="textsuperscript">2</sup></a></span><a id="x1-3f2"></a>.</p>¶2',
        missing="1 2",
    ),
    Whole(
        "latex2html",
        """<H1 ALIGN="CENTER">Tides</H1>¶1<P>We assume a moon<A NAME="tex2html1" HREF="#foot12"><SUP><SPAN CLASS="arabic">1</SPAN></SUP></A> and a sea<A NAME="tex2html2" HREF="#foot13"><SUP><SPAN CLASS="arabic">2</SPAN></SUP></A>.</P>¶2<BR><HR><H4>Footnotes</H4><DL><DT><A NAME="foot12">... moon</A><A HREF="tides.html#tex2html1"><SUP><SPAN CLASS="arabic">1</SPAN></SUP></A></DT><DD>One is enough.</DD><DT><A NAME="foot13">... sea</A><A HREF="tides.html#tex2html2"><SUP><SPAN CLASS="arabic">2</SPAN></SUP></A></DT><DD>Salt not included.<PRE>.
.
.
</PRE></DD></DL>""",
        notes="""1 = One is enough.…
2 = Salt not included.…""",
        calls="1 2",
    ),
    Whole(
        "hevea",
        '<h1 class="titlemain">Tides</h1>¶1<p>We assume a moon<sup><a id="text1" href="#note1">1</a></sup> and a sea<sup><a id="text2" href="#note2">2</a></sup>.</p>¶2<hr class="ffootnoterule"><dl class="thefootnotes"><dt class="dt-thefootnotes"><a id="note1" href="#text1">1</a></dt><dd class="dd-thefootnotes"><div class="footnotetext">One is enough.</div></dd><dt class="dt-thefootnotes"><a id="note2" href="#text2">2</a></dt><dd class="dd-thefootnotes"><div class="footnotetext">Salt not included.</div></dd></dl>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "tth",
        '<h1 align="center">Tides</h1>¶1<p>We assume a moon<a href="#tthFtNtAAB" name="tthFrefAAB"><sup>1</sup></a> and a sea<a href="#tthFtNtAAC" name="tthFrefAAC"><sup>2</sup></a>.</p>¶2<hr /><h3>Footnotes:</h3><p><a name="tthFtNtAAB"></a><a href="#tthFrefAAB"><sup>1</sup></a>One is enough.</p><p><a name="tthFtNtAAC"></a><a href="#tthFrefAAC"><sup>2</sup></a>Salt not included.</p>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "texinfo",
        '<div class="chapter-level-extent"><h2 class="chapter">Tides</h2>¶1<p>We assume a moon<a class="footnote" id="DOCF1" href="#FOOT1"><sup>1</sup></a> and a sea<a class="footnote" id="DOCF2" href="#FOOT2"><sup>2</sup></a>.</p>¶2<div class="footnotes-segment"><hr><h4 class="footnotes-heading">Footnotes</h4><h5 class="footnote-body-heading"><a id="FOOT1" href="#DOCF1">(1)</a></h5><p>One is enough.</p><h5 class="footnote-body-heading"><a id="FOOT2" href="#DOCF2">(2)</a></h5><p>Salt not included.</p><p>Sugar neither.</p></div></div>',
        notes="""1 = One is enough.
2 = Salt not included. Sugar neither.""",
        calls="1 2",
    ),
    Whole(
        "docbook-xsl",
        '<div class="article"><h2 class="title">Tides</h2>¶1<p>We assume a moon<a href="#ftn.idp100" class="footnote" name="idp100"><sup class="footnote">[1]</sup></a> and a sea<a href="#ftn.idp200" class="footnote" name="idp200"><sup class="footnote">[2]</sup></a>.</p>¶2<div class="footnotes"><br /><hr style="width:100; text-align:left;margin-left: 0" /><div id="ftn.idp100" class="footnote"><p><a href="#idp100" class="para"><sup class="para">[1] </sup></a>One is enough.</p></div><div id="ftn.idp200" class="footnote"><p><a href="#idp200" class="para"><sup class="para">[2] </sup></a>Salt not included.</p></div></div></div>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "old-docbook-name-anchors",
        '<DIV CLASS="ARTICLE"><H1>Tides</H1>¶1<P>We assume a moon<A NAME="AEN44" HREF="#FTN.AEN44"><SPAN CLASS="footnote">[1]</SPAN></A> and a sea<A NAME="AEN46" HREF="#FTN.AEN46"><SPAN CLASS="footnote">[2]</SPAN></A>.</P>¶2</DIV><H3 CLASS="FOOTNOTES">Notes</H3><TABLE BORDER="0" CLASS="FOOTNOTES" WIDTH="100%"><TR><TD ALIGN="LEFT" VALIGN="TOP" WIDTH="5%"><A NAME="FTN.AEN44" HREF="tides.html#AEN44"><SPAN CLASS="footnote">[1]</SPAN></A></TD><TD ALIGN="LEFT" VALIGN="TOP" WIDTH="95%"><P>One is enough.</P></TD></TR><TR><TD ALIGN="LEFT" VALIGN="TOP" WIDTH="5%"><A NAME="FTN.AEN46" HREF="tides.html#AEN46"><SPAN CLASS="footnote">[2]</SPAN></A></TD><TD ALIGN="LEFT" VALIGN="TOP" WIDTH="95%"><P>Salt not included.</P></TD></TR></TABLE>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "tei-stylesheets",
        '<div class="stdheader"><h1 class="maintitle">Tides</h1></div>¶1<p>We assume a moon<span id="Note1_return"><a class="notelink" title="One is enough." href="#Note1"><sup>1</sup></a></span> and a sea<span id="Note2_return"><a class="notelink" title="Salt not inclu…" href="#Note2"><sup>2</sup></a></span>.</p>¶2<div class="notes"><div class="noteHeading">Notes</div><div class="note" id="Note1"><span class="noteLabel">1. </span><div class="noteBody">One is enough.</div> <a class="link_return" title="Go back to text" href="#Note1_return">↵</a></div><div class="note" id="Note2"><span class="noteLabel">2. </span><div class="noteBody">Salt not included.</div> <a class="link_return" title="Go back to text" href="#Note2_return">↵</a></div></div>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "mammoth-docx",
        '<h1>Tides</h1>¶1<p>We assume a moon<sup><a href="#doc-footnote-2" id="doc-footnote-ref-2">[1]</a></sup> and a sea<sup><a href="#doc-footnote-3" id="doc-footnote-ref-3">[2]</a></sup>.</p>¶2<ol><li id="doc-footnote-2"><p> One is enough. <a href="#doc-footnote-ref-2">↑</a></p></li><li id="doc-footnote-3"><p> Salt not included. <a href="#doc-footnote-ref-3">↑</a></p></li></ol>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "calibre-from-epub2",
        '<h1 class="calibre2">Tides</h1>¶1<p class="calibre3">We assume a moon<a id="rfn1" href="#fn1" class="calibre4"><sup class="calibre5">1</sup></a> and a sea<a id="rfn2" href="#fn2" class="calibre4"><sup class="calibre5">2</sup></a>.</p>¶2<p class="calibre6"><a id="fn1" href="#rfn1" class="calibre4">1</a>. One is enough.</p><p class="calibre6"><a id="fn2" href="#rfn2" class="calibre4">2</a>. Salt not included.</p>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "epub3-asides",
        '<section epub:type="chapter"><h1>Tides</h1>¶1<p>We assume a moon<a epub:type="noteref" href="#n1">1</a> and a sea<a epub:type="noteref" href="#n2">2</a>.</p>¶2<aside epub:type="footnote" id="n1"><p>1. One is enough.</p></aside><aside epub:type="footnote" id="n2"><p>2. Salt not included.</p></aside></section>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "indesign-html",
        '<div class="_idGenObjectStyleOverride-1"><h1 class="Title">Tides</h1>¶1<p class="Body">We assume a moon<span class="Superscript _idGenCharOverride-1"><span id="footnote-021-backlink" class="_idFootnoteLink"><a href="tides.html#footnote-021">1</a></span></span> and a sea<span class="Superscript _idGenCharOverride-1"><span id="footnote-020-backlink" class="_idFootnoteLink"><a href="tides.html#footnote-020">2</a></span></span>.</p>¶2<section class="_idFootnotes"><hr class="HorizontalRule-1" /><div id="footnote-021" class="_idFootnote"><p class="Footnote"><span class="_idFootnoteAnchor"><a class="_idFootnoteAnchor" href="tides.html#footnote-021-backlink">1</a></span>\tOne is enough.</p></div><div id="footnote-020" class="_idFootnote"><p class="Footnote"><a class="_idFootnoteAnchor" href="tides.html#footnote-020-backlink">2</a>\tSalt not included.</p></div></section></div>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "pollen-racket-margin",
        '<article><h1>Tides</h1>¶1<p>We assume a moon<span class="margin-note-marker">1</span><span class="margin-note"><span class="num">1</span> One is enough.</span> and a sea<span class="margin-note-marker">2</span><span class="margin-note"><span class="num">2</span> Salt not included.</span>.</p>¶2</article>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "jupyter-book-margin-footnote",
        '<main><h1>Tides<a class="headerlink" href="#tides" title="Permalink to this heading">#</a></h1>¶1<p>We assume a moon<a class="footnote-reference brackets" href="#moon" id="id1" role="doc-noteref"><span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></a>.</p><aside class="margin sidebar"><p class="sidebar-title">A word on salt</p><p>Not included.</p></aside>¶2<hr class="footnotes docutils" /><aside class="footnote-list brackets"><aside class="footnote brackets" id="moon" role="doc-footnote"><span class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href="#id1">1</a><span class="fn-bracket">]</span></span><p>One is enough.</p></aside></aside></main>',
        notes="1 = One is enough.",
        calls="1",
    ),
    Whole(
        "groff-man-pages-to-html-hr-and-small",
        '<h1 align="center">Tides</h1>¶1<p style="margin-left:11%;">We assume a moon <small>[1]</small> and a sea <small>[2]</small>.</p>¶2<hr><p style="margin-left:11%;"><small>[1]</small> One is enough.</p><p style="margin-left:11%;"><small>[2]</small> Salt not included.</p><hr>',
        notes="""1 = One is enough.
2 = Salt not included.""",
        calls="1 2",
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
