"""Reading sheets: always from what is visible to the person, and always noted."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from remit.content import screening as screening_content
from remit.domain.action_code import ActionCode, highest
from remit.domain.decision_table import Value
from remit.domain.flag import FlagState
from remit.domain.form import Page, relevant
from remit.domain.history import History
from remit.domain.scoring import ScoreResult
from remit.domain.screening import Screening
from remit.pathways.consult.screening import screen
from remit.web.assess import results, safety, sources
from remit.web.assess.drawing import words_of
from remit.web.assess.models import FormKind, Mode, Sheet, State
from remit.web.assess.records import result_of, stored_values, value_of
from remit.web.cases.models import Case
from remit.web.notices.models import Flag
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed

STABLE = frozenset(
    {"age", "birth_year", "height"}
    | {f"contact.{name}" for name in ("phone", "address", "person", "person_phone")}
)


def sheet_for(person: Person, identifier: UUID, act: Act, *, now: datetime) -> Sheet:
    """A sheet that the person may see or change; opening it is noted.

    Raises:
        NotFound: no such sheet for this person.
        NotAllowed: the person's role does not reach this far.
    """
    visible = Sheet.objects.select_related("case__site", "case__data_key", "case__participant")
    sheet: Sheet = visible.one_visible_to(person, now=now, pk=identifier)
    mine = sheet.case.participant_id == person.pk
    check_allowed(person, act, Object.FORMS, sheet.case, now=now, own=mine)
    if not mine:
        audit.record_view(by=person, now=now, site=sheet.case.site, object_id=sheet.case_id)
    return sheet


def values_of(sheet: Sheet) -> dict[str, Value]:
    """The answers of a sheet that count: what a branch closed is not among them."""
    return relevant(sources.source_of(sheet).form, stored_values(sheet))


def latest_values(case: Case, *, beside: Sheet | None = None) -> dict[str, Value]:
    """The newest answer to each question, over finished and unfinished sheets.

    Args:
        beside: a sheet that is left out, because its own answers are at hand.

    Details of an answer, such as CE1.onset, come from the sheet that gave the answer itself: an
    old detail never softens a new answer.
    """
    newest: dict[str, tuple[datetime, Sheet]] = {}
    by_sheet: dict[UUID, dict[str, Value]] = {}
    sheets = Sheet.objects.filter(case=case).prefetch_related("answers")
    if beside is not None:
        sheets = sheets.exclude(pk=beside.pk)
    for sheet in sheets.select_related("case__site", "case__data_key"):
        values = values_of(sheet)
        by_sheet[sheet.pk] = values
        for answer in sheet.answers.all():
            if answer.key not in values or _root(answer.key, values) != answer.key:
                continue
            if answer.key not in newest or newest[answer.key][0] <= answer.updated_at:
                newest[answer.key] = (answer.updated_at, sheet)
    found: dict[str, Value] = {}
    for root, (_, sheet) in newest.items():
        values = by_sheet[sheet.pk]
        found |= {key: value for key, value in values.items() if _root(key, values) == root}
    return found


def _root(key: str, among: Mapping[str, Value]) -> str:
    """The question that an answer refines: CE1 of CE1.assessed_by; itself where there is none."""
    parts = key.split(".")
    names = (".".join(parts[:length]) for length in range(1, len(parts)))
    return next((name for name in names if name in among), key)


def stable_facts(sheet: Sheet, page: Page) -> dict[str, Value]:
    """What a page asks and the person told before, where it hardly changes; never a rating."""
    keys = STABLE & {question.key for question in page.questions}
    if not keys:
        return {}
    return {key: value for key, value in latest_values(sheet.case).items() if key in keys}


def stopped_by_emergency(sheet: Sheet) -> Sheet | None:
    """The sheet whose panel stands instead of this one; None where nothing rests.

    While an emergency of the case is open, nothing else is asked of the participant.
    """
    if sheet.state == State.STOPPED:
        return sheet
    emergencies = Flag.objects.filter(case=sheet.case, code=ActionCode.EMERGENCY.value)
    if not emergencies.exclude(state=FlagState.RECORDED.value).exists():
        return None
    stopped = Sheet.objects.filter(case=sheet.case, state=State.STOPPED)
    return stopped.select_related("case__site", "case__data_key").first() or sheet


def sheets_of(case: Case) -> list[Sheet]:
    """The sheets of a case, newest first."""
    return list(Sheet.objects.filter(case=case).select_related("case__site", "case__data_key"))


def screening_of(
    case: Case, history: History | None = None, *, now: datetime | None = None
) -> Screening:
    """The screening of all that was answered, with the facts of the history where given."""
    rules = screening_content.rule_set()
    known = safety.known_of(case, now or timezone.now())
    return screen(rules, latest_values(case), replace(known, history=history))


@dataclass(frozen=True, kw_only=True)
class Scored:
    """The scores of one finished sheet."""

    sheet: Sheet
    title: str
    at: datetime
    scores: tuple[ScoreResult, ...]


def scores_of(case: Case) -> list[Scored]:
    """Scores of the finished instruments of a case, newest first, computed from the answers."""
    finished = Sheet.objects.filter(
        case=case, form_kind=FormKind.INSTRUMENT, state=State.FINISHED
    ).select_related("case__site", "case__data_key")
    return [_scored(sheet) for sheet in finished.order_by("-finished_at")]


def _scored(sheet: Sheet) -> Scored:
    source = sources.source_of(sheet)
    return Scored(
        sheet=sheet,
        title=source.form.title,
        at=sheet.finished_at or sheet.updated_at,
        scores=results.scores(source, values_of(sheet)),
    )


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """One question and its answer in words; `beneath` is true for a detail."""

    key: str
    text: str
    words: str
    beneath: bool
    by: str
    page: int


@dataclass(frozen=True, kw_only=True)
class SheetView:
    """A sheet to be read: answers by page, what they gave, and who wrote them.

    Attributes:
        sheet: the row.
        title: of the form.
        source_line: the line its owner asks to be shown.
        pages: heading and lines.
        scores: of an instrument.
        fired: rules that held when it was finished, with code, rule, finding and source.
        entered_by: "entered by Dr Amin with the participant on the phone"; "" for the participant.
    """

    sheet: Sheet
    title: str
    source_line: str
    pages: tuple[tuple[int, str, tuple[AnswerLine, ...]], ...]
    scores: tuple[ScoreResult, ...]
    fired: tuple[Mapping[str, object], ...]
    entered_by: str


def sheet_view(sheet: Sheet) -> SheetView:
    """All that a reader of a sheet sees; the caller has checked the permission."""
    source = sources.source_of(sheet)
    values = values_of(sheet)
    writers = {answer.key: answer.by for answer in sheet.answers.select_related("by")}
    pages = []
    for number, page in enumerate(source.form.pages, start=1):
        lines = tuple(
            AnswerLine(
                key=question.key,
                text=question.text,
                words=words_of(question, values[question.key]),
                beneath=_root(question.key, values) != question.key,
                by=_writer(sheet, writers.get(question.key)),
                page=number,
            )
            for question in page.questions
            if question.key in values
        )
        if lines:
            pages.append((number, page.title, lines))
    return SheetView(
        sheet=sheet,
        title=source.form.title,
        source_line=source.form.source,
        pages=tuple(pages),
        scores=results.scores(source, values) if sheet.state == State.FINISHED else (),
        fired=tuple(result_of(sheet).get("fired", ())),
        entered_by=entered_by(sheet),
    )


def _writer(sheet: Sheet, person: Person | None) -> str:
    return "" if person is None or person.pk == sheet.case.participant_id else str(person)


def entered_by(sheet: Sheet) -> str:
    """Who writes on somebody's behalf, in words; "" where the participant does."""
    if sheet.mode == Mode.SELF or sheet.started_by is None:
        return ""
    return f"{sheet.started_by} {Mode(sheet.mode).label}"


def last_words(sheet: Sheet) -> list[str]:
    """Answers that name a sign, in words to say at the desk."""
    source = sources.source_of(sheet)
    keys = safety.safety_keys(source)
    values = values_of(sheet)
    rows = {answer.key: value_of(answer) for answer in sheet.answers.all()}
    return [
        question.text
        for question in source.form.questions()
        if question.key in keys
        and "." not in question.key
        and rows.get(question.key) in ("yes", "not_sure")
        and question.key in values
    ]


def outcome(sheet: Sheet) -> ActionCode | None:
    """The code whose sentence closes a finished form; None where no rule asks for anybody."""
    codes = (ActionCode(str(one["code"])) for one in result_of(sheet).get("fired", ()))
    return highest(code for code in codes if code is not ActionCode.NOTE)
