"""HTML that Word, Google Docs and LibreOffice export: a document, with its lists, captions, comments and title."""

from __future__ import annotations

import archiver
from archiver import inspection
from archiver.article import Article
from archiver.source import Source

PROSE = "The mill at Orrin Ford had stood idle for eleven winters when the parish bought it."


def word(body: str, *, generator: str = "Microsoft Word 15", before: str = "") -> bytes:
    return (
        f'<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><meta name=Generator content="{generator}">'
        f"<title>Draft 3 final FINAL</title>{before}</head><body lang=EN-GB>{body}</body></html>"
    ).encode()


def item(text: str, label: str, level: int = 1) -> str:
    return (
        f"<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'><![if !supportLists]><span style='mso-list:Ignore'>"
        f"{label}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span><![endif]>{text}</p>\n"
    )


def article_of(body: str, **how: str) -> Article:
    return archiver.normalize(word(body, **how))


def lists(article: Article) -> str:
    xml = article.xml().decode()
    return " ".join(xml[xml.index("<body>") : xml.index("</body>")].split())


class TestWord:
    def test_the_title_is_what_has_the_style_of_a_title(self) -> None:
        article = article_of(
            f"<p class=MsoTitle>The Wheel</p><p class=MsoSubtitle>A history</p><h1>1. The purchase</h1><p>{PROSE}</p><h1>2. The ledger</h1><p>{PROSE}</p>",
            before="<!--[if gte mso 9]><xml><o:Author>Ilse Marrow</o:Author></xml><![endif]-->",
        )
        assert (article.title, article.subtitle) == ("The Wheel", "A history")
        assert [a.name for a in article.authors] == ["Ilse Marrow"]
        assert article.text().startswith("1. The purchase\n")

    def test_paragraphs_with_mso_list_are_lists(self) -> None:
        body = (
            f"<p>{PROSE}</p>"
            + item("Oak", "·")
            + item("of which one", "o", 2)
            + item("Lead", "·")
            + f"<p>{PROSE}</p>"
            + item("Lift.", "3.")
            + item("Count.", "4.")
        )
        text = lists(article_of(body))
        assert (
            '<list type="unordered"> <item> <p id="p2">Oak</p> <list type="unordered"> <item>of which one</item> </list> </item> <item>Lead</item> </list>'
            in text
        )
        assert '<list start="3" type="ordered"> <item>Lift.</item> <item>Count.</item> </list>' in text

    def test_letters_and_roman_numbers_count_items(self) -> None:
        text = lists(
            article_of(
                f"<p>{PROSE}</p>"
                + item("One", "a)")
                + item("Two", "b)")
                + f"<p>{PROSE}</p>"
                + item("Three", "i.")
                + item("Four", "ii.")
            )
        )
        assert 'style="lower-alpha"' in text and 'style="lower-roman"' in text

    def test_filtered_html_has_no_names_for_its_labels(self) -> None:
        def filtered(text: str, label: str, margin: str) -> str:
            return f"<p class=MsoListParagraph style='margin-left:{margin}'>{label}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp;</span>{text}</p>"

        body = (
            f"<p>{PROSE}</p>"
            + filtered("Oak", "·", "36.0pt")
            + filtered("Inner", "o", "1.0in")
            + filtered("Lead", "·", "36.0pt")
        )
        text = lists(article_of(body, generator="Microsoft Word 15 (filtered)"))
        assert "<item>Inner</item> </list> </item> <item>Lead</item>" in text

    def test_captions_go_to_their_pictures_and_tables(self) -> None:
        body = (
            f'<p>{PROSE}</p><p><img width=200 height=150 src="https://example.org/a.jpg"></p><p class=MsoCaption>Figure 1. The wheel</p>'
            "<p class=MsoCaption>Table 1. Receipts</p><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
        )
        text = lists(article_of(body))
        assert (
            "<caption>Figure 1. The wheel</caption> </figure>" in text
            and "<table> <caption>Table 1. Receipts</caption>" in text
        )

    def test_comments_changes_and_contents_are_in_the_ledger(self) -> None:
        body = (
            f'<p class=MsoToc1><a href="#a">1. One</a> 2</p><p>{PROSE} See <ins datetime="2011">the new</ins> <del datetime="2011">the old</del> ledger.'
            '<span class=MsoCommentReference><a href="#_msocom_1" name="_msoanchor_1">[T1]</a></span></p>'
            "<div style='mso-element:comment-list'><div style='mso-element:comment'><p><a href='#_msoanchor_1' name='_msocom_1'>[T1]</a> Check this.</p></div></div>"
        )
        article = article_of(body)
        assert {(r.rule, r.text) for r in article.removals} == {
            ("toc", "1. One 2"), ("tracked-deletion", "the old"), ("comment", "[T1]"), ("comment", "[T1] Check this."),
        }  # fmt: skip
        assert article.notes == () and "See the new ledger." in " ".join(article.text().split())

    def test_footnotes_work_and_the_line_above_them_goes(self) -> None:
        body = (
            f'<p>{PROSE}<a href="#_ftn1" name="_ftnref1"><span class=MsoFootnoteReference>[1]</span></a></p><div style="mso-element:footnote-list"><hr size=1>'
            '<div style="mso-element:footnote" id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1" name="_ftn1">[1]</a> Vestry book.</p></div></div>'
        )
        article = article_of(body)
        assert [(n.label, n.text) for n in article.notes] == [("1", "Vestry book.")] and b"<rule" not in article.xml()

    def test_every_word_arrives(self) -> None:
        body = (
            f"<p class=MsoTitle>The Wheel</p><p>{PROSE}</p>"
            + item("Oak", "1.")
            + item("Lead", "2.")
            + "<p class=MsoCaption>Alone</p>"
        )
        assert inspection.inspect(Source.from_bytes(word(body))).words.unaccounted == 0

    def test_a_page_of_another_program_is_a_page(self) -> None:
        page = word(
            f"<p class=MsoTitle>The Wheel</p><p>{PROSE}</p>" * 3 + "<nav>Home About</nav>", generator="WordPress 6.1"
        )
        assert "navigation" in [r.rule for r in archiver.normalize(page).removals]


GOOGLE = (
    '<html><head><style type="text/css">@import url(https://themes.googleusercontent.com/fonts/css?kit=a);</style></head><body class="c9 doc-content">'
    f'<p class="c2 title"><span>The Tide Tables</span></p><p>{PROSE}<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup> See '
    '<a href="https://www.google.com/url?q=https://example.org/tides?a%3D1&amp;sa=D&amp;source=editors">the tables</a>.<sup><a href="#cmnt1" id="cmnt_ref1">[a]</a></sup></p>'
    '<ul class="c8 lst-kix_abc-0 start"><li>One</li></ul><ul class="c8 lst-kix_abc-1 start"><li>Inner</li></ul><ul class="c8 lst-kix_abc-0"><li>Two</li></ul>'
    f'<p>{PROSE}</p><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span> Railway letter.</span></p></div>'
    '<div><p><a href="#cmnt_ref1" id="cmnt1">[a]</a><span>Please check this.</span></p></div></body></html>'
)


def test_google_docs() -> None:
    article = archiver.normalize(GOOGLE.encode())
    assert article.title == "The Tide Tables"
    assert [(n.label, n.text) for n in article.notes] == [("1", "Railway letter.")]
    assert [r.text for r in article.removals if r.rule == "comment"] == ["[a]", "[a]Please check this."]
    text = lists(article)
    assert "<item>Inner</item> </list> </item> <item>Two</item>" in text
    assert '<link href="https://example.org/tides?a=1">the tables</link>' in text


def test_a_document_that_google_published_has_a_page_around_it() -> None:
    banner = '<div id="header"><div id="title-banner"><span>Published using Google Docs</span><a>Report abuse</a></div></div>'
    article = archiver.normalize(GOOGLE.replace('doc-content">', f'doc-content">{banner}').encode())
    assert "Report abuse" not in article.text()


def test_a_redirect_of_google_is_unwrapped_on_every_page() -> None:
    page = f'<article><h1>Tides</h1><p>{PROSE * 3} <a href="https://www.google.com/url?q=https://example.org/a&sa=D">here</a> <a href="https://www.google.com/url?q=javascript:x">there</a></p></article>'
    xml = archiver.normalize(page.encode()).xml().decode()
    assert 'href="https://example.org/a"' in xml and "google.com/url?q=javascript" in xml


def test_libreoffice() -> None:
    page = f'<html><head><meta name="generator" content="LibreOffice 7.4"/></head><body><p class="title">The Wheel</p><h1>One</h1><p>{PROSE}</p></body></html>'
    article = archiver.normalize(page.encode())
    assert (article.title, article.text()) == ("The Wheel", f"One\n{PROSE}")


def test_a_comment_in_the_xhtml_of_libreoffice() -> None:
    comment = '<span title="annotation" class="annotation_style_by_filter"><br/>[ANNOTATION:<br/><span>BY \'Bo\'</span> Check this.]</span>'
    page = (
        '<html><head><meta name="dcterms.source" content="http://xml.openoffice.org/odf2xhtml"/></head>'
        f'<body><p class="Title">The Wheel</p><p>{PROSE}{comment}</p></body></html>'
    )
    article = archiver.normalize(page.encode())
    assert article.text() == PROSE
    assert [(r.rule, r.text) for r in article.removals] == [("comment", "[ANNOTATION: BY 'Bo' Check this.]")]


def test_nested_lists_of_libreoffice_are_one_list() -> None:
    """LibreOffice ends a list before one of a deeper level, and puts that into a list without items."""
    items = "<ul><li><p>barley</p><li><p>oats</p></ul>\n<ul>\n<ul><li><p>black</p><li><p>white</p></ul>\n</ul>\n<ul><li><p>rye</p></ul>"
    page = f'<html><head><meta name="generator" content="LibreOffice 7.4"/></head><body><p>{PROSE}</p>{items}<ul><li><p>Another list.</p></ul><p>{PROSE}</p></body></html>'
    text = lists(archiver.normalize(page.encode()))
    assert (
        '<list type="unordered"> <item>barley</item> <item> <p id="p2">oats</p> <list type="unordered"> <item>black</item> <item>white</item> </list> </item>'
        " <item>rye</item> </list>" in text
    )
    assert text.count("<list") == 3
