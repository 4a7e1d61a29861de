"""What a phone may send, and which action keeps it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from remit.errors import InvalidInput
from remit.web.cases.models import Case
from remit.web.people.models import Person
from remit.web.practice.check_in_answers import CheckInTold
from remit.web.practice.check_ins import record_check_in
from remit.web.practice.days import record_done
from remit.web.practice.done_answers import DoneTold
from remit.web.practice.episode_answers import EpisodeTold, RatingTold
from remit.web.practice.episodes import re_rate, record_episode
from remit.web.practice.receipts import Sent, Stored

Payload = dict[str, Any]
Keeper = Callable[[Case, Sent, Payload, Person, datetime], Stored]


def store(
    kind: str, *, case: Case, sent: Sent, payload: Payload, by: Person, now: datetime
) -> Stored:
    """Keep one thing.

    Raises:
        InvalidInput: of no kind that is known, or not readable as its kind.
        Conflict: the key was used for something else.
    """
    keeper = KEEPERS.get(kind)
    if keeper is None:
        raise InvalidInput("This is of no kind that the clinic knows.")
    return keeper(case, sent, payload, by, now)


def _episode(case: Case, sent: Sent, payload: Payload, by: Person, now: datetime) -> Stored:
    told = EpisodeTold.of(payload)
    return record_episode(case=case, sent=sent, told=told, by=by, now=now)


def _rating(case: Case, sent: Sent, payload: Payload, by: Person, now: datetime) -> Stored:
    about = payload.pop("episode", "")
    try:
        episode = UUID(str(about))
    except ValueError as error:
        raise InvalidInput("This does not say what it belongs to.") from error
    told = RatingTold.of(payload)
    return re_rate(case=case, episode=episode, sent=sent, told=told, by=by, now=now)


def _done(case: Case, sent: Sent, payload: Payload, by: Person, now: datetime) -> Stored:
    return record_done(case=case, sent=sent, told=DoneTold.of(payload), by=by, now=now)


def _check_in(case: Case, sent: Sent, payload: Payload, by: Person, now: datetime) -> Stored:
    return record_check_in(case=case, sent=sent, told=CheckInTold.of(payload), by=by, now=now)


KEEPERS: Final[Mapping[str, Keeper]] = {
    "episode": _episode,
    "re-rating": _rating,
    "done": _done,
    "check-in": _check_in,
}
