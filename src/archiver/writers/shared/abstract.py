"""Whether the abstract in the head of a record stands in its body, too: files that people read then show it only there.

A page may give its abstract among its metadata, and again where a reader looks for it: as the first paragraphs, or below a heading of its
own. All that the head says must stand there: the abstract is the beginning of a paragraph, or of several in a row. One that was cut
("… of the coast…") is such a beginning. Letters and digits are compared.
"""

from __future__ import annotations

from lxml import etree

from archiver.article import NS, tag

#: An abstract with fewer letters is looked for only at the very beginning.
_LONG = 60
#: The paragraphs among which the abstract of an article begins.
_FIRST_PARAGRAPHS = 20
#: The most letters of a word before the abstract: "Abstract: ", "Zusammenfassung. ".
_LONGEST_LABEL = 16


def is_repeated(root: etree._Element) -> bool:
    """Whether the body repeats the whole abstract. One that calls notes, or to which something may link, counts as another text."""
    abstract = root.find("a:head/a:abstract", NS)
    if abstract is None or any(e.tag == tag("noteref") or e.get("id") for e in abstract.iter(etree.Element)):
        return False
    if not (letters := _letters("".join(abstract.itertext()))):
        return False
    texts = [_letters("".join(p.itertext())) for p in root.iterfind("a:body//a:p", NS)]
    texts = [text for text in texts[: 2 * _FIRST_PARAGRAPHS] if text]
    if len(letters) < _LONG:
        return bool(texts) and texts[0] == letters
    for number in range(min(len(texts), _FIRST_PARAGRAPHS)):
        if 0 <= "".join(texts[number:]).find(letters) <= _label(texts[number], letters):
            return True
    return False


def _label(text: str, letters: str) -> int:
    """The number of letters that may stand before the abstract in its paragraph: none, or one short word."""
    before = text.find(letters[:_LONG])
    return before if 0 < before <= _LONGEST_LABEL else 0


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
