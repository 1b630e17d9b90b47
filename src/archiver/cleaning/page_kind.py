"""What a page declares itself to be: an article, a product, a list of pages, a thread, or nothing.

    {"@type": "Product", …}   <meta property="og:type" content="product">   <link rel="canonical" href="https://ex.org/shop/lamps/">

The text of an article is a column; the text of a shop or of a list is most of the page. The types of schema.org (JSON-LD and microdata), the type in the
Open Graph data and the form of the address tell these apart. They are evidence and no rule: many pages declare a wrong type.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

from archiver.page import Page

#: The types in JSON-LD, one or a list of them.
TYPES = re.compile(r'"@type"\s*:\s*(\[[^\]]*\]|"[^"]*")')
#: Types of schema.org (the end of the name, in lower case) by what they say of a page.
_ARTICLE = ("article", "blogposting", "report", "recipe", "advertisercontent", "review")
_PRODUCT = ("product", "productgroup", "offer", "aggregateoffer", "softwareapplication", "videogame", "book", "movie")
_LIST = ("itemlist", "collectionpage", "searchresultspage", "offercatalog", "blog", "productcollection")
_THREAD = ("qapage", "discussionforumposting", "question", "answer", "faqpage")
#: Types in the Open Graph data.
_OPEN_GRAPH = {"article": 1.0, "website": 2.0, "product": 3.0, "og:product": 3.0, "product.group": 3.0}
_OTHER = 4.0


class PageKind(NamedTuple):
    """The evidence as numbers for the learned model. `open_graph` is 0 without a type. `depth` is the number of parts of the path of the address,
    `words` that of the words in its last part; both are -1 without an address.
    """

    article: float = 0.0
    product: float = 0.0
    list: float = 0.0
    thread: float = 0.0
    open_graph: float = 0.0
    depth: float = -1.0
    words: float = -1.0


def page_kind(page: Page) -> PageKind:
    """What a page declares itself to be."""
    types = {name.strip(' "[]\n').lower() for found in TYPES.findall(page.text) for name in found.split(",")}
    types |= {page.elements[index].attributes.get("itemtype", "").lower() for index in page.by_attribute.get("itemtype", ())}
    types = {name.rstrip("/").rpartition("/")[2].rpartition(":")[2] for name in types}
    open_graph, address = 0.0, ""
    for element in page.head.iter("meta", "link") if page.head is not None else ():
        name = (element.get("property") or element.get("rel") or "").lower()
        if name == "og:type":
            open_graph = _OPEN_GRAPH.get((element.get("content") or "").strip().lower(), _OTHER)
        elif name in ("canonical", "og:url") and not address:
            address = element.get("href") or element.get("content") or ""
    depth, words = _address(address)
    return PageKind(
        float(any(name.endswith(_ARTICLE) for name in types)),
        float(not types.isdisjoint(_PRODUCT)),
        float(not types.isdisjoint(_LIST)),
        float(not types.isdisjoint(_THREAD)),
        open_graph,
        depth,
        words,
    )


def _address(address: str) -> tuple[float, float]:
    """The number of the parts of the path, and of the words in its last part; (-1, -1) without an address."""
    if not address:
        return -1.0, -1.0
    try:
        path = urlsplit(address).path
    except ValueError:  # an address that is none
        return -1.0, -1.0
    parts = [part for part in path.split("/") if part]
    return float(min(len(parts), 6)), float(min(len(re.split("[-_+.]", parts[-1])), 12)) if parts else 0.0
