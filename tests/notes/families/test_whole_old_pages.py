"""Pages of the first years of the web. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "1996-name-anchors-sup-br-upper-case",
        """<HTML><HEAD><TITLE>Huts</TITLE></HEAD><BODY BGCOLOR="#FFFFFF"><CENTER><H1>Huts</H1></CENTER>
<P>The ferry to Orrel leaves when the tide allows and not before. Old Benna has sold tickets from the same green hut since her father gave up the trade.
<P>Huts are green.<A HREF="#1"><SUP>1</SUP></A> Huts are warm.<A HREF="#2"><SUP>2</SUP></A>
<P>Her letters from that year are full of small purchases: thread, a kettle, paper for the windows. They say little about the war.
<HR><H3>Notes</H3><FONT SIZE=-1><A NAME="1">1. Except in Sarn.<BR><A NAME="2">2. When lit.<BR></FONT></BODY></HTML>""",
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
        shell=False,
    ),
    Whole(
        "font-size-minus-two-markers-and-notes",
        '<h1>Huts</h1>¶1<p>Huts are green.<font size="-2">1</font> Huts are warm.<font size="-2">2</font></p>¶2<hr><p><font size="-1"><font size="-2">1</font> Except in Sarn.</font></p><p><font size="-1"><font size="-2">2</font> When lit.</font></p>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "brackets-hr-dl",
        "<h1>Huts</h1>¶1<p>Huts are green [1]. Huts are warm [2].</p>¶2<hr><dl><dt>[1]<dd>Except in Sarn.<dt>[2]<dd>When lit.</dl>",
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "table-of-notes-with-spacer-cells",
        "<h1>Huts</h1>¶1<p>Huts are green.<sup>1</sup> Huts are warm.<sup>2</sup></p>¶2<table border=0><tr><td width=20 valign=top>1.</td><td>&nbsp;</td><td>Except in Sarn.</td></tr><tr><td valign=top>2.</td><td>&nbsp;</td><td>When lit.</td></tr></table>",
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "notes-in-pre",
        """<h1>Huts</h1>¶1<p>Huts are green [1]. Huts are warm [2].</p>¶2<hr><pre>
[1] Except in Sarn.
[2] When lit. It takes
    two hours.
</pre>""",
        notes="""1 = Except in Sarn.
2 = When lit. It takes two hours.""",
        calls="1 2",
    ),
    Whole(
        "whole-page-in-pre",
        """<pre>
                         HUTS

The ferry to Orrel leaves when the tide allows and not
before [1].  Old Benna has sold tickets from the same
green hut since her father gave up the trade [2].

Her letters from that year are full of small purchases:
thread, a kettle, paper for the windows.

Notes

[1] About twice a day.

[2] In the year of the flood.
</pre>""",
        notes="""1 = About twice a day.
2 = In the year of the flood.""",
        calls="1 2",
        engine="a page that is one pre is code",
    ),
    Whole(
        "frames-of-the-time-notes-at-bottom-each-with-return-word",
        '<h1>Huts</h1>¶1<p>Huts are green (<a href="#note1" name="back1">note 1</a>). Huts are warm (<a href="#note2" name="back2">note 2</a>).</p>¶2<h4>NOTES</h4><p><a name="note1"></a><b>Note 1:</b> Except in Sarn. <a href="#back1">Back</a></p><p><a name="note2"></a><b>Note 2:</b> When lit. <a href="#back2">Back</a></p>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "image-markers-with-alt",
        '<h1>Huts</h1>¶1<p>Huts are green.<a href="#n1" name="r1"><img src="fn1.gif" alt="1" border=0></a> Huts are warm.<a href="#n2" name="r2"><img src="fn2.gif" alt="2" border=0></a></p>¶2<p><a name="n1" href="#r1"><img src="fn1.gif" alt="1"></a> Except in Sarn.</p><p><a name="n2" href="#r2"><img src="fn2.gif" alt="2"></a> When lit.</p>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
        engine="labels that are pictures are not read",
    ),
    Whole(
        "usenet-slash-and-star-markers",
        "<h1>Huts</h1>¶1<p>Huts are green[*]. Huts are warm[**].</p>¶2<p>[*] Except in Sarn.</p><p>[**] When lit.</p>",
        notes="""* = Except in Sarn.
** = When lit.""",
        calls="* **",
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
