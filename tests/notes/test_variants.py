"""What must not matter: the same notes come out when the names, classes, white space or addresses of a page are others."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

import pytest
from lxml import etree, html

from archiver import inspection
from archiver.source import Source
from support.fixtures import Fixture, defects, differences, fixtures

ADDRESS = "https://coast.example/essays/lanterns"


def pretty(page: bytes) -> bytes:
    """Each block on lines of its own, indented."""
    return re.sub(rb"(</?(?:p|div|li|ol|aside|h\d|table|tr|td|hr)\b[^>]*>)", rb"\n      \1\n      ", page)


def hashed(page: bytes) -> bytes:
    """Classes as a bundler makes them."""
    chance = random.Random(3)
    tree = html.document_fromstring(page.decode())
    for element in tree.iter():
        if isinstance(element.tag, str) and element.get("class", "").startswith(("fn", "foot", "note")):
            element.set("class", "css-" + "".join(chance.choices("abcdefgh0123456789", k=6)))
    return b"<!DOCTYPE html>" + etree.tostring(tree, method="html", encoding="utf-8")


def renamed(page: bytes) -> bytes:
    """Ids and names that say nothing."""
    return re.sub(
        rb'((?:id|name)="|href="#)([nr])(\d\w*)"', lambda m: m[1] + b"x" + str(ord(m[2])).encode() + m[3] + b'"', page
    )


def absolute(page: bytes) -> bytes:
    """Fragments with the page's own address before them."""
    return page.replace(b'href="#', f'href="{ADDRESS}#'.encode())


def wrapped(page: bytes) -> bytes:
    """A block around each paragraph."""
    return page.replace(b"<p>", b'<div class="block"><p>').replace(b"</p>", b"</p></div>")


def spanned(page: bytes) -> bytes:
    """A span around the text of each link."""
    return re.sub(rb"(<a [^>]*>)(.*?)</a>", rb"\1<span>\2</span></a>", page)


def in_capitals(page: bytes) -> bytes:
    """Names of elements in capitals."""
    return re.sub(rb"<(/?)([a-z]+\d?)", lambda m: b"<" + m[1] + m[2].upper(), page)


CHANGES = (pretty, hashed, renamed, absolute, wrapped, spanned, in_capitals)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: str(change.__name__))
@pytest.mark.parametrize("fixture", fixtures("notes/variants"), ids=lambda fixture: str(fixture.id))
def test_notes_stay_the_same(fixture: Fixture, change: Callable[[bytes], bytes]) -> None:
    source = Source(name="page.html", data=change(fixture.page), stem="page", url=ADDRESS)
    found = inspection.inspect(source, media_type="text/html")
    assert defects(found) == []
    assert differences(fixture, found.article) == []
