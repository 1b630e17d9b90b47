"""Vocabulary: tables of page elements and what they become in the record."""

from __future__ import annotations

#: Inline elements of the page, and their names in the record.
INLINE = {
    "em": "em", "i": "em", "dfn": "em", "strong": "strong", "b": "strong", "code": "code", "kbd": "code", "samp": "code", "tt": "code",
    "var": "code", "sub": "sub", "sup": "sup", "q": "q", "del": "del", "s": "del", "strike": "del", "ins": "ins", "mark": "mark",
    "small": "small", "abbr": "abbr", "acronym": "abbr", "cite": "cite",
}  # fmt: skip

#: Elements that only contain others: text in them becomes a paragraph, and their edges end one.
TRANSPARENT = frozenset(
    "address article aside body center details dialog div fieldset footer form header hgroup html legend main nav search section summary p"
    " noframes frameset caption figcaption tbody thead tfoot tr td th button option optgroup label"
    .split()
) - {"label"}  # fmt: skip

HEADINGS = {f"h{n}": n for n in range(1, 7)}

#: Embedded media, and the attribute with their address.
EMBEDS = {"iframe": "src", "video": "src", "audio": "src", "object": "data", "embed": "src"}

#: Class names that mark a paragraph of short lines as verse.
VERSE = frozenset(["verse", "poem", "poetry", "stanza", "lyrics", "wp-block-verse", "poem-text", "poem-body", "lyric"])

#: MathML 3 elements (https://www.w3.org/TR/MathML3/) that are copied into the record. Others lose their tag and keep
#: their text.
MATHML = frozenset(
    "math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom mfenced menclose msub msup msubsup munder mover"
    " munderover mmultiscripts mprescripts none mtable mtr mtd mlabeledtr maligngroup malignmark semantics annotation".split()
)
MATHML_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
