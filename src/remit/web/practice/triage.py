"""What an answer of a day sets going: a rest, a flag, a page that comes first (CLINICAL E.8).

Called inside the transaction that keeps the answer, so that neither exists without the other.
A1 sets nothing going here: the lighter day follows from the ratings themselves.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.urls import reverse

from remit.domain.action_code import ActionCode
from remit.domain.enrolment import Scope
from remit.domain.flag import FlagState
from remit.errors import Conflict
from remit.pathways.practice.distress import Finding, Level, Reason, Said
from remit.web.assess import actions as assess
from remit.web.assess.models import Mode, Sheet, State
from remit.web.assess.sources import screening_ref
from remit.web.cases.models import Case
from remit.web.cases.sealed import seal_table
from remit.web.intake.parts import NEW
from remit.web.intake.queries import consent_of
from remit.web.notices.actions import raise_flag
from remit.web.notices.models import Flag
from remit.web.people.models import Person
from remit.web.practice.enrolments import Held, hold
from remit.web.practice.models import AdverseEvent, Enrolment

VERSION: Final = "distress/1"
SOURCE: Final = "CLINICAL E.8"
NEW_SYMPTOM: Final = "check-in/1/new"
NEW_SOURCE: Final = "CLINICAL INV-06"
GOT_WORSE: Final = "own-ae/1/reported"
ADVERSE: Final = ("practice_adverseevent", "sealed_event")
STAGE: Final = "new-symptom"
CALL: Final = "call"
"""What a contact by telephone is called among the kinds of answers."""
SESSION: Final = "session"
"""What the private question of a group session is called among them."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One kept answer that is looked at.

    Attributes:
        enrolment: whose.
        key: its key.
        kind: "check-in", "done", or "form" for a questionnaire.
        at: when it was given.
        offline: it came later, or staff brought it in; nobody asked further, so the careful side
            counts (A.1, rule 2).
        by: who brought it in; None for the system.
    """

    enrolment: Enrolment
    key: uuid.UUID
    kind: str
    at: datetime
    offline: bool
    by: Person | None

    @property
    def case(self) -> Case:
        """Of the person who takes part."""
        return self.enrolment.case

    @property
    def origin(self) -> str:
        """What flags name as their cause."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class _Response:
    code: ActionCode
    scope: Scope
    page: str = ""


_RESPONSES: Final = {
    Level.REVIEW: _Response(ActionCode.REVIEW, Scope.MODERATE),
    Level.STOP: _Response(ActionCode.SAME_DAY, Scope.WRITING, "practice:support"),
    Level.EMERGENCY: _Response(ActionCode.EMERGENCY, Scope.PROGRAMME, "practice:urgent"),
}
_ORDER: Final = tuple(Level)
_WHERE: Final = {CALL: "Call", SESSION: "Private question of a group session"}


def respond(
    answer: Answer, findings: Sequence[Finding], said: Sequence[Said], now: datetime
) -> None:
    """Rest what E.8 rests, tell the clinic, and note an adverse event from A2 on."""
    serious = [one for one in findings if one.level in _RESPONSES]
    if not serious:
        return
    level = max((one.level for one in serious), key=_ORDER.index)
    reason = next(one.reason for one in serious if one.level is level)
    response, rule = _RESPONSES[level], f"{VERSION}/{level.value}-{_short(reason)}"
    if level is Level.REVIEW and reason is not Reason.SAID and _is_open(answer.case, rule):
        return  # the clinic has it already; every further evening would only repeat it
    flag = raise_flag(
        case=answer.case,
        code=response.code,
        rule=rule,
        finding=_finding(answer, level, serious, said),
        source=SOURCE,
        origin=answer.origin,
        by=answer.by,
        now=now,
    )
    _rest(answer, response.scope, "distress", flag, now)
    _note_event(answer, level, serious, said, now)


def new_symptom(answer: Answer, now: datetime) -> None:
    """Something outside the usual pattern: the strong parts rest until it is looked at (INV-06)."""
    code = ActionCode.SAME_DAY if answer.offline else ActionCode.REVIEW
    flag = raise_flag(
        case=answer.case,
        code=code,
        rule=NEW_SYMPTOM,
        finding=f"{_WHERE.get(answer.kind, 'Check-in')}: something new or worrying, outside the "
        "usual pattern. The safety questions are asked next.",
        source=NEW_SOURCE,
        origin=answer.origin,
        by=answer.by,
        now=now,
    )
    _rest(answer, Scope.STRONG, "new symptom", flag, now)


def got_worse(answer: Answer, words: str, now: datetime) -> None:
    """Something got worse, upset or needed care: a clinician reads it (D.2, own-ae)."""
    raise_flag(
        case=answer.case,
        code=ActionCode.ROUTINE,
        rule=GOT_WORSE,
        finding="Check-in: something got worse, upset, or needed care"
        + (f": {words}" if words else ""),
        source="CLINICAL D.2 own-ae, E.8",
        origin=answer.origin,
        by=answer.by,
        now=now,
    )


def page_for(
    answer: Answer, said: Finding | None, *, is_new: bool, received_at: datetime, now: datetime
) -> str:
    """Where to go before anything else: emergency, then support, then the safety questions.

    The same answer sent again leads to the same page; a sheet that was finished meanwhile is not
    begun anew.
    """
    case, by = answer.case, answer.by
    if by is None or case.participant_id != by.pk:
        return ""  # staff go on with the person; nothing opens in the person's name
    sheet = _sheet(case, by, received_at, now) if is_new and consent_of(case) else ""
    response = _RESPONSES.get(said.level) if said is not None else None
    return reverse(response.page) if response and response.page else sheet


def open_sheet_of(case: Case) -> Sheet | None:
    """Safety questions that were begun after something new was told, and are not finished."""
    drafts = Sheet.objects.filter(case=case, stage=STAGE, point=NEW, state=State.DRAFT)
    return drafts.order_by("-started_at").first()


def _sheet(case: Case, by: Person, since: datetime, now: datetime) -> str:
    begun = Sheet.objects.filter(case=case, stage=STAGE, point=NEW, started_at__gte=since)
    if begun.exclude(state=State.DRAFT).exists():
        return ""
    sheet = assess.open_sheet(
        case=case, form_ref=screening_ref(STAGE), point=NEW, mode=Mode.SELF, by=by, now=now
    )
    return reverse("assess:start", args=[sheet.pk])


def _is_open(case: Case, rule: str) -> bool:
    flags = Flag.objects.filter(case=case, rule=rule)
    return flags.exclude(state=FlagState.RECORDED.value).exists()


def _rest(answer: Answer, scope: Scope, reason: str, flag: Flag, now: datetime) -> None:
    held = Held(
        name=f"{answer.kind} {answer.key} {reason[:3]}", scope=scope, reason=reason, flag=flag
    )
    try:
        with transaction.atomic():
            hold(enrolment=answer.enrolment, held=held, by=answer.by, now=now)
    except Conflict:
        return  # the programme has ended: nothing is open that could rest; the flag stands


def _note_event(
    answer: Answer, level: Level, found: Sequence[Finding], said: Sequence[Said], now: datetime
) -> None:
    """Every A2 and higher is an adverse event; a clinician rates it (E.8)."""
    row = AdverseEvent(
        case=answer.case,
        severity="not rated",
        serious=level is Level.EMERGENCY,
        relation="not rated",
        outcome="open",
        level=level.value,
        by=None,
        at=now,
    )
    plain = {
        "description": _finding(answer, level, found, said),
        "onset": answer.at.isoformat(),
        "action": _RESPONSES[level].scope.value,
        "origin": answer.origin,
    }
    row.sealed_event = seal_table(answer.case, plain, ADVERSE, row.pk)
    row.save(force_insert=True)


def _finding(answer: Answer, level: Level, found: Sequence[Finding], said: Sequence[Said]) -> str:
    """What staff read; the person's own ticks in their words."""
    reasons = [one.reason.value for one in found if one.reason is not Reason.SAID]
    quoted = [f"“{one.value}”" for one in said]
    soon = " Contact within 1 working day." if level is Level.REVIEW else ""
    if answer.kind == CALL:
        return (
            f"{level.value}, as the caller reads it. What was said stands in the call’s note.{soon}"
        )
    return f"{level.value}, told in a day's answers: {', '.join([*quoted, *reasons])}.{soon}"


def _short(reason: Reason) -> str:
    return reason.name.lower().replace("_", "-")
