"""Addresses of pictures that are more than an address: data: URLs and lists of sizes."""

from __future__ import annotations

import base64
from urllib.parse import quote, unquote

import pytest

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


@pytest.mark.parametrize(
    "drawing",
    [
        '<?xml-stylesheet href="http://tide.example/a.css"?>' + _ROOT.format("", ""),
        _ROOT.format("", '<?xml-stylesheet href="http://tide.example/a.css"?>'),
        _ROOT.format(' xml:base="http://tide.example/"', '<use href="#a"/>'),
        _ROOT.format("", "<style>svg{background:image-set('http://tide.example/a' 1x)}</style>"),
        _ROOT.format(" style=\"background:-webkit-image-set('//tide.example/a' 1x)\"", ""),
        '<?xml version="1.0" encoding="UTF-7"?>' + _ROOT.format("", ""),
        '<?xml version="1.0" encoding="ISO-2022-JP"?>' + _ROOT.format("", ""),
        _ROOT.format("", "<rect><animateColor/></rect>"),
    ],
    ids="sheet sheet-inside base image-set prefix utf-7 iso-2022 animation".split(),
)
def test_an_svg_that_is_active_or_refers_to_other_files_is_refused(drawing: str) -> None:
    assert picture("data:image/svg+xml," + quote(drawing)) is None


@pytest.mark.parametrize("encoding", ["", "UTF-8", "iso-8859-1", "US-ASCII"])
def test_an_svg_in_a_usual_encoding_is_accepted(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    assert picture("data:image/svg+xml," + quote(declared + _ROOT.format("", "")))
