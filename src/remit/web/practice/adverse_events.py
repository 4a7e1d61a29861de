"""The only writers of adverse events: noted by the rules or a clinician, rated, brought on.

An event is never changed; each version is a further row with the next number (CLINICAL E.8).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Final, Self
from uuid import UUID

from django.db import IntegrityError, transaction

from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.practice import told_values as read
from remit.web.practice.models import AdverseEvent
from remit.web.practice.triage import ADVERSE

SEVERITIES: Final = ("mild", "moderate", "severe")
RELATIONS: Final = ("unrelated", "possible", "probable")
OUTCOMES: Final = ("open", "recovering", "recovered", "lasting", "died", "unknown")
LEVELS: Final = ("A2", "A3", "A4")
SERIOUS_CRITERIA: Final = (
    "death", "threat to life", "stay in hospital", "lasting harm", "birth defect", "other"
)  # fmt: skip
"""What makes an event serious (ICH E2A, section II.B)."""
_NOT_RATED: Final = "not rated"


@dataclass(frozen=True, kw_only=True, slots=True)
class EventTold:
    """What is told of an event, sealed.

    Attributes:
        description: what happened.
        onset: when it began, as it was told.
        action: what was done in the programme and for the person.
        told_to: who was told, and when: sponsor, committee, authority, family doctor.
        criteria: what makes it serious (`SERIOUS_CRITERIA`).
        expected: whether it is in the list of expected reactions ("yes", "no", "").
        origin: the answer that it came from, where a rule noted it.
    """

    description: str
    onset: str = ""
    action: str = ""
    told_to: str = ""
    criteria: tuple[str, ...] = ()
    expected: str = ""
    origin: str = ""

    @classmethod
    def of(cls, payload: Mapping[str, Any]) -> Self:
        """Read what came from a form, or was stored.

        Raises:
            InvalidInput: no description, or something unknown.
        """
        read.check_names(payload, cls.__dataclass_fields__)
        description = read.words(payload, "description", longest=8000)
        if not description:
            raise InvalidInput("Write what happened.")
        return cls(
            description=description,
            onset=read.words(payload, "onset"),
            action=read.words(payload, "action"),
            told_to=read.words(payload, "told_to"),
            criteria=read.some(payload, "criteria", SERIOUS_CRITERIA),
            expected=read.one(payload, "expected", ("yes", "no")),
            origin=read.words(payload, "origin"),
        )

    def plain(self) -> dict[str, Any]:
        """As it is sealed, and read back by `of`."""
        return {**asdict(self), "criteria": list(self.criteria)}


@dataclass(frozen=True, kw_only=True)
class Rating:
    """How a clinician rates an event: severity, relation to the programme, outcome, level."""

    severity: str
    relation: str
    outcome: str
    level: str

    def __post_init__(self) -> None:
        known = (
            (self.severity, SEVERITIES),
            (self.relation, RELATIONS),
            (self.outcome, OUTCOMES),
            (self.level, LEVELS),
        )
        if any(value not in words for value, words in known):
            raise InvalidInput("Choose severity, relation, outcome and level.")


@dataclass(frozen=True, kw_only=True)
class EventView:
    """The newest version of an event, opened."""

    row: AdverseEvent
    told: EventTold

    @property
    def is_rated(self) -> bool:
        """Whether a clinician has rated it."""
        return self.row.severity != _NOT_RATED


def events_of(case: Case) -> tuple[EventView, ...]:
    """The newest version of each event of a case, newest first; the caller has opened the case."""
    newest: dict[UUID, AdverseEvent] = {}
    for row in AdverseEvent.objects.filter(case=case).select_related("by").order_by("number"):
        newest[row.event] = row
    found = [EventView(row=row, told=told_of(row, case)) for row in newest.values()]
    return tuple(sorted(found, key=lambda one: one.row.at, reverse=True))


def versions_of(case: Case, event: UUID) -> tuple[EventView, ...]:
    """All versions of one event, newest first; the caller has opened the case.

    Raises:
        NotFound: the case has no such event.
    """
    rows = AdverseEvent.objects.filter(case=case, event=event).select_related("by")
    found = tuple(EventView(row=row, told=told_of(row, case)) for row in rows.order_by("-number"))
    if not found:
        raise NotFound("There is no such event.")
    return found


def record_event(
    *, case: Case, key: UUID, told: EventTold, rating: Rating, by: Person, now: datetime
) -> AdverseEvent:
    """Note an event that a clinician heard of; the same key is kept once.

    Raises:
        NotAllowed: no clinician of this site.
        InvalidInput: serious, but no criterion; or a criterion of a death and another outcome.
    """
    return _append(case, key, 1, told, rating, by, now)


def rate_event(
    *, case: Case, event: UUID, number: int, told: EventTold, rating: Rating, by: Person,
    now: datetime,
) -> AdverseEvent:  # fmt: skip
    """Rate an event or bring it on, as its next version.

    Args:
        number: of the version that was looked at; another one meanwhile is a conflict.

    Raises:
        NotAllowed: no clinician of this site.
        NotFound: the case has no such event.
        Conflict: somebody else wrote a version meanwhile.
    """
    check_allowed(by, Act.CHANGE, Object.CONSULTATION, case, now=now)
    newest = versions_of(case, event)[0]
    if newest.row.number != number:
        raise Conflict(
            "Somebody else wrote a version meanwhile. Look at it, and write yours again."
        )
    return _append(
        case, event, number + 1, replace(told, origin=newest.told.origin), rating, by, now
    )


def told_of(row: AdverseEvent, case: Case) -> EventTold:
    """What a version says; the caller has checked the permission."""
    return EventTold.of(open_table(case, row.sealed_event, ADVERSE, row.pk))


def _append(
    case: Case, event: UUID, number: int, told: EventTold, rating: Rating, by: Person, now: datetime
) -> AdverseEvent:
    check_allowed(by, Act.CHANGE, Object.CONSULTATION, case, now=now)
    if rating.outcome == "died" and "death" not in told.criteria:
        raise InvalidInput("A death is serious: tick it.")
    row = AdverseEvent(
        event=event,
        number=number,
        case=case,
        severity=rating.severity,
        serious=bool(told.criteria),
        relation=rating.relation,
        outcome=rating.outcome,
        level=rating.level,
        by=by,
        at=now,
    )
    row.sealed_event = seal_table(case, told.plain(), ADVERSE, row.pk)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            audit.record(
                by=by,
                now=now,
                site=case.site,
                act="noted an event" if number == 1 else "rated an event",
                object_type="case",
                object_id=case.pk,
                detail={"event": str(event), "number": number},
            )
    except IntegrityError as error:
        raise Conflict("This version was kept already. Look at the event again.") from error
    return row
