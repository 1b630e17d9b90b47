"""COinS: an OpenURL (ANSI/NISO Z39.88) in the title of an empty `span.Z3988`, by which reference managers find an article.

Lists of references have them too, one for each entry, and so do lists of articles. So a page's own is the one that names
the page's title; where no other field names a title, it is the only one of the page.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from archiver.metadata.candidates import Candidates, Field
from archiver.metadata.parsing.folding import comparison_key
from archiver.page import Page

_RULE = "coins"
#: More of them stand only in lists.
_MOST = 400
#: The keys with one field each (the registered formats "journal", "book" and "dissertation").
_FIELDS: dict[str, Field] = {
    "rft.atitle": "title", "rft.stitle": "abbreviation", "rft.volume": "volume", "rft.issue": "issue", "rft.spage": "first-page",
    "rft.epage": "last-page", "rft.pages": "pages", "rft.artnum": "article-number", "rft.issn": "issn", "rft.eissn": "issn", "rft.isbn": "isbn",
    "rft.date": "published", "rft.pub": "publisher", "rft.au": "author", "rft.language": "language", "rft.rights": "rights",
}  # fmt: skip
#: What the identifiers in `rft_id` begin with.
_IDENTIFIERS: dict[str, Field] = {
    "info:doi/": "doi", "info:pmid/": "pmid", "info:hdl/": "handle", "info:arxiv/": "arxiv", "urn:issn:": "issn", "urn:isbn:": "isbn",
}  # fmt: skip
#: The genres that name the container by `rft.btitle`.
_IN_BOOKS = frozenset(("bookitem", "proceeding"))


def gather_coins(page: Page, candidates: Candidates) -> None:
    """Add candidates from the OpenURL of a page's own article."""
    if "Z3988" not in page.text:
        return
    found: list[dict[str, list[str]]] = []
    for tag, attributes in zip(page.tags, page.attributes, strict=True):
        if tag == "span" and "Z3988" in attributes.get("class", "").split() and attributes.get("title"):
            found.append(_read(attributes["title"]))
            if len(found) > _MOST:
                return
    titles = {comparison_key(c.value) for c in candidates.of("title")} - {""}
    own = [item for item in found if _title_key(item) in titles]
    if not own and not titles and len(found) == 1:
        own = found
    if own:
        _add(own[0], candidates)


def _read(text: str) -> dict[str, list[str]]:
    try:
        return parse_qs(text, max_num_fields=200)
    except ValueError:  # too many fields
        return {}


def _title_key(item: dict[str, list[str]]) -> str:
    values = item.get("rft.atitle") or item.get("rft.title") or item.get("rft.btitle") or [""]
    return comparison_key(values[0])


def _add(item: dict[str, list[str]], candidates: Candidates) -> None:
    genre = item.get("rft.genre", [""])[0]
    for value in item.get("rft.jtitle", ())[:1]:
        candidates.add("journal", value, _RULE, "high")
    if genre in _IN_BOOKS and "rft.atitle" in item:
        for value in item.get("rft.btitle", ())[:1]:
            candidates.add("proceedings" if genre == "proceeding" else "book", value, _RULE, "high")
    for key, field in _FIELDS.items():
        for value in item.get(key, ())[: None if field in ("author", "issn") else 1]:
            candidates.add(field, value, _RULE, "medium")
    if "rft.au" not in item and "rft.aulast" in item:
        candidates.add("author", " ".join((*item.get("rft.aufirst", ())[:1], item["rft.aulast"][0])), _RULE, "medium")
    for value in item.get("rft_id", ()):
        for start, field in _IDENTIFIERS.items():
            if value.lower().startswith(start):
                candidates.add(field, value[len(start) :], _RULE, "high")
