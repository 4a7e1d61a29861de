"""Every table of the practice house, by subject."""

from remit.web.practice.care_models import AdverseEvent, Call, CallKind
from remit.web.practice.day_models import (
    CheckIn,
    Done,
    Episode,
    FromPhone,
    LetGo,
    Part,
    ReRating,
    Source,
)
from remit.web.practice.group_models import Enrolment, EnrolmentEvent, Lead, Meeting, Workshop
from remit.web.practice.session_models import (
    Attendance,
    FidelityRating,
    Parked,
    PartMove,
    PersonNote,
    Presence,
    SessionRow,
)

__all__ = [
    "AdverseEvent",
    "Attendance",
    "Call",
    "CallKind",
    "CheckIn",
    "Done",
    "Enrolment",
    "EnrolmentEvent",
    "Episode",
    "FidelityRating",
    "FromPhone",
    "Lead",
    "LetGo",
    "Meeting",
    "Parked",
    "Part",
    "PartMove",
    "PersonNote",
    "Presence",
    "ReRating",
    "SessionRow",
    "Source",
    "Workshop",
]
