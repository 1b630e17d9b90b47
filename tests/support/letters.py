"""Sentences in many languages, and the encodings in which such text was once saved, for tests of undeclared bytes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

#: By language, what one writer might have written about a mill, a lock and a harbour.
SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "The miller’s café costs £20 a day, said the keeper – “and not a penny more”.",
        "Nobody believed the naïve façade of the lock house, which Zoë painted at 12° below zero.",
        "It’s the old lock-keeper’s tale, and she’d tell it for £5.",
    ),
    "fr": (
        "L’éclusière a fermé la porte à midi, et la péniche a dû attendre près du vieux moulin.",
        "« Où est passée la clé ? » demanda le maître d’œuvre, déjà très fâché.",
        "Après l’été, personne n’osait plus nager là où l’eau tourbillonne.",
    ),
    "de": (
        "Die Müllerin schloß das große Tor, während draußen die Schäfer über die Brücke zogen.",
        "„Für dreißig Groschen mahle ich nicht“, sagte sie – und blieb dabei.",
        "Im Frühjahr führte der Fluß so viel Wasser, daß niemand mehr übersetzen konnte.",
    ),
    "es": (
        "El niño corrió hasta el molino, pero la señora ya había cerrado la compuerta.",
        "¿Quién guardará el puente mañana? —preguntó el alcalde con gran preocupación.",
        "Según el guardián, el río creció más de tres metros aquella noche de otoño.",
    ),
    "pt": (
        "A moleira não abriu o portão, porque a água já chegava ao celeiro.",
        "Amanhã haverá reunião na câmara, disse o capitão, e ninguém poderá faltar.",
        "É verdade que as embarcações só saíram após a maré da manhã.",
    ),
    "it": (
        "La città non è più quella di prima, perché il mulino è rimasto senz’acqua.",
        "Così il guardiano salì sul ponte e gridò che la piena era già là.",
        "Chissà se tornerà la barca: lunedì nessuno l’ha vista più.",
    ),
    "nl": (
        "De molenaar vroeg of één zak meel genoeg was voor het café aan de overkant.",
        "’s Avonds zong het meisje ‘daarginds’ ideeën voor een lied, en de coördinator zweeg.",
        "Hij zei: „Geen cent meer”, en liep de geëgaliseerde dijk af.",
    ),
    "sv": (
        "Slussvaktaren stängde porten på kvällen, så båten fick ligga kvar vid ån.",
        "”Hjulet ska snurra före påsk”, sade hon, fast ingen trodde på det.",
        "På våren blev vattnet så högt att både kvarnen och bryggan stod översvämmade.",
    ),
    "da": (
        "Møllersken lukkede den store port, før båden nåede frem til åen.",
        "Næste år bliver broen gjort færdig, sagde borgmesteren, men få troede på det.",
        "Det blæste så voldsomt, at både æbler og pærer faldt i søen.",
    ),
    "nb": (
        "Slusevokteren låste døra før kvelden, så skøyta måtte bli liggende ved brygga.",
        "Møllen går ikke før påske, sa kona på øya, og hun fikk rett.",
        "Våren kom sent, og elva gikk så høyt at ingen våget å ro over.",
    ),
    "fi": (
        "Mylläri sulki portin ennen yötä, ja vene jäi odottamaan sillan alle.",
        "Keväällä vesi nousi niin korkealle, ettei kukaan päässyt enää kylään.",
        "Mitään tällaista ei ollut nähty sitten isän päivien, sanoi vanha lauttamies.",
    ),
    "is": (
        "Mylluvörðurinn lokaði hliðinu áður en báturinn komst að bryggjunni.",
        "Það þótti öllum skrýtið að áin skyldi vera ísilögð svona snemma.",
        "Enginn trúði því að hjólið færi aftur að snúast fyrir páska.",
    ),
    "pl": (
        "Młynarz zamknął śluzę późnym wieczorem, więc łódź musiała czekać aż do świtu.",
        "„Koło ruszy przed świętami” – powiedziała, choć nikt jej już nie wierzył.",
        "Wiosną rzeka wezbrała tak, że żaden przewoźnik nie śmiał wypłynąć.",
    ),
    "cs": (
        "Mlynář zavřel vrata dřív, než loď připlula k mostu, a převozník čekal až do rána.",
        "„Kolo se roztočí ještě před svátky,“ řekla, ačkoli jí už nikdo nevěřil.",
        "Na jaře byla řeka tak široká, že se přes ni nikdo neodvážil.",
    ),
    "hu": (
        "A molnár bezárta a kaput, mielőtt a hajó elérte volna a hidat, így a révész őrködött.",
        "„Húsvétig megfordul a kerék” – mondta az idős asszony, de senki sem hitt neki.",
        "Tavasszal olyan bővizű volt a folyó, hogy a szűk töltés is átázott.",
    ),
    "ru": (
        "Мельник закрыл шлюз поздно вечером, и лодке пришлось ждать до рассвета.",
        "«Колесо повернётся до праздника», — сказала она, хотя никто ей уже не верил.",
        "Весной река разлилась так широко, что паромщик остался дома.",
    ),
    "uk": (
        "Мельник зачинив шлюз пізно ввечері, і човен мусив чекати аж до світанку.",
        "Її онук приїхав навесні, коли річка вже вийшла з берегів.",
        "Ніхто не вірив, що колесо знову крутитиметься ще цього року.",
    ),
    "el": (
        "Ο μυλωνάς έκλεισε την πύλη αργά το βράδυ, και η βάρκα περίμενε ως το πρωί.",
        "Κανείς δεν πίστευε ότι ο τροχός θα γύριζε πριν από τη γιορτή.",
        "Την άνοιξη το ποτάμι φούσκωσε τόσο, που ο βαρκάρης έμεινε στο σπίτι.",
    ),
    "tr": (
        "Değirmenci kapağı geç saatte kapattı, bu yüzden kayık sabaha kadar bekledi.",
        "İlkbaharda ırmak öyle taştı ki, kimse karşı kıyıya geçmeye cesaret edemedi.",
        "Yaşlı kadın çarkın bayramdan önce döneceğini söyledi, ama ona inanan olmadı.",
    ),
    "he": (
        "הטוחן סגר את השער בשעת ערב מאוחרת, והסירה חיכתה עד הבוקר ליד הגשר.",
        "איש לא האמין שהגלגל יסתובב שוב לפני החג, אבל הזקנה ידעה.",
        "באביב עלה הנהר כל כך עד שהמעבורת נשארה קשורה לרציף.",
    ),
    "ar": (
        "أغلق الطحان البوابة في ساعة متأخرة من المساء، فانتظر القارب حتى الصباح.",
        "لم يصدق أحد أن العجلة ستدور مرة أخرى قبل العيد، لكن العجوز كانت تعرف.",
        "في الربيع ارتفع النهر حتى بقيت العبارة مربوطة إلى الرصيف.",
    ),
    "th": (
        "คนเฝ้าประตูน้ำปิดประตูตอนดึก เรือจึงต้องรออยู่ใต้สะพานจนถึงเช้า",
        "ไม่มีใครเชื่อว่ากังหันจะหมุนได้อีกก่อนถึงวันหยุด แต่หญิงชรารู้ดี",
        "ฤดูน้ำหลากปีนั้นแม่น้ำสูงมากจนไม่มีใครกล้าข้าม",
    ),
    "ja": (
        "水門の番人は夜おそく門を閉めたので、舟は橋の下で朝まで待たなければならなかった。",
        "「祭りの前に水車は回る」と老女は言ったが、だれも信じなかった。",
        "春になると川の水がふえ、渡し守は家にとどまった。",
    ),
    "zh": (
        "磨坊主人很晚才关上闸门，所以小船只好在桥下等到天亮。",
        "没有人相信水车会在节日以前重新转动，可是老妇人心里明白。",
        "春天河水上涨，摆渡的人只能留在家里。",
    ),
    "zh-TW": (
        "磨坊主人很晚才關上閘門，所以小船只好在橋下等到天亮。",
        "沒有人相信水車會在節日以前重新轉動，可是老婦人心裡明白。",
        "春天河水上漲，擺渡的人只能留在家裡。",
    ),
    "ko": (
        "방앗간 주인이 늦은 밤에 수문을 닫아서 배는 다리 밑에서 아침까지 기다려야 했다.",
        "명절 전에 물레방아가 다시 돌 것이라고는 아무도 믿지 않았다.",
        "봄이 되자 강물이 불어나 뱃사공은 집에 머물렀다.",
    ),
    "lt": (
        "Malūnininkas uždarė užtvanką vėlai vakare, todėl valtis laukė iki ryto po tiltu.",
        "Niekas netikėjo, kad ratas vėl suksis prieš šventes, bet senutė žinojo.",
        "Pavasarį upė taip išsiliejo, kad keltininkas pasiliko namuose ir žiūrėjo pro langą.",
    ),
    "vi": (
        "Không ai tin rằng bánh xe sẽ quay lại trước ngày lễ.",
        "Mùa xuân nước sông dâng cao nên người lái đò ở nhà.",
        "Chiếc thuyền phải đợi dưới cầu cho đến sáng.",
    ),
}

#: By language, the encodings of the web and of text files before UTF-8, as Python names them.
ENCODINGS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(["en", "fr", "de", "es", "pt", "it", "nl", "sv", "da", "nb", "fi", "is"], ("cp1252",)),
    **dict.fromkeys(["pl", "cs", "hu"], ("cp1250", "iso8859-2")),
    "ru": ("cp1251", "koi8-r", "cp866"), "uk": ("cp1251", "koi8-u"), "el": ("cp1253", "iso8859-7"), "tr": ("cp1254",), "he": ("cp1255",), "ar": ("cp1256",),
    "th": ("cp874",), "ja": ("shift_jis", "euc_jp", "iso2022_jp"), "zh": ("gbk",), "zh-TW": ("big5",), "ko": ("euc_kr",), "lt": ("cp1257",),
}  # fmt: skip


class LegacySource(NamedTuple):
    """A source in an old encoding: its language, its encoding, its text, and its bytes."""

    language: str
    encoding: str
    text: str
    data: bytes


def legacy_sources(languages: tuple[str, ...], *, markup: bool = False, head: str = "") -> Iterator[LegacySource]:
    """For each language and encoding: each sentence alone, all of them, and all of them three times. Signs that an encoding lacks are left out of its text."""
    for language in languages:
        sentences = SENTENCES[language]
        for encoding in ENCODINGS[language]:
            for text in (*sentences, " ".join(sentences), "\n\n".join(sentences * 3)):
                known = text.encode(encoding, "ignore").decode(encoding)
                page = (
                    f"<html><head><title>x</title>{head}</head><body><p>{known}</p></body></html>" if markup else known
                )
                yield LegacySource(language, encoding, page, page.encode(encoding))
