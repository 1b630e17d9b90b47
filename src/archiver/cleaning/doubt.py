"""Whether a source is an article at all."""

from __future__ import annotations

import re

from archiver.cleaning.measures import measure
from archiver.draft import Draft

_ERROR = re.compile(
    r"\b(404|403|410|500|502|503)\b|not found|page (can.?t|could not|cannot) be found|access denied|forbidden|seite nicht gefunden"
    r"|page introuvable|página no encontrada|pagina non trovata|página não encontrada|pagina niet gevonden|nie znaleziono strony"
    r"|страница не найдена|ページが見つかりません|找不到(页面|頁面)|sayfa bulunamadı|sidan kunde inte hittas|just a moment|verify you are human"
    r"|are you a robot|enable javascript|الصفحة غير موجودة",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"\b(log ?in|sign ?in|log on|anmelden|einloggen|anmeldung|connexion|se connecter|identifiez|iniciar sesión|acceder"
    r"|accedi|entrar|inloggen|zaloguj|войти|вход|giriş yap|logga in)\b|ログイン|登录|登入|تسجيل الدخول",
    re.IGNORECASE,
)
_HARDLY = 120
_LITTLE = 700


def article_doubt(draft: Draft) -> str | None:
    """One sentence why this source does not look like an article, or None. Ask after `find_body`."""
    measures = measure(draft)
    out = {draft.order[e] for holders in (draft.removed, draft.note_parts) for e in holders if e in draft.order}
    body = {draft.order[e] for e in draft.body}
    inside = [False] * len(measures.tags)
    for index in range(len(inside)):
        inside[index] = (index in body or (index > 0 and inside[measures.parent[index]])) and index not in out
    kept = [u for u in measures.units if inside[u.index]]
    chars = sum(u.chars for u in kept)
    prose = sum(u.prose for u in kept)
    link = sum(u.link for u in kept)
    if chars < _HARDLY and prose < _HARDLY // 2:
        return (
            "it holds hardly any text." if measures.chars_total < 2 * _HARDLY else "nothing on it reads as an article."
        )
    if prose < _LITTLE:
        title = f"{draft.head.title} {_page_title(draft)}"
        if chars < 2 * _LITTLE and _ERROR.search(title):
            return "it is an error page."
        asks = prose < _HARDLY * 2 and any(_LOGIN.search(u.text) for u in kept if u.chars < 200)
        if (asks or _LOGIN.search(title)) and chars < _LITTLE and _has_password_field(draft):
            return "it asks for a login."
    if chars and link > 0.7 * chars and prose < _LITTLE and not _says_article(draft):
        return "it is a list of links."
    if prose < _HARDLY and chars < 2 * _LITTLE and draft.media_type != "text/plain":
        sentences = sum(u.chars for u in kept if u.chars > 40 and u.density < 0.5)
        if sentences < _HARDLY:
            return "it has no running text."
    return None


def _has_password_field(draft: Draft) -> bool:
    return any(e.tag == "input" and (e.get("type") or "").lower() == "password" for e in draft.elements)


def _says_article(draft: Draft) -> bool:
    """Whether the page calls itself an article, or someone signed or dated it: lists are written, too."""
    if draft.head.authors or any(date.type == "published" for date in draft.head.dates):
        return True
    metas = draft.page_head.iterchildren("meta") if draft.page_head is not None else ()
    return any(m.get("property") == "og:type" and (m.get("content") or "").lower() == "article" for m in metas)


def _page_title(draft: Draft) -> str:
    title = draft.page_head.find("title") if draft.page_head is not None else None
    return (title.text or "") if title is not None else ""
