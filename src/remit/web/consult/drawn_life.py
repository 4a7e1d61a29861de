"""A life as far as its picture needs it: history, dates and links, and no statistics.

What a page draws again after every kept fact must not wait for a test of chance.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from remit.domain.chronology import Chronology
from remit.domain.flag import FlagState
from remit.domain.history import History
from remit.pathways.consult.casereport import ReportSettings
from remit.pathways.consult.links import Link, find
from remit.web.cases.models import Case
from remit.web.consult.models import Entry, MedicineChange
from remit.web.consult.visit_histories import known_history
from remit.web.notices.models import Flag
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed

_CHANGE = "medicine change "


class Life(Protocol):
    """What picture and evidence read; a case report has it too."""

    @property
    def history(self) -> History:
        """The record."""

    @property
    def chronology(self) -> Chronology:
        """Its dates."""

    @property
    def links(self) -> tuple[Link, ...]:
        """Every pair worth telling."""

    @property
    def settings(self) -> ReportSettings:
        """What was fixed before looking."""


@dataclass(frozen=True)
class DrawnLife:
    """A history with its dates and links."""

    history: History
    chronology: Chronology
    links: tuple[Link, ...]
    settings: ReportSettings = field(default_factory=ReportSettings)


def life_of(case: Case) -> DrawnLife:
    """The life of a case; the caller has checked that the person may see it."""
    history, settings = known_history(case), ReportSettings()
    chronology = Chronology(history)
    return DrawnLife(history, chronology, find(chronology, settings.links), settings)


def flagged_facts(case: Case, person: Person, *, now: datetime) -> frozenset[str]:
    """Ids of the facts that an open flag names, for those who may see flags.

    Only a flag on a change of medicine points to a fact; all others point to a form.
    """
    if not allowed(person, Act.SEE, Object.FLAG, case, now=now):
        return frozenset()
    waiting = Flag.objects.visible_to(person, now=now).filter(case=case, origin__startswith=_CHANGE)
    origins = waiting.exclude(state=FlagState.RECORDED.value).values_list("origin", flat=True)
    changes = [origin.removeprefix(_CHANGE) for origin in origins]
    if not changes:
        return frozenset()
    named = MedicineChange.objects.filter(case=case, pk__in=changes)
    return frozenset(named.values_list("entry__key", flat=True))


def entries_by_key(case: Case) -> Mapping[str, Entry]:
    """The entry behind each fact, to lead to its page."""
    return {one.key: one for one in case.entries.filter(withdrawn_at=None).exclude(key="")}
