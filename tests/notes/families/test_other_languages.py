"""Notes as sites in other languages and scripts write them."""

from __future__ import annotations

from notepages import Case, cases, check


@cases(
    Case(
        "baidu--sup-anchor-and-index",
        by="Baidu Baike: a bracketed sup, an anchor beside it, an index span and an arrow of spaces in the list",
        lang="zh",
        text='<div class="para">税率写在墙上<sup class="sup--normal" data-sup="1" data-ctrmap=":1,">[1]</sup><a class="sup-anchor" name="ref_[1]_77">&nbsp;</a>，谁都看得见<sup class="sup--normal" data-sup="2" data-ctrmap=":2,">[2]</sup><a class="sup-anchor" name="ref_[2]_77">&nbsp;</a>。</div>',
        after='<dl class="lemma-reference collapse nslog-area"><dt class="reference-title">参考资料</dt><dd class="reference-list-wrapper"><ul class="reference-list"><li class="reference-item" id="reference-[1]-77-wrap"><span class="index">1</span><a class="gotop anchor" name="refIndex_1_77" id="refIndex_1_77" title="向上跳转" href="#ref_[1]_77">&nbsp;&nbsp;</a><span>港口税则，1890年版。</span></li><li class="reference-item" id="reference-[2]-77-wrap"><span class="index">2</span><a class="gotop anchor" name="refIndex_2_77" id="refIndex_2_77" title="向上跳转" href="#ref_[2]_77">&nbsp;&nbsp;</a><span>领航员回忆录，第三章。</span></li></ul></dd></dl>',
        notes=(("1", 1, "港口税则，1890年版。"), ("2", 1, "领航员回忆录，第三章。")),
    ),
    Case(
        "russian--braces",
        by="Russian libraries of memoirs: numbers in braces, both ways",
        lang="ru",
        text='<p>Лёд сошёл в мае<a href="#1" name="r1">{1}</a>, и лоцманы вышли в море<a href="#2" name="r2">{2}</a>.</p>',
        after='<h3>Примечания</h3><p><a name="1"></a><a href="#r1">{1}</a> По старому стилю.</p><p><a name="2"></a><a href="#r2">{2}</a> Все, кроме одного.</p>',
        notes=(("1", 1, "По старому стилю."), ("2", 1, "Все, кроме одного.")),
    ),
    Case(
        "russian--typed-list",
        by="Russian magazines: raised numbers, a list under Примечания, nothing linked",
        lang="ru",
        text="<p>Лёд сошёл в мае<sup>1</sup>, и лоцманы вышли в море<sup>2</sup>.</p>",
        after="<p><b>Примечания</b></p><p>1. По старому стилю.</p><p>2. Все, кроме одного.</p>",
        notes=(("1", 1, "По старому стилю."), ("2", 1, "Все, кроме одного.")),
    ),
    Case(
        "arabic--round-brackets-and-arabic-digits",
        by="Arabic journals: Arabic digits in round brackets, a list under الهوامش",
        lang="ar",
        text="<p>ذاب الجليد في أيار<sup>(١)</sup> وخرج المرشدون إلى البحر<sup>(٢)</sup>.</p>",
        after="<h3>الهوامش</h3><p>(١) بالتقويم القديم.</p><p>(٢) كلهم إلا واحدا.</p>",
        notes=(("١", 1, "بالتقويم القديم."), ("٢", 1, "كلهم إلا واحدا.")),
    ),
    Case(
        "persian--linked",
        by="Persian sites: Persian digits in brackets, linked both ways",
        lang="fa",
        text='<p>یخ در بهار آب شد<a href="#p1" id="b1">[۱]</a> و راهنمایان به دریا رفتند<a href="#p2" id="b2">[۲]</a>.</p>',
        after='<p id="p1"><a href="#b1">[۱]</a> به تقویم کهن.</p><p id="p2"><a href="#b2">[۲]</a> همه جز یک تن.</p>',
        notes=(("۱", 1, "به تقویم کهن."), ("۲", 1, "همه جز یک تن.")),
    ),
    Case(
        "hebrew--star-lines",
        by="Hebrew essays: raised numbers, a list after a rule",
        lang="he",
        text="<p>הקרח נמס באביב<sup>1</sup> והנתבים יצאו לים<sup>2</sup>.</p>",
        after="<hr><p>1. לפי הלוח הישן.</p><p>2. כולם חוץ מאחד.</p>",
        notes=(("1", 1, "לפי הלוח הישן."), ("2", 1, "כולם חוץ מאחד.")),
    ),
    Case(
        "polish--przypis-word",
        by="Polish sites: [przypis 1] as a linked word, przypisy below",
        lang="pl",
        text='<p>Lód puścił w maju<sup><a href="#przypis-1" id="p-1">[1]</a></sup> i piloci wyszli w morze<sup><a href="#przypis-2" id="p-2">[2]</a></sup>.</p>',
        after='<h3>Przypisy:</h3><div id="przypis-1"><a href="#p-1">[1]</a> Według starego kalendarza.</div><div id="przypis-2"><a href="#p-2">[2]</a> Prócz jednego.</div>',
        notes=(("1", 1, "Według starego kalendarza."), ("2", 1, "Prócz jednego.")),
    ),
    Case(
        "spanish--volver-al-texto",
        by="Spanish sites: a way back in words",
        lang="es",
        text='<p>El hielo se fue en mayo<a href="#nota1" id="ref1"><sup>1</sup></a> y salieron los prácticos<a href="#nota2" id="ref2"><sup>2</sup></a>.</p>',
        after='<h3>Notas</h3><p id="nota1">1. Según el calendario viejo. <a href="#ref1">Volver al texto</a></p><p id="nota2">2. Todos menos uno. <a href="#ref2">Volver al texto</a></p>',
        notes=(("1", 1, "Según el calendario viejo."), ("2", 1, "Todos menos uno.")),
    ),
    Case(
        "german--fn-tooltips",
        by="German magazines: the marker says [Anm. 1], the list Anmerkungen",
        lang="de",
        text='<p>Das Eis ging im Mai<a href="#anm1" id="z1">[Anm. 1]</a>, die Lotsen liefen aus<a href="#anm2" id="z2">[Anm. 2]</a>.</p>',
        after='<h3>Anmerkungen</h3><ol><li id="anm1"><a href="#z1">↑</a> Nach altem Kalender.</li><li id="anm2"><a href="#z2">↑</a> Alle bis auf einen.</li></ol>',
        notes=(("Anm. 1", 1, "Nach altem Kalender."), ("Anm. 2", 1, "Alle bis auf einen.")),
    ),
    Case(
        "greek--typed",
        by="Greek journals: raised numbers, a list under Σημειώσεις",
        lang="el",
        text="<p>Ο πάγος έλιωσε τον Μάιο<sup>1</sup> και οι πλοηγοί βγήκαν<sup>2</sup>.</p>",
        after="<h3>Σημειώσεις</h3><p>1. Με το παλιό ημερολόγιο.</p><p>2. Όλοι εκτός από έναν.</p>",
        notes=(("1", 1, "Με το παλιό ημερολόγιο."), ("2", 1, "Όλοι εκτός από έναν.")),
    ),
    Case(
        "hindi--typed",
        by="Hindi sites: raised Latin digits, a list under टिप्पणियाँ",
        lang="hi",
        text="<p>बर्फ़ मई में पिघली<sup>1</sup> और पायलट समुद्र में निकले<sup>2</sup>।</p>",
        after="<h3>टिप्पणियाँ</h3><p>1. पुराने पंचांग से।</p><p>2. एक को छोड़ सब।</p>",
        notes=(("1", 1, "पुराने पंचांग से।"), ("2", 1, "एक को छोड़ सब।")),
    ),
)
def test_language(case: Case) -> None:
    check(case)
