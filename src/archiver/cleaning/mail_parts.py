"""What stands around the text of a mail: the history below an answer, and the foot of a newsletter.

The history are the mails before, which mail programs quote as a whole under the new text.
The answer is the article, so the history goes to the ledger. A quotation between two parts of the answer stays, and so does the text of a mail that somebody
forwarded: there it is the article. Which elements hold the history is known from the programs that write them:

    div.gmail_quote, blockquote[type=cite], div.yahoo_quoted …    a container; the line "On 3 May, Ann wrote:" is in it, or right before it
    div#divRplyFwdMsg, a line "-----Original Message-----" …      a head; all that follows is the history
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archiver.class_names import class_tokens
from archiver.cleaning.measures import Measures
from archiver.draft import Draft
from archiver.mail_phrases import FORWARDED, FROM, IN_BROWSER, ORIGINAL, SENT, UNSUBSCRIBE
from archiver.page import BLOCKS, visible_text
from archiver.trees.elements import Element

HISTORY, FOOT = "mail-history", "mail-foot"
_CONTAINERS = frozenset(
    (
        "gmail_quote", "gmail_quote_container", "gmail_extra", "yahoo_quoted", "protonmail_quote", "tutanota_quote", "zmail_extra", "x_gmail_quote",
        "mail-editor-reference-message-container", "wisestamp_quote", "ox-mail-quote",
    )
)  # fmt: skip
_HEADS = frozenset(
    ("divrplyfwdmsg", "appendonsend", "olk_src_body_section", "reply-intro", "x_divrplyfwdmsg", "x_appendonsend")
)
_HEAD_CLASSES = frozenset(("moz-cite-prefix", "ms-outlook-mobile-reference-message", "x_moz-cite-prefix"))
_SIGNATURES = frozenset(("gmail_signature", "gmail_signature_prefix", "moz-signature"))
#: The fewest words of an answer. With fewer, the history may be what the mail is about.
_FEWEST_WORDS = 8
_LONGEST_ATTRIBUTION = 250
#: The most characters of the line that leads to the newsletter as a page, and of the foot of a newsletter.
_LONGEST_LINE, _LONGEST_FOOT = 250, 900


def mail_parts(draft: Draft, measures: Measures) -> list[tuple[int, str]]:
    """The indexes of the elements that are no part of the text of a mail, each with its rule; [] for a page that is no mail."""
    capture = draft.page.source.capture
    if capture is None or not capture.is_mail:
        return []
    history = [] if capture.is_forward else _quoted_history(draft, measures)
    return [*((index, HISTORY) for index in history), *((index, FOOT) for index in _offers(draft))]


def _offers(draft: Draft) -> Iterator[int]:
    """The blocks with a link that shows the newsletter as a page, or that ends the subscription."""
    behind = 0
    for link in draft.page.named("a"):
        text = visible_text(link)
        around = visible_text(_block(link))
        if link.index < behind or not text:
            continue
        if IN_BROWSER.search(text) or (IN_BROWSER.search(around) and len(around) <= _LONGEST_LINE):
            most = _LONGEST_LINE
        elif UNSUBSCRIBE.search(text) or (UNSUBSCRIBE.search(around) and len(around) <= _LONGEST_FOOT):
            most = _LONGEST_FOOT
        else:
            continue
        block = _block(link)
        if len(visible_text(block)) > most:
            continue
        while (parent := block.parent) is not None and parent.tag != "body" and _is_foot(parent, block, most):
            block = parent
        yield block.index
        behind = draft.page.ends[block.index]


def _is_foot(parent: Element, block: Element, most: int) -> bool:
    """Whether the foot is all of the element around a block: it adds little, and no heading."""
    size = len(visible_text(parent))
    return size <= min(most, len(visible_text(block)) + _LONGEST_LINE) and parent.first("h1", "h2", "h3") is None


def _block(element: Element) -> Element:
    """The innermost block around an element."""
    return next((a for a in element.ancestors() if a.tag in BLOCKS), element)


def _quoted_history(draft: Draft, measures: Measures) -> list[int]:
    """The indexes of the elements that hold the history below an answer, in document order."""
    starts = list(_starts(draft))
    if any(FORWARDED.match(visible_text(draft.page.elements[index])[:200]) for index, _ in starts):
        return []
    runs = draft.page.text_runs
    for number, (start, is_head) in enumerate(starts):
        if runs.begins[start] < 0 or _words(runs.row[: runs.begins[start]]) < _FEWEST_WORDS:
            continue
        if is_head:
            return list(_from_on(draft.page.elements[start]))
        containers = [index for index, head in starts[number:] if not head and runs.begins[index] >= 0]
        position, words = runs.ends[containers[0]], 0
        signatures = [
            i for i, e in enumerate(measures.elements) if i > start and _SIGNATURES.intersection(class_tokens(e))
        ]
        for index in sorted([*containers[1:], *signatures]):
            words += _words(runs.row[position : runs.begins[index]])
            position = max(position, runs.ends[index])
        if words + _words(runs.row[position:]) == 0:
            return [index for container in containers for index in _with_attribution(draft.page.elements[container])]
    return []


def _starts(draft: Draft) -> Iterator[tuple[int, bool]]:
    """The outermost elements with which a history may begin, and whether it is a head, after which all is history."""
    behind = 0
    ends = draft.page.ends
    for index, element in enumerate(draft.page.elements):
        if index < behind or index == 0:
            continue
        tokens = {token.lower() for token in class_tokens(element)}
        if _CONTAINERS & tokens or (element.tag == "blockquote" and element.get("type") == "cite"):
            yield index, False
            behind = ends[index]
        elif (
            (element.get("id") or "").lower() in _HEADS
            or _HEAD_CLASSES & tokens
            or (element.text and ORIGINAL.match(element.text))
            or ("border-top" in (style := (element.get("style") or "").lower()) and "solid" in style
                and FROM.match(head := visible_text(element)[:600]) and SENT.search(head))
        ):  # fmt: skip
            yield index, True
            behind = ends[index]


def _from_on(element: Element) -> Iterator[int]:
    """The element, and all that follow it in the document, each with what it holds."""
    yield element.index
    node: Element | None = element
    while node is not None and node.parent is not None:
        siblings = node.parent.children
        yield from (sibling.index for sibling in siblings if sibling.index > node.index)
        node = node.parent


def _with_attribution(container: Element) -> Iterable[int]:
    """The container, and the line before it that says who wrote it."""
    before = container.previous
    if before is not None and container.parent is not None and not (before.tail or "").strip():
        text = visible_text(before)
        if text.endswith((":", "：")) and len(text) <= _LONGEST_ATTRIBUTION:
            return (before.index, container.index)
    return (container.index,)


def _words(runs: list[str]) -> int:
    return sum(any(c.isalnum() for c in word) for word in "".join(runs).split())
