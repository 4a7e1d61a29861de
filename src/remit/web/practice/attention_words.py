"""The reasons and next steps of the attention list in words; no diagnosis, no blame."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from remit.pathways.practice.attention import Kind, Need, Soon

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HEADINGS: Final[dict[Soon, StrOrPromise]] = {
    Soon.NOW: _("Now"),
    Soon.TODAY: _("Today"),
    Soon.WORKING_DAY: _("Within a working day"),
    Soon.WEEK: _("This week"),
}
_WHY: Final[dict[Kind, StrOrPromise]] = {
    Kind.EMERGENCY: _("An answer that needs care at once"),
    Kind.SAME_DAY: _("An answer for the same day"),
    Kind.REVIEW: _("An answer to review"),
    Kind.ROUTINE: _("Something to read"),
    Kind.RELEASE: _("Parts rest, and what was open is settled"),
    Kind.SERIOUS: _("An event that counts as serious until it is rated"),
    Kind.EVENT: _("An event is not rated"),
    Kind.BASELINE: _("The questions before day 1 are open"),
    Kind.SILENT: _("Nothing has come"),
    Kind.PAPER: _("No sheet of paper was entered"),
    Kind.MISSED: _("Missed a group session"),
    Kind.MIDWAY: _("The call of day 10 or 11 is due"),
    Kind.DAY_22: _("The call of day 22 is due"),
    Kind.MONTH_1: _("Follow-up, month 1"),
    Kind.MONTH_3: _("Follow-up, month 3"),
    Kind.MONTH_6: _("Follow-up, month 6"),
    Kind.MONTH_12: _("Follow-up, month 12"),
    Kind.CLEARANCE: _("The clearance ends"),
    Kind.LEFT: _("Left the programme"),
}
_NEXT: Final[dict[Kind, StrOrPromise]] = {
    Kind.EMERGENCY: _("Open the flag"),
    Kind.SAME_DAY: _("Open the flag"),
    Kind.REVIEW: _("Open the flag"),
    Kind.ROUTINE: _("Read and note"),
    Kind.RELEASE: _("Release, or keep"),
    Kind.SERIOUS: _("Rate it"),
    Kind.EVENT: _("Rate it"),
    Kind.BASELINE: _("Help with the questions"),
    Kind.SILENT: _("Ask how it goes"),
    Kind.PAPER: _("Enter, or ask"),
    Kind.MISSED: _("Make it up by phone"),
    Kind.MIDWAY: _("Call"),
    Kind.DAY_22: _("Call"),
    Kind.MONTH_1: _("Call"),
    Kind.MONTH_3: _("Call"),
    Kind.MONTH_6: _("Call"),
    Kind.MONTH_12: _("Call"),
    Kind.CLEARANCE: _("Look and sign again"),
    Kind.LEFT: _("Look"),
}


@dataclass(frozen=True)
class Words:
    """One reason as it is read.

    Attributes:
        why: the reason.
        ago: since when, in days.
        following: the next step.
    """

    why: StrOrPromise
    ago: str
    following: StrOrPromise


def words_for(need: Need, today: date) -> Words:
    """A reason in words on a date."""
    return Words(_WHY[need.kind], _ago((today - need.since).days), _NEXT[need.kind])


def _ago(days: int) -> str:
    if days < 0:
        return ngettext("in %(n)s day", "in %(n)s days", -days) % {"n": -days}
    if days == 0:
        return str(_("today"))
    return ngettext("for %(n)s day", "for %(n)s days", days) % {"n": days}
