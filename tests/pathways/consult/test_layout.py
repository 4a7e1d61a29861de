"""No label touches another, nothing is drawn surer than it is, a thousand facts stay fast."""

import random
import time
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from remit.content.casefile import load
from remit.domain.chronology import Chronology
from remit.domain.facts import LifeEvent, Medicine, SymptomEpisode, Treatment, TreatmentKind
from remit.domain.fuzzydate import FuzzyDate, Precision
from remit.domain.history import History, Subject
from remit.domain.interval import Interval
from remit.pathways.consult import links
from remit.pathways.consult.layout import lay_out, rows_of
from remit.pathways.consult.lifefacts import Lane
from remit.pathways.consult.shapes import Density, Drawing
from remit.pathways.consult.timeline import build, zoom_steps
from remit.reports.svg import draw

CASES = Path(links.__file__).parents[2] / "content" / "cases"
WORDS = [
    "Moved house",
    "Father's long illness",
    "Overtime",
    "Debt",
    "Knee pain",
    "Headaches",
    "MRI",
    "Injection",
]


def day(year: int, month: int = 1, at: int = 1) -> int:
    return date(year, month, at).toordinal()


def between(low: int, high: int, precision: Precision = Precision.RANGE) -> FuzzyDate:
    return FuzzyDate("as told", precision, calendar=Interval(low, high), edtf="1900/2000")


def a_life(count: int) -> History:
    """Facts thrown over sixty years with a fixed seed, crowding toward the consultation."""
    dice = random.Random(count)
    made: dict[str, list] = {"events": [], "symptoms": [], "treatments": [], "medicines": []}
    for index in range(count):
        low = day(1950) + round((1 - dice.random() ** 2) * 21000)
        width = dice.choice([0, 30, 365, 1500, 6000])
        start = between(low, low + width)
        end = between(low + width, low + width + dice.choice([30, 900])) if index % 3 else None
        label = (
            f"{dice.choice(WORDS)}{dice.choice(['', ', and what followed it', ' again'])} {index}"
        )
        common = {"id": f"F{index}", "label": label, "start": start, "end": end}
        table = list(made)[index % 4]
        made[table].append(
            LifeEvent(code="FIN02", **common) if table == "events"
            else SymptomEpisode(**common) if table == "symptoms"
            else Treatment(kind=TreatmentKind.THERAPY, **common) if table == "treatments"
            else Medicine(drug="ibuprofen", **common)
        )  # fmt: skip
    subject = Subject(
        id="made",
        name="Made",
        birth=between(day(1950), day(1951)),
        consultation=between(day(2010), day(2010), Precision.DAY),
    )
    return History(subject=subject, **{name: tuple(rows) for name, rows in made.items()})


def timeline_of(history: History):
    chronology = Chronology(history)
    return build(chronology, links.find(chronology, links.LinkSettings()))


def assert_labels_apart(drawing: Drawing) -> None:
    boxes = sorted(drawing.label_boxes(), key=lambda box: box.top)
    for one, other in combinations(boxes, 2):
        assert not one.overlaps(other), (one, other)
    for box in boxes:
        assert drawing.gutter <= box.left + 0.01
        assert box.right <= drawing.width
        assert box.top >= 0
        assert box.bottom <= drawing.height


@pytest.mark.parametrize("width", [1280, 1010, 720, 360])
@pytest.mark.parametrize("name", ["mary", "susan", "nancy"])
def test_labels_of_the_three_cases_stand_apart(name, width):
    timeline = timeline_of(load(CASES / f"{name}.toml"))
    for step in zoom_steps(timeline):
        for density in (None, Density.COMFORTABLE, Density.DENSE):
            drawing = lay_out(timeline, width=width, view=step.view, density=density)
            assert_labels_apart(drawing)


@pytest.mark.parametrize("name", ["mary", "susan", "nancy"])
def test_every_fact_is_printed_and_labels_stand_apart(name):
    timeline = timeline_of(load(CASES / f"{name}.toml"))
    drawing = lay_out(timeline, width=658, density=Density.PRINT)
    assert_labels_apart(drawing)
    drawn = {fact.id for fact in drawing.facts}
    assert drawn == {fact.id for fact in timeline.facts if fact.dated}
    assert drawing.brush is None


@pytest.mark.parametrize("count", [67, 150, 1000])
def test_labels_of_crowded_lives_stand_apart_and_nothing_is_lost(count):
    timeline = timeline_of(a_life(count))
    drawing = lay_out(timeline, width=1280)
    assert_labels_apart(drawing)
    members = [member for capsule in drawing.capsules for member in capsule.members]
    drawn = [fact.id for fact in drawing.facts]
    assert sorted(members + drawn) == sorted(fact.id for fact in timeline.facts)
    assert len(drawing.links) <= 12


def test_a_thousand_facts_take_under_a_second():
    timeline = timeline_of(a_life(1000))
    began = time.perf_counter()
    drawing = lay_out(timeline, width=1280)
    picture = draw(drawing, title="Life", description="Crowded")
    assert time.perf_counter() - began < 1
    assert not drawing.facts
    assert len(picture) < 60_000


def test_the_same_life_gives_the_same_drawing():
    timeline = timeline_of(a_life(150))
    assert lay_out(timeline, width=1010) == lay_out(timeline, width=1010)


def test_the_budget_holds_where_nothing_must_be_kept():
    drawing = lay_out(timeline_of(a_life(150)), width=1280)
    assert drawing.brush is not None
    assert drawing.brush.top <= 640


def test_a_focused_fact_is_never_grouped():
    timeline = timeline_of(a_life(1000))
    drawing = lay_out(timeline, width=1280, focus="F501")
    assert [fact.id for fact in drawing.facts if fact.focused] == ["F501"]
    assert_labels_apart(drawing)


def test_rows_are_kept_between_keystrokes():
    timeline = timeline_of(load(CASES / "mary.toml"))
    first = lay_out(timeline, width=1600, density=Density.DENSE, budget=5000)
    again = lay_out(timeline, width=1600, density=Density.DENSE, budget=5000, keep=rows_of(first))
    assert rows_of(first) == rows_of(again)


def one_fact(**fields) -> Drawing:
    subject = Subject(
        id="one",
        name="One",
        birth=between(day(1950), day(1950, 12, 31)),
        consultation=between(day(2010), day(2010), Precision.DAY),
    )
    history = History(subject=subject, symptoms=(SymptomEpisode(id="S", label="Pain", **fields),))
    return lay_out(timeline_of(history), width=1010)


def test_a_moment_in_a_wide_interval_has_no_solid_mark():
    subject = Subject(
        id="one", name="One", birth=between(day(1950), day(1950, 12, 31)),
        consultation=between(day(2010), day(2010), Precision.DAY),
    )  # fmt: skip
    event = LifeEvent(id="E", label="Divorce", code="REL02", start=between(day(1970), day(1990)))
    drawing = lay_out(timeline_of(History(subject=subject, events=(event,))), width=1010)
    marks = drawing.facts[0].marks
    assert all(body.stops for body in marks.bodies)
    assert max(opacity for body in marks.bodies for _, opacity in body.stops) == 0.5
    assert len(marks.ticks) == 2


def test_nothing_certain_is_drawn_at_most_at_55_percent():
    drawing = one_fact(start=between(day(1970), day(1990)), end=between(day(1980), day(2000)))
    stops = drawing.facts[0].marks.bodies[0].stops
    assert max(opacity for _, opacity in stops) == 0.55


def test_a_wide_start_with_an_unknown_end_is_never_certain():
    drawing = one_fact(start=between(day(1970), day(1990)))
    marks = drawing.facts[0].marks
    assert max(opacity for _, opacity in marks.bodies[0].stops) == 0.55
    assert marks.question is not None


def test_a_known_period_is_solid_with_an_upright_start():
    known = between(day(1970), day(1970), Precision.DAY)
    drawing = one_fact(start=known, end=between(day(1990), day(1990), Precision.DAY))
    marks = drawing.facts[0].marks
    assert marks.bodies[0].stops == ()
    assert [wide for _, wide in marks.ticks] == [2.5, 1.5]
    assert marks.dots == ()


def test_what_only_birth_bounds_has_no_tick_at_birth():
    before = FuzzyDate("before 1990", Precision.BEFORE, calendar=Interval(None, day(1990)))
    drawing = one_fact(start=before, ongoing=True)
    marks = drawing.facts[0].marks
    assert all(x > marks.left + 1 for x, _ in marks.ticks)


def test_an_empty_history_draws_four_empty_lanes():
    subject = Subject(id="none", name="None")
    drawing = lay_out(timeline_of(History(subject=subject)), width=1010)
    assert [frame.lane for frame in drawing.lanes] == list(Lane)
    assert all(frame.empty is not None for frame in drawing.lanes)
    assert_labels_apart(drawing)
