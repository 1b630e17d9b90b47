"""How a note that is called more than once leads back, in front and behind, in signs, letters, numbers and words."""

from __future__ import annotations

import pytest

from notepages import Case, check

_FRONT = {
    "caret-and-letters": '<b>^</b> <sup><a href="#c1">a</a></sup> <sup><a href="#c2">b</a></sup> <sup><a href="#c3">c</a></sup> ',
    "caret-and-italic-bold-letters": '^ <a href="#c1"><sup><i><b>a</b></i></sup></a> <a href="#c2"><sup><i><b>b</b></i></sup></a> <a href="#c3"><sup><i><b>c</b></i></sup></a> ',
    "arrow-and-decimals": '↑ <a href="#c1"><sup>1.0</sup></a> <a href="#c2"><sup>1.1</sup></a> <a href="#c3"><sup>1.2</sup></a> ',
    "jump-up-words": '<span class="acc">Jump up to: </span><a href="#c1">a</a> <a href="#c2">b</a> <a href="#c3">c</a> ',
    "bracket-of-numbers": '(<a href="#c1">1</a>, <a href="#c2">2</a>, <a href="#c3">3</a>) ',
    "square-bracket-of-numbers": '[<a href="#c1">1</a>,<a href="#c2">2</a>,<a href="#c3">3</a>] ',
    "arrows": '<a href="#c1">↑</a><a href="#c2">↑</a><a href="#c3">↑</a> ',
    "letters-with-commas-in-sup": '<sup><a href="#c1">a</a>, <a href="#c2">b</a>, <a href="#c3">c</a></sup> ',
    "label-then-letters": '1. <a href="#c1">a</a> <a href="#c2">b</a> <a href="#c3">c</a> ',
    "label-link-then-letters": '<a href="#c1">1</a> <sup><a href="#c2">b</a> <a href="#c3">c</a></sup> ',
    "label-repeated": '<sup><a href="#c1">1)</a></sup>, <sup><a href="#c2">1)</a></sup>, <sup><a href="#c3">1)</a></sup> ',
}
_BEHIND = {
    "arrows": ' <a href="#c1">↩</a> <a href="#c2">↩</a> <a href="#c3">↩</a>',
    "arrows-without-spaces": '<a href="#c1">↩︎</a><a href="#c2">↩︎</a><a href="#c3">↩︎</a>',
    "arrows-with-raised-numbers": ' <a href="#c1">↩</a> <a href="#c2">↩<sup>2</sup></a> <a href="#c3">↩<sup>3</sup></a>',
    "arrows-with-numbers-outside": ' <a href="#c1">↩</a><sup>1</sup> <a href="#c2">↩</a><sup>2</sup> <a href="#c3">↩</a><sup>3</sup>',
    "bracketed-numbers": ' [<a href="#c1">1</a>] [<a href="#c2">2</a>] [<a href="#c3">3</a>]',
    "one-bracket-of-numbers": ' (<a href="#c1">1</a>, <a href="#c2">2</a>, <a href="#c3">3</a>)',
    "words-with-numbers": ' <a href="#c1">back to text 1</a>, <a href="#c2">2</a>, <a href="#c3">3</a>',
    "bars": ' <a href="#c1">↑</a> | <a href="#c2">↑</a> | <a href="#c3">↑</a>',
    "bracketed-words": ' [<a href="#c1">back</a>] [<a href="#c2">back</a>] [<a href="#c3">back</a>]',
    "return-to-references": ' <span class="backlinks">Return to references <a href="#c1">1</a>, <a href="#c2">2</a>, <a href="#c3">3</a></span>',
    "picture": ' <a href="#c1"><img src="up.png" alt="back"></a> <a href="#c2"><img src="up.png" alt="back"></a> <a href="#c3"><img src="up.png" alt="back"></a>',
    "emoji": ' <a href="#c1">🔙</a> <a href="#c2">🔙</a> <a href="#c3">🔙</a>',
    "in-a-paragraph-of-their-own": '</p><p class="back"><a href="#c1">↩</a> <a href="#c2">↩</a> <a href="#c3">↩</a>',
}


def _page(name: str, front: str, behind: str) -> Case:
    calls = [f'<sup><a id="c{n}" href="#k1">1</a></sup>' for n in (1, 2, 3)]
    return Case(
        name,
        by="anyone whose note is called three times",
        text=f'<p>The bell{calls[0]} was rung{calls[1]} at noon{calls[2]} by a boy<sup><a id="d1" href="#k2">2</a></sup>.</p>',
        after=f'<ol><li id="k1"><p>{front}Cast in Merrow, of <i>tin</i>.{behind}</p></li><li id="k2"><p><a href="#d1">^</a> Of nine years.</p></li></ol>',
        notes=(("1", 3, "Cast in Merrow, of tin."), ("2", 1, "Of nine years.")),
        says=("The bell[1] was rung[1] at noon[1] by a boy[2].",),
    )


_CASES = [_page(f"front--{name}", markup, "") for name, markup in _FRONT.items()]
_CASES += [_page(f"behind--{name}", "", markup) for name, markup in _BEHIND.items()]


@pytest.mark.parametrize("case", _CASES, ids=[case.id for case in _CASES])
def test_way_back(case: Case) -> None:
    check(case)
