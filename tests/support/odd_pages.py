"""Strategies for pages of odd but legal markup, and for what stands in them: for tests of properties that hold for any page.

A page is made of parts: tags that open, tags that close (perhaps something else), whole elements with parts inside, calls, notes, words. Hypothesis shrinks a page that
fails part by part, so that little more is left than what makes it fail. Every word is there once, so that none can stand in for another.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from hypothesis import strategies as st

from support.random_pages import PROSE, closing, word

#: Stand for a word, several words, and the number of a call or note, until the page is written.
WORD, WORDS, NUMBER = "\x01", "\x02", "\x03"


class Whole(NamedTuple):
    """An element, or several, with parts inside: `between` has one text more than there are rows of parts."""

    between: tuple[str, ...]
    inside: tuple[Sequence[Part], ...]


Part: TypeAlias = "str | Whole"

#: Attributes that the passes look at.
_ATTRIBUTES = (
    "", "", "", "", "", " hidden", " style='display:none'", " style='visibility:hidden'", " class='footnotes'", " class='footnote'", " class='share-buttons'",
    " class='byline'", " class='author'", " class='comments'", " class='related'", " class='caption'", " class='poem'", " class='pullquote'", " class='sidenote'",
    " class='post-content'", " class='verse'", " class='nav'", " class='date'", " role='navigation'", " role='doc-footnote'", " role='doc-endnotes'",
    " role='dialog'", " role='heading' aria-level='2'", " itemprop='author'", " itemprop='articleBody'", " itemprop='headline'", " rel='author'", " lang='de'",
    " dir='rtl'", " aria-hidden='true'", " data-n='4'", " slot='s'", " epub:type='noteref'", " typeof='Person'", " contenteditable", " open",
)  # fmt: skip

_BLOCKS = (
    "p div section article aside h1 h2 h3 h6 blockquote pre ul ol li dl dt dd menu figure figcaption table caption thead tbody tfoot tr td th colgroup"
    " details summary dialog form fieldset legend center address nav header footer main hgroup listing xmp body frameset noframes search"
).split()
_INLINES = (
    "a b i em strong code kbd samp var sub sup q del ins mark small abbr cite span font label button output time ruby rb rt rp rtc bdi bdo nobr map marquee x-reel"
    " o:p tt u s big data meter progress picture slot"
).split()
_FOREIGN = "svg text g foreignObject title desc path linearGradient math mi mn mrow mtext annotation annotation-xml semantics mglyph mtable mtr mtd".split()
_CLOSED = (
    "select optgroup option datalist textarea noscript template iframe object video audio canvas script style noembed"
).split()
_NAMES = (*_BLOCKS, *_BLOCKS, *_INLINES, *_FOREIGN, *_CLOSED)
_SINGLE = (
    "<br>", "<br><br>", "<hr>", "<img src='gate.png' alt='gate'>", "<img srcset='a.png 1.5.5x, b.png 2x,, 9w' width='1e999' height='50%'>",
    "<img src=\"data:image/svg+xml;utf8,<svg xmlns='http://www.w3.org/2000/svg'><text>no</text></svg>\">", "<img src='http://[::1/gate.png'>", "<input value='no'>",
    "<input type='checkbox' id='t'>", "<iframe src='https://film.example/embed/1'></iframe>", "<iframe srcdoc='<p>no'></iframe>", "<embed src='film.swf'>",
    "<object data='film.mp4'></object>", "<wbr>", "&shy;", "<col span='3'>", "<script type='math/tex'>x+y</script>", "<script>no</script>", "<style>no</style>",
    "<math><mi>x</mi></math>", "<math display='block'><mfrac><mi>x</mi><mn>2</mn></mfrac></math>", "\\(x^2\\)", "$$y$$", "<svg><path d='M0 0'/></svg>",
    "<ruby>水<rt>みず</rt></ruby>", "<!-- no -->", "<!-- no --!>", "<!>", "<?no no?>", "<![CDATA[no]]>", "<svg><![CDATA[no]]></svg>", "</br>", "</p>", "\n", " ",
    "&nbsp;", "\ufeff", "&#0;", "&#1;", "<frame src='a.html'>", "<frameset><frame src='a.html'></frameset>", "</body>", "</html>", "<html lang='fr'>", "<head>",
    "<title>\x01</title>", "<base href='https://a.example/'>", "<meta name='author' content='Ada Reed'>", "<link rel='canonical' href='https://a.example/b'>",
    "<lite-youtube videoid='abcdefgh'></lite-youtube>", "<nextid>", "<isindex>", "<bgsound>", "By <a rel='author'>Ada Reed</a>", "12 May 2019",
    "<time datetime='2019-05-12'>12 May 2019</time>", "Share", "Read also:", "Advertisement", "Photo: \x01", "Notes", "<h2>Notes</h2>", "<hr>1. \x02", "[1]", "¹", "*",
)  # fmt: skip
#: Calls and notes in the forms of several families.
_CALLS = (
    "<a href='#fn\x03' id='ref\x03'><sup>\x03</sup></a>", "<sup><a href='#fn\x03'>[\x03]</a></sup>", "<sup>\x03</sup>", "[\x03]", "<a href='#fn\x03'>*</a>",
    "<a href='#fn\x03' epub:type='noteref'>\x03</a>", "<sup id='ref\x03' title='\x02'>\x03</sup>", "<a href='#_ftn\x03' name='_ftnref\x03'>[\x03]</a>",
    "<label for='sn\x03' class='margin-toggle sidenote-number'></label><input type='checkbox' id='sn\x03' class='margin-toggle'><span class='sidenote'>\x02</span>",
    "<span class='footnote'>\x02</span>", "((\x02))", "<button data-footnote-number='\x03' data-footnote-content='&lt;p&gt;\x02'>\x03</button>",
)  # fmt: skip
_NOTES = (
    "<li id='fn\x03'>\x02<a href='#ref\x03'>↩</a></li>", "<p id='fn\x03'>\x03. \x02</p>", "<div id='fn\x03'><sup>\x03</sup> \x02</div>", "<aside id='fn\x03'>\x02</aside>",
    "<ol><li id='fn\x03'>\x02</ol>", "<p><a href='#_ftnref\x03' name='_ftn\x03'>[\x03]</a> \x02</p>", "<td id='fn\x03'>\x02", "<span id='fn\x03'>\x02</span>",
    "<p>[\x03] \x02</p>", "<dl><dt id='fn\x03'>\x03<dd>\x02</dl>", "<br>\x03. \x02",
)  # fmt: skip


def _opening(name: str, attribute: str) -> str:
    return f"<{name}{attribute}>"


_openings = st.builds(_opening, st.sampled_from(_NAMES), st.sampled_from(_ATTRIBUTES))
_closings = st.sampled_from(_NAMES).map(lambda name: f"</{name}>")
_texts = st.sampled_from((WORD, WORDS, WORDS + " ", " " + WORD + " "))
_pieces = st.one_of(
    _texts, _texts, _texts, st.sampled_from(_SINGLE), _openings, _closings, st.sampled_from(_CALLS), st.sampled_from(_NOTES)
)  # fmt: skip


def _wholes(parts: st.SearchStrategy[Part]) -> st.SearchStrategy[Part]:
    """Whole elements with parts inside."""
    rows = st.lists(parts, max_size=4)

    def around(name: str, attribute: str, inside: Sequence[Part]) -> Part:
        return Whole((f"<{name}{attribute}>", f"</{name}>"), (inside,))

    def of(*between: str) -> st.SearchStrategy[Part]:
        return st.tuples(*[rows] * (len(between) - 1)).map(lambda inside: Whole(between, inside))

    return st.one_of(
        st.builds(around, st.sampled_from(_NAMES), st.sampled_from(_ATTRIBUTES), rows),
        of("<table><caption>", "</caption></table>"),
        of("<table>", "<tr><td>", "</td>", "<td>", "</table>"),
        of("<ul><li>", "<li>", "</ul>"),
        of("<select><option>", "<option>", "</select>"),
        of("<select><option>", "<p>", ""),
        of(
            "<x-card><template shadowrootmode='open'>",
            "<slot></slot><slot name='s'>",
            "</slot></template>",
            "</x-card>",
        ),
        of("<template>", "</template>"),
        of("<details><summary>", "</summary>", "</details>"),
        of("<dialog open>", "</dialog>"),
        of("<ruby>", "<rt>", "</rt></ruby>"),
        of("<svg><text>", "</text><foreignObject>", "</foreignObject></svg>"),
        of("<math><mtext>", "</mtext><mi>", "</mi></math>"),
        of("<a href='a.html'>", "<a href='b.html'>", "</a>"),
        of("<b><p>", "</b>", "</p>"),
        of("<figure><img src='gate.png'>", "<figcaption>", "</figcaption></figure>"),
        of("<dl><dt>", "<dd>", "</dl>"),
        of("<noscript>", "</noscript>"),
        of("<object data='film.mp4'>", "</object>"),
        of("<section class='footnotes'><ol>", "</ol></section>"),
        of("<div class='poem'>", "<br>", "</div>"),
        of("<h2>", "</h2>"),
        of("<pre><code>", "</code></pre>"),
        of("</body></html><html><body>", ""),
    )


parts: st.SearchStrategy[Part] = st.recursive(_pieces, _wholes, max_leaves=12)
#: The parts of a page.
pages: st.SearchStrategy[list[Part]] = st.lists(parts, max_size=25)


def markup(parts: Sequence[Part]) -> str:
    """The markup of parts. Each word in it is another one; calls are counted, and so are notes."""
    written: list[str] = []
    words = calls = notes = 0

    def write(piece: str) -> None:
        nonlocal words, calls, notes
        if NUMBER in piece:
            calls, notes = calls + (piece in _CALLS), notes + (piece in _NOTES)
            piece = piece.replace(NUMBER, str(notes if piece in _NOTES else calls))
        while (at := min((piece.find(sign) for sign in (WORD, WORDS) if sign in piece), default=-1)) >= 0:
            count = 1 if piece[at] == WORD else 3
            piece = f"{piece[:at]}{' '.join(word(61 + words + n) for n in range(count))}{piece[at + 1 :]}"
            words += count
        written.append(piece)

    left: list[Part] = list(reversed(parts))
    while left:
        part = left.pop()
        if isinstance(part, str):
            write(part)
            continue
        row: list[Part] = [part.between[0]]
        for inside, behind in zip(part.inside, part.between[1:], strict=True):
            row += [*inside, behind]
        left.extend(reversed(row))
    return "".join(written)


def page(parts: Sequence[Part]) -> str:
    """A page with these parts between paragraphs of prose. What would hold the rest of the page as raw text is closed."""
    text = markup(parts)
    before, after = ("".join(f"<p>{line}</p>\n" for line in lines) for lines in (PROSE, PROSE[::-1]))
    return (
        "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>The book of levels</title></head><body><article>"
        f"<h1>The book of levels</h1>{before}{text}{''.join(closing([text]))}{after}</article></body></html>"
    )
