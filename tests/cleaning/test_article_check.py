"""A source that is no article is refused with a reason; an article, however short or odd, is not."""

from __future__ import annotations

import pytest

import archiver

NAV = "<nav><ul><li><a href='/'>Start</a></li><li><a href='/c'>Coast</a></li></ul></nav>"
PASSWORD = "<form><input name='e'><input type='password' name='p'></form>"


def page(title: str, body: str, language: str = "en") -> bytes:
    return f"<!DOCTYPE html><html lang='{language}'><head><title>{title}</title></head><body>{NAV}{body}</body></html>".encode()


def teasers(text: str) -> str:
    return "".join(
        f"<article class='teaser'><h2><a href='/{n}'>Headline number {n} about the harbour</a></h2><p>{text}</p></article>"
        for n in range(12)
    )


REFUSED = {
    "a list of links": page(
        "Gazette", "<ul>" + "".join(f"<li><a href='/{n}'>Headline {n} about the boats in winter</a></li>" for n in range(30)) + "</ul>"
    ),
    "a list of other articles": page(
        "Gazette",
        f"<main>{teasers('At noon the boat lay at the quay, by night it was gone, and nobody had seen the pilot who took it out.')}</main>",
    ),
    "asks for a login": page("Anmelden", f"<main><h1>Anmelden</h1>{PASSWORD}<p>Noch kein Konto?</p></main>", "de"),
    "asks for a login.": page("ログイン", f"<div><h1>ログイン</h1>{PASSWORD}</div>", "ja"),
    "an error page": page(
        "Erreur", "<h1>Page introuvable</h1><p>La page que vous cherchez a été déplacée, ou bien elle n'a jamais existé.</p>", "fr"
    ),
    "is an error page": page("Gazette", "<main><h1>Sorry, we can’t find that page</h1><p>It may have moved, or the address was mistyped. Try the search "
                           "above, or start again from the front page.</p></main>"),
    "an error page.": page("Service Unavailable", "<p>The server cannot answer you now, for it is being mended. Try again later.</p>"),
    "consent to cookies": page(
        "Gazette", "<p>We value your privacy. We and our 99 partners keep things on your device, to show you what you may like.</p>"
    ),
    "hardly any text": page("App", "<div id='root'></div>"),
}  # fmt: skip

TAKEN = {
    "short news": page("Ferry late", "<article><h1>Ferry late</h1><p>The nine o'clock ferry left at ten past nine, the harbour master said; "
                       "nobody was hurt, and the band played on until it came.</p></article>"),
    "short news in Japanese": page("渡し船", "<article><h1>渡し船</h1><p>火曜日の渡し船は九時十分に出たと港長は述べた。けが人はなく、楽団は船が来るまで岸で演奏を続けた。"
                                   "乗客の一人は、これほど楽しい遅れは初めてだと語った。</p></article>", "ja"),
    "a poem": page("At the Quay", "<h1>At the Quay</h1><p>The tide came in,<br>the tide went out,<br>the gulls sat on the wall;<br>and no one "
                   "knew<br>what it was about,<br>or was about at all.</p><p>The lamp was lit,<br>the lamp was blown,<br>and nobody was there.</p>"),
    "a recipe": page("Pea soup", "<h1>Pea soup</h1><ul><li>500 g peas</li><li>1 onion</li></ul><ol><li>Soak the peas over night.</li><li>Boil "
                     "them for two hours.</li><li>Add the onion, and salt.</li></ol><p>It keeps for three days, and is better on the second.</p>"),
    "a short one about error pages": page("What a 404 error is", "<article><h1>What a 404 error is</h1><p>A server answers with the number 404 when it "
                                          "has nothing under the address that was asked for. It does not say why: the page may have moved, or it never "
                                          "was. A good page of this kind says where to go next, and keeps the search field in sight.</p></article>"),
    "an article about error pages": page("Why 404 is not found", "<article><h1>Why 404 is not found</h1>" + "<p>Long before browsers, the number "
                                         "stood for a room that nobody could find, or so the story goes; it is a good story, and not true.</p>" * 8
                                         + "</article>"),
}  # fmt: skip


@pytest.mark.parametrize("reason", REFUSED)
def test_a_page_without_an_article_is_refused_with_its_reason(reason: str) -> None:
    with pytest.raises(archiver.NotAnArticle, match=reason.rstrip(".")) as refusal:
        archiver.normalize(REFUSED[reason])
    assert refusal.value.exit_code == 4 and "--force" in refusal.value.remedy


@pytest.mark.parametrize("reason", [r for r in REFUSED if "hardly" not in r])
def test_force_converts_a_page_without_an_article(reason: str) -> None:
    article = archiver.normalize(REFUSED[reason], force=True)
    assert [f.code for f in article.findings if f.code == "C001"] == ["C001"]


@pytest.mark.parametrize("kind", TAKEN)
def test_a_short_or_odd_article_is_accepted(kind: str) -> None:
    assert archiver.normalize(TAKEN[kind]).text()


def test_a_list_with_a_byline_is_an_article() -> None:
    signed = page(
        "Boats of the year",
        f"<p class='byline'>By Ottoline Marsh</p><main>{teasers('She leaks, but she sails well.')}</main>",
    )
    head = b"<meta property='og:type' content='article'><meta name='author' content='Ottoline Marsh'></head>"
    assert archiver.normalize(signed.replace(b"</head>", head)).text()
