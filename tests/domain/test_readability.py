"""Reading age: the formula by hand, what ends a sentence, and texts at both ends."""

from __future__ import annotations

import pytest

from remit.domain.readability import (
    reading_age,
    reading_grade,
    sentences,
    syllables,
    words_per_sentence,
)


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("pain", 1),
        ("make", 1),
        ("table", 2),
        ("walked", 1),
        ("needed", 2),
        ("danger", 2),
        ("the", 1),
        ("muscles", 2),
        ("protection", 3),
    ],
)
def test_syllables_of_common_words(word: str, count: int) -> None:
    assert syllables(word) == count


def test_grade_is_the_formula_by_hand() -> None:
    # 4 words, 1 sentence, 4 syllables: 0.39 * 4 + 11.8 * 1 - 15.59
    assert reading_grade("The cat sat down.") == -2.2


def test_short_words_are_easier_than_long_ones() -> None:
    easy = "Pain is real. It is made to keep you safe."
    hard = "Nociplastic sensitisation characterises persistent musculoskeletal presentations."
    assert reading_age(easy) < 8 < 18 < reading_age(hard)


def test_words_of_each_sentence() -> None:
    assert words_per_sentence("Pain is real. Is it? Yes, 3 in 10 people.") == (3, 2, 5)


def test_headings_and_list_items_end_a_sentence() -> None:
    assert sentences("A heading\n\n- one thing\n- another thing") == (
        "A heading",
        "one thing",
        "another thing",
    )


@pytest.mark.parametrize(
    ("text", "counts"),
    [("", ()), ("1.5 of 10", (3,)), ("Dr. Ada said so.", (4,)), ("10-15 minutes.", (2,))],
)
def test_edges(text: str, counts: tuple[int, ...]) -> None:
    assert words_per_sentence(text) == counts
    assert reading_age(text) >= 5.0
