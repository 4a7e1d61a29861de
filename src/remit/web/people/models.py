"""Rows of the people house: sites, persons, roles, keys, the audit log."""

import uuid
from typing import Any, ClassVar, NoReturn

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from remit.errors import IntegrityFailure


class Role(models.TextChoices):
    """What a person does at one site; a person may hold several, at several sites."""

    CLINICIAN = "clinician", "clinician"
    FACILITATOR = "facilitator", "facilitator"
    ASSESSOR = "assessor", "assessor (blinded)"
    COORDINATOR = "coordinator", "coordinator"
    STATISTICIAN = "statistician", "statistician"
    ADMINISTRATOR = "administrator", "administrator"
    PARTICIPANT = "participant", "participant"


STAFF_ROLES = frozenset(Role) - {Role.PARTICIPANT}


class Site(models.Model):
    """One clinic; the wall that people of other clinics cannot see through."""

    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="UTC")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="site_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """For Django's own tools and tests; Remit's code goes through `actions.create_person`."""
        person = self.model(email=email.strip().lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email=(username or "").strip().lower())


class Person(AbstractBaseUser):
    """Anyone with an account; what they may do stands in their memberships."""

    email = models.EmailField(max_length=254, unique=True)
    display_name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["display_name"]

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="email_is_lower"),
            models.CheckConstraint(
                condition=~models.Q(display_name=""), name="person_has_a_display_name"
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_full_name(self) -> str:
        return self.display_name

    @property
    def is_staff_member(self) -> bool:
        """Holds at least one staff role somewhere, so a second factor is required."""
        return self.memberships.exclude(role=Role.PARTICIPANT).exists()


class Membership(models.Model):
    """One role of one person at one site."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    site = models.ForeignKey(Site, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role.choices)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "site", "role"], name="role_once_per_site"),
            models.CheckConstraint(
                condition=models.Q(role__in=[role.value for role in Role]), name="role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} at {self.site_id}"


class SiteKey(models.Model):
    """That a site key exists, and its fingerprint; the key itself is a file outside."""

    number = models.PositiveSmallIntegerField(primary_key=True)
    fingerprint = models.CharField(max_length=16, unique=True)
    created_at = models.DateTimeField(default=timezone.now)  # bookkeeping, not a clinical time
    retired_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"site key {self.number}"


class DataKey(models.Model):
    """The key of one case, wrapped by the site key; destroying it erases what it sealed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="data_keys")
    wrapped_key = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(wrapped_key__isnull=True, destroyed_at__isnull=False)
                | models.Q(wrapped_key__isnull=False, destroyed_at__isnull=True),
                name="destroyed_key_is_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"data key {self.id}"


class BreakGlass(models.Model):
    """Emergency access to one case, for a while, with a reason; the case is named by id only."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    case_id = models.CharField(max_length=64)
    reason = models.TextField()
    at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "case_id", "until"], name="glass_by_person")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="glass_has_a_reason"),
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("at")), name="glass_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"emergency access of {self.person_id} until {self.until:%Y-%m-%d %H:%M}"


def _refuse() -> NoReturn:
    raise IntegrityFailure("The audit log is append-only; its rows cannot be changed or removed.")


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Triggers in the database say the same; this says it earlier and in words."""

    def update(self, **_kwargs: Any) -> NoReturn:
        _refuse()

    def delete(self) -> NoReturn:
        _refuse()

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        _refuse()


class AppendOnly(models.Model):
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        _refuse()


class AuditEvent(AppendOnly):
    """Who did what to which object; ids are text and bind nothing, so the log never blocks data."""

    uid = models.UUIDField(unique=True)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=64)
    site = models.CharField(max_length=64, blank=True)
    act = models.CharField(max_length=64)
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    detail = models.TextField(default="{}")
    data_key = models.CharField(max_length=36, blank=True)
    sealed_values = models.BinaryField(default=b"")

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id", "at"], name="audit_by_object"),
            models.Index(fields=["actor", "at"], name="audit_by_actor"),
            models.Index(fields=["site", "at"], name="audit_by_site"),
        ]

    def __str__(self) -> str:
        return f"audit event {self.pk}: {self.act} {self.object_type}"


class AuditSeal(AppendOnly):
    """One link of the chain; `marks` holds a short keyed mark per field of the event."""

    position = models.BigIntegerField(primary_key=True)
    event_number = models.BigIntegerField(unique=True)
    previous = models.CharField(max_length=64)
    marks = models.CharField(max_length=255)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(position__gte=1), name="chain_starts_at_one"),
        ]

    def __str__(self) -> str:
        return f"link {self.position}"


class AuditPending(models.Model):
    """An event that waits for its link (PostgreSQL only, for the moment between two commits)."""

    event_number = models.BigIntegerField(primary_key=True)

    def __str__(self) -> str:
        return f"pending {self.event_number}"
