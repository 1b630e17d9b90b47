"""Random records that the grammar allows, stranger than any page: to try writers and validators on."""

from __future__ import annotations

import random
from hashlib import sha256

from lxml import etree

from archiver.article import NAMESPACE, XML_LANG, Article, tag

MATHML = "http://www.w3.org/1998/Math/MathML"
_WORDS = [
    "tide",
    "Ω",
    "東京",
    "שלום",
    "a<b",
    '"quoted"',
    "é",
    "x\u0301",
    "🙂",
    "&amp;",
    "--",
    "]]>",
    "l'eau",
    "\u00ad",
    "\u200f",
]
_LINKS = [
    "https://a.example/x?y=z&q=ü",
    "http://[bad",
    "javascript:alert(1)",
    "#p1",
    "#gone",
    "mailto:a@b.example",
    "x y",
    "?",
    "//h",
]
_IMAGES = [
    "https://a.example/i.png",
    "local name.jpg",
    "data:image/png;base64,AAAA",
    "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
]
_PARTS = "author editor title book journal publisher place date accessed volume issue pages doi isbn url".split()
_ROLES = ["lead", "summary", "disclaimer", "correction", "bio", "pull-quote", "aside", "post", "heading", "signature"]
_LANGUAGES = ["en", "fr-CA", "zh-Hant", "ar", "e", "x-odd", "de-1996", "sr-Latn-RS"]


class Maker:
    """Makes one record from one seed; the same seed makes the same record."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.seed = seed
        self.count = 0
        self.called: dict[str, str] = {}
        self.labels = [f"{n}" for n in range(1, 6)] + ["*", ""]

    def id(self) -> str:
        """An id that no other element has."""
        self.count += 1
        return self.random.choice(["p", "x.", "é", "_"]) + str(self.count)

    def chance(self, of: float) -> bool:
        """True as often as `of` says."""
        return self.random.random() < of

    def element(self, parent: etree._Element, name: str, **attributes: str) -> etree._Element:
        """A new last child."""
        made = etree.SubElement(parent, tag(name), {key.replace("_", "-"): value for key, value in attributes.items()})
        if name in (
            "p",
            "section",
            "note",
            "quote",
            "table",
            "list",
            "item",
            "cell",
            "lang",
            "heading",
        ) and self.chance(0.1):
            made.set(XML_LANG, self.random.choice(_LANGUAGES))
            if self.chance(0.5):
                made.set("dir", self.random.choice(["ltr", "rtl"]))
        if name in ("p", "section", "quote", "list", "table", "figure", "item") and self.chance(0.15):
            made.set("role", self.random.choice(_ROLES))
        return made

    def words(self) -> str:
        """A few words, or none."""
        return " ".join(self.random.choice(_WORDS) for _ in range(self.random.randrange(4)))

    def inline(self, parent: etree._Element, depth: int = 0) -> None:
        """Running text in an element."""
        parent.text = self.words()
        for _ in range(self.random.randrange(4) if depth < 3 else 0):
            name = self.random.choice(
                [
                    "em",
                    "strong",
                    "link",
                    "code",
                    "sub",
                    "sup",
                    "q",
                    "lang",
                    "br",
                    "noteref",
                    "del",
                    "ins",
                    "mark",
                    "small",
                    "abbr",
                    "cite",
                    "ruby",
                    "image",
                    "formula",
                    "reference",
                ]
            )
            getattr(self, f"make_{name}", self.make_plain)(parent, name, depth)
            parent[-1].tail = self.words()

    def make_plain(self, parent: etree._Element, name: str, depth: int) -> None:
        self.inline(self.element(parent, name), depth + 1)

    def make_link(self, parent: etree._Element, name: str, depth: int) -> None:
        self.inline(self.element(parent, name, href=self.random.choice(_LINKS)), depth + 1)

    make_cite = make_link

    def make_br(self, parent: etree._Element, name: str, depth: int) -> None:
        self.element(parent, name)

    def make_abbr(self, parent: etree._Element, name: str, depth: int) -> None:
        self.inline(self.element(parent, name, title=self.words()), depth + 1)

    def make_reference(self, parent: etree._Element, name: str, depth: int) -> None:
        if next(parent.iterancestors(tag("reference")), None) is not None or parent.tag == tag("reference"):
            self.make_plain(parent, "em", depth)
            return
        reference = self.element(parent, name)
        reference.text = self.words()
        for _ in range(self.random.randrange(5)):
            part = self.element(reference, "part", type=self.random.choice(_PARTS))
            if self.chance(0.3):
                part.set("value", self.random.choice(["1987", "1987-05-12", "https://a.example/b", "10.5555/x"]))
            self.inline(part, depth + 2)
            part.tail = self.words()

    def make_ruby(self, parent: etree._Element, name: str, depth: int) -> None:
        ruby = self.element(parent, name)
        for _ in range(self.random.randrange(1, 3)):
            self.inline(self.element(ruby, "base"), 3)
            self.inline(self.element(ruby, "reading"), 3)

    def make_image(self, parent: etree._Element, name: str, depth: int) -> None:
        image = self.element(parent, name, src=self.random.choice(_IMAGES))
        if self.chance(0.6):
            image.set("alt", self.words())
        if self.chance(0.3):
            image.set("href", self.random.choice(_LINKS))
        if self.chance(0.3):
            image.set("width", "20")

    def make_formula(self, parent: etree._Element, name: str, depth: int, **display: str) -> None:
        notation = self.random.choice(["mathml", "tex", "text"])
        formula = self.element(parent, name, notation=notation, **display)
        if notation != "mathml":
            formula.text = self.words()
            return
        math = etree.SubElement(formula, f"{{{MATHML}}}math")
        for _ in range(self.random.randrange(3)):
            etree.SubElement(
                math, f"{{{MATHML}}}{self.random.choice(['mi', 'mo', 'mn', 'mtext', 'semantics', 'img'])}"
            ).text = "x"

    def make_noteref(self, parent: etree._Element, name: str, depth: int) -> None:
        label = self.random.choice(self.labels)
        target = f"note{self.labels.index(label)}"
        self.called[target] = label
        self.element(parent, name, id=self.id(), target=target, label=label)

    def flow(self, parent: etree._Element, depth: int) -> None:
        """Running text or blocks."""
        if self.chance(0.7) or depth > 3:
            self.inline(parent)
        else:
            for _ in range(self.random.randrange(1, 3)):
                self.block(parent, depth + 1)

    def block(self, parent: etree._Element, depth: int = 0) -> None:
        """One block of any kind."""
        kinds = ["p", "p", "p", "list", "quote", "figure", "table", "code", "verse", "rule", "formula", "embed"]
        kind = self.random.choice(kinds) if depth < 4 else "p"
        match kind:
            case "p":
                self.inline(self.element(parent, "p", id=self.id()))
            case "list":
                self.list(parent, depth)
            case "quote":
                quote = self.element(parent, "quote")
                for _ in range(self.random.randrange(1, 3)):
                    self.block(quote, depth + 1)
                if self.chance(0.5):
                    self.inline(self.element(quote, "cite"))
            case "figure":
                figure = self.element(parent, "figure")
                for _ in range(self.random.randrange(3)):
                    self.make_image(figure, "image", 0)
                if self.chance(0.7):
                    self.flow(self.element(figure, "caption"), depth + 1)
            case "table":
                self.table(parent, depth)
            case "code":
                code = self.element(parent, "code", display="block")
                self.inline(code)
                code.text = f"\n  {self.words()}\n"
            case "verse":
                stanza = self.element(self.element(parent, "verse"), "stanza")
                for _ in range(self.random.randrange(1, 3)):
                    self.inline(self.element(stanza, "line"))
            case "rule":
                self.element(parent, "rule")
            case "formula":
                self.make_formula(parent, "formula", 0, display="block")
            case "embed":
                embed = self.element(parent, "embed", href=self.random.choice(_LINKS))
                if self.chance(0.5):
                    self.flow(self.element(embed, "caption"), depth + 1)

    def list(self, parent: etree._Element, depth: int) -> None:
        """A list of one of the three kinds."""
        kind = self.random.choice(["ordered", "unordered", "definition"])
        made = self.element(parent, "list", type=kind)
        if kind == "ordered" and self.chance(0.3):
            made.set("start", "-3")
        if kind == "definition":
            self.inline(self.element(made, "term"))
        for _ in range(self.random.randrange(1, 4)):
            if kind == "definition" and self.chance(0.4):
                self.inline(self.element(made, "term"))
            else:
                item = self.element(made, "item")
                if kind == "ordered" and self.chance(0.3):
                    item.set("n", self.words())
                self.flow(item, depth + 1)

    def table(self, parent: etree._Element, depth: int) -> None:
        """A table whose rows are all equally long, with heads wherever."""
        table = self.element(parent, "table")
        if self.chance(0.4):
            self.flow(self.element(table, "caption"), 4)
        columns = self.random.randrange(1, 4)
        for _ in range(self.random.randrange(1, 4)):
            row = self.element(table, "row")
            if self.chance(0.4):
                row.set("role", self.random.choice(["head", "body", "foot"]))
            for _ in range(columns):
                cell = self.element(row, "cell")
                if self.chance(0.3):
                    cell.set("role", self.random.choice(["head", "data"]))
                self.flow(cell, depth + 1)

    def sections(self, parent: etree._Element, depth: int) -> None:
        """Blocks and sections in any order."""
        for _ in range(self.random.randrange(4)):
            if self.chance(0.4) and depth < 8:
                section = self.element(parent, "section", id=self.id())
                if self.chance(0.8):
                    self.inline(self.element(section, "heading"))
                self.sections(section, depth + 1)
            else:
                self.block(parent)

    def posts(self, body: etree._Element) -> None:
        """A thread of one to four posts."""
        ids: list[str] = []
        for _ in range(self.random.randrange(1, 5)):
            post = self.element(body, "post", id=self.id())
            if ids and self.chance(0.6):
                post.set("answers", self.random.choice(ids))
            if self.chance(0.3):
                post.set("number", "#<1>")
            ids.append(post.get("id", ""))
            head = etree.SubElement(post, tag("head"))
            if self.chance(0.3):
                self.inline(self.element(head, "heading"))
            if self.chance(0.8):
                name = etree.SubElement(etree.SubElement(head, tag("author")), tag("name"))
                name.text = self.random.choice(["gull_42", "東 京", "O'Neil <b>", "x"])
            if self.chance(0.8):
                when = self.random.choice(["2020", "2022-02-28", "2023-01-01T10:00:00Z"])
                etree.SubElement(head, tag("date"), when=when).text = self.random.choice(["3 h ago", "28.2.2022"])
            for _ in range(self.random.randrange(1, 4)):
                self.block(post)

    def article(self) -> Article:
        """The whole record, valid by grammar and rules."""
        root = etree.Element(tag("article"), {"version": "1.0"}, nsmap={None: NAMESPACE, "m": MATHML})
        language = self.random.choice([*_LANGUAGES, ""])
        head = etree.SubElement(root, tag("head"))
        self.inline(etree.SubElement(head, tag("title")))
        if self.chance(0.3):
            self.inline(etree.SubElement(head, tag("subtitle")))
        for _ in range(self.random.randrange(3)):
            author = etree.SubElement(head, tag("author"))
            etree.SubElement(author, tag("name")).text = self.random.choice(["Ann Lee", "東 京", "O'Neil <b>", "x"])
            if self.chance(0.4):
                self.inline(etree.SubElement(author, tag("bio")))
        if self.chance(0.2):
            contributor = etree.SubElement(head, tag("contributor"), role=self.random.choice(["editor", "translator"]))
            etree.SubElement(contributor, tag("name")).text = self.random.choice(["Ida Sand", "李 四", "A & B <c>"])
        for when in self.random.sample(
            ["2020", "2021-05", "2022-02-28", "2023-01-01T10:00:00Z", "-0001", "2020-01-01Z"], 2
        ):
            etree.SubElement(
                head, tag("date"), type=self.random.choice(["published", "modified", "retrieved"]), when=when
            )
        if self.chance(0.4):
            kind = self.random.choice(["journal", "newspaper", "site", "book", "series"])
            container = etree.SubElement(head, tag("container"), type=kind)
            for name, value in (
                ("name", "The Gull & Tern"),
                ("volume", "12 {a}"),
                ("issue", "3–4"),
                ("pages", "1, 7–9"),
                ("issn", "2049-3630"),
            ):
                if self.chance(0.6):
                    etree.SubElement(container, tag(name)).text = value
        if language:
            root.set(XML_LANG, language)
            etree.SubElement(head, tag("language")).text = language
        if self.chance(0.4):
            self.inline(etree.SubElement(head, tag("abstract")))
        if self.chance(0.2):
            etree.SubElement(head, tag("department")).text = "Opinion <1>"
            etree.SubElement(head, tag("genre"), type="opinion").text = "Column"
        body = etree.SubElement(root, tag("body"))
        if self.seed % 6 == 5:
            self.posts(body)
        else:
            self.sections(body, 0)
        notes = etree.SubElement(root, tag("notes"))
        self.notes(notes)
        if not len(notes):
            root.remove(notes)
        provenance = etree.SubElement(root, tag("provenance"))
        digest = sha256(self.words().encode()).hexdigest()
        etree.SubElement(
            provenance, tag("source"), {"href": "s.html", "media-type": "text/html", "sha256": digest, "bytes": "1"}
        )
        etree.SubElement(provenance, tag("tool"), name="archiver", version="0.1.0", rules=f"sha256:{digest}")
        for number in range(self.random.randrange(3)):
            words, rule = self.words(), self.random.choice(["share-bar", "site:promo", "2nd.bar"])
            piece = {"id": f"x{number}", "rule": rule, "where": self.words(), "chars": str(len(words))}
            etree.SubElement(provenance, tag("removed"), piece).text = words
        return Article.from_bytes(etree.tostring(root))

    def notes(self, notes: etree._Element) -> None:
        """A note for every call, those that notes make included, and perhaps one that nothing calls."""
        done: set[str] = set()
        while waiting := sorted(self.called.keys() - done):
            target = waiting[0]
            done.add(target)
            note = self.element(notes, "note", id=target, label=self.called[target], kind="footnote", status="present")
            if self.chance(0.3):
                note.set("status", "missing")
            else:
                self.block(note, 2)
        if self.chance(0.3):
            note = self.element(notes, "note", id="loose", label="z", kind="endnote", status="unreferenced")
            etree.SubElement(note, tag("p"), id=self.id()).text = "Nothing calls this."


def random_article(seed: int) -> Article:
    """A record that is valid and strange."""
    return Maker(seed).article()
