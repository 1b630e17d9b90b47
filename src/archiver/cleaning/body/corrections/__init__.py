"""Corrections of the body: what a judgement unit by unit gets wrong, and position and structure put right.

The model judges each unit by itself (model.py). It keeps one item of a list and drops the next, and it drops the heading over a kept
paragraph. Each correction looks at the units as they are decided so far and returns what it changes, and why. They run in the order of
CORRECTIONS; the order matters, since a later one builds on the result of the earlier ones.

To add one, write a function in the module where it belongs, put it into CORRECTIONS, and explain its reasons in docs/reference/rules.md.
"""

from __future__ import annotations

from archiver.cleaning.body.corrections.accordions import accordions
from archiver.cleaning.body.corrections.between import captions, code, paragraphs, posts
from archiver.cleaning.body.corrections.components import components, standfirst
from archiver.cleaning.body.corrections.headings import headings
from archiver.cleaning.body.corrections.judged import Correction, Judged
from archiver.cleaning.body.corrections.phrases import phrase_lines
from archiver.cleaning.body.corrections.references import link_targets, note_calls
from archiver.cleaning.body.corrections.siblings import like_siblings
from archiver.cleaning.body.corrections.trailing_lists import trailing_lists
from archiver.cleaning.body.corrections.whole_blocks import definitions, lists, tables

__all__ = ["CORRECTIONS", "Judged", "correct"]

CORRECTIONS: tuple[Correction, ...] = (
    tables,
    lists,
    like_siblings,
    definitions,
    code,
    posts,
    phrase_lines,
    components,
    note_calls,
    link_targets,
    paragraphs,
    trailing_lists,
    headings,
    accordions,
    standfirst,
    captions,
)


def correct(judged: Judged) -> Judged:
    """The same units after all corrections: `keep` says which are body, `history` which corrections changed a unit."""
    for correction in CORRECTIONS:
        judged.apply(correction(judged))
    return judged
