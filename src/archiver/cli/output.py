"""Where the result of a command goes: to standard output, to one file, or to a folder."""

from __future__ import annotations

import sys
from pathlib import Path

from archiver.batch.convert import STDOUT, write_standard_output
from archiver.errors import UsageError
from archiver.readers import SUFFIXES
from archiver.writers import WRITERS, Format
from archiver.writers.shared.whole_files import write_whole

#: Formats that are no text: nobody wants to see one on a terminal, and its bytes could steer the terminal.
_NO_TEXT = frozenset(("pdf", "epub", "docx", "odt"))
#: Endings of files that somebody may want, and that no writer makes. A folder has no such name by chance.
_NOT_MADE = frozenset((".doc", ".rtf", ".mobi", ".azw", ".azw3", ".fb2", ".djvu", ".ps", ".csv", ".png", ".jpg"))
#: Names of standard output.
_STDOUT_NAMES = frozenset((STDOUT, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"))


def emit(data: bytes, target: Path | None, *sources: str) -> None:
    """Write bytes to `target`, or to standard output when `target` is None or names standard output. A file appears
    complete or not at all.

    Raises UsageError when `target` cannot be written, and when it is one of `sources`, the files that were read.
    """
    if target is None or str(target) in _STDOUT_NAMES:
        write_standard_output(data)
        return
    if any(_is_same(target, source) for source in sources):
        raise UsageError(f"{target}: the result would overwrite its own source.", "Name another file with -o.")
    write_whole(target, data)


def is_stdout(target: Path) -> bool:
    """Whether a target is a name of standard output."""
    return str(target) in _STDOUT_NAMES


def emit_text(text: str) -> None:
    """Write a report to standard output."""
    write_standard_output(text.encode("utf-8", "backslashreplace"))


def _is_same(target: Path, source: str) -> bool:
    try:
        return target.is_file() and target.samefile(source)
    except (OSError, ValueError):
        return False


def _format_of(path: Path) -> Format | None:
    """The format that the ending of a file names."""
    name = path.name.lower()
    found = (entry for entry in WRITERS.values() if name.endswith(entry.suffix))
    return max(found, key=lambda entry: len(entry.suffix), default=None)


def require_fitting_name(target: Path | None, source: str, noun: str, *formats: str) -> None:
    """Raise UsageError when the ending of a file names another format than `formats`: `noun` is what the file will hold. That
    it is the source itself, `emit` tells.
    """
    named = _format_of(target) if target is not None and not _is_same(target, source) else None
    if named is not None and named.name not in formats:
        ending = WRITERS[formats[0]].suffix
        raise UsageError(
            f"-o {target}: the name says {named.name}, but this is {noun}.",
            f"Name a file that ends in {ending}; `archiver convert` makes {named.name}.",
        )


def destination(output: str, formats: tuple[str, ...]) -> tuple[Path, Path | None, tuple[str, ...]]:
    """Parse the value of -o. Returns the folder for exports, the file for a single export ("-" for standard output) or
    None, and the formats.

    The value names a file when that file exists, or when nothing exists there and the name ends like an export (.pdf,
    .tei.xml) or like a source (.html, .txt). A slash at the end always means a folder. Without `formats`, the name of a
    file decides the format. Raises UsageError when one file would get several formats, or a format that its name
    contradicts.
    """
    if output in _STDOUT_NAMES:
        if len(formats) != 1:
            raise UsageError(f"-o {output}: standard output takes exactly one format.", "Name it with -t.")
        if formats[0] in _NO_TEXT and sys.stdout is not None and sys.stdout.isatty():
            raise UsageError(
                f"-o {output}: {formats[0]} is no text, and standard output is a terminal.",
                "Name a file with -o, or send it into a file or a pipe.",
            )
        return Path(), Path(STDOUT), formats
    if not output:
        raise UsageError("-o: the name is empty.", "Name a folder, a file, or - for standard output.")
    path = Path(output)
    try:
        is_file, is_folder = path.exists() and not path.is_dir(), path.is_dir()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UsageError(f"{output}: cannot be written: {reason}.", "Choose another name.") from error
    format_of_name = _format_of(path)
    ending = path.suffix.lower()
    of_a_format = bool(ending) and any(entry.suffix.endswith(ending) for entry in WRITERS.values())
    looks_like_file = of_a_format or ending in SUFFIXES
    if not is_folder and not is_file and not output.endswith("/") and not looks_like_file and ending in _NOT_MADE:
        raise UsageError(
            f"{output}: Archiver makes no {ending} file.",
            "Name a file of another format, or a folder with a slash at its end.",
        )
    if is_folder or output.endswith("/") or not (is_file or looks_like_file):
        if is_file:
            raise UsageError(f"{output}: this is a file, not a folder.", "Leave out the slash, or name a folder.")
        return path, None, formats
    if not formats and format_of_name is not None:
        formats = (format_of_name.name,)
    if len(formats) != 1:
        raise UsageError(
            f"{output}: {'this is a file, and ' if is_file else ''}a file takes exactly one format.",
            "Name one format with -t, or name a folder."
            if is_file
            else "Name one format with -t, or name a folder with a slash at its end.",
        )
    suffix = WRITERS[formats[0]].suffix
    # "page.xml" is also right for TEI, whose own ending is ".tei.xml".
    if format_of_name is not None and format_of_name.suffix != suffix and not suffix.endswith(format_of_name.suffix):
        raise UsageError(
            f"{output}: the name says {format_of_name.name}, but the format is {formats[0]}.",
            f"Name a file that ends in {suffix}, or a folder with a slash at its end.",
        )
    return path.parent, path, formats
