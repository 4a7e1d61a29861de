"""Who takes what at the consultation: only what is certain counts toward the equivalent."""

import pytest

from remit.content import shipped
from remit.content.casefile import build
from remit.pathways.consult import casereport
from remit.pathways.consult.medicines import Taken


def _report(*medicines):
    rows = [{"id": f"D{i}", "label": row["drug"], **row} for i, row in enumerate(medicines)]
    plain = {
        "case": {"id": "x", "name": "X", "birth": "1950", "consultation": "2010-06-15"},
        "medicine": rows,
    }
    return casereport.build(build(plain, "x"))


@pytest.mark.parametrize(
    ("dates", "taken"),
    [
        ({"start": "1999", "end": "2000"}, Taken.NO_LONGER),
        ({"start": "2009", "ongoing": True}, Taken.YES),
        ({"start": "2009", "end": "2011"}, Taken.YES),
        ({"start": "2010-06-15", "ongoing": True}, Taken.YES),
        ({"start": "2011"}, Taken.NOT_YET),
        ({"start": "2009"}, Taken.PERHAPS),  # nobody said whether it ended
        ({"start": "2010", "ongoing": True}, Taken.PERHAPS),  # may have begun afterwards
        ({"start": "2009", "end": "2010"}, Taken.PERHAPS),
        ({}, Taken.PERHAPS),
    ],
)
def test_taken_at_the_consultation(dates, taken):
    (line,) = _report({"drug": "morphine", "amount": 30, **dates}).medicines
    assert line.taken is taken


def test_an_opioid_that_ended_is_not_counted():
    report = _report(
        {"drug": "morphine", "amount": 120, "start": "1999", "end": "2000", "opioid": True},
        {"drug": "fentanyl transdermal", "amount": 25, "start": "2009", "ongoing": True},
    )
    assert report.opioids.words == "60 mg/day"


def test_an_opioid_of_the_table_counts_without_being_marked():
    report = _report({"drug": "oxycodone", "amount": 60, "start": "2009", "ongoing": True})
    assert report.opioids.total == 90


def test_what_is_only_perhaps_taken_makes_the_total_at_least():
    report = _report(
        {"drug": "morphine", "amount": 30, "start": "2009", "ongoing": True},
        {"drug": "oxycodone", "amount": 20, "start": "unknown"},
    )
    assert report.opioids.words == "at least 30 mg/day"


def test_a_patch_is_never_printed_in_milligrams():
    (line,) = _report({"drug": "fentanyl transdermal", "amount": 25, "start": "2009"}).medicines
    assert line.dose == "25 mcg/h"


def test_AT5_susan_by_the_report_itself():
    report = casereport.build(shipped.case("susan"))
    assert report.opioids.words == "120 mg/day"
    assert report.opioids_later.words == "unknown"


def _rated(*scores):
    rows = [{"id": f"Q{i}", **row} for i, row in enumerate(scores)]
    plain = {
        "case": {"id": "x", "name": "X", "birth": "1950", "consultation": "2010-06-15"},
        "score": rows,
    }
    return casereport.build(build(plain, "x"))


def test_the_last_rating_is_last_in_time_not_in_the_file():
    report = _rated(
        {"value": 6, "start": "2010-06-15", "phase": "baseline"},
        {"value": 1, "start": "2011-06", "phase": "follow-up"},
        {"value": 7, "start": "2010-12", "phase": "follow-up"},
    )
    assert report.trajectory.last.value == 1
    assert report.trajectory.change.r50


def test_an_unknown_order_is_said():
    report = _rated(
        {"value": 6, "start": "2010-06-15", "phase": "baseline"},
        {"value": 1, "start": "2011", "phase": "follow-up"},
        {"value": 7, "start": "2011", "phase": "follow-up"},
    )
    assert any(
        "does not say which follow-up rating came last" in note.text for note in report.notes
    )


def test_a_baseline_after_its_follow_up_is_said():
    report = _rated(
        {"value": 8, "start": "2011", "phase": "baseline"},
        {"value": 2, "start": "2009", "phase": "follow-up"},
    )
    assert any("called baseline does not certainly come before" in n.text for n in report.notes)


def test_getting_worse_comes_before_any_class():
    report = _rated(
        {"value": 3, "start": "2010-06-15", "phase": "baseline"},
        {"value": 7, "start": "2011", "phase": "follow-up"},
    )
    assert report.trajectory.change.responder == "worse by 2 points or more"


def test_a_rating_may_count_from_another_rating():
    report = _rated(
        {"value": 3, "start": "2010-06-15", "phase": "baseline"},
        {"value": 7, "start": "2 weeks after @Q0", "phase": "follow-up"},
    )
    assert report.said(report.trajectory.last.start) == "2 weeks after Q0".replace("Q0", "q0")
