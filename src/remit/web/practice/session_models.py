"""What is written while a group session runs; each row has a key, so offline changes come once."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from remit.web.consult.clearance_models import WrittenOnce
from remit.web.people.permissions import Object
from remit.web.practice.group_models import Enrolment, Meeting
from remit.web.practice.led import LedQuerySet


class Presence(models.TextChoices):
    """Who is here."""

    HERE = "here", "here"
    ON_THE_WAY = "on the way", "on the way"
    NOT_TODAY = "not today", "not today"
    LEFT = "left", "left early"


class SessionRow(WrittenOnce):
    """Shared by the rows below: key from the tablet, meeting, who and when; the newest counts."""

    permission_object: ClassVar[Object] = Object.WORKSHOP
    site_path: ClassVar[str] = "meeting__workshop__site"
    workshop_path: ClassVar[str] = "meeting__workshop"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        """Rows of the tables below."""

        abstract = True
        ordering = ("at", "received_at", "id")


class Attendance(SessionRow):
    """Whether somebody is here."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="attendance")
    presence = models.CharField(max_length=10, choices=Presence)

    objects: ClassVar[LedQuerySet["Attendance"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(SessionRow.Meta):
        """The newest of an enrolment counts."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(presence__in=Presence.values), name="practice_attendance_known"
            ),
        ]

    def __str__(self) -> str:
        return f"attendance {self.pk}"


class PartMove(SessionRow):
    """A part of the agenda began, was given more minutes, was paused or went on."""

    part = models.CharField(max_length=40)
    act = models.CharField(max_length=10)
    minutes = models.SmallIntegerField(default=0)

    objects: ClassVar[LedQuerySet["PartMove"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(SessionRow.Meta):
        """In time."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(act__in=["begin", "more", "pause", "go on", "end"]),
                name="practice_part_move_known",
            ),
        ]

    def __str__(self) -> str:
        return f"part {self.pk}"


class FidelityRating(SessionRow):
    """One item of E.7: 0 absent, 1 partly, 2 done; by the leader or by an observer."""

    item = models.PositiveSmallIntegerField()
    rating = models.PositiveSmallIntegerField()
    observed = models.BooleanField(default=False)

    objects: ClassVar[LedQuerySet["FidelityRating"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(SessionRow.Meta):
        """The newest of an item counts."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(rating__lte=2, item__gte=1, item__lte=20),
                name="practice_fidelity_known",
            ),
        ]

    def __str__(self) -> str:
        return f"fidelity {self.pk}"


class Parked(SessionRow):
    """A question for later, without names; struck out when it is answered."""

    text = models.CharField(max_length=200)
    strikes = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="struck_by"
    )

    objects: ClassVar[LedQuerySet["Parked"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(SessionRow.Meta):
        """In time."""

    def __str__(self) -> str:
        return f"parked {self.pk}"


class PersonNote(SessionRow):
    """The visit note on one person: what happened and what was done, never in the parking lot."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="session_notes")
    sealed_note = models.BinaryField()
    private_word = models.BooleanField(default=False)

    objects: ClassVar[LedQuerySet["PersonNote"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(SessionRow.Meta):
        """In time."""

    def __str__(self) -> str:
        return f"person note {self.pk}"
