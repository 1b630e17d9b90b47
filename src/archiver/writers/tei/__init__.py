"""TEI P5: a stylesheet makes the file, and Archiver's own TEI profile validates it before it is written."""

from __future__ import annotations

import copy
import re
from collections import Counter
from typing import BinaryIO, Literal

from lxml import etree

from archiver import schema
from archiver.article import NS, XML_LANG, Article, tag
from archiver.errors import InvalidResult, UsageError
from archiver.writers.shared.identity import identity
from archiver.writers.shared.prepare import EXPORT, HREF, plain_date, prepare, require_all_notes
from archiver.writers.shared.xslt import transform
from archiver.writers.tei.notes import place_inline
from archiver.xml_layout import Layout

__all__ = ["write"]

TEI = "http://www.tei-c.org/ns/1.0"


def _tags(names: str) -> frozenset[str]:
    return frozenset(f"{{{TEI}}}{name}" for name in names.split())


_BLOCKS = _tags("post p list cit quote figure table eg lg milestone gap")
#: The elements that hold no text in schemas/archiver-tei.rnc. A test compares them with the grammar. `choice` and `ruby`
#: are none of them: they stand in running text.
LAYOUT = Layout(
    TEI,
    with_elements=_tags(
        "TEI teiHeader fileDesc titleStmt respStmt publicationStmt availability sourceDesc biblStruct analytic monogr imprint"
        " encodingDesc projectDesc editorialDecl correction normalization quotation hyphenation segmentation stdVals"
        " interpretation appInfo application profileDesc abstract creation langUsage textClass keywords revisionDesc"
        " particDesc listPerson person text front titlePage docTitle byline body back div post list table row lg figure cit quote gap"
        " standOff listAnnotation annotation"
    ),
    with_either=_tags("item cell note"),
    is_block=lambda element: element.tag in _BLOCKS,
)
_MATHML = f"{{{EXPORT}}}mathml"
_NAMES = {"t": TEI}
_COUNT_CALLS = etree.XPath("count(//t:*[@type = 'noteref'])", namespaces=_NAMES)
_COUNT_NOTES = etree.XPath("count(/t:TEI/t:text//t:note)", namespaces=_NAMES)
#: "All rights reserved" in imprints of several languages.
_ALL_RIGHTS_RESERVED = re.compile(
    r"all rights reserved|alle rechte (?:\w+ )?(?:vorbehalten|voorbehouden)|tous droits réservés|(?:todos )?(?:los )?derechos reservados"
    r"|todos os direitos reservados|tutti i diritti (?:sono )?riservati|wszelkie prawa zastrzeżone|все права защищены",
    re.IGNORECASE,
)
_COUNT_REMOVED = etree.XPath("count(/t:TEI/t:standOff//t:annotation)", namespaces=_NAMES)


def write(article: Article, out: BinaryIO, *, notes: Literal["end", "inline"] = "end", removed: bool = False) -> None:
    """Write the TEI file.

    `notes`: "end" puts all notes at the end; "inline" puts each note at its first call, and notes without a call at
    the end. `removed`: also write what was removed from the source, as stand-off annotations.
    Raises UsageError for another value of `notes`, InvalidResult if a call, a note or a removed piece would be missing
    or the file would break the profile.
    """
    if notes not in ("end", "inline"):
        raise UsageError(f"TEI has no notes {notes!r}.", "Choose end or inline.")
    prepared = prepare(article, show=lambda picture: picture.uri, references=True)
    for formula in prepared.root.iter(tag("formula")):
        if formula.get("notation") == "mathml" and len(formula):
            formula.set(_MATHML, _mathml_source(formula[0]))
    _group(prepared.root)
    _mark_firsts(prepared.root)
    _number_agents(prepared.root)
    _number_persons(prepared.root, prepared.id_prefix)
    if notes == "inline":
        place_inline(prepared.root)
    result = transform(
        "tei.xsl",
        prepared.root,
        uuid=str(identity(article)),
        converted=(plain_date(article.retrieved) or plain_date(article.made))[:10],
        availability=_availability(prepared.root),
        own=prepared.id_prefix,
        removed=removed,
    )
    require_all_notes(article, "TEI", calls=int(_COUNT_CALLS(result)), notes=int(_COUNT_NOTES(result)))
    expected = len(article.removals) if removed else 0
    if (written := int(_COUNT_REMOVED(result))) != expected:
        raise InvalidResult(
            f"The TEI export was not written: it would show {written} removed pieces, and the record has {expected}.",
            "This is a fault in Archiver: please report it with the record.",
        )
    for breach in schema.grammar_violations(result, "archiver-tei.rng", "") or schema.rule_violations(
        result, "archiver-tei.sch"
    ):
        raise InvalidResult(
            f"The TEI export was not written: it would break the profile: {breach.message}",
            "This is a fault in Archiver: please report it with the record.",
        )
    out.write(LAYOUT.to_bytes(result))


def _availability(root: etree._Element) -> str:
    """TEI's value for the terms of use: "free" for a public licence, "restricted" for all rights reserved."""
    rights = root.find("a:head/a:rights", NS)
    if rights is None:
        return "unknown"
    if "://creativecommons.org/" in rights.get(HREF, ""):
        return "free"
    return "restricted" if _ALL_RIGHTS_RESERVED.search(rights.text or "") else "unknown"


def _group(root: etree._Element) -> None:
    """Wrap blocks that TEI wants in one element: the blocks after a section, and each term with its definition.

    Before: <section/><p/><p/>    after: <section/><x:continuation><p/><p/></x:continuation>
    Before: <term/><item/>        after: <x:pair><term/><item/></x:pair>
    """
    for parent in root.iter(tag("body"), tag("section")):
        continuation = None
        after_section = False
        for child in list(parent):
            if child.tag == tag("section"):
                after_section, continuation = True, None
            elif after_section:
                if continuation is None:
                    continuation = etree.Element(f"{{{EXPORT}}}continuation")
                    child.addprevious(continuation)
                continuation.append(child)
    for list_ in root.iter(tag("list")):
        pair = None
        for child in list(list_) if list_.get("type") == "definition" else ():
            if child.tag == tag("term") and (pair is None or pair[-1].tag == tag("item")):
                pair = etree.Element(f"{{{EXPORT}}}pair")
                child.addprevious(pair)
            if pair is not None:
                pair.append(child)


def _mark_firsts(root: etree._Element) -> None:
    """Mark the first removed piece of each rule with the number of its pieces, and the first use of each language.

    In XSLT the same would take quadratic time.
    """
    pieces = root.findall("a:provenance/a:removed", NS)
    counts = Counter(piece.get("rule") for piece in pieces)
    for piece in pieces:
        if count := counts.pop(piece.get("rule"), 0):
            piece.set(f"{{{EXPORT}}}pieces", str(count))
    seen = {root.get(XML_LANG)}
    for part in root.iterchildren(tag("head"), tag("body"), tag("notes")):
        for element in part.iter(etree.Element):
            language = element.get(XML_LANG)
            if language and language not in seen:
                seen.add(language)
                element.set(f"{{{EXPORT}}}language", language)


def _number_agents(root: etree._Element) -> None:
    """Give each agent of the provenance a number, and mark what the agent did where the name stands first.

    Before: <made agent="Ann"/><revision agent="Ann"/>
    after: <made agent="Ann" x:agent="1" x:name="Ann" x:converted="yes" x:revised="yes"/><revision agent="Ann" x:agent="1"/>
    """
    firsts: dict[str, etree._Element] = {}
    for element in root.iterfind("a:provenance/*[@agent]", NS):
        name = " ".join(element.get("agent", "").split())
        first = firsts.setdefault(name, element)
        if first is element:
            element.set(f"{{{EXPORT}}}agent", str(len(firsts)))
            element.set(f"{{{EXPORT}}}name", name)
        element.set(f"{{{EXPORT}}}agent", first.get(f"{{{EXPORT}}}agent", ""))
        first.set(f"{{{EXPORT}}}{'converted' if element.tag == tag('made') else 'revised'}", "yes")


def _number_persons(root: etree._Element, prefix: str) -> None:
    """Give each post the id of its author, and mark the first post of each. Authors with the same name are one person."""
    persons: dict[str, str] = {}
    for post in root.iterfind("a:body/a:post", NS):
        name = " ".join(post.findtext("a:head/a:author/a:name", "", NS).split())
        if not name:
            continue
        if name not in persons:
            persons[name] = f"{prefix}person{len(persons) + 1}"
            post.set(f"{{{EXPORT}}}first", "yes")
        post.set(f"{{{EXPORT}}}person", persons[name])


def _mathml_source(math: etree._Element) -> str:
    """A MathML formula as text, with only its own namespace declaration."""
    formula = copy.deepcopy(math)
    formula.tail = None
    return etree.tostring(formula, method="c14n", exclusive=True).decode("utf-8")
