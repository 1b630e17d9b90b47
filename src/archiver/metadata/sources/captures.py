"""Metadata that a web capture has beside the page: the moment of the capture, and the envelope of a mail (subject, sender, date)."""

from __future__ import annotations

from archiver.metadata.candidates import Candidates
from archiver.page import Page


def gather_capture(page: Page, candidates: Candidates) -> None:
    """Add candidates from the capture of a page, if it has one."""
    capture = page.source.capture
    if capture is None:
        return
    candidates.add("retrieved", capture.retrieved, "capture-date", "high")
    candidates.add("title", capture.title, "mail-subject", "medium")
    for author in capture.authors:
        candidates.add("author", author, "mail-sender", "low")
    candidates.add("published", capture.published, "mail-date", "medium")
