"""Notes as plugins of content systems and wikis write them."""

from __future__ import annotations

from notepages import Case, cases, check


def _mci(scope: str, number: int, text: str, tooltip: str) -> str:
    return (
        f'<span class="footnote_referrer"><a role="button" tabindex="0" onclick="footnote_moveToReference_{scope}(\'footnote_plugin_reference_{scope}_{number}\');" '
        f"onkeypress=\"footnote_moveToReference_{scope}('footnote_plugin_reference_{scope}_{number}');\">"
        f'<sup id="footnote_plugin_tooltip_{scope}_{number}" class="footnote_plugin_tooltip_text">{text}</sup></a>'
        f'<span id="footnote_plugin_tooltip_text_{scope}_{number}" class="footnote_tooltip">{tooltip}</span></span>'
    )


def _mci_list(scope: str, *notes: str) -> str:
    rows = "".join(
        f'<tr class="footnotes_plugin_reference_row"><th scope="row" id="footnote_plugin_reference_{scope}_{number}" class="footnote_plugin_index pointer" '
        f"onclick=\"footnote_moveToAnchor_{scope}('footnote_plugin_tooltip_{scope}_{number}');\">"
        f'<a role="button" tabindex="0" class="footnote_plugin_link"><span class="footnote_index_arrow">&#8593;</span>{number}</a></th>'
        f'<td class="footnote_plugin_text">{note}</td></tr>'
        for number, note in enumerate(notes, 1)
    )
    return (
        '<div class="speaker-mute footnotes_reference_container"><div class="footnote_container_prepare"><p>'
        '<span role="button" tabindex="0" class="footnote_reference_container_label pointer">References</span>'
        f'<span role="button" tabindex="0" class="footnote_reference_container_collapse_button" style="display: none;">[<a id="footnote_reference_container_collapse_button_{scope}">+</a>]</span></p></div>'
        f'<div id="footnote_references_container_{scope}"><table class="footnotes_table footnote-reference-container"><caption class="accessibility">References</caption><tbody>{rows}</tbody></table></div></div>'
    )


@cases(
    Case(
        "wp-footnotes-plugin--tooltip-cut-short",
        by="the WordPress plugin footnotes: the tooltip beside the marker is the note's beginning, cut, and the whole note is in a table",
        text="<p>The ice was sold"
        + _mci(
            "12_1",
            1,
            "1",
            'By the sledge, to the fishmongers of three … <span class="footnote_tooltip_continue">Continue reading</span>',
        )
        + " in June"
        + _mci("12_1", 2, "2", "Under straw.")
        + ".</p>",
        after=_mci_list("12_1", "By the sledge, to the fishmongers of three towns.", "Under straw."),
        notes=(("1", 1, "By the sledge, to the fishmongers of three towns."), ("2", 1, "Under straw.")),
        says=("The ice was sold[1] in June[2].",),
    ),
    Case(
        "wp-footnotes-plugin--a-container-a-section",
        by="the WordPress plugin footnotes with a list after each section: two containers, both numbered from 1",
        text="<h2>Spring</h2><p>They caulked the boats"
        + _mci("7_1", 1, "[1]", "With oakum.")
        + ".</p>"
        + _mci_list("7_1", "With oakum.")
        + "<h2>Autumn</h2><p>They drew them up"
        + _mci("7_2", 1, "[1]", "Before the frost.")
        + ".</p>",
        after=_mci_list("7_2", "Before the frost."),
        notes=(("1", 1, "With oakum."), ("1", 1, "Before the frost.")),
        says=("They caulked the boats[1].", "They drew them up[1]."),
    ),
    Case(
        "wp-modern-footnotes--span-after-sup",
        by="Modern Footnotes for WordPress: the note in a span after the marker, joined by data-mfn and aria-describedby",
        text='<p>The mole is of slag<sup class="modern-footnotes-footnote " data-mfn="1" data-mfn-post-scope="00f1"><a href="javascript:void(0)" title="" role="button" aria-pressed="false" aria-describedby="mfn-content-00f1-1">1</a></sup>'
        '<span id="mfn-content-00f1-1" role="tooltip" class="modern-footnotes-footnote__note" tabindex="0" data-mfn="1">From the old smelter.</span> and granite'
        '<sup class="modern-footnotes-footnote " data-mfn="2" data-mfn-post-scope="00f1"><a href="javascript:void(0)" role="button" aria-describedby="mfn-content-00f1-2">2</a></sup>'
        '<span id="mfn-content-00f1-2" role="tooltip" class="modern-footnotes-footnote__note" tabindex="0" data-mfn="2">See <em>Notices</em>, 4.</span>.</p>',
        notes=(("1", 1, "From the old smelter."), ("2", 1, "See Notices, 4.")),
        says=("The mole is of slag[1] and granite[2].",),
    ),
    Case(
        "wp-modern-footnotes--and-a-list",
        by="Modern Footnotes with its list switched on: the same notes again as label and div",
        text='<p>The mole is of slag<sup class="modern-footnotes-footnote" data-mfn="1"><a href="javascript:void(0)">1</a></sup><span class="modern-footnotes-footnote__note" data-mfn="1">From the old smelter.</span>.</p>',
        after='<h3 class="modern-footnotes-list-heading">Footnotes</h3><ul class="modern-footnotes-list"><li><span>1</span><div>From the old smelter.</div></li></ul>',
        notes=(("1", 1, "From the old smelter."),),
    ),
    Case(
        "wp-footnotes-made-easy--bracketed-arrow",
        by="WP-Footnotes and Footnotes Made Easy: the note in the marker's title too, brackets around the linked arrow",
        text='<p>He had one oar<sup><a href="#footnote_0_33" id="identifier_0_33" class="footnote-link footnote-identifier-link" title="The other was a spade.">1</a></sup> and rowed in circles<sup><a href="#footnote_1_33" id="identifier_1_33" class="footnote-link footnote-identifier-link" title="On purpose.">2</a></sup>.</p>',
        after='<ol class="footnotes"><li id="footnote_0_33" class="footnote">The other was a spade. [<a href="#identifier_0_33" class="footnote-link footnote-back-link">&#8617;</a>]</li><li id="footnote_1_33" class="footnote">On purpose. [<a href="#identifier_1_33" class="footnote-link footnote-back-link">&#8617;</a>]</li></ol>',
        notes=(("1", 1, "The other was a spade."), ("2", 1, "On purpose.")),
    ),
    Case(
        "wp-made-easy--several-arrows-in-brackets",
        by="Footnotes Made Easy when one note is called twice: two arrows, each in brackets",
        text='<p>He had one oar<sup><a href="#footnote_0_34" id="identifier_0_34" class="footnote-link" title="The other was a spade.">1</a></sup> and one boot<sup><a href="#footnote_0_34" id="identifier_1_34" class="footnote-link" title="The other was a spade.">1</a></sup>.</p>',
        after='<ol class="footnotes"><li id="footnote_0_34" class="footnote">The other was a spade. [<a href="#identifier_0_34" class="footnote-link footnote-back-link">&#8617;</a>] [<a href="#identifier_1_34" class="footnote-link footnote-back-link">&#8617;</a>]</li></ol>',
        notes=(("1", 2, "The other was a spade."),),
    ),
    Case(
        "wp-civil-footnotes--title-and-backlink",
        by="Civil Footnotes: rf ids, a no-break space before the arrow",
        text='<p>Eels were smoked<sup id="rf1-90"><a href="#fn1-90" title="Over alder." rel="footnote">1</a></sup> on Fridays<sup id="rf2-90"><a href="#fn2-90" title="And eaten on Mondays." rel="footnote">2</a></sup>.</p>',
        after='<hr class="footnotes"><ol class="footnotes"><li id="fn1-90"><p>Over alder.&nbsp;<a href="#rf1-90" class="backlink" title="Jump back to footnote 1 in the text.">&#8617;</a></p></li><li id="fn2-90"><p>And eaten on Mondays.&nbsp;<a href="#rf2-90" class="backlink" title="Jump back to footnote 2 in the text.">&#8617;</a></p></li></ol>',
        notes=(("1", 1, "Over alder."), ("2", 1, "And eaten on Mondays.")),
    ),
    Case(
        "wp-fd-footnotes--hidden-divider",
        by="FD Footnotes: an onclick that shows the list, a span around the arrow",
        text='<p>The net was mended<sup class="footnote"><a href="#fn-61-1" id="fnref-61-1" onclick="return fdfootnote_show(61)">1</a></sup> at night.</p>',
        after='<div class="footnotes" id="footnotes-61"><div class="footnotedivider"></div><ol><li id="fn-61-1"> By feel. <span class="footnotereverse"><a href="#fnref-61-1">&#8617;</a></span></li></ol></div>',
        notes=(("1", 1, "By feel."),),
    ),
    Case(
        "wp-simple-footnotes--notes-word-in-a-paragraph",
        by="Simple Footnotes: return- ids, the word Notes: as a paragraph in the box",
        text='<p>The school bell was a ship\'s bell<sup><a href="#note-8-1" id="return-note-8-1" title="From the Ann.">1</a></sup>.</p>',
        after='<div class="simple-footnotes"><p class="notes">Notes:</p><ol><li id="note-8-1">From the Ann. <a href="#return-note-8-1">&#8617;</a></li></ol></div>',
        notes=(("1", 1, "From the Ann."),),
    ),
    Case(
        "wp-inline-footnotes--content-in-the-marker",
        by="Inline Footnotes for WordPress: a span with the number, and the note in a hidden span inside it",
        text='<p>The tide waits<span class="inline-footnote">1<span class="footnoteContent" style="display:none;">For the pilot.</span></span> for one man<span class="inline-footnote">2<span class="footnoteContent" style="display:none;">His wife says.</span></span>.</p>',
        notes=(("1", 1, "For the pilot."), ("2", 1, "His wife says.")),
        says=("The tide waits[1] for one man[2].",),
    ),
    Case(
        "wp-shortcode--accordion-of-sources",
        by="page builders: sup numbers in the text, and a toggled box “Sources” with an ordered list",
        text="<p>Half the town was insured.<sup>1</sup> The other half prayed.<sup>2</sup></p>",
        after='<div class="accordion"><button class="accordion-title" aria-expanded="false" aria-controls="acc-1">Sources</button><div id="acc-1" class="accordion-content" style="display:none"><ol><li>Fire office, annual returns.</li><li>Parish books.</li></ol></div></div>',
        notes=(("1", 1, "Fire office, annual returns."), ("2", 1, "Parish books.")),
    ),
    Case(
        "drupal-4--backlinks-with-letters",
        by="Drupal's Footnotes 4: a wrapper for the ways back with letters when there are several, the text in a span",
        text='<p>Wool was weighed<a class="js-footnote-citation" id="footnoteref1_ab" href="#footnote1_ab">1</a> wet<a class="js-footnote-citation" id="footnoteref2_cd" href="#footnote2_cd">2</a> and sold<a class="js-footnote-citation" id="footnoteref1_ef" href="#footnote1_ab">1</a> dry.</p>',
        after='<ul class="js-footnotes footnotes"><li class="footnotes__item-wrapper js-footnote-reference"><span class="footnotes__item-backlinks">1<a id="footnote1_ab" href="#footnoteref1_ab" class="footnotes__item-backlink footnote-multi">a</a><a id="footnote1_ef" href="#footnoteref1_ef" class="footnotes__item-backlink footnote-multi">b</a></span><span class="footnotes__item-text">By the stone.</span></li>'
        '<li class="footnotes__item-wrapper js-footnote-reference"><span class="footnotes__item-backlinks"><a id="footnote2_cd" href="#footnoteref2_cd" class="footnotes__item-backlink">2</a></span><span class="footnotes__item-text">The miller paid less.</span></li></ul>',
        notes=(("1", 2, "By the stone."), ("2", 1, "The miller paid less.")),
    ),
    Case(
        "typo3--footnotes-in-a-definition",
        by="TYPO3 extensions: absolute links to the page's own address, a paragraph a note",
        url="https://coast.example/essays/lanterns",
        text='<p>The pier burned<sup class="footnote"><a href="https://coast.example/essays/lanterns#fn-c12-1" id="fnr-c12-1">1</a></sup> twice<sup class="footnote"><a href="https://coast.example/essays/lanterns#fn-c12-2" id="fnr-c12-2">2</a></sup>.</p>',
        after='<div class="tx-footnotes"><p id="fn-c12-1"><a href="https://coast.example/essays/lanterns#fnr-c12-1">1</a> In 1871.</p><p id="fn-c12-2"><a href="https://coast.example/essays/lanterns#fnr-c12-2">2</a> Both times at noon.</p></div>',
        notes=(("1", 1, "In 1871."), ("2", 1, "Both times at noon.")),
    ),
    Case(
        "discourse--ellipsis-button",
        by="Discourse with inline footnotes on: a button with dots after the hidden marker",
        text='<p>The cook was left behind<sup class="footnote-ref"><a href="#footnote-77-1" id="footnote-ref-77-1">[1]</a></sup><a class="expand-footnote btn-icon no-text btn" href="" role="button" data-footnote-id="#footnote-77-1" data-footnote-content="&lt;p&gt;At Merrow.&lt;/p&gt;"><svg class="fa d-icon d-icon-ellipsis svg-icon"></svg></a>.</p>',
        after='<hr class="footnotes-sep"><ol class="footnotes-list"><li id="footnote-77-1" class="footnote-item"><p>At Merrow. <a href="#footnote-ref-77-1" class="footnote-backref">↩︎</a></p></li></ol>',
        notes=(("1", 1, "At Merrow."),),
        says=("The cook was left behind[1].",),
    ),
    Case(
        "fandom--cite-numbers-with-decimals",
        by="MediaWiki in its older dress, as on Fandom: brackets in the link, arrows and 1.0 1.1 before the note",
        text='<p>The keeper had a dog<sup id="cite_ref-log_1-0" class="reference"><a href="#cite_note-log-1">[1]</a></sup> and a cat<sup id="cite_ref-log_1-1" class="reference"><a href="#cite_note-log-1">[1]</a></sup> and a goat.<sup id="cite_ref-2" class="reference"><a href="#cite_note-2">[2]</a></sup><sup class="noprint Inline-Template">[<i><a href="/wiki/Citation_needed">citation needed</a></i>]</sup></p>',
        after='<h2><span class="mw-headline" id="References">References</span></h2><ol class="references"><li id="cite_note-log-1"><span class="mw-cite-backlink">↑ <sup><a href="#cite_ref-log_1-0">1.0</a></sup> <sup><a href="#cite_ref-log_1-1">1.1</a></sup></span> <span class="reference-text">Station log, p. 3.</span></li>'
        '<li id="cite_note-2"><span class="mw-cite-backlink"><a href="#cite_ref-2">↑</a></span> <span class="reference-text">The goat is disputed.</span></li></ol>',
        notes=(("1", 2, "Station log, p. 3."), ("2", 1, "The goat is disputed.")),
    ),
    Case(
        "mediawiki--german-hochspringen",
        by="MediaWiki in German: words for the ear in the ways back, several with letters",
        text='<p>Der Wärter hatte einen Hund<sup id="cite_ref-a_1-0" class="reference"><a href="#cite_note-a-1"><span class="cite-bracket">&#91;</span>1<span class="cite-bracket">&#93;</span></a></sup> und eine Ziege.<sup id="cite_ref-a_1-1" class="reference"><a href="#cite_note-a-1"><span class="cite-bracket">&#91;</span>1<span class="cite-bracket">&#93;</span></a></sup></p>',
        after='<h2 id="Einzelnachweise">Einzelnachweise</h2><ol class="references"><li id="cite_note-a-1"><span class="mw-cite-backlink">↑ <sup><a href="#cite_ref-a_1-0"><span class="cite-accessibility-label">Hochspringen nach: </span>a</a></sup> <sup><a href="#cite_ref-a_1-1"><span class="cite-accessibility-label">Hochspringen nach: </span>b</a></sup></span> <span class="reference-text">Stationsbuch, S. 3.</span></li></ol>',
        notes=(("1", 2, "Stationsbuch, S. 3."),),
    ),
    Case(
        "mediawiki--short-notes-lead-to-a-bibliography",
        by="MediaWiki with sfn: notes hold names and years that link on to a list of works, which is no list of notes",
        text='<p>The keeper was deaf.<sup id="cite_ref-FOOTNOTEMerle20044_1-0" class="reference"><a href="#cite_note-FOOTNOTEMerle20044-1">[1]</a></sup></p>',
        after='<h2 id="Notes">Notes</h2><ol class="references"><li id="cite_note-FOOTNOTEMerle20044-1"><span class="mw-cite-backlink"><b><a href="#cite_ref-FOOTNOTEMerle20044_1-0">^</a></b></span> <span class="reference-text"><a href="#CITEREFMerle2004">Merle 2004</a>, p. 4.</span></li></ol>'
        '<h2 id="Bibliography">Bibliography</h2><ul><li><cite id="CITEREFMerle2004" class="citation book">Merle, Ann (2004). <i>The keepers of the north coast</i>.</cite></li></ul>',
        notes=(("1", 1, "Merle 2004, p. 4."),),
        says=("Merle, Ann (2004). The keepers of the north coast.",),
    ),
    Case(
        "xwiki--caret-in-item",
        by="XWiki's footnote macros: refs in a sup, a caret back, the id on a paragraph",
        text='<p>The lock was rebuilt<sup class="footnoteRef" id="x_footnote_ref_1"><span class="wikilink"><a href="#x_footnote_1">1</a></span></sup> in oak<sup class="footnoteRef" id="x_footnote_ref_2"><span class="wikilink"><a href="#x_footnote_2">2</a></span></sup>.</p>',
        after='<ol><li><p id="x_footnote_1" class="footnote"><span class="wikilink"><a class="footnoteBackRef" href="#x_footnote_ref_1">^</a></span> After the flood.</p></li><li><p id="x_footnote_2" class="footnote"><span class="wikilink"><a class="footnoteBackRef" href="#x_footnote_ref_2">^</a></span> And later in iron.</p></li></ol>',
        notes=(("1", 1, "After the flood."), ("2", 1, "And later in iron.")),
    ),
    Case(
        "moinmoin--number-back-at-the-end",
        by="MoinMoin: an empty anchor at the start, the number in brackets as way back at the end",
        text='<p>The lock was rebuilt<sup><a href="#fndef-4f1-0" id="fnref-4f1-0">1</a></sup> in oak<sup><a href="#fndef-4f1-1" id="fnref-4f1-1">2</a></sup>.</p>',
        after='<div class="footnotes"><hr /><ol><li><p><a id="fndef-4f1-0"></a>After the flood. (<a href="#fnref-4f1-0">1</a>)</p></li><li><p><a id="fndef-4f1-1"></a>And later in iron. (<a href="#fnref-4f1-1">2</a>)</p></li></ol></div>',
        notes=(("1", 1, "After the flood."), ("2", 1, "And later in iron.")),
    ),
    Case(
        "trac--sigil",
        by="Trac's footnote macro: a sigil that links back, a number and a full stop in it",
        text='<p>The lock was rebuilt<sup class="footnote"><a id="FootNoteRef1" href="#FootNote1">1</a></sup>.</p>',
        after='<div class="footnotes"><ol><li id="FootNote1"><a class="sigil" href="#FootNoteRef1">1.</a> After the flood.</li></ol></div>',
        notes=(("1", 1, "After the flood."),),
    ),
    Case(
        "confluence--macro-table",
        by="footnote macros for Confluence: anchors with odd names, a table of number and text",
        text='<p>The lock was rebuilt <sup><a id="FootnoteMarker1" href="#Footnote1">1</a></sup> in oak <sup><a id="FootnoteMarker2" href="#Footnote2">2</a></sup>.</p>',
        after='<h4>Footnotes</h4><table class="footnotes-table"><thead><tr><th>Ref</th><th>Notes</th></tr></thead><tbody><tr><td><a id="Footnote1" href="#FootnoteMarker1">1</a></td><td>After the flood.</td></tr><tr><td><a id="Footnote2" href="#FootnoteMarker2">2</a></td><td>And later in iron.</td></tr></tbody></table>',
        notes=(("1", 1, "After the flood."), ("2", 1, "And later in iron.")),
    ),
)
def test_plugin(case: Case) -> None:
    check(case)
