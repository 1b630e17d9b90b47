"""Notes as generators of documentation, blogs and books write them: a marker and a list, made by a machine."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "asciidoctor--called-again",
        by="Asciidoctor's HTML5 converter: the second call of a named note is a footnoteref without an id",
        text='<p>Tar was boiled on the quay.<sup class="footnote">[<a id="_footnoteref_1" class="footnote" href="#_footnotedef_1" title="View footnote.">1</a>]</sup> '
        'Pitch was dearer.<sup class="footnote">[<a id="_footnoteref_2" class="footnote" href="#_footnotedef_2" title="View footnote.">2</a>]</sup> '
        'Both burned well.<sup class="footnoteref">[<a class="footnote" href="#_footnotedef_1" title="View footnote.">1</a>]</sup></p>',
        after='<div id="footnotes"><hr>'
        '<div class="footnote" id="_footnotedef_1"><a href="#_footnoteref_1">1</a>. In copper kettles.</div>'
        '<div class="footnote" id="_footnotedef_2"><a href="#_footnoteref_2">2</a>. By a third, says the tariff.</div></div>',
        notes=(("1", 2, "In copper kettles."), ("2", 1, "By a third, says the tariff.")),
        says=("Tar was boiled on the quay.[1] Pitch was dearer.[2] Both burned well.[1]",),
    ),
    Case(
        "dokuwiki--number-and-bracket",
        by="DokuWiki: a number with one bracket, high, both ways; the note's text in a div of its own",
        text='<p>The mole was built of slag<sup><a href="#fn__1" id="fnt__1" class="fn_top">1)</a></sup> and later faced'
        '<sup><a href="#fn__2" id="fnt__2" class="fn_top">2)</a></sup> with granite.</p>',
        after='<div class="footnotes"><div class="fn"><sup><a href="#fnt__1" id="fn__1" class="fn_bot">1)</a></sup>\n'
        '<div class="content">From the old smelter.</div></div>\n'
        '<div class="fn"><sup><a href="#fnt__2" id="fn__2" class="fn_bot">2)</a></sup>\n'
        '<div class="content">In two summers, by convicts.</div></div></div>',
        notes=(("1", 1, "From the old smelter."), ("2", 1, "In two summers, by convicts.")),
        says=("built of slag[1] and later faced[2] with granite.",),
    ),
    Case(
        "dokuwiki--two-in-a-row",
        by="DokuWiki: neighbouring notes with a comma that stands high between them",
        text='<p>The bell was cast twice<sup><a href="#fn__1" id="fnt__1" class="fn_top">1)</a></sup><sup>,</sup>'
        '<sup><a href="#fn__2" id="fnt__2" class="fn_top">2)</a></sup> in one year.</p>',
        after='<div class="footnotes"><div class="fn"><sup><a href="#fnt__1" id="fn__1" class="fn_bot">1)</a></sup>\n'
        '<div class="content">The first had a flaw.</div></div>\n'
        '<div class="fn"><sup><a href="#fnt__2" id="fn__2" class="fn_bot">2)</a></sup>\n'
        '<div class="content">Both times by night.</div></div></div>',
        notes=(("1", 1, "The first had a flaw."), ("2", 1, "Both times by night.")),
    ),
    Case(
        "sphinx--footnote-brackets-in-spans",
        by="docutils 0.18 and later, Sphinx: hidden brackets in spans of their own, the ways back in a bracket after the label",
        text='<p>Oakum was picked by hand<a class="footnote-reference brackets" href="#id5" id="id1" role="doc-noteref"><span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></a> '
        'in the workhouse<a class="footnote-reference brackets" href="#id6" id="id2" role="doc-noteref"><span class="fn-bracket">[</span>2<span class="fn-bracket">]</span></a> '
        'and aboard<a class="footnote-reference brackets" href="#id5" id="id3" role="doc-noteref"><span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></a>.</p>',
        after='<aside class="footnote-list brackets">'
        '<aside class="footnote brackets" id="id5" role="doc-footnote"><span class="label"><span class="fn-bracket">[</span>1<span class="fn-bracket">]</span></span>'
        '<span class="backrefs">(<a role="doc-backlink" href="#id1">1</a>,<a role="doc-backlink" href="#id3">2</a>)</span><p>From old rope.</p></aside>'
        '<aside class="footnote brackets" id="id6" role="doc-footnote"><span class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href="#id2">2</a><span class="fn-bracket">]</span></span>'
        "<p>Until the inspector came.</p><p>He came late.</p></aside></aside>",
        notes=(("1", 2, "From old rope."), ("2", 1, "Until the inspector came. He came late.")),
        says=("picked by hand[1] in the workhouse[2] and aboard[1].",),
    ),
    Case(
        "sphinx--citation-with-letters",
        by="Sphinx: a citation is called by its key in brackets, and defined in a list with the key as its label",
        text='<p>The tariff is printed in full <a class="reference internal" href="#mer04" id="id7"><span>[Mer04]</span></a>, '
        'and the pilots\' oath in part <a class="reference internal" href="#oss11" id="id8"><span>[Oss11]</span></a>.</p>',
        after='<div role="list" class="citation-list">'
        '<div class="citation" id="mer04" role="doc-biblioentry"><span class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href="#id7">Mer04</a><span class="fn-bracket">]</span></span><p>A. Merle, <cite>Tariffs of the north coast</cite>, 2004.</p></div>'
        '<div class="citation" id="oss11" role="doc-biblioentry"><span class="label"><span class="fn-bracket">[</span><a role="doc-backlink" href="#id8">Oss11</a><span class="fn-bracket">]</span></span><p>J. Ossel, <cite>Oaths</cite>, 2011.</p></div></div>',
        notes=(
            ("Mer04", 1, "A. Merle, Tariffs of the north coast, 2004."),
            ("Oss11", 1, "J. Ossel, Oaths, 2011."),
        ),
        says=("printed in full[Mer04], and the pilots' oath in part[Oss11].",),
    ),
    Case(
        "tex4ht--anchors-apart",
        by="TeX4ht (make4ht): the anchors stand apart from the marks, and the way back is the mark in the note",
        text="<p class='noindent'>A rope of four strands<span class='footnote-mark'><a href='#fn1x0' id='fn1x0-bk'><sup class='textsuperscript'>1</sup></a></span><a id='x1-2f1'></a> "
        "holds longer than one of three<span class='footnote-mark'><a href='#fn2x0' id='fn2x0-bk'><sup class='textsuperscript'>2</sup></a></span><a id='x1-3f2'></a>.</p>",
        after="<div class='footnotes'><a id='x1-2x1'></a><p class='noindent'><span class='footnote-mark'><a href='#fn1x0-bk' id='fn1x0'><sup class='textsuperscript'>1</sup></a></span>"
        "<span class='ec-lmr-8'>Shroud-laid, with a heart.</span></p>"
        "<a id='x1-3x2'></a><p class='indent'><span class='footnote-mark'><a href='#fn2x0-bk' id='fn2x0'><sup class='textsuperscript'>2</sup></a></span>"
        "<span class='ec-lmr-8'>Hawser-laid.</span></p></div>",
        notes=(("1", 1, "Shroud-laid, with a heart."), ("2", 1, "Hawser-laid.")),
    ),
    Case(
        "latex2html--page-bottom-htmlfootnote",
        by="LaTeX2HTML: names on anchors, the number in a sup, notes in a dl whose dt is dots and a link",
        text='<p>The kiln was fired with peat<A NAME="tex2html1"\n  HREF="#foot12"><SUP>1</SUP></A> for a week<A NAME="tex2html2"\n  HREF="#foot15"><SUP>2</SUP></A>.</p>',
        after='<BR><HR><H4>Footnotes</H4><DL><DT><A NAME="foot12">... peat</A><A\n HREF="#tex2html1"><SUP>1</SUP></A></DT><DD>Cut in May.\n\n</DD>'
        '<DT><A NAME="foot15">... week</A><A\n HREF="#tex2html2"><SUP>2</SUP></A></DT><DD>Day and night.\n\n</DD></DL>',
        notes=(("1", 1, "Cut in May."), ("2", 1, "Day and night.")),
    ),
    Case(
        "quarto--citeproc-numbers",
        by="pandoc and Quarto with a numeric citation style: doc-biblioref to entries with a margin and a text",
        text='<p>Salt was taxed twice <span class="citation" data-cites="marl1901">[<a href="#ref-marl1901" role="doc-biblioref">1</a>]</span> '
        'and smuggled often <span class="citation" data-cites="oss1911 marl1901">[<a href="#ref-marl1901" role="doc-biblioref">1</a>, <a href="#ref-oss1911" role="doc-biblioref">2</a>]</span>.</p>',
        after='<div id="refs" class="references csl-bib-body" data-entry-spacing="0" role="list">'
        '<div id="ref-marl1901" class="csl-entry" role="listitem"><div class="csl-left-margin">[1] </div><div class="csl-right-inline">A. Marl, <em>Salt</em>, Varn, 1901.</div></div>'
        '<div id="ref-oss1911" class="csl-entry" role="listitem"><div class="csl-left-margin">[2] </div><div class="csl-right-inline">J. Ossel, <em>Contraband</em>, Varn, 1911.</div></div></div>',
        notes=(("1", 2, "A. Marl, Salt, Varn, 1901."), ("2", 1, "J. Ossel, Contraband, Varn, 1911.")),
        says=("Salt was taxed twice[1] and smuggled often[1][2].",),
    ),
    Case(
        "quarto--margin-references",
        by="Quarto with reference-location: margin: the note hangs in a column beside the text, hidden from no reader",
        text='<p>The tide tables were wrong.<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref" data-bs-toggle="tooltip"><sup>1</sup></a></p>'
        '<div class="no-row-height column-margin column-container"><div id="fn1"><p><sup>1</sup>&nbsp;By an hour, all year.</p></div></div>',
        notes=(("1", 1, "By an hour, all year."),),
        says=("The tide tables were wrong.[1]",),
    ),
    Case(
        "bookdown--notes-and-bracketed-way-back",
        by="R bookdown's gitbook: pandoc's notes with a linked arrow in the last paragraph, the list in a div",
        text='<p>The census of 1890 left out the islands<a href="#fn1" class="footnote-ref" id="fnref1"><sup>1</sup></a>, '
        'as did the map<a href="#fn2" class="footnote-ref" id="fnref2"><sup>2</sup></a>.</p>',
        after='<div class="footnotes"><hr /><ol start="1"><li id="fn1"><p>Two families lived there.<a href="varn.html#fnref1" class="footnote-back">↩︎</a></p></li>'
        '<li id="fn2"><p>It says:</p><blockquote><p>Here be rocks.</p></blockquote><p>Nothing more.<a href="varn.html#fnref2" class="footnote-back">↩︎</a></p></li></ol></div>',
        notes=(("1", 1, "Two families lived there."), ("2", 1, "It says: Here be rocks. Nothing more.")),
    ),
    Case(
        "distill--note-and-its-listing",
        by="Distill v2 after its script ran: the note in the sentence, its number in a shadow tree, and the list with the same words and a way back",
        text='<p>The fog signal<d-footnote id="d-footnote-1">It was a gun first.</d-footnote> was heard inland<d-footnote id="d-footnote-2">At Merrow, eleven miles off.</d-footnote>.</p>',
        after='<d-appendix><d-footnote-list><h3 id="footnotes">Footnotes</h3><ol>'
        '<li id="d-footnote-1-listing">It was a gun first.<a class="footnote-backlink" href="#d-footnote-1">[↩]</a></li>'
        '<li id="d-footnote-2-listing">At Merrow, eleven miles off.<a class="footnote-backlink" href="#d-footnote-2">[↩]</a></li></ol></d-footnote-list></d-appendix>',
        notes=(("1", 1, "It was a gun first."), ("2", 1, "At Merrow, eleven miles off.")),
        says=("The fog signal[1] was heard inland[2].",),
    ),
    Case(
        "distill--citations-by-key",
        by="Distill v2: an empty d-cite whose key is the id of an item in the list of references; the number is drawn in a shadow tree",
        text='<p>The current was measured by bottle<d-cite key="tarn99"></d-cite> and by float<d-cite key="oss03"></d-cite>.</p>',
        after='<d-appendix><d-citation-list><h3 id="references">References</h3><ol class="references" id="references-list">'
        '<li id="tarn99"><span class="title">On bottles</span> <br>Tarn, B., 1999. Coast Papers, Vol 3, pp. 1–9.</li>'
        '<li id="oss03"><span class="title">On floats</span> <br>Ossel, J., 2003. Coast Papers, Vol 7, pp. 20–31.</li></ol></d-citation-list></d-appendix>',
        notes=(
            ("1", 1, "On bottles Tarn, B., 1999. Coast Papers, Vol 3, pp. 1–9."),
            ("2", 1, "On floats Ossel, J., 2003. Coast Papers, Vol 7, pp. 20–31."),
        ),
        says=("by bottle[1] and by float[2].",),
    ),
    Case(
        "markdown-it--bracketed-sup",
        by="markdown-it-footnote: the brackets are inside the link, sub-numbers tell repeated calls apart",
        text='<p>Ice was cut in blocks<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup> and stored in straw'
        '<sup class="footnote-ref"><a href="#fn1" id="fnref1:1">[1:1]</a></sup> under the hill<sup class="footnote-ref"><a href="#fn2" id="fnref2">[2]</a></sup>.</p>',
        after='<hr class="footnotes-sep"><section class="footnotes"><ol class="footnotes-list">'
        '<li id="fn1" class="footnote-item"><p>Of two feet. <a href="#fnref1" class="footnote-backref">↩︎</a> <a href="#fnref1:1" class="footnote-backref">↩︎</a></p></li>'
        '<li id="fn2" class="footnote-item"><p>It is there still. <a href="#fnref2" class="footnote-backref">↩︎</a></p></li></ol></section>',
        notes=(("1", 2, "Of two feet."), ("2", 1, "It is there still.")),
    ),
    Case(
        "remark--user-content-and-hidden-heading",
        by="remark-rehype as in Docusaurus, Astro, Next: a heading only for screen readers, prefixed ids, several arrows with a number",
        text='<p>A gull was kept as a pet<sup><a href="#user-content-fn-gull" id="user-content-fnref-gull" data-footnote-ref="true" aria-describedby="footnote-label">1</a></sup> '
        'and so was a seal<sup><a href="#user-content-fn-gull" id="user-content-fnref-gull-2" data-footnote-ref="true" aria-describedby="footnote-label">1</a></sup>.</p>',
        after='<section data-footnotes="true" class="footnotes"><h2 class="anchor sr-only" id="footnote-label">Footnotes<a href="#footnote-label" class="hash-link" aria-label="Direct link to Footnotes" title="Direct link to Footnotes">​</a></h2>'
        '<ol><li id="user-content-fn-gull"><p>Both were named after aldermen. <a href="#user-content-fnref-gull" data-footnote-backref="" aria-label="Back to reference 1" class="data-footnote-backref">↩</a> '
        '<a href="#user-content-fnref-gull-2" data-footnote-backref="" aria-label="Back to reference 1-2" class="data-footnote-backref">↩<sup>2</sup></a></p></li></ol></section>',
        notes=(("1", 2, "Both were named after aldermen."),),
        says=("kept as a pet[1] and so was a seal[1].",),
    ),
    Case(
        "docbook--id-ftn",
        by="DocBook XSL: sup inside the link both ways, ids on the anchors, ftn. before the id of the note",
        text='<p>The lamp burned colza<a href="#ftn.lamp1" class="footnote" name="lamp1"><sup class="footnote">[1]</sup></a> and then paraffin'
        '<a href="#ftn.lamp2" class="footnote" name="lamp2"><sup class="footnote">[2]</sup></a>.</p>',
        after='<div class="footnotes"><br/><hr style="width:100; text-align:left;margin-left: 0"/>'
        '<div id="ftn.lamp1" class="footnote"><p><a href="#lamp1" class="para"><sup class="para">[1] </sup></a>From rape seed.</p></div>'
        '<div id="ftn.lamp2" class="footnote"><p><a href="#lamp2" class="para"><sup class="para">[2] </sup></a>After the fire.</p><p>It smoked less.</p></div></div>',
        notes=(("1", 1, "From rape seed."), ("2", 1, "After the fire. It smoked less.")),
    ),
    Case(
        "dita-ot--letters-after-sup",
        by="DITA Open Toolkit: a named pair of anchors around a sup, notes as divs at the end",
        text='<p class="p">Nets were tanned<a name="fnsrc_1" href="#fntarg_1"><sup>1</sup></a> every spring<a name="fnsrc_2" href="#fntarg_2"><sup>2</sup></a>.</p>',
        after='<div class="fn"><a name="fntarg_1" href="#fnsrc_1"><sup>1</sup></a>  In oak bark.</div><div class="fn"><a name="fntarg_2" href="#fnsrc_2"><sup>2</sup></a>  After Easter.</div>',
        notes=(("1", 1, "In oak bark."), ("2", 1, "After Easter.")),
    ),
    Case(
        "obsidian-publish--data-footref",
        by="Obsidian's reading view and Publish: data attributes, ids with a hash in their middle, a return sign",
        text='<p>The reef has two names<sup data-footnote-id="fnref-1-8ef2" class="footnote-ref" id="fnref-1-8ef2"><a href="#fn-1-8ef2" class="footnote-link" target="_blank" rel="noopener nofollow">[1]</a></sup> '
        'and three wrecks<sup data-footnote-id="fnref-2-8ef2" class="footnote-ref" id="fnref-2-8ef2"><a href="#fn-2-8ef2" class="footnote-link" target="_blank" rel="noopener nofollow">[2]</a></sup>.</p>',
        after='<section class="footnotes"><hr><ol><li data-line="0" data-footnote-id="fn-1-8ef2" id="fn-1-8ef2"><p>One is rude.<a href="#fnref-1-8ef2" class="footnote-backref footnote-link" target="_blank" rel="noopener nofollow">↩︎</a></p></li>'
        '<li data-line="1" data-footnote-id="fn-2-8ef2" id="fn-2-8ef2"><p>That are known.<a href="#fnref-2-8ef2" class="footnote-backref footnote-link">↩︎</a></p></li></ol></section>',
        notes=(("1", 1, "One is rude."), ("2", 1, "That are known.")),
    ),
    Case(
        "littlefoot--button-beside-hidden-original",
        by="littlefoot, saved after its script ran: a button with dots or a number, and the old marker hidden by a class",
        text='<p>The ferry ran on Sundays<sup id="fnref:1" class="littlefoot littlefoot--print"><a href="#fn:1" rel="footnote">1</a></sup>'
        '<span class="littlefoot__container" data-footnote-container="true"><button id="lf-fnref:1" data-footnote-reference="fnref:1" class="littlefoot__button" data-footnote-button="true" data-footnote-id="1" data-footnote-number="1" aria-expanded="false" aria-label="Footnote 1" title="See Footnote 1">1</button></span> too.</p>',
        after='<div class="footnotes littlefoot--print"><ol><li id="fn:1" class="littlefoot--print"><p>In summer. <a href="#fnref:1" class="reversefootnote">↩</a></p></li></ol></div>',
        notes=(("1", 1, "In summer."),),
        says=("The ferry ran on Sundays[1] too.",),
    ),
    Case(
        "mkdocs--tooltip-and-list",
        by="Material for MkDocs: Python-Markdown's list with a prefix per page, way back with a title, an hr before it",
        text='<p>A signal was a cone<sup id="fnref:cone"><a class="footnote-ref" href="#fn:cone">1</a></sup> or a drum<sup id="fnref:drum"><a class="footnote-ref" href="#fn:drum">2</a></sup> '
        'or, once, a coat<sup id="fnref2:cone"><a class="footnote-ref" href="#fn:cone">1</a></sup>.</p>',
        after='<div class="footnote"><hr /><ol><li id="fn:cone"><p>Point up for north.&#160;<a class="footnote-backref" href="#fnref:cone" title="Jump back to footnote 1 in the text">&#8617;</a>'
        '<a class="footnote-backref" href="#fnref2:cone" title="Jump back to footnote 1 in the text">&#8617;</a></p></li>'
        '<li id="fn:drum"><p>For a gale.&#160;<a class="footnote-backref" href="#fnref:drum" title="Jump back to footnote 2 in the text">&#8617;</a></p></li></ol></div>',
        notes=(("1", 2, "Point up for north."), ("2", 1, "For a gale.")),
    ),
    Case(
        "multimarkdown--notes-and-citations",
        by="MultiMarkdown 6: footnotes high in brackets' stead, citations in brackets, each kind in a list of its own from 1",
        text='<p>A bar shut the mouth<a href="#fn:1" id="fnref:1" title="see footnote" class="footnote"><sup>1</sup></a> at low water '
        '<a href="#cn:1" id="cnref:1" title="see citation" class="citation">(1)</a>.</p>',
        after='<div class="footnotes"><hr /><ol><li id="fn:1"><p>Of shingle. <a href="#fnref:1" title="return to body" class="reversefootnote">&#160;&#8617;&#xFE0E;</a></p></li></ol></div>'
        '<div class="citations"><hr /><ol><li id="cn:1"><p>B. Tarn, Pilotage, p. 4. <a href="#cnref:1" title="return to body" class="reversecitation">&#160;&#8617;&#xFE0E;</a></p></li></ol></div>',
        notes=(("1", 1, "Of shingle."), ("1", 1, "B. Tarn, Pilotage, p. 4.")),
    ),
    Case(
        "tiddlywiki--footnotes-widget",
        by="TiddlyWiki's note plugins: the marker is a button that opens a box, the list is made by a counter with no link back",
        text='<p>The quay was cobbled<sup class="fnote"><button class="tc-btn-invisible" title="From the ballast heaps.">1</button></sup> in spring.</p>',
        notes=(("1", 1, "From the ballast heaps."),),
    ),
    Case(
        "scribble--notebox-without-a-number",
        by="Scribble (Racket): a note stands beside the text in nested spans, its number raised before both",
        text='<p>He carried a slate<span class="NoteBox"><span class="NoteContent">For the day\'s soundings.</span></span> at all times.</p>',
        notes=(("1", 1, "For the day's soundings."),),
        engine="NoteBox and NoteContent say no body",
    ),
    Case(
        "org-mode--footdef",
        by="Org mode's HTML export: divs of footdef with a sup around the linked number and the text in a div",
        text='<p>The log lists whales<sup><a id="fnr.1" class="footref" href="#fn.1" role="doc-backlink">1</a></sup> and ice<sup>, </sup><sup><a id="fnr.2" class="footref" href="#fn.2" role="doc-backlink">2</a></sup>.</p>',
        after='<div id="footnotes"><h2 class="footnotes">Footnotes: </h2><div id="text-footnotes">'
        '<div class="footdef"><sup><a id="fn.1" class="footnum" href="#fnr.1" role="doc-backlink">1</a></sup> <div class="footpara" role="doc-footnote"><p class="footpara">Seven, that year.</p></div></div>'
        '<div class="footdef"><sup><a id="fn.2" class="footnum" href="#fnr.2" role="doc-backlink">2</a></sup> <div class="footpara" role="doc-footnote"><p class="footpara">Until May.</p></div></div></div></div>',
        notes=(("1", 1, "Seven, that year."), ("2", 1, "Until May.")),
    ),
    Case(
        "org-mode--author-and-year-stays-text",
        by="Org mode with a CSL style: citations link to anchors inside the entries of a csl-bib-body",
        text='<p>Fog is noted daily (<a href="#citeproc_bib_item_1">Merle 2004</a>).</p>',
        after='<style>.csl-entry{text-indent: -1.5em; margin-left: 1.5em;}</style><h2>References</h2><div class="csl-bib-body">'
        '<div class="csl-entry"><a id="citeproc_bib_item_1"></a>Merle, A. 2004. <i>Fog</i>. Varn: Quay Press.</div></div>',
        says=("Fog is noted daily (Merle 2004).", "Merle, A. 2004. Fog. Varn: Quay Press."),
    ),
    Case(
        "notion--typed-numbers-and-a-bold-word",
        by="Notion, exported as HTML: plain numbers that a person typed, and a last list under a bold word",
        text='<p class="">The crane was turned by two men in a wheel.[1] It lifted a ton.[2]</p>',
        after='<p class=""><strong>Notes</strong></p><p class="">[1] They were paid by the hour.</p><p class="">[2] On a good day.</p>',
        notes=(("1", 1, "They were paid by the hour."), ("2", 1, "On a good day.")),
        says=("in a wheel.[1] It lifted a ton.[2]",),
    ),
)
def test_generator(case: Case) -> None:
    check(case)
