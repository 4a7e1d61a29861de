"""Dates as people say them -> intervals with their EDTF, by the rules of CLINICAL C.7.

One table of patterns, tried in order; each names the C.7 rule it carries out. Nothing is guessed:
what no pattern understands is an error that shows how to write it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from remit.domain import edtf, phrases, relative
from remit.domain.fuzzydate import UNKNOWN, FuzzyDate, Precision
from remit.domain.interval import Interval
from remit.errors import InvalidInput

YEAR = r"(?:1[89]|20|21)\d\d"
LONGEST_WORDS = 200
_ERA = r"(?:early|mid|middle of|late|beginning of|end of)"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader must know beside the words: the day of recording and the hemisphere."""

    entry: date | None = None
    southern: bool = False


Builder = Callable[[re.Match[str], Reading], FuzzyDate]


def understand(text: str, reading: Reading | None = None) -> FuzzyDate:
    """A fuzzy date from words or EDTF.

    Args:
        text: for example "about 1993", "in her twenties", "2 months after the programme".
        reading: day of recording and hemisphere.

    Raises:
        InvalidInput: when the words are not understood; the message shows forms that are.
    """
    context = reading or Reading()
    if len(text) > LONGEST_WORDS:
        raise InvalidInput(f"A date in words has at most {LONGEST_WORDS} characters.")
    plain = _plain(text)
    if not plain or plain in {"unknown", "not known", "undated", "?", "xxxx", "not stated"}:
        return replace(UNKNOWN, text=text.strip() or "unknown")
    for pattern, build in _RULES:
        match = pattern.fullmatch(plain)
        if match:
            return replace(build(match, context), text=text.strip())
    found = relative.understand(plain)
    if found is not None:
        return replace(found, text=text.strip())
    raise InvalidInput(
        f"“{text.strip()}” is not a date Remit understands. Write for example 1993, about 1993, "
        "May 1993, summer 2004, the 1980s, 1980 to 1990, before 1993, aged 40, in her twenties, "
        "9 years ago, 2 months after the programme, 6 months after @S05, or unknown."
    )


def _plain(text: str) -> str:
    """Folded words; ids after an @ keep their letters as written."""
    folded = re.sub(r"(?<![@\w.-])\w+", lambda word: word[0].lower(), text.strip())
    folded = folded.replace("–", "-").replace("—", "-").replace("’", "'")
    folded = re.sub(r"\ba (year|month|week) and a half", r"1.5 \1s", folded)
    return re.sub(r"\s+", " ", folded)


def _from_edtf(text: str, context: Reading, precision: Precision | None = None) -> FuzzyDate:
    found = edtf.read(text, entry=context.entry, southern=context.southern)
    return replace(found, precision=precision) if precision else found


def _bare(match: re.Match[str], context: Reading) -> FuzzyDate:
    return _from_edtf(match[0].upper(), context)


def _about(match: re.Match[str], context: Reading) -> FuzzyDate:
    inner = understand(match["rest"], context)
    if inner.calendar is None or inner.edtf is None or inner.approx or "/" in inner.edtf:
        raise InvalidInput(f"“{match[0]}”: “about” goes with a single year, month or season.")
    return _from_edtf(inner.edtf + "~", context)


def _spelled_day(match: re.Match[str], context: Reading) -> FuzzyDate:
    month, day = phrases.month(match["month"]), int(match["day"])
    return _from_edtf(f"{match['year']}-{month:02d}-{day:02d}", context)


def _spelled_month(match: re.Match[str], context: Reading) -> FuzzyDate:
    return _from_edtf(f"{match['year']}-{phrases.month(match['month']):02d}", context)


def _season(match: re.Match[str], context: Reading) -> FuzzyDate:
    return _from_edtf(f"{match['year']}-{phrases.SEASONS[match['season']]}", context)


def _decade(match: re.Match[str], context: Reading) -> FuzzyDate:
    digits = match["decade"]
    century = "" if len(digits) == 4 else "19" if int(digits) >= 30 else "20"
    return _from_edtf(f"{century}{digits}"[:3] + "X", context)


def _part(match: re.Match[str], context: Reading) -> FuzzyDate:
    """Early, mid, late: thirds of a year by months, of a decade by years [D]."""
    whole = understand(match["rest"], context)
    which = {"e": 0, "b": 0, "m": 1, "l": 2}[match["part"][0]] if match["part"] != "end of" else 2
    if whole.precision is Precision.YEAR and whole.edtf:
        low, high = ((1, 4), (5, 8), (9, 12))[which]
        return _from_edtf(f"{whole.edtf}-{low:02d}/{whole.edtf}-{high:02d}", context)
    if whole.precision is Precision.DECADE and whole.edtf:
        low, high = ((0, 3), (3, 7), (6, 9))[which]
        return _from_edtf(f"{whole.edtf[:3]}{low}/{whole.edtf[:3]}{high}", context)
    raise InvalidInput(f"“{match[0]}”: early, mid and late go with a year or a decade.")


def _range(match: re.Match[str], context: Reading) -> FuzzyDate:
    low, high = understand(match["low"], context), understand(match["high"], context)
    if low.edtf is None or high.edtf is None or "/" in low.edtf + high.edtf:
        raise InvalidInput(f"“{match[0]}”: a range needs a date on each side, as in 1980 to 1990.")
    return _from_edtf(f"{low.edtf}/{high.edtf}", context)


def _short_range(match: re.Match[str], context: Reading) -> FuzzyDate:
    low, high = match["low"], match["high"]
    return _from_edtf(f"{low}/{low[: 4 - len(high)]}{high}", context)


def _before(match: re.Match[str], context: Reading) -> FuzzyDate:
    """Strictly before: the last possible day is the one before the date begins."""
    limit = understand(match["rest"], context)
    if limit.calendar is None or limit.calendar.earliest is None:
        raise InvalidInput(f"“{match[0]}” needs a date or a fact to be before.")
    day = date.fromordinal(limit.calendar.earliest - 1)
    whole_year = limit.precision is Precision.YEAR and not limit.approx
    text = f"../{day.year:04d}" if whole_year else f"../{day.isoformat()}"
    return _from_edtf(text, context, Precision.BEFORE)


def _after(match: re.Match[str], context: Reading) -> FuzzyDate:
    limit = understand(match["rest"], context)
    if limit.calendar is None or limit.calendar.latest is None:
        raise InvalidInput(f"“{match[0]}” needs a date or a fact to be after.")
    day = date.fromordinal(limit.calendar.latest + 1)
    whole_year = limit.precision is Precision.YEAR and not limit.approx
    text = f"{day.year:04d}/.." if whole_year else f"{day.isoformat()}/.."
    return _from_edtf(text, context, Precision.AFTER)


def _by(match: re.Match[str], context: Reading) -> FuzzyDate:
    limit = understand(match["rest"], context)
    if limit.edtf is None or limit.calendar is None or "/" in limit.edtf:
        raise InvalidInput(f"“{match[0]}” needs a date.")
    return replace(
        _from_edtf(f"../{limit.edtf}", context, Precision.BEFORE),
        calendar=Interval(None, limit.calendar.latest),
    )


_CALENDAR_WORD = rf"(?:{phrases.MONTH}|{phrases.SEASON}|the|early|mid|late|\d)"
_RULES: tuple[tuple[re.Pattern[str], Builder], ...] = tuple(
    (re.compile(pattern), build)
    for pattern, build in (
        (r"\d{4}-[012]\d(?:-\d\d)?[~?%]?|(?:\d{4}|\d{3}x)[~?%]?", _bare),
        (r"(?:\.\.|[\dx~?%-]{4,})/(?:\.\.|[\dx~?%-]{4,})", _bare),
        (rf"{phrases.ABOUT} ?(?P<rest>{_CALENDAR_WORD}.*{YEAR}s?)", _about),
        (rf"{phrases.ABOUT} ?(?P<rest>{YEAR})", _about),
        (rf"(?P<rest>{YEAR})(?:ish| or so)", _about),
        (
            (
                rf"(?:on )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>{phrases.MONTH}),? "
                rf"(?P<year>{YEAR})"
            ),
            _spelled_day,
        ),
        (rf"(?P<month>{phrases.MONTH}) (?P<day>\d{{1,2}}),? (?P<year>{YEAR})", _spelled_day),
        (rf"(?:in )?(?P<month>{phrases.MONTH}),? (?:of )?(?P<year>{YEAR})", _spelled_month),
        (
            rf"(?:in )?(?:the )?(?P<season>{phrases.SEASON}),? (?:of )?(?P<year>{YEAR})",
            _season,
        ),
        (rf"in (?P<rest>{YEAR})", lambda m, c: understand(m["rest"], c)),
        (r"(?:in )?(?:the )?(?P<decade>(?:1[89]|20)\d0|\d0)'?s", _decade),
        (rf"(?:in )?(?:the )?(?P<part>{_ERA})[ -](?:the )?(?P<rest>(?:{YEAR}|\d0)'?s?)", _part),
        (rf"(?P<low>{YEAR}) ?- ?(?P<high>\d\d|{YEAR})", _short_range),
        (
            (
                rf"(?:from |between )?(?P<low>{_CALENDAR_WORD}[^@]*?) (?:to|and|until|or) "
                rf"(?P<high>{_CALENDAR_WORD}[^@]*?{YEAR}~?|{YEAR}~?)"
            ),
            _range,
        ),
        (rf"before (?P<rest>(?:{_CALENDAR_WORD}.*)?{YEAR}s?)", _before),
        (rf"after (?P<rest>(?:{_CALENDAR_WORD}.*)?{YEAR}s?)", _after),
        (rf"(?:by|up to|until|not after) (?P<rest>(?:{_CALENDAR_WORD}.*)?{YEAR}s?)", _by),
    )
)
