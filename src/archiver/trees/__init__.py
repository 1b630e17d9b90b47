"""Trees of markup: how they are made from HTML, and how they are changed.

browser.py    the tree of an HTML page, as a browser builds it
changes.py    changes of lxml trees, in which the text after an element belongs to the element
"""
