"""Notes beside the text and notes that pop up: the body in the sentence, in a box, in an attribute, twice."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "pandoc-sidenote--wrapper",
        by="pandoc-sidenote: label, checkbox and note in a wrapper of their own, line ends at the note's end",
        text='<p>The kiln survives,<span class="sidenote-wrapper"><label for="sn-0" class="margin-toggle sidenote-number"></label><input type="checkbox" id="sn-0" class="margin-toggle"/><span class="sidenote">Now a museum.<br /><br /></span></span> cold.</p>',
        notes=(("1", 1, "Now a museum."),),
        says=("The kiln survives,[1] cold.",),
    ),
    Case(
        "sidenotes--columns-repeat-the-list",
        by="sites whose script copies the list into columns beside the text: the list and the copies both stand in the page",
        text='<p>Ravens nest in the mast<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a> of the wreck<a href="#fn2" class="footnote-ref" id="fnref2" role="doc-noteref"><sup>2</sup></a>.</p>',
        after='<section class="footnotes" role="doc-endnotes"><hr><ol><li id="fn1" class="footnote"><p>Since the storm.<a href="#fnref1" class="footnote-back" role="doc-backlink">↩︎</a></p></li><li id="fn2" class="footnote"><p>The Ann, of Merrow.<a href="#fnref2" class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>',
        beyond='<div id="sidenote-column-left" class="footnotes"></div><div id="sidenote-column-right" class="footnotes"><div id="sn1" class="sidenote" style="top:40px"><a class="sidenote-self-link" href="#sn1">1</a><div class="sidenote-outer-wrapper"><div class="sidenote-inner-wrapper"><p>Since the storm.<a href="#fnref1" class="footnote-back">↩︎</a></p></div></div></div>'
        '<div id="sn2" class="sidenote" style="top:90px"><a class="sidenote-self-link" href="#sn2">2</a><div class="sidenote-outer-wrapper"><div class="sidenote-inner-wrapper"><p>The Ann, of Merrow.<a href="#fnref2" class="footnote-back">↩︎</a></p></div></div></div></div>',
        notes=(("1", 1, "Since the storm."), ("2", 1, "The Ann, of Merrow.")),
        says=("Ravens nest in the mast[1] of the wreck[2].",),
    ),
    Case(
        "popover--api",
        by="pages with the popover attribute: a button that names its target, a div that is a popover",
        text='<p>Smoke rose at noon<button popovertarget="pn1" class="fnref"><sup>1</sup></button> from the island<button popovertarget="pn2" class="fnref"><sup>2</sup></button>.</p>',
        after='<div popover id="pn1">By the town clock.</div><div popover id="pn2">Where nobody lived.</div>',
        notes=(("1", 1, "By the town clock."), ("2", 1, "Where nobody lived.")),
        says=("Smoke rose at noon[1] from the island[2].",),
    ),
    Case(
        "popover--without-classes",
        by="pages with the popover attribute and no class that speaks",
        text='<p>Smoke rose at noon<button popovertarget="q1"><sup>1</sup></button> from the island.</p>',
        after='<div popover id="q1">By the town clock.</div>',
        notes=(("1", 1, "By the town clock."),),
        engine="popovertarget to a popover is not enough",
    ),
    Case(
        "hidden-span--in-the-marker-without-classes",
        by="hand-made tooltips: a span with the number, and a hidden span in it",
        text='<p>Smoke rose at noon<sup>1<span style="display:none">By the town clock.</span></sup> from the island<sup>2<span style="display:none">Where nobody lived.</span></sup>.</p>',
        notes=(("1", 1, "By the town clock."), ("2", 1, "Where nobody lived.")),
        says=("Smoke rose at noon[1] from the island[2].",),
    ),
    Case(
        "role-tooltip--hashed-classes",
        by="React sites: hashed classes, roles and aria-describedby",
        text='<p>Smoke rose at noon<span class="css-1x2y3z"><button class="css-9k8j7h" aria-describedby="radix-4"><sup>1</sup></button><span role="tooltip" id="radix-4" class="css-0a9b8c">By the town clock.</span></span> from the island<span class="css-1x2y3z"><button class="css-9k8j7h" aria-describedby="radix-5"><sup>2</sup></button><span role="tooltip" id="radix-5" class="css-0a9b8c">Where nobody lived.</span></span>.</p>',
        notes=(("1", 1, "By the town clock."), ("2", 1, "Where nobody lived.")),
        says=("Smoke rose at noon[1] from the island[2].",),
        engine="aria-describedby to a tooltip is not enough",
    ),
    Case(
        "dialog--show-modal",
        by="pages with dialog elements: a button's script opens it, a form in it closes it",
        text="<p>Smoke rose at noon<sup><button onclick=\"document.getElementById('dlg-1').showModal()\">1</button></sup> from the island.</p>",
        after='<dialog id="dlg-1"><p>By the town clock.</p><form method="dialog"><button>Close</button></form></dialog>',
        notes=(("1", 1, "By the town clock."),),
        says=("Smoke rose at noon[1] from the island.",),
    ),
    Case(
        "aria--describedby-hidden-tooltip",
        by="design systems: a button with aria-describedby, a span with the role tooltip right after it",
        text='<p>The fare is two marks<sup><button type="button" aria-describedby="tip-1">1</button></sup><span role="tooltip" id="tip-1" hidden>Children pay one.</span> each way.</p>',
        notes=(("1", 1, "Children pay one."),),
        says=("The fare is two marks[1] each way.",),
        engine="one button with aria-describedby is not enough, though the role tooltip says so",
    ),
    Case(
        "aria--details-list",
        by="pages with aria-details on the marker and a list without ways back",
        text='<p>The fare is two marks<sup aria-details="det-1">1</sup> each way<sup aria-details="det-2">2</sup>.</p>',
        after='<aside aria-label="Notes"><p id="det-1">1 Children pay one.</p><p id="det-2">2 In fog, three.</p></aside>',
        notes=(("1", 1, "Children pay one."), ("2", 1, "In fog, three.")),
    ),
    Case(
        "details--summary-in-the-sentence",
        by="pages without scripts: details in the running text, its summary is the number",
        text='<div class="para">The net was dyed<details class="fn" style="display:inline"><summary>1</summary><span>With bark.</span></details> each spring.</div>',
        notes=(("1", 1, "With bark."),),
    ),
    Case(
        "details--list-folded-away",
        by="blogs that fold the notes: an ordered list inside details, its summary says Notes",
        text='<p>The net was dyed<sup><a id="dr1" href="#dn1">1</a></sup> each spring<sup><a id="dr2" href="#dn2">2</a></sup>.</p>',
        after='<details><summary>Notes</summary><ol><li id="dn1">With bark. <a href="#dr1">↩</a></li><li id="dn2">Or nearly. <a href="#dr2">↩</a></li></ol></details>',
        notes=(("1", 1, "With bark."), ("2", 1, "Or nearly.")),
    ),
    Case(
        "bootstrap--popover-content",
        by="Bootstrap pages: data-bs-content on a raised link that leads nowhere",
        text='<p>Eggs were counted twice<sup><a tabindex="0" role="button" data-bs-toggle="popover" data-bs-trigger="focus" data-bs-content="Once by the cook and once by the hens.">1</a></sup> a day<sup><a tabindex="0" role="button" data-bs-toggle="popover" data-bs-content="On Sundays not at all.">2</a></sup>.</p>',
        notes=(("1", 1, "Once by the cook and once by the hens."), ("2", 1, "On Sundays not at all.")),
    ),
    Case(
        "tippy--content-on-star",
        by="pages with a tooltip library: a star whose data attribute holds the note",
        text='<p>Admission is free<sup class="note-ref" data-tippy-content="Except during the regatta.">*</sup> all year.</p>',
        notes=(("*", 1, "Except during the regatta."),),
    ),
    Case(
        "shoelace--tooltip-element",
        by="web component libraries: an element with a content attribute around the raised number",
        text='<p>Admission is free<sl-tooltip content="Except during the regatta."><sup>1</sup></sl-tooltip> all year<sl-tooltip content="And in leap years too."><sup>2</sup></sl-tooltip>.</p>',
        notes=(("1", 1, "Except during the regatta."), ("2", 1, "And in leap years too.")),
    ),
    Case(
        "custom-element--inline-note",
        by="sites with their own elements: the note inside <inline-note>, numbered by the page",
        text="<p>The bells were hidden<inline-note>In the duck pond.</inline-note> from the soldiers<inline-note>Who fished there.</inline-note>.</p>",
        notes=(("1", 1, "In the duck pond."), ("2", 1, "Who fished there.")),
        says=("The bells were hidden[1] from the soldiers[2].",),
    ),
    Case(
        "custom-element--x-footnote-with-number",
        by="sites with their own elements: <x-footnote> with a slot for the number and the note inside",
        text='<p>The bells were hidden<x-footnote number="1"><sup slot="ref">1</sup><span slot="note">In the duck pond.</span></x-footnote> from the soldiers.</p>',
        notes=(("1", 1, "In the duck pond."),),
        says=("The bells were hidden[1] from the soldiers.",),
    ),
    Case(
        "magazine--margin-note-in-aside-after-paragraph",
        by="magazines with notes in the margin: an aside after each paragraph, joined by number and id",
        text='<p>The governor kept bees<a class="sidenote-ref" href="#side-1">1</a> in the cannon.</p><aside class="sidenote" id="side-1"><span class="sidenote-number">1</span> Which was never fired again.</aside>',
        notes=(("1", 1, "Which was never fired again."),),
        kinds=("sidenote",),
        says=("The governor kept bees[1] in the cannon.",),
    ),
    Case(
        "magazine--footnote-wrapper-in-the-sentence",
        by="sports and culture magazines: marker and hidden note side by side in a wrapper, a sign to close it",
        text='<p>The coach smiled<span class="footnote-wrapper"><a class="footnote-link" href="#fnote-1"><sup>1</sup></a><span class="footnote-text" id="fnote-1" style="display:none"><a class="close" href="#">×</a>For the first time since May.</span></span> at the crowd.</p>',
        notes=(("1", 1, "For the first time since May."),),
        says=("The coach smiled[1] at the crowd.",),
    ),
    Case(
        "annotated--plus-sign-toggle",
        by="essay sites with a plus sign as marker: a checkbox, a label ⊕ and a margin note without a number",
        text='<p>The lamp oil froze.<label for="mn-1" class="margin-toggle">&#8853;</label><input type="checkbox" id="mn-1" class="margin-toggle"/><span class="marginnote">It was mostly fish.</span> The keeper burned his chairs.</p>',
        notes=(("1", 1, "It was mostly fish."),),
        says=("The lamp oil froze.[1] The keeper burned his chairs.",),
    ),
    Case(
        "reader--note-in-small-after-sup",
        by="libraries of old texts: a raised mark and, right after it, the note in an i of its own class",
        text='<p>He measured the court<sup class="footnote-marker">1</sup><i class="footnote">Or: the wall.</i> with a reed<sup class="footnote-marker">2</sup><i class="footnote">Six cubits long.</i>.</p>',
        notes=(("1", 1, "Or: the wall."), ("2", 1, "Six cubits long.")),
        says=("He measured the court[1] with a reed[2].",),
    ),
    Case(
        "tei-publisher--dl-a-note",
        by="TEI Publisher: one dl per note, the number in dt, the way back as an arrow in dd",
        text='<p>He signed with a cross<span id="fnref_d1"><a class="note" rel="footnote" href="#fn_d1">1</a></span> and a seal<span id="fnref_d2"><a class="note" rel="footnote" href="#fn_d2">2</a></span>.</p>',
        after='<div class="footnotes"><dl class="footnote" id="fn_d1"><dt class="fn-number">1</dt><dd class="fn-content">In red ink. <a class="fn-back" href="#fnref_d1">↩</a></dd></dl><dl class="footnote" id="fn_d2"><dt class="fn-number">2</dt><dd class="fn-content">A heron. <a class="fn-back" href="#fnref_d2">↩</a></dd></dl></div>',
        notes=(("1", 1, "In red ink."), ("2", 1, "A heron.")),
    ),
)
def test_beside_the_text(case: Case) -> None:
    check(case)
