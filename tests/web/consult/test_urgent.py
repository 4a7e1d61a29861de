"""Something urgent that is heard in the room becomes a flag at once."""

import uuid

import pytest
from django.urls import reverse

from remit.domain.action_code import ActionCode
from remit.errors import InvalidInput, NotAllowed
from remit.web.consult.urgent import raise_heard
from remit.web.notices.models import Flag, Notice
from remit.web.notices.queries import open_flags
from remit.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db
WORDS = "Says she does not want to wake up tomorrow"


def _raise(live, now, **more):
    given = {"code": ActionCode.EMERGENCY, "finding": WORDS, "key": uuid.uuid4(), "by": live.amin}
    return raise_heard(case=live.case, now=now, **{**given, **more})


def test_inv_11_what_is_heard_is_a_flag_that_somebody_must_close(live, now):
    flag = _raise(live, now)
    lines = [line for line in open_flags(live.case) if line.flag.pk == flag.pk]
    assert [line.code for line in lines] == [ActionCode.EMERGENCY]


def test_the_same_key_raises_one_flag(live, now):
    key = uuid.uuid4()
    assert _raise(live, now, key=key) == _raise(live, now, key=key)
    assert _raise(live, now) != _raise(live, now)


def test_no_word_of_it_stands_in_audit_detail_or_notice(live, now):
    _raise(live, now)
    assert not AuditEvent.objects.filter(detail__icontains="wake up").exists()
    for notice in Notice.objects.all():
        assert "wake up" not in str(vars(notice))


def test_nothing_is_raised_without_words_or_on_a_published_case(live, cases, people, now):
    with pytest.raises(InvalidInput):
        _raise(live, now, finding=" ")
    with pytest.raises(InvalidInput, match="published"):
        raise_heard(
            case=cases.mary,
            code=ActionCode.REVIEW,
            finding=WORDS,
            key=uuid.uuid4(),
            by=people.amin,
            now=now,
        )


@pytest.mark.parametrize("who", ["fay", "bea", "ada", "hugo"])
def test_nobody_else_raises_it(live, people, now, who):
    with pytest.raises(NotAllowed):
        _raise(live, now, by=getattr(people, who))


def test_the_page_keeps_the_words_where_the_code_is_missing(live, sign_in):
    page = reverse("consult:urgent", args=[live.case.pk])
    client = sign_in(live.amin)
    sent = {"finding": WORDS, "key": str(uuid.uuid4())}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert Flag.objects.filter(rule="heard/1").count() == 0
    assert client.post(page, {**sent, "code": "E"}).status_code == 302
    assert Flag.objects.filter(rule="heard/1").count() == 1
    shown = client.get(reverse("consult:visit", args=[live.case.pk])).content.decode()
    assert WORDS in shown


@pytest.mark.parametrize("who", ["fay", "bea", "hugo"])
def test_nobody_else_opens_the_page(live, people, sign_in, who):
    page = reverse("consult:urgent", args=[live.case.pk])
    assert sign_in(getattr(people, who)).get(page).status_code in {403, 404}
