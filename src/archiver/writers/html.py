"""One self-contained HTML page. It loads nothing, runs no script (its one `script` element holds data), and is also well-formed XML."""

from __future__ import annotations

import base64
from hashlib import sha256
from typing import BinaryIO

from lxml import etree

from archiver.article import Article
from archiver.writers.bibliography import page as bibliography
from archiver.writers.formulas.translation import add_mathml
from archiver.writers.shared.absent_pictures import settle
from archiver.writers.shared.i18n import language_of_words
from archiver.writers.shared.prepare import is_shown, prepare, require_all_notes
from archiver.writers.shared.work import work_of
from archiver.writers.shared.xslt import resource, transform

XHTML = "http://www.w3.org/1999/xhtml"
VOID = frozenset(f"{{{XHTML}}}{name}" for name in ("meta", "link", "img", "br", "hr", "col", "wbr", "input"))
_COUNT_CALLS = etree.XPath("count(//@role[. = 'doc-noteref'])")
_COUNT_NOTES = etree.XPath("count(//h:li[@class = 'note'][@id])", namespaces={"h": XHTML})


def write(article: Article, out: BinaryIO) -> None:
    """Write the page. Raises InvalidResult if a note call or a note would be missing."""
    prepared = prepare(article, show=lambda picture: picture.uri)
    settle(prepared.root, is_shown)
    add_mathml(prepared.root)
    css = resource("palette.css") + resource("html.css")
    page = transform(
        "html.xsl",
        prepared.root,
        css=css,
        policy=f"default-src 'none'; img-src data:; style-src '{_hash(css)}'; base-uri 'none'; form-action 'none'",
        direction=prepared.direction,
        wanted=language_of_words(article.language),
        own=prepared.id_prefix,
    )
    _add_metadata(page, article)
    require_all_notes(article, "HTML", calls=int(_COUNT_CALLS(page)), notes=int(_COUNT_NOTES(page)))
    out.write(b"<!DOCTYPE html>\n" + serialize(page) + b"\n")


def _add_metadata(page: etree._Element, article: Article) -> None:
    """Add what programs that collect references read: `citation_*`, and JSON-LD before the style sheet."""
    work = work_of(article)
    style = page.find(f"{{{XHTML}}}head/{{{XHTML}}}style")
    assert style is not None
    for name, content in bibliography.tags(work):
        style.addprevious(etree.Element(f"{{{XHTML}}}meta", {"name": name, "content": content}))
    script = etree.Element(f"{{{XHTML}}}script", {"type": "application/ld+json"})
    script.text = bibliography.json_ld(work)
    style.addprevious(script)


def serialize(page: etree._Element) -> bytes:
    """A page as bytes that HTML and XML parsers read alike: only void elements are written as empty-element tags."""
    for element in page.iter(etree.Element):
        if len(element) == 0 and not element.text and element.tag not in VOID:
            element.text = ""
    return etree.tostring(page, encoding="UTF-8")


def _hash(css: str) -> str:
    """The hash source for a style sheet in a content security policy (CSP Level 3, "sha256-…")."""
    return "sha256-" + base64.b64encode(sha256(css.encode("utf-8")).digest()).decode("ascii")
