"""Phrases that mail programs and newsletters write around the text of a mail, in many languages. Readers and cleaning use them, on mails alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: The line before the mail that an answer quotes as a whole, as Outlook and others write it.
ORIGINAL = re.compile(
    r"\s*[-_]{3,}\s*(?:original (?:message|appointment)|ursprüngliche (?:nachricht|e-mail)|message d'origine|message original|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|mensagem original|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding"
    r"|alkuperäinen viesti|původní zpráva|wiadomość oryginalna|eredeti üzenet|исходное сообщение|原始邮件|元のメッセージ)\s*[-_]{3,}\s*$",
    re.IGNORECASE,
)
#: The line before a mail that was forwarded.
FORWARDED = re.compile(
    r"^\W*(?:begin )?(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht"
    r"|mensagem encaminhada|vidarebefordrat meddelande|przekazana wiadomość|přeposlaná zpráva|пересылаемое сообщение)",
    re.IGNORECASE | re.MULTILINE,
)
#: The name of the first line of the head of a quoted mail.
FROM = re.compile(r"\W*(?:from|von|de|da|van|från|fra|od|от|发件人|差出人)\s*[:：]", re.IGNORECASE)
#: The name of its line with the date.
SENT = re.compile(
    r"\b(?:sent|gesendet|envoyé|enviado(?: el)?|inviato|verzonden|skickat|sendt|wysłano|odesláno|отправлено|date|datum|fecha|data|дата)\s*[:：]"
    r"|(?:发送时间|日付)\s*[:：]",
    re.IGNORECASE,
)
#: The name of its line with the subject.
SUBJECT = re.compile(
    r"\W*(?:subject|betreff|objet|asunto|oggetto|onderwerp|assunto|ämne|emne|aihe|temat|předmět|tárgy|тема|主题|主旨|件名)\s*[:：]",
    re.IGNORECASE,
)
#: Offers to show a newsletter as a page.
IN_BROWSER = re.compile(
    r"\b(?:in|im|dans|en|nel|no|i|w|v|в)\s+(?:\w+\s+){0,2}?(?:browser|navigateur|navegador|webbläsare\w*|nettleser\w*|przeglądarce|prohlížeči|браузере)\b"
    r"|selaimessa|böngészőben|ブラウザ|浏览器|瀏覽器|브라우저"
    r"|\b(?:view|read|see|open)\s+(?:\w+\s+){0,3}?online\b|\bonline[ -]?(?:version|ansicht|versie)\b|\bweb[ -]?(?:version|versie|ansicht|version)\b"
    r"|\bonline (?:ansehen|lesen|bekijken)\b|\bversion en ligne\b|\bversión (?:web|en línea)\b|\bversione (?:web|online)\b|\bversão (?:web|online)\b",
    re.IGNORECASE,
)
#: Offers to end a subscription, or to change it.
UNSUBSCRIBE = re.compile(
    r"\bunsubscrib|\bopt[ -]?out\b|\b(?:manage|update|change)\s+(?:\w+\s+){0,3}?(?:preferences|subscriptions?|settings)\b|\be?-?mail preferences\b"
    r"|\babbestell|\babmelden\b|\baustragen\b|\bdésabonn|\bdésinscri|\bdarse de baja\b|\bcancelar\s+(?:\w+\s+){0,2}?(?:suscripción|inscrição|assinatura)"
    r"|\bdisiscri|\bannulla(?:re)? l.iscrizione|\buitschrijven\b|\bafmelden\b|\bdescadastr|\bavregistrer|\bavsluta prenumeration|\bafmeld\b|\bavmeld|\bmeld deg av"
    r"|\bwypisz|\brezygnacj|\bodhlásit|\bleiratkoz|\bperuuta tilaus|\bотписаться|\bвідписатися|退订|退訂|配信停止|購読(?:を)?解除|구독 취소|수신 ?거부",
    re.IGNORECASE,
)

#: A line of the head of a quoted mail: the name of a field, and its value.
_HEAD_LINE = re.compile(r"[*>\s]*[^\W\d_][\w .-]{0,24}\*?\s?[:：]\*?.*")
#: The most lines of such a head, and of text before it in a forwarded mail that has no line of its own before the head.
_HEAD_LINES, _LINES_BEFORE = 12, 400


def forwarded_head(lines: Sequence[str]) -> tuple[int, int] | None:
    """Where the head of a forwarded mail stands in the lines of a mail, with the line before it: the first line, and the one behind; None for no such head."""
    for number, line in enumerate(lines[:_LINES_BEFORE]):
        is_marker = FORWARDED.match(line) or ORIGINAL.match(line)
        if not is_marker and not FROM.match(line):
            continue
        start = number + 1 if is_marker else number
        while start < len(lines) and start - number < 3 and not lines[start].strip():
            start += 1
        end = start
        while end < len(lines) and end - start < _HEAD_LINES and _HEAD_LINE.fullmatch(lines[end].strip()):
            end += 1
        head = lines[start:end]
        if end - start >= 2 and any(map(FROM.match, head)) and any(map(SENT.search, head)):
            return number, end
    return None
