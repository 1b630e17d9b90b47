"""Licences: the identifier of a licence in the SPDX list (https://spdx.org/licenses/), from its address or its name."""

from __future__ import annotations

import re

_CREATIVE_COMMONS = re.compile(
    r"creativecommons\.org/(?P<kind>licenses|publicdomain)/(?P<code>[a-z-]+)/(?P<version>\d\.\d)(?:/(?P<country>[a-z]{2,3}))?",
    re.IGNORECASE,
)
#: The elements of a licence in words, and their codes.
_ELEMENTS = (
    (re.compile(r"non-?\s?commercial", re.IGNORECASE), "NC"),
    (re.compile(r"no\s?-?derivat(?:ive|e)s?", re.IGNORECASE), "ND"),
    (re.compile(r"share-?\s?alike", re.IGNORECASE), "SA"),
)
_SHORT = re.compile(
    r"\bCC[ -](?P<code>BY(?:-(?:NC|ND|SA))*|BY(?: (?:NC|ND|SA))*)[ -]?(?P<version>[1-4]\.\d)\b", re.IGNORECASE
)
_LONG = re.compile(
    r"creative commons\W{1,3}(?:licen[cs]e\W{1,3})?attribution(?P<rest>[\w\s/,–-]{0,60}?)\s(?P<version>[1-4]\.\d)",
    re.IGNORECASE,
)
_ZERO = re.compile(r"\bCC0(?:[ -]1\.0)?\b", re.IGNORECASE)
_CODES = frozenset(("BY", "BY-NC", "BY-NC-ND", "BY-NC-SA", "BY-ND", "BY-SA"))
_VERSIONS = frozenset(("1.0", "2.0", "2.5", "3.0", "4.0"))
#: Licences with an address of their own in other places.
_ADDRESSES = (
    (re.compile(r"gnu\.org/(?:licenses|copyleft)/fdl-(1\.[123])", re.IGNORECASE), "GFDL-{}-or-later"),
    (re.compile(r"gnu\.org/(?:licenses|copyleft)/(?:gpl|old-licenses/gpl)-([123]\.0)", re.IGNORECASE), "GPL-{}-or-later"),
    (re.compile(r"apache\.org/licenses/LICENSE-(2\.0)", re.IGNORECASE), "Apache-{}"),
    (re.compile(r"opensource\.org/licen[cs]es?/(MIT)\b", re.IGNORECASE), "{}"),
    (re.compile(r"nationalarchives\.gov\.uk/doc/open-government-licence/version/([123])", re.IGNORECASE), "OGL-UK-{}.0"),
    (re.compile(r"spdx\.org/licenses/([A-Za-z0-9][A-Za-z0-9.+-]*?)(?:\.html|\.json)?/?$"), "{}"),
)  # fmt: skip


def spdx_identifier(*texts: str) -> str:
    """The SPDX identifier of the licence that an address or a statement names, the first that is found: "CC-BY-4.0".

    A licence of Creative Commons that was adapted to a country has the identifier of the international one only if SPDX
    has none of its own for it. "" for no licence, and for two different ones in a statement.
    """
    for text in texts:
        if identifier := _of_address(text) or _of_words(text):
            return identifier
    return ""


def _of_address(text: str) -> str:
    found = {_creative_commons(match) for match in _CREATIVE_COMMONS.finditer(text)} - {""}
    if len(found) == 1:
        return found.pop()
    for pattern, form in _ADDRESSES:
        if match := pattern.search(text):
            return form.format(match[1])
    return ""


def _creative_commons(match: re.Match[str]) -> str:
    code, version, country = match["code"].upper(), match["version"], (match["country"] or "").upper()
    if match["kind"].lower() == "publicdomain":
        return "CC0-1.0" if code == "ZERO" else "CC-PDM-1.0" if code == "MARK" else ""
    code = "BY-NC-ND" if code == "BY-ND-NC" else code
    if code not in _CODES or version not in _VERSIONS:
        return ""
    own = (
        country if f"{code}-{version}-{country}" in _PORTED else "IGO" if country == "IGO" and version == "3.0" else ""
    )
    return "-".join(filter(None, ("CC", code, version, own)))


#: The adapted licences with an identifier of their own in the SPDX list.
_PORTED = frozenset(
    "BY-2.5-AU BY-3.0-AT BY-3.0-AU BY-3.0-DE BY-3.0-IGO BY-3.0-NL BY-3.0-US BY-NC-3.0-DE BY-NC-ND-3.0-DE BY-NC-ND-3.0-IGO"
    " BY-NC-SA-2.0-DE BY-NC-SA-2.0-FR BY-NC-SA-2.0-UK BY-NC-SA-3.0-DE BY-NC-SA-3.0-IGO BY-ND-3.0-DE BY-SA-2.0-UK"
    " BY-SA-2.1-JP BY-SA-3.0-AT BY-SA-3.0-DE BY-SA-3.0-IGO".split()
)


def _of_words(text: str) -> str:
    found = set()
    for match in _SHORT.finditer(text):
        found.add(_joined(match["code"].upper().replace(" ", "-"), match["version"]))
    for match in _LONG.finditer(text):
        parts = [code for pattern, code in _ELEMENTS if pattern.search(match["rest"])]
        found.add(_joined("-".join(("BY", *parts)), match["version"]))
    if _ZERO.search(text):
        found.add("CC0-1.0")
    found.discard("")
    return found.pop() if len(found) == 1 else ""


def _joined(code: str, version: str) -> str:
    return f"CC-{code}-{version}" if code in _CODES and version in _VERSIONS else ""
