r"""Texts in markup: what pandoc loses of their heads, and the files that they include.

LaTeX              what a macro of the document puts into a box is lost
reStructuredText   a second ":Author:" is lost         the fields get names of their own, and are one list behind pandoc
(Typst has a module of its own: typst.py.)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

#: How each format includes another file: its name is the first group that has a match.
INCLUDES: Mapping[str, str] = {
    "latex": (
        r"\\(?:input|include|subfile|verbatiminput|VerbatimInput|lstinputlisting|includepdf|includestandalone|bibliography|addbibresource)\*?"
        r"\s*(?:\[[^\]\n]{0,300}\]\s*)?\{([^{}\n]{1,200})\}"
        r"|\\inputminted\s*(?:\[[^\]\n]{0,300}\]\s*)?\{[^{}\n]{1,40}\}\s*\{([^{}\n]{1,200})\}"
        r"|\\(?:import|subimport)\*?\s*\{([^{}\n]{0,200}\}\s*\{[^{}\n]{1,200})\}"
        r"|\\input[ \t]+([^\s{}\\%]{1,200})"
    ),
    "rst": r"(?m)^[ \t]*\.\.[ \t]+(?:\|[^|\n]{1,80}\|[ \t]+)?(?:include|literalinclude)::[ \t]*(\S{1,200})|^[ \t]+:(?:file|url):[ \t]*(\S{1,200})",
    "org": r"(?im)^[ \t]*#\+include:[ \t]*\"?([^\"\n]{1,200})",
    "docbook": r"<(?:\w+:)?include\b[^<>]{0,2000}?\shref\s*=\s*[\"']([^\"'<>]{1,200})[\"']",
    "jats": r"<(?:\w+:)?include\b[^<>]{0,2000}?\shref\s*=\s*[\"']([^\"'<>]{1,200})[\"']",
    "markdown": (
        r"(?m)^[ \t]*(?:\{\{<[ \t]*include[ \t]+([^<>\n]{1,200}?)[ \t]*>\}\}|-+8<-+[ \t]+[\"']([^\"'\n]{1,200})[\"']|!include[ \t]+(\S{1,200}))"
        r"|!\[\[([^\[\]|#\n]{1,200}+)(?<!\.png)(?<!\.jpg)(?<!\.jpeg)(?<!\.gif)(?<!\.svg)(?<!\.webp)(?:[|#][^\[\]\n]{0,200})?\]\]"
    ),
}  # fmt: skip
#: Comments of a format, and in Markdown its code.
_COMMENTS = {
    "markdown": r"(?s)(`+)(?!`).*?(?<!`)\1(?!`)|(?m:^~~~.*?^~~~)",
    "latex": r"(?m)(?<!\\)%.*$",
    "docbook": r"(?s)<!--.*?-->",
    "jats": r"(?s)<!--.*?-->",
}
#: What shows TeX commands as text, and runs none.
_VERBATIM = re.compile(r"\\begin\{(verbatim|lstlisting|minted|Verbatim)\*?\}.*?\\end\{\1\*?\}|\\(?:verb|lstinline)\*?([^\w\s*]).*?\2", re.DOTALL)  # fmt: skip


def included(name: str, text: str) -> list[str]:
    """The names of the files that a text in the format `name` includes, each once. They are not part of the source, so nobody reads them."""
    pattern = INCLUDES.get(name, "")
    if not pattern or not re.search(pattern, text):
        return []
    text = re.sub(_COMMENTS[name], "", text) if name in _COMMENTS else text
    if name == "latex":
        text = _VERBATIM.sub("", text)
    found = (next(filter(None, match.groups()), "") for match in re.finditer(pattern, text))
    return list(dict.fromkeys(" ".join(re.sub(r"\}\s*\{", "", file).split()) for file in found))


# -- LaTeX ---------------------------------------------------------------------------------------------

#: The definition of a macro with one argument, up to its body.
_MACRO = re.compile(r"\\(?:re)?newcommand\*?\s*(?:\{\s*)?\\[A-Za-z@]+(?:\s*\})?\s*\[1\]\s*\{")
_BOX = re.compile(r"\\(?:sbox|savebox|usebox|setbox)\b")
_BRACES = re.compile(r"\\.|[{}]", re.DOTALL)
#: The longest body of a macro that is looked at.
_LONGEST_MACRO = 4000


def without_boxes(text: str) -> str:
    r"""A LaTeX document whose macros give their argument where they would measure it in a box first: pandoc runs macros, but no boxes, and loses it.

    \newcommand*\pandocbounded[1]{\sbox\pandoc@box{#1} … \usebox{\pandoc@box}}    becomes    \newcommand*\pandocbounded[1]{#1}
    """
    pieces: list[str] = []
    position = 0
    for match in _MACRO.finditer(text):
        end = _end_of_group(text, match.end())
        body = text[match.end() : end]
        if match.start() >= position and end > 0 and "#1" in body and _BOX.search(body):
            pieces += [text[position : match.end()], "#1"]
            position = end
    return "".join([*pieces, text[position:]])


def _end_of_group(text: str, start: int) -> int:
    """Where a group ends that was opened before a place; -1 for one that does not end soon."""
    depth = 1
    for match in _BRACES.finditer(text, start, start + _LONGEST_MACRO):
        depth += (match[0] == "{") - (match[0] == "}")
        if depth == 0:
            return match.start()
    return -1


# -- reStructuredText ----------------------------------------------------------------------------------

_AUTHOR = re.compile(r":authors?:(?=[ \t])", re.IGNORECASE)
_FIELD = re.compile(r":[^:\s][^:\n]{0,80}:(?:[ \t]|$)")
#: The names of the second author and of all behind that.
_MORE = "archiver-author-"
#: How many lines may stand before the fields: the title, its adornment, and comments.
_LINES_BEFORE = 60
_ADORNMENT = re.compile(r"([!-/:-@\[-`{-~])\1+\s*")


def with_all_authors(text: str) -> str:
    """The text of a reStructuredText document with a name of its own for each ":Author:" behind the first one (docutils, Bibliographic Fields)."""
    lines = text.split("\n")
    count = 0
    is_open = False
    for number, line in enumerate(lines):
        is_field = _FIELD.match(line) is not None and not _ADORNMENT.fullmatch(line)
        if is_field:
            is_open = True
            if _AUTHOR.match(line):
                count += 1
                if count > 1:
                    lines[number] = _AUTHOR.sub(f":{_MORE}{count}:", line, count=1)
        elif (is_open and line.strip() and not line[0].isspace()) or (number > _LINES_BEFORE and not is_open):
            break
    return "\n".join(lines) if count > 1 else text


#: A directive that takes its content out of a file, or off the web.
_FROM_FILE = re.compile(
    r"^(?P<indent>[ \t]*)\.\.[ \t]+(?P<name>csv-table|raw)::[ \t]*(?P<title>[^\n]*)\n(?P<options>(?:(?P=indent)[ \t]+:[\w-]+:[^\n]*\n)*?)"
    r"(?=(?P=indent)[ \t]+:(?:file|url):)",
    re.MULTILINE,
)


def without_files(text: str) -> str:
    """The text of a reStructuredText document with directives that read a file as comments; pandoc refuses them. The title of a table stays."""

    def comment(match: re.Match[str]) -> str:
        title = (
            f"{match['indent']}{match['title']}\n\n" if match["name"] == "csv-table" and match["title"].strip() else ""
        )
        return f"{title}{match['indent']}.. {match['name']}\n{match['options']}"

    return _FROM_FILE.sub(comment, text)


def join_authors(meta: dict[str, Any]) -> None:
    """Put all authors of a reStructuredText document into one list. docutils has a list of them as bullets too (":Authors:")."""
    authors = meta.get("author")
    if authors is not None and authors["t"] == "MetaBlocks" and [b["t"] for b in authors["c"]] == ["BulletList"]:
        blocks = [item[0] for item in authors["c"][0]["c"] if len(item) == 1 and item[0]["t"] in ("Plain", "Para")]
        if len(blocks) == len(authors["c"][0]["c"]):
            meta["author"] = {"t": "MetaList", "c": [{"t": "MetaInlines", "c": block["c"]} for block in blocks]}
    more = [meta.pop(name) for name in sorted((n for n in meta if n.startswith(_MORE)), key=lambda n: int(n[len(_MORE) :]))]  # fmt: skip
    if more and (authors := meta.get("author")) is not None:
        first = authors["c"] if authors["t"] == "MetaList" else [authors]
        meta["author"] = {"t": "MetaList", "c": [*first, *more]}


#: Fields of reStructuredText that the document shows as metadata, and those that only tell Sphinx what to do.
_NOT_LISTED = frozenset(
    ("title", "subtitle", "author", "date", "abstract", "archiver-pandoc", "orphan", "tocdepth", "nocomments", "no-comments", "nosearch", "no-search")
)  # fmt: skip


def list_other_fields(document: Mapping[str, Any]) -> None:
    """Put the fields of a reStructuredText document that are no metadata of an article (":Organization:") back into the text, as docutils shows them."""
    items: list[Any] = []
    for name, value in sorted(document["meta"].items()):
        if name not in _NOT_LISTED and value["t"] in ("MetaInlines", "MetaBlocks") and value["c"]:
            blocks = value["c"] if value["t"] == "MetaBlocks" else [{"t": "Plain", "c": value["c"]}]
            items.append([[{"t": "Str", "c": name[:1].upper() + name[1:]}], [blocks]])
    if items:
        document["blocks"].insert(0, {"t": "DefinitionList", "c": items})
