"""The dates in a part of a line: shorthand put into words that Remit understands, and the rest.

Every date of a part is found by one pattern of shorthand and put into plain words by a table; the
word before it says what it dates: "since" goes on, "until" and "resolved" are an end.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from remit.domain.fuzzydate import FuzzyDate
from remit.domain.lately import said as read_date
from remit.domain.phrases import DECADES_OF_LIFE, MONTHS, NUMBER, SEASON
from remit.domain.saying import Reading
from remit.errors import InvalidInput
from remit.pathways.consult.quick_entry_known import Known

PIVOT = 30  # two digits above this are of the last century where no day of telling is known
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
class Dated:
    """Dates of one part of a line as words that Remit understands, and the words left.

    Attributes:
        period: whether start and end were said as one period, such as 84-86.
        same_time: whether the part says that it was at the same time as another.
    """

    rest: str
    start: str = ""
    end: str = ""
    ongoing: bool = False
    words: str = ""
    period: bool = False
    same_time: bool = False

    def row(self, *, moment: bool = False) -> dict[str, object]:
        """The dates as keys of a case file; a moment lies somewhere within its period."""
        if moment and self.period and self.start and self.end:
            return {"start": f"{self.start} to {self.end}"}
        row: dict[str, object] = {}
        if self.start:
            row["start"] = self.start
        if self.end:
            row["end"] = self.end
        elif self.ongoing and not moment:
            row["ongoing"] = True
        return row


@dataclass(frozen=True, slots=True)
class _Atom:
    """One date as found: where, its words, and what it says of the end."""

    low: int
    high: int
    start: str
    end: str = ""
    ongoing: bool = False


class _Shorthand:
    """Words for shorthand on one day of telling."""

    def __init__(self, entry: date | None, said: str) -> None:
        self.said = said
        self.reading = Reading(entry=entry)
        self.last = PIVOT if entry is None else entry.year % 100

    def year(self, text: str) -> str:
        """Four digits for two; "about" for a tilde."""
        digits = text.strip("'~ ")
        if len(digits) == 2:
            digits = f"{20 if int(digits) <= self.last else 19}{digits}"
        return f"about {digits}" if "~" in text else digits

    def understood(self, words: str) -> FuzzyDate | None:
        """The date behind words, or None."""
        try:
            found = read_date(words, self.reading)
        except (InvalidInput, ValueError, OverflowError):
            return None
        return None if found.is_unknown else found


_Found = re.Match[str]
_Maker = Callable[[_Found, _Shorthand], tuple[str, str, bool]]


def _range(found: _Found, short: _Shorthand) -> tuple[str, str, bool]:
    low, high = found["low"], found["high"]
    if re.fullmatch(_NOW, high):
        return short.year(low), "", True
    if not {len(low.strip("'~ ")), len(high.strip("'~ "))} & {4} and not _plausible(low):
        return "", "", False
    if found[0].startswith("between") or " or " in found[0]:
        return f"{short.year(low)} to {short.year(high)}", "", False
    return short.year(low), short.year(high), False


def _either(found: _Found, short: _Shorthand) -> tuple[str, str, bool]:
    low, high = short.year(found["low"]), short.year(found["high"])
    close = 0 < int(high[-4:]) - int(low[-4:]) <= 3
    return (f"{low} to {high}" if close else ""), "", False


def _plausible(two: str) -> bool:
    """Whether two bare digits are rather a year than a number of something."""
    digits = two.strip("'~ ")
    return "'" in two or "~" in two or digits[0] in "03456789"


def _full_day(found: _Found, short: _Shorthand) -> tuple[str, str, bool]:
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


def _month_year(found: _Found, short: _Shorthand) -> tuple[str, str, bool]:
    month = int(found["m"])
    return (f"{short.year(found['y'])}-{month:02d}" if 1 <= month <= 12 else ""), "", False


def _lasting(found: _Found, _short: _Shorthand) -> tuple[str, str, bool]:
    return f"{_length(found['length'])} ago", "", True


def _ago(found: _Found, _short: _Shorthand) -> tuple[str, str, bool]:
    about = "about " if found["about"] else ""
    return f"{about}{_length(found['length'])} ago", "", False


def _length(text: str) -> str:
    """ "9 years" for "9y", "3 months" for "3/12"."""
    fraction = re.fullmatch(r"(\d+)/(7|52|12)", text.strip())
    if fraction:
        return f"{fraction[1]} {_UNITS[fraction[2]]}"
    found = re.fullmatch(rf"({NUMBER}|several|a few)\s*({_UNIT})", text.strip())
    if found is None:
        return text
    return f"{found[1]} {_UNITS.get(found[2][0], 'years')}"


def _ages(found: _Found, _short: _Shorthand) -> tuple[str, str, bool]:
    return f"aged {found['low']}", f"aged {found['high']}", False


def _age(found: _Found, _short: _Shorthand) -> tuple[str, str, bool]:
    return f"aged {found['age']}", "", False


def _named_year(found: _Found, short: _Shorthand) -> tuple[str, str, bool]:
    about = "about " if found["about"] else ""
    return f"{about}{found['name']} {short.year(found['y'])}", "", False


def _bare_year(found: _Found, short: _Shorthand) -> tuple[str, str, bool]:
    said = (found["way"] or found["about"] or "").strip()
    year = short.year(found["y"])
    if re.fullmatch(_ABOUT, said):
        return year if "about" in year else f"about {year}", "", False
    return (f"{said} {year}" if said in {"by", "before", "after"} else year), "", False


def _two_digits(found: _Found, short: _Shorthand) -> tuple[str, str, bool]:
    return (short.year(found["y"]) if _plausible(found["y"]) else ""), "", False


def _after_word(found: _Found, short: _Shorthand) -> tuple[str, str, bool]:
    return short.year(found["y"] or found["y2"]), "", False


def _by_year(found: _Found, short: _Shorthand) -> tuple[str, str, bool]:
    of_age = re.search(r"\bage|yo\b|child|teens", found.string)
    if of_age or not _plausible(found["y"]):  # "gone by 18" counts years of life
        return f"aged {found['y']}", "", False
    return f"{found['way']} {short.year(found['y'])}", "", False


def _decade(found: _Found, _short: _Shorthand) -> tuple[str, str, bool]:
    part = f"{found['part'].strip(' -')} " if found["part"] else "the "
    if len(found["decade"]) == 2 and int(found["decade"]) < FIRST_CALENDAR_DECADE:
        return f"in her {part.replace('the ', '')}{found['decade']}s", "", False
    return f"{part}{found['decade']}s", "", False


def _life(found: _Found, _short: _Shorthand) -> tuple[str, str, bool]:
    part = f"{found['part'].strip(' -')} " if found["part"] else ""
    return f"in her {part}{found['decade']}", "", False


def _her_decade(found: _Found, _short: _Shorthand) -> tuple[str, str, bool]:
    part = f"{found['part'].strip(' -')} " if found["part"] else ""
    return f"in her {part}{found['decade']}s", "", False


def _young(found: _Found, _short: _Shorthand) -> tuple[str, str, bool]:
    said = found[0]
    words = "as a teenager" if re.search("teen|adolesc", said) else "childhood"
    return ("as a young adult" if "young" in said else words), "", False


def _as_said(found: _Found, short: _Shorthand) -> tuple[str, str, bool]:
    """The words with their ids as they were typed."""
    words = short.said[found.start() : found.end()]
    return words if "@" in words else found[0], "", False


_LENGTH = rf"(?P<length>(?:\d{{1,2}}/(?:7|52|12)\b|(?:{NUMBER}|several|a few)\s?{_UNIT}))"
_PART = r"(?P<part>(?:early|mid|late)[ -])?"
_EVENT = (
    r"(?:@[\w.-]+|(?:the )?(?:programme|program|consultation|birth|visit)(?: (?:start|end))?)\b"
)
_FORMS: tuple[tuple[re.Pattern[str], _Maker], ...] = tuple(
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
        ((r"(?:\b(?:at )?(?:the )?aged? (?:of )?|@ ?|\bwhen (?:she|he|they|i) (?:was|were) )"
         r"(?P<age>\d{1,3})\b(?! ?mg)"), _age),
        (r"\b(?P<age>\d{1,3}) ?(?:yo|y/o|y\.o\.|years old|yrs old)(?!\w)", _age),
        ((rf"(?<![\w/.])(?:from |between )?(?P<low>{_Y}) ?(?:-|–|to|until|till|and|or) ?"
         rf"(?P<high>{_Y}|{_NOW})(?! ?(?:mg|%|sessions|times|children|kids))"), _range),
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
_SINCE = re.compile(r"\b(?:ever )?since$")
_UNTIL = re.compile(
    r"\b(?:until|till?|to|resolved|gone|ended|stopped|settled|cleared|better|ceased|"
    r"remitted)(?: completely)?(?: by| in| at| since)?$"
)
_LEFT_OVER = re.compile(r"\b(?:ever since|since|until|till|in|from|at|by|on|of)\s*$", re.IGNORECASE)
_GOES_ON = re.compile(
    r"\b(?:still|ongoing|since|continu\w+|constant\w*|to now|ever since)\b|- ?now\b"
)
_ENDED = re.compile(r"\b(?:gone|resolved|cleared up|went away|in remission|no longer present)\b")
_SAME = re.compile(r"\b(?:at )?(?:the )?same time\b(?: as)?|\bconcurrent\w*", re.IGNORECASE)


def find_dates(said: str, *, entry: date | None, known: Known | None = None) -> Dated:
    """The dates of a part; "since" makes it go on, "until" and "resolved" are an end."""
    lower = said.lower().replace("’", "'")
    if len(lower) != len(said):  # a letter whose small form is longer would move every place
        lower = said
    short = _Shorthand(entry, said)
    atoms = _atoms(lower, short, known)
    start, end = _roles(lower, atoms)
    ongoing = bool(_GOES_ON.search(lower)) or any(one.ongoing for one in atoms)
    ongoing = ongoing or (start is not None and bool(_SINCE.search(lower[: start.low].rstrip())))
    begin = start.start if start else ""
    over = end.start if end and end is not start else (start.end if start else "")
    if not over and not ongoing and _ENDED.search(lower):
        over = "before now"
    rest = _without(said, atoms)
    same = _SAME.search(rest)
    return Dated(
        rest=_SAME.sub(" ", rest),
        start=begin,
        end=over,
        ongoing=ongoing and not over,
        words=_shown(begin, over, short),
        period=bool(start and start.end),
        same_time=bool(same),
    )


def _atoms(lower: str, short: _Shorthand, known: Known | None) -> list[_Atom]:
    """Every date of a part, none inside another, in order."""
    named = known.named(lower) if known else ()
    found = [_Atom(one.low, one.high, one.start, ongoing=one.goes_on) for one in named]
    for pattern, maker in _FORMS:
        for match in pattern.finditer(lower):
            low, high = match.span()
            if any(low < one.high and one.low < high for one in found):
                continue
            start, end, ongoing = maker(match, short)
            if start and short.understood(start) and (not end or short.understood(end)):
                found.append(_Atom(low, high, start, end, ongoing))
    return sorted(found, key=lambda one: one.low)


def _roles(lower: str, atoms: list[_Atom]) -> tuple[_Atom | None, _Atom | None]:
    """Which date begins and which ends it."""
    start = end = None
    for one in atoms:
        is_end = bool(_UNTIL.search(lower[: one.low].rstrip()))
        if is_end and end is None:
            end = one
        elif not is_end and start is None:
            start = one
    return start, end


def _without(said: str, atoms: list[_Atom]) -> str:
    """The words that are left; a date that was not used stays in them."""
    kept, at = "", 0
    for one in atoms[:2]:
        kept += _LEFT_OVER.sub("", said[at : one.low]) + " "
        at = one.high
    return kept + said[at:]


def _shown(start: str, end: str, short: _Shorthand) -> str:
    words = _interval(start, short) if start else ""
    if not end:
        return words
    return f"{words} until {end}".strip()


def _interval(words: str, short: _Shorthand) -> str:
    found = short.understood(words)
    bounds = found.calendar if found else None
    if bounds is None or bounds.earliest is None or bounds.latest is None:
        return words
    first, last = (date.fromordinal(day).year for day in (bounds.earliest, bounds.latest))
    return words if first == last else f"{words}: {first} to {last}"
