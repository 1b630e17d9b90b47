"""HTML that an office program exported: Word's "Save as web page", Google Docs' download, LibreOffice's export.

Such a page is a document, and all of it is the article (page.Document). Word and Google Docs write parts of it in ways of their own:

    Word          <p class=MsoTitle>                                  the title
                  <p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>o  </span>Text</p>    an item of a list, on its second level
                  <p class=MsoToc1>                                   a table of contents
                  <p class=MsoCaption>                                the caption of the picture before it, or of the table behind it
                  <span class=MsoCommentReference>, <div style='mso-element:comment-list'>, <del>        comments and tracked changes
                  <!--[if gte mso 9]><o:Author>…                      the properties of the file
    Google Docs   <p class="… title">, <ul class="lst-kix_x-1">       the title; the second level of a list, as a list of its own
                  <a href="#cmnt1">[a]</a>, <div><p><a href="#cmnt_ref1">    comments

Footnotes are links in all of them, and the families of notes read them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from archiver.page import Document, NoText, Property, visible_text
from archiver.text import roman_value
from archiver.trees.class_names import class_tokens
from archiver.trees.elements import Element

_WORD, _GOOGLE, _LIBRE = "word", "google", "libreoffice"
#: Rules of the ledger.
_COMMENT, _DELETION, _LABEL, _TOC = "comment", "tracked-deletion", "list-label", "toc"

_GENERATOR = re.compile(r"(?i)^(?:microsoft word|word\.document)")
_LIBRE_GENERATOR = re.compile(r"(?i)^(?:libreoffice|openoffice|staroffice)")
#: The class of a comment in LibreOffice's XHTML. Its HTML has comments as comments of HTML.
_LIBRE_COMMENT = "annotation_style_by_filter"
_GOOGLE_FONTS = "themes.googleusercontent.com/fonts"
_PUBLISHED = frozenset(("publish-banner", "title-banner"))
_MSO_LIST = re.compile(r"mso-list\s*:\s*(l\d+)\s+level(\d+)", re.IGNORECASE)
_IGNORE = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_SPACER = re.compile(r"font\s*:\s*7\.0pt", re.IGNORECASE)
_MARGIN = re.compile(r"margin-left\s*:\s*([\d.]+)(pt|in|cm)", re.IGNORECASE)
_POINTS = {"pt": 1.0, "in": 72.0, "cm": 28.35}
#: How far a level of a list is indented in Word, in points.
_LEVEL_WIDTH = 36.0
_NUMBER = re.compile(r"\(?(\d{1,4}|[a-zA-Z]|[ivxlIVXL]{1,7})[.)]*")
_KIX = re.compile(r"lst-kix_([\w-]+?)-(\d)$")
_PROPERTY = re.compile(r"<o:(Author|Title|Keywords)>([^<]{1,300})</o:\1>", re.IGNORECASE)
#: The number of first characters in which the properties stand.
_PROPERTIES_WITHIN = 65_536
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_DEEPEST = 9
#: The most characters of the label of an item.
_LONGEST_LABEL = 8


def document_of(head: Element, body: Element, text: str) -> Document | None:
    """What an office program says of the parts of the page that it exported; None for any other page. Elements of the page are put right.

    `text` is the decoded source: the properties of a Word document are in a comment.
    """
    program = _program(head, body)
    if program is None:
        return None
    left_out: list[NoText] = []
    properties: list[Property] = []
    if program == _WORD:
        left_out += _word_comments(body)
        left_out += [
            NoText(p, rule=_TOC)
            for p in body.iter("p")
            if _class_starts(p, "msotoc") and not _class_starts(p, "msotocheading")
        ]
        left_out += _word_lists(body)
        _word_captions(body)
        _narrow_spacers(body)
        properties += _shown(body, {"msotitle": "title", "msosubtitle": "subtitle"})
        properties += _word_properties(text)
    elif program == _GOOGLE:
        left_out += _google_comments(body)
        _google_lists(body)
        properties += _shown(body, {"title": "title", "subtitle": "subtitle"})
    else:
        left_out += [NoText(e, rule=_COMMENT) for e in body.iter("span") if _LIBRE_COMMENT in class_tokens(e)]
        _libre_lists(body)
        properties += _shown(body, {"title": "title", "subtitle": "subtitle"})
    left_out += [
        NoText(deleted, rule=_DELETION)
        for deleted in body.iter("del")
        if program != _GOOGLE and deleted.get("datetime") is not None
    ]
    title = head.first("title")
    if title is not None and title.text.strip():
        properties.append(Property("title", title.text, "page-title", "low"))
    return Document(left_out=tuple(left_out), properties=tuple(properties))


def _program(head: Element, body: Element) -> str | None:
    """The program that exported a page."""
    for meta in head.named("meta"):
        name, content = (meta.get("name") or "").lower(), meta.get("content") or ""
        if name in ("generator", "progid") and _GENERATOR.match(content):
            return _WORD
        if (name == "generator" and _LIBRE_GENERATOR.match(content)) or (
            name == "dcterms.source" and content.endswith("odf2xhtml")
        ):
            return _LIBRE
    is_google = "doc-content" in class_tokens(body) or any(_GOOGLE_FONTS in style.text for style in head.named("style"))
    # "Publish to the web" puts a page of its own around the document
    return _GOOGLE if is_google and not any(e.get("id") in _PUBLISHED for e in body.iter("div")) else None


def _class_starts(element: Element, start: str) -> bool:
    return (element.get("class") or "").lower().startswith(start)


def _style(element: Element) -> str:
    return element.get("style") or ""


def _shown(body: Element, classes: dict[str, str]) -> Iterator[Property]:
    """The first paragraph of each of these classes, as a field of the head."""
    found: set[str] = set()
    for element in body.iter("p", *_HEADINGS):
        for token in class_tokens(element):
            field = classes.get(token.lower())
            if field is not None and field not in found and (text := visible_text(element)):
                found.add(field)
                yield Property(field, text, "document-metadata", "high", element)


# -- Word ----------------------------------------------------------------------------------------------


def _word_properties(text: str) -> Iterator[Property]:
    names = {"author": "author", "title": "title", "keywords": "keyword"}
    for name, value in _PROPERTY.findall(text[:_PROPERTIES_WITHIN]):
        yield Property(names[name.lower()], " ".join(unescape(value).split()), "document-properties", "low")


def _word_comments(body: Element) -> Iterator[NoText]:
    """The comments and their marks in the text. Their links lose the addresses, so that they are no calls of notes."""
    for element in body.iter("div", "span"):
        is_list = element.tag == "div" and "mso-element:comment-list" in _style(element).replace(" ", "").lower()
        if is_list or (element.tag == "span" and _class_starts(element, "msocommentreference")):
            _unlink(element)
            if not element.is_within(_comment_lists(element)):
                yield NoText(element, rule=_COMMENT)


def _comment_lists(element: Element) -> set[Element]:
    """The lists of comments around an element."""
    return {
        outer for outer in element.ancestors() if "mso-element:comment-list" in _style(outer).replace(" ", "").lower()
    }


def _unlink(element: Element) -> None:
    for inner in element.iter("a"):
        inner.attributes = {
            name: value for name, value in inner.attributes.items() if name not in ("href", "id", "name")
        }


def _word_lists(body: Element) -> Iterator[NoText]:
    """Make lists of paragraphs that Word numbered, and yield their labels for the ledger."""
    for parent in [body, *body.iter()]:
        if any(child.tag == "p" and _item(child) is not None for child in parent.children):
            yield from _lists_in(parent)


def _item(paragraph: Element) -> tuple[str, int, Element] | None:
    """The list of a paragraph, its level from 1 on, and the element of its label; None for a paragraph that is no item."""
    match = _MSO_LIST.search(_style(paragraph))
    label = next((span for span in paragraph.iter("span") if _IGNORE.search(_style(span))), None)
    if match is not None and label is not None:
        return match[1], max(1, min(int(match[2]), _DEEPEST)), label
    if (
        match is None
        and _class_starts(paragraph, "msolistparagraph")
        and (label := _filtered_label(paragraph)) is not None
    ):
        margin = _MARGIN.search(_style(paragraph))
        points = float(margin[1]) * _POINTS[margin[2].lower()] if margin else _LEVEL_WIDTH
        return "", max(1, min(round(points / _LEVEL_WIDTH), _DEEPEST)), label
    return None


def _filtered_label(paragraph: Element) -> Element | None:
    """The label in "filtered" HTML, where nothing names it: a sign or number before the narrow space that Word sets behind it.

    <p class=MsoListParagraph>1.<span style='font:7.0pt "Times New Roman"'>  </span>Text</p>    the label goes into the span
    """
    spacer = next((span for span in paragraph.iter("span") if _SPACER.search(_style(span))), None)
    if spacer is None:
        return None
    if label := visible_text(spacer):
        return spacer if len(label) <= _LONGEST_LABEL and not paragraph.text.strip() else None
    holder = spacer.parent
    if holder is None or spacer.place != 0 or not 0 < len(holder.text.strip()) <= _LONGEST_LABEL:
        return None
    if holder is not paragraph and (holder.place != 0 or (holder.parent is not None and holder.parent.text.strip())):
        return None
    spacer.text, holder.text = f"{holder.text}{spacer.text}", ""
    return spacer


def _lists_in(parent: Element) -> Iterator[NoText]:
    """Make lists of the runs of items among the children of an element."""
    children: list[Element] = []
    #: the open lists from the outermost to the innermost, with their levels
    lists: list[tuple[int, Element]] = []
    for child in parent.cut(0):
        item = _item(child) if child.tag == "p" else None
        if item is None:
            if child.tag != "p" or visible_text(child):
                lists.clear()
            children.append(child)
            continue
        _, level, label = item
        yield NoText(label, rule=_LABEL)
        while lists and lists[-1][0] > level:
            lists.pop()
        written = visible_text(label)
        if (
            lists
            and lists[-1][0] == level
            and (lists[-1][1].tag == "ol") is not (_NUMBER.fullmatch(written) is not None and written != "o")
        ):
            lists.pop()
        if not lists or lists[-1][0] < level:
            made = _list(written)
            if lists:
                last = lists[-1][1].children[-1]
                last.append(made)
            else:
                children.append(made)
            lists.append((level, made))
        child.tag, child.tail = "li", ""
        items = lists[-1][1]
        items.append(child)
    parent.insert(0, *children)


def _list(label: str) -> Element:
    """The list that begins with an item of this label."""
    match = _NUMBER.fullmatch(label) if label != "o" else None
    if match is None:
        return Element("ul")
    number = match[1]
    if number.isdecimal():
        return Element("ol", {} if number == "1" else {"start": number})
    if number.lower() in ("i", "ii", "iii", "iv", "v", "vi", "ix", "x") and (number.lower() != "v" or len(number) > 1):
        start = roman_value(number.lower())
        return Element("ol", {"type": "i" if number.islower() else "I"} | ({} if start == 1 else {"start": str(start)}))
    start = ord(number.lower()[0]) - ord("a") + 1
    return Element("ol", {"type": "a" if number.islower() else "A"} | ({} if start == 1 else {"start": str(start)}))


def _word_captions(body: Element) -> None:
    """Put a caption to the picture before it, or into the table behind it."""
    for caption in [p for p in body.iter("p") if _class_starts(p, "msocaption")]:
        before, after, parent = caption.previous, caption.next, caption.parent
        if parent is None or not visible_text(caption):
            continue
        if before is not None and before.tag == "p" and before.first("img") is not None and not visible_text(before):
            figure = Element("figure")
            _replace(parent, before.place, 2, figure)
            caption.tag = "figcaption"
            figure.insert(0, before, caption)
        elif after is not None and after.tag == "table" and after.first("caption") is None:
            _replace(parent, caption.place, 1)
            caption.tag = "caption"
            after.insert(0, caption)


def _replace(parent: Element, place: int, count: int, *new: Element) -> None:
    """Put elements in the place of `count` children of an element. Nothing but white space may stand behind these."""
    rest = parent.cut(place)
    parent.insert(place, *new, *rest[count:])
    for element in rest[:count]:
        element.tail = ""


def _narrow_spacers(body: Element) -> None:
    """Put one space for the row of spaces with which Word fills the gap behind a number."""
    for span in body.iter("span"):
        if _SPACER.search(_style(span)) and not span.children and not span.text.strip():
            span.text = " "


# -- Google Docs ---------------------------------------------------------------------------------------


def _google_comments(body: Element) -> Iterator[NoText]:
    """The comments below the text, and their marks in it."""
    for link in [*body.iter("a")]:
        href, name = link.get("href") or "", link.get("id") or ""
        if not (href.startswith("#cmnt") and name.startswith("cmnt")):
            continue
        holder: Element = link
        if href.startswith("#cmnt_ref"):  # the comment itself
            holder = next((outer for outer in link.ancestors() if outer.tag == "div"), link)
        elif link.parent is not None and link.parent.tag == "sup":
            holder = link.parent
        _unlink(holder)
        yield NoText(holder, rule=_COMMENT)


def _google_lists(body: Element) -> None:
    """Put a list of a deeper level into the last item of the list before it."""
    for parent in [body, *body.iter()]:
        if not any(child.tag in ("ul", "ol") and _kix(child) for child in parent.children):
            continue
        children: list[Element] = []
        lists: list[tuple[int, Element]] = []
        for child in parent.cut(0):
            level = _kix(child) if child.tag in ("ul", "ol") else None
            if level is None:
                lists.clear()
                children.append(child)
                continue
            while lists and lists[-1][0] >= level:
                if lists[-1][0] == level and lists[-1][1].tag == child.tag:
                    break
                lists.pop()
            if lists and lists[-1][0] == level and _same_list(lists[-1][1], child):
                items = lists[-1][1]
                items.append(*child.cut(0))
                continue
            if lists and lists[-1][0] == level:
                lists.pop()
            if lists and lists[-1][1].children:
                last = lists[-1][1].children[-1]
                last.append(child)
            else:
                children.append(child)
            lists.append((level, child))
        parent.insert(0, *children)


def _kix(element: Element) -> int | None:
    """The level of a list of Google Docs, from 1 on; None for another list."""
    match = next((m for token in class_tokens(element) if (m := _KIX.match(token))), None)
    return int(match[2]) + 1 if match else None


def _same_list(one: Element, other: Element) -> bool:
    """Whether a list goes on with another one."""
    names = [{token for token in class_tokens(e) if _KIX.match(token)} for e in (one, other)]
    return bool(names[0] & names[1])


# -- LibreOffice ---------------------------------------------------------------------------------------


def _libre_lists(body: Element) -> None:
    """Put a list of a deeper level into the last item of the list before it, and join what it had parted.

    <ul><li>oats</li></ul><ul><ul><li>black</li></ul></ul><ul><li>rye</li></ul>    becomes    <ul><li>oats<ul><li>black</li></ul></li><li>rye</li></ul>
    """
    for parent in [body, *body.iter()]:
        if any(_is_wrapper(child) for child in parent.children):
            children: list[Element] = []
            goes_on = False
            for child in parent.cut(0):
                before = children[-1] if children else None
                is_list = before is not None and before.tag in ("ul", "ol") and not before.tail.strip()
                if before is not None and is_list and _is_wrapper(child) and before.children:
                    _deepest_item(before).append(*child.cut(0))
                    before.tail, goes_on = child.tail, True
                elif before is not None and is_list and goes_on and child.tag == before.tag and not _is_wrapper(child):
                    before.append(*child.cut(0))
                    before.tail, goes_on = child.tail, False
                else:
                    children.append(child)
                    goes_on = False
            parent.insert(0, *children)


def _is_wrapper(element: Element) -> bool:
    """Whether an element is a list that holds lists and no item."""
    return (
        element.tag in ("ul", "ol")
        and bool(element.children)
        and all(child.tag in ("ul", "ol") and not child.tail.strip() for child in element.children)
        and not element.text.strip()
    )


def _deepest_item(items: Element) -> Element:
    """The last item of a list, or the list itself if it ends with none."""
    last = items.children[-1]
    return last if last.tag == "li" else items
