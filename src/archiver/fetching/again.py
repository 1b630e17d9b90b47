"""The bytes of a fetched page, kept in a file (--keep-source): with what its record says of the fetch they are the source that they were.

A file has no headers. So the address, the type, and an encoding that only the server named are taken from the record, and the record can be made
again without the network.
"""

from __future__ import annotations

from dataclasses import replace

from archiver import addresses
from archiver.article import Article
from archiver.source import Capture, Source


def as_fetched(article: Article, source: Source) -> Source:
    """The source of a record that was made from an address, as it came from the server. A source with other bytes, and that of any other record, as
    it is.
    """
    recorded = article.source
    if source.capture is not None or source.sha256 != recorded.sha256 or not addresses.is_web(recorded.href):
        return source
    # an encoding that was guessed is guessed again, with the same finding
    was_guessed = any(finding.code == "S004" for finding in article.findings)
    captured = any(evidence.field == "retrieved" and evidence.rule == "capture-date" for evidence in article.evidence)
    capture = Capture(
        address=recorded.href, media_type=recorded.media_type, charset=None if was_guessed else recorded.encoding or None,
        retrieved=article.retrieved if captured else "",
    )  # fmt: skip
    return replace(source, url=source.url or recorded.href, capture=capture)
