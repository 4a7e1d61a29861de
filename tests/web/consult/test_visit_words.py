"""A kept fact in the words of the page, never in a code of the record."""

from remit.web.consult.visit_words import words_of


def test_a_rating_is_said_in_words():
    row = {"instrument": "nrs_avg", "value": 6.0, "start": "programme start"}
    assert words_of("score", row).label == "Average pain 6 of 10"
    assert words_of("score", row | {"value": 6.5}).label == "Average pain 6.5 of 10"
