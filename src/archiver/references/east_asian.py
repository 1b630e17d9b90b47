"""References in Chinese and Japanese: their brackets tell titles from names.

林海生：《钟楼与市镇》，北京：东方书局，1998年，第45页。
周敏：《渡口的时间》，《地方史研究》2005年第3期，第12-20页。
山村一郎『時計塔の町』（北原書店、1995年）、33頁。
高木澄子「渡し場の一日」『地方史研究』12巻3号（2003年）、15-28頁。
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archiver.references.marks import Again, Citation, Part, PartType
from archiver.references.words import listed

_HAN = r"[一-鿿㐀-䶿々〆ヶぁ-ヿー]"
_NAME = rf"{_HAN}{{2,8}}(?:\s{_HAN}{{1,4}})?"
_PERSONS = rf"(?P<persons>{_NAME}(?:[、，,・]{_NAME}){{0,3}})(?P<role>編著|編|编著|主编|著|译|訳)?"
_TITLES = r"[《『「](?P<first>[^《》『』「」]{2,80})[》』」](?:[，,、]?\s?(?:载|載)?[《『](?P<second>[^《》『』「」]{2,40})[》』])?"
_START = re.compile(
    rf"(?:^|[。；;\n（(])\s*(?:参见|参阅|见|詳見|参照)?(?:{_PERSONS}\s?[：:，,、]?\s?)?(?P<titles>{_TITLES})"
)
_PUBLISHED = re.compile(
    r"[（(，,、\s]*(?:(?P<place>[一-鿿]{2,5})[：:]\s?)?(?P<publisher>[一-鿿ァ-ヿー]{2,14}(?:社|书局|書局|书店|書店|书馆|書館|出版社|出版|大学|房|堂|会))[，,、]\s?(?P<date>(?:1[4-9]|20)\d\d)年(?:版)?[）)]?"
)
_DATE = re.compile(r"[（(，,、\s]*(?P<date>(?:1[4-9]|20)\d\d)年(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})日)?)?[）)]?")
_VOLUME = re.compile(r"[，,、\s]*第?(?P<volume>\d{1,4})[巻卷](?:[，,、\s]?第?(?P<issue>\d{1,4})[号期])?")
_ISSUE = re.compile(r"[，,、\s]*第?(?P<issue>\d{1,4})[期号號]")
_PAGES = re.compile(
    r"[，,、。\s）)]*(?:第|頁|p\.\s?|pp\.\s?)?(?P<pages>\d{1,5}(?:\s?[-–—~～－]\s?\d{1,5})?)(?:[页頁]|(?<=\d)(?=[。．.]?$))"
)


def has_east_asian(text: str) -> bool:
    """Whether a text has the brackets or the words by which these references are known: a cheap look."""
    return any(sign in text for sign in "《『「同前")


def citations_in(text: str) -> Iterator[Citation]:
    """The references of a text, in its order."""
    for match in re.finditer(rf"(?:^|[。；;])\s*(?:{'|'.join(listed('ibid_east_asian'))})(?=[，,、。\s]|$)", text):
        start = match.end() - len(match[0].lstrip("。；; \n"))
        pages = _PAGES.match(text, match.end())
        parts = (Part("pages", *pages.span("pages")),) if pages else ()
        yield Citation(start, pages.end() if pages else match.end(), parts, Again("ibid"))
    again = "|".join(listed("again_east_asian"))
    for match in re.finditer(rf"(?:^|[。；;])\s*(?P<x>{_NAME})\s?(?:{again})", text):
        pages = _PAGES.match(text, match.end())
        more = (Part("pages", *pages.span("pages")),) if pages else ()
        person = Part("author", *match.span("x"))
        yield Citation(
            person.start, pages.end() if pages else match.end(), (person, *more), Again("author", match["x"])
        )
    done = 0
    for match in _START.finditer(text):
        if match.start() < done:
            continue
        citation = _whole(text, match)
        if citation is not None:
            done = citation.end
            yield citation


def _whole(text: str, match: re.Match[str]) -> Citation | None:
    parts: list[Part] = []
    if match["persons"]:
        role: PartType = "editor" if match["role"] and match["role"][0] in "編编主" else "author"
        at = match.start("persons")
        for name in re.split(r"[、，,・]", match["persons"]):
            parts.append(Part(role, at, at + len(name)))
            at += len(name) + 1
    bracket = text[match.start("titles")]
    if match["second"]:
        parts += [Part("title", *match.span("first")), Part("journal", *match.span("second"))]
    else:
        parts.append(Part("title" if bracket == "「" else "book", *match.span("first")))
    end = match.end("titles")
    types = set()
    for _ in range(6):
        for pattern in (_PUBLISHED, _VOLUME, _ISSUE, _DATE, _PAGES):
            found = pattern.match(text, end)
            if found is None or any(name in types for name in found.groupdict() if found[name] and name != "month"):
                continue
            for name, value in found.groupdict().items():
                if value and name not in ("month", "day"):
                    types.add(name)
                    parts.append(_part(name, found))
            end = found.end()
            break
        else:
            break
    if not types & {"date", "volume", "issue"} or not (match["persons"] or match["second"]):
        return None
    return Citation(parts[0].start, max(end, max(p.end for p in parts)), tuple(sorted(parts, key=lambda p: p.start)))


def _part(name: str, found: re.Match[str]) -> Part:
    if name != "date":
        return Part(name, *found.span(name))  # type: ignore[arg-type]
    groups = found.groupdict()
    when = "-".join([groups["date"], *(f"{int(groups[g]):02}" for g in ("month", "day") if groups.get(g))])
    last = next(g for g in ("day", "month", "date") if groups.get(g))
    end = found.end(last) + (last != "date")
    return Part("date", found.start("date"), end, when)
