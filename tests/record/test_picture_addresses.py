"""Addresses of pictures that are more than an address: data: URLs and lists of sizes."""

from __future__ import annotations

import base64
from urllib.parse import quote, unquote

import pytest
from lxml import etree

from archiver.images import picture
from archiver.record.images import image
from support.drafts import page

DRAWING = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20' width='40'>\n\t<title>The gate at noon</title>"
    "<rect x='1' y='2' width='30' height='10' fill='none' stroke='black'/><path d='M 1 2 L 3 4 L 5 6'/>"
    "<text x='1' y='9' font-family='serif'>open  gate</text></svg>"
)


def source_of(markup: str) -> str:
    draft = page(markup)
    (node,) = draft.page.root.iter("img")
    found = image(node, draft, None)
    assert found is not None
    return str(found.get("src"))


@pytest.mark.parametrize(
    "start",
    [
        "data:image/svg+xml,",
        "data:image/svg+xml;utf8,",
        "data:image/svg+xml; charset=utf-8,",
        "DATA:image/svg+xml;charset=UTF-8,",
    ],
)
def test_an_svg_in_a_text_data_url_keeps_its_spaces(start: str) -> None:
    src = source_of(f'<img src="{start}{DRAWING}">')
    assert unquote(src).endswith(DRAWING)
    assert not any(c.isspace() for c in src)
    shown = picture(src)
    assert shown is not None and shown.data.decode() == DRAWING


def test_white_space_in_base64_is_removed() -> None:
    packed = base64.b64encode(DRAWING.encode()).decode()
    broken = "\n  ".join(packed[n : n + 60] for n in range(0, len(packed), 60))
    assert source_of(f'<img src="data:image/svg+xml; base64,{broken}">') == f"data:image/svg+xml;base64,{packed}"


@pytest.mark.parametrize(
    ("srcset", "address"),
    [
        ("a.png 1.5.5x, b.png 2x", "b.png"),
        ("a.png 1x,b.png 2x", "b.png"),
        ("a.png, b.png 2x", "b.png"),
        (" , ,a.png 300w 200h , b.png 600w 400h,", "b.png"),
        ("a,1.png 300w, b,2.png 200w", "a,1.png"),
        ("a.png ²x, b.png", "b.png"),
        ("a.png 2x 3x, b.png 1x", "b.png"),
        ("a.png (x, y) 2x, b.png 1x", "b.png"),
        ("a.png 1e999w, b.png 300w", "b.png"),
        (f"{'a' * 100_000} b c d, b.png 1x", "b.png"),
        ("((((" * 10_000 + ", b.png 2x", "b.png"),
    ],
)
def test_the_best_candidate_of_a_srcset_is_chosen(srcset: str, address: str) -> None:
    assert source_of(f'<img srcset="{srcset}">') == address


_ROOT = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"{0}>{1}<rect id="a" width="5" height="5"/></svg>'


_CLEANED = {
    "a style sheet elsewhere": '<?xml-stylesheet href="http://tide.example/a.css"?>' + _ROOT.format("", ""),
    "one inside": _ROOT.format("", '<?xml-stylesheet href="http://tide.example/a.css"?>'),
    "a base": _ROOT.format(' xml:base="http://tide.example/"', ""),
    "a set of pictures": _ROOT.format(" style=\"background:-webkit-image-set('//tide.example/a' 1x)\"", ""),
    "a picture elsewhere": _ROOT.format("", '<image href="http://tide.example/a.png" width="9" height="9"/>'),
    "a script": _ROOT.format(' onload="x()"', "<script>x()</script>"),
    "an animation": _ROOT.format("", "<set attributeName='fill' to='red'/>"),
    "a document type": "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'http://tide.example/svg11.dtd'>"
    + _ROOT.format("", ""),
    "settings of a drawing program": _ROOT.format(
        ' xmlns:k="urn:k" k:version="1"', "<k:view><k:grid/></k:view><metadata><r xmlns='urn:r'/></metadata>"
    ),
    "a frame without words": _ROOT.format("", "<foreignObject/>"),
}


@pytest.mark.parametrize("how", _CLEANED)
def test_what_acts_or_fetches_is_taken_out_of_a_drawing(how: str) -> None:
    cleaned = picture("data:image/svg+xml," + quote(_CLEANED[how]))
    assert cleaned is not None
    root = etree.fromstring(cleaned.data)
    shown = [element for element in root.iter() if element.tag != "{http://www.w3.org/2000/svg}metadata"]
    assert [(etree.QName(element).localname, dict(element.attrib)) for element in shown] == [
        ("svg", {"width": "9", "height": "9"}),
        ("rect", {"id": "a", "width": "5", "height": "5"}),
    ]
    assert (
        b"tide.example" not in cleaned.data and b"<!DOCTYPE" not in cleaned.data and b"<?xml-style" not in cleaned.data
    )


def test_a_link_in_a_drawing_becomes_a_group() -> None:
    linked = picture("data:image/svg+xml," + quote(_ROOT.format("", '<a href="javascript:x()"><path d="M0 0"/></a>')))
    assert linked is not None
    assert b"<g><path" in linked.data and b"javascript" not in linked.data


def test_the_rules_of_a_style_sheet_stay_without_what_they_load() -> None:
    sheet = "<style>@import 'http://tide.example/a.css'; rect { fill: #246 }</style>"
    styled = picture("data:image/svg+xml," + quote(_ROOT.format("", sheet)))
    assert styled is not None
    assert b"rect { fill: #246 }" in styled.data and b"tide.example" not in styled.data
    hidden = picture(
        "data:image/svg+xml," + quote(_ROOT.format("", "<style>rect{fill:\\75rl(//tide.example)}</style>"))
    )
    assert hidden is not None and b"tide.example" not in hidden.data


def test_short_entities_of_a_drawing_program_are_put_in_their_places() -> None:
    declared = '<!DOCTYPE svg [<!ENTITY ns "http://www.w3.org/2000/svg"><!ENTITY fill "#246">]>'
    drawn = '<svg xmlns="&ns;" width="9" height="9"><rect fill="&fill;" width="5" height="5"/></svg>'
    made = picture("data:image/svg+xml," + quote(declared + drawn))
    assert made is not None and b'fill="#246"' in made.data


@pytest.mark.parametrize(
    "subset",
    [
        '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/hostname">',
        '<!ENTITY % a "x">',
        f'<!ENTITY a "{"x" * 5000}">',
    ],
    ids=["of others", "a file", "a parameter", "long"],
)
def test_other_entities_are_refused(subset: str) -> None:
    drawing = f"<!DOCTYPE svg [{subset}]>" + _ROOT.format("", "<text>&a;</text>")
    assert picture("data:image/svg+xml," + quote(drawing)) is None


def test_a_drawing_that_only_draws_keeps_its_bytes() -> None:
    drawing = "<!-- By hand -->" + _ROOT.format("", "<title>A square</title>")
    kept = picture("data:image/svg+xml," + quote(_ROOT.format("", "<title>A square</title>")))
    assert kept is not None and kept.data == _ROOT.format("", "<title>A square</title>").encode()
    assert picture("data:image/svg+xml," + quote(drawing)) is not None


@pytest.mark.parametrize(
    "drawing",
    [
        '<?xml version="1.0" encoding="UTF-7"?>' + _ROOT.format("", ""),
        '<?xml version="1.0" encoding="ISO-2022-JP"?>' + _ROOT.format("", ""),
        _ROOT.format("", "<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>Words</p></foreignObject>"),
        '<svg xmlns="http://www.w3.org/2000/svg"><script>draw()</script></svg>',
    ],
    ids="utf-7 iso-2022 words script-alone".split(),
)
def test_a_drawing_that_would_lose_what_it_shows_is_refused(drawing: str) -> None:
    assert picture("data:image/svg+xml," + quote(drawing)) is None


@pytest.mark.parametrize("encoding", ["", "UTF-8", "iso-8859-1", "US-ASCII"])
def test_an_svg_in_a_usual_encoding_is_accepted(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    assert picture("data:image/svg+xml," + quote(declared + _ROOT.format("", "")))
