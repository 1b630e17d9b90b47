"""Languages: BCP 47 tags read, checked and made canonical; the script and the direction of a language.

No other module answers these questions; detection.py tells the language of a text. The usual script of a language comes from the "likely subtags" of the Unicode
CLDR, which Babel contains. The direction follows from the script (bidirectional classes of Unicode). Babel is loaded on
first use, and each answer is cached.

`subtags.txt` holds the subtags of the IANA registry (RFC 5646, 3.1), because the CLDR lacks some 570 languages, most of
them sign languages.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources
from typing import Literal, NamedTuple

Direction = Literal["ltr", "rtl"]

#: Scripts (ISO 15924) whose letters have the bidirectional classes R and AL in Unicode. All other scripts run from left
#: to right, or down.
RIGHT_TO_LEFT = frozenset(
    "Adlm Arab Aran Armi Avst Chrs Cprt Elym Gara Hatr Hebr Hung Khar Lydi Mand Mani Mend Merc Mero Narb Nbat Nkoo Orkh Ougr "
    "Palm Phli Phlp Phlv Phnx Prti Rohg Samr Sarb Sidt Sogd Sogo Syrc Syre Syrj Syrn Thaa Yezi".split()
)
#: Codes that are not scripts: inherited, common, unwritten, unknown.
_NO_SCRIPT = frozenset(["Zinh", "Zyyy", "Zxxx", "Zzzz"])
#: Languages that are missing in CLDR's table of likely subtags, with substitutes. Lahnda (pnb) and Dari (prs) are
#: aliases in CLDR, South Levantine Arabic (ajp) since release 44; this table is for a Babel without these aliases.
_ALIASES = {"pnb": "lah", "prs": "fa_AF", "ajp": "apc"}

#: Languages with extended language subtags (RFC 5646, 2.2.2): "zh-yue" is Cantonese, but "en-usa" is a mistake.
_EXTENDED = frozenset(["ar", "kok", "lv", "ms", "sgn", "sw", "uz", "zh"])

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3})(?:-(?P<extended>[a-z]{3}))?(?:-(?P<script>[a-z]{4}))?(?:-(?P<region>[a-z]{2}|\d{3}))?"
    r"(?P<variants>(?:-(?:[a-z\d]{5,8}|\d[a-z\d]{3}))*)(?P<extensions>(?:-[a-wy-z\d](?:-[a-z\d]{2,8})+)*)(?P<private>-x(?:-[a-z\d]{1,8})+)?"
)


class Subtags(NamedTuple):
    """The first subtags of a tag in their usual case; "" for those that the tag lacks."""

    language: str
    script: str
    region: str


@lru_cache(maxsize=1024)
def subtags(tag: str) -> Subtags:
    """The language, script and region of a tag, in any case, with "-" or "_" between them: "Az-arab-IR" gives az, Arab,
    IR.

    Nothing is checked. An extended language subtag replaces its language: "ar-ary" gives the language ary.
    """
    first, *others = tag.replace("_", "-").split("-")
    language, script, region = first.lower(), "", ""
    for position, part in enumerate(others):
        if len(part) == 1:
            break  # an extension or a private use subtag follows
        if position == 0 and language in _EXTENDED and re.fullmatch(r"[A-Za-z]{3}", part):
            language = part.lower()
        elif not script and not region and re.fullmatch(r"[A-Za-z]{4}", part):
            script = part.title()
        elif not region and re.fullmatch(r"[A-Za-z]{2}|\d{3}", part):
            region = part.upper()
    return Subtags(language, script, region)


@lru_cache(maxsize=1024)
def script(tag: str) -> str:
    """The script of a language (ISO 15924): the one in the tag, else the likely one for the language and region, else
    "".

    `script("az")` is "Latn"; `script("az-IR")` and `script("az-Arab")` are "Arab".
    """
    language, named_script, region = subtags(tag)
    if named_script and named_script not in _NO_SCRIPT:
        return named_script
    if not language or language == "und":
        return ""
    from babel.core import get_global

    likely, aliases = get_global("likely_subtags"), get_global("language_aliases")
    for name in (language, str(aliases.get(language) or _ALIASES.get(language, ""))):
        alias_subtags = subtags(name)
        if alias_subtags.script:
            return alias_subtags.script
        for key in (f"{alias_subtags.language}_{region or alias_subtags.region}", alias_subtags.language):
            if likely_tag := likely.get(key):
                return subtags(str(likely_tag)).script
    return ""


@lru_cache(maxsize=1024)
def country(tag: str) -> str:
    """The country of a language: the region in the tag, else the likely one, else "". `country("pl")` is "PL"; `country("zh-Hant")` is "TW"."""
    language, named_script, region = subtags(tag)
    if region or not language or language == "und":
        return region if region.isalpha() else ""
    from babel.core import get_global

    likely = get_global("likely_subtags")
    for key in (f"{language}_{named_script}", language):
        if likely_tag := likely.get(key):
            return subtags(str(likely_tag)).region
    return ""


def direction(tag: str) -> Direction:
    """The writing direction of a language, by its script; "ltr" when the script is not known."""
    return "rtl" if script(tag) in RIGHT_TO_LEFT else "ltr"


def right_to_left(tag: str) -> bool:
    """Whether a language is written from right to left."""
    return direction(tag) == "rtl"


def same_written_language(first_tag: str, second_tag: str) -> bool:
    """Whether two tags mean the same language in the same script: "en-GB" and "en-US" do, "az" and "az-Arab" do not."""
    return subtags(first_tag).language == subtags(second_tag).language and (
        first_tag == second_tag or script(first_tag) == script(second_tag)
    )


def canonical_tag(text: str) -> str:
    """The canonical form of a tag (RFC 5646, 4.5): the usual case, "-" for "_", and the preferred codes in place of
    deprecated and longer ones. "pt_br" gives "pt-BR", "iw" gives "he", "eng" gives "en", "zh-yue" gives "yue".

    Raises ValueError for a text that is not a tag, and for an unknown language, script or region. The message is the
    end of a sentence.
    """
    likely_tag = _TAG.fullmatch(text.strip().replace("_", "-").lower())
    if likely_tag is None:
        raise ValueError("it is not a BCP 47 tag" + _tag_hint(text))
    language = _known_language(likely_tag["language"])
    if likely_tag["extended"]:
        language = _known_language(likely_tag["extended"]) if language in _EXTENDED else ""
    if not language:
        raise ValueError(f"there is no language {likely_tag['extended'] or likely_tag['language']!r}" + _tag_hint(text))
    registry = _registry()
    script, region = (likely_tag["script"] or "").title(), (likely_tag["region"] or "").upper()
    if script and script not in registry["scripts"] and not "Qaaa" <= script <= "Qabx":
        raise ValueError(f"there is no script {script!r}")
    if region and region not in registry["regions"] and not _is_private_region(region):
        raise ValueError(f"there is no region {region!r}")
    variants = likely_tag["variants"].split("-")[1:]
    singletons = re.findall(r"-([a-z\d])(?=-)", likely_tag["extensions"])
    if len(set(variants)) < len(variants) or len(set(singletons)) < len(singletons):
        raise ValueError("one of its parts is repeated")
    rest = likely_tag["variants"] + likely_tag["extensions"] + (likely_tag["private"] or "")
    return "-".join(filter(None, (language, script, region))) + rest


@cache
def territory_names(language: str) -> frozenset[str]:
    """The names of countries, continents and other regions in a language, as the Unicode CLDR has them."""
    from babel import Locale

    return frozenset(map(str, Locale.parse(language.replace("-", "_")).territories.values()))


def tags_with_names() -> dict[str, str]:
    """The tags of the languages that have an English name (CLDR), each with it: {"de": "German", …}."""
    from babel import Locale

    return {str(tag).replace("_", "-"): str(name) for tag, name in sorted(Locale("en").languages.items())}


def _known_language(code: str) -> str:
    """The registry's code for a language, or ""."""
    if code in _registry()["languages"] or "qaa" <= code <= "qtz":
        return code
    from babel.core import get_global

    alias = subtags(str(get_global("language_aliases").get(code, "")))
    if alias.language and not alias.script and not alias.region:
        return alias.language
    return code if code in get_global("likely_subtags") else ""


def _is_private_region(code: str) -> bool:
    return code in ("AA", "ZZ") or "QM" <= code <= "QZ" or "XA" <= code <= "XZ"


def _tag_hint(text: str) -> str:
    """A hint when the text is the English name of a language."""
    tag = _english_names().get(" ".join(text.casefold().split()))
    return f": write {tag} for {text.strip()}" if tag else ""


@cache
def _english_names() -> dict[str, str]:
    """The tags of languages by their English names in lower case."""
    names: dict[str, str] = {}
    for tag, name in tags_with_names().items():
        names.setdefault(name.casefold(), tag)
    return names


@cache
def _registry() -> dict[str, frozenset[str]]:
    """The subtags of the registry by their kind."""
    lines = resources.files("archiver.languages").joinpath("subtags.txt").read_text(encoding="utf-8").splitlines()
    kinds = (line.partition(": ") for line in lines if line and not line.startswith("#"))
    return {kind: frozenset(codes.split()) for kind, _, codes in kinds}
