"""What a facilitator may read of a clearance of their own, and what the participant may read."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from remit.domain.clearance import Decision
from remit.web.cases.models import Case
from remit.web.consult.clearance import content_of, may_open_day_one
from remit.web.consult.clearance_facts import newest_clearance, signed_decision
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.people.site_day import site_day


@dataclass(frozen=True)
class ClearanceSummary:
    """Clearance and restrictions, without reasons, diagnosis, flags or pattern."""

    words: str
    opens: bool
    valid_until: date | None = None
    restrictions: str = ""
    named_contact: str = ""


def summary_for(person: Person, case: Case, *, own: bool, now: datetime) -> ClearanceSummary:
    """The summary for somebody who runs the participant's group.

    Args:
        own: the caller found that the participant is in a workshop of this person.

    Raises:
        NotAllowed: the person's role does not see clearances here.
    """
    check_allowed(person, Act.SEE, Object.CLEARANCE, case, now=now, own=own)
    audit.record_view(by=person, now=now, site=case.site, object_id=case.pk)
    row = newest_clearance(case)
    if row is None:
        return ClearanceSummary(words=_("No clearance is signed."), opens=False)
    content = content_of(row, case)
    return ClearanceSummary(
        words=Decision(row.decision).words,
        opens=bool(may_open_day_one(case, now)),
        valid_until=row.valid_until,
        restrictions=str(content.get("restrictions", "")),
        named_contact=str(content.get("named_contact", "")),
    )


_STANDS_ON_IT = "found no sign that this needs other"


def leans_on_clearance(text: str) -> bool:
    """Whether a text says what only a clearance that holds may say (see `participant_words`)."""
    return _STANDS_ON_IT in " ".join(text.split())


def stands_since(case: Case, at: datetime, *, now: datetime) -> bool:
    """Whether the clearance that stood at a moment still is the newest one, and holds now.

    What was signed or shared under an earlier clearance does not come back to life by a later one:
    that was decided on other findings, perhaps by somebody else, and is written or shared anew.

    Args:
        at: when the text was signed or shared.
    """
    row = newest_clearance(case)
    return row is not None and row.signed_at <= at and bool(may_open_day_one(case, now))


def participant_words(case: Case, *, now: datetime) -> str:
    """What the participant may read (CLINICAL F.3); "" unless a clinician signed just that."""
    row = newest_clearance(case)
    signed = signed_decision(row)
    if row is None or signed is None or not signed.decision.clears:
        return ""
    if signed.is_over(site_day(case.site, now)) or not may_open_day_one(case, now):
        return ""
    if not content_of(row, case).get("no_other_treatment"):
        return ""
    return _(
        "Your pain is real. For many people with long-lasting pain, the nervous system can keep "
        "pain going after tissues have healed. Your clinician found no sign that this needs other "
        "treatment now. Keep your medical care. Talk to your prescriber or surgeon before any "
        "change."
    )
