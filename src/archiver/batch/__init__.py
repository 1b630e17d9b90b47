"""Runs over many sources: finds the sources, names their exports, and converts them in one or several processes. A
source that fails does not stop the others.
"""
