"""Notes as word processors and book tools write them when they save a web page."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "word--save-as-web-page",
        by="Word's full web page: conditional comments around each number, mso-element divs, the list's separator",
        text="<p class=MsoNormal>The chandler kept two books.<a style='mso-footnote-id:ftn1' href=\"#_ftn1\" name=\"_ftnref1\" title=\"\"><span class=MsoFootnoteReference><span lang=EN-GB><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference><span lang=EN-GB style='font-size:12.0pt;mso-ansi-language:EN-GB'>[1]</span></span><![endif]></span></span></span></a> "
        'The second was never found.<a style=\'mso-footnote-id:ftn2\' href="#_ftn2" name="_ftnref2" title=""><span class=MsoFootnoteReference><span style=\'mso-special-character:footnote\'><![if !supportFootnotes]><span class=MsoFootnoteReference>[2]</span><![endif]></span></span></a></p>',
        after="<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width=\"33%\"><![endif]>"
        "<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href=\"#_ftnref1\" name=\"_ftn1\" title=\"\"><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference>[1]</span><![endif]></span></span></a> One for the parish.</p></div>"
        "<div style='mso-element:footnote' id=ftn2><p class=MsoFootnoteText><a style='mso-footnote-id:ftn2' href=\"#_ftnref2\" name=\"_ftn2\" title=\"\"><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference>[2]</span><![endif]></span></span></a><span lang=EN-GB> See the trial of 1841.</span></p></div></div>",
        notes=(("1", 1, "One for the parish."), ("2", 1, "See the trial of 1841.")),
        says=("The chandler kept two books.[1] The second was never found.[2]",),
    ),
    Case(
        "word--footnotes-and-endnotes-together",
        by="Word: footnotes in digits and endnotes in roman numerals, each in a list of its own",
        text='<p class=MsoNormal>The mole was begun in May<a href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><sup>1</sup></span></a> '
        'and ended<a href="#_edn1" name="_ednref1" title=""><span class=MsoEndnoteReference><sup>i</sup></span></a> in June<a href="#_edn2" name="_ednref2" title=""><span class=MsoEndnoteReference><sup>ii</sup></span></a> of the next year.</p>',
        after='<div><hr align=left size=1 width="33%"><div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1" title=""><sup>1</sup></a> The third.</p></div></div>'
        '<div><hr align=left size=1 width="33%"><div id=edn1><p class=MsoEndnoteText><a href="#_ednref1" name="_edn1" title=""><sup>i</sup></a> With a feast.</p></div>'
        '<div id=edn2><p class=MsoEndnoteText><a href="#_ednref2" name="_edn2" title=""><sup>ii</sup></a> The fifth.</p></div></div>',
        notes=(("1", 1, "The third."), ("i", 1, "With a feast."), ("ii", 1, "The fifth.")),
        says=("begun in May[1] and ended[i] in June[ii] of the next year.",),
    ),
    Case(
        "word--addresses-of-a-disk",
        by="Word and Outlook, pasted into an editor: the links lead to a file on the author's disk",
        text='<p>The dredger sank<a title="" href="file:///C:/Users/Ann/Desktop/Varn%20final.docx#_ftn1" name="_ftnref1">[1]</a> at its mooring'
        '<a title="" href="file:///C:/Users/Ann/Desktop/Varn%20final.docx#_ftn2" name="_ftnref2">[2]</a>.</p>',
        after='<hr size="1" width="33%" /><div><p><a title="" href="file:///C:/Users/Ann/Desktop/Varn%20final.docx#_ftnref1" name="_ftn1">[1]</a> In calm weather.</p></div>'
        '<div><p><a title="" href="file:///C:/Users/Ann/Desktop/Varn%20final.docx#_ftnref2" name="_ftn2">[2]</a> It was raised in a week.</p></div>',
        notes=(("1", 1, "In calm weather."), ("2", 1, "It was raised in a week.")),
    ),
    Case(
        "word--names-lost-in-pasting",
        by="Word, pasted into an editor that dropped the names: links that lead nowhere, and the list all the same",
        text='<p>The pilots drew lots<a href="#_ftn1">[1]</a> for the night watch<a href="#_ftn2">[2]</a>.</p>',
        after='<p><a href="#_ftnref1">[1]</a> With marked straws.</p><p><a href="#_ftnref2">[2]</a> From dusk to the first gull.</p>',
        notes=(("1", 1, "With marked straws."), ("2", 1, "From dusk to the first gull.")),
        says=("The pilots drew lots[1] for the night watch[2].",),
    ),
    Case(
        "word--names-sanitised-to-prefixed-ids",
        by="Word, cleaned by a sanitiser that puts a prefix before ids and forgets the links",
        text='<p>A boom closed the harbour<a href="#_ftn1" id="user-content-_ftnref1" title="">[1]</a> at night<a href="#_ftn2" id="user-content-_ftnref2" title="">[2]</a>.</p>',
        after='<hr><p><a href="#_ftnref1" id="user-content-_ftn1" title="">[1]</a> Of chained logs.</p><p><a href="#_ftnref2" id="user-content-_ftn2" title="">[2]</a> From nine to five.</p>',
        notes=(("1", 1, "Of chained logs."), ("2", 1, "From nine to five.")),
    ),
    Case(
        "libreoffice--endnotes-in-roman",
        by="LibreOffice's export of endnotes: sdendnote names, the number as roman, a title that says where it leads",
        text='<p>She weighed the herring<a class="sdendnoteanc" name="sdendnote1anc" href="#sdendnote1sym"><sup>i</sup></a> and the coal<a class="sdendnoteanc" name="sdendnote2anc" href="#sdendnote2sym"><sup>ii</sup></a>.</p>',
        after='<div id="sdendnote1"><p class="sdendnote"><a class="sdendnotesym" name="sdendnote1sym" href="#sdendnote1anc">i</a> By the cran.</p></div>'
        '<div id="sdendnote2"><p class="sdendnote"><a class="sdendnotesym" name="sdendnote2sym" href="#sdendnote2anc">ii</a> By the chaldron.</p>\n<p class="sdendnote">Twice.</p></div>',
        notes=(("i", 1, "By the cran."), ("ii", 1, "By the chaldron. Twice.")),
    ),
    Case(
        "google-docs--published-with-comments",
        by="Google Docs, published: notes in brackets, and readers' comments with letters by the same mechanism",
        text='<p class="c1"><span class="c0">The buoy was painted red</span><sup class="c0"><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span class="c0"> and rung by the waves.</span><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>',
        after='<hr class="c7"><div><p class="c2"><a href="#ftnt_ref1" id="ftnt1">[1]</a><span class="c5">&nbsp;Until the war.</span></p><p class="c2 c9"><span class="c5"></span></p></div>'
        '<div class="c6"><p class="c8"><a href="#cmnt_ref1" id="cmnt1">[a]</a><span class="c0">Is there a photograph?</span></p></div>',
        notes=(("1", 1, "Until the war."), ("a", 1, "Is there a photograph?")),
    ),
    Case(
        "mammoth--arrow-up",
        by="Mammoth, which turns .docx into HTML: notes in one ordered list, an arrow at their end",
        text='<p>The ropemaker went blind<sup><a href="#doc-42-footnote-2" id="doc-42-footnote-ref-2">[1]</a></sup> and worked on<sup><a href="#doc-42-endnote-2" id="doc-42-endnote-ref-2">[2]</a></sup>.</p>',
        after='<ol><li id="doc-42-footnote-2"><p> In 1820. <a href="#doc-42-footnote-ref-2">↑</a></p></li><li id="doc-42-endnote-2"><p> By touch. <a href="#doc-42-endnote-ref-2">↑</a></p></li></ol>',
        notes=(("1", 1, "In 1820."), ("2", 1, "By touch.")),
    ),
    Case(
        "ckeditor--letters-for-several-calls",
        by="CKEditor's footnotes plugin: a caret, or letters when a note is called again, then the note in cite",
        text='<p>Bread was baked on board<sup data-footnote-id="k2p9x"><a href="#footnote-1" id="footnote-marker-1-1" rel="footnote">[1]</a></sup> or ashore'
        '<sup data-footnote-id="w7d0q"><a href="#footnote-2" id="footnote-marker-2-1" rel="footnote">[2]</a></sup>, twice a week<sup data-footnote-id="k2p9x"><a href="#footnote-1" id="footnote-marker-1-2" rel="footnote">[1]</a></sup>.</p>',
        after='<section class="footnotes"><header><h2>Footnotes</h2></header><ol>'
        '<li data-footnote-id="k2p9x" id="footnote-1"><sup><a href="#footnote-marker-1-1">a</a>,<a href="#footnote-marker-1-2">b</a></sup><cite>In a brick oven.</cite></li>'
        '<li data-footnote-id="w7d0q" id="footnote-2"><sup><a href="#footnote-marker-2-1">^</a></sup><cite>At Tanner\'s.</cite></li></ol></section>',
        notes=(("1", 2, "In a brick oven."), ("2", 1, "At Tanner's.")),
    ),
    Case(
        "scrivener--bracketed-both-ways",
        by="Scrivener's compile to HTML: brackets on both ends, paragraphs after a rule",
        text='<p>It was the coldest winter <a name="scrivfnref1" href="#scrivfn1">[1]</a> on record <a name="scrivfnref2" href="#scrivfn2">[2]</a>.</p>',
        after='<hr><p><a name="scrivfn1" href="#scrivfnref1">[1]</a> Of that century.</p><p><a name="scrivfn2" href="#scrivfnref2">[2]</a> At the customs house, that is.</p>',
        notes=(("1", 1, "Of that century."), ("2", 1, "At the customs house, that is.")),
        says=("It was the coldest winter[1] on record[2].",),
    ),
    Case(
        "kindle--filepos",
        by="Kindle books turned back into HTML: both ends are byte positions, the number is the link",
        text='<p class="calibre1">The governor left at night<a id="filepos1204"></a><a href="#filepos88120"><sup class="calibre4">1</sup></a> by the postern<a id="filepos1391"></a><a href="#filepos88340"><sup class="calibre4">2</sup></a>.</p>',
        after='<p class="calibre5"><a id="filepos88120"></a><a href="#filepos1204"><span class="underline">1</span></a>. His trunk followed.</p><p class="calibre5"><a id="filepos88340"></a><a href="#filepos1391"><span class="underline">2</span></a>. Now walled up.</p>',
        notes=(("1", 1, "His trunk followed."), ("2", 1, "Now walled up.")),
    ),
    Case(
        "calibre--notes-in-a-table-like-div-pair",
        by="Calibre conversions of print layouts: the number in one div, the note in the next, floated",
        text='<p>The organ was brought by sea<sup><a id="rfn7" href="#fn7">7</a></sup> and paid for late<sup><a id="rfn8" href="#fn8">8</a></sup>.</p>',
        after='<div class="notes"><div class="n"><div class="num"><a id="fn7" href="#rfn7">7</a></div><div class="txt">In eleven crates.</div></div><div class="n"><div class="num"><a id="fn8" href="#rfn8">8</a></div><div class="txt">In eleven years.</div></div></div>',
        notes=(("7", 1, "In eleven crates."), ("8", 1, "In eleven years.")),
    ),
    Case(
        "finereader--page-feet-in-the-flow",
        by="Scans read by OCR software: each page's notes stand at its foot, between paragraphs, and restart there",
        text="<p>The bishop's barge was gilded<sup>1</sup> and leaked<sup>2</sup>.</p><hr><p><sup>1</sup> At his own cost.</p><p><sup>2</sup> From the first day.</p>"
        "<p>His successor went on foot<sup>1</sup> to the end of his days.</p><hr><p><sup>1</sup> Except in snow.</p>",
        notes=(("1", 1, "At his own cost."), ("2", 1, "From the first day."), ("1", 1, "Except in snow.")),
        says=("gilded[1] and leaked[2].", "His successor went on foot[1] to the end of his days."),
    ),
    Case(
        "epub--rearnotes-from-another-file-merged",
        by="EPUB chapters merged into one page: the links still name the file of the notes",
        text='<p>The mint was closed<a epub:type="noteref" href="../Text/notes.xhtml#en12" id="enr12" class="noteref">12</a> and sold<a epub:type="noteref" href="../Text/notes.xhtml#en13" id="enr13" class="noteref">13</a>.</p>',
        after='<section epub:type="rearnotes"><h2>Notes</h2><div epub:type="rearnote" id="en12"><p><a href="../Text/chapter3.xhtml#enr12">12</a>. Its dies were drowned.</p></div><div epub:type="rearnote" id="en13"><p><a href="../Text/chapter3.xhtml#enr13">13</a>. To a brewer.</p></div></section>',
        notes=(("12", 1, "Its dies were drowned."), ("13", 1, "To a brewer.")),
        kinds=("endnote", "endnote"),
    ),
    Case(
        "apple-pages--sup-links-to-paragraph-styles",
        by="Apple Pages' EPUB: footnote text in an aside at the end of each chapter, a paragraph style for its mark",
        text='<p class="s1"><span>The jetty was of oak</span><sup><a id="endnote-link-1" class="endnote-link" href="#endnote-1" epub:type="noteref">1</a></sup><span>, the piles of elm.</span></p>',
        after='<aside id="endnote-1" epub:type="endnote"><p class="s7"><a href="#endnote-link-1"><span class="c3">1</span></a><span class="c3"> From the royal wood.</span></p></aside>',
        notes=(("1", 1, "From the royal wood."),),
    ),
    Case(
        "onenote--star-lines",
        by="Outlook and OneNote pages: a person types stars, and lines of stars below",
        text="<p>The price was two marks* a barrel, or three** in Lent.</p>",
        after="<p>* Of the old coinage.</p><p>** When nobody haggled.</p>",
        notes=(("*", 1, "Of the old coinage."), ("**", 1, "When nobody haggled.")),
        says=("two marks[*] a barrel, or three[**] in Lent.",),
    ),
)
def test_word_processor(case: Case) -> None:
    check(case)
