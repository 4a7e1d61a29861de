"""What rests for the people of a group, and which answer of theirs is an emergency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from remit.domain.action_code import ActionCode
from remit.domain.enrolment import Move, Scope, standing
from remit.domain.flag import FlagState
from remit.web.notices.models import Flag
from remit.web.practice.enrolments import record_of
from remit.web.practice.hold_queries import REASONS
from remit.web.practice.models import Enrolment, EnrolmentEvent, Meeting
from remit.web.practice.safety_first import RULES, safety_first

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Rest:
    """What rests for one person.

    Attributes:
        why: in words.
        scope: what rests.
        since: since when.
        emergency: whether it is one.
        asks: whether the safety questions wait on the person's own page.
    """

    why: StrOrPromise
    scope: Scope
    since: datetime
    emergency: bool
    asks: bool


def open_flags(meeting: Meeting) -> Mapping[Any, Sequence[Flag]]:
    """Open flags that hold the programme, by case; also where no hold was made of one."""
    codes = [code.value for code in ActionCode if code.holds_the_programme]
    rows = Flag.objects.filter(case__enrolments__workshop=meeting.workshop_id, code__in=codes)
    found: dict[Any, list[Flag]] = {}
    for flag in rows.exclude(state=FlagState.RECORDED.value).distinct():
        found.setdefault(flag.case_id, []).append(flag)
    return found


def rests_of(row: Enrolment, flags: Sequence[Flag]) -> tuple[Rest, ...]:
    """What rests by a hold, and what an open flag rests without one (INV-02)."""
    flags_of_holds = [event.flag for event in row.events.all() if event.flag is not None]
    about = any(flag.rule in RULES for flag in (*flags, *flags_of_holds))
    first = about and safety_first(row.case)
    events = list(row.events.all())
    stands = dict(standing(record_of(one) for one in events).holds)
    held = [one for one in events if one.move == Move.HOLD.value and one.hold in stands]
    known = {one.flag_id for one in held}
    return (
        *(
            Rest(
                why=REASONS.get(one.reason, one.reason),
                scope=stands[one.hold],
                since=one.at,
                emergency=_is_emergency(one),
                asks=first and one.flag is not None and one.flag.rule in RULES,
            )
            for one in held
        ),
        *(_of_flag(flag, first=first) for flag in flags if flag.pk not in known),
    )


def _of_flag(flag: Flag, *, first: bool) -> Rest:
    """What the rules of a day rest for an open flag that no hold stands behind."""
    emergency = flag.code == ActionCode.EMERGENCY.value
    return Rest(
        why=_("Something that a clinician has to look at"),
        scope=Scope.PROGRAMME if emergency else Scope.STRONG,
        since=flag.raised_at,
        emergency=emergency,
        asks=first and flag.rule in RULES,
    )


def _is_emergency(event: EnrolmentEvent) -> bool:
    flag = event.flag
    return (
        flag is not None
        and flag.code == ActionCode.EMERGENCY.value
        and FlagState(flag.state).is_open
    )
