"""The only writers of sheets and answers.

Drafts are kept answer by answer without audit rows (DESIGN 9, audit grain); finishing writes one.
What an answer asks of people is raised in the transaction that keeps it.
"""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F

from remit.domain.action_code import ActionCode
from remit.domain.decision_table import Value
from remit.domain.form import (
    Need,
    plain_answers,
    relevant,
    unanswered,
)
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.assess import asking, results, safety, sources
from remit.web.assess.keeping import Saved, keep
from remit.web.assess.models import MOVES, Mode, Sheet, State
from remit.web.assess.queries import latest_values
from remit.web.assess.records import seal_result, stored_values
from remit.web.assess.signals import sheet_finished
from remit.web.assess.sources import FormRef, Source
from remit.web.cases.models import Case
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed, check_allowed

PATIENCE = timedelta(minutes=10)


def own(case: Case, person: Person) -> bool:
    """Whether the case is this person's own."""
    return case.participant_id == person.pk


def check_may_change(case: Case, person: Person | None, *, now: datetime) -> None:
    """Raise NotAllowed unless the person may fill forms of this case; None is the system."""
    if person is not None:
        mine = own(case, person)
        check_allowed(person, Act.CHANGE, Object.FORMS, case, now=now, own=mine)


def fills_for_another(case: Case, person: Person | None, *, now: datetime) -> bool:
    """Whether the person fills the form as staff."""
    return person is None or allowed(person, Act.CHANGE, Object.FORMS, case, now=now)


def open_sheet(
    *, case: Case, form_ref: FormRef, point: str, mode: Mode, by: Person | None, now: datetime
) -> Sheet:
    """The draft of a form at this point; begun where there is none.

    Args:
        form_ref: which form, see `sources.screening_ref` and `sources.instrument_ref`.
        point: when in a case's way, such as "before-visit".
        mode: who holds the page; an open draft goes on in this mode.

    Raises:
        NotAllowed: not this person's to fill, or not to be asked in this mode.
        NotFound: there is no such form.
    """
    check_may_change(case, by, now=now)
    if mode != Mode.SELF and not fills_for_another(case, by, now=now):
        raise NotAllowed("Only staff of the clinic fills a form for somebody.")
    source = sources.find(form_ref)
    asking.check_mode(source, mode)
    try:
        with transaction.atomic():
            return _draft(case, form_ref, point, mode, by, now) or _begin(
                case, form_ref, source, point, mode, by, now
            )
    except IntegrityError:  # two pages opened at once: the other one began it
        found = _draft(case, form_ref, point, mode, by, now)
        if found is None:
            raise
        return found


def _draft(
    case: Case, ref: FormRef, point: str, mode: Mode, by: Person | None, now: datetime
) -> Sheet | None:
    drafts = Sheet.objects.filter(
        case=case,
        form_kind=ref.kind,
        form_id=ref.id,
        stage=ref.stage,
        point=point,
        state=State.DRAFT,
    )
    found = drafts.select_related("case__site", "case__data_key").first()
    if found is None or found.mode == mode:
        return found
    # Who takes it up in another way is who fills it from now on.
    drafts.filter(pk=found.pk).update(mode=mode, started_by=by, updated_at=now)
    found.refresh_from_db()
    _note(found, "took up", by=by, now=now)
    return found


def _begin(
    case: Case,
    ref: FormRef,
    source: Source,
    point: str,
    mode: Mode,
    by: Person | None,
    now: datetime,
) -> Sheet:
    sheet = Sheet.objects.create(
        id=uuid.uuid4(),
        case=case,
        form_kind=ref.kind,
        form_id=ref.id,
        form_version=source.version,
        form_hash=source.hash,
        stage=ref.stage,
        language=ref.language,
        point=point,
        mode=mode,
        started_by=by,
        started_at=now,
        updated_at=now,
    )
    _note(sheet, "began", by=by, now=now)
    return sheet


def save_answers(
    *,
    sheet: Sheet,
    given: Mapping[str, object],
    by: Person | None,
    now: datetime,
    seen: Mapping[str, int] | None = None,
    whole_page: bool = False,
    unseen: tuple[str, ...] = (),
) -> Saved:
    """Keep answers of a draft; sent twice, they are kept once.

    Args:
        given: question key to what the field held; nothing in it takes the answer back.
        seen: version of each answer as the page knew it, 0 for none; without it the last one wins.
        whole_page: whether the page was sent, so that missing details count on the careful side.
        unseen: details that these answers opened only now: they are asked next, so they do not
            count yet.

    Raises:
        NotAllowed: not this person's to fill.
        Conflict: the form was finished or stopped meanwhile; nothing was kept.
    """
    check_may_change(sheet.case, by, now=now)
    source = sources.source_of(sheet)
    with transaction.atomic():
        _claim_for_answers(sheet, by, now)
        saved = keep(sheet, source, given, seen, by, now)
        found = _judge(sheet, source, now, careful=whole_page, unseen=unseen)
        least = ActionCode.SAME_DAY
        raised = safety.raise_for(sheet, found, least=least, by=by, now=now)
        news = raised.news
        if ActionCode.EMERGENCY in raised.codes:
            news |= _stop(sheet, found, by=by, now=now)
        else:
            _remember_to_settle(sheet, source, now, settled=whole_page and not unseen)
    sheet.refresh_from_db()
    return replace(saved, sheet=sheet, codes=raised.codes, news=news)


def _claim_for_answers(sheet: Sheet, by: Person | None, now: datetime) -> None:
    """Take the sheet's next version; a form that stopped goes on by staff alone."""
    states = {State.DRAFT}
    if fills_for_another(sheet.case, by, now=now):
        states.add(State.STOPPED)
    else:
        # What a participant told counts, even while staff fills the same form with them.
        asking.check_mode(sources.source_of(sheet), Mode.SELF)
    changed = Sheet.objects.filter(pk=sheet.pk, state__in=states).update(
        version=F("version") + 1, updated_at=now
    )
    if changed != 1:
        raise Conflict("This form was closed meanwhile. Nothing was changed.")


def _judge(
    sheet: Sheet,
    source: Source,
    now: datetime,
    *,
    careful: bool,
    finished: bool = False,
    unseen: tuple[str, ...] = (),
) -> tuple[safety.Concern, ...]:
    values = relevant(source.form, stored_values(sheet))
    values |= {key: "no" for key in unseen if safety.has_no(source.form.question(key))}
    told = latest_values(sheet.case, beside=sheet) if source.rule_set is not None else {}
    known = safety.known_of(sheet.case, now)
    return safety.concerns(
        source, values, told=told, context=known, careful=careful, finished=finished
    )


def _remember_to_settle(sheet: Sheet, source: Source, now: datetime, *, settled: bool) -> None:
    """Who walks away from a half-told warning sign is still heard: ten minutes later."""
    careful = () if settled else _judge(sheet, source, now, careful=True)
    row = Sheet.objects.filter(pk=sheet.pk)
    if not safety.may_become_urgent(careful):
        row.update(settle_due=None)
    else:
        row.filter(settle_due=None).update(settle_due=now + PATIENCE)


def _stop(
    sheet: Sheet, found: tuple[safety.Concern, ...], *, by: Person | None, now: datetime
) -> bool:
    """Stop the form at an emergency answer, once; it is logged with the rules that fired."""
    changed = Sheet.objects.filter(pk=sheet.pk, state=State.DRAFT).update(
        state=State.STOPPED, stopped_at=now, settle_due=None
    )
    if changed == 1:
        rules = [one.rule for one in found if one.code is ActionCode.EMERGENCY]
        _note(sheet, "closed", by=by, now=now, new={"rules": rules})
    return changed == 1


def finish_sheet(*, sheet: Sheet, by: Person | None, now: datetime) -> Sheet:
    """Finish a form; a second call changes nothing.

    Raises:
        InvalidInput: a question that must be answered is not.
        NotAllowed: not this person's to finish.
        Conflict: the form stopped meanwhile.
    """
    check_may_change(sheet.case, by, now=now)
    source = sources.source_of(sheet)
    with transaction.atomic():
        if not _claim_to_finish(sheet, by, now):
            sheet.refresh_from_db()
            return sheet
        values = relevant(source.form, stored_values(sheet))  # read after the claim: none is missed
        open_questions = unanswered(source.form, values, Need.MUST)
        if open_questions:
            count = len(open_questions)
            raise InvalidInput(f"{count} of these questions need an answer first.")
        found = _judge(sheet, source, now, careful=True, finished=True)
        safety.raise_for(sheet, found, least=ActionCode.ROUTINE, by=by, now=now)
        _store_result(sheet, source, values, found, by=by, now=now)
        sheet_finished.send(Sheet, sheet=sheet, values=values, by=by, now=now)
    sheet.refresh_from_db()
    return sheet


def _claim_to_finish(sheet: Sheet, by: Person | None, now: datetime) -> bool:
    """Move to finished; False where it is finished already."""
    from_states = {state for state, to in MOVES.items() if State.FINISHED in to}
    if not fills_for_another(sheet.case, by, now=now):
        from_states = {State.DRAFT}
    changed = Sheet.objects.filter(pk=sheet.pk, state__in=from_states).update(
        state=State.FINISHED,
        finished_at=now,
        finished_by=by,
        updated_at=now,
        settle_due=None,
        version=F("version") + 1,
    )
    if changed == 1:
        return True
    sheet.refresh_from_db()
    if sheet.state == State.FINISHED:
        return False
    raise Conflict("This form stopped meanwhile. Please follow the page that is open now.")


def _store_result(
    sheet: Sheet,
    source: Source,
    values: Mapping[str, Value],
    found: tuple[safety.Concern, ...],
    *,
    by: Person | None,
    now: datetime,
) -> None:
    plain = results.plain_result(source, values, found)
    Sheet.objects.filter(pk=sheet.pk).update(sealed_result=seal_result(sheet, plain))
    new = {"answers": dict(plain_answers(values)), "result": plain}
    _note(sheet, "finished", by=by, now=now, new=new)


def settle_unfinished(*, now: datetime) -> int:
    """Flag drafts whose warning sign was left half-told ten minutes ago; for the worker.

    Returns:
        How many sheets were settled.
    """
    due = Sheet.objects.filter(state=State.DRAFT, settle_due__lte=now)
    return sum(_settle(sheet, now) for sheet in due.select_related("case__site", "case__data_key"))


def _settle(sheet: Sheet, now: datetime) -> bool:
    with transaction.atomic():
        claimed = Sheet.objects.filter(pk=sheet.pk, state=State.DRAFT, settle_due__lte=now).update(
            settle_due=None
        )
        if claimed != 1:
            return False
        source = sources.source_of(sheet)
        found = _judge(sheet, source, now, careful=True)
        raised = safety.raise_for(sheet, found, least=ActionCode.SAME_DAY, by=None, now=now)
        if ActionCode.EMERGENCY in raised.codes:
            _stop(sheet, found, by=None, now=now)
    return True


def leave_drafts(*, case: Case, by: Person | None, now: datetime) -> None:
    """Close what is half filled when a participant stops; half-told signs are heard first."""
    check_may_change(case, by, now=now)
    with transaction.atomic():
        Sheet.objects.filter(case=case, settle_due__gt=now).update(settle_due=now)
        drafts = Sheet.objects.filter(case=case, state=State.DRAFT)
        for sheet in drafts.select_related("case__site", "case__data_key"):
            _settle(sheet, now)
            left = Sheet.objects.filter(pk=sheet.pk, state=State.DRAFT).update(
                state=State.LEFT, updated_at=now, settle_due=None
            )
            if left:
                _note(sheet, "left", by=by, now=now)


def note_called(*, sheet: Sheet, by: Person, now: datetime) -> None:
    """The participant, or who fills the form with them, says that help was called."""
    check_may_change(sheet.case, by, now=now)
    with transaction.atomic():
        changed = Sheet.objects.filter(pk=sheet.pk, called_at=None).update(called_at=now)
        if changed == 1:
            _note(sheet, "called", by=by, now=now)
    sheet.refresh_from_db()


def _note(
    sheet: Sheet,
    act: str,
    *,
    by: Person | None,
    now: datetime,
    new: Mapping[str, object] | None = None,
) -> None:
    audit.record(
        by=by,
        now=now,
        site=sheet.case.site,
        act=act,
        object_type="sheet",
        object_id=sheet.pk,
        values=None if new is None else {"old": None, "new": dict(new)},
        data_key=None if new is None else sheet.case.data_key,
        detail={"case": str(sheet.case_id), "mode": sheet.mode},
    )
