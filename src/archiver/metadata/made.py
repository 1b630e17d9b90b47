"""Who has a record made, and when, as a user gives it: `--agent`, `--made` and the environment variable SOURCE_DATE_EPOCH.

They are no metadata of the article; the provenance of the record holds them.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from archiver.errors import UsageError
from archiver.metadata.overrides import has_visible_character, iso_moment
from archiver.metadata.parsing.folding import fold
from archiver.text import writable


def checked_agent(text: str, name: str) -> str:
    """The name of a person or an institution on one line; "" for "". `name` is what the user calls the value, as "--agent".

    Raises UsageError for a text of white space and invisible characters.
    """
    if text and not has_visible_character(text):
        raise UsageError(f"{name} {text!a:.80}: it is no name.", "Write the name of a person or an institution.")
    return fold(writable(text))


def checked_made(text: str, name: str) -> str:
    """A date in ISO 8601 (a year, a month or a day) or a moment with its zone, to the second; "" for "". `name` is what
    the user calls the value, as "--made".

    Raises UsageError for any other text.
    """
    moment = iso_moment(text)
    if text and not moment:
        raise UsageError(
            f"{name} {text!r:.80}: it is neither a date nor a moment with its zone.",
            "Write it as 2026-11-30, 2026-11 or 2026, or as 2026-11-30T14:30+02:00.",
        )
    return moment


def moment_of_epoch(text: str, name: str) -> str:
    """The moment of a number of seconds since 1970 in UTC: moment_of_epoch("1796040000", …) is "2026-11-30T12:00:00Z".

    Raises UsageError for a text that is no whole number, or no moment of the years 1 to 9999. Source: the specification
    of SOURCE_DATE_EPOCH, https://reproducible-builds.org/specs/source-date-epoch/.
    """
    remedy = "Set it to the seconds since 1970, as `date +%s` writes them, or unset it."
    if not re.fullmatch(r"-?[0-9]{1,12}", text):
        raise UsageError(f"{name}={text!a:.80}: it is no whole number of seconds.", remedy)
    try:
        moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(text))
    except OverflowError as error:
        raise UsageError(f"{name}={text}: there is no such date.", remedy) from error
    return moment.replace(tzinfo=None).isoformat() + "Z"
