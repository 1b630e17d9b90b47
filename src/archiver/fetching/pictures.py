"""Pictures of a record that lie elsewhere, fetched and put inside it, so that they last as long as the record.

The address that a picture had stays beside it (`origin`). What cannot be had, or is no picture, stays the link that it was, and a finding says
why.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

from lxml import etree

from archiver.article import NS, Article, tag
from archiver.fetching.guarded import Fetcher, Refused
from archiver.findings import FINDINGS
from archiver.images import Picture, picture

#: Bytes of all pictures of one record: with them inside it must stay small enough to be read again.
_MOST_IN_ALL = 32 * 1024 * 1024
_AT_ONCE = 4
_ACCEPT = "image/png, image/jpeg, image/gif, image/webp, image/svg+xml"


def embed_pictures(article: Article, get: Callable[..., bytes] | None = None) -> Article:
    """A copy of an article in which pictures with an http or https address are fetched and embedded.

    `get(url, accept=…)` returns the bytes at an address or raises Refused; the Fetcher's own when not given. Like addresses are asked
    for once. The result is validated by whoever writes it.
    """
    get = get or Fetcher().get
    root = deepcopy(article.root)
    images = [i for i in root.iter(tag("image")) if (i.get("src") or "").lower().startswith(("http://", "https://"))]
    addresses = list(dict.fromkeys(image.get("src", "") for image in images))
    with ThreadPoolExecutor(_AT_ONCE) as workers:
        found = dict(zip(addresses, workers.map(lambda url: _fetch(get, url), addresses), strict=True))
    provenance = root.find("a:provenance", NS)
    assert provenance is not None
    size = 0
    for url, what in found.items():
        if isinstance(what, Picture) and size + len(what.data) > _MOST_IN_ALL:
            what = f"the pictures before it have {_MOST_IN_ALL // 1024**2} MB already"
        if isinstance(what, str):
            kind = FINDINGS["F001"]
            finding = etree.SubElement(provenance, tag("finding"), code=kind.code, severity=kind.severity)
            finding.text = kind.sentence.format(address=url, reason=what)
            continue
        size += len(what.data)
        for image in [one for one in images if one.get("src") == url]:
            attributes = {**image.attrib, "src": what.uri, "origin": url}
            image.attrib.clear()
            # in the order in which records have them, so that equal records are equal bytes
            image.attrib.update(sorted(attributes.items()))
    return Article(root)


def _fetch(get: Callable[..., bytes], url: str) -> Picture | str:
    """The picture at an address, or why there is none."""
    try:
        data = get(url, accept=_ACCEPT)
    except Refused as refusal:
        return str(refusal)
    kind = picture(f"data:;base64,{base64.b64encode(data).decode('ascii')}")
    return kind if kind is not None else "what came is no picture that a record may hold"
