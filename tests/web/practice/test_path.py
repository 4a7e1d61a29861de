"""My path: numbers as they are, gaps as gaps, no verdict; nobody else's."""

import csv
import io
import uuid
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from remit.errors import NotAllowed
from remit.pathways.practice.schedule import programme_date
from remit.web.people.models import AuditEvent
from remit.web.practice.check_in_answers import CheckInTold
from remit.web.practice.check_ins import record_check_in
from remit.web.practice.days import record_done
from remit.web.practice.done_answers import DoneTold
from remit.web.practice.episode_answers import EpisodeTold, RatingTold
from remit.web.practice.episodes import re_rate, record_episode
from remit.web.practice.models import ReRating
from remit.web.practice.path import DayOfPath, Path, WeekOfPath, close_sentence, path_of
from remit.web.practice.path_figure import figure_of
from remit.web.practice.receipts import Sent

MY_PATH, TIMES, NUMBERS = (
    reverse(f"practice:{name}") for name in ("path", "path_times", "path_csv")
)
ON = date(2026, 11, 2)


@pytest.fixture
def pat(started):
    return started(10)


def sent(at):
    return Sent(key=uuid.uuid4(), done_at=at)


def check_in(pat, at, **given):
    told = CheckInTold.of({"new": "no", **given})
    record_check_in(case=pat.case, sent=sent(at), told=told, by=pat.person, now=at)


def hurt(pat, at, **given):
    told = EpisodeTold.of(given)
    return record_episode(case=pat.case, sent=sent(at), told=told, by=pat.person, now=at).key


def week(number, *pain):
    days = (DayOfPath(ON + timedelta(days=7 * number + at), one) for at, one in enumerate(pain))
    return WeekOfPath(number, tuple(days))


def test_days_are_as_they_were_told_and_gaps_stay(pat, clock):
    check_in(pat, clock - timedelta(days=3), pain_avg=6, stress=4)
    check_in(pat, clock, pain_avg=None, stress=2)
    told = DoneTold.of({"day": 9, "part": "read"})
    at = clock - timedelta(days=1)
    record_done(case=pat.case, sent=sent(at), told=told, by=pat.person, now=at)
    path = path_of(pat.case, by=pat.person, now=clock)
    local = clock.astimezone(ZoneInfo("Europe/London"))
    assert path.days[0].on == pat.enrolment.day_one
    assert len(path.days) in (10, 11)  # between midnight and 3 the day of the programme is older
    by_date = {day.on: day for day in path.days}
    today = programme_date(local.replace(tzinfo=None))
    assert (by_date[today - timedelta(days=3)].pain, by_date[today].pain) == (6, None)
    assert by_date[today - timedelta(days=2)].is_empty
    assert by_date[today - timedelta(days=1)].practised
    assert [one.number for one in path.weeks] == [1, 2]


def test_the_second_check_in_of_a_day_counts(pat, clock):
    check_in(pat, clock - timedelta(minutes=2), pain_avg=6)
    check_in(pat, clock, pain_avg=4)
    path = path_of(pat.case, by=pat.person, now=clock)
    assert [day.pain for day in path.days if day.pain is not None] == [4]


def test_nothing_told_is_no_error(cleared_case, clock):
    path = path_of(cleared_case, by=cleared_case.participant, now=clock)
    assert path == Path((), ())
    assert "Too few" in path.sentence


@pytest.mark.parametrize(
    ("weeks", "sentence"),
    [
        ([week(1, 5)], "Too few numbers to say anything yet. That is fine."),
        ([week(1, 5, 7)], "Pain was 5 to 7 so far."),
        ([week(1, 5, 5)], "Pain was 5 so far."),
        ([week(1, 5, 7), week(2, 4, 6)],
         "Pain was 5 to 7 in the week before, and 4 to 6 in the last one."),
        ([week(1, 5, 7), week(2, 4), week(3, 3, 3)],
         "Pain was 5 to 7 earlier, and 3 in the last week with numbers."),
    ],
)  # fmt: skip
def test_one_sentence_with_ranges_and_no_verdict(weeks, sentence):
    path = Path(tuple(weeks), ())
    assert path.sentence == sentence
    for word in ("better", "worse", "improved", "%", "success", "less pain"):
        assert word not in path.sentence + path.caution


def test_a_flare_before_day_one_stands_before_the_weeks(pat, clock):
    hurt(pat, clock - timedelta(days=15), pain=6)
    path = path_of(pat.case, by=pat.person, now=clock)
    assert path.weeks[0].number < 1
    assert [one.words for one in figure_of(path).weeks if one.words] == ["1", "2"]


def test_the_picture_holds_six_weeks_and_the_table_all(pat, clock, started):
    later = clock + timedelta(days=90)
    path = path_of(pat.case, by=pat.person, now=later)
    assert len(path.weeks) > 13
    assert len(path.newest().weeks) == 6
    assert path.newest().weeks[-1] == path.weeks[-1]


def test_no_line_crosses_a_gap_and_marks_stay_inside():
    path = Path((week(1, 0, 10, None, 5, None, 7, 3), week(2, None, 4)), ())
    figure = figure_of(path)
    assert (len(figure.dots), len(figure.dashes), len(figure.ranges)) == (6, 3, 1)
    assert all(28 <= one.x <= 324 and 26 <= one.y <= 146 for one in figure.dots)
    dashed = {one.x for one in figure.dashes}
    assert not dashed & {one.x for one in figure.dots}


def test_times_it_hurt_are_counted_and_never_a_chance(pat, clock):
    hurt(pat, clock - timedelta(days=2), pain=7, looking=["quarrel"])
    hurt(pat, clock - timedelta(days=1), pain=5, nothing=True)
    text = pat.client.get(TIMES).content.decode()
    assert "2 times it hurt" in text
    assert "1 came close to something you had noted, 1 did not. Too few to say more." in text
    assert "You looked and found nothing. That counts too." in text
    assert "Close in time is not the same as cause." in text
    assert "%" not in re_main(text)


def re_main(text):
    return text.split("<main")[1].split("</main>")[0]


def test_a_time_with_a_sign_is_the_clinics_and_not_on_the_path(pat, clock):
    hurt(pat, clock, signs=["fever"])
    assert path_of(pat.case, by=pat.person, now=clock).times == ()


def test_the_own_opinion_is_kept_once_and_can_change(pat, clock):
    key = hurt(pat, clock, looking=["quarrel"])
    url = reverse("practice:path_opinion", args=[key])
    given = {"key": uuid.uuid4(), "opinion": "yes"}
    pat.client.post(url, given)
    pat.client.post(url, given)
    assert ReRating.objects.count() == 1
    assert "You said: fits" in pat.client.get(TIMES).content.decode()
    changed = pat.client.get(TIMES, {"change": str(key)}).content.decode()
    assert 'value="unsure"' in changed
    pat.client.post(url, {"key": uuid.uuid4(), "opinion": "unsure"})
    assert "You said: unsure" in pat.client.get(TIMES).content.decode()


def test_the_file_holds_every_number_and_is_noted(pat, clock):
    check_in(pat, clock - timedelta(days=3), pain_avg=6, stress=4)
    first = hurt(pat, clock - timedelta(hours=2), pain=7)
    hurt(pat, clock - timedelta(hours=1), pain=5)
    at = clock - timedelta(hours=1, minutes=40)
    told = RatingTold.of({"minutes": 20, "pain": 1})
    re_rate(case=pat.case, episode=first, sent=sent(at), told=told, by=pat.person, now=at)
    file = pat.client.get(NUMBERS)
    rows = list(csv.reader(io.StringIO(file.content.decode())))
    assert rows[0][:4] == ["date", "pain", "stress", "practised"]
    assert [row[1:3] for row in rows if row[1] == "6"] == [["6", "4"]]
    assert [row[4:] for row in rows[1:] if row[4]] == [["7", "20"], ["5", ""]]
    assert AuditEvent.objects.filter(act="exported", object_id=str(pat.case.pk)).count() == 1


def test_the_page_shows_the_picture_and_the_same_as_a_table(pat, clock):
    check_in(pat, clock, pain_avg=6, stress=4)
    hurt(pat, clock, pain=7)
    text = pat.client.get(MY_PATH).content.decode()
    assert 'role="img"' in text
    assert "The same as a table" in text
    assert 'aria-current="page"' in text
    assert "1 time it hurt" in text


@pytest.mark.parametrize("url", [MY_PATH, TIMES, NUMBERS])
@pytest.mark.parametrize("who", ["amin", "fay", "cora", "una", "hugo"])
def test_staff_have_no_path_of_their_own(pat, sign_in, people, who, url):
    assert sign_in(getattr(people, who)).get(url).status_code in (403, 404)


@pytest.mark.parametrize("who", ["fay", "una", "hugo", "tom", "ada"])
def test_who_may_not_see_doses_gets_no_path(pat, people, who, clock):
    with pytest.raises(NotAllowed):
        path_of(pat.case, by=getattr(people, who), now=clock)


def test_somebody_else_sees_none_of_mine(pat, started, clock):
    hurt(pat, clock, pain=7, words="the call with the school")
    sam = started(10, name="Sam", beside=pat)
    assert "school" not in sam.client.get(TIMES).content.decode()
    key = pat.case.pk
    refused = sam.client.post(
        reverse("practice:path_opinion", args=[key]), {"key": uuid.uuid4(), "opinion": "no"}
    )
    assert refused.status_code in (400, 404)


def test_an_opinion_on_somebody_elses_time_is_refused(pat, started, clock):
    key = hurt(pat, clock, looking=["quarrel"])
    sam = started(10, name="Sam", beside=pat)
    url = reverse("practice:path_opinion", args=[key])
    assert sam.client.post(url, {"key": uuid.uuid4(), "opinion": "no"}).status_code in (400, 404)
    assert not ReRating.objects.exists()


def test_signed_out_there_is_no_path(db):
    assert Client().get(MY_PATH).status_code == 302


def test_close_sentence_of_none():
    assert close_sentence([]).startswith("0 came close")
