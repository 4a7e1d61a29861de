"""What staff do for a participant beside the group: calls, adverse events, outcomes reported."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from remit.web.cases.models import Case
from remit.web.consult.clearance_models import WrittenOnce
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundQuerySet
from remit.web.practice.group_models import Enrolment
from remit.web.practice.led import LedQuerySet


class CallKind(models.TextChoices):
    """Planned contacts (CLINICAL E.2, E.4)."""

    MIDWAY = "midway", "call on day 10 or 11"
    MAKE_UP = "make-up", "make-up for a missed session"
    DAY_22 = "day 22", "day 22"
    MONTH_1 = "month 1", "month 1"
    MONTH_3 = "month 3", "month 3"
    MONTH_6 = "month 6", "month 6"
    MONTH_12 = "month 12", "month 12"
    LATER = "later", "later"


class Call(WrittenOnce):
    """One contact that was made or tried."""

    permission_object: ClassVar[Object] = Object.WORKSHOP
    site_path: ClassVar[str] = "enrolment__case__site"
    case_path: ClassVar[str] = "enrolment__case"
    workshop_path: ClassVar[str] = "enrolment__workshop"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="calls")
    kind = models.CharField(max_length=10, choices=CallKind)
    reached = models.BooleanField()
    sealed_note = models.BinaryField(default=b"")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[LedQuerySet["Call"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In time."""

        ordering = ("at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(kind__in=CallKind.values), name="practice_call_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"call {self.pk}"


class AdverseEvent(WrittenOnce):
    """One version of an adverse event (E.8); a further row of the same `event` brings it on."""

    permission_object: ClassVar[Object] = Object.CONSULTATION
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.UUIDField(default=uuid.uuid4)
    number = models.PositiveSmallIntegerField(default=1)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="adverse_events")
    severity = models.CharField(max_length=9)
    serious = models.BooleanField()
    relation = models.CharField(max_length=9)
    outcome = models.CharField(max_length=12)
    level = models.CharField(max_length=2)
    sealed_event = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField()

    objects: ClassVar[SiteBoundQuerySet["AdverseEvent"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Versions in order."""

        ordering = ("at", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["event", "number"], name="practice_adverse_version"),
            models.CheckConstraint(
                condition=Q(
                    severity__in=["mild", "moderate", "severe", "not rated"],
                    relation__in=["unrelated", "possible", "probable", "not rated"],
                    outcome__in=["open", "recovering", "recovered", "lasting", "died", "unknown"],
                    level__in=["A2", "A3", "A4"],
                ),
                name="practice_adverse_known_words",
            ),
        ]

    def __str__(self) -> str:
        return f"adverse event {self.pk}"
