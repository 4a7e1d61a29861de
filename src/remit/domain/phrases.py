"""The small vocabulary in which people count time: numbers, units, months, seasons, anchors."""

from __future__ import annotations

import re

from remit.domain.edtf import AUTUMN, SPRING, SUMMER, WINTER
from remit.domain.fuzzydate import BIRTH, CONSULTATION, PROGRAMME_END, PROGRAMME_START
from remit.domain.length import Length, Unit, count
from remit.errors import InvalidInput

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "a couple of": 2, "couple of": 2, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "half a": 0.5,
}  # fmt: skip
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
SEASONS = {"spring": SPRING, "summer": SUMMER, "autumn": AUTUMN, "fall": AUTUMN, "winter": WINTER}
DECADES_OF_LIFE = {
    "teens": 10, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "eighties": 80, "nineties": 90,
}  # fmt: skip
VAGUE = {
    ("several", Unit.MONTH): (Length(months=3), Length(months=11)),
    ("several", Unit.WEEK): (Length(days=21), Length(days=56)),
    ("several", Unit.DAY): (Length(days=3), Length(days=7)),
    ("several", Unit.YEAR): (Length(months=36), Length(months=132)),
    ("a few", Unit.DAY): (Length(days=2), Length(days=6)),
    ("a few", Unit.WEEK): (Length(days=14), Length(days=42)),
    ("a few", Unit.MONTH): (Length(months=2), Length(months=6)),
    ("a few", Unit.YEAR): (Length(months=24), Length(months=72)),
}

_WORDS = "|".join(sorted((re.escape(word) for word in NUMBERS), key=len, reverse=True))
NUMBER = rf"(?:\d{{1,4}}(?:[.,]5)?(?: 1/2|½)?|(?:{_WORDS})(?: and a half)?)"
UNIT = r"(?:days?|weeks?|wks?|months?|mths?|years?|yrs?|y)"
ABOUT = r"(?:about|around|approximately|approx\.?|roughly|circa|c\.|ca\.?|some|nearly|almost|~)"
MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
SEASON = rf"(?:{'|'.join(SEASONS)})"
ANCHOR = r"(?:@[\w.-]+|(?:the |her |his |their |my )?[a-z][a-z0-9 '-]*)"

_LANDMARKS = {
    "consultation": CONSULTATION, "first consultation": CONSULTATION, "visit": CONSULTATION,
    "now": CONSULTATION, "today": CONSULTATION, "t0": CONSULTATION, "presentation": CONSULTATION,
    "birth": BIRTH, "born": BIRTH, "being born": BIRTH,
    "start of programme": PROGRAMME_START, "start of the programme": PROGRAMME_START,
    "programme start": PROGRAMME_START, "first group session": PROGRAMME_START,
    "day 1": PROGRAMME_START,
    "end of programme": PROGRAMME_END, "end of the programme": PROGRAMME_END,
    "programme end": PROGRAMME_END, "day 21": PROGRAMME_END,
}  # fmt: skip
_PROGRAMME = {"programme", "program", "workshop", "mbm programme", "mbm program"}


def number(text: str) -> float:
    """The value of a number in digits or words."""
    plain = text.strip().replace(",", ".").replace("½", ".5").replace(" 1/2", ".5")
    if plain.endswith(" and a half"):
        return number(plain.removesuffix(" and a half")) + 0.5
    return NUMBERS[plain] if plain in NUMBERS else float(plain)


def unit(text: str) -> Unit:
    """The unit behind a word such as "yrs"."""
    return {"d": Unit.DAY, "w": Unit.WEEK, "m": Unit.MONTH, "y": Unit.YEAR}[text.strip()[0]]


def month(text: str) -> int:
    """1 to 12 from a month's name or its first three letters."""
    return next(i for i, name in enumerate(MONTHS, 1) if name.startswith(text[:3]))


def length(text: str) -> Length:
    """A length in one or two parts, such as "8 years 6 months"."""
    total = Length()
    for amount, name in re.findall(rf"({NUMBER})\s*({UNIT})", text):
        total += count(number(amount), unit(name))
    return total


def anchor(text: str, *, after: bool) -> str:
    """The landmark or fact that words point to; "the programme" ends before what follows it.

    Raises:
        InvalidInput: when the words point to nothing known.
    """
    plain = re.sub(r"^(the|her|his|their|my) ", "", text.strip())
    if plain.startswith("@"):
        return plain[1:]
    if plain in _PROGRAMME:
        return PROGRAMME_END if after else PROGRAMME_START
    if plain in _LANDMARKS:
        return _LANDMARKS[plain]
    if plain.replace(" ", "-") in _LANDMARKS.values():
        return plain.replace(" ", "-")
    raise InvalidInput(
        f"“{text}” is nothing to count from. Count from the consultation, birth, the programme, "
        "or a fact by its id, such as @S05."
    )
