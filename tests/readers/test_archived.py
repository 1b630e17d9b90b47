"""Pages saved from web archives: the original address, the moment of the capture, and a banner that goes to the ledger."""

from __future__ import annotations

import pytest

import archiver
from archiver.saved.archive_addresses import split

PARAGRAPHS = "".join(
    f"<p>On evening {n} the lamp at the end of the pier was lit by hand, and whoever lit it wrote the hour into a book that hung on a nail beside the"
    " door, because the insurance of the harbour asked for it.</p>"
    for n in range(1, 6)
)
ORIGINAL = "https://courier.example/lamp"
MOMENT = "20190506101500"


def page(prefix: str = "", banner: str = "", foot: str = "", head: str = "", mark: str = "") -> bytes:
    """A page as an archive gives it: `prefix` stands before each address of the original."""
    links = "".join(f'<li><a href="{prefix}https://courier.example/{n}">Page {n}</a></li>' for n in range(6))
    return (
        f"<!DOCTYPE html><html><head><title>The Lamp at Stell | The Courier</title>{head}</head><body>{banner}<nav><ul>{links}</ul></nav><article>"
        f'<h1>The Lamp at Stell</h1><p>By Ilse Marrow</p><p>The <a href="{prefix}https://book.example/lamp">book</a> is kept.</p>{PARAGRAPHS}'
        f'<img src="{prefix.replace("/http", mark + "/http") if prefix else ""}https://courier.example/lamp.png" alt="The lamp"></article>{foot}</body></html>'
    ).encode()


def addresses_in(article: archiver.Article) -> list[str]:
    links = [link.get("href", "") for link in article.root.iter("{*}link")]
    return [*links, *(image.get("src", "") for image in article.root.iter("{*}image"))]


def banner_of(article: archiver.Article) -> str:
    return " ".join(removal.text for removal in article.removals if removal.rule == "archive-banner")


WAYBACK = (
    '<div id="wm-ipp-base" lang="en"><div id="wm-ipp"><a href="https://web.archive.org/web/">Wayback Machine</a><form action="/web/submit"><input name="url"></form>'
    '<a href="https://web.archive.org/web/20190506101500*/https://courier.example/lamp">12 captures</a><div>03 Mar 2018 - 09 Sep 2021</div></div></div>'
)
CASES = {
    "Wayback Machine": (f"https://web.archive.org/web/{MOMENT}/", WAYBACK, "12 captures"),
    "Archive-It": (
        f"https://wayback.archive-it.org/1234/{MOMENT}/",
        '<div id="wm-disclaim-banner">You are viewing an archived web page, collected at the request of Stell Library '
        '<a href="https://wayback.archive-it.org/">Archive-It</a>. The information on this page may be out of date.</div>',
        "Stell Library",
    ),
    "a national archive": (
        f"https://webarchive.nationalarchives.example/ukgwa/{MOMENT}/",
        '<div class="notice"><p>This snapshot was taken on 06/05/2019. <a href="https://webarchive.nationalarchives.example/help">Find out more</a></p></div>',
        "Find out more",
    ),
    "arquivo": (
        f"https://arquivo.example/wayback/{MOMENT}mp_/",
        '<div id="replay"><a href="https://arquivo.example/?l=pt">Arquivo da web</a> Esta página foi preservada</div>',
        "preservada",
    ),
    "Webrecorder": ("https://replay.example/w/id-9/mp_/", '<div id="_wb_frame_top_banner">Replay of a capture</div>', "Replay of"),
    "archive.today": (
        "https://archive.ph/o/AbCdE/",
        '<div id="HEADER"><a href="https://archive.is/">archive.today</a> webpage capture <b>Saved from</b> <a href="/x">all snapshots</a></div>',
        "webpage capture",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_banner_goes_and_the_links_are_those_of_the_original_page(name: str) -> None:
    prefix, banner, words = CASES[name]
    article = archiver.normalize(
        page(prefix, banner, mark="" if prefix[-2] == "_" or "archive.ph" in prefix else "im_"),
        url=f"{prefix}{ORIGINAL}",
    )
    assert (article.title, article.url) == ("The Lamp at Stell", ORIGINAL)
    assert addresses_in(article) == ["https://book.example/lamp", "https://courier.example/lamp.png"]
    assert words in banner_of(article) and words not in article.text()
    assert article.retrieved == ("2019-05-06" if MOMENT in prefix else "")
    assert "archive" not in article.publisher.lower() and "A001" not in {finding.code for finding in article.findings}


@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="canonical" href="https://web.archive.org/web/{MOMENT}/{ORIGINAL}">',
        f'<meta property="og:url" content="https://web.archive.org/web/{MOMENT}/{ORIGINAL}">',
        f"<!-- saved from url=(0060)https://web.archive.org/web/{MOMENT}/{ORIGINAL} -->",
        f"<!--\n Page saved with SingleFile \n url: https://web.archive.org/web/{MOMENT}/{ORIGINAL} \n saved date: Mon May 06 2024 10:15:00 GMT+0000\n-->",
    ],
    ids=["canonical", "og:url", "browser", "SingleFile"],
)  # fmt: skip
def test_the_page_itself_says_from_where_it_was_saved(head: str) -> None:
    article = archiver.normalize(page(f"https://web.archive.org/web/{MOMENT}/", WAYBACK, head=head))
    assert (article.url, article.retrieved) == (ORIGINAL, "2019-05-06")
    assert addresses_in(article)[0] == "https://book.example/lamp"


def test_without_any_of_this_the_links_say_it() -> None:
    article = archiver.normalize(page(f"https://web.archive.org/web/{MOMENT}/", WAYBACK))
    assert addresses_in(article) == ["https://book.example/lamp", "https://courier.example/lamp.png"]
    assert article.retrieved == "2019-05-06" and banner_of(article)


def test_what_the_archive_declares_is_not_of_the_article() -> None:
    head = (
        f'<link rel="canonical" href="https://archive.today/2024.05.06-101500/{ORIGINAL}"><meta property="og:site_name" content="archive.ph">'
        '<meta property="og:url" content="http://archive.today/AbCdE"><meta property="article:published_time" content="2024-05-06T10:15:00Z">'
    )
    article = archiver.normalize(
        page("https://archive.ph/o/AbCdE/", head=head).replace(
            b"<p>The", b'<time datetime="2019-05-06">May 6, 2019</time><p>The'
        )
    )
    assert (article.published, article.retrieved, article.url) == ("2019-05-06", "2024-05-06", ORIGINAL)
    assert article.publisher == "The Courier"


def test_the_cache_of_a_search_engine() -> None:
    banner = (
        '<div id="bN015htcoyT__google-cache-hdr"><div>This is Google\'s cache of <a href="https://courier.example/lamp">https://courier.example/lamp</a>. '
        "It is a snapshot of the page as it appeared on 6 May 2019 10:15:00 GMT.</div></div>"
    )
    article = archiver.normalize(page(banner=banner))
    assert (article.url, article.retrieved) == (ORIGINAL, "2019-05-06")
    assert "snapshot" in banner_of(article)


def test_links_of_an_author_into_an_archive_stay() -> None:
    cited = f"https://web.archive.org/web/{MOMENT}/https://old.example/lamp"
    article = archiver.normalize(page().replace(b"https://book.example/lamp", cited.encode()), url=ORIGINAL)
    assert addresses_in(article)[0] == cited
    assert not article.retrieved and not banner_of(article)
    # also in a copy of that page: the archive puts its own address before it once
    copy = page(f"https://web.archive.org/web/{MOMENT}/").replace(b"https://book.example/lamp", cited.encode())
    assert addresses_in(archiver.normalize(copy))[0] == cited


def test_an_unchanged_copy_keeps_its_links() -> None:
    cited = f"https://web.archive.org/web/{MOMENT}/https://old.example/lamp"
    article = archiver.normalize(
        page().replace(b"https://book.example/lamp", cited.encode()),
        url=f"https://web.archive.org/web/20200101000000id_/{ORIGINAL}",
    )
    assert addresses_in(article)[0] == cited and (article.url, article.retrieved) == (ORIGINAL, "2020-01-01")


def test_a_mobile_picture_of_several_sizes_is_released() -> None:
    raw = page(f"https://web.archive.org/web/{MOMENT}/").replace(
        b'<img src="', f'<img srcset="https://web.archive.org/web/{MOMENT}im_/https://courier.example/s.png 300w, '
        f'/web/{MOMENT}im_/https://courier.example/l.png 900w" data-x="'.encode(),
    )  # fmt: skip
    assert addresses_in(archiver.normalize(raw))[1] == "https://courier.example/l.png"


@pytest.mark.parametrize(
    "address",
    [
        "https://courier.example/20190506101500/lamp.html",
        "https://courier.example/2019/https://other.example/",
        "https://courier.example/go?to=/20190506101500/https://other.example/",
        "https://web.archive.org/web/20199906101500/https://other.example/",
        "https://courier.example/o/AbCdE/https://other.example/",
        "data:text/html,/20190506101500/https://other.example/",
        "/2019/lamp", "lamp.html", "", "https://[bad/20190506101500/https://[bad",
    ],
)  # fmt: skip
def test_other_addresses_are_of_no_archive(address: str) -> None:
    assert split(address) is None


@pytest.mark.parametrize(
    ("address", "original", "moment"),
    [
        ("https://web.archive.org/web/2019/http://courier.example/", "http://courier.example/", ""),
        ("https://web.archive.org/web/20190506/courier.example/lamp", "http://courier.example/lamp", "2019-05-06"),
        (f"/web/{MOMENT}/http:/courier.example/", "http://courier.example/", "2019-05-06T10:15:00Z"),
        ("http://pandora.example/pan/1234/20060102-0000/www.courier.example/lamp", "http://www.courier.example/lamp", "2006-01-02"),
        ("https://webcache.example/search?q=cache:AbCdEfGhIjKl:courier.example/lamp+pier&hl=en", "http://courier.example/lamp", ""),
    ],
)  # fmt: skip
def test_forms_of_archives(address: str, original: str, moment: str) -> None:
    found = split(address)
    assert found is not None and (found.original, found.moment) == (original, moment)
