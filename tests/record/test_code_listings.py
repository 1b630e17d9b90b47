"""Code in pages: each listing is kept once, with its language and without the numbers of its lines."""

from __future__ import annotations

import pytest

from archiver import record
from support.drafts import body_xml, build, page

TWO = '<code display="block">wait()\n  go()</code>'
CASES = {
    "Pygments: a cell of numbers, a cell of code": (
        '<table class="highlighttable"><tr><td class="linenos"><div class="linenodiv"><pre>1\n2</pre></div></td>'
        '<td class="code"><div class="highlight"><pre>wait()\n  go()</pre></div></td></tr></table>',
        TWO,
    ),
    "Chroma: numbers that are links": (
        '<table class="lntable"><tbody><tr><td><pre><code><a href="#l1">1</a>\n<a href="#l2">2</a>\n</code></pre></td>\n'
        '<td><pre><code class="language-go">wait()\n  go()</code></pre></td></tr></tbody></table>',
        '<code display="block" language="go">wait()\n  go()</code>',
    ),
    "code hosts: a row for each line": (
        '<table class="blob">\n<tr>\n<td data-line-number="7">7</td>\n<td><span>wait</span>()</td>\n</tr>\n<tr><td>8</td><td></td></tr>\n'
        "<tr><td>9</td><td>  go()</td></tr>\n</table>",
        '<code display="block">wait()\n\n  go()</code>',
    ),
    "SyntaxHighlighter: lines without a pre": (
        '<div class="syntaxhighlighter"><table class="syntaxhighlighter"><tr><td class="gutter"><div class="line">1</div><div class="line">2</div></td>'
        '<td class="code"><div><div class="line"><code>wait</code><code>()</code></div><div class="line"><code>  go()</code></div></div></td></tr></table></div>',
        '<code display="block">wait()\n  go()\n</code>',
    ),
    "lines as blocks, each with its number": (
        '<pre><code class="language-py"><div class="line"><span class="ln">1</span>wait()</div><div class="line"></div>'
        '<div class="line"><span class="ln">3</span>  go()</div></code></pre>',
        '<code display="block" language="py">wait()\n\n  go()\n</code>',
    ),
    "lines as items": ("<pre><ol><li><code>wait()</code></li><li><code>  go()</code></li></ol></pre>", '<code display="block">wait()\n  go()\n</code>'),
    "line breaks": ("<pre>wait()<br>  go()</pre>", TWO),
    "numbers without a name, one for each line": (
        '<pre><code><b class="x1">1</b>wait()\n<b class="x1">2</b>  go()\n<b class="x1">3</b>\n<b class="x1">4</b>rest()</code></pre>',
        '<code display="block">wait()\n  go()\n\nrest()</code>',
    ),
    "numbers without a name, in lines that are blocks": (
        '<pre><div><i>8</i><s>wait</s>()</div><div><i>9</i>  go()</div><div><i>10</i>rest()</div></pre>',
        '<code display="block"><del>wait</del>()\n  go()\nrest()\n</code>',
    ),
    "output that is numbered itself": (
        '<pre><span>1</span> heron\n<span>2</span> gull\n<span>3</span> rail</pre>',
        '<code display="block">1 heron\n2 gull\n3 rail</code>',
    ),
    "numbers that don't count lines": (
        '<pre><span>1</span>st\n<span>2</span>nd\n<span>4</span>th</pre>',
        '<code display="block">1st\n2nd\n4th</code>',
    ),
    "numbers of some lines": (
        '<pre><span>1</span>a\nb\n<span>2</span>c\n<span>3</span>d</pre>',
        '<code display="block">1a\nb\n2c\n3d</code>',
    ),
    "a number that is code": ('<pre>x = <span class="mi">1</span></pre>', '<code display="block">x = 1</code>'),
    "a language said around it": (
        '<div class="highlight-python notranslate"><div class="highlight"><pre>wait()</pre></div></div>',
        '<code display="block" language="python">wait()</code>',
    ),
    "no language": ('<pre class="language-plaintext">wait()</pre>', '<code display="block">wait()</code>'),
    "a table of numbers and code is a table": (
        "<table><tr><th>Exit code</th><th>Command</th></tr><tr><td>1</td><td><code>wait</code></td></tr><tr><td>2</td><td><code>go</code></td></tr></table>",
        '<table><row><cell role="head">Exit code</cell><cell role="head">Command</cell></row>'
        "<row><cell>1</cell><cell><code>wait</code></cell></row><row><cell>2</cell><cell><code>go</code></cell></row></table>",
    ),
    "a pre that was never closed": (
        "<pre>wait()<p>And then the article goes on.</p><h2>Locks</h2><p>More.</p>",
        '<code display="block">wait()</code><p>And then the article goes on.</p><section level="2"><heading>Locks</heading><p>More.</p></section>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_listing_becomes(case: str) -> None:
    source, expected = CASES[case]
    assert body_xml(build(page(source))) == expected


def test_line_numbers_are_in_the_ledger() -> None:
    draft = page(CASES["Pygments: a cell of numbers, a cell of code"][0])
    article = build(draft)
    assert [(r.rule, r.text) for r in article.removals] == [("line-number", "1 2")]
    assert record.count_words(draft, article).removed == 2
