"""`python -m archiver.cli` is `archiver`."""

from archiver.cli import main

main()
