"""Which pictures of a page are pictures of the article, and which of their addresses is kept."""

from __future__ import annotations

import pytest

from support.drafts import body_xml, build, page

CASES = {
    "the largest of known sizes": (
        '<img src="https://example.org/quay-300x200.jpg" srcset="https://example.org/quay-300x200.jpg 300w, https://example.org/quay-1024x683.jpg 1024w,'
        ' https://example.org/quay.jpg 6000w">',
        "https://example.org/quay-1024x683.jpg",
    ),
    "sizes in a picture element, of which src is the least": (
        '<picture><source srcset="https://example.org/quay-1340x893.jpg" media="(min-width: 990px)">'
        '<source srcset="https://example.org/quay-330x220.jpg"><img src="https://example.org/quay-125x83.jpg"></picture>',
        "https://example.org/quay-1340x893.jpg",
    ),
    "a src of unknown size": (
        '<img src="https://example.org/quay.jpg" srcset="https://example.org/quay-1024x683.jpg 1024w">',
        "https://example.org/quay.jpg",
    ),
    "no src but in a picture element": (
        '<picture><source srcset="https://example.org/quay.avif" type="image/avif"><source srcset="https://example.org/quay.jpg"><img alt=""></picture>',
        "https://example.org/quay.jpg",
    ),
    "a stand-in, and an attribute of the site's own": (
        '<img src="https://example.org/img/lazy_placeholder.gif" data-zoom="https://example.org/quay.jpg?v=2" data-id="7">',
        "https://example.org/quay.jpg?v=2",
    ),
    "a placeholder in a link to the picture": (
        '<a href="https://example.org/quay.JPG?x=1"><img class="lazy" src="data:image/svg+xml;utf8,%3Csvg/%3E"></a>',
        "https://example.org/quay.JPG?x=1",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_address_of_an_image(case: str) -> None:
    source, expected = CASES[case]
    image = build(page(source)).root.find(".//{*}image")
    assert image is not None and image.get("src") == expected


@pytest.mark.parametrize(
    "face",
    [
        '<a href="https://www.pinterest.com/pin/create/button/?url=x"><img src="https://example.org/pin.png"></a>',
        '<a href="https://twitter.com/intent/tweet?text=x"><span><img src="https://example.org/t.png"></span></a>',
        '<div role="button"><img src="https://example.org/next.png" width="32" height="32" alt="next"></div>',
        '<button><img src="https://example.org/zoom.png" class="icon" alt="zoom"></button>',
    ],
)
def test_icons_of_buttons_are_removed(face: str) -> None:
    assert body_xml(build(page(f"<p>a</p>{face}<p>b</p>"))) == "<p>a</p><p>b</p>"


def test_a_picture_in_a_button_that_enlarges_it_is_kept() -> None:
    assert "<image" in body_xml(
        build(page('<button><img src="https://example.org/quay.jpg" width="800" height="600"></button>'))
    )


def test_a_slide_show_keeps_each_picture_once() -> None:
    a, b = (
        '<figure><img src="https://example.org/a.jpg"></figure>',
        '<figure><img src="https://example.org/b.jpg"></figure>',
    )
    captioned = '<figure><img src="https://example.org/b.jpg"><figcaption>B</figcaption></figure>'
    expected = (
        '<figure><image src="https://example.org/a.jpg"/></figure><figure><image src="https://example.org/b.jpg"/><caption>B</caption></figure>'
        '<p>x</p><figure><image src="https://example.org/b.jpg"/></figure>'
    )
    assert body_xml(build(page(f"{a}{a}{a}{b}{captioned}<p>x</p>{b}"))) == expected


def addresses(markup: str) -> list[str]:
    """The addresses of the pictures of a page between two paragraphs."""
    root = build(page(f"<p>Low water.</p>{markup}<p>High water.</p>")).root
    return [image.get("src", "") for image in root.iterfind(".//{*}body//{*}image")]


EMPTY = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
QUAY = "https://example.org/quay.jpg"


@pytest.mark.parametrize(
    "markup",
    [
        f'<img src="{EMPTY}"><noscript><img src="{QUAY}"></noscript>',
        f'<noscript><img src="{QUAY}"></noscript><img src="{EMPTY}">',
        f'<div><div class="ratio"><img src="{EMPTY}"></div><noscript><img src="{QUAY}"></noscript></div>',
        f'<img src="{EMPTY}" data-src="{QUAY}"><noscript><img src="{QUAY}"></noscript>',
        f'<div class="box"></div><noscript><img src="{QUAY}"></noscript>',
        f'<img src="https://example.org/60/quay.jpg"><noscript><img src="{QUAY}"></noscript>',
        f'<div><img src="https://example.org/tiny.jpg" aria-hidden="true"><img data-src="{QUAY}"></div>',
        f'<figure itemtype="https://schema.org/ImageObject" itemid="{QUAY}"><div class="lazy"></div><figcaption>At noon</figcaption></figure>',
        f'<div role="img" aria-label="The quay" style="background-image: url({QUAY})"></div>',
    ],
)
def test_a_page_that_loads_a_picture_late_gives_the_picture_once(markup: str) -> None:
    assert addresses(markup) == [QUAY]


def test_each_placeholder_has_the_noscript_right_beside_it() -> None:
    a, b = "https://example.org/a.jpg", "https://example.org/b.jpg"
    placeholder = f'<img src="{EMPTY}">'
    behind = "".join(f'{placeholder}<noscript><img src="{src}"></noscript>' for src in (a, b))
    before = "".join(f'<noscript><img src="{src}"></noscript>{placeholder}' for src in (a, b))
    assert addresses(f"<div>{behind}</div>") == addresses(f"<div>{before}</div>") == [a, b]


@pytest.mark.parametrize(
    "markup",
    [
        '<noscript><img src="https://stats.example/count.php?id=7" alt=""></noscript>',
        '<noscript><img src="https://stats.example/quay.png" width="1" height="1"></noscript>',
        '<noscript><p>Please switch scripts on.</p><img src="https://example.org/quay.jpg"></noscript>',
        '<img src="https://stats.example/quay.png" style="width: 1px; height: 1px">',
        '<a href="/print"><img src="https://example.org/print.png" width="16" height="16" alt="print"></a>',
        '<img src="https://example.org/grey-16x9.gif" class="lazy">',
    ],
)
def test_what_only_counts_or_operates_is_no_picture(markup: str) -> None:
    assert addresses(markup) == []


def test_a_picture_that_fills_its_frame_is_no_tracking_pixel() -> None:
    style = "width: 0; height: 0; min-width: 100%"
    assert addresses(f'<img src="{QUAY}" style="{style}">') == [QUAY]


def test_a_strip_of_thumbnails_below_a_slide_show_is_left_out() -> None:
    slides = "".join(f'<figure><img src="https://example.org/{n}.jpg"></figure>' for n in "ab")
    strip = "".join(f'<a href="#{n}"><img src="https://example.org/{n}-90x60.jpg"></a>' for n in "abc")
    assert [src.rpartition("/")[2] for src in addresses(slides + strip)] == ["a.jpg", "b.jpg", "c-90x60.jpg"]
