"""A case: one participant's clinical record at one site."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from remit.web.people.models import DataKey, Site
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundModel, SiteBoundQuerySet


class Case(SiteBoundModel):
    """One participant's clinical record at one site, from the first contact on."""

    class Origin(models.TextChoices):
        """How the record came to be; a published case is looked back on and opens nothing."""

        LIVE = "live", "seen here"
        PUBLISHED = "published", "published report"

    permission_object: ClassVar[Object] = Object.CASE_LIST
    site_path: ClassVar[str] = "site"
    case_path: ClassVar[str] = "pk"
    participant_path: ClassVar[str] = "participant"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="cases")
    participant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="cases",
    )
    data_key = models.OneToOneField(DataKey, on_delete=models.PROTECT, related_name="case")
    origin = models.CharField(max_length=9, choices=Origin, default=Origin.LIVE)
    sealed_subject = models.BinaryField()
    opened_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[SiteBoundQuerySet["Case"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Cases are listed newest first; a person is participant of one case a site."""

        ordering = ("-opened_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["site", "participant"],
                condition=models.Q(participant__isnull=False),
                name="cases_case_one_per_participant",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"
