"""Dates as people say them today: "last spring", "yesterday", "since March", "for two years".

They mean nothing without the day on which they were said. `fixed` turns what was said into a date
that keeps its meaning however much later it is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from remit.domain import edtf, phrases
from remit.domain.fuzzydate import CONSULTATION, FuzzyDate, Precision
from remit.domain.length import Axis, Length, shift
from remit.domain.saying import Reading, understand
from remit.errors import InvalidInput

_Maker = Callable[[re.Match[str], date, Reading], tuple[date, date]]
_WEEK = timedelta(days=7)


def said(text: str, reading: Reading) -> FuzzyDate:
    """A date from words said on the day of `reading.entry`.

    Raises:
        InvalidInput: when the words are not understood, or lie after that day.
    """
    if reading.entry is None:
        return understand(text, reading)
    plain = re.sub(r"\s+", " ", text.strip().lower())
    for pattern, make in _RULES:
        match = pattern.fullmatch(plain)
        if match:
            return _between(text, *make(match, reading.entry, reading))
    return understand(_shorter(plain) or text, reading)


def _shorter(plain: str) -> str:
    """What is left without "since", or "9 years ago" for "for 9 years"; empty where nothing is."""
    lasting = _LASTING.fullmatch(plain)
    if lasting:
        return f"{lasting['length']} ago"
    rest = _LEAD.sub("", plain)
    if rest == plain:
        return ""
    return f"in {rest}" if rest.startswith(("my ", "his ", "her ", "their ")) else rest


def fixed(text: str, reading: Reading) -> str:
    """The same date in words that need no day of telling: EDTF where it counted from that day.

    A length such as "two weeks ago" counts from the day on which it was told, not from a
    consultation that comes later.
    """
    found = said(text, reading)
    if reading.entry is not None and found.anchor == CONSULTATION:
        low, high = (
            None if by is None else _day(reading.entry, by, up=up)
            for by, up in ((found.lower, False), (found.upper, True))
        )
        return f"{low or '..'}/{high or '..'}"
    if found.edtf is not None and _changes(text, reading):
        return found.edtf
    return found.text


def _changes(text: str, reading: Reading) -> bool:
    """Whether the words mean something else, or nothing, without their day."""
    try:
        alone = understand(text, replace(reading, entry=None))
    except InvalidInput:
        return True
    return alone.calendar != said(text, reading).calendar


def _day(entry: date, by: Length, *, up: bool) -> str:
    moved = shift(entry.toordinal(), by, Axis.CALENDAR, up=up)
    return date.fromordinal(moved).isoformat()


def _between(text: str, first: date, last: date) -> FuzzyDate:
    words = first.isoformat() if first == last else f"{first.isoformat()}/{last.isoformat()}"
    precision = Precision.DAY if first == last else None
    found = edtf.read(words)
    return replace(found, text=text.strip(), precision=precision or found.precision)


def _yesterday(_match: re.Match[str], day: date, _reading: Reading) -> tuple[date, date]:
    return day - timedelta(days=1), day - timedelta(days=1)


def _week(match: re.Match[str], day: date, _reading: Reading) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    if match["which"] == "this":
        return monday, day
    return monday - _WEEK, monday - timedelta(days=1)


def _month(match: re.Match[str], day: date, _reading: Reading) -> tuple[date, date]:
    first = day.replace(day=1)
    if match["which"] == "this":
        return first, day
    last = first - timedelta(days=1)
    return last.replace(day=1), last


def _year(match: re.Match[str], day: date, _reading: Reading) -> tuple[date, date]:
    if match["which"] == "this":
        return date(day.year, 1, 1), day
    return date(day.year - 1, 1, 1), date(day.year - 1, 12, 31)


def _season(match: re.Match[str], day: date, reading: Reading) -> tuple[date, date]:
    """The latest such season that had begun; "last" is the latest that was over."""
    code = phrases.SEASONS[match["season"]]
    for year in (day.year + 1, day.year, day.year - 1, day.year - 2):
        spanned = edtf.season(year, code, southern=reading.southern)
        first = date.fromordinal(spanned.earliest or 1)
        last = date.fromordinal(spanned.latest or 1)
        begun = last < day if match["which"] == "last" else first <= day
        if begun:
            return first, min(last, day)
    raise InvalidInput(f"“{match[0]}” is not understood; write the year, such as spring 2024.")


def _named_month(match: re.Match[str], day: date, _reading: Reading) -> tuple[date, date]:
    """The latest such month; "last March" said in March is that of the year before."""
    number = phrases.month(match["month"])
    this = number < day.month or (number == day.month and match["which"] != "last")
    year = day.year if this else day.year - 1
    after = date(year + number // 12, number % 12 + 1, 1)
    return date(year, number, 1), min(after - timedelta(days=1), day)


_LEAD = re.compile(r"^(?:since|from|starting|ever since|it began|began) (?=\S)")
_LASTING = re.compile(
    rf"(?:for |since )?(?:about )?(?P<length>{phrases.NUMBER} {phrases.UNIT})(?: now)?"
)
_WHICH = r"(?:since |in |during |from )?(?:the )?(?P<which>last|this|past)"
_RULES: tuple[tuple[re.Pattern[str], _Maker], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (r"(?:since )?yesterday", _yesterday),
        (rf"{_WHICH} week", _week),
        (rf"{_WHICH} month", _month),
        (rf"{_WHICH} year", _year),
        (rf"{_WHICH} (?P<season>{phrases.SEASON})", _season),
        (rf"(?:since|in|during) (?:the )?(?P<which>)(?P<season>{phrases.SEASON})", _season),
        (rf"(?:since |in )?(?P<which>last|this|) ?(?P<month>{phrases.MONTH})", _named_month),
    )
)
