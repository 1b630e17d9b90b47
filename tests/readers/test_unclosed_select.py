"""Content that an unclosed select contains by mistake, and content that belongs there."""

from __future__ import annotations

import pytest

from archiver.readers.unclosed_select import release
from support.drafts import body_xml, build, page
from support.trees import from_xml, to_xml

CASES = {
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
    root = from_xml(f"<body>{before}</body>")
    release(root)
    if after is None:
        after = before
    assert to_xml(root) == to_xml(from_xml(f"<body>{after}</body>"))


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
