"""Metadata of the PDF: XMP with Dublin Core and both conformance claims, document information, the attached record.

Everything comes from the record and nothing from the clock, so the same record gives the same bytes.
"""

from __future__ import annotations

import hashlib
import re
import uuid
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from archiver.article import NS, Article
from archiver.version import __version__
from archiver.writers.shared.identity import dates_of_copy
from archiver.writers.shared.work import work_of

RECORD_NAME = "record.xml"
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?(Z|[+-]\d\d:\d\d)?")
_SCHEMA = """<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li>{others}</rdf:Bag></pdfaExtension:schemas></rdf:Description>"""
#: The namespace of PRISM (Publishing Requirements for Industry Standard Metadata, 3.0).
_PRISM = "http://prismstandard.org/namespaces/basic/3.0/"
#: What PDF/A asks for a schema that it does not know: each property that the file has, with its type and what it means (ISO 19005-3, 6.6.2.3).
_PRISM_SCHEMA = """<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PRISM basic metadata</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://prismstandard.org/namespaces/basic/3.0/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>prism</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li>"""
_PRISM_PROPERTY = (
    '<rdf:li rdf:parseType="Resource"><pdfaProperty:name>{name}</pdfaProperty:name><pdfaProperty:valueType>Text</pdfaProperty:valueType>'
    "<pdfaProperty:category>external</pdfaProperty:category><pdfaProperty:description>{says}</pdfaProperty:description></rdf:li>"
)
_AGGREGATIONS = {
    "journal": "journal",
    "newspaper": "newspaper",
    "magazine": "magazine",
    "book": "book",
    "blog": "blog",
    "site": "website",
}


def _prism(article: Article) -> list[tuple[str, str, str]]:
    """The names, values and meanings of the properties of PRISM, without what is doubtful."""
    work = work_of(article)
    found = [
        ("aggregationType", _AGGREGATIONS.get(work.container_type, ""), "Kind of the publication"),
        ("publicationName", work.container, "Title of the publication"),
        ("volume", work.volume, "Volume of the publication"),
        ("number", work.issue, "Issue of the publication"),
        ("pageRange", work.pages, "Pages of the article"),
        ("startingPage", work.first_page, "First page of the article"),
        ("endingPage", work.last_page, "Last page of the article"),
        ("issn", next(iter(work.issns), ""), "ISSN of the publication"),
        ("isbn", next(iter(work.isbns), ""), "ISBN of the publication"),
        ("section", work.department, "Section of the publication"),
        ("doi", work.doi, "DOI of the article"),
        ("url", work.url, "Address of the article"),
    ]
    return [(name, value, says) for name, value, says in found if value]


def document_title(article: Article, substitute: str) -> str:
    """The title that viewers show: the article's, else `substitute`."""
    return article.title or substitute


def rdf(article: Article, title: str) -> bytes:
    """The metadata as the RDF of an XMP packet (ISO 16684-1); WeasyPrint adds the packet around it."""
    date = made_on(article)
    language = article.language or "und"
    authors = "".join(_li(a.name) for a in article.authors)
    contributors = "".join(_li(c.name) for c in article.contributors)
    subjects = "".join(_li(k) for k in article.keywords)
    published = article.published
    abstract, rights = _head(article, "abstract"), _head(article, "rights")
    identifiers = [value for _, value in article.identifiers]
    properties = [
        f"<dc:title><rdf:Alt>{_alt(title)}</rdf:Alt></dc:title>",
        f"<dc:creator><rdf:Seq>{authors}</rdf:Seq></dc:creator>" if authors else "",
        f"<dc:subject><rdf:Bag>{subjects}</rdf:Bag></dc:subject>" if subjects else "",
        f"<dc:description><rdf:Alt>{_alt(abstract)}</rdf:Alt></dc:description>" if abstract else "",
        f"<dc:publisher><rdf:Bag>{_li(article.publisher)}</rdf:Bag></dc:publisher>" if article.publisher else "",
        f"<dc:contributor><rdf:Bag>{contributors}</rdf:Bag></dc:contributor>" if contributors else "",
        f"<dc:date><rdf:Seq>{_li(published)}</rdf:Seq></dc:date>" if published else "",
        f"<dc:language><rdf:Bag>{_li(language)}</rdf:Bag></dc:language>",
        f"<dc:rights><rdf:Alt>{_alt(rights)}</rdf:Alt></dc:rights>" if rights else "",
        f"<dc:source>{escape(_source(article))}</dc:source>",
        f"<dc:identifier>{escape(identifiers[0])}</dc:identifier>" if identifiers else "",
        "<dc:format>application/pdf</dc:format>",
        "<dc:type><rdf:Bag><rdf:li>Text</rdf:li></rdf:Bag></dc:type>",
    ]
    dates = f"<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>" if date else ""
    tool = f"<xmp:CreatorTool>{_creator()}</xmp:CreatorTool>"
    keywords = f" pdf:Keywords={quoteattr(', '.join(article.keywords))}" if article.keywords else ""
    prism = _prism(article)
    others = (
        _PRISM_SCHEMA.format(properties="".join(_PRISM_PROPERTY.format(name=n, says=s) for n, _, s in prism))
        if prism
        else ""
    )
    publication = "".join(f"<prism:{name}>{escape(value)}</prism:{name}>" for name, value, _ in prism)
    if publication:
        publication = f'\n<rdf:Description rdf:about="" xmlns:prism="{_PRISM}">{publication}</rdf:Description>'
    identity = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:sha256:{digest(article)}")
    result = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/" pdfaid:part="3" pdfaid:conformance="A"/>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
{_SCHEMA.format(others=others)}
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">{"".join(properties)}</rdf:Description>{publication}
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">{tool}{dates}</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer={quoteattr(_producer())}{keywords}/>
<rdf:Description rdf:about="" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" xmpMM:DocumentID="uuid:{identity}"/>
</rdf:RDF>"""
    return _clean(result).encode()


def describe(article: Article, title: str, document: Any) -> None:
    """Make a WeasyPrint Document use this metadata instead of its own (DocumentMetadata.generate_rdf_metadata)."""
    packet = rdf(article, title)
    document.metadata.generate_rdf_metadata = lambda *_, **__: packet


def finish(article: Article, title: str, pdf: Any) -> None:
    """Set the dates of a finished pydyf.PDF and of the attached record, and leave the metadata uncompressed."""
    import pydyf  # type: ignore[import-untyped]

    for stream in pdf.objects:
        extra = getattr(stream, "extra", {})
        if extra.get("Type") == "/Metadata":
            stream.compress = False  # cataloguing programs search for it without decoding streams
        elif extra.get("Type") == "/EmbeddedFile":
            extra["Subtype"] = "/application#2fxml"
            for key in ("CreationDate", "ModDate"):
                if date := _pdf_date(made_on(article)):
                    extra["Params"][key] = pydyf.String(date)
                else:
                    extra["Params"].pop(key, None)
    info = {
        "Title": title,
        "Author": ", ".join(a.name for a in article.authors),
        "Subject": _head(article, "abstract"),
        "Keywords": ", ".join(article.keywords),
        "Creator": _creator(),
        "Producer": _producer(),
        "CreationDate": _pdf_date(made_on(article)),
        "ModDate": _pdf_date(made_on(article)),
    }
    pdf.info.clear()
    pdf.info.update({key: pydyf.String(_clean(value)) for key, value in info.items() if value})


def digest(article: Article) -> str:
    """The SHA-256 of the record, which identifies the document."""
    return hashlib.sha256(article.xml()).hexdigest()


def made_on(article: Article) -> str:
    """The date of the copy: when the source was saved, else converted, else modified, else published; "" if none is
    known.
    """
    return next((date for date in dates_of_copy(article) if _DATE.fullmatch(date)), "")


def _pdf_date(iso: str) -> str:
    match = _DATE.fullmatch(iso)
    if not match:
        return ""
    *numbers, zone = match.groups()
    date = "D:" + "".join(n for n in numbers if n)
    if zone and numbers[3]:
        date += "Z" if zone == "Z" else f"{zone[:3]}'{zone[4:]}'"
    return date


def _creator() -> str:
    return f"archiver {__version__}"


def _producer() -> str:
    import weasyprint  # type: ignore[import-untyped]

    return f"WeasyPrint {weasyprint.__version__}"


def _head(article: Article, name: str) -> str:
    element = article.root.find(f"a:head/a:{name}", NS)
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _source(article: Article) -> str:
    source = article.root.find("a:provenance/a:source", NS)
    return article.url or (source.get("href", "") if source is not None else "")


def _li(text: str) -> str:
    return f"<rdf:li>{escape(text)}</rdf:li>"


def _alt(text: str) -> str:
    return f'<rdf:li xml:lang="x-default">{escape(text)}</rdf:li>'


def _clean(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text)
