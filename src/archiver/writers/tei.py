"""TEI P5: an XSLT makes it, our own profile checks it before it is let out."""

from __future__ import annotations

import copy
from typing import BinaryIO

from lxml import etree

from archiver import schema
from archiver.article import Article, tag
from archiver.errors import InvalidResult
from archiver.writers.identity import identity
from archiver.writers.prepare import EXPORT, account, plain_date, prepare
from archiver.writers.stylesheet import transform

TEI = "http://www.tei-c.org/ns/1.0"
_MATHML = f"{{{EXPORT}}}mathml"
_NAMES = {"t": TEI}
_COUNT_CALLS = etree.XPath("count(//t:ref[@type = 'noteref'])", namespaces=_NAMES)
_COUNT_NOTES = etree.XPath("count(/t:TEI/t:text/t:back/t:div[@type = 'notes']/t:note)", namespaces=_NAMES)


def write(article: Article, out: BinaryIO) -> None:
    """Write the TEI file."""
    prepared = prepare(article, show=lambda picture: picture.uri)
    for formula in prepared.root.iter(tag("formula")):
        if formula.get("notation") == "mathml" and len(formula):
            formula.set(_MATHML, _source(formula[0]))
    _group(prepared.root)
    result = transform(
        "tei.xsl",
        prepared.root,
        uuid=str(identity(article)),
        converted=plain_date(article.date("retrieved"))[:10],
    )
    account(article, "TEI", calls=int(_COUNT_CALLS(result)), notes=int(_COUNT_NOTES(result)))
    for breach in schema.grammar_breaches(result, "archiver-tei.rng", ""):
        raise InvalidResult(
            f"The TEI export was not written: it would break the profile: {breach.message}",
            "This is a fault in Archiver: please report it with the record.",
        )
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(result, encoding="UTF-8") + b"\n")


def _group(root: etree._Element) -> None:
    """Put together what TEI wants together: blocks after a section, and terms with what defines them."""
    for parent in root.iter(tag("body"), tag("section")):
        run = None
        after_section = False
        for child in list(parent):
            if child.tag == tag("section"):
                after_section, run = True, None
            elif after_section:
                if run is None:
                    run = etree.Element(f"{{{EXPORT}}}continuation")
                    child.addprevious(run)
                run.append(child)
    for list_ in root.iter(tag("list")):
        pair = None
        for child in list(list_) if list_.get("type") == "definition" else ():
            if child.tag == tag("term") and (pair is None or pair[-1].tag == tag("item")):
                pair = etree.Element(f"{{{EXPORT}}}pair")
                child.addprevious(pair)
            if pair is not None:
                pair.append(child)


def _source(math: etree._Element) -> str:
    """A formula in MathML as text, with no other namespace declared in it than its own."""
    alone = copy.deepcopy(math)
    alone.tail = None
    return etree.tostring(alone, method="c14n", exclusive=True).decode("utf-8")
