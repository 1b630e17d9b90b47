"""Notes with the references in them (tests/references/notes/*.txt), as pages, and what was found in them beside what they say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import archiver

#: The marks of the files, and the types of the record.
TYPES = {
    "author": "author", "editor": "editor", "ta": "title", "tm": "book", "tj": "journal", "pub": "publisher", "place": "place", "date": "date", "acc": "accessed",
    "vol": "volume", "iss": "issue", "pp": "pages", "doi": "doi", "isbn": "isbn", "url": "url",
}  # fmt: skip
_MARK = re.compile(rf"</?({'|'.join(TYPES)})>")
_ENDS = " \t\n.,;:“”\"«»„‘’'「」『』《》()[]<>\u00a0\u202f"


@dataclass
class SampleNote:
    """One note: its HTML without marks, its parts as (type, words), and the label of the note that it repeats ("" for none)."""

    html: str
    parts: list[tuple[str, str]]
    repeats: str


@dataclass
class SampleArticle:
    """An article with its notes."""

    name: str
    language: str
    notes: list[SampleNote] = field(default_factory=list)

    def page(self) -> bytes:
        """The article as a page with linked notes."""
        calls = "".join(
            f"<p>The water rose for the whole of that night, and in the morning the keeper found the gate open and nobody near"
            f' it.<sup><a href="#fn{n}" id="r{n}">{n}</a></sup> He wrote it into his book, as he had written everything before it.</p>'
            for n in range(1, len(self.notes) + 1)
        )
        items = "".join(
            f'<li id="fn{n}"><p>{note.html} <a href="#r{n}">↩</a></p></li>' for n, note in enumerate(self.notes, 1)
        )
        return (
            f'<!DOCTYPE html><html lang="{self.language}"><head><meta charset="utf-8"><title>The Gate at Sallow Bridge</title></head><body><article>'
            f"<h1>The Gate at Sallow Bridge</h1>{calls}<hr><ol>{items}</ol></article></body></html>"
        ).encode()


def read_samples(path: Path) -> list[SampleArticle]:
    """The articles of a file of samples."""
    articles: list[SampleArticle] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            language, _, name = line[3:].partition(": ")
            articles.append(SampleArticle(name, language))
        elif line and not line.startswith("#"):
            words, _, repeats = line.partition(" => ")
            articles[-1].notes.append(_sample_note(words, repeats.strip("? ")))
    return articles


def _sample_note(line: str, repeats: str) -> SampleNote:
    parts, opened = [], []
    for match in re.finditer(rf"<(/?)({'|'.join(TYPES)})>", line):
        if not match[1]:
            opened.append((match[2], match.end()))
        else:
            name, start = opened.pop()
            parts.append((TYPES[name], plain(line[start : match.start()])))
    html = re.sub(r"&(?!\w+;)", "&amp;", _MARK.sub("", line))
    return SampleNote(html, parts, repeats)


def plain(words: str) -> str:
    """Words without markup and without the signs at their ends, for comparison."""
    return " ".join(re.sub(r"<[^>]+>", "", words).split()).strip(_ENDS)


@dataclass
class Score:
    """Right, invented and missed parts by type; "repeats" counts what repetitions point to."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    lines: list[str] = field(default_factory=list)

    def precision(self) -> float:
        """The share of what was found that is right."""
        right = self.right.total()
        return right / max(1, right + self.wrong.total())

    def recall(self) -> float:
        """The share of what the notes say that was found."""
        right = self.right.total()
        return right / max(1, right + self.missed.total())

    def table(self) -> Iterator[str]:
        """A line for each type: precision and recall with their numbers."""
        for type_ in [*dict.fromkeys(TYPES.values()), "repeats"]:
            right, wrong, missed = self.right[type_], self.wrong[type_], self.missed[type_]
            if right + wrong + missed:
                yield f"{type_:<10} precision {right / max(1, right + wrong):.2f} ({right}/{right + wrong})  recall {right / max(1, right + missed):.2f} ({right}/{right + missed})"
        yield f"all        precision {self.precision():.3f}  recall {self.recall():.3f}"


def score(path: Path) -> Score:
    """What the whole product finds in a file of samples, beside what they say."""
    result = Score()
    for sample in read_samples(path):
        article = archiver.normalize(sample.page())
        labels = {note.id: note.label for note in article.notes}
        found: dict[str, list[archiver.Reference]] = {}
        owner = {}
        for reference in article.references:
            label = labels.get(reference.note, "")
            found.setdefault(label, []).append(reference)
            if reference.id:
                owner[reference.id] = label
        for number, note in enumerate(sample.notes, 1):
            references = found.get(str(number), [])
            expected = Counter(note.parts)
            got = Counter((part.type, plain(part.text)) for reference in references for part in reference.parts)
            for counter, counted in (
                (result.right, expected & got),
                (result.wrong, got - expected),
                (result.missed, expected - got),
            ):
                for (type_, _), times in counted.items():
                    counter[type_] += times
            repeated = next((owner.get(r.repeats, labels.get(r.repeats, "")) for r in references if r.repeats), "")
            if repeated or note.repeats:
                result.right["repeats"] += repeated == note.repeats
                result.wrong["repeats"] += repeated not in ("", note.repeats)
                result.missed["repeats"] += repeated != note.repeats and bool(note.repeats)
            if got != expected or repeated != note.repeats:
                result.lines.append(f"{sample.language} {number}: {note.html}")
                result.lines += [f"    invented {part}" for part in (got - expected).elements()]
                result.lines += [f"    missed   {part}" for part in (expected - got).elements()]
                if repeated != note.repeats:
                    result.lines.append(f"    repeats  {repeated!r}, not {note.repeats!r}")
    return result
