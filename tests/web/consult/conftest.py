"""The published cases in the database, and one case of another site."""

from dataclasses import dataclass

import pytest

from remit.content import clinic, shipped
from remit.domain.quick_entry import Chip, Choice, Pair, Proposal, Understood
from remit.web.assess.actions import finish_sheet, open_sheet, save_answers
from remit.web.assess.models import Mode
from remit.web.assess.sources import screening_ref, source_of
from remit.web.cases.actions import open_case
from remit.web.cases.models import Case
from remit.web.consult import visit_parsing
from remit.web.consult.actions import record_history
from remit.web.consult.clinic_records import record_clinic
from remit.web.people.models import Person


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


@dataclass
class Live:
    """A live case at Riverside whose record is whole, so that a clearing decision can be signed."""

    case: Case
    amin: Person

    def version(self) -> int:
        return Case.objects.get(pk=self.case.pk).version


@pytest.fixture
def live(people, now) -> Live:
    """Stage 1 answered with no throughout, examination done, usual pattern written."""
    subject = {"id": "vera", "name": "Vera", "birth": "1985"}
    case = open_case(site=people.riverside, subject=subject, by=people.amin, now=now)
    sheet = open_sheet(
        case=case,
        form_ref=screening_ref("stage1"),
        point="before-visit",
        mode=Mode.CLINIC,
        by=people.amin,
        now=now,
    )
    keys = [q.key for q in source_of(sheet).form.questions() if not q.ask_when]
    form = source_of(sheet).form
    given = {key: "no" for key in keys if any(o.key == "no" for o in form.question(key).options)}
    given["DURATION"] = "more"
    save_answers(sheet=sheet, given=given, by=people.amin, now=now, whole_page=True)
    finish_sheet(sheet=sheet, by=people.amin, now=now)
    for kind, answers in (("examination", WHOLE_EXAMINATION), ("pattern", PATTERN)):
        record_clinic(case=case, kind=kind, answers=answers, number=0, by=people.amin, now=now)
    return Live(Case.objects.get(pk=case.pk), people.amin)


WHOLE_EXAMINATION = {item.key: "done" for item in clinic.checklist()} | {
    "exam.differential": "considered: none open",
    "exam.structural": "none",
    "exam.pending": "no",
}
PATTERN = {"pattern.sites": ("lower_back",), "pattern.qualities": ("aching",)}


@pytest.fixture
def vera(people, now) -> Case:
    """A live case at Riverside with nothing in it yet."""
    subject = {"id": "vera", "name": "Vera", "birth": "1985"}
    return open_case(site=people.riverside, subject=subject, by=people.amin, now=now)


class Says:
    """A parser for tests: it answers with the chips and pairs it was given last."""

    def __init__(self) -> None:
        self.chips: tuple[Chip, ...] = ()
        self.pairs: tuple[Pair, ...] = ()

    def __call__(self, *chips: Chip, pairs: tuple[Pair, ...] = ()) -> None:
        self.chips, self.pairs = chips, pairs

    def parse(self, *_given: object, **_named: object) -> Understood:
        return Understood(chips=self.chips, pairs=self.pairs)

    @staticmethod
    def proposal(table: str, label: str, **row: object) -> Proposal:
        plain = {"label": label, "source": "participant", **row}
        return Proposal(table=table, row=plain, kind=table.capitalize(), label=label)

    def fact(self, place: int, table: str, label: str, **row: object) -> Chip:
        """A chip that Enter keeps as it is."""
        return Chip(place=place, said=label, proposal=self.proposal(table, label, **row))

    @staticmethod
    def unsure(place: int, said: str, *answers: Proposal) -> Chip:
        """A chip with a question."""
        choices = tuple(
            Choice(number=number, words=one.label, proposal=one)
            for number, one in enumerate(answers, start=1)
        )
        return Chip(place=place, said=said, question="Which?", choices=choices)


@pytest.fixture
def says(monkeypatch) -> Says:
    said = Says()
    monkeypatch.setattr(visit_parsing, "parse", said.parse)
    return said
