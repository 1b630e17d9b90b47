"""Notes as courts, parliaments and offices write them, and those who print their papers."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "federal-register--back-to-citation",
        by="the Federal Register's site: brackets and a sup inside the link, ids with the page, a way back in words",
        text='<p>The fee is raised.<span class="footnote-reference"><a id="citation-12-p50501" href="#footnote-12-p50501"> [<sup>12</sup>]</a></span> Pilots are exempt.<span class="footnote-reference"><a id="citation-13-p50501" href="#footnote-13-p50501"> [<sup>13</sup>]</a></span></p>',
        after='<div class="footnotes"><hr class="footnotes" id="footnotes"><h1>Footnotes</h1><div class="footnote" id="footnote-12-p50501"><p id="p-90">12. <em>See</em> the tariff of 1901. </p><a class="back" href="#citation-12-p50501">Back to Citation</a></div>'
        '<div class="footnote" id="footnote-13-p50501"><p id="p-91">13. While on duty. </p><a class="back" href="#citation-13-p50501">Back to Citation</a></div></div>',
        notes=(("12", 1, "See the tariff of 1901."), ("13", 1, "While on duty.")),
        says=("The fee is raised.[12] Pilots are exempt.[13]",),
    ),
    Case(
        "govinfo--backslashes-in-pre",
        by="the Government Publishing Office's plain pages: numbers between backslashes, notes indented between dashes",
        text="<pre>    The harbour master shall keep a lamp at the mole from dusk.\\1\\ A second\nlamp is kept at the ferry stage,\\2\\ unless the river is shut by ice.\n---------------------------------------------------------------------------\n\n    \\1\\ See the order of May 3, 1898.\n    \\2\\ The stage was moved in 1911.\n---------------------------------------------------------------------------\n\n    The lamp shall show a white light.\n</pre>",
        notes=(("1", 1, "See the order of May 3, 1898."), ("2", 1, "The stage was moved in 1911.")),
        engine="numbers between backslashes are no markers",
    ),
    Case(
        "eur-lex--round-brackets-around-a-raised-number",
        by="EUR-Lex: round brackets inside the link around a raised number, two spaces before the note",
        text='<p class="oj-normal">Having regard to the treaty <a id="ntc1-L_2019001EN.01000101-E0001" href="#ntr1-L_2019001EN.01000101-E0001">(<span class="oj-super oj-note-tag">1</span>)</a>, and the opinion <a id="ntc2-L_2019001EN.01000101-E0002" href="#ntr2-L_2019001EN.01000101-E0002">(<span class="oj-super oj-note-tag">2</span>)</a>,</p>',
        after='<hr class="oj-note"><p class="oj-note"><a id="ntr1-L_2019001EN.01000101-E0001" href="#ntc1-L_2019001EN.01000101-E0001">(<span class="oj-super">1</span>)</a>\xa0\xa0<a href="./../../oj/C_2019001.html">OJ C 1, 3.1.2019, p. 7</a>.</p>'
        '<p class="oj-note"><a id="ntr2-L_2019001EN.01000101-E0002" href="#ntc2-L_2019001EN.01000101-E0002">(<span class="oj-super">2</span>)</a>\xa0\xa0Not yet published.</p>',
        notes=(("1", 1, "OJ C 1, 3.1.2019, p. 7."), ("2", 1, "Not yet published.")),
        says=("Having regard to the treaty[1], and the opinion[2],",),
    ),
    Case(
        "eur-lex--star-and-number",
        by="EUR-Lex in amendments: a star before the number tells the quoted act's notes from the act's own",
        text='<p class="oj-normal">The following is inserted: “boats of the coast <a id="ntc*1-L_2019001EN" href="#ntr*1-L_2019001EN">(<span class="oj-super">*1</span>)</a>” and the act <a id="ntc1-L_2019001EN" href="#ntr1-L_2019001EN">(<span class="oj-super">1</span>)</a> is amended.</p>',
        after='<p class="oj-note"><a id="ntr1-L_2019001EN" href="#ntc1-L_2019001EN">(<span class="oj-super">1</span>)</a> OJ L 9, p. 1.</p><p class="oj-note"><a id="ntr*1-L_2019001EN" href="#ntc*1-L_2019001EN">(<span class="oj-super">*1</span>)</a> Under ten metres.</p>',
        notes=(("*1", 1, "Under ten metres."), ("1", 1, "OJ L 9, p. 1.")),
        engine="*1 and 1 are read as one label",
    ),
    Case(
        "legislation-uk--f-labels-before-the-words",
        by="the United Kingdom's statute book: F1 before the changed words, notes in groups of amendments with headings",
        text='<p class="LegP1Text"><a class="LegCommentaryLink" href="#commentary-key-91ab" title="View the commentary text for this item" id="reference-key-91ab">F1</a><span class="LegChangeDelimiter">[</span>A pilot may refuse<span class="LegChangeDelimiter">]</span> to board a vessel on fire'
        '<a class="LegCommentaryLink" href="#commentary-key-77cd" title="View the commentary text for this item" id="reference-key-77cd">F2</a>.</p>',
        after='<div class="LegAnnotations"><p class="LegAnnotationsHeading">Textual Amendments</p>'
        '<div class="LegCommentaryItem" id="commentary-key-91ab"><span class="LegCommentaryType"><a href="#reference-key-91ab" title="Go back to reference for this commentary item">F1</a></span><p class="LegCommentaryPara"><span class="LegCommentaryText">Words substituted (1.4.1931) by the Ports Act, s. 4</span></p></div>'
        '<div class="LegCommentaryItem" id="commentary-key-77cd"><span class="LegCommentaryType"><a href="#reference-key-77cd" title="Go back to reference for this commentary item">F2</a></span><p class="LegCommentaryPara"><span class="LegCommentaryText">Words omitted (1.4.1931) by the Ports Act, s. 5</span></p></div></div>',
        notes=(
            ("F1", 1, "Words substituted (1.4.1931) by the Ports Act, s. 4"),
            ("F2", 1, "Words omitted (1.4.1931) by the Ports Act, s. 5"),
        ),
    ),
    Case(
        "lii--name-pairs",
        by="Cornell's Legal Information Institute: names with REF, brackets inside, a div a note under the section",
        text='<p>The vessel shall stop<sup><a class="footnote" href="#FN-1" name="FN-1REF">[1]</a></sup> when hailed<sup><a class="footnote" href="#FN-2" name="FN-2REF">[2]</a></sup>.</p>',
        after='<div class="footnotes"><hr><div class="footnote"><sup><a name="FN-1" href="#FN-1REF">[1]</a></sup>\u2002So in original. Probably should be “heave to”.</div><div class="footnote"><sup><a name="FN-2" href="#FN-2REF">[2]</a></sup>\u2002See References in Text note below.</div></div>',
        notes=(
            ("1", 1, "So in original. Probably should be “heave to”."),
            ("2", 1, "See References in Text note below."),
        ),
    ),
    Case(
        "justia--footnote-word-and-paragraphs-below",
        by="Justia's Supreme Court pages: the marker is [Footnote 1], and so is a line of its own above the note's paragraphs",
        text='<p>Salvage is a reward <a name="T1" href="#F1">[Footnote 1]</a> and not a wage. <a name="T2" href="#F2">[Footnote 2]</a></p>',
        after='<div id="footnotes"><p><a name="F1" href="#T1">[Footnote 1]</a></p><p>As was held of the brig <em>Ann</em>.</p><p>The rule is older.</p><p><a name="F2" href="#T2">[Footnote 2]</a></p><p>But see the dissent.</p></div>',
        notes=(("1", 1, "As was held of the brig Ann. The rule is older."), ("2", 1, "But see the dissent.")),
        says=("Salvage is a reward[1] and not a wage.[2]",),
    ),
    Case(
        "courtlistener--label-attribute",
        by="CourtListener: a div with a label and its number as the way back, before paragraphs",
        text='<p>He was asleep<a class="footnote" href="#fn1" id="fn1_ref">1</a> at the tiller<a class="footnote" href="#fn2" id="fn2_ref">2</a>.</p>',
        after='<div class="footnotes"><div class="footnote" id="fn1" label="1"><a class="footnote" href="#fn1_ref">1</a><p>So the mate swore.</p><p>The cook did not.</p></div><div class="footnote" id="fn2" label="2"><a class="footnote" href="#fn2_ref">2</a><p>Or beside it.</p></div></div>',
        notes=(("1", 1, "So the mate swore. The cook did not."), ("2", 1, "Or beside it.")),
    ),
    Case(
        "caselaw--aside-with-data-label-and-stars",
        by="case law scans in HTML: asides with data-label, a star before the numbers start, page numbers between stars",
        text='<p>Before the court sat<a class="footnotemark" href="#footnote_1_1" id="ref_footnote_1_1">*</a> the bell rang<a class="footnotemark" href="#footnote_1_2" id="ref_footnote_1_2">1</a> <a id="p614" href="#p614" data-label="614" data-citation-index="1" class="page-label">*614</a>twice.</p>',
        after='<aside class="footnote" data-label="*" id="footnote_1_1"><a href="#ref_footnote_1_1">*</a><p>Fenn, J., took no part.</p></aside><aside class="footnote" data-label="1" id="footnote_1_2"><a href="#ref_footnote_1_2">1</a><p>By custom.</p></aside>',
        notes=(("*", 1, "Fenn, J., took no part."), ("1", 1, "By custom.")),
    ),
    Case(
        "bailii--note-one-in-bold",
        by="BAILII: a bracketed number in the text, “Note 1” in bold before the note, [Back] after it",
        text='<p>The anchor was let go <a name="back1" href="#note1">[1]</a> in six fathoms <a name="back2" href="#note2">[2]</a>.</p>',
        after='<p><b><a name="note1"></a>Note 1</b>\xa0\xa0 By whom was not proved.\xa0\xa0 <a href="#back1">[Back]</a></p><p><b><a name="note2"></a>Note 2</b>\xa0\xa0 Counsel said seven.\xa0\xa0 <a href="#back2">[Back]</a></p>',
        notes=(("1", 1, "By whom was not proved."), ("2", 1, "Counsel said seven.")),
    ),
    Case(
        "austlii--fnb-names",
        by="AustLII and its sisters: fnB names for the way back, brackets in both links",
        text='<p>The reef was charted<a href="#fn1"><sup>[1]</sup></a><a name="fnB1"></a> and lost<a href="#fn2"><sup>[2]</sup></a><a name="fnB2"></a> again.</p>',
        after='<hr><p><a name="fn1"></a><a href="#fnB1">[1]</a> <i>Notices</i>, 1870, 12.</p><p><a name="fn2"></a><a href="#fnB2">[2]</a> Ibid 44.</p>',
        notes=(("1", 1, "Notices, 1870, 12."), ("2", 1, "Ibid 44.")),
    ),
    Case(
        "canada--footnote-referrer",
        by="Canada's web toolkit: words for the ear in marker and way back, dt and dd, the way back in a paragraph of its own",
        text='<p>The wharf is closed<sup id="fn1-rf"><a class="fn-lnk" href="#fn1"><span class="wb-inv">Footnote </span>1</a></sup> in winter<sup id="fn2-rf"><a class="fn-lnk" href="#fn2"><span class="wb-inv">Footnote </span>2</a></sup>.</p>',
        after='<aside class="wb-fnote" role="note"><h2 id="fn">Footnotes</h2><dl><dt>Footnote 1</dt><dd id="fn1"><p>To vessels over nine metres.</p><p class="fn-rtn"><a href="#fn1-rf"><span class="wb-inv">Return to footnote </span>1<span class="wb-inv"> referrer</span></a></p></dd>'
        '<dt>Footnote 2</dt><dd id="fn2"><p>From November.</p><p class="fn-rtn"><a href="#fn2-rf"><span class="wb-inv">Return to footnote </span>2<span class="wb-inv"> referrer</span></a></p></dd></dl></aside>',
        notes=(("1", 1, "To vessels over nine metres."), ("2", 1, "From November.")),
        says=("The wharf is closed[1] in winter[2].",),
    ),
    Case(
        "gov-uk--footnote-word-in-brackets",
        by="GOV.UK: kramdown with the word inside the marker, and a label that says where the arrow goes",
        text='<p>Licences are free<sup id="fnref:1" role="doc-noteref"><a href="#fn:1" class="govuk-link" rel="footnote">[footnote 1]</a></sup> for a year<sup id="fnref:2" role="doc-noteref"><a href="#fn:2" class="govuk-link" rel="footnote">[footnote 2]</a></sup>.</p>',
        after='<div class="footnotes" role="doc-endnotes"><ol><li id="fn:1" role="doc-endnote"><p>To residents. <a href="#fnref:1" class="govuk-link" role="doc-backlink" aria-label="go to where this is referenced">↩</a></p></li><li id="fn:2" role="doc-endnote"><p>From the day of issue. <a href="#fnref:2" class="govuk-link" role="doc-backlink" aria-label="go to where this is referenced">↩</a></p></li></ol></div>',
        notes=(("1", 1, "To residents."), ("2", 1, "From the day of issue.")),
    ),
    Case(
        "fedlex--notes-under-each-article",
        by="Switzerland's statute book: a block of notes under each article, numbering that runs through",
        text='<article id="art_1"><h6 class="heading"><a href="#art_1">Art. 1</a></h6><div class="collapseable"><p>Boats carry a lamp.<sup><a href="#fn-d7e41" id="fnbck-d7e41">1</a></sup></p><div class="footnotes"><p id="fn-d7e41"><sup><a href="#fnbck-d7e41">1</a></sup> Since the law of 2 May 1901.</p></div></div></article>'
        '<article id="art_2"><h6 class="heading"><a href="#art_2">Art. 2</a></h6><div class="collapseable"><p>Rafts carry two.<sup><a href="#fn-d7e55" id="fnbck-d7e55">2</a></sup></p><div class="footnotes"><p id="fn-d7e55"><sup><a href="#fnbck-d7e55">2</a></sup> Amended in 1910.</p></div></div></article>',
        notes=(("1", 1, "Since the law of 2 May 1901."), ("2", 1, "Amended in 1910.")),
        says=("Boats carry a lamp.[1]", "Rafts carry two.[2]"),
    ),
    Case(
        "central-bank--return-to-text-in-italics",
        by="the Federal Reserve's pages: an empty anchor, the number, the note, an italic way back in words",
        text='<p>Prices of rope rose<a href="#fn1" title="footnote 1" name="f1"><sup>1</sup></a> and fell<a href="#fn2" title="footnote 2" name="f2"><sup>2</sup></a>.</p>',
        after='<hr><p class="footnotes"><a name="fn1" id="fn1"></a>1. By a tenth. <a href="#f1" title="footnote 1"><em>Return to text</em></a></p><p class="footnotes"><a name="fn2" id="fn2"></a>2. See table 4 in the annex. <a href="#f2" title="footnote 2"><em>Return to text</em></a></p>',
        notes=(("1", 1, "By a tenth."), ("2", 1, "See table 4 in the annex.")),
    ),
    Case(
        "hudoc--vertical-align-spans",
        by="the Court of Human Rights' pages, made from Word: a raised span inside the link, brackets in the notes only",
        text='<p class="s8"><span class="s9">The applicant was a pilot</span><a href="#_ftn1" name="_ftnref1" style="text-decoration:none"><span style="font-size:8pt; vertical-align:super">1</span></a><span class="s9">, and then</span><a href="#_ftn2" name="_ftnref2"><span style="vertical-align:super">2</span></a><span class="s9"> was not.</span></p>',
        after='<hr style="width:33%; height:1px; text-align:left" /><div id="_ftn1"><p class="s20"><a href="#_ftnref1" style="text-decoration:none"><span style="vertical-align:super">[1]</span></a><span class="s9">. Licensed in 1988.</span></p></div><div id="_ftn2"><p class="s20"><a href="#_ftnref2"><span style="vertical-align:super">[2]</span></a><span class="s9">. From 3 May 1997.</span></p></div>',
        notes=(("1", 1, "Licensed in 1988."), ("2", 1, "From 3 May 1997.")),
    ),
    Case(
        "companies--round-brackets-and-a-table-of-notes",
        by="filings to exchanges: (1) raised and unlinked in the text, notes in a table whose first cell is the number",
        text="<p>Revenue<sup>(1)</sup> rose by a third, and the fleet<sup>(2)</sup> by two boats.</p>",
        after='<table style="border:none"><tr><td>(1)</td><td>Without the sale of the yard.</td></tr><tr><td>(2)</td><td>One is a barge.</td></tr></table>',
        notes=(("1", 1, "Without the sale of the yard."), ("2", 1, "One is a barge.")),
        says=("Revenue[1] rose by a third, and the fleet[2] by two boats.",),
    ),
    Case(
        "law-review--several-paragraphs-and-notes-in-notes",
        by="law reviews: long notes with paragraphs and a call from one note to another",
        text='<p>The rule has two roots<sup><a href="#fnt-1" id="fnr-1">1</a></sup> and one fruit<sup><a href="#fnt-2" id="fnr-2">2</a></sup>.</p>',
        after='<ol class="notes"><li id="fnt-1"><p>The first is custom.</p><p>The second is greed; see <a href="#fnt-2">note 2</a>. <a href="#fnr-1">↑</a></p></li><li id="fnt-2"><p>Litigation. Compare note 1 <em>supra</em>. <a href="#fnr-2">↑</a></p></li></ol>',
        notes=(
            ("1", 1, "The first is custom. The second is greed; see note 2."),
            ("2", 1, "Litigation. Compare note 1 supra."),
        ),
    ),
    Case(
        "parliament--n-dot-labels",
        by="parliaments' reports: “n. 1” as marker and label, linked one way",
        text='<p>The committee met twice (<a href="#note_1">n. 1</a>) and dined once (<a href="#note_2">n. 2</a>).</p>',
        after='<h4>Notes</h4><p id="note_1">n. 1. In the chandler\'s loft.</p><p id="note_2">n. 2. At its own expense.</p>',
        notes=(("1", 1, "In the chandler's loft."), ("2", 1, "At its own expense.")),
    ),
)
def test_law(case: Case) -> None:
    check(case)
