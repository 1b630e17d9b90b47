"""The version of this program; it goes into every record."""

__version__ = "0.1.0"
