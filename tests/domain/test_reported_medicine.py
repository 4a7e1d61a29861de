"""Medicines as reported, and opioid equivalents (CLINICAL D.6)."""

import pytest

from remit.domain.medicine import CAUTION
from remit.domain.reported_medicine import ReportedMedicine, equivalents
from remit.errors import InvalidInput


def _sums(*medicines):
    found = equivalents(medicines)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("medicine", "total"),
    [
        (ReportedMedicine(name="Hydrocodone", strength=5, per_intake=1, intakes=4), 20),
        (ReportedMedicine(name="oxycodone", form="ER", strength=10, intakes=2), 30),
        (ReportedMedicine(name="morphine", form="SR", stated_daily=120), 120),
        (ReportedMedicine(name="fentanyl transdermal", strength=25), 60),
    ],
)
def test_d6_the_examples_of_the_reference(medicine, total):
    typical, most = _sums(medicine)
    assert typical.total == most.total == total
    assert not typical.unknown


def test_d6_what_the_table_lacks_makes_at_least():
    typical, _ = _sums(
        ReportedMedicine(name="morphine", strength=15, intakes=2),
        ReportedMedicine(name="buprenorphine", strength=8, intakes=1, opioid=True),
    )
    assert typical.words == "at least 30 mg/day"


def test_d6_as_needed_counts_typical_and_most_apart():
    needed = ReportedMedicine(
        name="oxycodone", strength=5, intakes=2, as_needed_typical=1, as_needed_max=4
    )
    typical, most = _sums(needed)
    assert (typical.total, most.total) == (22.5, 45)


def test_d6_an_unknown_maximum_is_unknown_and_not_zero():
    typical, most = _sums(ReportedMedicine(name="morphine", strength=10, as_needed_typical=1))
    assert typical.words == "10 mg/day"
    assert most.words == "unknown"


def test_a_reported_change_makes_the_amount_unknown():
    typical, _ = _sums(ReportedMedicine(name="morphine", stated_daily=120, changed=True))
    assert typical.words == "unknown"


def test_without_an_opioid_there_is_no_number():
    assert equivalents([ReportedMedicine(name="paroxetine", strength=20, intakes=1)]) is None
    assert "monitoring only" in CAUTION


def test_impossible_amounts_are_refused():
    with pytest.raises(InvalidInput, match="numbers from 0"):
        ReportedMedicine(name="morphine", strength=-1)
    with pytest.raises(InvalidInput, match="usual intakes"):
        ReportedMedicine(name="morphine", as_needed_typical=5, as_needed_max=4)
