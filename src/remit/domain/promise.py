"""Every sentence with a time in it, made from what the clinic declared (CLINICAL A.1).

The sentences are templates marked for translation; `say` translates a template before its values
are put in. Nothing is promised that the declared hours and cover do not carry.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from remit.domain.action_code import ActionCode
from remit.domain.service import Cover, ServiceLevel
from remit.domain.service_hours import WEEK, clock, weekday_runs

Say = Callable[[str], str]
# A call is promised before closing only while there is time for one.
ROOM_FOR_A_CALL = timedelta(hours=1)


def _(text: str) -> str:
    """Mark a template for translation."""
    return text


_WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)
_MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)

_EMERGENCY = _(
    "Do not wait for us. Call the emergency number now, or go to the nearest emergency department."
)
_TO_EMERGENCY = _("Go to the nearest emergency department now, or call the emergency number.")
_SAME_DAY_DOCTOR = _(
    "See a doctor today: an out-of-hours service, or the nearest emergency department."
)
# Where a same-day answer goes when the clinic cannot call in time, by group of the rule.
_WHERE: dict[str, str] = {
    "VA4": _TO_EMERGENCY,
    "GC1": _TO_EMERGENCY,
    "IN1": _TO_EMERGENCY,
    "ND2": _TO_EMERGENCY,
    "CE": _TO_EMERGENCY,
    "SELF_HARM": _(
        "If you might hurt yourself, call a crisis line or the emergency number now. "
        "Stay with somebody if you can."
    ),
}
_WORSE = _("If it gets worse, call the emergency number. Do not wait for our call.")
_ONLY_CHECKED = _("We need to check this before you start.")
_DO_NOT_WAIT = _("Do not wait for us.")
_LATE = _("This has taken longer than we said.")
_CLINIC_HAS_IT = _("Your clinic has this; call them if you want to know more.")


def promise(
    code: ActionCode | None,
    now: datetime,
    level: ServiceLevel,
    *,
    group: str = "",
    say: Say = str,
) -> str:
    """What the participant is told of when the clinic acts, and where to go meanwhile.

    Args:
        group: the rule or group of the answer ("CE3", "VA4", "SELF_HARM"); it decides where a
            same-day answer goes out of hours.
        say: the translation, such as gettext.
    """
    if code is ActionCode.EMERGENCY:
        return say(_EMERGENCY)
    if code is ActionCode.SAME_DAY:
        return _same_day(now, level, group, say)
    if code is ActionCode.REVIEW:
        return _review(level.due(code, now), now, level, say)
    if code is ActionCode.ROUTINE:
        return say(_("Your clinician will discuss this with you."))
    return ""


def promise_since(
    code: ActionCode,
    raised_at: datetime,
    due_at: datetime | None,
    now: datetime,
    level: ServiceLevel,
    *,
    group: str = "",
    say: Say = str,
) -> str:
    """The promise made when an answer was given, as a page says it later while it is open.

    The promised time stays that of the raising; only its day is named from today ("tomorrow" has
    become "today"). Once that time has passed, nothing new is promised.

    Args:
        due_at: when it is due, as it was given; None where its code has no clock.
        level: the service with which it was promised.
    """
    call = promises_a_call(raised_at, level) if code is ActionCode.SAME_DAY else None
    ends = call or due_at
    if code is ActionCode.EMERGENCY or ends is None:
        return promise(code, raised_at, level, group=group, say=say)
    late = now > ends
    if code is not ActionCode.SAME_DAY:
        return say(_CLINIC_HAS_IT) if late else _review(due_at, now, level, say)
    if late:
        return f"{say(_LATE)} {where_to_go(group, say=say)}"
    if call is not None:
        return _call(call, now, level, say)
    if level.hours.local(now).date() != level.hours.local(raised_at).date():
        return f"{say(_DO_NOT_WAIT)} {where_to_go(group, say=say)}"
    return _same_day(raised_at, level, group, say)


def promises_a_call(now: datetime, level: ServiceLevel) -> datetime | None:
    """By when the clinic undertakes to call today's urgent answer; None where it does not."""
    if level.cover is Cover.NONE:
        return None
    due = level.due(ActionCode.SAME_DAY, now)
    closing = level.hours.closing(now)
    if closing is not None and closing - now >= ROOM_FOR_A_CALL:
        return closing if due is None else min(closing, due)
    return due if level.out_of_hours else None


def where_to_go(group: str, *, say: Say = str) -> str:
    """Where an urgent answer of this group goes when the clinic cannot call."""
    return say(_WHERE.get(_group(group), _SAME_DAY_DOCTOR))


def day_words(at: datetime, now: datetime, level: ServiceLevel, *, say: Say = str) -> str:
    """A day as it is said on the clinic's calendar: today, tomorrow, Monday, Monday 4 January."""
    on, today = level.hours.local(at).date(), level.hours.local(now).date()
    apart = (on - today).days
    if apart == 0:
        return say(_("today"))
    if apart == 1:
        return say(_("tomorrow"))
    weekday = say(_WEEKDAYS[on.weekday()])
    if 1 < apart < WEEK:
        return weekday
    return say(_("%(weekday)s %(day)s %(month)s")) % {
        "weekday": weekday,
        "day": on.day,
        "month": say(_MONTHS[on.month - 1]),
    }


def hours_words(level: ServiceLevel, *, say: Say = str) -> str:
    """The weekly hours as one sentence; empty where none are declared."""
    parts = []
    for first, last, spans in weekday_runs(level.hours.weekly):
        times = ", ".join(
            say(_("%(from)s to %(until)s")) % {"from": clock(s.opens), "until": clock(s.closes)}
            for s in spans
        )
        days = say(_WEEKDAYS[first])
        if last != first:
            days = say(_("%(first)s to %(last)s")) % {
                "first": days,
                "last": say(_WEEKDAYS[last]),
            }
        parts.append(f"{days} {times}")
    if not parts:
        return ""
    return say(_("The clinic is open %(hours)s.")) % {"hours": "; ".join(parts)}


def opening_words(now: datetime, level: ServiceLevel, *, say: Say = str) -> str:
    """Whether the clinic is open, and until or from when."""
    closing = level.hours.closing(now)
    if closing is not None:
        if closing - now >= timedelta(days=1):
            return say(_("The clinic is open now."))
        return say(_("The clinic is open now, until %(time)s.")) % {
            "time": clock(level.hours.local(closing))
        }
    opens = _opens(now, level, say)
    closed = say(_("The clinic is closed now, so do not count on a call."))
    return f"{closed} {opens}".strip()


def _same_day(now: datetime, level: ServiceLevel, group: str, say: Say) -> str:
    by = promises_a_call(now, level)
    if by is not None:
        return _call(by, now, level, say)
    here = _opens(now, level, say)
    wait = say(_DO_NOT_WAIT)
    return " ".join(part for part in (here, wait, where_to_go(group, say=say)) if part)


def _call(by: datetime, now: datetime, level: ServiceLevel, say: Say) -> str:
    call = say(_("A clinician will call you %(day)s, before %(time)s.")) % {
        "day": day_words(by, now, level, say=say),
        "time": clock(level.hours.local(by)),
    }
    return f"{call} {say(_WORSE)}"


def _review(due: datetime | None, now: datetime, level: ServiceLevel, say: Say) -> str:
    sentences = [say(_ONLY_CHECKED)]
    if due is not None and level.next_opening(now) is not None:
        sentences.append(
            say(_("A clinician will look at it by %(day)s, %(time)s."))
            % {
                "day": day_words(due, now, level, say=say),
                "time": clock(level.hours.local(due)),
            }
        )
    return " ".join(sentences)


def _opens(now: datetime, level: ServiceLevel, say: Say) -> str:
    """ "The clinic opens Monday 8:00."; empty while it is open or where it never opens."""
    at = level.next_opening(now)
    if at is None or level.is_open(now):
        return ""
    return say(_("The clinic opens %(day)s %(time)s.")) % {
        "day": day_words(at, now, level, say=say),
        "time": clock(level.hours.local(at)),
    }


def _group(name: str) -> str:
    """The group of a rule: CE3 and screening/1/CE1 are CE; VA4a is VA4."""
    folded = name.rpartition("/")[2].upper().replace("-", "_").strip()
    return next((group for group in _WHERE if folded.startswith(group)), "")
