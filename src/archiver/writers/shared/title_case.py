"""English title case for the title and the headings of an article, in files that people read (`--title-case`).

Given: <title>THE NASA REPORT ON WHAT WENT WRONG</title>, in an article that says "NASA" in its text
becomes: <title>The NASA Report on What Went Wrong</title>

The rules are those of The Chicago Manual of Style (18th edition, 8.160): articles, short conjunctions and short prepositions are small
within a title; its first and last word and the first one of a subtitle are not. Letters only change their case: markup, calls and the number
of characters stay. A title in capitals no longer says which words are acronyms and names: the text of the article does.
"""

from __future__ import annotations

import copy
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from lxml import etree

from archiver.article import NS, XML_LANG, Article, tag

#: Small within a title: articles, coordinating conjunctions, prepositions of up to four letters that are seldom adverbs, and the
#: particles of names and Latin words that English titles quote.
_SMALL = frozenset(
    "a an the and but for nor or as at by from in into of on onto per than to upon v via vs with n de du la le von der et al".split()
)
#: What stands behind such a prefix is small.
_PREFIXES = frozenset("anti co ex inter intra multi neo non post pre pro re semi sub un".split())
#: Without a vowel, and yet no acronyms.
_TITLES_OF_PERSONS = frozenset("mr mrs ms dr jr sr st mt ft".split())

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}[^\W\d_]?\W*")
_ADDRESS = re.compile(r"\S*(?:@|://|\w\.\w{2,})\S*")
_ROMAN = re.compile(r"(?=[IVX]{2})X{0,3}(?:IX|IV|V?I{0,3})")
_NUMBER_ENDING = re.compile(r"\d+(?:ST|ND|RD|TH|S)")
_IRISH = re.compile(r"([ODL]['’])(\w{3,})", re.IGNORECASE)
_SCOTTISH = re.compile(r"(MC)(\w{3,})", re.IGNORECASE)
#: After these a new title or sentence begins, or words that are quoted.
_NEW_START = re.compile(r"[.:;?!—–]['\"’”)\]]*\s+\W*$|[—:]\W*$|\s[“\"]$")
#: A heading with as many words, or one that ends with a full stop, is a sentence.
_SENTENCE = 16
#: Parts of a title whose letters are not words of it.
_LEFT_OUT = ("noteref", "code", "formula", "image")


class _Retitled(Article):
    """An article as it is shown, with titles in title case; as a record it is still the one that it was made of."""

    def __init__(self, root: etree._Element, original: Article) -> None:
        super().__init__(root)
        self._original = original

    def xml(self) -> bytes:
        return self._original.xml()


def with_title_case(article: Article) -> Article:
    """The article with its title, its subtitle and its headings in title case; `xml()` and the digest are those of `article`.

    Only what is in English changes. A heading or subtitle that is a sentence keeps its case.
    """
    root = copy.deepcopy(article.root)
    places = [*root.iterfind("a:head/a:title", NS), *root.iterfind("a:head/a:subtitle", NS), *root.iter(tag("heading"))]
    spellings: dict[str, str] | None = None
    for place in places:
        if not _is_english(place):
            continue
        texts = list(_texts(place))
        before = "".join(text for _, _, text in texts)
        if place.tag != tag("title") and (before.rstrip().endswith(".") or len(before.split()) >= _SENTENCE):
            continue
        if spellings is None:
            spellings = _spellings(root)
        after, start = title_case(before, spellings), 0
        for element, attribute, text in texts:
            setattr(element, attribute, after[start : start + len(text)])
            start += len(text)
    return _Retitled(root, article)


def title_case(text: str, spellings: Mapping[str, str] | None = None) -> str:
    """An English title in title case, with the same number of characters.

    `spellings` has, by its small letters, how the text of the article writes a word that has capitals within ("nasa": "NASA"), and a word
    that it writes in small letters ("us": "us"). It counts for a title in capitals; in any other, a word with capitals within stays.
    """
    spellings = spellings or {}
    in_capitals = _is_in_capitals(text)
    words = [word for word in _WORD.finditer(text) if any(map(str.isalpha, word[0]))]
    if in_capitals and len(words) == 1 and len(words[0][0]) < 5 and words[0][0].lower() not in spellings:
        return text  # perhaps an acronym
    fixed = [
        m.span() for pattern in (_DOTTED, _ADDRESS) for m in re.finditer(rf"(?<!\S)(?:{pattern.pattern})(?!\S)", text)
    ]
    letters = list(text)
    for index, match in enumerate(words):
        start, end = match.span()
        if any(first <= start < last for first, last in fixed):
            continue
        is_edge = index in (0, len(words) - 1) or bool(_NEW_START.search(text[:start]))
        hyphenated = text[start - 1 : start] in ("-", "‐", "‑") and index > 0 and words[index - 1].end() == start - 1
        has_prefix = hyphenated and words[index - 1][0].lower() in _PREFIXES
        is_small = (
            match[0].lower() in _SMALL and (not is_edge or (hyphenated and index < len(words) - 1))
        ) or has_prefix
        word = _in_capitals(match[0], spellings) if in_capitals else match[0]
        letters[start:end] = _cased(word, is_small, keep_small=has_prefix)
    return "".join(letters)


def _cased(word: str, is_small: bool, keep_small: bool) -> str:
    """A word with the first letter that its place asks for. One with capitals within, or with digits, stays."""
    if any(map(str.isupper, word[1:])) or any(map(str.isdigit, word)):
        return word
    if is_small:
        return word if keep_small else word.lower()
    return _one(word[0].upper(), word[0]) + word[1:]


def _in_capitals(word: str, spellings: Mapping[str, str]) -> str:
    """A word of a title in capitals as it is written elsewhere, but for its first letter."""
    lower = "".join(_one(letter.lower(), letter) for letter in word)
    if known := spellings.get(lower):
        return known
    if any(map(str.isdigit, word)):
        return lower if _NUMBER_ENDING.fullmatch(word) else word
    if _ROMAN.fullmatch(word) or (
        len(word) > 1 and not re.search("[aeiouy'’]", lower) and lower not in _TITLES_OF_PERSONS | _SMALL
    ):
        return word
    if name := _IRISH.fullmatch(word) or _SCOTTISH.fullmatch(word):
        return name[1].capitalize() + name[2].capitalize()
    return lower


def _one(changed: str, letter: str) -> str:
    """A letter in the other case, if that is one letter, too."""
    return changed if len(changed) == 1 else letter


def _is_in_capitals(text: str) -> bool:
    """Whether a text is set in capitals, but for a letter or two ("THE McDONALD PAPERS")."""
    return sum(map(str.isupper, text)) > 4 * sum(map(str.islower, text))


def _spellings(root: etree._Element) -> dict[str, str]:
    """How body and notes write each word within sentences: the form that is most frequent, if it says more than a first letter."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for section in ("body", "notes"):
        for block in root.iterfind(f"a:{section}//a:p", NS):
            text = "".join(block.itertext())
            if _is_in_capitals(text):
                continue
            for match in _WORD.finditer(text):
                counts[match[0].lower()][match[0]] += 1
    found = {}
    for lower, forms in counts.items():
        form = min(forms, key=lambda form: (-forms[form], form))
        if len(form) == len(lower):
            found[lower] = form if any(map(str.isupper, form[1:])) else lower
    return found


def _is_english(element: etree._Element) -> bool:
    languages = (e.get(XML_LANG) for e in (element, *element.iterancestors()))
    return next(filter(None, languages), "").partition("-")[0].lower() == "en"


def _texts(element: etree._Element) -> Iterator[tuple[etree._Element, str, str]]:
    """The texts within a title: the element, "text" or "tail", and the words."""
    if element.text:
        yield element, "text", element.text
    for child in element:
        left_out = not isinstance(child.tag, str) or etree.QName(child).localname in _LEFT_OUT
        if not left_out and _is_english(child):
            yield from _texts(child)
        if child.tail:
            yield child, "tail", child.tail
