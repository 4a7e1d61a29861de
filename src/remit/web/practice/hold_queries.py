"""What rests for one participant, why, and whether it may open again; for clinicians."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remit.domain.enrolment import Move, Scope
from remit.domain.flag import FlagState
from remit.web.cases.sealed import open_table
from remit.web.consult.queries import open_case
from remit.web.notices.models import Flag
from remit.web.people.models import Person
from remit.web.people.permissions import Object
from remit.web.practice.enrolments import NOTE, standing_of
from remit.web.practice.models import Enrolment, EnrolmentEvent

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

REASONS: Final[Mapping[str, "StrOrPromise"]] = {
    "distress": _("Told in a day's answers: it was a lot"),
    "new symptom": _("Told in a day's answers: something new or worrying"),
}


@dataclass(frozen=True, kw_only=True)
class Hold:
    """One hold that is open.

    Attributes:
        name: names it for the release.
        why: its reason in words.
        scope: what rests.
        since: when it began.
        flag: the flag behind it; None where there is none.
        may_release: whether the flag has its outcome, or there is none.
    """

    name: str
    why: "StrOrPromise"
    scope: Scope
    since: datetime
    flag: Flag | None
    may_release: bool


@dataclass(frozen=True, kw_only=True)
class Released:
    """One hold that was ended: when, by whom, why."""

    at: datetime
    by: str
    note: str


def enrolment_to_release(person: Person, pk: UUID, *, now: datetime) -> Enrolment:
    """An enrolment for who may see the clearance of its case; opening it is noted.

    Raises:
        NotFound: it does not exist for this person.
    """
    rows = Enrolment.objects.select_related("case__site", "case__data_key", "workshop")
    found: Enrolment = rows.one_visible_to(person, now=now, pk=pk)
    found.case = open_case(person, found.case_id, Object.CONSULTATION, now=now)
    return found


def holds_of(enrolment: Enrolment) -> tuple[Hold, ...]:
    """What rests now, the longest first; the caller has opened the enrolment."""
    stands = dict(standing_of(enrolment).holds)
    begun = {
        row.hold: row
        for row in enrolment.events.select_related("flag").filter(move=Move.HOLD.value)
        if row.hold in stands
    }
    return tuple(_hold(begun[name], scope) for name, scope in stands.items())


def released(enrolment: Enrolment) -> tuple[Released, ...]:
    """What was released, newest first; the caller has opened the enrolment."""
    rows = enrolment.events.filter(move=Move.RELEASE.value).select_related("by").order_by("-id")
    return tuple(
        Released(at=row.at, by=str(row.by or ""), note=_note(enrolment, row)) for row in rows
    )


def _hold(row: EnrolmentEvent, scope: Scope) -> Hold:
    return Hold(
        name=row.hold,
        why=REASONS.get(row.reason, row.reason),
        scope=scope,
        since=row.at,
        flag=row.flag,
        may_release=row.flag is None or not FlagState(row.flag.state).is_open,
    )


def _note(enrolment: Enrolment, row: EnrolmentEvent) -> str:
    if not row.sealed_note:
        return ""
    return str(open_table(enrolment.case, row.sealed_note, NOTE, row.pk)["note"])
