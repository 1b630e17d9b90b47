"""What stands for a picture that an export cannot show: one quiet line, never under the title; nothing for a pixel or an icon."""

from __future__ import annotations

import io

import pytest
from lxml import etree

from archiver.article import NS
from archiver.writers import WRITERS
from archiver.writers.shared.absent_pictures import settle, short_name
from support.records import changed

H = {"h": "http://www.w3.org/1999/xhtml"}
LONG = "https://images.tide.example/uploads/2019/11/27/quay-at-low-water-1600x900-crop.jpg?w=1600&amp;s=2b1f0c7de1"
FIRST = '<p id="p1">'


def body(content: str) -> str:
    """The blocks of a body after `settle`, without their attributes and without what stands behind an image's words."""
    root = etree.fromstring(f'<article xmlns="{NS["a"]}"><body>{content}</body></article>')
    settle(root, lambda image: image.get("src", "").startswith("data:"))
    for image in root.iter("{*}image"):
        label, name = (image.get(f"{{urn:archiver:export:1}}{key}") for key in ("label", "name"))
        words = "shown" if name is None else f"{label}|{name}"
        image.tail, image.text = image.tail, words
        image.attrib.clear()
    for element in root.iter():
        element.attrib.clear()
    etree.cleanup_namespaces(root)
    return (
        etree.tostring(root[0], encoding="unicode")
        .replace(f' xmlns="{NS["a"]}"', "")
        .replace(' xmlns:ns0="urn:archiver:export:1"', "")[6:-7]
    )


@pytest.mark.parametrize(
    ("given", "becomes"),
    [
        (
            f'<p>Text.</p><figure><image src="{LONG}" alt="The quay"/><caption>In May.</caption></figure>',
            "<p>Text.</p><figure><caption>In May. <image>The quay|images.tide.example</image></caption></figure>",
        ),
        (
            '<p>Text.</p><figure><image src="one.jpg"/><image src="two.jpg" alt="two.jpg"/><caption>Both.</caption></figure>',
            "<p>Text.</p><figure><caption>Both. <image>|one.jpg</image> <image>|two.jpg</image></caption></figure>",
        ),
        (
            '<p>Text.</p><figure><image src="one.jpg" alt="One"/></figure>',
            "<p>Text.</p><figure><image>One|one.jpg</image></figure>",
        ),
        (
            '<p>Text.</p><figure><image src="data:x"/><image src="b.jpg"/><caption>Both.</caption></figure>',
            "<p>Text.</p><figure><image>shown</image><image>|b.jpg</image><caption>Both.</caption></figure>",
        ),
        ('<p>Text. <image src="p.gif" width="1" height="1"/></p>', "<p>Text. </p>"),
        ('<p>Text.</p><p><image src="rule.gif" alt=""/></p>', "<p>Text.</p>"),
        ('<p>Text.</p><figure><image src="i.png" width="24" height="24"/></figure>', "<p>Text.</p>"),
        ('<p>It rained <image src="r.png" alt="&#x1F327;"/> all day.</p>', "<p>It rained \U0001f327 all day.</p>"),
        ('<p><image src="t.gif" alt="T" width="30"/>he quay</p>', "<p>The quay</p>"),
        ('<p><image src="m.png" alt="mail" height="16"/>harbour office</p>', "<p>mail harbour office</p>"),
    ],
    ids="caption two alone one-of-two pixel decoration icon emoji initial icon-with-words".split(),
)
def test_a_line_or_nothing_stands_for_a_picture(given: str, becomes: str) -> None:
    assert body(given) == becomes


def test_what_opens_the_article_stands_behind_its_first_paragraph() -> None:
    figure = '<figure><image src="a.jpg"/><caption>Low water.</caption></figure>'
    moved = "<figure><caption>Low water. <image>|a.jpg</image></caption></figure>"
    assert body(f"{figure}<p>One.</p><p>Two.</p>") == f"<p>One.</p>{moved}<p>Two.</p>"
    in_section = f"<section><heading>H</heading><p>One.</p>{moved}</section>"
    assert body(f"{figure}<section><heading>H</heading><p>One.</p></section>") == in_section
    # a picture that is shown stays, and so does one whose caption calls a note: the order of the notes counts
    shown = '<figure><image src="data:x"/></figure><p>One.</p>'
    assert body(shown).startswith("<figure>")
    called = '<figure><image src="a.jpg"/><caption>Low.<noteref target="n1"/></caption></figure><p>One.</p>'
    assert body(called).startswith("<figure>")


def test_an_address_is_named_by_host_and_file_or_by_the_host_alone() -> None:
    assert short_name("https://a.example/b/c/d.png?e") == "a.example/…/d.png"
    assert short_name(LONG) == "images.tide.example"
    assert (short_name("pics/quay.jpg"), short_name("data:image/png;base64,AAAA")) == ("quay.jpg", "")


@pytest.mark.parametrize("format", ["html", "epub", "text", "markdown", "latex", "docx", "odt"])
def test_no_export_shows_a_long_address(format: str) -> None:
    figure = f'<figure><image src="{LONG}" alt="The quay at low water"/><caption>In November.</caption></figure>'
    article = changed("bare", (FIRST, figure + FIRST)).article
    out = io.BytesIO()
    WRITERS["text" if format in ("docx", "odt", "epub") else format].writer()(article, out)
    said = " ".join(out.getvalue().decode().replace("~", " ").split())
    assert "The quay at low water" in said and "images.tide.example" in said
    # its place in a link is no place where it is read
    shown = (
        said.replace(LONG, "").replace(LONG.replace("&amp;", "&"), "")
        if format in ("html", "markdown", "latex")
        else said
    )
    assert "crop.jpg" not in shown


def test_the_line_of_a_page_has_a_link_to_the_picture() -> None:
    figure = f'<figure><image src="{LONG}" alt="The quay"/><caption>In November.</caption></figure>'
    page = etree.fromstring(changed("bare", (FIRST, figure + FIRST)).html)
    (caption,) = page.xpath("//h:figcaption", namespaces=H)
    assert caption.xpath("string()") == "In November. [Image: The quay · images.tide.example]"
    assert caption.xpath(".//h:a/@href", namespaces=H) == [LONG.replace("&amp;", "&")]
    assert not page.xpath("//h:header/following-sibling::*[1][self::h:figure]", namespaces=H)
