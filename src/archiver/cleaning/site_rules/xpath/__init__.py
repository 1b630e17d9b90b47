"""XPath 1.0 with an allowance: an expression that would run for very long is stopped, on every machine at the same step.

Rules for a site are data from others, and XPath has expressions that take the square, the cube or more of a tree's size: axes along siblings
or through the tree within brackets, functions on the text of everything. libxml2 can't be stopped once it runs, its own limit of operations
isn't reachable through lxml, and elementpath counts nothing and takes fifty times as long. So this evaluates by itself, on a table of the
tree's nodes, and counts: a node looked at is a step, a function or an operator is one, and so are 64 characters of text that a function reads.

    Tree(root)                                   the table: numbers of nodes in document order, made once a tree
    compiled("//p[following-sibling::div]")      an expression, read once
    Expression.select(tree, allowance)           its hits, or TooCostly

What it evaluates is W3C XPath 1.0 (https://www.w3.org/TR/1999/REC-xpath-19991116/) without the namespace axis and variables, which rules for
sites do not use: names without a prefix are those of elements without a namespace, and functions are those of the recommendation.
"""

from __future__ import annotations

from archiver.cleaning.site_rules.xpath.parser import Expression, compiled
from archiver.cleaning.site_rules.xpath.tree import DEEPEST, LONGEST, TooCostly, Tree, XPathError

__all__ = ["DEEPEST", "LONGEST", "Expression", "TooCostly", "Tree", "XPathError", "compiled"]
