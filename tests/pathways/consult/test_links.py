"""The link table of CLINICAL C.7, and the links that the published cases make (G.5)."""

from functools import cache

import pytest

from remit.content import shipped
from remit.content.casefile import build
from remit.domain.chronology import Chronology
from remit.pathways.consult.links import LinkKind, LinkSettings, find, judge

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


@cache
def _links(case):
    return {
        (link.symptom, link.stressor): link
        for link in find(Chronology(shipped.case(case)), LinkSettings())
    }


def _link(case, symptom, stressor):
    found = {key: link for key, link in _links(case).items() if key[0].startswith(symptom)}
    named = [link for key, link in found.items() if key[1].startswith(stressor)]
    assert named, f"{symptom} - {stressor} not among {sorted(found)}"
    return named


G5 = [
    ("mary", "M24", "M25", LinkKind.STATED_NEAR),
    ("susan", "S05", "S06", LinkKind.STATED_NEAR),
    ("susan", "S15b", "S15", LinkKind.POSSIBLE_NEAR),
    ("susan", "S24", "S25", LinkKind.STATED_NEAR),
    ("nancy", "N04", "N04", LinkKind.STATED_NEAR),
    ("nancy", "N07", "N08", LinkKind.STATED_NEAR),
    ("mary", "M10", "M09", LinkKind.POSSIBLE_NEAR),
]


@pytest.mark.parametrize(("case", "symptom", "stressor", "expected"), G5)
def test_AT3_links_of_the_text(case, symptom, stressor, expected):
    kinds = {link.kind for link in _link(case, symptom, stressor)}
    assert expected in kinds


def test_AT3_possible_only_where_the_text_names_no_link():
    (link,) = _link("mary", "M10", "M09")
    assert link.stated is None


def test_AT3_an_accident_is_a_trauma_onset_and_no_psychosocial_stressor():
    links = [link for key, link in _links("nancy").items() if link.injury]
    assert [link.symptom[:3] for link in links] == ["N06"]


def test_the_display_never_says_because():
    for case in shipped.CASE_IDS:
        for link in _links(case).values():
            assert "caus" not in link.words
            assert "because" not in link.words
