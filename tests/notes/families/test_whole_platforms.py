"""Publishing platforms, forums and newsletters. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "ghost-markdown-it",
        '<article class="gh-article"><h1>Bells</h1><section class="gh-content">¶3<p>The bell cracked<sup class="footnote-ref"><a href="#fn1" id="fnref1">[1]</a></sup>, was recast<sup class="footnote-ref"><a href="#fn2" id="fnref2">[2]</a></sup> and cracked again<sup class="footnote-ref"><a href="#fn1" id="fnref1:1">[1:1]</a></sup>.</p>¶4<hr class="footnotes-sep"><section class="footnotes"><ol class="footnotes-list"><li id="fn1" class="footnote-item"><p>In frost both times. <a href="#fnref1" class="footnote-backref">↩︎</a> <a href="#fnref1:1" class="footnote-backref">↩︎</a></p></li><li id="fn2" class="footnote-item"><p>From kettles. <a href="#fnref2" class="footnote-backref">↩︎</a></p></li></ol></section></section></article>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2 1",
    ),
    Whole(
        "ghost-koenig-typed",
        '<article class="gh-article"><h1>Bells</h1><section class="gh-content">¶3<p>The bell cracked<sup>1</sup> and was recast<sup>2</sup>.</p>¶4<hr><p><sup>1</sup><em> In frost both times.</em></p><p><sup>2</sup><em> From kettles.</em></p></section></article>',
        notes="""1 = In frost both times.
2 = From kettles.""",
        calls="1 2",
    ),
    Whole(
        "substack",
        '<div class="available-content"><div dir="auto" class="body markup">¶1<p>Benna kept the tickets<a class="footnote-anchor" data-component-name="FootnoteAnchorToDOM" id="footnote-anchor-1-9911" href="#footnote-1-9911" target="_self">1</a> in a tin<a class="footnote-anchor" data-component-name="FootnoteAnchorToDOM" id="footnote-anchor-2-9911" href="#footnote-2-9911" target="_self">2</a>.</p>¶2<div class="subscription-widget-wrap"><p>Subscribe now</p></div><div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-1-9911" href="#footnote-anchor-1-9911" class="footnote-number" contenteditable="false" target="_self">1</a><div class="footnote-content"><p>Green ones for the day, white for the night.</p><p>There were also yellow ones, which nobody bought.</p></div></div><div class="footnote" data-component-name="FootnoteToDOM"><a id="footnote-2-9911" href="#footnote-anchor-2-9911" class="footnote-number" contenteditable="false" target="_self">2</a><div class="footnote-content"><p>It once held biscuits.</p></div></div></div></div>',
        notes="""1 = Green ones for the day, white for the night. There were also yellow ones, which nobody bought.
2 = It once held biscuits.""",
        calls="1 2",
    ),
    Whole(
        "substack-by-mail",
        '<table><tr><td><div class="post typography"><h1>Ferry</h1>¶1<p>Benna kept the tickets<a href="https://orrel.example/p/ferry?open=false#footnote-1-9911" rel="">1</a> in a tin<a href="https://orrel.example/p/ferry?open=false#footnote-2-9911" rel="">2</a>.</p>¶2<table class="footnote-embed"><tbody><tr><td valign="top"><a href="https://orrel.example/p/ferry?open=false#footnote-anchor-1-9911">1</a></td><td><p>Green ones for the day, white for the night.</p></td></tr></tbody></table><table class="footnote-embed"><tbody><tr><td valign="top"><a href="https://orrel.example/p/ferry?open=false#footnote-anchor-2-9911">2</a></td><td><p>It once held biscuits.</p></td></tr></tbody></table></div></td></tr></table>',
        notes="""1 = Green ones for the day, white for the night.
2 = It once held biscuits.""",
        calls="1 2",
    ),
    Whole(
        "medium-export-unicode",
        '<article class="h-entry"><header><h1 class="p-name">Delta</h1></header><section class="e-content"><div class="section-inner sectionLayout--insetColumn">¶5<p name="a1b2" id="a1b2" class="graf graf--p graf-after--p">The channels wander,¹ and the stakes stay.² Nobody minds.</p>¶6</div></section><section class="section"><div class="section-divider"><hr class="section-divider"></div><div class="section-content"><p name="c3d4" id="c3d4" class="graf graf--p">¹ About a field’s width a year.</p><p name="e5f6" id="e5f6" class="graf graf--p graf--trailing">² Until someone burns them.</p></div></section></article>',
        notes="""1 = About a field’s width a year.
2 = Until someone burns them.""",
        calls="1 2",
    ),
    Whole(
        "medium-brackets-with-links",
        '<article><section><h3 class="graf graf--h3">Delta</h3>¶5<p class="graf graf--p">The channels wander [<a href="#c3d4" class="markup--anchor markup--p-anchor">1</a>], and the stakes stay [<a href="#e5f6" class="markup--anchor">2</a>].</p>¶6<h4 class="graf graf--h4">References</h4><p id="c3d4" name="c3d4" class="graf graf--p">[1] Survey of the lower channels, second part.</p><p id="e5f6" name="e5f6" class="graf graf--p">[2] Benna, in talk.</p></section></article>',
        notes="""1 = Survey of the lower channels, second part.
2 = Benna, in talk.""",
        calls="1 2",
    ),
    Whole(
        "squarespace",
        '<article><h1>Delta</h1><div class="sqs-html-content" data-sqsp-text-block-content>¶5<p class="" style="white-space:pre-wrap;">The channels wander.<sup>1</sup> The stakes stay.<sup>2</sup> The map-makers&rsquo; wives<sup>3</sup> knew.</p>¶6<p class="sqsrte-small" style="white-space:pre-wrap;"><sup>1</sup> About a field’s width a year.</p><p class="sqsrte-small" style="white-space:pre-wrap;"><sup>2</sup> Until someone burns them.</p><p class="sqsrte-small" style="white-space:pre-wrap;"><sup>3</sup> Mostly cousins.</p></div></article>',
        notes="""1 = About a field’s width a year.
2 = Until someone burns them.
3 = Mostly cousins.""",
        calls="1 2 3",
    ),
    Whole(
        "wix-nested-spans",
        '<div data-hook="post-description"><h1>Delta</h1>¶5<p class="font_8 wixui-rich-text__text"><span style="font-family:georgia"><span class="wixui-rich-text__text">The channels wander.<span style="vertical-align:super;font-size:smaller">1</span> The stakes stay.<span style="vertical-align:super;font-size:smaller">2</span></span></span></p>¶6<p class="font_9 wixui-rich-text__text"><span style="font-size:12px"><span style="vertical-align:super">1</span> About a field’s width a year.</span></p><p class="font_9 wixui-rich-text__text"><span style="font-size:12px"><span style="vertical-align:super">2</span> Until someone burns them.</span></p></div>',
        notes="""1 = About a field’s width a year.
2 = Until someone burns them.""",
        calls="1 2",
    ),
    Whole(
        "webflow-ordered-list",
        '<div class="rich-text w-richtext"><h1>Delta</h1>¶5<p>The channels wander.<sup>1</sup> The stakes stay.<sup>2</sup></p>¶6<p>\u200d<strong>Footnotes</strong></p><ol role="list"><li>About a field’s width a year.</li><li>Until someone burns them.</li></ol></div>',
        notes="""1 = About a field’s width a year.
2 = Until someone burns them.""",
        calls="1 2",
    ),
    Whole(
        "github-readme",
        '<article class="markdown-body entry-content"><h1 dir="auto">Tide table</h1>¶1<p dir="auto">Install the moon first<sup><a href="#user-content-fn-moon-91aa" id="user-content-fnref-moon-91aa" data-footnote-ref="" aria-describedby="footnote-label">1</a></sup>, the sea after<sup><a href="#user-content-fn-sea-91aa" id="user-content-fnref-sea-91aa" data-footnote-ref="" aria-describedby="footnote-label">2</a></sup>.</p>¶2<section data-footnotes="" class="footnotes"><h2 id="footnote-label" class="sr-only">Footnotes</h2><ol dir="auto"><li id="user-content-fn-moon-91aa"><p dir="auto">Any phase will do. <a href="#user-content-fnref-moon-91aa" data-footnote-backref="" aria-label="Back to reference 1" class="data-footnote-backref"><g-emoji class="g-emoji" alias="leftwards_arrow_with_hook">↩</g-emoji></a></p></li><li id="user-content-fn-sea-91aa"><p dir="auto">Salt not included. <a href="#user-content-fnref-sea-91aa" data-footnote-backref="" aria-label="Back to reference 2" class="data-footnote-backref"><g-emoji class="g-emoji" alias="leftwards_arrow_with_hook">↩</g-emoji></a></p></li></ol></section></article>',
        notes="""1 = Any phase will do.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "lesswrong-ckeditor",
        '<div class="PostsPage-postContent"><h1>Tide table</h1>¶1<p>Install the moon first<span class="footnote-reference" data-footnote-reference="" data-footnote-index="1" data-footnote-id="qz1" role="doc-noteref" id="fnrefqz1"><sup><a href="#fnqz1">[1]</a></sup></span>, the sea after<span class="footnote-reference" data-footnote-reference="" data-footnote-index="2" data-footnote-id="qz2" role="doc-noteref" id="fnrefqz2"><sup><a href="#fnqz2">[2]</a></sup></span>.</p>¶2<ol class="footnote-section footnotes" data-footnote-section="" role="doc-endnotes"><li class="footnote-item" data-footnote-item="" data-footnote-index="1" data-footnote-id="qz1" role="doc-endnote" id="fnqz1"><span class="footnote-back-link" data-footnote-back-link="" data-footnote-id="qz1"><sup><strong><a href="#fnrefqz1">^</a></strong></sup></span><div class="footnote-content" data-footnote-content=""><p>Any phase will do.</p><ul><li><p>Full is best</p></li></ul></div></li><li class="footnote-item" data-footnote-item="" data-footnote-index="2" data-footnote-id="qz2" role="doc-endnote" id="fnqz2"><span class="footnote-back-link" data-footnote-back-link="" data-footnote-id="qz2"><sup><strong><a href="#fnrefqz2">^</a></strong></sup></span><div class="footnote-content" data-footnote-content=""><p>Salt not included.</p></div></li></ol></div>',
        notes="""1 = Any phase will do. Full is best
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "discourse",
        '<div class="cooked"><h1>Tide table</h1>¶1<p>Install the moon first<sup class="footnote-ref"><a href="#footnote-2201-1" id="footnote-ref-2201-1">[1]</a></sup>, the sea after<sup class="footnote-ref"><a href="#footnote-2201-2" id="footnote-ref-2201-2">[2]</a></sup>.</p>¶2<hr class="footnotes-sep"><ol class="footnotes-list"><li id="footnote-2201-1" class="footnote-item"><p>Any phase will do. <a href="#footnote-ref-2201-1" class="footnote-backref">↩︎</a></p></li><li id="footnote-2201-2" class="footnote-item"><p>Salt not included. <a href="#footnote-ref-2201-2" class="footnote-backref">↩︎</a></p></li></ol></div>',
        notes="""1 = Any phase will do.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "obsidian-publish",
        '<div class="markdown-preview-view markdown-rendered"><h1>Tide table</h1>¶1<p>Install the moon first<sup class="footnote-ref" data-footnote-id="fnref-1-7e0a" id="fnref-1-7e0a"><a href="#fn-1-7e0a" class="footnote-link" target="_blank" rel="noopener nofollow">[1]</a></sup>, the sea after<sup class="footnote-ref" data-footnote-id="fnref-2-7e0a" id="fnref-2-7e0a"><a href="#fn-2-7e0a" class="footnote-link" target="_blank">[2]</a></sup>.</p>¶2<section class="footnotes"><hr><ol><li data-footnote-id="fn-1-7e0a" id="fn-1-7e0a">Any phase will do. <a href="#fnref-1-7e0a" class="footnote-backref footnote-link" target="_blank">↩︎</a></li><li data-footnote-id="fn-2-7e0a" id="fn-2-7e0a">Salt not included. <a href="#fnref-2-7e0a" class="footnote-backref footnote-link">↩︎</a></li></ol></section></div>',
        notes="""1 = Any phase will do.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "gwern-style-self-link",
        '<article><h1>Tide table</h1><div id="markdownBody">¶1<p>Install the moon first<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a>.</p><p>The sea after<a href="#fn2" class="footnote-ref" id="fnref2" role="doc-noteref"><sup>2</sup></a>, tide H<sub>2</sub>O.</p>¶2<section class="footnotes" role="doc-endnotes" id="footnotes"><hr><ol><li id="fn1" class="footnote"><a class="footnote-self-link" href="#fn1" title="Link to footnote 1">&nbsp;</a><p>Any phase will do.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩</a></p></li><li id="fn2" class="footnote"><a class="footnote-self-link" href="#fn2" title="Link to footnote 2">&nbsp;</a><p>Salt not included.<a href="#fnref2" class="footnote-back" role="doc-backlink">↩</a></p></li></ol></section></div></article>',
        notes="""1 = Any phase will do.
2 = Salt not included.""",
        calls="1 2",
    ),
    Whole(
        "blogger-hand-anchors",
        '<div class="post-body entry-content" id="post-body-7001"><h3 class="post-title">Ferry</h3>¶1<div>Benna kept the tickets<a href="http://orrel.blog.example/2011/03/ferry.html#f1n"><sup>[1]</sup></a><a name="f1t"></a> in a tin<a href="http://orrel.blog.example/2011/03/ferry.html#f2n"><sup>[2]</sup></a><a name="f2t"></a>.<br><br></div>¶2<div>_______________<br><a name="f1n"></a><a href="http://orrel.blog.example/2011/03/ferry.html#f1t">[1]</a> Green ones for the day.<br><a name="f2n"></a><a href="http://orrel.blog.example/2011/03/ferry.html#f2t">[2]</a> It once held biscuits.</div></div>',
        notes="""1 = Green ones for the day.
2 = It once held biscuits.""",
        calls="1 2",
    ),
    Whole(
        "tumblr-asterisks",
        '<article class="text-post"><h1>Ferry</h1>¶1<p>Benna kept the tickets* in a tin**.</p>¶2<p>* Green ones for the day.</p><p>** It once held biscuits.</p></article>',
        notes="""* = Green ones for the day.
** = It once held biscuits.""",
        calls="* **",
    ),
    Whole(
        "notion-export-raw-markdown",
        '<article id="7e" class="page sans"><header><h1 class="page-title">Ferry</h1></header><div class="page-body">¶1<p id="aa">Benna kept the tickets[^1] in a tin[^2].</p>¶2<p id="bb">[^1]: Green ones for the day.</p><p id="cc">[^2]: It once held biscuits.</p></div></article>',
        notes="""1 = Green ones for the day.
2 = It once held biscuits.""",
        calls="1 2",
    ),
    Whole(
        "hackmd-hedgedoc",
        '<div id="doc" class="markdown-body"><h1 id="Ferry">Ferry</h1>¶1<p>Benna kept the tickets<sup class="footnote-ref"><a href="#fn1" id="fnref1" data-original-title="" title="">[1]</a></sup> in a tin<sup class="footnote-ref"><a href="#fn2" id="fnref2">[2]</a></sup>.</p>¶2<hr class="footnotes-sep"><section class="footnotes"><ol class="footnotes-list"><li id="fn1" class="footnote-item"><p>Green ones for the day. <a href="#fnref1" class="footnote-backref">↩︎</a></p></li><li id="fn2" class="footnote-item"><p>It once held biscuits. <a href="#fnref2" class="footnote-backref">↩︎</a></p></li></ol></section></div>',
        notes="""1 = Green ones for the day.
2 = It once held biscuits.""",
        calls="1 2",
    ),
    Whole(
        "dreamwidth-cut-html-raw-stars-in-sup",
        '<div class="entry-content"><h3>Ferry</h3>¶1<p>Benna kept the tickets<sup>*</sup> in a tin<sup>†</sup>, and that in a box<sup>‡</sup>.</p>¶2<p><small><sup>*</sup>Green ones for the day.<br /><sup>†</sup>It once held biscuits.<br /><sup>‡</sup>Of cedar.</small></p></div>',
        notes="""* = Green ones for the day.
† = It once held biscuits.
‡ = Of cedar.""",
        calls="* † ‡",
    ),
    Whole(
        "mailchimp-newsletter-small-links",
        '<table class="mcnTextBlock"><tbody><tr><td class="mcnTextContent"><h1>Ferry</h1>¶1<p>Benna kept the tickets (<a href="#note-a" id="ref-a">a</a>) in a tin (<a href="#note-b" id="ref-b">b</a>).</p>¶2</td></tr></tbody></table><table class="mcnTextBlock"><tbody><tr><td class="mcnTextContent"><span style="font-size:11px"><a id="note-a" href="#ref-a">a</a> Green ones for the day.<br><a id="note-b" href="#ref-b">b</a> It once held biscuits.</span></td></tr></tbody></table>',
        notes="""a = Green ones for the day.
b = It once held biscuits.""",
        calls="a b",
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
