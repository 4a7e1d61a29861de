"""One filling of one form, and its answers; what was answered is sealed."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from remit.web.cases.models import Case
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundModel, SiteBoundQuerySet


class FormKind(models.TextChoices):
    """Where the questions come from."""

    SCREENING = "screening", "screening"
    INSTRUMENT = "instrument", "instrument"
    INTAKE = "intake", "told before the visit"


class Mode(models.TextChoices):
    """Who holds the page while it is filled."""

    SELF = "self", "by the participant"
    PHONE = "phone", "with the participant on the phone"
    CLINIC = "clinic", "with the participant in the clinic"


class State(models.TextChoices):
    """How far a sheet is."""

    DRAFT = "draft", "being filled"
    STOPPED = "stopped", "stopped by an emergency answer"
    FINISHED = "finished", "finished"
    LEFT = "left", "left when the participant stopped taking part"


# Every move that exists; what is not here is refused.
MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.STOPPED, State.FINISHED, State.LEFT}),
    State.STOPPED: frozenset({State.FINISHED}),  # by staff only
    State.FINISHED: frozenset(),
    State.LEFT: frozenset(),
}


class Sheet(SiteBoundModel):
    """One filling of one form, at one point of a case's way."""

    permission_object: ClassVar[Object] = Object.FORMS
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"
    participant_path: ClassVar[str] = "case__participant"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="sheets")
    form_kind = models.CharField(max_length=10, choices=FormKind)
    form_id = models.CharField(max_length=40)
    form_version = models.CharField(max_length=40)
    form_hash = models.CharField(max_length=64)
    stage = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=12, default="en")
    point = models.CharField(max_length=40)
    mode = models.CharField(max_length=6, choices=Mode)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True, blank=True)
    called_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # A possible emergency whose details are missing is settled on the careful side at this time.
    settle_due = models.DateTimeField(null=True, blank=True, db_index=True)
    sealed_result = models.BinaryField(default=b"")

    objects: ClassVar[SiteBoundQuerySet["Sheet"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One draft of a form at a point; states carry their times."""

        ordering = ("-started_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "form_kind", "form_id", "stage", "point"],
                condition=Q(state="draft"),
                name="assess_sheet_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(state="finished", finished_at__isnull=False)
                | (~Q(state="finished") & Q(finished_at__isnull=True)),
                name="assess_sheet_finished_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | Q(stopped_at__isnull=False),
                name="assess_sheet_stopped_has_time",
            ),
            models.CheckConstraint(
                condition=Q(mode__in=[one.value for one in Mode])
                & Q(state__in=[one.value for one in State])
                & Q(form_kind__in=[one.value for one in FormKind]),
                name="assess_sheet_known_words",
            ),
        ]

    def __str__(self) -> str:
        return f"sheet {self.pk}"


class Answer(SiteBoundModel):
    """The answer to one question of a sheet; `version` counts its changes."""

    permission_object: ClassVar[Object] = Object.FORMS
    site_path: ClassVar[str] = "sheet__case__site"
    case_path: ClassVar[str] = "sheet__case"
    participant_path: ClassVar[str] = "sheet__case__participant"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT, related_name="answers")
    key = models.CharField(max_length=60)
    sealed_value = models.BinaryField()
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[SiteBoundQuerySet["Answer"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One answer a question."""

        ordering = ("key",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["sheet", "key"], name="assess_answer_one_per_key"),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk}"
