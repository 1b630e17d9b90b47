"""Documents for tests: made by pandoc from Markdown, or written by hand, member by member."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from archiver import pandoc

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("style", "style"), ("text", "text"), ("table", "table"), ("draw", "drawing"), ("meta", "meta"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def made(markdown: str, to: str) -> bytes:
    """A document that pandoc makes of Markdown."""
    return pandoc.run(markdown.encode(), "markdown", to, "--standalone")


def written(path: Path, data: bytes | str) -> Path:
    """A file with this content."""
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data, zipfile.ZIP_STORED if name == "mimetype" else None)
    return out.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run of a Word document."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def docx_members(
    body: str, footnotes: Mapping[int, str] | None = None, endnotes: Mapping[int, str] | None = None, settings: str = ""
) -> dict[str, str | bytes]:
    """The members of a Word document with this body; notes by their ids."""
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), ("footnotes", "footnotes"), ("endnotes", "endnotes"))
    )
    related = "".join(
        f'<Relationship Id="{name}" Type="{_RELS}/{name}" Target="{name}.xml"/>'
        for name in ("footnotes", "endnotes", "settings")
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE_RELS}"><Relationship Id="d" Type="{_RELS}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE_RELS}">{related}'
        f'<Relationship Id="web" Type="{_RELS}/hyperlink" Target="https://example.org/mill" TargetMode="External"/></Relationships>',
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/settings.xml": f"<w:settings {W}>{settings}</w:settings>",
        "word/footnotes.xml": _notes("footnote", footnotes or {}),
        "word/endnotes.xml": _notes("endnote", endnotes or {}),
    }


def _notes(kind: str, notes: Mapping[int, str]) -> str:
    inner = "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:r><w:{kind}Ref/></w:r>{run(text)}</w:p></w:{kind}>'
        for number, text in notes.items()
    )
    return f"<w:{kind}s {W}>{inner}</w:{kind}s>"


def docx(body: str, **parts: object) -> bytes:
    """A Word document; the parts are those of `docx_members`."""
    return zipped(docx_members(body, **parts))  # type: ignore[arg-type]


def odt_members(body: str, meta: str = "", manifest: str = "") -> dict[str, str | bytes]:
    """The members of an OpenDocument text. Paragraphs with the style P1 have the style Title."""
    return {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>{manifest}</manifest:manifest>',
        "content.xml": f"<office:document-content {_ODF}><office:automatic-styles>"
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/></office:automatic-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        "styles.xml": f"<office:document-styles {_ODF}/>",
        "meta.xml": f"<office:document-meta {_ODF}><office:meta>{meta}</office:meta></office:document-meta>",
    }


def epub_members(chapters: Mapping[str, str], metadata: str = "", guide: str = "") -> dict[str, str | bytes]:
    """The members of an EPUB with these chapters: file name without its ending → content of the body."""
    nav = ' properties="nav"'
    items = "".join(
        f'<item id="{name}" href="{name}.xhtml" media-type="application/xhtml+xml"{nav if name == "nav" else ""}/>'
        for name in chapters
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    pages: dict[str, str | bytes] = {
        f"OEBPS/{name}.xhtml": '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"'
        f' xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Page</title></head><body>{body}</body></html>'
        for name, body in chapters.items()
    }
    return {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles>'
        '<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        "OEBPS/book.opf": '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{metadata}</metadata><manifest>{items}</manifest><spine>{spine}</spine><guide>{guide}</guide></package>",
        **pages,
    }
