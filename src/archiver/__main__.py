"""`python -m archiver` runs `archiver`."""

from archiver.cli import main

main()
