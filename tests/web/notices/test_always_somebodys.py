"""Whatever people, clocks and workers do: an open flag stays listed, and only people close it."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from remit.domain.action_code import ActionCode
from remit.errors import Conflict
from remit.web.notices import actions, queries, worker
from remit.web.notices.models import Flag, Notice
from remit.web.notices.records import events_of, now_of

from .conftest import Clinic

PEOPLE = st.sampled_from(["amin", "noor", "oke"])
PICK = st.integers(0, 20)
JUMPS = st.integers(-120, 3 * 24 * 60)


class Flags(RuleBasedStateMachine):
    """Flags of one case, with a clock that may jump either way."""

    clinic: Clinic

    def __init__(self):
        super().__init__()
        Notice.objects.all().delete()
        self.now: datetime = self.clinic.now
        self.number = 0
        self.mine: list = []
        self.closed_by_people: set = set()

    def chosen(self, pick):
        return Flag.objects.get(pk=self.mine[pick % len(self.mine)]) if self.mine else None

    def by_person(self, act, pick, who, **more):
        flag = self.chosen(pick)
        if flag is None:
            return None
        try:
            return act(flag=flag, by=getattr(self.clinic, who), now=self.now, **more)
        except Conflict:
            return None

    @rule(code=st.sampled_from(list(ActionCode)), again=st.booleans())
    def raise_one(self, code, again):
        self.number += 0 if again and self.number else 1
        origin = f"machine:{id(self)}:{self.number}"
        flag = self.clinic.raise_flag(code, origin=origin, now=self.now)
        if flag.pk not in self.mine:
            self.mine.append(flag.pk)
        if flag.state != "outcome recorded":
            self.closed_by_people.discard(flag.pk)

    @rule(pick=PICK, who=PEOPLE)
    def take(self, pick, who):
        self.by_person(actions.acknowledge, pick, who)
        self.by_person(actions.take_over, pick, who)

    @rule(pick=PICK, who=PEOPLE, code=st.sampled_from(list(ActionCode)))
    def lower(self, pick, who, code):
        self.by_person(actions.downgrade, pick, who, code=code, reason="Known.")

    @rule(pick=PICK, who=PEOPLE)
    def close(self, pick, who):
        done = self.by_person(actions.record_outcome, pick, who, words="Rang.", reviewed=True)
        if done is not None:
            self.closed_by_people.add(done.pk)

    @rule(pick=PICK, who=PEOPLE)
    def undo(self, pick, who):
        done = self.by_person(actions.reopen, pick, who, reason="Not yet.")
        if done is not None:
            self.closed_by_people.discard(done.pk)

    @rule(minutes=JUMPS)
    def time_passes(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(name=st.sampled_from(["first", "restarted", "other"]))
    def a_worker_looks(self, name):
        worker.look_once(now=self.now, worker=name)
        late = Flag.objects.filter(pk__in=self.mine, escalates_at__lte=self.now)
        assert not late.exists()

    @invariant()
    def what_is_open_is_on_the_list_and_the_rest_was_closed_by_people(self):
        lines = {line.flag.pk: line for line in queries.all_flags(self.clinic.case, now=self.now)}
        for pk in self.mine:
            assert lines[pk].is_open == (pk not in self.closed_by_people)
        clocked = Flag.objects.filter(pk__in=self.mine, code__in=queries.HOLDING)
        for flag in clocked.exclude(pk__in=self.closed_by_people):
            assert flag.escalates_at is not None
            assert flag.notices.exists() or flag.owner_id or flag.state == "raised"

    @invariant()
    def rows_repeat_what_their_events_fold_to(self):
        for flag in Flag.objects.filter(pk__in=self.mine):
            state = now_of(flag)
            assert (flag.state, flag.code) == (state.state.value, state.code.value)
            assert flag.owner_id == state.owner
            assert flag.version == len(events_of(flag))


@pytest.mark.django_db
def test_inv_11_every_flag_is_on_somebodys_list_until_an_outcome_is_written(clinic):
    run_state_machine_as_test(
        type("OfThisClinic", (Flags,), {"clinic": clinic}),
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Flag.objects.exists()
