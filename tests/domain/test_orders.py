"""Order in time: no possible world is lost, and a contradiction is found and named."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.domain.chronology import Chronology
from remit.domain.facts import LifeEvent, Treatment, TreatmentKind
from remit.domain.history import History, Subject
from remit.domain.interval import Interval
from remit.domain.ordering import ORIGIN, Bound, Order
from remit.domain.saying import understand

NAMES = ("a", "b", "c", "d", "e", "f")
WORLDS = st.fixed_dictionaries({name: st.integers(-5000, 5000) for name in NAMES})
SLACK = st.none() | st.integers(0, 400)
PAIRS = st.tuples(st.sampled_from((ORIGIN, *NAMES)), st.sampled_from(NAMES), SLACK, SLACK)


def true_bounds(world: dict[str, int], pairs: list) -> list[Bound]:
    """Statements that hold in this world, each with its own slack."""
    at = {ORIGIN: 0, **world}
    bounds = []
    for number, (one, other, below, above) in enumerate(pairs):
        gap = at[other] - at[one]
        low = None if below is None else gap - below
        high = None if above is None else gap + above
        bounds.append(Bound(one, other, Interval(low, high), f"said {number}"))
    return bounds


@settings(max_examples=150, deadline=None)
@given(WORLDS, st.lists(PAIRS, max_size=14))
def test_the_true_days_are_never_lost(world, pairs):
    order = Order(true_bounds(world, pairs))
    assert order.contradictions == ()
    for one in NAMES:
        assert order.interval(one).allows(world[one])
        for other in NAMES:
            assert order.gap(one, other).allows(world[other] - world[one])


@settings(max_examples=100, deadline=None)
@given(WORLDS, st.lists(PAIRS, max_size=8), st.integers(1, 300))
def test_an_injected_contradiction_is_found_and_named(world, pairs, excess):
    true = true_bounds(world, pairs)
    gap = world["b"] - world["a"]
    false = [
        Bound("a", "b", Interval(gap + excess, None), "too late"),
        Bound("a", "b", Interval(None, gap - 1), "too early"),
    ]
    found = Order([*true, *false]).contradictions
    named = {statement for one in found for statement in one.statements}
    assert named & {"too late", "too early"}
    assert all(len(one.statements) >= 1 for one in found)


def test_the_two_statements_of_a_contradiction_are_both_named():
    order = Order(
        [
            Bound(ORIGIN, "a", Interval(0, 10), "a early"),
            Bound(ORIGIN, "b", Interval(20, 30), "b late"),
            Bound(ORIGIN, "c", Interval(5, 6), "c"),
            Bound("b", "a", Interval(0, None), "a after b"),
        ]
    )
    assert [set(one.statements) for one in order.contradictions] == [
        {"a early", "b late", "a after b"}
    ]
    assert order.interval("c") == Interval(5, 6)


def test_two_statements_are_named_rather_than_a_longer_way_round():
    order = Order(
        [
            Bound(ORIGIN, "a", Interval(0, 10), "a early"),
            Bound("a", "b", Interval(50, None), "b after a"),
            Bound("b", "c", Interval(50, None), "c after b"),
            Bound("c", "d", Interval(50, None), "d after c"),
            Bound(ORIGIN, "d", Interval(20, 30), "d early"),
            Bound("a", "b", Interval(None, 0), "b before a"),
        ]
    )
    assert {"b after a", "b before a"} in [set(one.statements) for one in order.contradictions]


def test_one_statement_against_a_rule_is_named_alone_and_with_the_rule():
    order = Order(
        [
            Bound("a", "b", Interval(0, None), rule="b is not before a"),
            Bound("a", "b", Interval(None, -400), "b long before a"),
            Bound(ORIGIN, "a", Interval(0, 10), "a early"),
            Bound(ORIGIN, "b", Interval(0, 10), "b early"),
        ]
    )
    (found,) = order.contradictions
    assert found.statements == ("b long before a",)
    assert found.rules == ("b is not before a",)


def event(name: str, **said: object) -> LifeEvent:
    return LifeEvent(id=name, label=name, code="REL02", **said)


def times(*facts: LifeEvent | Treatment) -> Chronology:
    events = tuple(fact for fact in facts if isinstance(fact, LifeEvent))
    treatments = tuple(fact for fact in facts if isinstance(fact, Treatment))
    subject = Subject(id="anna", name="Anna")
    return Chronology(History(subject=subject, events=events, treatments=treatments))


def test_constraints_beside_a_date_narrow_it():
    found = times(
        event("A", start=understand("1980")),
        event("B", start=understand("1975 to 1990"), not_before=("A",), not_after=("C",)),
        event("C", start=understand("1985")),
        event("D", same_time=("C",)),
    )
    assert found.interval("B.start") == understand("1980 to 1985").calendar
    assert found.interval("D.start") == understand("1984-07-01/1986-06-30").calendar
    assert found.gap("A.start", "B.start").earliest == 0


def test_the_end_of_a_moment_is_its_day():
    operation = Treatment(
        id="A", label="operation", kind=TreatmentKind.OPERATION, start=understand("1980")
    )
    found = times(operation, event("B", start=understand("after @A.end"), not_after=("A.end",)))
    assert found.interval("B.start") == understand("1980").calendar
    assert found.end("A") == understand("1980").calendar


def test_the_order_of_the_facts_does_not_matter():
    facts = [
        event("A", start=understand("after @B")),
        event("B", start=understand("6 months after @C"), not_after=("A",)),
        event("C", start=understand("3 years before @D")),
        event("D", start=understand("1993-01-01/1993-06-30")),
    ]
    there, back = times(*facts), times(*reversed(facts))
    for fact in facts:
        assert there.start(fact.id) == back.start(fact.id)
    assert there.start("B") == understand("1989-06-16/1991-07-30").calendar
    assert there.start("A").earliest == there.start("B").earliest


def test_a_long_chain_of_facts_is_no_trouble():
    chain = [event("E0", start=understand("1980"))]
    chain += [event(f"E{n}", start=understand(f"1 day after @E{n - 1}")) for n in range(1, 400)]
    found = times(*chain)
    assert found.clashes == ()
    assert found.start("E399").earliest == understand("1980").calendar.earliest + 399


def test_thirty_days_to_a_month_after_31_january_is_a_span():
    found = times(
        event("A", start=understand("1993-01-31")),
        event("B", start=understand("between 30 days and 1 month after @A")),
    )
    assert found.clashes == ()
    assert found.start("B").latest == understand("1993-03-02").calendar.latest


@pytest.mark.parametrize("months", [1, 2, 11, 12, 13, 48, 120, 600])
@pytest.mark.parametrize("day", ["1990-01-31", "1992-02-29", "1989-12-31", "1993-03-01"])
def test_calendar_and_order_miss_each_other_only_by_the_slack_of_months(day, months):
    """What `Chronology._refine` leaves standing is at most a week out; the rest is a clash."""

    def clashes(limit: int) -> bool:
        said = understand(date.fromordinal(limit).isoformat())
        found = times(
            event("A", start=understand(day)),
            event("B", start=understand(f"between {months} and {months} months after @A"),
                  not_before=("C",)),
            event("C", start=said),
        )  # fmt: skip
        assert found.interval("B.start").width is not None
        return bool(found.clashes)

    exact = times(
        event("A", start=understand(day)),
        event("B", start=understand(f"between {months} and {months} months after @A")),
    ).start("B")
    assert exact.width == 0
    assert not clashes(exact.latest)
    assert clashes(exact.latest + 8)
