"""Rules of wording that every text of the programme keeps, days and sessions and calls alike."""

import re

from remit.domain.readability import sentences, words_per_sentence
from remit.domain.wording import banned_in

LONGEST_SENTENCE = 22
OLDEST_READER = 12.0
OLDEST_STAFF_READER = 14.0
NEVER = (
    "cure", "cured", "guarantee", "guaranteed", "nothing wrong", "all clear", "because of stress",
    "patient", "should", "must", "just", "in your head", "journey", "warrior", "healing", "toxic",
    "unfortunately", "simply", "permanent", "proof that you", "you caused", "your fault",
    "need surgery", "need tablets", "healed by", "well done", "congratulations",
)  # fmt: skip
"""Words of F.3 and of the microcopy rules; "just" as an adverb shrinks what a person feels."""
_STUDY_NUMBER = re.compile(r"\d+ of \d+|\d %|\d+(?:\.\d+)? times|\d{3}")


def long_sentences(text: str) -> list[str]:
    """Sentences of more than 22 words."""
    return [one for one in sentences(text) if words_per_sentence(one)[0] > LONGEST_SENTENCE]


def never_said(text: str) -> list[str]:
    """What a text says and never says, an exclamation mark among it."""
    lower = text.lower()
    found = [word for word in NEVER if re.search(rf"\b{re.escape(word)}\b", lower)]
    return [*found, *banned_in(text), *(["!"] if "!" in text else [])]


def has_study_numbers(text: str) -> bool:
    """Whether a text tells numbers of a study, which need a source that was read (V1 or V2)."""
    return bool(_STUDY_NUMBER.search(text))
