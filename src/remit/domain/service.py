"""What a clinic undertakes: when a flag is due, when it is told further, and who says so.

Times of CLINICAL A.1: an emergency at once, U1 within 24 hours, U2 within two working days, R
before clearance, N at the consultation. Nothing here closes or forgets a flag; these are only its
clocks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from remit.domain.action_code import ActionCode
from remit.domain.flag import FlagNow
from remit.domain.service_hours import Hours

SAME_DAY = timedelta(hours=24)
REVIEW_WORKING_DAYS = 2
# Where a clinic has entered no hours at all, a working day counts as a day of the clock.
REVIEW_WITHOUT_HOURS = timedelta(hours=48)

# How long a flag waits for a name, or after one for an outcome, before the next person is told.
EMERGENCY_WAITS = timedelta(minutes=15)
SAME_DAY_WAITS = timedelta(hours=4)
EMERGENCY_OUTCOME = timedelta(hours=1)
REVIEW_WAITS_WORKING_DAYS = 1


class Cover(StrEnum):
    """Whether somebody undertakes to call the same day."""

    NONE = "none"
    ON_CALL = "on call"


@dataclass(frozen=True)
class ServiceLevel:
    """A clinic's declared service.

    Attributes:
        hours: weekly hours and holidays, in the clinic's zone.
        cover: whether a clinician is on call who undertakes to ring the same day.
        out_of_hours: whether that cover also reaches outside the hours.
        cover_words: how the clinic describes it, for staff.
        country: two letters; which crisis contacts apply.
    """

    hours: Hours = field(default_factory=lambda: Hours("UTC"))
    cover: Cover = Cover.NONE
    out_of_hours: bool = False
    cover_words: str = ""
    country: str = ""

    @property
    def zone(self) -> str:
        """The clinic's time zone."""
        return self.hours.zone

    def is_open(self, at: datetime) -> bool:
        """Whether the clinic is open."""
        return self.hours.is_open(at)

    def next_opening(self, at: datetime) -> datetime | None:
        """`at` itself while it is open, else the next opening."""
        return self.hours.next_opening(at)

    def due(self, code: ActionCode, raised_at: datetime) -> datetime | None:
        """When somebody must have dealt with a flag; None where no clock runs (R, N)."""
        raised_at = raised_at.astimezone(UTC)  # or adding hours would follow the local clock
        if code is ActionCode.EMERGENCY:
            return raised_at
        if code is ActionCode.SAME_DAY:
            return raised_at + SAME_DAY
        if code is ActionCode.REVIEW:
            found = self.hours.after_working_days(raised_at, REVIEW_WORKING_DAYS)
            return found or raised_at + REVIEW_WITHOUT_HOURS
        return None

    def waits_until(self, code: ActionCode, since: datetime) -> datetime | None:
        """When the next person is told of a flag that waits since then; None without a clock."""
        since = since.astimezone(UTC)
        if code is ActionCode.EMERGENCY:
            return since + EMERGENCY_WAITS
        if code is ActionCode.SAME_DAY:
            return since + SAME_DAY_WAITS
        if code is ActionCode.REVIEW:
            found = self.hours.after_working_days(since, REVIEW_WAITS_WORKING_DAYS)
            return found or since + REVIEW_WITHOUT_HOURS / 2
        return None

    def escalates_at(self, flag: FlagNow) -> datetime | None:
        """When the next person is told, as the flag stands.

        Unacknowledged: after its waiting time. Acknowledged: when its outcome is due, but never
        sooner than a waiting time after somebody took it. None once an outcome is written.
        """
        waited = self.waits_until(flag.code, flag.since)
        if waited is None or not flag.is_open:
            return None
        if not flag.state.is_acknowledged or flag.told_since_taken:
            return waited
        return max(waited, self.outcome_due(flag.code, flag.raised_at) or waited)

    def outcome_due(self, code: ActionCode, raised_at: datetime) -> datetime | None:
        """When its outcome must be written: for an emergency some time after it was due."""
        if code is ActionCode.EMERGENCY:
            return raised_at.astimezone(UTC) + EMERGENCY_OUTCOME
        return self.due(code, raised_at)
