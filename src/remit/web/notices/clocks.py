"""Time left as a ring and words: it starts full and drains; late says by how much."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.domain.action_code import ActionCode
from remit.domain.service import REVIEW_WORKING_DAYS

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
_SCARCE = 25


@dataclass(frozen=True)
class Clock:
    """What a row shows of its time.

    Attributes:
        words: "6 h 48", "2 h 10 late", "now", or "" where no clock runs.
        of: the second line: of how much, or when it is looked at.
        left: share of the time that is left, 0 to 100.
        kind: "now", "late", "routine", "calm" or "": the colour.
    """

    words: str
    of: str
    left: int
    kind: str

    @property
    def gone(self) -> int:
        """The share that has drained away, from twelve o'clock on."""
        return 100 - self.left

    @property
    def scarce(self) -> bool:
        """Whether less than a quarter is left, so that the words stand in bold."""
        return self.kind in {"now", "late"} or (bool(self.words) and self.left < _SCARCE)


def clock(code: ActionCode, raised_at: datetime, due_at: datetime | None, now: datetime) -> Clock:
    """The clock of an open flag."""
    if code is ActionCode.EMERGENCY:
        waited = _("%(time)s open") % {"time": length(now - raised_at)}
        return Clock(_("now"), waited, 100, "now")
    if due_at is None:
        when = _("before clearance") if code is ActionCode.ROUTINE else _("at the consultation")
        return Clock("", when, 100, "calm")
    of = _of(code)
    if now >= due_at:
        late = _("%(time)s late") % {"time": length(now - due_at)}
        return Clock(late, of, 100, "late")
    whole = max((due_at - raised_at).total_seconds(), 1.0)
    left = min(100, max(1, round(100 * (due_at - now).total_seconds() / whole)))
    return Clock(length(due_at - now), of, left, "" if code is ActionCode.SAME_DAY else "routine")


def length(time: timedelta) -> str:
    """A length of time as it is said: 8 min, 6 h 48, 1 day 3 h."""
    time = max(time, timedelta(0))
    minutes = int(time.total_seconds() // 60)
    if time < HOUR:
        return _("%(minutes)d min") % {"minutes": minutes}
    if time < DAY:
        return _("%(hours)d h %(minutes)02d") % {"hours": minutes // 60, "minutes": minutes % 60}
    days = ngettext("%(days)d day", "%(days)d days", time.days) % {"days": time.days}
    hours = (minutes // 60) % 24
    return f"{days} {_('%(hours)d h') % {'hours': hours}}" if hours else days


def _of(code: ActionCode) -> str:
    if code is ActionCode.SAME_DAY:
        return _("of 24 h")
    return _("of %(days)d working days") % {"days": REVIEW_WORKING_DAYS}
