"""Dialect: what a pandoc format can hold. PandocTree: a pandoc document, and what its writer must find in the output."""

from __future__ import annotations

from dataclasses import dataclass, field

from archiver.writers.pandoc.inlines import Node


@dataclass(frozen=True, slots=True)
class Dialect:
    """The properties of one pandoc format, as measured."""

    #: Whether title and abstract may call notes (JATS loses such notes).
    notes_in_head: bool = True
    #: Whether figures of any kind are written as figures (Markdown writes most as HTML, with numbers of its own).
    figures: bool = True
    #: Whether verse is a LineBlock; else each line is a Span "verse-line".
    line_blocks: bool = True
    #: How the source's labels are shown if they differ from the numbers that the format gives: "text" puts the label
    #: into the note; "mark" puts `PandocTree.placeholder` there, which the caller replaces by the mark itself; "call" leaves
    #: the label to the caller at each call, which is in a Span of its own.
    labels: str = "text"
    #: Whether pictures get a placeholder, which the caller replaces by the alternative text (JATS would not escape it).
    alternative_placeholders: bool = False
    #: Whether a figure without a caption is a figure (other formats would number it).
    bare_figures: bool = False
    #: The attribute of a Div that holds the block's role, for formats without classes.
    role_key: str = ""
    #: Whether each note is in a Span with an anchor, even if nothing links to it.
    always_anchored: bool = False
    #: Whether formulas are TeX; else they become one line of text.
    tex: bool = True
    #: Whether each note begins with `PandocTree.placeholder`, even if its label is the format's number.
    always_placeholders: bool = False
    #: Whether each word is a node, as in pandoc's own trees; else a run of words is one node.
    word_nodes: bool = True
    #: Whether list items may have any label, and a definition several terms on lines of their own.
    free_lists: bool = False
    #: Whether the caller writes a title block with everything that the head contains.
    title_block: bool = False
    #: Whether a picture that is decoration (its alternative text is empty) gets the class "decoration".
    marks_decoration: bool = False
    #: Whether the date is in ISO 8601; else as the source showed it.
    plain_dates: bool = False
    #: Whether the head has the abstract also where the body repeats it.
    repeats_abstract: bool = False
    #: Whether references are mixed-citation elements of JATS.
    mixed_citations: bool = False


@dataclass(slots=True)
class PandocTree:
    """A document for pandoc, and the data that its writer needs to find notes and pictures in pandoc's output."""

    document: Node
    #: The prefix of the anchors of notes; the note's number in the record follows, counted from 0.
    anchor_prefix: str
    #: The numbers of the notes at their calls, in the order of these calls; and of the notes at the end.
    placed: list[int] = field(default_factory=list)
    at_end: list[int] = field(default_factory=list)
    #: The number of links to notes; together with `placed` it counts all calls.
    links: int = 0
    #: The labels of all notes, by number.
    labels: list[str] = field(default_factory=list)
    #: The alternative texts of all pictures that are shown, in the order of the document.
    alternatives: list[str] = field(default_factory=list)
    #: Whether notes begin with `placeholder`.
    has_placeholders: bool = False

    def placeholder(self, number: int) -> str:
        """The text at the beginning of a note that the caller replaces by the note's mark."""
        return f"{self.anchor_prefix}{number}x"

    def alternative_placeholder(self, number: int) -> str:
        """The text that the caller replaces by a picture's alternative text."""
        return f"{self.anchor_prefix}alt{number}x"
