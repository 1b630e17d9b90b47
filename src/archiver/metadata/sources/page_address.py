"""The day of publication in the address of a page: "/2018/11/09/", "/20181109/", "2018-11-09", as publishing systems make addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

# a number that goes on, as of an article, is no day; what follows the eight digits of a day may be its time
_YEAR = r"(?P<y>19[89]\d|20[0-4]\d)"
_DAY = re.compile(
    rf"(?<![\d]){_YEAR}(?P<s>[/_.-]?)(?P<m>0[1-9]|1[0-2])(?P=s)(?P<d>0[1-9]|[12]\d|3[01])(?!\d{{1,5}}(?!\d))"
)
_SHORT_DAY = re.compile(rf"/{_YEAR}/(?P<m>[1-9]|0[1-9]|1[0-2])/(?P<d>[1-9]|0[1-9]|[12]\d|3[01])(?=[/.?#]|$)")
_NAMED_DAY = re.compile(
    rf"/{_YEAR}/(?P<n>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(?P<d>0?[1-9]|[12]\d|3[01])(?=[/.?#]|$)", re.IGNORECASE
)  # fmt: skip
_MIXED_DAY = re.compile(rf"/{_YEAR}-(?P<m>0[1-9]|1[0-2])/(?P<d>0[1-9]|[12]\d|3[01])(?=[/.?#_-]|$)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<d>0[1-9]|[12]\d|3[01])(?P<s>[-_.])(?P<m>0[1-9]|1[0-2])(?P=s)(?P<y>19[89]\d|20[0-4]\d)(?!\d)"
)
_MONTH = re.compile(
    rf"(?<!\d){_YEAR}(?P<s>[/_-])(?P<m>0[1-9]|1[0-2])(?=[/_.-]|$)|/{_YEAR.replace('y', 'y2')}(?P<m2>0[1-9]|1[0-2])(?=/)"
)
_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def days_of_address(urls: Iterable[str]) -> tuple[str, ...]:
    """The days, or else the months, in the addresses of a page, in ISO 8601. Only the path and the query of an address are
    read. A day after tomorrow is no mistake of this function: who calls it knows when the page was saved.
    """
    days: dict[str, None] = {}
    months: dict[str, None] = {}
    for url in urls:
        path = url.partition("://")[2].partition("/")[2]
        for pattern in (_DAY, _SHORT_DAY, _NAMED_DAY, _MIXED_DAY, _DAY_FIRST):
            for match in pattern.finditer(f"/{path}"):
                parts = match.groupdict()
                month = _NAMES.index(parts["n"].lower()[:3]) + 1 if parts.get("n") else int(parts["m"])
                try:
                    days[date(int(parts["y"]), month, int(parts["d"])).isoformat()] = None
                except ValueError:
                    continue
        for match in _MONTH.finditer(f"/{path}"):
            months[f"{match['y'] or match['y2']}-{match['m'] or match['m2']}"] = None
    return tuple(days) or tuple(months)
