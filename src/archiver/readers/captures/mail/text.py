"""The text of a mail: which of its parts a mail program shows (RFC 2046), and what stays outside.

multipart/alternative    the last part that is HTML, else the last one
multipart/related        its first part, or the one that it names; the others are pictures in it
multipart/mixed          all parts that are texts and no files: HTML before and after a picture, the foot that a list adds
message/rfc822           a mail of its own
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import Message

from archiver.errors import Malformed
from archiver.readers.captures import mime
from archiver.readers.captures.mail.flowed import unfolded
from archiver.saved import mail_phrases

_HTML = frozenset(("text/html", "application/xhtml+xml"))
#: Parts that belong to a mail, but that nobody reads.
_TECHNICAL = frozenset(
    (
        "application/pgp-signature", "application/pgp-encrypted", "application/pkcs7-signature", "application/x-pkcs7-signature",
        "message/delivery-status", "message/disposition-notification", "text/rfc822-headers", "text/x-amp-html", "text/calendar",
    )
)  # fmt: skip
_TNEF = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
#: A file in the text of an old mail (uuencode).
_UUENCODED = re.compile(r"^begin [0-7]{3,4} (\S[^\r\n]*)\r?\n(?:[!-`][ -`]{0,86}\r?\n)+(?:[ `]?\r?\n)?end[ \t]*\r?$", re.MULTILINE)  # fmt: skip
#: How many bytes of a text are looked at for the head of a mail that it forwards.
_FORWARDED_WITHIN = 128 * 1024
#: How deep parts may nest.
_MAX_DEPTH = 60


@dataclass(frozen=True, slots=True)
class Text:
    """What a mail shows: the bytes of a page or a text, their type and encoding, the resources in the mail, and the names of files that are attached."""

    data: bytes
    media_type: str
    charset: str | None
    resource: Callable[[str], bytes | None]
    attachments: tuple[str, ...]


@dataclass(slots=True)
class _Shown:
    """The parts that are shown, in order, and the names of attached files."""

    parts: list[Message] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)


def has_text(message: Message, name: str) -> bool:
    """Whether a mail shows a text. Raises Malformed for one whose parts nest too deep."""
    return any(part.get_content_maintype() != "image" for part in _shown(message, name).parts)


def text_of(message: Message, name: str) -> Text | None:
    """The text of a mail; None when it has none. Raises Malformed for one whose parts nest too deep."""
    shown = _shown(message, name)
    has_page = any(part.get_content_type() in _HTML for part in shown.parts)
    texts = [part for part in shown.parts if part.get_content_maintype() != "image"]
    if not texts:
        return None
    attachments = shown.attachments
    if not has_page:
        attachments += [file_name(part) for part in shown.parts if part.get_content_maintype() == "image"]
        found = [_plain_text(part, attachments) for part in texts]
        if len(found) == 1 and found[0] is None:
            data, charset = mime.body(texts[0]), _charset(texts[0])
        else:
            pieces = (
                text if text is not None else mime.text_in(mime.body(part), _charset(part))
                for part, text in zip(texts, found, strict=True)
            )
            data, charset = "\n\n".join(pieces).encode("utf-8", "replace"), "utf-8"
        media_type = "text/plain"
    else:
        media_type = "text/html"
        if len(shown.parts) == 1:
            data, charset = mime.body(texts[0]), _charset(texts[0])
        else:
            data, charset = _as_page(shown.parts, attachments).encode("utf-8", "replace"), "utf-8"
    return Text(data, media_type, charset, _resources(message, shown.parts, name), tuple(dict.fromkeys(attachments)))


def attached_mails(message: Message, name: str) -> list[Message]:
    """The mails that are attached to a mail, and to those, in order. Raises Malformed for too many parts."""
    found: list[Message] = []
    left = [message]
    count = 0
    while left:
        part = left.pop()
        if (count := count + 1) > mime.MAX_PARTS:
            raise Malformed(f"{name}: refused: it has more than {mime.MAX_PARTS} parts.", "Save its text as HTML.")
        children = _children(part)
        if part.get_content_type() == "message/rfc822":
            found += children
        left.extend(reversed(children))
    return found


def forwarded_fields(text: Text) -> dict[str, str]:
    """Author, date and subject in the head of the mail that a mail forwards, under "from", "date" and "subject"; {} for none."""
    shown = mime.text_in(text.data[:_FORWARDED_WITHIN], text.charset)
    if text.media_type == "text/html":
        shown = re.sub(r"(?is)<(style|script|head)\b.*?</\1\s*>", "", shown)
        shown = re.sub(r"[\r\n]+", " ", shown)
        shown = html.unescape(re.sub(r"<[^<>]*>", "", re.sub(r"(?i)<(?:br|/div|/p|/tr|/li)\b[^<>]*>", "\n", shown)))
    lines = [" ".join(line.split()) for line in shown.splitlines()]
    lines = [line for line in lines if line] if text.media_type == "text/html" else lines
    if (place := mail_phrases.forwarded_head(lines)) is None:
        return {}
    fields: dict[str, str] = {}
    for line in lines[place[0] : place[1]]:
        for name, pattern in (
            ("from", mail_phrases.FROM),
            ("subject", mail_phrases.SUBJECT),
            ("date", mail_phrases.SENT),
        ):
            if match := pattern.match(line.lstrip("*> ")):
                fields.setdefault(name, line.lstrip("*> ")[match.end() :].strip(" *"))
                break
    return fields


def is_packed_by_outlook(message: Message, name: str) -> bool:
    """Whether the text of a mail is in a file of Outlook's own format (TNEF)."""
    return any(map(is_tnef, mime.leaves(message, name)))


def is_tnef(part: Message) -> bool:
    """Whether a part is a file of Outlook's own format (TNEF)."""
    return part.get_content_type() in _TNEF or file_name(part).lower() == "winmail.dat"


def _children(part: Message) -> list[Message]:
    children = part.get_payload() if part.is_multipart() else None
    return [child for child in children if isinstance(child, Message)] if isinstance(children, list) else []


def _shown(message: Message, name: str) -> _Shown:
    shown = _Shown()
    _show(message, shown, name, 0)
    return shown


def _show(part: Message, shown: _Shown, name: str, depth: int) -> None:
    """Add what a part shows."""
    if depth > _MAX_DEPTH:
        raise Malformed(f"{name}: refused: its parts nest too deep.", "Save its text as HTML.")
    kind = part.get_content_type()
    children = _children(part)
    if kind == "multipart/alternative":
        found = []
        for child in children:
            _show(child, alternative := _Shown(), name, depth + 1)
            found.append(alternative)
        best = max(enumerate(found), key=lambda pair: (_is_page(pair[1]), _shows_something(pair[1]), pair[0]), default=(0, _Shown()))[1]  # fmt: skip
        if mime.is_cut(part) and _is_page(best):
            # of a mail that was cut, the last part is not whole: the text before it may be
            best = max((best, *(other for other in found if not _is_page(other))), key=_length)
        shown.parts += best.parts
        for alternative in found:
            shown.attachments += alternative.attachments
    elif kind == "multipart/related":
        start = mime.parameter(part, "start").strip("<> ")
        root = next((child for child in children if start and mime.content_id(child) == start), None)
        for child in [root] if root is not None else children:
            before = len(shown.parts)
            if child.get_content_maintype() not in ("image", "application"):
                _show(child, shown, name, depth + 1)
            if len(shown.parts) > before:
                break
    elif kind == "multipart/signed" or kind == "multipart/report":
        for child in children[:1]:
            _show(child, shown, name, depth + 1)
    elif kind == "message/rfc822":
        return  # a page of its own
    elif children:
        for child in children:
            _show(child, shown, name, depth + 1)
    elif _is_shown(part):
        shown.parts.append(part)
    elif is_tnef(part):
        shown.attachments.append("winmail.dat (a format of Outlook alone)")
    elif kind not in _TECHNICAL and not _is_picture_of_text(part) and mime.body(part).strip():
        shown.attachments.append(file_name(part) or kind)


def _is_page(shown: _Shown) -> bool:
    """Whether HTML is shown that has a text or a picture. Some programs send an empty page beside the text."""
    return any(part.get_content_type() in _HTML for part in shown.parts) and _shows_something(shown)


def _shows_something(shown: _Shown) -> bool:
    """Whether there is a text or a picture."""
    has_picture = any(
        part.get_content_maintype() == "image" or b"<img" in mime.body(part).lower() for part in shown.parts
    )
    return has_picture or _length(shown) > 0


def _length(shown: _Shown) -> int:
    """The number of letters and digits of what is shown, without tags."""
    texts = (
        re.sub(r"(?is)<(style|script)\b.*?(?:</\1\s*>|$)|<[^<>]*(?:>|$)", "", text)
        if part.get_content_type() in _HTML
        else text
        for part in shown.parts
        for text in (mime.text_in(mime.body(part), _charset(part)),)
    )
    return sum(map(str.isalnum, "".join(texts)))


def _is_shown(part: Message) -> bool:
    """Whether a mail program shows a part that holds no others: a text or a picture that is no attached file."""
    kind = part.get_content_type()
    if kind not in _HTML and kind != "text/plain" and part.get_content_maintype() != "image":
        return False
    disposition = mime.header(part, "Content-Disposition").partition(";")[0].strip().lower()
    if part.get_content_maintype() == "image":
        return disposition == "inline" and not mime.content_id(part) and bool(mime.body(part))
    if disposition == "attachment" or (disposition != "inline" and file_name(part)):
        return False
    return bool(mime.body(part).strip())


def _is_picture_of_text(part: Message) -> bool:
    """Whether a part is a picture to which the HTML refers."""
    return part.get_content_maintype() == "image" and bool(mime.content_id(part))


def file_name(part: Message) -> str:
    """The name of an attached file; "" for none."""
    return mime.parameter(part, "filename", "Content-Disposition") or mime.parameter(part, "name")


def _charset(part: Message) -> str | None:
    """The encoding that a part declares. US-ASCII is the default of old programs, and says nothing."""
    charset = mime.parameter(part, "charset").lower()
    return charset if charset not in ("", "us-ascii", "ascii", "unknown-8bit", "x-unknown") else None


def _plain_text(part: Message, attachments: list[str]) -> str | None:
    """The text of a part, if it differs from its bytes: with flowed paragraphs unfolded, and without files in it. The names of these files are added."""
    data = mime.body(part)
    is_flowed = mime.parameter(part, "format").lower() == "flowed"
    charset = _charset(part)
    is_utf7 = charset is not None and "utf-7" in charset
    if not is_flowed and not is_utf7 and b"begin " not in data:
        return None
    text = mime.text_in(data, charset)
    if is_flowed:
        text = unfolded(text, mime.parameter(part, "delsp").lower() == "yes")
    names = [match[1].strip() for match in _UUENCODED.finditer(text)]
    if not names and not is_flowed and not is_utf7:
        return None
    attachments += names
    return _UUENCODED.sub("", text)


def _as_page(parts: list[Message], attachments: list[str]) -> str:
    """One page of several parts: HTML as it is, texts as paragraphs, pictures as elements. The parser joins pages that follow each other."""
    pieces = []
    for number, part in enumerate(parts):
        if part.get_content_type() in _HTML:
            pieces.append(mime.text_in(mime.body(part), _charset(part) or mime.declared_in(mime.body(part))))
        elif part.get_content_maintype() == "image":
            pieces.append(f'<p><img src="cid:{_key(number)}"></p>')
        else:
            text = _plain_text(part, attachments)
            text = mime.text_in(mime.body(part), _charset(part)) if text is None else text
            pieces += ["<div>", *_paragraphs(text), "</div>"]
    return "\n".join(pieces)


def _paragraphs(text: str) -> Iterator[str]:
    for paragraph in re.split(r"(?:\r?\n[ \t]*){2,}", text.strip()):
        yield f"<p>{'<br>'.join(html.escape(line) for line in paragraph.splitlines())}</p>"


def _key(number: int) -> str:
    """The name under which the page of several parts has one of them, a picture without a name of its own."""
    return f"part-{number}.shown"


def _resources(message: Message, shown: list[Message], name: str) -> Callable[[str], bytes | None]:
    """What gives the bytes of the parts of a mail by "cid:" and Content-ID, or by Content-Location."""
    parts = {f"cid:{_key(number)}": part for number, part in enumerate(shown)}
    for part in mime.leaves(message, name):
        for key in (mime.header(part, "Content-Location"), f"cid:{mime.content_id(part)}"):
            if key not in ("", "cid:"):
                parts.setdefault(key, part)

    def resource(address: str) -> bytes | None:
        part = parts.get(address)
        return mime.body(part) if part is not None else None

    return resource
