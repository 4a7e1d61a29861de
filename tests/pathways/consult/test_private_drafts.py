"""What is private enters no draft by its date, and reaches no referrer by itself."""

import pytest

from remit.content.casefile import build as build_history
from remit.content.formulation import sentence_words
from remit.domain.formulation import Ground, GroundKind
from remit.pathways.consult.casereport import build
from remit.pathways.consult.formulation import draft
from remit.pathways.consult.formulation_context import FormulationContext

CASE = {"id": "kim", "name": "Kim", "birth": "1970", "consultation": "2020"}
BACK = {"id": "S1", "label": "Back pain", "start": "2015", "chief": True}
SECRET = "That night"


def _event(code="REL04", **row):
    return {"id": "L1", "label": SECRET, "code": code, "start": "2015", **row}


def _made(link=None, event=None, symptom=None, **context):
    plain = {"case": CASE, "symptom": [symptom or BACK], "event": [event or _event()]}
    if link:
        plain["link"] = [{"symptom": "S1", "stressor": "L1", **link}]
    return draft(
        build(build_history(plain, "test")), FormulationContext(**context), sentence_words()
    )


def _says(made):
    said = [" ".join(one.participant for one in made.sentences),
            " ".join(one.referrer for one in made.sentences)]  # fmt: skip
    return tuple("that night" in words.lower() for words in said)


CODES = ("REL04", "TRA01", "FAM10", "FAM06", "SUB01", "SUB02", "CHI04", "FAM01")


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("start", ["2015", "unknown", "2015-01", "the 2010s"])
def test_a_date_alone_puts_nothing_private_into_either_text(code, start):
    assert _says(_made(event=_event(code, start=start))) == (False, False)


def test_an_event_that_is_not_private_stands_there_by_its_date():
    assert _says(_made(event=_event("WRK04"))) == (True, True)


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ({"participant": "yes", "told": False}, True),
        ({"clinician": "yes", "told": False}, True),
        ({"says": "same time", "by": "participant"}, True),
        ({"says": "same time", "by": "clinician"}, True),
        ({"says": "same time", "by": "document"}, False),
        ({"clinician": "yes", "participant": "no", "told": False}, False),
        ({"participant": "no", "told": False}, False),
        ({"participant": "unsure", "told": False}, False),
    ],
)
def test_to_the_participant_only_where_one_of_the_two_linked_it(link, shown):
    assert _says(_made(link)) == (shown, False)


def test_words_tell_it_where_the_code_does_not():
    said = _event("OTH99", label="Husband hit her that night")
    assert _says(_made(event=said)) == (False, False)


def test_an_injury_by_assault_is_not_named_by_itself():
    made = _made(symptom={**BACK, "after_injury": "L1"}, event=_event("TRA01"))
    assert _says(made) == (False, False)
    assert "assault" not in " ".join(one.participant + one.referrer for one in made.sentences)


def test_a_link_that_was_told_stands_in_its_own_sentence_and_is_grounded():
    near = _made({"participant": "yes", "told": False}).sentence("near-S1")
    assert "that night" in near.participant
    assert near.referrer == ""
    assert {"S1", "L1", "L1+S1"} <= {one.id for one in near.rests_on}


def test_an_unknown_date_of_something_private_is_counted_and_not_named():
    said = _made(event=_event(start="unknown")).sentence("dates")
    assert "1 event kept in the record" in said.participant
    assert "1 event kept in the record" in said.referrer
    assert "L1" in {one.id for one in said.rests_on}


@pytest.mark.parametrize("name", ["feelings", "notes", "findings"])
def test_free_words_that_tell_of_violence_or_drink_stay_in_the_record(name):
    words = "hardest: anger since he hit me that night"
    kind = GroundKind.NOTE if name == "notes" else GroundKind.RECORD
    assert _says(_made(**{name: (Ground(kind=kind, id="g", words=words),)})) == (False, False)


def test_a_flag_for_fear_at_home_is_counted_and_not_named():
    flags = (
        Ground(kind=GroundKind.FLAG, id="V", words="Afraid of someone at home (U1)"),
        Ground(kind=GroundKind.FLAG, id="W", words="Leg weakness (U2)"),
    )
    said = _made(flags=flags).sentence("open").referrer
    assert "Afraid" not in said
    assert "one named in the record" in said
    assert "Leg weakness" in said
