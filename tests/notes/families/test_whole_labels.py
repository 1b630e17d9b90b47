"""Labels, scripts and several series on one page. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "letters-for-notes-and-numbers-for-references",
        "<article><h1>Huts</h1>¶1<p>Huts are green<sup>a</sup> and warm<sup>b</sup>, as shown [1], and small [2].</p>¶2<h2>Notes</h2><p><sup>a</sup> Except in Sarn.</p><p><sup>b</sup> When lit.</p><h2>References</h2><p>[1] A. Tarn, Green paint.</p><p>[2] M. Odel, The law of huts.</p></article>",
        notes="""a = Except in Sarn.
b = When lit.
1 = A. Tarn, Green paint.
2 = M. Odel, The law of huts.""",
        calls="a b 1 2",
    ),
    Whole(
        "roman-labels-linked",
        '<article><h1>Huts</h1>¶1<p>Huts are green<sup><a href="#e1" id="b1">i</a></sup>, warm<sup><a href="#e2" id="b2">ii</a></sup>, small<sup><a href="#e3" id="b3">iii</a></sup> and old<sup><a href="#e4" id="b4">iv</a></sup>.</p>¶2<div class="endnotes"><p id="e1"><a href="#b1">i</a> Except in Sarn.</p><p id="e2"><a href="#b2">ii</a> When lit.</p><p id="e3"><a href="#b3">iii</a> By law.</p><p id="e4"><a href="#b4">iv</a> By luck.</p></div></article>',
        notes="""i = Except in Sarn.
ii = When lit.
iii = By law.
iv = By luck.""",
        calls="i ii iii iv",
    ),
    Whole(
        "arabic-indic-digits",
        "<article><h1>أكواخ</h1><p>كانت الأكواخ خضراء في كل مكان منذ زمن بعيد، ولم يكن أحد يسأل عن سبب ذلك، فقد ورثها الناس عن آبائهم كما ورثوا البحر والريح والملح.<sup>(١)</sup> وكانت دافئة في الشتاء.<sup>(٢)</sup></p><p>وكان القارب لا يغادر إلا حين يسمح المد، والعجوز تبيع التذاكر من الكوخ نفسه منذ سنوات طويلة لا يذكر أحد عددها.</p><hr><p>(١) إلا في سارن.</p><p>(٢) حين توقد النار.</p></article>",
        notes="""١ = إلا في سارن.
٢ = حين توقد النار.""",
        calls="١ ٢",
        lang="ar",
    ),
    Whole(
        "persian-word-export",
        '<div dir="rtl"><h1>کلبه\u200cها</h1><p>کلبه\u200cها از قدیم سبز بودند و هیچ\u200cکس نمی\u200cپرسید چرا، زیرا مردم آن\u200cها را همچون دریا و باد و نمک از پدران خود به ارث برده بودند.<a href="#_ftn1" name="_ftnref1">[۱]</a> در زمستان گرم بودند.<a href="#_ftn2" name="_ftnref2">[۲]</a></p><p>قایق تنها هنگامی می\u200cرفت که مد اجازه می\u200cداد و پیرزن از همان کلبه بلیت می\u200cفروخت.</p><p><a href="#_ftnref1" name="_ftn1">[۱]</a> مگر در سارن.</p><p><a href="#_ftnref2" name="_ftn2">[۲]</a> وقتی که آتش روشن بود.</p></div>',
        notes="""۱ = مگر در سارن.
۲ = وقتی که آتش روشن بود.""",
        calls="۱ ۲",
        lang="fa",
    ),
    Whole(
        "japanese-kome-marks",
        "<article><h1>小屋</h1><p>小屋は昔から緑色だった<sup>※1</sup>。冬は暖かく<sup>※2</sup>、夏は涼しい。渡し船は潮が許すときにだけ出て、年老いたベンナは父が商いをやめてからずっと同じ小屋で切符を売っている。</p><p>地図はどれも食い違うが、それは三角州そのものが動くからだと測量士たちは言い、春ごとに杭を探して歩く。</p><p>※1 サーンを除く。<br>※2 火を焚いたとき。</p></article>",
        notes="""1 = サーンを除く。
2 = 火を焚いたとき。""",
        calls="1 2",
        lang="ja",
    ),
    Whole(
        "japanese-chu-brackets",
        "<article><h1>小屋</h1><p>小屋は昔から緑色だった（注1）。冬は暖かく（注2）、夏は涼しい。渡し船は潮が許すときにだけ出て、年老いたベンナは父が商いをやめてからずっと同じ小屋で切符を売っている。</p><p>地図はどれも食い違うが、それは三角州そのものが動くからだと測量士たちは言い、春ごとに杭を探して歩く。</p><h2>注</h2><p>（注1）サーンを除く。</p><p>（注2）火を焚いたとき。</p></article>",
        notes="""1 = サーンを除く。
2 = 火を焚いたとき。""",
        calls="1 2",
        lang="ja",
    ),
    Whole(
        "chinese-circled-and-baike-style",
        "<article><h1>小屋</h1><p>小屋自古以来就是绿色的<sup>①</sup>，冬天很暖和<sup>②</sup>。渡船只在潮水允许的时候才开，老本娜从父亲歇业以后一直在同一间小屋里卖票，没有人知道已经多少年了。</p><p>三角洲的地图互不相同，因为三角洲本身也在变化，每年春天河道都会移动，测量员回来时只能在芦苇里找到自己的木桩。</p><p>①萨恩除外。</p><p>②生火的时候。</p></article>",
        notes="""① = 萨恩除外。
② = 生火的时候。""",
        calls="① ②",
        lang="zh",
    ),
    Whole(
        "gost-russian-square-and-footnote-star",
        "<article><h1>Хижины</h1><p>Хижины издавна были зелёными<sup>1</sup>, и никто не спрашивал почему, ведь люди получили их от отцов вместе с морем, ветром и солью [1, с. 12]. Зимой в них было тепло<sup>2</sup>, а летом прохладно [2].</p><p>Паром уходит, когда позволяет прилив, и старая Бенна продаёт билеты в той же хижине.</p><p><sup>1</sup> Кроме Сарна.</p><p><sup>2</sup> Когда топят.</p><h3>Литература</h3><p>1. Тарн А. Зелёная краска. Оррел, 1999.</p><p>2. Одель М. Закон о хижинах. Сарн, 2001.</p></article>",
        notes="""1 = Кроме Сарна.
2 = Когда топят.
1 = Тарн А. Зелёная краска. Оррел, 1999.
2 = Одель М. Закон о хижинах. Сарн, 2001.""",
        lang="ru",
    ),
    Whole(
        "hebrew-notes",
        '<article dir="rtl"><h1>צריפים</h1><p>הצריפים היו ירוקים מאז ומעולם ואיש לא שאל מדוע, שהרי ירשו אותם מאבותיהם כמו את הים ואת הרוח ואת המלח.<sup><a href="#fn1" id="r1">1</a></sup> בחורף היה בהם חם.<sup><a href="#fn2" id="r2">2</a></sup></p><p>המעבורת יוצאת רק כשהגאות מרשה, ובנה הזקנה מוכרת כרטיסים באותו צריף ירוק שנים רבות.</p><h2>הערות שוליים</h2><ol><li id="fn1"><a href="#r1">^</a> חוץ מסארן.</li><li id="fn2"><a href="#r2">^</a> כשמסיקים.</li></ol></article>',
        notes="""1 = חוץ מסארן.
2 = כשמסיקים.""",
        calls="1 2",
        lang="he",
    ),
    Whole(
        "daggers-doubled",
        "<article><h1>Huts</h1>¶1<p>Huts are green*, warm†, small‡, old§, cheap&para; and dry**.</p>¶2<p>*Except in Sarn.</p><p>†When lit.</p><p>‡By law.</p><p>§By luck.</p><p>&para;By habit.</p><p>**By and large.</p></article>",
        notes="""* = Except in Sarn.
† = When lit.
‡ = By law.
§ = By luck.
¶ = By habit.
** = By and large.""",
        calls="* † ‡ § ¶ **",
    ),
    Whole(
        "lists-and-ranges-in-brackets",
        "<article><h1>Huts</h1>¶1<p>Huts are green [1,2,4], warm [3–5] and small [2, 5].</p>¶2<h2>References</h2><ol><li>Tarn, Green.</li><li>Odel, Greener.</li><li>Wick, Stoves.</li><li>Benna, Tickets.</li><li>Sarn, Law.</li></ol></article>",
        notes="""1 = Tarn, Green.
2 = Odel, Greener.
3 = Wick, Stoves.
4 = Benna, Tickets.
5 = Sarn, Law.""",
        calls="1 2 4 3 4 5 2 5",
    ),
    Whole(
        "brackets-with-page-numbers-inside",
        "<article><h1>Huts</h1>¶1<p>Huts are green [1, p. 12], warm [2, pp. 3–5] and small [see 3].</p>¶2<h2>References</h2><p>[1] Tarn, Green.</p><p>[2] Odel, Greener.</p><p>[3] Wick, Stoves.</p></article>",
        notes="""1 = Tarn, Green.
2 = Odel, Greener.
3 = Wick, Stoves.""",
        free="3",
    ),
    Whole(
        "sections-with-own-notes-restarting",
        '<article><h1>Huts</h1><section><h2>North</h2>¶1<p>Green.<sup>1</sup> Warm.<sup>2</sup></p><div class="notes"><p>1. Except in Sarn.</p><p>2. When lit.</p></div></section><section><h2>South</h2>¶2<p>Red.<sup>1</sup> Cold.<sup>2</sup></p><div class="notes"><p>1. Since the war.</p><p>2. Even when lit.</p></div></section></article>',
        notes="""1 = Except in Sarn.
2 = When lit.
1 = Since the war.
2 = Even when lit.""",
        calls="1 2 1 2",
    ),
    Whole(
        "several-articles-on-one-page-same-ids",
        '<main><article><h2>Huts</h2>¶1<p>Green.<sup id="fnref:1"><a href="#fn:1" rel="footnote">1</a></sup></p><div class="footnotes"><ol><li id="fn:1"><p>Except in Sarn. <a href="#fnref:1" rev="footnote">↩</a></p></li></ol></div></article><article><h2>Boats</h2>¶2<p>Red.<sup id="fnref:1"><a href="#fn:1" rel="footnote">1</a></sup></p><div class="footnotes"><ol><li id="fn:1"><p>Since the war. <a href="#fnref:1" rev="footnote">↩</a></p></li></ol></div></article></main>',
        notes="""1 = Except in Sarn.
1 = Since the war.""",
        calls="1 1",
    ),
    Whole(
        "star-beside-number-unlinked",
        "<article><h1>Huts*</h1>¶1<p>Huts are green.<sup>1</sup> Huts are warm.<sup>2</sup></p>¶2<p><sup>*</sup> First given as a talk in Sarn.</p><p><sup>1</sup> Except in Sarn.</p><p><sup>2</sup> When lit.</p></article>",
        notes="""* = First given as a talk in Sarn.
1 = Except in Sarn.
2 = When lit.""",
        engine="typed stars stay text beside numbered notes",
    ),
    Whole(
        "star-number-beside-plain-number-two-series",
        "<article><h1>Huts</h1>¶1<p>Huts are green.<sup>*1</sup> Huts are warm.<sup>1</sup> Huts are old.<sup>*2</sup></p>¶2<h3>Author's notes</h3><p><sup>*1</sup> Except in Sarn.</p><p><sup>*2</sup> By luck.</p><h3>Editor's notes</h3><p><sup>1</sup> When lit.</p></article>",
        notes="""*1 = Except in Sarn.
1 = When lit.
*2 = By luck.""",
        calls="*1 1 *2",
        engine="*1 and 1 are read as one label",
    ),
    Whole(
        "one-missing-note-among-five",
        "<article><h1>Huts</h1>¶1<p>Green<sup>1</sup>, warm<sup>2</sup>, small<sup>3</sup>, old<sup>4</sup>.</p>¶2<h3>Notes</h3><p>1. Except in Sarn.</p><p>2. When lit.</p><p>4. By luck.</p></article>",
        notes="""1 = Except in Sarn.
2 = When lit.
4 = By luck.""",
        missing="3",
        calls="1 2 3 4",
    ),
    Whole(
        "one-unreferenced-note",
        '<article><h1>Huts</h1>¶1<p>Green<sup><a href="#n1" id="r1">1</a></sup>, warm<sup><a href="#n3" id="r3">3</a></sup>.</p>¶2<h3>Notes</h3><ol><li id="n1">Except in Sarn. <a href="#r1">↩</a></li><li id="n2">By law. <a href="#r2">↩</a></li><li id="n3">When lit. <a href="#r3">↩</a></li></ol></article>',
        notes="""1 = Except in Sarn.
2 = By law.
3 = When lit.""",
        free="2",
        calls="1 3",
    ),
    Whole(
        "note-on-note",
        '<article><h1>Huts</h1>¶1<p>Green<sup><a href="#n1" id="r1">1</a></sup>.</p>¶2<ol class="notes"><li id="n1">Except in Sarn.<sup><a href="#n2" id="r2">2</a></sup> <a href="#r1">↩</a></li><li id="n2">And there only on feast days. <a href="#r2">↩</a></li></ol></article>',
        notes="""1 = Except in Sarn.
2 = And there only on feast days.""",
    ),
    Whole(
        "notes-in-a-list-with-a-table-inside",
        '<article><h1>Huts</h1>¶1<p>Green<sup><a href="#n1" id="r1">1</a></sup> and warm<sup><a href="#n2" id="r2">2</a></sup>.</p>¶2<ol class="notes"><li id="n1">Counts: <table><tr><th>town</th><th>huts</th></tr><tr><td>Sarn</td><td>nine</td></tr></table> <a href="#r1">↩</a></li><li id="n2">When lit. <a href="#r2">↩</a></li></ol></article>',
        notes="""1 = Counts: town huts Sarn nine
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "start-value-on-list",
        '<article><h1>Huts, part two</h1>¶1<p>Green<sup>17</sup>, warm<sup>18</sup>, small<sup>19</sup>.</p>¶2<h3>Endnotes</h3><ol start="17"><li>Except in Sarn.</li><li>When lit.</li><li>By law.</li></ol></article>',
        notes="""17 = Except in Sarn.
18 = When lit.
19 = By law.""",
        calls="17 18 19",
    ),
    Whole(
        "heading-in-other-language-and-list-without-labels",
        "<article><h1>Hütten</h1><p>Die Fähre nach Orrel fährt, wenn die Flut es zulässt, und nicht vorher. Die alte Benna verkauft die Karten seit vielen Jahren in derselben grünen Hütte am Ufer.<sup>1</sup> Dort ist es warm.<sup>2</sup></p><p>Wer sie fragt, bekommt zur Antwort, dass niemand, der es eilig hat, je die Überfahrt lernt.</p><h2>Anmerkungen</h2><ol><li>Außer in Sarn.</li><li>Wenn geheizt wird.</li></ol></article>",
        notes="""1 = Außer in Sarn.
2 = Wenn geheizt wird.""",
        calls="1 2",
        lang="de",
    ),
    Whole(
        "french-spaces-and-raised-brackets",
        "<article><h1>Cabanes</h1><p>Le bac d’Orrel part quand la marée le permet, et pas avant ; la vieille Benna vend les billets depuis toujours dans la même cabane verte <sup>(1)</sup>. Il y fait chaud <sup>(2)</sup> !</p><p>Personne ne se presse, car la mer n’a pas de patience pour les horaires imprimés en ville.</p><p>(1) Sauf à Sarn.</p><p>(2) Quand on chauffe.</p></article>",
        notes="""1 = Sauf à Sarn.
2 = Quand on chauffe.""",
        calls="1 2",
        lang="fr",
    ),
    Whole(
        "inline-id-only-on-call-list-in-nav-class",
        '<article><h1>Huts</h1>¶1<p>Green<a id="fnb1" href="#fnt1"><sup>1</sup></a> and warm<a id="fnb2" href="#fnt2"><sup>2</sup></a>.</p>¶2</article><nav class="site-footer footer-links"><p><a id="fnt1"></a><sup>1</sup> Except in Sarn.</p><p><a id="fnt2"></a><sup>2</sup> When lit.</p></nav>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "notes-after-the-comments",
        '<article><h1>Huts</h1>¶1<p>Green<sup><a href="#n1" id="r1">1</a></sup> and warm<sup><a href="#n2" id="r2">2</a></sup>.</p>¶2</article><section id="comments"><h2>2 comments</h2><div class="comment"><b>Wick</b> <p>I liked note 1 best.</p></div><div class="comment"><b>Tarn</b><p>[1] is wrong!</p></div></section><div id="notes"><p id="n1"><a href="#r1">1.</a> Except in Sarn.</p><p id="n2"><a href="#r2">2.</a> When lit.</p></div>',
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
    ),
    Whole(
        "raised-number-in-the-middle-of-list-with-superscripts-of-units",
        "<article><h1>Huts</h1>¶1<p>The yard measures 12 m<sup>2</sup> and the pond 3 km<sup>2</sup>.<sup>1</sup> A stove gives 10<sup>3</sup> units of heat<sup>2</sup> on the 4<sup>th</sup> day.</p>¶2<p><sup>1</sup> With the reeds.</p><p><sup>2</sup> When lit.</p></article>",
        notes="""1 = With the reeds.
2 = When lit.""",
        calls="1 2",
        says=("12 m", "10"),
    ),
    Whole(
        "two-markers-in-one-sup-with-space-semicolon",
        "<article><h1>Huts</h1>¶1<p>Green<sup>1, 2</sup>, warm<sup>2;3</sup> and old<sup>1-3</sup>.</p>¶2<h3>Sources</h3><p>1. Tarn.</p><p>2. Odel, in talk.</p><p>3. Wick, letter.</p></article>",
        notes="""1 = Tarn.
2 = Odel, in talk.
3 = Wick, letter.""",
        calls="1 2 2 3 1 2 3",
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
