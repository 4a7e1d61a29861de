"""Pages of a form: parse, call one, render."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from remit.domain.action_code import ActionCode
from remit.domain.form import Need, relevant, unanswered
from remit.errors import Conflict, InvalidInput, NotFound
from remit.web.assess import actions, drawing, queries, safety
from remit.web.assess.filling import Filled, Sent, fill_page, read_versions, sent_page
from remit.web.assess.frame import local_time, show
from remit.web.assess.keeping import Saved
from remit.web.assess.models import Sheet, State
from remit.web.assess.panels import (
    compare_page,
    contact_page,
    emergency_page,
    help_first,
    offline_panel,
    promise_of,
)
from remit.web.assess.records import stored_values, versions
from remit.web.assess.sources import Source, source_of
from remit.web.people.models import Person
from remit.web.people.permissions import Act
from remit.web.people.site_day import site_day
from remit.web.people.views import signed_in


@require_GET
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where one goes on: the first page that is open, the review, or what came of it."""
    sheet = queries.sheet_for(signed_in(request), pk, Act.CHANGE, now=timezone.now())
    if sheet.state == State.STOPPED:
        return redirect("assess:emergency", pk=pk)
    if sheet.state == State.FINISHED:
        return redirect("assess:done", pk=pk)
    if sheet.state == State.LEFT:
        return redirect("home")
    source = source_of(sheet)
    values = relevant(source.form, stored_values(sheet))
    number = drawing.first_open_page(source.form, values) if values else 1
    return redirect("assess:review", pk=pk) if number is None else _to_page(sheet, number)


@require_http_methods(["GET", "POST"])
def page(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One page of a form."""
    person, now = signed_in(request), timezone.now()
    sheet = queries.sheet_for(person, pk, Act.CHANGE, now=now)
    closed = _closed(request, sheet, person)
    if closed is not None:
        return closed
    source = source_of(sheet)
    if not 1 <= number <= len(source.form.pages):
        raise NotFound("This form has no such page.")
    if request.method == "GET":
        return _draw(request, sheet, source, number, person)
    sent = sent_page(source.form.pages[number - 1], request.POST)
    try:
        filled = fill_page(sheet, source.form.pages[number - 1], sent, by=person, now=now)
    except Conflict:
        sheet.refresh_from_db()
        return _closed(request, sheet, person) or _to_page(sheet, number)
    return _after(request, sheet, source, number, person, sent, filled)


def _after(
    request: HttpRequest,
    sheet: Sheet,
    source: Source,
    number: int,
    person: Person,
    sent: Sent,
    filled: Filled,
) -> HttpResponse:
    """What follows a page: help first, then what is unclear, then the way on."""
    if _panel_comes_first(filled.saved, person):
        return emergency_page(request, sheet, person)
    if filled.saved.news:
        return contact_page(request, sheet, person, next_page=number)
    if filled.saved.clashes:
        return compare_page(request, sheet, person, filled.saved.clashes, number)
    later = request.POST.get("go") == "later"
    if later and not filled.saved.errors:
        return redirect("assess:later", pk=sheet.pk)
    if filled.errors or filled.more:
        status = 422 if filled.errors else 200
        return _draw(request, sheet, source, number, person, sent, filled, status=status)
    return _onward(sheet, source, number)


def _panel_comes_first(saved: Saved, person: Person) -> bool:
    """A stopped form shows the panel to the participant always, to who fills it for them once."""
    return saved.stopped and (saved.news or actions.own(saved.sheet.case, person))


def _onward(sheet: Sheet, source: Source, number: int) -> HttpResponse:
    values = relevant(source.form, stored_values(sheet))
    following = [at for at in drawing.pages_asked(source.form, values) if at > number]
    return _to_page(sheet, following[0]) if following else redirect("assess:review", pk=sheet.pk)


def _draw(
    request: HttpRequest,
    sheet: Sheet,
    source: Source,
    number: int,
    person: Person,
    sent: Sent | None = None,
    filled: Filled | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    page = source.form.pages[number - 1]
    values = relevant(source.form, stored_values(sheet))
    safe = safety.safety_keys(source)
    drawn = drawing.draw_page(
        page,
        values,
        given=sent.given if sent else None,
        errors=filled.errors if filled else None,
        safety=safe,
        known=queries.stable_facts(sheet, page),
    )
    flat, known = drawing.flat(drawn), versions(sheet)
    earlier = [at for at in drawing.pages_asked(source.form, values) if at < number]
    shown = {
        "source": source,
        "page": page,
        "number": number,
        "drawn": drawn,
        "there": " ".join(one.question.key for one in flat),
        "seen_questions": " ".join(one.question.key for one in flat if one.shown),
        "wrong": [one for one in flat if one.error],
        "more": [one for one in flat if filled and one.question in filled.more],
        "progress": drawing.progress(source.form, values, number),
        "back": earlier[-1] if earlier else None,
        "versions_json": json.dumps(known),
        "saved_at": local_time(sheet, sheet.updated_at) if known else "",
        "offline": offline_panel(sheet) if safe else None,
        "help_first": help_first(sheet, source) if sheet.mode == "self" else (),
    }
    return show(request, "assess/page.html", sheet, person, shown, status=status)


@require_POST
def save(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One answer, kept as soon as it is given; the reply is the receipt."""
    person, now = signed_in(request), timezone.now()
    sheet = queries.sheet_for(person, pk, Act.CHANGE, now=now)
    emergency = redirect("assess:emergency", pk=pk).url
    key = request.POST.get("key", "")
    given = {key: request.POST.getlist("value")}
    seen = read_versions(request.POST.get("seen", ""))
    try:
        saved = actions.save_answers(sheet=sheet, given=given, by=person, now=now, seen=seen)
    except InvalidInput as error:
        return JsonResponse({"error": str(error)}, status=422)
    except Conflict as error:
        sheet.refresh_from_db()
        onward = emergency if sheet.state == State.STOPPED else redirect("assess:start", pk=pk).url
        return JsonResponse({"error": str(error), "closed": onward}, status=409)
    reply: dict[str, object] = {"saved": local_time(sheet, now), "versions": dict(saved.versions)}
    reply["understood"] = dict(saved.understood)
    if _panel_comes_first(saved, person):
        reply["emergency"] = emergency
    elif saved.news:
        reply["contact"] = redirect("assess:contact", pk=pk).url
    if saved.errors:
        return JsonResponse({**reply, "error": saved.errors[key]}, status=422)
    if saved.clashes:
        return JsonResponse({**reply, "clash": True}, status=409)
    return JsonResponse(reply)


@require_POST
def compare(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """Which of two answers stays; the other one was never overwritten unseen."""
    person, now = signed_in(request), timezone.now()
    sheet = queries.sheet_for(person, pk, Act.CHANGE, now=now)
    keys = request.POST.getlist("key")
    given = {
        key: request.POST.getlist(f"mine.{key}")
        for key in keys
        if request.POST.get(f"keep.{key}") == "mine"
    }
    seen = read_versions(request.POST.get("seen", ""))
    try:
        saved = actions.save_answers(
            sheet=sheet, given=given, by=person, now=now, seen=seen, whole_page=True
        )
    except Conflict:
        sheet.refresh_from_db()
        return _closed(request, sheet, person) or _to_page(sheet, number)
    if _panel_comes_first(saved, person):
        return emergency_page(request, sheet, person)
    if saved.news:
        return contact_page(request, sheet, person, next_page=number)
    if saved.clashes:
        return compare_page(request, sheet, person, saved.clashes, number)
    return _to_page(sheet, number)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All answers before they are sent, each with a way to change it."""
    person, now = signed_in(request), timezone.now()
    sheet = queries.sheet_for(person, pk, Act.CHANGE, now=now)
    closed = _closed(request, sheet, person)
    if closed is not None:
        return closed
    source = source_of(sheet)
    missing = unanswered(source.form, relevant(source.form, stored_values(sheet)), Need.MUST)
    if request.method == "POST" and not missing:
        try:
            sheet = actions.finish_sheet(sheet=sheet, by=person, now=now)
        except Conflict:
            sheet.refresh_from_db()
        urgent = queries.outcome(sheet) is ActionCode.EMERGENCY
        if sheet.state == State.STOPPED or urgent:
            return emergency_page(request, sheet, person)
        return redirect("assess:done", pk=pk)
    shown = {
        "view": queries.sheet_view(sheet),
        "source": source,
        "missing": [(_page_of(source, one.key), one) for one in missing],
        "last": drawing.pages_asked(source.form, queries.values_of(sheet))[-1],
    }
    return show(request, "assess/review.html", sheet, person, shown, status=422 if missing else 200)


def _page_of(source: Source, key: str) -> int:
    pages = enumerate(source.form.pages, start=1)
    return next(at for at, page in pages if any(one.key == key for one in page.questions))


@require_GET
def later(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Stopping here: what was answered is kept."""
    person = signed_in(request)
    sheet = queries.sheet_for(person, pk, Act.CHANGE, now=timezone.now())
    return _closed(request, sheet, person) or show(
        request,
        "assess/later.html",
        sheet,
        person,
        {"saved_at": local_time(sheet, sheet.updated_at)},
    )


@require_GET
def done(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What came of a finished form, in the sentences its codes allow."""
    person = signed_in(request)
    sheet = queries.sheet_for(person, pk, Act.SEE, now=timezone.now())
    if sheet.finished_at is None:
        return redirect("assess:start", pk=pk)
    outcome, now = queries.outcome(sheet), timezone.now()
    # "Today" and "tomorrow" are said on the day alone; later only that the clinic has it.
    fresh = site_day(sheet.case.site, now) == site_day(sheet.case.site, sheet.finished_at)
    shown = {
        "view": queries.sheet_view(sheet),
        "outcome": outcome.value if outcome else "",
        "promise": promise_of(sheet, outcome, sheet.finished_at) if outcome and fresh else "",
        "saved_at": local_time(sheet, sheet.finished_at),
    }
    return show(request, "assess/done.html", sheet, person, shown)


@require_GET
def on_paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The whole form as it stands on paper, with the answers, or blank to be filled by hand."""
    person = signed_in(request)
    sheet = queries.sheet_for(person, pk, Act.SEE, now=timezone.now())
    source = source_of(sheet)
    blank = request.GET.get("answers") == "none"
    values = {} if blank else queries.values_of(sheet)
    pages = [
        (
            one,
            [
                (question, drawing.texts_of(values.get(question.key)), values.get(question.key))
                for question in one.questions
            ],
        )
        for one in source.form.pages
    ]
    shown = {"source": source, "pages": pages, "blank": blank}
    return show(request, "assess/paper.html", sheet, person, shown)


@require_GET
def answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sheet as staff reads it."""
    person = signed_in(request)
    sheet = queries.sheet_for(person, pk, Act.SEE, now=timezone.now())
    shown = {"view": queries.sheet_view(sheet)}
    return show(request, "assess/answers.html", sheet, person, shown)


def _closed(request: HttpRequest, sheet: Sheet, person: Person) -> HttpResponse | None:
    """The page that stands instead of a form that is stopped or finished."""
    if sheet.state == State.FINISHED:
        return redirect("assess:done", pk=sheet.pk)
    if sheet.state == State.LEFT:
        return redirect("home")
    if actions.own(sheet.case, person):
        stopped = queries.stopped_by_emergency(sheet)
        if stopped is not None:
            return emergency_page(request, stopped, person)
    if sheet.mode != "self" and actions.own(sheet.case, person) and request.method == "GET":
        raise NotFound(_("This form is filled together with the clinic."))
    return None


def _to_page(sheet: Sheet, number: int) -> HttpResponse:
    return redirect("assess:page", pk=sheet.pk, number=number)
