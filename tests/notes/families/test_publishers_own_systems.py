"""Notes as publishers' and institutes' own systems write them, and markers that only a style raises."""

from __future__ import annotations

from notepages import Case, cases, check

_NOTES = (("1", 1, "Cast in Merrow."), ("2", 1, "Of nine years."))
_SAYS = ("The harbour bell[1] was rung by a boy[2] at noon.",)
_ITEMS = "<ol><li>Cast in Merrow.</li><li>Of nine years.</li></ol>"


def _raised(one: str, two: str) -> str:
    return f"<p>The harbour bell{one} was rung by a boy{two} at noon.</p>"


@cases(
    Case(
        "advice-publisher--empty-span-with-data-cite",
        by="a publisher of money and health advice: an empty span with data-cite, a list of sources with citation- ids",
        text=_raised(
            '<span class="ql-inline-citation" data-cite="1"></span>',
            '<span class="ql-inline-citation" data-cite="2"></span>',
        ),
        after='<div class="article-sources"><div class="article-sources__heading">Article Sources</div><ol class="sources__content"><li class="sources__source" id="citation-1"><p>Cast in Merrow.</p></li><li class="sources__source" id="citation-2"><p>Of nine years.</p></li></ol></div>',
        notes=_NOTES,
        says=_SAYS,
        engine="an empty span whose data attribute has the number of an item's id is no marker",
    ),
    Case(
        "advice-publisher--tooltip-trigger-with-data-id",
        by="the same publisher later: a span that triggers a tooltip, data-id with the fragment, the number drawn by the page",
        text=_raised(
            '<span id="mntl-ref-1" class="inline-citation dynamic-tooltip--trigger" data-id="#citation-1"></span>',
            '<span id="mntl-ref-2" class="inline-citation dynamic-tooltip--trigger" data-id="#citation-2"></span>',
        ),
        after='<ol class="sources__content"><li class="sources__source" id="citation-1"><p>Cast in Merrow.</p></li><li class="sources__source" id="citation-2"><p>Of nine years.</p></li></ol>',
        notes=_NOTES,
        says=_SAYS,
    ),
    Case(
        "policy-institute--id-ref-and-id-foot",
        by="a policy institute: names _note and _ref, data-note_number, the number and a full stop as way back",
        text=_raised(
            '<a href="#_note1" class="footnote-id-ref" data-note_number="1" id="_ref1">1</a>',
            '<a href="#_note2" class="footnote-id-ref" data-note_number="2" id="_ref2">2</a>',
        ),
        after='<h2>Endnotes</h2><p data-note_number="1"><a href="#_ref1" class="footnote-id-foot" id="_note1">1. </a> Cast in Merrow.</p><p data-note_number="2"><a href="#_ref2" class="footnote-id-foot" id="_note2">2. </a> Of nine years.</p>',
        notes=_NOTES,
        says=_SAYS,
    ),
    Case(
        "think-tank--endnote-pointer",
        by="a think tank: a raised pointer with data attribute, an accordion whose list has a number in the markup of each item",
        text=_raised(
            '<sup class="endnote-pointer" data-endnote="1">1</sup>',
            '<sup class="endnote-pointer" data-endnote="2">2</sup>',
        ),
        after='<section class="endnotes-accordion"><button aria-expanded="false">Footnotes</button><ol class="endnotes"><li id="endnote-1" data-endnote-number="1">Cast in Merrow.</li><li id="endnote-2" data-endnote-number="2">Of nine years.</li></ol></section>',
        notes=_NOTES,
        says=_SAYS,
    ),
    Case(
        "newspaper--reference-block-by-number-attribute",
        by="a newspaper's explainer: a button with data-ref-number, an aside that holds the numbered sources",
        text=_raised(
            '<button class="ref" data-ref-number="1" aria-label="Source 1">1</button>',
            '<button class="ref" data-ref-number="2" aria-label="Source 2">2</button>',
        ),
        after='<aside class="sources"><h4>Sources</h4><div data-ref-number="1"><span>1</span><p>Cast in Merrow.</p></div><div data-ref-number="2"><span>2</span><p>Of nine years.</p></div></aside>',
        notes=_NOTES,
        says=_SAYS,
    ),
    Case(
        "style--span-with-a-class",
        by="sites whose style sheet raises a span by its class",
        text=_raised('<span class="footnote-number">1</span>', '<span class="footnote-number">2</span>'),
        after=f"<h3>Notes</h3>{_ITEMS}",
        notes=_NOTES,
        says=_SAYS,
    ),
    Case(
        "style--vertical-align-top",
        by="editors that write the style on the span: small and at the top of the line",
        text=_raised(
            '<span style="font-size: 60%; vertical-align: top;">1</span>',
            '<span style="font-size: 60%; vertical-align: top;">2</span>',
        ),
        after=f"<h3>Notes</h3>{_ITEMS}",
        notes=_NOTES,
        says=_SAYS,
    ),
    Case(
        "style--relative-top",
        by="editors that lift the span by half a line",
        text=_raised(
            '<span style="position: relative; top: -0.5em; font-size: 75%;">1</span>',
            '<span style="position: relative; top: -0.5em; font-size: 75%;">2</span>',
        ),
        after=f"<h3>Notes</h3>{_ITEMS}",
        notes=_NOTES,
        says=_SAYS,
    ),
    Case(
        "style--font-size-one",
        by="pages of the nineties: a small font and no raising",
        text=_raised('<font size="1">1</font>', '<font size="1">2</font>'),
        after="<hr><p><font size='1'>1</font> Cast in Merrow.</p><p><font size='1'>2</font> Of nine years.</p>",
        notes=_NOTES,
        says=_SAYS,
        engine="a small font does not raise a number",
    ),
    Case(
        "style--small-in-sup-in-bold",
        by="editors that nest: sup, small, strong, font",
        text=_raised(
            "<strong><sup><small><font color='red'>1</font></small></sup></strong>",
            "<strong><sup><small><font color='red'>2</font></small></sup></strong>",
        ),
        after="<p><strong><sup><small>1</small></sup></strong> Cast in Merrow.</p><p><strong><sup><small>2</small></sup></strong> Of nine years.</p>",
        notes=_NOTES,
        says=_SAYS,
    ),
    Case(
        "style--punctuation-inside-the-sup",
        by="editors that raise the full stop or a space with the number",
        text="<p>The harbour bell<sup> 1</sup> was rung by a boy<sup>2.</sup></p>",
        after="<p><sup>1 </sup>Cast in Merrow.</p><p><sup>2.</sup> Of nine years.</p>",
        notes=_NOTES,
    ),
    Case(
        "words--wrapped-in-elements-of-their-own",
        by="a scholar's site: elements named side-note wrap words of the sentence, and keep what they open in attributes",
        text='<p>After my success with <side-note type="note" data-title="A longer piece on ropes" data-link="/notes/rope">Hemp 1.2</side-note> in pure tar, I met <side-note type="contact" data-name="Jon Ossel" data-link="/people/jon">Jon Ossel</side-note> again.</p>',
        says=("After my success with Hemp 1.2 in pure tar, I met Jon Ossel again.",),
    ),
    Case(
        "words--wrapped-clause-at-the-end-of-a-sentence",
        by="a scholar's site: an element named side-note wraps the last clause of a sentence, the full stop outside",
        text='<p>On that fact we did find earlier this year that <side-note type="paper" data-title="Ropes and evidence" data-link="/papers/rope">the finding of old ropes could be much improved</side-note>. We went on.</p>',
        says=("that the finding of old ropes could be much improved. We went on.",),
    ),
    Case(
        "shop--information-sign",
        by="shops: a round i whose title explains a price, again and again",
        text='<p>Rent of a boat: 4 marks <span class="tooltip-icon" title="The price holds when you do not order a boat for the whole season.">i</span></p><p>Rent of a lamp: 1 mark <span class="tooltip-icon" title="The price holds when you do not order a boat for the whole season.">i</span></p>',
    ),
    Case(
        "chrome--classes-that-say-footnote",
        by="site builders: footer links and forms with the class footnote",
        text="<p>The lamp is out.</p>",
        beyond='<div class="newsletter-form-footnote"><p>We respect your privacy.</p></div><div class="footnotes"><a class="footnote" href="/terms">1 Terms of service</a> <a class="footnote" href="/privacy">Privacy policy</a></div>',
        says=("The lamp is out.",),
    ),
)
def test_own_system(case: Case) -> None:
    check(case)
