"""The published cases in the database, and one case of another site."""

from dataclasses import dataclass

import pytest

from remit.content import shipped
from remit.web.cases.models import Case
from remit.web.consult.actions import record_history


@dataclass
class Cases:
    mary: Case
    susan: Case
    nancy: Case
    other: Case  # at the other site


TOM = {
    "case": {"id": "tom", "name": "Tom", "birth": "1970", "consultation": "2020"},
    "symptom": [{"id": "T1", "label": "knee pain", "start": "2015"}],
}


@pytest.fixture
def cases(people, now) -> Cases:
    stored = {
        name: record_history(
            site=people.riverside, plain=shipped.plain_case(name), by=people.amin, now=now
        )
        for name in shipped.CASE_IDS
    }
    other = record_history(site=people.hillside, plain=TOM, by=people.hugo, now=now)
    return Cases(**stored, other=other)
