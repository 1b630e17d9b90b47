"""Where the results of a command go: standard output, a file that appears whole or not at all, or a folder."""

from __future__ import annotations

from pathlib import Path

from archiver.batch.convert import STDOUT, write_standard_output
from archiver.errors import UsageError
from archiver.readers import SUFFIXES
from archiver.writers import WRITERS
from archiver.writers.shared.whole_files import write_whole

#: Other names of standard output.
_STDOUTS = frozenset((STDOUT, "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"))


def emit(data: bytes, target: Path | None, source: str = "-") -> None:
    """Write bytes to `target`, or to standard output when it is None or "-".

    Raises UsageError when it cannot be written, and when it is `source`, the file that was read.
    """
    if target is None or str(target) in _STDOUTS:
        write_standard_output(data)
        return
    if _is_same(target, source):
        raise UsageError(f"{target}: the result would be written over its source.", "Name another file with -o.")
    write_whole(target, data)


def emit_text(text: str) -> None:
    """Write a report to standard output."""
    write_standard_output(text.encode("utf-8", "backslashreplace"))


def _is_same(target: Path, source: str) -> bool:
    try:
        return target.is_file() and target.samefile(source)
    except (OSError, ValueError):
        return False


def destination(output: str, formats: tuple[str, ...]) -> tuple[Path, Path | None, tuple[str, ...]]:
    """What -o means: the folder for exports, or the one file for the one export ("-" is standard output), and the formats.

    A name is that of a file when it is one, or when nothing is there and it ends as the files of a format do (.pdf, .tei.xml ...) or as pages and
    texts do, without a slash behind. Without `formats` the name tells the format. Raises UsageError when a file is to hold several formats, or
    another one than its name says.
    """
    if output in _STDOUTS:
        if len(formats) != 1:
            raise UsageError("-o -: standard output takes one format.", "Name it with -t.")
        return Path(), Path(STDOUT), formats
    if not output:
        raise UsageError("-o: its name is empty.", "Name a folder, a file, or - for standard output.")
    path = Path(output)
    name = path.name.lower()
    try:
        is_file, is_folder = path.exists() and not path.is_dir(), path.is_dir()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise UsageError(f"{output}: cannot be written: {reason}.", "Choose another name.") from error
    told = max((f for f in WRITERS.values() if name.endswith(f.suffix)), key=lambda f: len(f.suffix), default=None)
    looks_like_file = told is not None or path.suffix.lower() in SUFFIXES
    if is_folder or output.endswith("/") or not (is_file or looks_like_file):
        if is_file:
            raise UsageError(f"{output}: it is a file, and no folder.", "Leave the slash out, or name a folder.")
        return path, None, formats
    if not formats and told is not None:
        formats = (told.name,)
    if len(formats) != 1:
        raise UsageError(
            f"{output}: a file takes one format.", "Name one with -t, or a folder with a slash at its end."
        )
    suffix = WRITERS[formats[0]].suffix
    # "page.xml" will do for TEI, whose own ending is ".tei.xml"
    if told is not None and told.suffix != suffix and not suffix.endswith(told.suffix):
        raise UsageError(
            f"{output}: it is called as a file of the format {told.name}, and {formats[0]} is to be made.",
            f"Name a file that ends in {suffix}, or a folder with a slash at its end.",
        )
    return path.parent, path, formats
