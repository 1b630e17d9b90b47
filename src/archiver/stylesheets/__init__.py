"""XSLT stylesheets, compiled so that every thread may use them.

lxml gives each thread one table of names, and a stylesheet keeps the table of the thread that compiled it. libxslt reads that
table, without a lock, whenever the stylesheet is applied. Where the thread goes on parsing, the table changes under the reader:
names are missed, and variables become unknown. So each stylesheet is compiled in a thread that does nothing else and then ends.
https://lxml.de/FAQ.html#threading
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from lxml import etree

# A stylesheet may read the other stylesheets and nothing else; it may not write or use the network.
_ACCESS = etree.XSLTAccessControl(
    read_file=True, write_file=False, create_dir=False, read_network=False, write_network=False
)
_LOCK = threading.Lock()
_COMPILED: dict[Path, etree.XSLT] = {}


def stylesheet(path: Path) -> etree.XSLT:
    """The stylesheet of the file `path`, compiled once per process."""
    return _once(path, lambda: etree.XSLT(etree.parse(path), access_control=_ACCESS))


def schematron(path: Path, compiler: Path) -> etree.XSLT:
    """The Schematron schema `path` as the stylesheet that checks it. `compiler` is the stylesheet that makes it one."""

    def compiled() -> etree.XSLT:
        compile_rules = etree.XSLT(etree.parse(compiler), access_control=_ACCESS)
        return etree.XSLT(compile_rules(etree.parse(path)).getroot())

    return _once(path, compiled)


def _once(path: Path, compiled: Callable[[], etree.XSLT]) -> etree.XSLT:
    with _LOCK:
        if path not in _COMPILED:
            with ThreadPoolExecutor(1, thread_name_prefix="archiver-stylesheet") as alone:
                _COMPILED[path] = alone.submit(compiled).result()
        return _COMPILED[path]
