"""What the page of a consultation asks of the server; each answer says what is stored.

A script sends `X-Remit: script` and is answered in JSON; a form is sent back to the page.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from remit.errors import Conflict, InvalidInput, NotAllowed, NotFound, UserError
from remit.web.cases.models import Case
from remit.web.consult import queries, visit_queries
from remit.web.consult.clinic_pages import INNER_PARTS
from remit.web.consult.drawn_life import flagged_facts, life_of
from remit.web.consult.figure import figure
from remit.web.consult.models import Entry, Part, Waiting
from remit.web.consult.visit_chips import chip_of
from remit.web.consult.visit_compare import Compared, compare_page
from remit.web.consult.visit_course import end_consultation, start_consultation
from remit.web.consult.visit_facts import restore, undo
from remit.web.consult.visit_heading import Room, age_of, unasked
from remit.web.consult.visit_histories import known_history
from remit.web.consult.visit_lines import LONGEST, Kept, keep_line, settle
from remit.web.consult.visit_notes import NoteClash, NoteReceipt, newest_note, save_note, text_of
from remit.web.consult.visit_parsing import understand_line
from remit.web.consult.visit_queries import KeptLine, WaitingLine
from remit.web.notices.queries import contacts
from remit.web.people.models import Person
from remit.web.people.permissions import Act, Object, allowed, check_allowed
from remit.web.people.views import signed_in

_Given = ParamSpec("_Given")
_View = Callable[Concatenate[HttpRequest, _Given], HttpResponse]
_STATUS: dict[type[UserError], int] = {NotAllowed: 403, NotFound: 404, Conflict: 409}
_MOST_CHOICES = 5_000  # characters


def answers_scripts(view: _View[_Given]) -> _View[_Given]:
    """A UserError as JSON for a script; a page for everybody else."""

    @wraps(view)
    def answered(
        request: HttpRequest, /, *args: _Given.args, **kwargs: _Given.kwargs
    ) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except UserError as error:
            if not is_script(request):
                raise
            kinds = (code for kind, code in _STATUS.items() if isinstance(error, kind))
            return JsonResponse({"error": str(error)}, status=next(kinds, 422))

    return answered


@require_GET
def visit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page of a consultation."""
    person, now = signed_in(request), timezone.now()
    return _page(request, _open(person, pk, now), request.GET.get("part", "pain"), by=person)


def _page(
    request: HttpRequest, case: Case, part: str, *, by: Person, typed: str = "", wrong: str = ""
) -> HttpResponse:
    """The page, with a line that was refused still in its field, and why."""
    person, now = by, timezone.now()
    page, life = _without_inner_life(person, case, part, now=now), life_of(case)
    shown = {
        "case": case,
        "tab": "visit",
        "page": page,
        "may_change": allowed(person, Act.CHANGE, Object.CONSULTATION, case, now=now),
        "figure": figure(life, Room().asked, flagged=flagged_facts(case, person, now=now)),
        "contacts": contacts(case.site),
        "age": age_of(life.chronology),
        "started": page.consultation and local_time(case, page.consultation.started_at),
        "unasked": unasked(page.panel),
        "keys": (uuid4(), uuid4()),
        "typed": typed,
        "wrong": wrong,
    }
    return render(request, "consult/visit.html", shown, status=400 if wrong else 200)


@require_POST
@answers_scripts
def start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin the consultation."""
    person, now = signed_in(request), timezone.now()
    case = _open(person, pk, now)
    begun = start_consultation(case=case, by=person, now=now)
    return _reply(request, case, now, {"started": local_time(case, begun.started_at)})


@require_POST
@answers_scripts
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close the consultation."""
    person, now = signed_in(request), timezone.now()
    case = _open(person, pk, now)
    end_consultation(case=case, by=person, now=now)
    return _reply(request, case, now, {})


@require_POST
@answers_scripts
def understand(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a line would be kept as, while it is typed; nothing is written."""
    person, now = signed_in(request), timezone.now()
    case = _open(person, pk, now)
    check_allowed(person, Act.CHANGE, Object.HISTORY, case, now=now)
    text, part = request.POST.get("text", "")[:LONGEST], _part(request.POST.get("part", ""))
    found = understand_line(case, text, known_history(case), part=part, now=now)
    return render(request, "consult/chips.html", {"case": case, "understood": found, "text": text})


@require_POST
@answers_scripts
def keep(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a line."""
    person, now = signed_in(request), timezone.now()
    case = _open(person, pk, now)
    text, part = request.POST.get("text", ""), _part(request.POST.get("part", ""))
    try:
        receipt = keep_line(
            case=case,
            key=_key(request.POST.get("key", "")),
            text=text,
            part=part,
            choices=_choices(request.POST.get("choices", "")),
            by=person,
            now=now,
        )
    except (InvalidInput, Conflict) as error:
        if is_script(request) or not text.strip():
            raise
        return _page(request, case, part, by=person, typed=text, wrong=str(error))
    return _reply(request, case, receipt.line.recorded_at, _receipt(receipt, case))


@require_POST
@answers_scripts
def settle_waiting(request: HttpRequest, pk: UUID, waiting: UUID) -> HttpResponse:
    """Answer what waits, or leave it out."""
    person, now = signed_in(request), timezone.now()
    case = _open(person, pk, now)
    visible = Waiting.objects.select_related("case", "line")
    found = visible.one_visible_to(person, now=now, pk=waiting, case=case)
    given = request.POST.get("number", "")
    if given != "leave" and not (given.isdecimal() and len(given) < 3):
        raise InvalidInput(_("Choose one of the answers, or leave it out."))
    number = None if given == "leave" else int(given)
    receipt = settle(waiting=found, number=number, by=person, now=now)
    return _reply(request, case, now, _receipt(receipt, case))


@require_POST
@answers_scripts
def undo_fact(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """Take back the last thing done to a fact."""
    person, now = signed_in(request), timezone.now()
    case = _open(person, pk, now)
    found = Entry.objects.one_visible_to(person, now=now, pk=entry, case=case)
    undo(case=case, entry=found, by=person, now=now)
    return _reply(request, case, now, {"undone": str(found.pk)})


@require_POST
@answers_scripts
def restore_fact(request: HttpRequest, pk: UUID, entry: UUID) -> HttpResponse:
    """Bring back what was undone."""
    person, now = signed_in(request), timezone.now()
    case = _open(person, pk, now)
    found = Entry.objects.one_visible_to(person, now=now, pk=entry, case=case)
    restore(case=case, entry=found, by=person, now=now)
    return _reply(request, case, now, {"restored": str(found.pk)})


@require_POST
@answers_scripts
def notes(request: HttpRequest, pk: UUID, part: str) -> HttpResponse:
    """Save the notes of a part; a clash answers with both texts."""
    person, now = signed_in(request), timezone.now()
    case = _open(person, pk, now)
    text, base = request.POST.get("text", ""), _base(request.POST.get("base", ""))
    chosen = request.POST.get("choice", "")
    if chosen == "theirs":
        return redirect(f"{reverse('consult:visit', kwargs={'pk': pk})}?part={_part(part)}")
    key = _key(request.POST.get("key", ""))
    if chosen == "both":
        text = _both(case, part, text)
    try:
        receipt = save_note(case=case, key=key, part=part, text=text, base=base, by=person, now=now)
    except NoteClash as clash:
        return _clash(request, case, part, clash, text)
    return _reply(request, case, receipt.saved_at, _saved(receipt), part=part)


@require_GET
def kept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The fragment of what was kept just now and what waits."""
    case = _open(signed_in(request), pk, timezone.now())
    shown = {"case": case, "page": visit_queries.kept_and_waiting(case)}
    return render(request, "consult/kept.html", shown)


@require_GET
def changed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Version and note numbers, so that a page learns what another one wrote."""
    case = _open(signed_in(request), pk, timezone.now())
    numbers = visit_queries.newest_numbers(case)
    return JsonResponse({"version": case.version, "notes": numbers})


def is_script(request: HttpRequest) -> bool:
    """Whether a script of the page asks."""
    return request.headers.get("X-Remit") == "script"


def local_time(case: Case, at: datetime) -> str:
    """Hour and minute at the site."""
    return at.astimezone(ZoneInfo(case.site.time_zone)).strftime("%H:%M")


def _without_inner_life(
    person: Person, case: Case, part: str, *, now: datetime
) -> visit_queries.VisitPage:
    """The page; to who came by emergency access without the notes that no emergency needs."""
    page = visit_queries.visit_page(case, part, now=now)
    if allowed(person, Act.SEE, Object.INNER_LIFE, case, now=now):
        return page
    if page.part in INNER_PARTS:
        check_allowed(person, Act.SEE, Object.INNER_LIFE, case, now=now)
    others = tuple(one for one in page.other_notes if one.part not in INNER_PARTS)
    return replace(page, other_notes=others)


def _open(person: Person, pk: UUID, now: datetime) -> Case:
    return queries.open_case(person, pk, Object.CONSULTATION, now=now)


def _reply(
    request: HttpRequest, case: Case, at: datetime, data: Mapping[str, object], part: str = ""
) -> HttpResponse:
    """The receipt: what is stored, and since when."""
    if is_script(request):
        version = queries.version_now(case)
        return JsonResponse({"saved": local_time(case, at), "version": version, **data})
    shown = _part(part or request.POST.get("part", ""))
    return redirect(f"{reverse('consult:visit', kwargs={'pk': case.pk})}?part={shown}")


def _receipt(receipt: Kept, case: Case) -> dict[str, object]:
    lines = visit_queries.kept_lines(receipt.entries, case)
    waiting = [WaitingLine(row.pk, chip_of(row, case)) for row in receipt.waiting]
    found: dict[str, object] = {
        "kept": [_fact(line) for line in lines],
        "waiting": [_waiting(line) for line in waiting],
    }
    if receipt.notes is not None:
        one = receipt.notes
        found["notes"] = {
            "part": one.part, "number": one.number, "base": one.base, "added": one.added
        }  # fmt: skip
    return found


def _fact(line: KeptLine) -> dict[str, str]:
    words = line.words
    return {"id": str(line.id), "label": words.label, "kind": words.kind, "dates": words.dates}


def _waiting(line: WaitingLine) -> dict[str, object]:
    chip = line.chip
    return {
        "id": str(line.id),
        "said": chip.said,
        "question": chip.question,
        "choices": [{"number": one.number, "words": one.words} for one in chip.choices],
    }


def _saved(receipt: NoteReceipt) -> dict[str, object]:
    return {"number": receipt.number}


def _both(case: Case, part: str, text: str) -> str:
    newest = newest_note(case, part)
    theirs = text_of(newest, case) if newest else ""
    return f"{theirs.rstrip()}\n\n{text}" if theirs.strip() else text


def _clash(
    request: HttpRequest, case: Case, part: str, clash: NoteClash, text: str
) -> HttpResponse:
    if is_script(request):
        told = {
            "clash": True,
            "number": clash.number,
            "theirs": clash.theirs,
            "by": clash.by_name,
            "at": local_time(case, clash.at),
        }
        return JsonResponse(told, status=409)
    compared = Compared(
        action=reverse("consult:visit_notes", kwargs={"pk": case.pk, "part": part}),
        rows=[(str(Part(part).label), clash.theirs, text)],
        hidden=[("key", request.POST.get("key", "")), ("text", text), ("base", clash.number)],
        by=clash.by_name,
        at=local_time(case, clash.at),
        may_both=True,
    )
    return compare_page(request, case, compared)


def _part(part: str) -> str:
    return part if part in Part.values else Part.PAIN.value


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidInput(_("This page is out of date. Load it again; your text stays.")) from None


def _base(text: str) -> int:
    if not (text.isdecimal() and len(text) < 10):
        raise InvalidInput(_("This page is out of date. Load it again; your text stays."))
    return int(text)


def _choices(text: str) -> dict[int, int]:
    """Answers by place, from JSON such as {"2": 1}."""
    wrong = InvalidInput(_("The answers to this line cannot be read."))
    if not text:
        return {}
    if len(text) > _MOST_CHOICES:
        raise wrong
    try:
        plain = json.loads(text)
        return {int(place): int(number) for place, number in dict(plain).items()}
    except (ValueError, TypeError, RecursionError, OverflowError):
        raise wrong from None
