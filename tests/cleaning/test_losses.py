"""No article is removed whole: a rule that would remove most of the prose under the headline does not apply, and finding C004 says so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from archiver import inspection, pipeline
from archiver.article import Article
from archiver.cleaning import find_article
from archiver.cleaning.chrome import Cue, cue_of
from archiver.cleaning.measures import Measures
from archiver.draft import Draft, HeadDraft
from archiver.readers import read
from archiver.source import Source

#: Sentences of twelve paragraphs, none of which says what another says.
THINGS = (
    "kiln",
    "ladder",
    "almanac",
    "orchard",
    "ferry",
    "lantern",
    "granary",
    "sluice",
    "bellows",
    "causeway",
    "loom",
    "quarry",
)
SENTENCES = tuple(
    f"The {thing} of the lower town was older than the charter, and the clerk who listed it in the year of the flood gave it a page of its own. "
    f"Nobody mended the {thing} while the war lasted; when it was over, the guild paid two men from the coast to do so, and grumbled."
    for thing in THINGS
)
CHROME = "<header><nav><a href=/>Home</a> <a href=/news>News</a></nav></header>"
FOOT = "<footer><p>The Tallow Street Gazette is printed by its readers. All rights are reserved, and all complaints are read.</p></footer>"
WIDE = "村の古い水車は十一年のあいだ止まっていたが、教区がそれを買い取り、夏の終わりまでに直すと約束した。誰もそれを信じなかった。"
THAI = "โรงสีเก่าของหมู่บ้าน หยุดทำงานมาสิบเอ็ดปีแล้ว ก่อนที่ชาวบ้านจะซื้อมันไว้ และสัญญาว่าจะซ่อมให้เสร็จ ก่อนสิ้นฤดูร้อน แต่ไม่มีใครเชื่อ คำสัญญานั้นเลย แม้แต่คนเดียว"


def page(body: str, before: str = "", after: str = FOOT) -> bytes:
    head = (
        "<!DOCTYPE html><html lang=en><head><meta charset=utf-8><title>Eleven Things of the Lower Town</title></head>"
    )
    return f"{head}<body>{before}{CHROME}<main><h1>Eleven Things of the Lower Town</h1>{body}</main>{after}</body></html>".encode()


def article(data: bytes, name: str = "page.html", force: bool = False) -> Article:
    return pipeline.normalize(Source(name=name, data=data, stem="page"), force=force)


def told(found: Article) -> list[str]:
    return [f.text for f in found.findings if f.code == "C004"]


def kept(found: Article) -> list[str]:
    text = found.text()
    return [
        thing for thing in THINGS if f"The {thing} of the lower town" in text and f"mended the {thing} while" in text
    ]


def paragraphs(start: str = "<p>", end: str = "</p>", first: int = 0) -> str:
    """Twelve paragraphs. Those from number `first` on are enclosed in `start` and `end`, the earlier ones in plain p."""
    return "".join(f"<p>{s}</p>" if n < first else f"{start}{s}{end}" for n, s in enumerate(SENTENCES))


@pytest.mark.parametrize(
    "name", ["paywall", "newsletter", "related-box", "sidebar", "consent", "modal", "author-bio", "signup"]
)
@pytest.mark.parametrize("first", [0, 3])
def test_a_class_on_each_paragraph_does_not_remove_the_article(name: str, first: int) -> None:
    found = article(
        page(f"<div class=text>{paragraphs(f'<p class={name}>', first=first)}</div>", after=FOOT + long_thread())
    )
    assert kept(found) == list(THINGS)
    [sentence] = told(found)
    assert "gave way" in sentence and int(re.findall(r"(\d+) %", sentence)[0]) > 50


@pytest.mark.parametrize(
    ("start", "end", "rule"),
    [
        ("<nav><p>", "</p></nav>", "navigation"),
        ("<aside><p>", "</p></aside>", "aside"),
        ("<div role=complementary><p>", "</p></div>", "aside"),
        ("<form><p>", "</p></form>", "form"),
        ("<div class=consent-overlay><p>", "</p></div>", "cookie-banner"),
    ],
)
def test_a_wrapper_around_each_paragraph_does_not_remove_the_article(start: str, end: str, rule: str) -> None:
    found = article(page(f"<div>{paragraphs(start, end, first=2)}</div>", after=FOOT + long_thread()))
    assert kept(found) == list(THINGS)
    assert [sentence.split()[2] for sentence in told(found)] == [rule]


def long_thread(times: int = 8) -> str:
    """A thread of comments with more prose than the article, so that no part of the article is a large share of the page."""
    comments = "".join(
        f"<li class=comment><b>reader {n}</b> <time>{n} May</time><div class=comment-content><p>My aunt in house {n} told it otherwise:"
        f" in her street number {n} the {thing} was never old, and the clerk was paid for what he wrote. Ask her, she is ninety.</p></div></li>"
        for n, thing in enumerate(THINGS * times)
    )
    return f"<section class=comments><h2>Comments</h2><ol class=comment-list>{comments}</ol></section>"


@pytest.mark.parametrize("name", ["subscribe", "related", "promo"])
def test_one_container_directly_under_the_headline_does_not_remove_the_article(name: str) -> None:
    """Beside a long thread the container is a small share of the page, and the check of single elements looks at that."""
    text = "".join(f"<p>{s}</p>" for s in SENTENCES[:3])
    found = article(page(f"<div class={name}>{text}</div>", after=long_thread() * 3))
    assert kept(found) == list(THINGS[:3])


def test_several_class_names_together_do_not_remove_the_article() -> None:
    names = ["paywall", "related-box", "sidebar"]
    body = "".join(f"<p class={names[n % 3]}>{s}</p>" for n, s in enumerate(SENTENCES))
    found = article(page(f"<div class=text>{body}</div>", after=FOOT + long_thread()))
    assert len(kept(found)) >= 8 and told(found)


@pytest.mark.parametrize("sentence", [WIDE, THAI])
def test_sentences_are_recognized_in_scripts_without_spaces(sentence: str) -> None:
    body = "".join(f"<p class=paywall>{sentence}{n}{sentence}</p>" for n in range(10))
    plain = "".join(f"<p>{n}{sentence}</p>" for n in range(2))
    found = article(page(f"<div>{plain}{body}</div>", after=FOOT + long_thread()))
    assert found.text().count(sentence) == 22


def test_a_short_article_does_not_restore_a_comment_thread() -> None:
    text = "".join(f"<p>{s}</p>" for s in SENTENCES[:4])
    found = article(page(f"<div class=text>{text}</div>", after=long_thread(3)))
    assert kept(found) == list(THINGS[:4])
    assert "My aunt" not in found.text() and not told(found)


def test_a_short_article_does_not_restore_a_consent_dialog() -> None:
    text = " ".join(
        f"Cookies of kind {n} are stored for {n} days, so that partners can measure what you read on this site."
        for n in range(7)
    )
    dialog = f"<div class=cookie-consent><p>We and our partners value your privacy.</p><p>{text}</p><button>Accept</button></div>"
    found = article(page(f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><p>{SENTENCES[2]}</p>", after=dialog))
    assert kept(found) == list(THINGS[:3])
    assert "Cookies of kind" not in found.text() and not told(found)


def test_a_list_of_teasers_is_not_restored() -> None:
    teasers = "".join(
        f"<div class=related-post><h3><a href=/{n}>What became of the {thing}</a></h3><p>{SENTENCES[n][:150]} …</p></div>"
        for n, thing in enumerate(THINGS)
    )
    found = article(
        page(
            f"<div class=text><p>{WIDE}</p><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><p>{SENTENCES[2]}</p></div>{teasers}"
        )
    )
    assert "What became of" not in found.text()
    (sentence,) = told(found)
    assert sentence.startswith("The rule related takes")


def test_an_article_that_the_page_hides_gets_a_finding() -> None:
    """By the contract, hidden text goes to the ledger. If most of the article is hidden, a finding reports it."""
    body = paragraphs("<p style='display:none'>", first=3)
    other = "".join(f"<p>{s.replace('lower', 'upper')} It is of no use to the visitor.</p>" for s in SENTENCES)
    found = article(page(f"<div class=text>{body}</div>", after=f"<section class=sidebar>{other}</section>"))
    [sentence] = told(found)
    assert "hidden" in sentence and "the page hides it" in sentence
    assert all(f.severity == "warning" for f in found.findings if f.code == "C004")


def test_copied_text_keeps_the_article_above_a_title_further_down() -> None:
    """The chosen title may be the title of another article below this one."""
    lines = [*SENTENCES[:9], "Eleven Things of the Upper Town", *SENTENCES[9:11]]
    draft = Draft(read(Source(name="page.txt", data="\n\n".join(lines).encode(), stem="page"), "text"))
    [title] = [e for e in draft.page.elements if e.text == "Eleven Things of the Upper Town"]
    draft.set_head(HeadDraft(title=str(title.text), title_element=title))
    draft.move(title, "title", str(title.text))
    find_article(draft, Measures(draft))
    assert not [e for e in draft.removed if str(e.text).startswith("The ")]


def test_inspection_shows_the_rules_that_were_not_applied() -> None:
    data = page(f"<div class=text>{paragraphs('<p class=paywall>', first=2)}</div>", after=FOOT + long_thread())
    found = inspection.inspect(Source(name="page.html", data=data, stem="page"))
    assert "C004 warning" in inspection.as_text(found) and "The rule subscribe takes" in inspection.as_text(found)
    assert found.words.unaccounted == 0


def test_the_rules_of_the_user_are_always_applied(tmp_path: Path) -> None:
    (tmp_path / "gazette.example.txt").write_text("strip: //p[@class='paywall']\n", "utf-8")
    data = page(f"<div class=text>{paragraphs('<p class=paywall>', first=2)}</div>")
    source = Source(name="page.html", data=data, stem="page", url="https://gazette.example/things")
    found = pipeline.normalize(source, site_rules=tmp_path)
    assert kept(found) == list(THINGS[:2])


def test_a_cue_is_the_name_by_which_a_rule_removed_an_element() -> None:
    markup = b"<nav>a</nav><div role=menu>b</div><p class='x paywall'>c</p><p>d</p>"
    measures = Measures(Draft(read(Source(name="a.html", data=markup, stem="a"))))
    cues = [
        cue_of(measures, index, rule)
        for index, rule in ((1, "navigation"), (2, "navigation"), (3, "subscribe"), (4, "subscribe"))
    ]
    assert cues == [Cue("navigation", "<nav>"), Cue("navigation", "[role=menu]"), Cue("subscribe", "paywall"), None]


@pytest.mark.parametrize("name", ["comments", "comment-list", "disqus-thread", "kommentare"])
def test_one_text_in_a_container_for_comments_is_no_thread(name: str) -> None:
    """A date line and a note about the author are kept beside the text; they are not the article."""
    about = "<div class=about><p>Ida Kvist has written on the lower town and its trades since the bridge was built again.</p></div>"
    lead = "".join(f"<p>{s}</p>" for s in SENTENCES[:2])
    body = "".join(f"<p>{s}</p>" for s in SENTENCES[2:])
    data = page(f"<div class=standfirst>{lead}</div>{about}<div class={name}>{body}</div>")
    found = article(data.replace(b"main>", b"div>"))  # nothing on the page says where its article is
    assert len(kept(found)) == 12 and "it gave way" in told(found)[0]


@pytest.mark.parametrize(
    ("start", "end"), [("<div class=comment-body><p>", "</p></div>"), ("<p class=comment-body>", "</p>")]
)
def test_a_text_that_is_removed_as_comments_gets_a_finding(start: str, end: str) -> None:
    figures = "<figure><img src=a.png><figcaption>The ferry</figcaption></figure>"
    body = "".join(f"<section>{start}{s}{end}{figures}</section>" for s in SENTENCES[2:])
    found = article(page(f"<div class=standfirst><p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p></div>{body}"), force=True)
    assert len(kept(found)) == 12 or told(found)
