"""Where the result of a command goes: to standard output, to one file, or to a folder."""

from __future__ import annotations

from pathlib import Path

from archiver.batch.convert import STDOUT, write_standard_output
from archiver.errors import UsageError
from archiver.readers import SUFFIXES
from archiver.writers import WRITERS
from archiver.writers.shared.whole_files import write_whole

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
            raise UsageError("-o -: standard output takes exactly one format.", "Name it with -t.")
        return Path(), Path(STDOUT), formats
    if not output:
        raise UsageError("-o: the name is empty.", "Name a folder, a file, or - for standard output.")
    path = Path(output)
    name = path.name.lower()
    try:
        is_file, is_folder = path.exists() and not path.is_dir(), path.is_dir()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UsageError(f"{output}: cannot be written: {reason}.", "Choose another name.") from error
    format_of_name = max(
        (f for f in WRITERS.values() if name.endswith(f.suffix)), key=lambda f: len(f.suffix), default=None
    )
    looks_like_file = format_of_name is not None or path.suffix.lower() in SUFFIXES
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
