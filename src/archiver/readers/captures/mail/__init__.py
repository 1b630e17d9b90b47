"""Mails and newsletters: .eml files (RFC 5322), and mbox files, which hold many mails (RFC 4155).

The text of a mail is its HTML part, else its text part: text.py says how both are found. Each mail is a page of its own, and so is each mail that is
attached to one. Subject, sender and date go into the Capture. Attached files are not read; a finding names them.
"""

from __future__ import annotations

import email.utils
import re
from collections import Counter
from dataclasses import dataclass
from email.message import Message

from archiver import safety
from archiver.errors import Malformed, TooLarge
from archiver.readers.captures import CapturedPage, CaptureFile, Pages, mime, usable_address
from archiver.readers.captures.mail import text as mail_text
from archiver.source import MAIL, MAILBOX, Capture, Source
from archiver.text import writable

_REMEDY = "Open it in a mail program, and save the text as HTML."
#: The most mails of a file.
_MAX_MAILS = 100_000
#: How many bytes of a mail in an mbox file are read to name it.
_HEAD_BYTES = 64 * 1024
#: The line before a mail in an mbox file: the address of the sender, and a date.
_FROM_LINE = re.compile(rb"From \S.*\d{4}\s*$|From - |From \S+\s*$")
#: A line of a mail in an mbox file that would look like the line before one.
_ESCAPED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
#: Marks before a subject: of answers and forwarded mails in many languages, and the name of a mailing list.
_SUBJECT_MARKS = re.compile(
    r"(?:(?:re|fwd?|fw|aw|antw|antwort|wg|tr|sv|vs|vl|vb|rv|rif|r|i|odp|pd|ynt|ilt|res|enc|ref|na|doorst|vá|továbbítás|отв|на|回复|回覆|答复|转发|轉寄|返信|転送)"
    r"(?:\s*(?:\[\d+\]|\(\d+\)|\^\d+))?\s*[:：]\s*|\[[^\]\[]{1,40}\]\s+(?=\S))+",
    re.IGNORECASE,
)
_FORWARD_MARK = re.compile(
    r"\s*(?:\[[^\]]*\]\s*)?(?:fwd?|fw|wg|tr|rv|i|vs|vb|pd|enc|doorst|转发|轉寄|転送)\s*[:：]", re.IGNORECASE
)
#: The most characters of the name of a mail in its file.
_LONGEST_KEY = 100


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a mail is: its stretch of the file, and for an attached mail its number in that mail, from 1 on; 0 for the mail itself."""

    start: int
    end: int
    attached: int = 0


def open_pages(file: CaptureFile) -> Pages:
    """The mails of a file. Raises Malformed when none holds a text."""
    return _Mails(file)


class _Mails(Pages):
    def __init__(self, file: CaptureFile) -> None:
        super().__init__(file)
        self._places: dict[str, _Place] = {}
        self._repeated: Counter[str] = Counter()
        self._last: tuple[int, Message] | None = None
        stretches = self._stretches()
        self._is_mailbox = len(stretches) > 1
        for start, end in stretches:
            self._add_mails(start, end)
        self._last = None
        if self.pages or self.failures:
            return
        if self.passed_over["mails without a text"]:
            raise Malformed(f"{file.name}: the mail holds no text.", _REMEDY)

    def _stretches(self) -> list[tuple[int, int]]:
        """The stretches of the file that are mails: one, or those of an mbox file."""
        with self.file.lock:
            size = self.file.size
            start = self.file.stream.seek(0)
            head = self.file.stream.read(512)
            if not head.lstrip(b"\r\n").startswith(b"From "):
                return [(0, size)]
            self.file.stream.seek(0)
            found: list[tuple[int, int]] = []
            position, begun, after_blank = 0, -1, True
            for line in self.file.stream:
                if after_blank and line.startswith(b"From ") and _FROM_LINE.match(line):
                    if begun >= 0:
                        found.append((begun, position))
                    begun = start = position
                    if len(found) > _MAX_MAILS:
                        raise TooLarge(
                            f"{self.file.name}: refused: it has more than {_MAX_MAILS:,} mails.", "Split it into parts."
                        )
                after_blank = not line.strip(b"\r\n")
                position += len(line)
        return [*found, (start, size)]

    def _add_mails(self, start: int, end: int) -> None:
        """Add the mail of a stretch, and the mails that are attached to it."""
        if end - start > safety.MAX_BYTES:
            name = f"{self.file.name} (at byte {start})"
            self.failures.append((name, TooLarge(f"{name}: refused: the mail is too large.", "Save it alone.")))
            return
        if self._is_mailbox:
            # most mails of a mailbox are not parsed before they are converted
            data = self.file.read_at(start, end - start)
            if b"message/rfc822" not in data.lower():
                self._add_page(_Place(start, end), mime.parse(data[:_HEAD_BYTES], self.file.name))
                return
        try:
            messages = self._messages(start, end)
        except Malformed as error:
            self.failures.append((self.file.name, error))
            return
        for number, message in enumerate(messages):
            if mail_text.has_text(message, self.file.name):
                self._add_page(_Place(start, end, number), message)
            elif mail_text.is_packed_by_outlook(message, self.file.name):
                name = self._name(message)
                self.failures.append(
                    (
                        name,
                        Malformed(
                            f"{name}: its text is in a file winmail.dat, a format of Outlook alone.",
                            "Ask for it as HTML, or unpack winmail.dat (tnef does it).",
                        ),
                    )
                )
            else:
                self.passed_over["mails without a text"] += 1

    def _name(self, message: Message) -> str:
        subject = mime.header(message, "Subject")
        return f"{self.file.name} ({subject[:_LONGEST_KEY]})" if subject and self._is_mailbox else self.file.name

    def _add_page(self, place: _Place, message: Message) -> None:
        day = mime.day(mime.header(message, "Date"))
        title = re.sub(r"[\s/\\]+", " ", subject_of(message)) or "mail"
        key = base = f"{day} {title}".strip()[:_LONGEST_KEY].strip()
        while key in self._places:
            self._repeated[base] += 1
            key = f"{base} ({self._repeated[base] + 1})"
        self._places[key] = place
        address = mime.header(message, "Archived-At").strip("<>")  # RFC 5064
        self.pages.append(CapturedPage(key, usable_address(address)))

    def _messages(self, start: int, end: int) -> list[Message]:
        """The mail of a stretch, and the mails attached to it."""
        with self.file.lock:
            if self._last is None or self._last[0] != start:
                data = self.file.read_at(start, end - start)
                if self._is_mailbox:
                    data = _ESCAPED_FROM.sub(rb"\1", data)
                self._last = (start, mime.parse(data, self.file.name))
            message = self._last[1]
        return [message, *mail_text.attached_mails(message, self.file.name)]

    def source(self, page: CapturedPage) -> Source:
        """The Source of a mail: the bytes of its part as they are, if it has one; else UTF-8 text that was made of its parts."""
        place = self._places[page.key]
        message = self._messages(place.start, place.end)[place.attached]
        text = mail_text.text_of(message, self.file.name)
        if text is None:
            raise Malformed(f"{self.name_of(page)}: the mail holds no text.", _REMEDY)
        authors, publisher = sender_of(message)
        title, published = subject_of(message), mime.day(mime.header(message, "Date"))
        is_forward = _FORWARD_MARK.match(mime.header(message, "Subject")) is not None
        if is_forward and (fields := mail_text.forwarded_fields(text)):
            # the mail that was forwarded is the text, and this is its head
            if "from" in fields:
                authors, publisher = _people(fields["from"], is_newsletter=False)
            title = _without_marks(fields.get("subject", "")) or title
            published = mime.day(fields.get("date", "")) or fields.get("date", "") or published
        return Source(
            name=self.file.name if len(self.pages) == 1 else self.name_of(page),
            data=text.data,
            stem=self.file.path.stem if self.file.path else "article",
            url=page.address or None,
            capture=Capture(
                address=page.address,
                media_type=text.media_type,
                charset=text.charset,
                title=title,
                authors=authors,
                publisher=publisher,
                published=published,
                is_forward=is_forward,
                resource=text.resource,
                file=self.file.fixity(MAILBOX if self._is_mailbox else MAIL),
                part=page.key if len(self.pages) > 1 else "",
                findings=(
                    *([("S011", {"names": ", ".join(text.attachments)})] if text.attachments else ()),
                    *([("S012", {})] if mime.is_cut(message) else ()),
                ),
            ),
        )


def subject_of(message: Message) -> str:
    """The subject without the marks of answers, forwarded mails and lists ("Re: [mill-list] Fwd: The wheel" is "The wheel")."""
    return _without_marks(mime.header(message, "Subject"))


def _without_marks(subject: str) -> str:
    return (_SUBJECT_MARKS.sub("", subject, count=1) if _SUBJECT_MARKS.match(subject) else subject).strip()


#: "Ann Lee from The Gull", as newsletter services write it; and other ways to name both, that only newsletters have.
_FROM_OF = re.compile(r"(?P<name>[^\W\d_].*?)\s+(?:from|at|@|bei|chez|från)\s+(?P<site>\S.+)")
_NAME_AND_SITE = re.compile(
    r"(?P<name>[^\W\d_].*?)(?:\s+(?:[|·•–—-]|//)\s+(?P<site>\S.+)|\s*\((?P<in_brackets>[^()]{2,})\)|,\s+(?P<after_comma>[^\W\d_].+\s.+)"
    r"|(?<=\S)\s+(?:vom|von der|von den)\s+(?P<of>\S.+))"
)
#: Names of mailboxes that belong to no person.
_ROLES = frozenset(
    (
        "news", "newsletter", "newsletters", "info", "hello", "hi", "contact", "kontakt", "noreply", "reply", "donotreply", "editor", "editors",
        "editorial", "redaktion", "redaction", "redazione", "redaccion", "team", "mail", "mailing", "support", "admin", "digest", "updates", "update",
        "alerts", "letter", "letters", "weekly", "daily", "editorialteam", "office", "press", "presse", "service", "post", "list", "briefing", "bulletin", "membership", "subscriptions", "abo",
    )
)  # fmt: skip
#: Those under which one person writes too, from a site of one's own. There the name decides.
_GREETINGS = frozenset(
    ("hello", "hi", "hallo", "hola", "contact", "kontakt", "contacto", "mail", "info", "office", "post", "me")
)
_VIA = re.compile(r"\s+(?:via|über|through)\s+\S.*")


def sender_of(message: Message) -> tuple[tuple[str, ...], str]:
    """The names of the senders, and the newsletter or organization that sent the mail; "" for none.

    A name with two parts ("Ann Lee from The Gull") gives both. The resolver decides whether a name is that of a person.
    """
    headers = [name.lower() for name in message]
    is_newsletter = "list-unsubscribe" in headers and "list-post" not in headers
    return _people(mime.header(message, "From") or mime.header(message, "Sender"), is_newsletter)


def _people(value: str, is_newsletter: bool) -> tuple[tuple[str, ...], str]:
    """The names in a From header, as `sender_of` gives them."""
    senders = [
        (writable(name).strip(" '\""), address)
        for name, address in email.utils.getaddresses([value])
        if name.strip(" '\"") and name != address and "@" not in name.strip("@ ").replace(" @ ", "")
    ]
    names = tuple(_VIA.sub("", name) for name, _ in senders)
    if len(names) != 1 or names[0] != senders[0][0]:
        return names, ""
    name, address = senders[0]
    match = _FROM_OF.fullmatch(name) or (_NAME_AND_SITE.fullmatch(name) if is_newsletter else None)
    if match is not None:
        person, site = match["name"].strip(), next(filter(None, match.groups()[1:])).strip()
        if match.re is _NAME_AND_SITE and _is_in_host(person, address) and not _is_in_host(site, address):
            person, site = site, person
        return ((person,) if not _ROLES.intersection(_words(person)) else ()), site
    return ((), name) if _is_address_of_organization(name, address) else ((name,), "")


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", name.lower())


def _is_in_host(name: str, address: str) -> bool:
    """Whether the host of an address has the name."""
    labels = {label.replace("-", "") for label in address.lower().rpartition("@")[2].split(".")}
    return "".join(word for word in _words(name) if word not in ("the", "der", "die", "das", "le", "la")) in labels


def _is_address_of_organization(name: str, address: str) -> bool:
    """Whether the address shows that a name is no person's: it is that of a role, or the host has the name, and no word of the name stands before the @.

    "Ann Lee <hello@lee.example>" is left to the name itself, "The Gull <hello@gull.example>" and "Ann Lee <news@lee.example>" are not.
    """
    local = address.lower().rpartition("@")[0]
    parts = set(filter(None, re.split(r"[^a-z]+", local)))
    if parts and parts <= _ROLES:
        is_of_person = parts <= _GREETINGS and " " in name and not _ROLES.intersection(_words(name))
        return not is_of_person or _is_in_host(name, address)
    if any(len(word) > 1 and word in local for word in _words(name)):
        return False
    return bool(_ROLES.intersection(parts)) or _is_in_host(name, address)
