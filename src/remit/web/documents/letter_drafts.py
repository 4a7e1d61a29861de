"""What a letter is drafted from: the record as it stands, gathered for the pathway."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from django.utils.formats import date_format

from remit.content import clinic
from remit.domain.clearance import Decision
from remit.domain.decision_table import Value
from remit.domain.facts import Status, TreatmentKind
from remit.domain.form import Question
from remit.domain.private_facts import tells_violence
from remit.pathways.consult.casereport import CaseReport
from remit.pathways.consult.clearance import Where, what_is_open
from remit.pathways.consult.letters import LetterContext, SignedWords, draft
from remit.pathways.consult.letters import LetterKind as Drafted
from remit.web.assess.queries import latest_values
from remit.web.cases.models import Case
from remit.web.consult.clearance import may_open_day_one
from remit.web.consult.clearance_facts import before_of, flag_facts, newest_clearance, screening
from remit.web.consult.clinic_records import newest
from remit.web.consult.models import Consultation, RecordKind
from remit.web.consult.queries import report_of
from remit.web.documents.formulation_queries import standing_formulation
from remit.web.documents.letter_record import LetterContent
from remit.web.documents.models import LetterKind
from remit.web.notices.queries import open_flags
from remit.web.people.site_day import site_day

# A safety plan is between the person and the clinic; a letter does not carry it.
_KEPT_HERE = frozenset({"safety", "next"})  # pages of the plan
_COUNTED = frozenset({Where.EXAMINATION, Where.FLAGS, Where.REVIEW})
_OPERATION = ("OP1.what", "OP1.where", "OP1.when")


def drafted(case: Case, kind: LetterKind, *, now: datetime) -> LetterContent:
    """A draft of one kind as the record stands; the caller has checked the permission."""
    found = draft(
        Drafted(kind.value),
        report_of(case),
        signed_words(case, now=now),
        context_of(case, now=now),
    )
    return LetterContent(salutation=found.salutation, body=found.body)


def signed_words(case: Case, *, now: datetime) -> SignedWords | None:
    """The signed formulation in the words for a referrer, as far as it stands now."""
    signed = standing_formulation(case, now=now)
    if signed is None:
        return None
    on = day_words(site_day(case.site, signed.at))
    return SignedWords(signed.number, signed.referrer, signed.name, signed.role, on)


def context_of(case: Case, *, now: datetime) -> LetterContext:
    """What a letter takes from outside the history."""
    examined = newest(case, RecordKind.EXAMINATION)
    number = f"examination, version {examined.number}" if examined.number else ""
    return LetterContext(
        on=day_words(site_day(case.site, now)),
        seen=_seen(case),
        examination=tuple(_examined(examined.values)),
        examined=number,
        screening=tuple(_screened(case, now)),
        clearance=_decided(case, now),
        plan=tuple(_plan(case)),
        open=tuple(_open(case, now)),
        operation=tuple(_operation(case)),
    )


def operation_is_planned(case: Case, report: CaseReport) -> bool:
    """Whether a letter to a surgeon is offered: OP1 is open or answered, or one is planned."""
    flagged = any(flag.open and flag.rule.startswith("OP1") for flag in flag_facts(case))
    answered = latest_values(case).get("OP1") in {"yes", "not_sure"}
    return (
        flagged
        or answered
        or any(
            one.kind is TreatmentKind.OPERATION and one.status is Status.PLANNED
            for one in report.history.treatments
        )
    )


def day_words(day: date) -> str:
    """ "23 November 2026"."""
    return date_format(day, "j F Y")


def _seen(case: Case) -> str:
    last = Consultation.objects.filter(case=case).order_by("-started_at").first()
    return "" if last is None else day_words(site_day(case.site, last.started_at))


def _examined(values: Mapping[str, Value]) -> Iterator[str]:
    """What was done, item by item, in the examiner's words."""
    for item in clinic.checklist():
        state, findings = values.get(item.key), values.get(f"{item.key}.findings")
        if findings:
            yield f"{item.name}: {_words(findings)}"
        elif state == "done":
            yield f"{item.name}: done, no findings written"


def _screened(case: Case, now: datetime) -> Iterator[str]:
    if not latest_values(case):
        return
    found = screening(case, now=now)
    waiting = sum(flag.code.holds_the_programme for flag in open_flags(case))
    yield f"Something urgent is open: {waiting}." if waiting else f"{found.words}."
    for fired in found.fired:
        if fired.rule.code.urgency:
            yield f"{_for_others(fired.rule.finding)} ({fired.rule.code.word})"


def _for_others(finding: str) -> str:
    """A letter does not tell that somebody is feared at home; a clinician adds it by hand."""
    return "One answer that stays in our record" if tells_violence(finding) else finding


def _decided(case: Case, now: datetime) -> str:
    """The decision, with its end, and whether it holds now: an open flag suspends it."""
    row = newest_clearance(case)
    if row is None:
        return ""
    by = f"{row.signed_name}, {row.signed_role}, {day_words(row.signed_on)}"
    until = f"valid until {day_words(row.valid_until)}"
    words = f"Clearance: {Decision(row.decision).words}, {until}. Signed by {by}."
    held = Decision(row.decision).clears and not may_open_day_one(case, now).opens
    return f"{words} It does not hold now; see what is open." if held else words


def _plan(case: Case) -> Iterator[str]:
    kept = newest(case, RecordKind.PLAN)
    if kept.row is None:
        return
    form = clinic.form(RecordKind.PLAN.value, kept.row.form_version)
    told = [page for page in form.pages if page.key not in _KEPT_HERE]
    for question in (question for page in told for question in page.questions):
        value = kept.values.get(question.key)
        if value not in (None, "", ()):
            yield f"{question.text}: {_answer(question, value)}"


def _answer(question: Question, value: Value) -> str:
    chosen = value if isinstance(value, tuple) else (value,)
    texts = {option.key: option.text for option in question.options}
    return ", ".join(texts.get(str(one), _words(one)) for one in chosen)


def _open(case: Case, now: datetime) -> Iterator[str]:
    """What is still open; findings of the safety questions are named above and counted here."""
    items = what_is_open(before_of(case, now=now))
    counted = {where: sum(item.where is where for item in items) for where in Where}
    for item in items:
        if item.where not in _COUNTED:
            yield item.words
    if found := counted[Where.FLAGS] + counted[Where.REVIEW]:
        yield f"Findings of the safety questions that are not settled: {found}."
    if found := counted[Where.EXAMINATION]:
        yield f"Examination: {found} to be recorded."


def _operation(case: Case) -> Iterator[str]:
    values = latest_values(case)
    told = [_words(values[key]) for key in _OPERATION if values.get(key)]
    if told:
        yield f"Told by the participant: {', '.join(told)}."


def _words(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, int | float) else str(value)
