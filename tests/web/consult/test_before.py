"""Before the visit: findings, records, worksheets and medicines on their pages."""

import re

import pytest
from django.urls import reverse

from remit.domain.action_code import ActionCode
from remit.domain.medicine import CAUTION
from remit.domain.reported_medicine import ChangeKind, ReportedMedicine
from remit.domain.wording import banned_in
from remit.errors import Conflict, InvalidInput, NotAllowed
from remit.pathways.consult.worksheets import IMAGING_FACTS
from remit.web.consult.clinic_records import add_prior_symptoms, newest, record_clinic
from remit.web.consult.medicines import medicine_page, report_change, report_medicine
from remit.web.consult.models import ClinicRecord, MedicineChange
from remit.web.consult.records import history_of
from remit.web.notices.models import Flag
from remit.web.people.models import AuditEvent

pytestmark = pytest.mark.django_db
CASES = ["mary", "susan", "nancy"]


def _url(page, case, **more):
    return reverse(f"consult:{page}", kwargs={"pk": case.pk, **more})


def _words(response):
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("&#x27;", "'").replace("&quot;", '"').split())


EXPECTED = {"mary": ["OP1", "TX1"], "susan": ["TX1"], "nancy": ["MA1"]}


@pytest.mark.parametrize("name", CASES)
def test_a_published_case_shows_its_expected_findings_and_that_nothing_was_asked(
    cases, people, sign_in, name
):
    text = _words(sign_in(people.amin).get(_url("before", getattr(cases, name))))
    assert "nothing was asked here" in text
    for rule in EXPECTED[name]:
        assert re.search(rf"rule {rule}", text), rule
    assert not Flag.objects.exists()


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("page", ["before", "worksheets"])
def test_inv_01_at10_no_page_states_a_diagnosis_a_sum_or_a_share(
    cases, people, sign_in, name, page
):
    text = _words(sign_in(people.amin).get(_url(page, getattr(cases, name))))
    assert not banned_in(text)
    assert "definite" not in text
    for fact in IMAGING_FACTS:
        text = text.replace(fact, "")
    assert "%" not in text
    assert not re.search(r"\d+ of \d+ features|features present: \d|score of features", text)


def test_inv_01_the_lists_of_features_carry_no_number(live, people, sign_in, now):
    answers = {"F1": "yes", "F3": "no", "X1": "yes", "I5": "not_sure"}
    record_clinic(
        case=live.case, kind="features", answers=answers, number=0, by=people.amin, now=now
    )
    html = sign_in(people.amin).get(_url("clinic", live.case, kind="features")).content.decode()
    lists = html[html.index('<div class="cards">') : html.index("<form")]
    text = re.sub(r"<[^>]+>|\b[FITHX]\d\b", " ", lists)
    assert not re.search(r"\d\s*(?:%|of|/)|\(\d+\)", text)


def test_b1_both_facts_about_scans_stand_together(live, people, sign_in):
    for page, more in (("clinic", {"kind": "features"}), ("worksheets", {})):
        text = _words(sign_in(people.amin).get(_url(page, live.case, **more)))
        assert all(fact in text for fact in IMAGING_FACTS)


def test_an_examination_is_kept_as_a_version_and_sealed(live, people, sign_in):
    client = sign_in(people.amin)
    url = _url("clinic", live.case, kind="examination")
    sent = {"number": "1", "exam.gait": "done", "exam.gait.findings": "limps a little"}
    assert client.post(url, sent).status_code == 302
    row = ClinicRecord.objects.get(case=live.case, kind="examination", number=2)
    assert b"limps" not in bytes(row.sealed_answers)
    assert newest(live.case, "examination").values["exam.gait.findings"] == "limps a little"
    assert "limps a little" in client.get(url).content.decode()
    event = AuditEvent.objects.get(act="recorded", object_id=str(row.pk))
    assert "limps" not in event.detail


def test_a_stale_page_keeps_nothing_and_shows_the_answers_again(live, people, sign_in):
    client = sign_in(people.amin)
    url = _url("clinic", live.case, kind="examination")
    response = client.post(url, {"number": "0", "exam.gait.findings": "typed text"})
    assert response.status_code == 409
    assert "typed text" in response.content.decode()
    assert ClinicRecord.objects.filter(case=live.case, kind="examination").count() == 1


def test_a_date_that_is_not_understood_stays_in_its_field(live, people, sign_in):
    url = _url("clinic", live.case, kind="inventory")
    sent = {"number": "0", "prior.eczema": "yes", "prior.eczema.onset": "spring 20044"}
    response = sign_in(people.amin).post(url, sent)
    assert response.status_code == 422
    assert "spring 20044" in response.content.decode()
    assert not ClinicRecord.objects.filter(kind="inventory").exists()


def test_nothing_is_recorded_for_a_published_case_or_by_another_site(cases, live, people, now):
    with pytest.raises(InvalidInput, match="published"):
        record_clinic(
            case=cases.mary, kind="examination", answers={}, number=0, by=people.amin, now=now
        )
    for person in (people.hugo, people.fay, people.bea, people.cora):
        with pytest.raises(NotAllowed):
            record_clinic(case=live.case, kind="features", answers={}, number=0, by=person, now=now)


def test_the_inventory_goes_into_the_history_once(live, people, now):
    answers = {"prior.eczema": "yes", "prior.eczema.onset": "as a child", "prior.panic": "no"}
    record_clinic(
        case=live.case, kind="inventory", answers=answers, number=0, by=people.amin, now=now
    )
    version = live.version()
    assert add_prior_symptoms(case=live.case, version=version, by=people.amin, now=now) == 1
    assert [one.label for one in history_of(live.case).symptoms] == ["Eczema"]
    assert add_prior_symptoms(case=live.case, version=version + 1, by=people.amin, now=now) == 0


def test_inventory_into_the_history_is_all_or_nothing(live, people, now):
    answers = {"prior.eczema": "yes", "prior.migraine": "yes"}
    record_clinic(
        case=live.case, kind="inventory", answers=answers, number=0, by=people.amin, now=now
    )
    with pytest.raises(Conflict):
        add_prior_symptoms(case=live.case, version=live.version() + 1, by=people.amin, now=now)
    assert history_of(live.case).symptoms == ()


def test_d6_medicines_show_typical_and_most_with_the_caution(live, people, sign_in, now):
    medicine = ReportedMedicine(
        name="oxycodone", strength=5, intakes=2, as_needed_typical=1, as_needed_max=4,
        start="about 2019", prescriber="Dr Low", indication="back pain",
    )  # fmt: skip
    report_medicine(
        case=live.case, medicine=medicine, version=live.version(), by=people.amin, now=now
    )
    text = _words(sign_in(people.amin).get(_url("medicines", live.case)))
    for words in ("22.5 mg/day", "45 mg/day", CAUTION, "Dr Low", "participant"):
        assert words in text
    assert not banned_in(text)


def test_at5_susan_shows_120_and_the_caution(cases, people, sign_in):
    text = _words(sign_in(people.amin).get(_url("medicines", cases.susan)))
    assert "120 mg/day" in text
    assert CAUTION in text


def test_a_medicine_is_added_on_the_page(live, people, sign_in):
    client = sign_in(people.amin)
    sent = {"name": "morphine", "said_by": "prescription", "version": str(live.version())}
    sent |= {"strength": "30", "intakes": "2", "start": "spring 20044"}
    response = client.post(_url("medicines", live.case), sent)
    assert response.status_code == 422
    response = client.post(_url("medicines", live.case), {**sent, "start": "2019"})
    assert response.status_code == 302
    assert medicine_page(live.case).typical.total == 60
    assert history_of(live.case).medicines[0].opioid


def test_hz4_a_reported_stop_raises_the_same_day_flag_and_makes_the_amount_unknown(
    live, people, now
):
    medicine = ReportedMedicine(name="morphine", strength=30, intakes=2)
    report_medicine(
        case=live.case, medicine=medicine, version=live.version(), by=people.amin, now=now
    )
    key = history_of(live.case).medicines[0].id
    report_change(
        case=live.case, key=key, kind=ChangeKind.STOPPED_ABRUPTLY, words="threw them away",
        by=people.amin, now=now,
    )  # fmt: skip
    flag = Flag.objects.get(case=live.case)
    assert flag.code == ActionCode.SAME_DAY
    assert medicine_page(live.case).typical.words == "unknown"
    assert b"threw" not in bytes(MedicineChange.objects.get().sealed_change)


def test_inv_04_the_medicines_page_names_no_schedule_and_sends_to_the_prescriber(
    live, people, sign_in
):
    text = _words(sign_in(people.amin).get(_url("medicines", live.case))).lower()
    assert "please do not change this on your own; call your prescriber or us" in text
    assert not re.search(r"taper|step down|reduce by|\d+ ?%", text)
