"""Pages of flags: parse, call one, render."""

from datetime import datetime
from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from remit.domain.action_code import ActionCode
from remit.errors import Conflict, NotAllowed
from remit.web.notices import actions, queries
from remit.web.notices.forms import DowngradeForm, OutcomeForm, ReopenForm
from remit.web.notices.models import Flag
from remit.web.notices.service_queries import worker_runs
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, sites_where
from remit.web.people.views import signed_in


@require_GET
def flags(request: HttpRequest) -> HttpResponse:
    """What needs a human, at all sites of the person."""
    person, now = signed_in(request), timezone.now()
    if not sites_where(person, Act.SEE, Object.FLAG):
        raise NotAllowed("Only clinicians see the flags of a site.")
    whose = request.GET.get("whose", "")
    groups = queries.desk(person, whose=whose, now=now)
    lines = [one for group in groups for one in group.lines]
    shown = {
        "groups": groups,
        "count": len(lines),
        "people_waiting": len({one.case.pk for one in lines}),
        "urgent": len(
            {one.case.pk for g in groups if g.key in {"now", "overdue"} for one in g.lines}
        ),
        "whose": whose,
        "now": now,
        "worker_runs": worker_runs(now=now),
    }
    return render(request, "notices/flags.html", shown)


@require_GET
def flag(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One flag, with what happened to it."""
    return _page(request, signed_in(request), pk, now=timezone.now())


@require_POST
def acknowledge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a flag that nobody has, or take it over."""
    person, now = signed_in(request), timezone.now()
    found = queries.find_flag(person, pk, now=now)
    take = actions.take_over if request.POST.get("over") else actions.acknowledge
    take(flag=found, by=person, now=now)
    return redirect("notices:flag", pk=pk)


@require_POST
def outcome(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Write what came of it."""
    person, now = signed_in(request), timezone.now()
    found, form = queries.find_flag(person, pk, now=now), OutcomeForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, person, pk, now=now, form=form)
    given = form.cleaned_data
    try:
        actions.record_outcome(
            flag=found, words=given["words"], reviewed=given["reviewed"], by=person, now=now
        )
    except Conflict as error:  # what was written stays on the page
        form.add_error(None, str(error))
        return _page(request, person, pk, now=now, form=form, status=409)
    return redirect("notices:flag", pk=pk)


@require_POST
def downgrade(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lower its code."""
    person, now = signed_in(request), timezone.now()
    found = queries.find_flag(person, pk, now=now)
    form = DowngradeForm(request.POST, below=ActionCode(found.code), label_suffix="")
    if not form.is_valid():
        return _page(request, person, pk, now=now, form=form)
    given = form.cleaned_data
    actions.downgrade(
        flag=found, code=ActionCode(given["code"]), reason=given["reason"], by=person, now=now
    )
    return redirect("notices:flag", pk=pk)


@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Undo an outcome."""
    person, now = signed_in(request), timezone.now()
    found, form = queries.find_flag(person, pk, now=now), ReopenForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, person, pk, now=now, form=form)
    actions.reopen(flag=found, reason=form.cleaned_data["reason"], by=person, now=now)
    return redirect("notices:flag", pk=pk)


def _page(
    request: HttpRequest,
    person: Person,
    pk: UUID,
    *,
    now: datetime,
    form: Form | None = None,
    status: int = 422,
) -> HttpResponse:
    """The page of a flag, with a form on it that is not right yet."""
    page = queries.one_flag(person, pk, now=now)
    shown = {
        "page": page,
        "line": page.line,
        "mine": page.now.owner == person.pk,
        "promise": "",
        "outcome_form": _or_empty(form, OutcomeForm, page.line.flag),
        "downgrade_form": _or_empty(form, DowngradeForm, page.line.flag),
        "reopen_form": _or_empty(form, ReopenForm, page.line.flag),
        "may_undo": queries.may_undo(page),
        "wrong": type(form).__name__ if form is not None else "",
    }
    return render(request, "notices/flag.html", shown, status=status if form is not None else 200)


def _or_empty(form: Form | None, kind: type[Form], flag: Flag) -> Form:
    if isinstance(form, kind):
        return form
    if kind is DowngradeForm:
        return DowngradeForm(below=ActionCode(flag.code), label_suffix="")
    return kind(label_suffix="")
