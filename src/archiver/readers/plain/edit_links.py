"""Links to edit a section, which wikis put behind its heading, as they are copied: they are no words of the heading.

    History[edit | edit source]        History
    Histoire[modifier le code]         Histoire

The words are those of the wiki's language. So the form tells: the same words in brackets stand right behind the last word of several short lines, none of which is
a sentence. What is said of a sentence ("[citation needed]", "[laughs]") stands behind its stop, or behind a space.
"""

from __future__ import annotations

import re
from collections import defaultdict

from archiver.readers.plain.cuts import Cut

#: The rule of the ledger.
RULE = "edit-link"
_AT_END = re.compile(
    r"^[ \t]*(?P<heading>[^\s\[\]][^\[\]\n]{0,90}?[\w)»”’\"])(?P<link>\[(?P<words>[^\W\d_][^\[\]\d\n]{1,60})\])[ \t]*\r?$",
    re.MULTILINE,
)
#: The fewest headings of a page with such links.
_FEWEST = 2


def edit_links(text: str) -> list[Cut]:
    """The stretches of a text that are links to edit a section."""
    by_words: defaultdict[str, list[Cut]] = defaultdict(list)
    headings: defaultdict[str, set[str]] = defaultdict(set)
    if "[" not in text:
        return []
    for match in _AT_END.finditer(text):
        by_words[match["words"]].append(Cut(match.start("link"), match.end("link"), RULE))
        headings[match["words"]].add(match["heading"])
    return sorted(
        (cut for words, cuts in by_words.items() if len(headings[words]) >= _FEWEST for cut in cuts),
        key=lambda cut: cut.start,
    )
