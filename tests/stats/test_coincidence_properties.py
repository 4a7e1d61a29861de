"""What must hold for every life."""

from __future__ import annotations

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from remit.stats.bounded_sum import distribution_of_sum
from remit.stats.coincidence import Coincidence, coincidence
from remit.stats.coverage import coverage
from remit.stats.date_bounds import date_bounds
from remit.stats.datekernel import DateKernel
from remit.stats.placement import ReferenceSet, block_edges, place

DAYS = 4000
kernels = st.builds(
    lambda start, width: DateKernel(start, start + width - 1),
    st.integers(-200, DAYS - 1),
    st.sampled_from([1, 1, 1, 30, 365]),
)
lists = st.lists(kernels, min_size=1, max_size=5)
blocks = st.sampled_from([None, 3.0, 5.0])
quick = settings(max_examples=40, deadline=None)


def run(told, ill, years, shift=0, **more):
    return coincidence(told, ill, observation=(shift, DAYS + shift), block_years=years, **more)


def numbers(found: Coincidence):
    return (
        found.p, found.statistic, found.expected, found.covered_share, found.smallest_p,
        found.bounds, found.mirror, found.tipping_ratio, found.estimate, found.verdict,
        found.diagnostics.power,
    )  # fmt: skip


@quick
@given(lists, lists, blocks, st.randoms(use_true_random=False))
def test_order_of_telling_changes_nothing(told, ill, years, random):
    found = run(told, ill, years)
    assume(isinstance(found, Coincidence))
    told2, ill2 = random.sample(told, len(told)), random.sample(ill, len(ill))
    assert numbers(run(told2, ill2, years)) == numbers(found)


@quick
@given(lists, lists, blocks, st.integers(-30_000, 30_000))
def test_shifting_the_whole_life_changes_nothing(told, ill, years, shift):
    found = run(told, ill, years)
    assume(isinstance(found, Coincidence))
    moved = run([k.shifted(shift) for k in told], [k.shifted(shift) for k in ill], years, shift)
    assert numbers(moved) == numbers(found)


@quick
@given(lists, lists, blocks, st.integers(1, 3000))
def test_a_stressor_out_of_reach_changes_nothing(told, ill, years, distance):
    found = run(told, ill, years)
    assume(isinstance(found, Coincidence))
    before = DateKernel(-183 - distance - 40, -183 - distance)
    after = DateKernel(DAYS + distance, DAYS + distance + 40).shifted(1)
    more = run([before, *told, after], ill, years)
    # A stressor after the observation matters to the mirror alone, and only where it reaches.
    if distance > 183:
        assert numbers(more) == numbers(found)
    else:
        assert more.p == found.p
    assert more.estimate == found.estimate


@quick
@given(lists, lists, blocks)
def test_probabilities_and_bounds(told, ill, years):
    found = run(told, ill, years)
    assume(isinstance(found, Coincidence))
    assert 0 < found.smallest_p <= found.p + 1e-9
    assert 0 < found.p <= 1
    assert 0 <= found.diagnostics.power <= 1 + 1e-9
    assert 0 < found.bounds.smallest <= found.bounds.largest <= 1
    assert 0 <= found.interval[0] <= found.interval[1]
    if isinstance(found.estimate.estimate, float):
        assert found.interval[0] <= found.estimate.estimate <= found.interval[1]
    if isinstance(found.tipping_ratio, float):
        assert found.tipping_ratio >= 1
        assert found.p <= 0.05


@quick
@given(lists, lists, st.data())
def test_bounds_hold_sampled_exact_dates(told, ill, data):
    found = run(told, ill, 5.0)
    assume(isinstance(found, Coincidence))
    pick = lambda k: DateKernel.on(  # noqa: E731
        data.draw(st.integers(max(0, k.earliest), min(DAYS, k.latest)))
    )
    days = [pick(k) for k in ill if k.latest >= 0]
    assume(len(set(days)) == found.n == len(days))
    dates = [DateKernel.on(data.draw(st.integers(k.earliest, k.latest))) for k in told]
    certain = run(dates, days, 5.0)
    assume(isinstance(certain, Coincidence))
    assert found.bounds.smallest <= certain.p + 1e-9
    assert certain.p <= found.bounds.largest + 1e-9


@quick
@given(lists, st.integers(0, 300), st.integers(1, 100))
def test_coverage_grows_with_the_window_and_with_each_stressor(told, window, more):
    small = coverage(told, (0, DAYS), window)
    assert (coverage(told, (0, DAYS), window + more) >= small - 1e-12).all()
    assert (coverage([*told, DateKernel(100, 150)], (0, DAYS), window) >= small - 1e-12).all()
    assert ((small >= 0) & (small <= 1)).all()


@quick
@given(lists, lists, st.integers(1, 60))
def test_wider_dates_widen_the_bounds(told, ill, more):
    edges = block_edges((0, DAYS), 5.0)
    ill = [k for k in ill if k.latest >= 0]
    assume(ill)
    narrow = date_bounds(told, ill, edges, 183)
    wide = date_bounds(
        [DateKernel(k.earliest - more, k.latest + more) for k in told],
        [DateKernel(k.earliest - more, k.latest + more) for k in ill],
        edges,
        183,
    )
    assert wide.smallest <= narrow.smallest + 1e-9
    assert wide.largest >= narrow.largest - 1e-9


@quick
@given(lists, lists)
def test_time_reversed_the_mirror_becomes_the_test(told, ill):
    found = run(told, ill, None)
    back = run(
        [DateKernel(DAYS - k.latest, DAYS - k.earliest) for k in told],
        [DateKernel(DAYS - k.latest, DAYS - k.earliest) for k in ill],
        None,
    )
    assume(isinstance(found, Coincidence) and isinstance(back, Coincidence))
    if hasattr(back.mirror, "p"):
        # The same stressors reach either run, else the mirror would miss one of them.
        assume(found.diagnostics.stressors == back.diagnostics.stressors)
        assert abs(back.mirror.statistic - found.statistic) < 1e-9
        assert abs(back.mirror.p - found.p) < 1e-7


@quick
@given(
    st.lists(st.floats(0, 1), min_size=2, max_size=4, unique=True),
    st.floats(1.0, 50.0),
    st.integers(1, 4),
    st.floats(0, 4),
)
def test_tilting_never_lowers_a_tail(values, ratio, count, at):
    part = ReferenceSet(np.sort(np.array(values)), np.full(len(values), 1 / len(values)))
    plain = distribution_of_sum([part] * count).at_least(at)
    assert distribution_of_sum([part.tilted(ratio)] * count).at_least(at) >= plain - 1e-9


@quick
@given(lists, lists, blocks)
def test_reference_sets_are_distributions_that_contain_the_observed_value(told, ill, years):
    ill = [k for k in ill if k.latest >= 0]
    covered = coverage(told, (0, DAYS), 183)
    for placement in place(ill, covered, block_edges((0, DAYS), years)):
        assert abs(placement.reference.weights.sum() - 1) < 1e-9
        assert np.isclose(placement.reference.values, placement.observed, atol=1e-11).any()
