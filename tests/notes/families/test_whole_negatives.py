"""Numbers and signs that are no notes. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "powers-and-chemistry",
        "<article><h1>Stove chemistry</h1>¶1<p>The stove burns at 10<sup>3</sup> degrees, giving CO<sub>2</sub> and Fe<sup>2+</sup>, or <sup>14</sup>C at 10<sup>-6</sup>. Area in m<sup>2</sup>, volume x<sup>3</sup>.</p>¶2</article>",
        calls="",
    ),
    Whole(
        "ordinals-and-marks",
        "<article><h1>Fairs</h1>¶1<p>On the 1<sup>st</sup> and 2<sup>nd</sup> of May, Stove<sup>®</sup> and Lamp<sup>™</sup> met in the XIX<sup>e</sup> house, M<sup>me</sup> Benna and n<sup>o</sup> 5, at $4<sup>99</sup> a piece.</p>¶2</article>",
        calls="",
    ),
    Whole(
        "verse-numbers",
        "<article><h1>The Hut Psalm</h1>¶1<p><sup>1</sup> The hut is green, <sup>2</sup> and it stands by the sea; <sup>3</sup> who enters shall be warm, <sup>4</sup> and who leaves shall be wet.</p>¶2</article>",
        calls="",
    ),
    Whole(
        "numbered-list-of-steps-with-later-references-in-words",
        "<article><h1>To paint a hut</h1>¶1<ol><li>Buy paint.</li><li>Stir as in step 1.</li><li>Paint (see 2).</li></ol>¶2</article>",
        calls="",
        says=("Buy paint.", "Stir as in step 1."),
    ),
    Whole(
        "table-of-contents-links",
        '<article><h1>Huts</h1><ul class="toc"><li><a href="#s1">1 Colour</a></li><li><a href="#s2">2 Heat</a></li></ul><h2 id="s1">1 Colour</h2>¶1<h2 id="s2">2 Heat</h2>¶2</article>',
        calls="",
    ),
    Whole(
        "chess-moves",
        "<article><h1>A game at the ferry</h1>¶1<p>1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 4. Ba4 Nf6 5. O-O Be7 was played [1-0] and praised! Better was 12...Qd7.</p>¶2</article>",
        calls="",
    ),
    Whole(
        "code-with-brackets",
        """<article><h1>A tide program</h1>¶1<pre><code>t[0] = 1;
t[1] = t[0] + 2;  // [2]
</code></pre><p>Here <code>t[1]</code> is the second tide and <code>t[2]</code> the third.</p>¶2</article>""",
        calls="",
    ),
    Whole(
        "prices-with-stars-and-rating",
        "<article><h1>Tickets</h1>¶1<p>A ticket costs 5* or 7**, the hut is rated ***, and C* is an algebra.</p>¶2</article>",
        calls="",
    ),
    Whole(
        "phone-numbers-and-dates-as-links",
        '<article><h1>Ferry office</h1>¶1<p>Call <a href="tel:5551">555-0101</a> [2], come on (1) Monday or (2) Friday, or write.</p>¶2</article>',
        calls="",
    ),
    Whole(
        "pagination-links",
        '<article><h1>Huts</h1>¶1¶2<p class="pages">Pages: <a href="?p=1">1</a> <a href="?p=2">2</a> <a href="?p=3">3</a></p></article>',
        calls="",
    ),
    Whole(
        "figure-and-equation-cross-references",
        '<article><h1>Huts</h1>¶1<p>See Fig. <a href="#fig1">1</a>, Table <a href="#tab1">1</a>, Eq. (<a href="#eq1">1</a>) and Section <a href="#sec2">2</a>.</p><figure id="fig1"><img src="a.png" alt="hut"><figcaption>Fig. 1. A hut.</figcaption></figure><p id="eq1">h = 2g (1)</p><table id="tab1"><caption>Table 1. Huts.</caption><tr><td>green</td><td>4</td></tr></table><h2 id="sec2">2. More</h2>¶2</article>',
        calls="",
        says=("Fig. 1. A hut.",),
    ),
    Whole(
        "author-affiliations",
        '<article><h1>Huts</h1><p class="authors">Ada Tarn<sup>1</sup>, Mo Odel<sup>2</sup> and Jo Wick<sup>1,2</sup></p><p class="aff"><sup>1</sup> Harbour School, Orrel</p><p class="aff"><sup>2</sup> Hut College, Sarn</p>¶1¶2</article>',
        calls="",
    ),
    Whole(
        "faq-with-numbered-anchors",
        '<article><h1>Hut questions</h1><ol><li><a href="#q1">Is it green?</a></li><li><a href="#q2">Is it warm?</a></li></ol><h3 id="q1">1. Is it green?</h3>¶1<p><a href="#top">Back to top</a></p><h3 id="q2">2. Is it warm?</h3>¶2<p><a href="#top">Back to top</a></p></article>',
        calls="",
    ),
    Whole(
        "see-note-in-wording-only-and-stars-of-rating",
        "<article><h1>Huts</h1>¶1<p>My review: ★★★ of five. * is used for emphasis, *like this*, and 2*3 is six.</p>¶2</article>",
        calls="",
    ),
    Whole(
        "timeline-paragraphs-starting-with-numbers",
        "<article><h1>Huts through time</h1>¶1<p>In 1999<sup>BC</sup> huts were grey.</p><p>1 hut stood in the north.</p><p>2 huts stood in the south.</p><p>3 huts burned.</p>¶2</article>",
        calls="",
        says=("1 hut stood in the north.",),
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
