"""Courts, statutes and law reviews. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "law-review-wordpress",
        '<article><h1>The law of huts</h1>¶4<p>A hut is not a house.<sup><a href="#_ftn1" name="_ftnref1">[1]</a></sup> Nor is it a tent.<sup><a href="#_ftn2" name="_ftnref2">[2]</a></sup> <em>See id.</em></p>¶5<p><a href="#_ftnref1" name="_ftn1">[1]</a> <em>See</em> Harbour v. Benna, 12 Or. 345, 347 (1901).</p><p>The dissent disagreed.</p><p><a href="#_ftnref2" name="_ftn2">[2]</a> <em>Id.</em> at 348 n.3.</p></article>',
        notes="""1 = See Harbour v. Benna, 12 Or. 345, 347 (1901). The dissent disagreed.
2 = Id. at 348 n.3.""",
        calls="1 2",
    ),
    Whole(
        "justia",
        '<div id="opinion"><h1>Harbour v. Benna</h1>¶4<p>A hut is not a house. [<a href="#F1" name="T1">Footnote 1</a>] Nor is it a tent. [<a href="#F2" name="T2">Footnote 2</a>]</p>¶5<hr><p>[<a href="#T1" name="F1">Footnote 1</a>]</p><p>See the Hut Act.</p><p>[<a href="#T2" name="F2">Footnote 2</a>]</p><p>Tents are treated in the Tent Act.</p><p>That act is not before us.</p></div>',
        notes="""1 = See the Hut Act.
2 = Tents are treated in the Tent Act. That act is not before us.""",
        calls="1 2",
        engine="nothing says that a second paragraph belongs to the last note of a page",
    ),
    Whole(
        "scholar-case",
        '<div id="gs_opinion"><center><h3 id="gsl_case_name">HARBOUR v. BENNA</h3></center>¶4<p>A hut is not a house.<sup><a class="gsl_hash" href="#[1]" name="r[1]">[1]</a></sup> <a class="gsl_pagenum" id="p347" href="#p347">347</a><a class="gsl_pagenum2" href="#p347">*347</a> Nor is it a tent.<sup><a class="gsl_hash" href="#[2]" name="r[2]">[2]</a></sup></p>¶5<small><p><a class="gsl_hash" href="#r[1]" name="[1]">[1]</a> See the Hut Act.</p><p><a class="gsl_hash" href="#r[2]" name="[2]">[2]</a> Tents are treated elsewhere.</p></small></div>',
        notes="""1 = See the Hut Act.
2 = Tents are treated elsewhere.""",
        calls="1 2",
    ),
    Whole(
        "courtlistener",
        '<div id="opinion-content"><h1>Harbour v. Benna</h1>¶4<p id="b12-4">A hut is not a house.<a class="footnote" href="#fn1" id="fn1_ref">1</a> Nor<span class="star-pagination" number="347">*347</span> is it a tent.<a class="footnote" href="#fn2" id="fn2_ref">2</a></p>¶5<div class="footnotes"><div class="footnote" id="fn1" label="1"><a class="footnote" href="#fn1_ref">1</a><p id="b12-9">. See the Hut Act.</p></div><div class="footnote" id="fn2" label="2"><a class="footnote" href="#fn2_ref">2</a><p id="b12-10">. Tents are treated elsewhere.</p></div></div></div>',
        notes="""1 = See the Hut Act.
2 = Tents are treated elsewhere.""",
        calls="1 2",
    ),
    Whole(
        "eur-lex",
        '<div id="docHtml"><p class="oj-doc-ti">Regulation on huts</p>¶4<p class="oj-normal">Having regard to the opinion of the Hut Committee&nbsp;<a id="ntc1-L_9999001EN.01000101-E0001" href="#ntr1-L_9999001EN.01000101-E0001">(<span class="oj-super oj-note-tag">1</span>)</a>, and to the procedure&nbsp;<a id="ntc2-L_9999001EN.01000101-E0002" href="#ntr2-L_9999001EN.01000101-E0002">(<span class="oj-super oj-note-tag">2</span>)</a>,</p><table><tbody><tr><td valign="top"><p class="oj-normal">(1)</p></td><td valign="top"><p class="oj-normal">Huts should be green.</p></td></tr></tbody></table><table><tbody><tr><td valign="top"><p class="oj-normal">(2)</p></td><td valign="top"><p class="oj-normal">Huts should be warm.</p></td></tr></tbody></table>¶5<hr class="oj-note"><p class="oj-note"><a id="ntr1-L_9999001EN.01000101-E0001" href="#ntc1-L_9999001EN.01000101-E0001">(<span class="oj-super">1</span>)</a>&nbsp;&nbsp;<a href="#">OJ C 9, 1.2.1999, p. 3</a>.</p><p class="oj-note"><a id="ntr2-L_9999001EN.01000101-E0002" href="#ntc2-L_9999001EN.01000101-E0002">(<span class="oj-super">2</span>)</a>&nbsp;&nbsp;Position of the Council of Orrel.</p></div>',
        notes="""1 = OJ C 9, 1.2.1999, p. 3.
2 = Position of the Council of Orrel.""",
        calls="1 2",
        says=("Huts should be green.",),
    ),
    Whole(
        "uk-legislation-commentary",
        '<div id="viewLegContents"><h1 class="LegTitle">Hut Act</h1>¶4<p class="LegP1"><span class="LegP1No">1</span><span class="LegP1Text">A hut shall be <span class="LegChangeDelimiter">[</span><a class="LegCommentaryLink" href="#commentary-c101" title="View the commentary text for this item" id="reference-c101">F1</a><span class="LegSubstitution">green</span><span class="LegChangeDelimiter">]</span> and warm <a class="LegCommentaryLink" href="#commentary-c102" id="reference-c102">F2</a>.</span></p>¶5<div class="LegAnnotations"><p class="LegAnnotationsHeading">Textual Amendments</p><div class="LegCommentaryItem" id="commentary-c101"><p class="LegCommentaryPara"><span class="LegCommentaryType"><a href="#reference-c101" title="Go back to reference">F1</a></span><span class="LegCommentaryText">Word in s. 1 substituted by the Paint Act.</span></p></div><div class="LegCommentaryItem" id="commentary-c102"><p class="LegCommentaryPara"><span class="LegCommentaryType"><a href="#reference-c102">F2</a></span><span class="LegCommentaryText">Words omitted by virtue of the Stove Act.</span></p></div></div></div>',
        notes="""F1 = Word in s. 1 substituted by the Paint Act.
F2 = Words omitted by virtue of the Stove Act.""",
        calls="F1 F2",
    ),
    Whole(
        "federal-register",
        '<div class="document-markup"><h1>Huts; Final Rule</h1>¶4<p id="p-3">The Harbour Board adopts the rule.<a href="#footnote-1-p12" id="citation-1-p12" class="footnote-reference"><sup>[<span class="fr-fn">1</span>]</sup></a></p><p id="p-4">Commenters objected.<a href="#footnote-2-p12" id="citation-2-p12" class="footnote-reference"><sup>[2]</sup></a></p>¶5<h3>Footnotes</h3><div class="footnotes"><div id="footnote-1-p12" class="footnote"><p data-page="12"><span class="fr-footnote-number">1. </span> See the Hut Act.<a class="back" href="#citation-1-p12">Back to Citation</a></p></div><div id="footnote-2-p12" class="footnote"><p>2. Eleven of them.<a class="back" href="#citation-2-p12">Back to Citation</a></p></div></div></div>',
        notes="""1 = See the Hut Act.
2 = Eleven of them.""",
        calls="1 2",
    ),
    Whole(
        "canada-wet",
        '<main><h1>Huts</h1>¶4<p>Huts are licensed<sup id="fn1-rf"><a class="fn-lnk" href="#fn1"><span class="wb-inv">Footnote </span>1</a></sup> and taxed<sup id="fn*-rf"><a class="fn-lnk" href="#fn2"><span class="wb-inv">Footnote </span>2</a></sup>.</p>¶5<aside class="wb-fnote" role="note"><h2 id="fn">Footnotes</h2><dl><dt>Footnote 1</dt><dd id="fn1"><p>See the Hut Act.</p><p class="fn-rtn"><a href="#fn1-rf"><span class="wb-inv">Return to footnote </span>1<span class="wb-inv"> referrer</span></a></p></dd><dt>Footnote 2</dt><dd id="fn2"><p>At a penny.</p><p class="fn-rtn"><a href="#fn*-rf"><span class="wb-inv">Return to footnote </span>2<span class="wb-inv"> referrer</span></a></p></dd></dl></aside></main>',
        notes="""1 = See the Hut Act.
2 = At a penny.""",
        calls="1 2",
    ),
    Whole(
        "govuk-govspeak",
        '<main><h1>Huts</h1><div class="govspeak">¶4<p>Huts are licensed<sup id="fnref:1"><a href="#fn:1" class="govuk-link" rel="footnote">[footnote 1]</a></sup> and taxed<sup id="fnref:2"><a href="#fn:2" class="govuk-link" rel="footnote">[footnote 2]</a></sup>.</p>¶5<div class="footnotes" role="doc-endnotes"><ol><li id="fn:1"><p>See the Hut Act.&nbsp;<a href="#fnref:1" class="govuk-link" role="doc-backlink" aria-label="go to where this is referenced">↩</a></p></li><li id="fn:2"><p>At a penny.&nbsp;<a href="#fnref:2" class="govuk-link" role="doc-backlink">↩</a></p></li></ol></div></div></main>',
        notes="""1 = See the Hut Act.
2 = At a penny.""",
        calls="1 2",
    ),
    Whole(
        "austlii",
        '<h1>Harbour v Benna</h1>¶4<p>A hut is not a house.<sup class="fn"><a href="#fn1" name="fnB1">[1]</a></sup> Nor is it a tent.<sup class="fn"><a href="#fn2" name="fnB2">[2]</a></sup></p>¶5<hr align="left" size="1" width="30%"><p>[<a name="fn1" href="#fnB1">1</a>] See the Hut Act.</p><p>[<a name="fn2" href="#fnB2">2</a>] Tents are treated elsewhere.</p>',
        notes="""1 = See the Hut Act.
2 = Tents are treated elsewhere.""",
        calls="1 2",
    ),
    Whole(
        "fedlex",
        '<div id="lawcontent"><h1>Hut Act</h1><article id="art_1"><h6><a href="#art_1"><b>Art. 1</b><sup><a href="#fn-d1e10" id="fnbck-d1e10">1</a></sup></a></h6><div class="collapseable"><p class="absatz"><sup>1</sup> A hut shall be green.<sup><a href="#fn-d1e11" id="fnbck-d1e11">2</a></sup></p><p class="absatz"><sup>2</sup> It shall be warm.</p><div class="footnotes"><p id="fn-d1e10"><sup><a href="#fnbck-d1e10">1</a></sup> Amended by the Paint Act.</p><p id="fn-d1e11"><sup><a href="#fnbck-d1e11">2</a></sup> In force since spring.</p></div></div></article>¶4¶5</div>',
        notes="""1 = Amended by the Paint Act.
2 = In force since spring.""",
        calls="1 2",
        says=("A hut shall be green.",),
    ),
    Whole(
        "cornell-lii-notes-bracketed",
        '<div class="field-item"><h1>Hut Act</h1>¶4<p>A hut shall be green <sup><a href="#s1n1" id="s1n1_ref">[1]</a></sup> and warm.<sup><a href="#s1n2">[2]</a></sup></p>¶5<p class="hed">Footnotes</p><p id="s1n1" class="footnote"><sup>[1]</sup> So in original. Probably should be &#8220;grey&#8221;.</p><p id="s1n2"><sup>[2]</sup> So in original.</p></div>',
        notes="""1 = So in original. Probably should be “grey”.
2 = So in original.""",
        calls="1 2",
    ),
    Whole(
        "court-opinion-with-footnote-under-the-page-restarting",
        '<div class="opinion"><h1>Harbour v. Benna</h1><h2>Opinion of the court</h2>¶4<p>A hut is not a house.<sup>1</sup> Nor is it a tent.<sup>2</sup></p><p>______________</p><p><sup>1</sup> See the Hut Act.</p><p><sup>2</sup> Tents are treated elsewhere.</p><h2>Dissent</h2>¶5<p>A hut is a house.<sup>1</sup></p><p>______________</p><p><sup>1</sup> See my opinion in the stove case.</p></div>',
        notes="""1 = See the Hut Act.
2 = Tents are treated elsewhere.
1 = See my opinion in the stove case.""",
        calls="1 2 1",
    ),
    Whole(
        "hudoc-style",
        '<h1>Case of Benna v. Orrel</h1>¶4<p class="sPara">12.  The applicant owned a hut.<a class="sFootref" href="#_ftn1" name="_ftnref1" title=""><span class="s7D2086B4">[1]</span></a></p><p class="sPara">13.  The Government<a href="#_ftn2" name="_ftnref2"><span>[2]</span></a> disagreed.</p>¶5<div><hr /><p><a href="#_ftnref1" name="_ftn1"><span>[1]</span></a> Painted green.</p><p><a href="#_ftnref2" name="_ftn2"><span>[2]</span></a>. Through their Agent.</p></div>',
        notes="""1 = Painted green.
2 = Through their Agent.""",
        calls="1 2",
        says=("12. The applicant owned a hut.",),
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
