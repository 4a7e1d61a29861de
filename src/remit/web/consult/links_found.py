"""Whether links were found, as recorded, and what may follow; it opens and closes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from remit.content import clinic
from remit.domain.chronology import Chronology
from remit.domain.decision_table import Value
from remit.domain.links_found import Found, Outcome
from remit.pathways.consult.links import LinkSettings, find
from remit.pathways.consult.links_found import outcome
from remit.web.assess.drawing import words_of
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult import queries
from remit.web.consult.clinic_records import Recorded, newest
from remit.web.consult.models import RecordKind
from remit.web.consult.records import history_of
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.people.views import signed_in

LINKS = RecordKind.LINKS
_ORDER = "links.order"


@dataclass(frozen=True)
class Answered:
    """One question of the form with its answer in words."""

    question: str
    words: str


def outcome_of(values: Mapping[str, Value]) -> Outcome:
    """What follows from the recorded answers."""
    clinician, participant = (
        Found(str(values.get(f"links.{who}", Found.NOT_ASKED)))
        for who in ("clinician", "participant")
    )
    return outcome(clinician, participant)


def asked_first(case: Case) -> str:
    """Which history was taken first, in words for the evidence; "" where nobody wrote it down.

    The caller has checked that the person may see the consultation.
    """
    values = newest(case, LINKS).values
    return words_of(clinic.form(LINKS).question(_ORDER), values.get(_ORDER))


@require_GET
def links_found_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the two of them found and what may follow; the answers are given on their form."""
    person, now = signed_in(request), timezone.now()
    case = queries.open_case(person, pk, Object.CONSULTATION, now=now)
    check_allowed(person, Act.SEE, Object.INNER_LIFE, case, now=now)
    kept = newest(case, LINKS)
    shown = {
        "case": case,
        "tab": "visit",
        "name": str(plain_subject(case)["name"]),
        "published": case.origin == Case.Origin.PUBLISHED,
        "kept": kept.row,
        "outcome": outcome_of(kept.values),
        "answers": _answers(kept),
        "pairs": _pairs(case),
        "window": LinkSettings().window_days // 30,
    }
    return render(request, "consult/links_found.html", shown)


def _answers(kept: Recorded) -> list[Answered]:
    questions = clinic.form(LINKS).questions()
    found = [(one.text, words_of(one, kept.values.get(one.key))) for one in questions]
    return [Answered(text, words) for text, words in found if words]


def _pairs(case: Case) -> int:
    """How many pairs the picture draws as close in time; no statement about chance."""
    links = find(Chronology(history_of(case)), LinkSettings())
    return sum(link.is_drawn for link in links)
