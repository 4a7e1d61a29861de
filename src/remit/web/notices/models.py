"""Flags and what happened to them, and the ledger of who was told; the rest is in `service_models`.

What is clinical in them (findings, answers, words) is sealed with the key of its case.
"""

import uuid
from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from remit.domain.action_code import ActionCode
from remit.domain.flag import FlagState, Move
from remit.errors import IntegrityFailure
from remit.web.cases.models import Case
from remit.web.notices.service_models import (
    Approval,
    CrisisContact,
    DutyTurn,
    Holiday,
    OpenHours,
    Service,
    SiteLive,
    WorkerBeat,
)
from remit.web.people.permissions import Object
from remit.web.people.site_bound import SiteBoundModel, SiteBoundQuerySet

__all__ = [
    "Approval",
    "CrisisContact",
    "DutyTurn",
    "Flag",
    "FlagEventRow",
    "Holiday",
    "Notice",
    "OpenHours",
    "Service",
    "SiteLive",
    "WorkerBeat",
]

_CODES = [(code.value, code.word) for code in ActionCode]


class Flag(SiteBoundModel):
    """A finding that needs a human.

    `state`, `code`, `owner` and the clocks repeat what its events fold to, so that lists and the
    worker find it by an index; every action writes them together with its event.
    """

    permission_object: ClassVar[Object] = Object.FLAG
    site_path: ClassVar[str] = "case__site"
    case_path: ClassVar[str] = "case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="flags")
    rule = models.CharField(max_length=120)
    origin = models.CharField(max_length=120)
    code = models.CharField(max_length=2, choices=_CODES)
    state = models.CharField(max_length=20, choices=[(s.value, s.value) for s in FlagState])
    sealed_finding = models.BinaryField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    raised_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    escalates_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    # Not a column: whether the call of `raise_flag` that returned it told something new.
    is_news: bool = False

    objects: ClassVar[SiteBoundQuerySet["Flag"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """One flag for a rule and what brought it up; a clock runs only while it is open."""

        ordering = ("raised_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["escalates_at"],
                condition=Q(escalates_at__isnull=False),
                name="notices_flag_escalates",
            ),
            models.Index(fields=["case", "state"], name="notices_flag_of_case"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case", "rule", "origin"], name="notices_flag_once_per_rule_and_origin"
            ),
            models.CheckConstraint(
                condition=Q(code__in=[code.value for code in ActionCode]),
                name="notices_flag_known_code",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in FlagState]),
                name="notices_flag_known_state",
            ),
            models.CheckConstraint(
                condition=~Q(state=FlagState.RECORDED.value) | Q(escalates_at__isnull=True),
                name="notices_flag_closed_has_no_clock",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[FlagState.RAISED.value, FlagState.ESCALATED.value])
                | Q(owner__isnull=False),
                name="notices_flag_acknowledged_by_a_person",
            ),
            models.CheckConstraint(
                condition=~Q(rule="") & ~Q(origin=""), name="notices_flag_says_where_from"
            ),
        ]

    def __str__(self) -> str:
        return f"flag {self.pk}"

    @property
    def site_id(self) -> int:
        """The site it hangs on, for permission checks."""
        return self.case.site_id


class FlagEventRow(SiteBoundModel):
    """One event of a flag; rows are added, never changed (the audit chain has each of them too)."""

    permission_object: ClassVar[Object] = Object.FLAG
    site_path: ClassVar[str] = "flag__case__site"
    case_path: ClassVar[str] = "flag__case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=20, choices=[(m.value, m.value) for m in Move])
    at = models.DateTimeField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    code = models.CharField(max_length=2, choices=_CODES, blank=True)
    sealed_words = models.BinaryField(default=b"")
    reviewed = models.BooleanField(default=False)

    objects: ClassVar[SiteBoundQuerySet["FlagEventRow"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Events of a flag are numbered, so that their order does not rest on a clock."""

        ordering = ("flag", "number")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["flag", "number"], name="notices_event_one_per_number"),
            models.CheckConstraint(
                condition=Q(move__in=[move.value for move in Move]), name="notices_event_known_move"
            ),
            models.CheckConstraint(
                condition=Q(by__isnull=False)
                | Q(move__in=[Move.RAISE.value, Move.RAISE_HIGHER.value, Move.ESCALATE.value]),
                name="notices_event_by_a_named_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.move}, event {self.number} of flag {self.flag_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the row; it is never written again."""
        if not self._state.adding:
            _refuse()
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        """Refused: what happened stays."""
        _refuse()


class Notice(SiteBoundModel):
    """That one person must be told of one step of one flag: the ledger, and the queue of mail.

    The page shows it to its person at once, whatever the channel. A mail is sent by the worker
    that claimed it; `next_try_at` is empty once nothing more is to be tried.
    """

    class Channel(models.TextChoices):
        """Where it goes beside the page."""

        MAIL = "mail", "mail"
        PAGE = "page", "page only"

    class Kind(models.TextChoices):
        """Why the person is told."""

        RAISED = "raised", "raised"
        ESCALATED = "escalated", "told further"

    permission_object: ClassVar[Object] = Object.FLAG
    site_path: ClassVar[str] = "flag__case__site"
    case_path: ClassVar[str] = "flag__case"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="notices")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices"
    )
    kind = models.CharField(max_length=9, choices=Kind)
    step = models.PositiveIntegerField()
    channel = models.CharField(max_length=4, choices=Channel)
    due_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_by = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    acted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[SiteBoundQuerySet["Notice"]] = SiteBoundQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Once for each person and step, however many workers run."""

        ordering = ("due_at", "id")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(next_try_at__isnull=False),
                name="notices_notice_waits",
            ),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["flag", "person", "kind", "step"], name="notices_notice_once"
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(next_try_at__isnull=True),
                name="notices_notice_sent_is_done",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(failed_at__isnull=True),
                name="notices_notice_sent_or_failed",
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.pk}"


def _refuse() -> NoReturn:
    raise IntegrityFailure("What happened to a flag is kept; its events cannot be changed.")
