"""Dates told from something else: ages, "ago", "later", "before", "about the time of" (C.7)."""

from __future__ import annotations

import re
from collections.abc import Callable

from remit.domain import phrases
from remit.domain.fuzzydate import BIRTH, CONSULTATION, FuzzyDate, Precision
from remit.domain.length import LONGEST_YEARS, OLDEST_AGE, Length, Unit, count
from remit.errors import InvalidInput

Builder = Callable[[re.Match[str]], FuzzyDate]
DAY = Length(days=1)
ROUND_YEARS = (10, 20, 30)


def understand(plain: str) -> FuzzyDate | None:
    """A relative date from folded words, or None where no rule fits."""
    for pattern, build in _RULES:
        match = pattern.fullmatch(plain)
        if match:
            return build(match)
    return None


def bounds(amount: float, unit: Unit, *, approx: bool = False) -> tuple[Length, Length]:
    """ "N units" as people round and truncate them: N - 0.5 to N + 1 units, wider for "about"."""
    if unit is Unit.DAY:  # half a day is 0, so "about" changes nothing
        return count(amount, unit), count(amount + 1, unit)
    if not approx:
        return count(max(amount - 0.5, 0), unit), count(amount + 1, unit)
    if unit is Unit.YEAR and amount in ROUND_YEARS:
        return count(amount * 0.8 - 0.5, unit), count(amount * 1.2 + 1, unit)
    return count(max(amount - 1, 0), unit), count(amount + 1.5, unit)


def _relative(
    anchor: str, lower: Length | None, upper: Length | None, *, approx: bool = False
) -> FuzzyDate:
    precision = Precision.RELATIVE
    if lower is None or upper is None:
        precision = Precision.BEFORE if lower is None else Precision.AFTER
    return FuzzyDate("", precision, anchor=anchor, lower=lower, upper=upper, approx=approx)


def _directed(anchor: str, low: Length, high: Length, *, after: bool, approx: bool) -> FuzzyDate:
    if after:
        return _relative(anchor, low, high, approx=approx)
    return _relative(anchor, -high, -low, approx=approx)


def _where(match: re.Match[str]) -> tuple[str, bool]:
    """Anchor and direction of "ago", "before X", "earlier than X", "after X", "later than X"."""
    groups = match.groupdict()
    if groups.get("ago"):
        return CONSULTATION, False
    after = groups["way"] in {"after", "later than", "from", "into"}
    return phrases.anchor(match["anchor"], after=after), after


def _within_reach(length: Length, text: str) -> Length:
    """The length, unless it leads out of every life and, before long, out of the calendar."""
    if length.too_long:
        raise InvalidInput(
            f"“{text}” is longer than {LONGEST_YEARS} years. Look for a slip of the keyboard, or "
            "write unknown."
        )
    return length


def _length(text: str) -> Length:
    return _within_reach(phrases.length(text), text)


def _possible(age: int) -> int:
    if age > OLDEST_AGE:
        raise InvalidInput(f"Nobody is aged {age}. Write an age up to {OLDEST_AGE}, or unknown.")
    return age


def _counted(match: re.Match[str]) -> FuzzyDate:
    anchor, after = _where(match)
    approx = bool(match["about"])
    number, unit = phrases.number(match["n"]), phrases.unit(match["unit"])
    _within_reach(count(number, unit), f"{match['n']} {match['unit']}")
    low, high = bounds(number, unit, approx=approx)
    return _directed(anchor, low, high, after=after, approx=approx)


def _vague(match: re.Match[str]) -> FuzzyDate:
    anchor, after = _where(match)
    low, high = phrases.VAGUE[(match["vague"], phrases.unit(match["unit"]))]
    return _directed(anchor, low, high, after=after, approx=False)


def _between(match: re.Match[str]) -> FuzzyDate:
    anchor, after = _where(match)
    low_text = match["low"]
    if not re.search(phrases.UNIT, low_text):
        low_text += " " + re.findall(phrases.UNIT, match["high"])[-1]
    low, high = sorted((_length(low_text), _length(match["high"])), key=_size)
    return _directed(anchor, low, high, after=after, approx=False)


def _astride(match: re.Match[str]) -> FuzzyDate:
    anchor = phrases.anchor(match["anchor"], after=True)
    return _relative(anchor, -_length(match["low"]), _length(match["high"]))


def _size(length: Length) -> float:
    return length.months * 30.4375 + length.days


def _within(match: re.Match[str]) -> FuzzyDate:
    anchor, after = _where(match)
    high = _length(match["high"])
    return _directed(anchor, Length(), high, after=after, approx=False)


def _at_least(match: re.Match[str]) -> FuzzyDate:
    anchor, after = _where(match)
    low = _length(match["low"])
    return _relative(anchor, low, None) if after else _relative(anchor, None, -low)


def _minutes(match: re.Match[str]) -> FuzzyDate:
    anchor, _ = _where(match)
    return _relative(anchor, Length(), Length())


def _open(match: re.Match[str]) -> FuzzyDate:
    after = match["way"] in {"after", "since", "from"}
    anchor = phrases.anchor(match["anchor"], after=after)
    return _relative(anchor, Length(), None) if after else _relative(anchor, None, Length())


def _around(match: re.Match[str]) -> FuzzyDate:
    year_half = Length(months=6)
    return _relative(
        phrases.anchor(match["anchor"], after=True), -year_half, year_half, approx=True
    )


def _same(match: re.Match[str]) -> FuzzyDate:
    groups = match.groupdict()
    text = groups.get("anchor") or "consultation"
    return _relative(phrases.anchor(text, after=True), Length(), Length())


def _of_age(low: int, high: int, *, childhood: bool = False) -> FuzzyDate:
    """From the birthday `low` to the day before the birthday `high`; childhood includes it."""
    upper = Length(months=12 * high) if childhood else Length(months=12 * high) - DAY
    precision = Precision.CHILDHOOD if childhood else Precision.AGE
    return FuzzyDate("", precision, anchor=BIRTH, lower=Length(months=12 * low), upper=upper)


def _age(match: re.Match[str]) -> FuzzyDate:
    age = _possible(int(phrases.number(match["age"])))
    return _of_age(age, age + 1)


def _ages(match: re.Match[str]) -> FuzzyDate:
    low, high = _possible(int(match["low"])), _possible(int(match["high"]))
    if low > high:
        raise InvalidInput(f"“{match[0]}” ends before it begins. Put the younger age first.")
    return _of_age(low, high + 1)


def _born(match: re.Match[str]) -> FuzzyDate:
    """ "Aged A at X" dates the birth (C.7)."""
    age = _possible(int(match["age"]))
    anchor = phrases.anchor(match["anchor"], after=True)
    lower = Length(months=-12 * (age + 1)) + DAY
    return FuzzyDate("", Precision.AGE, anchor=anchor, lower=lower, upper=Length(months=-12 * age))


def _decade_of_life(match: re.Match[str]) -> FuzzyDate:
    name = match["decade"]
    start = phrases.DECADES_OF_LIFE.get(name) or int(name[:2])
    if name == "teens":
        return _of_age(13, 20)
    low, high = {"early": (0, 4), "mid": (3, 7), "late": (6, 10), None: (0, 10)}[match["part"]]
    return _of_age(start + low, start + high)


_WAY = r"(?P<way>before|earlier than|after|later than|into)"
_TAIL = rf"(?:(?P<ago>ago|earlier|before now)|{_WAY} (?P<anchor>{phrases.ANCHOR}))"
_WHO = r"(?:her|his|their|my|the)"
_SOME = rf"(?:{phrases.NUMBER} ?{phrases.UNIT}(?: {phrases.NUMBER} ?{phrases.UNIT})*)"
_RULES: tuple[tuple[re.Pattern[str], Builder], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (
            (
                rf"(?:(?P<about>{phrases.ABOUT}) ?)?(?P<n>{phrases.NUMBER}) ?"
                rf"(?P<unit>{phrases.UNIT}) {_TAIL}"
            ),
            _counted,
        ),
        (rf"(?P<vague>several|a few) (?P<unit>{phrases.UNIT}) {_TAIL}", _vague),
        (rf"within minutes {_TAIL}", _minutes),
        (
            (
                rf"(?:between|from) (?P<low>{_SOME}|{phrases.NUMBER}) (?:and|to) (?P<high>{_SOME}) "
                rf"{_TAIL}"
            ),
            _between,
        ),
        (
            (
                rf"between (?P<low>{_SOME}) before and (?P<high>{_SOME}) after "
                rf"(?P<anchor>{phrases.ANCHOR})"
            ),
            _astride,
        ),
        (rf"(?:within|up to) (?P<high>{_SOME}) {_TAIL}", _within),
        (rf"(?:at least|more than|over) (?P<low>{_SOME}) {_TAIL}", _at_least),
        (rf"(?:aged |age )?(?P<age>\d{{1,3}}) at (?P<anchor>{phrases.ANCHOR})", _born),
        (
            (
                rf"(?:aged?|at(?: age)?|when (?:she|he|they|i) (?:was|were)) "
                rf"(?P<age>{phrases.NUMBER})(?: years old)?"
            ),
            _age,
        ),
        (r"(?P<age>\d{1,3}) years old", _age),
        (r"(?:aged?|at|between ages?) (?P<low>\d{1,3}) ?(?:to|and|-) ?(?P<high>\d{1,3})", _ages),
        (
            (
                rf"in (?:{_WHO} )?(?:(?P<part>early|mid|late)[ -])?"
                rf"(?P<decade>{'|'.join(phrases.DECADES_OF_LIFE)}|[2-9]0'?s)"
            ),
            _decade_of_life,
        ),
        (r"(?:as a|in) (?:child|childhood|boy|girl)|childhood", lambda _: _child()),
        (r"as a teenager|adolescen(?:t|ce)|as an adolescent|in adolescence", lambda _: _teen()),
        (r"as a young adult|young adulthood", lambda _: _of_age(18, 30)),
        (rf"(?:about|around) the time of (?P<anchor>{phrases.ANCHOR})", _around),
        (
            rf"(?:at the time of|same time as|with|at|on|during) (?P<anchor>{phrases.ANCHOR})",
            _same,
        ),
        (r"now|today|at present", _same),
        (rf"(?P<way>before|by|until|after|since|from) (?P<anchor>{phrases.ANCHOR})", _open),
    )
)


def _child() -> FuzzyDate:
    return _of_age(0, 18, childhood=True)


def _teen() -> FuzzyDate:
    return _of_age(13, 20)
