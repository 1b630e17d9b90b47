"""Files in a zip that depends on nothing but them: no clock, no system, no order but the caller's."""

from __future__ import annotations

import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PACKED = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def add(archive: zipfile.ZipFile, name: str, data: bytes, method: int | None = None) -> None:
    """Put a file in; pictures that are packed already are stored as they are, unless `method` says how."""
    entry = zipfile.ZipInfo(name, _EPOCH)
    if method is None:
        method = zipfile.ZIP_STORED if name.lower().endswith(_PACKED) else zipfile.ZIP_DEFLATED
    entry.compress_type = method
    entry.create_system = 3  # else it would tell on which system it was made
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)
