"""index.html: all sources of a batch on one page, to look at, sort, search and filter.

The page loads nothing and works offline. Its table stands in a `noscript` element, so it is a plain table where scripts do not run. Where they
run, the browser does not build that table: the script takes its rows as text, and shows a hundred of them at a time. So a page with ten
thousand rows opens at once.
"""

from __future__ import annotations

from archiver.batch.ledger import Entry
from archiver.batch.reports.counts import Counts
from archiver.batch.reports.index_page import frame
from archiver.batch.reports.index_page.rows import row

__all__ = ["MARK", "after", "before", "of_entry"]

#: What tells an index page from other pages, in its head.
MARK = frame.MARK.encode()


def before(counts: Counts, title: str) -> bytes:
    """The page up to the first row. `title` is the name of the folder."""
    return frame.before_rows(counts, title).encode()


def of_entry(entry: Entry, counts: Counts) -> bytes:
    """The row of an entry. It is one line, and the line is a whole row: the script counts on it."""
    return f"{row(entry)}\n".encode()


def after(counts: Counts) -> bytes:
    """The page behind the last row."""
    return frame.after_rows(counts).encode()
