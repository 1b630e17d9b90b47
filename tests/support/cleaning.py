"""Pages for tests of cleaning: prose enough to be an article, and the passes of cleaning in their order."""

from __future__ import annotations

from archiver.cleaning import find_body, remove_chrome, shape_blocks
from archiver.draft import Draft

PROSE = (
    "The harbour was quiet that morning, and nobody on the quay had yet read the notice. "
    "By noon, everyone had an opinion about it, and some had two. "
)
PARAGRAPHS = "".join(f"<p>{PROSE * 2}Paragraph {n}, so to say.</p>" for n in "abcdef")


def clean(draft: Draft) -> Draft:
    """The same Draft after all passes of cleaning."""
    remove_chrome(draft)
    find_body(draft)
    shape_blocks(draft)
    return draft
