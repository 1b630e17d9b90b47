"""Site rules: a user's rules for single sites, in the format of ftr-site-config, of which thousands of files exist.

The name of a file is the host of the site: `example.com.txt` is for example.com and www.example.com, `.example.com.txt` for all hosts below
example.com. Each line is `name: value`; `#` begins a comment. The XPath expressions in these files are data from other people: they reach no file
and no network, and the number of steps of each expression is limited (xpath/).

Site rules win over all results without them. `title`, `author` and `date` give metadata, `body` gives the roots of the body, the strip
rules remove elements, `dissolve` and `wrap_in` retag elements; replacements.py carries out the replacements of strings. Removals and evidence in
the record name the file and line of their rule; a finding names each line that cannot be carried out.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archiver.addresses import host as host_of
from archiver.cleaning.site_rules import xpath
from archiver.draft import Draft, EvidenceDraft
from archiver.errors import UsageError
from archiver.page import BLOCKS, Page, visible_text
from archiver.trees.elements import Element

__all__ = [
    "Rule",
    "Search",
    "SiteRules",
    "apply_site_rules",
    "file_names",
    "find_site_rules",
    "read",
    "site_metadata",
    "trial",
]

#: The rules that are carried out: those whose value is an XPath expression, and those whose value is a part of an attribute.
EXPRESSIONS = frozenset(["title", "author", "date", "body", "strip", "dissolve", "wrap_in", "single_page_link"])
PARTS = frozenset(["strip_id_or_class", "strip_image_src"])
#: The rules that are known and not carried out, with the reason (docs/reference/rules.md).
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
#: The name of a Rule for a line that is no rule.
BROKEN = "?"
#: The tags that wrap_in may give to an element.
_WRAPPINGS = frozenset(
    "blockquote p h1 h2 h3 h4 h5 h6 pre figure figcaption aside section div em strong code li".split()
)
#: Elements that dissolve leaves as they are, because they are not only wrappers of text.
_OBJECTS = frozenset("img picture source iframe video audio object embed br hr math table tr".split())
#: Elements to which wrap_in may give another tag.
_WRAPPABLE = frozenset("div p section article aside span font b i strong em small center header footer td".split())
_LINE = re.compile(r"([A-Za-z_]+)\s*(?:\((.*?)\))?\s*:(.*)")
#: The words of a byline before the name.
_BYLINE_PREFIX = re.compile(
    r"^(?:(?:written )?by|par|por|autor(?:in)?|autore|auteur|author|автор|文|作者)(?::\s*|：|\s+)",
    re.IGNORECASE,
)
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")
#: Characters that may not stand in the name of a rule in the ledger.
_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]")
#: The most steps that one line, and all lines of a file together, may take on a page. A step takes about a microsecond, and a usual line takes five
#: steps for each element of the page.
MOST_STEPS, MOST_STEPS_IN_ALL = 3_000_000, 30_000_000
_MOST_LINES = 2000
_MOST_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a file: `name: value`, or `name(argument): value`. For a line that is no rule, the name is BROKEN and the value is the line."""

    file: str
    line: int
    name: str
    value: str
    argument: str = ""

    @property
    def ledger_name(self) -> str:
        """The name of the rule in the ledger: "site-rules:example.com.txt:7"."""
        return f"site-rules:{_NOT_IN_NAMES.sub('_', self.file)}:{self.line}"


@dataclass(frozen=True, slots=True)
class SiteRules:
    """The rules of one file, in their order, and the SHA-256 of the file in hexadecimal."""

    file: str
    rules: tuple[Rule, ...]
    sha256: str

    def named(self, *names: str) -> Iterator[Rule]:
        """The rules with these names, in their order."""
        return (rule for rule in self.rules if rule.name in names)

    def switch(self, name: str, default: bool) -> bool:
        """The value of a switch (`prune: no`) in its last line, or `default` if the file has no such line."""
        value = default
        for rule in self.named(name):
            value = rule.value.lower() in ("yes", "true", "1", "on")
        return value


def read(path: Path) -> SiteRules:
    """Read a file of rules. Raises UsageError for a file that cannot be read, or that is too large for a file of rules."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(
                f"{path}: refused: it has more than {_MOST_BYTES:,} bytes, which no rules for a site have.",
                "Keep one site to a file.",
            )
        data = path.read_bytes()
        text = data.decode("utf-8-sig")
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
    return SiteRules(path.name, tuple(rules), hashlib.sha256(data).hexdigest())


def find_site_rules(folder: Path, page: Page) -> SiteRules | None:
    """The rules for the site of a page, or None if the folder has none.

    The address that was given for the source comes first, then the addresses that the page declares. Raises UsageError for a folder that does not
    exist, and what `read` raises.
    """
    if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises for a name that is too long
        raise UsageError(f"{folder}: there is no such folder of site rules.", "Check the name given to --site-rules.")
    for address in addresses(page):
        for name in file_names(address):
            if os.path.isfile(folder / name):  # noqa: PTH113
                return read(folder / name)
    return None


def file_names(address: str) -> Iterator[str]:
    """The names that a file for an address may have, the most specific first. No names for a text that is no address."""
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
    """The addresses of a page: the address of its source, then the addresses that the page declares (rel=canonical, og:url)."""
    if page.archived is not None:
        yield page.archived.original
    if page.source.url:
        yield page.source.url
    if page.head is None:
        return
    for element in page.head.named("link", "meta"):
        if (element.get("rel") or "").lower() == "canonical" and element.get("href"):
            yield element.get("href") or ""
        elif element.get("property") == "og:url" and element.get("content"):
            yield element.get("content") or ""


class Search:
    """The searches of the lines of one file in one page, with the steps that all of them together may still take."""

    def __init__(self, page: Page) -> None:
        self._root = next(page.root.ancestors("html"), page.root)
        self._tree: xpath.Tree | None = None
        self._left = MOST_STEPS_IN_ALL

    def hits(self, rule: Rule) -> list[Element | str]:
        """The hits of a rule: elements of the page, or strings that its expression makes. No hits for a rule that is not carried out.

        Raises UsageError for a value that is no XPath expression, and for an expression that takes too many steps.
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
            subject = "it takes" if allowance == MOST_STEPS else "it and the lines before it take"
            most = MOST_STEPS if allowance == MOST_STEPS else MOST_STEPS_IN_ALL
            raise UsageError(
                f"{rule.file}, line {rule.line}: refused: {subject} more than {most:,} steps on this page.",
                "Name what it seeks more closely, and let no brackets search the page again for each element.",
            ) from error
        finally:
            self._left -= allowance - max(self._tree.left, 0)


def site_metadata(draft: Draft, rules: SiteRules) -> dict[str, tuple[tuple[str, ...], Rule]]:
    """The metadata that the rules give: for each of the fields title, authors and date that they give, its values and the rule."""
    metadata: dict[str, tuple[tuple[str, ...], Rule]] = {}
    search = Search(draft.page)
    for name, field in (("title", "title"), ("author", "authors"), ("date", "date")):
        for rule in rules.named(name):
            values = [text for hit in _hits_or_finding(draft, search, rule) if (text := _text_of(hit))]
            if field == "authors":
                values = [name for value in values if (name := _BYLINE_PREFIX.sub("", value))]
            if values:
                # a page may have several authors, but it has one title and one date
                metadata[field] = (tuple(dict.fromkeys(values)) if field == "authors" else (values[0],), rule)
                break
    return metadata


def apply_site_rules(draft: Draft, rules: SiteRules) -> None:
    """Remove the hits of the strip rules, retag those of dissolve and wrap_in, and set the body to the hits of the first body rule that has any."""
    search = Search(draft.page)
    for rule in rules.named("strip", *PARTS):
        for hit in _hits_or_finding(draft, search, rule):
            if isinstance(hit, Element) and hit.index >= 0 and hit is not draft.page.root:
                draft.remove(hit, rule.ledger_name)
    retagged: dict[Element, str] = {}
    for rule in rules.named("dissolve", "wrap_in"):
        for hit in _hits_or_finding(draft, search, rule):
            if (
                isinstance(hit, Element)
                and hit.index >= 0
                and hit is not draft.page.root
                and (tag := _new_tag(hit, rule))
            ):
                retagged[hit] = tag
    for element, tag in retagged.items():
        draft.retag(element, tag)
    for rule in rules.named(BROKEN):
        _add_finding(draft, rule, "it is no rule")
    for rule in rules.named("body"):
        roots = [h for h in _hits_or_finding(draft, search, rule) if isinstance(h, Element) and h.index >= 0]
        roots = [h for h in roots if visible_text(h)]
        if roots:
            outermost: dict[Element, None] = {}
            for root in sorted(roots, key=lambda e: e.index):
                if not root.is_within(outermost):
                    outermost[root] = None
            draft.set_body(outermost)
            draft.add_evidence(EvidenceDraft("body", rule.ledger_name, "high", rule.value))
            return


def _new_tag(element: Element, rule: Rule) -> str:
    """The tag that a dissolve or wrap_in rule gives to an element; "" if the rule cannot be carried out on it."""
    tag = str(element.tag)
    if rule.name == "dissolve":
        return "" if tag in _OBJECTS else "div" if tag in BLOCKS else "span"
    wrapping = rule.argument.strip().lower()
    return wrapping if wrapping in _WRAPPINGS and tag in _WRAPPABLE else ""


def _hits_or_finding(draft: Draft, search: Search, rule: Rule) -> list[Element | str]:
    """The hits of a rule. If its expression is invalid or takes too many steps: no hits, and a finding."""
    try:
        return search.hits(rule)
    except UsageError as error:
        _add_finding(draft, rule, error.message.partition(": ")[2].rstrip("."))
        return []


def _add_finding(draft: Draft, rule: Rule, reason: str) -> None:
    draft.add_finding("C003", line=rule.line, file=rule.file, reason=reason)


def _literal(text: str) -> str:
    """An XPath expression for a string. XPath has no escapes, so a string with both kinds of quotes is put together by concat()."""
    if "'" not in text:
        return f"'{text}'"
    return f'"{text}"' if '"' not in text else "concat(" + ', "\'", '.join(f"'{p}'" for p in text.split("'")) + ")"


def _text_of(hit: Element | str) -> str:
    """The text of a hit: a string itself, the content of a meta element, or the visible text of another element."""
    if isinstance(hit, str):
        return " ".join(hit.split())
    return " ".join((hit.get("content") or "").split()) if hit.tag == "meta" else visible_text(hit)


def trial(search: Search, rule: Rule) -> str:
    """The effect of a rule on a page, in a few words for the user. Raises UsageError for a line that is no rule, and as `Search.hits` does."""
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
