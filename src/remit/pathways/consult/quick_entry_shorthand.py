"""Shorthand for dates put into words that Remit understands: one table of patterns and makers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from remit.domain.fuzzydate import FuzzyDate
from remit.domain.lately import fixed
from remit.domain.lately import said as read_date
from remit.domain.phrases import DECADES_OF_LIFE, MONTHS, NUMBER, SEASON
from remit.errors import InvalidInput
from remit.pathways.consult.quick_entry_life import Life

LATEST = 2030  # the last year that two digits may mean where no day of telling is known
LONGEST_LIFE = 100
LAST_DAY_OF_MONTH = 31
FIRST_CALENDAR_DECADE = 70  # "her 40s" and "40s" are years of life, "80s" are of the calendar
_UNITS = {"7": "days", "52": "weeks", "12": "months", "d": "days", "w": "weeks", "m": "months"}
_YY = r"'?\d\d\b(?!/)"
_Y = rf"(?:(?:1[89]|20)\d\d\b|{_YY})~?"
_ABOUT = r"(?:about|around|circa|approx\.?|roughly|ca?\.?|~)"
_NOT_CANCER = r"(?<!breast )(?<!lung )(?<!bowel )(?<!prostate )(?<!ovarian )"
_UNIT = r"(?:years?|yrs?|y|months?|mths?|mo|weeks?|wks?|wk|w|days?)\b"
_FRACTION = r"(?P<n{0}>\d{{1,2}})/(?P<per{0}>7|52|12)\b"
_NOW = r"(?:now|present|date|today|ongoing)\b"
_MONTH = rf"(?:{'|'.join((*MONTHS, *(name[:3] for name in MONTHS), 'sept'))})\b\.?"
_LIFE = "|".join(DECADES_OF_LIFE)
_WHO = r"(?:her|his|their|my|the)"


@dataclass(frozen=True, slots=True)
class Atom:
    """One date as found: where, its words, and what it says of the end."""

    low: int
    high: int
    start: str
    end: str = ""
    ongoing: bool = False


class Shorthand:
    """Words for shorthand in one life."""

    def __init__(self, life: Life, said: str) -> None:
        self.said = said
        self.life = life

    def year(self, text: str) -> str:
        """Four digits for two; "about" for a tilde."""
        digits = text.strip("'~ ")
        if len(digits) == 2:
            digits = str(self._whole(int(digits)))
        return f"about {digits}" if "~" in text else digits

    def _whole(self, two: int) -> int:
        """The year of this life that two digits mean; outside of it, the one nearest to it."""
        first, last = self.life.years
        last = last or LATEST
        first = first or last - LONGEST_LIFE + 1
        return min((2000 + two, 1900 + two), key=lambda year: max(first - year, year - last, 0))

    def lasting(self, words: str) -> str:
        """The same date in words that need no day of telling."""
        if self.life.reading.entry is None:
            return words
        try:
            return fixed(words, self.life.reading)
        except (InvalidInput, ValueError, OverflowError):
            return words

    def understood(self, words: str) -> FuzzyDate | None:
        """The date behind words, or None."""
        try:
            found = read_date(words, self.life.reading)
        except (InvalidInput, ValueError, OverflowError):
            return None
        return None if found.is_unknown else found


Found = re.Match[str]
Maker = Callable[[Found, Shorthand], tuple[str, str, bool]]


def _range(found: Found, short: Shorthand) -> tuple[str, str, bool]:
    low, high = found["low"], found["high"]
    if re.fullmatch(_NOW, high):
        return short.year(low), "", True
    if not {len(low.strip("'~ ")), len(high.strip("'~ "))} & {4} and not _plausible(low):
        return "", "", False
    if found[0].startswith("between") or " or " in found[0]:
        return f"{short.year(low)} to {short.year(high)}", "", False
    return short.year(low), short.year(high), False


def _short_range(found: Found, _short: Shorthand) -> tuple[str, str, bool]:
    """ "1984-6"."""
    low, high = found["low"], found["low"][:3] + found["high"]
    return (low, high, False) if high > low else ("", "", False)


def _either(found: Found, short: Shorthand) -> tuple[str, str, bool]:
    low, high = short.year(found["low"]), short.year(found["high"])
    close = 0 < int(high[-4:]) - int(low[-4:]) <= 3
    return (f"{low} to {high}" if close else ""), "", False


def _plausible(two: str) -> bool:
    """Whether two bare digits are rather a year than a number of something."""
    digits = two.strip("'~ ")
    return "'" in two or "~" in two or digits[0] in "03456789"


def _full_day(found: Found, short: Shorthand) -> tuple[str, str, bool]:
    """Day and month in either order; where both are possible the date lies between the two."""
    first, second, year = int(found["a"]), int(found["b"]), short.year(found["y"])
    days = []
    for month, day in ((second, first), (first, second)):
        try:
            days.append(date(int(year), month, day).isoformat())
        except ValueError:
            continue
    low, high = (min(days), max(days)) if days else ("", "")
    return (low if low == high else f"{low}/{high}"), "", False


def _month_year(found: Found, short: Shorthand) -> tuple[str, str, bool]:
    month = int(found["m"])
    return (f"{short.year(found['y'])}-{month:02d}" if 1 <= month <= 12 else ""), "", False


def _lasting(found: Found, _short: Shorthand) -> tuple[str, str, bool]:
    return f"{spelled(found['length'])} ago", "", True


def _ago(found: Found, _short: Shorthand) -> tuple[str, str, bool]:
    about = "about " if found["about"] else ""
    return f"{about}{spelled(found['length'])} ago", "", False


def spelled(text: str) -> str:
    """ "9 years" for "9y", "3 months" for "3/12"."""
    fraction = re.fullmatch(r"(\d+)/(7|52|12)", text.strip())
    if fraction:
        return f"{fraction[1]} {_UNITS[fraction[2]]}"
    found = re.fullmatch(rf"({NUMBER}|several|a few)\s*({_UNIT})", text.strip())
    if found is None:
        return text
    return f"{found[1]} {_UNITS.get(found[2][0], 'years')}"


def _months(found: Found, short: Shorthand) -> tuple[str, str, bool]:
    year = short.year(found["y"])
    return f"{found['low']} {year}", f"{found['high']} {year}", False


def _ages(found: Found, _short: Shorthand) -> tuple[str, str, bool]:
    return f"aged {found['low']}", f"aged {found['high']}", False


def _age(found: Found, _short: Shorthand) -> tuple[str, str, bool]:
    return f"aged {found['age']}", "", False


def _named_year(found: Found, short: Shorthand) -> tuple[str, str, bool]:
    about = "about " if found["about"] else ""
    return f"{about}{found['name']} {short.year(found['y'])}", "", False


def _bare_year(found: Found, short: Shorthand) -> tuple[str, str, bool]:
    said = (found["way"] or found["about"] or "").strip()
    year = short.year(found["y"])
    if re.fullmatch(_ABOUT, said):
        return year if "about" in year else f"about {year}", "", False
    return (f"{said} {year}" if said in {"by", "before", "after"} else year), "", False


def _two_digits(found: Found, short: Shorthand) -> tuple[str, str, bool]:
    return (short.year(found["y"]) if _plausible(found["y"]) else ""), "", False


def _after_word(found: Found, short: Shorthand) -> tuple[str, str, bool]:
    return short.year(found["y"] or found["y2"]), "", False


def _by_year(found: Found, short: Shorthand) -> tuple[str, str, bool]:
    of_age = re.search(r"\bage|yo\b|child|teens", found.string)
    if of_age or not _plausible(found["y"]):  # "gone by 18" counts years of life
        return f"aged {found['y']}", "", False
    return f"{found['way']} {short.year(found['y'])}", "", False


def _decade(found: Found, _short: Shorthand) -> tuple[str, str, bool]:
    part = f"{found['part'].strip(' -')} " if found["part"] else "the "
    if len(found["decade"]) == 2 and int(found["decade"]) < FIRST_CALENDAR_DECADE:
        return f"in her {part.replace('the ', '')}{found['decade']}s", "", False
    return f"{part}{found['decade']}s", "", False


def _life(found: Found, _short: Shorthand) -> tuple[str, str, bool]:
    part = f"{found['part'].strip(' -')} " if found["part"] else ""
    return f"in her {part}{found['decade']}", "", False


def _her_decade(found: Found, _short: Shorthand) -> tuple[str, str, bool]:
    part = f"{found['part'].strip(' -')} " if found["part"] else ""
    return f"in her {part}{found['decade']}s", "", False


def _young(found: Found, _short: Shorthand) -> tuple[str, str, bool]:
    said = found[0]
    words = "as a teenager" if re.search("teen|adolesc", said) else "childhood"
    return ("as a young adult" if "young" in said else words), "", False


def _as_said(found: Found, short: Shorthand) -> tuple[str, str, bool]:
    """The words with their ids as they were typed."""
    words = short.said[found.start() : found.end()]
    return words if "@" in words else found[0], "", False


LENGTH = rf"(?:\d{{1,2}}/(?:7|52|12)\b|(?:{NUMBER}|several|a few)\s?{_UNIT})"
_LENGTH = rf"(?P<length>{LENGTH})"
_PART = r"(?P<part>(?:early|mid|late)[ -])?"
_EVENT = (
    r"(?:@[\w.-]+|(?:the )?(?:programme|program|consultation|birth|visit)(?: (?:start|end))?)\b"
)
FORMS: tuple[tuple[re.Pattern[str], Maker], ...] = tuple(
    (re.compile(pattern), maker)
    for pattern, maker in (
        (rf"\b(?:{NUMBER} ?(?:days?|weeks?|months?|years?) )?(?:before|after) {_EVENT}", _as_said),
        ((r"\bat (?:the time of @[\w.-]+|"
          r"(?:the )?(?:consultation|programme (?:start|end)))"), _as_said),
        (r"\bat least \d+ years after birth\b", _as_said),
        (r"\b\d{4}-(?:0[1-9]|1[0-2])-\d\d(?![\d-])|(?<!\S)\d{4}/\d{4}\b", _as_said),
        (r"\b(?P<a>\d{1,2})(?P<sep>[/.-])(?P<b>\d{1,2})(?P=sep)(?P<y>\d{4}|\d\d)\b", _full_day),
        (rf"(?:(?P<about>{_ABOUT}) ?)?\b{_LENGTH}\s+(?:ago|back|previously)\b", _ago),
        (rf"\b(?:x ?|for (?:the (?:last|past) )?|over ){_LENGTH}(?! (?:a|per)\b)", _lasting),
        (r"(?<=\s)(?P<length>\d{1,2} ?(?:y|yrs|years|/12|/52))(?= ?$|,)", _lasting),
        (rf"\b{_LENGTH}\s+(?:hx|history|h/o)(?: of)?\b", _lasting),
        ((r"(?:\b(?:ages?d?|aged|from age) ?|@ ?)(?P<low>\d{1,2}) ?(?:-|to|until) ?"
         r"(?:age )?(?P<high>\d{1,2})\b"), _ages),
        (r"\b(?P<low>\d{1,2}) ?- ?(?P<high>\d{1,2}) ?(?:yo|y/o|yrs old)\b", _ages),
        ((r"(?:\b(?:at )?(?:the )?aged? (?:of )?|@ ?|"
         r"\bwhen (?:she|he|they|i|pt|patient) (?:was|were) )"
         r"(?P<age>\d{1,3})\b(?! ?mg)"), _age),
        (r"(?<= )(?:at|when) (?P<age>[3-9]|1\d)(?=$|[,.])", _age),
        (r"\b(?P<age>\d{1,3}) ?(?:yo|y/o|y\.o\.|years old|yrs old)(?!\w)", _age),
        ((rf"(?<![\w/.])(?:from |between )?(?P<low>{_Y}) ?(?:-|–|to|until|till|and|or) ?"
         rf"(?P<high>{_Y}|{_NOW})(?! ?(?:mg|%|sessions|times|children|kids))"), _range),
        ((rf"\b(?P<low>{_MONTH}) ?(?:-|–|to|until) ?(?P<high>{_MONTH}) "
          r"(?P<y>'?\d\d(?:\d\d)?)\b"), _months),
        (r"(?<![\w/.])(?P<low>(?:1[89]|20)\d\d)[-–](?P<high>\d)(?![\w/.-])", _short_range),
        (r"(?<![\w/.])(?P<low>(?:1[89]|20)\d\d|\d\d)/(?P<high>\d\d)\b(?!/)", _either),
        (r"(?<![\w/.])(?P<m>\d{1,2})/(?P<y>(?:1[89]|20)\d\d|0\d|[4-9]\d)\b", _month_year),
        (rf"\bin {_WHO} {_PART}(?P<decade>[2-9]0)'?s\b", _her_decade),
        (rf"\b(?:in )?(?:the )?{_PART}(?P<decade>(?:1[89]|20)\d0|[1-9]0)'?s\b", _decade),
        (rf"\bin (?:{_WHO} )?{_PART}(?P<decade>{_LIFE})\b", _life),
        ((rf"(?:(?P<about>{_ABOUT}) ?)?\b(?P<name>\d{{1,2}} {_MONTH}|{_MONTH}|(?:early|mid|late)|"
         rf"{SEASON})(?: of)?,? (?P<y>'?\d\d(?:\d\d)?)\b"), _named_year),
        ((rf"(?<![\w/.])(?:(?P<way>by|before|after|in)\b ?|{_NOT_CANCER}(?P<about>{_ABOUT}) ?)?"
         r"(?P<y>(?:1[89]|20)\d\d~?)(?!\d)"), _bare_year),
        (rf"(?<!\w){_ABOUT} ?(?P<y>{_YY})", lambda m, s: (f"about {s.year(m['y'])}", "", False)),
        (r"\b(?P<way>by|before) (?P<y>'?\d\d)\b(?! ?mg)", _by_year),
        (r"(?<=since )(?P<y>'?\d\d)\b|(?<=until )(?P<y2>'?\d\d)\b", _after_word),
        ((r"(?:^|(?<=till )|(?<= in )|(?<=from )|(?<=resolved ))(?P<y>'?\d\d~?)(?=[\s,.]|$)"
         r"(?! ?(?:mg|%|x\b))"), _two_digits),
        (r"(?<= )(?P<y>'\d\d|\d\d~|[5-9]\d)(?=$|,)", _two_digits),
        ((r"\b(?:as (?:a |an )?)(?:small |young )?(?:child|kid|girl|boy|teenager|teen|adolescent|"
         r"young adult)\b|\b(?:in |since |throughout )?(?:childhood|adolescence|young adulthood)\b|"
         r"\b(?:in |since )?(?:her |his )?teens\b"), _young),
        (rf"\b(?:last|this) (?:week|month|year|{SEASON}|{_MONTH})\b|\byesterday\b", _as_said),
        (rf"(?<=since )(?:{_MONTH}|{SEASON})\b", _as_said),
    )
)  # fmt: skip
