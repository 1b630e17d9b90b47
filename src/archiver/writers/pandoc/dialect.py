"""What pandoc's formats can hold, and what a tree for one of them tells of itself."""

from __future__ import annotations

from dataclasses import dataclass, field

from archiver.writers.pandoc.inlines import Node


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one of pandoc's formats can hold, as measured."""

    #: Notes called in the title or the abstract (JATS loses those).
    notes_in_head: bool = True
    #: Figures of any kind (Markdown writes most of them as HTML, with a numbering of their own).
    figures: bool = True
    #: Verse as lines; else each line in a Span "verse-line".
    lines: bool = True
    #: Who says the source's labels where they are not the numbers that the format gives: "text" of the note, or the "mark" itself,
    #: which the caller then puts in place of `Tree.mark`, or the caller at every "call", who finds each in a Span of its own.
    labels: str = "text"
    #: Whether pictures have a mark for the caller to replace by their alternative text (JATS would not escape it).
    marks_alternatives: bool = False
    #: Whether a figure may go without a caption (elsewhere it would be numbered all the same).
    bare_figures: bool = False
    #: The key of Div that tells a block's part in the article, where classes do not.
    role_key: str = ""
    #: Whether every note stands in a Span with our anchor, also where nothing leads to it.
    always_anchored: bool = False
    #: Whether formulas are TeX; else they are set on one line.
    tex: bool = True
    #: Whether notes begin with `Tree.mark` in any case.
    always_marked: bool = False
    #: Whether each word is a node, as in pandoc's own trees; else a run of words is one.
    parted: bool = True
    #: Whether items of a list may carry any label, and a definition several terms on lines of their own.
    free_lists: bool = False
    #: Whether the caller has a title block of its own, with all that the head knows.
    title_block: bool = False
    #: The date as programs read it; else as the source showed it.
    plain_dates: bool = False


@dataclass(slots=True)
class Tree:
    """The document as pandoc reads it, and what has to be found again in what pandoc makes of it."""

    document: Node
    #: What our anchors start with; it is followed by a note's number in the record, from 0.
    own: str
    #: The numbers of the notes that stand where they are called, in the order of their calls, and of those at the end.
    placed: list[int] = field(default_factory=list)
    at_end: list[int] = field(default_factory=list)
    #: Links to notes; together with `placed` all calls.
    links: int = 0
    #: The labels of notes, by their number in the record.
    labels: list[str] = field(default_factory=list)
    #: The alternative texts of the pictures shown, in the order of the document.
    alternatives: list[str] = field(default_factory=list)
    #: Whether notes begin with `mark`, for the caller to replace.
    marked: bool = False

    def mark(self, number: int) -> str:
        """What a note begins with when its mark is to be set by the caller."""
        return f"{self.own}{number}x"

    def alternative_mark(self, number: int) -> str:
        """What stands for the alternative text of a picture when it is to be said by the caller."""
        return f"{self.own}alt{number}x"
