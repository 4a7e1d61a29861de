"""Whom a flag is told: the duty list by rank, then every clinician of the site."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from remit.domain.flag import FlagNow, Move
from remit.web.notices.models import DutyTurn, Flag, Notice
from remit.web.people.models import Person, Site
from remit.web.people.permissions import Act, Object, roles_with


def able_to_answer(site: Site) -> list[Person]:
    """Everybody who may see and change all flags of a site, by name."""
    roles = roles_with(Act.CHANGE, Object.FLAG)
    found = Person.objects.filter(
        is_active=True, memberships__site=site, memberships__role__in=roles
    )
    return list(found.distinct().order_by("display_name", "pk"))


def on_duty(site: Site, *, now: datetime) -> list[list[Person]]:
    """Who is on duty, the first to be told first; those of one rank together."""
    turns = DutyTurn.objects.filter(
        site=site, begins_at__lte=now, ends_at__gt=now, ended_early_at__isnull=True
    )
    able = {person.pk: person for person in able_to_answer(site)}
    ranks: dict[int, list[Person]] = {}
    for turn in turns.order_by("rank", "begins_at"):
        same = ranks.setdefault(turn.rank, [])
        if turn.person_id in able and able[turn.person_id] not in same:
            same.append(able[turn.person_id])
    return [people for _, people in sorted(ranks.items()) if people]


def audience(site: Site, flag: FlagNow, *, now: datetime) -> list[Person]:
    """Whom this step reaches: the next on the duty list, or all where it is empty or at its end.

    The owner of a flag that became overdue is told as well.
    """
    ranks = on_duty(site, now=now)
    able = able_to_answer(site)
    told = list(ranks[flag.told]) if flag.told < len(ranks) else list(able)
    owner = next((person for person in able if person.pk == flag.owner), None)
    if flag.told and owner is not None and owner not in told:
        told.append(owner)
    return told


def tell(flag: Flag, state: FlagNow, *, move: Move, step: int, now: datetime) -> int:
    """Write one notice a person, in the transaction of the move it tells of.

    Args:
        step: the number of the event, so that a person is told once of each.
    """
    people = audience(flag.case.site, state, now=now)
    kind = Notice.Kind.ESCALATED if move is Move.ESCALATE else Notice.Kind.RAISED
    made = Notice.objects.bulk_create(
        [_notice(flag, person, kind, step, now) for person in people], ignore_conflicts=True
    )
    return len(made)


def acted(flag: Flag, person: Person, *, now: datetime) -> None:
    """Note in the ledger that a person did something about a flag they were told of."""
    mine = Notice.objects.filter(flag=flag, person=person)
    mine.filter(seen_at__isnull=True).update(seen_at=now)
    mine.filter(acted_at__isnull=True).update(acted_at=now)


def seen(flags: Iterable[Flag], person: Person, *, now: datetime) -> None:
    """Note in the ledger that a person opened these flags."""
    Notice.objects.filter(flag__in=list(flags), person=person, seen_at__isnull=True).update(
        seen_at=now
    )


def _notice(flag: Flag, person: Person, kind: Notice.Kind, step: int, now: datetime) -> Notice:
    by_mail = bool(settings.REMIT_MAIL)
    return Notice(
        flag=flag,
        person=person,
        kind=kind,
        step=step,
        channel=Notice.Channel.MAIL if by_mail else Notice.Channel.PAGE,
        due_at=now,
        next_try_at=now if by_mail else None,
    )
