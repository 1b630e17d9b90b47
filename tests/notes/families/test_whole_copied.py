"""Text copied out of browsers and programs. Whole sources, as each system writes them."""

from __future__ import annotations

from notepages import cases
from wholepages import Whole, check


@cases(
    Whole(
        "digits-glued-after-stops-labelled-list",
        """Huts of Orrel

¶1

Huts are green.1 Huts are warm,2 they say, and "small enough for one."3

¶2

Notes

1. Except in Sarn.
2. When lit.
3. Benna, in talk.
""",
        notes="""1 = Except in Sarn.
2 = When lit.
3 = Benna, in talk.""",
        calls="1 2 3",
        copied=True,
    ),
    Whole(
        "glued-to-words-notes-without-dots",
        """Huts of Orrel

¶1

Huts are green1 and warm2 and small3 as a rule.

¶2

1 Except in Sarn.
2 When lit.
3 By law.
""",
        notes="""1 = Except in Sarn.
2 = When lit.
3 = By law.""",
        calls="1 2 3",
        copied=True,
    ),
    Whole(
        "brackets-and-up-arrows-of-wikipedia",
        """Orrel

Orrel is a port.[1] It has a hut.[2][3] The hut is green,[1] mostly.

¶1

References
^ Jump up to: a b Harbour rolls.
^ Hut book.
^ Odel, M. The Port Book. Sarn.
""",
        notes="""1 = Harbour rolls.
2 = Hut book.
3 = Odel, M. The Port Book. Sarn.""",
        calls="1 2 3 1",
        copied=True,
    ),
    Whole(
        "wikipedia-de-einzelnachweise",
        """Orrel

Orrel ist ein Hafen.[1] Er hat eine Hütte.[2] Die alte Benna verkauft dort die Karten, seit ihr Vater das Geschäft aufgab, und wer es eilig hat, lernt die Überfahrt nie.[3]

Die Fähre fährt, wenn die Flut es zulässt, und nicht vorher.

Einzelnachweise
↑ Hafenrolle.
↑ Hüttenbuch.
↑ M. Odel: Das Hafenbuch. Sarn 1897.
""",
        notes="""1 = Hafenrolle.
2 = Hüttenbuch.
3 = M. Odel: Das Hafenbuch. Sarn 1897.""",
        calls="1 2 3",
        copied=True,
    ),
    Whole(
        "list-whose-numbers-were-lost-with-return-arrows",
        """Huts of Orrel

¶1

Huts are green.1 Huts are warm.2

¶2

Except in Sarn. ↩︎
When lit. ↩︎
""",
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
        copied=True,
    ),
    Whole(
        "word-copy-with-bracket-digits",
        """Huts of Orrel

¶1

Huts are green.[1] Huts are warm.[2]

¶2

________________________________

[1] Except in Sarn.

[2] When lit.
""",
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
        copied=True,
    ),
    Whole(
        "roman-endnotes-copied-from-word",
        """Huts of Orrel

¶1

Huts are green.[i] Huts are warm.[ii] Huts are small.[iii]

¶2

[i] Except in Sarn.
[ii] When lit.
[iii] By law.
""",
        notes="""i = Except in Sarn.
ii = When lit.
iii = By law.""",
        calls="i ii iii",
        copied=True,
    ),
    Whole(
        "substack-copy-number-on-its-own-line",
        """Huts of Orrel

¶1

Huts are green1, and warm2.

¶2

1

Except in Sarn.

2

When lit.
""",
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
        copied=True,
    ),
    Whole(
        "superscript-digits",
        """Huts of Orrel

¶1

Huts are green.¹ Huts are warm.² Ten are old.³

¶2

¹ Except in Sarn.
² When lit.
³ By luck.
""",
        notes="""1 = Except in Sarn.
2 = When lit.
3 = By luck.""",
        calls="1 2 3",
        copied=True,
    ),
    Whole(
        "stars-and-daggers",
        """Huts of Orrel

¶1

Huts are green* and warm† as a rule.

¶2

* Except in Sarn.
† When lit.
""",
        notes="""* = Except in Sarn.
† = When lit.""",
        calls="* †",
        copied=True,
    ),
    Whole(
        "german-quotes-and-glued-digits",
        """Die Hütten von Orrel

Die Fähre nach Orrel fährt, wenn die Flut es zulässt, und nicht vorher. Die alte Benna verkauft die Karten in einer „grünen Hütte“1, wie sie sagt, und dort ist es warm.2 Wer es eilig hat, lernt die Überfahrt nie3.

Im Jahr 1848 brannte sie ab; 12 Jahre später stand sie wieder.

Anmerkungen

1 Außer in Sarn.
2 Wenn geheizt wird.
3 So Benna im Gespräch am 3. Mai 1999.
""",
        notes="""1 = Außer in Sarn.
2 = Wenn geheizt wird.
3 = So Benna im Gespräch am 3. Mai 1999.""",
        calls="1 2 3",
        copied=True,
    ),
    Whole(
        "french-guillemets",
        """Les cabanes d’Orrel

Le bac part quand la marée le permet, et pas avant ; la vieille Benna vend les billets « dans la cabane verte »1 depuis toujours. Il y fait chaud2, dit-on, et l’on y dort bien3.

En 1848 elle brûla ; 12 ans plus tard, elle était debout.

Notes

1. Sauf à Sarn.
2. Quand on chauffe.
3. Benna, entretien du 3 mai 1999, p. 12.
""",
        notes="""1 = Sauf à Sarn.
2 = Quand on chauffe.
3 = Benna, entretien du 3 mai 1999, p. 12.""",
        calls="1 2 3",
        copied=True,
    ),
    Whole(
        "french-parentheses",
        """Les cabanes d’Orrel

Le bac part quand la marée le permet, et pas avant (1). La vieille Benna vend les billets dans la cabane verte (2), et nul ne se presse, car la mer n’a pas de patience pour les horaires imprimés en ville.

Elle brûla un soir ; on la releva.

(1) Deux fois par jour.
(2) Peinte l’année de la crue.
""",
        notes="""1 = Deux fois par jour.
2 = Peinte l’année de la crue.""",
        calls="1 2",
        copied=True,
    ),
    Whole(
        "japanese-kome",
        """オレルの小屋

小屋は昔から緑色だった※1。冬は暖かく※2、夏は涼しい。渡し船は潮が許すときにだけ出て、年老いたベンナは父が商いをやめてからずっと同じ小屋で切符を売っている。

地図はどれも食い違うが、それは三角州そのものが動くからだと測量士たちは言う。

※1 サーンを除く。
※2 火を焚いたとき。
""",
        notes="""1 = サーンを除く。
2 = 火を焚いたとき。""",
        calls="1 2",
        lang="ja",
        copied=True,
    ),
    Whole(
        "japanese-brackets-and-chu-heading",
        """オレルの小屋

小屋は昔から緑色だった[1]。冬は暖かく[2]、夏は涼しい。渡し船は潮が許すときにだけ出て、年老いたベンナは父が商いをやめてからずっと同じ小屋で切符を売っている。

注
[1] サーンを除く。
[2] 火を焚いたとき。
""",
        notes="""1 = サーンを除く。
2 = 火を焚いたとき。""",
        calls="1 2",
        lang="ja",
        copied=True,
    ),
    Whole(
        "chinese-circled",
        """奥雷尔的小屋

小屋自古以来就是绿色的①，冬天很暖和②。渡船只在潮水允许的时候才开，老本娜从父亲歇业以后一直在同一间小屋里卖票，没有人知道已经多少年了。

注释：
①萨恩除外。
②生火的时候。
""",
        notes="""① = 萨恩除外。
② = 生火的时候。""",
        calls="① ②",
        lang="zh",
        copied=True,
    ),
    Whole(
        "arabic-brackets",
        """أكواخ أوريل

كانت الأكواخ خضراء في كل مكان منذ زمن بعيد (١)، ولم يكن أحد يسأل عن سبب ذلك، فقد ورثها الناس عن آبائهم كما ورثوا البحر والريح والملح (٢).

وكان القارب لا يغادر إلا حين يسمح المد.

الهوامش
(١) إلا في سارن.
(٢) مع البئر.
""",
        notes="""١ = إلا في سارن.
٢ = مع البئر.""",
        calls="١ ٢",
        lang="ar",
        copied=True,
    ),
    Whole(
        "spanish-law-with-notes-per-digits-after-comma",
        """Las cabañas de Orrel

El barco sale cuando la marea lo permite,1 y no antes; la vieja Benna vende los billetes en la misma cabaña verde desde siempre.2 Nadie se apresura: la mar no tiene paciencia con los horarios impresos.3

En 1848 ardió, y 12 años después volvió a levantarse.

Notas
1 Dos veces al día.
2 Pintada en el año de la crecida.
3 Ibíd., p. 12.
""",
        notes="""1 = Dos veces al día.
2 = Pintada en el año de la crecida.
3 = Ibíd., p. 12.""",
        calls="1 2 3",
        copied=True,
    ),
    Whole(
        "no-list-markers-only",
        """Huts of Orrel

¶1

Huts are green.[1] Huts are warm.[2] Huts are small.[3]

¶2
""",
        missing="1 2 3",
        calls="1 2 3",
        copied=True,
    ),
    Whole(
        "ranges-and-lists-in-brackets",
        """Huts of Orrel

¶1

Huts are green [1,2], warm [3-5] and small [2].

¶2

References

[1] Tarn, Green.
[2] Odel, Greener.
[3] Wick, Stoves.
[4] Benna, Tickets.
[5] Sarn, Law.
""",
        notes="""1 = Tarn, Green.
2 = Odel, Greener.
3 = Wick, Stoves.
4 = Benna, Tickets.
5 = Sarn, Law.""",
        calls="1 2 3 4 5 2",
        copied=True,
    ),
    Whole(
        "sections-restart",
        """Huts of Orrel

North

¶1 Huts are green.1 Huts are warm.2

Notes

1. Except in Sarn.
2. When lit.

South

¶2 Huts are red.1 Huts are cold.2

Notes

1. Since the war.
2. Even when lit.
""",
        notes="""1 = Except in Sarn.
2 = When lit.
1 = Since the war.
2 = Even when lit.""",
        calls="1 2 1 2",
        copied=True,
    ),
    Whole(
        "gutenberg-plain-text",
        """OF THE HUT

The ferry to Orrel leaves when the tide allows and not before.[1]
Old Benna has sold tickets from the same green hut since her father
gave up the trade.[2]

[Footnote 1: About twice a day, says
the harbour book.]

[Footnote 2: In the year of the flood.]

Her letters from that year are full of small purchases: thread, a
kettle, paper for the windows.
""",
        notes="""1 = About twice a day, says the harbour book.
2 = In the year of the flood.""",
        calls="1 2",
        copied=True,
    ),
    Whole(
        "gpo-federal-register",
        r"""Huts; Final Rule

The Harbour Board adopts the rule as proposed.\1\ Commenters objected to the
colour, and the Board has weighed what they said with care.\2\
---------------------------------------------------------------------------

    \1\ See the Hut Act.
    \2\ Eleven of them.
---------------------------------------------------------------------------

    The Board will review the rule when the tide allows, and not before.
""",
        notes="""1 = See the Hut Act.
2 = Eleven of them.""",
        calls="1 2",
        copied=True,
    ),
    Whole(
        "markdown-source",
        """# Huts of Orrel

¶1

Huts are green.[^1] Huts are warm.[^heat]

¶2

[^1]: Except in Sarn.
[^heat]: When lit.
    It takes two hours.
""",
        notes="""1 = Except in Sarn.
heat = When lit. It takes two hours.""",
        calls="1 heat",
        copied=True,
    ),
    Whole(
        "notes-of-several-paragraphs",
        """Huts of Orrel

¶1

Huts are green.1 Huts are warm.2

¶2

Notes

1. Except in Sarn, where the paint was sold.

It was bought back later.

2. When lit.
""",
        notes="""1 = Except in Sarn, where the paint was sold. It was bought back later.
2 = When lit.""",
        calls="1 2",
        copied=True,
    ),
    Whole(
        "text-with-years-powers-versions-as-traps-and-true-notes",
        """Huts of Orrel

¶1

In 1999, version 2.0 of the hut had 10^6 nails and 12 m2 of floor; it cost $3.50 and was rated 4.5. Huts are green.1 H2O came in by the roof, see Section 2.3.1 and Genesis 1:3. Huts are warm.2

¶2

1. Except in Sarn.
2. When lit.
""",
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
        copied=True,
    ),
    Whole(
        "journal-references-with-doi-and-crossref-lines",
        """Green huts: a review

Huts are green1,2 and warm.3 They are small4–6 too.

¶1

References
1.
Tarn, A. Green paint. Hut Stud. 4, 1–9 (1999).
Article  Google Scholar
2.
Odel, M. Greener paint. Hut Stud. 6, 3–4 (2001).
Article  Google Scholar
3.
Wick, J. Stoves (Sarn, 2003).
4.
Benna, O. Tickets (Orrel, 2004).
5.
Sarn, L. Law (Sarn, 2005).
6.
Dell, P. Small things (Orrel, 2006).
""",
        notes="""1 = Tarn, A. Green paint. Hut Stud. 4, 1–9 (1999).…
2 = Odel, M. Greener paint. Hut Stud. 6, 3–4 (2001).…
3 = Wick, J. Stoves (Sarn, 2003).
4 = Benna, O. Tickets (Orrel, 2004).
5 = Sarn, L. Law (Sarn, 2005).
6 = Dell, P. Small things (Orrel, 2006).""",
        calls="1 2 3 4 5 6",
        copied=True,
    ),
    Whole(
        "apa-list-must-stay-text-while-two-notes-work",
        """Huts of Orrel

¶1

Huts are green (Tarn, 1999).1 Huts are warm (Odel, 2001).2

¶2

Notes
1. Except in Sarn.
2. When lit.

References
Odel, M. (2001). Greener paint. Hut Studies, 6(1), 3–4.
Tarn, A. (1999). Green paint. Hut Studies, 4(2), 1–9.
""",
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
        says=("Odel, M. (2001). Greener paint.",),
        copied=True,
        engine="a list of references that nothing links to is below the article",
    ),
    Whole(
        "one-note-only",
        """Huts of Orrel

¶1

Huts are green.1 Nobody knows why.

¶2

1. Except in Sarn.
""",
        notes="1 = Except in Sarn.",
        calls="1",
        copied=True,
    ),
    Whole(
        "letters-in-brackets",
        """Huts of Orrel

¶1

Huts are green.[a] Huts are warm.[b]

¶2

Notes
a. Except in Sarn.
b. When lit.
""",
        notes="""a = Except in Sarn.
b = When lit.""",
        calls="a b",
        copied=True,
    ),
    Whole(
        "page-furniture-after-the-notes",
        """Huts of Orrel

¶1

Huts are green.1 Huts are warm.2

¶2

1 Except in Sarn.
2 When lit.

Share this
Facebook
Twitter

Related posts
Boats of Orrel
""",
        notes="""1 = Except in Sarn.
2 = When lit.""",
        calls="1 2",
        copied=True,
    ),
    Whole(
        "two-series-a-b-and-1-2",
        """Huts of Orrel

Huts are green[a] and warm,[1] small[b] and old.[2]

¶1

Notes
[a] Except in Sarn.
[b] By law.

References
[1] Wick, Stoves.
[2] Tarn, Old paint.
""",
        notes="""a = Except in Sarn.
1 = Wick, Stoves.
b = By law.
2 = Tarn, Old paint.""",
        calls="a 1 b 2",
        copied=True,
    ),
    Whole(
        "digits-after-closing-brackets-and-dashes",
        """Huts of Orrel

¶1

Huts are green (mostly).1 Huts are warm—Benna says2—and “small”3; old?4 Yes!5

¶2

1. Except in Sarn.
2. When lit.
3. By law.
4. By luck.
5. Ibid.
""",
        notes="""1 = Except in Sarn.
2 = When lit.
3 = By law.
4 = By luck.
5 = Ibid.""",
        calls="1 2 3 4 5",
        copied=True,
    ),
    Whole(
        "twelve-notes-and-text-numbers",
        """Huts of Orrel

¶1

The first hut stands in the north.1 It Two.2 Three.3 Four.4 Five.5 Six.6 Seven.7 Eight.8 Nine.9 Ten.10 Eleven huts stood in 1911.11 Twelve.12

¶2

1 Note one.
2 Note two.
3 Note three.
4 Note four.
5 Note five.
6 Note six.
7 Note seven.
8 Note eight.
9 Note nine.
10 Note ten.
11 Note eleven.
12 Note twelve.
""",
        notes="""1 = Note one.
2 = Note two.
3 = Note three.
4 = Note four.
5 = Note five.
6 = Note six.
7 = Note seven.
8 = Note eight.
9 = Note nine.
10 = Note ten.
11 = Note eleven.
12 = Note twelve.""",
        calls="1 2 3 4 5 6 7 8 9 10 11 12",
        copied=True,
    ),
    Whole(
        "google-scholar-case-copy",
        """Harbour v. Benna, 12 Or. 345 (1901)

¶4

A hut is not a house.[1] *347 Nor is it a tent.[2]

¶5

[1] See the Hut Act.

[2] Tents are treated elsewhere.
""",
        notes="""1 = See the Hut Act.
2 = Tents are treated elsewhere.""",
        calls="1 2",
        copied=True,
    ),
    Whole(
        "notes-inside-of-page-breaks",
        """Huts of Orrel

The ferry to Orrel leaves when the tide allows.1 Old Benna has sold tickets from the same green hut since her father gave up the trade.2

1 About twice a day.
2 In the year of the flood.

When the lamp makers moved their workshops to the upper town, the river lost its night colours.3 For a whole generation children had learned to tell the hour by the glow behind the mill.

3 So the mill book.
""",
        notes="""1 = About twice a day.
2 = In the year of the flood.
3 = So the mill book.""",
        calls="1 2 3",
        copied=True,
    ),
    Whole(
        "russian-copy",
        """Хижины Оррела

Хижины издавна были зелёными[1], и никто не спрашивал почему, ведь люди получили их от отцов вместе с морем, ветром и солью[2]. Зимой в них было тепло.

Паром уходит, когда позволяет прилив, и не раньше.

Примечания
[1] Кроме Сарна.
[2] См. хижинную книгу, с. 12.
""",
        notes="""1 = Кроме Сарна.
2 = См. хижинную книгу, с. 12.""",
        calls="1 2",
        lang="ru",
        copied=True,
    ),
    Whole(
        "italian-copy-without-labels-under-note",
        """Le capanne di Orrel

Il traghetto parte quando la marea lo permette.[1] La vecchia Benna vende i biglietti nella stessa capanna verde da sempre,[2] e nessuno ha fretta, perché il mare non ha pazienza con gli orari stampati in città.

Bruciò una sera e fu rifatta.

Note
^ Due volte al giorno.
^ Dipinta nell'anno della piena.
""",
        notes="""1 = Due volte al giorno.
2 = Dipinta nell'anno della piena.""",
        calls="1 2",
        lang="it",
        copied=True,
    ),
)
def test_whole(case: Whole) -> None:
    check(case)
