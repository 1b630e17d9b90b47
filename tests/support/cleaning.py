"""Pages for tests of cleaning: prose enough to be an article, and the passes of cleaning in their order."""

from __future__ import annotations

from archiver.cleaning import Measures, find_body, remove_chrome, shape_blocks, why_no_article
from archiver.draft import Draft

PROSE = (
    "The harbour was quiet that morning, and nobody on the quay had yet read the notice. "
    "By noon, everyone had an opinion about it, and some had two. "
)
PARAGRAPHS = "".join(f"<p>{PROSE * 2}Paragraph {n}, so to say.</p>" for n in "abcdef")


def clean(draft: Draft) -> Draft:
    """The same Draft after all passes of cleaning."""
    measures = Measures(draft)
    remove_chrome(draft, measures)
    find_body(draft, measures)
    shape_blocks(draft, measures)
    return draft


def doubt(draft: Draft) -> str | None:
    """Why this page looks like no article, after all passes of cleaning."""
    return why_no_article(clean(draft), Measures(draft))
