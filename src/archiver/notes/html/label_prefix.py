"""What stands before a note's own text: its label, and links back to its markers, in whatever order and signs.

<li id="n2"><b>^</b> <a href="#r2a">a</a> <a href="#r2b">b</a> The note.</li>
     └──────────────── lead ──────────────────┘
"""

from __future__ import annotations

import re

from archiver.notes import labels as label
from archiver.notes.html.claims import Body
from archiver.notes.html.page_view import PageView

_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_ARROWS = re.compile(rf"[{re.escape(label.ARROWS)}\ufe0e\ufe0f]+")
_CLOSE = re.compile(rf"\s*[{re.escape(label.CLOSERS)}]")
_POINT = re.compile(r"[.):]+(?=\s)")
_WORDS = re.compile(r"[^\W\d_]+(?:[ \xa0][^\W\d_]+){0,3}:?[\s\xa0]*")
_GLUED = re.compile(rf"\d{{1,4}}|[{re.escape(label.SYMBOLS)}]{{1,3}}")
_BETWEEN = re.compile(r"[\s,;/|·]*")
_SIGNS = re.compile(r"\s*[.):\]）］】〕—–-]*")
#: So many characters of the text at most are repeated before a note.
_LONGEST_QUOTE = 80


def lead_of(
    page: PageView, body: Body, wanted: set[str], backs: list[tuple[int, int]], loose: bool, counted: str
) -> tuple[int, str, list[tuple[int, int]]]:
    """Where the note's own text starts, the label printed before it, and where labels stand."""
    text, at, end = page.text, body.start, body.end
    starting = {low: high for low, high in backs if high > low}
    printed = ""
    labels: list[tuple[int, int]] = []
    links = 0
    while at < end:
        if match := _SPACE.match(text, at, end):
            at = match.end()
        elif not links and text.startswith(("...", "…"), at) and (low := _quoted(text, at, starting, wanted)):
            at = low
        elif at in starting:
            shown = label.read_one(text[at : starting[at]])
            if shown is not None and not printed and (shown.form != "letter" or _is_wanted(shown.label, wanted, links)):
                printed = shown.label
                labels.append((at, starting[at]))
            links += 1
            at = starting[at]
            if match := _SIGNS.match(text, at, end):
                at = match.end()
        elif high := _element_label(page, at, end, {label.key(printed)} if printed else wanted, loose and not printed):
            shown = label.read_one(text[at:high])
            printed = printed or (shown.label if shown else "")
            labels.append((at, high))
            at = high
        elif match := _ARROWS.match(text, at, end):
            at = match.end()
            links += 1
        elif (
            (match := _WORDS.match(text, at, min(end, at + 40)))
            and match.end() in starting
            and words_say_back(match[0])
        ):
            at = match.end()
        elif not printed and (
            found := _label_before_links(text, at, starting, wanted) or _label_at(text, at, end, wanted, loose, counted)
        ):
            printed, stop = found
            labels.append((at, stop))
            at = stop
        elif text[at] in label.OPENERS and (inside := _bracketed_back(text, at, starting)):
            at = inside
        elif links and text[at] in ",;|·" + label.CLOSERS:
            at += 1
        else:
            break
    return at, printed, labels


def _quoted(text: str, at: int, starting: dict[int, int], wanted: set[str]) -> int:
    """Where the label stands behind words of the text that a note repeats: "... moon1 One is enough." (LaTeX2HTML); 0 when none does."""
    for low in sorted(starting):
        if at < low <= at + _LONGEST_QUOTE:
            shown = label.read_one(text[low : starting[low]])
            return low if shown is not None and label.key(shown.label) in wanted else 0
    return 0


def _is_wanted(shown: str, wanted: set[str], links: int) -> bool:
    """Whether a letter that is a link is the label, and not the first of several ways back."""
    return not links and (not wanted or label.key(shown) in wanted)


def _element_label(page: PageView, at: int, end: int, wanted: set[str], loose: bool) -> int | None:
    """The end of a superscript, a bold start or any other short element that stands here and is the label."""
    element = page.raised_at(at)
    if element is None:
        element = page.opening_at(at)
    if element is None or page.finish[element] > end:
        return None
    shown = label.read_one(page.text_of(element))
    said = label.key(page.text_of(element).strip(" .:\n\t\xa0" + label.OPENERS + label.CLOSERS))
    if said not in wanted and (
        shown is None or not (label.key(shown.label) in wanted or (loose and page.raised_at(at) is not None))
    ):
        return None
    stop = page.finish[element]
    signs = (_SIGNS if page.raised_at(at) is None else _POINT).match(page.text, stop, end)
    return signs.end() if signs else stop


def _label_before_links(text: str, at: int, starting: dict[int, int], wanted: set[str]) -> tuple[str, int] | None:
    """A label glued to the first of several ways back: "1" before "a", "b"."""
    match = _GLUED.match(text, at)
    if match is None or match.end() not in starting or label.key(match[0]) not in wanted:
        return None
    return match[0], match.end()


def _bracketed_back(text: str, at: int, starting: dict[int, int]) -> int | None:
    """The end of "[back-link]" that opens here, or of several in one bracket: "(1, 2)"."""
    inner = at + 1
    while inner < len(text) and text[inner] == " ":
        inner += 1
    if inner not in starting:
        return None
    end = starting[inner]
    while (between := _BETWEEN.match(text, end)) is not None and between.end() in starting:
        end = starting[between.end()]
    close = _CLOSE.match(text, end)
    return close.end() if close else end


def _label_at(text: str, at: int, end: int, wanted: set[str], loose: bool, counted: str = "") -> tuple[str, int] | None:
    """The label that stands here with the signs after it, and where the text goes on."""
    window = text[at : min(end, at + 40)]
    match = label.LEAD.match(window)
    if match is None:
        return None
    shown = label.read_one(match["label"])
    if shown is None:
        return None
    if counted and label.same(counted, shown.label) and not match["open"]:
        # the list counts: "1 of three", "A. Merle" are words
        stopped = shown.form == "digits" and match[0].rstrip()[-1:] in ".):"
        if not stopped:
            return None
    said = label.key(match[0].strip(" .:\n\t\xa0" + label.OPENERS + label.CLOSERS))
    if label.key(shown.label) in wanted or said in wanted or (loose and shown.form != "letter"):
        return shown.label, at + match.end()
    return None


def words_say_back(text: str) -> bool:
    """Whether words beside several ways back say what these do: "Jump up to:", "Return to text"."""
    return label.says_back(text.strip(" \n\t\xa0:"))
