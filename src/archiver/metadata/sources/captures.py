"""Metadata that a web capture has beside the page: the moment of the capture, and the envelope of a mail (subject, sender, date).

The sender of a mail is its author, if no byline in the text names another one. A newsletter is sent under the name of the newsletter, so that name is its
publisher too, and its author only if nobody else is.
"""

from __future__ import annotations

from archiver.description import Author
from archiver.metadata.candidates import Candidates
from archiver.metadata.parsing.dates import read_date
from archiver.metadata.parsing.personal_names import is_organization, is_person_name
from archiver.page import Page

#: The languages of mail programs in which dates are read. English names of months are read in each.
_LANGUAGES = (
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "sv",
    "da",
    "fi",
    "pl",
    "cs",
    "hu",
    "tr",
    "ru",
    "uk",
    "el",
    "ja",
    "zh",
    "ko",
)
#: Words at the start of names that no person has.
_ARTICLES = (
    "the ",
    "der ",
    "die ",
    "das ",
    "le ",
    "la ",
    "les ",
    "l'",
    "l’",
    "el ",
    "los ",
    "il ",
    "de ",
    "het ",
    "den ",
    "det ",
)


def gather_capture(page: Page, candidates: Candidates) -> None:
    """Add candidates from the capture of a page, if it has one."""
    capture = page.source.capture
    if capture is None:
        return
    if page.archived is None or not page.archived.moment:
        candidates.add("retrieved", capture.retrieved, "capture-date", "high")
    candidates.add("title", capture.title, "mail-subject", "medium")
    for name in capture.authors:
        # who writes "from" a newsletter is a person, also with a first name alone
        is_person = _is_person(name) or (bool(capture.publisher) and not is_organization(name) and " " not in name)
        _add_sender(name, is_person, candidates, is_publisher=not capture.publisher)
    if capture.publisher:
        _add_sender(capture.publisher, False, candidates, is_author=not capture.authors)
    candidates.add("published", _day(capture.published), "mail-date", "medium")


def _day(text: str) -> str:
    """The day of a mail in ISO 8601. The head of a forwarded mail has its date in the language of the program; "" for one that cannot be read."""
    return next((day for language in _LANGUAGES if (day := read_date(text, language))), "") if text else ""


def _add_sender(
    name: str, is_person: bool, candidates: Candidates, is_author: bool = True, is_publisher: bool = True
) -> None:
    """Add the sender of a mail as its author, and as its publisher if it is no person."""
    # a name of one word would be no author without this
    author = (Author(name) if " " not in name else None) if is_person else Author(name, type="organization")
    if is_author:
        candidates.add("author", name, "mail-sender", "low", author=author)
    if not is_person and is_publisher:
        candidates.add("publisher", name, "mail-sender", "medium")


def _is_person(name: str) -> bool:
    """Whether the name of a sender is that of a person."""
    return is_person_name(name) and not is_organization(name) and not name.casefold().startswith(_ARTICLES)
