"""The parts of a personal name: family name, given names, and the suffix of a generation.

    split_name("Maud van der Holt", "nl")        →  van der Holt, Maud
    split_name("Lucía Fernández Ortega", "es")   →  Fernández Ortega, Lucía
    split_name("Kovács Eszter", "hu")            →  Kovács, Eszter
    split_name("John Garcia Jr.", "en")          →  Garcia, John, Jr.

nameparser splits Western names of several words. It does not know two Spanish family names or names with the family name first,
so these are decided here. A name that cannot be split safely has no parts: names of languages without family names (Icelandic), of
scripts without a rule, and of one word. No list of names is used, but the language of the article and the letters of the name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from archiver.languages import subtags

#: Languages that write the family name first.
FAMILY_FIRST = frozenset(["hu", "ja", "ko", "vi", "zh"])
#: Languages in which a person has two family names, and the last one alone is not what catalogues file.
_TWO_FAMILY_NAMES = frozenset(["es", "ca", "gl"])
#: Small words that belong to the family name that they come before.
PARTICLES = frozenset(
    "van von vom zu zum zur den der de del della dello dei degli di da das do dos du des la le lo ten ter te 't tot op af av bin ibn al el ben bar e y i".split()
)
#: The scripts in which a name of several words ends with the family name.
_SPLIT_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "HEBREW", "ARMENIAN")
_MOST_NAMES = 5
#: Letters that only Vietnamese names have, whatever the language of the article is.
_VIETNAMESE = frozenset("ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹơưđ")
#: Letters and digraphs of Hungarian names: a foreign name in a Hungarian article has the family name last.
_HUNGARIAN = re.compile(r"[áéíóöőúüű]|sz|zs|gy|ny|cs", re.IGNORECASE)
#: The ends of Icelandic names after the father or the mother. They are no family names: catalogues file the given name.
_ICELANDIC = re.compile(r"(?:son|dóttir)$")
_GENERATION = re.compile(r",?\s+((?:Jr|Sr|Jnr|Snr)\.?|I{2,3}|IV)$")
#: Chinese and Korean family names of two characters. All others have one.
_TWO_CHARACTERS = frozenset(
    "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 皇甫 令狐 慕容 尉迟 尉遲 公孙 公孫 남궁 황보 제갈 선우 독고 사공".split()
)


class NameParts(NamedTuple):
    """The parts of a name, "" for those that it lacks or that are not known."""

    family: str = ""
    given: str = ""
    suffix: str = ""


def split_name(name: str, language: str) -> NameParts:
    """The parts of the name of a person. `language` is that of the article, a BCP 47 tag or ""."""
    match = _GENERATION.search(name)
    suffix = match[1] if match is not None and len(name[: match.start()].split()) > 1 else ""
    bare = name[: match.start()] if match is not None and suffix else name
    return NameParts(*_family_and_given(" ".join(bare.split()), subtags(language).language), suffix)


def is_family_first(name: str, family: str) -> bool:
    """Whether a name is written with its family name before the given names."""
    return bool(family) and name.startswith(family) and name != family


@lru_cache(maxsize=512)
def _family_and_given(name: str, language: str) -> tuple[str, str]:
    words = name.split()
    if not words or len(words) > _MOST_NAMES or any(character in ',;:()[]/"“”„«»' for character in name):
        return "", ""
    if any(letter in _VIETNAMESE for letter in name.casefold()):
        return (words[0], " ".join(words[1:])) if len(words) > 1 else ("", "")
    if language in FAMILY_FIRST:
        return _family_first(words, language)
    if len(words) < 2 or not all(map(_may_be_split, words)):
        return "", ""
    if len(words[-1]) < 2 or words[-1].endswith(".") or words[0].casefold() in PARTICLES:
        return "", ""
    if language == "is" and _ICELANDIC.search(words[-1]):
        return "", ""
    if language in _TWO_FAMILY_NAMES and len(words) > 2 and _is_whole(words[-2]):
        return _two_family_names(words)
    if len(words) == 2:
        return words[1], words[0]
    return _western(name) or _with_particles(words, len(words) - 1)


def _family_first(words: list[str], language: str) -> tuple[str, str]:
    """The parts of a name in a language that writes the family name first, if its letters are those of the language."""
    if language in ("zh", "ko") and len(words) == 1 and 2 <= len(words[0]) <= 4 and _is_of(words[0], ("CJK", "HANGUL")):
        length = 2 if words[0][:2] in _TWO_CHARACTERS and len(words[0]) > 2 else 1
        return words[0][:length], words[0][length:]
    if (
        language in ("ja", "zh", "ko")
        and len(words) == 2
        and _is_of("".join(words), ("CJK", "HANGUL", "HIRAGANA", "KATAKANA"))
    ):
        return (words[0], words[1]) if not _is_of(words[0], ("KATAKANA",)) else ("", "")
    if language == "hu" and 2 <= len(words) <= 3 and _HUNGARIAN.search(words[0]):
        return words[0], " ".join(words[1:])
    return "", ""


def _is_of(text: str, scripts: tuple[str, ...]) -> bool:
    return all(unicodedata.name(character, "").startswith(scripts) for character in text)


def _two_family_names(words: list[str]) -> tuple[str, str]:
    """Two family names at the end of three words or more, with the particles before each."""
    start = len(words) - 2
    if start < 1:
        return words[-1], words[0]
    if words[start].casefold() in PARTICLES and start > 1:
        start -= 1
    return _with_particles(words, start)


def _with_particles(words: list[str], start: int) -> tuple[str, str]:
    """The family name that begins at `start`, or with the small particles before it: "van der Holt", "Ortega y Gasset"."""
    while start > 1 and words[start - 1].casefold() in PARTICLES and words[start - 1].islower():
        start -= 1
        if words[start] in ("e", "y", "i") and start > 1:
            start -= 1
    return " ".join(words[start:]), " ".join(words[:start])


def _western(name: str) -> tuple[str, str] | None:
    """What nameparser says of a name; None if it sees a title or a suffix in it, or changes its words."""
    from nameparser import HumanName

    parsed = HumanName(name)
    given = " ".join(filter(None, (parsed.first, parsed.middle)))
    if parsed.title or parsed.suffix or parsed.nickname or f"{given} {parsed.last}" != name:
        return None
    return parsed.last, given


def _may_be_split(word: str) -> bool:
    """Whether a word is a name or an initial in a script with a rule."""
    return all(
        character in "-'’.‐"
        or unicodedata.combining(character)
        or (character.isalpha() and unicodedata.name(character, "").startswith(_SPLIT_SCRIPTS))
        for character in word
    )


def _is_whole(word: str) -> bool:
    """Whether a word is a whole name, and no initial and no particle."""
    return len(word.rstrip(".")) > 2 and word.casefold() not in PARTICLES
