"""Runs over many sources: which sources there are, what their exports are called, and converting them in one or several
processes. A source that fails does not stop the others.
"""
