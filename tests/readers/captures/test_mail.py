"""Mails and newsletters: the text, what the head says, and what stands around the text."""

from __future__ import annotations

import base64
import quopri
from pathlib import Path

import pytest

import archiver
from archiver.batch.convert import ConvertOptions, convert_one
from archiver.batch.plan import make_plan
from archiver.readers.captures import mime
from archiver.readers.captures.mail import subject_of
from archiver.readers.captures.mail.flowed import unfolded
from support.pictures import png

PARAGRAPHS = (
    "The mill at Orrin Ford had stood idle for eleven winters when the parish bought it for a sum nobody would repeat, and the miller went to sea.",
    "Old Tamsin Vey, who kept the sluice keys, said the wheel would turn again before the swallows left, though the pond had silted up to the sill.",
    "Nobody believed her, and for most of that summer the millrace stayed dry while three carpenters argued about the wages of the fourth.",
    "In the end the water came back by itself, after a night of rain that the almanac had not promised, and the stones ground a sack of barley.",
)
HTML = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
TEXT = "\r\n\r\n".join(PARAGRAPHS) + "\r\n"


def mail(body: str | bytes, content_type: str = "text/plain; charset=utf-8", **headers: str) -> bytes:
    """A mail of a person; `headers` replace its own ones."""
    fields = {
        "From": "Tamsin Vey <tamsin@mill.example>", "To": "otto@mill.example", "Subject": "The wheel turns",
        "Date": "Fri, 3 May 2024 23:30:00 -0500", "MIME-Version": "1.0", "Content-Type": content_type,
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items() if value)
    return head.encode() + b"\r\n" + (body.encode() if isinstance(body, str) else body)


def multipart(kind: str, *parts: bytes, boundary: str = "zz", **headers: str) -> bytes:
    """A mail of several parts, each with its own head."""
    lines = [b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts]
    body = b"".join(lines) + b"--" + boundary.encode() + b"--\r\n"
    return mail(body, f"multipart/{kind}; boundary={boundary}", **headers)


def part(content_type: str, body: str | bytes, *headers: str) -> bytes:
    head = "".join(f"{line}\r\n" for line in (f"Content-Type: {content_type}", *headers))
    return head.encode() + b"\r\n" + (body.encode() if isinstance(body, str) else body)


def picture(*headers: str) -> bytes:
    return part("image/png", base64.encodebytes(png(4, 3)), "Content-Transfer-Encoding: base64", *headers)


def removed(article: archiver.Article, rule: str) -> str:
    return " ".join(removal.text for removal in article.removals if removal.rule == rule)


# -- the text ----------------------------------------------------------------------------------------------------------


def test_the_html_part_is_the_text_and_its_pictures_are_embedded() -> None:
    related = multipart(
        "related", part("text/html; charset=utf-8", f'{HTML}<img src="cid:mill@x" alt="The mill">'), picture("Content-ID: <mill@x>"), boundary="inner",
    )  # fmt: skip
    inner = related[related.index(b"Content-Type") :]
    article = archiver.normalize(multipart("alternative", part("text/plain", "Only text."), inner))
    assert article.text().split("\n")[0] == PARAGRAPHS[0]
    assert "Only text." not in article.text()
    assert [image.get("src", "")[:22] for image in article.root.iter("{*}image")] == ["data:image/png;base64,"]


def test_without_html_the_text_part_is_the_text() -> None:
    article = archiver.normalize(multipart("mixed", part("text/plain; charset=utf-8", TEXT)))
    assert article.text().split("\n") == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1252", "cp1252"),
        ("utf-8", "utf-8"),
        ("us-ascii", "utf-8"),
        ("koi8-r", "koi8-r"),
    ],
)
@pytest.mark.parametrize("transfer", ["8bit", "quoted-printable", "base64"])
def test_letters_are_read_by_the_head_of_the_part(charset: str, encoding: str, transfer: str) -> None:
    word = "мельница" if encoding == "koi8-r" else "Mühle"
    data = f"{word} {TEXT}".encode(encoding)
    if transfer != "8bit":
        data = quopri.encodestring(data) if transfer == "quoted-printable" else base64.encodebytes(data)
    raw = mail(data, f"text/plain; charset={charset}", Content_Transfer_Encoding=transfer)
    assert word in archiver.normalize(raw).text()


def test_of_a_mail_that_was_cut_the_whole_part_is_read() -> None:
    html = part("text/html; charset=utf-8", f"<html><body><h1>The Wheel</h1><p>{PARAGRAPHS[0][:40]}")
    parts = multipart("alternative", part("text/plain; charset=utf-8", TEXT), html).removesuffix(b"\r\n--zz--\r\n")
    article = archiver.normalize(parts)
    assert article.text().split("\n") == list(PARAGRAPHS) and "S012" in [f.code for f in article.findings]
    longer = part("text/html; charset=utf-8", f"<html><body>{HTML}<p>{PARAGRAPHS[0][:40]}")
    parts = multipart("alternative", part("text/plain; charset=utf-8", PARAGRAPHS[0]), longer).removesuffix(
        b"\r\n--zz--\r\n"
    )
    assert archiver.normalize(parts).text().split("\n") == [*PARAGRAPHS, PARAGRAPHS[0][:40].strip()]


def test_an_empty_page_beside_the_text_is_not_the_text() -> None:
    html = part("text/html; charset=utf-8", "<html><body><br></body></html>")
    article = archiver.normalize(multipart("alternative", part("text/plain; charset=utf-8", TEXT), html))
    assert article.text().split("\n") == list(PARAGRAPHS)


def test_text_under_a_wrong_transfer_encoding_is_read_as_it_is() -> None:
    article = archiver.normalize(mail(TEXT.encode(), Content_Transfer_Encoding="base64"))
    assert article.text().split("\n") == list(PARAGRAPHS)


def test_flowed_paragraphs_are_unfolded() -> None:
    assert unfolded("The ferry stopped \nrunning in May.\nA new line.\n> A quoted \n> line.\n-- \nAnn") == (
        "The ferry stopped running in May.\nA new line.\n> A quoted line.\n-- \nAnn"
    )
    assert unfolded(" >no quotation\n>> two \n> one") == ">no quotation\n>> two \n> one"
    assert unfolded("水車は \n回る。", delsp=True) == "水車は回る。"


def test_several_texts_of_a_mail_follow_each_other() -> None:
    raw = multipart(
        "mixed", part("text/html; charset=iso-8859-1", f"<p>Mühle. {PARAGRAPHS[0]}</p>".encode("cp1252")), picture("Content-Disposition: inline"),
        part("text/html; charset=utf-8", HTML), part("text/plain", "The foot & the end of all this."),
    )  # fmt: skip
    article = archiver.normalize(raw)
    assert article.text().startswith("Mühle. The mill")
    assert len(list(article.root.iter("{*}image"))) == 1
    assert archiver.normalize(raw).xml() == article.xml()


def test_attached_files_are_named() -> None:
    attached = part(
        "application/pdf", b"%PDF-", 'Content-Disposition: attachment; filename="=?utf-8?Q?M=C3=BChle.pdf?="'
    )
    article = archiver.normalize(multipart("mixed", part("text/plain", TEXT), attached))
    assert [f.text for f in article.findings if f.code == "S011"] == [
        "The mail has files with it that are not in the record: Mühle.pdf."
    ]


def test_a_file_in_an_old_text_is_named_and_left_out() -> None:
    article = archiver.normalize(mail(TEXT + "\r\nbegin 644 plan.gif\r\n#0V%T\r\n`\r\nend\r\n"))
    assert "0V%T" not in article.text() and any("plan.gif" in f.text for f in article.findings)


# -- the head ----------------------------------------------------------------------------------------------------------


def test_subject_sender_and_date_are_metadata() -> None:
    article = archiver.normalize(mail(TEXT))
    assert (article.title, article.published) == ("The wheel turns", "2024-05-03")
    assert [(author.name, author.type) for author in article.authors] == [("Tamsin Vey", "person")]
    assert {e.field: e.rule for e in article.evidence if e.rule.startswith("mail")} == {
        "title": "mail-subject", "author": "mail-sender", "published": "mail-date",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sender", "authors", "publisher"),
    [
        ("The Orrin Gazette <news@gazette.example>", [("The Orrin Gazette", "organization")], "The Orrin Gazette"),
        ("Harbour Weekly <letters@harbourweekly.example>", [("Harbour Weekly", "organization")], "Harbour Weekly"),
        ("Tamsin Vey <tamsin@gazette.example>", [("Tamsin Vey", "person")], ""),
        ("Tamsin Vey from The Gazette <tv@send.example>", [("Tamsin Vey", "person")], "The Gazette"),
        ('"Tamsin Vey via mill-list" <mill-list@lists.example>', [("Tamsin Vey", "person")], ""),
        ("tamsin@mill.example", [], ""),
        ("Tamsin at The Gazette <tv@send.example>", [("Tamsin", "person")], "The Gazette"),
        ("The Team at The Gazette <tv@send.example>", [("The Gazette", "organization")], "The Gazette"),
        ("Tamsin Vey | Orrin Notes <tv@send.example>", [("Tamsin Vey", "person")], "Orrin Notes"),
        ("Orrin Notes - Tamsin Vey <tv@orrin-notes.example>", [("Tamsin Vey", "person")], "Orrin Notes"),
        ('"Tamsin Vey (Orrin Notes)" <tv@send.example>', [("Tamsin Vey", "person")], "Orrin Notes"),
        ("Tamsin Vey vom Mühlenblatt <tv@send.example>", [("Tamsin Vey", "person")], "Mühlenblatt"),
        ("Orrin Letters <letters@orrin.example>", [("Orrin Letters", "organization")], "Orrin Letters"),
        ("Tamsin Vey <hello@vey.example>", [("Tamsin Vey", "person")], ""),
        ("Tamsin Vey <contact@send.example>", [("Tamsin Vey", "person")], ""),
        ("Tamsin Vey <news@send.example>", [("Tamsin Vey", "organization")], "Tamsin Vey"),
        ("Harbour Tides <hello@harbourtides.example>", [("Harbour Tides", "organization")], "Harbour Tides"),
        ("Orrin Weekly <hello@send.example>", [("Orrin Weekly", "organization")], "Orrin Weekly"),
        ("The Orrin Post Bag <hi@send.example>", [("The Orrin Post Bag", "organization")], "The Orrin Post Bag"),
        ("Orrin <hello@send.example>", [("Orrin", "organization")], "Orrin"),
    ],
)
def test_a_sender_is_a_person_or_a_newsletter(sender: str, authors: list[tuple[str, str]], publisher: str) -> None:
    article = archiver.normalize(mail(HTML, "text/html", From=sender, List_Unsubscribe="<https://x.example/u>"))
    assert [(author.name, author.type) for author in article.authors] == authors
    assert article.publisher == publisher


def test_a_headline_and_a_byline_are_better_than_subject_and_sender() -> None:
    page = f"<h1>The Mill Turns Again</h1><p>By Ilse Marrow</p>{HTML}"
    article = archiver.normalize(mail(page, "text/html", From="The Tin <tin@tin.example>", Subject="The Tin, issue 12"))
    assert (article.title, [a.name for a in article.authors], article.publisher) == (
        "The Mill Turns Again", ["Ilse Marrow"], "The Tin",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Re: [mill-list] AW: The wheel", "The wheel"),
        ("Re[2]: Fwd: WG: Die Mühle", "Die Mühle"),
        ("[Draft] of a law", "of a law"),
        ("Regarding: the wheel", "Regarding: the wheel"),
        ("RE: RE", "RE"),
        ("=?utf-8?q?Re=3A_Die_M=C3=BChle?=", "Die Mühle"),
        ("=?iso-8859-1?Q?Gr=FC=DFe aus?= =?iso-8859-1?Q?_K=F6ln?=", "Grüße aus Köln"),
        ("=?UTF-8?B?R3LDvMOf?= =?UTF-8?B?ZQ==?=", "Grüße"),
        ("=?utf-8?q?Die_M=C3?= =?utf-8?q?=BChle?=", "Die Mühle"),
        ("=?utf-8?Q?broken", "=?utf-8?Q?broken"),
        ("=?x-unknown?Q?a_b?=", "a b"),
    ],
)
def test_a_subject_is_read_without_its_marks(subject: str, title: str) -> None:
    assert subject_of(mime.parse(f"Subject: {subject}\n\n".encode(), "x")) == title


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_head_of_plain_bytes_is_read(encoding: str) -> None:
    raw = mail(TEXT).replace(b"The wheel turns", "Die Mühle läuft, und alle hören es".encode(encoding))
    assert archiver.normalize(raw).title == "Die Mühle läuft, und alle hören es"


# -- what stands around the text ---------------------------------------------------------------------------------------

QUOTED = "\r\n".join(f"> Line {n} of what Otto asked before." for n in range(1, 4))
ATTRIBUTION = "On Thu, 2 May 2024 at 10:00, Otto Kern\r\n<otto@mill.example> wrote:"


def test_history_and_signature_of_a_text_go_to_the_ledger() -> None:
    article = archiver.normalize(
        mail(f"{TEXT}\r\n-- \r\nTamsin Vey\r\nThe Sluice House\r\n\r\n{ATTRIBUTION}\r\n{QUOTED}\r\n")
    )
    assert article.text().split("\n") == list(PARAGRAPHS)
    assert removed(article, "mail-signature").endswith("The Sluice House")
    assert removed(article, "mail-history").startswith("On Thu, 2 May") and "Line 3" in removed(article, "mail-history")
    assert article.published == "2024-05-03"


def test_a_quotation_with_an_answer_below_it_stays() -> None:
    text = f"{PARAGRAPHS[0]}\r\n\r\n{QUOTED}\r\n\r\n{PARAGRAPHS[1]}\r\n\r\n{PARAGRAPHS[2]}\r\n"
    assert "Line 2 of what Otto asked before." in archiver.normalize(mail(text)).text()


HISTORY = "<p>Otto asked whether the wheel turns, and asked it for the third time.</p>" * 6
HISTORIES = {
    "Gmail": f'<div class="gmail_quote"><div class="gmail_attr">On 2 May 2024, Otto wrote:</div><blockquote class="gmail_quote">{HISTORY}</blockquote></div>',
    "Apple": f'<blockquote type="cite"><div>On 2 May 2024, at 10:00, Otto wrote:</div>{HISTORY}</blockquote>',
    "Thunderbird": f'<div class="moz-cite-prefix">On 2 May 2024, Otto wrote:<br></div><blockquote type="cite">{HISTORY}</blockquote>',
    "Outlook": '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>Von:</b> Otto Kern<br><b>Gesendet:</b> Donnerstag, 2. Mai 2024<br>'
    f"<b>An:</b> Tamsin<br><b>Betreff:</b> Das Rad</p></div>{HISTORY}",
    "Outlook on the web": f'<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Otto</div><div>{HISTORY}</div>',
    "a line": f"<p>-----Original Message-----</p><p>From: Otto</p>{HISTORY}",
}


@pytest.mark.parametrize("program", HISTORIES)
def test_the_history_that_a_program_quotes_goes_to_the_ledger(program: str) -> None:
    raw = mail(
        f"<html><body><div>{HTML}</div>{HISTORIES[program]}</body></html>", "text/html", Subject="Re: The wheel turns"
    )
    article = archiver.normalize(raw)
    assert article.text().split("\n") == list(PARAGRAPHS)
    assert removed(article, "mail-history").count("third time") == 6
    assert article.published == "2024-05-03"


def test_a_forwarded_mail_is_the_text() -> None:
    page = f'<div class="gmail_quote"><div>---------- Forwarded message ---------<br>From: Otto</div>{HTML}</div>'
    assert PARAGRAPHS[3] in archiver.normalize(mail(page, "text/html", Subject="Fwd: The wheel")).text()
    outlook = f"<p>See what Otto says of the wheel, which he has seen.</p>{HISTORIES['Outlook']}{HTML}"
    assert PARAGRAPHS[3] in archiver.normalize(mail(outlook, "text/html", Subject="WG: The wheel")).text()


FORWARDED = {
    "text": ("text/plain; charset=utf-8", "---------- Forwarded message ---------\r\nFrom: Otto Kern <otto@mill.example>\r\nDate: Thu, 2 May 2024 at 10:00\r\n"
             f"Subject: Re: The sluice\r\nTo: Tamsin\r\n\r\n{TEXT}"),
    "Gmail": ("text/html", '<div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>From: <strong>Otto Kern</strong> '
              f"&lt;otto@mill.example&gt;<br>Date: Thu, 2 May 2024 at 10:00<br>Subject: The sluice<br>To: Tamsin<br></div>{HTML}</div>"),
    "Outlook": ("text/html", '<div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>Von:</b> Otto Kern &lt;otto@mill.example&gt;<br><b>Gesendet:</b> 2. Mai 2024'
                f"<br><b>An:</b> Tamsin<br><b>Betreff:</b> The sluice</p></div>{HTML}"),
}  # fmt: skip


@pytest.mark.parametrize("program", FORWARDED)
def test_the_head_of_a_forwarded_mail_is_metadata(program: str) -> None:
    content_type, body = FORWARDED[program]
    article = archiver.normalize(mail(body, content_type, Subject="Fwd: The sluice"))
    assert ([a.name for a in article.authors], article.title, article.published) == (
        ["Otto Kern"],
        "The sluice",
        "2024-05-02",
    )
    assert article.text().split("\n") == list(PARAGRAPHS)
    assert "otto@mill.example" in removed(article, "mail-head") and "A001" not in {
        finding.code for finding in article.findings
    }


def test_a_page_that_is_no_mail_keeps_what_looks_like_history() -> None:
    page = f"<html><body><article><h1>On mails</h1>{HTML}<blockquote type='cite'>{HISTORY}</blockquote></article></body></html>"
    assert "third time" in archiver.normalize(page.encode()).text()


NEWSLETTER = (
    '<html><body><div style="display:none">What the parish says.</div><table><tr><td><a href="https://g.example/12">View in browser</a></td></tr>'
    f"<tr><td><h1>The Mill Turns Again</h1></td></tr><tr><td>{HTML}"
    '<img src="https://t.example/open.gif" width="1" height="1"></td></tr><tr><td>You receive this because you signed up. '
    '<a href="https://g.example/u">Unsubscribe</a><br>The Orrin Gazette, 4 Sluice Lane</td></tr></table></body></html>'
)


def test_the_frame_of_a_newsletter_goes_to_the_ledger() -> None:
    article = archiver.normalize(
        mail(NEWSLETTER, "text/html; charset=utf-8", From="The Orrin Gazette <news@g.example>")
    )
    assert article.text().split("\n") == list(PARAGRAPHS)
    assert "4 Sluice Lane" in removed(article, "mail-foot") and "View in browser" in removed(article, "mail-foot")
    assert not list(article.root.iter("{*}image"))
    assert "A001" not in {finding.code for finding in article.findings}


OFFERS = (
    'Forwarded this email? <a href="https://g.example/s">Subscribe here</a> for more',
    'Was this email forwarded to you? <a href="https://g.example/s">Sign up here</a>.',
    "Thanks for reading The Orrin Gazette! Subscribe for free to receive new posts and support my work.",
    "You’re currently a free subscriber to The Orrin Gazette. For the full experience, upgrade your subscription.",
    "You are receiving this because you are a <strong>free subscriber</strong> to The Orrin Gazette.",
    "You just read issue #12 of The Orrin Gazette.",
    '<a href="https://g.example/a">READ IN APP</a>',
    '<a href="https://g.example/a">Leave a comment</a>',
    'Wurde Ihnen dieser Newsletter weitergeleitet? <a href="https://g.example/s">Hier abonnieren.</a>',
    "Vous recevez cet e-mail car vous êtes abonné à la Gazette.",
)


@pytest.mark.parametrize("offer", OFFERS)
def test_the_offers_of_newsletter_services_go_to_the_ledger(offer: str) -> None:
    page = f"<html><body><table><tr><td>{offer}</td></tr><tr><td><h1>The Mill Turns Again</h1>{HTML}</td></tr></table></body></html>"
    article = archiver.normalize(mail(page, "text/html; charset=utf-8", From="The Orrin Gazette <news@g.example>"))
    assert article.text().split("\n") == list(PARAGRAPHS)
    assert removed(article, "mail-foot") and "A001" not in {finding.code for finding in article.findings}
    below = page.replace(f"<tr><td>{offer}</td></tr>", "").replace(
        "</td></tr></table>", f"<p>{offer}</p></td></tr></table>"
    )
    assert archiver.normalize(mail(below, "text/html; charset=utf-8")).text().split("\n") == list(PARAGRAPHS)


def test_an_offer_in_a_text_goes_to_the_ledger() -> None:
    offer = "Thanks for reading The Gazette! Subscribe for free to receive new posts."
    article = archiver.normalize(
        mail(f"View this post on the web at https://g.example/12\r\n\r\n{TEXT}\r\n{offer}\r\n")
    )
    assert article.text().split("\n") == list(PARAGRAPHS) and offer in removed(article, "mail-foot")


def test_the_foot_of_a_text_goes_to_the_ledger() -> None:
    foot = "You receive this because you signed up.\r\nTo unsubscribe, go to https://g.example/u\r\n\r\nThe Gazette, 4 Sluice Lane\r\n"
    article = archiver.normalize(mail(f"View this in your browser: https://g.example/12\r\n\r\n{TEXT}\r\n{foot}"))
    assert article.text().split("\n") == list(PARAGRAPHS)
    assert "4 Sluice Lane" in removed(article, "mail-foot") and "in your browser" in removed(article, "mail-foot")
    mailing_list = f"{'_' * 47}\r\nmill-list mailing list\r\nhttps://x.example/listinfo/mill-list\r\n"
    assert archiver.normalize(mail(TEXT + mailing_list)).text().split("\n") == list(PARAGRAPHS)


# -- several mails -----------------------------------------------------------------------------------------------------


def mailbox(*mails: bytes) -> bytes:
    return b"".join(b"From x@y.example Mon May  6 10:00:00 2024\n" + m.replace(b"\r\n", b"\n") + b"\n\n" for m in mails)


def test_each_mail_of_a_mailbox_is_converted_under_its_day_and_subject(tmp_path: Path) -> None:
    escaped = TEXT + "\r\n>From the pond to the mill it is not far, as all who walked it in those years agree.\r\n"
    (tmp_path / "letters.mbox").write_bytes(
        mailbox(mail(TEXT), mail(escaped), mail(HTML, "text/html", Subject="Oak/beech"))
    )
    options = ConvertOptions(folder=tmp_path / "out", formats=("xml",))
    assert all(convert_one(task, options).ok for task in make_plan([str(tmp_path)]))
    made = sorted(path.name for path in (tmp_path / "out" / "letters").iterdir())
    assert made == ["2024-05-03-Oak-beech.xml", "2024-05-03-The-wheel-turns-(2).xml", "2024-05-03-The-wheel-turns.xml"]
    second = archiver.load(tmp_path / "out" / "letters" / made[1])
    assert second.text().endswith("From the pond to the mill it is not far, as all who walked it in those years agree.")
    source = second.root.find(".//{*}source")
    assert source is not None and source.get("href") == "2024-05-03 The wheel turns (2)"
    assert source[0].get("href") == "letters.mbox" and source[0].get("media-type") == "application/mbox"


def test_an_attached_mail_is_a_page_of_its_own() -> None:
    attached = b"Content-Type: message/rfc822\r\n\r\n" + mail(HTML, "text/html", Subject="The first")
    raw = multipart("mixed", part("text/plain", TEXT), attached, Subject="Fwd: The second")
    assert [source.capture.title for source in archiver.read(raw) if source.capture] == ["The second", "The first"]
    alone = multipart("mixed", part("text/plain", " "), attached, Subject="Fwd: The second")
    assert archiver.normalize(alone).title == "The first"
    with pytest.raises(archiver.UsageError, match="2 pages"):
        archiver.normalize(raw)


def test_a_mail_with_a_short_head_is_told_by_the_ending_of_its_name(tmp_path: Path) -> None:
    path = tmp_path / "old.eml"
    path.write_bytes(
        f"From: Tamsin Vey <t@mill.example>\nDate: 3 May 1994 10:00 GMT\nSubject: The wheel\n\n{TEXT}".encode()
    )
    article = archiver.normalize(path)
    assert (article.title, article.published) == ("The wheel", "1994-05-03")


# -- bad input ---------------------------------------------------------------------------------------------------------


def tower(depth: int) -> bytes:
    inner = part("text/html", HTML)
    for n in range(depth):
        inner = part(f"multipart/mixed; boundary=b{n}", b"--b%d\r\n" % n + inner + b"\r\n--b%d--\r\n" % n)
    return b"MIME-Version: 1.0\r\nFrom: a@b.example\r\n" + inner


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (multipart("mixed", part("application/ms-tnef; name=winmail.dat", b"x")), "winmail.dat"),
        (multipart("mixed", picture("Content-Disposition: attachment; filename=a.png")), "no text"),
        (mail(""), "no text"),
        (tower(80), "nest too deep"),
        (tower(1500), "nest too deep"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "__substg1.0_0037001F".encode("utf-16-le"), "Outlook"),
    ],
    ids=["winmail.dat", "a picture alone", "empty", "a tower", "a high tower", "msg"],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(raw: bytes, words: str) -> None:
    with pytest.raises(archiver.SourceError, match=words) as caught:
        archiver.normalize(raw)
    assert caught.value.exit_code == 3 and caught.value.remedy


@pytest.mark.parametrize(
    "raw",
    [
        mail(b"VGhlIG1pbGwg=x!", Content_Transfer_Encoding="base64"),
        mail(TEXT, "text/plain; charset*0*=x''%zz; charset*9=\xff"),
        mail(TEXT, "multipart/mixed"),
        mail(TEXT, "a/b/c; =;;"),
        mail("begin 644 x\r\n", Content_Transfer_Encoding="x-uuencode"),
        mail(TEXT, Date="32 Nomber -1", From="<<>>, \x00", Subject="=?utf-8?B?====?="),
    ],
)
def test_broken_heads_raise_nothing_unforeseen(raw: bytes) -> None:
    try:
        archiver.normalize(raw)
    except archiver.ArchiverError as error:
        assert error.exit_code in (3, 4)


class TestNewslettersSavedAsPages:
    """A newsletter without the head of a mail: a browser or a mail program saved what it showed."""

    ABOVE, BELOW = '<a href="https://n.example/v">View in browser</a>', '<a href="https://n.example/u">Unsubscribe</a>'

    def page(self, above: str, below: str) -> archiver.Article:
        rows = "".join(
            f"<tr><td>{row}</td></tr>"
            for row in (above, "<h1>The wheel</h1>", HTML, f"The Mill, Orrin Ford<br>{below}")
        )
        return archiver.normalize(f"<html><title>The wheel</title><body><table>{rows}</table></body></html>".encode())

    def test_the_links_of_a_newsletter_go(self) -> None:
        article = self.page(self.ABOVE, self.BELOW)
        assert removed(article, "mail-foot") == "View in browser The Mill, Orrin Ford Unsubscribe"
        assert article.text().split("\n") == list(PARAGRAPHS)

    @pytest.mark.parametrize("above", ["", '<a href="https://n.example/v">Our mills</a>'])
    def test_without_both_links_a_page_is_no_newsletter(self, above: str) -> None:
        assert removed(self.page(above, self.BELOW), "mail-foot") == ""
