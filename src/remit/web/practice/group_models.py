"""Workshops, their meetings and leads; enrolments and what happened to them."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from remit.domain.enrolment import Move, Scope
from remit.domain.group_session import GROUP_DAYS
from remit.web.cases.models import Case
from remit.web.consult.clearance_models import WrittenOnce
from remit.web.notices.models import Flag
from remit.web.people.models import Site
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundModel
from remit.web.practice.led import LedQuerySet


class Workshop(SiteBoundModel):
    """A small group and its three group sessions; its name says nothing of pain (INV-14)."""

    permission_object: ClassVar[Object] = Object.WORKSHOP
    workshop_path: ClassVar[str] = "pk"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="workshops")
    name = models.CharField(max_length=80)
    zone = models.CharField(max_length=60)
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=400, blank=True)
    capacity = models.PositiveSmallIntegerField(default=10)
    programme = models.CharField(max_length=40)
    programme_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[LedQuerySet["Workshop"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-made_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(capacity__gte=1, capacity__lte=12), name="practice_workshop_capacity"
            ),
        ]

    def __str__(self) -> str:
        return f"workshop {self.pk}"


class Lead(models.Model):
    """Who leads a workshop, from when to when; two may lead together."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="leads")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="leads"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A person leads a workshop once at a time."""

        ordering = ("since", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["workshop", "person"],
                condition=Q(until=None),
                name="practice_lead_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="practice_lead_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"lead {self.pk}"


class Meeting(SiteBoundModel):
    """One group session of one workshop: planned as local time, held in real time."""

    permission_object: ClassVar[Object] = Object.WORKSHOP
    site_path: ClassVar[str] = "workshop__site"
    workshop_path: ClassVar[str] = "workshop"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    at = models.TimeField()
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=400, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[LedQuerySet["Meeting"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Three a workshop; `sequence` counts changes for calendars (RFC 5545, 3.8.7.4)."""

        ordering = ("workshop", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["workshop", "number"], name="practice_meeting_number"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=len(GROUP_DAYS)),
                name="practice_meeting_of_three",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(began_at__isnull=False, ended_at__gte=F("began_at")),
                name="practice_meeting_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"


class Enrolment(SiteBoundModel):
    """One participant in one run of the programme; without a workshop it is the waiting list.

    `day_one` is the workshop's first date unless the person joined late; `zone` is where the
    participant is, and a programme day turns there at 03:00.
    """

    permission_object: ClassVar[Object] = Object.WORKSHOP
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"
    participant_path: ClassVar[str] = "case__participant"
    workshop_path: ClassVar[str] = "workshop"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="enrolments")
    workshop = models.ForeignKey(
        Workshop, null=True, blank=True, on_delete=models.PROTECT, related_name="enrolments"
    )
    programme = models.CharField(max_length=40)
    programme_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    day_one = models.DateField(null=True, blank=True)
    zone = models.CharField(max_length=60)
    on_paper = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[LedQuerySet["Enrolment"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One open enrolment a case; ended means closed or withdrawn."""

        ordering = ("-made_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="practice_enrolment_one_open"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["workshop", "day_one"], name="practice_enrolment_of_group"),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk}"


class EnrolmentEvent(WrittenOnce):
    """One thing that happened to an enrolment; its state is folded from these."""

    permission_object: ClassVar[Object] = Object.WORKSHOP
    site_path: ClassVar[str] = "enrolment__case__site"
    case_path: ClassVar[str] = "enrolment__case"
    workshop_path: ClassVar[str] = "enrolment__workshop"

    id = models.BigAutoField(primary_key=True)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="events")
    move = models.CharField(max_length=16, choices=[(one.value, one.value) for one in Move])
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    hold = models.CharField(max_length=60, blank=True)
    scope = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=40, blank=True)
    flag = models.ForeignKey(Flag, null=True, on_delete=models.PROTECT, related_name="+")
    sealed_note = models.BinaryField(default=b"")

    objects: ClassVar[LedQuerySet["EnrolmentEvent"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """In the order in which they happened."""

        ordering = ("id",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(move__in=[one.value for one in Move]), name="practice_event_known_move"
            ),
            models.CheckConstraint(
                condition=Q(move=Move.HOLD.value, scope__in=[one.value for one in Scope])
                | (~Q(move=Move.HOLD.value) & Q(scope="")),
                name="practice_event_scope_of_a_hold",
            ),
        ]

    def __str__(self) -> str:
        return f"enrolment event {self.pk}"
