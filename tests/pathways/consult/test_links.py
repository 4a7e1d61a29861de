"""The link table of CLINICAL C.7, and the links that the published cases make (G.5)."""

from dataclasses import replace
from functools import cache

import pytest

from remit.content import shipped
from remit.content.casefile import build
from remit.domain.chronology import Chronology
from remit.domain.facts import Answer, Nearness
from remit.pathways.consult.links import LinkKind, LinkSettings, find, judge, stressors

CERTAIN, POSSIBLE, DURING = LinkKind.CERTAIN_NEAR, LinkKind.POSSIBLE_NEAR, LinkKind.DURING
FAR, NEVER, EITHER = LinkKind.FAR, LinkKind.NOT_CANDIDATE, LinkKind.ORDER_UNKNOWN


def _judged(stressor, onset, *, lasting=False, end=None, ongoing=False, window=183):
    event = {"id": "E", "label": "e", "code": "FIN04", "start": stressor, "lasting": lasting}
    if end:
        event["end"] = end
    if ongoing:
        event["ongoing"] = True
    plain = {
        "case": {"id": "x", "name": "X", "birth": "1950", "consultation": "2010"},
        "event": [event],
        "symptom": [{"id": "S", "label": "s", "start": onset}],
    }
    history = build(plain, "x")
    chronology = Chronology(history)
    settings = LinkSettings(window_days=window)
    return judge(chronology, settings, history.symptoms[0], history.events[0]).kind


@pytest.mark.parametrize(
    ("stressor", "onset", "expected"),
    [
        ("1990-01-10", "1990-03-01", CERTAIN),
        ("1990-01-10", "1990-01-10", CERTAIN),  # the same day: e1 <= s0
        ("1990-01-10", "1990-07-12", CERTAIN),  # 183 days
        ("1990-01-10", "1990-07-13", FAR),  # 184 days
        ("1990-03-02", "1990-03-01", NEVER),
        ("1990-01", "1990-06", CERTAIN),  # 1 January to 30 June are 180 days
        ("1990-01", "1990-08", POSSIBLE),  # 31 January to 1 August are 182 days, at most 242
        ("1989", "1990-01", POSSIBLE),
        ("1990", "1990", EITHER),  # year-only dates in the same year: never "preceded"
        ("1990-03", "1990-03", EITHER),
        ("1988", "1990", FAR),
        ("unknown", "1990", EITHER),
    ],
)
def test_a_point_stressor(stressor, onset, expected):
    assert _judged(stressor, onset) is expected


@pytest.mark.parametrize(
    ("start", "end", "ongoing", "onset", "expected"),
    [
        ("1990-01-10", "1999", False, "1990-03-01", CERTAIN),
        ("1985-01-10", "1999", False, "1990-03-01", DURING),
        ("1985-01-10", None, True, "1990-03-01", DURING),
        ("1985-01-10", "1986", False, "1990-03-01", FAR),
        ("1985-01-10", None, False, "1990-03-01", FAR),  # end not known: never "during"
        ("1990-06-01", "1999", False, "1990-03-01", NEVER),
    ],
)
def test_a_lasting_stressor_counts_from_its_start(start, end, ongoing, onset, expected):
    assert _judged(start, onset, lasting=True, end=end, ongoing=ongoing) is expected


def test_the_window_is_a_setting():
    assert _judged("1990-01-10", "1990-12-01") is FAR
    assert _judged("1990-01-10", "1990-12-01", window=366) is CERTAIN


def _told(stressor, onset, settings=None, **link):
    plain = {
        "case": {"id": "x", "name": "X", "birth": "1950", "consultation": "2010"},
        "event": [{"id": "E", "label": "e", "code": "FIN04", "start": stressor, "lasting": False}],
        "symptom": [{"id": "S", "label": "s", "start": onset}],
        "link": [{"symptom": "S", "stressor": "E", **link}],
    }
    (found,) = find(Chronology(build(plain, "x")), settings or LinkSettings())
    return found


def test_a_stated_link_says_nothing_about_time_unless_it_is_said():
    found = _told("1980", "1990")
    assert found.stated.says is Nearness.NONE
    assert found.kind is FAR
    assert not found.is_drawn


@pytest.mark.parametrize("stressor", ["1980", "1995"])
def test_told_as_near_while_the_dates_exclude_it_is_drawn_and_disputed(stressor):
    found = _told(stressor, "1990", says="same time")
    assert found.kind is LinkKind.STATED_NEAR
    assert found.is_drawn
    assert found.disputed


@pytest.mark.parametrize("stressor", ["1989", "1990", "unknown"])
def test_told_as_near_and_not_excluded_is_not_disputed(stressor):
    assert not _told(stressor, "1990", says="same time").disputed


def test_the_thresholds_of_drawing_are_settings():
    def drawn(stressor, onset, settings):
        plain = _told(stressor, onset, settings)
        return replace(plain, stated=None).is_drawn

    assert drawn("1989", "1990-01", LinkSettings())
    assert not drawn("1989", "1990-01", LinkSettings(telling_days=300))
    assert drawn("1990", "1990", LinkSettings())
    assert not drawn("1990", "1990", LinkSettings(same_time_days=300))


def test_what_would_not_have_happened_without_the_pain_is_no_stressor():
    history = shipped.case("mary")
    events = tuple(replace(event, independent_of_pain=Answer.NO) for event in history.events)
    assert stressors(Chronology(replace(history, events=events)), LinkSettings()) == ()


@cache
def _links(case):
    return {
        (link.symptom, link.stressor): link
        for link in find(Chronology(shipped.case(case)), LinkSettings())
    }


STATED = LinkKind.STATED_NEAR
G5 = {
    "mary": {("M24", "M25"): STATED},
    "susan": {
        ("S05", "S06"): STATED,
        ("S15b", "S15"): POSSIBLE,
        ("S24", "S25"): STATED,
    },
    "nancy": {
        ("N04a", "N04b"): STATED,
        ("N07", "N08a"): STATED,
        ("N07", "N08b"): STATED,
        ("N07", "N08c"): STATED,
    },
}


@pytest.mark.parametrize("case", shipped.CASE_IDS)
def test_AT3_links_of_the_text(case):
    stated = {key: link.kind for key, link in _links(case).items() if link.stated}
    assert stated == G5[case]


@pytest.mark.parametrize("case", shipped.CASE_IDS)
def test_AT3_no_stated_link_of_the_text_is_disputed_by_the_dates(case):
    assert not [key for key, link in _links(case).items() if link.disputed]


def test_AT3_possible_only_where_the_text_names_no_link():
    link = _links("mary")["M10", "M09"]
    assert link.kind is LinkKind.POSSIBLE_NEAR
    assert link.stated is None
    assert link.is_too_wide


def test_AT3_an_accident_is_a_trauma_onset_and_no_psychosocial_stressor():
    assert [key for key, link in _links("nancy").items() if link.injury] == [("N06b", "N06a")]


def test_the_display_never_says_because():
    for case in shipped.CASE_IDS:
        for link in _links(case).values():
            assert "caus" not in link.words
            assert "because" not in link.words


def _asked(stressor, onset, **opinions):
    return _told(stressor, onset, told=False, **opinions)


def test_an_opinion_is_not_somebody_who_said_so():
    found = _asked("1990-01", "1990-08", participant="yes", clinician="unsure")
    assert found.stated is None
    assert (found.participant, found.clinician) == (Answer.YES, Answer.UNSURE)
    assert found.kind is POSSIBLE
    assert found.words == "possibly close in time"


def test_an_opinion_on_a_told_link_leaves_it_told():
    found = _told("1990", "1990", says="same time", clinician="no")
    assert found.stated is not None
    assert found.clinician is Answer.NO


def test_a_link_with_an_opinion_is_not_lost_when_the_dates_move_apart():
    found = _asked("1980", "1990", participant="no")
    assert found.kind is FAR
    assert not found.is_drawn


def test_a_wide_link_is_drawn_once_the_participant_says_that_they_belong_together():
    assert not _asked("1980/1989", "1990", participant="unsure").is_drawn
    assert _asked("1980/1989", "1990", participant="yes").is_drawn
    assert not _asked("1980/1989", "1990", clinician="yes").is_drawn


def test_an_opinion_moves_no_link_in_the_order():
    plain = {
        "case": {"id": "x", "name": "X", "birth": "1950", "consultation": "2010"},
        "event": [
            {"id": name, "label": name, "code": "FIN04", "start": "1990-01", "lasting": False}
            for name in ("E3", "E1", "E2")
        ],
        "symptom": [{"id": "S", "label": "s", "start": "1990-03"}],
    }
    before = [link.stressor for link in find(Chronology(build(plain, "x")), LinkSettings())]
    plain["link"] = [{"symptom": "S", "stressor": "E3", "told": False, "participant": "yes"}]
    after = [link.stressor for link in find(Chronology(build(plain, "x")), LinkSettings())]
    assert before == after == ["E3", "E1", "E2"]
