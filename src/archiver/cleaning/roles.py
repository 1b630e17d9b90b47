"""Roles of blocks that belong to the article and say something about it: disclaimers, corrections, the editor's and the author's notes."""

from __future__ import annotations

import re

from archiver.draft import Draft, visible_text

#: Openings and phrases, by role. A role is given only to short paragraphs at the beginning or the end of a body.
_PATTERNS = {
    "disclaimer": re.compile(
        r"\b(views?|opinions?)\b[^.]{0,60}\b(expressed|are)\b[^.]{0,80}\b(author|writer|own|reflect|represent)|do(es)? not (necessarily )?(reflect|represent)"
        r"|^disclaimer\b|^haftungsausschluss|spiegelt nicht (unbedingt )?die meinung|n'engagent que|les opinions exprimées|las opiniones expresadas"
        r"|le opinioni espresse|as opiniões expressas|мнение (автора|редакции)|opinie wyrażone|個人の見解|الآراء الواردة",
        re.IGNORECASE,
    ),
    "correction": re.compile(
        r"^\W{0,3}(correction|corrected|erratum|update|clarification|korrektur|berichtigung|correctif|rectificatif|corrección|fe de erratas|errata|correzione"
        r"|sprostowanie|исправление|訂正|تصحيح)\b[^.]{0,60}[:—–.(]",
        re.IGNORECASE,
    ),
    "editor-note": re.compile(
        r"^\W{0,3}(editor['’]?s note|ed\. note|anmerkung der redaktion|anm\. d\. red|note de la rédaction|nota del editor|nota de la redacción|nota della redazione"
        r"|od redakcji|от редакции|編集部注|編集者注|ملاحظة المحرر)\b",
        re.IGNORECASE,
    ),
    "author-note": re.compile(r"^\W{0,3}(author['’]?s note|note from the author|nota del autor|note de l'auteur)\b", re.IGNORECASE),
    "acknowledgement": re.compile(r"^\W{0,3}(acknowledge?ments?|the authors? (would like to )?thanks?|danksagung|remerciements|agradecimientos)\b", re.IGNORECASE),
}  # fmt: skip
_MOST = 700
#: How many blocks at either end of the body are looked at.
_WITHIN = 6


def give_roles(draft: Draft) -> None:
    """Say which paragraphs at the edges of the body are disclaimers, corrections or notes of the editor."""
    roots = set(draft.body) if draft.body else {draft.root}
    blocks = [
        e for e in draft.elements
        if e.tag in ("p", "div", "li", "em", "i", "small", "td")
        and not draft.is_claimed(e)
        and e not in draft.removed
        and not any(c.tag in ("p", "div", "ul", "ol", "table", "section", "article", "h2", "h3") for c in e)
        and draft.inside(e, dict.fromkeys(roots, True))
        and not draft.inside(e, draft.removed)
    ]  # fmt: skip
    edge = [*blocks[:_WITHIN], *blocks[-_WITHIN:]] if len(blocks) > 2 * _WITHIN else blocks
    for element in edge:
        if element.tag in ("em", "i", "small"):
            continue
        text = visible_text(element)
        if not 0 < len(text) <= _MOST:
            continue
        for role, pattern in _PATTERNS.items():
            if pattern.search(text):
                draft.roles[element] = role
                break
