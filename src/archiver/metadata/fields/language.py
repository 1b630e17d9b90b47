"""The language of an article: the declared language compared with the language that is detected in the text.

The detector (languages/detection.py) reads some hundred words of running text. It overrules a declaration only if its score is high. Of a short text, a second
detector must say the same (trees/encodings.py).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib import resources

from archiver.description import Confidence
from archiver.draft import Draft, EvidenceDraft
from archiver.languages import detection, subtags
from archiver.metadata.candidates import Candidates
from archiver.metadata.sources.visible_lines import short_text
from archiver.page import INVISIBLE, Page
from archiver.trees.encodings import likely_language

#: The most characters of running text that the detector reads, and the fewest for a reliable result.
_MOST_CHARACTERS, _LEAST_CHARACTERS = 1000, 150
#: The number of characters that the detector reads first. If their score is at least the second number, and the result
#: agrees with the declaration, no more is read.
_OPENING_CHARACTERS, _CLEAR = 250, 0.9
#: From a score of _SURE on the detector overrules a declaration; below _DOUBTFUL its result is not used.
_SURE, _DOUBTFUL = 0.85, 0.5
#: The highest score for a short text if only one of two detectors says so.
_OF_ONE_ALONE = 0.8

_TAG = re.compile(r"^([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?:[.@-].*)?$")

#: Text that belongs to no language: addresses, numbers, brackets.
_NOT_WORDS = re.compile(r"https?://\S+|[\d\[\]()|•]+")
_NOT_WORDS_OR_MAIL = re.compile(r"https?://\S+|\S+@\S+|[\d\[\]()|•]+")

_CAPITAL, _LETTER = re.compile("[A-Z]"), re.compile("[A-Za-z]")

_DATA = tomllib.loads(resources.files("archiver.metadata").joinpath("languages.toml").read_text(encoding="utf-8"))
_CODES: dict[str, str] = _DATA["codes"]
_NAMES: dict[str, str] = _DATA["names"]
_SIMILAR = tuple(frozenset(group) for group in _DATA["alike"]["groups"])


def normal_tag(value: str) -> str:
    """A declared language as a BCP 47 tag: "en_US" is "en-US", "GERMAN" is "de". "" for what is no language, like
    "x-default".
    """
    first = re.split(r"[,;]", value.strip())[0].strip()
    if first.casefold() in _NAMES:
        return _NAMES[first.casefold()]
    match = _TAG.match(first)
    if match is None:
        return ""
    language, script, region = match.groups()
    language = _CODES.get(language.lower(), language.lower())
    if language in ("und", "mul", "zxx") or (region or "").upper() == "XX":
        return "" if language in ("und", "mul", "zxx") else language
    return "-".join(filter(None, (language, script.title() if script else "", region.upper() if region else "")))


def resolve_language(draft: Draft, candidates: Candidates) -> tuple[str, EvidenceDraft | None]:
    """The tag of the article's language and its evidence; ("", None) when it is neither declared nor detected.

    Adds finding M004 where the detector overrules the declaration.
    """
    declared = ""
    rule, declaration = "", ""
    for candidate in sorted(candidates.of("language"), key=lambda c: _RULE_ORDER.get(c.rule, 5)):
        if tag := normal_tag(candidate.value):
            declared, rule, declaration = tag, candidate.rule, candidate.value
            break
    # another declaration may add a region to the same language: "en" and "en_GB"
    if declared and "-" not in declared:
        for candidate in candidates.of("language"):
            tag = normal_tag(candidate.value)
            if tag.startswith(f"{declared}-") and candidate.rule in ("json-ld", "meta-language", "dublin-core"):
                declared, rule, declaration = tag, candidate.rule, candidate.value
                break
    sample = sample_text(draft)
    detected, score = "", 0.0
    if len(sample) >= _LEAST_CHARACTERS:
        if declared:
            detected, score = detect(sample[:_OPENING_CHARACTERS])
        if score < _CLEAR or not _is_compatible(declared, detected):
            detected, score = detect(sample)
    evidence = f"{detected} {score:.2f}"
    if declared:
        confidence: Confidence = "high" if detected and _is_compatible(declared, detected) else "medium"
        if detected and score >= _SURE and not _is_compatible(declared, detected):
            draft.add_finding("M004", declared=declared, detected=detected)
            return detected, EvidenceDraft(
                "language", "text-detection", "medium", f"{evidence}; declared: {declaration}"
            )
        return declared, EvidenceDraft("language", rule, confidence, declaration)
    if detected and score >= _DOUBTFUL:
        return detected, EvidenceDraft("language", "text-detection", "high" if score >= _SURE else "medium", evidence)
    if len(sample) >= 20:
        detected, score = detect(sample)
        if score >= _SURE:
            return detected, EvidenceDraft("language", "text-detection", "low", f"{detected} {score:.2f}")
    return "", None


#: The rules of declarations, most reliable first.
_RULE_ORDER = {
    "html-lang": 0,
    "json-ld": 1,
    "microdata": 1,
    "citation-tag": 1,
    "dublin-core": 2,
    "meta-language": 3,
    "open-graph": 4,
}


def _is_compatible(declared: str, detected: str) -> bool:
    """Whether two tags name one language, or languages that the detector cannot tell apart (languages.toml)."""
    one, other = subtags(declared).language, subtags(detected).language
    return one == other or any(one in group and other in group for group in _SIMILAR)


def sample_text(draft: Draft) -> str:
    """A few hundred words of running text: the longest of the first paragraphs, as notices and banners are short."""
    for tags, shortest in _STAGES:
        texts: list[str] = []
        count = 0
        for element in draft.page.named(*tags):
            if not (element.text or element.children):
                continue
            count += 1
            # a long text is cut, because a page may be one single paragraph
            first_text = element.text or ""
            if len(first_text) > 2000:
                text = first_text[:2000]
            elif len(first_text) >= shortest or sum(map(len, draft.page.text_runs.of(element))) >= shortest:
                text = short_text(draft, element, 4000)
            else:
                continue
            if len(text) >= shortest:
                texts.append(text)
            if len(texts) >= _MOST_PARAGRAPHS or count >= 10 * _MOST_PARAGRAPHS:
                break
        longest = sorted(texts, key=len, reverse=True)[:4]
        if sum(map(len, longest)) >= _LEAST_CHARACTERS:
            return " ".join(text[:700] for text in longest)
    return " ".join(_all_texts(draft.page))[:_MOST_CHARACTERS]


#: The number of paragraphs that are compared by length.
_MOST_PARAGRAPHS = 40
#: Elements and the least characters of one: first paragraphs, then anything that may be one.
_STAGES = (
    (("p", "blockquote"), 80),
    (("div", "td", "font", "span", "li", "h1", "h2"), 40),
)


def _all_texts(page: Page) -> Iterator[str]:
    """All text of a page in order, until there is enough of it: for pages without paragraphs."""
    size = 0
    for element in page.elements[:3000]:
        for text in (element.text if element.tag not in INVISIBLE else None, element.tail):
            if text and text.strip():
                size += len(text)
                yield text.strip()[:500]
        if size >= _MOST_CHARACTERS:
            return


def detect(text: str) -> tuple[str, float]:
    """The language tag of a text and the detector's score, 0 to 1; ("", 0.0) for a text without words."""
    # the pattern for mail addresses is slow on long runs without spaces, so it is used only for texts with an @
    folded = " ".join((_NOT_WORDS_OR_MAIL if "@" in text else _NOT_WORDS).sub(" ", text).split())[:_MOST_CHARACTERS]
    if not folded:
        return "", 0.0
    # the models confuse languages in texts of capital letters
    capitals, letters = len(_CAPITAL.findall(folded)), len(_LETTER.findall(folded))
    if folded.isupper() or (capitals > 0.8 * letters and len(folded) > 5):
        folded = folded.lower()
    tag, score = detection.detect(folded)
    tag = _CODES.get(tag, tag)
    if len(folded) < _LEAST_CHARACTERS and score < 1 and likely_language(folded)[0] != tag:
        score = min(score, _OF_ONE_ALONE)
    return tag, score
