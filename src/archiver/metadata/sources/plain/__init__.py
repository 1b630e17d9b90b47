"""Title, byline and dates in the lines of a plain text, each weighed by what it says, what stands beside it, and where it stands.

titles/       which line is the title
lines.py      the lines, the main stretch of prose, and the zones around the title, the prose and its foot
bylines.py    which lines name the authors
dates.py      which lines date the article
mail_sender.py  the sender of a mail that was copied as text
memo_head.py  the authors and the date of an RFC or of a report
"""
