"""The only writers of episodes: what hurt, what came of it; sent twice, kept once."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.urls import reverse

from remit.domain.action_code import ActionCode
from remit.domain.enrolment import Scope
from remit.errors import Conflict, InvalidInput, NotFound
from remit.pathways.practice.flare import ReRating as Rated
from remit.pathways.practice.flare import minutes_to_relief
from remit.web.assess import actions as assess
from remit.web.assess.models import Mode
from remit.web.assess.sources import screening_ref
from remit.web.cases.models import Case
from remit.web.cases.sealed import open_table, seal_table
from remit.web.consult.actions import is_own
from remit.web.intake.parts import NEW
from remit.web.intake.queries import consent_of
from remit.web.notices.actions import raise_flag
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.practice import episode_history, long_flares
from remit.web.practice.enrolments import Held, hold
from remit.web.practice.episode_answers import EASED, EpisodeTold, RatingTold
from remit.web.practice.models import Enrolment, Episode, ReRating, Source
from remit.web.practice.receipts import OTHER, Sent, Stored, came
from remit.web.practice.sealed_places import EPISODE, RATING

RULE = "flare/1/sign"
SOURCE = "CLINICAL E.5, step 0"
GRAVEST = frozenset({"chest", "head", "bladder", "weakness"})
"""Signs that may be an emergency. Told on the page, stage 1 follows at once and finds out; told
without network nobody asked further, so the careful side counts (A.1, rule 2)."""


def record_episode(
    *, case: Case, sent: Sent, told: EpisodeTold, by: Person, now: datetime
) -> Stored:
    """Keep one time that it hurt; a warning sign is told to the clinic first (INV-06).

    Raises:
        NotAllowed: not this person's own case.
        Conflict: the same key with other content.
    """
    check_allowed(by, Act.CHANGE, Object.DOSE, case, now=now, own=is_own(case, by))
    try:
        with transaction.atomic():
            case = _locked(case)
            row = Episode.objects.filter(pk=sent.key).first()
            if row is None:
                row = _new_episode(case, sent, told, by, now)
            if not (row.case_id == case.pk and told_of(row) == told):
                raise Conflict(OTHER)
    except IntegrityError as error:  # the same key, in another case, at this very moment
        raise Conflict("This key was used for something else.") from error
    return Stored(key=row.pk, saved_at=row.received_at, show=_way_on(case, told, by, now))


def re_rate(
    *, case: Case, episode: UUID, sent: Sent, told: RatingTold, by: Person, now: datetime
) -> Stored:
    """Keep numbers some minutes later, or an opinion; relief goes into the history.

    Raises:
        NotAllowed: not this person's own case.
        NotFound: the case has no such episode.
        Conflict: the same key with other content.
    """
    check_allowed(by, Act.CHANGE, Object.DOSE, case, now=now, own=is_own(case, by))
    try:
        with transaction.atomic():
            case = _locked(case)
            about = Episode.objects.filter(pk=episode, case=case).first()
            if about is None:
                raise NotFound("What this belongs to did not arrive here.")
            row = ReRating.objects.filter(pk=sent.key).first()
            if row is None:
                row = _new_rating(case, about, sent, told, by, now)
            if not (row.episode_id == about.pk and rating_of(row, case) == told):
                raise Conflict(OTHER)
    except IntegrityError as error:
        raise Conflict("This key was used for something else.") from error
    return Stored(key=row.pk, saved_at=row.received_at)


def told_of(row: Episode) -> EpisodeTold:
    """What an episode says; the caller has checked the permission."""
    return EpisodeTold.of(open_table(row.case, row.sealed_episode, EPISODE, row.pk))


def rating_of(row: ReRating, case: Case) -> RatingTold:
    """What a later rating says; the caller has checked the permission."""
    return RatingTold.of(open_table(case, row.sealed_rating, RATING, row.pk))


def relief_of(row: Episode) -> float | None:
    """Minutes to the first rating of 1 or less; None where there was none."""
    told = [rating_of(one, row.case) for one in row.re_ratings.all()]
    rated = [Rated(minutes=one.minutes, pain=one.pain) for one in told if one.pain is not None]
    return minutes_to_relief(rated)


def _locked(case: Case) -> Case:
    """One writer at a time: what is stored twice, and the version, depend on what stands."""
    known = Case.objects.select_related("site", "data_key")
    return known.select_for_update(of=("self",)).get(pk=case.pk)


def _new_episode(case: Case, sent: Sent, told: EpisodeTold, by: Person, now: datetime) -> Episode:
    row = Episode(id=sent.key, case=case, **came(sent, now))
    row.sealed_episode = seal_table(case, told.plain(), EPISODE, row.pk)
    row.save(force_insert=True)
    if told.signs:
        _tell_clinic(case, row, told, by, now)
    else:
        on = row.done_at.astimezone(ZoneInfo(case.site.time_zone)).date()
        episode_history.add(case=case, episode=row.pk, told=told, on=on, by=by, now=now)
    _note(case, row.pk, "episode", by, now)
    return row


def _new_rating(
    case: Case, about: Episode, sent: Sent, told: RatingTold, by: Person, now: datetime
) -> ReRating:
    before = relief_of(about)
    row = ReRating(id=sent.key, episode=about, **came(sent, now))
    row.sealed_rating = seal_table(case, told.plain(), RATING, row.pk)
    row.save(force_insert=True)
    after = relief_of(about)
    if after is not None and after != before:
        episode_history.note_relief(case=case, episode=about.pk, minutes=after, by=by, now=now)
    if told.outcome not in ("", EASED) and long_flares.is_long(case, row.done_at):
        long_flares.tell_clinic(case=case, origin=f"episode:{about.pk}", by=by, now=now)
    _note(case, row.pk, "re-rating", by, now)
    return row


def _tell_clinic(case: Case, row: Episode, told: EpisodeTold, by: Person, now: datetime) -> None:
    offline = row.source != Source.ONLINE
    gravest = bool(GRAVEST & set(told.signs))
    code = ActionCode.EMERGENCY if offline and gravest else ActionCode.SAME_DAY
    flag = raise_flag(
        case=case,
        code=code,
        rule=RULE,
        finding="It hurts, first page: " + ", ".join(one.replace("_", " ") for one in told.signs),
        source=SOURCE,
        origin=f"episode:{row.pk}",
        by=by,
        now=now,
    )
    held = Held(name=f"episode {row.pk}", scope=Scope.STRONG, reason="new symptom", flag=flag)
    for enrolment in Enrolment.objects.filter(case=case, ended_at=None):
        try:
            with transaction.atomic():
                hold(enrolment=enrolment, held=held, by=by, now=now)
        except (Conflict, InvalidInput):
            continue  # nothing is open that could rest; the flag stands all the same


def _way_on(case: Case, told: EpisodeTold, by: Person, now: datetime) -> str:
    """Stage 1 where a sign was told and the person still takes part; else the numbers to call."""
    if not told.signs:
        return ""
    if consent_of(case) is None:
        return reverse("notices:help", args=[case.site.slug])
    sheet = assess.open_sheet(
        case=case, form_ref=screening_ref("new-symptom"), point=NEW, mode=Mode.SELF, by=by, now=now
    )
    return reverse("assess:start", args=[sheet.pk])


def _note(case: Case, key: UUID, kind: str, by: Person, now: datetime) -> None:
    audit.record(
        by=by,
        now=now,
        site=case.site,
        act="sent",
        object_type=kind,
        object_id=key,
        detail={"case": str(case.pk)},
    )
