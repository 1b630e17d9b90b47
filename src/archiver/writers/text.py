"""Plain text for readers: one block a line, blank lines between blocks, notes at the end with the source's labels."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from typing import BinaryIO

from lxml import etree

from archiver.article import NS, Article, tag
from archiver.record_file import is_block
from archiver.text import KIND_OF_STYLE, is_wide, ordinal
from archiver.writers.shared.absent_pictures import LABEL, settle, short_name
from archiver.writers.shared.abstract import is_repeated
from archiver.writers.shared.history import corrections, made_with
from archiver.writers.shared.i18n import words_for
from archiver.writers.shared.identity import source_name
from archiver.writers.shared.personal_names import full_name
from archiver.writers.shared.posts import post_date, post_name, posts_of
from archiver.writers.shared.prepare import require_all_notes
from archiver.writers.shared.reference import KINDS, publication_line, reference
from archiver.writers.shared.written_dates import article_date

_SPACES = re.compile(r"[ \t\r\n]+")

_INDENT = "    "
#: The longest address of a picture that is written in full.
_LONGEST_ADDRESS = 80


def write(article: Article, out: BinaryIO) -> None:
    """Write the text: head, body, author bios, notes and the source's name.

    Raises InvalidResult if a note call or a note would be missing.
    """
    text = _Text(article)
    lines = list(text.lines())
    require_all_notes(article, "text", calls=text.calls, notes=text.notes)
    out.write(("\n".join(lines).rstrip("\n") + "\n").encode("utf-8"))


class _Text:
    """Builds the lines of text for one record and counts the note calls and notes that it writes."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.root = article.root
        if next(self.root.iter(tag("image")), None) is not None:
            self.root = deepcopy(self.root)
            settle(self.root, lambda image: False)
        self.words = words_for(article.language)
        self.posts = posts_of(self.root)
        self.calls = 0
        self.notes = 0

    def lines(self) -> Iterator[str]:
        root = self.root
        yield from self._head()
        yield ""
        if (body := root.find("a:body", NS)) is not None:
            for child in body:
                yield from self.block(child)
        for bio in root.iterfind("a:head/a:author/a:bio", NS):
            if line := self.inline(bio):
                yield from (line, "")
        yield from self._notes()
        yield from self._colophon()

    def _head(self) -> Iterator[str]:
        head = self.root.find("a:head", NS)
        if head is None:
            return
        title = self.inline(head.find("a:title", NS)) or source_name(self.article)
        yield title
        yield "=" * _width(title)
        if line := self.inline(head.find("a:subtitle", NS)):
            yield line
        yield ""
        for author in self.article.authors:
            orcid = [f"ORCID {author.orcid}"] if author.orcid else []
            yield ", ".join((full_name(author), *author.roles, *author.affiliations, *orcid))
        dates = [article_date(self.article, "published")]
        if line := ", ".join(filter(None, (publication_line(self.article), *dates))):
            yield line
        if not is_repeated(self.root) and (line := self.inline(head.find("a:abstract", NS))):
            yield from ("", f"{self.words['abstract']}: {line}")

    # -- blocks ------------------------------------------------------------------------------------

    def block(self, element: etree._Element) -> Iterator[str]:
        """The lines of one block, with a blank line after it."""
        match etree.QName(element).localname if isinstance(element.tag, str) else "":
            case "section" | "figure":
                for child in element:
                    yield from self.block(child)
            case "post":
                yield from self._post(element)
            case "heading":
                if line := self.inline(element):
                    yield from ("", line, "-" * _width(line), "")
            case "list":
                yield from self._list(element)
                yield ""
            case "quote":
                for child in element:
                    inner = [f"— {self.inline(child)}", ""] if child.tag == tag("cite") else self.block(child)
                    yield from (_INDENT + line if line else "" for line in inner)
            case "table":
                yield from self._table(element)
            case "code" | "verse":
                yield from self._preformatted(element)
            case "rule":
                yield from ("* * *", "")
            case "image":
                yield from (self._image(element), "")
            case "embed":
                description = " ".join(filter(None, (element.get("title"), element.get("href"))))
                yield f"[{self.words['embedded']}: {description}]"
                yield ""
                for child in element:
                    yield from self.block(child)
            case "caption":
                yield from self.flow(element)
                yield ""
            case "formula":
                yield from (element.get("alt") or self.inline(element), "")
            case "p" | "cite" | "term":
                yield from (self.inline(element), "")

    def _post(self, post: etree._Element) -> Iterator[str]:
        """A post of a thread: a line with name, date and number, and whom it answers; then its text."""
        answered = self.posts.get(post.get("answers", ""))
        heading = self.inline(post.find("a:head/a:heading", NS))
        line = ", ".join(filter(None, (post_name(post), post_date(post), post.get("number"))))
        if answered is not None:
            line = f"{line} → {post_name(answered) or answered.get('number', '')}".strip()
        lines = [text for text in (heading, line) if text]
        if lines:
            yield from (*lines, "-" * _width("\n".join(lines)))
        for child in post:
            if child.tag != tag("head"):
                yield from self.block(child)
        yield ""

    def flow(self, element: etree._Element) -> Iterator[str]:
        """The lines of an element that holds running text or blocks, without a blank line at the end."""
        if not any(is_block(child) for child in element):
            yield self.inline(element)
            return
        lines = [line for child in element for line in self.block(child)]
        while lines and not lines[-1]:
            lines.pop()
        yield from lines

    def _list(self, element: etree._Element) -> Iterator[str]:
        number = int(element.get("start") or 1)
        for child in element:
            if child.tag == tag("term"):
                yield self.inline(child)
                continue
            if child.tag != tag("item"):
                continue
            if element.get("type") == "ordered":
                label = child.get("n") or f"{ordinal(number, KIND_OF_STYLE.get(element.get('style', ''), '1'))}."
                number += 1
            else:
                label = child.get("n") or ("" if element.get("type") == "definition" else "•")
            first, *rest = list(self.flow(child)) or [""]
            yield f"  {label} {first}".rstrip() if label else _INDENT + first
            yield from (_INDENT + line if line else "" for line in rest)

    def _table(self, element: etree._Element) -> Iterator[str]:
        """Cells between bars: readable text that pastes as a table."""
        for child in element:
            if child.tag == tag("caption"):
                yield from self.flow(child)
            elif child.tag == tag("row"):
                yield "| " + " | ".join(" ".join(filter(None, self.flow(cell))) for cell in child) + " |"
        yield ""

    def _preformatted(self, element: etree._Element) -> Iterator[str]:
        """Code and verse: line breaks are kept."""
        if element.tag == tag("code"):
            yield from (_INDENT + line if line.strip() else "" for line in self._raw(element).strip("\n").split("\n"))
        else:
            for stanza in element:
                yield from (_INDENT + self.inline(line) for line in stanza)
                yield ""
            return
        yield ""

    # -- inline ------------------------------------------------------------------------------------

    def inline(self, element: etree._Element | None) -> str:
        """The running text of an element on one line; a `br` of the record still breaks the line."""
        if element is None:
            return ""
        lines = self._raw(element, mark_breaks=True).split("\v")
        return "\n".join(line for line in (_SPACES.sub(" ", line).strip() for line in lines) if line)

    def _raw(self, element: etree._Element, *, mark_breaks: bool = False) -> str:
        pieces = [element.text or ""]
        for child in element:
            name = etree.QName(child).localname if isinstance(child.tag, str) else ""
            if name == "noteref":
                self.calls += 1
                pieces.append(f"[{child.get('label') or self.words['note']}]")
            elif name == "br":
                pieces.append("\v" if mark_breaks else "\n")
            elif name == "image":
                pieces.append(self._image(child))
            elif name == "reading":
                pieces.append(f"({self._raw(child, mark_breaks=mark_breaks)})")
            elif name == "formula" and child.get("alt"):
                pieces.append(child.get("alt", ""))
            elif name == "q":
                pieces.append(f"“{self._raw(child, mark_breaks=mark_breaks)}”")
            elif name in ("annotation", "annotation-xml"):
                pass  # the same formula in another notation
            elif name:
                pieces.append(self._raw(child, mark_breaks=mark_breaks))
            pieces.append(child.tail or "")
        return "".join(pieces)

    def _image(self, image: etree._Element) -> str:
        """The words of an image, and its address: text has no links, so the address is complete unless it is very long."""
        src = image.get("src", "")
        address = src if len(src) <= _LONGEST_ADDRESS and src[:5].lower() != "data:" else short_name(src)
        parts = filter(None, (image.get(LABEL, ""), address))
        return f"[{self.words['image']}: {' · '.join(parts)}]".replace(": ]", "]")

    # -- notes and the end -------------------------------------------------------------------------

    def _notes(self) -> Iterator[str]:
        notes = self.root.findall("a:notes/a:note", NS)
        if not notes:
            return
        yield from ("", self.words["notes"], "-" * _width(self.words["notes"]), "")
        for note in notes:
            self.notes += 1
            label = note.get("label") or self.words["note"]
            lines = [self.words["missing"]] if note.get("status") == "missing" else list(self.flow(note))
            if note.get("status") == "unreferenced":
                lines.append(f"({self.words['unreferenced']})")
            first, *rest = lines or [""]
            yield f"[{label}] {first}"
            yield from (_INDENT + line if line else "" for line in rest)
            yield ""

    def _colophon(self) -> Iterator[str]:
        source = self.root.find("a:provenance/a:source", NS)
        if source is None:
            return
        capture = source.find("a:capture", NS)
        held = f" ({capture.get('href', '')})" if capture is not None else ""
        yield from (
            "",
            f"{self.words['source']}: {source.get('href', '')}{held}",
            f"SHA-256: {source.get('sha256', '')}",
        )
        for kind, value in self.article.identifiers:
            if value != source.get("href"):
                yield f"{self.words['archived'] if kind == 'archived-url' else KINDS.get(kind, 'URL')}: {value}"
        if entry := reference(self.article):
            yield f"{self.words['cite']}: {entry}"
        if self.article.made or self.article.agent:
            yield f"{self.words['made']}: {made_with(self.article)}"
        for line in corrections(self.article, self.words):
            yield f"{self.words['corrected']}: {line}"


def _width(line: str) -> int:
    """The length of the underline for a heading: the columns that its longest line takes, from 3 to 72."""
    longest = max(line.split("\n"), key=len, default="")
    columns = sum(0 if unicodedata.combining(c) else 2 if is_wide(c) else 1 for c in longest)
    return min(max(columns, 3), 72)
