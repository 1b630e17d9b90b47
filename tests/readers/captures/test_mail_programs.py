"""Mails as programs write them: where the answer ends and the mail before begins, in their shapes and languages.

Each answer has the same text. What stands under it, and around it, goes to the ledger.
"""

from __future__ import annotations

import base64

import pytest

import archiver
from support.pictures import png

PARAGRAPHS = (
    "The mill at Orrin Ford had stood idle for eleven winters when the parish bought it for a sum nobody would repeat, and the miller went to sea.",
    "Old Tamsin Vey, who kept the sluice keys, said the wheel would turn again before the swallows left, though the pond had silted up to the sill.",
    "In the end the water came back by itself, after a night of rain that the almanac had not promised, and the stones ground a sack of barley.",
)
OLD = (
    "Does the wheel turn? I ask for the third time.",
    "The miller says that it does not, and he has been there since March.",
)
HEAD = "From: Tamsin Vey <tamsin@mill.example>\r\nTo: otto@mill.example\r\nSubject: Re: The wheel turns\r\nDate: Fri, 3 May 2024 23:30:00 -0500\r\nMIME-Version: 1.0\r\n"
EMPTY = '<p class="MsoNormal"><o:p>&nbsp;</o:p></p>'
#: Names of the fields From, Sent, To and Subject in the languages of Outlook.
FIELDS = {
    "en": ("From", "Sent", "To", "Subject"), "de": ("Von", "Gesendet", "An", "Betreff"), "fr": ("De", "Envoyé", "À", "Objet"),
    "es": ("De", "Enviado el", "Para", "Asunto"), "it": ("Da", "Inviato", "A", "Oggetto"), "pt": ("De", "Enviada em", "Para", "Assunto"),
    "nl": ("Van", "Verzonden", "Aan", "Onderwerp"), "sv": ("Från", "Skickat", "Till", "Ämne"), "da": ("Fra", "Sendt", "Til", "Emne"),
    "fi": ("Lähettäjä", "Lähetetty", "Vastaanottaja", "Aihe"), "pl": ("Od", "Wysłano", "Do", "Temat"), "cs": ("Od", "Odesláno", "Komu", "Předmět"),
    "hu": ("Feladó", "Elküldve", "Címzett", "Tárgy"), "tr": ("Kimden", "Gönderildi", "Kime", "Konu"), "ru": ("От", "Отправлено", "Кому", "Тема"),
    "el": ("Από", "Στάλθηκε", "Προς", "Θέμα"), "ja": ("差出人", "送信日時", "宛先", "件名"), "zh": ("发件人", "发送时间", "收件人", "主题"), "ko": ("보낸 사람", "보낸 날짜", "받는 사람", "제목"),
}  # fmt: skip
#: The line before a quotation in the languages of Gmail, Apple Mail and Thunderbird.
ATTRIBUTIONS = {
    "en": "On Thu, 2 May 2024 at 10:00, Otto Kern &lt;otto@mill.example&gt; wrote:",
    "de": "Am Do., 2. Mai 2024 um 10:00 Uhr schrieb Otto Kern &lt;otto@mill.example&gt;:",
    "fr": "Le jeu. 2 mai 2024 à 10:00, Otto Kern &lt;otto@mill.example&gt; a écrit :",
    "it": "Il giorno gio 2 mag 2024 alle ore 10:00 Otto Kern &lt;otto@mill.example&gt; ha scritto:",
    "es": "El jue, 2 may 2024 a las 10:00, Otto Kern (&lt;otto@mill.example&gt;) escribió:",
    "ja": "2024年5月2日(木) 10:00 Otto Kern &lt;otto@mill.example&gt;:",
}


def mso(*texts: str) -> str:
    return "".join(f'<p class="MsoNormal">{text}<o:p></o:p></p>' for text in texts)


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def plain(*texts: str) -> str:
    return "\r\n\r\n".join(texts) + "\r\n"


def part(content_type: str, body: str | bytes, *headers: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in (f"Content-Type: {content_type}", *headers))
    return head.encode() + b"\r\n" + (body.encode() if isinstance(body, str) else body) + b"\r\n"


def parts(kind: str, boundary: str, *children: bytes) -> bytes:
    lines = b"".join(b"--%b\r\n%b" % (boundary.encode(), child) for child in children)
    return part(f'multipart/{kind}; boundary="{boundary}"', lines + b"--%b--" % boundary.encode())


def read(html: str, kind: str = "text/html; charset=utf-8", subject: str = "") -> archiver.Article:
    head = HEAD.replace("Re: The wheel turns", subject) if subject else HEAD
    return archiver.normalize(head.encode() + part(kind, html))


def removed(article: archiver.Article, rule: str) -> str:
    return " ".join(removal.text for removal in article.removals if removal.rule == rule)


def assert_answer(article: archiver.Article) -> None:
    """The answer is the text, and nothing else is; the mail before is in the ledger; no word is lost."""
    assert article.text().split("\n") == list(PARAGRAPHS)
    assert all(text in removed(article, "mail-history") for text in OLD)
    assert "A001" not in {finding.code for finding in article.findings}
    assert (article.title, article.published) == ("The wheel turns", "2024-05-03")


def outlook_head(
    language: str, style: str = "border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm"
) -> str:
    of, sent, to, subject = FIELDS[language]
    lines = f"<b>{of}:</b> Otto Kern &lt;otto@mill.example&gt;<br><b>{sent}:</b> 2024-05-02 10:00<br><b>{to}:</b> Tamsin Vey<br><b>{subject}:</b> The wheel turns"
    return f'<div><div style="{style}">{mso(lines)}</div></div>{EMPTY}'


WORD_HEAD = (
    '<meta name="Generator" content="Microsoft Word 15 (filtered medium)"><style><!--p.MsoNormal {margin:0cm; font-size:11.0pt}--></style>'
    "<!--[if gte mso 9]><xml><o:shapedefaults spidmax=\"1026\" /></xml><![endif]-->"
)  # fmt: skip


@pytest.mark.parametrize("language", FIELDS)
def test_the_head_of_the_mail_before_in_outlook(language: str) -> None:
    body = f'<div class="WordSection1">{mso(*PARAGRAPHS)}{EMPTY}{outlook_head(language)}{mso(*OLD)}</div>'
    assert_answer(read(page(body, WORD_HEAD)))


@pytest.mark.parametrize("language", FIELDS)
def test_the_head_of_the_mail_before_without_a_line_over_it(language: str) -> None:
    body = f'<div class="WordSection1">{mso(*PARAGRAPHS)}{EMPTY}{outlook_head(language, "")}{mso(*OLD)}</div>'
    assert_answer(read(page(body, WORD_HEAD)))


@pytest.mark.parametrize("language", FIELDS)
def test_the_head_of_the_mail_before_in_a_text(language: str) -> None:
    of, sent, to, subject = FIELDS[language]
    gap = " " if language == "fr" else ""
    head = f"{of}{gap}: Otto Kern <otto@mill.example>\r\n{sent}{gap}: 2024-05-02 10:00\r\n{to}{gap}: Tamsin Vey\r\n{subject}{gap}: The wheel turns\r\n"
    assert_answer(read(f"{plain(*PARAGRAPHS)}\r\n{head}\r\n{plain(*OLD)}", "text/plain; charset=utf-8"))


HISTORY = "".join(f"<p>{text}</p>" for text in OLD)
ANSWER = "".join(f"<div>{text}</div><div><br></div>" for text in PARAGRAPHS)
SHAPES = {
    "Gmail": f'<div dir="ltr">{ANSWER}</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">ATTRIBUTION<br></div>'
    f'<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex">{HISTORY}</blockquote></div>',
    "Apple Mail": f'<div style="overflow-wrap: break-word">{ANSWER}<br id="lineBreakAtBeginningOfMessage"><div><br><blockquote type="cite"><div>ATTRIBUTION</div>'
    f'<br class="Apple-interchange-newline"><div>{HISTORY}</div></blockquote></div><br></div>',
    "Apple Mail on a phone": f'<div dir="ltr">{ANSWER}</div><div dir="ltr"><br><blockquote type="cite">ATTRIBUTION<br><br></blockquote></div>'
    f'<blockquote type="cite"><div dir="ltr">{HISTORY}</div></blockquote>',
    "Thunderbird": f'{ANSWER}<div class="moz-cite-prefix">ATTRIBUTION<br></div><blockquote type="cite" cite="mid:1@mill.example">{HISTORY}</blockquote>',
    "Yahoo": f'<div class="ydp1a2b3c4dyahoo-style-wrap"><div dir="ltr">{ANSWER}</div></div><div id="ydp1a2b3c4dyahoo_quoted_77" class="ydp1a2b3c4dyahoo_quoted">'
    f"<div><div>ATTRIBUTION</div><div><br></div><div>{HISTORY}</div></div></div>",
    "GMX": f'<div style="font-family: Verdana">{ANSWER}<div name="quote" style="margin:10px 5px 5px 10px; border-left:2px solid #C3D9E5;">'
    f'<div style="margin:0 0 10px 0;">ATTRIBUTION</div><div name="quoted-content">{HISTORY}</div></div></div>',
    "Proton": f'<div style="font-family: Arial">{ANSWER}</div><div class="protonmail_quote">ATTRIBUTION<br><blockquote class="protonmail_quote" type="cite">{HISTORY}'
    "</blockquote></div>",
    "Zimbra": f'<div>{ANSWER}</div><hr id="zwchr" data-marker="__DIVIDER__"><div data-marker="__HEADERS__"><b>From: </b>"Otto Kern" &lt;otto@mill.example&gt;<br>'
    f"<b>To: </b>Tamsin<br><b>Sent: </b>Thursday, May 2, 2024<br><b>Subject: </b>The wheel turns<br></div><div>{HISTORY}</div>",
    "Fastmail": f'<div>{ANSWER}</div><div>ATTRIBUTION<br></div><blockquote type="cite" id="qt">{HISTORY}</blockquote>',
    "Roundcube": f'<div>{ANSWER}</div><p id="reply-intro">ATTRIBUTION</p><blockquote type="cite" style="padding: 0 0.4em">{HISTORY}</blockquote>',
    "Outlook on the web": f'<div class="elementToProof">{ANSWER}</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%">'
    f'<div id="divRplyFwdMsg" dir="ltr"><font><b>From:</b> Otto Kern<br><b>Sent:</b> Thursday</font></div><div>{HISTORY}</div>',
    "Outlook on a phone": f'<div dir="ltr">{ANSWER}</div><div id="mail-editor-reference-message-container"><div class="ms-outlook-mobile-reference-message">'
    f'<div style="border-top: 1px solid"><b>From:</b> Otto<br><b>Date:</b> 2 May<br></div>{HISTORY}</div></div>',
    "Notes": f'<div>{ANSWER}</div><div><font color="#990099">-----"Otto Kern" &lt;otto@mill.example&gt; wrote: -----</font></div><div style="padding-left:5px">'
    f"To: Tamsin Vey<br>From: Otto Kern<br>Date: 05/02/2024 10:00<br>Subject: The wheel turns<br><br>{HISTORY}</div>",
}  # fmt: skip


@pytest.mark.parametrize("program", SHAPES)
@pytest.mark.parametrize("language", ATTRIBUTIONS)
def test_the_mail_before_as_programs_quote_it(program: str, language: str) -> None:
    if language != "en" and "ATTRIBUTION" not in SHAPES[program]:
        pytest.skip("it has no such line")
    assert_answer(read(page(SHAPES[program].replace("ATTRIBUTION", ATTRIBUTIONS[language]))))


@pytest.mark.parametrize("language", ATTRIBUTIONS)
def test_the_mail_before_in_a_text(language: str) -> None:
    line = ATTRIBUTIONS[language].replace("&lt;", "<").replace("&gt;", ">")
    quoted = "\r\n>\r\n".join(f"> {text}" for text in OLD)
    article = read(f"{plain(*PARAGRAPHS)}\r\n{line}\r\n{quoted}\r\n", "text/plain; charset=utf-8")
    assert article.text().split("\n") == list(PARAGRAPHS)
    assert line.split()[0] in removed(article, "mail-history") and "third time" in removed(article, "mail-history")


@pytest.mark.parametrize("is_outer", [True, False], ids=["related around alternative", "related in alternative"])
def test_the_parts_of_a_mail_of_outlook(is_outer: bool) -> None:
    html = part(
        "text/html; charset=utf-8",
        page(
            f'<div class="WordSection1">{mso(*PARAGRAPHS)}<p class="MsoNormal"><img src="cid:image001.png@01DA9D"></p></div>',
            WORD_HEAD,
        ),
    )
    picture = part(
        "image/png; name=image001.png",
        base64.encodebytes(png(4, 3)),
        "Content-Transfer-Encoding: base64",
        "Content-ID: <image001.png@01DA9D>",
    )
    text = part("text/plain; charset=utf-8", plain(*PARAGRAPHS))
    raw = (
        parts("related", "outer", parts("alternative", "inner", text, html), picture)
        if is_outer
        else parts("alternative", "outer", text, parts("related", "inner", html, picture))
    )
    article = archiver.normalize(HEAD.encode() + raw)
    assert article.text().split("\n") == list(PARAGRAPHS)
    assert [image.get("href", "")[:10] for image in article.root.iter("{*}image")] and not [
        f for f in article.findings if f.code.startswith(("S", "F"))
    ]


def test_a_winmail_file_beside_the_text_is_told() -> None:
    tnef = part(
        "application/ms-tnef; name=winmail.dat",
        base64.encodebytes(b"\x78\x9f\x3e\x22" + bytes(40)),
        "Content-Transfer-Encoding: base64",
    )
    article = archiver.normalize(
        HEAD.encode() + parts("mixed", "m", part("text/plain; charset=utf-8", plain(*PARAGRAPHS)), tnef)
    )
    assert article.text().split("\n") == list(PARAGRAPHS)
    assert [f.text for f in article.findings if f.code == "S011"] == [
        "The mail has files with it that are not in the record: winmail.dat (a format of Outlook alone)."
    ]


def test_an_answer_between_the_lines_stays_whole() -> None:
    body = f'<p>Dear Otto,</p><blockquote type="cite"><p>{OLD[0]}</p></blockquote><p>{PARAGRAPHS[0]}</p><blockquote type="cite"><p>{OLD[1]}</p></blockquote><p>{PARAGRAPHS[1]}</p>'
    text = read(page(f'<div class="moz-cite-prefix">{ATTRIBUTIONS["en"]}</div>{body}')).text()
    assert all(words in text for words in (*OLD, *PARAGRAPHS[:2]))


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Von meinem iPad gesendet",
        "Envoyé de mon iPhone",
        "Get Outlook for Android",
        "Gesendet von Mail für Windows",
        "Enviado desde mi iPhone",
    ],
)
def test_what_a_program_says_of_itself_is_no_text(line: str) -> None:
    history = (
        SHAPES["Gmail"]
        .replace("ATTRIBUTION", ATTRIBUTIONS["en"])
        .replace('<br><div class="gmail_quote', f'<div dir="ltr">{line}</div><br><div class="gmail_quote')
    )
    article = read(page(history))
    assert_answer(article)
    assert removed(article, "mail-signature") == line
    text = read(f"{plain(*PARAGRAPHS)}\r\n{line}\r\n", "text/plain; charset=utf-8")
    assert text.text().split("\n") == list(PARAGRAPHS) and removed(text, "mail-signature") == line


SIGNATURE = "Tamsin Vey<br>The Sluice House<br>Orrin Ford"
SIGNATURES = {
    "Gmail": f'<span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">{SIGNATURE}</div>',
    "Thunderbird": f'<div class="moz-signature">-- <br>{SIGNATURE}</div>',
    "Outlook on a phone": f'<div id="ms-outlook-mobile-signature">{SIGNATURE}</div>',
    "Apple Mail": f'<div id="AppleMailSignature" dir="ltr">{SIGNATURE}</div>',
    "Proton": f'<div class="protonmail_signature_block"><div class="protonmail_signature_block-user">{SIGNATURE}</div></div>',
}


@pytest.mark.parametrize("program", SIGNATURES)
def test_a_marked_signature_goes_to_the_ledger(program: str) -> None:
    article = read(page(f"{ANSWER}{SIGNATURES[program]}"))
    assert article.text().split("\n") == list(PARAGRAPHS)
    left_out = " ".join(removal.text for removal in article.removals if removal.rule in ("mail-signature", "byline"))
    assert "The Sluice House" in left_out and "A001" not in {f.code for f in article.findings}


def test_a_short_warning_goes_to_the_ledger() -> None:
    warning = (
        "<table><tr><td>CAUTION: External email. Do not click links unless you recognise the sender.</td></tr></table>"
    )
    article = read(page(f"{warning}{ANSWER}"))
    assert article.text().split("\n") == list(PARAGRAPHS) and "External email" in removed(article, "mail-foot")


def test_a_confidentiality_notice_and_a_warning_go_to_the_ledger() -> None:
    warning = "<div>CAUTION: This email originated from outside of the organization. Do not click links unless you know the sender.</div>"
    notice = "<p>This e-mail and any attachments are confidential and intended solely for the addressee. If you have received it in error, please notify the sender.</p>"
    article = read(page(f"{warning}{ANSWER}{notice}"))
    assert article.text().split("\n") == list(PARAGRAPHS)
    assert "originated from outside" in removed(article, "mail-foot") and "intended solely" in removed(
        article, "mail-foot"
    )
