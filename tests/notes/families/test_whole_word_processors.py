"""Word processors and what people paste out of them. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "word-filtered",
        """<div class=WordSection1><p class=MsoTitle>Huts</p>¶1<p class=MsoNormal>Huts are green.<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference><span style='font-size:12.0pt'>[1]</span></span><![endif]></span></span></a> Huts are warm.<a style='mso-footnote-id:ftn2' href="#_ftn2" name="_ftnref2" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference>[2]</span><![endif]></span></span></a></p>¶2</div>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'><![if !supportFootnotes]><span class=MsoFootnoteReference>[1]</span><![endif]></span></span></a> Except in Sarn.<o:p></o:p></p></div><div style='mso-element:footnote' id=ftn2><p class=MsoFootnoteText><a style='mso-footnote-id:ftn2' href="#_ftnref2" name="_ftn2" title=""><span class=MsoFootnoteReference>[2]</span></a> When lit.</p><p class=MsoFootnoteText>Often they are not.</p></div></div>""",
        notes="""1 = Except in Sarn.
2 = When lit. Often they are not.""",
        calls="1 2",
    ),
    Whole(
        "word-endnotes-and-footnotes-together",
        '<div class=WordSection1><p class=MsoTitle>Huts</p>¶1<p class=MsoNormal>Huts are green.<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>*</span></a> Huts are warm.<a href="#_edn1" name="_ednref1"><span class=MsoEndnoteReference>[i]</span></a> Huts are small.<a href="#_edn2" name="_ednref2"><span class=MsoEndnoteReference>[ii]</span></a></p>¶2</div><div><br clear=all><hr align=left size=1 width="33%"><div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1"><span class=MsoFootnoteReference>*</span></a> Except in Sarn.</p></div></div><div><hr align=left size=1 width="33%"><div id=edn1><p class=MsoEndnoteText><a href="#_ednref1" name="_edn1"><span>[i]</span></a> When lit.</p></div><div id=edn2><p class=MsoEndnoteText><a href="#_ednref2" name="_edn2"><span>[ii]</span></a> By law.</p></div></div>',
        notes="""* = Except in Sarn.
i = When lit.
ii = By law.""",
        calls="* i ii",
    ),
    Whole(
        "word-pasted-into-cms-anchors-stripped-to-other-host",
        '<article><h1>Huts</h1>¶1<p>Huts are green.<a title="" href="file:///C:/Users/b/Temp/huts.docx#_ftn1" name="_ftnref1"><span class="MsoFootnoteReference">[1]</span></a> Huts are warm.<a title="" href="file:///C:/Users/b/Temp/huts.docx#_ftn2" name="_ftnref2">[2]</a></p>¶2<hr size="1" /><p class="MsoFootnoteText"><a title="" href="file:///C:/Users/b/Temp/huts.docx#_ftnref1" name="_ftn1">[1]</a> Except in Sarn.</p><p class="MsoFootnoteText"><a title="" href="file:///C:/Users/b/Temp/huts.docx#_ftnref2" name="_ftn2">[2]</a> When lit.</p></article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "word-pasted-into-cms-names-stripped",
        '<article><h1>Huts</h1>¶1<p>Huts are green.<a href="#_ftn1">[1]</a> Huts are warm.<a href="#_ftn2">[2]</a></p>¶2<p><a href="#_ftnref1">[1]</a> Except in Sarn.</p><p><a href="#_ftnref2">[2]</a> When lit.</p></article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "libreoffice",
        '<h1 class="western">Huts</h1>¶1<p class="western">Huts are green.<sup><a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></sup> Huts are warm.<a class="sdendnoteanc" name="sdendnote1anc" href="#sdendnote1sym"><sup>i</sup></a></p>¶2<div id="sdendnote1"><p class="sdendnote-western"><a class="sdendnotesym" name="sdendnote1sym" href="#sdendnote1anc">i</a>When lit.</p></div><div id="sdfootnote1"><p class="sdfootnote-western"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Except in Sarn.</p></div>',
        notes="""1 = Except in Sarn.
i = When lit.""",
        calls="1 i",
    ),
    Whole(
        "google-docs-published",
        '<div id="contents"><div class="c9 doc-content"><h1 class="c5" id="h.ab"><span class="c3">Huts</span></h1>¶1<p class="c2"><span class="c1">Huts are green.</span><sup class="c1"><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><span class="c1">&nbsp;Huts are warm.</span><sup class="c1"><a href="#ftnt2" id="ftnt_ref2">[2]</a></sup><span class="c1">&nbsp;Huts are small.</span><sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>¶2<hr class="c7"><div><p class="c6"><a href="#ftnt_ref1" id="ftnt1">[1]</a><span class="c4">&nbsp;Except in Sarn.</span></p></div><div><p class="c6"><a href="#ftnt_ref2" id="ftnt2">[2]</a><span class="c4">&nbsp;When lit.</span></p></div><div class="c11"><p class="c2"><a href="#cmnt_ref1" id="cmnt1">[a]</a><span class="c1">Are they?</span></p></div></div></div>',
        notes="""1 = Except in Sarn.
2 = When lit.
a = Are they?""",
        calls="1 2 a",
    ),
    Whole(
        "pages-export",
        '<div class="body"><p class="s1">Huts</p>¶1<p class="p2"><span class="c1">Huts are green.</span><a href="#footnote-1" id="footnote-ref-1" class="footnoteref"><span class="c2">1</span></a><span class="c1"> Huts are warm.</span><a href="#footnote-2" id="footnote-ref-2" class="footnoteref"><span class="c2">2</span></a></p>¶2<div class="footnotes"><p class="p3" id="footnote-1"><span class="c2">1</span><span class="c3"> Except in Sarn.</span></p><p class="p3" id="footnote-2"><span class="c2">2</span><span class="c3"> When lit.</span></p></div></div>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "abbyy-finereader",
        '<p><a name="bookmark0"></a><span class="font3" style="font-weight:bold;">HUTS</span></p>¶1<p><span class="font1">Huts are green.</span><sup><a name="footnote1"></a><a href="#bookmark1"><span class="font1">1</span></a></sup><span class="font1"> Huts are warm.</span><sup><a name="footnote2"></a><a href="#bookmark2"><span class="font1">2</span></a></sup></p>¶2<p><a href="#footnote1"><sup><a name="bookmark1"></a><span class="font0">1</span></sup></a><span class="font0"> &nbsp;&nbsp;&nbsp;Except in Sarn.</span></p><p><a href="#footnote2"><sup><a name="bookmark2"></a><span class="font0">2</span></sup></a><span class="font0"> &nbsp;&nbsp;&nbsp;When lit.</span></p>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "wordperfect-footer-spans-superscript-css",
        '<div><h1>Huts</h1>¶1<p>Huts are green.<span style="position:relative;top:-4pt;font-size:8pt">1</span> Huts are warm.<span style="position:relative;top:-4pt;font-size:8pt">2</span></p>¶2<p style="font-size:9pt"><span style="position:relative;top:-4pt;font-size:7pt">1</span> Except in Sarn.</p><p style="font-size:9pt"><span style="position:relative;top:-4pt;font-size:7pt">2</span> When lit.</p></div>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
