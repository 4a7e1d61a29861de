"""A participant's own numbers, as they are: by day and week, with gaps left as gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from remit.web.cases.models import Case
from remit.web.consult.actions import is_own
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.practice.episodes import rating_of, relief_of, told_of
from remit.web.practice.models import CheckIn, Done, Enrolment, Episode
from remit.web.practice.situations import answers_of

PAIN, STRESS = "pain_avg", "stress"
WEEK = 7
LEAST_IN_WEEK = 2
MOST_WEEKS = 6
"""Weeks that the picture holds; the table and the file have all of them."""


@dataclass(frozen=True, slots=True)
class DayOfPath:
    """One day; None where there is no entry."""

    on: date
    pain: int | None = None
    stress: int | None = None
    practised: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was rated."""
        return self.pain is None and self.stress is None


@dataclass(frozen=True, slots=True)
class WeekOfPath:
    """Seven days, with the lowest and highest rating where there are enough to say."""

    number: int
    days: tuple[DayOfPath, ...]

    @property
    def span(self) -> tuple[int, int] | None:
        """Lowest and highest pain; None where too few days were rated."""
        rated = [day.pain for day in self.days if day.pain is not None]
        return (min(rated), max(rated)) if len(rated) >= LEAST_IN_WEEK else None


@dataclass(frozen=True, slots=True)
class TimeItHurt:
    """One reported time, numbered from the first; what it was close to, and the own opinion."""

    key: UUID
    number: int
    on: date
    pain: int | None
    close_to: str
    nothing: bool
    minutes: float | None
    opinion: str


@dataclass(frozen=True, slots=True)
class Path:
    """What the page shows."""

    weeks: tuple[WeekOfPath, ...]
    times: tuple[TimeItHurt, ...]

    @property
    def days(self) -> tuple[DayOfPath, ...]:
        """All days in order."""
        return tuple(day for week in self.weeks for day in week.days)

    def newest(self) -> Self:
        """The weeks that the picture holds."""
        return replace(self, weeks=self.weeks[-MOST_WEEKS:])

    @property
    def sentence(self) -> str:
        """One sentence with the range of numbers, and no verdict."""
        rated = [week for week in self.weeks if week.span]
        if not rated:
            return _("Too few numbers to say anything yet. That is fine.")
        last = _span(rated[-1])
        if len(rated) == 1:
            return _("Pain was %(last)s so far.") % {"last": last}
        before = _span(rated[-2])
        both = {"before": before, "last": last}
        if rated[-1].number - rated[-2].number > 1:
            return (
                _("Pain was %(before)s earlier, and %(last)s in the last week with numbers.") % both
            )
        return _("Pain was %(before)s in the week before, and %(last)s in the last one.") % both

    @property
    def caution(self) -> str:
        """What such numbers do not say."""
        return _(
            "Days go up and down by one or two anyway. "
            "It is too early to say that this is a change."
        )


def path_of(case: Case, *, by: Person, now: datetime) -> Path:
    """The path of a case.

    Raises:
        NotAllowed: `by` may not see doses and ratings of this case.
    """
    check_allowed(by, Act.SEE, Object.DOSE, case, now=now, own=is_own(case, by))
    times = _times(case)
    enrolment = (
        Enrolment.objects.filter(case=case).select_related("case__data_key").order_by("-made_at")
    ).first()
    days = _days(enrolment) if enrolment is not None else {}
    today = now.astimezone(ZoneInfo(case.site.time_zone)).date()
    begun = [enrolment.day_one] if enrolment is not None and enrolment.day_one else []
    known = [on for on in (*begun, *days, *(one.on for one in times)) if on <= today]
    if not known:
        return Path((), times)
    return Path(_weeks(days, min(known), today, begun[0] if begun else min(known)), times)


def _days(enrolment: Enrolment) -> dict[date, DayOfPath]:
    rated = {
        row.on: answers_of(enrolment, row) for row in CheckIn.objects.filter(enrolment=enrolment)
    }
    practised = set(Done.objects.filter(enrolment=enrolment).values_list("on", flat=True))
    return {
        on: DayOfPath(
            on, rated.get(on, {}).get(PAIN), rated.get(on, {}).get(STRESS), on in practised
        )
        for on in {*rated, *practised}
    }


def _weeks(
    days: dict[date, DayOfPath], first: date, today: date, day_one: date
) -> tuple[WeekOfPath, ...]:
    """Whole weeks as the programme counts them; weeks before day 1 have numbers below 1."""
    before = (first - day_one).days // WEEK
    start = day_one + timedelta(days=before * WEEK)
    every = [start + timedelta(days=at) for at in range((today - start).days + 1)]
    numbered = ((at // WEEK + before + 1, on) for at, on in enumerate(every) if on >= first)
    return tuple(
        WeekOfPath(week, tuple(days.get(on, DayOfPath(on)) for _at, on in group))
        for week, group in groupby(numbered, key=lambda one: one[0])
    )


def _times(case: Case) -> tuple[TimeItHurt, ...]:
    rows = Episode.objects.filter(case=case).select_related("case__data_key", "case__site")
    hurt = [row for row in rows.prefetch_related("re_ratings") if not told_of(row).signs]
    return tuple(_time(row, number) for number, row in enumerate(hurt, start=1))


def _time(row: Episode, number: int) -> TimeItHurt:
    told = told_of(row)
    given = [rating_of(one, row.case).opinion for one in row.re_ratings.all()]
    return TimeItHurt(
        key=row.pk,
        number=number,
        on=row.done_at.astimezone(ZoneInfo(row.case.site.time_zone)).date(),
        pain=told.pain,
        close_to=", ".join(told.close_to()),
        nothing=told.nothing and not told.close_to(),
        minutes=relief_of(row),
        opinion=next((one for one in reversed(given) if one), ""),
    )


def close_sentence(times: Sequence[TimeItHurt]) -> str:
    """How many came close to something, as counts; never a chance."""
    close = sum(bool(one.close_to) for one in times)
    told = {"close": close, "not": len(times) - close}
    counts = _("%(close)d came close to something you had noted, %(not)d did not.") % told
    return f"{counts} {_('Too few to say more.')}"


def rows_of(path: Path) -> Iterable[tuple[str, str, str, str]]:
    """The same as a table: date, pain, stress, practised; empty where there is no entry."""
    for day in path.days:
        pain = "" if day.pain is None else str(day.pain)
        stress = "" if day.stress is None else str(day.stress)
        yield day.on.isoformat(), pain, stress, _("yes") if day.practised else ""


def _span(week: WeekOfPath) -> str:
    low, high = week.span or (0, 0)
    return str(low) if low == high else _("%(low)d to %(high)d") % {"low": low, "high": high}
