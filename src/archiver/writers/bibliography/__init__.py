"""Bibliographic formats: the article as an entry in a list of references or in a catalogue.

One module a format, over one table (mapping.py) that says which field of a record goes where. docs/reference/bibliography.md
is made from the table. What is doubtful is left out (writers/shared/work.py). Nothing comes from the clock, so the same record
gives the same bytes.
"""
