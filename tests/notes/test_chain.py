"""The best chain: which of many numbers count up as the numbers of notes do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.notes.plain.chain import LIMIT, ChainCandidate, Costs, best_chain
from support.work import growth, steps


def chain(*pairs: tuple[int, float], restarts: tuple[int, ...] = ()) -> list[int]:
    """The values of the best chain through (value, weight) pairs at places 10, 20, 30 …"""
    candidates = [ChainCandidate(10 * n, value, weight) for n, (value, weight) in enumerate(pairs, 1)]
    return [candidates[k].value for k, _ in best_chain(candidates, restarts=restarts).members]


def test_what_counts_up_is_taken_and_the_rest_is_left() -> None:
    assert chain((1, 0.9), (98, 0.5), (2, 0.9), (7, 0.2), (3, 0.9), (2, 0.3), (4, 0.9)) == [1, 2, 3, 4]


def test_a_doubtful_number_fills_a_gap() -> None:
    assert chain((1, 0.9), (2, 0.05), (3, 0.9)) == [1, 2, 3]


def test_a_gap_is_bridged_when_enough_stands_on_both_sides() -> None:
    assert chain((1, 0.9), (2, 0.9), (5, 0.9), (6, 0.9)) == [1, 2, 5, 6]


def test_a_far_number_alone_is_not_worth_its_gap() -> None:
    assert chain((1, 0.9), (2, 0.9), (40, 0.9)) == [1, 2]


def test_a_late_start_is_allowed_when_the_run_is_long() -> None:
    assert chain(*[(value, 0.9) for value in range(290, 296)]) == list(range(290, 296))


def test_a_late_number_alone_is_worth_nothing() -> None:
    assert best_chain([ChainCandidate(0, 290, 0.9)]).score <= 0


def test_a_number_may_come_again() -> None:
    assert chain((1, 0.9), (2, 0.9), (2, 0.9), (3, 0.9)) == [1, 2, 2, 3]


def test_readings_of_one_place_exclude_each_other() -> None:
    candidates = [
        ChainCandidate(1, 1, 0.9),
        ChainCandidate(2, 2, 0.2),
        ChainCandidate(2, 21, 0.2),
        ChainCandidate(3, 22, 0.9),
    ]
    taken = [candidates[k] for k, _ in best_chain(candidates).members]
    assert len({c.place for c in taken}) == len(taken)


def test_numbering_starts_anew_at_a_heading_only() -> None:
    pairs = [(value, 0.9) for value in (1, 2, 3, 1, 2, 3)]
    candidates = [ChainCandidate(10 * n, value, weight) for n, (value, weight) in enumerate(pairs)]
    assert [run for _, run in best_chain(candidates, restarts=[25]).members] == [0, 0, 0, 1, 1, 1]
    assert len(best_chain(candidates).members) < 6


def test_costs_decide() -> None:
    candidates = [ChainCandidate(0, 1, 0.9), ChainCandidate(1, 9, 0.9)]
    assert len(best_chain(candidates, Costs(gap=2.0)).members) == 1
    assert len(best_chain(candidates, Costs(gap=0.0)).members) == 2


def test_nothing_comes_of_nothing() -> None:
    assert best_chain([]).members == ()
    assert best_chain([ChainCandidate(0, 0, 1.0), ChainCandidate(1, LIMIT, 1.0)]).members == ()


@pytest.mark.parametrize("at_one_place", [1, 40])
def test_many_candidates_are_work_in_proportion(at_one_place: int) -> None:
    def find(count: int) -> None:
        candidates = [ChainCandidate(n // at_one_place, n * 7919 % 997 + 1, 0.5) for n in range(count)]
        best_chain(candidates, restarts=range(0, count, 50))

    assert growth(find, 1000) < 5


@pytest.mark.slow
def test_of_very_many_candidates_the_heaviest_are_looked_at() -> None:
    light = [ChainCandidate(n, 7, 0.1) for n in range(100_000)]
    heavy = [ChainCandidate(100_000 + n, n + 1, 0.9) for n in range(5)]
    assert best_chain([*light, *heavy]).members[-5:] == tuple((100_000 + n, 0) for n in range(5))
    assert steps(lambda: best_chain(light * 2)) < 1.3 * steps(lambda: best_chain(light))


@given(st.lists(st.tuples(st.integers(1, 40), st.floats(0, 1)), max_size=30))
def test_a_chain_rises_and_is_worth_what_it_says(pairs: list[tuple[int, float]]) -> None:
    candidates = [ChainCandidate(n, value, weight) for n, (value, weight) in enumerate(pairs)]
    found = best_chain(candidates, Costs(gap=0, start=0, repeat=0))
    values = [candidates[k].value for k, _ in found.members]
    assert values == sorted(values)
    assert abs(found.score - sum(candidates[k].weight for k, _ in found.members)) < 1e-9
