"""Formulations and letters: edited as drafts, signed once, then never changed."""

import uuid
from typing import ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from remit.errors import IntegrityFailure
from remit.web.cases.models import Case
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundModel, SiteBoundQuerySet


class State(models.TextChoices):
    """A document is a draft until it is signed."""

    DRAFT = "draft", "draft"
    SIGNED = "signed", "signed"


class LetterKind(models.TextChoices):
    """To whom a text goes, or into which record."""

    VISIT_NOTE = "visit note", "Visit note for the clinic's record"
    REFERRER = "referrer", "Letter to the referrer"
    FAMILY_DOCTOR = "family doctor", "Letter to the family doctor"
    PRESCRIBER = "prescriber", "Letter to the prescriber"
    SURGEON = "surgeon", "Letter to the surgeon"


_SIGNED = Q(state="signed", signed_at__isnull=False) & ~Q(signed_name="") & ~Q(signed_role="")
_UNSIGNED = Q(state="draft", signed_at=None, signed_by=None, signed_name="", signed_role="")


class Document(SiteBoundModel):
    """One version of a document; `version` counts the saves of a draft."""

    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=6, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    sealed_content = models.BinaryField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_name = models.CharField(max_length=150, blank=True)
    signed_role = models.CharField(max_length=60, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Shared by formulation and letter."""

        abstract = True

    def save(self, *args: object, **kwargs: object) -> None:
        """Add the row; changes go through conditional updates of drafts."""
        if not self._state.adding:
            raise IntegrityFailure("A document changes by its actions only.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        """Nothing of this is ever removed."""
        raise IntegrityFailure("A document is never removed.")


class Formulation(Document):
    """How clinician and participant read the pain together, sentence by sentence."""

    permission_object: ClassVar[Object] = Object.FORMULATION

    objects: ClassVar[SiteBoundQuerySet["Formulation"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One draft a case; versions are numbered; signed means by whom and when."""

        ordering = ("case", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "number"], name="documents_formulation_one_per_number"
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="draft"), name="documents_formulation_one_draft"
            ),
            models.CheckConstraint(
                condition=_SIGNED | _UNSIGNED, name="documents_formulation_signed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"formulation {self.number}"


class Letter(Document):
    """A visit note or a letter; its content is the recipient and the text."""

    permission_object: ClassVar[Object] = Object.LETTER

    kind = models.CharField(max_length=14, choices=LetterKind)

    objects: ClassVar[SiteBoundQuerySet["Letter"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One draft a kind; versions are numbered within the kind."""

        ordering = ("case", "kind", "-number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "kind", "number"], name="documents_letter_one_per_number"
            ),
            models.UniqueConstraint(
                fields=["case", "kind"],
                condition=Q(state="draft"),
                name="documents_letter_one_draft",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LetterKind.values), name="documents_letter_known_kind"
            ),
            models.CheckConstraint(
                condition=_SIGNED | _UNSIGNED, name="documents_letter_signed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Share(SiteBoundModel):
    """What the participant may read of their record; taking it back is a time, never a removal."""

    class What(models.TextChoices):
        """Kinds of text that can be shared."""

        EXPLANATION = "explanation", "explanation"
        FORMULATION = "formulation", "formulation"
        LETTER = "letter", "letter or visit note"

    permission_object: ClassVar[Object] = Object.SHARED
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"
    participant_path: ClassVar[str] = "case__participant"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="shares")
    what = models.CharField(max_length=11, choices=What)
    of = models.CharField(max_length=40)
    sealed_text = models.BinaryField()
    shared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    shared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SiteBoundQuerySet["Share"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One live share of one thing."""

        ordering = ("-shared_at", "id")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "what", "of"],
                condition=Q(withdrawn_at=None),
                name="documents_share_one_live",
            ),
        ]

    def __str__(self) -> str:
        return f"share {self.pk}"
