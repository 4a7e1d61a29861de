"""An episode in the case history: a flare with its day, what was close, and the relief."""

from datetime import date, datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from django.db.models import Max

from remit.content.casefile import build
from remit.domain.facts import Source
from remit.errors import InvalidInput
from remit.pathways.practice.flare import WITHIN_MINUTES
from remit.web.cases.models import Case
from remit.web.cases.sealed import PlainTable
from remit.web.consult.actions import check_axis, claim_version, next_id, write_entry
from remit.web.consult.models import Entry
from remit.web.consult.records import plain_history, plain_payload
from remit.web.people.models import Person
from remit.web.practice.episode_answers import EpisodeTold

TABLE = "symptom"


def entry_id(episode: UUID) -> UUID:
    """Id of the first record of an episode: the same key never writes two."""
    return uuid5(NAMESPACE_OID, f"episode {episode}")


def add(
    *, case: Case, episode: UUID, told: EpisodeTold, on: date, by: Person, now: datetime
) -> None:
    """Add a flare to the history, inside the caller's transaction, the case being locked.

    A record that counts its time from the consultation takes no calendar day: then the episode
    stands by itself, and the history stays as it is.
    """
    plain = plain_history(case)
    row = {
        "id": next_id(case, plain),
        "label": "It hurt",
        "start": on.isoformat(),
        "flare": True,
        "source": Source.PARTICIPANT.value,
        "detail": _detail(told),
    }
    before = build(plain, "this record")
    plain[TABLE].append(dict(row))
    try:
        check_axis(before, build(plain, "this record"))
    except InvalidInput:
        return
    _write(case, row, identifier=entry_id(episode), by=by, now=now)


def note_relief(*, case: Case, episode: UUID, minutes: float, by: Person, now: datetime) -> None:
    """Add the time to relief to the flare, inside the caller's transaction."""
    standing = _standing(case, entry_id(episode))
    if standing is None:
        return  # a clinician took it out, or the record has no calendar
    old = plain_payload(standing, case)
    said = old.get("detail", "").split(" Eased to 1 or less")[0]
    row = {
        **old,
        "detail": f"{said} Eased to 1 or less after {minutes:.0f} minutes.".strip(),
        "relieved_within_minutes": minutes <= WITHIN_MINUTES,
    }
    Entry.objects.filter(pk=standing.pk).update(withdrawn_at=now)
    _write(case, row, identifier=None, by=by, now=now, replaces=standing, old=old)


def _standing(case: Case, first: UUID) -> Entry | None:
    """The record as it stands now, whoever corrected it since."""
    row = Entry.objects.filter(pk=first, case=case).first()
    while row is not None and row.withdrawn_at is not None:
        row = Entry.objects.filter(replaces=row, case=case).order_by("-position").first()
    return row


def _write(
    case: Case,
    row: PlainTable,
    *,
    identifier: UUID | None,
    by: Person,
    now: datetime,
    replaces: Entry | None = None,
    old: PlainTable | None = None,
) -> None:
    claim_version(case, case.version)
    case.refresh_from_db(fields=["version"])
    last = case.entries.aggregate(last=Max("position"))["last"] or 0
    write_entry(
        case, TABLE, row, position=last + 1, by=by, now=now, identifier=identifier,
        replaces=replaces, old=old,
    )  # fmt: skip


def _detail(told: EpisodeTold) -> str:
    parts = []
    if told.pain is not None:
        parts.append(f"Pain {told.pain} of 10.")
    if told.fear is not None:
        parts.append(f"Fear {told.fear} of 10.")
    close = told.close_to()
    if close:
        parts.append(f"Close to: {'; '.join(close)}.")
    elif told.nothing:
        parts.append("Looked and found nothing close.")
    if told.feelings:
        parts.append(f"Felt: {', '.join(one.replace('_', ' ') for one in told.feelings)}.")
    return " ".join(parts)
