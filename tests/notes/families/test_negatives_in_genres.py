"""Genres whose own signs look like notes: recipes, judgments, poems, quizzes, lists of lists. None of them is a note."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "recipe--fractions-and-steps",
        by="cooks: raised and lowered figures of fractions, and numbered steps",
        text="<p>Take <sup>1</sup>/<sub>2</sub> cup of oats, 1<sup>1</sup>/<sub>3</sub> cups of milk and <sup>3</sup>/<sub>4</sub> of a herring.</p><ol><li>Soak the oats overnight.</li><li>Warm the milk.</li><li>Fry the herring.</li><li>Serve it all at once.</li></ol>",
        says=("Soak the oats overnight.", "Serve it all at once."),
    ),
    Case(
        "judgment--numbered-paragraphs-in-brackets",
        by="courts: each paragraph opens with its number in brackets, and the text points to paragraphs by it",
        text="<p>[1] The appellant is a pilot.</p><p>[2] The respondent owns a barge.</p><p>[3] For the reason given at [1] the appellant had a lamp; as to [2], the barge had none.</p><p>[4] The appeal is allowed.</p>",
        says=(
            "[1] The appellant is a pilot.",
            "[3] For the reason given at [1] the appellant had a lamp; as to [2], the barge had none.",
            "[4] The appeal is allowed.",
        ),
    ),
    Case(
        "judgment--numbered-paragraphs-linked",
        by="courts' sites: paragraph numbers are anchors, and the text links to them",
        text='<p><a name="p1"></a>1. The appellant is a pilot.</p><p><a name="p2"></a>2. The respondent owns a barge.</p><p><a name="p3"></a>3. For the reason given at paragraph <a href="#p1">1</a> the appeal is allowed; see also <a href="#p2">[2]</a>.</p>',
        says=("1. The appellant is a pilot.", "2. The respondent owns a barge."),
    ),
    Case(
        "e-book--page-numbers-in-the-text",
        by="e-books: page numbers in brackets, as anchors, in running text",
        text='<p>The keeper rose<span class="pagenum"><a id="Page_12">[Pg 12]</a></span> at four and lit the lamp<span class="pagenum"><a id="Page_13">[Pg 13]</a></span>, and the bell rang [p. 14] in the fog.</p>',
    ),
    Case(
        "poem--line-numbers",
        by="anthologies: every fifth line has its number at the margin",
        text='<div class="poem"><p>The lamp is lit<br>the ice is thin<br>the boat is out<br>the tide is in<br>and no one rows <span class="linenum">5</span><br>the bell is cracked<br>the rope is wet<br>the fish are packed<br>the sun is set<br>and no one knows. <span class="linenum">10</span></p></div>',
        says=("the sun is set",),
    ),
    Case(
        "quiz--questions-and-key",
        by="schools: numbered questions, lettered choices, a key below",
        text="<p>1. Who lit the lamp?</p><p>a) the keeper</p><p>b) the cook</p><p>2. What burned?</p><p>a) oil</p><p>b) wood</p><p>Answers: 1 a, 2 a.</p>",
        says=("a) the keeper", "Answers: 1 a, 2 a."),
    ),
    Case(
        "spanish--ordinals-and-a-lettered-list",
        by="Spanish and Portuguese pages: raised a and o of ordinals, and a lettered list below",
        lang="es",
        text="<p>La 1<sup>a</sup> lámpara ardió; la 2<sup>a</sup> no, ni el 3<sup>o</sup> farol del n<sup>o</sup> 4.</p><ol type='a'><li>Una lámpara.</li><li>Un farol.</li></ol>",
        says=("Una lámpara.",),
    ),
    Case(
        "physics--isotopes-degrees-and-a-list",
        by="physicists: raised mass numbers and degrees, and a numbered list",
        text="<p>Of <sup>3</sup>He and <sup>4</sup>He at 4<sup>o</sup> and 10<sup>0</sup>C little is left; 5 × 10<sup>2</sup> of <sup>1</sup>H is more.</p><ol><li>Cool it.</li><li>Weigh it.</li><li>Warm it.</li><li>Weigh it again.</li></ol>",
        says=("Weigh it again.",),
    ),
    Case(
        "countdown--headings-with-numbers-and-contents",
        by="magazines: a list of places in headings, a row of jump links above",
        text='<p>Jump to: <a href="#n3">3</a> <a href="#n2">2</a> <a href="#n1">1</a></p><h3 id="n3">3. The mole</h3><p>Long.</p><h3 id="n2">2. The light</h3><p>Tall.</p><h3 id="n1">1. The ice</h3><p>Thin.</p>',
        says=("Long.", "Tall.", "Thin."),
    ),
    Case(
        "ranking--table-beside-exponents",
        by="sports pages: ranks in a table's first cells, raised figures in the text",
        text="<p>The course is 2 km<sup>2</sup> wide.</p><table><tr><td>1</td><td>Ann of Varn</td></tr><tr><td>2</td><td>Heron of Merrow</td></tr><tr><td>3</td><td>Gull of Fenn</td></tr></table>",
    ),
    Case(
        "steps--called-by-number",
        by="manuals: steps of a list called by number in the text",
        text="<p>Do step 1 before step 2; if the lamp smokes, go back to (1).</p><ol><li>Trim the wick.</li><li>Light the lamp.</li></ol>",
        says=("Do step 1 before step 2; if the lamp smokes, go back to (1).", "Light the lamp."),
    ),
    Case(
        "swearing-rules-and-wildcards",
        by="forums and programmers: stars for letters, rules of stars, patterns",
        text="<p>That d*** lamp! He typed *.lamp and **bold**.</p><p>* * *</p><p>***</p><p>* one lamp</p><p>* two lamps</p>",
        says=("That d*** lamp! He typed *.lamp and **bold**.", "* two lamps"),
    ),
    Case(
        "maps--legend-with-circled-numbers",
        by="guide books: circled numbers in a legend, and the same in the text",
        text="<p>Start at ① and walk to ②; at ③ there is tea.</p><ul><li>① The mole</li><li>② The light</li><li>③ The inn</li></ul>",
        says=("Start at ① and walk to ②; at ③ there is tea.",),
    ),
    Case(
        "theses--numbered-sentences",
        by="philosophers: every sentence has a number",
        text="<p>1 The harbour is all that is moored.</p><p>1.1 The harbour is the sum of boats, not of lamps.</p><p>2 What is moored is a boat.</p><p>3 A rope is the picture of a boat.</p>",
        says=("1 The harbour is all that is moored.", "3 A rope is the picture of a boat."),
    ),
    Case(
        "interview--questions-linked-from-the-top",
        by="magazines: questions listed above with links, answers below with a link to the list",
        text='<ol id="q"><li><a href="#a1">Why ice?</a></li><li><a href="#a2">Why lamps?</a></li></ol><h3 id="a1">Why ice?</h3><p>It is cold. <a href="#q">↑</a></p><h3 id="a2">Why lamps?</h3><p>It is dark. <a href="#q">↑</a></p>',
        says=("It is cold.", "It is dark."),
    ),
    Case(
        "versions--changelog-and-issue-numbers",
        by="programmers: issue numbers and versions in brackets and as links",
        text='<ul><li>Lamps are lit earlier <a href="/issues/12">#12</a> [1.2]</li><li>Ice is thinner (<a href="/issues/3">#3</a>) [1.3]</li></ul>',
    ),
    Case(
        "trademark-letters-and-chemistry",
        by="makers: raised letters, signs and charges",
        text="<p>Oakum<sup>TM</sup> and Pitch<sup>SM</sup> hold Na<sup>+</sup>, Cl<sup>−</sup> and SO<sub>4</sub><sup>2−</sup>; the 5<sup>th</sup> coat dries by the 7<sup>th</sup>.</p>",
    ),
    Case(
        "gallery-and-counter",
        by="newspapers: counters of picture series, with link to each",
        text='<p><a href="#img-1">1</a> / <a href="#img-2">2</a> / <a href="#img-3">3</a></p><figure id="img-1"><img src="1.jpg" alt="" width="600" height="400"><figcaption>1 The lamp</figcaption></figure><figure id="img-2"><img src="2.jpg" alt="" width="600" height="400"><figcaption>2 The mole</figcaption></figure><figure id="img-3"><img src="3.jpg" alt="" width="600" height="400"><figcaption>3 The ice</figcaption></figure>',
    ),
)
def test_genre(case: Case) -> None:
    check(case)
