"""What is typed during a consultation, as it was typed; rows are added, never changed."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from remit.web.cases.models import Case
from remit.web.consult.clearance_models import WrittenOnce
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundModel, SiteBoundQuerySet


class Part(models.TextChoices):
    """The parts of the ninety minutes, in their order (CLINICAL C.1)."""

    WELCOME = "welcome", "Welcome"
    PAIN = "pain", "Pain history"
    EXAMINATION = "examination", "Examination"
    CHILDHOOD = "childhood", "Childhood"
    ADULT = "adult", "Adult life"
    TRAITS = "traits", "Traits, feelings"
    TOGETHER = "together", "Draw it together"
    PLAN = "plan", "Plan, homework"


class Consultation(SiteBoundModel):
    """One consultation of a case: when it began, and when it was closed."""

    permission_object: ClassVar[Object] = Object.CONSULTATION
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consultations")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SiteBoundQuerySet["Consultation"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """A case has one open consultation at most."""

        ordering = ("-started_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="consult_consultation_one_open"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="consult_consultation_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"consultation {self.pk}"


class Line(WrittenOnce):
    """One line of quick entry, word for word.

    Its id is made where it is typed, so that a line sent twice is stored once.
    """

    permission_object: ClassVar[Object] = Object.CONSULTATION
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="lines")
    part = models.CharField(max_length=12, choices=Part)
    sealed_text = models.BinaryField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[SiteBoundQuerySet["Line"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Newest last, as they were said."""

        ordering = ("recorded_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(part__in=Part.values), name="consult_line_known_part"
            ),
        ]

    def __str__(self) -> str:
        return f"line {self.pk}"


class Waiting(SiteBoundModel):
    """A part of a kept line that waits for one small answer."""

    class Outcome(models.TextChoices):
        """What became of it."""

        OPEN = "open", "waits"
        KEPT = "kept", "kept"
        LEFT_OUT = "left out", "left out"

    permission_object: ClassVar[Object] = Object.CONSULTATION
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="waiting")
    line = models.ForeignKey(Line, on_delete=models.PROTECT, related_name="waiting")
    place = models.PositiveIntegerField()
    sealed_chip = models.BinaryField()
    outcome = models.CharField(max_length=8, choices=Outcome, default=Outcome.OPEN)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SiteBoundQuerySet["Waiting"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One a place in its line; settled means by whom and when."""

        ordering = ("line__recorded_at", "place")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["line", "place"], name="consult_waiting_place"),
            models.CheckConstraint(
                condition=Q(outcome="open", settled_at=None, settled_by=None)
                | Q(outcome__in=["kept", "left out"], settled_at__isnull=False),
                name="consult_waiting_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"waiting {self.pk}"


class NoteRevision(WrittenOnce):
    """The notes of one part as they stood after one save; the highest number counts.

    Its id is made where it is typed, so that a save sent twice is stored once.
    """

    permission_object: ClassVar[Object] = Object.CONSULTATION
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notes")
    part = models.CharField(max_length=12, choices=Part)
    number = models.PositiveIntegerField()
    sealed_text = models.BinaryField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[SiteBoundQuerySet["NoteRevision"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Revisions are numbered within their part of the case."""

        ordering = ("case", "part", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "part", "number"], name="consult_noterevision_one_per_number"
            ),
            models.CheckConstraint(
                condition=Q(part__in=Part.values), name="consult_noterevision_known_part"
            ),
        ]

    def __str__(self) -> str:
        return f"notes {self.part} {self.number}"


class ProcessNote(WrittenOnce):
    """One version of a process note: its author's own, apart from the record (CLINICAL H.3)."""

    permission_object: ClassVar[Object] = Object.PROCESS_NOTE
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="process_notes")
    note = models.UUIDField(default=uuid.uuid4, editable=False)
    number = models.PositiveIntegerField(default=1)
    sealed_text = models.BinaryField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="process_notes"
    )
    written_at = models.DateTimeField()

    objects: ClassVar[SiteBoundQuerySet["ProcessNote"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Versions of one note are numbered; the highest counts."""

        ordering = ("-written_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["note", "number"], name="consult_processnote_one_per_number"
            ),
        ]

    def __str__(self) -> str:
        return f"process note {self.note} {self.number}"


class ProcessNoteRelease(WrittenOnce):
    """A participant's written authorisation that one named person may read one process note."""

    permission_object: ClassVar[Object] = Object.PROCESS_NOTE
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    note = models.UUIDField(editable=False)
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    authorised_on = models.DateField()
    until = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[SiteBoundQuerySet["ProcessNoteRelease"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """An authorisation ends."""

        ordering = ("-recorded_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until__gte=F("authorised_on")),
                name="consult_processnoterelease_ends_later",
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.pk}"
