"""The HTML page needs no other file, holds no active content, and links its notes in both directions under the source's labels."""

from __future__ import annotations

import base64
import re
from hashlib import sha256

import pytest
from lxml import etree

from support.records import changed, html_of, record

H = {"h": "http://www.w3.org/1999/xhtml"}


def test_a_call_links_to_its_note_and_the_note_links_back_to_each_call() -> None:
    page = html_of("everything")
    call = page.xpath("//h:a[@id='r2']", namespaces=H)[0]
    assert (call.get("href"), call.get("role"), call.text) == ("#n2", "doc-noteref", "2")
    back = page.xpath("//h:li[@id='n2']//h:a[@role='doc-backlink']/@href", namespaces=H)
    assert back == ["#r2", "#r3", "#rn1"]


def test_labels_are_the_labels_of_the_source() -> None:
    page = html_of("everything")
    shown = page.xpath("//h:li[@class='note']/h:span[@class='label']/text()", namespaces=H)
    assert shown == ["*", "1", "2", "4", "5", "a", "7", "3", "6"]  # those without a text come last, together


def test_missing_notes_are_named() -> None:
    assert "The source carried no text for these notes." in _text(html_of("lost-notes"))
    assert "لم يتضمن المصدر نص هذا الهامش." in _text(html_of("arabic"))


def test_two_calls_in_a_row_do_not_read_as_one_number() -> None:
    second = '<noteref id="r2" target="n2" label="2"/>'
    page = changed(
        "lost-notes", (' It has done so since 1911.<noteref id="r2" target="n2" label="2" at="181"/>', second)
    ).html
    calls = etree.fromstring(page).xpath("//h:sup/@class", namespaces=H)
    assert calls == ["call", "call next", "call"]


def test_a_picture_on_another_server_is_named_once_and_linked() -> None:
    elsewhere = '<image src="https://a.example/pics/quay.png" alt="The quay"/>'
    lost = '<image src="img/gull.png" alt="gull.png"/>'
    page = changed("bare", ("One paragraph", f"One {elsewhere} and {lost} paragraph")).html
    first, second = etree.fromstring(page).xpath("//h:p//h:span[@class='absent']", namespaces=H)
    assert first.xpath("string()") == "[Image: The quay]"
    assert first.xpath("string(h:a[. = 'The quay']/@href)", namespaces=H) == "https://a.example/pics/quay.png"
    assert second.xpath("string()") == "[Image: gull.png]"
    assert not second.xpath("h:a", namespaces=H)


def test_an_item_that_contains_only_a_list_has_no_bullet() -> None:
    inner = '<list type="unordered"><item>Neap</item></list>'
    lists = f'<list type="unordered"><item>{inner}</item><item><p id="p2">Spring</p>{inner}</item></list><p id="p1">'
    page = etree.fromstring(changed("bare", ('<p id="p1">', lists)).html)
    assert page.xpath("//h:main//h:li/@class", namespaces=H) == ["holder"]


def test_the_terms_of_use_link_to_the_licence_that_they_name() -> None:
    terms = "Free under CC BY (http://creativecommons.org/licenses/by/4.0/), with thanks."
    old = "<rights>© 1998 The Lake Almanac. All rights reserved.</rights>"
    page = etree.fromstring(changed("notes-everywhere", (old, f"<rights>{terms}</rights>")).html)
    (shown,) = page.xpath("//h:dd[contains(., 'CC BY')]", namespaces=H)
    assert shown.xpath("string()") == terms
    assert shown.xpath("h:a/text()", namespaces=H) == ["http://creativecommons.org/licenses/by/4.0/"]


def test_a_complete_reference_is_not_in_italics() -> None:
    cited = "<cite>Holt, <em>Tides</em>, 1987.</cite> <cite>The Book of Tides</cite>"
    page = changed("bare", ("One paragraph", cited)).html
    assert etree.fromstring(page).xpath("count(//h:cite[@class='reference'])", namespaces=H) == 1


def test_the_page_fetches_nothing_and_runs_nothing() -> None:
    for name in ("everything", "hostile"):
        page = html_of(name)
        assert not page.xpath(
            "//h:script[not(@type = 'application/ld+json')] | //h:iframe | //h:object | //h:link[@rel='stylesheet']",
            namespaces=H,
        )
        assert all(src.startswith("data:image/") for src in page.xpath("//@src"))
        assert not page.xpath("//@*[starts-with(local-name(), 'on')]")
        policy = page.xpath("//h:meta[@http-equiv='Content-Security-Policy']/@content", namespaces=H)[0]
        assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")


def test_browsers_accept_the_style_sheet_that_the_policy_names() -> None:
    """A browser hashes what stands between the tags, letter for letter: an escaped sign would leave the page without its style."""
    page = record("everything").html
    style = page.partition(b"<style>")[2].partition(b"</style>")[0]
    assert f"style-src 'sha256-{base64.b64encode(sha256(style).digest()).decode()}'".encode() in page


def test_only_safe_addresses_are_links() -> None:
    hrefs = html_of("hostile").xpath("//h:a/@href", namespaces=H)
    assert {href.split(":")[0] for href in hrefs if not href.startswith("#")} == {"https", "mailto", "tel"}


def test_a_link_is_split_around_a_call_in_it() -> None:
    page = html_of("everything")
    assert not page.xpath("//h:a//h:a", namespaces=H)
    pieces = page.xpath("//h:a[@href='https://estuary.example/l']", namespaces=H)
    assert ["".join(piece.itertext()) for piece in pieces] == ["see the ", "ledger", " page"]


def test_added_words_have_a_language_attribute_if_it_is_not_the_article_s() -> None:
    page = html_of("bare", language="sw")
    assert page.xpath("//h:footer/h:h2/@lang", namespaces=H) == ["en"]
    assert html_of("japanese").xpath("string(//h:section[@role='doc-endnotes']/h:h2)", namespaces=H) == "注"


def test_right_to_left_pages_have_a_direction_attribute() -> None:
    assert html_of("arabic").get("dir") == "rtl"
    assert html_of("everything").get("dir") == "ltr"


def test_an_article_without_a_title_is_named_after_its_source() -> None:
    assert html_of("bare").xpath("string(//h:h1)", namespaces=H) == "saved page.txt"


def test_html_and_xml_parsers_read_the_same_page() -> None:
    tinyhtml5 = pytest.importorskip("tinyhtml5")  # it comes with WeasyPrint
    for name in ("everything", "hostile"):
        page = html_of(name)
        read = tinyhtml5.parse(record(name).html.decode("utf-8"))
        as_xml = [etree.QName(e).localname for e in page.iter(etree.Element)]
        assert as_xml == [e.tag.rpartition("}")[2] for e in read.iter() if isinstance(e.tag, str)]


def _text(page: etree._Element) -> str:
    return re.sub(r"\s+", " ", "".join(page.itertext()))
