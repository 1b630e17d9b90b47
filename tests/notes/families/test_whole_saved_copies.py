"""Copies by readers, feeds, archives and print views. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "reader-mode-stripped-ids-links-to-site",
        '<div id="readability-page-1" class="page"><h1>Huts</h1>¶1<p>Huts are green.<sup><a href="https://huts.example/post/#fn1">1</a></sup> Huts are warm.<sup><a href="https://huts.example/post/#fn2">2</a></sup></p>¶2<hr><ol><li><p>Except in Sarn. <a href="https://huts.example/post/#fnref1">↩</a></p></li><li><p>When lit. <a href="https://huts.example/post/#fnref2">↩</a></p></li></ol></div>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "rss-copy-all-attributes-stripped",
        "<div><h1>Huts</h1>¶1<p>Huts are green.<sup>1</sup> Huts are warm.<sup>2</sup></p>¶2<hr><ol><li><p>Except in Sarn. ↩</p></li><li><p>When lit. ↩︎</p></li></ol></div>",
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "singlefile",
        """<!DOCTYPE html> <html lang=en style><!--
 Page saved with SingleFile
 url: https://huts.example/post
--><meta charset=utf-8><title>Huts</title><link rel=canonical href=https://huts.example/post><body><article><h1>Huts</h1><p>The ferry to Orrel leaves when the tide allows and not before, and old Benna has sold tickets from the same green hut since her father gave up the trade.<p>Huts are green.<a href=https://huts.example/post#fn1 class=footnote-ref id=fnref1 role=doc-noteref><sup>1</sup></a> Huts are warm.<a href=https://huts.example/post#fn2 class=footnote-ref id=fnref2 role=doc-noteref><sup>2</sup></a></p><p>Her letters from that year are full of small purchases: thread, a kettle, paper for the windows. They say little about the war.<section id=footnotes class=footnotes role=doc-endnotes><hr><ol><li id=fn1><p>Except in Sarn.<a href=https://huts.example/post#fnref1 class=footnote-back role=doc-backlink>↩︎</a></p><li id=fn2><p>When lit.<a href=https://huts.example/post#fnref2 class=footnote-back role=doc-backlink>↩︎</a></ol></section></article>""",
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
        shell=False,
    ),
    Whole(
        "google-cache-wayback-rewritten-links",
        '<article><h1>Huts</h1>¶1<p>Huts are green.<sup><a href="/web/20110301000000/http://huts.example/post.html#n1" name="r1">1</a></sup> Huts are warm.<sup><a href="/web/20110301000000/http://huts.example/post.html#n2" name="r2">2</a></sup></p>¶2<p><a name="n1" href="/web/20110301000000/http://huts.example/post.html#r1">1</a> Except in Sarn.</p><p><a name="n2" href="/web/20110301000000/http://huts.example/post.html#r2">2</a> When lit.</p></article>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "instapaper-like-sup-flattened-to-text-in-brackets",
        '<div class="story"><h1>Huts</h1>¶1<p>Huts are green. [1] Huts are warm. [2]</p>¶2<p>1. Except in Sarn.</p><p>2. When lit.</p></div>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "print-version-link-urls-numbered-at-the-end",
        '<div id="print"><h1>Huts</h1>¶1<p>Huts are <a href="https://paint.example/">green</a> [1] and <a href="https://stove.example/">warm</a> [2].</p>¶2<p>URLs in this post:</p><p>[1] green: <b>https://paint.example/</b></p><p>[2] warm: <b>https://stove.example/</b></p></div>',
        notes="""1 = green: https://paint.example/
2 = warm: https://stove.example/""",
        calls="1 2",
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
