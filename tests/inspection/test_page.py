"""The inspection as a page: what a librarian sees of a source and of what happened to it."""

from __future__ import annotations

from lxml import html

from archiver.inspection import as_data, as_text, inspect
from archiver.inspection.html_report import as_html
from archiver.source import Source
from support.folders import ROOT

PAGE = (
    """<!DOCTYPE html><html lang="en"><head><title>The lock keepers</title></head><body>
<nav><a href="/">Home</a> <a href="/boats">Boats &amp; barges</a></nav>
<main><article><h1>The lock keepers</h1>
<p>For ninety years the keepers of the lower lock wrote down each boat that passed, and nobody read what they had written.<a href="#fn1"><sup>1</sup></a></p>
<h2>The books</h2>
<p>There are forty of them, bound in green cloth, and the first begins on a Sunday in March with the words “water high, no boats”.</p>
<table class="highlighttable"><tr><td class="linenos"><pre>1
2</pre></td><td class="code"><pre>boats = 0
water = "high"</pre></td></tr></table>
<p>They were found in a shed beside the weir when the roof fell in, and the museum has since copied every page of them by hand.</p>
<ol class="footnotes"><li id="fn1">Holt, Tide Books, p. 12.</li></ol>
</article></main>
<footer>© The Estuary Review. """
    + " ".join(['<a href="/x">Imprint and terms</a>'] * 40)
    + """</footer>
</body></html>"""
)


def shown() -> html.HtmlElement:
    return html.fromstring(as_html(inspect(Source(name="locks.html", data=PAGE.encode(), stem="locks"))))


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_what_was_removed_is_struck_and_named_without_colour_or_hover() -> None:
    run = shown().xpath("//div[contains(@class, 'run out')][contains(., 'Boats')]")[0]
    assert text(run.find("p")) == "removed: navigation · 3 words"
    assert text(run.find("del")) == "Home Boats & barges"
    assert run.get("title") == "removed: navigation" and run.get("tabindex") == "0"


def test_long_removals_are_folded() -> None:
    folded = shown().xpath("//details[contains(@class, 'run out')]")[0]
    assert text(folded.find("summary")).startswith("removed: site-footer · 123 words © The Estuary Review.")


def test_what_was_kept_stands_in_its_order_and_its_shape() -> None:
    kept = shown().xpath("//div[contains(@class, 'source')]/div[contains(@class, 'b')]")
    assert [text(line)[:9] for line in kept if "head" in line.get("class").split()] == ["The books"]
    assert any("pre" in line.get("class").split() and 'water = "high"' in line.text_content() for line in kept)


def test_marks_within_a_line_say_their_rule_on_hover_on_focus_and_to_who_listens() -> None:
    call = shown().xpath("//div[contains(@class, 'source')]//span[contains(@class, 'call')]")[0]
    assert call.get("data-rule") == call.get("title") == "marker of note 1" and call.get("tabindex") == "0"
    assert text(call.find("span")) == "[marker of note 1:"


def test_what_only_the_builder_struck_is_shown_too() -> None:
    assert text(shown().xpath("//*[contains(@class, 'out')][contains(@title, 'line-number')]/del")[0]) == "1 2"


def test_counts_metadata_notes_and_rules_are_told() -> None:
    page = shown()
    assert "0 unaccounted" in text(page) and "The record is valid." in text(page)
    assert [h.text for h in page.iter("h2")] == [
        "Metadata", "Notes (1)", "Findings", f"Removed, by rule ({len(page.xpath('//details/div//tbody/tr'))} pieces)",
        "Corrections of the body (1)", "The source",
    ]  # fmt: skip
    assert "Holt, Tide Books, p. 12." in text(page.xpath("//h2[@id='notes']/following-sibling::div[1]")[0])
    assert all(page.xpath(f"//*[@id='{link.get('href')[1:]}']") for link in page.xpath("//nav[@aria-label]/a"))


def test_corrections_of_the_body_are_shown_with_their_reasons() -> None:
    sample = ROOT / "sources" / "hallin-ridge-observatory.html"
    inspection = inspect(Source.from_file(sample))
    corrections = {c["text"]: (c["kept"], c["reasons"]) for c in as_data(inspection)["corrections"]}
    assert corrections["Closed"] == (True, ["table-as-a-whole"])
    assert "table-as-a-whole" in as_text(inspection) and "table-as-a-whole" in as_html(inspection)


def test_the_page_holds_no_script_and_loads_nothing() -> None:
    page = as_html(
        inspect(
            Source(
                name="x.html", data=PAGE.replace("Boats &amp;", "<b onclick=x()>&lt;script&gt;</b>").encode(), stem="x"
            )
        )
    )
    assert "<script" not in page and "src=" not in page and "onclick" not in page


def test_each_note_says_why_it_is_one() -> None:
    inspection = inspect(Source(name="locks.html", data=PAGE.encode(), stem="locks"))
    note = as_data(inspection)["notes"][0]
    assert (note["family"], note["cues"]) == (
        "fragment",
        [
            "named a note",
            "raised marker",
            "address or class of notes",
            "in a list",
            "behind text",
            "item with this number",
        ],
    )
    assert 0.5 < note["certainty"] <= 1
    reason = f"certainty {note['certainty']:.2f}: named a note, raised marker"
    assert reason in as_text(inspection, verbose=True) and reason not in as_text(inspection)
    assert reason in text(shown().xpath("//h2[@id='notes']/following::table")[0])


def test_copied_notes_say_what_speaks_for_their_series() -> None:
    copy = "The keepers wrote down each boat that passed.1 Nobody read the books.2 They were found in a shed.3\n\nNotes\n\n1. Holt, p. 12.\n2. Ibid.\n4. Never called.\n"
    notes = as_data(inspect(Source(name="locks.txt", data=copy.encode(), stem="locks"), force=True))["notes"]
    reasons = {note["label"]: (note["status"], note["certainty"] is None, note["cues"]) for note in notes}
    cues = ["markers: glued", "list", "under a heading", "at the end"]
    assert reasons == {
        "1": ("present", False, cues),
        "2": ("present", False, cues),
        "3": ("missing", False, cues),
        "4": ("unreferenced", True, cues),
    }


def test_what_was_not_taken_for_a_note_is_shown_with_the_reason() -> None:
    page = PAGE.replace("They were found", "They weigh 15 m<sup>2</sup> of paper, and they were found")
    inspection = inspect(Source(name="locks.html", data=page.encode(), stem="locks"))
    (candidate,) = as_data(inspection)["not_taken"]["candidates"]
    assert (candidate["kind"], candidate["label"], candidate["where"]) == (
        "marker",
        "2",
        "/html/body/main/article/p[3]/sup",
    )
    assert candidate["text"] == "They weigh 15 m2 of paper, and they were found in a shed"
    assert candidate["reason"] in as_text(inspection, verbose=True) and candidate["reason"] not in as_text(inspection)
    folded = html.fromstring(as_html(inspection)).xpath("//details[contains(summary, 'Taken for no notes')]")[0]
    assert candidate["reason"] in text(folded)


def test_only_the_surest_of_many_are_shown_and_the_rest_is_counted() -> None:
    copy = "The boats.\r\n\n" + "\n\n".join(f"The boat x[{n}] sails{n} today." for n in range(1, 60))
    inspection = inspect(Source(name="boats.txt", data=copy.encode(), stem="boats"), force=True)
    not_taken = as_data(inspection)["not_taken"]
    lines = [int(c["where"].removeprefix("line ")) for c in not_taken["candidates"]]
    assert len(lines) == 20 and not_taken["more"] > 20 and lines == sorted(lines)
    assert f"and {not_taken['more']} more" in as_text(inspection, verbose=True)
    assert f"And {not_taken['more']} more" in text(html.fromstring(as_html(inspection)))
