"""The article as bibliographies and catalogues know it: what the record says of it, without what is doubtful.

A field is doubtful if its evidence has low confidence and the record still holds the value that the evidence is for.
What somebody corrected by hand is not doubtful. The title is always kept: without it, nothing can be cited.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from archiver.article import Article
from archiver.description import Author, Contributor
from archiver.personal_names import is_family_first, split_name
from archiver.writers.shared.identity import identity, source_name
from archiver.writers.shared.personal_names import ranks

#: The kinds of works that all formats of bibliographies tell apart.
WorkType = Literal[
    "journal-article", "magazine-article", "newspaper-article", "conference-paper", "chapter", "encyclopedia-entry", "book", "report",
    "thesis", "court-opinion", "blog-post", "webpage", "document",
]  # fmt: skip

#: The codes of MARC for the roles of persons (id.loc.gov/vocabulary/relators), which MODS and EPUB use too.
RELATORS = {
    "author": "aut", "editor": "edt", "translator": "trl", "illustrator": "ill", "photographer": "pht", "interviewer": "ivr",
    "reviewer": "rev", "contributor": "ctb",
}  # fmt: skip

_OF_GENRE: dict[str, WorkType] = {
    "thesis": "thesis", "report": "report", "court-opinion": "court-opinion", "encyclopedia-entry": "encyclopedia-entry", "chapter": "chapter",
}  # fmt: skip
_OF_CONTAINER: dict[str, WorkType] = {
    "journal": "journal-article", "magazine": "magazine-article", "newspaper": "newspaper-article", "proceedings": "conference-paper",
    "book": "chapter", "series": "report", "blog": "blog-post",
}  # fmt: skip
_WORD = re.compile(r"[a-z0-9]+")
#: Words that open a title and tell nothing, in the languages that have most of them.
_ARTICLES = frozenset(
    "a an the der die das ein eine le la les un une el los las il lo gli i de het een den det en et on of in".split()
)


@dataclass(frozen=True, slots=True)
class Person:
    """A person or an organization. `name` is the whole name in its own order. `family` and `given` are "" for an organization,
    and for a name that cannot be split safely; `suffix` is "Jr." and the like. A name with the family name first stays whole in
    formats whose programs would turn it around.
    """

    name: str
    family: str = ""
    given: str = ""
    suffix: str = ""
    is_organization: bool = False
    orcid: str = ""
    affiliations: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()

    @property
    def is_family_first(self) -> bool:
        """Whether the name is written with its family name first."""
        return is_family_first(self.name, self.family)

    @property
    def inverted(self) -> str:
        """The name as catalogues file it: "Holt, Maren", "Ford, Ruben, Jr."; the whole name if it cannot be split."""
        if not self.family or self.is_family_first:
            return self.name
        return ", ".join(filter(None, (self.family, self.given, self.suffix)))


@dataclass(frozen=True, slots=True)
class Work:
    """The fields of a reference. A text is "" and a tuple is empty where the record has no value, or only a doubtful one.

    Dates are in ISO 8601. `people` are the contributors with their roles. `key` is a name for the entry in a file of references.
    """

    key: str
    type: WorkType
    title: str
    subtitle: str
    authors: tuple[Person, ...]
    people: tuple[tuple[str, Person], ...]
    container_type: str
    container: str
    abbreviation: str
    volume: str
    issue: str
    pages: str
    first_page: str
    last_page: str
    article_number: str
    issns: tuple[str, ...]
    isbns: tuple[str, ...]
    publisher: str
    published: str
    modified: str
    retrieved: str
    language: str
    abstract: str
    keywords: tuple[str, ...]
    department: str
    genre: str
    rights: str
    rights_href: str
    licence: str
    identifiers: tuple[tuple[str, str], ...]
    #: The URN of the export's identity, and the SHA-256 of the source: a file with it may be replaced by a new export of that source.
    urn: str
    sha256: str

    @property
    def full_title(self) -> str:
        """Title and subtitle in one line. A title that ends with a mark of its own needs no colon."""
        if not self.subtitle:
            return self.title
        return f"{self.title}{' ' if self.title.endswith(('?', '!', '…', ':', '.')) else ': '}{self.subtitle}"

    def identifier(self, type_: str) -> str:
        """The first identifier of a type, or ""."""
        return next((value for kind, value in self.identifiers if kind == type_), "")

    @property
    def doi(self) -> str:
        """The DOI, or ""."""
        return self.identifier("doi")

    @property
    def url(self) -> str:
        """The address of the article, or ""."""
        return self.identifier("url")


def work_of(article: Article) -> Work:
    """What bibliographies may say of an article."""
    doubtful = _Doubt(article)
    container = article.container
    name = doubtful.kept("container", container.name)
    issns = container.issns or tuple(value for kind, value in article.identifiers if kind == "issn")
    isbns = container.isbns or tuple(value for kind, value in article.identifiers if kind == "isbn")
    language = article.language
    authors = tuple(_person(a, a.honorific, language) for a in article.authors if doubtful.kept("author", a.name))
    people = tuple((c.role, _person(c, "", language)) for c in article.contributors if doubtful.kept(c.role, c.name))
    title = article.title or source_name(article)
    published = doubtful.kept_date(article, "published")
    # a record of a former version, or a page that names no publication, has the publication as its publisher
    stated = article.root.find("{*}head/{*}publisher")
    publisher = doubtful.kept("publisher", article.publisher if stated is not None else "")
    identifiers = tuple((kind, value) for kind, value in article.identifiers if doubtful.kept(kind, value))
    return Work(
        key=_key(authors, published, title, str(identity(article))),
        type=_type(article, bool(isbns), dict(identifiers)),
        title=title,
        subtitle=doubtful.kept("subtitle", article.subtitle),
        authors=authors,
        people=people,
        container_type=container.type if name or not container.name else "",
        container=name,
        abbreviation=doubtful.kept("abbreviation", container.abbreviation),
        volume=doubtful.kept("volume", container.volume),
        issue=doubtful.kept("issue", container.issue),
        pages=doubtful.kept("pages", container.pages),
        first_page=container.first_page if doubtful.kept("pages", container.pages) else "",
        last_page=container.last_page if doubtful.kept("pages", container.pages) else "",
        article_number=doubtful.kept("article-number", container.article_number),
        issns=tuple(issn for issn in issns if doubtful.kept("issn", issn)),
        isbns=tuple(isbn for isbn in isbns if doubtful.kept("isbn", isbn)),
        publisher="" if name and _is_same_name(publisher, name) else publisher,
        published=published,
        modified=doubtful.kept_date(article, "modified"),
        retrieved=doubtful.kept_date(article, "retrieved"),
        language=language,
        abstract=doubtful.kept("abstract", article.abstract),
        keywords=tuple(word for word in article.keywords if doubtful.kept("keyword", word)),
        department=doubtful.kept("department", article.department),
        genre=doubtful.kept("genre", article.genre_text),
        rights=doubtful.kept("rights", article.rights),
        rights_href=article.rights_href if doubtful.kept("rights", article.rights or article.rights_href) else "",
        licence=article.licence if doubtful.kept("rights", article.rights or article.rights_href) else "",
        identifiers=identifiers,
        urn=f"urn:uuid:{identity(article)}",
        sha256=article.source.sha256,
    )


class _Doubt:
    """What the evidence of a record says of its values."""

    def __init__(self, article: Article) -> None:
        self._texts: dict[str, list[str]] = {}
        sure = {e.field for e in article.evidence if e.confidence != "low"}
        for evidence in article.evidence:
            if evidence.confidence == "low" and evidence.field not in sure:
                self._texts.setdefault(evidence.field, []).append(_letters(evidence.text))

    def kept(self, field: str, value: str) -> str:
        """The value, or "" if its evidence is weak."""
        letters = _letters(value)
        return "" if any(letters in text or text in letters for text in self._texts.get(field, ())) else value

    def kept_date(self, article: Article, type_: str) -> str:
        """The first date of a type in ISO 8601, or ""."""
        for date in article.dates:
            if date.type == type_ and date.when:
                return date.when if self.kept(type_, date.text or date.when) else ""
        return ""


def _is_same_name(first: str, second: str) -> bool:
    """Whether two names differ at most in capitals, signs and an English article: "The Gull", "the GULL", "Gull"."""
    return _letters(first).removeprefix("the") == _letters(second).removeprefix("the")


def _letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _person(person: Author | Contributor, honorific: str, language: str) -> Person:
    """A person of the record. The parts of the name are those of the record; one without them is split here."""
    affiliations = person.affiliations if isinstance(person, Author) else ()
    roles = person.roles if isinstance(person, Author) else ()
    if person.type == "organization":
        return Person(person.name, is_organization=True, affiliations=affiliations)
    family, given, suffix = person.family, person.given, person.suffix
    if not family:
        family, given, suffix = split_name(person.name, language)
    suffix = suffix or ranks(honorific).generation
    return Person(
        person.name, family, given, suffix if family else "", orcid=person.orcid, affiliations=affiliations, roles=roles
    )


def _type(article: Article, has_isbn: bool, identifiers: dict[str, str]) -> WorkType:
    container, genre = article.container.type, article.genre
    if genre in _OF_GENRE:
        return _OF_GENRE[genre]
    if container in _OF_CONTAINER:
        return _OF_CONTAINER[container]
    if genre == "post":
        return "blog-post"
    if genre in ("news", "opinion") and container == "site":
        return "newspaper-article"
    if genre == "paper":
        return "journal-article"
    if has_isbn and not container:
        return "book"
    return "webpage" if container == "site" or "url" in identifiers else "document"


def _key(authors: tuple[Person, ...], published: str, title: str, unique: str) -> str:
    """A name for the entry from family name, year and first word of the title: "holt2021tides". What has no Latin letters is
    left out; if nothing is left, it is "article" and a part of the identity.
    """
    family = _ascii((authors[0].family or authors[0].name) if authors else "")
    words = [word for word in _ascii(title).split() if word not in _ARTICLES]
    key = "".join(family.split())[:30] + published.lstrip("-")[:4] + (words[0][:30] if words else "")
    return key if re.search(r"[a-z]", key) else f"article{published.lstrip('-')[:4]}{unique[:8]}"


def _ascii(text: str) -> str:
    """The Latin letters and digits of a text without their accents, as words."""
    plain = unicodedata.normalize(
        "NFKD", text.casefold().replace("ß", "ss").replace("ø", "o").replace("æ", "ae").replace("ł", "l")
    )
    return " ".join(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c) and c not in "'’")))
