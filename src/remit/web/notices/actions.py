"""The only writers of flags: each writes its event, its notices and its audit row together."""

import logging
import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from remit.domain.action_code import ActionCode
from remit.domain.flag import FlagEvent, FlagNow, Move, apply, fold
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.cases.models import Case
from remit.web.notices.delivery import deliver_due
from remit.web.notices.models import Flag
from remit.web.notices.records import event_row, events_of, level_of, seal_finding
from remit.web.notices.telling import acted, tell
from remit.web.people import audit
from remit.web.people.models import Person, Role
from remit.web.people.permissions import Act, Object, check_allowed, roles_at

__all__ = [
    "acknowledge",
    "deliver_due",
    "downgrade",
    "escalate_overdue",
    "raise_flag",
    "record_outcome",
    "reopen",
    "take_over",
]

log = logging.getLogger("remit.notices")

# Telling somebody is for codes with a clock; the others wait on the clearance checklist.
_TELLS = frozenset({Move.RAISE, Move.RAISE_HIGHER, Move.ESCALATE})
# Only what sets a code sets when it is due; a change of the hours moves no flag that is open.
_SETS_DUE = frozenset({Move.RAISE, Move.RAISE_HIGHER, Move.DOWNGRADE})
_TRIES = 3


def raise_flag(
    *,
    case: Case,
    code: ActionCode,
    rule: str,
    finding: str,
    source: str,
    origin: str,
    by: Person | None,
    now: datetime,
) -> Flag:
    """Raise a flag, and tell those on duty in the same transaction (E, U1, U2).

    Once for a case, rule and origin: a second call returns the same flag and does nothing, unless
    it asks for a higher code than the flag ever had; then the flag is raised again by that.

    Args:
        rule: id of the rule that fired, with its version.
        finding: what was found, in plain words; it is sealed.
        origin: what brought it up, such as one filling of a form.
        by: who gave the answer or found it; None for the system. No permission is asked, because
            whoever may answer may also alarm.

    Returns:
        The flag; its `is_news` is True where this call created it or raised it higher.

    Raises:
        InvalidInput: finding or origin is empty.
    """
    if not (finding.strip() and rule.strip() and origin.strip()):
        raise InvalidInput("A flag says what was found, by which rule and where.")
    found = Flag.objects.filter(case=case, rule=rule, origin=origin).first()
    if found is None:
        try:
            with transaction.atomic():
                return _first(case, code, rule, finding, source, origin, by, now)
        except IntegrityError:  # raised by another process between the look and the writing
            found = Flag.objects.get(case=case, rule=rule, origin=origin)
    event = FlagEvent(Move.RAISE_HIGHER, now, by=_id(by), code=code)
    return _raise_higher(found, event, code, (finding, source), by=by, now=now)


def acknowledge(*, flag: Flag, by: Person, now: datetime) -> Flag:
    """Say that one looks after a flag; from then on it has an owner.

    Raises:
        NotAllowed: the person may not act on flags here.
        Conflict: somebody has it already.
    """
    return _by_person(flag, FlagEvent(Move.ACKNOWLEDGE, now, by=by.pk), by=by, now=now)


def take_over(*, flag: Flag, by: Person, now: datetime) -> Flag:
    """Take an acknowledged flag from its owner.

    Raises:
        Conflict: it is one's own already, or nobody's, or closed.
    """
    if flag.owner_id == by.pk:
        raise Conflict("This flag is yours already.")
    return _by_person(flag, FlagEvent(Move.TAKE_OVER, now, by=by.pk), by=by, now=now)


def record_outcome(*, flag: Flag, words: str, reviewed: bool, by: Person, now: datetime) -> Flag:
    """Write what came of a flag; this alone closes it.

    Args:
        reviewed: whether a clinician looked at the answer together with the participant.

    Raises:
        InvalidInput: no words.
        Conflict: nobody acknowledged it, or it is closed.
    """
    event = FlagEvent(Move.RECORD_OUTCOME, now, by=by.pk, words=words.strip(), reviewed=reviewed)
    return _by_person(flag, event, by=by, now=now)


def downgrade(*, flag: Flag, code: ActionCode, reason: str, by: Person, now: datetime) -> Flag:
    """Lower the code of a flag, with a reason; it stays open (CLINICAL A.1, rule 5).

    Raises:
        NotAllowed: the person is not a clinician of the site.
        Conflict: the code is not lower.
    """
    if Role.CLINICIAN not in roles_at(by, flag.site_id):
        raise NotAllowed("Only a clinician of this site may lower the code of a flag.")
    event = FlagEvent(Move.DOWNGRADE, now, by=by.pk, code=code, words=reason.strip())
    return _by_person(flag, event, by=by, now=now)


def reopen(*, flag: Flag, reason: str, by: Person, now: datetime) -> Flag:
    """Undo an outcome: the flag is open again and belongs to whoever reopened it.

    Raises:
        Conflict: it is open already.
    """
    event = FlagEvent(Move.REOPEN, now, by=by.pk, words=reason.strip())
    return _by_person(flag, event, by=by, now=now)


def escalate_overdue(*, now: datetime) -> int:
    """Tell the next person of every flag that waited too long; return how many flags.

    Safe with any number of workers: a flag's step is claimed by its version. After a standstill
    each flag is told further once, not once for each missed step. A flag that fails is logged, by
    its id, and tried again at the next look; it keeps no other from being told.
    """
    waiting = Flag.objects.filter(escalates_at__lte=now).order_by("escalates_at", "pk")
    told = 0
    for flag in waiting.select_related("case__site"):
        try:
            told += _escalate(flag, now)
        except Exception:
            log.exception("flag %s could not be told further", flag.pk)
    return told


def _escalate(flag: Flag, now: datetime) -> bool:
    try:
        _move(flag, FlagEvent(Move.ESCALATE, now), by=None, now=now, only_if_waiting=True)
    except Conflict:
        return False  # another worker, or a person, was there first
    return True


def _by_person(flag: Flag, event: FlagEvent, *, by: Person, now: datetime) -> Flag:
    check_allowed(by, Act.CHANGE, Object.FLAG, flag.case, now=now, own=flag.owner_id == by.pk)
    moved = _move(flag, event, by=by, now=now)
    acted(moved, by, now=now)
    return moved


def _first(
    case: Case,
    code: ActionCode,
    rule: str,
    finding: str,
    source: str,
    origin: str,
    by: Person | None,
    now: datetime,
) -> Flag:
    event = FlagEvent(Move.RAISE, now, by=_id(by), code=code)
    flag = Flag(id=uuid.uuid4(), case=case, rule=rule, origin=origin, version=1)
    flag.sealed_finding = seal_finding(flag, finding, source)
    state = fold([event])
    for name, value in _columns(flag, state, event.move).items():
        setattr(flag, name, value)
    flag.save(force_insert=True)
    _keep(flag, event, state, by=by, now=now, old=None)
    flag.is_news = True
    return flag


def _raise_higher(
    found: Flag,
    event: FlagEvent,
    code: ActionCode,
    finding: tuple[str, str],
    *,
    by: Person | None,
    now: datetime,
) -> Flag:
    """Raise a flag that exists, unless it was as high before.

    An alarm does not fail because somebody took the flag, or told it further, at the same moment.

    Raises:
        Conflict: somebody else was quicker each time.
    """
    for left in reversed(range(_TRIES)):
        if code.urgency <= fold(events_of(found)).highest.urgency:
            break
        try:
            found = _move(found, event, by=by, now=now, finding=finding)
        except Conflict:
            if not left:
                raise
            continue
        found.is_news = True
        break
    return found


def _move(
    flag: Flag,
    event: FlagEvent,
    *,
    by: Person | None,
    now: datetime,
    only_if_waiting: bool = False,
    finding: tuple[str, str] | None = None,
) -> Flag:
    """Apply one event to the flag as it stands in the database."""
    with transaction.atomic():
        rows = Flag.objects.select_related("case__site", "case__data_key")
        # Whoever moves it at the same moment waits here (SQLite has one writer at a time anyway).
        fresh = rows.select_for_update(of=("self",)).get(pk=flag.pk)
        if only_if_waiting and (fresh.escalates_at is None or fresh.escalates_at > now):
            raise Conflict("This flag does not wait any longer.")
        before = fold(events_of(fresh))
        state = apply(before, event)
        columns = _columns(fresh, state, event.move)
        if finding is not None:
            columns["sealed_finding"] = seal_finding(fresh, *finding)
        columns["version"] = fresh.version + 1
        claimed = Flag.objects.filter(pk=fresh.pk, version=fresh.version).update(**columns)
        if claimed != 1:
            raise Conflict("Somebody else changed this flag just now. Look at it again.")
        for name, value in columns.items():
            setattr(fresh, name, value)
        _keep(fresh, event, state, by=by, now=now, old=before)
    return fresh


def _columns(flag: Flag, state: FlagNow, move: Move) -> dict[str, Any]:
    """What the row repeats of its events; it keeps when it is due until a move sets its code."""
    level = level_of(flag.case.site)
    return {
        "code": state.code.value,
        "state": state.state.value,
        "owner_id": state.owner,
        "raised_at": state.raised_at,
        "due_at": level.due(state.code, state.raised_at) if move in _SETS_DUE else flag.due_at,
        "escalates_at": level.escalates_at(state),
    }


def _keep(
    flag: Flag,
    event: FlagEvent,
    state: FlagNow,
    *,
    by: Person | None,
    now: datetime,
    old: FlagNow | None,
) -> None:
    """Event, notices and audit row of one move."""
    event_row(flag, event, flag.version).save(force_insert=True)
    told = 0
    if event.move in _TELLS and state.code.holds_the_programme:
        told = tell(flag, state, move=event.move, step=flag.version, now=now)
    audit.record(
        by=by,
        now=now,
        site=flag.case.site,
        act=event.move.value,
        object_type="flag",
        object_id=flag.pk,
        values={"old": old and _plain(old), "new": _plain(state), "words": event.words},
        data_key=flag.case.data_key,
        detail={"case": str(flag.case_id), "told": told},
    )


def _plain(state: FlagNow) -> dict[str, object]:
    return {"code": state.code.value, "state": state.state.value, "owner": state.owner}


def _id(person: Person | None) -> int | None:
    return None if person is None else person.pk
