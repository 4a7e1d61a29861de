"""An invitation, the consent that followed it, and its end."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from remit.web.cases.models import Case
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundModel, SiteBoundQuerySet


class Invitation(SiteBoundModel):
    """One invitation: a link that opens once, and a code beside it; both are kept as digests."""

    permission_object: ClassVar[Object] = Object.CONTACT
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"
    participant_path: ClassVar[str] = "case__participant"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_expires_at = models.DateTimeField(null=True, blank=True)
    code_made_at = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)
    codes_made = models.PositiveSmallIntegerField(default=0)  # on codes_day, the site's day
    codes_day = models.DateField(null=True, blank=True)

    objects: ClassVar[SiteBoundQuerySet["Invitation"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One open invitation a case."""

        ordering = ("-made_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(used_at=None, replaced_at=None),
                name="intake_invitation_one_open",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")), name="intake_invitation_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Whether its link still opens."""
        return self.used_at is None and self.replaced_at is None and self.expires_at > now


class Reach(models.TextChoices):
    """How the participant wants to be reached; safety is never left out."""

    CALL = "call", "call"
    MESSAGE = "message", "message"
    LEAVE = "leave", "leave alone, except for safety"


class Consent(SiteBoundModel):
    """Consent to be asked and contacted, to one version of the text; withdrawn, it stays."""

    permission_object: ClassVar[Object] = Object.CONTACT
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"
    participant_path: ClassVar[str] = "case__participant"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="consents")
    text_version = models.CharField(max_length=40)
    text_hash = models.CharField(max_length=64)
    reach = models.CharField(max_length=7, choices=Reach)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    erasure_asked = models.BooleanField(default=False)

    objects: ClassVar[SiteBoundQuerySet["Consent"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One consent at a time."""

        ordering = ("-given_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(withdrawn_at=None), name="intake_consent_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(reach__in=[one.value for one in Reach]), name="intake_consent_reach"
            ),
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
