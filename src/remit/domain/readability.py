"""How hard a plain English text is to read: the Flesch-Kincaid grade and the length of sentences.

Syllables are estimated from vowel groups, so a grade is an estimate: a text that sits near a limit
wants a human reader too. Nothing here judges sense, only length.

Source: Kincaid, Fishburne, Rogers and Chissom 1975 (the grade formula, a US government report).
"""

from __future__ import annotations

import re

PER_SENTENCE, PER_SYLLABLE, CONSTANT = 0.39, 11.8, 15.59
FIRST_SCHOOL_AGE = 5
"""A pupil of US grade 1 is about 6 years old, so a grade and five make an age."""
_ABBREVIATIONS = re.compile(r"\b(Dr|Mr|Mrs|Ms|St|e\.g|i\.e|vs|No)\.", re.IGNORECASE)
_MARKUP = re.compile(r"[*_#`>]|\]\([^)]*\)|\[|^\s*[-+]\s+", re.MULTILINE)
_ENDS = re.compile(r"[.!?\u2026]+[\"'\u2019\u201d)]*(?=\s|$)|\n\s*\n|\n(?=\s*[-*+]\s)")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019][A-Za-z]+)*")
_TOKEN = re.compile(r"[A-Za-z0-9\u00c0-\u024f]+(?:['\u2019.,%/-][A-Za-z0-9]+)*%?")
_VOWELS = re.compile(r"[aeiouy\u00e0-\u00ff]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[aeiou]le|[^aeiouytd]ed|[aeiou]les|[^aeiouysxzcgl]es)$")
"""Last vowels that are not spoken: make, walked, whole, times; not table, needed, muscles."""


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text; a blank line and a list item end one too."""
    plain = _ABBREVIATIONS.sub(r"\1", text)
    pieces = (_MARKUP.sub(" ", piece).strip() for piece in _ENDS.split(plain))
    return tuple(" ".join(piece.split()) for piece in pieces if _TOKEN.search(piece))


def words_per_sentence(text: str) -> tuple[int, ...]:
    """The number of words in each sentence, in order; a number counts as a word."""
    return tuple(len(_TOKEN.findall(sentence)) for sentence in sentences(text))


def syllables(word: str) -> int:
    """Estimated syllables of one English word, never fewer than one."""
    lower = word.lower()
    count = len(_VOWELS.findall(lower))
    return max(1, count - 1 if count > 1 and _SILENT.search(lower) else count)


def reading_grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text; 0.0 where it has no words."""
    words = _WORD.findall(_MARKUP.sub(" ", text))
    if not words:
        return 0.0
    parts = max(1, len(sentences(text)))
    each = sum(syllables(word) for word in words) / len(words)
    return round(PER_SENTENCE * len(words) / parts + PER_SYLLABLE * each - CONSTANT, 1)


def reading_age(text: str) -> float:
    """The age in years at which a pupil reads such a text (grade 7 is about 12); at least 5.

    A text without words has age 5.0.
    """
    return max(float(FIRST_SCHOOL_AGE), round(reading_grade(text) + FIRST_SCHOOL_AGE, 1))
