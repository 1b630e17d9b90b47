"""Byline and dates in the lines of a plain text, each weighed by what it says, what stands beside it, and where it stands.

lines.py     the lines, the main stretch of prose, and the zones around the title, the prose and its foot
bylines.py   which lines name the authors
dates.py     which lines date the article
"""
