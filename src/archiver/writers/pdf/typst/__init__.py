"""The PDF by Typst: the article as data for one fixed template."""
