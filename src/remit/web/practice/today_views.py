"""Today, an earlier day, and all days: what is open, never what is missing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from remit.errors import NotFound
from remit.web.intake.queries import has_case, own_case
from remit.web.people.views import signed_in
from remit.web.practice.day_page import open_day
from remit.web.practice.days import let_go
from remit.web.practice.phone import TODAY, may_keep
from remit.web.practice.today import Stage, day_of, enrolment_of, today_of


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """To the days of who is in a programme, else to the pages before the visit."""
    person, now = signed_in(request), timezone.now()
    if not has_case(person):
        return redirect("intake:home")
    planned = enrolment_of(own_case(person, now=now), by=person, now=now) is not None
    return redirect("practice:today" if planned else "intake:home")


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """One next thing; or, where no day runs, what is and what stays open."""
    person, now = signed_in(request), timezone.now()
    case = own_case(person, now=now)
    found = today_of(case, by=person, now=now)
    shown = {"site": case.site, "today": found, "smaller": "smaller" in request.GET}
    running = found.stage is Stage.RUNNING
    page = render(request, "practice/today.html" if running else "practice/finished.html", shown)
    return may_keep(page, TODAY) if running else page


@require_GET
def one_day(request: HttpRequest, number: int) -> HttpResponse:
    """An earlier day, to do or to do again."""
    opened = open_day(request, number)
    found = day_of(opened.enrolment, opened.situation, number)
    shown = {"site": opened.case.site, "today": found}
    return may_keep(render(request, "practice/day.html", shown), TODAY)


@require_GET
def days(request: HttpRequest) -> HttpResponse:
    """Every day that is open, with what it is about."""
    opened = open_day(request, 1)
    numbers = range(1, opened.situation.reached + 1)
    shown = {
        "site": opened.case.site,
        "days": [opened.programme.day(number) for number in numbers],
        "reached": opened.situation.reached,
    }
    return render(request, "practice/days.html", shown)


@require_POST
def let_go_all(request: HttpRequest) -> HttpResponse:
    """Let the earlier days go that nothing was done of; they stay open all the same."""
    person, now = signed_in(request), timezone.now()
    case = own_case(person, now=now)
    found = today_of(case, by=person, now=now)
    if found.enrolment is None:
        raise NotFound("There is no programme here.")
    for number in found.offered:
        let_go(enrolment=found.enrolment, day=number, by=person, now=now)
    return redirect("practice:today")
