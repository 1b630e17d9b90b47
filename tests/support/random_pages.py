"""Pages of odd but legal markup, made at random: what is left open, misnested, or stands where nobody expects it.

A page is a row of pieces between paragraphs of plain prose: tags that open, tags that close (perhaps something else), words, and note calls. Each piece is
chosen by itself, so that a page nests as it happens to. Every word is there once, so that none can stand in for another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

#: Elements that are opened and closed at random; what they are opened with.
_OPENED = (
    "p", "div", "section", "article", "aside", "h2", "h3", "h4", "blockquote", "blockquote cite='notes.html'", "pre", "pre class='poem'", "p class='verse'",
    "div class='poem'", "div class='verse' lang='fr'", "p dir='rtl'", "ul", "ol", "ol start='7'", "ol reversed", "ol type='i' start='٣'", "li", "li value='9'",
    "li value='--9'", "li data-n='4'", "dl", "dt", "dd", "menu", "figure", "figcaption", "table", "table", "table role='presentation'", "caption", "caption",
    "thead", "tbody", "tfoot", "tr", "tr", "td", "td", "td colspan='1000' rowspan='65534'", "td colspan='²' rowspan='-1'", "th", "th scope='row' colspan='3'",
    "colgroup", "select", "optgroup", "option", "datalist", "textarea", "details", "summary", "dialog", "form", "fieldset", "legend", "label", "button",
    "ruby", "rb", "rt", "rp", "rtc", "svg", "text", "g", "foreignObject", "title", "desc", "math", "mi", "mrow", "mtext", "a href='#x'", "a href='mill.html'",
    "a href='http://[mill'", "a name='x'", "b", "i", "em", "strong", "code", "kbd", "sub", "sup", "q", "q cite='http://a:99999/'", "del", "ins", "mark",
    "small", "abbr title='level'", "cite", "span lang='de'", "span style='font-weight:bold'", "font color='red'", "center", "address", "nav", "header",
    "footer", "main", "frameset", "noframes", "noscript", "object data='film.mp4'", "video src='film.mp4'", "audio", "canvas", "template", "picture",
    "map", "marquee", "x-reel", "iframe src='https://film.example/embed/1'", "body", "span class='footnote'", "div hidden", "hgroup", "listing", "xmp",
)  # fmt: skip

#: What stands by itself.
_SINGLE = (
    "<br>", "<br><br>", "<hr>", "<img src='gate.png' alt='gate'>", "<img src='gate.png' width='1e999' height='50%' srcset='gate.png 1.5.5x, b.png 2x'>",
    "<img src='http://[::1/gate.png'>", "<input value='level'>", "<iframe src='https://film.example/embed/2'></iframe>", "<iframe src='//[x/'></iframe>",
    "<embed src='film.swf'>", "<wbr>", "<col span='3'>", "<script type='math/tex'>x+y</script>", "<script type='math/tex; mode=display'>x+y</script>", "<math><mi>x</mi></math>", "<svg><path d='M0 0'/></svg>",
    "<ruby>水<rt>みず</rt></ruby>", "<!-- gate -->", "<source src='a.png'>", "<p>", "</p>", "</br>", "\n", " ", "&nbsp;", "<lite-youtube videoid='abcdefgh'></lite-youtube>",
)  # fmt: skip

CALL, WORD, WORDS = "call", "word", "words"

#: All pieces, each as often as it is to be met.
PIECES: tuple[str, ...] = (
    *(f"<{opened}>" for opened in _OPENED),
    *(f"</{opened.split()[0]}>" for opened in _OPENED),
    *_SINGLE,
    *[CALL] * 8,
    *[WORD] * 30,
    *[WORDS] * 40,
)

_ONSETS, _VOWELS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t"), ("a", "e", "i", "o", "u")
PROSE = (
    "The keeper of the lock wrote the level into a green book each evening, and walked home over the bridge before it was dark.",
    "Nobody had asked her to, and nobody read it; but when the river rose in spring the book said how high it had been before.",
    "A stranger came by the towpath, looked at the water for a while, and asked whether the gate had ever been opened at night.",
)


def word(number: int) -> str:
    """A word for each number, of letters only."""
    syllables = ""
    while not syllables or number:
        number, rest = divmod(number, 60)
        syllables = _ONSETS[rest % 12] + _VOWELS[rest // 12] + syllables
    return f"{syllables}x"


def page(pieces: Sequence[str]) -> str:
    """The page that a row of pieces makes, with a note for each call in it."""
    made: list[str] = []
    calls = 0
    for number, piece in enumerate(pieces):
        if piece == CALL:
            calls += 1
            made.append(f"<a href='#fn{calls}' id='ref{calls}'><sup>{calls}</sup></a>")
        elif piece == WORD:
            made.append(word(3 * number + 61))
        elif piece == WORDS:
            made.append(f"{word(3 * number + 61)} {word(3 * number + 62)} {word(3 * number + 63)}. ")
        else:
            made.append(piece)
    notes = "".join(
        f"<li id='fn{n}'>Note {word(100_000 + n)}. <a href='#ref{n}'>↩</a></li>" for n in range(1, calls + 1)
    )
    return "".join(
        (
            "<!doctype html><html lang='en'><head><meta charset='utf-8'><title>The book of levels</title></head><body><article>",
            "<h1>The book of levels</h1>",
            *(f"<p>{line}</p>\n" for line in PROSE),
            *made,
            *closing(pieces),
            *(f"<p>{line}</p>\n" for line in PROSE[::-1]),
            f"<section class='footnotes'><ol>{notes}</ol></section>" if notes else "",
            "</article></body></html>",
        )
    )


#: Elements that hold the rest of a page as raw text, or hide it, if nobody closes them.
_SWALLOW = "textarea iframe xmp title noscript template script style object video canvas audio datalist noembed noframes".split()


def closing(pieces: Iterable[str]) -> list[str]:
    """End tags for what hides the rest of a page if nobody closes it: that would be a test of nothing."""
    text = "".join(pieces)
    return [f"</{name}>" for name in _SWALLOW if f"<{name}" in text]
