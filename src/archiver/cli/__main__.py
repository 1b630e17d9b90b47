"""`python -m archiver.cli` runs `archiver`."""

from archiver.cli import main

main()
