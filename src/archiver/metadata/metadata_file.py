"""Metadata files: fields and their values in YAML or JSON. Every value is a text, exactly as it is written.

The usual rules of YAML turn `no` into False, `12:30` into 750 and `2020-13-45` into an error. For a language or a title,
users do not expect this. So only the failsafe schema is used (YAML 1.2, section 10.1): names, texts, and lists of texts.
"""

from __future__ import annotations

import codecs
import difflib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from archiver.errors import UsageError
from archiver.metadata.overrides import KEYS, LISTS, Given, field_name

if TYPE_CHECKING:
    import yaml

#: The most bytes of a metadata file. A file with all fields has a few thousand.
_MOST_BYTES = 256 * 1024
_FIELDS = "See docs/reference/metadata.md for the fields."

Fields = dict[str, str | list[str]]


def given_with_file(values: Mapping[str, object], file: Path | None, name_of: Callable[[str], str]) -> Given | None:
    """The metadata that the user gave as single values and in a file, both checked; None for none. Single values win.

    `name_of` gives the user's name for a field of `values`, as for `Given.checked`. Raises UsageError for a value that
    is not valid, and for a file that cannot be read or parsed.
    """
    single = Given.from_mapping(values).checked(name_of)
    if file is None:
        return single if single != Given() else None
    from_file = Given.from_mapping(read_given_file(file)).checked(lambda field: f"{file}: {field}")
    return Given(**{**asdict(from_file), **{field: value for field, value in asdict(single).items() if value}})


def read_given_file(path: Path) -> Fields:
    """The fields of a metadata file by their names in `Given`, each a text or a list of texts.

    Raises UsageError for a file that cannot be read or is neither YAML nor JSON, for an unknown field, for a field that
    occurs twice, for a list in a field with one value, and for fields inside fields.
    """
    text = _text(path)
    pairs = _from_json(path, text) if text.lstrip().startswith("{") else None
    if pairs is None:
        pairs = _from_yaml(path, text)
    fields: Fields = {}
    for key, value, line in pairs:
        name = field_name(key)
        place = f"{path}: line {line}: " if line else f"{path}: "
        if name is None:
            near = difflib.get_close_matches(key.lower(), KEYS, 1)
            raise UsageError(
                f"{place}there is no field {_shortened(key)!r}.",
                f"Did you mean {near[0]}? {_FIELDS}" if near else _FIELDS,
            )
        if name in fields:
            raise UsageError(f"{place}the field {name} stands there twice.", "Keep one of them.")
        if isinstance(value, list) and name not in LISTS:
            raise UsageError(f"{place}the field {name} takes one value, and here is a list.", "Write one value.")
        fields[name] = value
    if not fields:
        raise UsageError(f"{path}: holds no fields.", "Write one `name: value` a line.")
    return fields


def _text(path: Path) -> str:
    """The decoded text of a file, UTF-8 or UTF-16. Raises UsageError for a file that cannot be read, is too long or has
    another encoding.
    """
    try:
        if not path.is_file():
            reason = (
                "it is a folder" if path.is_dir() else "it is no regular file" if path.exists() else "it does not exist"
            )
            raise UsageError(f"{path}: cannot be read: {reason}.", "Check the name.")
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror or error}.", "Check the name.") from error
    if len(data) > _MOST_BYTES:
        raise UsageError(f"{path}: has more than {_MOST_BYTES // 1024} KB, and is no metadata file.", "Check the name.")
    encoding = "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{path}: line {line}: it is not in UTF-8.", "Save the file as UTF-8.") from error


# ---- JSON ------------------------------------------------------------------------------------------


def _from_json(path: Path, text: str) -> list[tuple[str, str | list[str], int]] | None:
    """Field, value and line of each member of a JSON object. The line is 0, because it is not known. None for a text that
    is no JSON: it may be YAML in braces.
    """
    try:
        # numbers stay as they are written; an object becomes a tuple of pairs, so that a field that occurs twice is found
        loaded = json.loads(text, object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    fields: list[tuple[str, str | list[str], int]] = []
    for key, value in loaded:
        values = value if isinstance(value, list) else [value]
        for item in values:
            if item is not None and not isinstance(item, str):
                kind = (
                    "true or false" if isinstance(item, bool) else "a list" if isinstance(item, list) else "an object"
                )
                raise UsageError(
                    f"{path}: the field {_shortened(key)!r} holds {kind}, and no text.",
                    "Write the value in quotation marks.",
                )
        texts = [item for item in values if item is not None]
        fields.append((key, texts if isinstance(value, list) else "".join(texts), 0))
    return fields


# ---- YAML ------------------------------------------------------------------------------------------


def _from_yaml(path: Path, text: str) -> list[tuple[str, str | list[str], int]]:
    """Field, value and line of each entry of a YAML mapping. They are read from the events of the parser, which converts
    no value and expands no alias.
    """
    import yaml

    try:
        events = yaml.parse(text, Loader=yaml.BaseLoader)
        return list(_fields(path, events))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark is not None else ""
        problem = " ".join(str(error.problem or error.context or "it cannot be read").split())
        raise UsageError(f"{path}: {place}neither YAML nor JSON: {problem}.", "Correct it there.") from error
    except (yaml.YAMLError, RecursionError) as error:
        problem = " ".join(str(error).split())
        raise UsageError(f"{path}: neither YAML nor JSON: {problem}.", "Correct it there.") from error


def _fields(path: Path, events: Iterator[yaml.Event]) -> Iterator[tuple[str, str | list[str], int]]:
    """Field, value and line of each entry, from the events of a document. Raises UsageError for a document that is no
    mapping of texts.
    """
    import yaml

    def line_of(event: yaml.Event) -> int:
        return int(event.start_mark.line) + 1 if event.start_mark is not None else 0

    def refuse(event: yaml.Event, reason: str, remedy: str = "Write one `name: value` a line.") -> UsageError:
        return UsageError(f"{path}: line {line_of(event)}: {reason}.", remedy)

    def next_event() -> yaml.Event:
        """The next event. Raises UsageError for an anchor, an alias or a type."""
        event = next(events)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise refuse(
                event,
                "anchors and aliases (& and *) are not taken",
                "Write the value itself, in quotation marks if it begins so.",
            )
        if isinstance(event, yaml.NodeEvent) and getattr(event, "tag", None) not in (None, "!"):
            raise refuse(
                event,
                "types (!) are not taken: every value is a text",
                "Write the value in quotation marks if it begins so.",
            )
        return event

    event = next_event()
    while isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
        event = next_event()
    if isinstance(event, yaml.StreamEndEvent) or (isinstance(event, yaml.ScalarEvent) and not event.value):
        return
    if not isinstance(event, yaml.MappingStartEvent):
        raise UsageError(f"{path}: holds no fields.", "Write one `name: value` a line.")
    while not isinstance(key := next_event(), yaml.MappingEndEvent):
        if not isinstance(key, yaml.ScalarEvent):
            raise refuse(key, "the name of a field is no text")
        value = next_event()
        if isinstance(value, yaml.ScalarEvent):
            yield key.value, _plain(value), line_of(key)
        elif isinstance(value, yaml.SequenceStartEvent):
            yield key.value, list(_items(next_event, refuse, key.value)), line_of(key)
        else:
            raise refuse(value, f"the field {_shortened(key.value)!r} holds fields of its own, and no text")
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            raise refuse(event, "a second document begins", "Keep one of them.")


def _items(next_event: Callable[[], yaml.Event], refuse: Callable[..., UsageError], name: str) -> Iterator[str]:
    """The texts of a YAML list. Raises UsageError for an item that is no text."""
    import yaml

    while not isinstance(item := next_event(), yaml.SequenceEndEvent):
        if not isinstance(item, yaml.ScalarEvent):
            raise refuse(item, f"the list {_shortened(name)!r} holds what is no text", "Write one text for each.")
        yield _plain(item)


def _plain(value: yaml.ScalarEvent) -> str:
    """The text of a value; "" for a bare ~, which is null in YAML."""
    return "" if value.value == "~" and value.style is None else str(value.value)


def _shortened(text: str) -> str:
    """A text of at most 40 characters, for a message."""
    return text if len(text) <= 40 else f"{text[:39]}…"
