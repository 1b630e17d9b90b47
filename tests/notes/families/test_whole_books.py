"""Libraries of old books. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "gutenberg-fnanchor",
        '<h2>CHAPTER I</h2>¶1<p>Benna kept the hut.<a name="FNanchor_1_1" id="FNanchor_1_1"></a><a href="#Footnote_1_1" class="fnanchor">[1]</a> Her father was gone.<a name="FNanchor_A_2" id="FNanchor_A_2"></a><a href="#Footnote_A_2" class="fnanchor">[A]</a></p><p><span class="pagenum"><a name="Page_12" id="Page_12">[Pg 12]</a></span></p>¶2<div class="footnotes"><h3>FOOTNOTES:</h3><div class="footnote"><p><a name="Footnote_1_1" id="Footnote_1_1"></a><a href="#FNanchor_1_1"><span class="label">[1]</span></a> A green one.</p></div><div class="footnote"><p><a name="Footnote_A_2" id="Footnote_A_2"></a><a href="#FNanchor_A_2"><span class="label">[A]</span></a> To sea, it is thought.</p></div></div>',
        notes="""1 = A green one.
A = To sea, it is thought.""",
        calls="1 A",
    ),
    Whole(
        "gutenberg-notes-after-paragraphs",
        '<h2>CHAPTER I</h2>¶1<p>Benna kept the hut.<a id="FNanchor_1"></a><a href="#Footnote_1" class="fnanchor">[1]</a></p><div class="footnote"><p><a id="Footnote_1"></a><a href="#FNanchor_1"><span class="label">[1]</span></a> A green one:</p><div class="poem"><div class="stanza"><span class="i0">Green as the sea,<br /></span><span class="i2">green as can be.<br /></span></div></div></div>¶2<p>Her father was gone.<a id="FNanchor_2"></a><a href="#Footnote_2" class="fnanchor">[2]</a></p><div class="footnote"><p><a id="Footnote_2"></a><a href="#FNanchor_2"><span class="label">[2]</span></a> To sea.</p></div>¶3',
        notes="""1 = A green one: Green as the sea, green as can be.
2 = To sea.""",
        calls="1 2",
    ),
    Whole(
        "gutenberg-old-small-type",
        '<h3>CHAPTER I</h3>¶1<p>Benna kept the hut.<a href="#note1" name="noteref1"><small>1</small></a> Her father was gone.<a href="#note2" name="noteref2"><small>2</small></a></p>¶2<p><a name="note1"></a>[Footnote 1: A green one. <a href="#noteref1">(return)</a>]</p><p><a name="note2"></a>[Footnote 2: To sea. <a href="#noteref2">(return)</a>]</p>',
        notes="""1 = A green one.
2 = To sea.""",
        calls="1 2",
    ),
    Whole(
        "gutenberg-linknote",
        '<h2>CHAPTER I</h2>¶1<p>Benna kept the hut. <a href="#linknote-1" name="linknoteref-1" id="linknoteref-1"><small>1</small></a> Her father was gone. <a href="#linknote-2" name="linknoteref-2" id="linknoteref-2"><small>2</small></a></p>¶2<p class="footnote"><a name="linknote-1" id="linknote-1"></a><br /><a name="linknote-1"></a> 1 (<a href="#linknoteref-1">return</a>)<br /> [ A green one.]</p><p class="footnote"><a name="linknote-2" id="linknote-2"></a><br /> 2 (<a href="#linknoteref-2">return</a>)<br /> [ To sea.]</p>',
        notes="""1 = A green one.
2 = To sea.""",
        calls="1 2",
    ),
    Whole(
        "sacred-texts",
        '<center><h3>Of the Hut</h3></center>¶1<p>Benna kept the hut.<A NAME="fr_0"></A><A HREF="#fn_0"><FONT SIZE="1">1</FONT></A> Her father was gone.<A NAME="fr_1"></A><A HREF="#fn_1"><FONT SIZE="1">2</FONT></A></p><p><A NAME="page_13"><FONT SIZE=1 COLOR=GREEN>p. 13</FONT></A></p>¶2<HR><H3 ALIGN="CENTER">Footnotes</H3><P><A NAME="fn_0"></A><A HREF="hut01.htm#fr_0">12:1</A> A green one.</P><P><A NAME="fn_1"></A><A HREF="hut01.htm#fr_1">12:2</A> To sea.</P>',
        notes="""1 = A green one.
2 = To sea.""",
        calls="1 2",
    ),
    Whole(
        "ccel",
        '<div class="book-content"><h2>Of the Hut</h2>¶1<p id="i-p1">Benna kept the hut.<sup class="Note"><a id="fnf_i-p1.1" href="#fna_i-p1.1" class="Note">1</a></sup> Her father was gone.<sup class="Note"><a id="fnf_i-p1.2" href="#fna_i-p1.2" class="Note">2</a></sup></p>¶2<hr class="footnotes"><div class="footnotes"><div class="footnote"><a class="note" id="fna_i-p1.1" href="#fnf_i-p1.1">1</a><p class="endnote" id="i-p2">A green one.</p></div><div class="footnote"><a class="note" id="fna_i-p1.2" href="#fnf_i-p1.2">2</a><p class="endnote" id="i-p3">To sea.</p></div></div></div>',
        notes="""1 = A green one.
2 = To sea.""",
        calls="1 2",
    ),
    Whole(
        "marxists",
        '<h3>Of the Hut</h3>¶1<p>Benna kept the hut.<sup class="enote"><a href="#n1" name="f1">[1]</a></sup> Her father was gone.<sup class="anote"><a href="#n2" name="f2">[2*]</a></sup></p>¶2<hr class="section" size="1" noshade><h4>Notes</h4><p class="note"><a href="#f1" name="n1">1.</a> A green one.</p><p class="note"><a href="#f2" name="n2">2*.</a> To sea.</p>',
        notes="""1 = A green one.
2* = To sea.""",
        calls="1 2*",
    ),
    Whole(
        "vatican",
        '<div class="documento"><p align="center"><b>LETTER ON HUTS</b></p>¶1<p>Benna kept the hut.<a name="_ftnref1" href="#_ftn1" title="">[1]</a> Her father was gone.<a name="_ftnref2" href="#_ftn2" title=""><sup>[2]</sup></a></p>¶2<div><hr align="left" size="1" width="33%"><p><a name="_ftn1" href="#_ftnref1" title=""><span>[1]</span></a> A green one.</p><p><a name="_ftn2" href="#_ftnref2" title="">[2]</a> <i>To sea</i>, 3: <i>AAS</i> 9 (1900), 12.</p></div></div>',
        notes="""1 = A green one.
2 = To sea, 3: AAS 9 (1900), 12.""",
        calls="1 2",
    ),
    Whole(
        "lacuscurtius",
        '<h1>Of the Hut</h1>¶1<p class="justify"><span class="chapter"><a id="1" class="chapter">1</a></span> <a id="1.1" class="sec">1</a>Benna kept the hut.<a class="ref" id="ref1" href="#note1">1</a> <a id="1.2" class="sec">2</a>Her father was gone.<a class="ref" id="ref2" href="#note2">2</a></p>¶2<hr class="endnotes"><h2 class="footnotes">The Translator\'s Notes:</h2><p class="justify"><a class="note" id="note1" href="#ref1">1</a> A green one.</p><p class="justify"><a class="note" id="note2" href="#ref2">2</a> To sea.</p>',
        notes="""1 = A green one.
2 = To sea.""",
        calls="1 2",
        says=("Her father was gone.",),
    ),
    Whole(
        "bible-gateway-notes-and-cross-references",
        '<div class="passage-text"><h1 class="passage-display">The Hut</h1><div class="version-X result-text-style-normal text-html"><h3>The Hut Is Painted</h3><p class="chapter-1"><span class="text Hut-1-1"><span class="chapternum">1 </span>In the beginning was the hut<sup data-fn="#fen-X-1a" class="footnote" data-link=\'[&lt;a href="#fen-X-1a" title="See footnote a"&gt;a&lt;/a&gt;]\'>[<a href="#fen-X-1a" title="See footnote a">a</a>]</sup>, and the hut was green.<sup class="crossreference" data-cr="#cen-X-1A" data-link=\'(&lt;a href="#cen-X-1A"&gt;A&lt;/a&gt;)\'>(<a href="#cen-X-1A" title="See cross-reference A">A</a>)</sup></span> <span class="text Hut-1-2"><sup class="versenum">2 </sup>And the hut was warm.<sup data-fn="#fen-X-2b" class="footnote">[<a href="#fen-X-2b" title="See footnote b">b</a>]</sup></span></p>¶1¶2<div class="footnotes"><h4>Footnotes</h4><ol type="a"><li id="fen-X-1a"><a href="#en-X-1" title="Go to Hut 1:1">Hut 1:1</a> <span class="footnote-text">Or <i>shed</i></span></li><li id="fen-X-2b"><a href="#en-X-2" title="Go to Hut 1:2">Hut 1:2</a> <span class="footnote-text">Some add <i>at times</i></span></li></ol></div><div class="crossrefs hidden"><h4>Cross references</h4><ol type="A"><li id="cen-X-1A"><a href="#en-X-1">Hut 1:1</a> : <a class="crossref-link" href="/s">Sea 3:4</a></li></ol></div></div></div>',
        notes="""a = Hut 1:1 Or shed
b = Hut 1:2 Some add at times
A = Hut 1:1 : Sea 3:4""",
    ),
    Whole(
        "epigraph-blockquote-poem-and-heading-notes",
        '<article><h1>Of the Hut<sup><a href="#n1" id="r1">1</a></sup></h1><blockquote class="epigraph"><p>Green is the hut.<sup><a href="#n2" id="r2">2</a></sup></p></blockquote>¶1<div class="poem"><p>The sea is wide,<br>the hut is small,<sup><a href="#n3" id="r3">3</a></sup><br>and that is all.</p></div><figure><img src="hut.jpg" alt="A hut"><figcaption>The hut in spring.<sup><a href="#n4" id="r4">4</a></sup></figcaption></figure>¶2<h2>Notes</h2><ol><li id="n1">First told in Sarn. <a href="#r1">^</a></li><li id="n2">From a song. <a href="#r2">^</a></li><li id="n3">Some sing <q>tall</q>. <a href="#r3">^</a></li><li id="n4">Photograph by Wick. <a href="#r4">^</a></li></ol></article>',
        notes="""1 = First told in Sarn.
2 = From a song.
3 = Some sing tall.
4 = Photograph by Wick.""",
    ),
    Whole(
        "new-advent-italics-bracket-inline-translator-notes-are-no-notes",
        "<h1>Of the Hut</h1>¶1<p>Benna <em>[the elder]</em> kept the hut [<em>she</em> painted it], as [sic] was usual [see above].</p>¶2",
        calls="",
        says=("kept the hut [she painted it]",),
    ),
    Whole(
        "bartleby-right-margin-numbers",
        '<table><tr><td><h1>Of the Hut</h1></td></tr><tr><td>¶1</td><td></td></tr><tr><td>Benna kept the hut.<a href="#note12.1"><sup>1</sup></a> Her father was gone.<a href="#note12.2"><sup>2</sup></a></td><td align="right" valign="top"><a name="5"><i>&nbsp;&nbsp;5</i></a></td></tr><tr><td>¶2</td></tr><tr><td><a name="note12.1"><b>Note 1</b>.&nbsp;&nbsp;</a>A green one. [<a href="#txt1">back</a>]</td></tr><tr><td><a name="note12.2"><b>Note 2</b>.&nbsp;&nbsp;</a>To sea. [<a href="#txt2">back</a>]</td></tr></table>',
        notes="""1 = A green one.
2 = To sea.""",
        calls="1 2",
    ),
    Whole(
        "internet-classics-section-numbers-in-brackets-are-no-notes",
        "<h1>Of the Hut</h1><p>[1] Benna kept the hut. [2] Her father was gone. [3] The sea took him, they say.</p>¶1¶2<p>[4] And nobody asked again. [5] Such was the custom.</p>",
        calls="",
        says=("[1] Benna kept the hut.",),
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
