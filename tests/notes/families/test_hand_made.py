"""Notes as people write them into HTML by hand: essays, old pages, blogs without a plugin."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "essays--brackets-in-font-around-a-link",
        by="essay sites made with old shop builders: grey brackets around a linked number, names and br in the notes",
        text='<p>A town is an argument about water. <font color="#999999">[<a href="#f1n"><font color="#999999">1</font></a>]</font> '
        'It is won by the dead. <font color="#999999">[<a href="#f2n"><font color="#999999">2</font></a>]</font></p>',
        after='<b>Notes</b><br /><br />[<a name="f1n"><font color=#000000>1</font></a>]\nThe phrase is the harbour master\'s.<br /><br />'
        '[<a name="f2n"><font color=#000000>2</font></a>]\nWho own the wells.<br /><br />Much obliged to Ann Merle for reading this.<br /><br />',
        notes=(("1", 1, "The phrase is the harbour master's."), ("2", 1, "Who own the wells.")),
        says=("A town is an argument about water.[1] It is won by the dead.[2]",),
    ),
    Case(
        "essays--names-after-the-number",
        by="hand-made pages of the nineties: names in capitals, a way back in words at each end",
        text='<P>The chart shows a shoal<A NAME="back1" HREF="#note1"><SUP>(1)</SUP></A> that is not there<A NAME="back2" HREF="#note2"><SUP>(2)</SUP></A>.</P>',
        after='<HR><H3>Footnotes</H3><P><A NAME="note1"></A>(1) Off the western head. <A HREF="#back1">Return to text</A><P><A NAME="note2"></A>(2) Or not at low water. <A HREF="#back2">Return to text</A>',
        notes=(("1", 1, "Off the western head."), ("2", 1, "Or not at low water.")),
        says=("The chart shows a shoal[1] that is not there[2].",),
    ),
    Case(
        "blog--back-to-post-in-brackets",
        by="bloggers without a plugin: a way back that says [back], ids with the date in them",
        text='<p>He owned one coat.<sup id="fnr1-2011-03-04"><a href="#fn1-2011-03-04">1</a></sup> It was green.<sup id="fnr2-2011-03-04"><a href="#fn2-2011-03-04">2</a></sup></p>',
        after='<div class="footnotes"><ol><li id="fn1-2011-03-04"><p>And a hat. <a href="#fnr1-2011-03-04">[back]</a></p></li><li id="fn2-2011-03-04"><p>Or had been. <a href="#fnr2-2011-03-04">[back]</a></p></li></ol></div>',
        notes=(("1", 1, "And a hat."), ("2", 1, "Or had been.")),
    ),
    Case(
        "blogger--name-anchors-and-br",
        by="Blogger posts by hand: sup around a link, a name beside it, notes as lines of one block",
        text='<p>The school had a boat<a name="top1"></a><sup><a href="#foot1">1</a></sup> and no books<a name="top2"></a><sup><a href="#foot2">2</a></sup>.</p>',
        after='<div>---<br /><span style="font-size: small;"><a name="foot1"></a>1. A skiff. <a href="#top1">↩</a><br /><a name="foot2"></a>2. Until the fire; then fewer. <a href="#top2">↩</a></span></div>',
        notes=(("1", 1, "A skiff."), ("2", 1, "Until the fire; then fewer.")),
    ),
    Case(
        "typepad--asterisks-linked",
        by="Typepad and Movable Type posts: stars that link to starred paragraphs",
        text='<p>The mayor swam<a href="#star" name="starback">*</a> every morning, and the clerk<a href="#dagger" name="daggerback">†</a> timed him.</p>',
        after='<p><a name="star"></a>* In wool. <a href="#starback">^</a></p><p><a name="dagger"></a>† With an egg glass. <a href="#daggerback">^</a></p>',
        notes=(("*", 1, "In wool."), ("†", 1, "With an egg glass.")),
        says=("The mayor swam[*] every morning, and the clerk[†] timed him.",),
    ),
    Case(
        "squarespace--anchor-blocks",
        by="Squarespace pages: code blocks hold the anchors, the notes are paragraphs with a linked number",
        text='<p class="">Lamps were trimmed at eight.<sup><a href="#note-1">1</a></sup> The trimmer had a ladder.<sup><a href="#note-2">2</a></sup></p><div class="sqs-block"><div id="ref-1"></div></div>',
        after='<div class="sqs-block html-block"><div class="sqs-html-content"><h4>Endnotes</h4><p id="note-1" class="">1. By the town clock.</p><p id="note-2" class="">2. Still in the museum.</p></div></div>',
        notes=(("1", 1, "By the town clock."), ("2", 1, "Still in the museum.")),
    ),
    Case(
        "medium--typed-superscripts",
        by="Medium and Substack imports: superscript characters that the author typed, lines that open with them",
        text="<p>The first catch went to the poor.¹ The second went to the priest.²</p>",
        after="<p>¹ Or should have.</p><p>² Who sold it.</p>",
        notes=(("1", 1, "Or should have."), ("2", 1, "Who sold it.")),
        says=("The first catch went to the poor.[1] The second went to the priest.[2]",),
    ),
    Case(
        "medium--brackets-and-one-paragraph-of-br",
        by="Medium posts: numbers in brackets, all notes in one paragraph with line ends",
        text="<p>There were nine bells [1] in the tower, and one ringer [2].</p>",
        after="<p><strong>Footnotes:</strong><br>[1] Ten, before the crack.<br>[2] With long arms.</p>",
        notes=(("1", 1, "Ten, before the crack."), ("2", 1, "With long arms.")),
        says=("There were nine bells[1] in the tower, and one ringer[2].",),
    ),
    Case(
        "tumblr--small-and-rule",
        by="Tumblr posts: sup numbers, and small print below a rule in one paragraph",
        text="<p>My aunt kept the toll gate<sup>1</sup>, and a goose<sup>2</sup>.</p>",
        after="<hr><p><small><sup>1</sup> Until they tarred the road.</small></p><p><small><sup>2</sup> To bite bailiffs.</small></p>",
        notes=(("1", 1, "Until they tarred the road."), ("2", 1, "To bite bailiffs.")),
    ),
    Case(
        "note-word--linked-words",
        by="institutions' pages: the marker is a word, [Note 1], and the list says Note 1: at the start",
        text='<p>The grant was spent on lamps <a href="#n1" id="t1">[Note 1]</a> and on oil <a href="#n2" id="t2">[Note 2]</a>.</p>',
        after='<h3>Notes</h3><p id="n1"><strong>Note 1:</strong> Of tin. <a href="#t1">Back to text</a></p><p id="n2"><strong>Note 2:</strong> Seal oil. <a href="#t2">Back to text</a></p>',
        notes=(("Note 1", 1, "Of tin."), ("Note 2", 1, "Seal oil.")),
    ),
    Case(
        "fn-label--fn1",
        by="law blogs: FN1 in brackets, the same letters before each note",
        text='<p>A wreck belongs to its owner <a name="FNR1" href="#FN1">[FN1]</a> for a year and a day <a name="FNR2" href="#FN2">[FN2]</a>.</p>',
        after='<p><a name="FN1" href="#FNR1">FN1</a>. If he is found.</p><p><a name="FN2" href="#FNR2">FN2</a>. Counted from the storm.</p>',
        notes=(("FN1", 1, "If he is found."), ("FN2", 1, "Counted from the storm.")),
    ),
    Case(
        "way-back-first--arrow-before-text",
        by="theme authors: the way back stands at the front of the note as an arrow, the number after it",
        text='<p>Three families own the slip<a id="b1" href="#e1"><sup>1</sup></a>, and lend it<a id="b2" href="#e2"><sup>2</sup></a>.</p>',
        after='<p id="e1"><a href="#b1">↑</a> 1. Two, since May.</p><p id="e2"><a href="#b2">↑</a> 2. For a salmon.</p>',
        notes=(("1", 1, "Two, since May."), ("2", 1, "For a salmon.")),
    ),
    Case(
        "way-back-in-the-middle",
        by="editors who add a remark after the link back",
        text='<p>The weir broke in the flood<sup><a id="w1" href="#wn1">1</a></sup> of that spring.</p>',
        after='<h3>Notes</h3><ol><li id="wn1">It had been patched with doors. <a href="#w1">↩</a> <em>Added in March:</em> and with a pulpit.</li></ol>',
        notes=(("1", 1, "It had been patched with doors. Added in March: and with a pulpit."),),
    ),
    Case(
        "languages--german-zurueck",
        by="German pages by hand: a way back in words",
        text='<p>Das Salz war teuer<a id="a1" href="#f1"><sup>1</sup></a> und grau<a id="a2" href="#f2"><sup>2</sup></a>.</p>',
        after='<h3>Fußnoten</h3><p id="f1">1 Drei Mark der Sack. <a href="#a1">Zurück zum Text</a></p><p id="f2">2 Vom Ruß der Siede. <a href="#a2">Zurück zum Text</a></p>',
        notes=(("1", 1, "Drei Mark der Sack."), ("2", 1, "Vom Ruß der Siede.")),
    ),
    Case(
        "languages--french-retour",
        by="French pages by hand: a space before the marker, a way back in brackets",
        text='<p>Le sel était cher <a id="r1" href="#n1">(1)</a> et gris <a id="r2" href="#n2">(2)</a>.</p>',
        after='<p><b>Notes</b></p><p id="n1">(1) Trois marks le sac. <a href="#r1">[retour]</a></p><p id="n2">(2) De la suie. <a href="#r2">[retour]</a></p>',
        notes=(("1", 1, "Trois marks le sac."), ("2", 1, "De la suie.")),
    ),
    Case(
        "round-brackets--unlinked",
        by="French and Italian reviews: (1) in the text, (1) at the start of the paragraphs below, nothing linked",
        text="<p>The island has no trees (1) and one law (2), which nobody has broken (3).</p>",
        after="<p>Notes</p><p>(1) The last was a mast.</p><p>(2) It is about goats.</p><p>(3) In writing.</p>",
        notes=(("1", 1, "The last was a mast."), ("2", 1, "It is about goats."), ("3", 1, "In writing.")),
        says=("The island has no trees[1] and one law[2], which nobody has broken[3].",),
    ),
    Case(
        "lists--dl-of-numbers",
        by="archives' finding aids: a dl with the number in dt",
        text='<p>The box held letters<sup><a href="#dn1">1</a></sup> and a key<sup><a href="#dn2">2</a></sup>.</p>',
        after='<h2>Notes</h2><dl><dt id="dn1">1</dt><dd>To nobody in particular.</dd><dt id="dn2">2</dt><dd><p>Of brass.</p><p>To no known lock.</p></dd></dl>',
        notes=(("1", 1, "To nobody in particular."), ("2", 1, "Of brass. To no known lock.")),
    ),
    Case(
        "lists--table-with-number-cells",
        by="pages laid out with tables: the number in one cell, the note in the other, a way back around the number",
        text='<p>The clock ran slow<a name="tb1" href="#tn1"><sup>1</sup></a> and was loved<a name="tb2" href="#tn2"><sup>2</sup></a>.</p>',
        after='<table border="0"><tr><td valign="top"><a name="tn1" href="#tb1">1</a></td><td>By the length of a sermon.</td></tr><tr><td valign="top"><a name="tn2" href="#tb2">2</a></td><td>Except by the ferryman.</td></tr></table>',
        notes=(("1", 1, "By the length of a sermon."), ("2", 1, "Except by the ferryman.")),
    ),
    Case(
        "lists--br-run-after-rule-unlinked",
        by="newsletters: numbers high in the text, and after a rule one paragraph of lines",
        text="<p>The baker was deaf<sup>1</sup> and cheerful<sup>2</sup>; his wife was neither<sup>3</sup>.</p>",
        after="<hr><p>1. From the guns.<br>2. Before noon.<br>3. She says.</p>",
        notes=(("1", 1, "From the guns."), ("2", 1, "Before noon."), ("3", 1, "She says.")),
    ),
    Case(
        "lists--bold-endnotes-colon",
        by="think tanks: a bold word with a colon in a paragraph, an ordered list, numbers high and unlinked",
        text="<p>Half the fleet was insured.<sup>1</sup> The other half was not.<sup>2</sup></p>",
        after="<p><b>Endnotes:</b></p><ol><li>For half its worth.</li><li>Or said so.</li></ol>",
        notes=(("1", 1, "For half its worth."), ("2", 1, "Or said so.")),
    ),
    Case(
        "letters--lower-case-in-brackets",
        by="reference works: letters in brackets, both ways",
        text='<p>The name is older than the town<a href="#cl-a" id="cr-a">[a]</a>, and means heron<a href="#cl-b" id="cr-b">[b]</a>.</p>',
        after='<div class="explanatory"><p id="cl-a"><a href="#cr-a">[a]</a> By a century.</p><p id="cl-b"><a href="#cr-b">[b]</a> Or crane.</p></div>',
        notes=(("a", 1, "By a century."), ("b", 1, "Or crane.")),
    ),
    Case(
        "chapters--notes-after-each-heading",
        by="long reads in chapters: numbering starts again, ids carry the chapter",
        text='<h2>Spring</h2><p>They caulked the boats<sup><a href="#c1n1" id="c1r1">1</a></sup>.</p><h3>Notes</h3><ol><li id="c1n1">With oakum. <a href="#c1r1">↩</a></li></ol>'
        '<h2>Autumn</h2><p>They drew them up<sup><a href="#c2n1" id="c2r1">1</a></sup>.</p><h3>Notes</h3><ol><li id="c2n1">Before the first frost. <a href="#c2r1">↩</a></li></ol>',
        notes=(("1", 1, "With oakum."), ("1", 1, "Before the first frost.")),
        says=("They caulked the boats[1].", "They drew them up[1]."),
    ),
    Case(
        "two-lists--notes-and-references-from-one",
        by="essays with two apparatuses: notes in letters-like superscripts, sources in brackets, both from 1",
        text='<p>The fever came by ship<sup><a href="#note-1" id="nr-1">1</a></sup> in barrels [<a href="#ref-1">1</a>], and went by night<sup><a href="#note-2" id="nr-2">2</a></sup>, as fevers do [<a href="#ref-2">2</a>].</p>',
        after='<h2>Notes</h2><ol><li id="note-1">The Ann. <a href="#nr-1">↩</a></li><li id="note-2">Nobody saw it go. <a href="#nr-2">↩</a></li></ol>'
        '<h2>References</h2><ol><li id="ref-1">B. Tarn, <i>Fevers</i>, 1880.</li><li id="ref-2">J. Ossel, <i>More fevers</i>, 1882.</li></ol>',
        notes=(
            ("1", 1, "The Ann."),
            ("1", 1, "B. Tarn, Fevers, 1880."),
            ("2", 1, "Nobody saw it go."),
            ("2", 1, "J. Ossel, More fevers, 1882."),
        ),
    ),
    Case(
        "outside--list-below-the-comments",
        by="themes that print notes in a widget below the comments",
        text='<p>The tower leaned<sup><a href="#wfn-1" id="wfr-1">1</a></sup> to the east<sup><a href="#wfn-2" id="wfr-2">2</a></sup>.</p>',
        beyond='<section id="comments"><h2>2 comments</h2><ol class="comment-list"><li id="comment-1"><p>My uncle fell off it.</p></li><li id="comment-2"><p>So did mine.</p></li></ol></section>'
        '<aside class="widget"><h3>Footnotes</h3><ol><li id="wfn-1">By a yard. <a href="#wfr-1">↩</a></li><li id="wfn-2">Away from the sea. <a href="#wfr-2">↩</a></li></ol></aside>',
        notes=(("1", 1, "By a yard."), ("2", 1, "Away from the sea.")),
    ),
    Case(
        "outside--list-in-the-page-footer",
        by="company pages: legal notes in the page's own footer, called by unlinked numbers",
        text="<p>Our rope holds two tons.<sup>1</sup> It does not rot.<sup>2</sup></p>",
        beyond='<footer class="page-notes"><p><sup>1</sup> When dry.</p><p><sup>2</sup> In tests of ten years.</p></footer>',
        notes=(("1", 1, "When dry."), ("2", 1, "In tests of ten years.")),
    ),
    Case(
        "hidden--list-with-the-hidden-attribute",
        by="pages whose script shows a note when asked: the list has the hidden attribute",
        text='<p>The salt pans froze<sup><a href="#hn1" id="hr1">1</a></sup>.</p>',
        after='<div hidden><ol><li id="hn1">Sea water does, at the edges. <a href="#hr1">↩</a></li></ol></div>',
        notes=(("1", 1, "Sea water does, at the edges."),),
    ),
    Case(
        "hidden--aria-hidden-copies",
        by="accessible themes: the marker read aloud is hidden from sight and the seen one from ears",
        text='<p>The mast was stepped in rain<a href="#an1" id="ar1"><span class="visually-hidden">Footnote </span><sup aria-hidden="true">1</sup></a>.</p>',
        after='<ol class="notes"><li id="an1">A bad sign. <a href="#ar1" aria-label="Back to content"><span aria-hidden="true">⏎</span></a></li></ol>',
        notes=(("1", 1, "A bad sign."),),
    ),
    Case(
        "orphans--loaded-from-elsewhere",
        by="encyclopedias whose notes are on another page",
        text='<p>Opinion is divided<sup>[<a href="notes.html#1" name="note-1">1</a>]</sup> on the date<sup>[<a href="notes.html#2" name="note-2">2</a>]</sup>.</p>',
        missing=(("1", 1), ("2", 1)),
        says=("Opinion is divided[1] on the date[2].",),
    ),
    Case(
        "orphans--notes-never-loaded",
        by="pages that fetch their notes by script: roles and numbers, and no list",
        text='<p>The light failed<sup><a href="#note-1" role="doc-noteref" data-note-src="/api/notes/1">1</a></sup> once<sup><a href="#note-2" role="doc-noteref" data-note-src="/api/notes/2">2</a></sup>.</p>',
        missing=(("1", 1), ("2", 1)),
        says=("The light failed[1] once[2].",),
    ),
)
def test_hand_made(case: Case) -> None:
    check(case)
