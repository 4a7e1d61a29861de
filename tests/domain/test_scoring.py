"""Scores worked by hand, each with its arithmetic (HZ8, INV-08)."""

import pytest

from remit.content.instruments import instrument, known, shipped
from remit.domain.instrument import Scoring
from remit.domain.scoring import FUNCTIONS, RULE_VERSION, score
from remit.errors import InvalidInput, NotFound

WORDS = ("not_at_all", "several_days", "more_than_half", "nearly_every_day")


def often(prefix, *points):
    return {f"{prefix}.{number}": WORDS[one] for number, one in enumerate(points, start=1)}


def result(identifier, values, key=None, **more):
    found = {one.key: one for one in score(instrument(identifier), values, **more)}
    return found[key] if key else next(iter(found.values()))


def value(identifier, values, key=None, **more):
    return result(identifier, values, key, **more).value


@pytest.mark.parametrize(
    ("identifier", "values", "total", "band"),
    [
        ("phq9", often("phq9", *[0] * 9), 0, "below the mild range"),
        ("phq9", often("phq9", *[3] * 9), 27, "severe"),  # 9 x 3
        # 1+2+0+3+1+0+2+0+0 = 9, one below moderate
        ("phq9", often("phq9", 1, 2, 0, 3, 1, 0, 2, 0, 0), 9, "mild"),
        ("phq9", often("phq9", 1, 2, 0, 3, 1, 0, 2, 0, 1), 10, "moderate"),  # 9 + 1
        ("phq9", often("phq9", 2, 2, 2, 2, 2, 2, 2, 0, 0), 14, "moderate"),  # 7 x 2
        ("phq9", often("phq9", 2, 2, 2, 2, 2, 2, 2, 1, 0), 15, "moderately severe"),
        ("phq9", often("phq9", 3, 3, 3, 3, 3, 3, 1, 0, 0), 19, "moderately severe"),  # 6 x 3 + 1
        ("phq9", often("phq9", 3, 3, 3, 3, 3, 3, 2, 0, 0), 20, "severe"),
        ("phq8", often("phq9", *[0] * 8), 0, "below the mild range"),
        ("phq8", often("phq9", *[3] * 8), 24, "severe"),  # 8 x 3
        ("phq8", often("phq9", 1, 1, 1, 1, 1, 0, 0, 0), 5, "mild"),
        ("phq2", often("phq9", 0, 0), 0, ""),
        ("phq2", often("phq9", 3, 3), 6, ""),
        ("gad7", often("gad7", *[0] * 7), 0, "below the mild range"),
        ("gad7", often("gad7", *[3] * 7), 21, "severe"),  # 7 x 3
        ("gad7", often("gad7", 1, 1, 1, 1, 0, 0, 0), 4, "below the mild range"),
        ("gad7", often("gad7", 2, 2, 2, 2, 2, 2, 2), 14, "moderate"),
        ("gad7", often("gad7", 3, 2, 2, 2, 2, 2, 2), 15, "severe"),
        ("gad2", often("gad7", 1, 2), 3, ""),
    ],
)
def test_hz8_sums_and_bands(identifier, values, total, band):
    found = result(identifier, values)
    assert (found.value, found.band, found.complete) == (total, band, True)


@pytest.mark.parametrize(
    ("identifier", "values", "positive"),
    [
        ("phq9", often("phq9", 3, 3, 3, 0, 0, 0, 0, 0, 0), False),  # 9
        ("phq9", often("phq9", 3, 3, 3, 1, 0, 0, 0, 0, 0), True),  # 10
        ("phq8", often("phq9", 3, 3, 3, 1, 0, 0, 0, 0), True),
        ("gad7", often("gad7", 3, 3, 3, 0, 0, 0, 0), False),
        ("gad7", often("gad7", 3, 3, 3, 1, 0, 0, 0), True),
        ("phq2", often("phq9", 2, 0), False),
        ("phq2", often("phq9", 2, 1), True),
        ("gad2", often("gad7", 2, 0), False),
        ("gad2", often("gad7", 0, 3), True),
    ],
)
def test_cut_offs_of_a_positive_screen(identifier, values, positive):
    assert bool(result(identifier, values).cut_offs) is positive


def test_peg_is_the_mean_of_three_with_one_decimal():
    peg = {"peg.1": 7, "peg.2": 8, "peg.3": 5}
    assert value("peg", peg) == 6.7  # (7 + 8 + 5) / 3 = 20 / 3 = 6.67
    assert value("peg", {"peg.1": 0, "peg.2": 0, "peg.3": 0}) == 0
    assert value("peg", {"peg.1": 10, "peg.2": 10, "peg.3": 10}) == 10
    found = result("peg", {"peg.1": 7, "peg.2": 8})
    assert found.value is None
    assert found.reason == "2 of 3 answered; all are needed"


def test_pain_ratings_stand_alone_and_their_mean_needs_all_four():
    given = {"nrs.avg": 5, "nrs.worst": 8, "nrs.least": 2, "nrs.now": 4}
    assert value("nrs", given, "nrs.avg") == 5
    assert value("nrs", given, "nrs.mean") == 4.75  # (5 + 8 + 2 + 4) / 4 = 19 / 4
    del given["nrs.least"]
    assert value("nrs", given, "nrs.avg") == 5
    assert value("nrs", given, "nrs.least") is None
    assert value("nrs", given, "nrs.mean") is None


def test_ratings_of_a_day_never_enter_the_rating_of_a_week():
    day = {"nrs-day.avg": 3, "nrs-day.worst": 6}
    assert value("nrs-day", day, "nrs-day.avg") == 3
    assert {one.value for one in score(instrument("nrs"), day)} == {None}


def test_roland_morris_counts_ticks_and_a_blank_form_is_no_score():
    every = tuple(str(number) for number in range(1, 25))
    assert value("rmdq", {"rmdq.ticked": every}) == 24
    assert value("rmdq", {"rmdq.ticked": ("3", "11", "18")}) == 3
    assert value("rmdq", {"rmdq.ticked": ("none_apply",)}) == 0
    assert value("rmdq", {}) is None
    assert value("rmdq", {"rmdq.ticked": ()}) is None
    with pytest.raises(InvalidInput, match=r"rmdq\.ticked"):
        value("rmdq", {"rmdq.ticked": ("none_apply", "3")})


def stress(exposure, *answers):
    given = {f"pcptsd5.{number}": one for number, one in enumerate(answers, start=1)}
    return {"pcptsd5.exposure": exposure} | given


def test_pc_ptsd_counts_only_behind_its_gate():
    assert value("pcptsd5", stress("yes", "yes", "yes", "yes", "yes", "yes")) == 5
    assert value("pcptsd5", stress("yes", "yes", "no", "yes", "no", "no")) == 2
    assert value("pcptsd5", stress("yes", "no", "no", "no", "no", "no")) == 0
    unexposed = result("pcptsd5", stress("no"))
    assert (unexposed.value, unexposed.complete, unexposed.of) == (0, True, 1)
    # answers left from before the gate was closed do not count
    assert value("pcptsd5", stress("no", "yes", "yes", "yes", "yes", "yes")) == 0
    assert value("pcptsd5", stress("yes", "yes", "yes", "yes", "yes")) is None  # 4 of 5
    assert value("pcptsd5", {}) is None


def test_pc_ptsd_cut_off_is_3():
    two = stress("yes", "yes", "yes", "no", "no", "no")
    three = stress("yes", "yes", "yes", "no", "no", "yes")
    assert not result("pcptsd5", two).cut_offs
    assert result("pcptsd5", three).cut_offs


@pytest.mark.parametrize(
    ("answer", "points", "band"),
    [
        ("very_much_better", 1, "important improvement"),
        ("much_better", 2, "important improvement"),
        ("little_better", 3, "a little better"),
        ("no_change", 4, "no change"),
        ("little_worse", 5, "a little worse"),
        ("much_worse", 6, "deterioration"),
        ("very_much_worse", 7, "deterioration"),
    ],
)
def test_overall_change_has_seven_steps(answer, points, band):
    found = result("pgic", {"pgic.change": answer})
    assert (found.value, found.band) == (points, band)


def test_own_items():
    able = {"own-act3.able1": 2, "own-act3.able2": 5, "own-act3.able3": 6}
    assert value("own-act3", able | {"own-act3.name1": "walk"}) == 4.3  # 13 / 3 = 4.33
    assert value("own-act3", {"own-act3.able1": 2, "own-act3.able2": 5}) is None
    assert value("own-sleep", {"own-sleep.nights": 7}, "own-sleep.nights") == 7
    with pytest.raises(InvalidInput, match="nights"):
        value("own-sleep", {"own-sleep.nights": 8})


def test_inv_08_a_result_names_all_that_it_came_from():
    given = often("phq9", 1, 2, 0, 3, 1, 0, 2, 0, 0)
    found = result("phq9", given | {"gad7.1": "not_at_all"})
    assert (found.instrument, found.version, found.rule_version) == ("phq9", "1", RULE_VERSION)
    assert found.items == tuple(given.items())
    assert (found.answered, found.of, found.substituted) == (9, 9, ())


def test_inv_08_entry_substitutes_nothing():
    given = often("phq9", 3, 3, 3, 3, 3, 3, 3, 3)
    found = result("phq9", given)
    assert found.value is None
    assert (found.reason, found.at_least) == ("8 of 9 answered; all are needed", 24)


def test_inv_08_an_import_may_lack_two_items_and_says_so():
    given = often("phq9", *[2] * 9)
    del given["phq9.3"], given["phq9.5"]
    found = result("phq9", given, imported=True)
    assert found.value == 18  # 7 x 2 = 14; 14 x 9 / 7
    assert found.substituted == ("phq9.3", "phq9.5")
    assert not found.complete
    del given["phq9.6"]
    assert value("phq9", given, imported=True) is None
    uneven = often("gad7", 1, 2, 0, 1, 1, 0)
    assert value("gad7", uneven, imported=True) == 5.8  # 5 x 7 / 6 = 5.83
    assert value("gad7", uneven) is None


def test_inv_08_item_9_is_never_substituted():
    assert value("phq9", often("phq9", *[2] * 8), imported=True) is None
    assert value("phq8", often("phq9", *[2] * 7), imported=True) == 16  # 14 x 8 / 7


@pytest.mark.parametrize("identifier", ["phq2", "gad2", "peg", "pcptsd5", "rmdq", "fibromyalgia"])
def test_inv_08_the_others_need_all_even_when_imported(identifier):
    made = instrument(identifier)
    first = next(iter(made.form.questions()))
    given = (
        {} if first.kind == "many" else {first.key: first.options[0].key if first.options else 5}
    )
    assert all(one.value is None for one in score(made, given, imported=True))


def test_points_are_read_as_well_as_words():
    assert value("phq2", {"phq9.1": 3, "phq9.2": 2.0}) == 5
    for wrong in (4, -1, 1.5, "often", ("several_days",)):
        with pytest.raises(InvalidInput, match=r"phq9\.1"):
            value("phq2", {"phq9.1": wrong, "phq9.2": 0})


@pytest.mark.parametrize("wrong", [11, -1, 5.5, float("nan"), "7"])
def test_a_scale_takes_its_own_numbers_only_and_no_error_repeats_one(wrong):
    with pytest.raises(InvalidInput) as caught:
        value("peg", {"peg.1": wrong, "peg.2": 5, "peg.3": 5})
    assert str(caught.value) == "peg.1: this answer is not one that the question allows."


def test_a_slot_gives_no_score():
    with pytest.raises(NotFound, match="AUDIT-C is not loaded"):
        score(instrument("auditc"), {"auditc.1": 4})


def test_every_named_function_exists_and_is_used():
    assert set(FUNCTIONS) == set(Scoring)
    assert {one.scoring for made in shipped() for one in made.scores} == set(Scoring)


def test_no_slot_has_scores():
    assert [one.id for one in known() if one.is_slot and one.scores] == []
