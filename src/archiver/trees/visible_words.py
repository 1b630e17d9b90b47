"""The visible text of a page, for the account of its words: taken from the parser's own tree, by a walk that no other part of the program shares.

The record's words are compared with these (record/word_count.py). A word that the tree of the passes (browser.py), the text runs of a Page (page.py) or any pass loses is
missing in that comparison, because this module uses none of them: it has its own list of what a page does not show, and its own list of the elements
at whose edges a word ends. What counts is stated in docs/reference/reading.md.
"""

from __future__ import annotations

from collections.abc import Iterator

from turbohtml import CData, Element, Namespace, Node, Text

#: Stands between two pieces of text that are never one word. It is a control character, so no word contains it.
EDGE = "\x1e"

#: What a page shows no text of: programs, styles, drafts, drawings, other documents, what stands in for media that cannot be played, and choices.
_NOT_SHOWN = frozenset(
    ["script", "style", "template", "svg", "iframe", "object", "audio", "video", "canvas", "datalist", "textarea"]
)
#: The choices of a select, and the fields that end it.
_CHOICES = frozenset(["option", "optgroup"])
_FIELDS = frozenset(["input", "keygen", "textarea", "select"])
_NOT_SHOWN_IN_SELECT = _NOT_SHOWN | {"noscript", "select"}
#: Boxes of their own on the page (HTML Standard, 15.3: `display: block`, `list-item`, `table` and its parts).
_BOXES = frozenset(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hgroup html legend li listing main menu nav ol optgroup option p plaintext pre search section summary table tbody td tfoot th thead tr ul xmp".split()
)
#: The boxes that cannot stand in a select.
_END_SELECT = (_BOXES - _CHOICES - {"legend", "body", "html"}) | _FIELDS
#: The elements at whose edges a word ends.
_EDGES = _BOXES | {"br", "button", "hr"}


def visible_text(html: Element, *, noscript: bool) -> str:
    """The text of the body that a page shows, with EDGE between boxes. `html` is the html element of the parser; `noscript` says whether the page is read as
    without scripts (finding S003). Text that only CSS or the `hidden` attribute hides is taken as well.

    A shadow root stands in the place of its host's content. Blocks that a select has swallowed because it was never closed are taken, its choices are not.
    """
    hidden = _NOT_SHOWN if noscript else _NOT_SHOWN | {"noscript"}
    pieces: list[str] = []
    # one entry for each open element: whether a word ends with it, and the rest of its nodes
    open_elements: list[tuple[bool, Iterator[Node]]] = []
    is_box, nodes = False, _body(html)
    while True:
        for node in nodes:
            if type(node) is Element:
                tag = node.tag
                if tag in hidden:
                    continue
                children = node.flattened_children if tag != "select" else _swallowed(node)
                if tag in _EDGES:
                    pieces.append(EDGE)
                if children:
                    open_elements.append((is_box, nodes))
                    is_box, nodes = tag in _EDGES, iter(children)
                    break
            elif type(node) is Text or type(node) is CData:
                pieces.append(node.data)
        else:
            if is_box:
                pieces.append(EDGE)
            if not open_elements:
                return "".join(pieces)
            is_box, nodes = open_elements.pop()


def _body(html: Element) -> Iterator[Node]:
    return (node for node in html.children if type(node) is Element and node.tag == "body")


def _swallowed(select: Element) -> list[Node]:
    """The part of a select that is not its own: from the first field or block with words on, if no choice stands behind that.

    The nodes of this part, in order:    <select><option>a<p>One.</p>two</option></select>    has    [<p>One.</p>, "two"]
    """
    open_elements = [iter(select.flattened_children)]
    while open_elements:
        for node in open_elements[-1]:
            if type(node) is not Element:
                continue
            if node.tag in _FIELDS or (_ends_select(node) and _has_words(node)):
                part = [node, *(behind for nodes in reversed(open_elements) for behind in nodes)]
                return [] if _have_choices(part) else part
            if not _ends_select(node) and node.tag not in _NOT_SHOWN_IN_SELECT:
                open_elements.append(iter(node.flattened_children))
                break
        else:
            open_elements.pop()
    return []


def _ends_select(element: Element) -> bool:
    """Whether an element cannot stand in a select. In a formula, the names of HTML's blocks are those of no blocks."""
    return element.tag in _END_SELECT and element.namespace is Namespace.HTML


def _is_choice(element: Element) -> bool:
    """Whether an element is a choice of a select. In a formula, an element of that name is none."""
    return element.tag in _CHOICES and element.namespace is Namespace.HTML


def _have_choices(nodes: list[Node]) -> bool:
    """Whether there are choices among nodes of a select. Those in a block that it cannot hold belong to another one."""
    left = list(nodes)
    while left:
        node = left.pop()
        if type(node) is Element and not _ends_select(node) and node.tag not in _NOT_SHOWN_IN_SELECT:
            if _is_choice(node):
                return True
            left.extend(node.flattened_children)
    return False


def _has_words(block: Element) -> bool:
    """Whether a block shows text outside of choices."""
    left = [block]
    while left:
        for node in left.pop().flattened_children:
            if type(node) is Element:
                if node.tag not in _NOT_SHOWN_IN_SELECT and not _is_choice(node):
                    left.append(node)
            elif type(node) is Text and node.data.strip():
                return True
    return False
