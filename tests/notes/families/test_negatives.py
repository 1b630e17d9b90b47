"""What looks like notes and is none: nothing of it may become one, and all of it stays where it stood."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "exponents-and-formulas",
        by="science writers",
        text="<p>A sail of 40 m<sup>2</sup> takes 10<sup>3</sup> N, and E = mc<sup>2</sup> takes the rest; H<sub>2</sub>O freezes, CO<sub>2</sub> sinks, Ca<sup>2+</sup> and <sup>14</sup>C tell the age, x<sup>n</sup> + y<sup>n</sup> = z<sup>n</sup>.</p>",
        says=("A sail of 40 m2 takes 103 N",),
    ),
    Case(
        "exponents-beside-a-numbered-list",
        by="engineers: exponents in the text, and an ordered list of steps below",
        text="<p>The field is 12 km<sup>2</sup>, and the dyke holds 3 m<sup>3</sup> a yard.</p><ol><li>Cut the turf in May.</li><li>Dry it in the wind.</li><li>Lay it before the frost.</li></ol>",
        says=("Cut the turf in May.", "Lay it before the frost."),
    ),
    Case(
        "ordinals-and-prices",
        by="French pages, shops",
        text="<p>Le 1<sup>er</sup> mai, au XIX<sup>e</sup> siècle, la 2<sup>e</sup> cloche de M<sup>me</sup> Merle; on the 4<sup>th</sup> of May a coat cost $19<sup>99</sup> at Oakum<sup>®</sup>, and 5<sup>00</sup> in Lent<sup>™</sup>.</p>",
    ),
    Case(
        "contents-linked-both-ways",
        by="manuals: a table of contents whose numbers link to headings, whose numbers link back",
        text='<ul class="sections"><li><a id="t1" href="#s1">1</a> The mole</li><li><a id="t2" href="#s2">2</a> The light</li></ul>'
        '<h2 id="s1"><a href="#t1">1</a> The mole</h2><p>It is of slag.</p><h2 id="s2"><a href="#t2">2</a> The light</h2><p>It is white.</p>',
        says=("It is of slag.", "It is white."),
    ),
    Case(
        "index-of-pages",
        by="e-books: an index whose page numbers link to anchors of pages in the text",
        text='<p><a id="p1"></a>The mole is long. <a id="p2"></a>The light is tall. <a id="p3"></a>The keeper is neither.</p><h2>Index</h2><p>keeper, <a href="#p3">3</a></p><p>light, <a href="#p2">2</a>, <a href="#p3">3</a></p><p>mole, <a href="#p1">1</a></p>',
        says=("The mole is long. The light is tall. The keeper is neither.",),
    ),
    Case(
        "questions-with-jump-links",
        by="pages of questions and answers: numbered questions link to numbered answers, each with a way up",
        text='<ol><li><a href="#q1" id="top1">Who lit the lamp?</a></li><li><a href="#q2" id="top2">What did it burn?</a></li></ol><h3 id="q1">1. Who lit the lamp?</h3><p>The keeper. <a href="#top1">Back to top</a></p><h3 id="q2">2. What did it burn?</h3><p>Fish oil. <a href="#top2">Back to top</a></p>',
        says=("The keeper.", "Fish oil."),
    ),
    Case(
        "glossary-links",
        by="textbooks: words that link to their definitions",
        text='<p>The <a href="#g-oakum">oakum</a> is driven with a <a href="#g-mallet">mallet</a>.</p><h2>Glossary</h2><dl><dt id="g-oakum">oakum</dt><dd>Picked rope.</dd><dt id="g-mallet">mallet</dt><dd>A wooden hammer.</dd></dl>',
        says=("The oakum is driven with a mallet.", "A wooden hammer."),
    ),
    Case(
        "comments-with-permalinks",
        by="blogs: comments whose numbers are permalinks, and whose replies link to them",
        text="<p>The lamp is out.</p>",
        beyond='<section id="comments"><ol class="commentlist"><li id="comment-1"><a href="#comment-1">1</a> <b>Ann</b> <p>It was out in May too.</p></li><li id="comment-2"><a href="#comment-2">2</a> <b>Jon</b> <p><a href="#comment-1">@1</a> So it was.</p></li></ol></section>',
        says=("The lamp is out.",),
    ),
    Case(
        "forum-quotes-by-number",
        by="forums: replies that name posts by number",
        text='<div id="post-1"><p>Post <a href="#post-1">#1</a>: the lamp is out.</p></div><div id="post-2"><p>Post <a href="#post-2">#2</a>: see <a href="#post-1">#1</a>, it is lit again.</p></div>',
        says=("the lamp is out.",),
    ),
    Case(
        "verse-numbers",
        by="scripture: raised numbers open each verse",
        text="<p><sup>1</sup> And the keeper lit the lamp. <sup>2</sup> And it burned all night. <sup>3</sup> And the ships came in, <sup>4</sup> one after the other.</p>",
        says=("And the keeper lit the lamp.",),
    ),
    Case(
        "chess-and-scores",
        by="chess columns and sports pages",
        text="<p>1. e4 e5 2. Nf3 Nc6 3. Bb5 a6 [1] would be a blunder; Black won 7–6<sup>5</sup>, 6–7<sup>3</sup>, 7–6<sup>9</sup> the week before.</p>",
    ),
    Case(
        "code-line-numbers-and-indices",
        by="programmers: line numbers in code, indices in brackets",
        text='<pre><code><a id="L1" href="#L1">1</a> lamps = [0, 1]\n<a id="L2" href="#L2">2</a> lamps[1] = lit\n<a id="L3" href="#L3">3</a> print(lamps[0], lamps[1])\n</code></pre><p>The array <code>lamps[1]</code> holds the second.</p>',
        says=("The array lamps[1] holds the second.",),
    ),
    Case(
        "tracklist-and-ranking",
        by="music and list pages",
        text="<p>Both sides were cut in a day.</p><ol><li>The Lamp</li><li>The Mole</li><li>The Ice</li></ol><p>It reached number 3 and stayed 2 weeks at no. 1.</p>",
        says=("The Mole",),
    ),
    Case(
        "alphabet-row",
        by="directories: a row of letters that leads to headings of letters",
        text='<p><a href="#A">A</a> <a href="#B">B</a> <a href="#C">C</a></p><h3 id="A">A</h3><p>Anchor Yard.</p><h3 id="B">B</h3><p>Barrel Lane.</p><h3 id="C">C</h3><p>Chandler Row.</p>',
        says=("Anchor Yard.", "Chandler Row."),
    ),
    Case(
        "figures-and-tables-by-number",
        by="reports: links to figures, tables and equations by their numbers",
        text='<p>Ice is thickest in March (Fig. <a href="#fig1">1</a>), as Table <a href="#tab1">1</a> and equation (<a href="#eq1">1</a>) show.</p><figure id="fig1"><img src="ice.png" alt="Ice"><figcaption>Fig. 1. Ice by month.</figcaption></figure><table id="tab1"><caption>Table 1. Ice.</caption><tr><td>March</td><td>2 ft</td></tr></table><p id="eq1">d = vt (1)</p>',
    ),
    Case(
        "sections-by-number",
        by="statutes: links to sections and paragraphs",
        text='<p>A pilot under <a href="#sec-4">§ 4</a> may refuse, subject to section <a href="#sec-5">5</a>.</p><div id="sec-4"><p>4. A pilot is a man with a lamp.</p></div><div id="sec-5"><p>5. The lamp must be lit.</p></div>',
        says=("4. A pilot is a man with a lamp.", "5. The lamp must be lit."),
    ),
    Case(
        "affiliations",
        by="journals: raised numbers and letters of authors' institutions",
        text='<p class="authors">Ann Merle<sup>1,2</sup>, Jon Ossel<sup>2</sup>*</p><p class="affiliations"><sup>1</sup> Institute of Ice, Varn; <sup>2</sup> School of Lamps, Merrow. * Corresponding author.</p><p>We counted lamps for three winters.</p>',
        says=("We counted lamps for three winters.",),
    ),
    Case(
        "pages-of-an-article",
        by="magazines in several pages: a row of page numbers, some of them with fragments",
        text='<p>To be continued.</p><div class="page-links">Pages: <span>1</span> <a href="?page=2#article">2</a> <a href="?page=3#article">3</a></div>',
        says=("To be continued.",),
    ),
    Case(
        "image-credits-raised",
        by="magazines: raised letters of picture credits that lead to no note",
        text="<p>The lamp<sup>TM</sup> hangs in the hall<sup>©</sup> above the card.</p>",
    ),
    Case(
        "years-in-brackets-and-editorial",
        by="editors: years, dots and corrections in square brackets",
        text="<p>He wrote in [1871] that the [harbour] was “shut [sic] for […] weeks”, and again in [1872] and [1873].</p>",
        says=("He wrote in [1871] that the [harbour] was “shut [sic] for […] weeks”, and again in [1872] and [1873].",),
    ),
    Case(
        "intervals-and-matrices",
        by="mathematicians: intervals, tuples and indices in brackets",
        text="<p>Let x be in [0, 1] and y in [1, 2]; the vector is (1, 2, 3), and f maps [2] to [1]. Clearly (1) follows from (2).</p>",
        says=(
            "Let x be in [0, 1] and y in [1, 2]; the vector is (1, 2, 3), and f maps [2] to [1]. Clearly (1) follows from (2).",
        ),
    ),
    Case(
        "listed-in-the-sentence",
        by="writers who count in brackets: (1) … (2) … within one sentence, and a numbered list later on",
        text="<p>A pilot needs (1) a boat, (2) a lamp and (3) patience.</p><p>(1) A boat is dear.</p><p>(2) A lamp is cheap.</p><p>(3) Patience cannot be had.</p>",
        says=("A pilot needs (1) a boat, (2) a lamp and (3) patience.", "(3) Patience cannot be had."),
    ),
    Case(
        "ratings-and-required-stars",
        by="reviews and forms: stars that judge, and stars that a form wants",
        text="<p>The chowder: ***. The pie: **. The view: *****.</p><form><label>Name<sup>*</sup> <input name='n'></label><p>* required</p></form>",
        says=("The chowder: ***. The pie: **. The view: *****.",),
    ),
    Case(
        "reading-time-and-share-counts",
        by="news sites: counts beside buttons, tooltips that say what a button does",
        text='<p>The ferry is late again.</p><div class="share"><a href="#" title="Share this article with your friends" data-count="3"><sup>3</sup></a> <a href="#comments" title="Read the comments on this article">12</a></div>',
        says=("The ferry is late again.",),
    ),
    Case(
        "stage-directions-in-asides",
        by="literary pages: asides and small print that belong to the text",
        text="<p>Enter the keeper.</p><aside>He carries two lamps, one of them out.</aside><p>Exit the keeper.</p>",
        says=("Enter the keeper.", "Exit the keeper."),
    ),
)
def test_no_notes(case: Case) -> None:
    check(case)
