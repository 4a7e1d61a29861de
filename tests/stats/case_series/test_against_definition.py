"""What the fast pass computes is what the definition says, day by day."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.stats.case_series import slow

from remit.stats.case_series import cells as cells_module
from remit.stats.case_series.cases import cases_from_rows
from remit.stats.case_series.cells import Levels, cells_of
from remit.stats.case_series.exposure import Exposure, Window, labelled
from remit.stats.case_series.likelihood import evaluate
from remit.stats.case_series.season import Season, seasons_of

WINDOWS = {
    "a": [(-3, -1, "start"), (0, 4, "start"), (5, 9, "start")],
    "b": [(0, None, "start"), (1, 6, "end")],
}
PARTS = [(1, 1), (4, 15), (9, 1)]
CUTS = [12, 25, 60]
quick = settings(max_examples=60, deadline=None)


@st.composite
def people(draw):
    found = []
    for _ in range(draw(st.integers(1, 6))):
        first = draw(st.integers(-5, 20))
        last = first + draw(st.integers(0, 70))
        days = st.integers(first, last)
        doses = {
            "a": [
                (day, None) for day in draw(st.lists(st.integers(-10, 90), max_size=3, unique=True))
            ]
        }
        starts = draw(st.lists(st.integers(-10, 90), max_size=2, unique=True))
        doses["b"] = [(day, day + draw(st.integers(0, 15))) for day in starts]
        events = draw(st.lists(days, min_size=1, max_size=3))
        found.append({
            "first": first, "last": last, "events": events, "doses": doses,
            "origin": draw(st.integers(0, 700)),
        })  # fmt: skip
    return found


def fast(found, with_season):
    rows = [(n, p["first"], p["last"], e) for n, p in enumerate(found) for e in p["events"]]
    cases = cases_from_rows(*map(list, zip(*rows, strict=True)))
    factors = []
    for name, windows in WINDOWS.items():
        doses = [(n, *dose) for n, p in enumerate(found) for dose in p["doses"][name]]
        case, start, end = map(list, zip(*doses, strict=True)) if doses else ([], [], [])
        named = [Window(str(i), *one) for i, one in enumerate(windows)]
        given_end = None if name == "a" else end
        factors.append(Levels(labelled(Exposure(name, case, start, named, end=given_end), cases)))
    if with_season:
        origin = np.datetime64(slow.DAY_ZERO) + np.array([p["origin"] for p in found])
        season = Season(list(range(len(found))), origin, PARTS)
        factors.append(Levels(seasons_of(season, cases)))
    return list(cells_of(cases, factors, np.array(CUTS)))


@quick
@given(people(), st.booleans(), st.integers(0, 2**32 - 1))
def test_the_likelihood_is_that_of_the_definition(found, with_season, seed):
    shards = fast(found, with_season)
    at = np.random.default_rng(seed).normal(size=shards[0].terms)
    kinds = list(WINDOWS.items())
    expected = slow.log_likelihood(found, kinds, CUTS, PARTS if with_season else [], at)
    assert evaluate(shards, at).value == pytest.approx(expected, rel=1e-10, abs=1e-10)


@quick
@given(people(), st.booleans(), st.integers(0, 2**32 - 1))
def test_score_and_information_are_the_derivatives(found, with_season, seed):
    shards = fast(found, with_season)
    at = np.random.default_rng(seed).normal(size=shards[0].terms) / 2
    here = evaluate(shards, at)
    for index in range(at.size):
        step = np.zeros(at.size)
        step[index] = 1e-5
        up, down = evaluate(shards, at + step), evaluate(shards, at - step)
        assert here.score[index] == pytest.approx((up.value - down.value) / 2e-5, abs=1e-4)
        slope = (up.score - down.score) / 2e-5
        assert here.information[index] == pytest.approx(-slope, abs=1e-4)


def test_the_skew_is_the_derivative_of_the_penalty():
    random = np.random.default_rng(7)
    found = [
        {"first": 0, "last": 80, "events": [int(e) for e in random.integers(0, 80, 2)],
         "doses": {"a": [(int(d), None) for d in random.integers(0, 80, 2)],
                   "b": [(int(d), int(d) + 7) for d in random.integers(0, 80, 1)]}, "origin": 100}
        for _ in range(40)
    ]  # fmt: skip
    shards = fast(found, with_season=False)
    at = random.normal(size=shards[0].terms) / 3

    def penalty(there):
        return np.linalg.slogdet(evaluate(shards, there).information)[1] / 2

    here = evaluate(shards, at)
    skew = here.skew(np.linalg.inv(here.information))
    for index in range(at.size):
        step = np.zeros(at.size)
        step[index] = 1e-5
        slope = (penalty(at + step) - penalty(at - step)) / 2e-5
        assert skew[index] == pytest.approx(slope, abs=1e-6)


@quick
@given(people(), st.integers(0, 2**32 - 1))
def test_shards_change_no_result(found, seed):
    whole = fast(found, with_season=True)
    at = np.random.default_rng(seed).normal(size=whole[0].terms)
    before, cells_module.SHARD = cells_module.SHARD, 2
    try:
        parts = fast(found, with_season=True)
    finally:
        cells_module.SHARD = before
    one, many = evaluate(whole, at), evaluate(parts, at)
    assert len(parts) == (len(found) + 1) // 2
    assert many.value == pytest.approx(one.value, rel=1e-12, abs=1e-12)
    assert many.score == pytest.approx(one.score, abs=1e-10)
    assert many.information == pytest.approx(one.information, abs=1e-10)


def test_every_day_of_the_observation_is_in_one_cell():
    found = [{"first": 0, "last": 70, "events": [3], "doses": {"a": [(10, None), (13, None)],
              "b": [(5, 15)]}, "origin": 0}]  # fmt: skip
    shards = fast(found, with_season=True)
    assert shards[0].days.sum() == 71
    assert (shards[0].days >= 0).all()
