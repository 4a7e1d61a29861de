"""Pages of one fact and of the person: correct by form, and choose where two texts met."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from remit.domain.history import History
from remit.domain.saying import Reading
from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.cases.models import Case
from remit.web.cases.sealed import plain_subject
from remit.web.consult import queries
from remit.web.consult.models import Entry
from remit.web.consult.records import plain_payload
from remit.web.consult.subject import FIELDS, SubjectClash, revise_subject, seen_mark
from remit.web.consult.visit_compare import Compared, compare_page
from remit.web.consult.visit_facts import Stale, add_fact, live_of, revise_event
from remit.web.consult.visit_forms import KINDS, SPECS, AboutForm, KindForm, shown_row
from remit.web.consult.visit_histories import known_history
from remit.web.consult.visit_parsing import day_of_telling
from remit.web.consult.visit_views import local_time
from remit.web.consult.visit_words import said_date
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, check_allowed
from remit.web.people.views import signed_in

DONE = 302


@require_http_methods(["GET", "POST"])
def new_fact(request: HttpRequest, pk: UUID, table: str) -> HttpResponse:
    """Add a fact of one kind, with everything that can be said of it."""
    person, now = signed_in(request), timezone.now()
    case = _open(person, pk, now)
    if table not in SPECS:
        raise NotFound("There is no such kind of fact.")
    form = _form(case, table, request.POST or None, {}, now)
    status = 200
    if request.method == "POST":
        status = _add(form, case, by=person, now=now)
        if status == DONE:
            return redirect("consult:visit", pk=case.pk)
    return _page(request, case, form, status)


@require_http_methods(["GET", "POST"])
def fact(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """Correct one fact; where it changed meanwhile, both stand side by side."""
    person, now = signed_in(request), timezone.now()
    case = _open(person, pk, now)
    found = Entry.objects.one_visible_to(person, now=now, pk=entry, case=case)
    if found.table not in SPECS:
        raise NotFound("This record is not changed by this form.")
    old = plain_payload(found, case)
    if request.method == "GET":
        live = live_of(case, found)
        if live is not None and live != found:
            return redirect("consult:fact", pk=case.pk, entry=live.pk)
        form = _form(case, found.table, None, old, now)
        return _page(request, case, form, 200, found)
    if request.POST.get("choice") == "theirs":
        return redirect("consult:visit", pk=case.pk)
    new = request.POST.get("choice") == "both"
    form = _form(case, found.table, request.POST, old, now)
    try:
        status = (
            _add(form, case, by=person, now=now)
            if new
            else _revise(form, case, found, by=person, now=now)
        )
    except Stale as stale:
        return _compare(request, case, found, stale)
    return redirect("consult:visit", pk=pk) if status == DONE else _page(
        request, case, form, status, found
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def about(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The person: name, birth or age, sex, occupation, referral, day of the consultation."""
    person, now = signed_in(request), timezone.now()
    case = _open(person, pk, now)
    subject, reading = plain_subject(case), _reading(case, now)
    data = request.POST or None
    form = AboutForm(data, old=subject, seen=seen_mark(case), reading=reading)
    status = 200
    if request.method == "POST":
        if request.POST.get("choice") == "theirs":
            return redirect("consult:visit", pk=pk)
        try:
            status = _revise_subject(form, case, by=person, now=now)
        except SubjectClash as clash:
            return _compare_subject(request, case, clash)
        if status == DONE:
            return redirect("consult:visit", pk=pk)
    shown = {"case": case, "name": queries.name_of(case), "form": form, "tab": "visit"}
    return render(request, "consult/about.html", shown, status=status)


def _open(person: Person, pk: UUID, now: datetime) -> Case:
    case = queries.open_case(person, pk, Object.HISTORY, now=now)
    check_allowed(person, Act.CHANGE, Object.HISTORY, case, now=now)
    return case


def _page(
    request: HttpRequest, case: Case, form: KindForm, status: int, entry: Entry | None = None
) -> HttpResponse:
    shown = {
        "case": case,
        "name": queries.name_of(case),
        "form": form,
        "kind": KINDS[form.table],
        "entry": entry,
        "tab": "visit",
    }
    return render(request, "consult/fact.html", shown, status=status)


def _form(
    case: Case, table: str, data: QueryDict | None, old: Mapping[str, Any], now: datetime
) -> KindForm:
    history = known_history(case)
    own = str(old.get("id", ""))
    return KindForm(table, data, old=old, facts=_facts(history, own), reading=_reading(case, now))


def _facts(history: History, own: str) -> dict[str, dict[str, str]]:
    """What each pointer of a form may point to."""
    symptoms = {one.id: one.label for one in history.symptoms if one.id != own}
    every = {one.id: one.label for one in history.facts() if one.id != own}
    return {"recurrence_of": symptoms, "asked_because_of": symptoms, "after_injury": every}


def _reading(case: Case, now: datetime) -> Reading:
    southern = plain_subject(case).get("southern") is True
    return Reading(entry=day_of_telling(case, now), southern=southern)


def _add(form: KindForm, case: Case, *, by: Person, now: datetime) -> int:
    if not form.is_valid():
        return 422
    row = {key: one for key, one in form.row().items() if key != "id"}
    try:
        add_fact(case=case, key=form.cleaned_data["key"], table=form.table, row=row, by=by, now=now)
    except (InvalidInput, Conflict) as error:
        form.add_error(None, str(error))
        return 422
    return DONE


def _revise(form: KindForm, case: Case, entry: Entry, *, by: Person, now: datetime) -> int:
    if not form.is_valid():
        return 422
    try:
        revise_event(case=case, entry=entry, row=form.row(), by=by, now=now)
    except InvalidInput as error:
        form.add_error(None, str(error))
        return 422
    return DONE


def _compare(request: HttpRequest, case: Case, entry: Entry, stale: Stale) -> HttpResponse:
    """What stands beside what was sent; kept again, it is kept over what stands."""
    live = stale.live
    theirs = plain_payload(live, case) if live else {}
    pairs = zip(shown_row(entry.table, theirs), shown_row(entry.table, stale.row), strict=True)
    by = live.recorded_by if live else None
    compared = Compared(
        action=reverse("consult:fact", kwargs={"pk": case.pk, "entry": (live or entry).pk}),
        rows=[(label, one, other) for (label, one), (_again, other) in pairs if one != other],
        hidden=list(_sent(request.POST)),
        by=by.display_name if by else "",
        at=local_time(case, live.recorded_at) if live else "",
        may_both=True,
        gone=live is None,
    )
    return compare_page(request, case, compared)


def _revise_subject(form: AboutForm, case: Case, *, by: Person, now: datetime) -> int:
    if not form.is_valid():
        return 422
    try:
        revise_subject(
            case=case, changes=form.changes(), seen=form.cleaned_data["seen"], by=by, now=now
        )
    except InvalidInput as error:
        form.add_error(None, str(error))
        return 422
    return DONE


def _compare_subject(request: HttpRequest, case: Case, clash: SubjectClash) -> HttpResponse:
    fresh = Case.objects.get(pk=case.pk)
    labels = {name: str(AboutForm.base_fields[name].label) for name in FIELDS}
    rows = [(labels[name], said_date(clash.theirs.get(name)), request.POST.get(name, ""))
            for name in FIELDS]  # fmt: skip
    hidden = [(name, one) for name, one in _sent(request.POST) if name != "seen"]
    compared = Compared(
        action=reverse("consult:about", kwargs={"pk": case.pk}),
        rows=[row for row in rows if row[1] != row[2]],
        hidden=[*hidden, ("seen", seen_mark(fresh))],
    )
    return compare_page(request, case, compared)


def _sent(data: QueryDict) -> Iterator[tuple[str, object]]:
    for name, values in data.lists():
        if name not in {"csrfmiddlewaretoken", "choice"}:
            yield from ((name, value) for value in values)
