"""Signs that the source does not hold the whole article: a paywall, further pages, text that only a script can show (finding C005).

Nothing is added to the record: Archiver reads what the page shows. Each sign is one that the page itself gives:

    "isAccessibleForFree": false in its structured data, with an offer to subscribe or an open end where the text stops
    "wordCount": 2400 in its structured data, and 310 words are kept; an "articleBody" there that is far longer than what is kept
    <link rel=next>, or links "1 2 3" to pages of the same article
    <script type="text/template"> <p>…</p> </script>, and JSON state with paragraphs in it
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from archiver.addresses import join
from archiver.cleaning.anchors import hints
from archiver.cleaning.branches import indexes_of, marked
from archiver.cleaning.measures import Measures, Unit
from archiver.draft import Draft

#: The types of scripts that are programs or structured data about the page: their strings are no text of the article.
_NO_TEXT = frozenset(["application/ld+json", "speculationrules", "importmap"])
#: The fewest characters of prose in a script, and how many times more it must be than the prose that is kept.
_LEAST, _TIMES = 600, 1.5
#: A string of a script that may be prose: its fewest characters, its fewest spaces, and its markup.
_STRING = re.compile(
    "|".join(
        # what looks ahead fails fast at the many short strings
        rf"{q}(?=[^{q}\\]{{160}}|[^{q}\\]*\\)((?:[^{q}\\]|\\.){{160}}(?:[^{q}\\]++|\\.)*+){q}"
        for q in "\"'`"
    )
)
_MARKUP = re.compile(r"<[^<>]*>|&[#a-zA-Z0-9]+;")
_SENTENCE = re.compile(r"[^\W\d_]{2}[.!?…。！？][\"'”’»)]*(?:\s|$)")
_PARAGRAPH = re.compile(r"<p[\s>]", re.IGNORECASE)
_LEAST_STRING, _LEAST_SPACES = 160, 20
#: The characters of a piece of a text, and the letters at its start by which it is found among the text that the page shows.
_CHUNK, _PROBE = 200, 40
#: What structured data say of the whole article.
_NOT_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?false\b', re.IGNORECASE)
_WORD_COUNT = re.compile(r'"wordCount"\s*:\s*"?(\d{2,6})\b')
#: The largest share of the announced words, or of the text in the structured data, that counts as a part.
_PART = 0.6
#: The fewest words that a page must announce: the count of a short text may include its captions and names.
_LEAST_WORDS = 200
_LETTER = re.compile(r"\w+")
#: The end of a text that was cut.
_OPEN_END = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[\"'”’»)\]]*$")


def report_missing(draft: Draft, measures: Measures) -> None:
    """Add the finding C005 for each sign that the source holds only a part of the article. The Draft must have its body."""
    if draft.page.document is not None or draft.page.media_type == "text/plain":
        return
    inside = marked(measures, indexes_of(draft, draft.body), indexes_of(draft, draft.removed, draft.note_parts))
    kept = [unit for unit in measures.units if inside[unit.index]]
    for reason in _reasons(draft, measures, kept):
        draft.add_finding("C005", reason=reason)


def prose_in_scripts(draft: Draft, measures: Measures) -> int:
    """The characters of prose in scripts that the page does not also show."""
    scripts = draft.page.named("script")
    scripts = [*scripts, *(draft.page.head.named("script") if draft.page.head is not None else ())]
    shown = ""
    total = 0
    seen: set[str] = set()
    for script in scripts:
        text = script.text or ""
        if len(text) < _LEAST_STRING or (script.get("type") or "").strip().lower() in _NO_TEXT:
            continue
        for prose in _texts(text, (script.get("type") or "").strip().lower()):
            if not shown:
                shown = _letters(" ".join(unit.text for unit in [*measures.units, *measures.hidden_units]))
            for start in range(0, len(prose), _CHUNK):
                chunk = prose[start : start + _CHUNK]
                probe = _letters(chunk)[:_PROBE]
                if probe and probe not in shown and probe not in seen:
                    seen.add(probe)
                    total += len(chunk)
    return total


def _reasons(draft: Draft, measures: Measures, kept: list[Unit]) -> Iterator[str]:
    words = sum(len(_LETTER.findall(unit.text)) for unit in kept)
    prose = sum(unit.prose for unit in kept)
    source = draft.page.text
    announced = max(map(int, _WORD_COUNT.findall(source)), default=0) if '"wordCount"' in source else 0
    is_short = announced >= _LEAST_WORDS and words < _PART * announced
    if _NOT_FREE.search(source) and (is_short or _ends_openly(kept) or _offers_rest(draft)):
        yield "the page says that not all of it is free to read"
    elif is_short:
        yield f"the page announces {announced} words, and {words} are kept"
    elif (body := len(hints(draft).body)) and body > _LEAST and _PART * body > _kept_letters(kept):
        yield "the structured data of the page have more of its text"
    if page := _further_page(draft):
        yield f"it goes on at {page}"
    if (in_scripts := prose_in_scripts(draft, measures)) >= max(_LEAST, _TIMES * prose):
        yield f"{in_scripts} characters of prose are in scripts, which only a browser shows; save the page from a browser"


def _kept_letters(kept: list[Unit]) -> int:
    return sum(len(_letters(unit.text)) for unit in kept)


def _ends_openly(kept: list[Unit]) -> bool:
    """Whether the last prose of the body ends with an ellipsis."""
    last = next((unit for unit in reversed(kept) if unit.prose), None)
    return last is not None and _OPEN_END.search(last.text) is not None


def _offers_rest(draft: Draft) -> bool:
    """Whether a removed part asks to subscribe or to log in."""
    return any(removal.rule in ("subscribe", "login") for removal in draft.removed.values())


def _further_page(draft: Draft) -> str:
    """The address of the next page of the same article, or "".

    `rel=next` alone does not say so: blogs use it for the next article. The address must be that of the page with a number added.
    """
    page = draft.page
    heads = page.head.named("link") if page.head is not None else ()
    canonical = next((e.get("href") or "" for e in heads if _rel(e.get("rel"), "canonical")), "")
    own = _without_number(canonical or page.source.url or "")
    links = [e for e in heads if _rel(e.get("rel"), "next")]
    links += [e for e in page.elements if e.tag in ("a", "link") and _rel(e.get("rel"), "next")]
    numbered = [e for e in page.elements if e.tag == "a" and _text(e) == "2"]
    for element in [*links, *numbered]:
        address = join(page.base_url or page.source.url, element.get("href") or "")
        match = _NUMBERED.search(address)
        if match and match[1] == "2" and (not own or _without_number(address) == own):
            return address
    return ""


#: The number of a page at the end of an address: /2/, /page/2, ?page=2, -2.html.
_NUMBERED = re.compile(
    r"(?:[/?&](?:page|p|seite|pagina|pag)[/=-]?|/|[?&]\w*page\w*=)(\d{1,3})/?(?:#.*)?$", re.IGNORECASE
)


def _without_number(address: str) -> str:
    return _NUMBERED.sub("", address).rstrip("/")


def _rel(value: str | None, word: str) -> bool:
    return word in (value or "").lower().split()


def _text(element: object) -> str:
    return " ".join("".join(element.itertext()).split())  # type: ignore[attr-defined]


def _texts(script: str, type_: str) -> Iterator[str]:
    """The pieces of prose in a script: its markup if it is a template, else its long strings."""
    if type_ in (
        "text/template",
        "text/html",
        "text/x-template",
        "text/x-handlebars",
        "text/x-handlebars-template",
        "x-tmpl-mustache",
        "text/ng-template",
    ):
        yield from _prose_of(script)
        return
    for match in _STRING.finditer(script):
        string = next(filter(None, match.groups()), "")
        try:
            string = json.loads(f'"{string}"', strict=False) if "\\" in string else string
        except ValueError:
            continue
        yield from _prose_of(string)


def _prose_of(markup: str) -> Iterator[str]:
    """The paragraphs with sentences in a text that may have markup."""
    pieces = _PARAGRAPH.split(markup) if _PARAGRAPH.search(markup) else [markup]
    for piece in pieces:
        text = " ".join(_MARKUP.sub(" ", piece).split())
        if (
            len(text) >= _LEAST_STRING // 2
            and text.count(" ") >= _LEAST_SPACES // 2
            and _SENTENCE.search(text)
            and "{" not in text[:_PROBE]
        ):
            yield text


def _letters(text: str) -> str:
    return "".join(_LETTER.findall(text.casefold())).replace("_", "")
