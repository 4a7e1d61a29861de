"""Four plainly invented participants of the demo, at four points on the way to the programme.

Everything enters through the same actions as the pages; a second call changes nothing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from remit.content import clinic
from remit.domain.clearance import Decision
from remit.domain.decision_table import Value
from remit.domain.form import Kind, Need, Question, asked
from remit.web.assess import actions as assess
from remit.web.assess import sources
from remit.web.assess.models import Mode
from remit.web.assess.queries import values_of
from remit.web.assess.sources import FormRef
from remit.web.cases.models import Case
from remit.web.consult.clearance import Decided, sign_clearance
from remit.web.consult.clearance_models import RecordKind
from remit.web.consult.clinic_records import record_clinic
from remit.web.consult.demo_visit import prepare_visit
from remit.web.intake import actions
from remit.web.intake.codes import make_code
from remit.web.intake.models import Invitation, Reach
from remit.web.intake.parts import MEDICINES, POINT
from remit.web.people.models import Person, Site

AVERY, BLAKE, CASEY, DREW = "Avery Example", "Blake Example", "Casey Example", "Drew Example"
HALF_WAY = 10  # questions that Blake answered before stopping
_GIVEN: Mapping[str, object] = {"age": 47, "BODY": ["lower_back"], "DURATION": "more"}


def prepare_people(site: Site, clinician: Person, *, now: datetime) -> None:
    """Invite four people and bring them as far as each is."""
    start = now - timedelta(days=3)
    for name in (AVERY, BLAKE, CASEY, DREW):
        email = f"{name.split()[0].lower()}@demo.invalid"
        if Person.objects.filter(email=email).exists():
            continue
        made = actions.invite(site=site, name=name, email=email, by=clinician, now=start)
        case = made.invitation.case
        if name != AVERY:
            _take_part(case, now=start)
        if name == BLAKE:
            fill(case, sources.screening_ref("stage1"), {}, now=start, most=HALF_WAY)
        if name in (CASEY, DREW):
            _fill_required(case, casey=name == CASEY, now=start)
        if name == CASEY:
            prepare_visit(case, clinician, now=now)
        if name == DREW:
            _clear(case, clinician, now=now)


def bring_in(site: Site, clinician: Person, *, name: str, email: str, now: datetime) -> Case:
    """Invite one more person and bring them to a signed clearance, through the same actions."""
    case = actions.invite(site=site, name=name, email=email, by=clinician, now=now).invitation.case
    _take_part(case, now=now)
    _fill_required(case, casey=False, now=now)
    _clear(case, clinician, now=now)
    return Case.objects.select_related("site", "data_key", "participant").get(pk=case.pk)


def _take_part(case: Case, *, now: datetime) -> None:
    person = _participant(case)
    invitation = Invitation.objects.select_related("case__participant", "case__site").get(case=case)
    code = make_code(invitation, now=now)
    actions.accept(invitation=invitation, code=code, now=now)
    actions.give_consent(case=case, reach=Reach.CALL, by=person, now=now)


def _fill_required(case: Case, *, casey: bool, now: datetime) -> None:
    contact = {
        "contact.phone": "555-0110",
        "contact.address": "1 Example Street, Exampleton",
        "contact.person": "Robin Example, sister",
        "contact.person_phone": "555-0111",
    }
    fill(case, sources.intake_ref("contact"), contact, now=now)
    fill(case, sources.screening_ref("stage1"), {}, now=now)
    ratings = {"nrs.avg": 6, "nrs.worst": 8, "nrs.least": 3, "nrs.now": 5}
    fill(case, sources.instrument_ref("nrs"), ratings, now=now)
    fill(case, sources.intake_ref(MEDICINES), {"medicines.all": "none"}, now=now)
    story = {
        "pain.where": "Low back pain",
        "pain.since": "about 2019",
        "pain.began": "gradual",
        "pain.story": "A new job and a move in the same spring.",
    }
    fill(case, sources.intake_ref("pain"), story, now=now)
    if casey:
        told = {"OP1": "yes", "IA1": "yes", "TX1": "yes"}
        fill(case, sources.screening_ref("stage2"), told, now=now)


def fill(
    case: Case,
    ref: FormRef,
    given: Mapping[str, object],
    *,
    now: datetime,
    most: int = 0,
    point: str = POINT,
) -> None:
    """Fill a form as its participant would; what is not given is answered no, or left out."""
    person = _participant(case)
    sheet = assess.open_sheet(
        case=case, form_ref=ref, point=point, mode=Mode.SELF, by=person, now=now
    )
    form = sources.find(ref).form
    done: set[str] = set()
    while not most or len(done) < most:
        values = values_of(sheet)
        ahead = [q for q in asked(form, values) if q.key not in done]
        if not ahead:
            break
        page = ahead[: most - len(done)] if most else ahead
        done |= {question.key for question in page}
        answers = {question.key: given.get(question.key, _calm(question)) for question in page}
        answers = {key: answer for key, answer in answers.items() if answer is not None}
        if answers:
            sheet = assess.save_answers(sheet=sheet, given=answers, by=person, now=now).sheet
    if not most:
        assess.finish_sheet(sheet=sheet, by=person, now=now)


def _calm(question: Question) -> object:
    """An unremarkable answer."""
    if question.key in _GIVEN:
        return _GIVEN[question.key]
    keys = [option.key for option in question.options]
    for calm in ("no", "none", "older", "same", "yes"):
        if calm in keys and (calm in ("no", "none") or question.need is Need.MUST):
            return [calm] if question.kind is Kind.MANY else calm
    return None


def _clear(case: Case, clinician: Person, *, now: datetime) -> None:
    found: dict[str, Value] = {
        question.key: "done"
        for question in clinic.form(RecordKind.EXAMINATION).questions()
        if any(option.key == "done" for option in question.options)
    }
    found |= {
        "exam.differential": "Invented example: strain, disc, inflammation.",
        "exam.structural": "none",
        "exam.pending": "no",
    }
    record_clinic(
        case=case, kind=RecordKind.EXAMINATION, answers=found, number=0, by=clinician, now=now
    )
    usual: dict[str, Value] = {"pattern.sites": ("lower_back",), "pattern.shifting": "no"}
    record_clinic(
        case=case, kind=RecordKind.PATTERN, answers=usual, number=0, by=clinician, now=now
    )
    case.refresh_from_db()
    decided = Decided(
        decision=Decision.CLEARED_PRIMARY,
        rationale="Invented example: answers, examination and documents were gone through.",
        named_contact="Dr Amin, clinic desk 555-0102",
    )
    sign_clearance(
        case=case,
        decided=decided,
        number=0,
        version=case.version,
        factor_at=now,
        by=clinician,
        now=now,
    )


def _participant(case: Case) -> Person:
    return Person.objects.get(cases=case)
