"""What a participant did, rated and told; keys are made on the phone: nothing is stored twice."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from remit.domain.programme import DAYS
from remit.web.cases.models import Case
from remit.web.consult.clearance_models import WrittenOnce
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundQuerySet
from remit.web.practice.group_models import Enrolment
from remit.web.practice.led import LedQuerySet

LONGEST_MINUTES = 240
"""More minutes for one part than this are a clock that was left running."""


class Part(models.TextChoices):
    """The parts of a day."""

    READ = "read", "reading"
    WRITE = "write", "writing"
    LISTEN = "listen", "listening"
    AFFIRM = "affirm", "your sentence"
    STEP = "step", "step"


class Source(models.TextChoices):
    """Who brought it in."""

    ONLINE = "online", "on the page"
    OFFLINE = "offline", "kept on the phone, sent later"
    STAFF = "staff", "from paper or telephone, entered by staff"


class FromPhone(WrittenOnce):
    """Shared by what a phone sends: its key, when it happened there, when it came here."""

    id = models.UUIDField(primary_key=True, editable=False)
    done_at = models.DateTimeField()
    received_at = models.DateTimeField()
    source = models.CharField(max_length=7, choices=Source)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        """Rows of the tables below."""

        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(source="staff", entered_by__isnull=False)
                | (~Q(source="staff") & Q(entered_by=None)),
                name="practice_%(class)s_entered_by_staff",
            ),
        ]


class Done(FromPhone):
    """One part of a day that was done. Of writing only the dose is kept, never the words (INV-05).

    `sealed_dose` holds the ratings before and after, "one thing I noticed", and words and prompt
    where the author left them on.
    """

    permission_object: ClassVar[Object] = Object.DOSE
    site_path: ClassVar[str] = "enrolment__case__site"
    case_path: ClassVar[str] = "enrolment__case"
    participant_path: ClassVar[str] = "enrolment__case__participant"
    workshop_path: ClassVar[str] = "enrolment__workshop"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="done")
    day = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=8, choices=Part)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField(default=0)
    intensity = models.PositiveSmallIntegerField(default=0)
    on_paper = models.BooleanField(default=False)
    sealed_dose = models.BinaryField(default=b"")

    objects: ClassVar[LedQuerySet["Done"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(FromPhone.Meta):
        """A part may be done again."""

        ordering = ("done_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            *FromPhone.Meta.constraints,
            models.CheckConstraint(
                condition=Q(day__gte=1, day__lte=DAYS), name="practice_done_known_day"
            ),
            models.CheckConstraint(
                condition=Q(part__in=Part.values), name="practice_done_known_part"
            ),
            models.CheckConstraint(
                condition=Q(minutes__lte=LONGEST_MINUTES), name="practice_done_minutes"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["enrolment", "on"], name="practice_done_by_date"),
        ]

    def __str__(self) -> str:
        return f"done {self.pk}"


class CheckIn(FromPhone):
    """One evening check-in; of several a day the latest evening one counts, earlier ones stay."""

    permission_object: ClassVar[Object] = Object.DOSE
    site_path: ClassVar[str] = "enrolment__case__site"
    case_path: ClassVar[str] = "enrolment__case"
    participant_path: ClassVar[str] = "enrolment__case__participant"
    workshop_path: ClassVar[str] = "enrolment__workshop"

    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="check_ins")
    on = models.DateField()
    sealed_answers = models.BinaryField()

    objects: ClassVar[LedQuerySet["CheckIn"]] = LedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(FromPhone.Meta):
        """By when they were made."""

        ordering = ("done_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [*FromPhone.Meta.constraints]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["enrolment", "on"], name="practice_check_in_by_date"),
        ]

    def __str__(self) -> str:
        return f"check-in {self.pk}"


class Episode(FromPhone):
    """One time that it hurt: ratings, what was close, what was chosen. It needs no enrolment."""

    permission_object: ClassVar[Object] = Object.DOSE
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"
    participant_path: ClassVar[str] = "case__participant"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="episodes")
    sealed_episode = models.BinaryField()

    objects: ClassVar[SiteBoundQuerySet["Episode"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(FromPhone.Meta):
        """In time."""

        ordering = ("done_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [*FromPhone.Meta.constraints]

    def __str__(self) -> str:
        return f"episode {self.pk}"


class ReRating(FromPhone):
    """A rating 5, 15 or 30 minutes later, and what came of it."""

    permission_object: ClassVar[Object] = Object.DOSE
    site_path: ClassVar[str] = "episode__case__site"
    case_path: ClassVar[str] = "episode__case"
    participant_path: ClassVar[str] = "episode__case__participant"

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="re_ratings")
    sealed_rating = models.BinaryField()

    objects: ClassVar[SiteBoundQuerySet["ReRating"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(FromPhone.Meta):
        """In time."""

        ordering = ("done_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [*FromPhone.Meta.constraints]

    def __str__(self) -> str:
        return f"re-rating {self.pk}"


class LetGo(WrittenOnce):
    """A day that the person let go: it is offered no more, and nothing is missing."""

    permission_object: ClassVar[Object] = Object.DOSE
    site_path: ClassVar[str] = "enrolment__case__site"
    case_path: ClassVar[str] = "enrolment__case"
    participant_path: ClassVar[str] = "enrolment__case__participant"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="let_go")
    day = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    objects: ClassVar[SiteBoundQuerySet["LetGo"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once a day."""

        ordering = ("day",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["enrolment", "day"], name="practice_let_go_once"),
        ]

    def __str__(self) -> str:
        return f"let go {self.pk}"
