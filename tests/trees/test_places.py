"""The places in the ledger: Chromium finds the elements that they name."""

from __future__ import annotations

import json
import random
import re
from html import unescape
from pathlib import Path

import archiver
from archiver.draft import Call, NoteDraft, Span
from archiver.page import Page
from archiver.readers import html
from archiver.source import Source
from support import external, random_pages
from support.drafts import build, page
from support.folders import FIXTURES

PROSE = " ".join(f"The keeper wrote level {n} into the log." for n in range(60))

#: Pages as a browser loads them. Each element with an id has a word of its own.
LOADED = {
    "a table without tbody": "<table><caption id=c>a<tr><td id=d>b<td id=e>c<tr><td id=f>d</table><table><tr><td id=g>e",
    "drawings and formulas": (
        "<p id=p>a<svg id=s><title id=t>b</title><foreignObject id=o><p id=q>c</p></foreignObject><text id=u>d</text><linearGradient id=l/></svg>"
        "<math id=m><mi id=i>e</mi><mi id=j>f</mi><figure id=g>g</figure><mtext id=x>h<b id=b>i</b></mtext></math><svg id=z></svg>"
    ),
    "names that XPath does not know": "<o:p id=a>a</o:p><o:p id=b>b</o:p><x-reel id=c>c</x-reel><x.y_z-1 id=d>d</x.y_z-1><a'b id=e>e</a'b><a\"b id=f>f</a\"b><a'b\" id=g>g",
    "names of XPath itself": "<text id=a>a</text><comment id=b>b</comment><node id=c>c</node><and id=d>d</and><div id=e>e</div><or id=f>f</or>",
    "a second page in the file": "<p id=a>a</p></body></html><!doctype html><html><head><title id=t>b</title></head><body><p id=b>c</p></body></html><p id=c>d",
    "misnested markup": "<b id=a><p id=p>a</b>b<i id=i>c<p id=q>d</i>e</p><a href=1 id=x>f<a href=2 id=y>g<div id=z>h</a>i</div>",
    "deep nesting": "<div id=a>" + "<div>" * 500 + "<p id=p>a</p><p id=q>b</p>",
    "a shadow root": (
        "<x-card id=h><template shadowrootmode=open><div id=a>a</div><svg id=s></svg><div id=b>b<slot name=n><p id=f>c</p></slot><slot></slot></div>"
        "<x-card id=i><template shadowrootmode=open><p id=j>d</p><p id=k>e</p></template></x-card><p id=l>f</p></template><b id=c>g</b><i id=d>h</i></x-card>"
        "<p id=z>i</p>"
    ),
    "a select that was never closed": "<div><select id=s><option id=o>a<p id=p>b</p><p id=q>c<b id=b>d</b></div><div id=d>e</div>",
    "a select with the rest of a row": "<table><tr><td id=t><select id=s><option>a<td id=u>b<tr id=w><td id=v>c</table><p id=p>d",
    # in a browser that runs scripts, noscript has no elements: what stands in it has its place
    "a page whose text stands in noscript": f"<div>a</div><noscript id=n><div id=n><p id=n>{PROSE}</p></div></noscript><div id=e>b</div>",
    "a picture in the noscript of a head": (
        "<head><noscript><link rel=a></noscript><!-- a --><noscript id=n><style>b</style><img src=''><p id=n>c<table><tr><td id=n>d</table></noscript><meta name=a><script></script></head>"
        "<body><p id=a>a</p><noscript id=m><p id=m>b</p></noscript><table><tr><td id=b>c</table><p id=c>d</p><div id=d>e</div>"
    ),
    "a template": "<template id=t><p>a</p></template><p id=p>b</p>",
    "comments between the siblings": "<!-- a --><p id=a>a</p><?b?><p id=b>b</p>",
}  # fmt: skip

#: Makes frames of pages, and looks in each for the elements at the paths. The steps behind `//` begin in a shadow root, which no XPath enters.
SCRIPT = """
const one = (path, context) =>
  context.ownerDocument.evaluate(path, context, null, XPathResult.FIRST_ORDERED_NODE_TYPE).singleNodeValue;
const inside = (root, path) => {
  const [, test, number, rest] = path.match(/^((?:\\*\\[name\\(\\)=(?:'[^']*'|"[^"]*"|concat\\([^)]*\\))\\]|[^/[]+))(?:\\[(\\d+)\\])?(?:\\/(.*))?$/);
  const child = [...root.children].filter(c => one('self::' + test, c))[(number || 1) - 1];
  return child && rest ? one(rest, child) : child;
};
const found = (path, page) => {
  const [start, ...roots] = path.split('//');
  let element = one(start, page.documentElement);
  for (const path of roots) element = element && element.shadowRoot && inside(element.shadowRoot, path);
  return element;
};
const text = node => node.nodeType == 3 || node.nodeType == 4 ? node.data :
  [...(node.shadowRoot ? node.shadowRoot.childNodes : []), ...(node.localName == 'template' ? node.content : node).childNodes].map(text).join('');
const said = (path, page) => {
  try {
    const element = found(path, page);
    return element ? [element.id, element.localName.toLowerCase(), text(element)] : null;
  } catch (error) { return String(error); }
};
const show = said => { document.body.textContent = JSON.stringify(said); };
"""
#: In frames, pages are loaded as they are when somebody opens them; scripts run.
LOAD = """
const frames = pages.map(([page]) => {
  const frame = document.createElement('iframe');
  frame.srcdoc = page;
  document.body.append(frame);
  return frame;
});
addEventListener('load', () => show(pages.map(([, paths], n) => paths.map(path => said(path, frames[n].contentDocument)))));
"""
#: Only parsed: nothing is loaded, and no script runs.
PARSE = """
show(pages.map(([page, paths]) => { const parsed = Document.parseHTMLUnsafe(page); return paths.map(path => said(path, parsed)); }));
"""


def chromium(pages: list[tuple[str, list[str]]], script: str, folder: Path) -> list[list[tuple[str, str, str]]]:
    """For each page and path in it, the id, the name and the text of the element that Chromium finds there."""
    document = folder / "pages.html"
    data = json.dumps(pages).replace("</", "<\\/").replace("<!--", "<\\!--")
    document.write_text(
        f"<!doctype html><meta charset=utf-8><body><script>const pages = {data};{SCRIPT}{script}</script>", "utf-8"
    )
    shown = re.search(r"<body>(.*)</body>", external.chromium_dom(document), re.DOTALL)
    assert shown is not None
    answer: list[list[tuple[str, str, str]]] = json.loads(unescape(shown[1]))
    assert len(answer) == len(pages)
    return answer


def read(markup: str) -> Page:
    return html.read(Source(name="page.html", data=markup.encode(), stem="page"))


def test_chromium_finds_each_element_at_its_place(tmp_path: Path) -> None:
    pages, expected = [], []
    for body in LOADED.values():
        markup = (
            body if body.startswith("<head") else f"<!doctype html><meta charset=utf-8><title>Log</title><body>{body}"
        )
        read_page = read(markup)
        named = [element for element in read_page.elements if element.get("id")]
        assert named, markup
        pages.append((markup, [read_page.places.path(element) for element in named]))
        expected.append([element.get("id") for element in named])
    for kind, (_, paths), ids, found in zip(LOADED, pages, expected, chromium(pages, LOAD, tmp_path), strict=True):
        assert list(zip(paths, [one and one[0] for one in found], strict=True)) == list(zip(paths, ids, strict=True)), (
            kind
        )


def test_chromium_finds_each_element_of_odd_pages(tmp_path: Path) -> None:
    chance = random.Random(3)
    # what a select has swallowed stands behind it here, and in it there
    pieces = [piece for piece in random_pages.PIECES if not piece.startswith("<select")]
    pages, expected = [], []
    for _ in range(100):
        markup = random_pages.page(chance.choices(pieces, k=40))
        read_page = read(markup)
        elements = [e for e in read_page.elements if next(e.ancestors("noscript", "template"), None) is None]
        pages.append((markup, [read_page.places.path(element) for element in elements]))
        expected.append([(str(e.tag).removeprefix("math:"), "".join(e.itertext())) for e in elements])
    assert sum(map(len, expected)) > 1000
    for (markup, paths), texts, found in zip(pages, expected, chromium(pages, PARSE, tmp_path), strict=True):
        for path, named, one in zip(paths, texts, found, strict=True):
            assert one is not None and (one[1], one[2]) == named, f"{path} in {markup}"


def test_a_text_has_the_place_of_the_element_that_holds_all_of_it() -> None:
    draft = page(
        "<div>Top <b>of</b> the</div><b>Loose</b> end<br>here<main id=m><p>Kept.</p></main><i>Foot</i><div><u>a</u><p>b</p>c<s>d</s></div>"
    )
    (main,) = draft.page.root.iter("main")
    draft.set_body([main])
    assert [(removal.text, removal.where) for removal in build(draft).removals] == [
        ("Top of the", "/html/body/div[1]"), ("Loose end", "/html/body"), ("here", "/html/body"), ("Foot", "/html/body/i"),
        ("a b cd", "/html/body/div[2]"),
    ]  # fmt: skip


def test_the_words_of_a_marker_behind_an_element_have_the_place_of_the_element_around_it() -> None:
    draft = page("<div><p>It rose<br>again [note 1] soon.</p></div><p id=n>1. By hand.</p>")
    (br,) = draft.page.root.iter("br")
    note = draft.add_note(NoteDraft("1", "present", parts=(list(draft.page.root.iter("p"))[1],)))
    draft.add_call(Call(Span(br, "tail", 6, 14), "1", note))
    assert [(removal.text, removal.where) for removal in build(draft).removals] == [("[note ]", "/html/body/div/p")]


def test_the_texts_of_the_ledger_stand_at_their_places(tmp_path: Path) -> None:
    sources = sorted(FIXTURES.rglob("*.html"))[::12]
    removals = {path: archiver.normalize(path, force=True).removals for path in sources}
    pages = [(path.read_text("utf-8"), [removal.where for removal in removals[path]]) for path in sources]
    assert sum(len(paths) for _, paths in pages) > 100
    for path, found in zip(sources, chromium(pages, PARSE, tmp_path), strict=True):
        for removal, one in zip(removals[path], found, strict=True):
            assert one is not None, f"{path}: {removal.where}"
            position = 0
            for word in re.findall(r"[^\W\d_]+|\d+", removal.text):
                position = one[2].replace("\xad", "").find(word, position)
                assert position >= 0, f"{path}: {word} of {removal}"
