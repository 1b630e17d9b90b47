"""The body of a text that was copied out of a browser: its lines judged by evidence, as the units of a page are.

    features.py    what is measured of a line, its neighbours and its place
"""
