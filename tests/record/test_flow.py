"""What the markup of a page becomes in the record: one small page for each case."""

from __future__ import annotations

import pytest

from archiver.article import tag
from support.drafts import body_xml, build, page

CASES = {
    "paragraphs": ("<p>One.</p><p> Two\n  lines. </p>", "<p>One.</p><p>Two lines.</p>"),
    "bare text with line breaks": ("One.<br><br>Two.<br>Three.", "<p>One.</p><p>Two.<br/>Three.</p>"),
    "text straight in a div": ("<div>One.<div>Two.</div>Three.</div>", "<p>One.</p><p>Two.</p><p>Three.</p>"),
    "space at the edge of emphasis": ("<p>a <b>b </b>c<i> d</i></p>", "<p>a <strong>b</strong> c <em>d</em></p>"),
    "link across paragraphs": (
        '<a href="http://example.org/"><p>One.</p><p>Two.</p></a>',
        '<p><link href="http://example.org/">One.</link></p><p><link href="http://example.org/">Two.</link></p>',
    ),
    "empty paragraphs": ("<p>One.</p><p>&nbsp;</p><p><b></b></p><p>Two.</p>", "<p>One.</p><p>Two.</p>"),
    "no-break space inside": ("<p>10&nbsp;km</p>", "<p>10\u00a0km</p>"),
    "style as emphasis": (
        '<p><span style="font-style: italic">a</span> <span style="font-weight:700">b</span></p>',
        "<p><em>a</em> <strong>b</strong></p>",
    ),
    "bold tag that means nothing": ('<b style="font-weight:normal"><p>Plain.</p></b>', "<p>Plain.</p>"),
    "headings nest": (
        "<p>0</p><h2>A</h2><p>1</p><h3>B</h3><p>2</p><h2>C</h2>",
        '<p>0</p><section level="2"><heading>A</heading><p>1</p><section level="3"><heading>B</heading><p>2</p></section></section>'
        '<section level="2"><heading>C</heading></section>',
    ),
    "a heading in a list is none of the outline": (
        "<ul><li><h3>A</h3><p>b</p></li></ul>",
        '<list type="unordered"><item><p role="heading">A</p><p>b</p></item></list>',
    ),
    "list": ("<ul><li>a<li>b</ul>", '<list type="unordered"><item>a</item><item>b</item></list>'),
    "ordered list": (
        '<ol start="4" type="a"><li>a</li><li value="9">b</li></ol>',
        '<list style="lower-alpha" type="ordered"><item n="d">a</item><item n="i">b</item></list>',
    ),
    "ordered list that counts on": (
        '<ol><li value="4">a</li><li>b</li><li value="6">c</li></ol>',
        '<list start="4" type="ordered"><item>a</item><item>b</item><item>c</item></list>',
    ),
    "ordered list that counts down": (
        '<ol reversed type="I"><li>a</li><li>b</li><li>c</li></ol>',
        '<list style="upper-roman" type="ordered"><item n="III">a</item><item n="II">b</item><item n="I">c</item></list>',
    ),
    "list in a list": (
        "<ul><li>a<ul><li>b</li></ul></li></ul>",
        '<list type="unordered"><item><p>a</p><list type="unordered"><item>b</item></list></item></list>',
    ),
    "list straight in a list": (
        "<ul><li>a</li><ul><li>b</li></ul></ul>",
        '<list type="unordered"><item><p>a</p><list type="unordered"><item>b</item></list></item></list>',
    ),
    "items without a list": ("<li>a</li><li>b</li><p>c</p>", '<list type="unordered"><item>a</item><item>b</item></list><p>c</p>'),
    "definitions": (
        "<dl><dt>a</dt><dd>b</dd><dd>c</dd></dl>",
        '<list type="definition"><term>a</term><item>b</item><item>c</item></list>',
    ),
    "quote with its source": (
        "<blockquote cite='http://example.org/x'><p>Said.</p><p>— <cite>Her</cite></p></blockquote>",
        '<quote href="http://example.org/x"><p>Said.</p><cite>Her</cite></quote>',
    ),
    "figure": (
        '<figure><img src="http://example.org/a.png" alt="A"><figcaption>Cap.</figcaption></figure>',
        '<figure><image alt="A" src="http://example.org/a.png"/><caption>Cap.</caption></figure>',
    ),
    "picture alone": ('<p><img src="http://example.org/a.png"></p>', '<figure><image src="http://example.org/a.png"/></figure>'),
    "picture in the line": (
        '<p>See <img src="http://example.org/a.png" alt=""> here.</p>',
        '<p>See <image alt="" src="http://example.org/a.png"/> here.</p>',
    ),
    "lazy picture": (
        '<img src="data:image/gif;base64,R0lGOD" data-src="http://example.org/a.png">',
        '<figure><image src="http://example.org/a.png"/></figure>',
    ),
    "tracking pixel": ('<p>a</p><img src="http://example.org/p.gif" width="1" height="1">', "<p>a</p>"),
    "code": (
        '<pre><code class="language-python">if x:\n    y = <b>1</b>\n</code></pre>',
        '<code display="block" language="python">if x:\n    y = <strong>1</strong>\n</code>',
    ),
    "table": (
        "<table><caption>C</caption><thead><tr><th scope=col>A</th><th>B</th></tr></thead><tr><td colspan=2>1</td></tr></table>",
        '<table><caption>C</caption><row role="head"><cell role="head" scope="col">A</cell><cell role="head">B</cell></row>'
        '<row><cell colspan="2">1</cell></row></table>',
    ),
    "layout table": ("<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>", "<p>One.</p><p>Two.</p>"),
    "row span past the end": (
        "<table><tr><th>A</th><td rowspan=9>b</td></tr><tr><td>c</td></tr></table>",
        '<table><row><cell role="head">A</cell><cell rowspan="2">b</cell></row><row><cell>c</cell></row></table>',
    ),
    "verse": (
        '<p class="verse">One line<br>and two.</p>',
        "<verse><stanza><line>One line</line><line>and two.</line></stanza></verse>",
    ),
    "verse in a poem of paragraphs": (
        '<div class="poem"><p>One line<br>and two.</p><p>Three lines<br>and four.</p></div><p>Not<br>a line.</p>',
        "<verse><stanza><line>One line</line><line>and two.</line></stanza><stanza><line>Three lines</line><line>and four.</line></stanza></verse>"
        "<p>Not<br/>a line.</p>",
    ),
    "verse in a box without paragraphs": (
        '<div class="poem">One <i>line</i><br>and two.</div>',
        "<verse><stanza><line>One <em>line</em></line><line>and two.</line></stanza></verse>",
    ),
    "a paragraph about a poem": ('<div class="poem"><p>It is a long poem.</p></div>', "<p>It is a long poem.</p>"),
    "verse in a pre": (
        '<pre class="wp-block-verse">One <em>line</em>\nand two.\n\nThree lines\n   and four.\n</pre>',
        "<verse><stanza><line>One <em>line</em></line><line>and two.</line></stanza><stanza><line>Three lines</line><line>and four.</line></stanza></verse>",
    ),
    "ruby": (
        "<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp>字<rt>じ</rt></ruby></p>",
        "<p><ruby><base>漢</base><reading>かん</reading><base>字</base><reading>じ</reading></ruby></p>",
    ),
    "ruby with bases of their own": (
        "<p><ruby><rb>印<rb>刷<rt>いん<rt>さつ</ruby></p>",
        "<p><ruby><base>印</base><reading>いん</reading><base>刷</base><reading>さつ</reading></ruby></p>",
    ),
    "ruby with one reading for two bases": (
        "<p><ruby><rb>印</rb> <rb>刷</rb><rt>いんさつ</rt></ruby></p>",
        "<p><ruby><base>印 刷</base><reading>いんさつ</reading></ruby></p>",
    ),
    "ruby over words with spaces": (
        "<p><ruby>New York<rt>NYC</rt> and <b>so on</b><rt>etc.</rt></ruby></p>",
        "<p><ruby><base>New York</base><reading>NYC</reading><base>and so on</base><reading>etc.</reading></ruby></p>",
    ),
    "ruby over a picture of a character": (
        '<p>A <ruby><img src="http://example.org/gaiji.png" alt="喰"><rt>く</rt></ruby></p>',
        '<p>A <ruby><base><image alt="喰" src="http://example.org/gaiji.png"/></base><reading>く</reading></ruby></p>',
    ),
    "foreign words": ('<p>The <i lang="la">ius</i>.</p>', '<p>The <em><lang xml:lang="la">ius</lang></em>.</p>'),
    "links": (
        '<p><a href="http://example.org/">a</a> <a href="javascript:x()">b</a> <a href="#nowhere">c</a> <a href="mailto:x@example.org">d</a></p>',
        '<p><link href="http://example.org/">a</link> b c <link href="mailto:x@example.org">d</link></p>',
    ),
    "soft hyphens": (
        "<p>Ein Leucht&shy;turm\xad<b>wärter</b>, sparsam\xad, <b>\xad</b> still.</p><pre>a\xadb</pre>",
        '<p>Ein Leuchtturm<strong>wärter</strong>, sparsam, still.</p><code display="block">a\xadb</code>',
    ),
    "soft hyphens that are halves of damaged letters": (
        "<p>un dÃ\xada, Käsehäpp\xadchen</p>",
        "<p>un dÃ\xada, Käsehäppchen</p>",
    ),
    "a term in a list that defines nothing": (
        "<ol><li>a</li><dt>b</dt></ol>",
        '<list type="ordered"><item>a</item><item>b</item></list>',
    ),
    "a definition list that only indents": (
        "<p>He said:</p><dl><dd>Boats wait.</dd><dd><p>Tides do not.</p></dd></dl>",
        "<p>He said:</p><p>Boats wait.</p><p>Tides do not.</p>",
    ),
    "a heading that is strong all over": (
        "<h2><b>Locks</b></h2><p>a</p><h2>The <b>old</b> weir</h2><p>b</p>",
        '<section level="2"><heading>Locks</heading><p>a</p></section>'
        '<section level="2"><heading>The <strong>old</strong> weir</heading><p>b</p></section>',
    ),
    "a heading that leads to itself": (
        '<h2 id="locks"><a href="#locks">Locks</a></h2><p>See <a href="#locks">above</a>.</p>',
        '<section level="2"><heading>Locks</heading><p>See <link href="#s1">above</link>.</p></section>',
    ),
    "icons of a site's own font": ('<p><i class="icon">\ue123</i> Locks <span>\uf0a1</span></p>', "<p>Locks</p>"),
    "letters that a font for old books draws": ("<p>The word reads \ue8b3\ue42c\uf142 here.</p>", "<p>The word reads \ue8b3\ue42c\uf142 here.</p>"),
    "an address without a scheme": ('<p><a href="//example.org/a">a</a></p>', '<p><link href="https://example.org/a">a</link></p>'),
    "a quote of nothing but a rule": ("<p>a</p><blockquote><hr></blockquote><p>b</p>", "<p>a</p><p>b</p>"),
    "a quote of a rule and a source": (
        "<blockquote><hr><cite>Ana</cite></blockquote>",
        "<quote><p><cite>Ana</cite></p></quote>",
    ),
    "rules at the edges": ("<hr><p>a</p><hr><hr><p>b</p><hr>", "<p>a</p><rule/><p>b</p>"),
    "frame": ('<p>a</p><iframe src="https://example.org/film" title="Film"></iframe>', '<p>a</p><embed href="https://example.org/film" title="Film"/>'),
    "frames that wait for a script or for consent": (
        '<iframe data-lazy-src="https://example.org/film"></iframe><iframe src="about:blank" data-src-cmplz="https://example.org/map"></iframe>',
        '<embed href="https://example.org/film"/><embed href="https://example.org/map"/>',
    ),
    "a picture in place of a player": (
        '<lite-youtube videoid="abc_DEF-12"></lite-youtube><span data-src="https://www.youtube.com/embed/x1?a=1"><img src="https://example.org/still.jpg"></span>',
        '<embed href="https://www.youtube.com/embed/abc_DEF-12"/><embed href="https://www.youtube.com/embed/x1?a=1"/>'
        '<figure><image src="https://example.org/still.jpg"/></figure>',
    ),
    "break opportunity that swallowed text": ("<p>ab<wbr>cd ef</p>", "<p>abcd ef</p>"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_markup_becomes(case: str) -> None:
    source, expected = CASES[case]
    assert body_xml(build(page(source))) == expected


def test_relative_links_and_pictures_become_absolute_when_the_page_address_is_known() -> None:
    article = build(page('<p><a href="../b">b</a></p><img src="c.png">', url="http://example.org/x/a"))
    assert 'href="http://example.org/b"' in body_xml(article)
    assert 'src="http://example.org/x/c.png"' in body_xml(article)


def test_without_a_given_address_the_declared_address_of_the_page_is_used() -> None:
    draft = page(
        '<p><a href="../b">b</a> <a href="/x/a#k">c</a></p><h2 id="k">K</h2><p>x</p><img src="/c.png"><img src="a_files/d.png">'
    )
    draft.head.identifiers = (("doi", "10.5555/x"), ("url", "https://example.org/x/a"))
    found = body_xml(build(draft))
    assert 'href="https://example.org/b"' in found and 'src="https://example.org/c.png"' in found
    assert 'href="#s1"' in found, "a link to the page itself stays in it"
    assert 'src="a_files/d.png"' in found, "what a browser saved beside the page is not on the site"


def test_an_embedded_post_links_to_its_original() -> None:
    draft = page(
        '<blockquote class="twitter-tweet"><p>Open.</p>— Lock <a href="https://x.example/lock/status/1">May 3</a></blockquote>'
    )
    post = draft.page.root.first("blockquote")
    assert post is not None
    draft.set_role(post, "post")
    quote = build(draft).root.find(".//{*}quote")
    assert quote is not None and quote.get("href") == "https://x.example/lock/status/1"


def test_a_strong_and_a_link_to_the_page_around_the_title_are_removed() -> None:
    draft = page(
        '<h1><b><a href="https://example.org/a">Locks and <i>Weirs</i></a></b></h1><p>x</p>',
        url="https://example.org/a",
    )
    heading = draft.page.root.first("h1")
    assert heading is not None
    draft.head.title, draft.head.title_element = "Locks and Weirs", heading
    draft.move(heading, "title", "Locks and Weirs")
    title = build(draft).root.find("{*}head/{*}title")
    assert title is not None and [e.tag for e in title] == [tag("em")]


def test_a_link_within_the_page_points_to_the_new_element_of_its_target() -> None:
    article = build(page('<p>See <a href="#k">below</a>.</p><h2 id="k">Below</h2><p>x</p>'))
    section = article.root.find(".//{*}section")
    assert section is not None
    link = article.root.find(".//{*}link")
    assert link is not None and link.get("href") == f"#{section.get('id')}"


@pytest.mark.parametrize(
    ("markup", "begins"),
    [
        ('<p><a name="k"></a>First.</p><p>Second.</p>', "First."),
        ('<p>First <span id="k">word</span>.</p><p>Second.</p>', "First word."),
        ('<ul><li><cite id="k">First.</cite></li><li>Second.</li></ul>', "First."),
        ('<p>First.<a name="k"></a></p><p>Second.</p>', "Second."),
        ('<p>First.</p><a name="k"></a><p>Second.</p>', "Second."),
    ],
)
def test_an_inline_target_becomes_its_block_and_an_anchor_at_the_end_the_next_block(markup: str, begins: str) -> None:
    article = build(page(f'<p>See <a href="#k">there</a>.</p>{markup}'))
    link = article.root.find(".//{*}link")
    assert link is not None
    target = article.root.find(f".//*[@id='{(link.get('href') or '')[1:]}']")
    assert target is not None and "".join(target.itertext()) == begins


def test_formulas_keep_their_mathml_and_lose_event_handlers() -> None:
    article = build(page('<p>So <math onclick="x()"><mi>x</mi><mo>=</mo><mn>1</mn></math> holds.</p>'))
    formula = article.root.find(".//{*}formula")
    assert formula is not None and "".join(formula.itertext()) == "x=1"
    assert not any(key.startswith("on") for e in formula.iter() for key in e.attrib)


def test_a_deeply_nested_page_is_built_without_recursion() -> None:
    depth = 1500
    article = build(page("<div>" * depth + "<p>Deep down.</p>" + "</div>" * depth))
    assert article.text() == "Deep down."
