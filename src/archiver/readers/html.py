"""Reader of HTML pages, valid or not: the tree that a browser builds (trees/browser.py).

Three parts of it are read otherwise than a browser shows them: blocks in a select that was never closed (unclosed_select.py), the text of a page that
stands in noscript alone (noscript.py), and the lists and captions of pages that an office program exported (office_html.py). The links of a page that
was saved from a web archive become the original ones (archived.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from archiver import addresses
from archiver.errors import Malformed
from archiver.page import Page, PageFinding
from archiver.readers import archived as archived_pages
from archiver.readers import noscript, office_html, unclosed_select
from archiver.readers.encoding import decode, may_be_spelled, with_references
from archiver.readers.entities import require_no_entities
from archiver.readers.own_exports import require_no_export_of_page
from archiver.source import Source
from archiver.trees import browser, places, visible_words

MEDIA_TYPE = "text/html"

#: The beginning of a page, with comments before it.
_STARTS = re.compile(
    rb"\s*+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|\?xml)", re.IGNORECASE | re.DOTALL
)
_SHADOW_ROOT = re.compile(
    r"""(<template\b(?:\s[^<>"']*)?\s)shadow(?:mode|root)(\s*=\s*["']?(?:open|closed)\b)""", re.IGNORECASE
)
_TAGS = re.compile(rb"<(?:p|div|span|article|section|main|table|h[1-6]|ul|ol|br|a|meta)[\s>/]", re.IGNORECASE)


def begins_like(head: bytes) -> bool:
    """Whether the first bytes of a source are those of a page."""
    return _STARTS.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def looks_like(head: bytes) -> bool:
    """Whether the first bytes of a source look like a page: they begin like one, or have at least three of the usual tags."""
    return bool(_STARTS.match(head)) or len(_TAGS.findall(head)) >= 3


def read(source: Source, declared: str | None = None) -> Page:
    """The Page of an HTML source. `declared` is the encoding label of a transport header, if there was one.

    Raises Malformed for a page without elements or body, and Forbidden for a page that declares XML entities.
    """
    decoded = decode(source.data, declared, source.has_controls, url=source.url, repair=source.repair_encoding)
    page = parse(source, decoded.text, decoded.encoding, decoded.findings)
    if may_be_spelled(page.visible):
        again = with_references(decoded, url=source.url, repair=source.repair_encoding)
        if again.text != decoded.text:
            return parse(source, again.text, again.encoding, again.findings)
    return page


def with_shadow_roots(text: str) -> str:
    """A page whose shadow roots are written as the HTML standard has them. Chromium writes `shadowmode` into MHTML files, and older programs that save pages
    write `shadowroot`: both come from drafts of the standard.
    """
    return _SHADOW_ROOT.sub(r"\1shadowrootmode\2", text) if "shadow" in text else text


def parse(source: Source, text: str, encoding: str, findings: Sequence[PageFinding] = ()) -> Page:
    """The Page of a source with this text: the decoded text, or the text after replacements by the rules for the site. `findings` are those of the decoder.

    Raises what `read` raises.
    """
    require_no_entities(source, text)
    text = with_shadow_roots(text)
    html = browser.parsed(text)
    tree = browser.convert(html, text)
    root = tree.elements[0]
    head, body = root.children[0], root.children[-1]
    if body.tag != "body":
        raise Malformed(
            f"{source.name}: the page has no body (a frame set?).", "Save the frame that holds the article."
        )
    generator = next((e.get("content", "") for e in head.named("meta") if e.get("name") == "generator"), "")
    require_no_export_of_page(source, generator)
    archived = archived_pages.release(root, source.url, text)
    tags = {element.tag for element in tree.elements}
    base = next((e for e in root.iter("base") if "href" in e.attributes), None) if "base" in tags else None
    base_url = (archived.original if archived is not None else "") or source.url
    if base is not None:
        href = base.attributes["href"].strip()
        joined = addresses.join(base_url, href)
        base_url = joined if addresses.is_web(joined) else base_url
    has_moved = "select" in tags and unclosed_select.release(body)
    is_revealed = "noscript" in tags and noscript.reveal(body)
    # a mail, and a page of a site, that Word wrote may have more than a text
    is_alone = source.capture is None or not (source.capture.is_mail or source.capture.address)
    document = office_html.document_of(head, body, text) if is_alone else None
    has_moved = has_moved or document is not None
    is_like_in_browser = not (
        has_moved or is_revealed or browser.has_shadow_roots(text) or places.begins_body_early(text)
    )
    return Page(
        source,
        body,
        media_type=MEDIA_TYPE,
        encoding=encoding,
        text=text,
        head=head,
        base_url=base_url,
        findings=[*findings, PageFinding("S003")] if is_revealed else findings,
        parser=browser.PARSER,
        elements=None if has_moved or is_revealed else tree.elements[tree.elements.index(body) :],
        archived=archived,
        visible=visible_words.visible_text(html, noscript=is_revealed),
        places=places.Places(
            tree.names, None if is_like_in_browser else partial(places.nodes_in_browser, text, tree.elements)
        ),
        document=document,
    )
