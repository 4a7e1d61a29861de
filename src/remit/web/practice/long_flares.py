"""A flare in its third day and no better: a clinician looks at it again (CLINICAL E.5, step 7)."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from remit.domain.action_code import ActionCode
from remit.domain.flag import FlagState
from remit.pathways.practice.flare import CONTACT_AFTER_DAYS, RELIEF, is_unchanged
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table
from remit.web.notices.actions import raise_flag
from remit.web.notices.models import Flag
from remit.web.people.models import Person
from remit.web.practice.episode_answers import EASED, EpisodeTold, RatingTold
from remit.web.practice.models import Episode
from remit.web.practice.sealed_places import EPISODE, RATING

RULE: Final = "flare/1/day-three"
SOURCE: Final = "CLINICAL E.5, step 7"


def is_long(case: Case, at: datetime) -> bool:
    """Whether it hurt on this date and the two before, and eased on none of them.

    The caller has checked the permission.
    """
    today = _on(case, at)
    since = at - timedelta(days=CONTACT_AFTER_DAYS + 1)
    rows = Episode.objects.filter(case=case, done_at__gte=since).prefetch_related("re_ratings")
    reported: dict[date, bool] = {}
    for row in rows:
        told = EpisodeTold.of(open_table(case, row.sealed_episode, EPISODE, row.pk))
        if not told.signs:
            on = _on(case, row.done_at)
            reported[on] = reported.get(on, False) or _eased(case, row)
    return is_unchanged(reported, today)


def tell_clinic(*, case: Case, origin: str, by: Person, now: datetime) -> None:
    """Raise one flag for a long flare, inside the caller's transaction; one is enough."""
    standing = Flag.objects.filter(case=case, rule=RULE)
    if standing.exclude(state=FlagState.RECORDED.value).exists():
        return
    raise_flag(
        case=case,
        code=ActionCode.REVIEW,
        rule=RULE,
        finding="It hurt on three days in a row and did not ease. The participant was asked to "
        "call the clinic.",
        source=SOURCE,
        origin=origin,
        by=by,
        now=now,
    )


def _eased(case: Case, row: Episode) -> bool:
    told = [
        RatingTold.of(open_table(case, one.sealed_rating, RATING, one.pk))
        for one in row.re_ratings.all()
    ]
    return any(
        one.outcome == EASED or (one.pain is not None and one.pain <= RELIEF) for one in told
    )


def _on(case: Case, at: datetime) -> date:
    return at.astimezone(ZoneInfo(case.site.time_zone)).date()
