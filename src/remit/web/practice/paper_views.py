"""Entering what came on paper or by telephone: one day of the sheet."""

from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remit.domain.programme import DAYS
from remit.errors import Conflict, InvalidInput
from remit.pathways.practice.schedule import programme_date
from remit.web.people.models import Person
from remit.web.people.views import signed_in
from remit.web.practice.calls import check_may_call
from remit.web.practice.check_ins import record_check_in
from remit.web.practice.days import record_done
from remit.web.practice.enrolment_queries import enrolment_seen, name_of
from remit.web.practice.models import Enrolment, Source
from remit.web.practice.paper_forms import PaperForm
from remit.web.practice.receipts import Sent

NOON, EVENING = time(12), time(21)


@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One day of a sheet, all of it or nothing."""
    person, now = signed_in(request), timezone.now()
    enrolment = enrolment_seen(person, pk, now=now)
    check_may_call(enrolment, person, now=now)
    days = _days(enrolment, now)
    first = request.GET.get("day") or (days[-1][0] if days else 1)
    form = PaperForm(request.POST or None, days=days, initial={"key": uuid4(), "day": first})
    if request.method == "POST" and form.is_valid():
        try:
            _keep(enrolment, form, person, now)
        except (InvalidInput, Conflict) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Day %(n)s is kept.") % {"n": form.cleaned_data["day"]})
            return redirect("practice:enrolment", pk=pk)
    shown = {
        "enrolment": enrolment,
        "case": enrolment.case,
        "name": name_of(enrolment),
        "form": form,
        "days": days,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "practice/paper.html", shown, status=status)


def _keep(enrolment: Enrolment, form: PaperForm, by: Person, now: datetime) -> None:
    """Through the actions of the phone, marked as entered by staff."""
    person = enrolment.case.participant
    day_one = enrolment.day_one
    if person is None or day_one is None:
        raise Conflict(_("The programme has not begun here."))
    on = day_one + timedelta(days=form.cleaned_data["day"] - 1)
    with transaction.atomic():
        for key, told in form.of_day():
            record_done(
                case=enrolment.case, sent=_sent(enrolment, key, on, NOON), told=told, by=person,
                now=now, entered_by=by,
            )  # fmt: skip
        evening = form.evening()
        if evening is not None:
            key = form.key_of("evening")
            record_check_in(
                case=enrolment.case, sent=_sent(enrolment, key, on, EVENING), told=evening,
                by=person, now=now, entered_by=by,
            )  # fmt: skip


def _sent(enrolment: Enrolment, key: UUID, on: date, at: time) -> Sent:
    when = datetime.combine(on, at, tzinfo=ZoneInfo(enrolment.zone))
    return Sent(key=key, done_at=when, source=Source.STAFF)


def _days(enrolment: Enrolment, now: datetime) -> list[tuple[int, str]]:
    """Days that have come, with their dates."""
    if enrolment.day_one is None:
        return []
    today = programme_date(now.astimezone(ZoneInfo(enrolment.zone)).replace(tzinfo=None))
    reached = min((today - enrolment.day_one).days + 1, DAYS)
    dates = {n: enrolment.day_one + timedelta(days=n - 1) for n in range(1, reached + 1)}
    return [(n, f"{n}, {date_format(on, 'l j F')}") for n, on in dates.items()]
