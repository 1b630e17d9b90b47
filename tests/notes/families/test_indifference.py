"""What must not matter: the same notes come out when names, classes, white space or addresses of a page are others."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import etree, html

from notepages import Case, archived

_ADDRESS = "https://coast.example/essays/lanterns"

PAGES = (
    Case(
        "linked-list",
        by="generators",
        text='<p>The harbour bell<sup><a class="fnref" id="r1" href="#n1">1</a></sup> was rung by a boy<sup><a class="fnref" id="r2" href="#n2">2</a></sup> at noon<sup><a class="fnref" id="r1b" href="#n1">1</a></sup>.</p>',
        after='<div class="footnotes"><ol><li id="n1"><p>Cast in <i>Merrow</i>. <a href="#r1">↩</a> <a href="#r1b">↩</a></p></li><li id="n2"><p>Of nine years.</p><p>Or ten. <a href="#r2">↩</a></p></li></ol></div>',
        notes=(("1", 2, "Cast in Merrow."), ("2", 1, "Of nine years. Or ten.")),
    ),
    Case(
        "linked-paragraphs-in-brackets",
        by="word processors",
        text='<p>The harbour bell<a name="r1" href="#n1">[1]</a> was rung by a boy<a name="r2" href="#n2">[2]</a>.</p>',
        after='<hr><div><p><a name="n1" href="#r1">[1]</a> Cast in Merrow.</p></div><div><p><a name="n2" href="#r2">[2]</a> Of nine years.</p></div>',
        notes=(("1", 1, "Cast in Merrow."), ("2", 1, "Of nine years.")),
    ),
    Case(
        "linked-table",
        by="hand",
        text='<p>The harbour bell<a name="r1" href="#n1"><sup>a</sup></a> was rung by a boy<a name="r2" href="#n2"><sup>b</sup></a>.</p>',
        after='<table><tr><td><a name="n1" href="#r1">a</a></td><td>Cast in Merrow.</td></tr><tr><td><a name="n2" href="#r2">b</a></td><td>Of nine years.</td></tr></table>',
        notes=(("a", 1, "Cast in Merrow."), ("b", 1, "Of nine years.")),
    ),
    Case(
        "unlinked-paragraphs",
        by="magazines",
        text="<p>The harbour bell<sup>1</sup> was rung by a boy<sup>2</sup>.</p>",
        after="<h3>Notes</h3><p><sup>1</sup> Cast in Merrow.</p><p><sup>2</sup> Of nine years.</p>",
        notes=(("1", 1, "Cast in Merrow."), ("2", 1, "Of nine years.")),
    ),
    Case(
        "roles-only",
        by="EPUB tools",
        text='<p>The harbour bell<a id="r1" href="#n1" role="doc-noteref">1</a> was rung by a boy<a id="r2" href="#n2" role="doc-noteref">2</a>.</p>',
        after='<aside id="n1" role="doc-footnote"><p>Cast in Merrow.</p></aside><aside id="n2" role="doc-footnote"><p>Of nine years.</p></aside>',
        notes=(("1", 1, "Cast in Merrow."), ("2", 1, "Of nine years.")),
    ),
)


def _changed(page: bytes, change: Callable[[html.HtmlElement], None]) -> bytes:
    tree = html.document_fromstring(page.decode())
    change(tree)
    return b"<!DOCTYPE html>" + etree.tostring(tree, method="html", encoding="utf-8")


def pretty(page: bytes) -> bytes:
    """Each block on lines of its own, indented."""
    return re.sub(rb"(</?(?:p|div|li|ol|aside|h\d|table|tr|td|hr)\b[^>]*>)", rb"\n      \1\n      ", page)


def hashed(page: bytes) -> bytes:
    """Classes as a bundler makes them."""
    chance = random.Random(3)

    def change(tree: html.HtmlElement) -> None:
        for element in tree.iter():
            if isinstance(element.tag, str) and element.get("class", "").startswith(("fn", "foot", "note")):
                element.set("class", "css-" + "".join(chance.choices("abcdefgh0123456789", k=6)))

    return _changed(page, change)


def renamed(page: bytes) -> bytes:
    """Ids and names that say nothing."""
    return re.sub(
        rb'((?:id|name)="|href="#)([nr])(\d\w*)"', lambda m: m[1] + b"x" + str(ord(m[2])).encode() + m[3] + b'"', page
    )


def absolute(page: bytes) -> bytes:
    """Fragments with the page's own address before them."""
    return page.replace(b'href="#', f'href="{_ADDRESS}#'.encode())


def wrapped(page: bytes) -> bytes:
    """A block around each paragraph."""
    return page.replace(b"<p>", b'<div class="block"><p>').replace(b"</p>", b"</p></div>")


def spanned(page: bytes) -> bytes:
    """A span around what each link shows."""
    return re.sub(rb"(<a [^>]*>)(.*?)</a>", rb"\1<span>\2</span></a>", page)


def shouted(page: bytes) -> bytes:
    """Names of elements in capitals."""
    return re.sub(rb"<(/?)([a-z]+\d?)", lambda m: b"<" + m[1] + m[2].upper(), page)


CHANGES = (pretty, hashed, renamed, absolute, wrapped, spanned, shouted)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: str(change.__name__))
@pytest.mark.parametrize("case", PAGES, ids=lambda case: str(case.id))
def test_notes_stay_the_same(case: Case, change: Callable[[bytes], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    page = change(case.page())
    monkeypatch.setattr(Case, "page", lambda self: page)
    article = archived(replace(case, url=_ADDRESS))
    found = [(note.label, note.references, " ".join(note.text.split())) for note in article.notes]
    assert found == list(case.notes)
