"""Reproducible zip files: the bytes depend only on names, contents and order, not on clock or system."""

from __future__ import annotations

import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_COMPRESSED = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def add(archive: zipfile.ZipFile, name: str, data: bytes, method: int | None = None) -> None:
    """Add a file. Compressed picture formats are stored without compression, unless `method` names another way."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    if method is None:
        method = zipfile.ZIP_STORED if name.lower().endswith(_COMPRESSED) else zipfile.ZIP_DEFLATED
    entry.compress_type = method
    entry.create_system = 3  # Unix; the default is the system that runs this
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)
