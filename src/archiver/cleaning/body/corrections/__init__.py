"""Corrections of the body: they use the position and the structure of the units to correct decisions of the model.

The model decides on each unit by itself (model.py). It may keep one item of a list and drop the next item, or drop the heading above a kept
paragraph. Each correction is a function: it reads the Selection, which has the decisions so far, and returns new decisions with their reasons.
The corrections run in the order of CORRECTIONS. The order matters, because a later correction builds on the result of the earlier ones.

    module              corrections                            what they keep or drop
    whole_blocks        tables, lists, links, cells            a table, list or link as a whole
    siblings            like_siblings                          the texts at the same place in cards, posts, entries
    repetitions         repetitions                            paragraphs that the page has twice
    between             code, posts, captions                  units between kept units
    phrases             phrase_lines                           lines with a phrase of page chrome
    components          components, standfirst                 boxes of the article that a class names
    references          note_calls, link_targets, source_lists units that call a note, or that the body links to, and lists of sources
    column              column                                 blocks among the paragraphs and right below them
    beside              beside_article, linked_headings        cards, widgets and notices beside the article, rows of linked headings
    headings            headings                               headings above text, and headings above nothing
    accordions          accordions                             buttons that are headings

To add a correction, write a function in the module where it belongs, put it into CORRECTIONS, and explain its reasons in docs/reference/rules.md.
"""

from __future__ import annotations

from archiver.cleaning.body.corrections.accordions import accordions
from archiver.cleaning.body.corrections.beside import beside_article, linked_headings
from archiver.cleaning.body.corrections.between import captions, code, posts
from archiver.cleaning.body.corrections.column import column
from archiver.cleaning.body.corrections.components import components, standfirst
from archiver.cleaning.body.corrections.headings import headings
from archiver.cleaning.body.corrections.phrases import phrase_lines
from archiver.cleaning.body.corrections.references import link_targets, note_calls, source_lists
from archiver.cleaning.body.corrections.repetitions import repetitions
from archiver.cleaning.body.corrections.selection import CorrectionFunction, Selection
from archiver.cleaning.body.corrections.siblings import like_siblings
from archiver.cleaning.body.corrections.whole_blocks import cells, links, lists, tables

__all__ = ["CORRECTIONS", "Selection", "correct"]

CORRECTIONS: tuple[CorrectionFunction, ...] = (
    tables,
    lists,
    like_siblings,
    repetitions,
    code,
    posts,
    phrase_lines,
    components,
    note_calls,
    link_targets,
    source_lists,
    linked_headings,
    column,
    beside_article,
    headings,
    accordions,
    standfirst,
    captions,
    links,
    cells,
)


def correct(selection: Selection) -> Selection:
    """Apply all corrections to a Selection, and return it. Afterwards `keep` says which units are body, and `history` the reasons of all changes."""
    for correction in CORRECTIONS:
        selection.apply(correction(selection))
    return selection
