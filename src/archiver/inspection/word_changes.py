"""The words of a text that changed, in their surroundings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from archiver.inspection.alignment import align
from archiver.inspection.parts import MARKUP

#: Words that stay beside each change.
_CONTEXT = 8

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_PUNCTUATION = (
    "!-/:-@\\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4-\u00b8\u00bb\u00bf\u2010-\u206f\u3000-\u303f\uff00-\uff0f"
)
_LETTERS = rf"[^\s{_CJK}{_PUNCTUATION}]+"
#: White space, one character of a script without spaces between words, a word (also wind-mill, don't, 7,300), or one sign.
_TOKEN = re.compile(
    rf"\s+|[{_CJK}]|{_LETTERS}(?:(?:[-'\u2019\u2010\u2011]|(?<=\d)[.,](?=\d)){_LETTERS})*|[{_PUNCTUATION}]"
)
#: A word, or a character of such a script, with the white space before it.
_WORD_WITH_SPACE = re.compile(rf"\s*(?:[{_CJK}]|[^\s{_CJK}]+)")

State = Literal["kept", "deleted", "added", "gap"]


@dataclass(frozen=True, slots=True)
class WordPart:
    """A stretch of a changed text: "kept", "deleted" or "added" words, or a "gap" where kept words are left out."""

    state: State
    text: str


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, a sign or a piece of markup, with the white space before it."""

    space: str
    text: str
    is_markup: bool = False


def tokens_of(text: str) -> list[str]:
    """The words and signs of a text, without white space."""
    return [token for token in _TOKEN.findall(text) if not token.isspace()]


def word_changes(
    before: tuple[str, ...], after: tuple[str, ...], *, verbatim: bool = False, whole: bool = False
) -> tuple[WordPart, ...]:
    """What changed from one content to another (`RecordPart.pieces`). Without `verbatim`, white space counts only when nothing
    else changed. With `whole`, kept words are not left out.
    """
    parts: list[WordPart] = []
    if not verbatim:
        parts = _compared(_tokens(before, False), _tokens(after, False))
    if all(part.state == "kept" for part in parts):
        parts = _compared(_tokens(before, True), _tokens(after, True))
    return tuple(parts if whole else _shortened(parts))


def _tokens(pieces: tuple[str, ...], with_space: bool) -> list[_Token]:
    """The tokens of a content. `with_space` makes white space a token of its own."""
    tokens: list[_Token] = []
    space = ""
    for piece in pieces:
        is_markup = piece.startswith(f"{MARKUP}<")
        for text in [piece[1:]] if piece.startswith(MARKUP) else _TOKEN.findall(piece):
            if text.isspace() and not with_space:
                space += text
                continue
            tokens.append(_Token(space, text, is_markup))
            space = ""
    return tokens


def _compared(a: list[_Token], b: list[_Token]) -> list[WordPart]:
    runs: list[tuple[list[_Token], list[_Token], list[_Token]]] = []  # deleted, added, then kept
    a_place = b_place = 0
    pairs = [*align([t.text for t in a], [t.text for t in b]), (len(a), len(b))]
    for a_next, b_next in pairs:
        if a_next > a_place or b_next > b_place or not runs:
            runs.append((a[a_place:a_next], b[b_place:b_next], []))
        if a_next < len(a):
            deleted, added, kept = runs[-1]
            # behind words that were deleted at the start, the other side has no space
            space = a[a_next].space if deleted and not added and not kept else ""
            kept.append(replace(b[b_next], space=b[b_next].space or space))
        a_place, b_place = a_next + 1, b_next + 1
    return _parts(_joined(runs))


def _joined(
    runs: list[tuple[list[_Token], list[_Token], list[_Token]]],
) -> list[tuple[list[_Token], list[_Token], list[_Token]]]:
    """Runs with nothing but a sign or two between them as one: a comma that two rewritten clauses share is no help."""
    joined: list[tuple[list[_Token], list[_Token], list[_Token]]] = []
    for deleted, added, kept in runs:
        if joined and deleted and added:
            last_deleted, last_added, between = joined[-1]
            if last_deleted and last_added and len(between) <= 2 and not any(t.text.isalnum() for t in between):
                last_deleted += between + deleted
                last_added += between + added
                joined[-1] = (last_deleted, last_added, kept)
                continue
        joined.append((list(deleted), list(added), kept))
    return joined


def _parts(runs: list[tuple[list[_Token], list[_Token], list[_Token]]]) -> list[WordPart]:
    parts: list[WordPart] = []
    for deleted, added, kept in runs:
        first = (deleted or added or [_Token("", "")])[0]
        if first.space and parts:
            parts.append(WordPart("kept", first.space))
        if deleted:
            parts.append(WordPart("deleted", _text(deleted)))
        if added:
            parts.append(WordPart("added", _text(added)))
        kept = _without_markup(kept)
        if kept:
            space = kept[0].space if parts else ""
            parts.append(WordPart("kept", space + _text(kept)))
    return [part for part in parts if part.text]


def _without_markup(tokens: list[_Token]) -> list[_Token]:
    """Kept tokens without kept markup, which is no news; a line break is a space."""
    shown: list[_Token] = []
    space = ""
    for token in tokens:
        if token.is_markup:
            space += token.space or (" " if token.text == "<br/>" else "")
        else:
            shown.append(replace(token, space=token.space or space[:1]))
            space = ""
    return [*shown, _Token(space[:1], "")] if space else shown


def _text(tokens: list[_Token]) -> str:
    return "".join((token.space if number else "") + token.text for number, token in enumerate(tokens))


def _shortened(parts: list[WordPart]) -> list[WordPart]:
    """The parts with a gap in each long stretch of kept words."""
    if all(part.state == "kept" for part in parts):
        return parts
    shown: list[WordPart] = []
    last = len(parts) - 1
    for number, part in enumerate(parts):
        words = list(_WORD_WITH_SPACE.finditer(part.text))
        if part.state != "kept" or len(words) <= _CONTEXT * (1 if number in (0, last) else 2) + 2:
            shown.append(part)
            continue
        if number > 0:
            shown.append(WordPart("kept", part.text[: words[_CONTEXT - 1].end()] + " "))
        shown.append(WordPart("gap", "…"))
        if number < last:
            shown.append(WordPart("kept", part.text[words[-_CONTEXT].start() :]))
    return shown


def marked(parts: tuple[WordPart, ...]) -> str:
    """Changed words as plain text: [-deleted-] and {+added+}."""
    shown: list[str] = []
    for number, part in enumerate(parts):
        if part.state == "deleted":
            shown.append(f"[-{part.text}-]")
        elif part.state == "added":
            space = " " if number and parts[number - 1].state == "deleted" else ""
            shown.append(f"{space}{{+{part.text}+}}")
        else:
            shown.append(part.text)
    return "".join(shown)
