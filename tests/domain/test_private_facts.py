"""One rule says which facts of a life are private; words tell it where the code does not."""

import pytest

from remit.domain.facts import LifeEvent, SymptomEpisode
from remit.domain.private_facts import is_private, tells_violence
from remit.domain.taxonomy import TAXONOMY

CODES = {
    "FAM01", "FAM02", "FAM04", "FAM06", "FAM10", "REL04", "REL05", "CHI03", "CHI04", "CHI10",
    "TRA01", "TRA02", "TRA03", "TRA04", "TRA05", "SUB01", "SUB02", "SUB03",
}  # fmt: skip
TOLD = (
    "husband hit her", "raped by a colleague", "beaten by father", "affair of the husband",
    "drank for a year", "son on drugs", "suicide of a friend", "miscarriage", "overdose",
    "afraid of her partner", "arrested", "sexual harassment at work", "daughter cuts herself",
)  # fmt: skip
PLAIN = (
    "moved home", "lost the job", "father's illness", "new boss", "built a house",
    "grape harvest", "money worries", "drugstore opened",
)  # fmt: skip


def _event(label="that year", code="OTH99"):
    return LifeEvent(id="E1", label=label, code=code)


@pytest.mark.parametrize("code", sorted(TAXONOMY))
def test_codes(code):
    assert is_private(_event(code=code)) is (code in CODES)


@pytest.mark.parametrize("label", TOLD)
def test_words_tell_it_too(label):
    assert is_private(_event(label))


@pytest.mark.parametrize("label", PLAIN)
def test_plain_events_are_not_private(label):
    assert not is_private(_event(label))


def test_a_complaint_is_not_private():
    assert not is_private(SymptomEpisode(id="S1", label="pain after drinking"))


@pytest.mark.parametrize("words", ["Afraid of someone at home", "was assaulted", "hit her"])
def test_violence_in_words(words):
    assert tells_violence(words)
    assert not tells_violence("suicidal thoughts")
