"""Open notes: exactly the text that was shared, for the participant alone, until taken back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from remit.domain.clearance import Decision
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.web.consult.clearance import Decided, sign_clearance, withdraw_clearance
from remit.web.documents import explanation, letters, sharing
from remit.web.documents.letters import LetterContent
from remit.web.documents.models import LetterKind, Share
from remit.web.documents.share_check import NotAsSigned
from remit.web.intake import actions as intake
from remit.web.intake.models import Consent, Reach
from remit.web.people.actions import create_person
from remit.web.people.models import AuditEvent, Role

pytestmark = pytest.mark.django_db

BODY = (
    "Reason\nBack pain since 2015.\n\nSafety questions\nUrgent answers were given.\n\n"
    "What is open\nBlood results.\n\nPlan\nHer sister Ruth helps her."
)
SHARED = "Reason\nBack pain since 2015."


@pytest.fixture
def vera(people, now):
    """Vera has a page of her own at Riverside."""
    return create_person(
        email="vera@example.org", display_name="Vera", site=people.riverside,
        roles=[Role.PARTICIPANT], by=None, now=now,
    )  # fmt: skip


@pytest.fixture
def case(live, vera):
    live.case.participant = vera
    live.case.save(update_fields=["participant"])
    return live.case


@pytest.fixture
def letter(case, live, now):
    content = LetterContent(body=BODY)
    draft = letters.start_letter(
        case=case, kind=LetterKind.VISIT_NOTE, content=content, by=live.amin, now=now
    )
    return letters.sign_letter(
        letter=draft, content=content, version=1, factor_at=now, by=live.amin, now=now
    )


@pytest.fixture
def shared(letter, live, now):
    return sharing.share(
        case=letter.case, what=Share.What.LETTER, of=str(letter.pk), text=SHARED,
        by=live.amin, now=now,
    )  # fmt: skip


def _staff(name, case, **more):
    return reverse(f"documents:{name}", kwargs={"pk": case.pk, **more})


def _own(share=None):
    if share is None:
        return reverse("intake:shared")
    return reverse("intake:shared_text", kwargs={"share": share.pk})


# Who shares.


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.CLINICIAN])
def test_no_other_role_shares_or_takes_back(shared, letter, people, now, role):
    by = people.with_role(role)
    with pytest.raises(NotAllowed):
        sharing.share(case=letter.case, what=Share.What.LETTER, of="x", text="x", by=by, now=now)
    with pytest.raises(NotAllowed):
        sharing.withdraw_share(share=shared, by=by, now=now)


def test_the_participant_cannot_share_or_open_the_staffs_pages(shared, letter, vera, sign_in):
    client, case = sign_in(vera), letter.case
    urls = [
        _staff("letters", case),
        _staff("letter", case, letter=letter.pk),
        _staff("letter_pdf", case, letter=letter.pk),
        _staff("copy", case),
        _staff("share", case, what="letter", of=letter.pk),
    ]
    for url in urls:
        response = client.get(url)
        assert response.status_code in {403, 404}, url
        assert "Urgent answers" not in response.content.decode("latin-1")
    back = _staff("share_withdraw", case, share=shared.pk)
    assert client.post(back).status_code in {403, 404}
    assert Share.objects.filter(withdrawn_at=None).exists()


def test_another_site_neither_shares_nor_takes_back(shared, letter, people, sign_in):
    client = sign_in(people.hugo)
    page = _staff("share", letter.case, what="letter", of=letter.pk)
    assert client.get(page).status_code == 404
    assert client.post(page, {"act": "share", "text": "x"}).status_code == 404
    back = _staff("share_withdraw", letter.case, share=shared.pk)
    assert client.post(back).status_code == 404
    assert Share.objects.get().withdrawn_at is None


# What the participant reads.


def test_the_participant_reads_exactly_what_was_shared(shared, letter, vera, sign_in):
    client = sign_in(vera)
    listed = client.get(_own()).content.decode()
    assert "What we wrote down" in listed
    assert "What was written about your visit" in listed
    page = client.get(_own(shared)).content.decode()
    assert "Back pain since 2015." in page
    for word in ("Urgent", "Blood results", "Ruth", "flag", "chance", "clearance"):
        assert word not in page


def test_another_participant_and_staff_find_nothing_there(shared, people, sign_in, now):
    other = create_person(
        email="other@example.org", display_name="Other", site=people.riverside,
        roles=[Role.PARTICIPANT], by=None, now=now,
    )  # fmt: skip
    for person in (other, people.tom, people.amin, people.fay, people.bea, people.hugo):
        response = sign_in(person).get(_own(shared))
        assert response.status_code in {403, 404}, person
        assert "Back pain" not in response.content.decode()


def test_reading_is_noted_and_shown_to_the_participant_in_words(shared, vera, sign_in):
    client = sign_in(vera)
    client.get(_own(shared))
    assert AuditEvent.objects.filter(
        act="viewed", object_type="share", object_id=str(shared.pk), actor=str(vera.pk)
    ).exists()
    assert "let you read something" in client.get(reverse("intake:opened")).content.decode()


def test_newest_first_and_nothing_shared_says_so(case, live, vera, sign_in, now):
    client = sign_in(vera)
    assert "Nothing is shared yet" in client.get(_own()).content.decode()
    for number, what in enumerate((Share.What.FORMULATION, Share.What.EXPLANATION)):
        at = now + timedelta(minutes=number)
        sharing.share(case=case, what=what, of=str(number), text="x", by=live.amin, now=at)
    page = client.get(_own()).content.decode()
    assert page.index("What we went through together") < page.index("How we understand your pain")


def test_taken_back_it_is_gone(shared, live, vera, sign_in, now):
    sharing.withdraw_share(share=shared, by=live.amin, now=now)
    client = sign_in(vera)
    assert client.get(_own(shared)).status_code == 404
    assert "Nothing is shared yet" in client.get(_own()).content.decode()
    events = AuditEvent.objects.filter(object_type="share").order_by("pk")
    assert [one.act for one in events] == ["shared", "took back a share"]
    assert not [one for one in events if "pain" in one.detail]


def test_sharing_again_puts_the_new_text_in_place_of_the_old(shared, letter, live, vera, now):
    again = sharing.share(
        case=letter.case, what=Share.What.LETTER, of=str(letter.pk), text="new",
        by=live.amin, now=now,
    )  # fmt: skip
    assert [one.pk for one in sharing.own_shares(vera, letter.case, now=now)] == [again.pk]
    shared.refresh_from_db()
    assert shared.withdrawn_at is not None


def test_the_text_is_sealed_and_a_later_change_of_the_letter_does_not_reach_it(shared):
    assert b"pain" not in bytes(Share.objects.get().sealed_text)
    assert sharing.text_of(shared, shared.case) == SHARED


def test_nothing_is_shared_where_nobody_can_read_it(live, now):
    with pytest.raises(InvalidInput, match="Nobody can read it"):
        sharing.share(
            case=live.case, what=Share.What.LETTER, of="x", text="x", by=live.amin, now=now
        )


def test_an_empty_text_is_not_shared(case, live, now):
    with pytest.raises(InvalidInput):
        sharing.share(case=case, what=Share.What.LETTER, of="x", text=" ", by=live.amin, now=now)


# The clinician's page.


def test_the_page_offers_the_signed_text_without_the_staffs_parts(letter, people, sign_in):
    url = _staff("share", letter.case, what="letter", of=letter.pk)
    page = sign_in(people.amin).get(url).content.decode()
    assert "Is it hers to read?" in page
    assert "<mark>Ruth</mark>" in page
    assert "<mark>sister</mark>" in page
    assert "Urgent answers" not in page
    assert "Blood results" not in page


def test_other_people_are_looked_at_before_sharing(letter, people, sign_in):
    client = sign_in(people.amin)
    url = _staff("share", letter.case, what="letter", of=letter.pk)
    refused = client.post(url, {"act": "share", "text": "Her sister helps."})
    assert refused.status_code == 422
    assert "Her sister helps." in refused.content.decode().replace("<mark>sister</mark>", "sister")
    assert not Share.objects.exists()
    looked = client.post(url, {"act": "look", "text": "Her brother helps."})
    assert "<mark>brother</mark>" in looked.content.decode()
    assert client.post(url, {"act": "share", "text": "x sister", "hers": "on"}).status_code == 302
    assert sharing.text_of(Share.objects.get(), letter.case) == "x sister"
    listed = client.get(_staff("letters", letter.case)).content.decode()
    assert "may read it since" in listed


def test_a_draft_is_not_shared(case, live, people, sign_in, now):
    draft = letters.start_letter(
        case=case, kind=LetterKind.SURGEON, content=LetterContent(body="x"), by=live.amin, now=now
    )
    url = _staff("share", case, what="letter", of=draft.pk)
    assert sign_in(people.amin).get(url).status_code == 404


def test_the_participants_page_links_only_where_something_is_shared(letter, live, vera, sign_in):
    now = timezone.now()
    Consent.objects.create(
        case=letter.case, text_version="1", text_hash="0", reach=Reach.CALL, given_at=now,
        given_by=vera,
    )  # fmt: skip
    client, home = sign_in(vera), reverse("intake:home")
    assert _own() not in client.get(home).content.decode()
    sharing.share(
        case=letter.case, what=Share.What.LETTER, of=str(letter.pk), text=SHARED,
        by=live.amin, now=now,
    )  # fmt: skip
    assert _own() in client.get(home).content.decode()


def test_hz2_a_calm_sentence_is_not_read_while_no_clearance_holds(shared, case, live, vera, now):
    calm = "Your clinician found no sign that this needs other treatment now."
    sharing.share(
        case=case, what=Share.What.FORMULATION, of="1", text=calm, by=live.amin, now=now
    )  # fmt: skip
    assert [one.what for one in sharing.own_shares(vera, case, now=now)] == [Share.What.LETTER]


def test_who_asks_for_erasure_leaves_nothing_to_read(shared, case, vera, now):
    sharing.end_shares(case=case, by=vera, now=now)
    assert sharing.own_shares(vera, case, now=now) == []
    assert AuditEvent.objects.filter(act="took back a share", object_id=str(shared.pk)).exists()


# Only what was signed, or words without a fault.


@pytest.mark.parametrize(
    "text",
    [BODY, SHARED, "Reason\nPlan\nHer sister Ruth helps her.", "We wrote down what you told us."],
)
def test_what_was_signed_or_is_without_a_fault_is_shared(letter, live, now, text):
    sharing.share(
        case=letter.case, what=Share.What.LETTER, of=str(letter.pk), text=text,
        by=live.amin, now=now,
    )  # fmt: skip
    assert sharing.text_of(Share.objects.get(), letter.case) == text


@pytest.mark.parametrize(
    "words",
    ["You have fibromyalgia.", "Stop your tablets.", "This will cure you.", "It is your fault."],
)
def test_words_that_nobody_signed_and_that_carry_a_fault_are_refused(letter, live, now, words):
    with pytest.raises(NotAsSigned) as refused:
        sharing.share(
            case=letter.case, what=Share.What.LETTER, of=str(letter.pk), text=f"{SHARED} {words}",
            by=live.amin, now=now,
        )  # fmt: skip
    assert refused.value.found
    assert words not in str(refused.value)
    assert not Share.objects.exists()


def test_the_page_says_which_words_must_change(letter, people, sign_in):
    url = _staff("share", letter.case, what="letter", of=letter.pk)
    given = {"act": "share", "text": f"{SHARED}\nYou have fibromyalgia."}
    refused = sign_in(people.amin).post(url, given)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "“fibromyalgia”: a diagnosis" in page
    assert "You have fibromyalgia." in page
    assert not Share.objects.exists()


# Nobody is written to who stopped.


@pytest.mark.parametrize("erase", [False, True])
def test_nothing_is_shared_with_somebody_who_stopped(letter, live, vera, people, sign_in, erase):
    case, now = letter.case, timezone.now()
    intake.give_consent(case=case, reach=Reach.CALL, by=vera, now=now)
    intake.withdraw(case=case, erase=erase, by=vera, now=now)
    url = _staff("share", case, what="letter", of=letter.pk)
    refused = sign_in(people.amin).post(url, {"act": "share", "text": SHARED})
    assert refused.status_code == 409
    assert "stopped taking part" in refused.content.decode()
    assert not Share.objects.exists()
    intake.give_consent(case=case, reach=Reach.CALL, by=vera, now=now + timedelta(minutes=1))
    assert sign_in(people.amin).post(url, {"act": "share", "text": SHARED}).status_code == 302


# A new clearance wakes nothing that was written under an older one.

CALM = "Your clinician found no sign that this needs other treatment now."


def _clear(live, number, now):
    decided = Decided(
        decision=Decision.CLEARED_PRIMARY, rationale="findings", named_contact="Dr Amin",
        no_other_treatment=True,
    )  # fmt: skip
    sign_clearance(
        case=live.case, decided=decided, number=number, version=live.version(), factor_at=now,
        by=live.amin, now=now,
    )  # fmt: skip


def _calm_letter(case, live, now):
    content = LetterContent(body=CALM)
    draft = letters.start_letter(
        case=case, kind=LetterKind.FAMILY_DOCTOR, content=content, by=live.amin, now=now
    )
    found = letters.warnings_of(draft, content, now=now)
    return letters.sign_letter(
        letter=draft, content=content, version=1, factor_at=now, by=live.amin, now=now,
        reasons={one.key: "as cleared" for one in found},
    )  # fmt: skip


def _share_calm(letter, live, now):
    return sharing.share(
        case=letter.case, what=Share.What.LETTER, of=str(letter.pk), text=CALM,
        by=live.amin, now=now,
    )  # fmt: skip


def test_a_new_clearance_wakes_no_share_and_no_letter_of_an_older_one(case, live, vera, now):
    _clear(live, 0, now)
    letter = _calm_letter(case, live, now)
    _share_calm(letter, live, now)
    assert len(sharing.own_shares(vera, case, now=now)) == 1
    later = now + timedelta(hours=1)
    withdraw_clearance(
        case=case, reason="new finding", number=1, version=live.version(), factor_at=later,
        by=live.amin, now=later,
    )  # fmt: skip
    assert sharing.own_shares(vera, case, now=later) == []
    again = later + timedelta(hours=1)
    _clear(live, 2, again)
    assert sharing.own_shares(vera, case, now=again) == [], "shared under another clearance"
    with pytest.raises(Conflict, match="sign a new version"):
        _share_calm(letter, live, again)
    _share_calm(_calm_letter(case, live, again), live, again)
    assert len(sharing.own_shares(vera, case, now=again)) == 1


def test_a_new_clearance_wakes_no_explanation_that_was_sent_home_under_an_older_one(
    case, live, now, monkeypatch
):
    monkeypatch.setattr(explanation, "is_approved", lambda _site: True)
    _clear(live, 0, now)
    sent = explanation.send_home(case=case, keep=frozenset(), by=live.amin, now=now)
    text = sharing.text_of(sent, case)
    assert "Dr Amin, 23 November 2026" in text
    assert _signed_lines(explanation.shared_reading(sent, text, now=now))
    later = now + timedelta(hours=1)
    _clear(live, 1, later)
    assert explanation.signed_words(case, now=later), "another clearance holds"
    assert not _signed_lines(explanation.shared_reading(sent, text, now=later))


def _signed_lines(reading):
    return [one.signed for part in reading.sections for one in part.paragraphs if one.signed]
