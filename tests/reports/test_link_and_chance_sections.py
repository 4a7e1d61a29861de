"""What the report says of nearness in time and of chance, also where little can be said."""

from dataclasses import replace

import pytest

from remit.content import shipped
from remit.content.casefile import build
from remit.pathways.consult import casereport
from remit.reports import html, markdown
from remit.reports.document import document
from remit.stats.not_estimable import NotEstimable
from remit.stats.rate_ratio import RateRatio


def _report(events=(), links=(), onset="1990-03-01", **symptom):
    plain = {
        "case": {"id": "x", "name": "X", "birth": "1950", "consultation": "2010"},
        "event": [
            {"id": f"E{i}", "label": f"event {i}", "code": "FIN04", "lasting": False, **event}
            for i, event in enumerate(events)
        ],
        "symptom": [{"id": "S", "label": "pain", "start": onset, **symptom}],
        "link": [{"symptom": "S", **link} for link in links],
    }
    return casereport.build(build(plain, "x"))


def _section(report, heading):
    (found,) = [part for part in document(report).sections if part.heading == heading]
    return found


def _near(report):
    return _section(report, "Close in time")


def test_nothing_shown_is_not_nothing_near():
    section = _near(_report([{"start": "1950 to 2009"}]))
    assert section.paragraphs == ("No stressor can be shown to lie near an onset.",)
    assert section.items == ("The dates are too wide to say: 1 pair. event 0 (pain).",)


def test_what_went_on_at_the_onset_is_listed():
    event = {"start": "1985-01-10", "end": "1999", "lasting": True}
    section = _near(_report([event]))
    assert section.items == ("Going on at the onset: event 0 (pain).",)


def test_at_most_six_pairs_are_named():
    section = _near(_report([{"start": "1950 to 2009"}] * 8))
    (item,) = section.items
    assert item.startswith("The dates are too wide to say: 8 pairs. event 0 (pain);")
    assert item.endswith("event 5 (pain); and 2 more.")


def test_AT3_the_possible_pair_of_mary_is_named_in_text_and_page():
    pair = "Very unhappy in her job (Low back pain, down the right leg to the heel)"
    report = casereport.build(shipped.case("mary"))
    assert pair in markdown.render(report)
    assert pair in html.render(report)


def test_a_dispute_between_telling_and_dates_is_said():
    link = {"stressor": "E0", "says": "same time", "participant": "yes"}
    (row,) = _near(_report([{"start": "1980"}], [link])).rows
    assert row[2] == "told as close in time; the dates say otherwise"
    assert row[4] == "participant: yes, clinician: not asked"


def test_an_injury_is_called_one():
    (row,) = _near(_report([{"start": "1990"}], onset="1990", after_injury="E0")).rows
    assert row[2] == "injury at the onset"


def _statistics(report):
    return dict(_section(report, "Chance and coincidence").rows)


def _with_result(**changes):
    report = _report([{"start": "1990-01-10"}])
    result = replace(report.association.result, **changes)
    return replace(report, association=replace(report.association, result=result))


@pytest.mark.parametrize(("p", "words"), [(0.0, "< 0.001"), (0.0004, "< 0.001"), (0.04, "0.040")])
def test_a_p_is_never_printed_as_zero(p, words):
    assert _statistics(_with_result(p=p))["Chance level p (one-sided)"] == words


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (RateRatio(3.14, 0.5, 20.0, 0.95, "m"), "3.1; 95 % limits 0.5 to 20.0"),
        (
            RateRatio(NotEstimable("it is open", "m"), 0.0, float("inf"), 0.95, "m"),
            "not estimable, because it is open; 95 % limits 0 (open) to infinity (open)",
        ),
    ],
)
def test_the_rate_ratio_is_printed_with_its_limits(ratio, words):
    assert _statistics(_with_result(estimate=ratio))["Rate ratio (two-sided)"] == words


def test_labels_and_limits_of_the_method_are_said():
    report = _report([{"start": "1990-01-10"}])
    section = _section(report, "Chance and coincidence")
    assert "Outer limits of p over all dates that fit (need not be reached)" in dict(section.rows)
    words = " ".join(section.paragraphs)
    rows = dict(section.rows)
    assert "no onset beside the latest" in rows["Without the latest onset"]
    assert rows["Stressors dated by memory alone"].startswith("p 0.")
    assert (
        "before: logarithm normal about 0, SD 1"
        in rows["Rate ratio, for who believed before that it lies near 1"]
    )
    assert "It says nothing about what the pain comes from" in words
    method = " ".join(_section(report, "Method and settings").items)
    assert "fixed default" in method
    assert "1827 days" in method
    assert "366 days" in method


def test_other_windows_and_what_was_drawn_stand_beside_the_numbers():
    report = _report([{"start": "1990-01-10"}])
    rows = dict(_section(report, "Chance and coincidence").rows)
    for window in (91, 183, 365):
        assert "as the best of 3" in rows[f"Window of {window} days"]
    settings = " ".join(_section(report, "Method and settings").items)
    assert "seed 0" in settings
    assert "9999 placements" in settings
