"""A lane of which nothing is known takes no room on the page of a consultation."""

from dataclasses import replace

from remit.content import shipped
from remit.domain.chronology import Chronology
from remit.pathways.consult import timeline
from remit.pathways.consult.lifefacts import Lane
from remit.pathways.consult.timeline_filter import without_empty

WHOLE = timeline.build(Chronology(shipped.case("nancy")), ())


def test_a_lane_without_a_fact_is_left_out():
    assert without_empty(WHOLE) == WHOLE
    others = tuple(fact for fact in WHOLE.facts if fact.lane is not Lane.MEDICINES)
    bare = without_empty(replace(WHOLE, facts=others, scores=()))
    assert bare.lanes == (Lane.LIFE, Lane.SYMPTOMS, Lane.MEDICAL)


def test_life_and_symptoms_stand_before_the_first_word():
    nothing = without_empty(replace(WHOLE, facts=(), scores=(), links=()))
    assert nothing.lanes == (Lane.LIFE, Lane.SYMPTOMS)
