"""What a case report says of the three published cases, and what it must never say."""

from functools import cache

import pytest

from remit.content import shipped
from remit.domain.wording import BANNED, banned_in
from remit.pathways.consult import casereport
from remit.reports import html, markdown, summary
from remit.reports.document import document


@cache
def _report(name):
    return casereport.build(shipped.case(name))


@cache
def _text(name):
    return " ".join(markdown.render(_report(name)).replace("\\", "").split())


# Each point with both sides of what does not fit, in the notes of the case it concerns.
G6 = [
    (1, "nancy", "summary counts her as pain-free at last follow-up"),
    (1, "nancy", "her rating was 1 of 10, with a stiff neck now and then"),
    (1, "nancy", "near pain-free, not pain-free"),
    (2, "mary", "pain-free for the 11 months before last follow-up"),
    (2, "mary", "the 11 months must therefore start at that recurrence"),
    (2, "mary", "can only be counted from that episode, not from the programme"),
    (3, "mary", "Nine years are given for the pain"),
    (3, "mary", "also for the disability leave by the time the numbness began"),
    (4, "mary", "called a fusion at L4-L5 in one place"),
    (4, "mary", "a decompression with fusion in another"),
    (4, "mary", "may count from her own call or from the consultation"),
    (5, "mary", "As reported, side and level of the MRI finding do not fit"),
    (5, "mary", "the thigh felt numb while sensation was normal on examination"),
    (6, "susan", "visual analogue scale without a stated unit"),
    (7, "susan", "left her job early in the telling"),
    (7, "susan", "is said to be unable to work only later"),
    (7, "susan", "misprinted in the source"),
    *(
        (8, name, words)
        for name in ("susan", "nancy")
        for words in (
            "speaks of recovery without medicine or physical treatment",
            "A medicine changed between the programme and the last rating",
        )
    ),
    (8, "susan", "yet buprenorphine with naloxone was used"),
    (8, "susan", "what became of her other medicines is not given"),
    (8, "nancy", "yet a medicine was stopped in this time"),
    (9, "susan", "called pain-free for the last 3 years"),
    (9, "susan", "the 3 years must therefore follow that episode"),
    (9, "susan", "can only be counted from that episode, not from the programme"),
    (10, "nancy", "in pain for most of her adult life"),
    (10, "nancy", "dated from 1980 and the widespread pain was named in 1993"),
    (10, "nancy", "went on since 1980, yet the complaint itself is dated"),
    *(
        (point, name, words)
        for name in shipped.CASE_IDS
        for point, words in (
            (11, "at the consultation or at the time of writing is not said"),
            (11, "The time from the consultation to the workshop is not said"),
            (12, "chosen looking back, among people with at least 4 years of pain"),
            (12, "6 months of follow-up; how many others were treated is not given"),
            (12, "no adverse event is reported either way"),
        )
    ),
    (11, "mary", "No date stands on the calendar"),
    (11, "susan", "No date stands on the calendar"),
    (11, "nancy", "Only these dates are given on the calendar: 1980, 1993"),
    (13, "mary", "two months to the return of pain may count from the third week"),
    (13, "mary", "or from the cancelling of the operation"),
]


@pytest.mark.parametrize(("point", "name", "words"), G6)
def test_AT9_the_report_shows_the_points_of_G6_as_data_notes(point, name, words):
    notes = " ".join(" ".join(note.text for note in _report(name).notes).split())
    assert words in notes, f"point {point}"
    assert words in _text(name)


def test_AT9_every_point_of_G6_is_tested():
    assert {point for point, _, _ in G6} == set(range(1, 14))


EXPECTED = {
    "mary": (
        "8 of 10",
        "0 of 10 (derived from words)",
        "100 % less (from words)",
        "50 % or more, pain-free",
    ),
    "susan": (
        "8 of 10",
        "0 of 10 (derived from words)",
        "100 % less (from words)",
        "50 % or more, pain-free",
    ),
    "nancy": (
        "6 of 10",
        "1 of 10",
        "83.3 % less",
        "50 % or more, near pain-free (not pain-free)",
    ),
}


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_AT4_outcomes_in_the_report(name):
    assert tuple(value for _, value in summary.rows(_report(name))[:4]) == EXPECTED[name]


def test_AT4_recurrences_with_their_stressors_are_stated():
    (mary,) = _report("mary").recurrences
    assert mary.symptom.id == "M24"
    assert [(near.stressor, near.ground) for near in mary.stressors] == [("M25", "stated")]
    assert mary.relief == "gone within minutes"
    (susan,) = _report("susan").recurrences
    assert [(near.stressor, near.ground) for near in susan.stressors] == [("S25", "stated")]
    assert _report("nancy").recurrences == ()


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_the_answer_about_one_life_is_not_enough_information(name):
    """And the chance level is what the statistic returns, not a number written down."""
    found = _report(name).association
    assert found.answer.value == "not enough information"
    assert found.chance_of_100 == round(100 * found.result.p)


def test_AT5_morphine_equivalent_and_unknown_after_it():
    text = _text("susan")
    assert "Morphine equivalent at the consultation: 120 mg/day (table cdc-2022)" in text
    assert "Morphine equivalent after that: unknown" in text
    assert "not for converting between opioids" in text


def test_AT7_operation_with_caution_and_cancelled_by_the_participant():
    assert casereport.PLANNED_OPERATION in _text("mary")
    assert "cancelled; the participant decided" in _text("mary")


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_AT10_no_diagnosis_no_cause_no_banned_phrase(name):
    for text in (_text(name), html.render(_report(name)), summary.render(_report(name))):
        assert banned_in(text) == ()


def test_the_banned_list_bites():
    assert banned_in("It is all in  your Head.") != ()
    assert len(set(BANNED)) == len(BANNED)


@pytest.mark.parametrize("name", ["mary", "susan"])
def test_a_case_without_a_calendar_never_shows_a_year(name):
    import re

    figure = html.figure(_report(name))
    assert not re.search(
        r">[^<]*\b(19|20)\d\d\b[^<]*<", re.sub(r"<style>.*?</style>", "", figure, flags=re.DOTALL)
    )


@pytest.mark.parametrize("name", shipped.CASE_IDS)
def test_every_section_says_something(name):
    for section in document(_report(name)).sections:
        assert section.paragraphs or section.rows or section.items, section.heading


def test_markdown_and_html_cannot_be_broken_by_what_people_type():
    nasty = "<script>alert(1)</script> | *x* [a](b) `c`"
    plain = shipped.plain_case("nancy")
    plain["event"][0]["label"] = nasty
    plain["note"][0]["text"] = nasty
    from remit.content.casefile import build

    report = casereport.build(build(plain, "nasty"))
    assert "<script>" not in html.render(report)
    assert "<script>" not in markdown.render(report)
    assert "\\<script\\>" in markdown.render(report)
