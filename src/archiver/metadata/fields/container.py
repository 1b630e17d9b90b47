"""The container: the publication in which the article appeared (a journal, a newspaper, a book, a site), and the
article's place in it; the section of the publication, and the kind of the article.

These fields come from markup alone. A site shows its name in more places (publication.resolve_site).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from importlib import resources
from typing import Any, cast

from archiver.description import Container, ContainerType, Contributor, ContributorRole
from archiver.draft import EvidenceDraft, Genre
from archiver.metadata.candidates import RANK, Candidate, Candidates, Field
from archiver.metadata.fields.publication import Resolved
from archiver.metadata.overrides import Given
from archiver.metadata.parsing.folding import comparison_key, fold

#: Words for a list of articles or for any article, which templates write where the section should be.
_NO_SECTIONS = frozenset(("tags", "posts", "article", "articles", "category", "categories", "home", "homepage", "all"))
#: The types by which pages name a container, surest first: a page that names a journal and a series has both of its article.
_TYPES: tuple[ContainerType, ...] = ("journal", "proceedings", "book", "newspaper", "magazine", "series", "blog")
#: The words of PRISM's aggregationType, and of others, for the types.
_TYPE_WORDS: dict[str, ContainerType] = {
    "journal": "journal", "magazine": "magazine", "newsletter": "magazine", "newspaper": "newspaper", "book": "book", "blog": "blog",
    "website": "site", "proceedings": "proceedings", "series": "series",
}  # fmt: skip
#: Values with which templates say that there is none.
_NOTHING = frozenset(
    ("null", "undefined", "none", "na", "nan", "notassigned", "tbd", "tba", "0", "uncategorized", "false", "")
)
_LONGEST_NAME, _LONGEST_NUMBER, _LONGEST_PAGES = 300, 40, 60
_ISSN = re.compile(r"\b(\d{4})-?(\d{3}[\dX])\b", re.IGNORECASE)
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dX]", re.IGNORECASE)
#: Pages: "12-30", "12–30", "e12-e30", "S4-S9".
_RANGE = re.compile(r"\s*([A-Za-z]{0,3}\d[\w.]*)\s*(?:[-\u2010-\u2015\u2212]{1,2}|to|bis)\s*([A-Za-z]{0,3}\d[\w.]*)\s*")
_ONE_PAGE = re.compile(r"[A-Za-z]{0,3}\d+")
#: The rules of tags for scholarly articles.
_SCHOLARLY = frozenset(("citation-tag", "prism-tag", "eprints-tag", "dublin-core", "coins"))
#: The containers whose ISBN is not that of the article itself.
_BOOKS = frozenset(("book", "proceedings", "series"))


def resolve_container(
    candidates: Candidates, site: Resolved | None, title_key: str
) -> tuple[Container | None, list[EvidenceDraft]]:
    """The container with the place of the article in it, and the evidence of each of its fields.

    A publication that the page names wins over the site. Without a name, there is a container only if the page gives a volume,
    an issue or an ISSN.
    """
    evidence: list[EvidenceDraft] = []

    def choose(field: Field, longest: int = _LONGEST_NUMBER) -> str:
        found = _best(candidates, field, longest)
        if found is None:
            return ""
        evidence.append(EvidenceDraft(field, found.rule, found.confidence, found.value))
        return found.value

    type_, name = _named(candidates, site, title_key)
    numbers = {c.rule for c in candidates.of("volume", "issue", "issn") if not _is_nothing(c.value)}
    if name is None and not numbers:
        return None, []
    if name is not None and type_ in ("site", "blog"):
        if not numbers:
            return Container(type_, name.value), [_evidence_of(name)]
        if not _SCHOLARLY.isdisjoint(numbers):
            type_, name = "journal", None  # a volume of a journal that is not named: the site may be a platform of many
    if name is not None:
        evidence.append(_evidence_of(name))
    abbreviation = choose("abbreviation", _LONGEST_NAME)
    volume, issue = choose("volume"), choose("issue")
    pages, first, last = _pages(candidates, evidence)
    article_number = choose("article-number")
    issns = _standard_numbers(candidates, "issn", evidence)
    isbns = _standard_numbers(candidates, "isbn", evidence) if type_ in _BOOKS else ()
    return (
        Container(
            type=type_,
            name=name.value if name is not None else "",
            abbreviation=abbreviation,
            volume=volume,
            issue=issue,
            pages=pages,
            first_page=first,
            last_page=last,
            article_number=article_number,
            issns=issns,
            isbns=isbns,
        ),
        evidence,
    )


def with_given(
    found: Container | None, evidence: list[EvidenceDraft], given: Given
) -> tuple[Container | None, list[EvidenceDraft]]:
    """The container with what the user gives in place of what was found, and the evidence."""
    texts = {
        "name": given.container, "volume": given.volume, "issue": given.issue, "pages": given.pages, "issns": given.issn, "isbns": given.isbn,
    }  # fmt: skip
    texts = {name: fold(text) for name, text in texts.items() if fold(text)}
    if not texts and not given.container_type:
        return found, evidence
    default: ContainerType = "journal" if texts.keys() & {"volume", "issue", "issns"} else "site"
    base = found or Container(default)
    if base.type == "site" and "name" in texts:
        base = replace(base, type=default)
    if given.container_type:
        base = replace(base, type=cast(ContainerType, given.container_type.lower()))
    values: dict[str, Any] = dict(texts)
    if "issns" in values:
        digits = values["issns"].upper().replace("-", "")
        values["issns"] = (f"{digits[:4]}-{digits[4:]}",)
    if "isbns" in values:
        values["isbns"] = (values["isbns"],)
    if "pages" in values:
        ends = _RANGE.fullmatch(values["pages"])
        single = values["pages"] if _ONE_PAGE.fullmatch(values["pages"]) else ""
        values |= {"first_page": ends[1] if ends else single, "last_page": ends[2] if ends else ""}
        values["pages"] = f"{ends[1]}–{ends[2]}" if ends else values["pages"]
    fields = {_EVIDENCE_NAMES.get(name, name): text for name, text in texts.items()}
    if given.container_type and "container" not in fields and base.name:
        fields["container"] = base.name
    kept = [entry for entry in evidence if entry.field not in fields]
    return replace(base, **values), [*(EvidenceDraft(f, "given", "high", text) for f, text in fields.items()), *kept]


_EVIDENCE_NAMES = {"name": "container", "issns": "issn", "isbns": "isbn"}


def _named(candidates: Candidates, site: Resolved | None, title_key: str) -> tuple[ContainerType, Resolved | None]:
    """The type of the container and its name."""
    found: list[tuple[int, int, ContainerType, Candidate]] = []
    for order, type_ in enumerate(_TYPES):
        for candidate in candidates.of(type_):
            if (
                not _is_nothing(candidate.value)
                and len(candidate.value) <= _LONGEST_NAME
                and comparison_key(candidate.value) != title_key
                and (candidate.rule != "dublin-core" or _is_named_by_dublin_core(candidate, candidates))
            ):
                found.append((RANK[candidate.confidence], order, type_, candidate))
    declared = next(
        (t for c in candidates.of("container-type") if (t := _TYPE_WORDS.get(comparison_key(c.value)))), None
    )
    if found:
        _, _, named_type, candidate = min(found, key=lambda entry: entry[:2])
        # PRISM has one element for the name of any publication
        type_ = declared if declared is not None and named_type == "journal" else named_type
        return type_, Resolved(candidate.value, candidate.rule, candidate.confidence)
    if site is not None:
        is_blog = any(comparison_key(c.value) in ("blogposting", "liveblogposting") for c in candidates.of("genre"))
        return "blog" if is_blog else "site", site
    return declared or "journal", None


def _is_named_by_dublin_core(candidate: Candidate, candidates: Candidates) -> bool:
    """Whether `dc.source` holds the name of the journal, as Open Journal Systems write it. Others write there a whole
    reference ("Est. Rev. 2021;12(3):101"), an address, or the name of an agency.
    """
    numbers = candidates.of("volume", "issue", "issn")
    return not re.search(r"\d|://", candidate.value) and any(number.rule == "dublin-core" for number in numbers)


def _best(candidates: Candidates, field: Field, longest: int) -> Candidate | None:
    """The surest candidate for a field that is a value."""
    usable = (c for c in candidates.of(field) if len(c.value) <= longest and not _is_nothing(c.value))
    return min(usable, key=lambda c: RANK[c.confidence], default=None)


def _is_nothing(value: str) -> bool:
    return comparison_key(value) in _NOTHING


def _pages(candidates: Candidates, evidence: list[EvidenceDraft]) -> tuple[str, str, str]:
    """The pages as text, the first and the last one."""
    first = _best(candidates, "first-page", _LONGEST_NUMBER)
    last = _best(candidates, "last-page", _LONGEST_NUMBER)
    source = first or _best(candidates, "pages", _LONGEST_PAGES)
    if source is None:
        return "", "", ""
    # some templates write the whole range into the tag of the first page
    ends = _RANGE.fullmatch(source.value)
    if ends is not None:
        start, end = ends[1], last.value if last is not None else ends[2]
    elif first is not None or _ONE_PAGE.fullmatch(source.value):
        start, end = source.value, last.value if last is not None else ""
    else:
        start, end = "", ""
    text = "–".join(dict.fromkeys(filter(None, (start, end)))) or source.value
    evidence.append(EvidenceDraft("pages", source.rule, source.confidence, text))
    return text, start, end


def _standard_numbers(candidates: Candidates, field: Field, evidence: list[EvidenceDraft]) -> tuple[str, ...]:
    """Up to four ISSNs or ISBNs, each once, and the evidence of each."""
    numbers: dict[str, Candidate] = {}
    for candidate in candidates.of(field):
        if field == "issn":
            for match in _ISSN.finditer(candidate.value):
                numbers.setdefault(f"{match[1]}-{match[2]}".upper(), candidate)
        elif isbn := _ISBN.search(candidate.value):
            numbers.setdefault(isbn.group().upper(), candidate)
    chosen = list(numbers.items())[:4]
    evidence += [EvidenceDraft(field, c.rule, c.confidence, number) for number, c in chosen]
    return tuple(number for number, _ in chosen)


def _evidence_of(name: Resolved) -> EvidenceDraft:
    return EvidenceDraft("container", name.rule, name.confidence, name.value)


# -- section, kind and contributors -------------------------------------------------------------------


def resolve_department(candidates: Candidates, taken: frozenset[str]) -> Resolved | None:
    """The section of the publication ("Opinion"). `taken` are the comparison keys of the title and of the container."""
    for candidate in sorted(candidates.of("department"), key=lambda c: RANK[c.confidence]):
        if (
            2 <= len(candidate.value) <= 80
            and not _is_nothing(candidate.value)
            and comparison_key(candidate.value) not in taken | _NO_SECTIONS
            and any(c.isalpha() for c in candidate.value)
            and not re.match(r"https?://", candidate.value)
        ):
            return Resolved(candidate.value, candidate.rule, candidate.confidence)
    return None


def resolve_genre(candidates: Candidates) -> tuple[Genre | None, Resolved] | None:
    """The kind of the article: what the surest tag names; one that the record tells apart comes first."""
    known: list[tuple[int, int, Genre, Candidate]] = []
    for order, candidate in enumerate(candidates.of("genre")):
        if genre := _genres().get(comparison_key(candidate.value.rpartition("/")[2])):
            known.append((RANK[candidate.confidence], order, genre, candidate))
    if known:
        _, _, genre, candidate = min(known, key=lambda entry: entry[:2])
        return genre, Resolved(candidate.value, candidate.rule, candidate.confidence)
    for candidate in candidates.of("genre"):
        if candidate.rule in ("citation-tag", "prism-tag", "eprints-tag") and len(candidate.value) <= 60:
            return None, Resolved(candidate.value, candidate.rule, candidate.confidence)
    return None


@cache
def _genres() -> dict[str, Genre]:
    """The kind of an article by the comparison key of a word for it (embedded.toml)."""
    text = resources.files("archiver.metadata").joinpath("embedded.toml").read_text(encoding="utf-8")
    return {word: cast(Genre, genre) for genre, names in tomllib.loads(text)["genres"].items() for word in names}


_ROLES: tuple[ContributorRole, ...] = (
    "editor", "translator", "illustrator", "photographer", "interviewer", "reviewer", "contributor",
)  # fmt: skip
_MOST_CONTRIBUTORS = 50


def resolve_contributors(
    candidates: Candidates, authors: frozenset[str]
) -> tuple[tuple[Contributor, ...], list[EvidenceDraft]]:
    """Persons and organizations with other parts, in the order of the parts. `authors` are the comparison keys of the
    authors: an author who is also named as a mere contributor is not named twice.
    """
    people: dict[tuple[str, str], Contributor] = {}
    evidence: dict[str, tuple[Candidate, list[str]]] = {}
    for role in _ROLES:
        for candidate in candidates.of(role):
            name, key = candidate.value, comparison_key(candidate.value)
            if not key or len(name) > 120 or re.match(r"https?://|@", name) or (role, key) in people:
                continue
            if candidate.rule == "credit-line" and key in authors:
                continue
            if role == "contributor" and (key in authors or any(key == other for _, other in people)):
                continue
            if len(people) >= _MOST_CONTRIBUTORS:
                break
            type_ = candidate.author.type if candidate.author is not None else "person"
            people[role, key] = Contributor(role, name, type_)
            evidence.setdefault(role, (candidate, []))[1].append(name)
    return tuple(people.values()), list(_contributor_evidence(evidence))


def _contributor_evidence(evidence: dict[str, tuple[Candidate, list[str]]]) -> Iterator[EvidenceDraft]:
    for role, (candidate, names) in evidence.items():
        yield EvidenceDraft(role, candidate.rule, candidate.confidence, "; ".join(names))
