"""One time that it hurts: kept once, told to the clinic where a sign was named, in the history."""

import uuid
from datetime import timedelta

import pytest

from remit.domain.action_code import ActionCode
from remit.domain.enrolment import Scope
from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from remit.web.assess.models import Sheet
from remit.web.consult.models import Entry
from remit.web.consult.records import plain_history
from remit.web.notices.models import Flag
from remit.web.people.models import AuditEvent
from remit.web.practice.episode_answers import EpisodeTold, RatingTold
from remit.web.practice.episode_history import entry_id
from remit.web.practice.episodes import re_rate, record_episode, relief_of, told_of
from remit.web.practice.models import EnrolmentEvent, Episode, ReRating, Source
from remit.web.practice.receipts import Sent

TOLD = {
    "pain": 7, "fear": 5, "looking": ["quarrel"], "words": "the call with the school",
    "feelings": ["angry"], "exercise": "free_write",
}  # fmt: skip


def told(**more):
    return EpisodeTold.of(more or {key: TOLD[key] for key in ("pain", "fear", "words")})


@pytest.fixture
def keep(started, clock):
    """Record something that hurts for a person on day 5."""
    pat = started(5)

    def kept(given, *, by=None, at=None, key=None, late=False, now=None):
        source = Source.OFFLINE if late else Source.ONLINE
        sent = Sent(key=key or uuid.uuid4(), done_at=at or clock, source=source)
        return record_episode(
            case=pat.case, sent=sent, told=given, by=by or pat.person, now=now or clock
        )

    kept.pat = pat
    return kept


@pytest.fixture
def rate(keep, clock):
    def kept(about, *, minutes=10, key=None, at=None, by=None, **given):
        at = at or clock + timedelta(minutes=minutes)
        return re_rate(
            case=keep.pat.case, episode=about.key, sent=Sent(key=key or uuid.uuid4(), done_at=at),
            told=RatingTold.of({"minutes": minutes, **given}), by=by or keep.pat.person, now=at,
        )  # fmt: skip

    return kept


def test_it_is_kept_sealed_with_one_audit_row(keep, clock):
    stored = keep(told())
    row = Episode.objects.get()
    assert (row.pk, row.done_at, stored.show) == (stored.key, clock, "")
    assert told_of(row) == told()
    assert b"school" not in bytes(row.sealed_episode)
    noted = AuditEvent.objects.get(object_type="episode")
    assert "school" not in str(noted.detail)


def test_the_same_key_again_gives_the_same_receipt_and_writes_nothing(keep, clock):
    key = uuid.uuid4()
    first = keep(told(), key=key)
    before = (AuditEvent.objects.count(), Entry.objects.count())
    again = keep(told(), key=key, now=clock + timedelta(hours=2), late=True)
    assert (again.key, again.saved_at) == (first.key, first.saved_at)
    assert (AuditEvent.objects.count(), Entry.objects.count()) == before
    assert Episode.objects.count() == 1


def test_the_same_key_with_other_content_is_refused(keep):
    key = uuid.uuid4()
    keep(told(pain=3), key=key)
    with pytest.raises(Conflict):
        keep(told(pain=4), key=key)
    assert told_of(Episode.objects.get()).pain == 3


def test_the_key_of_another_case_is_refused_and_says_nothing(keep, started):
    key = uuid.uuid4()
    keep(told(), key=key)
    sam = started(5, name="Sam", beside=keep.pat)
    with pytest.raises(Conflict) as refused:
        record_episode(
            case=sam.case, sent=Sent(key=key, done_at=Episode.objects.get().done_at),
            told=told(), by=sam.person, now=Episode.objects.get().done_at,
        )  # fmt: skip
    assert "school" not in str(refused.value)
    assert Episode.objects.count() == 1


@pytest.mark.parametrize("who", ["amin", "fay", "cora", "una", "hugo", "tom"])
def test_nobody_else_tells_it_for_somebody(keep, people, who):
    with pytest.raises(NotAllowed):
        keep(told(), by=getattr(people, who))
    assert not Episode.objects.exists()


def test_the_phones_clock_puts_nothing_into_the_future(keep, clock):
    keep(told(), at=clock + timedelta(days=3))
    assert Episode.objects.get().done_at == clock


def test_it_stands_in_the_history_as_a_flare_of_its_day(keep):
    stored = keep(told(pain=7, words="the call with the school"))
    row = Entry.objects.get(pk=entry_id(stored.key))
    (flare,) = [one for one in plain_history(keep.pat.case)["symptom"] if one.get("flare")]
    assert row.withdrawn_at is None
    assert "Close to: the call with the school." in flare["detail"]
    assert flare["source"] == "participant"


@pytest.mark.parametrize("sign", ["new_kind", "weakness", "worry", "not_sure"])
def test_a_sign_rests_the_strong_parts_and_asks_stage_one_first(keep, sign):
    stored = keep(told(signs=[sign]))
    flag = Flag.objects.get(case=keep.pat.case, rule="flare/1/sign")
    assert flag.code == ActionCode.SAME_DAY
    held = EnrolmentEvent.objects.get(enrolment=keep.pat.enrolment, move="hold")
    assert (held.scope, held.flag_id) == (Scope.STRONG, flag.pk)
    sheet = Sheet.objects.get(case=keep.pat.case, stage="new-symptom")
    assert str(sheet.pk) in stored.show
    assert not [one for one in plain_history(keep.pat.case)["symptom"] if one.get("flare")]


@pytest.mark.parametrize(
    ("sign", "code"),
    [("chest", ActionCode.EMERGENCY), ("weakness", ActionCode.EMERGENCY),
     ("fever", ActionCode.SAME_DAY)],
)  # fmt: skip
def test_a_grave_sign_that_comes_late_counts_as_the_careful_side_has_it(keep, sign, code):
    keep(told(signs=[sign]), late=True)
    assert Flag.objects.get(rule="flare/1/sign").code == code


def test_a_sign_sent_twice_raises_one_flag(keep):
    key = uuid.uuid4()
    first = keep(told(signs=["chest"]), key=key)
    again = keep(told(signs=["chest"]), key=key)
    assert again.show == first.show
    assert Flag.objects.filter(rule="flare/1/sign").count() == 1
    assert EnrolmentEvent.objects.filter(move="hold").count() == 1


def test_relief_goes_into_the_history_by_the_first_rating_of_one_or_less(keep, rate):
    stored = keep(told(pain=7))
    rate(stored, minutes=5, pain=4)
    rate(stored, minutes=15, pain=1)
    rate(stored, minutes=30, pain=0, outcome="eased")
    row = Episode.objects.get()
    assert relief_of(row) == 15
    (flare,) = [one for one in plain_history(keep.pat.case)["symptom"] if one.get("flare")]
    assert "Eased to 1 or less after 15 minutes." in flare["detail"]
    assert flare["relieved_within_minutes"] is True


def test_a_rating_sent_twice_is_kept_once(keep, rate):
    stored, key = keep(told()), uuid.uuid4()
    rate(stored, key=key, pain=4)
    rate(stored, key=key, pain=4)
    with pytest.raises(Conflict):
        rate(stored, key=key, pain=5)
    assert ReRating.objects.count() == 1


def test_a_rating_without_its_episode_waits_and_is_not_lost(keep, rate):
    with pytest.raises(NotFound):
        rate(type("Kept", (), {"key": uuid.uuid4()}), pain=4)


def test_nobody_else_rates(keep, rate, people):
    stored = keep(told())
    with pytest.raises(NotAllowed):
        rate(stored, by=people.amin, pain=1)


def test_the_third_day_that_did_not_ease_is_told_to_the_clinic_once(keep, rate, clock):
    for back in (2, 1, 0):
        at = clock - timedelta(days=back)
        stored = keep(told(pain=6), at=at)
        assert not Flag.objects.filter(rule="flare/1/day-three").exists()
    rate(stored, minutes=0, at=clock, outcome="same", pain=6)
    rate(stored, minutes=0, at=clock, outcome="worse", pain=7)
    flag = Flag.objects.get(rule="flare/1/day-three")
    assert flag.code == ActionCode.REVIEW


def test_a_day_that_eased_is_no_third_day(keep, rate, clock):
    first = keep(told(pain=6), at=clock - timedelta(days=2))
    rate(first, minutes=30, at=clock - timedelta(days=2), outcome="eased")
    keep(told(pain=6), at=clock - timedelta(days=1))
    stored = keep(told(pain=6))
    rate(stored, minutes=0, at=clock, outcome="same")
    assert not Flag.objects.filter(rule="flare/1/day-three").exists()


@pytest.mark.parametrize(
    "payload",
    [
        {"pain": 11}, {"pain": -1}, {"pain": True}, {"pain": "7"}, {"fear": 2.5},
        {"signs": ["made_up"]}, {"signs": "chest"}, {"signs": ["none"]}, {"looking": [3]},
        {"feelings": ["made_up"]}, {"exercise": "jump"}, {"words": "x" * 2001}, {"words": 3},
        {"name": "Pat"},
    ],
)  # fmt: skip
def test_what_is_not_known_is_refused_and_not_repeated(payload):
    with pytest.raises(InvalidInput) as refused:
        EpisodeTold.of(payload)
    assert "xxx" not in str(refused.value)


@pytest.mark.parametrize(
    "payload",
    [{"minutes": -1}, {"minutes": 1441}, {"minutes": True}, {"pain": 12}, {"outcome": "cured"},
     {"opinion": "perhaps"}, {"helped": "x" * 2001}],
)  # fmt: skip
def test_a_rating_that_is_not_known_is_refused(payload):
    with pytest.raises(InvalidInput):
        RatingTold.of(payload)


def test_nothing_is_filled_in():
    assert EpisodeTold.of({}) == EpisodeTold()
    assert EpisodeTold.of(EpisodeTold.of(TOLD).plain()) == EpisodeTold.of(TOLD)
