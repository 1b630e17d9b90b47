"""Plugins and modules of content systems. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "easy-footnotes",
        """<header><h1>Ferries of Orrel</h1></header><article><div class="entry-content">¶1
<p>The hut was painted in the year of the flood.<span id="easy-footnote-1-4821" class="easy-footnote-margin-adjust"></span><span class="easy-footnote"><a href="#easy-footnote-bottom-1-4821" title="Parish book, leaf nine, in a later hand."><sup>1</sup></a></span> Nobody repainted it.<span id="easy-footnote-2-4821" class="easy-footnote-margin-adjust"></span><span class="easy-footnote"><a href="#easy-footnote-bottom-2-4821" title="So Benna told me; her sister says &lt;em&gt;twice&lt;/em&gt;."><sup>2</sup></a></span></p>¶2
<div class="easy-footnote-title"><h4>Notes</h4></div><ol class="easy-footnotes-wrapper"><li class="easy-footnote-single"><span id="easy-footnote-bottom-1-4821" class="easy-footnote-margin-adjust"></span>Parish book, leaf nine, in a later hand.<a class="easy-footnote-to-top" href="#easy-footnote-1-4821"></a></li><li class="easy-footnote-single"><span id="easy-footnote-bottom-2-4821" class="easy-footnote-margin-adjust"></span>So Benna told me; her sister says <em>twice</em>.<a class="easy-footnote-to-top" href="#easy-footnote-2-4821"></a></li></ol></div></article>""",
        notes="""1 = Parish book, leaf nine, in a later hand.
2 = So Benna told me; her sister says twice.""",
        calls="1 2",
    ),
    Whole(
        "modern-footnotes-inline-only",
        '<article><h1>Lamps</h1>¶2<p>The last lamp was put out by the mayor<sup class="modern-footnotes-footnote " data-mfn="1" data-mfn-post-scope="000000005a7b"><a href="javascript:void(0)" role="button" aria-pressed="false" aria-describedby="mfn-content-000000005a7b-1">1</a></sup><span id="mfn-content-000000005a7b-1" role="tooltip" class="modern-footnotes-footnote__note" tabindex="0" data-mfn="1">Or by his wife, if the song is right.</span> on a Sunday<sup class="modern-footnotes-footnote " data-mfn="2" data-mfn-post-scope="000000005a7b"><a href="javascript:void(0)" role="button" aria-pressed="false" aria-describedby="mfn-content-000000005a7b-2">2</a></sup><span id="mfn-content-000000005a7b-2" role="tooltip" class="modern-footnotes-footnote__note" tabindex="0" data-mfn="2">The calendar of <a href="https://cal.example/">Sarn</a> makes it a Monday.</span> in autumn.</p>¶3</article>',
        notes="""1 = Or by his wife, if the song is right.
2 = The calendar of Sarn makes it a Monday.""",
        calls="1 2",
    ),
    Whole(
        "modern-footnotes-with-its-list",
        """<article><h1>Lamps</h1>¶2<p>The last lamp was put out by the mayor<sup class="modern-footnotes-footnote modern-footnotes-footnote--expands-on-desktop" data-mfn="1"><a href="javascript:void(0)">1</a></sup><span class="modern-footnotes-footnote__note" data-mfn="1">Or by his wife, if the song is right.</span> on a Sunday<sup class="modern-footnotes-footnote modern-footnotes-footnote--expands-on-desktop" data-mfn="2"><a href="javascript:void(0)">2</a></sup><span class="modern-footnotes-footnote__note" data-mfn="2">The calendar of Sarn makes it a Monday.</span>.</p>¶3
<ul class="modern-footnotes-list modern-footnotes-list--show-only-for-print"><li><span>1</span><div>Or by his wife, if the song is right.</div></li><li><span>2</span><div>The calendar of Sarn makes it a Monday.</div></li></ul></article>""",
        notes="""1 = Or by his wife, if the song is right.
2 = The calendar of Sarn makes it a Monday.""",
        calls="1 2",
    ),
    Whole(
        "footnotes-made-easy",
        """<article><h1>Bells</h1>¶3<p>The great bell cracked in the frost.<sup><a href="#footnote_0_55" id="identifier_0_55" class="footnote-link footnote-identifier-link" title="Letter to the dean, unsigned">1</a></sup> It was recast from kettles.<sup><a href="#footnote_1_55" id="identifier_1_55" class="footnote-link footnote-identifier-link" title="The list of givers survives">2</a></sup> Some say spoons.<sup><a href="#footnote_0_55" id="identifier_2_55" class="footnote-link footnote-identifier-link" title="Letter to the dean, unsigned">1</a></sup></p>¶4
<ol class="footnotes"><li id="footnote_0_55" class="footnote">Letter to the dean, unsigned<span class="footnote-back-link-wrapper">[<a href="#identifier_0_55" class="footnote-link footnote-back-link">&#8617;</a>]</span><span class="footnote-back-link-wrapper">[<a href="#identifier_2_55" class="footnote-link footnote-back-link">&#8617;</a>]</span></li><li id="footnote_1_55" class="footnote">The list of givers survives<span class="footnote-back-link-wrapper">[<a href="#identifier_1_55" class="footnote-link footnote-back-link">&#8617;</a>]</span></li></ol></article>""",
        notes="""1 = Letter to the dean, unsigned
2 = The list of givers survives""",
        calls="1 2 1",
    ),
    Whole(
        "gutenberg-block",
        """<main class="wp-block-group"><h1 class="wp-block-post-title">The tram and the market</h1><div class="entry-content wp-block-post-content">¶4
<p>The vote was close<sup data-fn="0c1f2d6e-91aa-4b0e-8f6c-5d1f1d2a7701" class="fn"><a href="#0c1f2d6e-91aa-4b0e-8f6c-5d1f1d2a7701" id="0c1f2d6e-91aa-4b0e-8f6c-5d1f1d2a7701-link">1</a></sup> and the loser wept<sup data-fn="77ab0a3e-0000-4c1e-9d00-aa11bb22cc33" class="fn"><a href="#77ab0a3e-0000-4c1e-9d00-aa11bb22cc33" id="77ab0a3e-0000-4c1e-9d00-aa11bb22cc33-link">2</a></sup>.</p>¶5
<ol class="wp-block-footnotes"><li id="0c1f2d6e-91aa-4b0e-8f6c-5d1f1d2a7701">Eleven to ten, with one member asleep. <a href="#0c1f2d6e-91aa-4b0e-8f6c-5d1f1d2a7701-link" aria-label="Jump to footnote reference 1">↩︎</a></li><li id="77ab0a3e-0000-4c1e-9d00-aa11bb22cc33">Onions were blamed, see <em>The Market Echo</em>. <a href="#77ab0a3e-0000-4c1e-9d00-aa11bb22cc33-link" aria-label="Jump to footnote reference 2">↩︎</a></li></ol></div></main>""",
        notes="""1 = Eleven to ten, with one member asleep.
2 = Onions were blamed, see The Market Echo.""",
        calls="1 2",
    ),
    Whole(
        "gutenberg-list-gone-but-markers-left",
        '<article><h1>The tram</h1>¶4<p>The vote was close<sup data-fn="0c1f2d6e" class="fn"><a href="#0c1f2d6e" id="0c1f2d6e-link">1</a></sup> and the loser wept<sup data-fn="77ab0a3e" class="fn"><a href="#77ab0a3e" id="77ab0a3e-link">2</a></sup>.</p>¶5</article>',
        missing="1 2",
    ),
    Whole(
        "mci-footnotes-table",
        """<article><h1>Delta maps</h1>¶5<p>The stakes were cut from ash<span class="footnote_referrer"><a role="button" tabindex="0" onclick="footnote_moveToReference_91_2('footnote_plugin_reference_91_2_1');" onkeypress="footnote_moveToReference_91_2('footnote_plugin_reference_91_2_1');"><sup id="footnote_plugin_tooltip_91_2_1" class="footnote_plugin_tooltip_text">[1]</sup></a><span id="footnote_plugin_tooltip_text_91_2_1" class="footnote_tooltip">Ash floats badly, which was the point.</span></span> and painted red<span class="footnote_referrer"><a role="button" tabindex="0" onclick="footnote_moveToReference_91_2('footnote_plugin_reference_91_2_2');"><sup id="footnote_plugin_tooltip_91_2_2" class="footnote_plugin_tooltip_text">[2]</sup></a><span id="footnote_plugin_tooltip_text_91_2_2" class="footnote_tooltip">Red lead, from the ship&#8217;s stores&hellip; <span class="footnote_tooltip_continue" onclick="footnote_moveToReference_91_2('footnote_plugin_reference_91_2_2');">Continue reading</span></span></span>.</p>¶6
<div class="speaker-mute footnotes_reference_container"> <div class="footnote_container_prepare"><p><span role="button" tabindex="0" class="footnote_reference_container_label pointer" onclick="footnote_expand_collapse_reference_container_91_2();">References</span><span role="button" tabindex="0" class="footnote_reference_container_collapse_button" style="display: none;" onclick="footnote_expand_collapse_reference_container_91_2();">[<a id="footnote_reference_container_collapse_button_91_2">+</a>]</span></p></div> <div id="footnote_references_container_91_2" style=""><table class="footnotes_table footnote-reference-container"><caption class="accessibility">References</caption> <tbody>
<tr class="footnotes_plugin_reference_row"> <th scope="row" class="footnote_plugin_index_combi pointer" onclick="footnote_moveToAnchor_91_2('footnote_plugin_tooltip_91_2_1');"><a id="footnote_plugin_reference_91_2_1" class="footnote_backlink"><span class="footnote_index_arrow">&#8593;</span>1</a></th> <td class="footnote_plugin_text">Ash floats badly, which was the point.</td></tr>
<tr class="footnotes_plugin_reference_row"> <th scope="row" class="footnote_plugin_index_combi pointer" onclick="footnote_moveToAnchor_91_2('footnote_plugin_tooltip_91_2_2');"><a id="footnote_plugin_reference_91_2_2" class="footnote_backlink"><span class="footnote_index_arrow">&#8593;</span>2</a></th> <td class="footnote_plugin_text">Red lead, from the ship&#8217;s stores, which were never counted again.</td></tr>
 </tbody> </table> </div></div></article>""",
        notes="""1 = Ash floats badly, which was the point.
2 = Red lead, from the ship’s stores, which were never counted again.""",
        calls="1 2",
    ),
    Whole(
        "fd-footnotes",
        "<article><h1>Letters</h1>¶6<p>She bought a kettle<sup class='footnote'><a href='#fn-312-1' id='fnref-312-1' onclick='return fdfootnote_show(312)'>1</a></sup> and, later, its lid<sup class='footnote'><a href='#fn-312-2' id='fnref-312-2' onclick='return fdfootnote_show(312)'>2</a></sup>.</p>¶1<div class='footnotes' id='footnotes-312'><div class='footnotedivider'></div><ol><li id='fn-312-1'> Copper, second hand. <span class='footnotereverse'><a href='#fnref-312-1'>&#8617;</a></span></li><li id='fn-312-2'> The lid did not fit. <span class='footnotereverse'><a href='#fnref-312-2'>&#8617;</a></span></li></ol></div></article>",
        notes="""1 = Copper, second hand.
2 = The lid did not fit.""",
        calls="1 2",
    ),
    Whole(
        "papercite",
        "<article><h1>Tides</h1>¶1<p>Tide tables were first printed at Sarn [<a href='#paperkey_0' class='papercite_bibcite'>1</a>], although older ones are known [<a href='#paperkey_1' class='papercite_bibcite'>2</a>, <a href='#paperkey_2' class='papercite_bibcite'>3</a>].</p>¶2<table class='papercite_bibliography'><tr id='paperkey_0'><td valign='top'>[1]</td><td>A. Tarn, &#8220;Printing the moon,&#8221; <span style=\"font-style: italic\">Orrel Papers</span>, vol. 4, 1911.</td></tr><tr id='paperkey_1'><td valign='top'>[2]</td><td>M. Odel, Tables before tables, Sarn 1897.</td></tr><tr id='paperkey_2'><td valign='top'>[3]</td><td>J. Wick, A moon for sailors, Orrel 1899.</td></tr></table></article>",
        notes="""1 = A. Tarn, “Printing the moon,” Orrel Papers, vol. 4, 1911.
2 = M. Odel, Tables before tables, Sarn 1897.
3 = J. Wick, A moon for sailors, Orrel 1899.""",
        calls="1 2 3",
    ),
    Whole(
        "academic-bloggers-toolkit",
        '<article><h1>Tides</h1>¶1<p>Printed tables came late<span id="a1" class="abt-citation noselect mceNonEditable" data-reflist="[&quot;77&quot;]">[1]</span>, but not last<span id="a2" class="abt-citation noselect mceNonEditable" data-reflist="[&quot;78&quot;]">[2]</span>.</p>¶2<section class="abt-bibliography noselect mceNonEditable"><h3 class="abt-bibliography__heading">Literature</h3><div class="abt-bibliography__body"><div id="77"><div class="csl-entry flush"> <div class="csl-left-margin">1. </div><div class="csl-right-inline">A. Tarn. Printing the moon. Orrel, 1911.</div> </div></div><div id="78"><div class="csl-entry flush"> <div class="csl-left-margin">2. </div><div class="csl-right-inline">M. Odel. Tables before tables. Sarn, 1897.</div> </div></div></div></section></article>',
        notes="""1 = A. Tarn. Printing the moon. Orrel, 1911.
2 = M. Odel. Tables before tables. Sarn, 1897.""",
        calls="1 2",
    ),
    Whole(
        "drupal-footnotes-2",
        """<article><h1>Market</h1>¶4<p>Stalls were inherited<a class="see-footnote" id="footnoteref1_k2x9qqa" title="By daughters as often as sons." href="#footnote1_k2x9qqa">1</a> or lost at cards<a class="see-footnote" id="footnoteref2_p0oi8uy" title="Two cases in the court rolls." href="#footnote2_p0oi8uy">2</a>.</p>¶5<ul class="footnotes"><li class="footnote" id="footnote1_k2x9qqa"><a class="footnote-label" href="#footnoteref1_k2x9qqa">1.</a> By daughters as often as sons.</li>
<li class="footnote" id="footnote2_p0oi8uy"><a class="footnote-label" href="#footnoteref2_p0oi8uy">2.</a> Two cases in the court rolls.</li>
</ul></article>""",
        notes="""1 = By daughters as often as sons.
2 = Two cases in the court rolls.""",
        calls="1 2",
    ),
    Whole(
        "drupal-footnotes-4-js",
        '<article><h1>Market</h1>¶4<p>Stalls were inherited<a class="js-footnote-citation" id="footnoteref1_ab12" href="#footnote1_ab12">1</a>, or lost at cards<a class="js-footnote-citation" id="footnoteref2_cd34" href="#footnote2_cd34">2</a>, and again inherited<a class="js-footnote-citation" id="footnoteref1_ef56" href="#footnote1_ab12">1</a>.</p>¶5<ul class="footnotes js-footnotes"><li class="footnotes__item-wrapper js-footnote-reference" id="footnote1_ab12"><span class="footnotes__item-backlinks"><a class="footnotes__item-backlink footnotes__item-backlink--main js-footnote-backlink" href="#footnoteref1_ab12">1</a><a class="footnotes__item-backlink" href="#footnoteref1_ab12">a</a> <a class="footnotes__item-backlink" href="#footnoteref1_ef56">b</a></span> <span class="footnotes__item-text js-footnote-text">By daughters as often as sons.</span></li><li class="footnotes__item-wrapper js-footnote-reference" id="footnote2_cd34"><a class="footnotes__item-backlink js-footnote-backlink" href="#footnoteref2_cd34">2</a> <span class="footnotes__item-text js-footnote-text">Two cases in the court rolls.</span></li></ul></article>',
        notes="""1 = By daughters as often as sons.
2 = Two cases in the court rolls.""",
        calls="1 2 1",
    ),
    Whole(
        "textpattern-textile",
        '<article><h1>Market</h1>¶4<p>The fishwives struck<sup class="footnote" id="fnrev7751-1"><a href="#fn7751-1">1</a></sup> in spring, and won<sup class="footnote" id="fnrev7751-2"><a href="#fn7751-2">2</a></sup>.</p>¶6<p class="footnote" id="fn7751-1"><sup>1</sup> For nine days, says the gate book.</p><p class="footnote" id="fn7751-2"><a href="#fnrev7751-2"><sup>2</sup></a> A penny on the basket.</p></article>',
        notes="""1 = For nine days, says the gate book.
2 = A penny on the basket.""",
        calls="1 2",
    ),
    Whole(
        "wikidot",
        '<div id="page-content">¶3<p>The sexton refused<sup class="footnoteref"><a id="footnoteref-1" href="javascript:;" class="footnoteref" onclick="WIKIDOT.page.utils.scrollToReference(\'footnote-1\')">1</a></sup> and was replaced<sup class="footnoteref"><a id="footnoteref-2" href="javascript:;" class="footnoteref" onclick="WIKIDOT.page.utils.scrollToReference(\'footnote-2\')">2</a></sup>.</p>¶2<div class="footnotes-footer"><div class="title">Footnotes</div><div class="footnote-footer" id="footnote-1"><a href="javascript:;" onclick="WIKIDOT.page.utils.scrollToReference(\'footnoteref-1\')">1</a>. He kept the key in his boot.</div><div class="footnote-footer" id="footnote-2"><a href="javascript:;" onclick="WIKIDOT.page.utils.scrollToReference(\'footnoteref-2\')">2</a>. By his own nephew.</div></div></div>',
        notes="""1 = He kept the key in his boot.
2 = By his own nephew.""",
        calls="1 2",
    ),
    Whole(
        "dokuwiki",
        '<div class="page group"><h1 class="sectionedit1" id="bells">Bells</h1><div class="level1">¶3<p>The sexton refused<sup><a href="#fn__1" id="fnt__1" class="fn_top">1)</a></sup> and was replaced<sup><a href="#fn__2" id="fnt__2" class="fn_top">2)</a></sup> <sup>,</sup> <sup><a href="#fn__3" id="fnt__3" class="fn_top">3)</a></sup>.</p>¶2</div><div class="footnotes"><div class="fn"><sup><a href="#fnt__1" id="fn__1" class="fn_bot">1)</a></sup> <div class="content">He kept the key in his boot.</div></div><div class="fn"><sup><a href="#fnt__2" id="fn__2" class="fn_bot">2)</a></sup> <div class="content">By his own nephew.</div></div><div class="fn"><sup><a href="#fnt__3" id="fn__3" class="fn_bot">3)</a></sup> <div class="content">Who could not climb.</div></div></div></div>',
        notes="""1 = He kept the key in his boot.
2 = By his own nephew.
3 = Who could not climb.""",
        calls="1 2 3",
    ),
    Whole(
        "xwiki",
        '<div id="xwikicontent">¶3<p>The sexton refused<span class="footnoteRef" id="x_footnote_ref_1"><a href="#x_footnote_1"><sup>1</sup></a></span> and was replaced<span class="footnoteRef" id="x_footnote_ref_2"><a href="#x_footnote_2"><sup>2</sup></a></span>.</p>¶2<ol class="footnotes"><li><span class="wikilink"><a id="x_footnote_1" class="footnoteBackRef" href="#x_footnote_ref_1">^</a></span> He kept the key in his boot.</li><li><span class="wikilink"><a id="x_footnote_2" class="footnoteBackRef" href="#x_footnote_ref_2">^</a></span> By his own nephew.</li></ol></div>',
        notes="""1 = He kept the key in his boot.
2 = By his own nephew.""",
        calls="1 2",
    ),
    Whole(
        "zotpress-in-text",
        '<article><h1>Tides</h1>¶1<p>Printed tables came late <span id="zp-InText-9" class="zp-InText-Citation loading" rel="{ \'pages\': \'np\', \'items\': \'AB12\' }"><a title="Anchor to citation for Tarn" rel="AB12" class="zp-ZotpressInText" href="#zp-ID--1234-AB12">[1]</a></span> and were sold badly <span class="zp-InText-Citation"><a title="Anchor to citation for Odel" rel="CD34" class="zp-ZotpressInText" href="#zp-ID--1234-CD34">[2]</a></span>.</p>¶2<div class="zp-Zotpress zp-Zotpress-InTextBib"><h2>References</h2><div class="zp-List"><div id="zp-ID--1234-AB12" class="zp-Entry zpSearchResultsItem"><div class="csl-bib-body"><div class="csl-entry"><div class="csl-left-margin">1.</div><div class="csl-right-inline">Tarn, A. Printing the moon. Orrel, 1911.</div></div></div></div><div id="zp-ID--1234-CD34" class="zp-Entry zpSearchResultsItem"><div class="csl-bib-body"><div class="csl-entry"><div class="csl-left-margin">2.</div><div class="csl-right-inline">Odel, M. Tables before tables. Sarn, 1897.</div></div></div></div></div></div></article>',
        notes="""1 = Tarn, A. Printing the moon. Orrel, 1911.
2 = Odel, M. Tables before tables. Sarn, 1897.""",
        calls="1 2",
    ),
    Whole(
        "cm-glossary-tooltips-are-no-notes",
        '<article><h1>Lamps</h1>¶2<p>The <a aria-describedby="tt" data-cmtooltip="&lt;div class=glossaryItemTitle&gt;wick&lt;/div&gt;&lt;div class=glossaryItemBody&gt;The thread that drinks the oil.&lt;/div&gt;" href="https://lamps.example/glossary/wick/" data-gt-translate-attributes=\'[]\' class="glossaryLink">wick</a> was flat, and the <a aria-describedby="tt" data-cmtooltip="Glass." href="https://lamps.example/glossary/chimney/" class="glossaryLink">chimney</a> was blown.</p>¶3</article>',
        calls="",
        says=("The wick was flat, and the chimney was blown.",),
    ),
    Whole(
        "joomla-content-plugin",
        '<div class="item-page" itemprop="articleBody"><h2>Bells</h2>¶3<p>Kettles were melted <span class="zitat"><a name="zitatref_1" href="#zitat_1" class="hasTooltip" title="Forty of them">[1]</a></span>, spoons too <span class="zitat"><a name="zitatref_2" href="#zitat_2">[2]</a></span>.</p>¶4<div class="quellen"><p><a name="zitat_1"></a><a href="#zitatref_1">[1]</a> Forty of them.<br><a name="zitat_2"></a><a href="#zitatref_2">[2]</a> Uncounted.</p></div></div>',
        notes="""1 = Forty of them.
2 = Uncounted.""",
        calls="1 2",
    ),
    Whole(
        "typo3-sup-ce-bodytext-small",
        '<div id="c9001" class="frame frame-default"><header><h2>Glocken</h2></header><div class="ce-bodytext">¶3<p>Kettles were melted.<sup>1</sup> Spoons too.<sup>2</sup></p>¶4<p class="fussnote"><small><sup>1</sup> Forty of them.<br><sup>2</sup> Uncounted.</small></p></div></div>',
        notes="""1 = Forty of them.
2 = Uncounted.""",
        calls="1 2",
    ),
    Whole(
        "confluence-footnote-macro",
        '<div id="main-content" class="wiki-content">¶3<p>The sexton refused<sup><a class="footnote-link" href="#footnote1" id="footnoteLink1">[1]</a></sup> and was replaced<sup><a href="#footnote2" id="footnoteLink2">[2]</a></sup>.</p>¶2<div class="table-wrap"><table class="footnotes confluenceTable"><tbody><tr><th class="confluenceTh">Ref</th><th class="confluenceTh">Notes</th></tr><tr><td class="confluenceTd"><a id="footnote1" href="#footnoteLink1">1</a></td><td class="confluenceTd"><p>He kept the key in his boot.</p></td></tr><tr><td class="confluenceTd"><a id="footnote2" href="#footnoteLink2">2</a></td><td class="confluenceTd"><p>By his own nephew.</p></td></tr></tbody></table></div></div>',
        notes="""1 = He kept the key in his boot.
2 = By his own nephew.""",
        calls="1 2",
    ),
    Whole(
        "wp-inline-ref-shortcode-with-jquery-hover-body-in-rel",
        '<article><h1>Bells</h1>¶3<p>The sexton refused<sup class="fn-call" rel="He kept the key in his boot."><a href="#" onclick="return false">1</a></sup>; he was replaced<sup class="fn-call" rel="By his own nephew."><a href="#" onclick="return false">2</a></sup>.</p>¶2</article>',
        notes="""1 = He kept the key in his boot.
2 = By his own nephew.""",
        calls="1 2",
        engine="a body kept in the attribute rel is not looked for",
    ),
    Whole(
        "elementor-text-path-small-notes-after-share-buttons",
        '<article><h1>Market</h1><div class="elementor-widget-theme-post-content">¶4<p>The fishwives struck<sup>[1]</sup> in spring, and won<sup>[2]</sup>.</p>¶6</div><div class="elementor-share-buttons"><a href="#">Facebook</a><a href="#">X</a></div><div class="elementor-widget-text-editor"><h3>Quellen</h3><p>[1] For nine days, says the gate book.</p><p>[2] A penny on the basket.</p></div></article>',
        notes="""1 = For nine days, says the gate book.
2 = A penny on the basket.""",
        calls="1 2",
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
