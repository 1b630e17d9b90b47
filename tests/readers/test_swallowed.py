"""Content that an unclosed drawing, formula or select contains by mistake, and content that belongs there."""

from __future__ import annotations

import pytest
from lxml import etree

from archiver.readers.swallowed import release
from support.drafts import body_xml, build, page

CASES = {
    "a drawing never closed": (
        "<svg><path d='M0 0'><p>One.</p>two<p>Three.</p></path></svg>four",
        '<svg><path d="M0 0"/></svg><p>One.</p>two<p>Three.</p>four',
    ),
    "what follows in the levels around": (
        "<svg><g><text>a</text><div>One</div>two<circle/>three</g>four</svg> five",
        "<svg><g><text>a</text></g></svg><div>One</div>two<circle/>threefour five",
    ),
    "HTML where a drawing may hold it": ("<svg><foreignobject><p>One</p></foreignobject><text>two</text></svg>", None),
    "a drawing within HTML within a drawing": (
        "<svg><foreignobject><svg><p>One</p></svg>two</foreignobject></svg>",
        "<svg><foreignobject><svg/><p>One</p>two</foreignobject></svg>",
    ),
    "a drawing in a drawing": (
        "<svg><svg><text>a</text><h2>One</h2></svg>two</svg>three",
        "<svg><svg><text>a</text></svg></svg><h2>One</h2>twothree",
    ),
    "a font of SVG": ("<svg><font>a</font></svg>", None),
    "a font of HTML": ("<svg><font color='red'>a</font></svg>", '<svg/><font color="red">a</font>'),
    "a formula never closed": ("<math><mrow><p>One</p></mrow></math>", "<math><mrow/></math><p>One</p>"),
    "text in a formula": ("<math><mtext><b>one</b></mtext></math>", None),
    "a select never closed": (
        "<p>Gate <select><option>a<p>One</p><h2>Two</h2></option></select></p>",
        "<p>Gate <select><option>a</option></select><p>One</p><h2>Two</h2></p>",
    ),
    "a row in a select": (
        "<table><tr><td>Gate <select><option>a<tr><td>One</td></tr></option></select></td></tr></table>",
        "<table><tr><td>Gate <select><option>a</option></select></td></tr><tr><td>One</td></tr></table>",
    ),
    "a cell in a select": (
        "<table><tr><td><select><option>a<td>One</td><td>Two</td></option></select></td></tr></table>",
        "<table><tr><td><select><option>a</option></select></td><td>One</td><td>Two</td></tr></table>",
    ),
    "a field in a select": (
        "<select><option>a<input/>one<p>Two</p></option></select>",
        "<select><option>a</option></select><input/>one<p>Two</p>",
    ),
    "a select in a select": (
        "<select><option>a<select><option>b</option></select>one</option></select>",
        "<select><option>a</option></select><select><option>b</option></select>one",
    ),
    "choices in groups": (
        "<select><div><option>a</option></div><optgroup><option>b</option></optgroup></select>",
        None,
    ),
    "choices after a block": ("<select><p>Choose</p><option>a</option></select>", None),
    "a button that shows the choice": ("<select><button>a</button><option>b</option></select>", None),
}


@pytest.mark.parametrize("case", CASES)
def test_released(case: str) -> None:
    before, after = CASES[case]
    root = etree.fromstring(f"<body>{before}</body>")
    release(root)
    if after is None:
        after = before
    assert etree.tostring(root, encoding="unicode").replace("'", '"') == f"<body>{after}</body>".replace("'", '"')


@pytest.mark.parametrize(
    "opened", ["<svg><path d='M0 0'>", "<svg><g><g>", "<select><option>a", "<select>", "<select><optgroup><option>"]
)
@pytest.mark.parametrize(
    "inside",
    [
        "<p>One.</p>",
        "<ul><li>One.</li></ul>",
        "<h2>One.</h2>",
        "<div>One.</div>",
        "<table><tr><td>One.</td></tr></table>",
    ],
)
def test_the_rest_of_a_page_is_not_lost_in_what_is_never_closed(opened: str, inside: str) -> None:
    xml = body_xml(build(page(f"<p>Before.</p>{opened}{inside}<p>After.</p>")))
    assert xml.index("Before.") < xml.index("One.") < xml.index("After.")
    assert "<p>After.</p>" in xml


def test_drawings_without_html_are_left_alone() -> None:
    many = "<svg><g><path/><text>a</text><title>b</title></g></svg>" * 50
    root = etree.fromstring(f"<body>{many}</body>")
    before = list(root.iter())
    release(root)
    assert list(root.iter()) == before
