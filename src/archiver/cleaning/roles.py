"""The old place of `roles`, for body/corrections.py alone: import from block_roles, then delete this module."""

from __future__ import annotations

from archiver.cleaning.block_roles import roles

__all__ = ["roles"]
