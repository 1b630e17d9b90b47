"""Whether a source is an article at all."""

from __future__ import annotations

import re

from archiver.cleaning.branches import marked, taken
from archiver.cleaning.measures import HEADINGS, Measures, Unit
from archiver.draft import Draft

_ERROR = re.compile(
    r"\b(404|403|410|500|502|503)\b|not found|page (can.?t|could not|cannot) be found|access denied|forbidden|seite nicht gefunden"
    r"|can.?t find (that|this|the|your) page|page (est )?introuvable|página no encontrada|pagina non trovata|página não encontrada|pagina niet gevonden|nie znaleziono strony"
    r"|страница не найдена|ページが見つかりません|找不到(页面|頁面)|sayfa bulunamadı|sidan kunde inte hittas|just a moment|verify you are human"
    r"|are you a robot|enable javascript|الصفحة غير موجودة|service unavailable|bad gateway|internal server error|gateway time-?out"
    r"|attention required|security check|temporarily unavailable|site is under maintenance|wartungsarbeiten|site en maintenance"
    r"|sitio en mantenimiento|メンテナンス中|ошибка сервера|страница удалена|strona nie istnieje|seite existiert nicht|fehler 404",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"\b(log ?in|sign ?in|log on|anmelden|einloggen|anmeldung|connexion|se connecter|identifiez|iniciar sesión|acceder"
    r"|accedi|entrar|inloggen|zaloguj|войти|вход|giriş yap|logga in)\b|ログイン|登录|登入|تسجيل الدخول",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(r"\s+[|–—·»:-]+\s+|:\s+")
_EAST = re.compile("[，。、：；！？「」・のはをがにた的是在了不这這个個]")
_CONSENT = re.compile(
    r"we value your privacy|our \d* ?partners|accept (all )?cookies|ihre privatsphäre|cookies? (zu|akzeptieren)|wir und unsere partner"
    r"|respectons votre vie privée|nos \d* ?partenaires|valoramos tu privacidad|nuestros \d* ?socios|la tua privacy|i nostri \d* ?partner",
    re.IGNORECASE,
)
_HARDLY = 120
_LITTLE = 700
#: Characters of East Asian scripts say about three times as much.
_WIDE = 3
#: Like siblings that make a list of other pages, what each of them may say, and how much of the text they hold together.
_TEASERS, _TEASER, _MOSTLY = 6, 500, 0.8


def article_doubt(draft: Draft, measures: Measures) -> str | None:
    """One sentence why this source does not look like an article, or None. Ask after `find_body`."""
    kept = _kept(draft, measures)
    chars = sum(_size(u.text, u.chars) for u in kept)
    prose = sum(_size(u.text, u.prose) for u in kept)
    link = sum(u.link for u in kept)
    title = f"{draft.head.title} {_page_title(draft)}"
    if prose < _LITTLE:
        if chars < 2 * _LITTLE and _ERROR.search(title) and (prose < _HARDLY * 2 or _is_error(draft)):
            return "it is an error page."
        # a short page is asked as a whole: the form is no part of its body
        asked = kept if chars >= _HARDLY else measures.units
        asks = prose < _HARDLY * 2 and any(_LOGIN.search(u.text) for u in asked if u.chars < 200)
        if (asks or _LOGIN.search(title)) and chars < _LITTLE and _has_password_field(draft):
            return "it asks for a login."
        if chars < _LITTLE and any(_CONSENT.search(u.text) for u in kept):
            return "it only asks for consent to cookies."
    if chars < _HARDLY and prose < _HARDLY // 2:
        if measures.chars_total < 2 * _HARDLY:
            return "it holds hardly any text."
        return "it is a list of links." if measures.density(0) > 0.7 else "nothing on it reads as an article."
    if chars and link > 0.7 * chars and prose < _LITTLE and not _says_article(draft):
        return "it is a list of links."
    if _are_teasers(measures, kept) and not _says_article(draft):
        return "it is a list of other articles."
    if prose < _HARDLY and chars < 2 * _LITTLE and draft.page.media_type != "text/plain":
        # what ends as a sentence counts, and what is too long for a label
        sentences = sum(
            _size(u.text, u.chars) for u in kept if u.density < 0.5 and (u.chars > 40 or u.text[-1] in ".!?。！？")
        )
        if sentences < _HARDLY:
            return "it has no running text."
    return None


def _is_error(draft: Draft) -> bool:
    """Whether a title says that something is missing and hardly anything else: one about missing pages says more."""
    for title in (draft.head.title, _page_title(draft)):
        for part in _TITLE_PARTS.split(title):
            found = _ERROR.search(part)
            if found and len(part.split()) - len(found[0].split()) <= 2:
                return True
    return False


def _kept(draft: Draft, measures: Measures) -> list[Unit]:
    inside = marked(measures, taken(draft, draft.body), taken(draft, draft.removed, draft.note_parts))
    return [u for u in measures.units if inside[u.index]]


def _size(text: str, chars: int) -> int:
    """Characters, those of East Asian scripts for several."""
    return chars * _WIDE if chars and not text.isascii() and _EAST.search(text) else chars


def _are_teasers(measures: Measures, kept: list[Unit]) -> bool:
    """Whether nearly all that was kept stands in like siblings, each with a headline that is a link and little more."""
    tags, classes, parent = measures.tags, measures.classes, measures.parent
    heads = {
        unit.index
        for unit in kept
        if unit.link > 0.9 * unit.chars > 13 and (tags[unit.index] in HEADINGS or _in_heading(measures, unit.index))
    }
    if len(heads) < _TEASERS:
        return False
    held: dict[int, int] = {}
    headed: set[int] = set()
    for unit in kept:
        index, levels, is_head = unit.index, 0, unit.index in heads
        while index > 0 and levels < 8:
            held[index] = held.get(index, 0) + unit.chars
            if is_head:
                headed.add(index)
            index, levels = parent[index], levels + 1
    members: dict[tuple[int, str, str], list[int]] = {}
    for index in headed:
        if held[index] < _TEASER:
            members.setdefault((parent[index], tags[index], " ".join(classes[index].split()[:1])), []).append(index)
    whole = sum(u.chars for u in kept)
    return any(
        len(inside) >= _TEASERS and sum(held[i] for i in inside) > _MOSTLY * whole for inside in members.values()
    )


def _in_heading(measures: Measures, index: int) -> bool:
    return index > 0 and measures.tags[measures.parent[index]] in HEADINGS


def _has_password_field(draft: Draft) -> bool:
    return any(e.tag == "input" and (e.get("type") or "").lower() == "password" for e in draft.page.elements)


def _says_article(draft: Draft) -> bool:
    """Whether the page calls itself an article, or someone signed or dated it: lists are written, too."""
    if draft.head.authors or any(date.type == "published" for date in draft.head.dates):
        return True
    metas = draft.page.head.iterchildren("meta") if draft.page.head is not None else ()
    return any(m.get("property") == "og:type" and (m.get("content") or "").lower() == "article" for m in metas)


def _page_title(draft: Draft) -> str:
    title = draft.page.head.find("title") if draft.page.head is not None else None
    return (title.text or "") if title is not None else ""
