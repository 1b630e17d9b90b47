r"""Tracked changes and comments of RTF (Rich Text Format 1.9.1, "Track Changes" and "Comments (Annotations)").

pandoc's reader takes deleted text for text of the document, and drops comments. So both are taken out of the source before pandoc reads it, and given to
the ledger.

{\deleted\revauthdel1 slowly }        text that is marked deleted, up to \deleted0, \plain or the end of its group
{\revised\revauth1 quickly }          text that was inserted: it stays, and is counted
{\*\atnauthor Ada}{\*\annotation … }  a comment; the groups in it that begin with \* hold its date and its place
"""

from __future__ import annotations

from dataclasses import dataclass

from archiver.readers.documents.rtf import APART, TOKEN

#: How the group of a note begins.
_NOTE = (b"\\footnote", b"\\*\\footnote")


@dataclass(frozen=True, slots=True)
class Changes:
    """A document without what its authors deleted: its bytes, the deleted texts and the comments as (class, text), and the number of insertions."""

    data: bytes
    left_out: tuple[tuple[str, str], ...] = ()
    insertions: int = 0


def without_changes(data: bytes) -> Changes:
    r"""The document without deleted text. `data` are as `rtf.mended` gives them: characters beyond ASCII are \uN and one character behind it, or bytes of windows-1252."""
    if b"\\deleted" not in data and b"\\annotation" not in data and b"\\revised" not in data:
        return Changes(data)
    walk = _Walk(data)
    walk.through()
    return Changes(b"".join(walk.kept), tuple(walk.left_out), walk.insertions)


class _Walk:
    """One pass over a document."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.kept: list[bytes] = []
        self.left_out: list[tuple[str, str]] = []
        self.insertions = 0
        #: for each open group, whether its text is deleted, whether it was inserted
        self.groups: list[tuple[bool, bool]] = [(False, False)]
        #: the depths of the group that is no text, and of the comment, that are open; 0 for none
        self.skipped = self.comment = 0
        #: the depth of a deleted note that is open: nothing of it is kept
        self.note = 0
        self.deleted_text: list[str] = []
        self.comment_text: list[str] = []
        self.was_inserted = False

    def through(self) -> None:
        position = 0
        while (match := TOKEN.search(self.data, position)) is not None:
            self.text(self.data[position : match.start()])
            token, position = match[0], match.end()
            word, number = match["word"], match["number"]
            if word == b"bin" and number:
                end = position + max(0, int(number))
                token, position = self.data[match.start() : end], end
            if match["open"]:
                self.open(match.end())
            elif match["close"]:
                self.keep(token)
                self.close()
                continue
            elif word == b"deleted":
                self.set(number != b"0", self.groups[-1][1])
                continue
            elif word == b"revised":
                self.set(self.groups[-1][0], number != b"0")
            elif word == b"plain":
                self.set(False, False)
            elif self.is_text(token, word):
                if word == b"u" and self.data[position : position + 1] == b"?":
                    token, position = token + b"?", position + 1
                self.text(token, _character(token, word, number))
                continue
            elif word == b"par" and (self.is_deleted or self.comment):
                (self.comment_text if self.comment else self.deleted_text).append(" ")
            self.keep(token)
        self.text(self.data[position:])
        self.end_of_deletion()

    def keep(self, raw: bytes) -> None:
        if not self.note:
            self.kept.append(raw)

    @property
    def is_deleted(self) -> bool:
        return bool(self.note) or self.groups[-1][0]

    def is_text(self, token: bytes, word: bytes | None) -> bool:
        return word in (b"u", b"tab", b"line", b"emdash", b"endash", b"lquote", b"rquote", b"ldblquote", b"rdblquote", b"bullet") or (
            word is None and token[:2] in (b"\\'", b"\\~", b"\\_", b"\\\\", b"\\{", b"\\}")
        )  # fmt: skip

    def open(self, inside: int) -> None:
        self.groups.append(self.groups[-1])
        depth = len(self.groups)
        if self.skipped or APART.match(self.data, inside) is None:
            return
        start = self.data[inside : inside + 24].lstrip()
        if start.startswith(b"\\*\\annotation") and not self.comment:
            self.comment = depth
        elif not start.startswith(_NOTE):
            self.skipped = depth
        elif self.is_deleted and not self.note:
            self.note = depth

    def close(self) -> None:
        depth = len(self.groups)
        if depth == self.skipped:
            self.skipped = 0
        if depth == self.note:
            self.note = 0
        if depth == self.comment:
            self.comment = 0
            self.give("comment-start", self.comment_text)
        if depth > 1:
            self.groups.pop()

    def set(self, deleted: bool, inserted: bool) -> None:
        self.groups[-1] = (deleted, inserted)

    def text(self, raw: bytes, shown: str | None = None) -> None:
        """Take a stretch of text: keep it, or put it to the deletion or the comment that it is of. `shown` is what a reader sees of it."""
        if not raw:
            return
        shown = raw.translate(None, b"\r\n").decode("cp1252", "replace") if shown is None else shown
        if self.skipped or not shown:
            self.keep(raw)
        elif self.comment:
            self.comment_text.append(shown)
            self.keep(raw)  # pandoc leaves out the group
        elif self.is_deleted:
            self.deleted_text.append(shown)
        else:
            self.end_of_deletion()
            inserted = self.groups[-1][1]
            self.insertions += inserted and not self.was_inserted
            self.was_inserted = inserted
            self.kept.append(raw)

    def end_of_deletion(self) -> None:
        self.give("deletion", self.deleted_text)

    def give(self, name: str, pieces: list[str]) -> None:
        # a character beyond the first plane is two \\uN
        whole = "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if text := " ".join(whole.split()):
            self.left_out.append((name, text))
        pieces.clear()


_SIGNS = {
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
}


def _character(token: bytes, word: bytes | None, number: bytes | None) -> str:
    """What a reader sees of a control word or symbol that stands for a character."""
    if word == b"u" and number:
        return chr(int(number) % 0x10000)
    if word is not None:
        return _SIGNS.get(word, " ")
    if token.startswith(b"\\'"):
        return bytes([int(token[2:4], 16)]).decode("cp1252", "replace")
    return " " if token == b"\\~" else token[1:].decode("ascii", "replace").replace("_", "-")
