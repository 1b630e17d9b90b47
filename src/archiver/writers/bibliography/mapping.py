"""Which field of a record goes where in each bibliographic format: one table for all of them.

Sources: CSL 1.0.2 (appendix III and IV) and its csl-data.json; BibTeX (btxdoc) with the fields of biblatex that all programs
know; the RIS format specification of 2011; Dublin Core 1.1 (ISO 15836-1); MODS 3.8; MARC 21 for bibliographic data; Zotero's
translator "Zotero RDF"; Google Scholar's guide for webmasters (`citation_*`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archiver.writers.shared.work import Person, Work, WorkType


@dataclass(frozen=True, slots=True)
class MappedField:
    """One field of a work, and its name in each format; "" where a format has no place for it.

    `field` is an attribute of Work, `identifiers/TYPE` or `people/ROLE`. `mods` is a path of elements. `marc` is a field with its
    indicators ("#" for a blank) and a subfield. What begins with "container " in `zotero` belongs to the node of the publication.
    """

    field: str
    says: str
    csl: str = ""
    bibtex: str = ""
    ris: str = ""
    dc: str = ""
    mods: str = ""
    marc: str = ""
    zotero: str = ""
    html: str = ""


_HOST = "relatedItem[@type='host']"

TABLE = (
    MappedField("full_title", "title and subtitle", "title", "title", "TI", "title", "", "", "dc:title", html="citation_title"),
    MappedField("title", "title", mods="titleInfo/title", marc="245 10 $a"),
    MappedField("subtitle", "subtitle", mods="titleInfo/subTitle", marc="245 10 $b"),
    MappedField("authors", "authors", "author", "author", "AU", "creator", "name[aut]", "100 1# $a", "bib:authors", html="citation_author"),
    MappedField("people/editor", "editors", "editor", "editor", "ED", "contributor", "name[edt]", "700 1# $a", "bib:editors", html="citation_editor"),
    MappedField("people/translator", "translators", "translator", "translator", "A4", "contributor", "name[trl]", "700 1# $a", "z:translators", html="citation_translator"),
    MappedField("people/illustrator", "illustrators", "illustrator", "", "", "contributor", "name[ill]", "700 1# $a", "bib:contributors"),
    MappedField("people/photographer", "photographers", "contributor", "", "", "contributor", "name[pht]", "700 1# $a", "bib:contributors"),
    MappedField("people/interviewer", "interviewers", "interviewer", "", "", "contributor", "name[ivr]", "700 1# $a", "z:interviewers"),
    MappedField("people/reviewer", "reviewers", "contributor", "", "", "contributor", "name[rev]", "700 1# $a", "bib:contributors"),
    MappedField("people/contributor", "other contributors", "contributor", "", "", "contributor", "name[ctb]", "700 1# $a", "bib:contributors"),
    MappedField("container", "publication", "container-title", "journal", "T2", "source", f"{_HOST}/titleInfo/title", "773 0# $t", "container dc:title", html="citation_journal_title"),
    MappedField("abbreviation", "its short name", "container-title-short", "shortjournal", "J2", "", f"{_HOST}/titleInfo[@type='abbreviated']/title", "773 0# $p", "container dcterms:alternative", html="citation_journal_abbrev"),
    MappedField("volume", "volume", "volume", "volume", "VL", "source", f"{_HOST}/part/detail[@type='volume']/number", "773 0# $g", "container prism:volume", html="citation_volume"),
    MappedField("issue", "issue", "issue", "number", "IS", "source", f"{_HOST}/part/detail[@type='issue']/number", "773 0# $g", "container prism:number", html="citation_issue"),
    MappedField("pages", "pages", "page", "pages", "", "source", "", "773 0# $g", "bib:pages"),
    MappedField("first_page", "first page", "page-first", "", "SP", "", f"{_HOST}/part/extent[@unit='pages']/start", html="citation_firstpage"),
    MappedField("last_page", "last page", "", "", "EP", "", f"{_HOST}/part/extent[@unit='pages']/end", html="citation_lastpage"),
    MappedField("article_number", "article number", "number", "eid", "C7", "source", f"{_HOST}/part/detail[@type='article']/number", "773 0# $g", "", html="citation_article_number"),
    MappedField("department", "section of the publication", "section", "", "SE", "", f"{_HOST}/part/detail[@type='section']/title", "", "prism:section"),
    MappedField("issns", "ISSN", "ISSN", "issn", "SN", "relation", f"{_HOST}/identifier[@type='issn']", "773 0# $x", "container dc:identifier", html="citation_issn"),
    MappedField("isbns", "ISBN", "ISBN", "isbn", "SN", "relation", f"{_HOST}/identifier[@type='isbn']", "773 0# $z", "container dc:identifier", html="citation_isbn"),
    MappedField("publisher", "publisher", "publisher", "publisher", "PB", "publisher", "originInfo/publisher", "264 #1 $b", "dc:publisher", html="citation_publisher"),
    MappedField("published", "date of publication", "issued", "date", "PY, DA", "date", "originInfo/dateIssued[@encoding='w3cdtf'][@keyDate='yes']", "264 #1 $c", "dc:date", html="citation_publication_date"),
    MappedField("modified", "date of the last change", "", "", "", "", "originInfo/dateModified[@encoding='w3cdtf']"),
    MappedField("retrieved", "day on which it was saved", "accessed", "urldate", "Y2", "", "originInfo/dateCaptured[@encoding='w3cdtf']", "", "dcterms:dateSubmitted"),
    MappedField("language", "language", "language", "language", "LA", "language", "language/languageTerm[@type='code'][@authority='rfc5646']", "041 07 $a", "z:language", html="citation_language"),
    MappedField("abstract", "abstract", "abstract", "abstract", "AB", "description", "abstract", "520 3# $a", "dcterms:abstract"),
    MappedField("keywords", "keywords", "keyword", "keywords", "KW", "subject", "subject/topic", "653 ## $a", "dc:subject", html="citation_keywords"),
    MappedField("genre", "kind of the article", "genre", "type", "M3", "type", "genre", "655 #4 $a", "z:type"),
    MappedField("rights", "terms", "", "copyright", "", "rights", "accessCondition[@type='use and reproduction']", "540 ## $a", "dc:rights"),
    MappedField("rights_href", "address of the licence", "", "", "", "rights", "", "540 ## $u"),
    MappedField("licence", "identifier of the licence (SPDX)", "", "", "", "rights"),
    MappedField("identifiers/doi", "DOI", "DOI", "doi", "DO", "identifier", "identifier[@type='doi']", "024 7# $a", "dc:identifier", html="citation_doi"),
    MappedField("identifiers/url", "address", "URL", "url", "UR", "identifier", "location/url[@usage='primary display']", "856 40 $u", "dc:identifier"),
    MappedField("identifiers/archived-url", "address of an archived copy", "", "", "", "relation", "location/url[@displayLabel='Archived copy']", "856 42 $u", ""),
    MappedField("identifiers/pmid", "PMID", "PMID", "pmid", "AN", "identifier", "identifier[@type='pmid']", "024 7# $a", "", html="citation_pmid"),
    MappedField("identifiers/pmcid", "PMCID", "PMCID", "pmcid", "C2", "identifier", "identifier[@type='pmcid']", "024 7# $a", "", html="citation_pmcid"),
    MappedField("identifiers/arxiv", "arXiv", "", "eprint", "", "identifier", "identifier[@type='arxiv']", "024 7# $a", "", html="citation_arxiv_id"),
    MappedField("identifiers/handle", "handle", "", "", "", "identifier", "identifier[@type='hdl']", "024 7# $a", ""),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a kind of work in each format. `zotero` is the item type, `node` its class in RDF, `container` that of the
    publication. `in_book` says that BibTeX calls the publication `booktitle`.
    """

    csl: str
    bibtex: str
    ris: str
    zotero: str
    node: str = "bib:Document"
    container: str = ""
    in_book: bool = False


TYPES: dict[WorkType, Names] = {
    "journal-article": Names("article-journal", "article", "JOUR", "journalArticle", "bib:Article", "bib:Journal"),
    "magazine-article": Names("article-magazine", "article", "MGZN", "magazineArticle", "bib:Article", "bib:Periodical"),
    "newspaper-article": Names("article-newspaper", "article", "NEWS", "newspaperArticle", "bib:Article", "bib:Newspaper"),
    "conference-paper": Names("paper-conference", "inproceedings", "CPAPER", "conferencePaper", "rdf:Description", "bib:Journal", True),
    "chapter": Names("chapter", "incollection", "CHAP", "bookSection", "bib:BookSection", "bib:Book", True),
    "encyclopedia-entry": Names("entry-encyclopedia", "incollection", "ENCYC", "encyclopediaArticle", "rdf:Description", "bib:Book", True),
    "book": Names("book", "book", "BOOK", "book", "bib:Book", "bib:Series"),
    "report": Names("report", "techreport", "RPRT", "report", "bib:Report", "bib:Series"),
    "thesis": Names("thesis", "phdthesis", "THES", "thesis", "bib:Thesis", "bib:Series"),
    "court-opinion": Names("legal_case", "misc", "CASE", "case", "bib:Document", "bib:CourtReporter"),
    "blog-post": Names("post-weblog", "misc", "BLOG", "blogPost", "bib:Document", "z:Blog"),
    "webpage": Names("webpage", "misc", "ELEC", "webpage", "bib:Document", "z:Website"),
    "document": Names("document", "misc", "GEN", "document", "bib:Document", "bib:Collection"),
}  # fmt: skip


def values(work: Work, field: str) -> tuple[str, ...]:
    """The values of a field of the table, without those of persons."""
    name, _, kind = field.partition("/")
    if name == "identifiers":
        return tuple(value for type_, value in work.identifiers if type_ == kind)[:1]
    found = getattr(work, name)
    return tuple(found) if isinstance(found, tuple) else (found,) if found else ()


def persons(work: Work, field: str) -> tuple[Person, ...]:
    """The persons of a field of the table: `authors` or `people/ROLE`."""
    if field == "authors":
        return work.authors
    role = field.partition("/")[2]
    return tuple(person for role_, person in work.people if role_ == role)


def holds_persons(row: MappedField) -> bool:
    """Whether a row of the table is about persons."""
    return row.field == "authors" or row.field.startswith("people/")


def filled(work: Work, format_: str) -> Iterator[tuple[MappedField, str, tuple[str, ...]]]:
    """The rows of a format in the order of the table, with the name of the field in that format and its values; without persons, and
    without rows that are empty.
    """
    for row in TABLE:
        name = getattr(row, format_)
        if name and not holds_persons(row) and (found := values(work, row.field)):
            yield row, name, found
