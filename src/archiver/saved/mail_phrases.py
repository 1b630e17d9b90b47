"""Phrases that mail programs and newsletters write around the text of a mail, in many languages. Readers and cleaning use them, on mails alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: The line before the mail that an answer quotes as a whole, as Outlook and others write it.
ORIGINAL = re.compile(
    r"\s*[-_]{3,}\s*(?:original (?:message|appointment)|ursprüngliche (?:nachricht|e-mail)|message d'origine|message original|mensaje original"
    r"|messaggio originale|oorspronkelijk bericht|mensagem original|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding"
    r"|alkuperäinen viesti|původní zpráva|wiadomość oryginalna|eredeti üzenet|исходное сообщение|原始邮件|元のメッセージ"
    r"|[^-_\n][^\n]{2,200} (?:wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef)\s*:)\s*[-_]{3,}\s*$",
    re.IGNORECASE,
)
#: The line before a mail that was forwarded.
FORWARDED = re.compile(
    r"^\W*(?:begin )?(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|doorgestuurd bericht"
    r"|mensagem encaminhada|vidarebefordrat meddelande|przekazana wiadomość|přeposlaná zpráva|пересылаемое сообщение)",
    re.IGNORECASE | re.MULTILINE,
)
#: The name of the first line of the head of a quoted mail.
FROM = re.compile(
    r"\W*(?:from|von|de|da|de la|van|från|fra|od|lähettäjä|feladó|kimden|gönderen|от|від|από|发件人|寄件者|寄件人|差出人|보낸 ?사람|מאת|من)\s*[:：]",
    re.IGNORECASE,
)
#: The name of its line with the date.
SENT = re.compile(
    r"\b(?:sent|gesendet|envoyé|enviad[oa](?: el| em)?|inviato|verzonden|skickat|sendt|lähetetty|wysłano|odesláno|elküldve|gönderildi|gönderme tarihi|trimis"
    r"|отправлено|надіслано|στάλθηκε|date|datum|fecha|data|dátum|tarih|päivämäärä|дата|ημερομηνία|dato|נשלח|تم الإرسال)\s*[:：]"
    r"|(?:发送时间|發送日期|傳送時間|寄件日期|日期|送信日時|日付|보낸 ?날짜|날짜)\s*[:：]",
    re.IGNORECASE,
)
#: The name of its line with the subject.
SUBJECT = re.compile(
    r"\W*\b(?:subject|betreff|objet|asunto|oggetto|onderwerp|assunto|ämne|emne|aihe|temat|předmět|tárgy|konu|subiect|тема|θέμα|主题|主旨|件名|제목|נושא|الموضوع)\s*[:：]",
    re.IGNORECASE,
)
#: Offers to show a newsletter as a page.
IN_BROWSER = re.compile(
    r"\b(?:in|im|dans|en|nel|no|i|w|v|в)\s+(?:\w+\s+){0,2}?(?:browser|navigateur|navegador|webbläsare\w*|nettleser\w*|przeglądarce|prohlížeči|браузере)\b"
    r"|selaimessa|böngészőben|ブラウザ|浏览器|瀏覽器|브라우저"
    r"|\b(?:view|read|see|open)\s+(?:\w+\s+){0,3}?(?:online|on the web)\b|\bonline[ -]?(?:version|ansicht|versie)\b|\bweb[ -]?(?:version|versie|ansicht|version)\b"
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
#: Offers of a newsletter around its text: to subscribe to it, to pay for it, to hand it on, to read it in an app; and why and by whom it was sent.
OFFER = re.compile(
    # to whom it was forwarded
    r"\b(?:was |were |)(?:this|the) (?:e-?mail|newsletter|message|letter) (?:was |been )?forwarded to you\b|\b(?:^|\W)forwarded this (?:e-?mail|newsletter|message)\?"
    r"|\b(?:did|has|have) (?:some(?:one|body)|a friend) forward(?:ed)? (?:this|you)|\b(?:newsletter|e-?mail|mail) (?:erhalten|weitergeleitet bekommen)\?"
    r"|\b(?:newsletter|e-?mail|mail|brief)\b[^.!?]{0,40}\bweitergeleitet\?|\bon vous a (?:transféré|fait suivre) (?:cet|cette|ce)\b"
    r"|\b(?:te|le|os) han? reenviado (?:este|esta)\b|\b(?:ti|vi) hanno inoltrato quest|\bheb je deze (?:mail|e-?mail|nieuwsbrief) doorgestuurd gekregen"
    # to subscribe and to pay
    r"|\b(?:thanks|thank you) for reading\b[^.!?]{0,80}[.!?]+\s+(?:this post is public|subscribe|sign up|if you)|\breader-supported publication\b"
    r"|\bsubscribe (?:for free )?to (?:receive|get) (?:new|future) posts\b|\b(?:consider|by) becoming an? (?:free or )?(?:paid|paying)(?: or free)? (?:subscriber|member)"
    r"|\byou(?:[’']re| are) (?:currently |receiving this because you(?:[’']re| are) )?an? (?:free|paid) (?:subscriber|member)\b"
    r"|\byou just read issue\b|\bbrought to you by \S+, the (?:easiest|best) way\b|\b(?:start|launch) (?:your own newsletter|writing today)\b"
    r"|\b(?:gefällt (?:ihnen|dir|euch)|(?:ihnen|dir|euch) gefällt) (?:dieser|unser|der|mein) (?:newsletter|brief)\b|\bvous (?:aimez|appréciez) cette (?:newsletter|lettre)\b"
    # why it came
    r"|\b(?:you(?:[’']re| are)? receiv(?:e|ing|ed) this (?:e-?mail|newsletter|message|mail)?\s*because|why did i get this|this (?:e-?mail|newsletter|message) was sent (?:to|by)\b)"
    r"|\b(?:sie erhalten|du erhältst|ihr erhaltet) (?:diese|diesen|dieses) (?:e-?mail|mail|newsletter|brief|nachricht)\b[^.]{0,40},? (?:weil|da)\b"
    r"|\bvous recevez (?:cet|ce|cette) (?:e-?mail|courriel|message|newsletter|lettre)\b[^.]{0,40}(?:car|parce que)\b|\brecibes? este (?:correo|e-?mail|boletín) porque\b"
    r"|\bricevi questa (?:e-?mail|newsletter) perché\b|\bje ontvangt deze (?:mail|e-?mail|nieuwsbrief) omdat\b",
    re.IGNORECASE,
)
#: The whole text of a button or a link of a newsletter.
BUTTON = re.compile(
    r"\W*(?:read (?:it |this )?(?:in|on) (?:the )?app|get the app|open in app|listen (?:in app|to (?:this )?post)|upgrade to paid|start writing|leave a comment|restack"
    r"|(?:share|refer|invite) (?:a |your |with )?friends?|give a gift subscription|get \d+% off(?: for 1 year)?|pledge your support|subscribe(?: now| here)?|sign up here"
    r"|manage (?:your )?subscription|subscription details|(?:powered by|made with|sent with) \w+|terms of service|add us to your address book|more like this|less like this"
    r"|in der app lesen|jetzt abonnieren|hier abonnieren|weiterempfehlen|s.abonner|lire dans l.app(?:lication)?|suscríbete|iscriviti)\W*",
    re.IGNORECASE,
)
#: What a mail program says of itself under a mail.
SENT_WITH = re.compile(
    r"\W*(?:sent (?:from|with|via|using) (?:my |a |the )?[^.!?]{2,40}|get outlook for \w+|von (?:meinem|meiner) [^.!?]{2,30} (?:gesendet|aus gesendet)|gesendet (?:von|mit|über) [^.!?]{2,40}"
    r"|(?:diese nachricht wurde )?von [^.!?]{2,30} gesendet|envoyé (?:de|depuis|à partir de) (?:mon |ma |l.)?[^.!?]{2,40}|enviado (?:desde|do|de|a partir do) (?:mi |meu )?[^.!?]{2,40}"
    r"|inviato (?:da|dal mio) [^.!?]{2,40}|verzonden (?:vanaf|vanuit|met) [^.!?]{2,40}|skickat från (?:min )?[^.!?]{2,30}|sendt fra (?:min )?[^.!?]{2,30}|wysłane z [^.!?]{2,40}"
    r"|отправлено (?:с|из) [^.!?]{2,40}|odesláno z [^.!?]{2,40}|[^.!?]{2,20}から送信)[\W]*",
    re.IGNORECASE,
)
#: What an organization writes over and under all mails: warnings of mails from outside, and notices that a mail is confidential.
NOTICE = re.compile(
    r"\b(?:this (?:e-?mail|message|mail)|it) (?:has )?(?:originated|came|comes|was sent|is) from (?:an? )?(?:external|outside|someone outside)\b"
    r"|\b(?:caution|warning|attention|external e-?mail)\s*[:!-]\s*(?:this |external |e-?mail )[^.]{0,80}\b(?:outside|external|sender)\b|\byou don.t often get e?-?mail from\b"
    r"|\b(?:caution|warning|attention)\s*[:!-]\s*(?:this is an? )?external (?:e-?mail|message|sender)\b|\bdo not click (?:on )?(?:any )?links\b[^.]{0,100}\bsender\b"
    r"|\bdiese (?:e-?mail|nachricht) (?:kommt|stammt|wurde) von (?:einem externen|außerhalb)\b"
    r"|\b(?:this|the (?:content|contents|information) (?:of|in|contained in) this) (?:e-?mail|message|communication)\b[^.]{0,120}\b(?:is|are|may be|may contain|contains)\b[^.]{0,60}\b(?:confidential|privileged)\b"
    r"|\bdiese (?:e-?mail|nachricht|mail)\b[^.]{0,120}\b(?:enthält|kann)\b[^.]{0,40}\bvertrauliche?n?\b|\bce (?:message|courriel|mail|courrier)\b[^.]{0,160}\bconfidentiel"
    r"|\beste (?:correo|mensaje|e-?mail)\b[^.]{0,160}\bconfidencial|\b(?:questa|questo|la presente) (?:e-?mail|messaggio|comunicazione)\b[^.]{0,160}\bconfidenzial|\bdeze e-?mail\b[^.]{0,120}\bvertrouwelijk",
    re.IGNORECASE,
)

#: A line of the head of a quoted mail: the name of a field, and its value.
_HEAD_LINE = re.compile(r"[*>\s]*[^\W\d_][\w .-]{0,24}\*?\s?[:：]\*?.*")
#: The most lines of such a head, and of text before it in a forwarded mail that has no line of its own before the head.
_HEAD_LINES, _LINES_BEFORE = 12, 400
_LONGEST_HEAD = 600


def begins_with_head(text: str) -> bool:
    """Whether a text begins with the head of a quoted mail: from whom it is, when it was sent, and its subject."""
    start = text[:_LONGEST_HEAD]
    return FROM.match(start) is not None and SENT.search(start) is not None and SUBJECT.search(start, 1) is not None


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
