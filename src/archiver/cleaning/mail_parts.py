"""What stands around the text of a mail: the history below an answer, and the foot of a newsletter. A newsletter that was saved as a page is known by its links.

The history are the mails before, which mail programs quote as a whole under the new text.
The answer is the article, so the history goes to the ledger. A quotation between two parts of the answer stays, and so does the text of a mail that somebody
forwarded: there it is the article. Which elements hold the history is known from the programs that write them:

    div.gmail_quote, blockquote[type=cite], div.yahoo_quoted …    a container; the line "On 3 May, Ann wrote:" is in it, or right before it
    div#divRplyFwdMsg, a line "-----Original Message-----",
    a block that begins with "From: … Sent: … Subject: …"         a head; all that follows is the history
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archiver.cleaning.measures import Measures
from archiver.draft import Draft
from archiver.page import BLOCKS
from archiver.saved.mail_phrases import (
    BUTTON,
    FORWARDED,
    FROM,
    IN_BROWSER,
    NOTICE,
    OFFER,
    ORIGINAL,
    SENT,
    SENT_WITH,
    SUBJECT,
    UNSUBSCRIBE,
    begins_with_head,
)  # fmt: skip
from archiver.trees.class_names import class_tokens
from archiver.trees.elements import Element

HISTORY, SIGNATURE, FOOT, HEAD = "mail-history", "mail-signature", "mail-foot", "mail-head"
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
#: Yahoo puts letters and digits of its own before the class.
_CONTAINER_END = "yahoo_quoted"
#: Classes and ids of signatures.
_SIGNATURES = frozenset(
    (
        "gmail_signature", "gmail_signature_prefix", "moz-signature", "protonmail_signature_block", "ms-outlook-mobile-signature", "applemailsignature",
        "x_gmail_signature", "x_ms-outlook-mobile-signature", "tutanota_signature", "signature",
    )
)  # fmt: skip
#: The fewest words of an answer. With fewer, the history may be what the mail is about.
_FEWEST_WORDS = 8
_LONGEST_ATTRIBUTION = 250
#: How many elements are tried as the start of the history.
_MOST_STARTS = 100
#: The most characters of the line that leads to the newsletter as a page, and of the foot of a newsletter.
_LONGEST_LINE, _LONGEST_FOOT, _LONGEST_NOTICE = 250, 900, 1500
_LONGEST_HEAD = 1000
#: The most words above the link to a newsletter as a page, and below the link that ends the subscription to it.
_MOST_WORDS_ABOVE, _MOST_WORDS_BELOW = 80, 150


def mail_parts(draft: Draft, measures: Measures) -> list[tuple[int, str]]:
    """The indexes of the elements that are no part of the text of a mail, each with its rule; [] for a page that is no mail."""
    capture = draft.page.source.capture
    if capture is None or not capture.is_mail:
        return [*((index, FOOT) for index in _offers(draft)), *_small_offers(draft)] if _is_newsletter(draft) else []
    signatures = [index for index, element in enumerate(measures.elements) if _is_signature(element)]
    history = [] if capture.is_forward else _quoted_history(draft, signatures)
    heads = list(_forwarded_heads(draft)) if capture.is_forward else []
    return [
        *((index, HISTORY) for index in history),
        *((index, HEAD) for index in heads),
        *((index, SIGNATURE) for index in _own_signatures(draft, signatures)),
        *((index, FOOT) for index in _offers(draft)),
        *_small_offers(draft),
    ]


def _is_newsletter(draft: Draft) -> bool:
    """Whether a page without the head of a mail is a newsletter, as "View in browser" shows it, or as a mail program saves it: above the text, a link leads to
    the newsletter as a page; below the text, another one ends the subscription.
    """
    row = draft.page.text_runs.row
    shown = False
    for link in draft.page.named("a"):
        text = _short_text(draft, link, _LONGEST_LINE)
        if not text:
            continue
        begin = draft.page.text_runs.begins[link.index]
        if not shown and IN_BROWSER.search(text):
            if _has_words(row, 0, begin, _MOST_WORDS_ABOVE):
                return False
            shown = True
        elif shown and UNSUBSCRIBE.search(text) and not _has_words(row, begin, len(row), _MOST_WORDS_BELOW):
            return True
    return False


def _forwarded_heads(draft: Draft) -> Iterator[int]:
    """The smallest element that holds the head of the mail that was forwarded ("From: …", "Sent: …")."""
    best: int | None = None
    for index in range(1, len(draft.page.elements)):
        element = draft.page.elements[index]
        if best is not None and index >= draft.page.ends[best]:
            break
        if element.tag in BLOCKS and (text := _short_text(draft, element, _LONGEST_HEAD)):
            starts = FORWARDED.match(text) or ORIGINAL.match(text) or FROM.match(text)
            if starts and SENT.search(text) and SUBJECT.search(text[20:].partition(":")[2] or ""):
                best = index
    if best is not None:
        yield best


def _offers(draft: Draft) -> Iterator[int]:
    """The blocks with a link that shows the newsletter as a page, or that ends the subscription."""
    behind = 0
    seen: set[int] = set()
    for link in draft.page.named("a"):
        block = _block(link)
        if link.index < behind or block.index in seen:
            continue
        around = _short_text(draft, block, _LONGEST_FOOT)
        if not around or not _short_text(draft, link, _LONGEST_FOOT):
            seen.update(() if around else (block.index,))
            continue
        if IN_BROWSER.search(around) and len(around) <= _LONGEST_LINE:
            most = _LONGEST_LINE
        elif UNSUBSCRIBE.search(around):
            most = _LONGEST_FOOT
        else:
            continue
        while (parent := block.parent) is not None and parent.tag != "body" and _is_foot(draft, parent, block, most):
            block = parent
        yield block.index
        behind = draft.page.ends[block.index]


def _is_signature(element: Element) -> bool:
    return bool(
        (element.get("id") or "").lower() in _SIGNATURES
        or _SIGNATURES.intersection(token.lower() for token in class_tokens(element))
    )


def _own_signatures(draft: Draft, signatures: list[int]) -> Iterator[int]:
    """The signatures with a text before them."""
    runs = draft.page.text_runs
    for index in signatures:
        begin = runs.begins[index]
        is_behind = begin >= 0 and _has_words(runs.row, 0, begin, _FEWEST_WORDS)
        if is_behind and _short_text(draft, draft.page.elements[index], _LONGEST_FOOT) is not None:
            yield index


def _small_offers(draft: Draft) -> Iterator[tuple[int, str]]:
    """The innermost blocks that are an offer of a newsletter, one of its buttons, a notice or what a mail program says of itself, each with its rule."""
    runs = draft.page.text_runs
    for element in draft.page.elements:
        index = element.index
        if (
            element.tag not in BLOCKS
            or runs.begins[index] < 0
            or any(child.tag in BLOCKS for child in element.children)
        ):
            continue
        text = _short_text(draft, element, _LONGEST_NOTICE)
        if not text:
            continue
        if len(text) <= _LONGEST_LINE and SENT_WITH.fullmatch(text):
            yield index, SIGNATURE
        elif (len(text) <= _LONGEST_LINE and (OFFER.search(text) or BUTTON.fullmatch(text))) or NOTICE.search(text):
            yield index, FOOT


def _is_foot(draft: Draft, parent: Element, block: Element, most: int) -> bool:
    """Whether the foot is all of the element around a block: it adds little, and no heading."""
    own = _short_text(draft, block, most) or ""
    text = _short_text(draft, parent, min(most, len(own) + _LONGEST_LINE))
    return text is not None and parent.first("h1", "h2", "h3") is None


def _short_text(draft: Draft, element: Element, most: int) -> str | None:
    """The visible text of an element; None for one that is longer than `most` characters. Of a long one, only the start is looked at."""
    runs, index = draft.page.text_runs, element.index
    row = (
        runs.row[runs.begins[index] : min(runs.ends[index], runs.begins[index] + 4 * most)]
        if runs.begins[index] >= 0
        else []
    )
    text = " ".join("".join(row).split())
    return text if len(text) <= most and len(row) < 4 * most else None


def _block(element: Element) -> Element:
    """The innermost block around an element."""
    return next((a for a in element.ancestors() if a.tag in BLOCKS), element)


def _quoted_history(draft: Draft, signatures: list[int]) -> list[int]:
    """The indexes of the elements that hold the history below an answer, in document order. `signatures` are those of signatures."""
    starts = list(_starts(draft))
    runs = draft.page.text_runs
    if any(FORWARDED.match(_beginning(draft, index)) for index, _ in starts):
        return []
    for number, (start, is_head) in enumerate(starts[:_MOST_STARTS]):
        if runs.begins[start] < 0 or not _has_words(runs.row, 0, runs.begins[start], _FEWEST_WORDS):
            continue
        if is_head:
            return list(_from_on(draft.page.elements[start]))
        containers = [index for index, head in starts[number:] if not head and runs.begins[index] >= 0]
        position, has_more = runs.ends[start], False
        for index in sorted([*containers[1:], *(i for i in signatures if i > start)]):
            if has_more := _has_words(runs.row, position, runs.begins[index], 1):
                break
            position = max(position, runs.ends[index])
        if not has_more and not _has_words(runs.row, position, len(runs.row), 1):
            return [
                index for container in containers for index in _with_attribution(draft, draft.page.elements[container])
            ]
    return []


def _starts(draft: Draft) -> Iterator[tuple[int, bool]]:
    """The outermost elements with which a history may begin, and whether it is a head, after which all is history."""
    behind = 0
    ends = draft.page.ends
    for index, element in enumerate(draft.page.elements):
        if index < behind or index == 0:
            continue
        tokens = {token.lower() for token in class_tokens(element)}
        if (
            _CONTAINERS & tokens
            or any(token.endswith(_CONTAINER_END) for token in tokens)
            or (element.tag == "blockquote" and element.get("type") == "cite")
            or (element.tag == "div" and element.get("name") == "quote")
        ):
            yield index, False
            behind = ends[index]
        elif (
            (element.get("id") or "").lower() in _HEADS
            or _HEAD_CLASSES & tokens
            or (element.text and ORIGINAL.match(element.text))
            or ("border-top" in (style := (element.get("style") or "").lower()) and "solid" in style
                and FROM.match(head := _beginning(draft, index)) and SENT.search(head))
            or (element.tag in BLOCKS and FROM.match(_beginning(draft, index, 6)) and begins_with_head(_beginning(draft, index)))
        ):  # fmt: skip
            yield index, True
            behind = ends[index]


def _beginning(draft: Draft, index: int, most: int = 100) -> str:
    """The first words of an element: those of its first text nodes, `most` of them."""
    runs = draft.page.text_runs
    begin = runs.begins[index]
    return " ".join("".join(runs.row[begin : min(runs.ends[index], begin + most)]).split())[:600] if begin >= 0 else ""


def _from_on(element: Element) -> Iterator[int]:
    """The element, and all that follow it in the document, each with what it holds."""
    yield element.index
    node: Element | None = element
    while node is not None and node.parent is not None:
        siblings = node.parent.children
        yield from (sibling.index for sibling in siblings if sibling.index > node.index)
        node = node.parent


def _with_attribution(draft: Draft, container: Element) -> Iterable[int]:
    """The container, and the line before it that says who wrote it."""
    before = container.previous
    if before is not None and container.parent is not None and not (before.tail or "").strip():
        text = _short_text(draft, before, _LONGEST_ATTRIBUTION) or ""
        if text.endswith((":", "：")):
            return (before.index, container.index)
    return (container.index,)


def _has_words(row: list[str], begin: int, end: int, least: int) -> bool:
    """Whether a stretch of text nodes has at least this many words."""
    count = 0
    for position in range(begin, end):
        count += sum(any(c.isalnum() for c in word) for word in row[position].split())
        if count >= least:
            return True
    return False
