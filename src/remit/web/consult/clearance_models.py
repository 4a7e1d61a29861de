"""What a clinician records before day 1; rows are added, never changed, and the newest counts."""

import uuid
from typing import ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from remit.domain.clearance import Decision
from remit.errors import IntegrityFailure
from remit.web.cases.models import Case
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundModel, SiteBoundQuerySet


class RecordKind(models.TextChoices):
    """Kinds of clinician's record, each filled by a form of the shipped content."""

    EXAMINATION = "examination", "examination"
    FEATURES = "features", "features"
    INVENTORY = "inventory", "inventory"
    NOCIPLASTIC = "nociplastic", "nociplastic worksheet"
    PATTERN = "pattern", "usual pattern"
    WELCOME = "welcome", "what was explained at the start"
    CHILDHOOD = "childhood", "childhood and family"
    TRAITS = "traits", "traits"
    EMOTIONS = "emotions", "emotional awareness"
    ADVERSITY = "adversity", "adverse childhood experiences"
    LINKS = "links", "whether links were found"
    PLAN = "plan", "plan, homework and safety plan"


class WrittenOnce(SiteBoundModel):
    """A row that is added and then stays as it is; a correction is a further row."""

    class Meta:
        """Shared by the records below."""

        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the row; a row that stands already is refused."""
        if not self._state.adding:
            raise IntegrityFailure("A signed or recorded version is never changed; add a new one.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Nothing of this is ever removed."""
        raise IntegrityFailure("A signed or recorded version is never removed.")


class ClinicRecord(WrittenOnce):
    """One version of an examination, of features, of a worksheet, of the usual pattern."""

    permission_object: ClassVar[Object] = Object.CONSULTATION
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clinic_records")
    kind = models.CharField(max_length=12, choices=RecordKind)
    number = models.PositiveIntegerField()
    form_version = models.CharField(max_length=20)
    form_hash = models.CharField(max_length=64)
    sealed_answers = models.BinaryField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[SiteBoundQuerySet["ClinicRecord"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Versions of a kind are numbered within the case."""

        ordering = ("case", "kind", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "kind", "number"], name="consult_clinicrecord_one_per_number"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=RecordKind.values), name="consult_clinicrecord_known_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Clearance(WrittenOnce):
    """One signed version of a clearance; the reasons, restrictions and pattern are sealed."""

    permission_object: ClassVar[Object] = Object.CLEARANCE
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clearances")
    number = models.PositiveIntegerField()
    decision = models.CharField(max_length=16, choices=[(one.value, one.words) for one in Decision])
    sealed_content = models.BinaryField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    signed_name = models.CharField(max_length=150)
    signed_role = models.CharField(max_length=60)
    signed_at = models.DateTimeField()
    signed_on = models.DateField()
    valid_until = models.DateField()

    objects: ClassVar[SiteBoundQuerySet["Clearance"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """The version with the highest number counts."""

        ordering = ("case", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "number"], name="consult_clearance_one_per_number"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=[one.value for one in Decision]),
                name="consult_clearance_known_decision",
            ),
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("signed_on")), name="consult_clearance_ends_later"
            ),
            models.CheckConstraint(
                condition=~Q(signed_name="") & ~Q(signed_role=""),
                name="consult_clearance_is_signed_by_name",
            ),
        ]

    def __str__(self) -> str:
        return f"clearance {self.number}"


class MedicineDetail(WrittenOnce):
    """How a medicine of the history is taken, as reported or as prescribed."""

    permission_object: ClassVar[Object] = Object.CONSULTATION
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="medicine_details")
    entry = models.OneToOneField(
        "consult.Entry", on_delete=models.PROTECT, related_name="medicine_detail"
    )
    sealed_detail = models.BinaryField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[SiteBoundQuerySet["MedicineDetail"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"medicine {self.pk}"


class MedicineChange(WrittenOnce):
    """A change that the participant reports; what it asks of people is a flag."""

    permission_object: ClassVar[Object] = Object.CONSULTATION
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="medicine_changes")
    entry = models.ForeignKey(
        "consult.Entry", on_delete=models.PROTECT, related_name="medicine_changes"
    )
    sealed_change = models.BinaryField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[SiteBoundQuerySet["MedicineChange"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest first."""

        ordering = ("-recorded_at", "id")

    def __str__(self) -> str:
        return f"change {self.pk}"
