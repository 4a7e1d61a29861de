"""What a rating after writing, at bedtime or over days asks of the programme (CLINICAL E.8).

Fixed rules over what the person reported; nothing is predicted and nobody is labelled (A.6).
Levels A3 and A4 come only from what a person says in words of their own choice on the page, or
from a clinician: no number reaches them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

RISE_WATCHED = 4
HIGH = 8
BEDTIME_HIGH = 7
MOOD_FALL, MOOD_DAYS = 3, 3
PAIN_RISE, PAIN_DAYS = 2, 7
BEFORE_DAYS, LEAST_BEFORE = 14, 4
SHORT_FORM_LEVEL, SHORT_FORM_RISE = 3, 2
LONG_FORM_RISE = 5


class Level(StrEnum):
    """Levels of CLINICAL E.8."""

    EXPECTED = "A0"
    WATCH = "A1"
    REVIEW = "A2"
    STOP = "A3"
    EMERGENCY = "A4"


class Said(StrEnum):
    """What a person may say after writing or at check-in, beside numbers."""

    FLASHBACK = "I keep reliving something"
    UNREAL = "I feel unreal or far away"
    SELF_HARM = "I feel like hurting myself"
    SUBSTANCE = "I am using more alcohol or drugs"
    VIOLENCE = "I am afraid that I may hurt someone"
    NOT_SAFE = "I am not safe right now"
    SLEEP_LOST = "I have hardly slept for three nights"
    STOP = "I want to stop"


STOPS = frozenset({Said.FLASHBACK, Said.UNREAL, Said.SELF_HARM, Said.SUBSTANCE, Said.VIOLENCE})
_REVIEWED = frozenset({Said.SLEEP_LOST, Said.STOP})


class Reason(StrEnum):
    """Why a level was reached."""

    SAID = "the person said so"
    RISE = "it rose by 4 or more"
    STAYED_HIGH = "8 to 10 afterwards, and not lower than before"
    BEDTIME = "7 or more at bedtime"
    TWO_DAYS = "a lot on two days in a row"
    MOOD = "mood lower by 3 or more for 3 days"
    PAIN = "pain higher by 2 or more for 7 days"
    SHORT_FORM = "PHQ-2 or GAD-2 at 3 or more, and up by 2 or more"
    LONG_FORM = "PHQ-8 or GAD-7 up by 5 or more"


@dataclass(frozen=True, slots=True)
class Finding:
    """A level with its reason."""

    level: Level
    reason: Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Dose:
    """The numbers around one piece of writing; None where the person skipped one.

    Attributes:
        on: programme date.
        before: how stirred up before, 0-10.
        after: how stirred up afterwards, 0-10.
    """

    on: date
    before: int | None = None
    after: int | None = None


def after_said(said: Sequence[Said]) -> Finding | None:
    """What words ask for; the highest counts."""
    if Said.NOT_SAFE in said:
        return Finding(Level.EMERGENCY, Reason.SAID)
    if STOPS & set(said):
        return Finding(Level.STOP, Reason.SAID)
    if _REVIEWED & set(said):
        return Finding(Level.REVIEW, Reason.SAID)
    return None


def after_writing(dose: Dose) -> Finding:
    """What the numbers around one piece of writing ask for."""
    before, after = dose.before, dose.after
    if after is not None and before is not None and after - before >= RISE_WATCHED:
        return Finding(Level.WATCH, Reason.RISE)
    if after is not None and after >= HIGH and (before is None or after >= before):
        return Finding(Level.WATCH, Reason.STAYED_HIGH)
    return Finding(Level.EXPECTED, Reason.SAID)


def watched_dates(doses: Sequence[Dose], bedtime: Mapping[date, int]) -> frozenset[date]:
    """Programme dates on which A1 was reached."""
    wrote = {one.on for one in doses if after_writing(one).level is Level.WATCH}
    return frozenset(wrote | {on for on, value in bedtime.items() if value >= BEDTIME_HIGH})


def lighter_dates(watched: frozenset[date]) -> frozenset[date]:
    """Dates that are lighter: the day after each that was a lot."""
    return frozenset(on + timedelta(days=1) for on in watched)


def over_days(
    today: date,
    *,
    watched: frozenset[date],
    mood: Mapping[date, int],
    pain: Mapping[date, int],
) -> tuple[Finding, ...]:
    """What the last days together ask for (A2).

    Args:
        today: the programme date.
        watched: dates on which A1 was reached.
        mood: mood of each day, 0-10, 10 best.
        pain: average pain of each day, 0-10.
    """
    found = []
    if {today, today - timedelta(days=1)} <= watched:
        found.append(Finding(Level.REVIEW, Reason.TWO_DAYS))
    if _moved_by(mood, today, days=MOOD_DAYS, least=-MOOD_FALL):
        found.append(Finding(Level.REVIEW, Reason.MOOD))
    if _moved_by(pain, today, days=PAIN_DAYS, least=PAIN_RISE):
        found.append(Finding(Level.REVIEW, Reason.PAIN))
    return tuple(found)


def after_questionnaire(before: Mapping[str, int], now: Mapping[str, int]) -> Finding | None:
    """What a change of PHQ-2, GAD-2, PHQ-8 or GAD-7 asks for; by instrument id."""
    for name in ("phq2", "gad2"):
        if now.get(name, 0) >= SHORT_FORM_LEVEL and _rise(before, now, name) >= SHORT_FORM_RISE:
            return Finding(Level.REVIEW, Reason.SHORT_FORM)
    for name in ("phq8", "gad7"):
        if _rise(before, now, name) >= LONG_FORM_RISE:
            return Finding(Level.REVIEW, Reason.LONG_FORM)
    return None


def _rise(before: Mapping[str, int], now: Mapping[str, int], name: str) -> int:
    """Points more than before; 0 where one of the two is not known."""
    return now[name] - before[name] if name in now and name in before else 0


def _moved_by(values: Mapping[date, int], today: date, *, days: int, least: int) -> bool:
    """Whether each of the last days lies `least` points from the median of the 14 days before.

    Every one of the last days needs a rating, and 4 of the 14 before; else nothing is said.
    """
    last = [today - timedelta(days=back) for back in range(days)]
    earlier = [today - timedelta(days=days + back) for back in range(BEFORE_DAYS)]
    known = [values[on] for on in earlier if on in values]
    if len(known) < LEAST_BEFORE or any(on not in values for on in last):
        return False
    usual = median(known)
    sign = 1 if least > 0 else -1
    return all(sign * (values[on] - usual) >= abs(least) for on in last)
