"""Parsing: dates, personal names, bylines, author bios and site names, read out of a piece of text."""
