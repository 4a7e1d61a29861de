"""Formulations: drafted, edited without loss, signed once, then locked; closing no flag."""

from datetime import timedelta

import pytest

from remit.domain.action_code import ActionCode
from remit.domain.formulation import Audience
from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound
from remit.web.consult.actions import add_event, withdraw_event
from remit.web.documents import formulation as actions
from remit.web.documents import formulation_signing as signing
from remit.web.documents.formulation_queries import (
    draft_or_signed,
    ledger,
    paragraphs,
    signed_formulation,
)
from remit.web.documents.formulation_record import content_of
from remit.web.documents.models import Formulation, State
from remit.web.notices.actions import raise_flag
from remit.web.notices.queries import open_flags
from remit.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db


def _symptom(live, now, label="Back pain", **row):
    return add_event(
        case=live.case,
        table="symptom",
        row={"label": label, "start": "2019", "chief": True, "ongoing": True, **row},
        version=live.version(),
        by=live.amin,
        now=now,
    )


@pytest.fixture
def draft(live, now):
    _symptom(live, now)
    return actions.start_formulation(case=live.case, by=live.amin, now=now)


def _content(row):
    return content_of(Formulation.objects.get(pk=row.pk), row.case)


def _since(row):
    return next(one for one in _content(row).rows if one.sentence.id.startswith("since"))


def _save(row, live, now, *, words="Your back hurts.", referrer="Back pain.", base=0, sentence=""):
    return actions.save_sentence(
        formulation=row,
        sentence=sentence or _since(row).sentence.id,
        participant=words,
        referrer=referrer,
        base=base,
        by=live.amin,
        now=now,
    )


def _sign(row, live, now, *, version=None, reasons=None, by=None, factor_at=None):
    return signing.sign(
        formulation=row,
        version=version or Formulation.objects.get(pk=row.pk).version,
        reasons=reasons or {},
        factor_at=factor_at or now,
        by=by or live.amin,
        now=now,
    )


def test_a_draft_is_stored_sealed_and_started_once(draft, live, now):
    assert b"Back pain" not in bytes(draft.sealed_content)
    again = actions.start_formulation(case=live.case, by=live.amin, now=now)
    assert again.pk == draft.pk
    assert AuditEvent.objects.filter(object_type="formulation", act="started").count() == 1


def test_an_edit_keeps_the_draft_and_says_who(draft, live, now):
    receipt = _save(draft, live, now)
    row = _since(draft)
    assert (row.participant, row.edited.by, receipt.revision) == ("Your back hurts.", "Dr Amin", 1)
    assert row.sentence.participant != row.participant
    _save(draft, live, now, words=row.sentence.participant, referrer=row.sentence.referrer, base=1)
    assert _since(draft).edited is None


def test_two_tabs_on_one_sentence_clash_and_neither_is_lost(draft, live, now):
    _save(draft, live, now, words="Mine.")
    with pytest.raises(actions.SentenceClash) as clash:
        _save(draft, live, now, words="Theirs.")
    assert clash.value.theirs.participant == "Mine."
    assert _since(draft).participant == "Mine."
    _save(draft, live, now, words="Mine.")  # the same words again: nothing changed, no clash
    _save(draft, live, now, words="Theirs.", base=clash.value.theirs.revision)
    assert _since(draft).participant == "Theirs."


def test_two_tabs_on_two_sentences_do_not_clash(draft, live, now):
    _save(draft, live, now, sentence="prognosis")
    _save(draft, live, now, sentence="stress")
    assert _content(draft).row("prognosis").edited
    assert _content(draft).row("stress").edited


def test_leaving_out_keeps_the_row_and_is_taken_back(draft, live, now):
    actions.leave_out(formulation=draft, sentence="prognosis", by=live.amin, now=now)
    assert not any("predict" in one for one in paragraphs(_content(draft), Audience.PARTICIPANT))
    actions.take_back(formulation=draft, sentence="prognosis", by=live.amin, now=now)
    assert _content(draft).row("prognosis").stands
    acts = AuditEvent.objects.filter(object_type="formulation").values_list("act", flat=True)
    assert {"left out", "taken back"} <= set(acts)


def test_disagreement_stands_in_both_texts_in_their_words(draft, live, now):
    actions.say_differs(
        formulation=draft, sentence="stress", words="It was the bed.", by=live.amin, now=now
    )
    for audience in Audience:
        assert any("“It was the bed.”" in one for one in paragraphs(_content(draft), audience))


def test_an_own_sentence_rests_on_chosen_facts_or_is_warned_about(draft, live, now):
    known = next(iter(actions.known_grounds(_content(draft))))
    words = {"participant": "You swim.", "referrer": "Swims.", "by": live.amin, "now": now}
    grounded = actions.add_sentence(formulation=draft, rests_on=[known], **words)
    groundless = actions.add_sentence(formulation=draft, rests_on=[], **words)
    shown = ledger(live.case, draft, _content(draft), now=now)
    lines = {line.id: line for line in shown.rows}
    assert not lines[grounded].groundless
    assert lines[groundless].groundless
    assert shown.rows[-1].id == "prognosis"
    with pytest.raises(InvalidInput):
        actions.add_sentence(formulation=draft, rests_on=["nothing"], **words)


def test_a_new_draft_keeps_edits_and_says_what_changed(draft, live, now):
    _save(draft, live, now)
    actions.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    _symptom(live, now, "Jaw pain", chief=False, start="2020")
    row, content = draft_or_signed(live.case, now=now)
    assert ledger(live.case, row, content, now=now).stale == 1
    assert actions.draft_again(formulation=draft, by=live.amin, now=now) == 1
    content = _content(draft)
    assert _since(draft).participant == "Your back hurts."
    assert next(one.sentence.id for one in content.rows if one.changed).startswith("also-")
    assert content.read is None  # a new sentence is unread
    row, content = draft_or_signed(live.case, now=now)
    assert ledger(live.case, row, content, now=now).stale == 0


def test_what_the_record_lost_goes_unless_it_was_edited(draft, live, now):
    added = _symptom(live, now, "Jaw pain", chief=False, start="2020")
    kept = _symptom(live, now, "Neck pain", chief=False, start="2020")
    actions.draft_again(formulation=draft, by=live.amin, now=now)
    _save(draft, live, now, sentence=f"also-{kept.key}")
    for entry in (added, kept):
        withdraw_event(case=live.case, entry=entry, version=live.version(), by=live.amin, now=now)
    actions.draft_again(formulation=draft, by=live.amin, now=now)
    content = _content(draft)
    assert content.row(f"also-{added.key}") is None
    assert content.row(f"also-{kept.key}").gone


def test_signing_needs_reading_locks_and_closes_no_flag(draft, live, now):
    raise_flag(
        case=live.case,
        code=ActionCode.REVIEW,
        rule="MA1",
        finding="a tumour",
        source="A.2",
        origin="test",
        by=live.amin,
        now=now,
    )
    with pytest.raises(InvalidInput, match="Read every sentence"):
        _sign(draft, live, now)
    actions.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    with pytest.raises(Conflict, match="record changed"):
        _sign(draft, live, now)
    actions.draft_again(formulation=draft, by=live.amin, now=now)
    actions.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    row = _sign(draft, live, now)
    assert (row.state, row.signed_name, row.signed_role) == (State.SIGNED, "Dr Amin", "clinician")
    assert len(open_flags(live.case)) == 1
    assert _content(draft).open
    with pytest.raises(Conflict):
        _save(draft, live, now)
    with pytest.raises(Conflict):
        _sign(draft, live, now)
    assert AuditEvent.objects.filter(object_type="formulation", act="signed").count() == 1


def test_reading_is_ticked_anew_after_any_change_of_words(draft, live, now):
    actions.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    _save(draft, live, now)
    with pytest.raises(InvalidInput, match="Read every sentence"):
        _sign(draft, live, now)


def test_the_signed_words_are_what_letters_get(draft, live, now):
    assert signed_formulation(live.case) is None
    actions.leave_out(formulation=draft, sentence="stress", by=live.amin, now=now)
    actions.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    _sign(draft, live, now)
    signed = signed_formulation(live.case)
    assert (signed.number, signed.name, signed.at) == (1, "Dr Amin", now)
    assert signed.participant[0].startswith("Your pain is real.")
    assert not any("Stress and feelings" in one for one in signed.participant)
    assert signed.referrer


def test_a_stale_page_cannot_sign(draft, live, now):
    actions.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    seen = Formulation.objects.get(pk=draft.pk).version
    _save(draft, live, now)
    with pytest.raises(Conflict):
        _sign(draft, live, now, version=seen)


def test_an_old_second_factor_signs_nothing(draft, live, now):
    actions.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    with pytest.raises(NotAllowed):
        _sign(draft, live, now, factor_at=now - timedelta(minutes=6))


@pytest.mark.parametrize(
    ("words", "warned"),
    [
        ("Surgery would not help.", True),
        ("Your spine is fine.", True),
        ("Stress caused it.", True),
        ("I have depression.", False),
        ("It was the bed.", False),
    ],
)
def test_what_is_put_into_their_mouth_is_read_before_signing(draft, live, now, words, warned):
    actions.say_differs(formulation=draft, sentence="stress", words=words, by=live.amin, now=now)
    actions.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    keys = signing.warnings(_content(draft))
    assert set(keys) == ({"stress.participant", "stress.referrer"} if warned else set())
    if not warned:
        return
    with pytest.raises(InvalidInput, match="warning"):
        _sign(draft, live, now)
    signed = _sign(draft, live, now, reasons=dict.fromkeys(keys, "their own words"))
    assert all(words in one.words for one in _content(signed).confirmed)


def test_a_warning_needs_a_reason(draft, live, now):
    _save(draft, live, now, words="Stress caused your pain.")
    actions.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    with pytest.raises(InvalidInput, match="warning"):
        _sign(draft, live, now)
    key = next(iter(signing.warnings(_content(draft))))
    _sign(draft, live, now, reasons={key: "their own words, asked for"})
    assert _content(draft).confirmed[0].reason == "their own words, asked for"


def test_a_new_version_keeps_the_words_and_is_unread(draft, live, now):
    _save(draft, live, now)
    actions.mark_read(formulation=draft, read=True, by=live.amin, now=now)
    actions.mark_seen(formulation=draft, seen=True, by=live.amin, now=now)
    _sign(draft, live, now)
    second = actions.start_formulation(case=live.case, by=live.amin, now=now)
    assert second.number == 2
    assert _since(second).participant == "Your back hurts."
    assert (_content(second).read, _content(second).seen) == (None, None)
    assert signed_formulation(live.case).number == 1


def test_changed_words_were_not_seen_by_the_participant(draft, live, now):
    actions.mark_seen(formulation=draft, seen=True, by=live.amin, now=now)
    row = _since(draft)
    _save(draft, live, now, words=row.participant, referrer="Other words.")
    assert _content(draft).seen
    _save(draft, live, now, words="Other words.", base=1)
    assert _content(draft).seen is None


def test_autosave_writes_no_audit_row(draft, live, now):
    before = AuditEvent.objects.count()
    _save(draft, live, now)
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize("who", ["fay", "bea", "cora", "una", "ada", "tom", "hugo"])
def test_nobody_else_writes_or_signs(draft, live, now, people, who):
    person = getattr(people, who)
    for call in (
        lambda: actions.start_formulation(case=live.case, by=person, now=now),
        lambda: actions.leave_out(formulation=draft, sentence="stress", by=person, now=now),
        lambda: actions.mark_read(formulation=draft, read=True, by=person, now=now),
        lambda: actions.draft_again(formulation=draft, by=person, now=now),
        lambda: _sign(draft, live, now, by=person),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_a_published_case_is_looked_at_and_never_stored(cases, people, now):
    with pytest.raises(InvalidInput):
        actions.start_formulation(case=cases.nancy, by=people.amin, now=now)
    row, content = draft_or_signed(cases.nancy, now=now)
    assert row is None
    assert content.rows
    assert not Formulation.objects.exists()


def test_an_unknown_sentence_is_not_found(draft, live, now):
    with pytest.raises(NotFound):
        _save(draft, live, now, sentence="nothing")
