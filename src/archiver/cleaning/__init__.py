"""Cleaning: which part of a page is the article, and which parts are page chrome.

The passes over a Draft, in their order (pipeline.py):

    rewrite             the text replacements of the user's rules for the site (site_rules/replacements.py), before the Draft is made
    apply_site_rules    the other rules for the site (site_rules/)
    find_article        finds the body and removes the rest (losses.py): it calls the next two, and takes back rules that remove the article itself
      remove_chrome     removes elements whose tag, role or class names page chrome (chrome.py, rules/classes.toml)
      find_body         finds the body in the rest of the page (body/finder.py)
    shape_blocks        sets the roles of the blocks of the body (block_roles.py)
    report_missing      says what shows that the source holds only a part of the article (incomplete.py)
    why_no_article      checks whether the source is an article (article_check.py)

All of them read the same counts of the page (`Measures`, measures.py). Each removal has the name of a rule that docs/reference/rules.md explains.
"""

from __future__ import annotations

from archiver.cleaning.article_check import why_no_article
from archiver.cleaning.block_roles import shape_blocks
from archiver.cleaning.body.finder import find_body
from archiver.cleaning.chrome import remove_chrome
from archiver.cleaning.incomplete import report_missing
from archiver.cleaning.losses import find_article
from archiver.cleaning.measures import Measures
from archiver.cleaning.site_rules import SiteRules, apply_site_rules, find_site_rules, site_metadata
from archiver.cleaning.site_rules.replacements import report_replacements, rewrite

__all__ = [
    "Measures", "SiteRules", "apply_site_rules", "find_article", "find_body", "find_site_rules", "remove_chrome", "report_missing", "report_replacements", "rewrite", "shape_blocks", "site_metadata", "why_no_article",
]  # fmt: skip
