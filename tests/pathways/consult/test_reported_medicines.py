"""What a reported change of a medicine asks of people (CLINICAL A.6); HZ4."""

import pytest

from remit.content import shipped
from remit.content.screening import rule_set
from remit.domain.action_code import ActionCode
from remit.domain.chronology import Chronology
from remit.domain.reported_medicine import ChangeKind, ReportedMedicine
from remit.errors import InvalidInput
from remit.pathways.consult.medicines import lines
from remit.pathways.consult.reported_medicines import change_asks, page

RULES = rule_set()


@pytest.mark.parametrize(
    "name", ["morphine", "Diazepam", "pregabalin", "paroxetine", "oxycodone + naloxone"]
)
def test_hz4_an_abrupt_stop_of_a_regular_medicine_is_the_same_day(name):
    medicine = ReportedMedicine(name=name, strength=10, intakes=2)
    asks = change_asks(RULES, medicine, ChangeKind.STOPPED_ABRUPTLY)
    assert asks.rule.code is ActionCode.SAME_DAY


def test_hz4_an_unknown_way_of_taking_counts_as_regular():
    asks = change_asks(RULES, ReportedMedicine(name="tramadol"), ChangeKind.STOPPED_ABRUPTLY)
    assert asks.rule.code is ActionCode.SAME_DAY


def test_a_reduction_with_the_prescriber_asks_for_a_call():
    asks = change_asks(RULES, ReportedMedicine(name="morphine"), ChangeKind.REDUCED_WITH_PRESCRIBER)
    assert asks.rule.code is ActionCode.ROUTINE


def test_as_needed_less_is_a_note_and_only_for_as_needed():
    needed = ReportedMedicine(name="tramadol", strength=50, as_needed_max=4)
    assert change_asks(RULES, needed, ChangeKind.AS_NEEDED_LESS).rule.code is ActionCode.NOTE
    with pytest.raises(InvalidInput, match="only when needed"):
        change_asks(RULES, ReportedMedicine(name="tramadol", intakes=3), ChangeKind.AS_NEEDED_LESS)


def test_at5_susan_120_and_paroxetine_has_no_number():
    susan = page(lines(Chronology(shipped.case("susan"))), {})
    assert susan.typical is not None
    assert susan.typical.total == 120
    nancy = page(lines(Chronology(shipped.case("nancy"))), {})
    assert nancy.typical is None
    assert "monitoring only" in nancy.caution
