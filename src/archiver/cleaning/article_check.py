"""Article check: whether a source is an article, or an error page, a login form, a list of links and the like."""

from __future__ import annotations

import re

from archiver.cleaning.branches import indexes_of, marked
from archiver.cleaning.documents import why_empty
from archiver.cleaning.incomplete import prose_in_scripts
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.draft import Draft
from archiver.page import Page

#: Words in the titles of error pages, and of pages that are shown instead of another one.
_ERROR = re.compile(
    r"\b(404|403|410|500|502|503)\b|not found|page (can.?t|could not|cannot) be found|access denied|forbidden|seite nicht gefunden"
    r"|can.?t find (that|this|the|your) page|page (est )?introuvable|página no encontrada|pagina non trovata|página não encontrada|pagina niet gevonden|nie znaleziono strony"
    r"|страница не найдена|ページが見つかりません|找不到(页面|頁面)|sayfa bulunamadı|sidan kunde inte hittas|just a moment|verify you are human"
    r"|are you a robot|enable javascript|الصفحة غير موجودة|service unavailable|bad gateway|internal server error|gateway time-?out"
    r"|attention required|security check|temporarily unavailable|site is under maintenance|wartungsarbeiten|site en maintenance"
    r"|sitio en mantenimiento|メンテナンス中|ошибка сервера|страница удалена|strona nie istnieje|seite existiert nicht|fehler 404",
    re.IGNORECASE,
)
#: Labels of login forms.
_LOGIN = re.compile(
    r"\b(log ?in|sign ?in|log on|anmelden|einloggen|anmeldung|connexion|se connecter|identifiez|iniciar sesión|acceder"
    r"|accedi|entrar|inloggen|zaloguj|войти|вход|giriş yap|logga in)\b|ログイン|登录|登入|تسجيل الدخول",
    re.IGNORECASE,
)
#: The separators between the parts of a title ("Not found | Example News").
_TITLE_PARTS = re.compile(r"\s+[|–—·»:-]+\s+|:\s+")
#: Characters that are frequent in all Chinese and Japanese text.
_EAST_ASIAN = re.compile("[，。、：；！？「」・のはをがにた的是在了不这這个個]")
#: Sentences of dialogs that ask for consent to cookies.
_CONSENT = re.compile(
    r"we value your privacy|our \d* ?partners|accept (all )?cookies|ihre privatsphäre|cookies? (zu|akzeptieren)|wir und unsere partner"
    r"|respectons votre vie privée|nos \d* ?partenaires|valoramos tu privacidad|nuestros \d* ?socios|la tua privacy|i nostri \d* ?partner",
    re.IGNORECASE,
)
#: With fewer characters, a page has hardly any text; with fewer than the second number, it has little text.
_HARDLY_ANY, _LITTLE = 120, 700
#: A character of Chinese or Japanese text counts as this number of Latin characters, because it carries about three times as much text.
_EAST_ASIAN_WEIGHT = 3
#: A syllable of Korean text counts as this number of Latin characters.
_KOREAN, _KOREAN_WEIGHT = re.compile("[\uac00-\ud7a3]{2}"), 2
#: A list of teasers has at least this number of siblings of one kind. Each has fewer characters than the second number, and together they hold more
#: than this share of the text.
_FEWEST_TEASERS, _LONGEST_TEASER, _TEASER_SHARE = 6, 500, 0.8


def why_no_article(draft: Draft, measures: Measures) -> str | None:
    """Why a source does not look like an article, as the end of a sentence ("it is an error page."); None for an article.

    The Draft must have its body: call it after `find_body`.
    """
    if draft.page.document is not None:
        return why_empty(draft)
    kept = _kept(draft, measures)
    chars = sum(_size(u.text, u.chars) for u in kept)
    prose = sum(_size(u.text, u.prose) for u in kept)
    link = sum(u.link for u in kept)
    title = f"{draft.head.title} {_page_title(draft.page)}"
    if prose < _LITTLE:
        if chars < 2 * _LITTLE and _ERROR.search(title) and (prose < _HARDLY_ANY * 2 or _is_error(draft)):
            return "it is an error page."
        # if hardly any text was kept, all units of the page are looked at, because a form is not part of the body
        considered = kept if chars >= _HARDLY_ANY else measures.units
        has_login_label = prose < _HARDLY_ANY * 2 and any(_LOGIN.search(u.text) for u in considered if u.chars < 200)
        if (has_login_label or _LOGIN.search(title)) and chars < _LITTLE and _has_password_field(draft.page):
            return "it asks for a login."
        if chars < _LITTLE and any(_CONSENT.search(u.text) for u in kept):
            return "it only asks for consent to cookies."
    if chars < _HARDLY_ANY and prose < _HARDLY_ANY // 2:
        if measures.chars_total < 2 * _HARDLY_ANY or prose_in_scripts(draft, measures) > 2 * _HARDLY_ANY:
            in_scripts = prose_in_scripts(draft, measures) > 2 * _HARDLY_ANY
            return "its text is in scripts, which only a browser shows." if in_scripts else "it holds hardly any text."
        return "it is a list of links." if measures.density(0) > 0.7 else "nothing on it reads as an article."
    if chars and link > 0.7 * chars and prose < _LITTLE and not _is_declared_article(draft):
        return "it is a list of links."
    if _are_teasers(measures, kept) and not _is_declared_article(draft):
        return "it is a list of other articles."
    if prose < _HARDLY_ANY and chars < 2 * _LITTLE and draft.page.media_type != "text/plain":
        # units that end like a sentence, and units that are too long for a label
        sentences = sum(
            _size(u.text, u.chars) for u in kept if u.density < 0.5 and (u.chars > 40 or u.text[-1] in ".!?。！？")
        )
        if sentences < _HARDLY_ANY:
            return "it has no running text."
    return None


def _is_error(draft: Draft) -> bool:
    """Whether a part of a title is an error message with at most two more words. The title of an article about error pages is longer."""
    for title in (draft.head.title, _page_title(draft.page)):
        for part in _TITLE_PARTS.split(title):
            match = _ERROR.search(part)
            if match and len(part.split()) - len(match[0].split()) <= 2:
                return True
    return False


def _kept(draft: Draft, measures: Measures) -> list[Unit]:
    """The units of the body that are neither removed nor claimed by a note."""
    inside = marked(measures, indexes_of(draft, draft.body), indexes_of(draft, draft.removed, draft.note_parts))
    return [u for u in measures.units if inside[u.index]]


def _size(text: str, chars: int) -> int:
    """The number of characters, where a character of Chinese, Japanese or Korean text counts as several. `chars` is the number before that."""
    if not chars or text.isascii():
        return chars
    if _EAST_ASIAN.search(text):
        return chars * _EAST_ASIAN_WEIGHT
    return chars * _KOREAN_WEIGHT if _KOREAN.search(text) else chars


def _are_teasers(measures: Measures, kept: list[Unit]) -> bool:
    """Whether most of the kept text is in siblings of one kind, each with a heading that is a link, and little other text."""
    tags, classes, parent = measures.tags, measures.classes, measures.parent
    linked_headings = {
        unit.index
        for unit in kept
        if unit.link > 0.9 * unit.chars > 13 and (tags[unit.index] in HEADINGS or _in_heading(measures, unit.index))
    }
    if len(linked_headings) < _FEWEST_TEASERS:
        return False
    # characters of kept text in each element, and the elements that hold a linked heading
    chars_in: dict[int, int] = {}
    with_heading: set[int] = set()
    for unit in kept:
        index, levels, is_heading = unit.index, 0, unit.index in linked_headings
        while index > 0 and levels < 8:
            chars_in[index] = chars_in.get(index, 0) + unit.chars
            if is_heading:
                with_heading.add(index)
            index, levels = parent[index], levels + 1
    members: dict[tuple[int, str, str], list[int]] = {}
    for index in with_heading:
        if chars_in[index] < _LONGEST_TEASER:
            members.setdefault((parent[index], tags[index], " ".join(classes[index].split()[:1])), []).append(index)
    total = sum(u.chars for u in kept)
    return any(
        len(inside) >= _FEWEST_TEASERS and sum(chars_in[i] for i in inside) > _TEASER_SHARE * total
        for inside in members.values()
    )


def _in_heading(measures: Measures, index: int) -> bool:
    return index > 0 and measures.tags[measures.parent[index]] in HEADINGS


def _has_password_field(page: Page) -> bool:
    return any(e.tag == "input" and (e.get("type") or "").lower() == "password" for e in page.elements)


def _is_declared_article(draft: Draft) -> bool:
    """Whether a page declares itself an article, or has an author or a date of publication. An article may be a list, too."""
    if draft.head.authors or any(date.type == "published" for date in draft.head.dates):
        return True
    metas = draft.page.head.named("meta") if draft.page.head is not None else ()
    return any(m.get("property") == "og:type" and (m.get("content") or "").lower() == "article" for m in metas)


def _page_title(page: Page) -> str:
    """The text of the title element, or ""."""
    title = page.head.first("title") if page.head is not None else None
    return (title.text or "") if title is not None else ""
