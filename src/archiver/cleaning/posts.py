"""The body of a thread: the texts of its posts, as they were found before (threads/). The model does not judge them.

The named rules run as on any page. Removals that would take a whole post, or a part of one without a word for it, are taken back.
"""

from __future__ import annotations

from archiver.cleaning.chrome import remove_chrome
from archiver.cleaning.measures import Measures
from archiver.draft import Draft
from archiver.trees.elements import Element

#: The rule in the ledger of what stands in a post beside its text: profile, votes, buttons, signature.
RULE = "beside-post"
#: The rules that may remove parts of the text of a post. All others were made for articles: a reply is a comment, a quotation has an author.
_WITHIN = frozenset(
    [
        "hidden",
        "share-bar",
        "screen-reader",
        "edit-link",
        "promo",
        "author-bio",
        "button",
        "form",
        "cookie-banner",
        "popup",
        "rating",
    ]
)


def take_posts(draft: Draft, measures: Measures, chrome: bool) -> None:
    """Set the texts of the posts as the roots of the body, and remove what stands beside them. With `chrome`, the named rules remove page chrome too."""
    roots = {element for post in draft.posts for element in post.elements}
    if chrome:
        remove_chrome(draft, measures)
    around: set[Element] = set()
    for root in roots:
        node: Element | None = root
        while node is not None and node not in around:
            around.add(node)
            node = node.parent
    for element, removal in list(draft.removed.items()):
        inside = any(node in roots for node in element.ancestors())
        if not removal.rule.startswith("site-rules:") and (
            element in around or (inside and removal.rule not in _WITHIN)
        ):
            draft.take_back_removal(element)
    for post in draft.posts:
        for element in post.left_out:
            if element not in around:
                draft.remove(element, RULE)
    draft.set_body(element for post in draft.posts for element in post.elements)
