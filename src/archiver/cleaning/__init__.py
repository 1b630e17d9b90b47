"""Cleaning: what of a page is the article, and what is the page around it.

`apply_site_rules` does what a user's file of rules for the site says (site_rules/); `find_article` takes out by name what is page chrome beyond doubt
(`remove_chrome`: chrome.py, rules/classes.toml), finds the article in what is left (`find_body`: body/finder.py), and lets rules give way that take
the article itself (losses.py); `shape_blocks` says what its blocks are (block_roles.py); `article_doubt` says why there may be no article
(article_check.py). All of them read one count of the tree (measures.py), and every removal carries the name of a rule that docs/reference/rules.md explains.
"""

from __future__ import annotations

from archiver.cleaning.article_check import article_doubt
from archiver.cleaning.block_roles import shape_blocks
from archiver.cleaning.body.finder import find_body
from archiver.cleaning.chrome import remove_chrome
from archiver.cleaning.losses import find_article
from archiver.cleaning.measures import Measures
from archiver.cleaning.site_rules import SiteRules, apply_site_rules, find_site_rules, site_metadata
from archiver.cleaning.site_rules.replacements import report_replacements, rewrite

__all__ = [
    "Measures", "SiteRules", "apply_site_rules", "article_doubt", "find_article", "find_body", "find_site_rules", "remove_chrome", "report_replacements", "rewrite", "shape_blocks", "site_metadata",
]  # fmt: skip
