"""Notes as companies, shops and health pages set them: small print, many in one paragraph, called by raised numbers."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "health--references-in-one-paragraph",
        by="health and pharmacy pages: “References: 1. … 2. …” in one paragraph, raised numbers and ranges in the text",
        text="<p>Cod oil helps in winter.<sup>1</sup> It tastes of cod.<sup>2,3</sup></p>",
        after="<p><strong>References:</strong> 1. Merle A. Oils. Coast Papers. 1999;3:1-9. 2. Tarn B. Tastes. Varn; 2003. 3. Fenn C. More tastes. Varn; 2005.</p>",
        notes=(
            ("1", 1, "Merle A. Oils. Coast Papers. 1999;3:1-9."),
            ("2", 1, "Tarn B. Tastes. Varn; 2003."),
            ("3", 1, "Fenn C. More tastes. Varn; 2005."),
        ),
        says=("Cod oil helps in winter.[1] It tastes of cod.[2][3]",),
    ),
    Case(
        "bank--raised-labels-in-one-paragraph",
        by="banks: all notes in one paragraph, each behind its raised number",
        text="<p>Savings grow by a tenth<sup>1</sup> and cost nothing<sup>2</sup>.</p>",
        after="<p class='legal'><sup>1</sup> In ten years. <sup>2</sup> For the first month.</p>",
        notes=(("1", 1, "In ten years."), ("2", 1, "For the first month.")),
    ),
    Case(
        "bank--all-markers-lead-to-the-small-print",
        by="banks: every marker links to the same block of small print",
        text='<p>Savings grow by a tenth<sup><a href="#disclosures">1</a></sup> and cost nothing<sup><a href="#disclosures">2</a></sup>.</p>',
        after='<div id="disclosures"><h4>Disclosures</h4><p>1. In ten years.</p><p>2. For the first month.</p></div>',
        notes=(("1", 1, "In ten years."), ("2", 1, "For the first month.")),
    ),
    Case(
        "shop--stars-raised-small-print",
        by="shops: raised stars and daggers, small print that opens with them",
        text="<p>Free rope<sup>*</sup> with every anchor<sup>†</sup>, today<sup>**</sup> only.</p>",
        after="<p class='small'><sup>*</sup>Up to a fathom.</p><p class='small'><sup>†</sup>Over ten stone.</p><p class='small'><sup>**</sup>And tomorrow.</p>",
        notes=(("*", 1, "Up to a fathom."), ("†", 1, "Over ten stone."), ("**", 1, "And tomorrow.")),
    ),
    Case(
        "shop--trade-mark-then-number",
        by="makers: a trade mark's sign and a number raised together",
        text="<p>Oakum<sup>®1</sup> seals every seam. Pitch<sup>™ 2</sup> holds it.</p>",
        after="<ol class='disclaimers'><li>When driven home.</li><li>In summer.</li></ol>",
        notes=(("1", 1, "When driven home."), ("2", 1, "In summer.")),
    ),
    Case(
        "table--notes-in-tfoot",
        by="statisticians: raised letters in cells, the notes in the table's foot",
        text='<table><caption>Catch by year</caption><thead><tr><th>Year</th><th>Cran<sup>a</sup></th></tr></thead><tbody><tr><td>1890</td><td>120<sup>b</sup></td></tr><tr><td>1891</td><td>95</td></tr></tbody><tfoot><tr><td colspan="2"><sup>a</sup> Of 37 gallons.</td></tr><tr><td colspan="2"><sup>b</sup> Two boats only.</td></tr></tfoot></table>',
        notes=(("a", 1, "Of 37 gallons."), ("b", 1, "Two boats only.")),
    ),
    Case(
        "table--notes-below-linked",
        by="publishers of tables: letters that link to divs below the table",
        text='<table><tr><th>Year</th><th>Cran<a href="#tfn1"><sup>a</sup></a></th></tr><tr><td>1890</td><td>120<a href="#tfn2"><sup>b</sup></a></td></tr></table><div class="table-foot"><div id="tfn1"><p><sup>a</sup> Of 37 gallons.</p></div><div id="tfn2"><p><sup>b</sup> Two boats only.</p></div></div>',
        notes=(("a", 1, "Of 37 gallons."), ("b", 1, "Two boats only.")),
    ),
    Case(
        "survey--base-and-source-lines",
        by="pollsters: numbers high in the text, “Source” and numbered lines in small print with a source's line between",
        text="<p>Seven in ten own a boat.<sup>1</sup> Two own a lamp.<sup>2</sup></p>",
        after="<p><small>Source: the coast survey, May.</small></p><p><small>1 Or share one.</small></p><p><small>2 That works.</small></p>",
        notes=(("1", 1, "Or share one."), ("2", 1, "That works.")),
        says=("Source: the coast survey, May.",),
    ),
)
def test_small_print(case: Case) -> None:
    check(case)
