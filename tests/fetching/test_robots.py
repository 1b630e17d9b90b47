"""What a site asks of programs in its robots.txt, and who is meant."""

from __future__ import annotations

import pytest

from archiver.fetching.responses import Answered, EndlessRedirect, FetchedAnswer, NotAllowed, Refused, TookTooLong
from archiver.fetching.robots import AgainstRobots, Robots, RobotsUnknown, parse
from support.work import growth

HERE = "https://harbour.example"


def allowed(rules: str, path: str) -> bool:
    return parse(rules.encode()).allow(f"{HERE}{path}")


@pytest.mark.parametrize(
    ("rules", "path", "is_allowed"),
    [
        ("", "/quay", True),
        ("User-agent: *\nDisallow:", "/quay", True),
        ("User-agent: *\nDisallow: /", "/quay", False),
        ("User-agent: *\nDisallow: /", "/robots.txt", True),
        ("User-agent: *\nDisallow: /q", "/quay", False),
        ("User-agent: *\nDisallow: /quay/", "/quay", True),
        # the longest rule decides, and of two that are as long the one that allows
        ("User-agent: *\nDisallow: /quay\nAllow: /quay/steps", "/quay/steps", True),
        ("User-agent: *\nAllow: /quay/steps\nDisallow: /quay", "/quay/steps", True),
        ("User-agent: *\nAllow: /\nDisallow: /quay", "/quay", False),
        ("User-agent: *\nDisallow: /quay\nAllow: /quay", "/quay", True),
        # signs in patterns
        ("User-agent: *\nDisallow: /*.pdf$", "/quay/map.pdf", False),
        ("User-agent: *\nDisallow: /*.pdf$", "/quay/map.pdf?page=2", True),
        ("User-agent: *\nDisallow: /*/steps", "/quay/lower/steps-and-more", False),
        ("User-agent: *\nDisallow: *tide*", "/quay?tide=low", False),
        ("User-agent: *\nDisallow: /quay$", "/quays", True),
        # letters are the same however they are written
        ("User-agent: *\nDisallow: /möwen", "/m%C3%B6wen", False),
        ("User-agent: *\nDisallow: /m%c3%b6wen", "/möwen", False),
        ("User-agent: *\nDisallow: /a%2fb", "/a%2Fb", False),
        ("User-agent: *\nDisallow: /a%2fb", "/a/b", True),
        # who is meant
        ("User-agent: OtherBot\nDisallow: /", "/quay", True),
        ("User-agent: Archiver\nDisallow: /\n\nUser-agent: *\nAllow: /", "/quay", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: ARCHIVER/2.0\nDisallow:", "/quay", True),
        ("User-agent: OtherBot\nUser-agent: archiver\nDisallow: /quay", "/quay", False),
        ("User-agent: archiver\nDisallow: /quay\nUser-agent: OtherBot\nDisallow: /", "/steps", True),
        ("User-agent: archiver\nDisallow: /a\n\nUser-agent: archiver\nDisallow: /b", "/b", False),
        ("User-agent: archiverbot\nDisallow: /", "/quay", True),
        # how people write it
        ("\ufeffuser-agent:*\r\nDISALLOW : /quay # not this one\r\n", "/quay", False),
        ("Sitemap: x\nDisallow: /\nUser-agent: *", "/quay", True),
        ("<html><body>Not here: User-agent: *</body></html>", "/quay", True),
    ],
)
def test_a_rule_is_for_the_paths_that_it_fits(rules: str, path: str, is_allowed: bool) -> None:
    assert allowed(rules, path) is is_allowed


@pytest.mark.parametrize(
    ("delay", "seconds"), [("2", 2.0), ("0.5", 0.5), ("-1", 0.0), ("nan", 0.0), ("soon", 0.0), ("86400", 30.0)]
)
def test_a_site_may_ask_for_a_pause(delay: str, seconds: float) -> None:
    assert parse(f"User-agent: *\nCrawl-delay: {delay}".encode()).delay == seconds


def test_patterns_that_try_to_take_for_ever_take_linear_time() -> None:
    def work(size: int) -> None:
        parse(f"User-agent: *\nDisallow: /{'*a' * size}b$".encode()).allow(f"{HERE}/{'a' * size}")

    assert growth(work, 1000) < 5


def test_a_robots_txt_without_end_is_cut() -> None:
    rules = parse(b"User-agent: *\n" + b"Disallow: /a\n" * 100_000)
    assert len(rules.patterns) == 20_000


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answered(404), None),
        (Answered(403), None),
        (Answered(503), RobotsUnknown),
        (Answered(429), RobotsUnknown),
        (TookTooLong("it took more than 20 seconds"), RobotsUnknown),
        (EndlessRedirect("it leads on more than 5 times"), None),
        (NotAllowed("only http and https are fetched"), None),
        (Refused("there is no host harbour.example"), Refused),
        (b"User-agent: *\nDisallow: /quay", AgainstRobots),
        (b"\x00\xff\xfe", None),
    ],
)
def test_what_becomes_of_a_page_whose_site_answers_so(answer: Refused | bytes, error: type[Refused] | None) -> None:
    asked: list[str] = []

    def fetch(url: str, **_: object) -> FetchedAnswer:
        asked.append(url)
        if isinstance(answer, Refused):
            raise answer
        return FetchedAnswer(url, {}, answer)

    robots = Robots(fetch)
    for _ in range(2):
        if error is None:
            robots.require_allowed(f"{HERE}/quay")
        else:
            with pytest.raises(error):
                robots.require_allowed(f"{HERE}/quay")
    assert asked == [f"{HERE}/robots.txt"], "a site is asked once"


def test_rules_count_for_an_hour_and_a_failure_for_a_minute() -> None:
    moment = [0.0]
    answers: list[FetchedAnswer | Refused] = [
        Answered(503),
        FetchedAnswer(HERE, {}, b""),
        FetchedAnswer(HERE, {}, b"User-agent: *\nDisallow: /"),
    ]

    def fetch(_: str, **__: object) -> FetchedAnswer:
        answer = answers.pop(0)
        if isinstance(answer, Refused):
            raise answer
        return answer

    robots = Robots(fetch, clock=lambda: moment[0])
    said = []
    for moment[0] in (0.0, 59.0, 61.0, 3600.0, 3700.0):
        try:
            robots.require_allowed(f"{HERE}/quay")
            said.append("allowed")
        except Refused as refusal:
            said.append(type(refusal).__name__)
    assert said == ["RobotsUnknown", "RobotsUnknown", "allowed", "allowed", "AgainstRobots"]
