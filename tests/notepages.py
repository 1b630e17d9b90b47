"""Whole pages with notes, for the collection in tests/notes/families: a fragment of markup set into an article.

A Case is one way of writing notes, and what an archivist expects of it. Its page is an article as the web serves it:
a masthead and a menu, a byline, a few paragraphs of prose, the fragment, the list of notes, a footer. It goes through
the whole flow, so that what cleaning and the search for the body do to notes is tested too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import pytest

from archiver import pipeline
from archiver.article import Article
from archiver.source import Source
from support.drafts import build

#: What every page says around its fragment; nothing of it may be lost.
PROSE = (
    "The harbour of Varn froze over three times in that decade, and each time the pilots walked home across the ice "
    "with their lanterns lit, so that the watch on the mole counted them like so many slow stars.",
    "Nobody in the town kept a diary worth the name, but the customs house wrote everything down: what came in, what "
    "it weighed, who swore to it, and what was owed when the bell rang for the evening and the ledgers were shut.",
    "From those ledgers a patient reader can still build the whole quarter again, street by street, down to the "
    "cooper who sold barrels on credit and the widow who mended sails in a loft above the chandler's yard.",
)
CLOSING = (
    "When the railway came, the ropewalk closed within a year, and the long shed was let to a man who grew mushrooms "
    "in it, which is how the street got the name that visitors ask about today.",
    "The last of the pilots died in the spring, at a great age, and his lantern hangs in the town hall now, above a "
    "card on which his daughter wrote, in pencil, the names of all the ships that he had brought in.",
)

OTHER_PROSE = {
    "ja": (
        "港は冬のあいだ三度凍り、そのたびに水先案内人たちは灯りを手に氷の上を歩いて家へ帰った。見張り台からは、ゆっくり動く星のように見えたという。",
        "町で日記をつける者はいなかったが、税関だけはすべてを書き残した。何が入り、どれだけの重さで、誰が誓い、鐘が鳴って帳簿が閉じられるまでにいくら支払われたかを。",
        "その帳簿から、根気のある読み手なら今でもあの界隈を通りごとに組み立て直すことができる。掛け売りをした桶屋も、船具屋の二階で帆を繕った未亡人も。",
    ),
    "zh": (
        "那十年里港口冻了三次，每一次领航员都提着灯从冰上走回家，瞭望台上的人说他们像一串走得很慢的星星，数也数得清。",
        "镇上没有谁写日记，可是海关什么都记下来：运进来的是什么，有多重，由谁作保，晚钟响起账簿合上的时候还欠多少银钱。",
        "有耐心的读者至今还能凭这些账簿把整个街区一条街一条街地重新搭起来，连赊账卖桶的箍桶匠和在船具店楼上补帆的寡妇也找得到。",
    ),
    "ko": (
        "그 십 년 동안 항구는 세 번 얼어붙었고, 그때마다 도선사들은 등불을 들고 얼음 위를 걸어 집으로 돌아갔다. 망루에서 보면 아주 느린 별들 같았다고 한다.",
        "마을에서 일기를 쓰는 사람은 없었지만 세관은 모든 것을 적어 두었다. 무엇이 들어왔고 얼마나 무거웠으며 누가 맹세했는지, 저녁 종이 울릴 때 얼마가 남았는지.",
        "끈기 있는 독자라면 지금도 그 장부로 동네를 골목마다 다시 지을 수 있다. 외상으로 통을 팔던 통장이도, 선구점 위층에서 돛을 깁던 과부도.",
    ),
}


@dataclass(frozen=True)
class Case:
    """One way of writing notes: its markup, and what the record has to say of it.

    `text` is what stands in the running text, `after` what follows the article's last paragraph in the same block,
    `beyond` what the page puts below the article. `notes` are (label, calls, text) in the record's order, `missing`
    (label, calls); `says` are stretches of the body with markers as [1]. `engine` is why it fails today, "" when it
    does not.
    """

    id: str
    by: str
    text: str
    after: str = ""
    beyond: str = ""
    notes: tuple[tuple[str, int, str], ...] = ()
    missing: tuple[tuple[str, int], ...] = ()
    says: tuple[str, ...] = ()
    head: str = ""
    url: str | None = None
    lang: str = "en"
    title: str = "The lanterns of Varn"
    kinds: tuple[str, ...] = field(default=())
    engine: str = ""

    def page(self) -> bytes:
        """The whole page."""
        prose = OTHER_PROSE.get(self.lang, PROSE)
        closing = OTHER_PROSE.get(self.lang, CLOSING)[-2:] if self.lang not in OTHER_PROSE else ()
        return (
            f'<!DOCTYPE html><html lang="{self.lang}"><head><meta charset="utf-8"><title>{self.title}</title>'
            f"{self.head}</head><body>"
            '<header class="masthead"><a href="/">The Coast Review</a><nav class="menu"><ul>'
            '<li><a href="/essays">Essays</a></li><li><a href="/letters">Letters</a></li>'
            '<li><a href="/about">About</a></li></ul></nav></header>'
            f"<main><article><h1>{self.title}</h1>"
            f'<div class="entry-content">{_paragraphs(prose)}{self.text}{_paragraphs(closing)}{self.after}</div>'
            f"</article>{self.beyond}</main>"
            '<footer class="site-footer"><p>© The Coast Review. All rights reserved.</p></footer></body></html>'
        ).encode()

    def prose(self) -> tuple[str, ...]:
        """The paragraphs that must all be in the body."""
        return OTHER_PROSE[self.lang] if self.lang in OTHER_PROSE else PROSE + CLOSING


def _paragraphs(texts: Iterable[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


class Named(Protocol):
    """A case with a name, and with what the engine fails in, if it does."""

    @property
    def id(self) -> str: ...

    @property
    def engine(self) -> str: ...


def cases(*given: Named) -> pytest.MarkDecorator:
    """The parameters of a test over cases; those that the engine fails are marked, and say why."""
    names = [case.id for case in given]
    assert len(set(names)) == len(names), "two cases have one name"
    return pytest.mark.parametrize(
        "case",
        [
            pytest.param(
                case,
                id=case.id,
                marks=[pytest.mark.xfail(reason=f"engine: {case.engine}", strict=True)] if case.engine else [],
            )
            for case in given
        ],
    )


def archived(case: Case) -> Article:
    """The record of a case's page: valid, and with every word of the page accounted for."""
    source = Source(name="page.html", data=case.page(), stem="page", url=case.url)
    return build(pipeline.prepare(source, media_type="text/html"))


def check(case: Case) -> None:
    """The record of the page says what the case expects."""
    article = archived(case)
    found = [
        (note.label, note.references, " ".join(note.text.split())) for note in article.notes if note.status != "missing"
    ]
    assert found == list(case.notes)
    lost = [(note.label, note.references) for note in article.notes if note.status == "missing"]
    assert lost == list(case.missing)
    assert all((note.status == "unreferenced") == (note.references == 0) for note in article.notes)
    if case.kinds:
        assert tuple(note.kind for note in article.notes) == case.kinds
    body = article.text()
    for stretch in (*case.says, *case.prose()):
        assert stretch in body
