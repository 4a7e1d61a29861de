"""Reading cases: always from what is visible to the person, and always noted."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from remit.pathways.consult.casereport import CaseReport, build
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult.models import Entry
from remit.web.consult.records import history_of, plain_payload
from remit.web.people import audit
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed, check_allowed


@dataclass(frozen=True)
class CaseLine:
    """One line of the list of cases."""

    case: Case
    name: str
    headline: str
    opens: bool


def case_list(person: Person, *, now: datetime) -> list[CaseLine]:
    """Cases of the person's sites; the headline only for those who may read the history."""
    lines = []
    for case in Case.objects.visible_to(person, now=now).select_related("site", "data_key"):
        subject = plain_subject(case)
        opens = allowed(person, Act.SEE, Object.TIMELINE, case, now=now)
        headline = str(subject.get("headline", "")) if opens else ""
        lines.append(CaseLine(case, str(subject["name"]), headline, opens))
    for site, count in Counter(line.case.site for line in lines).items():
        audit.record_list_view(by=person, now=now, site=site, object_type="case", count=count)
    return sorted(lines, key=lambda line: line.name.casefold())


def open_case(person: Person, identifier: UUID, what: Object, *, now: datetime) -> Case:
    """A case the person may see this part of; opening it is noted.

    Raises:
        NotFound: no such case at the person's sites.
        NotAllowed: the person's role does not see this part.
    """
    visible = Case.objects.select_related("site", "data_key")
    case: Case = visible.one_visible_to(person, now=now, pk=identifier)
    check_allowed(person, Act.SEE, what, case, now=now)
    audit.record_view(by=person, now=now, site=case.site, object_id=case.pk)
    return case


def report_of(case: Case) -> CaseReport:
    """Everything that pages and reports say of a case."""
    return build(history_of(case))


def name_of(case: Case) -> str:
    """The name alone: Add and Undo must open even where the history cannot be drawn."""
    return str(plain_subject(case)["name"])


def version_now(case: Case) -> int:
    """The case's version in the database, after somebody else changed it."""
    return Case.objects.values_list("version", flat=True).get(pk=case.pk)


@dataclass(frozen=True)
class EntryLine:
    """One fact just kept, with undo beside it."""

    entry: Entry
    label: str


def latest_entries(case: Case, *, most: int = 5) -> list[EntryLine]:
    """The facts added since the case was opened, newest first."""
    added = case.entries.filter(withdrawn_at=None, recorded_at__gt=case.opened_at)
    entries = added.order_by("-position")[:most]
    return [
        EntryLine(entry, str(plain_payload(entry, case).get("label", entry.table)))
        for entry in entries
    ]


def told_facts(case: Case, table: str) -> list[str]:
    """Labels of the facts of one kind, for the participant who told them; nothing else of them."""
    entries = case.entries.filter(table=table, withdrawn_at=None)
    return [str(plain_payload(entry, case).get("label", "")) for entry in entries]
