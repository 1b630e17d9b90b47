"""Whether a group of alike elements is the posts of a thread, and, before its texts are read, whether it can be.

Most pages are no threads, but all of them have groups of alike elements. To read the texts of a group, and to look for names and dates in them, takes
a fifth of the time of a page. So `can_be_posts` first adds up what is known without the texts, with the most that the texts can add to it. A group that
does not reach the weight of a thread even so is not read. This never changes a decision.
"""

from __future__ import annotations

from archiver.cleaning.measures import Measures
from archiver.threads.evidence import (
    ENOUGH,
    MOST_OF_HEADS,
    PageEvidence,
    form_evidence,
    group_evidence,
    titled_share,
)
from archiver.threads.groups import Group
from archiver.threads.heads import HeadPlaces
from archiver.threads.opening import MOST_OF_OPENING, Opening

#: The share of the prose of the page that the posts must hold, at least, with the opening post.
_SHARE = 0.5
#: The weight of a page that says itself that it is a thread, and the characters of prose outside all posts that may be an article.
SAYS_SO, ARTICLE = 1.5, 400
#: What a page that does not say so needs besides.
_MORE = 1.0
#: Sums of fractions differ in their last digits with the order of the parts.
_ROUNDING = 1e-6


def weigh(group: Group, heads: HeadPlaces, measures: Measures, page: PageEvidence, opening: Opening | None) -> float:
    """The weight with which the page is a thread and the group its posts; 0 if it is none for other reasons."""
    first = opening.prose if opening is not None else 0
    if not _is_most_of_page(group, measures, page, first):
        return 0.0
    weight = page.weight + group_evidence(group, heads, measures) + _of_shares(group, measures, first)
    return weight + opening.weight if opening is not None else weight


def can_be_posts(group: Group, measures: Measures, page: PageEvidence, above: int) -> bool:
    """Whether `weigh` can reach `enough` for a group, whatever its texts say. `above` is the prose of what may be its opening post."""
    with_opening = bool(above)
    openings = [0, above] if with_opening else [0]
    if not any(_is_most_of_page(group, measures, page, first) for first in openings):
        return False
    most = page.weight + MOST_OF_HEADS + form_evidence(group, measures) + MOST_OF_OPENING * with_opening
    missing = enough(page) - _ROUNDING - most - max(_of_shares(group, measures, first) for first in openings)
    return missing <= 0 and 4.0 * titled_share(group, measures) <= -missing


def enough(page: PageEvidence) -> float:
    """The least weight of a thread: more on a page that does not say that it is one."""
    return ENOUGH if page.weight >= SAYS_SO else ENOUGH + _MORE


def may_be_article(page: PageEvidence, outside: int) -> bool:
    """Whether the posts may be comments below an article. They may have more prose than it, and a short article looks like an opening post: a page
    that says that it is an article is no thread, and a page with prose outside its posts (`outside` characters) is one only if it says so.
    """
    return page.weight < 0 or (page.weight < SAYS_SO and outside > ARTICLE)


def _is_most_of_page(group: Group, measures: Measures, page: PageEvidence, first: int) -> bool:
    """Whether the posts, with `first` characters of prose in an opening post, hold enough of the page, and what is outside is no article."""
    posts = group.prose + first
    return posts >= _SHARE * measures.prose_total and not may_be_article(page, measures.prose_total - posts)


def _of_shares(group: Group, measures: Measures, first: int) -> float:
    """The weight of the share of the prose that is in posts: prose that is in no post speaks for an article."""
    share = (group.prose + first) / measures.prose_total
    return 2.0 * (share - 0.75) - 4.0 * max(0.0, 0.9 - share) + 3.0 * group.prose / measures.prose_total
