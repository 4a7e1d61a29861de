"""What a day's answers share: who may send them, for which enrolment, on which date."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from remit.domain.enrolment import Move
from remit.errors import Conflict, InvalidInput
from remit.pathways.practice.schedule import programme_date
from remit.web.cases.models import Case
from remit.web.consult.actions import is_own
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.practice.enrolments import may_lead
from remit.web.practice.models import Enrolment, Source
from remit.web.practice.receipts import Sent

USED = "This key was used for something else."


def check_sender(
    case: Case, sent: Sent, *, by: Person, entered_by: Person | None, now: datetime
) -> None:
    """Who may bring in answers: the participant, or staff who may read them, from paper.

    Raises:
        NotAllowed: somebody else.
        InvalidInput: the way it came does not fit who brings it.
    """
    if (entered_by is not None) != (sent.source == Source.STAFF):
        raise InvalidInput("What staff enter says who entered it, and nothing else does.")
    if entered_by is None:
        check_allowed(by, Act.CHANGE, Object.DOSE, case, now=now, own=is_own(case, by))
        return
    leads = any(may_lead(one, entered_by) for one in case.enrolments.filter(ended_at=None))
    check_allowed(entered_by, Act.SEE, Object.DOSE, case, now=now, own=leads)


def locked(case: Case) -> Case:
    """One writer of a case at a time: what is stored twice depends on what stands."""
    known = Case.objects.select_related("data_key")
    found = known.select_for_update(of=("self",)).get(pk=case.pk)
    found.site = case.site  # read already
    return found


def enrolment_at(case: Case, at: datetime) -> Enrolment:
    """The enrolment that something done at an instant belongs to.

    What a phone kept while the programme ran is taken even when it has ended since.

    Raises:
        Conflict: no programme had begun then, or it had ended.
    """
    begun = case.enrolments.filter(events__move=Move.START.value, day_one__isnull=False)
    for enrolment in begun.order_by("made_at"):
        if enrolment.ended_at is None or at <= enrolment.ended_at:
            enrolment.case = case  # its key is at hand already
            return enrolment
    raise Conflict("The programme has not begun here, or it has ended.")


def date_of(enrolment: Enrolment, at: datetime) -> date:
    """The programme date of an instant, where the participant is."""
    return programme_date(at.astimezone(ZoneInfo(enrolment.zone)).replace(tzinfo=None))


def note(case: Case, key: object, kind: str, *, sent: Sent, by: Person, now: datetime) -> None:
    """The audit row of one thing that came; its values stay in the row alone, sealed."""
    audit.record(
        by=by,
        now=now,
        site=case.site,
        act="sent",
        object_type=kind,
        object_id=key,
        detail={"case": str(case.pk), "source": sent.source.value},
    )
