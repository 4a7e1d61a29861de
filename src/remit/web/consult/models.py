"""The entries of a case's history; what is clinical in them is sealed (ADR on payloads)."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from remit.content.schema import TABLES
from remit.web.cases.models import Case
from remit.web.consult.clearance_models import (
    Clearance,
    ClinicRecord,
    MedicineChange,
    MedicineDetail,
    RecordKind,
)
from remit.web.consult.visit_models import (
    Consultation,
    Line,
    NoteRevision,
    Part,
    ProcessNote,
    ProcessNoteRelease,
    Waiting,
)
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundModel, SiteBoundQuerySet

__all__ = [
    "Clearance",
    "ClinicRecord",
    "Consultation",
    "Entry",
    "Line",
    "MedicineChange",
    "MedicineDetail",
    "NoteRevision",
    "Part",
    "ProcessNote",
    "ProcessNoteRelease",
    "RecordKind",
    "Waiting",
]


class Entry(SiteBoundModel):
    """One record of a history: an event, a symptom, a score, a link.

    `key` is the record's short id in the case, such as M10; links and notes have none. `line` is
    the line of quick entry it came from; `replaces` is the entry it corrects.
    """

    permission_object: ClassVar[Object] = Object.HISTORY
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="entries")
    table = models.CharField(max_length=12, choices=[(name, name) for name in TABLES])
    key = models.CharField(max_length=40, blank=True)
    position = models.PositiveIntegerField()
    sealed_payload = models.BinaryField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    line = models.ForeignKey(Line, null=True, on_delete=models.PROTECT, related_name="entries")
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar[SiteBoundQuerySet["Entry"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One live entry a key; an entry keeps its place."""

        ordering = ("position",)
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "key"],
                condition=Q(withdrawn_at=None) & ~Q(key=""),
                name="consult_entry_one_live_per_key",
            ),
            models.UniqueConstraint(fields=["case", "position"], name="consult_entry_place"),
            models.CheckConstraint(
                condition=Q(table__in=list(TABLES)), name="consult_entry_known_table"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.key or self.pk}"
