"""Rules for one site, in the format of ftr-site-config, of which thousands of files exist.

A file is named after the host it speaks of: `example.com.txt` is for example.com and www.example.com, and
`.example.com.txt` for all hosts below it. Each line is `name: value`; `#` begins a comment. XPath in these files is
data from others: it reaches no file and no network, and each line may take so many steps and no more (xpath/), whatever it asks for.

What a rule names wins over what is found without it: `title`, `author` and `date` give metadata, `body` the roots of
the body, the strip rules remove, `dissolve` and `wrap_in` say what an element is to be taken for (replacements.py carries out replacements of strings).
Each hit is told with the file and line that asked for it; a line that cannot be carried out is told in a finding.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from archiver.addresses import host as host_of
from archiver.cleaning.site_rules import xpath
from archiver.draft import Draft, EvidenceDraft
from archiver.errors import UsageError
from archiver.page import BLOCKS, Page, visible_text
from archiver.xmltree import is_within

#: What is carried out: the rules whose value is an XPath expression, and those whose value is a part of an attribute.
EXPRESSIONS = frozenset(["title", "author", "date", "body", "strip", "dissolve", "wrap_in", "single_page_link"])
PARTS = frozenset(["strip_id_or_class", "strip_image_src"])
#: What is known and not carried out, and why (docs/reference/rules.md).
NOTED = {
    "single_page_link": "noted; Archiver fetches no other page",
    "single_page_link_in_feed": "noted; Archiver fetches no other page",
    "next_page_link": "noted; Archiver fetches no other page",
    "find_string": "ignored; no replace_string line follows it",
    "replace_string": "goes with the find_string line before it",
    "autodetect_next_page": "noted; Archiver fetches no other page",
    "if_page_contains": "noted; Archiver fetches no other page",
    "autodetect_on_failure": "noted; what no rule finds is always sought without",
    "skip_id_or_class": "noted; it is for the search without rules of another program",
    "native_ad_clue": "noted; it is for the search without rules of another program",
    "skip_json_ld": "noted; metadata are weighed whatever their source",
    "insert_detected_image": "noted; the picture that a page shows as its own leads the body anyway",
    "src_lazy_load_attr": "noted; the usual attributes of lazy pictures are read anyway",
    "convert_double_br_tags": "noted; two line breaks always begin a paragraph",
    "footnotes": "noted; notes are always kept",
    "strip_comments": "noted; comments in markup are never text",
    "strip_attr": "noted; attributes are no words of the page",
    "post_strip_attr": "noted; attributes are no words of the page",
    "move_into": "not carried out; nothing in a record stands in another place than in its source",
    "tidy": "noted; pages are always read as browsers read them",
    "parser": "noted; pages are always read as browsers read them",
    **dict.fromkeys(("http_header", "requires_login", "not_logged_in_xpath"), "ignored; pages are read as they were saved"),
    **dict.fromkeys(("login_uri", "login_username_field", "login_password_field", "login_extra_fields"), "ignored; pages are read as they were saved"),
    **dict.fromkeys(("test_url", "test_urls", "test_contains"), "ignored"),
}  # fmt: skip
#: The name of a line that is no rule.
BROKEN = "?"
#: What wrap_in may make of an element, and of which elements.
_WRAPPINGS = frozenset(
    "blockquote p h1 h2 h3 h4 h5 h6 pre figure figcaption aside section div em strong code li".split()
)
_OBJECTS = frozenset("img picture source iframe video audio object embed br hr math table tr".split())
_WRAPPABLE = frozenset("div p section article aside span font b i strong em small center header footer td".split())
_LINE = re.compile(r"([A-Za-z_]+)\s*(?:\((.*?)\))?\s*:(.*)")
#: What a byline says before the name.
_LEAD_IN = re.compile(
    r"^(?:(?:written )?by|par|por|autor(?:in)?|autore|auteur|author|автор|文|作者)(?::\s*|：|\s+)",
    re.IGNORECASE,
)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")
#: What may not stand in a name of the ledger.
_NO_NAME = re.compile(r"[^A-Za-z0-9._-]")
#: Steps that one line may take on a page, and all lines of a file together: a step is about a microsecond, and a usual line takes five for each
#: element of the page.
MOST_STEPS, MOST_STEPS_IN_ALL = 3_000_000, 30_000_000
_MOST_LINES = 2000
_MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a file: `name: value`, or `name(argument): value`. A line that is no rule is called BROKEN and has itself for a value."""

    file: str
    line: int
    name: str
    value: str
    argument: str = ""

    @property
    def ledger_name(self) -> str:
        """What the ledger calls the rule: site-rules, the file and the line."""
        return f"site-rules:{_NO_NAME.sub('_', self.file)}:{self.line}"


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The rules of one file in their order."""

    file: str
    rules: tuple[Rule, ...]

    def named(self, *names: str) -> Iterator[Rule]:
        """The rules of these names."""
        return (rule for rule in self.rules if rule.name in names)

    def says(self, name: str, otherwise: bool) -> bool:
        """What a switch is set to; the last line wins."""
        for rule in self.named(name):
            otherwise = rule.value.lower() in ("yes", "true", "1", "on")
        return otherwise


def read(path: Path) -> SiteRules:
    """The rules of a file. Raises UsageError for one that cannot be read, or is no file of rules by its size."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(
                f"{path}: refused: it has more than {_MOST_BYTES:,} bytes, which no rules for a site have.",
                "Keep one site to a file.",
            )
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it is not UTF-8 text"
        raise UsageError(f"{path}: the site rules cannot be read: {reason}.", "Check the file.") from error
    rules: list[Rule] = []
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith(("#", "//")):
            continue
        if number > _MOST_LINES:
            raise UsageError(f"{path}: refused: it has more than {_MOST_LINES} lines.", "Keep one site to a file.")
        match = _LINE.fullmatch(stripped)
        if match is None:
            rules.append(Rule(path.name, number, BROKEN, stripped[:80]))
        else:
            rules.append(Rule(path.name, number, match[1].lower(), match[3].strip(), match[2] or ""))
    return SiteRules(path.name, tuple(rules))


def find_site_rules(folder: Path, page: Page) -> SiteRules | None:
    """The rules for the site that a page is from, if the folder has any.

    The page's address is the one given for its source; else the one that it declares for itself. Raises UsageError for
    a folder that is not there.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - which says no of any name, also of one that is too long
        raise UsageError(f"{folder}: there is no such folder of site rules.", "Check the name given to --site-rules.")
    for address in addresses(page):
        for name in file_names(address):
            if os.path.isfile(folder / name):  # noqa: PTH113
                return read(folder / name)
    return None


def file_names(address: str) -> Iterator[str]:
    """The names that a file for this address may have, the most special first."""
    try:
        host = host_of(address).rstrip(".").encode("idna").decode("ascii").lower()
    except (ValueError, UnicodeError):
        return
    if not _HOST.fullmatch(host) or ".." in host:
        return
    bare = host.removeprefix("www.")
    yield f"{host}.txt"
    yield f"{bare}.txt" if bare != host else f"www.{host}.txt"
    parts = bare.split(".")
    for first in range(len(parts) - 1):
        yield f".{'.'.join(parts[first:])}.txt"


def addresses(page: Page) -> Iterator[str]:
    """The addresses that a page is known by, the surest first."""
    if page.source.url:
        yield page.source.url
    if page.head is None:
        return
    for element in page.head.iterchildren("link", "meta"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            yield element.get("href") or ""
        elif element.get("property") == "og:url" and element.get("content"):
            yield element.get("content") or ""


class Search:
    """A page as the lines of a file search it, one after the other, with what all of them together may still spend."""

    def __init__(self, page: Page) -> None:
        self._root = page.root.getroottree().getroot()
        self._tree: xpath.Tree | None = None
        self._left = MOST_STEPS_IN_ALL

    def hits(self, rule: Rule) -> list[Element | str]:
        """What a rule hits: elements of the page, or strings that its expression makes. Raises UsageError for an expression that is none, or
        takes too many steps.
        """
        value = rule.value.strip("\"'") if rule.name in PARTS else rule.value
        if not value or rule.name not in EXPRESSIONS | PARTS:
            return []
        expression = value
        if rule.name == "strip_id_or_class":
            expression = f"//*[contains(@class, {_literal(value)}) or contains(@id, {_literal(value)})]"
        elif rule.name == "strip_image_src":
            expression = f"//img[contains(@src, {_literal(value)})]"
        try:
            compiled = xpath.compiled(expression)
        except xpath.XPathError as error:
            raise UsageError(
                f"{rule.file}, line {rule.line}: no XPath expression ({error}): {rule.value[:120]}", "Correct it there."
            ) from error
        if self._tree is None:
            self._tree = xpath.Tree(self._root)
        allowance = min(MOST_STEPS, self._left)
        try:
            return compiled.select(self._tree, allowance)
        except xpath.TooCostly as error:
            whose = "it takes" if allowance == MOST_STEPS else "it and the lines before it take"
            most = MOST_STEPS if allowance == MOST_STEPS else MOST_STEPS_IN_ALL
            raise UsageError(
                f"{rule.file}, line {rule.line}: refused: {whose} more than {most:,} steps on this page.",
                "Name what it seeks more closely, and let no brackets search the page again for each element.",
            ) from error
        finally:
            self._left -= allowance - max(self._tree.left, 0)


def site_metadata(draft: Draft, rules: SiteRules) -> dict[str, tuple[tuple[str, ...], Rule]]:
    """What the rules say of title, authors and date: the field's values and the rule that gave them."""
    found: dict[str, tuple[tuple[str, ...], Rule]] = {}
    search = Search(draft.page)
    for name, field in (("title", "title"), ("author", "authors"), ("date", "date")):
        for rule in rules.named(name):
            values = [text for hit in _carried_out(draft, search, rule) if (text := _text_of(hit))]
            if field == "authors":
                values = [name for value in values if (name := _LEAD_IN.sub("", value))]
            if values:
                # several elements may hold several authors; a page has one title and one date
                found[field] = (tuple(dict.fromkeys(values)) if field == "authors" else (values[0],), rule)
                break
    return found


def apply_site_rules(draft: Draft, rules: SiteRules) -> None:
    """Remove what the strip rules name, and take the roots of the body from the first body rule that hits."""
    search = Search(draft.page)
    for rule in rules.named("strip", *PARTS):
        for hit in _carried_out(draft, search, rule):
            if isinstance(hit, etree._Element) and hit in draft.page.index_of and hit is not draft.page.root:
                draft.remove(hit, rule.ledger_name)
    retagged: dict[Element, str] = {}
    for rule in rules.named("dissolve", "wrap_in"):
        for hit in _carried_out(draft, search, rule):
            if (
                isinstance(hit, etree._Element)
                and hit in draft.page.index_of
                and hit is not draft.page.root
                and (name := _taken_for(hit, rule))
            ):
                retagged[hit] = name
    for element, name in retagged.items():
        draft.retag(element, name)
    for rule in rules.named(BROKEN):
        _tell(draft, rule, "it is no rule")
    for rule in rules.named("body"):
        roots = [
            h for h in _carried_out(draft, search, rule) if isinstance(h, etree._Element) and h in draft.page.index_of
        ]
        roots = [h for h in roots if visible_text(h)]
        if roots:
            chosen: dict[Element, None] = {}
            for root in sorted(roots, key=lambda e: draft.page.index_of[e]):
                if not is_within(root, chosen):
                    chosen[root] = None
            draft.set_body(chosen)
            draft.add_evidence(EvidenceDraft("body", rule.ledger_name, "high", rule.value))
            return


def _taken_for(element: Element, rule: Rule) -> str:
    """The tag that an element is to be taken for; "" where the rule cannot be carried out on it."""
    tag = str(element.tag)
    if rule.name == "dissolve":
        return "" if tag in _OBJECTS else "div" if tag in BLOCKS else "span"
    asked = rule.argument.strip().lower()
    return asked if asked in _WRAPPINGS and tag in _WRAPPABLE else ""


def _carried_out(draft: Draft, search: Search, rule: Rule) -> list[Element | str]:
    """What a rule hits; nothing, and a finding, where its expression is none or is refused."""
    try:
        return search.hits(rule)
    except UsageError as error:
        _tell(draft, rule, error.message.partition(": ")[2].rstrip("."))
        return []


def _tell(draft: Draft, rule: Rule, reason: str) -> None:
    draft.find("C003", line=rule.line, file=rule.file, reason=reason)


def _literal(text: str) -> str:
    """A string of XPath, which has no escapes."""
    if "'" not in text:
        return f"'{text}'"
    return f'"{text}"' if '"' not in text else "concat(" + ', "\'", '.join(f"'{p}'" for p in text.split("'")) + ")"


def _text_of(hit: Element | str) -> str:
    if isinstance(hit, str):
        return " ".join(hit.split())
    return " ".join((hit.get("content") or "").split()) if hit.tag == "meta" else visible_text(hit)


def trial(search: Search, rule: Rule) -> str:
    """What a rule would do on a page, in a few words. Raises UsageError as `Search.hits` does."""
    if rule.name == BROKEN:
        raise UsageError(
            f"{rule.file}, line {rule.line}: no site rule: {rule.value!r}.",
            "Write `name: value`, or # before a comment.",
        )
    if rule.name == "wrap_in" and rule.argument.strip().lower() not in _WRAPPINGS:
        return f"not carried out: nothing can be wrapped in {rule.argument!r}   {rule.value}"
    if rule.name not in EXPRESSIONS and rule.name not in PARTS:
        value = f" ({rule.value})" if rule.name == "prune" else ""
        return NOTED.get(rule.name, f"understood{value}" if rule.name == "prune" else "unknown; ignored")
    texts = [_text_of(hit) for hit in search.hits(rule)]
    if not texts:
        return f"no hit   {rule.value}"
    sample = " ".join(next((text for text in texts if text), "").split())
    sample = sample if len(sample) <= 60 else sample[:59] + "…"
    count = f"{len(texts)} hit{'s' if len(texts) > 1 else ''}, {sum(map(len, texts))} characters"
    note = f"   [{NOTED[rule.name]}]" if rule.name in NOTED else ""
    return f"{count}   {rule.value}   “{sample}”{note}"
