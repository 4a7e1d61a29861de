"""What a line says, read against the record of this case."""

from datetime import date, datetime

from remit.content.lexicon import lexicon
from remit.domain.fuzzydate import CONSULTATION
from remit.domain.history import History
from remit.domain.lately import fixed, said
from remit.domain.quick_entry import Understood
from remit.domain.saying import Reading
from remit.errors import InvalidInput
from remit.pathways.consult.quick_entry import parse
from remit.web.cases.models import Case
from remit.web.cases.sealed import PlainTable, plain_subject
from remit.web.people.site_day import site_day


def understand_line(
    case: Case, text: str, history: History, *, part: str, now: datetime
) -> Understood:
    """The chips of a line; nothing is written."""
    return parse(text, history, lexicon(), part=part, entry=day_of_telling(case, now))


def day_of_telling(case: Case, now: datetime) -> date | None:
    """Today at the site; nobody tells anything today of a case that was published."""
    return None if case.origin == Case.Origin.PUBLISHED else site_day(case.site, now)


def fix_dates(case: Case, row: PlainTable, *, now: datetime) -> dict[str, object]:
    """The row with dates that keep their meaning however much later they are read.

    In the consultation that the record counts from, "9 years ago" stays as it was said.
    """
    day = day_of_telling(case, now)
    fixed_row = dict(row)
    if day is None:
        return fixed_row
    reading = Reading(entry=day, southern=plain_subject(case).get("southern") is True)
    counts_today = _consultation_day(case) == day.isoformat()
    for name in ("start", "end"):
        if isinstance(row.get(name), str):
            fixed_row[name] = _fixed(str(row[name]), reading, counts_today=counts_today)
    return fixed_row


def _fixed(text: str, reading: Reading, *, counts_today: bool) -> str:
    try:
        if counts_today and said(text, reading).anchor == CONSULTATION:
            return text
        return fixed(text, reading)
    except InvalidInput:  # the record says why it is refused, with the words as they were said
        return text


def _consultation_day(case: Case) -> str:
    found = plain_subject(case).get("consultation", "")
    return str(found.get("date", "") if isinstance(found, dict) else found)
