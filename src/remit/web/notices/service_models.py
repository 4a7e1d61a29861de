"""What a site declares of its service: hours, duty list, crisis contacts, approvals, going live."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from remit.domain.service import Cover
from remit.web.people.models import Site
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundModel, SiteBoundQuerySet


class Service(SiteBoundModel):
    """How a site answers: who covers urgent answers, and for which country its contacts are."""

    permission_object: ClassVar[Object] = Object.SERVICE

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="service")
    country = models.CharField(max_length=2)
    cover = models.CharField(max_length=7, choices=[(one.value, one.value) for one in Cover])
    cover_words = models.CharField(max_length=200, blank=True)
    out_of_hours = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SiteBoundQuerySet["Service"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Cover out of hours is cover."""

        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(out_of_hours=False) | Q(cover=Cover.ON_CALL.value),
                name="notices_service_out_of_hours_needs_cover",
            ),
        ]

    def __str__(self) -> str:
        return f"service of site {self.site_id}"


class OpenHours(SiteBoundModel):
    """Open on a weekday from one local time to another, the next day where it ends no later."""

    permission_object: ClassVar[Object] = Object.SERVICE

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="open_hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    objects: ClassVar[SiteBoundQuerySet["OpenHours"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Monday is 0."""

        ordering = ("site", "weekday", "opens")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "weekday", "opens"], name="notices_hours_once"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="notices_hours_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}-{self.closes}"


class Holiday(SiteBoundModel):
    """A date on which the site does not open."""

    permission_object: ClassVar[Object] = Object.SERVICE

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="holidays")
    on = models.DateField()
    name = models.CharField(max_length=60, blank=True)

    objects: ClassVar[SiteBoundQuerySet["Holiday"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once a date."""

        ordering = ("on",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["site", "on"], name="notices_holiday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.on}"


class DutyTurn(SiteBoundModel):
    """That a person is told of flags in a stretch of time: rank 1 at once, the next ones later."""

    permission_object: ClassVar[Object] = Object.SERVICE

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="duty_turns")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duty_turns"
    )
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    rank = models.PositiveSmallIntegerField(default=1)
    ended_early_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SiteBoundQuerySet["DutyTurn"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Found by site and time."""

        ordering = ("begins_at", "rank", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["site", "begins_at", "ends_at"], name="notices_duty_by_time"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("begins_at")), name="notices_duty_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(rank__gte=1), name="notices_duty_rank"),
        ]

    def __str__(self) -> str:
        return f"duty of {self.person_id}, rank {self.rank}"


class CrisisContact(SiteBoundModel):
    """A number to call; participants see it only after somebody rang it and said that it is right.

    `verified_on` goes with every change of what is dialled or said about it.
    """

    class Kind(models.TextChoices):
        """In the order in which they are shown."""

        EMERGENCY = "1 emergency", "emergency"
        CRISIS = "2 crisis", "crisis line"
        CLINIC = "3 clinic", "the clinic"

    permission_object: ClassVar[Object] = Object.SERVICE

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="crisis_contacts")
    kind = models.CharField(max_length=11, choices=Kind)
    language = models.CharField(max_length=8, default="en")
    country = models.CharField(max_length=2)
    name = models.CharField(max_length=80)
    number = models.CharField(max_length=30, blank=True)
    text_number = models.CharField(max_length=60, blank=True)
    hours = models.CharField(max_length=80)
    languages = models.CharField(max_length=80, blank=True)
    verified_on = models.DateField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SiteBoundQuerySet["CrisisContact"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """There is something to dial or write to; a check has a name."""

        ordering = ("kind", "name")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~Q(number="") | ~Q(text_number=""), name="notices_contact_has_a_number"
            ),
            models.CheckConstraint(
                condition=Q(verified_on__isnull=True, verified_by__isnull=True)
                | Q(verified_on__isnull=False, verified_by__isnull=False),
                name="notices_contact_checked_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} contact {self.pk}"

    @property
    def dials(self) -> str:
        """The number as a telephone address takes it."""
        return "".join(sign for sign in self.number if sign.isdigit() or sign in "+*#")


class Approval(SiteBoundModel):
    """That a clinician of a site approved one file of clinical content, by its hash (INV-13)."""

    permission_object: ClassVar[Object] = Object.APPROVAL

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="approvals")
    path = models.CharField(max_length=160)
    version = models.CharField(max_length=20, blank=True)
    sha256 = models.CharField(max_length=64)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    approved_on = models.DateField()

    objects: ClassVar[SiteBoundQuerySet["Approval"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once for a file as it is."""

        ordering = ("path", "approved_on")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["site", "path", "sha256"], name="notices_approval_once_per_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"approval of {self.path}"


class SiteLive(SiteBoundModel):
    """That a site went live, and who said so."""

    permission_object: ClassVar[Object] = Object.SERVICE

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="live")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[SiteBoundQuerySet["SiteLive"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"site {self.site_id} is live"


class WorkerBeat(models.Model):
    """When a worker last looked, so that a page can say that none runs; belongs to no site."""

    name = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"worker {self.name}"
