"""Languages: tags of BCP 47 read, checked and put into their canonical form; the script and the direction of a language.

This is the one place that answers these questions. The usual script of a language comes from the "likely subtags" of the Unicode CLDR,
which Babel carries; the direction belongs to the script (Unicode's bidirectional classes). Babel is loaded when the first language is
asked about, and each answer is kept.

`subtags.txt` holds the subtags of the IANA registry (RFC 5646, 3.1), because CLDR leaves out some 570 languages, most of them sign languages.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple

Direction = Literal["ltr", "rtl"]

#: The scripts (ISO 15924) whose letters have the bidirectional classes R and AL in Unicode. All others run from left to right, or down.
RIGHT_TO_LEFT = frozenset(
    "Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo Orkh Ougr "
    "Palm Phli Phlp Phlv Phnx Prti Rohg Samr Sarb Sidt Sogd Sogo Syrc Syre Syrj Syrn Thaa Yezi".split()
)
#: Codes that name no script: inherited, common, unwritten, not known.
_NO_SCRIPT = frozenset(["Zinh", "Zyyy", "Zxxx", "Zzzz"])
#: Languages that CLDR's table of likely subtags leaves out, and what stands for them there. Lahnda (pnb) and Dari (prs) are aliases in CLDR,
#: South Levantine Arabic (ajp) since release 44: for a Babel whose aliases do not have them.
_ALIASES = {"pnb": "lah", "prs": "fa_AF", "ajp": "apc"}

#: The languages that have extended ones (RFC 5646, 2.2.2): "zh-yue" is Cantonese, and "en-usa" is a mistake.
_EXTENDED = frozenset(["ar", "kok", "lv", "ms", "sgn", "sw", "uz", "zh"])

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<extended>[a-z]{3}))?(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)(?P<extensions>(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*)(?P<private>-x(?:-[a-z\d]{1,8})+)?"
)


class Subtags(NamedTuple):
    """The first parts of a tag, each in its own case; "" for what the tag does not say."""

    language: str
    script: str
    region: str


@lru_cache(maxsize=1024)
def subtags(tag: str) -> Subtags:
    """The language, script and region that a tag names, in any case, with "-" or "_" between them. Nothing is checked: "Az-arab-IR" gives
    az, Arab, IR. An extended language stands for its own: "ar-ary" is the language ary.
    """
    first, *others = tag.replace("_", "-").split("-")
    language, script, region = first.lower(), "", ""
    for place, part in enumerate(others):
        if len(part) == 1:
            break  # an extension, or private use
        if place == 0 and language in _EXTENDED and re.fullmatch(r"[A-Za-z]{3}", part):
            language = part.lower()
        elif not script and not region and re.fullmatch(r"[A-Za-z]{4}", part):
            script = part.title()
        elif not region and re.fullmatch(r"[A-Za-z]{2}|\d{3}", part):
            region = part.upper()
    return Subtags(language, script, region)


@lru_cache(maxsize=1024)
def script(tag: str) -> str:
    """The script that a language is written in, as its code in ISO 15924: the one that the tag names, else the likely one for its language
    in its region, else "". `script("az")` is "Latn", of "az-IR" and "az-Arab" "Arab".
    """
    language, named, region = subtags(tag)
    if named and named not in _NO_SCRIPT:
        return named
    if not language or language == "und":
        return ""
    from babel.core import get_global

    likely, aliases = get_global("likely_subtags"), get_global("language_aliases")
    for name in (language, str(aliases.get(language) or _ALIASES.get(language, ""))):
        of_alias = subtags(name)
        if of_alias.script:
            return of_alias.script
        for key in (f"{of_alias.language}_{region or of_alias.region}", of_alias.language):
            if found := likely.get(key):
                return subtags(str(found)).script
    return ""


def direction(tag: str) -> Direction:
    """The direction in which a language is written, by its script: "rtl" or "ltr"; "ltr" where the script is not known."""
    return "rtl" if script(tag) in RIGHT_TO_LEFT else "ltr"


def right_to_left(tag: str) -> bool:
    """Whether a language is written from right to left."""
    return direction(tag) == "rtl"


def written_alike(one: str, other: str) -> bool:
    """Whether two tags name one language in one script: "en-GB" and "en-US" do, "az" and "az-Arab" do not."""
    return subtags(one).language == subtags(other).language and (one == other or script(one) == script(other))


def canonical_tag(text: str) -> str:
    """A tag in its canonical form (RFC 5646, 4.5): cases set right, "_" taken for "-", codes replaced that the registry calls deprecated or
    that ISO 639 has a shorter one for. "pt_br" is "pt-BR", "iw" is "he", "eng" is "en", "zh-yue" is "yue".

    Raises ValueError, with the end of a sentence, for what is no tag, and for a language, script or region that the registry does not have.
    """
    found = _TAG.fullmatch(text.strip().replace("_", "-").lower())
    if found is None:
        raise ValueError("it is no BCP 47 tag" + _meant(text))
    language = _known_language(found["language"])
    if found["extended"]:
        language = _known_language(found["extended"]) if language in _EXTENDED else ""
    if not language:
        raise ValueError(f"there is no language {found['extended'] or found['language']!r}" + _meant(text))
    registry = _registry()
    script, region = (found["script"] or "").title(), (found["region"] or "").upper()
    if script and script not in registry["scripts"] and not "Qaaa" <= script <= "Qabx":
        raise ValueError(f"there is no script {script!r}")
    if region and region not in registry["regions"] and not _is_private_region(region):
        raise ValueError(f"there is no region {region!r}")
    variants = found["variants"].split("-")[1:]
    singletons = re.findall(r"-([a-z\d])(?=-)", found["extensions"])
    if len(set(variants)) < len(variants) or len(set(singletons)) < len(singletons):
        raise ValueError("one of its parts stands there twice")
    rest = found["variants"] + found["extensions"] + (found["private"] or "")
    return "-".join(filter(None, (language, script, region))) + rest


def _known_language(code: str) -> str:
    """The registry's code for a language, "" when there is none."""
    if code in _registry()["languages"] or "qaa" <= code <= "qtz":
        return code
    from babel.core import get_global

    alias = subtags(str(get_global("language_aliases").get(code, "")))
    if alias.language and not alias.script and not alias.region:
        return alias.language
    return code if code in get_global("likely_subtags") else ""


def _is_private_region(code: str) -> bool:
    return code in ("AA", "ZZ") or "QM" <= code <= "QZ" or "XA" <= code <= "XZ"


def _meant(text: str) -> str:
    """A hint for who wrote the name of a language where its tag belongs."""
    tag = _english_names().get(" ".join(text.casefold().split()))
    return f": write {tag} for {text.strip()}" if tag else ""


@cache
def _english_names() -> dict[str, str]:
    """The tags of languages by their English names, in lower case."""
    from babel import Locale

    names: dict[str, str] = {}
    for tag, name in sorted(Locale("en").languages.items()):
        names.setdefault(str(name).casefold(), str(tag).replace("_", "-"))
    return names


@cache
def _registry() -> dict[str, frozenset[str]]:
    """The subtags of the registry by their kind."""
    lines = resources.files("archiver").joinpath("subtags.txt").read_text(encoding="utf-8").splitlines()
    kinds = (line.partition(": ") for line in lines if line and not line.startswith("#"))
    return {kind: frozenset(codes.split()) for kind, _, codes in kinds}
