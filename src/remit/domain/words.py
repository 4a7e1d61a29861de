"""What was understood, said back in words that `saying.understand` reads to the same interval."""

from __future__ import annotations

from remit.domain.fuzzydate import (
    BIRTH,
    CONSULTATION,
    OWN_END,
    OWN_START,
    PROGRAMME_END,
    PROGRAMME_START,
    FuzzyDate,
    Precision,
)
from remit.domain.length import Length
from remit.domain.phrases import MONTHS

_SEASON = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}
_ANCHOR = {
    CONSULTATION: "the consultation",
    BIRTH: "birth",
    PROGRAMME_START: "start of the programme",
    PROGRAMME_END: "end of the programme",
    OWN_START: "@start",
    OWN_END: "@end",
}


def say(date: FuzzyDate) -> str:
    """The statement in plain words, for example "about 1993" or "between 8 years 6 months and
    10 years before the consultation"."""
    if date.is_unknown:
        return "unknown"
    if date.calendar is not None:
        return _calendar(date)
    return _relative(date)


def anchor_name(anchor: str) -> str:
    """A landmark in words, or a fact's id as `@id`."""
    return _ANCHOR.get(anchor, f"@{anchor}")


def length(value: Length) -> str:
    """A length such as "8 years 6 months"; "0 days" when there is none."""
    years, months = divmod(abs(value.months), 12)
    parts = [_plural(years, "year"), _plural(months, "month"), _plural(abs(value.days), "day")]
    return " ".join(part for part in parts if part) or "0 days"


def _plural(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}" if number else ""


def _calendar(date: FuzzyDate) -> str:
    text = date.edtf or ""
    if "/" not in text:
        return _single(text)
    low, high = text.split("/")
    if low == "..":
        return f"by {_single(high)}"
    if high == "..":
        return f"{low}/.."
    return f"{_single(low)} to {_single(high)}"


def _single(text: str) -> str:
    approx = text[-1:] in "~?%" and text[-1:] != ""
    bare = text.rstrip("~?%")
    parts = bare.split("-")
    if bare.endswith("X"):
        words = f"the {bare[:3]}0s"
    elif len(parts) == 1:
        words = bare
    elif len(parts) == 2 and int(parts[1]) in _SEASON:
        words = f"{_SEASON[int(parts[1])]} {parts[0]}"
    elif len(parts) == 2:
        words = f"{MONTHS[int(parts[1]) - 1].capitalize()} {parts[0]}"
    else:
        words = f"{int(parts[2])} {MONTHS[int(parts[1]) - 1].capitalize()} {parts[0]}"
    return f"about {words}" if approx else words


def _relative(date: FuzzyDate) -> str:
    anchor = anchor_name(date.anchor or CONSULTATION)
    lower, upper = date.lower, date.upper
    if date.anchor == BIRTH and date.precision in {Precision.AGE, Precision.CHILDHOOD}:
        return _age(date)
    if date.precision is Precision.AGE and upper is not None:
        return f"aged {-upper.months // 12} at {anchor}"
    if lower is None and upper is None:
        return "unknown"
    if lower is None:
        return _before(anchor, upper or Length())
    if upper is None:
        return f"after {anchor}" if lower.sign == 0 else f"at least {length(lower)} after {anchor}"
    if lower.sign == 0 and upper.sign == 0:
        return f"at the time of {anchor}"
    if lower.sign < 0 < upper.sign:
        return f"between {length(-lower)} before and {length(upper)} after {anchor}"
    if upper.sign <= 0:
        return f"between {length(-upper)} and {length(-lower)} before {anchor}"
    return f"between {length(lower)} and {length(upper)} after {anchor}"


def _before(anchor: str, upper: Length) -> str:
    return f"before {anchor}" if upper.sign == 0 else f"at least {length(-upper)} before {anchor}"


def _age(date: FuzzyDate) -> str:
    low, high = date.lower or Length(), date.upper or Length()
    first, last = low.months // 12, (high.months // 12) - 1
    if date.precision is Precision.CHILDHOOD:
        return "childhood"
    return f"aged {first}" if first == last else f"aged {first} to {last}"
