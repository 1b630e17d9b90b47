"""XPath 1.0 with a limit of steps: an expression that takes too long is stopped, at the same step on every machine.

Site rules are data from other people, and some XPath expressions take a time that grows with the square or the cube of the size of a tree: axes
along siblings or through the tree within brackets, functions on the text of the whole page. libxml2 cannot be stopped while it runs, lxml gives no
access to its limit of operations, and elementpath counts nothing and takes fifty times as long. So this package evaluates expressions itself, on a
table of the nodes, and counts steps: one for each node that is looked at, one for each function or operator, and one for each 64 characters of text
that a function reads.

    Tree(root)                                   the table: numbers of nodes in document order, made once for a tree
    compiled("//p[following-sibling::div]")      an expression, parsed once
    Expression.select(tree, allowance)           its hits, or TooCostly

The language is W3C XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116/) without the namespace axis and without variables, which site rules do
not use. Names without a prefix are names of elements without a namespace. The functions are those of the recommendation.
"""

from __future__ import annotations

from archiver.cleaning.site_rules.xpath.parser import Expression, compiled
from archiver.cleaning.site_rules.xpath.tree import DEEPEST, LONGEST, TooCostly, Tree, XPathError

__all__ = ["DEEPEST", "LONGEST", "Expression", "TooCostly", "Tree", "XPathError", "compiled"]
