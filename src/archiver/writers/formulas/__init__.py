"""Formulas: from the TeX or MathML of a record to what each format sets.

tex.py says which TeX is safe to pass on, translation.py translates between TeX, MathML and Typst with pandoc, and
drawing.py draws MathML as pictures for WeasyPrint, which sets no mathematics.
"""
